# The line of progress: for what takes longer than 0.3 s, with a clock that stands still but for one step.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
printf '%s\n' "range: {draws: 60, drivers: 0, elasticities: {sector: all, spread: 20 %}}" >>s.yaml
cat >clock.c <<'END'
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static atomic_long calls;
/* 1000 s, and CLOCK_BY milliseconds more from the call CLOCK_AT on. */
int clock_gettime(clockid_t clock, struct timespec *t)
{
  const char *at = getenv("CLOCK_AT"), *by = getenv("CLOCK_BY");
  long k = atomic_fetch_add(&calls, 1);
  (void)clock;
  t->tv_sec = 1000;
  t->tv_nsec = at && by && k >= atol(at) ? 1000000 * atol(by) : 0;
  return 0;
}
__attribute__((destructor)) static void end(void)
{
  const char *tell = getenv("CLOCK_TELL"); /* a file for how many calls there were */
  FILE *file = tell ? fopen(tell, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&calls));
  fclose(file);
}
END
"${CC:-cc}" -shared -fPIC -O1 -o clock.so clock.c || wrong "clock.c does not compile"
cat >terminal.py <<'END'
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
text = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    text += piece
status = os.waitpid(child, 0)[1]
sys.stdout.buffer.write(text)
sys.exit(os.waitstatus_to_exitcode(status))
END
# with VARIABLE=VALUE...: the draws on a terminal; what it shows is in out
with() {
  python3 terminal.py env ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" LD_PRELOAD="$tmp/clock.so" "$@" \
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
