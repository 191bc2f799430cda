#!/bin/sh
# Fuzzes the readers: fuzz.sh [TARGET ...] [-t SECONDS, default 60]. Targets are the files tests/fuzz/fuzz_TARGET.c; none
# means all, one after the other. With clang's libFuzzer where it is there, else by changes of the seeds that follow from
# a count. Sanitized either way. What was found lies in build-fuzz/found/TARGET; what libFuzzer learnt in
# build-fuzz/corpus/TARGET, and is the start of the next run. Ends with 1 when something was found.
set -eu
cd "$(dirname "$0")/.."
seconds=60
targets=
while [ $# -gt 0 ]; do
  case $1 in
    -t) seconds=${2:?seconds}; shift ;;
    -*) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
    *) targets="$targets $1" ;;
  esac
  shift
done
[ -n "$targets" ] || targets=$(for f in tests/fuzz/fuzz_*.c; do basename "$f" .c | sed 's/^fuzz_//'; done)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
compiler=gcc sanitize=address,undefined libfuzzer=OFF
echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return d && n ? 0 : 0; }' >"$work/try.c"
if clang -fsanitize=fuzzer,address "$work/try.c" -o "$work/try" 2>/dev/null; then
  compiler=clang sanitize=fuzzer-no-link,address,undefined libfuzzer=ON
fi
cmake -S . -B build-fuzz -DCMAKE_C_COMPILER=$compiler -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="-O1 -g" \
  -DTRADEWIND_SANITIZE=$sanitize -DTRADEWIND_FUZZER=$libfuzzer -DTRADEWIND_TESTS=ON -DTRADEWIND_WEB=OFF \
  -DTRADEWIND_SHARED=OFF >/dev/null
# Files of the targets go to memory where there is such a folder.
[ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
found=0
for target in $targets; do
  [ -f "tests/fuzz/fuzz_$target.c" ] || { echo "there is no target $target" >&2; exit 2; }
  seeds=tests/fuzz/seeds/$target
  corpus=build-fuzz/corpus/$target
  crashes=build-fuzz/found/$target
  more=
  case $target in
    scenario) more="tests/bad/scenarios tests/bad/products examples" ;;
    decision) more="tests/bad/decisions examples/decide" ;;
    outlook) more="examples" ;;
  esac
  mkdir -p "$corpus" "$crashes"
  echo "== $target, $seconds s"
  if [ $libfuzzer = ON ]; then
    cmake --build build-fuzz --target "libfuzz_$target" >"$work/log" || { cat "$work/log" >&2; exit 1; }
    "build-fuzz/tests/libfuzz_$target" -max_total_time="$seconds" -max_len=16384 -timeout=30 -rss_limit_mb=2048 \
      -print_final_stats=1 -artifact_prefix="$crashes/" "$corpus" "$seeds" $more >"$work/log" 2>&1 || found=1
    [ $found = 0 ] || tail -n 60 "$work/log"
    grep -E '^stat::(number_of_executed_units|peak_rss_mb)' "$work/log" || true
  else
    cmake --build build-fuzz --target "fuzz_$target" >"$work/log" || { cat "$work/log" >&2; exit 1; }
    FUZZ_LAST=$crashes/last timeout "$seconds" "build-fuzz/tests/fuzz_$target" -rounds=2000000000 "$seeds" $more \
      >"$work/log" 2>&1 || [ $? = 124 ] || { found=1; tail -n 60 "$work/log"; echo "change $(cat "$crashes/last")"; }
  fi
done
exit $found
