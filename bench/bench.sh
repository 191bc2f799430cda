#!/bin/sh
# make bench: measures speed and memory on this machine and prints a page (Markdown; docs/benchmarks.md keeps some).
#
# Compared side by side with a plain numpy solution of the same model at the same tolerance, in the same run:
# $TRADEWIND_NUMPY_REFERENCE or ../shared/tools/numpy_reference.py, by /usr/bin/python3 with numpy. What is absent (the
# reference, numpy, the data in $TRADEWIND_DATA or ../shared/data) is said and left out.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
build=${1:-build}
unset MAKEFLAGS MAKELEVEL MFLAGS
cmake -S . -B "$build" -DTRADEWIND_BENCH=ON >/dev/null
cmake --build "$build" -j "$(getconf _NPROCESSORS_ONLN)" --target bench tradewind-cli >/dev/null
bench=$root/$build/bench/bench program=$root/$build/tradewind
data=${TRADEWIND_DATA:-$root/../shared/data}
reference=${TRADEWIND_NUMPY_REFERENCE:-$root/../shared/tools/numpy_reference.py}
tolerance=1e-10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

numpy=yes
if [ ! -r "$reference" ]; then
  numpy="the reference is not at TRADEWIND_NUMPY_REFERENCE or ../shared/tools"
elif ! /usr/bin/python3 -c 'import numpy' 2>/dev/null; then
  numpy="numpy is not installed (Debian package python3-numpy)"
fi

# get FILE KEY: the value of a "key value" line
get() { sed -n "s/^$2 //p" "$1"; }
# ratio A B: A/B with three digits
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || b == "" || b + 0 == 0) print "-"; else printf "%.3g", a / b }'; }
ms() { awk -v a="$1" 'BEGIN { if (a == "") print "-"; else printf "%.4g ms", 1000 * a }'; }
mb() { awk -v a="$1" 'BEGIN { printf "%.1f MB", a / 1e6 }'; }
percent() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f %%", 100 * a / b }'; }

