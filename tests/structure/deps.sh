#!/bin/sh
# tools/deps.sh installs what is missing and only that, and calls apt-get for nothing else: deps.sh SOURCE. With a list
# and an apt-get of its own. And each package that CMake names when it is missing is on the list.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tools" "$work/bin"
cp "$1/tools/deps.sh" "$work/tools"
printf '#!/bin/sh\necho "$*" >>"%s/calls"\n' "$work" >"$work/bin/apt-get"
printf '#!/bin/sh\necho sudo >>"%s/calls"\n"$@"\n' "$work" >"$work/bin/sudo"
# shellcheck disable=SC2016 # expands in the script that it writes
printf '#!/bin/sh\necho "${FAKE_ID-0}"\n' >"$work/bin/id"
chmod +x "$work/bin"/*
PATH=$work/bin:$PATH
cat >"$work/tools/packages.txt" <<'LIST'
# a comment
build  dash      sh
build  libc-dev  stdlib.h
test   first     no-such-command-1
test   second    no-such-command-2
other  module    python:no_such_module
other  headers   no_such/header.h
web    nodejs    no-such-command-3
web    shell     sh
web-test font    /no/such/file
web-test this    /
bindings module  python:no_such_module
LIST
deps() { "$work/tools/deps.sh" "$@"; }
# expect TEXT: what apt-get was called with since the last time
expect() {
  touch "$work/calls"
  if [ "$(cat "$work/calls")" != "$1" ]; then
    echo "expected the calls:" && echo "$1" && echo "found:" && cat "$work/calls"
    exit 1
  fi
  rm "$work/calls"
}

deps install build
expect ""
deps check build
deps install build test >/dev/null
expect "-qq update
-qq install -y --no-install-recommends first second"
deps install other >/dev/null
expect "-qq update
-qq install -y --no-install-recommends module headers"
FAKE_ID=1000 deps install test >/dev/null
expect "sudo
-qq update
sudo
-qq install -y --no-install-recommends first second"
if deps check build test 2>"$work/error"; then exit 1; fi
grep -q 'first second.*make deps' "$work/error"
expect ""

# Node.js is left out by TRADEWIND_WEB=OFF, and only then.
deps install web web-test >/dev/null
expect "-qq update
-qq install -y --no-install-recommends nodejs font"
TRADEWIND_WEB=OFF deps install web web-test
TRADEWIND_WEB=OFF deps check web
expect ""
if deps check web 2>"$work/error"; then exit 1; fi
grep -q 'nodejs.*make deps' "$work/error"
grep -q 'TRADEWIND_WEB=OFF' "$work/error"

# The languages are left out by TRADEWIND_BINDINGS=OFF, and only then.
deps install bindings >/dev/null
expect "-qq update
-qq install -y --no-install-recommends module"
TRADEWIND_BINDINGS=OFF deps install bindings
expect ""

sed -n 's/^ *tradewind_need("[^"]*" \([a-z0-9-]*\) .*/\1/p' "$1/cmake/packages.cmake" >"$work/named"
[ -s "$work/named" ]
while read -r package; do
  awk -v p="$package" '$2 == p { found = 1 } END { exit !found }' "$1/tools/packages.txt" ||
    { echo "$package is not in tools/packages.txt" && exit 1; }
done <"$work/named"
