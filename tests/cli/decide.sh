# tradewind decide: what it prints and writes, wrong use, draws kept in a store and gone on from after Ctrl-C.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >d.yaml <<END
decide: tariffs
title: Lower barriers or not, against a tariff
world: tiny
regions: [CAN]
levers:
  - name: nothing
    title: No change
  - name: open
    title: Trade with Japan becomes 5 % cheaper
    policy:
      - barrier: {importer: CAN, exporter: JPN, sector: all, change: -5 %, both_ways: true}
  - name: close
    policy:
      - barrier: {importer: CAN, exporter: USA, sector: all, change: +2 %}
contingencies:
  - {name: calm, title: Nothing happens, probability: 75 %}
  - name: tariff
    probability: 25 %
    policy:
      - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
range:
  draws: 40
  elasticities: {sector: all, spread: 25 %}
END

# Central values alone: bit for bit those of tradewind run for the rules of the pair, without the decomposition, which adds
# digits below the tolerance.
expect 0 "$program" decide d.yaml --draws 0 --out central
says out "Expected value chooses open"
says out "Minimax regret chooses open"
grep -q "^- open may cost up to [0-9.]* points of real income more than nothing before" out || wrong "no lead in words"
says out "nothing and close are dominated by open: worse in every contingency."
says out "stays open whatever the probability"
says out "Central values only"
silent err
cat >pair.yaml <<END
scenario: pair
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
  - barrier: {importer: CAN, exporter: JPN, sector: all, change: -5 %, both_ways: true}
END
expect 0 "$program" run pair.yaml --world tiny --no-decomposition --out pair
wanted=$(awk -F, '$1 == "CAN" { print $2 }' pair/regions.csv)
found=$(awk -F, '$2 == "open" && $3 == "tariff" { print $4 }' central/decision.csv)
[ -n "$found" ] && [ "$found" = "$wanted" ] || wrong "decide says $found, run --no-decomposition says $wanted"
expect 0 "$program" run pair.yaml --world tiny --out pair
wanted=$(awk -F, '$1 == "CAN" { print $2 }' pair/regions.csv)
awk -v a="$wanted" -v b="$found" 'BEGIN { exit !(a - b < 1e-7 && b - a < 1e-7 && a != "" && b != "") }' ||
  wrong "decide says $found, run says $wanted"

# A spread that nobody gave is an assumption, in words and for programs.
sed '/elasticities:/d' d.yaml >nobody.yaml
expect 0 "$program" decide nobody.yaml --draws 4 --no-report --out nobody
says out "is an assumption"
grep -q '"assumed": true' nobody/decision.json || wrong "decision.json does not say that the spread is assumed"

# With draws: all files, all draws, ranges beside the central value.
expect 0 "$program" decide d.yaml --threads 2 --all --out drawn
says out "means over 40 draws"
says out "Every draw has a certified equilibrium in every pair."
says out "Regret: what is lost"
says out "The report is drawn/report.html: open it in a browser."
for file in decision.csv choices.csv break_even.csv decision.json run.json report.html; do
  [ -s "drawn/$file" ] || wrong "there is no drawn/$file"
done
grep -q '"assumed": false' drawn/decision.json || wrong "decision.json says that the spread is assumed"
[ "$(wc -l <drawn/decision.csv)" -eq 7 ] || wrong "decision.csv has not 6 rows"
[ "$(wc -l <drawn/break_even.csv)" -eq 5 ] || wrong "break_even.csv has not 4 rows"
says drawn/decision.csv "region,lever,contingency,central,mean,p05,p50,p95,regret,failed_draws"
awk -F, 'NR > 1 && $2 == "open" && !($5 != "" && $6 <= $7 && $7 <= $8) { exit 1 }' drawn/decision.csv ||
  wrong "quantiles do not rise"
