# Barriers of 10,000 % on all trade: autarky in effect. It solves with deficits at zero; with deficits fixed a region
# that lives on transfers cannot pay, and the run says which one and how far the shock can go.
set -eu
. "$(dirname "$0")/lib.sh"
world=$(data wiod2014) || skip "needs wiod2014, looked for in \$TRADEWIND_DATA and ../shared/data"
cd "$tmp"
cat >zero.yaml <<END
scenario: wall
title: Barriers of 10,000 % on all trade
closure: {deficits: zero}
policy:
  - barrier: {importer: all, exporter: all, sector: all, add: 10000 pp}
END
sed 's/deficits: zero/deficits: fixed/' zero.yaml >fixed.yaml

expect 0 "$program" run zero.yaml --world "$world" --out results
says results/run.json '"certified": true'
# next to nothing is traded
awk -F, 'NR > 1 && !($8 < -90) { exit 1 }' results/regions.csv || wrong "a region still imports"

expect 3 "$program" run fixed.yaml --world "$world" --out fixed
silent out
says err "no_positive_income"
grep -q 'income of [A-Z]* ' err || wrong "no region is named"
grep -q 'share of the shock that still solves is 0\.[0-9]*[1-9]' err || wrong "no share is named"
says fixed/run.json '"worst_region": "'
