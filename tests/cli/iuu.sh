# A scenario with illegal fish: three shares on the terminal, as JSON, in the folder; replay and diff; the share of the
# tables; calories; shares of zero; range; what is wrong, with line, column and the nearest name.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" run iuu-north-pacific --out point
silent err
tr '\n' ' ' <out | tr -s ' ' >line
for text in "at three shares of what is illegal; all else here is at the point share" "JPN price +0.160 +0.195 +0.241" \
  "JPN quantity -0.130 -0.159 -0.196" "JPN all 83.00 -3.8" "RUS illegal 26.9 -6.73 -13.45 -20.18" \
  "JPN CHN 30 297.1 -55.12 -66.38 -83.56" "Not modelled: the stock effect" "illegal.csv"; do
  grep -qF -- "$text" line || wrong "the output lacks: $text"
done
[ "$(head -n 1 point/illegal.csv)" = measure,region,partner,unit,low,point,high ] || wrong "columns of illegal.csv"
shares() { # FOLDER REGION LOW POINT HIGH
  awk -F, -v of="$2" -v low="$3" -v point="$4" -v high="$5" 'function far(a, b) { return a - b > 1e-9 || b - a > 1e-9 }
    $1 == "share_pct" && $3 == of { found = !far($5, low) && !far($6, point) && !far($7, high) } END { exit !found }' "$1/illegal.csv" ||
    wrong "the shares of $2 in $1"
}
shares point CHN 20 30 45
grep -q '^illegal.csv,calories_change,' point/columns.csv && wrong "measures are not columns"
grep -q '^illegal.csv,point,that of the row' point/columns.csv || wrong "columns.csv lacks illegal.csv"
for text in '"illegal": {' '"share": "point"' '"high": "certified"' '"Not modelled: the stock effect'; do
  says point/run.json "$text"
done
says point/report.html "Illegal fish"
# calories by origin sum to all, those of the diet: 83 a head and day
awk -F, '$1 ~ /^calories/ { for (i = 5; i <= 7; i++) { if ($3 == "") all[$1, i] = $i; else sum[$1, i] += $i } }
  END { for (k in all) if (all[k] - sum[k] > 1e-9 || sum[k] - all[k] > 1e-9) exit 1; exit !(all["calories", 6] > 82.999 && all["calories", 6] < 83.001) }' point/illegal.csv ||
  wrong "calories do not sum"
expect 0 "$program" replay point
says out "come out again, bit for bit"
says out "illegal.csv"

# The other tables are those of the share that is chosen; illegal.csv is the same.
expect 0 "$program" run iuu-north-pacific --illegal HIGH --out high --no-report --tables dta
tr '\n' ' ' <out | tr -s ' ' >line
grep -qF "all else here is at the high share" line || wrong "the share of the tables"
cmp point/illegal.csv high/illegal.csv >&2 || wrong "the three shares depend on the one that is chosen"
cmp -s point/regions.csv high/regions.csv && wrong "the tables of high are those of point"
[ -s high/illegal.dta ] || wrong "no illegal.dta"
says high/run.json '"share": "high"'
expect 0 "$program" replay high
expect 0 "$program" diff point high
says out "illegal.csv"
# accounts of food at one of them are the same calories, of the same equilibrium
expect 0 "$program" accounts JPN iuu-north-pacific --food --illegal high --out food --no-report
awk -F, 'FNR == 1 { next } FILENAME ~ /illegal/ && $1 == "calories_change" && $3 == "RUS" { a = $7 }
  FILENAME ~ /calories/ && $2 == "fish" && $3 == "RUS" { b = $6 - $4 } END { exit !(a < -0.6 && a - b < 1e-12 && b - a < 1e-12) }' \
  high/illegal.csv food/calories.csv || wrong "accounts have other calories"
