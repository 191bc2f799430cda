# Stocks and calories of a world's folder: checked, kept by every form, used by a run with a clause and by its replay, and
# replaced file by file by those of --food-tables.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# small2014 with wheat in a fifth of agriculture, in tonnes
expect 0 "$program" world export small2014 --to csv --out long.csv
awk -F, 'NR == 1 { print "product,importer,exporter,quantity,unit_value" }
  $3 == "A" && NR > 1 { printf "WHEAT,%s,%s,%.9g,300\n", $1, $2, ($1 == $2 ? 0.1 : 0.2) * $4 * 1e6 / 300 }' long.csv >flows.csv
printf '%s\n' sector,product,name,trade_elasticity,unit A,WHEAT,Wheat,3,t >list.csv
expect 0 "$program" world products small2014 --flows flows.csv --products list.csv --between A=-0.5 --name wheat --out plain
cat >s.yaml <<'S'
scenario: s
world: plain
policy:
  - ban: {importer: all, exporter: CAN, product: WHEAT}
  - clause: {importer: JPN, exporter: CAN, product: WHEAT}
S

# a folder changed by hand has no list of its files
cp -r plain own
sed '/^# .*files/,$d; /^files:/,$d' plain/world.yaml >own/world.yaml
printf '%s\n' region,product,quantity,days JPN,WHEAT,1167700,65.1 can,wheat,6103300, >own/stocks.csv
printf '%s\n' product,kcal_per_unit,food_share WHEAT,3000000,0.5 >own/calories.csv
expect 0 "$program" world check own --all
says out "The world has its own stocks (2 rows of stocks.csv) and calories (1 row of"
sum() {
  "$program" world show "$1" --json | sed -n 's/.*"sha256": "\([0-9a-f]*\)".*/\1/p' | head -n 1
}
[ "$(sum own)" != "$(sum plain)" ] || wrong "the same SHA-256"

# every form keeps them
expect 0 "$program" world export own --to folder --out copy
expect 0 "$program" world save copy w.tww
expect 0 "$program" world export w.tww --to folder --out again
expect 0 "$program" world export own --to dta --out stata
expect 0 "$program" world import --from dta stata --out back
for folder in copy again back; do
  cmp "$folder/stocks.csv" copy/stocks.csv && cmp "$folder/calories.csv" copy/calories.csv || wrong "$folder"
  [ "$(sum "$folder")" = "$(sum own)" ] || wrong "$folder: another SHA-256"
done
[ "$(tr '\n' ' ' <copy/stocks.csv)" = "region,product,quantity,days CAN,WHEAT,6103300, JPN,WHEAT,1167700,65.1 " ] ||
  wrong "stocks.csv: $(cat copy/stocks.csv)"
says copy/world.yaml "stocks.csv"
sed 's/65.1/65.2/' copy/stocks.csv >new && mv new copy/stocks.csv
expect 2 "$program" world check copy
says err "copy/stocks.csv: it is not the file that was written with world.yaml"
rm copy/calories.csv copy/stocks.csv
expect 2 "$program" world check copy
says err "the file stocks.csv is missing, which world.yaml lists"

# a run uses them, and says whose they are
expect 0 "$program" run s.yaml --world plain --out bare
expect 0 "$program" run s.yaml --world own --out run
grep -q '^CAN,JPN,capped,JPN,A,WHEAT,cover,days,65.1,' run/clause.csv || wrong "cover: $(grep cover run/clause.csv)"
grep -q 'JPN,A,WHEAT,cover,days,,,' bare/clause.csv || wrong "cover without stocks: $(grep cover bare/clause.csv)"
cover() {
  awk -F, '$4 == "'"$2"'" && $7 == "'"$3"'" { print $9 }' "$1/clause.csv"
}
python3 - <<'P' || wrong "run.json"
import json
c = json.load(open("run/run.json"))["cascade"]
assert c["tables"] is None
for name in ("stocks.csv", "calories.csv"):
    assert c[name]["of_world"] is True and c[name]["name"] == name + " of world wheat", c[name]
    assert c[name]["text"] == open("again/" + name).read()
c = json.load(open("bare/run.json"))["cascade"]
assert c["stocks.csv"] is None and c["calories.csv"] is None
P
expect 0 "$program" replay run
says out "clause.csv"

# the same from --food-tables, to the bit
mkdir tables
cp again/stocks.csv again/calories.csv tables
expect 0 "$program" run s.yaml --world plain --food-tables tables --out given
cmp run/clause.csv given/clause.csv || wrong "not as with --food-tables"

# --food-tables replaces file by file
printf '%s\n' region,product,quantity,days JPN,WHEAT,1,2.5 >tables/stocks.csv
rm tables/calories.csv
expect 0 "$program" run s.yaml --world own --food-tables tables --out mixed
[ "$(cover mixed JPN cover)" = 2.5 ] || wrong "days of the world's: $(cover mixed JPN cover)"
[ "$(cover mixed JPN calories)" = "$(cover run JPN calories)" ] || wrong "calories are not the world's"
[ "$(cover mixed JPN calories)" != "$(cover bare JPN calories)" ] || wrong "calories of the built-in table"
python3 - <<'P' || wrong "run.json of both"
import json
c = json.load(open("mixed/run.json"))["cascade"]
assert c["tables"] == "tables" and c["stocks.csv"]["name"] == "tables/stocks.csv" and "of_world" not in c["stocks.csv"]
assert c["calories.csv"]["of_world"] is True
P
rm -r tables
expect 0 "$program" replay mixed

# what is wrong is said with its place
printf '%s\n' region,product,quantity JPN,WHEAT,5 JPM,WHEAT,5 >own/stocks.csv
expect 2 "$program" world check own
says err 'own/stocks.csv:3: column region: found "JPM", expected a region of the world; did you'
printf '%s\n' region,product,quantity JPN,WHEAT,-5 >own/stocks.csv
expect 2 "$program" run s.yaml --world own
says err 'own/stocks.csv:2: column quantity: found "-5"'
