#!/bin/sh
# Writes anew the documents that are made by programs: docs/settings.md, and the output that README.md shows.
set -eu
cd "$(dirname "$0")/.."
tools/build.sh test >/dev/null
TRADEWIND_SOURCE_DIR=$PWD TRADEWIND_UPDATE_DOCS=1 build/tests/unit_test_base_settings_page >/dev/null
page=$(mktemp) output=$(mktemp)
trap 'rm -f "$page" "$output"' EXIT
build/tradewind run us-tariff-canada >"$output"
awk -v output="$output" '
  /^```text/ { print; while ((getline line < output) > 0) print line; inside = 1; next }
  /^```/ { inside = 0 }
  !inside' README.md >"$page"
cat "$page" >README.md
