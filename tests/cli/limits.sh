# Tables that only some scenarios have: limits.csv, preferences.csv, years.csv. They come and go with the scenario.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny

# near FILE PATTERN COLUMN VALUE: the cell of the first line with the pattern is the value to 1e-6 of it
near() {
  awk -F, -v pattern="$2" -v column="$3" -v value="$4" '
    index($0, pattern) { found = 1; d = $column - value; exit }
    END { if (d < 0) d = -d; if (value < 0) value = -value; exit !(found && d <= 1e-6 * (value > 1 ? value : 1)) }' "$1" ||
    wrong "$1: column $3 of $2 is not $4: $(grep -F -- "$2" "$1")"
}

# A quota that binds and one that does not.
cat >quota.yaml <<END
scenario: tiny-quota
title: A quota for a test
policy:
  - quota: {importer: USA, exporter: CAN, sector: C, change: -20 %, owner: exporter}
  - quota: {importer: USA, exporter: JPN, sector: C, change: +200 %, owner: importer}
END
expect 0 "$program" run quota.yaml --world tiny --out results
[ "$(ls results | tr '\n' ' ')" = "columns.csv groups.csv limits.csv regions.csv report.html run.json sectors.csv trade.csv " ] || wrong "files: $(ls results)"
says out "Limits, in per cent of the reference; 1 of 2 binds:"
tr '\n' ' ' <out >line
says line "limits.csv, run.json."
[ "$(head -n 1 results/limits.csv)" = \
  "line,rule,what,instrument,limit,reference,value,binding,instrument_pct,money,owner" ] || wrong "head of limits.csv"
[ "$(wc -l <results/limits.csv)" -eq 3 ] || wrong "rows of limits.csv"
grep '^4,quota,' results/limits.csv | tr -d '"' >binding
grep '^5,quota,' results/limits.csv | tr -d '"' >loose
# limit, reference, value, binding, instrument_pct, money, owner from the right, since `what` may hold commas
awk -F, '{ l = $(NF-6); r = $(NF-5); v = $(NF-4); if ($(NF-3) != 1 || $(NF-2) <= 0 || $(NF-1) <= 0 || $NF != "CAN") exit 1
  if ((l - 0.8 * r) ^ 2 > (1e-8 * r) ^ 2 || (v - l) ^ 2 > (1e-8 * r) ^ 2) exit 1 }' binding || wrong "the quota on CAN"
awk -F, '{ if ($(NF-3) != 0 || $(NF-2) != 0 || $(NF-1) != 0 || $NF != "USA" || $(NF-4) >= $(NF-6)) exit 1 }' loose ||
  wrong "the quota on JPN"
says results/run.json '"binding": 1'
says results/run.json '"rule": "quota"'

# A quota on a flow that is banned, before or after it: nothing to solve, but it has its row, in the order of the rules.
cat >banned.yaml <<END
scenario: tiny-banned
title: A quota and a ban for a test
policy:
  - quota: {importer: USA, exporter: CAN, sector: C, change: -20 %, owner: exporter}
  - ban: {importer: USA, exporter: [CAN, JPN], sector: C}
  - quota: {importer: JPN, exporter: CAN, sector: C, change: -10 %, owner: exporter}
  - quota: {importer: USA, exporter: JPN, sector: C, to: 50 million USD, owner: importer}
END
expect 0 "$program" run banned.yaml --world tiny --out results
says out "2 limits are on flows that are banned"
says out "1 of 3 binds"
[ "$(cut -d, -f1 results/limits.csv | tr '\n' ' ')" = "line 4 6 7 " ] || wrong "rows: $(cat results/limits.csv)"
awk -F, '$1 == 4 { exit !($5 > 0 && ($5 - 0.8 * $6) ^ 2 < 1e-12 * $6 && $7 == 0 && $8 == 0 && $9 == 0 && $10 == 0 && $11 == "CAN") }' \
  results/limits.csv || wrong "the quota before the ban: $(cat results/limits.csv)"
awk -F, '$1 == 7 { exit !($5 == 50 && $6 > 100 && $7 == 0 && $8 == 0 && $10 == 0 && $11 == "USA") }' results/limits.csv ||
  wrong "the quota after the ban: $(cat results/limits.csv)"
