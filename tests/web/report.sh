# The page of the report in a real browser: report.sh PROGRAM WEB_BUILD. Makes runs with the program, then runs the tests
# of web/ on them (`npm test`), which find
#
#   TRADEWIND_RESULTS    a folder with results folders plain, limits, years and hostile, each with its report.html, and
#                        compare.html of plain and limits
#   TRADEWIND_PROGRAM    the program
#   TRADEWIND_CHROMIUM   the browser
#   TRADEWIND_PICTURES   a folder for pictures of the page; they stay when the variable was set before
#
# Ends with 77, skipped, where Node.js or the browser is absent, unless CI or TRADEWIND_REQUIRE_ALL is set.
set -eu
program=$1
build=$2
source_dir=${TRADEWIND_SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}

missing() {
  echo "$1 is absent: ./quickstart test and \`make deps\` install it" >&2
  [ -z "${CI-}${TRADEWIND_REQUIRE_ALL-}" ] || exit 1
  exit 77
}
command -v node >/dev/null || missing node
command -v npm >/dev/null || missing npm
TRADEWIND_CHROMIUM=${TRADEWIND_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)}
[ -n "$TRADEWIND_CHROMIUM" ] || missing chromium
[ -f "$build/dist/report.html" ] || missing "the template in $build (Node.js when the build was configured)"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/tradewind-web-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
mkdir "$tmp/results" "$tmp/pictures"
cd "$tmp"
run() {
  folder=$1
  shift
  "$program" run "$@" --out "results/$folder" >"$folder.txt" 2>&1 || {
    cat "$folder.txt"
    exit 1
  }
}
run plain us-tariff-canada
run limits steel-quota
run years cusma-lapse-investment
cat >hostile.yaml <<'END'
scenario: hostile
title: '</script><script>document.title="taken"</script><!-- <img src=x onerror=alert(1)> & "quotes"'
notes: '</script><!-- <b>bold</b>'
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp} # a </script> source
END
run hostile hostile.yaml
"$program" compare results/plain results/limits --to results/compare.html >compare.txt

rm -rf "$build/test"
cp -r "$source_dir/web/test" "$build/test"
export TRADEWIND_RESULTS="$tmp/results" TRADEWIND_PROGRAM="$program" TRADEWIND_CHROMIUM
export TRADEWIND_PICTURES="${TRADEWIND_PICTURES:-$tmp/pictures}"
cd "$build"
npm test --silent
