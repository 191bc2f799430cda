# A scenario with a market beside its policy: both models solved together, its folder, what comes out again, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" run canada-lng-2030 --out r --no-report
silent err
tr '\n' ' ' <out | tr -s ' ' >line
for text in "what the market does at the old prices of all else" "JPN +0.092 +0.098 +0.098 0 -0.005 -9.6" \
  "CAN +0.285 +0.181 0 +0.181 +0.103 - -" "has no room for 5.95 % of the market's bills" "CAN to JPN" \
  "Market and core agree after"; do
  grep -qF -- "$text" line || wrong "the output lacks: $text"
done
[ "$(head -n 1 r/link.csv)" = region,real_income_pct,market_pct,buyers_pct,owners_pct,economy_pct,price_pct,bill_pct ] || wrong "columns of link.csv"
awk -F, 'NR > 1 && ($3 - $4 - $5 > 1e-9 || $4 + $5 - $3 > 1e-9 || $2 - $3 - $6 > 1e-9 || $3 + $6 - $2 > 1e-9) { exit 1 }' r/link.csv ||
  wrong "parts of real income do not add up"
for file in regions.csv products.csv buyers.csv suppliers.csv shipments.csv passages.csv run.json; do
  [ -s "r/$file" ] || wrong "no $file"
done
grep -q ',[^,]*,,$' r/columns.csv && wrong "columns.csv has a column without a meaning"
expect 0 "$program" replay r
says out "come out again, bit for bit"
says out "link.csv"
# run.json says which market it was and how far both agree; replay asks for that one, and diff names what differs.
for text in '"name": "lng2024"' '"given": "lng2024"' '"certificate": {' '"name": "pair_quantity"' '"mode_difference": ' '"latent_pairs": 7'; do
  says r/run.json "$text"
done
cp -r "$source_dir/markets/lng2024" mine
printf '%s\n' "scenario: t" "market:" "  name: mine" "  policy: [capacity: {supplier: CAN, to: 28 Mt}]" \
  "  compare: {floor: {supplier: QAT, buyer: JPN, to: 90 Mt}}" "policy: []" >mine.yaml
expect 0 "$program" run mine.yaml --out m --no-report # what is compared, which has no solution, is not solved
says out "What the section market compares is left out here"
says m/run.json '"given": "mine"'
expect 0 "$program" replay m
sed -i 's/,11.89,/,11.99,/' mine/buyers.csv
expect 2 "$program" replay m
says err "mine: the market lng2024 has the SHA-256"
expect 3 "$program" replay m --force
says out "the market: SHA-256"
expect 0 "$program" run mine.yaml --out m2 --no-report
expect 0 "$program" diff m m2
says out "SHA-256 of the market:"
expect 0 "$program" run us-tariff-canada --out none --no-report
expect 0 "$program" diff none r
says out "the market: nothing and lng2024"
expect 0 "$program" run canada-lng-2030 --json
says out '"latent_pairs": 7'
says out '"economy_pct": {'
says out '% in JPN, -2.55 % in BRN'
# The market's product is one of the world's by the time it is told; so is nobody else's.
expect 0 "$program" run canada-lng-2030 --product LNG
says out "LNG"
grep -q '^AUS .*' out || wrong "nobody sells LNG"
expect 0 "$program" run canada-lng-2030 --product LNG --json
says out '"product": '
expect 2 "$program" run canada-lng-2030 --product LNGG
says err 'has no product "LNGG"; did you mean LNG?'
expect 0 "$program" run canada-lng-2030 --focus KOR --json
says out '% in KOR, '
expect 0 "$program" run canada-lng-2030 --set capacity='0 Mt'
says out "Market and core agree after 1 rounds"

# Each table has its Stata file, those of the market as well.
expect 0 "$program" run canada-lng-2030 --tables dta --out s --no-report
for file in regions link buyers suppliers shipments passages; do
  [ -s "s/$file.dta" ] || wrong "no $file.dta"
done
# Other worlds lack what the market is linked to, and are not promised.
expect 0 "$program" scenario list
tr '\n' ' ' <out | tr -s ' ' | grep -q 'canada-lng-2030 [^(]*default ' || wrong "canada-lng-2030 has no world of its own"
grep -A 3 '^canada-lng-2030' out | grep -q 'also' && wrong "canada-lng-2030 is promised on other worlds"

# ---------------------------------------------------------------- what is wrong; nothing written
scenario() {
  printf '%s\n' "scenario: t" "market:" "  policy:" "$@" "policy: []" >t.yaml
}
# An outage takes rents that the core does not miss, and that is said.
scenario "    - outage: {supplier: QAT}"
expect 0 "$program" run t.yaml --no-report
says out "(billion USD: QAT 35.9)"
scenario "    - freight: {supplier: USA, buyer: JPN, add: 60 USD/MMBtu}" "    - floor: {supplier: USA, buyer: JPN, to: 1 Mt}"
expect 3 "$program" run t.yaml --out bad
says err "the netback of USA in JPN is not positive"
[ ! -e bad ] || wrong "something was written"
expect 3 "$program" run t.yaml --json
for text in '"outcome": "infeasible"' '"certified": false' '"message": "the netback of USA in JPN' '"rounds": 1'; do
  says out "$text"
