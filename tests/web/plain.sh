# What the page computes and writes, without a browser: plain.sh SOURCE. Runs those tests of web/ that start none: averages,
# ranges, shapes of data, formats of numbers, words in every language. They need Node.js and nothing else, no package and
# no build of the page.
#
# Ends with 77, skipped, where Node.js is absent, unless CI or TRADEWIND_REQUIRE_ALL is set.
set -eu
cd "$1/web"
if ! command -v node >/dev/null; then
  [ -z "${CI-}${TRADEWIND_REQUIRE_ALL-}" ] || { echo "Node.js is absent: ./quickstart test and \`make deps\` install it" >&2; exit 1; }
  echo "skipped: Node.js is absent"
  exit 77
fi
unset CHROMIUM TRADEWIND_REPORT TRADEWIND_RESULTS
set --
for file in test/*.test.mjs; do
  grep -q 'browser\.mjs' "$file" || set -- "$@" "$file"
done
[ $# -ge 3 ] || { echo "only $# files of tests without a browser: $*" >&2; exit 1; }
exec node --test "$@"
