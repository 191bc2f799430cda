# The frontier of a decision: what is printed, its files, its place in decision.json and on the page, the same again, and the
# built-in decision that has one.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >d.yaml <<END
decide: partners
title: How near to come to Japan
world: tiny
regions: [CAN]
closure: {deficits: fixed}
against: {deficits: fixed}
variables:
  closer:
    title: {en: Cost of trade with Japan, fr: Coût des échanges avec le Japon}
    amount: 0 %
  duty: 0 pp
levers: [{name: nothing}, {name: same}]
contingencies:
  - {name: calm, probability: 60 %}
  - name: storm
    probability: 30 %
    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]
  - name: flood
    probability: 10 %
    policy: [{productivity: {region: USA, sector: all, change: -10 %}}]
frontier:
  policy:
    - barrier: {importer: CAN, exporter: JPN, sector: all, change: \$closer, both_ways: true}
    - tariff: {importer: CAN, exporter: USA, sector: goods, add: \$duty}
  levers:
    - {variable: closer, to: -10 %, cost: 0.4 %, shape: quadratic}
    - {variable: duty, to: 20 pp, cost: 0 %}
  points: 4
END

expect 0 "$program" decide d.yaml --frontier --tables dta --out r
silent err
says out "Frontier of Canada (CAN): expected gain against the worst loss"
says out "closer from 0 to -10 %: the whole way costs 0.4 % of real income, in proportion to the square of the way"
says out "duty from 0 to 20 pp: free, by the file"
tr '\n' ' ' <out | sed 's/  */ /g' >line
says line "The price of safety is the expected gain given up for one point less of worst loss"
says line "The expected loss avoided is what these losses, by their probabilities, are less than with nothing done."
says out 'In "calm" nothing happens.'
! grep -q "Left out" out || wrong "a column of the frontier does not fit 80 characters"
for file in frontier frontier_levers; do
  [ -s "r/$file.csv" ] || wrong "there is no r/$file.csv"
  [ -s "r/$file.dta" ] || wrong "there is no r/$file.dta"
  says r/run.json "\"$file.dta\""
done

# The expected loss avoided, from losses and probabilities; the worst loss, which is nowhere above the bound; gains fall.
awk -F, 'BEGIN { p["calm"] = 0.6; p["storm"] = 0.3; p["flood"] = 0.1 }
  NR > 1 { if ($2 == "start") { none[$3] = $11 } avoided[$2] += p[$3] * (none[$3] - $11); printed[$2] = $9; gain[$2] = $5
           worst[$2] = $7; if (!($2 in most) || $11 > most[$2]) most[$2] = $11; if ($11 > $4 + 1e-6 && $4 != "") exit 1 }
  END { for (i in avoided) { d = avoided[i] - printed[i]; if (d > 1e-12 || d < -1e-12) exit 1
          d = most[i] - worst[i]; if (most[i] > 0 && (d > 1e-12 || d < -1e-12)) exit 1 }
        if (!(gain["1"] > gain["start"] && gain["1"] >= gain["2"] && printed["1"] != 0)) exit 1 }' r/frontier.csv ||
  wrong "the sums of frontier.csv"
points=$(awk -F, 'NR > 1 { seen[$2] = 1 } END { for (i in seen) n++; print n }' r/frontier.csv)

# What the page is made of, and the page without scripts.
python3 - "$points" <<'END' || wrong "the frontier in decision.json is not that of the tables"
import csv, json, sys
d = json.load(open('r/decision.json'))
f = d['frontier']
rows = list(csv.DictReader(open('r/frontier.csv')))
amounts = list(csv.DictReader(open('r/frontier_levers.csv')))
assert len(f['points']) == int(sys.argv[1]) and f['region'] == 'CAN' and f['baseline'] == 0
assert [l['variable'] for l in f['levers']] == ['closer', 'duty']
assert f['levers'][0]['titles']['fr'] == 'Coût des échanges avec le Japon' and f['levers'][1]['titles'] is None
assert (f['levers'][0]['to'], f['levers'][1]['to'], f['levers'][0]['shape']) == (-10, 20, 'quadratic')
close = lambda a, b: (a is None and b == '') or abs(a - float(b)) <= 1e-13 * max(1, abs(a))
for i, point in enumerate(f['points']):
    own = [r for r in rows if r['point'] == (str(i) if i else 'start')]
    assert [r['contingency'] for r in own] == [c['name'] for c in d['contingencies']]
    for key in ('bound', 'gain', 'cost', 'worst_loss', 'price_of_safety', 'insurance', 'optimality'):
        assert all(close(point[key], r[key]) for r in own), (i, key)
    assert all(close(a, r['loss']) for a, r in zip(point['losses'], own))
    assert [r['binds'] for r in own].index('1') == point['binds']
    assert all(close(a, r['amount']) for a, r in zip(point['amounts'], [r for r in amounts if r['point'] == own[0]['point']]))
