# The checked-in files of the standard world are what its script makes of the data.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
for set in wiod2014 totals2023 us-tariffs concordance; do
  data "$set" >/dev/null || skip "needs $set, looked for in \$TRADEWIND_DATA and ../shared/data"
done
/usr/bin/python3 -c "import numpy" 2>/dev/null || skip "needs numpy for the system's Python (python3-numpy)"
folder=$(dirname "$(data wiod2014)")
make=$source_dir/worlds/default/make.py
expect 0 /usr/bin/python3 "$make" --data "$folder" --tradewind "$program" --check
says out "differ by at most"

# It would notice: one flow more by a million dollars.
mkdir copy
cp -r "$source_dir/worlds/default" copy/default
cp "$source_dir"/worlds/default-*.csv copy
gzip -dc copy/default/flows.csv.gz | awk -F, 'BEGIN { OFS = "," } NR == 2 { $4 += 1 } { print }' |
  gzip >copy/flows.csv.gz
mv copy/flows.csv.gz copy/default/flows.csv.gz
expect 1 /usr/bin/python3 copy/default/make.py --data "$folder" --tradewind "$program" --check
says out "e+03 of the last digit"
