# The checked-in files of the built-in market are what its script makes, and the script would notice if they were not.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
data energy >/dev/null || skip "needs energy, looked for in \$TRADEWIND_DATA and ../shared/data"
folder=$(dirname "$(data energy)")
make() { expect "$1" /usr/bin/python3 copy/markets/lng2024/make.py --data "$folder" --check; }
mkdir -p copy/worlds
cp -r "$source_dir/markets" copy
cp "$source_dir/worlds/default-countries.csv" copy/worlds
make 0
says out "All 6 files are what the script makes."

# A tonne more in a flow, a price, a capacity of Canada's path, the text and a file that is missing.
change() { sed "$2" "$source_dir/markets/$1" >"copy/markets/$1"; }
change lng2024/arcs.csv '2s/,2\.8747,/,2.8748,/'
change lng2024/buyers.csv '/^KOR,/s/,12.14,/,12.15,/'
change lng2024/suppliers.csv '/,firm-2031,/s/,14,/,15,/'
change lng2024.md '$d'
rm copy/markets/lng2024/passages.csv
make 1
for text in "lng2024/arcs.csv differs in 1 of" "first in line 2: QAT,JPN," "lng2024/buyers.csv differs in 1 of 23 lines, first in line 3: KOR" \
  "lng2024/suppliers.csv differs in 1 of" "lng2024.md differs in" "lng2024/passages.csv is made, and not here."; do
  says out "$text"
done
[ "$(wc -l <out)" = 5 ] || wrong "one sentence for one difference"

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
observed = [r for r in csv.DictReader(open("$folder/energy/lng_base.csv")) if r["quality"] == "observed"]
assert len(observed) > 150
for r in observed:
    assert abs(ours[r["exporter"], r["importer"]] - float(r["mt"])) < 2e-4, r
END
expect 0 /usr/bin/python3 terms.py