# case_ NAME WORLD SCENARIO THREADS REPEATS NUMPY_REPEATS NUMPY_ARGUMENTS…
case_() {
  name=$1 world=$2 scenario=$3 threads=$4 repeats=$5 numpy_repeats=$6
  shift 6
  out=$work/solve
  "$bench" solve "$world" "$scenario" "$threads" "$repeats" $tolerance >"$out"

  # The first solve of a fresh process, as a user meets it; five processes.
  : >"$work/first"
  for run in 1 2 3 4 5; do
    rm -rf "$work/results"
    "$program" run "$scenario" --world "$world" --threads "$threads" --tolerance $tolerance --out "$work/results" \
      >/dev/null 2>&1 || { echo "tradewind run ends with $? (run $run)" >&2; exit 1; }
    # run.json: "seconds": {... "new": 0.0012 ...}
    tr -d '\n' <"$work/results/run.json" | sed -n 's/.*"seconds"[^}]*"new": *\([0-9.eE+-]*\).*/\1/p' >>"$work/first"
    echo >>"$work/first"
  done
  sort -g "$work/first" | grep . >"$work/sorted"
  first_min=$(sed -n 1p "$work/sorted") first_median=$(sed -n 3p "$work/sorted")

  echo "### $name: $(get "$out" regions) regions x $(get "$out" sectors) sectors, $(get "$out" flows) positive flows, $(get "$out" threads) thread(s)"
  echo
  echo "| | minimum | median |"
  echo "|---|---|---|"
  echo "| new equilibrium, fresh solver, $repeats times | $(ms "$(get "$out" new_min)") | $(ms "$(get "$out" new_median)") |"
  echo "| new equilibrium, first solve of a process, 5 times | $(ms "$first_min") | $(ms "$first_median") |"
  echo "| base equilibrium | $(ms "$(get "$out" base_min)") | $(ms "$(get "$out" base_median)") |"
  echo "| exact decomposition | $(ms "$(get "$out" decomposition_min)") | $(ms "$(get "$out" decomposition_median)") |"
  echo "| solver made, base, new, decomposition | $(ms "$(get "$out" whole_min)") | $(ms "$(get "$out" whole_median)") |"
  echo
  echo "New equilibrium: $(get "$out" iterations) Newton iterations, $(get "$out" steps) continuation steps, $(get "$out" residual) residual, $(get "$out" jvp) JVP and $(get "$out" vjp) VJP evaluations, $(get "$out" flows_per_second) flows per second; largest residual $(get "$out" certificate) (tolerance $tolerance)."
  echo "One pass of the C library's exp per positive flow takes $(ms "$(get "$out" exp_pass)"), $(percent "$(get "$out" exp_pass)" "$(get "$out" new_min)") of the solve; one pass over the array of flows $(ms "$(get "$out" memory_pass)"), $(percent "$(get "$out" memory_pass)" "$(get "$out" new_min)")."
  echo "Arena $(mb "$(get "$out" arena_bytes)"), $(ratio "$(get "$out" arena_bytes)" "$(get "$out" cells_bytes)") times 8 bytes x regions² x sectors (asked for on large195: at most 6); world $(mb "$(get "$out" world_bytes)")."
  if [ "$numpy" = yes ] && [ "$numpy_repeats" -gt 0 ]; then
    OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads /usr/bin/python3 "$reference" "$world" "$@" --tol $tolerance \
      --repeat "$numpy_repeats" >"$work/numpy"
    theirs=$(sed -n 's/.*new \([0-9.]*\);.*/\1/p' "$work/numpy")
    echo "numpy at the same tolerance, least of $numpy_repeats: new $(ms "$theirs"). **Ratio $(ratio "$theirs" "$(get "$out" new_min)")** (minimum), $(ratio "$theirs" "$(get "$out" new_median)") (median), $(ratio "$theirs" "$first_min") and $(ratio "$theirs" "$first_median") for the first solve of a process."
    echo "Real income, numpy: $(sed -n 's/ real income \([^ ]*\) %.*/ \1/p' "$work/numpy" | grep -E '^(CAN|MEX|USA)' | tr '\n' ' ')here: CAN $(get "$out" real_income_CAN) MEX $(get "$out" real_income_MEX) USA $(get "$out" real_income_USA)"
  fi
  echo
}

"$bench" machine >"$work/machine"
echo "## $(date -u +%Y-%m-%d), $(get "$work/machine" processor), $(get "$work/machine" cores) cores, $(get "$work/machine" memory_gb) GB"
echo
echo "Tradewind $(get "$work/machine" version), $(get "$work/machine" build)"
[ "$numpy" = yes ] || echo "No comparison with numpy: $numpy."
echo

case_ "small2014, US tariffs on Canadian goods +25 points, deficits fixed" small2014 bench/us-canada-fixed.yaml 1 50 0
if [ ! -d "$data" ]; then
  echo "The larger cases need the data: neither TRADEWIND_DATA nor ../shared/data is there."
  exit 0
fi
case_ "NAFTA, deficits zero" "$data/cp2015-nafta" bench/nafta-zero.yaml 1 50 3 \
  --column tariff_2005_pct --among CAN,MEX,USA
case_ "large195, US tariffs on Canadian goods +25 points, deficits zero" "$data/large195" bench/us-canada-zero.yaml 2 5 2 \
  --add USA,CAN,25
case_ "large195, US tariffs on Canadian goods +25 points, deficits fixed" "$data/large195" bench/us-canada-fixed.yaml 2 5 2 \
  --add USA,CAN,25 --deficits fixed

case_ "wiod2014, US tariffs +10 points" "$data/wiod2014" bench/wiod-tariff.yaml 1 20 0
plain=$(get "$work/solve" new_min) plain_median=$(get "$work/solve" new_median)
case_ "wiod2014, the same with five binding limits and three swaps" "$data/wiod2014" bench/wiod-conditions.yaml 1 20 0
echo "With limits and swaps over plain: **$(ratio "$(get "$work/solve" new_min)" "$plain") times** (minimum), $(ratio "$(get "$work/solve" new_median)" "$plain_median") (median)."
echo

