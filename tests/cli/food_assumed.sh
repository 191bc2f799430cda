# Products of food whose flows are assumed: every output that has one says so, and none that has not; the world with all of
# them holds every identity, and scenarios of canola and pork are certified.
set -eu

. "$(dirname "$0")/lib.sh"
cd "$tmp"
assumed='Assumed, not observed: who sells'
quiet() { ! tr -s ' \n' ' ' <"$1" | grep -qF "Assumed, not observed" || wrong "$1 speaks of what is not in it"; }

# The world itself, all of its products switched on or off.
expect 0 "$program" world check default
says out "$assumed BARLEY, RAPESEED, CANOLA_OIL, PORK, BEEF, POULTRY and FISH to whom."
says out "Every identity holds: 0 violated"
expect 0 "$program" world show default
says out "$assumed BARLEY"
for verb in check show; do
  expect 0 "$program" world $verb default --json
  python3 - <<'P'
import json
o = json.load(open("out"))
seven = {"BARLEY", "RAPESEED", "CANOLA_OIL", "PORK", "BEEF", "POULTRY", "FISH"}
assert set(o["world"]["products_assumed"]) == seven and "not observed" in o["world"]["assumed"]
marked = {p["product"] for p in o.get("products", []) if p.get("quality") == "assumed"}
assert marked == (seven if "products" in o else set()), marked
assert o.get("holds", True)
P
done

cat > pork.yaml <<'S2'
scenario: pork
products: [WHEAT, PORK, CANOLA_OIL]
focus: {region: JPN, product: PORK}
policy:
  - ban: {importer: JPN, exporter: CAN, product: PORK}
range: {draws: 3, drivers: 0, elasticities: [{product: PORK, spread: 20 %}]}
S2
cat > wheat.yaml <<'S2'
scenario: wheat
products: [WHEAT, MAIZE, SOYBEANS, RICE]
policy:
  - ban: {importer: JPN, exporter: CAN, product: WHEAT}
S2
both="$assumed CANOLA_OIL and PORK to whom."

# A run: terminal, tables, run.json, JSON, page and brief.
expect 0 "$program" run pork.yaml --out r --product PORK
says out "$both"
says out "PORK (Pork), of Food, beverages and tobacco; assumed, not observed:"
says out "Certified"
expect 0 "$program" run wheat.yaml --out w --product WHEAT
quiet out
! grep -q "assumed, not observed" out || wrong "wheat is observed"
python3 - <<'P'
import csv, json
two = ["CANOLA_OIL", "PORK"]
run = json.load(open("r/run.json"))
assert run["world"]["products_assumed"] == two and "CANOLA_OIL and PORK" in run["world"]["assumed"]
assert any("not observed" in line for line in run["scenario"]["closure"])
for table in ("products.csv", "product_trade.csv"):
    rows = list(csv.DictReader(open("r/" + table)))
    assert {r["product"] for r in rows if r["quality"] == "assumed"} == set(two), table
    assert {r["quality"] for r in rows if r["product"] not in two} == {""}, table
    assert "quality" not in next(csv.reader(open("w/" + table))), table
quiet = json.load(open("w/run.json"))
assert "assumed" not in quiet["world"] and "products_assumed" not in quiet["world"]
# at fixed costs the price of a product rises by (1 - share)^(-1 / theta) when a supplier stops; costs hardly move
jpn = [r for r in csv.DictReader(open("r/products.csv")) if r["region"] == "JPN" and r["product"] == "PORK"][0]
lost = [r for r in csv.DictReader(open("r/product_trade.csv")) if (r["product"], r["importer"], r["exporter"]) == ("PORK", "JPN", "CAN")][0]
share = float(lost["base_value"]) * (1 + float(lost["tariff_base_pct"]) / 100) / float(jpn["spending_base"])
closed = 100 * ((1 - share) ** (-1 / 7.8) - 1)
assert share > 0.02 and abs(float(jpn["price_pct"]) / closed - 1) < 0.05, (share, jpn["price_pct"], closed)
P
expect 0 "$program" run pork.yaml --product PORK --json
python3 - <<'P'
import json
o = json.load(open("out"))
assert o["world"]["products_assumed"] == ["CANOLA_OIL", "PORK"] and o["product"]["quality"] == "assumed"
P
expect 0 "$program" run wheat.yaml --product WHEAT --json
python3 -c 'import json; o = json.load(open("out")); assert "assumed" not in o["world"] and "quality" not in o["product"]'
says r/report.html "$both"
for lang in en fr ja; do
  expect 0 "$program" report r --brief --lang $lang
  says r/brief.html "$both"
