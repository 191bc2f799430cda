#!/bin/sh
# Removes what `make install` put below a prefix: uninstall.sh BUILD PREFIX, with DESTDIR in the environment as there. What
# is installed is what the build would install now; folders go when nothing is left in them and they are named for
# Tradewind, or lie inside such a one.
set -eu
build=$1 prefix=$2
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM
target=${DESTDIR-}
DESTDIR=$stage cmake --install "$build" --prefix "$prefix" >/dev/null
removed=0
(cd "$stage" && find . ! -type d) >"$stage.files"
trap 'rm -rf "$stage" "$stage.files"' EXIT
while read -r file; do
  file=$target/${file#./}
  if [ -e "$file" ] || [ -L "$file" ]; then
    rm -f -- "$file"
    removed=$((removed + 1))
  fi
done <"$stage.files"
# The deepest first.
(cd "$stage" && find . -depth -type d -path '*tradewind*') | while read -r folder; do
  folder=$target/${folder#./}
  if [ -d "$folder" ]; then rmdir -- "$folder" 2>/dev/null || true; fi
done
if [ $removed = 0 ]; then
  echo "Nothing of Tradewind lies below $target$prefix" >&2
else
  echo "Removed $removed files below $target$prefix"
fi
# The loader's cache, as install does.
if [ -z "$target" ] && [ "$(id -u)" = 0 ]; then
  PATH=$PATH:/sbin:/usr/sbin
  if command -v ldconfig >/dev/null 2>&1; then ldconfig 2>/dev/null || true; fi
fi
