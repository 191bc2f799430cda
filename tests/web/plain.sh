# What the page computes, draws and writes, without a browser: plain.sh SOURCE WEB_BUILD. Runs those tests of web/ that start
# none: averages, ranges, formats, sorting, the pictures that follow from numbers, words in every language. They need
# Node.js, and of WEB_BUILD, the folder where web/ was built, its packages and its map.
#
# Ends with 77, skipped, where Node.js or that build is absent, unless CI or TRADEWIND_REQUIRE_ALL is set.
set -eu
source=$1/web
build=$2
missing() {
  [ -z "${CI-}${TRADEWIND_REQUIRE_ALL-}" ] || { echo "$1 is absent: ./quickstart test and \`make deps\` install it" >&2; exit 1; }
  echo "skipped: $1 is absent"
  exit 77
}
command -v node >/dev/null || missing Node.js
[ -d "$build/node_modules" ] && [ -f "$build/dist/world.json" ] || missing "the page's build"
unset CHROMIUM TRADEWIND_REPORT TRADEWIND_RESULTS
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cp -r "$source/src" "$source/test" "$source/dev" "$source/package.json" "$tmp"
ln -s "$build/node_modules" "$build/dist" "$tmp"
cd "$tmp"
set --
for file in test/*.test.mjs; do
  grep -q 'browser\.mjs' "$file" || set -- "$@" "$file"
done
[ $# -ge 3 ] || { echo "only $# files of tests without a browser: $*" >&2; exit 1; }
# By itself node leaves a processor free: of two that is half of them.
node --test --test-concurrency="$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" "$@"
