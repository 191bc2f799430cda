#!/bin/sh
# bench/peers.sh [BUILD]: the packages for Python and R beside plain numpy and beside the library in C, in one run on one
# machine; prints a page (Markdown; docs/benchmarks.md keeps some).
#
# The NAFTA exercise (examples/nafta1993.yaml, tolerance 1e-10) through each package and through the numpy reference
# ($TRADEWIND_NUMPY_REFERENCE or ../shared/tools/numpy_reference.py) on the data of $TRADEWIND_DATA or ../shared/data, and
# what a call of each package costs. What is absent is said and left out. Each package is installed from the source tree
# into a folder of its own, with the library of BUILD inside.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
build=${1:-build}
unset MAKEFLAGS MAKELEVEL MFLAGS
cmake -S . -B "$build" -DTRADEWIND_BENCH=ON >/dev/null
cmake --build "$build" -j "$(getconf _NPROCESSORS_ONLN)" --target bench tradewind-cli >/dev/null
case $build in /*) ;; *) build=$root/$build ;; esac
data=${TRADEWIND_DATA:-$root/../shared/data}
reference=${TRADEWIND_NUMPY_REFERENCE:-$root/../shared/tools/numpy_reference.py}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
log=$work/log

PEERS_ROOT=$root PEERS_TOLERANCE=1e-10 PEERS_BENCH=$build/bench/bench PEERS_BUILD=$build PEERS_WORLD=$data/cp2015-nafta PEERS_REFERENCE=$reference
[ -d "$PEERS_WORLD" ] || { echo "No NAFTA exercise: its data are not in TRADEWIND_DATA or ../shared/data." && PEERS_WORLD=; }
[ -r "$reference" ] || { echo "No numpy: the reference is not at TRADEWIND_NUMPY_REFERENCE or ../shared/tools." && PEERS_REFERENCE=; }
export PEERS_ROOT PEERS_TOLERANCE PEERS_BENCH PEERS_BUILD PEERS_WORLD PEERS_REFERENCE
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

get() { sed -n "s/^$1 //p" "$work/machine"; }
"$PEERS_BENCH" machine >"$work/machine"
echo "## $(date -u +%Y-%m-%d), Python and R beside numpy and C, $(get processor), $(get cores) cores, load $(cut -d' ' -f1 /proc/loadavg)"
echo
echo "Tradewind $(get version), $(get build). One thread each, but for draws, which use both processors."
echo
echo "| | minimum | median | |"
echo "|---|---|---|---|"

if /usr/bin/python3 -c 'import cffi, numpy, pandas, setuptools, wheel, venv' 2>/dev/null; then
  /usr/bin/python3 -m venv --system-site-packages "$work/v"
  TRADEWIND_BUILD=$build "$work/v/bin/pip" install --quiet --no-index --no-build-isolation ./bindings/python >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  (cd "$work" && "$work/v/bin/python" "$root/bench/peers.py")
else
  echo "| Python: packages are missing, tools/deps.sh install bindings | | | |"
fi

# The package for R has a script of its own, which prints such rows and finds the same in its environment.
if [ -r bench/peers.R ] && command -v Rscript >/dev/null 2>&1; then
  mkdir "$work/library"
  TRADEWIND_BUILD=$build R CMD INSTALL --no-docs --library="$work/library" bindings/r >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  (cd "$work" && R_LIBS=$work/library Rscript --vanilla "$root/bench/peers.R")
fi