cmp high/regions.csv food/regions.csv >&2 || wrong "accounts of food are of another equilibrium"
expect 0 "$program" run iuu-north-pacific --set removal='-10 %' --json --no-report --out less
python3 - out less/illegal.csv <<'END' || wrong "the JSON"
import csv, json, sys
illegal = json.load(open(sys.argv[1]))["illegal"]
rows = list(csv.DictReader(open(sys.argv[2])))
assert illegal["sector"] == "A03" and illegal["share"] == "point" and len(illegal["rows"]) == len(rows)
assert illegal["outcomes"] == {"low": "certified", "point": "certified", "high": "certified"}
assert any("stock" in text for text in illegal["remarks"])
for a, b in zip(illegal["rows"], rows):
    assert (a["measure"], a["region"], a["partner"] or "", a["unit"]) == (b["measure"], b["region"], b["partner"], b["unit"])
    for k in ("low", "point", "high"):
        assert float(b[k]) == a[k] or abs(float(b[k]) - a[k]) < 1e-9 * abs(a[k]), (a, b)
END
expect 0 "$program" run iuu-north-pacific --set rus_high='40 %' --no-report --out shares # each share is a variable
shares shares RUS 10 20 40
expect 2 "$program" run iuu-north-pacific --set rus_high='15 %'
says err "high: found 15 %, expected at least point, which is 20 %"
expect 0 "$program" diff point less
says out "illegal.csv"

# Nothing may be illegal at the low share; buyers without a diet have no calories, in one line.
scenario() {
  printf '%s\n' "scenario: s" "world: default" "closure: {deficits: fixed}" "iuu:" "  sector: ${sector:-A03}" "  importer: ${importer:-USA}" \
    "  share: ${share:-"{CAN: {low: 0 %, point: 3 %, high: 10 %}}"}" "policy:" \
    "  - quota: {importer: ${importer:-USA}, exporter: ${exporter:-CAN}, product: ${product:-A03_ILLEGAL}, change: -50 %, owner: nobody}" >s.yaml
}
scenario
expect 0 "$program" run s.yaml --out none --no-report
grep -q '^illegal_income_change,CAN,,million USD,0,-' none/illegal.csv || wrong "the low share of zero"
says out "No calories: the tables of food, which are of JPN, have none of USA."
grep -q '^calories' none/illegal.csv && wrong "calories of USA"
expect 0 "$program" scenario check s.yaml --illegal low
says out "touches    0 flows"

expect 0 "$program" range iuu-north-pacific --draws 2 --illegal low --json
says out 'all draws are at the low share of what is illegal; --illegal point and --illegal high draw at the others'
expect 0 "$program" run iuu-north-pacific --product A03_ILLEGAL --no-report
says out "A03_ILLEGAL"

share='{CAN: {low: 0 %, point: 3 %, high: 110 %}}' scenario
expect 2 "$program" run s.yaml
says err "s.yaml:7:45: "
says err "0 % to 100 %"
share='{CAN: {low: 0 %, point: 30 %, high: 10 %}}' scenario
expect 2 "$program" scenario check s.yaml
says err "high: found 10 %, expected at least point, which is 30 %"
share='{CNA: {low: 0 %, point: 3 %, high: 10 %}}' scenario
expect 2 "$program" run s.yaml
says err 's.yaml:7:11: world default has no region "CNA"; did you mean CAN?'
share='{CAN: 3 %}' scenario
expect 2 "$program" run s.yaml
says err 's.yaml:7:16: found "3 %", expected three values such as {low: 10 %, point: 20 %, high: 33 %}'
sector=A30 scenario
expect 2 "$program" run s.yaml
says err 's.yaml:5:11: world default has no sector "A30"; did you mean A03?'
product=A03_ILLEGL scenario
expect 2 "$program" run s.yaml
says err "did you mean A03_ILLEGAL?"
exporter=NOR scenario
expect 2 "$program" run s.yaml
says err "s.yaml:9:5: rule quota covers no flow of world default"
share='{USA: {low: 0 %, point: 3 %, high: 10 %}}' scenario # what a region sells to itself
expect 2 "$program" run s.yaml
says err "s.yaml:4:1: even at the high shares nothing that is traded of A03 is illegal"
sector=C29 product=C29_ILLEGAL scenario # whose products can be left out
expect 2 "$program" run s.yaml
says err "s.yaml:5:11: sector C29 has products, and iuu splits a sector without any; leave them out with the key products"
expect 0 "$program" run s.yaml --products none
expect 1 "$program" run iuu-north-pacific --illegal middle
says err 'illegal: found "middle", expected low, point or high'
expect 1 "$program" run us-tariff-canada --illegal low
says err "scenario us-tariff-canada has no illegal share: it has no section iuu"
