#!/bin/sh
# Links between documents lead somewhere, and each example is listed: documents.sh SOURCE.
set -eu
cd "$1"
bad=0
for page in *.md docs/*.md docs/decisions/*.md src/README.md examples/README.md bindings/*/README.md; do
  # shellcheck disable=SC2013 # links have no spaces
  for link in $(grep -o '](\([^)#]*\)' "$page" | sed 's/^](//' | grep -v '^https*:'); do
    [ -e "$(dirname "$page")/$link" ] || { echo "$page links to $link, which is not there" && bad=1; }
  done
done
for file in examples/*.c examples/*.yaml; do
  grep -q "($(basename "$file"))" examples/README.md || { echo "examples/README.md lacks $(basename "$file")" && bad=1; }
done
exit $bad
