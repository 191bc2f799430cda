# No command writes over what it reads, by whatever name, nor into a folder of another kind: exit code 2, a message, and
# nothing written. Every verb and option that writes is tried with every input it has.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

make_world w
make_world w2
expect 0 "$program" world save w w.tww
expect 0 "$program" world export w --to dta --out stata
expect 0 "$program" world export w --to csv --out long.csv
make_scenario inner.yaml
cat >s.yaml <<'END'
scenario: s
include: [inner]
against: {deficits: zero}
range: {draws: 4, elasticities: {file: theta.csv}}
END
cat >c.yaml <<'END'
scenario: c
policy:
  - tariff: {importer: CAN, exporter: USA, sector: goods, add: 1 pp}
END
sed 's/^against.*/against: c/' s.yaml >against.yaml
cat >d.yaml <<'END'
decide: d
world: w
regions: [CAN]
levers:
  - {name: nothing}
  - {name: inner, include: [inner]}
contingencies:
  - {name: calm, probability: 50 %}
  - {name: other, probability: 50 %, include: [c]}
END
printf 'sector,estimate,standard_error\nC,4,1\n' >theta.csv
printf 'sector,trade_elasticity\nC,4\nG,5\n' >elasticities.csv
printf 'region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\n' >regions.csv
printf 'sector,to\nC,X\nG,X\n' >sectors.csv
printf 'importer,sector,tariff_pct\nCAN,C,1\n' >tariffs.csv
printf 'hs6,sector\n010101,C\n' >concordance.csv
printf 'kind,region,value\nvalue_added,CAN,1600\n' >totals.csv
printf 'importer,exporter,value\nCAN,USA,215\n' >trade.csv
printf 'region,gdp\nCAN,1600\nUSA,9200\nJPN,3200\n' >gdp.csv
printf 'importer,exporter,sector,tariff_pct\nCAN,USA,C,2\n' >rates.csv
printf 'to,share\nCAN-E,0.6\nCAN-W,0.4\n' >shares.csv
expect 0 "$program" run s.yaml --world w --out results
expect 0 "$program" run c.yaml --world w --out others
expect 0 "$program" range s.yaml --world w --drivers 0 --store store.db
cp store.db store2.db
expect 0 "$program" decide d.yaml --draws 0 --out decision
rm -f out err

# Names, and of files also inode, size and time of the last change; contents at the end.
state() { find . -type f ! -name out ! -name err -printf '%p %i %s %T@\n' -o ! -type f -printf '%p\n' | LC_ALL=C sort; }
contents() { find . -type f ! -name out ! -name err -exec sha256sum {} + | LC_ALL=C sort; }
before=$(state)
all=$(contents)
unchanged() { [ "$(state)" = "$before" ] || wrong "something was written by: $*"; }
tried=0
every=1
[ -z "${TRADEWIND_SANITIZED:-}" ] || every=5
refused() { # TEXT command ...
  text=$1
  shift
  tried=$((tried + 1))
  [ $((tried % every)) = 0 ] || return 0
  expect 2 "$program" "$@"
  says err "tradewind: error: "
  says err "$text"
  unchanged "$@"
}

# INPUT, then the command up to the name of its output: by its own name, and in turn roundabout, by a link and by a
# second name of the same file.
turn=0
over() {
  input=$1 other=./w/../$1
  shift
  refused "over; choose another name" "$@" "$input"
  turn=$((turn + 1))
  case $((turn % 3)) in
    1) ln -s "$input" "link.$input" && other=link.$input ;;
    2) [ ! -f "$input" ] || { ln "$input" "second.$input" && other=second.$input; } ;;
  esac
  before=$(state)
  refused "over; choose another name" "$@" "$other"
  rm -f "link.$input" "second.$input"
  before=$(state)
}

# A file where a folder is wanted is refused all the same, since it is an input.
for input in s.yaml inner.yaml theta.csv w.tww; do
  over $input run s.yaml --world w.tww --out
  over $input range s.yaml --world w.tww --out
  over $input range s.yaml --world w.tww --store
  over $input reconcile s.yaml --world w.tww --out
done
over c.yaml run against.yaml --world w --out
over elasticities.csv reconcile s.yaml --world w --elasticities elasticities.csv --out
for input in d.yaml inner.yaml c.yaml; do
  over $input decide d.yaml --out
  over $input decide d.yaml --store
done
over store.db merge store.db store2.db --to
over store2.db merge store.db store2.db --to
for input in w.tww regions.csv; do
  over $input world aggregate w.tww --regions regions.csv --name x --out
done
over sectors.csv world aggregate w --sectors sectors.csv --name x --out
over w world aggregate w --sectors sectors.csv --name x --out
over w.tww world save w.tww
over w world export w --to folder --out
over w.tww world export w.tww --to csv --out
over w world balance w --out
over w.tww world balance w.tww --out
over w.tww world balance w.tww --out x.tww --report
over totals.csv world balance w --totals totals.csv --out
over totals.csv world balance w --totals totals.csv --out x --report
for input in trade.csv gdp.csv rates.csv totals.csv; do
  over $input world update w --trade trade.csv --gdp gdp.csv --tariff rates.csv:tariff_pct --totals totals.csv --out
  over $input world update w --trade trade.csv --gdp gdp.csv --tariff rates.csv --totals totals.csv --out x --report
done
over w world update w --gdp gdp.csv --out
over shares.csv world split w --region CAN --shares shares.csv --out
over w world split w --region CAN --into A:0.5,B:0.5 --out
over w.tww world diff w.tww w --report
for input in long.csv elasticities.csv tariffs.csv concordance.csv; do
  over $input world import --from csv long.csv --elasticities elasticities.csv --tariffs tariffs.csv --concordance concordance.csv --out