"$bench" range "$data/cp2015-nafta" examples/nafta1993.yaml 2 5 1000 >"$work/range"
echo "### NAFTA, $(get "$work/range" draws) draws of $(get "$work/range" parameters) trade elasticities, columns of regions.csv, $(get "$work/range" threads) threads"
echo
echo "| | minimum | median |"
echo "|---|---|---|"
echo "| central result, draws, quantiles | $(ms "$(get "$work/range" whole_min)") | $(ms "$(get "$work/range" whole_median)") |"
echo "| draws alone, base and new equilibrium each, certified | $(ms "$(get "$work/range" draws_min)") | $(ms "$(get "$work/range" draws_median)") |"
echo
echo "$(get "$work/range" certified) of them certified (asked for: at most 2 s)."
echo

decision=focus-on-what-we-can-control
"$bench" peak "$program" decide $decision --draws 200 --threads 2 --out "$work/decision" >"$work/peak_out" 2>/dev/null
sed -n '/^peak_mb /,$p' "$work/peak_out" >"$work/peak"
echo "### default, decision $decision, 12 levers x 8 contingencies x 200 draws, 2 threads"
echo
echo "The whole command: $(get "$work/peak" seconds) s, peak resident memory $(get "$work/peak" peak_mb) MB, exit code $(get "$work/peak" code) (asked for: at most 120 s)."
echo

# The report's share of a run: of runs with and without it in turn, the middle one of seven.
: >"$work/with" && : >"$work/without"
for run in 1 2 3 4 5 6 7; do
  for page in with without; do
    rm -rf "$work/results"
    flag=
    [ $page = with ] || flag=--no-report
    # shellcheck disable=SC2086 # flag is one word or none
    "$bench" peak "$program" run bench/wiod-tariff.yaml --world "$data/wiod2014" $flag --out "$work/results" 2>/dev/null |
      sed -n 's/^seconds //p' >>"$work/$page"
    [ $page = without ] || bytes=$(wc -c <"$work/results/report.html")
  done
done
with=$(sort -g "$work/with" | sed -n 4p) without=$(sort -g "$work/without" | sed -n 4p)
echo "### wiod2014, report.html"
echo
echo "The whole \`tradewind run --out\`: $(ms "$with") with the page ($(mb "$bytes")), $(ms "$without") without (medians of 7): the page takes $(awk -v a="$with" -v b="$without" 'BEGIN { printf "%.0f ms", 1000 * (a - b) }') (asked for: at most 300 ms)."
echo

"$program" world save "$data/large195" "$work/large195.tww" >/dev/null
"$bench" load "$data/large195" 3 >"$work/csv"
"$bench" load "$work/large195.tww" 10 >"$work/tww"
echo "### large195, reading and memory"
echo
echo "| | minimum | median |"
echo "|---|---|---|"
echo "| reading the CSV folder, one thread | $(ms "$(get "$work/csv" load_min)") | $(ms "$(get "$work/csv" load_median)") |"
echo "| loading the .tww file ($(mb "$(wc -c <"$work/large195.tww")")), checksum verified | $(ms "$(get "$work/tww" load_min)") | $(ms "$(get "$work/tww" load_median)") |"
echo
for closure in zero fixed; do
  for out in "" "--out $work/peak_results"; do
    words="no results written"
    [ -z "$out" ] || words="results written"
    # shellcheck disable=SC2086 # out is two words or none
    "$bench" peak "$program" run "bench/us-canada-$closure.yaml" --world "$work/large195.tww" --threads 2 $out \
      >"$work/peak_out" 2>"$work/peak_error"
    sed -n '/^peak_mb /,$p' "$work/peak_out" >"$work/peak"
    echo "\`tradewind run\` from the .tww, deficits $closure, $words: peak resident memory $(get "$work/peak" peak_mb) MB, $(get "$work/peak" seconds) s, exit code $(get "$work/peak" code)."
  done
done
