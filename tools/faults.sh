#!/bin/sh
# Lets the machine fail, at one place after the other, in every command that writes, and says whether it ends as promised.
# docs/testing.md has the promise and the figures; tests/faults/verbs.txt has the commands.
#
#   faults.sh [PART ...]      kill memory disk handles threads writers; all without a name
#   --short                   some places of each command, drawn by a fixed rule: what the suite does
#   --most N                  at most N places of each command in each part, the first and some drawn of the rest
#   --seconds S               no further command is begun after so long
#   --only TEXT               only commands whose name has the text; may be repeated
#   --jobs N                  at the same time (2)
#   --program FILE            build/tradewind
#
# Ends with 1 when something was found, with the command that shows it; with 77 when nothing could be tried.
set -eu
cd "$(dirname "$0")/.."
case " ${*:-} " in
  *" --help "* | *" -h "*) sed -n '2,/^set /s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0 ;;
esac
# Small files, written and removed again a hundred thousand times: in memory where there is such a folder.
[ -z "${TMPDIR:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
run="nice -n 10 /usr/bin/python3 tools/faults.py"
# A disk of its own that can be full needs a file system of its own; where the system lets nobody mount one, the calls
# that write are made to fail instead.
if unshare -rm sh -c 'mount -t tmpfs -o size=64k tradewind /mnt' 2>/dev/null; then
  exec unshare -rm sh -c 'mount -t tmpfs -o size=64m tradewind /mnt && exec '"$run"' --disk /mnt "$@"' sh "$@"
fi
exec $run "$@"