says drawn/choices.csv "CAN,expected_value,open,"
says drawn/choices.csv "CAN,dominated_strictly,nothing,,open"
says drawn/run.json '"finished": 40'
says drawn/run.json '"seed": 1'
says drawn/run.json '"kind": "decide"'
says drawn/run.json '"text": "decide: tariffs\ntitle: Lower barriers or not'
[ "$(grep -c '"name": "d.yaml"' drawn/run.json)" -eq 1 ] || wrong "the decision's file is not there once"
says drawn/run.json '"shards": null'
says drawn/decision.json '"probability": 0.75'
expect 0 "$program" decide d.yaml --threads 1 --out again
cmp -s drawn/decision.csv again/decision.csv || wrong "1 and 2 threads differ"
cmp -s drawn/choices.csv again/choices.csv || wrong "1 and 2 threads differ in choices.csv"
expect 0 "$program" decide d.yaml --draws 0 --out again/ --no-report
grep -q "report is" out && wrong "--no-report names a report"
[ ! -e again/report.html ] || wrong "--no-report leaves the page of the decision before"
says again/run.json '"report": null'

# Stopped after a moment and started again: the same bits. Many draws, so that the moment is before the end.
"$program" decide d.yaml --draws 40000 --store kept --threads 2 --out stopped >out 2>err </dev/null &
pid=$!
sleep 1
kill -INT "$pid" 2>/dev/null || wrong "it had ended before"
code=0
wait "$pid" || code=$?
[ "$code" -eq 4 ] || wrong "exit code $code instead of 4"
says err "of 40000 draws are in this answer"
says err "goes on from kept"
says stopped/run.json '"interrupted": true'
says out "The report is stopped/report.html"
says stopped/report.html "Lower barriers or not, against a tariff"
says out "Expected value chooses open"
expect 2 "$program" decide d.yaml --draws 41 --store kept
says err "kept"

# Two shards and their merged store: the same bits as all at once.
for k in 1 2; do
  expect 0 "$program" decide d.yaml --shard "$k/2" --store "part$k" --out "shard$k"
  says out "means over 20 draws"
  head -n 1 out >first
  says first "Note: Only the draws of shard $k of 2 are in this answer, 20 of 40."
  says "shard$k/decision.json" '"Only the draws of shard'
  says "shard$k/run.json" '"Only the draws of shard'
  says "shard$k/run.json" "\"shard\": $k,"
done
expect 0 "$program" merge part1 part2 --to joined
expect 0 "$program" decide d.yaml --store joined --out merged
cmp -s drawn/decision.csv merged/decision.csv || wrong "two shards differ from one run"
! grep -q "Note:" out || wrong "all shards together are still called a part"
expect 0 "$program" decide d.yaml --seed 2 --out seed2
! cmp -s drawn/decision.csv seed2/decision.csv || wrong "the seed makes no difference"
expect 1 "$program" decide d.yaml --shard 3/2 --store part3
expect 1 "$program" decide d.yaml --shard 1/2
says err "--shard needs --store FILE"

# Wrong use.
expect 1 "$program" decide
says err "decide needs FILE"
says err "focus-on-what-we-can-control"
expect 1 "$program" decide d.yaml --draws some
says err "--draws: found some, expected a whole number from 0"
expect 1 "$program" decide d.yaml --draws 1
says err "--draws: found 1, which has no spread, expected 0 or 2 to 10000000"
expect 1 "$program" decide d.yaml --draws 0 --store unused
says err "draws nothing (no draws are asked for)"
sed '/^range:/,$d' d.yaml >norange.yaml
expect 1 "$program" decide norange.yaml --store unused --shard 1/2
says err "draws nothing (it has no range section"
[ ! -e unused ] || wrong "a store was made that nothing is kept in"
expect 0 "$program" decide norange.yaml --draws 4
says out "Parameters: there is no range section"
expect 2 "$program" decide nope
says err "there are focus-on-what-we-can-control, lng-security, where-to-build-cars"
expect 2 "$program" decide us-tariff-canada
says err "us-tariff-canada is a built-in scenario, for \`tradewind run us-tariff-canada\`"
expect 2 "$program" decide focus-on-what-we-can-contrl
says err "did you mean focus-on-what-we-can-control?"
expect 2 "$program" decide pair.yaml --world tiny
says err "pair.yaml:1:1: this is a scenario, for tradewind run"
sed 's/change: -5 %/change: -5/' d.yaml >bad.yaml
expect 2 "$program" decide bad.yaml
says err "bad.yaml:"
says err "(lever open, contingency calm)"

