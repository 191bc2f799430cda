# The products of food of the standard world are what their script makes of the data; it would notice a change.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
data food >/dev/null || skip "needs food, looked for in \$TRADEWIND_DATA and ../shared/data"
folder=$(dirname "$(data food)")
make() { /usr/bin/python3 -B "$source_dir/worlds/default/food.py" --data "$folder" --tradewind "$program" "$@"; }
expect 0 make --out made --into "$source_dir/worlds/default" --check
says out "The files are these."
# The observed are made without a look at the assumed: what these add fits into what those leave of a flow.
python3 - <<'P'
import csv
rows = list(csv.DictReader(open("made/scaled.csv")))
assert {r["products"] for r in rows} == {"observed", "assumed"}
for r in rows:
    flow, room, wanted, times = (float(r[k]) for k in ("flow", "room", "wanted", "times"))
    assert wanted > room and room <= 0.95 * flow * (1 + 1e-5), r
    assert abs(times * wanted - room) <= 1e-3 * wanted or times * wanted < room, r
P
python3 - "$source_dir/worlds/default" <<'P'
import csv, gzip, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import food
flow = {(r["sector"], r["importer"], r["exporter"]): float(r["value"]) for r in food.rows(sys.argv[1] + "/flows.csv.gz")}
used = {}
for r in food.rows(sys.argv[1] + "/product_flows.csv.gz"):
    if r["product"] in food.PRODUCTS:
        cell = food.PRODUCTS[r["product"]][2], r["importer"], r["exporter"]
        used[cell] = used.get(cell, 0) + float(r["value"])
assert len(used) > 1000 and all(x <= 0.95 * flow[c] + 0.5 for c, x in used.items())
P
mkdir copy
cp "$source_dir"/worlds/default/products.csv copy
gzip -dc "$source_dir/worlds/default/product_flows.csv.gz" | sed '/^PORK,JPN,CAN,/s/,[0-9]*,/,1,/' | gzip >copy/product_flows.csv.gz
expect 1 make --out made --into copy --check
says out "product_flows.csv differ."
expect 0 make --try
says out "Wheat: 34 % of tonnes in wrong cells"
says out "Rice, milled: 58 % of tonnes in wrong cells"
