# reconcile: the chain from a formula to the run, its files, and its last number against run's.
set -eu
. "$(dirname "$0")/lib.sh"

make_world "$tmp/world"
cat >"$tmp/s.yaml" <<END
scenario: s
world: world
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
END
expect 0 "$program" reconcile "$tmp/s.yaml" --out "$tmp/r"
says "$tmp/out" " 1  one sector, first order: One sector without inputs"
says "$tmp/out" "deficits fixed (this is the run)"
says "$tmp/out" "CAN: from "
says "$tmp/out" "Wrote reconcile.csv, reconcile.json and run.json to $tmp/r"
says "$tmp/out" "The report is $tmp/r/report.html: open it in a browser."
[ -s "$tmp/r/report.html" ] || wrong "there is no page"
silent "$tmp/err"
says "$tmp/r/reconcile.json" '"is_run": true'
says "$tmp/r/run.json" '"kind": "reconcile"'
says "$tmp/r/run.json" '"certified": true'
says "$tmp/r/run.json" '"text": "scenario: s\nworld: world'
says "$tmp/r/run.json" '"CAN": "Canada"'
says "$tmp/r/run.json" '"elasticity": null'
for file in reconcile.csv reconcile.json; do
  says "$tmp/r/run.json" "\"sha256\": \"$(sha256sum "$tmp/r/$file" | cut -d' ' -f1)\""
done

expect 0 "$program" run "$tmp/s.yaml" --out "$tmp/run"
run=$(awk -F, '$1 == "CAN" { print $2 }' "$tmp/run/regions.csv")
chain=$(awk -F, '$1 == "deficits-fixed" && $3 == "CAN" { print $4 }' "$tmp/r/reconcile.csv")
[ "$run" = "$chain" ] || wrong "the chain ends at $chain, and the run has $run"

printf 'sector,trade_elasticity\nC,9\n' >"$tmp/theta.csv"
expect 0 "$program" reconcile "$tmp/s.yaml" --elasticities "$tmp/theta.csv" --labour 0 --scale 0 --elasticity 5 --out "$tmp/given"
says "$tmp/out" "the elasticity 5,"
says "$tmp/out" "for 1 of 2 sectors"
says "$tmp/given/run.json" '"elasticity": 5.0'
says "$tmp/given/run.json" '"labour_elasticity": 0.0'
says "$tmp/given/run.json" '"text": "sector,trade_elasticity\nC,9\n"'
if grep -q "elastic labour" "$tmp/out"; then wrong "--labour 0 does not leave it out"; fi

expect 0 "$program" reconcile "$tmp/s.yaml" --out "$tmp/given" --no-report
if grep -q "report is" "$tmp/out"; then wrong "--no-report names a report"; fi
[ ! -e "$tmp/given/report.html" ] || wrong "--no-report leaves the page of before"

# Nothing is written where the folder cannot be.
expect 2 "$program" reconcile "$tmp/s.yaml" --out "$tmp/s.yaml"
echo mine >"$tmp/plain"
expect 5 "$program" reconcile "$tmp/s.yaml" --out "$tmp/plain"
says "$tmp/err" "plain: cannot write results there: it is not a folder"

expect 1 "$program" reconcile "$tmp/s.yaml" --labour x
expect 1 "$program" reconcile "$tmp/s.yaml" -P 3
says "$tmp/err" "--scale: found 3, expected a number below 1"
expect 1 "$program" reconcile "$tmp/s.yaml" -E -3
says "$tmp/err" "--elasticity: found -3"
expect 1 "$program" reconcile "$tmp/s.yaml" --year 2030
says "$tmp/err" "no years"
expect 2 "$program" reconcile "$tmp/s.yaml" --elasticities "$tmp/none.csv"

# Without a certified solution of the scenario there is nothing to compare: the code of an outcome, run.json alone, and what
# was there stays.
expect 0 "$program" reconcile "$tmp/s.yaml" --out "$tmp/kept"
expect 3 "$program" reconcile "$tmp/s.yaml" --max-iterations 1 --max-steps 0 --out "$tmp/kept"
silent "$tmp/out"
says "$tmp/err" "the scenario itself has no certified solution (iteration_limit)"
says "$tmp/err" "kept/run.json says so; older results stay"
says "$tmp/kept/run.json" '"certified": false'
says "$tmp/kept/run.json" '"failed_variant": "run"'
says "$tmp/kept/run.json" '"older_results"'
[ -s "$tmp/kept/reconcile.csv" ] || wrong "the older reconcile.csv is gone"
expect 3 "$program" reconcile "$tmp/s.yaml" --max-iterations 1 --max-steps 0 --out "$tmp/alone"
[ "$(ls "$tmp/alone" | tr '\n' ' ')" = "run.json " ] || wrong "files: $(ls "$tmp/alone")"
expect 2 "$program" report "$tmp/kept"
says "$tmp/err" "found no certified solution"
expect 0 "$program" reconcile "$tmp/s.yaml" --out "$tmp/kept"
if grep -q older_results "$tmp/kept/run.json"; then wrong "older results are still named"; fi
threads=$(sed -n 's/^ *"threads": \([0-9]*\).*/\1/p' "$tmp/kept/run.json" | sort -u)
[ "$threads" -ge 1 ] || wrong "the threads used are not in settings: $threads"

# With years the last variant is not what `run` gives for the year.
cat >"$tmp/y.yaml" <<END
scenario: y
world: world
from: 2026
until: 2028
capital: {share: 35 %, depreciation: 10 %, saving_rate: 20 %}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
END
expect 0 "$program" reconcile "$tmp/y.yaml" --labour 0 --scale 0 --out "$tmp/years"
says "$tmp/out" "deficits fixed: the run of 2028, capital as it was at the start"
if grep -q "this is the run" "$tmp/out"; then wrong "a year without its capital is called the run"; fi
says "$tmp/years/reconcile.json" '"title": "deficits fixed: the run of 2028, capital as it was at the start"'

# A file that is gzip is kept as its text, so that the folder alone says what was solved, and replay needs no other file.
gzip -c "$tmp/theta.csv" >"$tmp/theta.csv.gz"
expect 0 "$program" reconcile "$tmp/s.yaml" --elasticities "$tmp/theta.csv.gz" --labour 0 --scale 0 --out "$tmp/packed"
says "$tmp/packed/run.json" '"text": "sector,trade_elasticity\nC,9\n"'
says "$tmp/packed/run.json" "\"sha256\": \"$(sha256sum "$tmp/theta.csv" | cut -d' ' -f1)\""
rm "$tmp/theta.csv.gz"
expect 0 "$program" replay "$tmp/packed"
printf 'sector,estimate,standard_error\nC,5,1\n' | gzip -c >"$tmp/spread.csv.gz"
{ cat "$tmp/s.yaml"; printf 'range: {elasticities: {file: spread.csv.gz}}\n'; } >"$tmp/spread.yaml"
expect 0 "$program" range "$tmp/spread.yaml" --draws 4 --out "$tmp/spread"
says "$tmp/spread/run.json" '"text": "sector,estimate,standard_error\nC,5,1\n"'
rm "$tmp/spread.csv.gz"
expect 0 "$program" replay "$tmp/spread"

printf 'sector,trade_elasticity\nC,9\nC,8\n' >"$tmp/twice.csv"
expect 2 "$program" reconcile "$tmp/s.yaml" --elasticities "$tmp/twice.csv"
says "$tmp/err" "twice.csv:3: found sector C again, first in line 2, expected each once"
