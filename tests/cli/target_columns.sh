# Targets that aim at a column of the results: what is asked comes out in the table, of regions, sectors and flows.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# aims OUTCOME CHANGE INSTRUMENT: a run, whose tables are in r.
aims() {
  cat >s.yaml <<EOF
scenario: aim
world: small2014
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 10 pp}
  - final_demand: {region: CAN, sector: C29, change: +5 %}
  - target: {outcome: $1, change: $2, by: {$3}}
EOF
}
by_subsidy='subsidy: {region: CAN, sector: C29}'
tab=$(printf '\t')
while IFS=$tab read -r outcome change table by; do
  aims "$outcome" "$change %" "$by"
  expect 0 "$program" run s.yaml --out r --no-report
  expect 0 python3 - "$outcome" "$change" "$table" <<'EOF'
import csv, sys
column, *place = sys.argv[1].split()
rows = list(csv.DictReader(open('r/' + sys.argv[3])))
if sys.argv[3] == 'trade.csv':
    exports = column == 'exports_pct'
    row = [r for r in rows if r['sector'] == place[1] and r['exporter' if exports else 'importer'] == place[0]
           and r['importer' if exports else 'exporter'] == place[2]][0]
    column = 'change_pct'
else:
    row = [r for r in rows if r['region'] == place[0] and (len(place) == 1 or r['sector'] == place[1])][0]
assert abs(float(row[column]) - float(sys.argv[2])) < 1e-7, (sys.argv, row[column])
EOF
done <<EOF
output_pct CAN C29	-20	sectors.csv	$by_subsidy
output_value_pct CAN C29	-20	sectors.csv	$by_subsidy
unit_cost_pct CAN C29	-1	sectors.csv	productivity: {region: CAN, sector: C29}
price_pct CAN C29	-2	sectors.csv	$by_subsidy
exports_pct CAN C29	-10	sectors.csv	$by_subsidy
imports_pct USA C29	-3	sectors.csv	tariff: {importer: USA, exporter: MEX, sector: C29}
exports_pct CAN C29 USA	-10	trade.csv	export_tax: {importer: USA, exporter: CAN, sector: C29}
imports_pct USA C29 CAN	-15	trade.csv	barrier: {importer: USA, exporter: CAN, sector: C29}
exports_pct CAN	-2	regions.csv	$by_subsidy
imports_pct CAN	-2	regions.csv	tariff: {importer: CAN, exporter: USA, sector: goods}
price_index_pct CAN	+0.5	regions.csv	tariff: {importer: CAN, exporter: USA, sector: goods}
wage_pct CAN	+0.3	regions.csv	productivity: {region: CAN, sector: goods}
real_wage_pct CAN	0	regions.csv	productivity: {region: CAN, sector: goods}
real_income_pct CAN	0	regions.csv	labour: {region: CAN}
employment_pct CAN	-1	regions.csv	labour: {region: CAN}
EOF

# Words, and the value in limits.csv.
aims "exports_pct CAN C29 USA" "-10 %" "$by_subsidy"
expect 0 "$program" run s.yaml --out r --no-report
says r/limits.csv "value of exports of C29 from CAN to USA"
expect 0 "$program" scenario check s.yaml
tr -s '\n ' ' ' <out >found
says found "The change in value of exports of C29 from CAN to USA is held at -10.00 % against the reference by the subsidy on C29 in CAN."

# A column and the outcome of that name are the same where both are volumes; a value is not its volume.
aims "output_pct CAN C29" "-20 %" "$by_subsidy"
expect 0 "$program" run s.yaml --out column --no-report
sed -i.old 's/outcome: output_pct CAN C29/output: {region: CAN, sector: C29}/' s.yaml
expect 0 "$program" run s.yaml --out plain --no-report
cmp column/sectors.csv plain/sectors.csv || wrong "output_pct and output differ"

# What is wrong is named.
refused() {
  aims "$1" "-1 %" "$by_subsidy"
  expect 2 "$program" run s.yaml
  says err "s.yaml:6:23: $2"
}
refused "outputs_pct CAN C29" 'outcome: found outputs_pct, which no target can aim at; did you mean output_pct?'
refused "gdp_pct CAN" 'outcome: found gdp_pct, which no target can aim at; these can be: real_income_pct, real_wage_pct, wage_pct,'
refused "output_pct CAN" 'outcome: found "output_pct CAN", expected a region and a sector after the column, as in output_pct CAN C29'
refused "real_income_pct CAN C29" 'outcome: found "real_income_pct CAN C29", expected a region after the column, as in real_income_pct CAN'
refused "output_pct" 'found "output_pct", expected a column and where it is, as in output_pct CAN C29 or exports_pct CAN C29 USA'
refused "output_pct CNA C29" 'outcome: world small2014 has no region "CNA"; did you mean CAN'
refused "output_pct CAN C92" 'outcome: world small2014 has no sector "C92"; did you mean C29'
refused "exports_pct CAN C29 CAN" 'outcome: value of exports of C29 from CAN to CAN is nothing in world small2014: there is nothing to aim at'
cat >two.yaml <<'EOF'
scenario: two
world: small2014
policy:
  - target: {outcome: output_pct CAN C29, output: {region: CAN, sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: C29}}}
EOF
expect 2 "$program" run two.yaml
says err 'two.yaml:4:43: a target has one outcome; this one has both outcome and output'
sed 's/\(outcome: output_pct CAN C29\), \(output: {region: CAN, sector: C29}\)/\2, \1/' two.yaml >other.yaml
expect 2 "$program" run other.yaml
says err 'a target has one outcome; this one has both output and outcome'
