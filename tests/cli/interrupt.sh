# Ctrl-C ends at once with exit code 4 and leaves no results: while input is awaited, and while a large world is read.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml

# Starts the command, interrupts it after a moment, wants 4 within five seconds.
interrupt() {
  "$@" >out 2>err </dev/null &
  pid=$!
  sleep 0.4
  kill -INT "$pid" 2>/dev/null || wrong "it had ended before: $*"
  (sleep 5 && kill -KILL "$pid") >/dev/null 2>&1 &
  watch=$!
  code=0
  wait "$pid" || code=$?
  kill "$watch" 2>/dev/null || true
  wait "$watch" 2>/dev/null || true
  [ "$code" -eq 4 ] || wrong "exit code $code instead of 4: $*"
  silent out
  says err "interrupted"
  [ ! -e results ] || wrong "results were written"
}

# A scenario that never ends: a pipe that nobody writes to.
mkfifo pipe.yaml
sleep 30 >pipe.yaml &
writer=$!
interrupt "$program" run pipe.yaml --world tiny --out results
kill "$writer" 2>/dev/null || true
wait "$writer" 2>/dev/null || true

# A long read of a real world.
large=$(data large195) || skip "needs large195, looked for in \$TRADEWIND_DATA and ../shared/data"
interrupt "$program" run s.yaml --world "$large" --out results
