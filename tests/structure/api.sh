#!/bin/sh
# include/tradewind.json is what tools/describe_header.py makes of the header, and what the compilers see: api.sh SOURCE.
# A description of another header is refused: a member, an enumerator, a type of a parameter that is not the same.
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tools/describe_header.py >"$work/new.json"
cmp "$work/new.json" include/tradewind.json ||
  { echo "include/tradewind.json is not of this header; tools/describe_header.py >include/tradewind.json" && exit 1; }
python3 tools/describe_header.py --check include/tradewind.json >"$work/check.c"
compilers=
for compiler in gcc clang; do
  if command -v $compiler >/dev/null 2>&1; then
    compilers="$compilers $compiler"
    $compiler -std=gnu11 -Iinclude -c "$work/check.c" -o "$work/check.o" || { echo "$compiler sees another header" && exit 1; }
  fi
done
[ -n "$compilers" ] || { echo "no compiler here" && exit 1; }
compiler=${compilers##* }

# Changed headers, each against the description of the one that is there.
bad=0
changed() {
  mkdir -p "$work/include"
  sed "$2" include/tradewind.h >"$work/include/tradewind.h"
  if cmp -s include/tradewind.h "$work/include/tradewind.h"; then
    echo "nothing changes: $1"
    bad=1
  elif $compiler -std=gnu11 -I"$work/include" -c "$work/check.c" -o "$work/check.o" 2>/dev/null; then
    echo "not found: $1"
    bad=1
  fi
}
changed "a member more at the end of a struct" 's/^} tw_headline;/  int more; } tw_headline;/'
changed "a member of another type" 's/^  double tolerance, max;/  float tolerance, max;/'
changed "members in another order" 's/^  int iterations, steps; /  int steps, iterations; /'
changed "an enumerator with another value" 's/^  X(TW_STALLED, -3,/  X(TW_STALLED, -7,/'
changed "a parameter more" 's/^tw_status tw_result_trade(const tw_result \*result,/&int more,/'
changed "a result of another type" 's/^int tw_world_regions(/long tw_world_regions(/'
changed "an array of another length" 's/^  char text\[2048\];/  char text[1024];/'
exit $bad
