# The checked-in files of the standard world are what its script makes of the data.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
for set in icio2022 icio-trade elasticities totals2023 us-tariffs concordance sea2014 energy; do
  data "$set" >/dev/null || skip "needs $set, looked for in \$TRADEWIND_DATA and ../shared/data"
done
/usr/bin/python3 -c "import numpy" 2>/dev/null || skip "needs numpy for the system's Python (python3-numpy)"
folder=$(dirname "$(data icio2022)")
make=$source_dir/worlds/default/make.py
# Goods go to the sector that makes them: codes at eight digits before those at six and four, a chapter only where the
# concordance has no good; a car, crude oil and wheat come in no small consignment.
cat >codes.py <<END
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "$source_dir/worlds/default")
import customs
codes = customs.Codes("$folder")
for hs, sectors, rule in (
        ("8703230190", "C29", 0), ("8701210000", "C29", 0), ("8701931000", "C28", 0), ("8704105060", "C28", 0),
        ("9401991085", "C29", 0), ("9401999081", "C31T33", 0), ("8409915085", "C29", 0), ("8409919990", "C28", 0),
        ("8544300000", "C29", 0), ("8512202040", "C27", 0), ("8512904000", "C27 C29", 1), ("8523510000", "C26", 0),
        ("7204490020", "C24A", 0), ("7602000030", "C24B", 0), ("4911998000", "C17_18", 0), ("2716000000", "B06", 0),
        ("0511993600", "C10T12", 0), ("0508000000", "A03", 0), ("2303100010", "C10T12", 0), ("2401102010", "A01", 0),
        ("3705000000", "", 3)):
    found = codes.find(hs)
    assert (" ".join(found[0]), customs.RULES.index(found[1])) == (sectors, rule), (hs, found)
small = [hs for hs in ("8703230190", "2709002010", "1001992055", "7108121013", "8802400040", "8708999081", "9503000073",
                       "6109100012") if customs.can_be_small(hs)]
assert small == ["7108121013", "8708999081", "9503000073", "6109100012"], small
END
expect 0 /usr/bin/python3 codes.py
# The verbs that it calls have tests of their own there, and the rest is numpy, which no sanitizer sees.
[ -z "${TRADEWIND_SANITIZED-}" ] || exit 0
expect 0 /usr/bin/python3 "$make" --data "$folder" --tradewind "$program" --check
says out "differ by at most"

# It would notice: one flow more by a million dollars. The comparison is what is tried here, so it is given the checked-in
# world as what was made; to make that again costs as much.
mkdir copy
cp -r "$source_dir/worlds/default" copy/default
cp "$source_dir"/worlds/default-*.csv copy
cat >again.py <<END
import shutil, sys
sys.dont_write_bytecode = True
sys.path.insert(0, "copy/default")
import make
make.balanced = lambda *arguments: "$source_dir/worlds/default"
make.carry.employment = lambda *arguments: None
make.folder.finish = lambda made, out, *arguments: shutil.copytree(made, out)
sys.exit(make.main())
END
again() { /usr/bin/python3 again.py --data "$folder" --tradewind "$program" --check; }
gzip -dc "$source_dir/worlds/default/flows.csv.gz" |
  awk -F, 'BEGIN { OFS = ","; CONVFMT = OFMT = "%.12g" } NR == 3 { $4 += 1 } { print }' |
  gzip >copy/default/flows.csv.gz
expect 1 again
says out "The files differ by at most 1e+03 of the last digit"
cp "$source_dir/worlds/default/flows.csv.gz" copy/default
expect 0 again
says out "The files differ by at most 0 of the last digit"
[ "$(wc -l <out)" = 1 ] || wrong "a difference that is none"
# So it would of a name, an elasticity, a study's value, the description, one cell of employment and a file that is missing.
change() { sed "$2" "$source_dir/worlds/default/$1" >"copy/default/$1"; }
change regions.csv 's/^CAN,Canada/CAN,Kanada/'
change sectors.csv '/^C29,/s/,[0-9.]*$/,9/'
change elasticities.csv '2s/,/,x/2'
change world.yaml '$d'
gzip -dc "$source_dir/worlds/default/production.csv.gz" | sed '5s/[0-9.]*$/1/' | gzip >copy/default/production.csv.gz
rm copy/default/groups.yaml
expect 1 again
for text in "The files differ by at most 0 of the last digit" "World.yaml differs in 1 of" \
  "Regions.csv differs in 1 of 33 lines, first in line 8: CAN,Canada, and here CAN,Kanada." \
  "Sectors.csv differs in 1 of 36 lines, first in line" "Groups.yaml is made, and not here." \
  "Elasticities.csv differs in 1 of" "Employment differs in 1 cells, first ROW B05: 218.779 thousand, and here 1.0"; do
  says out "$text"
done
[ "$(wc -l <out)" = 7 ] || wrong "one sentence for one difference"
