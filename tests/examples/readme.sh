#!/bin/sh
# The output that README.md shows is the program's: readme.sh FOLDER_OF_PROGRAMS. Up to the certificate, after which
# come rounding, times and memory, which differ between machines.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cut_() { sed '/^Certified/,$d'; }
awk '/^```text/ { inside = 1; next } /^```/ { inside = 0 } inside' "$TRADEWIND_SOURCE_DIR/README.md" | cut_ >"$work/shown"
"$1/../tradewind" run us-tariff-canada >"$work/all"
cut_ <"$work/all" >"$work/printed"
[ "$(wc -l <"$work/shown")" -gt 10 ]
grep -q '^Certified' "$work/all"
diff "$work/shown" "$work/printed"
# The scenario that it shows is one.
awk '/^```yaml/ { inside = 1; next } /^```/ { inside = 0 } inside' "$TRADEWIND_SOURCE_DIR/README.md" >"$work/my-first.yaml"
"$1/../tradewind" run "$work/my-first.yaml" >/dev/null
