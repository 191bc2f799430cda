#!/bin/sh
# Products of food in default: switched off until a scenario lists them; with a supply of their own a ban moves prices at home;
# what is assumed is said; a range over omega, and its replay.
set -eu

. "$(dirname "$0")/lib.sh"
cd "$tmp"
cat > wheat.yaml <<'S'
scenario: wheat
products: [WHEAT, MAIZE, SOYBEANS, RICE]
variables: {omega: 0.5}
closure: {supply: {sector: A01, kind: own_supply, omega: $omega}}
policy:
  - ban: {exporter: RUS, importer: all, product: WHEAT}
range: {draws: 4, drivers: 0, variables: {omega: {uniform: [0, 2]}}, elasticities: [{product: WHEAT, spread: 20 %}]}
S
expect 0 "$program" scenario check wheat.yaml
says out 'In A01 each of 4 products has a supply of its own:'
says out 'at an elasticity of 0.5, so'
expect 0 "$program" run wheat.yaml --out own
says out 'Caution: Food: tonnes of wheat, maize, soybeans and rice are observed'
expect 0 "$program" run wheat.yaml --set omega=1000 --out far
sed -e 's/^closure.*//' -e 's/^range.*//' -e 's/^variables.*//' wheat.yaml > one.yaml
expect 0 "$program" run one.yaml --out one
expect 0 "$program" run us-tariff-canada --out without
python3 - <<'P'
import csv, json
def of(folder, table, *keys):
    with open(folder + "/" + table, newline="") as file:
        return {tuple(r[k] for k in keys): r for r in csv.DictReader(file)}
own, far, one = (of(f, "products.csv", "region", "product") for f in ("own", "far", "one"))
price = lambda t: float(t["RUS", "WHEAT"]["seller_price_pct"])
assert price(own) < -20 and abs(price(one)) < 1 and abs(price(far) - price(one)) < 0.5, (price(own), price(one), price(far))
assert float(own["CAN", "WHEAT"]["seller_price_pct"]) > 1 > float(one["CAN", "WHEAT"]["seller_price_pct"])
assert own["CAN", "WHEAT"]["quantity_base"] == own["CAN", "WHEAT"]["quantity_base"] != ""
far, one, own = (of(f, "regions.csv", "region") for f in ("far", "one", "own"))
apart = lambda a: max(abs(float(a[r]["real_income_pct"]) - float(one[r]["real_income_pct"])) for r in one)
assert apart(far) < 2e-3 and apart(own) > 10 * apart(far), (apart(far), apart(own))
without = json.load(open("without/run.json"))
assert not any(r["product"] == "WHEAT" for r in of("without", "products.csv", "region", "product").values())
assert "Food" not in json.dumps(without["scenario"].get("cautions", []))
P
expect 0 "$program" replay own
expect 0 "$program" range wheat.yaml --out drawn
expect 0 "$program" replay drawn
# Other elasticities take a view of the products that are switched on: every variant is solved, and none is "(null)".
expect 0 "$program" reconcile us-tariff-canada --out variants
grep -q '(null)' out && wrong "a variant without a name"
python3 - <<'P'
import csv, json, math
names = [v["name"] for v in json.load(open("variants/reconcile.json"))["variants"]]
with open("variants/reconcile.csv", newline="") as file:
    rows = list(csv.DictReader(file))
assert len(names) > 10 and all(names) and {r["variant"] for r in rows} == set(names), names
assert all(math.isfinite(float(r["real_income_pct"])) for r in rows)
assert all(v["outcome"] == "certified" for v in json.load(open("variants/reconcile.json"))["variants"])
P
expect 2 "$program" run us-tariff-canada --products foods
says err 'did you mean food?'
cat > off.yaml <<'S'
scenario: off
policy:
  - ban: {exporter: RUS, importer: all, product: WHEAT}
S
expect 2 "$program" scenario check off.yaml
says err 'product WHEAT of world default is switched off; `products: [WHEAT]`'
expect 2 "$program" run wheat.yaml --products C29
says err 'no product of A01 is in this run of world default'