# A pair without an equilibrium: code 3, no tables.
cat >none.yaml <<END
decide: none
world: tiny
regions: CAN
levers:
  - {name: nothing}
  - name: wish
    policy:
      - target: {real_income: {region: CAN}, change: +5000 %, by: {barrier: {importer: USA, exporter: JPN, sector: C}}}
contingencies:
  - {name: calm}
END
expect 3 "$program" decide none.yaml --out none
says err "1 of 2 pairs of lever and contingency has none, so nothing is chosen"
says err "lever wish, contingency calm: the policy has an equilibrium without its limits and targets, but none was found with all of them"
says err "none/run.json says so; older results stay"
silent out
says none/run.json '"lever": "wish"'
says none/run.json '"certified": false'
[ ! -e none/decision.csv ] || wrong "an undecided decision wrote a table"
[ ! -e none/report.html ] || wrong "an undecided decision wrote a page"
expect 2 "$program" report none
says err "none: the last decision there found no certified solution"

# Every pair without one is told, with the region that fails and how far it came.
cat >poor.yaml <<END
decide: poor
world: tiny
regions: CAN
levers: [{name: nothing}, {name: open, policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: -5 %}}]}]
contingencies:
  - {name: calm}
  - {name: gone, policy: [{productivity: {region: CAN, sector: all, change: -99.9999 %}}]}
END
expect 3 "$program" decide poor.yaml --max-steps 8 --max-iterations 8
says err "2 of 4 pairs of lever and contingency have none"
for lever in nothing open; do says err "lever $lever, contingency gone: none was found, which does not show that there is none"; done
says err "the largest share of the shock that was solved is"
says err "where the income of CAN is"

# No draw in which every pair has one (Canada's deficit outgrows its income): nothing is chosen by what was not drawn.
cat >bust.yaml <<END
decide: bust
world: small2014
regions: CAN
levers: [{name: nothing}, {name: open, policy: [{barrier: {importer: CAN, exporter: USA, sector: all, change: -1 %}}]}]
variables: {p: -30 %}
contingencies: [{name: slump, policy: [{productivity: {region: CAN, sector: all, change: \$p}}]}]
range: {draws: 6, variables: {p: {uniform: [-99.99999 %, -99.9 %]}}}
END
expect 3 "$program" decide bust.yaml --out bust
silent out
says err "none of the 6 draws made has a certified equilibrium in every pair, so nothing is chosen"
says err "nothing in slump: no equilibrium was found in 6 draws"
says bust/run.json '"certified": false'
says bust/run.json '"used": 0'
for file in decision.csv decision.json report.html; do [ ! -e "bust/$file" ] || wrong "bust/$file was written"; done

# A minority of draws: an answer, but the first line says so.
sed 's/-99.99999 %, -99.9 %/-99.9 %, -95.5 %/' bust.yaml >few.yaml
expect 0 "$program" decide few.yaml
head -n 1 out >first
says first "Note: Only 2 of 6 draws have a certified equilibrium in every pair"

# Another lever is best in what hardly happens: that is not "the same lever is best in each".
cat >rare.yaml <<END
decide: rare
regions: [CAN]
levers:
  - {name: tax, policy: [{tariff: {importer: CAN, exporter: USA, sector: all, add: 5 pp}}]}
  - {name: nothing}
contingencies:
  - {name: calm, probability: 100 %}
  - name: storm
    probability: 0 %
    policy:
      - {tariff: {importer: CAN, exporter: USA, sector: all, add: 40 pp}}
      - {barrier: {importer: USA, exporter: CAN, sector: all, change: 100 %}}
END
expect 0 "$program" decide rare.yaml
tr '\n' ' ' <out | sed 's/  */ /g' >line
says line "worth next to nothing: another lever is best in storm, which has next to no probability (0 %)"

