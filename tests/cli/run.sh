# A run on a small world: what it prints, what it writes, and that both are the same again.
set -eu
. "$(dirname "$0")/lib.sh"
make_world "$tmp/tiny"
make_scenario "$tmp/s.yaml"

# Without --out: the sentence with result and baseline, the tables, the certificate; no files.
cd "$tmp"
ls >before
expect 0 "$program" run s.yaml --world tiny
silent err
tr '\n' ' ' <out >line
says line "A tariff for a test: real income changes by -"
says line "compared with the solved equilibrium of tiny (data of 2020) with trade deficits fixed in both."
says out "region"
says out "CAN"
says line "Certified: every market clears"
if grep -q "arena\|iterations\|Evaluations" out; then wrong "what it took in detail is for --verbose"; fi
says out "No files were written"
says line "largest changes of value added"
if grep -qE "added +jobs" out; then wrong "a column of jobs, of which the world knows nothing"; fi
rm line
ls >after
sed -i '/^after$/d;/^out$/d;/^err$/d' before after
diff before after >&2 || wrong "files were written"

# --verbose says what it took.
expect 0 "$program" run s.yaml --world tiny --verbose
tr '\n' ' ' <out >line
says line "solver's arena"
says line "iterations), decomposition"
says line "Evaluations: "
rm line

# With --out: five files, the columns of docs/formats.md, numbers in every cell.
expect 0 "$program" run s.yaml --world tiny --out results
says out "Results are in results"
says out "The report is results/report.html"
[ "$(ls results | tr '\n' ' ')" = "columns.csv groups.csv regions.csv report.html run.json sectors.csv trade.csv " ] || wrong "files: $(ls results)"
head -n 1 results/regions.csv | grep -q '^region,real_income_pct,equivalent_variation,real_wage_pct,' || wrong "regions.csv"
[ "$(wc -l <results/regions.csv)" -eq 4 ] || wrong "rows of regions.csv"
[ "$(wc -l <results/sectors.csv)" -eq 7 ] || wrong "rows of sectors.csv"
[ "$(wc -l <results/trade.csv)" -eq 19 ] || wrong "rows of trade.csv"
grep -q '^C,USA,CAN,.*,1,26$' results/trade.csv || wrong "the tariff of trade.csv"
grep -qi 'nan\|inf' results/*.csv && wrong "a cell is not a number"
says results/run.json '"certified": true'
says results/run.json 'run s.yaml --world tiny --out results"'

# The same numbers again, on one thread and on two.
cp -r results first
for threads in 1 2; do
  expect 0 "$program" run s.yaml -w tiny -o results --threads "$threads"
  for file in regions.csv sectors.csv trade.csv; do
    cmp "first/$file" "results/$file" >&2 || wrong "$file differs with $threads threads"
  done
done

# The world may stand in the scenario, beside its file, and come from the one-file form.
mkdir inner
mv tiny inner/tiny
{ cat s.yaml; echo "world: tiny"; } >inner/s.yaml
expect 0 "$program" run inner/s.yaml --out results
cmp first/regions.csv results/regions.csv >&2 || wrong "the world beside the scenario gives other numbers"
expect 0 "$program" world save inner/tiny tiny.tww
expect 0 "$program" run s.yaml --world tiny.tww --out results
cmp first/regions.csv results/regions.csv >&2 || wrong "the .tww file gives other numbers"

# Verbose tells what the rule did; notes of the scenario's groups come without it.
expect 0 "$program" run s.yaml --world tiny.tww --verbose
says err "rule tariff covers 1 flows worth 230 million USD; on average the tariff goes from 1 % to 26 %"
sed 's/importer: USA, exporter: CAN/importer: CUSMA, exporter: CUSMA/' s.yaml >g.yaml
expect 0 "$program" run g.yaml --world tiny.tww
says err "note: g.yaml:4:24: group CUSMA: 2 of 3 members are regions of world tiny; left out: MEX"

# Settings reach the solver and the manifest.
expect 0 "$program" run s.yaml --world tiny.tww --out results --tolerance 1e-8 --no-decomposition
says results/run.json '"tolerance": 1e-8'
says results/run.json '"decomposition": 0'
grep -q '^CAN,-[0-9.]*,-' results/regions.csv || wrong "no results without the decomposition"

# Without a policy there is nothing to show, and that is said.
printf 'scenario: calm\n' >calm.yaml
expect 0 "$program" run calm.yaml --world tiny.tww
says out "Nothing changes in any region."
says err "nothing will change"
