#!/bin/sh
# Writes anew the documents that are made by programs: docs/settings.md, include/tradewind.json, and the output that
# README.md shows.
set -eu
cd "$(dirname "$0")/.."
tools/build.sh test >/dev/null
TRADEWIND_SOURCE_DIR=$PWD TRADEWIND_UPDATE_DOCS=1 build/tests/unit_test_base_settings_page >/dev/null
page=$(mktemp)
tools/describe_header.py >"$page"
cat "$page" >include/tradewind.json
trap 'rm -f "$page"' EXIT
awk -v program=build/tradewind -f tools/readme.awk README.md >"$page"
cat "$page" >README.md
