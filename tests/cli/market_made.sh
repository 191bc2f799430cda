# The checked-in files of the built-in market, and of energy, are what their scripts make, and those would notice if not.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
data energy >/dev/null || skip "needs energy, looked for in \$TRADEWIND_DATA and ../shared/data"
folder=$(dirname "$(data energy)")
make() { expect "$2" /usr/bin/python3 "copy/markets/$1/make.py" --data "$folder" --check; }
mkdir -p copy/worlds
cp -r "$source_dir/markets" copy
cp "$source_dir/worlds/default-countries.csv" copy/worlds
make lng2024 0
says out "All 6 files are what the script makes."
make energy 0
says out "All 5 files are what the script makes."

# A tonne more in a flow, a price, a capacity of Canada's path, the text and a file that is missing.
change() { sed "$2" "$source_dir/markets/$1" >"copy/markets/$1"; }
change lng2024/arcs.csv '2s/,2\.8747,/,2.8748,/'
change lng2024/buyers.csv '/^KOR,/s/,12.14,/,12.15,/'
change lng2024/suppliers.csv '/,firm-2031,/s/,14,/,15,/'
change lng2024.md '$d'
rm copy/markets/lng2024/passages.csv
make lng2024 1
for text in "lng2024/arcs.csv differs in 1 of" "first in line 2: QAT,JPN," "lng2024/buyers.csv differs in 1 of 23 lines, first in line 3: KOR" \
  "lng2024/suppliers.csv differs in 1 of" "lng2024.md differs in" "lng2024/passages.csv is made, and not here."; do
  says out "$text"
done
[ "$(wc -l <out)" = 5 ] || wrong "one sentence for one difference"
change energy/origins.csv '/^JPN,crude,SAU,/s/46.4337/46.4338/'
change energy/ways.csv '/^crude,SAU,JPN,/s/0.88/0.89/'
change energy/stocks.csv '/^JPN,lng,/s/,21,/,22,/'
make energy 1
for text in "energy/origins.csv differs in 1 of" "energy/ways.csv differs in 1 of" "energy/stocks.csv differs in 1 of 12 lines"; do
  says out "$text"
done
[ "$(wc -l <out)" = 3 ] || wrong "one sentence for one difference"

# No figure of the statistical review that its terms keep out of the product: the cells that the data set marks as its own.
cat >terms.py <<END
import csv
ours = {(r["supplier"], r["buyer"]): float(r["quantity"]) for r in csv.DictReader(open("$source_dir/markets/lng2024/arcs.csv"))
        if float(r["quantity"] or 0)}
kept_out = [r for r in csv.DictReader(open("$folder/energy/lng_base.csv"))
            if r["source"].startswith(("Energy Institute", "EI ", "same"))]
assert len(kept_out) > 15
for r in kept_out:
    assert abs(ours.get((r["exporter"], r["importer"]), 0) - float(r["mt"])) > 5e-4, r
# Nor in the origins of fuels: coal by origin is all of it.
fuels = {r["fuel"] for r in csv.DictReader(open("$source_dir/markets/energy/origins.csv"))}
assert fuels == {"crude", "lng", "lpg", "uranium"}, fuels
mine = {(r["importer"], r["fuel"], r["exporter"]): r for r in csv.DictReader(open("$source_dir/markets/energy/origins.csv"))}
customs = [r for r in csv.DictReader(open("$folder/energy/energy_origin.csv"))
           if r["fuel"] == "crude" and r["exporter"] != "OTHER" and r["importer"] != "THA"]
assert len(customs) > 150
for r in customs:
    if float(r["share"]) > 0.006:
        found = mine[r["importer"], r["fuel"], r["exporter"]]
        assert found["quality"] != "observed" or abs(float(found["quantity"]) - float(r["quantity"])) < 1e-3, (r, found)
observed = [r for r in csv.DictReader(open("$folder/energy/lng_base.csv")) if r["quality"] == "observed"]
assert len(observed) > 150
for r in observed:
    assert abs(ours[r["exporter"], r["importer"]] - float(r["mt"])) < 2e-4, r
END
expect 0 /usr/bin/python3 terms.py
