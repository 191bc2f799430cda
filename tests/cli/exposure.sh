# tradewind exposure: words, JSON, files, replay and diff, limits, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" exposure CAN --world small2014
says out "Derivatives of real_income CAN by every tariff, export tax, barrier and"
says out "Largest gains, per cent of real_income CAN"
says out "Largest losses"
says out "Friends and enemies"
says out "Held fixed: tastes"
says out "deficits at their values in it"
says out "No files were written"
silent err

expect 0 "$program" exposure can us-tariff-canada --world small2014 --to usa --wedges tariff,barrier --largest 3 --out r --tables dta
says out "exposure.csv, exposure_matrix.csv, exposure_largest.csv"
says out "at the equilibrium of us-tariff-canada; the largest"
for file in exposure.csv exposure.dta exposure_matrix.csv exposure_largest.csv regions.csv columns.csv run.json report.html; do
  [ -s "r/$file" ] || wrong "no $file"
done
[ "$(head -n 1 r/exposure.csv)" = region,outcome,wedge,sector,product,importer,exporter,derivative,per_point ] || wrong "columns"
says r/run.json '"kind": "exposure"'
says r/columns.csv "exposure.csv,wedge,text,"
# of each sign at most 3, tariffs and barriers alone, each with the United States on one side
awk -F, 'NR > 1 { n++; if (($3 != "tariff" && $3 != "barrier") || ($6 != "USA" && $7 != "USA") || $6 == $7 || $11 == "" || $12 == "") bad++ }
  END { exit !(n == 6 && !bad) }' r/exposure_largest.csv || wrong "the largest"
# the matrix: sums over sectors; productivity is less barriers of all flows, own sales included
awk -F, 'NR > 1 { if ($4 == "") all[$3] = $5; else sum[$3] += $5 } END { for (o in all) if ((all[o] - sum[o]) ^ 2 > 1e-24) exit 1 }' \
  r/exposure_matrix.csv || wrong "sums of the matrix"
awk -F, 'NR > 1 && $5 == "" { if ($3 == "productivity") A[$4 $7] = $8; if ($3 == "barrier") d[$4 $7] += $8 }
  END { for (k in A) if ((A[k] + d[k]) ^ 2 > 1e-26) exit 1 }' r/exposure.csv || wrong "productivity against barriers"
awk -F, '$6 == $7 && $3 != "barrier" && NR > 1 { exit 1 }' r/exposure.csv || wrong "a rate on own sales"
expect 0 "$program" replay r
says out "come out again, bit for bit"
expect 0 "$program" exposure CAN --world small2014 --outcome "output USA C29" --by sector --out base
says out "The matrix: per cent of output USA C29"
grep -q "^USA,output C29,tariff," base/exposure.csv || wrong "another region's outcome"
# What matters most comes first, by the sum over the other way without the region's own row, which is the last.
expect 0 "$program" exposure CAN --world small2014 --by sector --largest 0 --out order --no-report
python3 - out order/exposure_matrix.csv <<'END' || wrong "the order of the matrix"
import csv, sys
rows = csv.DictReader(open(sys.argv[2]))
cells = {(r["exporter"], r["sector"]): abs(float(r["derivative"])) for r in rows if r["sector"]}
sellers, sectors = dict.fromkeys(k[0] for k in cells), dict.fromkeys(k[1] for k in cells)
row = lambda o: 0 if o == "CAN" else sum(cells[o, s] for s in sectors)
column = lambda s: sum(cells[o, s] for o in sellers if o != "CAN")
lines = open(sys.argv[1]).read().split("The matrix:")[1].split("\n")
at = next(i for i, line in enumerate(lines) if line.startswith("seller"))
shown = [line.split()[0] for line in lines[at + 1:at + 1 + len(sellers)]]
assert shown == sorted(sellers, key=row, reverse=True), shown
heads = lines[at].split()[1:]
assert len(heads) > 3 and heads == sorted(sectors, key=column, reverse=True)[:len(heads)], heads
END
expect 0 "$program" replay base
says out "come out again, bit for bit"
expect 0 "$program" exposure CAN us-tariff-canada --world small2014 --outcome real_gdp --largest 2 --out real --no-report
grep -q "^CAN,real_gdp,tariff," real/exposure.csv || wrong "real GDP"
expect 0 "$program" replay real
says out "come out again, bit for bit"
expect 0 "$program" diff r base
says out "exposure.csv"
expect 0 "$program" exposure --all-regions --world small2014 --largest 2 --out all --no-report
says out "Each region's largest"
says out "The matrix: per cent of real_income of a row's region"
[ ! -e all/exposure.csv ] || wrong "every wedge of every region"
[ "$(sed 1d all/exposure_largest.csv | cut -d, -f1 | sort | uniq -c | awk '$1 != 4' | wc -l)" = 0 ] || wrong "four of each region"
expect 0 "$program" replay all
says out "come out again, bit for bit"
[ "$(grep '^CAN,real_income,USA,,' all/exposure_matrix.csv | cut -d, -f5 | cut -c1-12)" = \
  "$("$program" exposure CAN --world small2014 --largest 0 --json | python3 -c 'import json, sys; print(repr(json.load(sys.stdin)["matrix"]["USA"])[:12])')" ] ||
  wrong "one region against all"
