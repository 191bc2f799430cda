# tradewind accounts: words, JSON, files, what comes out again, what differs, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" accounts JPN --energy
for text in "Energy of JPN (Japan)" "ARE 42.3 %, SAU 39.7 %" "Imports by origin, per cent:" "What sails through a passage" \
  "No primary energy: --balance FILE" "No origins are known of oil_products, pipeline_gas, coal" "No files were written"; do
  says out "$text"
done
silent err
[ "$(grep -c '^hormuz  *73\.3 .* 5\.8 ' out)" = 1 ] || wrong "the part of crude and gas that sails through Hormuz"
lines=$(wc -l <out)
expect 0 "$program" accounts jpn --energy --all
[ "$(wc -l <out)" -gt "$lines" ] || wrong "--all shows no more"

cat >balance.csv <<END
region,source,convention,year,production_pj,net_imports_pj,supply_pj
JPN,oil,input_equivalent,2023,15,6640,6655
JPN,gas,input_equivalent,2023,72,3255,3327
JPN,coal,input_equivalent,2023,16,4520,4536
JPN,nuclear,input_equivalent,2023,695,,695
JPN,hydro,input_equivalent,2023,697,,697
JPN,renewables,input_equivalent,2023,1493,,1493
JPN,self_sufficiency_percent,iea_by_meti,FY2022,12.6,,
END
expect 0 "$program" accounts JPN --energy --balance balance.csv --out r
says out "82.8 %"
says out "86.8 % with it as imported"
says out "convention iea_by_meti, %: FY2022 87.4"
says out "has no rows of JPN by the convention physical"
for file in accounts.csv accounts.json columns.csv run.json report.html; do
  [ -s "r/$file" ] || wrong "r/$file is missing"
done
[ "$(ls r | wc -l)" = 5 ] || wrong "other files than those"
[ "$(head -n 1 r/accounts.csv)" = region,kind,item,source,convention,partner,value,unit,quality,year,reference ] || wrong "columns"
grep -q '^JPN,energy,import_dependence,all,input_equivalent,nuclear_imported,86\.8.*,%,derived,2023,$' r/accounts.csv || wrong "a row"
says r/columns.csv "accounts.csv,convention,text,"
says r/run.json '"kind": "accounts"'
grep -q "Energy of Japan\|accounts" r/report.html || wrong "the page is of something else"

# The folder alone says what was accounted.
mv balance.csv gone.csv
expect 0 "$program" replay r
says out "come out again, bit for bit"
sed 's/^JPN,oil,input_equivalent,2023,15,6640,6655/JPN,oil,input_equivalent,2023,25,6640,6665/' gone.csv >balance.csv
expect 0 "$program" accounts JPN --energy --balance balance.csv --out other
expect 0 "$program" diff r other
says out "the lines that differ in the balance's file balance.csv"
says out "6640,6665"
expect 0 "$program" accounts KOR --energy --out kor
expect 0 "$program" diff r kor
says out "the region: JPN and KOR"
expect 0 "$program" diff kor kor
says out "nothing: region, files, built-in tables, version and build are the same"
sed 's/86\.8/86.9/' r/accounts.csv >changed.csv
cp changed.csv r/accounts.csv
expect 3 "$program" replay r
says out "accounts.csv is not as the run wrote it"
expect 2 "$program" compare kor other --to x.html
says err "holds a folder of accounts, and runs and ranges alone stand side by side"
expect 0 "$program" report kor --to page.html
[ -s page.html ] || wrong "no page"

expect 0 "$program" accounts KOR --energy --json
python3 - <<END
import json
told = json.load(open("out"))
assert (told["region"], told["name"], told["kind"], told["balance"], told["folder"]) == ("KOR", "Korea", "energy", None, None)
rows = {(r["item"], r["source"], r["convention"], r["partner"]): r for r in told["accounts"]}
share = rows["origin_share", "crude", "", "SAU"]
assert 30 < share["value"] < 40 and share["unit"] == "%" and share["quality"] == "derived", share
assert abs(rows["days_of_cover", "lng", "", "hormuz"]["value"] - 900 / rows["passage_share", "lng", "", "hormuz"]["value"]) < 1e-9
assert told["sentences"] and told["remarks"] and told["exit_code"] == 0
END

# What is wrong: nothing is printed, nothing is written, and older results stay.
bad() {
  code=$1 text=$2
  shift 2
  expect "$code" "$program" "$@"
  silent out
  says err "$text"
  [ ! -e no ] || wrong "something was written"
}
bad 1 "expected --energy" accounts JPN
bad 1 "accounts needs" accounts --energy
bad 2 'found the region "Japan", expected the code of one of' accounts Japan --energy --out no
bad 2 "did you mean JPN?" accounts Japan --energy --out no
sed 's/^JPN,gas,input_equivalent,2023,72,3255,3327/JPN,gas,input_equivalent,2023,72,3255,3372/' gone.csv >apart.csv
bad 2 "apart.csv:3: column supply_pj: found a supply of 3372 PJ, and production 72 + net imports 3255 is 3327: 45 PJ do not add up" \
  accounts JPN --energy --balance apart.csv --out no
sed 's/coal,input_equivalent/coal,input_equivalend/' gone.csv >word.csv
bad 2 "did you mean input_equivalent?" accounts JPN --energy --balance word.csv --out no
sed 's/production_pj/production/' gone.csv >unit.csv
bad 2 "found 15 without a unit" accounts JPN --energy --balance unit.csv --out no
sed 's/supply_pj/supply_kwh/' gone.csv >column.csv
bad 2 "column.csv:1: found the column supply_kwh; did you mean supply_pj?" accounts JPN --energy --balance column.csv --out no
bad 2 "nowhere.csv: cannot open" accounts JPN --energy --origins nowhere.csv --out no
bad 1 "unknown command account; did you mean accounts?" account JPN
cp -r kor keep
expect 2 "$program" accounts JPN --energy --balance apart.csv --out keep
diff -r kor keep || wrong "older results were touched"
expect 2 "$program" accounts JPN --energy --balance kor/accounts.csv --out kor
