# The line of progress: for what takes longer than 0.3 s, with a clock that stands still but for one step.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
printf '%s\n' "range: {draws: 60, drivers: 0, elasticities: {sector: all, spread: 20 %}}" >>s.yaml
make_preload clock.so -DPRELOAD_CLOCK
# with VARIABLE=VALUE...: the draws on a terminal; what it shows is in out
with() {
  python3 "$here/terminal.py" 80 env ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" LD_PRELOAD="$tmp/clock.so" "$@" \
    "$program" range s.yaml --world tiny --threads 1 >out 2>err || wrong "the draws failed: $*"
}

with CLOCK_TELL=calls
if grep -q '\[#* *\]' out; then wrong "a line of what takes no time"; fi
half=$(($(cat calls) / 2)) # in the midst of the draws
[ "$half" -gt 60 ] || wrong "the clock is asked $half times"
with CLOCK_AT=$half CLOCK_BY=310
grep -q '\[#* *\]  *[0-9]* %' out || wrong "no line after 0.31 s"
with CLOCK_AT=$half CLOCK_BY=290
if grep -q '\[#* *\]  *[0-9]* %' out; then wrong "a line after 0.29 s"; fi
