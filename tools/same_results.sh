#!/bin/sh
# Do two builds give the same results, to the bit? same_results.sh OLD NEW: paths of two programs.
#
# Every built-in scenario is run by both (with all tables, the decomposition among them), most of them on small2014 as
# well; then ranges, a decision and reconciliations with few draws; then worlds balanced, updated, split, summed and saved,
# as .tww files. Every table and every json is compared byte by byte,
# but for the lines of a json that tell the command and the build; run.json, which is about the run, is left out. Columns
# that only the new table has are left out, too, and counted. Prints each table that differs; ends with 1 when one does.
# JOBS: how many at a time (all processors).
set -eu
[ $# -eq 2 ] || { echo "usage: same_results.sh OLD NEW" >&2; exit 1; }
old=$(realpath "$1") new=$(realpath "$2")
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}

# One line a job: its name, then the arguments but --out.
{
  for file in "$here"/examples/*.yaml; do
    name=$(basename "$file" .yaml)
    [ "$name" = nafta1993 ] && continue # its world is not built in
    echo "run-$name run $name --no-report"
    echo "small-$name run $name --world small2014 --no-report"
    echo "reconcile-$name reconcile $name --no-report"
  done
  echo "one-thread run us-tariff-canada --threads 1 --no-report"
  echo "range range us-tariff-canada --draws 60 --seed 7 --trade --decomposition --no-report"
  echo "range-small range us-tariffs-2026 --world small2014 --draws 200 --drivers 20 --no-report"
  echo "range-variables range cusma-lapse-jobs --draws 20 --drivers 4 --no-report"
  for file in "$here"/examples/decide/*.yaml; do
    echo "decide-$(basename "$file" .yaml) decide $(basename "$file" .yaml) --draws 4 --no-report"
  done
  echo "world-balance world balance default --totals ../totals.csv"
  echo "world-update world update small2014 --trade ../trade.csv --gdp ../gdp.csv --tariff ../rates.csv:tariff_us_pct"
  echo "world-split world split small2014 --region CAN --into EAST:0.6,WEST:0.4"
  echo "world-aggregate world aggregate small2014 --regions ../map.csv --name less"
  echo "world-save world save default"
} >jobs
printf 'kind,value,region\nvalue_added,2200000,CAN\n' >totals.csv
printf 'importer,exporter,value\nUSA,CAN,400000\n' >trade.csv
printf 'region,gdp\nCAN,2000000\n' >gdp.csv
printf 'importer,exporter,sector,tariff_us_pct\nUSA,CAN,goods,25\n' >rates.csv
{
  echo "region,to"
  "$old" world show small2014 | awk '
    /^region / { on = 1; next }
    on && NF == 0 { exit }
    on { print $1 "," ($1 == "CAN" || $1 == "MEX" ? "NEIGHBOURS" : $1) }'
} >map.csv

# The exit code is part of the result: a scenario that asks for another world ends with 2 in both.
cat >one.sh <<'ONE'
name=$1
shift
for which in old new; do
  code=0
  eval "program=\$$which"
  mkdir "$which-$name"
  cd "$which-$name"
  case "$1 $2" in
    "world save") "$program" "$@" world.tww ;;
    world*) "$program" "$@" --out world.tww ;;
    *) "$program" "$@" --out results ;;
  esac >../"$which-$name.txt" 2>&1 || code=$?
  cd ..
  echo "$code" >"$which-$name.code"
done
ONE
export old new
xargs -P "$jobs" -L 1 sh one.sh <jobs

cat >columns.awk <<'AWK'
# keeps of a table the columns whose names are in the header of the first file; quoted fields have no comma in codes
BEGIN { FS = "," }
FNR == NR { if (FNR == 1) for (i = 1; i <= NF; i++) wanted[$i] = 1; next }
FNR == 1 { for (i = 1; i <= NF; i++) keep[i] = $i in wanted }
{
  line = ""
  for (i = 1; i <= NF; i++) if (keep[i]) line = line (line == "" ? "" : ",") $i
  print line
}
AWK

but_the_run() { sed -E '/^ *"(command|version|commit|compiler|build)":/d' "$1"; }

count=0 differ=0 solved=0
while read -r name rest; do
  if ! cmp -s "old-$name.code" "new-$name.code"; then
    echo "$name: exit code $(cat "old-$name.code") before, $(cat "new-$name.code") now"
    differ=$((differ + 1))
  fi
  [ "$(cat "old-$name.code")" = 0 ] && solved=$((solved + 1))
  for file in "old-$name"/results/*.csv "old-$name"/results/*.json "old-$name"/*.tww; do
    [ -e "$file" ] || continue
    base=$(basename "$file")
    [ "$base" = run.json ] && continue
    count=$((count + 1))
    other=new-${file#old-}
    cmp -s "$file" "$other" && continue
    case $base in
      *.json)
        but_the_run "$file" >a
        [ -e "$other" ] && but_the_run "$other" | cmp -s - a && continue
        ;;
    esac
    case $base in
      *.csv)
        # Columns may be added: then the old ones must still be the same.
        if [ -e "$other" ] && [ "$(head -n 1 "$file")" != "$(head -n 1 "$other")" ] &&
          awk -f columns.awk "$file" "$other" | cmp -s - "$file"; then
          echo "$base: more columns" >>more
          continue
        fi
        ;;
    esac
    echo "$name: $base differs"
    differ=$((differ + 1))
  done
done <jobs
[ ! -e more ] || sort more | uniq -c
echo "$(wc -l <jobs) jobs, $solved solved, $count tables compared, $differ differences"
[ "$solved" -gt 0 ] && [ "$count" -gt 0 ] && [ "$differ" -eq 0 ]