done
scenario "    - demand: {buyer: JPN, change: 10 %}"
expect 2 "$program" run t.yaml
says err "a rule moves the demand of JPN"
scenario "    - capacity: {supplier: CAN, to: 28 Mt}"
sed -i 's/policy: \[\]/policy: [{tariff: {importer: JPN, sector: B06, exporter: AUS, add: 5 pp}}]/' t.yaml
expect 2 "$program" run t.yaml
says err "on LNG from AUS to JPN, which is linked to market lng2024"
expect 2 "$program" exposure JPN canada-lng-2030
says err "\`tradewind run\` and \`range\` solve both together"

# ---------------------------------------------------------------- draws of both; what else they need is in test_link_range.c
printf '%s\n' "scenario: d" "market:" "  policy: [capacity: {supplier: CAN, to: 28 Mt}]" "policy: []" "range:" "  market:" \
  "    - elasticity: {buyer: all, spread: 25 %, together: true}" "  elasticities: [{sector: B06, spread: 20 %}]" >d.yaml
expect 0 "$program" range d.yaml --draws 3 --threads 1 --out d1 --no-report
says out "Of the change of real income, what the market does"
says out "5 to" # of the buyers' prices
says out "3 draws of 2 parameters (Latin hypercube, seed 1): 3 certified"
head -n 1 d1/link.csv | grep -q '^region,real_income_pct,real_income_pct_p05,.*,market_pct,market_pct_p05,' || wrong "columns of link.csv"
head -n 1 d1/suppliers.csv | grep -q ',rent_new,rent_new_p05,' || wrong "columns of suppliers.csv"
grep -q ',[^,]*,,$' d1/columns.csv && wrong "columns.csv of draws has a column without a meaning"
for text in '"kind": "range"' '"name": "market: elasticity of all"' '"given": "lng2024"' '"name": "pair_quantity"'; do
  says d1/run.json "$text"
done
expect 0 "$program" replay d1
says out "come out again, bit for bit"
expect 0 "$program" range d.yaml --draws 3 --threads 2 --out d2 --no-report
for file in d1/*.csv; do cmp "$file" "d2/${file#d1/}" || wrong "$file has other bits on two threads"; done
for shard in 1 2; do expect 0 "$program" range d.yaml --draws 3 --store d.db --shard $shard/2; done
expect 0 "$program" range d.yaml --draws 3 --store d.db --out d3 --no-report
for file in link regions buyers; do cmp "d1/$file.csv" "d3/$file.csv" || wrong "$file.csv has other bits of shards"; done
sed 's/28 Mt/20 Mt/' d.yaml >e.yaml
expect 2 "$program" range e.yaml --draws 3 --store d.db
expect 0 "$program" range d.yaml --draws 2 --json
for text in '"link_draws": {' '"market_pct_p05": {' '"price_new_p95": {'; do says out "$text"; done
printf '%s\n' "scenario: f" "market:" "  policy:" "    - freight: {supplier: USA, buyer: JPN, add: 60 USD/MMBtu}" \
  "    - floor: {supplier: USA, buyer: JPN, to: 1 Mt}" "policy: []" >f.yaml
expect 3 "$program" range f.yaml --draws 2 --out f
says err "nothing was drawn"
[ ! -e f ] || wrong "something was written without draws"
expect 2 "$program" run canada-lng-28
says err "has a market and no policy"
# A decision whose pairs are solved by the link: cells are the runs, the folder comes out again, what it does not take.
cat >link-d.yaml <<'YAML'
decide: build-or-not
market: {name: lng2024, year: 2030}
regions: [JPN, CAN]
levers:
  - {name: nothing}
  - {name: canada-28, include: [canada-lng-2030]}
contingencies:
  - {name: calm, probability: 95 %}
  - {name: hormuz, probability: 5 %, market: {shock: [{close: {passage: hormuz}}]}, policy: []}
range: {draws: 3, elasticities: [{sector: B06, spread: 20 %}], market: [{freight: {spread: 20 %}}]}
YAML
expect 0 "$program" decide link-d.yaml --draws 0 --out decided --no-report
python3 - <<'PY' || wrong "a cell of a decision is not the run"
import csv
runs = {row["region"]: float(row["real_income_pct"]) for row in csv.DictReader(open("r/regions.csv"))}
cells = {(row["region"], row["lever"], row["contingency"]): float(row["central"]) for row in csv.DictReader(open("decided/decision.csv"))}
for region in "JPN", "CAN":
    assert abs(cells[region, "canada-28", "calm"] - runs[region]) < 1e-9, (region, cells, runs[region])
    assert cells[region, "nothing", "hormuz"] < cells[region, "nothing", "calm"] < cells[region, "canada-28", "calm"]
PY
says decided/run.json '"market": {'
expect 0 "$program" replay decided
says out "come out again, bit for bit"
expect 0 "$program" decide link-d.yaml --out drawn
says out "Every draw has a certified equilibrium in every pair"
expect 0 "$program" replay drawn
says out "come out again, bit for bit"
expect 1 "$program" decide link-d.yaml --store draws.db
says err "is a decision over a market and the economy together, whose draws have no store"
expect 1 "$program" decide link-d.yaml --frontier
[ ! -e draws.db ] || wrong "a store was made"
