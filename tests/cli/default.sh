# The standard built-in world: it balances, describes itself, and solves under the shocks it is meant for; every result
# carries its caveat.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" world check default
silent err
says out "World default: 32 regions, 35 sectors, SHA-256 "
says out "0 violated"
says out "0 corrected"

expect 0 "$program" world show default
for text in "World 2023" "million USD" "Inter-Country Input-Output" "BACI" "US Census" "Etalab" "CC BY 4.0" \
  "tariff_us_2026_05_01_pct: rates of the" "tariff_us_2026_08_22_pct: rates of the" "Taiwan" "Rest of the EU" "Motor vehicles" \
  "Crude oil and natural gas" "worlds/default.md"; do
  says out "$text"
done
# A scenario for a sector that is split now finds its parts.
for group in "B: B05, B06, B07, B08, B09" "C10-C12: C10T12" "C13-C15: C13T15" "C24: C24A, C24B" "C28-C33: C28" \
  "C30: C301, C302T309" "C31-C32: C31T33"; do
  grep -q "^${group%%:*}  *${group#*: } *$" out || wrong "the group $group is not there"
done

# CPTPP is complete: no member is told to be left out.
printf 'scenario: s\npolicy:\n  - tariff: {importer: CAN, exporter: CPTPP, sector: goods, to: 0 %%}\n' >s.yaml
expect 0 "$program" scenario check s.yaml
silent err
expect 0 "$program" scenario check s.yaml --world default2014
says err "group CPTPP: 5 of 12 members"

# one REGION COLUMN: a number of results/regions.csv
one() {
  awk -F, -v region="$1" -v column="$2" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) c = i }
    $1 == region { print $c }' results/regions.csv
}

# less A B
less() {
  awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && b != "" && a + 0 < b + 0) }' || wrong "$1 is not less than $2"
}

# rate SECTOR IMPORTER EXPORTER: the new tariff of a flow
rate() {
  awk -F, -v k="$1,$2,$3" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "tariff_new_pct") c = i }
    $1 "," $2 "," $3 == k { print $c }' results/trade.csv
}

# solve RULE: without `world`, so on the standard one; also with deficits at zero.
solve() {
  for deficits in zero fixed; do
    printf 'scenario: s\ntitle: S\nclosure: {deficits: %s}\npolicy:\n  - %s\n' "$deficits" "$1" >s.yaml
    expect 0 "$program" run s.yaml --out results
    silent err
    says out "equilibrium of"
    says out "Caveat: "
    says results/run.json '"certified": true'
    says results/run.json '"caveat": '
    says results/run.json '"name": "default"'
  done
}

solve "tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}"
less "$(one CAN real_income_pct)" -0.5
less 0 "$(one MEX real_income_pct)"
solve "tariff: {importer: CUSMA, exporter: CUSMA, sector: goods, to: tariff_mfn_pct}"
for region in CAN MEX USA; do less "$(one $region real_income_pct)" 0; done
solve "barrier: {importer: JPN, exporter: CAN, sector: goods, change: -5 %, both_ways: true}"
for region in CAN JPN; do less 0 "$(one $region real_income_pct)"; done
solve "tariff: {importer: USA, exporter: all, sector: goods, to: tariff_us_2026_05_01_pct}"
for region in CAN MEX JPN KOR CHN; do less "$(one $region real_income_pct)" 0; done
# A third to a half of what Canada sends as C29 is parts; a vehicle pays 15.9 % and most parts nothing.
less 10 "$(rate C29 USA CAN)"
less "$(rate C29 USA CAN)" 15.9
less "$(rate C29 USA MEX)" 18.1
less 14 "$(rate C29 USA JPN)"
less "$(rate C29 USA JPN)" 16
# Steel pays about half, scrap of it nothing, aluminium a quarter with what is exempt; together what the older world has for
# both.
less 35 "$(rate C24A USA CAN)"
less "$(rate C24A USA CAN)" 50
less 20 "$(rate C24B USA CAN)"
less "$(rate C24B USA CAN)" 30

# The world before it, for comparison and for what is published: the same answers in other sizes.
solve "tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}"
new=$(one CAN real_income_pct)
expect 0 "$program" world check default2014
says out "World default2014: 24 regions, 30 sectors, SHA-256 "
says out "0 violated"
says out "0 corrected"
expect 0 "$program" run s.yaml --world default2014 --out results
silent err
says results/run.json '"certified": true'
says out "Structure of 2014"
less "$(one CAN real_income_pct)" -1.5
less -1.6 "$(one CAN real_income_pct)"
less "$new" -1.6
less -1.7 "$new"