# A lever that costs more than its lead is not chosen; every payoff is net of it, and the first line says so.
sed 's/^    title: Trade with.*/    cost: 2.5 %/' norange.yaml >cost.yaml
expect 0 "$program" decide cost.yaml --out cost
head -n 1 out >first
says first "Note: Payoffs are net of what levers cost by the file: open 2.5 %"
says out "Expected value chooses nothing"
net=$(awk -F, '$2 == "open" && $3 == "tariff" { print $4 }' cost/decision.csv)
awk -v a="$found" -v b="$net" 'BEGIN { exit !(a - 2.5 - b < 1e-12 && b - a + 2.5 < 1e-12 && b != "") }' ||
  wrong "$found less 2.5 is not $net"
says cost/decision.json '"cost_pct": 2.5'
sed 's/^regions:.*/&\nindicator: real_wage_pct/' cost.yaml >wage.yaml
expect 2 "$program" decide wage.yaml
says err "cost: it is taken off real_income_pct, and the indicator is real_wage_pct"

# Units, an indicator of which more is not better, and levers with long names.
long=canada-japan-agreement-with-a-very-long-name
sed "s/^regions:.*/&\nindicator: price_index_pct/; s/name: open/name: $long-one/; s/name: close/name: $long-two/" \
  norange.yaml >long.yaml
expect 0 "$program" decide long.yaml
head -n 1 out >first
says first "Note: Levers are judged as if more of price_index_pct were better"
[ "$(grep -c '^[23] canada-japan' out)" -eq 4 ] || wrong "long names have no numbers"
sed 's/^regions:.*/&\nindicator: equivalent_variation/' norange.yaml >money.yaml
expect 0 "$program" decide money.yaml
says out "equivalent_variation, million USD"
grep -q "Expected value chooses open: .* million USD" out || wrong "no unit in sentences"

# The built-in decision: every number of its file has a source or says that it is an assumption.
file=$source_dir/examples/decide/focus-on-what-we-can-control.yaml
awk '/^variables:/ { on = 1; next } /^[a-z]/ { on = 0 } on && /^  [a-z_]+:$|^    title: / { next } on && !/# / { exit 1 }' "$file" || wrong "a variable without a source"
expect 0 "$program" decide focus-on-what-we-can-control --draws 2 --threads 2 --out focus
says out "what becomes of CUSMA"
says out "means over 2 draws"
[ "$(wc -l <focus/decision.csv)" -eq 97 ] || wrong "the built-in decision has not 12 x 8 cells"
expect 0 "$program" decide "$file" --draws 0
says out "A extended"

# A decision over a market needs no world.
expect 0 "$program" decide lng-security --draws 0
says out "Japan (JPN): surplus_change, billion USD"
grep -q '^3 canada-28  *+4\.71  *-32\.91  *-33\.41  *-2\.70$' out || wrong "the payoffs of 28 Mt"
says out "Expected value chooses canada-56: +5.40 billion USD"
expect 0 "$program" decide lng-security --draws 8 --set qatar='6 months' --out security --no-report
[ "$(wc -l <security/decision.csv)" -eq 17 ] || wrong "not 4 x 4 cells"
says security/run.json '"world": null'
expect 0 "$program" replay security
says out "come out again, bit for bit"
expect 0 "$program" diff security security
expect 0 "$program" decide lng-security --draws 0 --json
says out '"unit": "billion USD"'
says out '"market": "lng2024"'
expect 1 "$program" decide lng-security --world default
says err "--world: lng-security is a decision over a market, which has none"
expect 1 "$program" decide lng-security --store draws.db
file=$source_dir/examples/decide/lng-security.yaml
[ "$(grep -c 'probability: ' "$file")" -eq 4 ] || wrong "not four contingencies"

# The built-in decision on the standard world and the one before it: the same lever, best in each contingency of both.
worlds="default default2014"
[ "${TRADEWIND_SANITIZED:-}" != 1 ] || worlds=
for world in $worlds; do
  expect 0 "$program" decide focus-on-what-we-can-control --world "$world" --draws 0
  silent err
  says out "Expected value chooses diversify-energy: +0.1"
  says out "Minimax regret chooses diversify-energy: no other lever does better in any"
done