END
charts=$("$program" --version | grep -c '^capabilities:.* charts' || :)
if [ "$charts" = 0 ]; then
  says r/report.html "Expected gain against the worst loss: Canada"
  says r/report.html "expected loss avoided"
  says r/report.html "Loss in each contingency"
else
  says r/report.html '"frontier":{' # which the page draws: web/test/decision.test.mjs
fi

# As JSON, in the same units; and all of it again.
expect 0 "$program" decide d.yaml --frontier --json --out again
python3 - <<'END' || wrong "the frontier as JSON is not that of decision.json"
import json
a, b = json.load(open('out'))['frontier'], json.load(open('r/decision.json'))['frontier']
assert [x['to'] for x in a['levers']] == [x['to'] for x in b['levers']]
for p, q in zip(a['points'], b['points']):
    assert all(abs(x - y) < 1e-12 for x, y in zip(p['amounts'], q['amounts'])), (p, q)
END
expect 0 "$program" replay r
says out "come out again, bit for bit"
expect 0 "$program" diff r again
cp -r r changed
awk -F, -v OFS=, 'NR == 6 { $5 = $5 + 0.001 } { print }' r/frontier.csv >changed/frontier.csv
expect 3 "$program" replay changed
says out "frontier.csv"

# A decision without it leaves none of its files, and its page has no such part.
expect 0 "$program" decide d.yaml --out r
for file in frontier.csv frontier_levers.csv frontier.dta frontier_levers.dta; do
  [ ! -e "r/$file" ] || wrong "r/$file of an older decision is left"
done
! grep -q '"frontier": {' r/decision.json || wrong "decision.json has a frontier that nobody asked for"
! grep -q "Expected gain against the worst loss: Canada\|\"frontier\":{" r/report.html || wrong "the page has a frontier that nobody asked for"

# Where nothing may happen the best choice is the safest: nothing to trade off.
sed '/name: storm/,/productivity/d; s/probability: 60 %/probability: 100 %/' d.yaml >flat.yaml
expect 0 "$program" decide flat.yaml --frontier
tr '\n' ' ' <out | sed 's/  */ /g' >line
says line "the largest gain are the safest as well: there is nothing to trade off"

# A file without the section, and levers without a cost or with a wrong name.
sed '/^frontier:/,$d' d.yaml >none.yaml
expect 2 "$program" decide none.yaml --frontier
says err "a frontier needs the section frontier"
sed 's/, cost: 0 %}/}/' d.yaml >free.yaml
expect 2 "$program" decide free.yaml --frontier
says err "free.yaml:27:7: the lever duty needs the key cost"
says err "one that is free says so, \`cost: 0 %\`"
sed 's/variable: closer/variable: closr/' d.yaml >name.yaml
expect 2 "$program" decide name.yaml --frontier
says err "name.yaml:26:18:"
says err "closer"

# The built-in decision: every number has a source or says that it is an assumption, and no lever is free.
file=$source_dir/examples/decide/how-far-to-diversify.yaml
awk '/^variables:/ { on = 1; next } /^[a-z]/ { on = 0 } on && /[0-9] (%|pp)/ && !/# ./ { exit 1 }
  /cost:/ && !/# ./ { exit 1 } /cost: 0 %/ { exit 1 }' "$file" || wrong "a number without a source"
expect 0 "$program" decide how-far-to-diversify --draws 0
says out "Note: Payoffs are net of what levers cost by the file: corridors 0.024 % of real"
says out "The file has levers that move freely, too: \`--frontier\` tells"
says out "Expected value chooses corridors: -0.253 %"
# One of its levers is enough to see that it solves; all three take half a minute.
[ "${TRADEWIND_SANITIZED:-}" = 1 ] && exit 0
sed '/variable: pacific/d; /variable: europe/d; s/points: 5/points: 2/' "$file" >asia.yaml
expect 0 "$program" decide asia.yaml --frontier --draws 0 --no-report --out asia
says out "Frontier of Canada (CAN)"
awk -F, '$2 == "start" && $3 == "all-goods-25" && $7 < 1.5014 && $7 > 1.5012 && $12 == 1 { n++ }
  $2 == "2" && $3 == "china-stops" && $11 > 0.0165455 { n++ } END { exit n != 2 }' asia/frontier.csv ||
  wrong "the frontier of the built-in decision"
