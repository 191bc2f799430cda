#!/bin/sh
# All tests: the suite of the release build, the suite under address and undefined-behaviour sanitizers, and a build
# by clang; warnings are errors everywhere. Ends with the number of tests skipped. A skip means that data outside the
# repository are absent; where TRADEWIND_DATA says that they are there, a skip is a failure.
set -eu
cd "$(dirname "$0")/.."
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
if [ -n "${TRADEWIND_DATA-}" ]; then
  # Absolute, because tests run in folders of their own.
  TRADEWIND_DATA=$(cd "$TRADEWIND_DATA" && pwd)
  export TRADEWIND_DATA
fi
# Node.js and the browser are no data: with them left out on purpose, their tests are not there; else they must run.
[ "${TRADEWIND_WEB-}" = OFF ] || export TRADEWIND_REQUIRE_ALL=1
work=$(mktemp -d)
quick=
trap 'rm -rf "$work" ${quick:+"$quick"}' EXIT
trap 'exit 130' INT TERM
failed=""
skipped=0
counts=""
started=$(date +%s)

# Tests write small files and ask that they last, tens of thousands of times; what survives a killed process is the same
# in memory, where nobody waits for a disk. So their temporary folders lie there where there is room and programs may be run.
if [ -z "${TMPDIR:-}" ] && df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { room = $4 >= 4194304 } END { exit !room }' &&
  quick=$(mktemp -d /dev/shm/tXXXXXX 2>/dev/null); then
  chmod 755 "$quick" # tests that are no longer root look there, too
  printf '#!/bin/sh\n' >"$quick/runs" && chmod +x "$quick/runs"
  if "$quick/runs" 2>/dev/null; then export TMPDIR="$quick"; fi
  rm "$quick/runs"
fi

# Some tests make builds of their own, of the same sources with the same flags: what was compiled in this run is not compiled
# again. The store of objects is new and goes with the run, so that nothing of another day can hide in it.
if command -v ccache >/dev/null 2>&1; then
  export CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_DIR="$work/objects" CCACHE_NOHASHDIR=1
  unset CCACHE_BASEDIR
fi

# build PRESET: shows the build's output only when it fails.
build() {
  echo "== building $1"
  if ! tools/build.sh "$1" >"$work/build" 2>&1; then
    cat "$work/build"
    failed="$failed build-$1"
    return 1
  fi
}

# suite PRESET: builds it and runs its tests.
suite() {
  build "$1" || return 0
  echo "== testing $1"
  { ctest --preset "$1" -j "$jobs" && echo 0 >"$work/code" || echo 1 >"$work/code"; } 2>&1 | tee "$work/log"
  [ "$(cat "$work/code")" = 0 ] || failed="$failed tests-$1"
  n=$(grep -c '\*\*\*Skipped' "$work/log" || true)
  skipped=$((skipped + n))
  counts="$counts
$1: $(sed -n 's/.*tests failed out of \([0-9]*\).*/\1/p' "$work/log") tests, $n skipped"
}

if [ "${TRADEWIND_BINDINGS-}" = OFF ]; then
  echo "== TRADEWIND_BINDINGS is OFF: the packages for Python and R are neither built nor tested"
fi
suite test
suite asan
if command -v clang >/dev/null 2>&1; then
  build clang || true
else
  echo "== no clang here: its build was skipped (\`make deps\` installs it)"
  skipped=$((skipped + 1))
fi

echo "$counts"
echo "$(($(date +%s) - started)) seconds; skipped in all: $skipped"
if [ -n "${TRADEWIND_DATA-}" ] && [ "$skipped" -gt 0 ]; then
  echo "TRADEWIND_DATA is set, so nothing may be skipped"
  failed="$failed skipped"
fi
if [ -n "$failed" ]; then
  echo "FAILED:$failed"
  exit 1
fi
echo "All tests passed."
