#!/bin/sh
# Changes the code, one place at a time, and says which tests notice. docs/testing.md has the figures and the rule.
#
#   mutants.sh [--room ROOM]...          run what has no verdict yet in tests/mutants/ROOM.tsv; all rooms without --room
#   mutants.sh --again WORDS             run again what has one of these verdicts, as in survived,killed; or all
#   mutants.sh --line FILE:LINE          run this one again
#   mutants.sh --draw SEED COUNT         add COUNT mutants a room, drawn by SEED; what is there is not added twice
#   mutants.sh --rates                   the table of rates by room
#
#   --jobs N      mutants at the same time (1)
#   --wide S      after the room's tests, other tests of the library and the program, the quick ones first, up to S seconds
#                 of them (all)
#
# A room is a folder of src, or cli, or web: the page, which needs a build of it (tools/build.sh test) and a browser.
# tests/mutants/rooms.txt has its tests. A line of a table can be written by hand: file,
# line, the text there and what it becomes. A verdict is killed, survived, times out, does not build, or equivalent, which
# is written by hand with its reason. A run that was stopped goes on where it was. Nothing is changed in the checkout but
# the verdicts: the copy and its build are in build-mutants (or TRADEWIND_MUTANTS). Other builds need not wait: the work
# is done at the lowest priority.
set -eu
cd "$(dirname "$0")/.."
source=$(pwd)
work=${TRADEWIND_MUTANTS:-$source/build-mutants}
case " ${*:-} " in
  *" --help "* | *" -h "*) sed -n '2,/^set /s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
run() { nice -n 15 python3 tools/mutants.py --source "$source" --work "$work" "$@"; }
case " ${*:-} " in
  *" --draw "* | *" --rates "*) run "$@"; exit ;;
  *" --room web "*) # alone: no program is built for it
    mkdir -p "$work"
    run "$@"
    exit
    ;;
esac

# The tree as it is now, with what is not committed. Times of files are kept, so only what changed is built again; what
# changed while the last build went on is older than what was made of it, and gets the time of now.
mkdir -p "$work"
rm -rf "$work/before"
[ ! -d "$work/tree" ] || mv "$work/tree" "$work/before"
mkdir "$work/tree"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -cf - 2>/dev/null |
  tar -xf - -C "$work/tree"
if [ -d "$work/before" ]; then
  (cd "$work/tree" && find . -type f -exec sh -c 'for f; do cmp -s "$f" "../before/$f" || touch "$f"; done' sh {} +)
  rm -rf "$work/before"
fi
export CCACHE_BASEDIR="$work" CCACHE_NOHASHDIR=1 # other checkouts' objects are the same
if [ ! -f "$work/build/Makefile" ]; then
  command -v ccache >/dev/null && CMAKE_C_COMPILER_LAUNCHER=ccache && export CMAKE_C_COMPILER_LAUNCHER
  linker=
  command -v ld.lld >/dev/null && linker=-fuse-ld=lld
  # shellcheck disable=SC2016 # $ORIGIN is for the loader
  cmake -S "$work/tree" -B "$work/build" -G "Unix Makefiles" -DCMAKE_BUILD_TYPE=Mutants \
    -DCMAKE_C_FLAGS_MUTANTS="-O2 -fno-semantic-interposition" -DTRADEWIND_OPEN=ON -DTRADEWIND_TESTS=ON \
    -DTRADEWIND_SHARED=OFF -DTRADEWIND_WEB=OFF -DCMAKE_SKIP_BUILD_RPATH=ON '-DCMAKE_EXE_LINKER_FLAGS=-Wl,-rpath,\$ORIGIN' \
    -DCMAKE_SHARED_LINKER_FLAGS=$linker -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"$work/log" || { cat "$work/log" >&2; exit 1; }
fi
nice -n 15 make -C "$work/build" -j "$(getconf _NPROCESSORS_ONLN)" >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; exit 1; }
run "$@"