expect 0 "$program" exposure CAN --world small2014 --json --largest 1
says out '"verb": "exposure"'
says out '"gains"'
says out '"exact_25_pct"'
python3 -c 'import json, sys; json.load(open(sys.argv[1]))' out || wrong "no JSON"

# A scenario with years: its last, or the one that is asked for; the policy of that year, without capital that grew.
cat >path.yaml <<END
scenario: path
closure: {deficits: fixed}
from: 2026
until: 2030
capital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: {2026: 0 pp, 2030: 20 pp}}
END
sed '/^from/d; /^until/d; /^capital/d; s/{2026: 0 pp, 2030: 20 pp}/20 pp/' path.yaml >last.yaml
sed 's/add: 20 pp/add: 10 pp/' last.yaml >middle.yaml
expect 0 "$program" exposure CAN path.yaml --world small2014 --largest 2 --out path --no-report
says out "at the equilibrium of path in 2030."
says out "Of 2030, the last year of the scenario (2026 to 2030), with the capital of the"
says path/run.json '"year": 2030'
expect 0 "$program" exposure CAN last.yaml --world small2014 --largest 2 --out last --no-report
cmp path/exposure.csv last/exposure.csv || wrong "not the last year"
cmp path/exposure_largest.csv last/exposure_largest.csv || wrong "not the last year, exactly"
expect 0 "$program" exposure CAN path.yaml --world small2014 --largest 2 --year 2028 --out middle --no-report
says out "Of 2028, a year of the scenario (2026 to 2030)"
expect 0 "$program" exposure CAN middle.yaml --world small2014 --largest 2 --out same --no-report
cmp middle/exposure.csv same/exposure.csv || wrong "not the year that was asked for"
expect 0 "$program" replay middle
says out "come out again, bit for bit"
expect 0 "$program" exposure CAN path.yaml --world small2014 --largest 1 --year 2028 --json
says out '"year": 2028'
expect 1 "$program" exposure CAN path.yaml --world small2014 --year 2031
says err "the year 2031 is not between 2026 and 2030"
expect 1 "$program" exposure CAN us-tariff-canada --world small2014 --year 2030
says err "the scenario has no years, so there is no year 2030"
expect 1 "$program" exposure CAN --world small2014 --year 2030
says err "there is no scenario, so there is no year 2030"
expect 1 "$program" exposure CAN path.yaml --world small2014 --year soon
says err "--year: found soon, expected"
expect 0 "$program" dependence CAN path.yaml --world small2014
says out "Of 2030, the last year of the scenario (2026 to 2030), with the capital of"

expect 2 "$program" exposure JPN --outcome "price WHEAT"
says err "outcome: product WHEAT of world default is switched off; \`products: [WHEAT]\` at the top of the scenario, or --products, switches it on"
expect 2 "$program" exposure JPN --products food --outcome "price WEAT"
says err 'has no sector or product "WEAT"; did you mean WHEAT?'
expect 2 "$program" exposure CAM --world small2014
says err "region: world small2014 has no region \"CAM\"; did you mean CAN"
expect 2 "$program" exposure Canada --world small2014
says err "did you mean CAN (Canada)?"
expect 2 "$program" exposure CAN --world small2014 --outcome welfare
says err "outcome: found \"welfare\", expected real_income, gdp"
expect 2 "$program" exposure CAN --world small2014 --outcome "output C99"
says err "outcome: world small2014 has no sector \"C99\""
expect 2 "$program" exposure CAN --world small2014 --to XXX
says err "partner: world small2014 has no region \"XXX\""
expect 2 "$program" exposure CAN --world small2014 --wedges tarifs
says err "did you mean tariff?"
expect 2 "$program" exposure --all-regions --world small2014 --outcome "output C29"
says err "since it is asked of all regions"
expect 1 "$program" exposure
says err "exposure needs a REGION"
expect 1 "$program" exposure CAN us-tariff-canada --all-regions
says err "no REGION with --all-regions"
expect 1 "$program" exposure CAN --by region
says err "expected sector or product"
expect 1 "$program" exposure CAN --world small2014 --deficits zero
says err "deficits changes a scenario, and none is given"
printf 'scenario: far\npolicy:\n  - barrier: {importer: all, exporter: all, sector: all, change: 1000000 %%}\n' >far.yaml
expect 3 "$program" exposure CAN far.yaml --world small2014
says err "no certified solution"
