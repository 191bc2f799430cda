# The page of the report in a real browser: report.sh PROGRAM WEB_BUILD. Makes results with the program, then runs the
# tests of web/ on them, in the folder where web/ was built: each file of tests with TRADEWIND_REPORT a results folder of
# a plain tariff, and TRADEWIND_RESULTS a folder with compare.html and hostile/, range/, decide/, reconcile/,
# hostile-decide/, accounts/, market/, market-range/, linked/, stress/, stress-detail/, routes/, routes-none/, dependence/, food/, cascade/, illegal/,
# exposure/, exposure-scenario/ and exposure-all/; report.test.mjs also on results with limits, and with years against another scenario.
#
# With TRADEWIND_RESULTS_TO, a folder that is not there yet, the results are copied there, and nothing is tested.
#
# CHROMIUM names the browser. Ends with 77, skipped, where Node.js or the browser is absent, unless CI or
# TRADEWIND_REQUIRE_ALL is set.
set -eu
. "$(dirname "$0")/../cli/lib.sh"
build=$2

missing() {
  [ -z "${CI-}${TRADEWIND_REQUIRE_ALL-}" ] || wrong "$1 is absent: ./quickstart test and \`make deps\` install it"
  skip "$1 is absent"
}
command -v node >/dev/null || missing Node.js
command -v npm >/dev/null || missing npm
CHROMIUM=${CHROMIUM:-$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome || :)}
[ -n "$CHROMIUM" ] || missing chromium-headless-shell
[ -f "$build/dist/report.html" ] || missing "the template (Node.js, when this was configured)"

cd "$tmp"
mkdir results
expect 0 "$program" run us-tariff-canada --out results/plain
expect 0 "$program" run steel-quota --out results/limits
expect 0 "$program" run cusma-lapse-investment --out results/years
expect 0 "$program" compare results/plain results/limits --to results/compare.html
printf '%s\n' region,source,convention,year,production_pj,net_imports_pj JPN,oil,physical,2023,15,6640 JPN,gas,physical,2023,72,3255 \
  JPN,nuclear,physical,2023,845, JPN,hydro,physical,2023,268, JPN,nuclear,input_equivalent,2023,695, JPN,hydro,input_equivalent,2023,216, >balance.csv
expect 0 "$program" accounts JPN --energy --balance balance.csv --out results/accounts
expect 0 "$program" market lng-hormuz-closed --out results/market
expect 0 "$program" range canada-lng-28 --draws 20 --drivers 8 --out results/market-range
expect 0 "$program" run canada-lng-2030 --out results/linked
expect 0 "$program" stress --out results/stress
expect 0 "$program" stress JPN --lose hormuz --capacity 'CAN 14,28 Mt' --out results/stress-detail
expect 0 "$program" routes USA JPN --closed panama --knots 19.5 --out results/routes
expect 3 "$program" routes QAT JPN --closed hormuz --out results/routes-none
expect 0 "$program" exposure JPN --out results/exposure
expect 0 "$program" exposure CAN us-tariff-canada --outcome "output C29" --largest 3 --out results/exposure-scenario
expect 0 "$program" exposure --all-regions --out results/exposure-all
expect 0 "$program" dependence JPN us-tariff-canada --stops 2 --out results/dependence
expect 0 "$program" accounts JPN us-tariff-canada --food --out results/food
mkdir tables
printf '%s\n' region,product,quantity,days JPN,WHEAT,900000,55 CAN,WHEAT,3600000, >tables/stocks.csv
expect 0 "$program" run wheat-clause-japan --food-tables tables --out results/cascade
expect 0 "$program" run iuu-north-pacific --out results/illegal

# A world and a scenario whose every text tries to break out.
bad='</script><script>window.broken=1</script><!-- <img src=x onerror=window.broken=2> & <b>'
make_world tiny
with=$(printf '%s' "$bad" | sed 's/&/\\&/g') # as sed wants it
sed -i "s|^title: .*|title: '$with'|; s|^source: .*|source: '$with'|" tiny/world.yaml
printf "caveat: '%s'\nlicence: '%s'\n" "$bad" "$bad" >>tiny/world.yaml
sed -i "s|,Canada\$|,$with|" tiny/regions.csv
sed -i "s|,Manufacturing,|,$with,|" tiny/sectors.csv
cat >hostile.yaml <<END
scenario: hostile
title: '$bad'
notes: '$bad'
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp} # $bad
END
expect 0 "$program" run hostile.yaml --world tiny --out results/hostile
cat >hostile-decide.yaml <<END
decide: hostile
title: '$bad'
notes: '$bad'
regions: [CAN]
levers:
  - {name: nothing, title: '$bad'}
  - name: retaliate
    title: '$bad $bad'
    policy:
      - tariff: {importer: CAN, exporter: USA, sector: goods, add: 10 pp} # $bad