expect 0 "$program" scenario check banned.yaml --world tiny
says out "2 limits are on flows that are banned"
expect 0 "$program" range banned.yaml --world tiny --draws 4 --out drawn
[ "$(wc -l <drawn/limits.csv)" -eq 4 ] || wrong "rows of a range: $(cat drawn/limits.csv)"
# Alone, there is nothing to be solved together.
sed '/^  - quota: {importer: JPN/d' banned.yaml >alone.yaml
expect 0 "$program" run alone.yaml --world tiny --out results
[ "$(wc -l <results/limits.csv)" -eq 3 ] || wrong "rows: $(cat results/limits.csv)"
expect 0 "$program" replay results

# The next run has no limits: nothing of the old ones may stay beside its tables.
make_scenario s.yaml
expect 0 "$program" run s.yaml --world tiny --out results
silent err
[ "$(ls results | tr '\n' ' ')" = "columns.csv groups.csv regions.csv report.html run.json sectors.csv trade.csv " ] || wrong "files: $(ls results)"

# Years: each as if it were solved alone, the last in the other tables.
cat >years.yaml <<END
scenario: tiny-years
title: A tariff by year
from: 2026
until: 2028
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: {2026: 0 pp, 2028: 50 pp}}
END
expect 0 "$program" run years.yaml --world tiny --out path
[ "$(ls path | tr '\n' ' ')" = "columns.csv groups.csv regions.csv report.html run.json sectors.csv trade.csv years.csv years_sectors.csv " ] ||
  wrong "files: $(ls path)"
tr '\n' ' ' <out >line
says line "real income changes in 2028 by -"
says line "in the same year"
says out "Real income by year"
says line "in each of 3 years"
case $(head -n 1 path/years.csv) in year,region,real_income_pct,*capital_pct*) ;; *) wrong "head of years.csv" ;; esac
[ "$(wc -l <path/years.csv)" -eq 10 ] || wrong "rows of years.csv"
[ "$(wc -l <path/years_sectors.csv)" -eq 19 ] || wrong "rows of years_sectors.csv"
for region in CAN USA JPN; do
  near path/years.csv "2026,$region," 3 0
  near path/years.csv "2027,$region," 3 "$(awk -F, -v r=$region '$1 == r { print $2 }' results/regions.csv)"
  near path/years.csv "2028,$region," 3 "$(awk -F, -v r=$region '$1 == r { print $2 }' path/regions.csv)"
done
says path/run.json '"year": 2027'

# Comply or pay: rates and shares in per cent.
cat >prefer.yaml <<END
scenario: tiny-preference
title: Comply or pay for a test
policy:
  - preference: {importer: USA, exporter: CAN, sector: C, utilisation: 66.666666666666667 %, preferential: 0 %, mfn: 3 %, elasticity: 8, mfn_add: 10 pp}
END
expect 0 "$program" run prefer.yaml --world tiny --out path
[ "$(ls path | tr '\n' ' ')" = "columns.csv groups.csv preferences.csv regions.csv report.html run.json sectors.csv trade.csv " ] || wrong "files: $(ls path)"
says out "Preferences:"
[ "$(wc -l <path/preferences.csv)" -eq 2 ] || wrong "rows of preferences.csv"
near path/preferences.csv "C,USA,CAN," 7 3
near path/preferences.csv "C,USA,CAN," 8 13
awk -F, 'NR == 2 { if ($9 < 66.66 || $9 > 66.67 || $10 <= $9 || $10 > 100 || $12 <= $11) exit 1 }' path/preferences.csv ||
  wrong "utilisation: $(cat path/preferences.csv)"

# Out of reach: no tariff makes a country three times as rich.
cat >reach.yaml <<END
scenario: tiny-reach
title: A target that cannot be met
policy:
  - target: {real_income: {region: CAN}, change: +200 %, by: {tariff: {importer: CAN, exporter: USA, sector: C}}}
END
expect 3 "$program" run reach.yaml --world tiny --out reach
silent out
says err "no certified solution (out_of_reach)"
says err "; ask for a smaller change, or give the target an instrument that reaches further"
[ "$(ls reach | tr '\n' ' ')" = "run.json uncertified " ] || wrong "files: $(ls reach)"
says reach/run.json '"outcome": "out_of_reach"'
