#!/bin/sh
# The output that README.md shows is the program's: readme.sh FOLDER_OF_PROGRAMS. Of a run up to the certificate, after
# which come rounding, times and memory, which differ between machines.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page="$TRADEWIND_SOURCE_DIR/README.md"
cut_() { sed '/^Certified/,/^```/d'; }
cut_ <"$page" >"$work/shown"
awk -v program="$1/../tradewind" -f "$TRADEWIND_SOURCE_DIR/tools/readme.awk" "$page" >"$work/all"
cut_ <"$work/all" >"$work/printed"
[ "$(grep -c '^```text ' "$work/all")" -ge 2 ]
[ "$(wc -l <"$work/all")" -ge "$(wc -l <"$page")" ]
grep -q '^Certified' "$work/all"
diff "$work/shown" "$work/printed"
# The scenario that it shows is one.
awk '/^```yaml/ { inside = 1; next } /^```/ { inside = 0 } inside' "$page" >"$work/my-first.yaml"
"$1/../tradewind" run "$work/my-first.yaml" >/dev/null
