#!/bin/sh
# run --product: who makes and buys one product, as words and as JSON; names that are none; a run without the product.
set -eu

. "$(dirname "$0")/lib.sh"
cd "$tmp"
expect 0 "$program" run cars-lapse-by-brand --product gm
says out 'GM (General Motors), of Motor vehicles:'
says out 'Where trade in it changes most:'
grep -q '^CAN  *[0-9]* *-[0-9.]* *86388 *-[0-9.]* ' out
grep -q '^CAN   USA ' out
expect 0 "$program" run cars-lapse-by-brand --product GM --json
python3 - out <<'P'
import json, sys
of = json.load(open(sys.argv[1]))["product"]
assert of["code"] == "GM" and of["sector"] == "C29" and of["unit"] == "vehicles"
canada = [r for r in of["regions"] if r["region"] == "CAN"][0]
assert canada["sales_base"] > 0 > canada["sales_pct"] and canada["quantity_pct"] < 0 < canada["price_pct"]
P
expect 2 "$program" run cars-lapse-by-brand --product TOYOTO
says err 'world default has no product "TOYOTO"; did you mean TOYOTA?'
expect 2 "$program" run us-tariff-canada --world default2014 --product GM
says err 'world default2014 has no products'
expect 0 "$program" run us-tariff-canada --products TOYOTA --product GM
says out 'GM is not among the products that this was solved with.'
