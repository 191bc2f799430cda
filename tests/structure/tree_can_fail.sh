#!/bin/sh
# The check of the tree finds each kind of breach: tree_can_fail.sh SOURCE. Works on a copy.
set -eu
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cd "$1"
for part in src include cli examples bench tests tools; do cp -R "$part" "$copy"; done
cd "$copy"
check() { "$copy/tools/check_tree.sh" "$copy"; }

if ! check >out; then
  cat out
  echo "the copy as it stands has breaches"
  exit 1
fi
rm out

# breach KIND FILE TEXT appends the text to the file. A check takes half a second, so breaches that differ in kind or file
# lie there together; `found` then wants each of them named by kind and file, and takes them out.
failures=0
aside=$copy.aside
trap 'rm -rf "$copy" "$aside"' EXIT
cp -R "$copy" "$aside"
breach() {
  printf '%s\n' "$3" >>"$2"
  echo "$1 $2" >>"$aside/made"
}
found() {
  if check >"$aside/out" 2>&1; then failures=$((failures + 1)) && echo "the check ends with 0"; fi
  while read -r kind file; do
    if ! grep -q "^$kind: .*$file" "$aside/out"; then
      echo "not found: $kind in $file"
      failures=$((failures + 1))
    fi
    if [ -e "$aside/$file" ]; then cp "$aside/$file" "$file"; else rm -f "$file"; fi
  done <"$aside/made"
  rm "$aside/made"
}

breach layers src/base/context.h '#include "world/world.h"'
breach layers src/table/number.h '# include "model/wedge.h"'
breach layers src/solve/newton.c '  #include "world/world.h"'
breach layers src/base/context.c '#include "../world/world.h"'
breach layers src/world/read/folder.c '#include "world/import/import.h"'
breach layers src/world/world.c '#include "world/read/read.h"'
breach layers src/scenario/rules.c '#include "world/complete/complete.h"'
breach layers src/choice/payoff.c '#include "compare/reconcile.h"'
breach quiet src/world/read/folder.c 'void f(void) { printf("x"); }'
breach names src/world/read/fresh.c 'int x; /* no comment first */'
breach layers src/world/fresh.c '/* c */
#include "world/nosuch.h"'
breach layers src/loose.c '/* in no room */'
breach header cli/fresh.c '/* c */
#include "base/context.h"'
breach header examples/fresh.c '/* c */
#include "../src/base/context.h"'
breach header bench/fresh.c '/* c */
#include <base/context.h>'
breach quiet src/base/context.c 'void f(void) { printf("x"); }'
breach locale src/base/context.c 'void f(char *t, double x) { snprintf(t, 9, "%.3g", x); }'
breach locale src/world/world.c 'void f(char *t, double x) {
  snprintf(t, 9, "%s is "
           "%5.1f", "x", x);
}'
breach names src/base/util.c '/* c */'
breach names src/base/fresh.c 'int x; /* no comment first */'
breach paths docs.md "see /""home/somebody/file"
found

breach layers src/solve/newton.c '#include "table/number.h"'
breach layers src/table/number.h '#include "solve/dense.h"'
breach layers src/base/context.c '#include "context.h"'
breach header cli/fresh.c '/* c */
#include "nosuch.h"'
breach memory src/base/context.c 'tw_status f(void) { return TW_NO_MEMORY; }'
breach quiet src/base/context.c 'void f(void) { if (1) exit(1); }'
breach locale src/base/context.c 'double f(const char *t) { return strtod(t, 0); }'
found

breach quiet src/base/context.c 'void f(void) { fprintf(stderr, "x"); }'
breach sort src/table/csv.c 'void f(char *t) { qsort(t, 9, 1, f); }'
breach names src/report/sheet.c 'static tw_status look(twi_sheet *sheet)'
breach names src/report/trace/rows.c 'static const char *tell(int row)'
breach calls src/report/page/run.c 'void f(void) { twi_page_plain(0, 0, 0); }'
breach calls src/world/products.c 'void f(void) { tw_world_free(0); }'
breach names src/base/long.c "/* c */
$(awk 'BEGIN { for (i = 0; i < 410; i++) print "/* Longer than 400 lines */" }')"
found

if ! check >out; then
  cat out
  echo "a breach was not taken out"
  exit 1
fi
rm out
for room in attic world/attic world/read/attic; do
  mkdir "src/$room"
  if check >out || ! grep "^map: .*$room" out >/dev/null; then
    echo "not found: the room $room, which the map lacks"
    failures=$((failures + 1))
  fi
  rmdir "src/$room"
done
sed 's,^solve/ .*-> base,solve/  -> model,' src/README.md >readme
cp src/README.md saved
mv readme src/README.md
if check >out || ! grep '^map: .*solve names model' out >/dev/null; then
  echo "not found: an arrow to a room below"
  failures=$((failures + 1))
fi
mv saved src/README.md
[ $failures -eq 0 ]
