# tradewind accounts --food: words, JSON, files, replay, a scenario, tables of one's own, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" accounts JPN --food --world small2014
for text in "Food of JPN (Japan)" "860 are its own" "CAN: 10.3 % of all calories directly (7.5 to 13.0), 10.8 % with the feed" \
  "Calories a head and day by origin" "stand on assumed numbers" "No files were written"; do
  tr '\n' ' ' <out | sed 's/  */ /g' | grep -qF "$text" || wrong "lacks: $text"
done
silent err
grep -q '^CAN  *232\.6  *10\.3  *7\.5-13\.0  *245\.6  *10\.8' out || wrong "Canada's line"
expect 0 "$program" accounts jpn us-tariff-canada --food --world small2014 --out r --tables dta
for file in calories.csv accounts.csv calories.dta regions.csv columns.csv run.json report.html; do
  [ -s "r/$file" ] || wrong "r/$file is missing"
done
head -n 1 r/calories.csv | grep -q '^region,product,origin,direct,look_through,direct_new,look_through_new,' || wrong "columns"
head -n 1 r/accounts.csv | grep -q '^region,kind,item,source,convention,partner,value,unit,quality' || wrong "columns of accounts"
grep -q '^JPN,food,self_sufficiency,all,look_through,,37\.96' r/accounts.csv || wrong "self-sufficiency"
says r/run.json '"kind": "food"'
# direct and looked through sum to all calories
awk -F, 'NR > 1 { a += $4; b += $5 } END { exit !(a > 2264.999 && a < 2265.001 && b > 2264.999 && b < 2265.001) }' r/calories.csv ||
  wrong "calories do not sum"
expect 0 "$program" replay r
says out "come out again, bit for bit"
says out "accounts.csv"
mkdir own
cp "$source_dir"/markets/food/*.csv own
expect 0 "$program" accounts JPN --food --food-tables own --world small2014 --out of_own
sed -i 's/^JPN,food,wheat,CAN,1823000/JPN,food,wheat,CAN,911500/' own/origins.csv
expect 0 "$program" accounts JPN --food --food-tables own --world small2014 --out fewer
tr '\n' ' ' <out | sed 's/  */ /g' | grep -q 'The tonnes make the share of wheat from CAN 0.2111, which the low and high of its row' ||
  wrong "a share beyond its low and high is not said"
python3 - <<'P'
import csv
row = [r for r in csv.DictReader(open("fewer/calories.csv")) if r["product"] == "wheat" and r["origin"] == "CAN" and r["part"] == "import"][0]
low, point, high = (float(row[k]) for k in ("direct_low", "direct", "direct_high"))
assert low <= point < high, row
P
expect 0 "$program" diff of_own fewer
says out "calories.csv"
rm -r own
expect 0 "$program" replay fewer
says out "come out again, bit for bit"
expect 0 "$program" accounts JPN --food --world small2014 --json
python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); assert o["calories"] == 2265 and o["kind"] == "food"' out || wrong "JSON"

# A scenario is solved as `run` solves it, with the elasticities and the products that are chosen.
for with in "--elasticities fontagne-2022" "--products none"; do
  expect 0 "$program" run us-tariff-canada $with --no-report --out as_run
  expect 0 "$program" accounts JPN us-tariff-canada --food $with --no-report --out as_food
  cmp as_run/regions.csv as_food/regions.csv >&2 || wrong "accounts of food ignore $with"
  rm -r as_run as_food
done

expect 1 "$program" accounts JPN
says err "expected --energy or --food"
expect 1 "$program" accounts JPN --energy --food
expect 1 "$program" accounts JPN --energy --world small2014
says err "world is of accounts --food"
expect 1 "$program" accounts JPN us-tariff-canada --energy
says err "no model, so no scenario"
expect 1 "$program" accounts JPN --food --balance x.csv
says err "food-tables brings tables of food"
expect 2 "$program" accounts CAN --food --world small2014
says err "diet.csv has no rows of CAN; the built-in tables are of JPN, --food-tables DIR brings others"
mkdir own
cp "$source_dir"/markets/food/*.csv own
expect 0 "$program" accounts JPN --food --food-tables own --world default
silent err
sed -i 's/^JPN,feed,barley,CAN,/JPN,feed,barley,CAM,/' own/origins.csv
expect 0 "$program" accounts JPN --food --food-tables own --world default
says err "CAM is no region of world default, and stands as it is written; did you mean CAN?"
expect 2 "$program" accounts JPN --food --food-tables nowhere --world small2014
says err "nowhere/diet.csv"
