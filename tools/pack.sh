#!/bin/sh
# Packs the tables of the built-in worlds anew, as small as gzip allows, with the Debian package zopfli: the program holds
# them as they are. What they unpack to stays; the scripts that make worlds compare that. pack.sh [FILE.gz]...
set -eu
cd "$(dirname "$0")/.."
command -v zopfli >/dev/null || { echo "pack.sh: zopfli is not there (Debian package zopfli)" >&2; exit 1; }
[ $# -gt 0 ] || set -- worlds/default/*.gz worlds/default2014/*.gz worlds/provinces/*.gz worlds/small2014/*.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in "$@"; do
  gzip -dc "$file" >"$work/plain"
  zopfli --i15 -c "$work/plain" >"$work/packed"
  gzip -dc "$work/packed" | cmp -s - "$work/plain" || { echo "pack.sh: $file does not come back" >&2; exit 1; }
  before=$(wc -c <"$file") after=$(wc -c <"$work/packed")
  [ "$after" -lt "$before" ] || continue
  cp "$work/packed" "$file"
  echo "$file: $before to $after bytes"
done