contingencies:
  - {name: calm, title: '$bad'}
  - name: storm
    title: '$bad'
    policy:
      - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp} # $bad
END
expect 0 "$program" decide hostile-decide.yaml --world tiny --draws 0 --out results/hostile-decide

# Ranges with limits, a choice that changes with the probabilities, and one policy through variants of the model.
cat >range.yaml <<END
scenario: uncertain-steel
title: A quota on steel, with what is uncertain
include: [steel-quota]
range: {draws: 60, outcomes: [real_income_pct CAN, real_income_pct USA], drivers: 16}
END
cat >decide.yaml <<END
decide: partners
title: A closer tie to one partner or to another
notes: Sizes are made up.
regions: [CAN, USA]
against: cusma-extended
levers:
  - {name: nothing, title: Leave things as they are}
  - name: states
    title: Trade in goods with the United States becomes 6.5 % cheaper
    policy:
      - barrier: {importer: USA, exporter: CAN, sector: goods, change: -6.5 %, both_ways: true}
  - name: overseas
    title: Trade in goods with the European Union, Japan, Korea, the United Kingdom and China becomes 9.5 % cheaper both ways
    policy:
      - barrier: {importer: [JPN, KOR, GBR, CHN, DEU, FRA, ITA, ESP, NLD, POL, REU], exporter: CAN, sector: goods, change: -9.5 %, both_ways: true}
  - {name: wait, title: Wait}
contingencies:
  - {name: extended, title: CUSMA is extended, probability: 55 %, include: [cusma-extended]}
  - {name: lapse, title: CUSMA lapses, probability: 25 %, include: [cusma-lapse-mfn]}
  - name: war
    title: The United States adds 60 % on all goods from Canada
    probability: 20 %
    include: [cusma-extended]
    policy:
      - tariff: {importer: USA, exporter: CAN, sector: goods, add: 60 pp}
range: {draws: 20}
variables: {near: 0 %, far: 0 %}
frontier:
  region: CAN
  policy:
    - barrier: {importer: CAN, exporter: USA, sector: goods, change: \$near, both_ways: true}
    - barrier: {importer: CAN, exporter: [JPN, KOR, GBR], sector: goods, change: \$far, both_ways: true}
  levers:
    - {variable: near, to: -5 %, cost: 3 %, shape: quadratic}
    - {variable: far, to: -10 %, cost: 0 %}
  points: 3
END
expect 0 "$program" range range.yaml --out results/range
for language in en fr ja; do
  expect 0 "$program" report results/range --brief --lang "$language" --to "results/brief-$language.html"
done
expect 0 "$program" decide decide.yaml --frontier --out results/decide
expect 0 "$program" reconcile steel-quota --out results/reconcile

if [ -n "${TRADEWIND_RESULTS_TO-}" ]; then # for tools/mutants.sh, which runs the tests itself
  cp -r results "$TRADEWIND_RESULTS_TO"
  exit 0
fi

rm -rf "$build/test" "$build/dev"
cp -r "$source_dir/web/test" "$source_dir/web/dev" "$build"
export CHROMIUM TRADEWIND_RESULTS="$tmp/results" TRADEWIND_SOURCE="$source_dir/src"
cd "$build"
npm run build --silent

# A file of tests has a browser of its own, so several run side by side, as many as there are processors, the longest
# first; each says what it found when it is done. report.test.mjs reads three folders. A file runs its tests itself: node --test
# would start a second node for each.
cat >"$tmp/one.sh" <<'END'
log=$1/$2-$3.log
code=0
TRADEWIND_REPORT="$TRADEWIND_RESULTS/$2" node "test/$3.test.mjs" >"$log" 2>&1 || code=1
echo "== $3 ($2)"
cat "$log"
exit $code
END
lanes=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
{
  for folder in plain limits years; do echo "$tmp $folder report"; done
  for file in test/*.test.mjs; do
    name=$(basename "$file" .test.mjs)
    grep -q 'browser\.mjs' "$file" || continue # without a browser: web/plain runs it
    [ "$name" = report ] || echo "$tmp plain $name"
  done
} | xargs -n 3 -P "$lanes" sh "$tmp/one.sh" || wrong "some test of the page failed: not ok above"