done
mkdir data
cp long.csv data/flows.csv
before=$(state)
refused "it is read here as data/flows.csv" world import --from csv data/flows.csv --out data
rm -r data
before=$(state)

# Into a folder of another kind.
for folder in w w2 stata; do
  for verb in "run s.yaml" "range s.yaml --drivers 0" "reconcile s.yaml"; do
    refused "$folder: it holds a world" $verb --world w.tww --out $folder
    refused "w/../$folder: it holds a world" $verb --world w.tww --out w/../$folder
  done
  refused "$folder: it holds a world" decide d.yaml --world w.tww --draws 0 --out $folder
done
ln -s w2 link
before=$(state)
refused "link: it holds a world" run s.yaml --world w.tww --out link
rm link
before=$(state)
for folder in results decision; do
  refused "$folder: it holds results" world import --from csv long.csv --out $folder
  refused "$folder: it holds results" world export w --to folder --out $folder
  refused "$folder: it holds results" world export w --to dta --out $folder
  refused "$folder: it holds results" world balance w --out $folder
  refused "$folder: it holds results" world update w --gdp gdp.csv --out $folder
  refused "$folder: it holds results" world split w --region CAN --into A:0.5,B:0.5 --out $folder
  refused "$folder: it holds results" world aggregate w --sectors sectors.csv --name x --out $folder
done
refused "w2: it holds a world" world export w --to dta --out w2
refused "stata: it holds a world as Stata files" world export w --to folder --out stata

# A file that belongs to such a folder.
for file in run.json regions.csv trade.csv report.html limits.csv; do
  refused "of which $file is a part" compare results others --to results/$file
  refused "of which $file is a part" report others --to results/$file
  refused "of which $file is a part" world diff w w2 --report results/$file
  refused "of which $file is a part" range s.yaml --world w --store results/$file
  refused "of which $file is a part" merge store.db --to results/$file
  refused "of which $file is a part" world save w results/$file
  refused "of which $file is a part" world export w --to csv --out results/$file
done
refused "of which run.json is a part" report results --to results/run.json
for file in world.yaml flows.csv flows.csv.gz macro.csv; do
  refused "of which $file is a part" report results --to w2/$file
  refused "of which $file is a part" world export w --to csv --out w2/$file
  refused "of which $file is a part" world balance w --out x.tww --report w2/$file
done
ln -s results/run.json link.html
ln results/trade.csv second.html
before=$(state)
refused "of which run.json is a part" compare results others --to link.html
refused "second.html: it is read here" report results --to second.html
rm link.html second.html

# Somebody else's files by names of ours, where nothing of ours is.
mkdir strange
echo mine >strange/regions.csv
before=$(state)
refused "strange/regions.csv: it is there already" run s.yaml --world w --out strange
refused "strange/regions.csv: it is there already" world export w --to folder --out strange
rm -r strange
[ $tried -gt 190 ] || wrong "only $tried commands were tried"
[ "$(contents)" = "$all" ] || wrong "contents changed"

# What is right stays so: the same kind again, the folder's own page, a store gone on with, a folder inside an input, a
# built-in name, and files of somebody else.
expect 0 "$program" run c.yaml --world w --out results
expect 0 "$program" range s.yaml --world w --drivers 0 --store store.db --out results
expect 0 "$program" decide d.yaml --draws 0 --out results
expect 0 "$program" run s.yaml --world w --out results
expect 0 "$program" report results
expect 0 "$program" report results --to ./results/../results/report.html
# In a world nothing else is written, as for its own files; beside it, with any name, and through a link to it.
ln -s w linked
for target in w/results w/results/ ./linked/results; do
  expect 2 "$program" run s.yaml --world w --out $target
  says err "holds a world, and nothing else is written into it; choose another folder"
  expect 2 "$program" range s.yaml --world w --draws 2 --store ${target%/}.db
  says err "holds a world, and nothing else is written into it"
done
[ ! -e w/results ] && [ ! -e w/results.db ] || wrong "something was written into a world"
expect 0 "$program" run s.yaml --world w --out beside
expect 2 "$program" report beside --to w/new.html
says err "w/new.html: the folder w holds a world, and nothing else is written into it"
[ ! -e w/new.html ] || wrong "a page was written into a world"

# What is no file by its name: 2, before anything is computed.
mkdir -p taken
expect 2 "$program" world export w --to csv --out taken
says err "taken: found a folder, expected the name of a file to write"
expect 2 "$program" report beside --to /dev/null
says err "/dev/null: found a device or a pipe, expected the name of a file to write"
expect 0 "$program" world check w
expect 0 "$program" world export small2014 --to folder --out small2014
expect 0 "$program" world export w --to folder --out w2
expect 0 "$program" world export w --to dta --out stata
mkdir mixed
cp s.yaml inner.yaml theta.csv mixed
expect 0 "$program" run mixed/s.yaml --world w --out mixed
cmp -s s.yaml mixed/s.yaml || wrong "the scenario beside the results is lost"

# A failed export or import leaves no folder, made or above it.
printf 'not,a,table\n' >bad.csv
expect 2 "$program" world import --from csv bad.csv --out new/deep
(
  ulimit -f 1
  code=0
  "$program" world export default --to folder --out new/deep >out 2>err || code=$?
  [ $code = 5 ] || wrong "a full disk ends with $code"
  code=0
  "$program" world export default2014 --to dta --out new/deep >out 2>err || code=$?
  [ $code = 5 ] || wrong "a full disk ends with $code"
  code=0
  "$program" run s.yaml --world w --out new >out 2>err || code=$?
  [ $code = 5 ] || wrong "a full disk ends with $code"
)
[ ! -e new ] || wrong "a failed export leaves a folder"
[ -z "$(find . -name '.*tradewind-*')" ] || wrong "litter is left"