done
expect 0 "$program" report w --brief
quiet w/report.html
quiet w/brief.html
expect 0 "$program" replay r
says out "come out again, bit for bit"
expect 0 "$program" run pork.yaml --out stata --tables dta
[ -s stata/products.dta ] || wrong "no products.dta"

# Of two folders diff tells it of each that has one.
expect 0 "$program" diff r w
says out "in the first: $both"
expect 0 "$program" diff r r
says out "in both: $both"
expect 0 "$program" diff w w
quiet out

# The other verbs.
expect 0 "$program" scenario check pork.yaml
says out "$both"
expect 0 "$program" scenario check pork.yaml --json
says out "CANOLA_OIL and PORK to whom"
expect 0 "$program" scenario check wheat.yaml
quiet out
expect 0 "$program" range pork.yaml --out ranged
says out "$both"
says ranged/run.json "$both"
expect 0 "$program" exposure JPN --products PORK --largest 0
says out "$assumed PORK to whom."
expect 0 "$program" exposure JPN --largest 0
quiet out
expect 0 "$program" dependence JPN pork.yaml --out depends
says out "$both"
says depends/run.json "$both"
expect 0 "$program" accounts JPN pork.yaml --food --out eaten
says out "$both"
says eaten/run.json "$both"
expect 0 "$program" accounts JPN wheat.yaml --food
quiet out
expect 0 "$program" reconcile pork.yaml --out variants
says out "$both"
says variants/run.json "$both"
cat > decide.yaml <<'S2'
decide: d
regions: [JPN]
products: PORK
levers:
  - {name: nothing, policy: []}
  - {name: open, policy: [{tariff: {importer: JPN, exporter: USA, product: PORK, to: 0 %}}]}
contingencies:
  - {name: calm, probability: 50 %, policy: []}
  - {name: ban, probability: 50 %, policy: [{ban: {importer: JPN, exporter: CAN, product: PORK}}]}
S2
expect 0 "$program" decide decide.yaml --out decided
says out "$assumed PORK to whom."
says decided/run.json "$assumed PORK to whom."
says decided/report.html "$assumed PORK to whom."
expect 0 "$program" decide decide.yaml --json
says out "$assumed PORK to whom."

# China's tariffs on Canada's canola: its price at home falls, China buys elsewhere, Japan pays less.
expect 0 "$program" run canola-china --out canola
says out "$assumed BARLEY"
says out "Certified"
python3 - <<'P'
import csv
p = {(r["region"], r["product"]): r for r in csv.DictReader(open("canola/products.csv"))}
home = {r: float(p[r, "RAPESEED"]["seller_price_pct"]) for r in ("CAN", "AUS", "CHN")}
assert home["CAN"] < -3 and home["AUS"] > 0.5 and home["CHN"] > 1, home
assert float(p["JPN", "RAPESEED"]["price_pct"]) < 0 < float(p["CHN", "RAPESEED"]["price_pct"])
trade = {(r["importer"], r["exporter"]): r for r in csv.DictReader(open("canola/product_trade.csv")) if r["product"] == "RAPESEED"}
assert float(trade["CHN", "CAN"]["change_pct"]) < -80 < 0 < float(trade["CHN", "AUS"]["change_pct"])
P
