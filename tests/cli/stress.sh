# tradewind stress: the matrix, one loss in detail as words, JSON and files, the same numbers as tradewind market, what comes
# out again, what differs, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# cell FILE COLUMN KEY=VALUE...: the cell of the first row with these texts
cell() {
  file=$1
  column=$2
  shift 2
  awk -F, -v column="$column" -v keys="$*" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(keys, key, " "); next }
    { for (i = 1; i <= n; i++) { split(key[i], part, "="); if ($at[part[1]] != part[2]) next } print $at[column]; exit }' "$file"
}
flat() { # TEXT: in the output, wherever its lines end
  tr '\n' ' ' <out | tr -s ' ' >line
  grep -qF -- "$1" line || wrong "the output lacks: $1"
}
near() { # A B WHAT: the same to 1e-7
  awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; if (a == "" || b == "" || d > 1e-7 || d < -1e-7) exit 1 }' || wrong "$3: $1, expected $2"
}

# ---------------------------------------------------------------- words
shown() { sed -E 's/^Time .*/Time/; s/largest violation [^)]*/largest violation/' "$1"; }
expect 0 "$program" stress JPN --lose hormuz --months 6 --capacity 'CAN 14,28,56 Mt' --all
silent err
shown out >text
if [ -n "${TRADEWIND_UPDATE_GOLDEN:-}" ]; then cp text "$here/golden/stress.txt"; fi
diff -u "$here/golden/stress.txt" text >&2 || wrong "the words are not those of golden/stress.txt"
expect 0 "$program" stress
for text in "Lost: each supplier and each passage in turn, for 12 months." "Worst to lose, by change of consumer surplus: Australia (-273)" \
  "AUS     78.7     72.6  -273.4  -58.0" "21 further losses (--all shows them)" "Certified: every condition of 34 equilibria" \
  "Of the market’s fuel alone; a buyer, or --fuel all, adds crude and others." "No files were written; --out DIR writes every number."; do
  flat "$(echo "$text" | tr -s ' ')"
done
if grep -q "Insurance value" out; then wrong "a table of insurance without a capacity"; fi
# docs/energy.md has the same numbers.
expect 0 "$program" stress --all
for lost in AUS USA QAT hormuz MYS panama; do
  row=$(awk -v lost="$lost" '$1 == lost { print "| " $2 " | " $3 " | " $4 " | " $5 " |"; exit }' out)
  grep -qF -- "$row" "$source_dir/docs/energy.md" || wrong "docs/energy.md does not have $lost $row"
done
expect 0 "$program" stress --fuel all
says out "crude, without a market: the direct loss alone:"
expect 0 "$program" stress PHL
flat "PHL is no buyer of the market lng2024: all its fuels have the direct loss alone. The market’s buyer OAS has it among others."

# ---------------------------------------------------------------- files; the numbers of tradewind market
expect 0 "$program" stress JPN --lose hormuz --capacity 'CAN 28 Mt' --out year --no-report
[ "$(head -n 1 year/stress.csv)" = lost,buyer,fuel,bound,direct,shortfall,price_pct,bill_change,days_cover,kind,rank,direct_pct,replaced_pct,quantity_base,price_base,price_new,unserved,surplus_change,stock_days,months_to_end,detour_days,no_way_pct,not_known_pct ] || wrong "columns of stress.csv"
[ "$(head -n 1 year/insurance.csv)" = with,lost,buyer,fuel,supplier,capacity,surplus_change,surplus_change_with,insurance_value ] || wrong "columns of insurance.csv"
[ "$(head -n 1 year/stress_flows.csv)" = lost,supplier,buyer,quantity_base,quantity_new ] || wrong "columns of stress_flows.csv"
[ "$(ls year)" = "$(printf '%s\n' columns.csv insurance.csv run.json stress.csv stress.json stress_flows.csv)" ] || wrong "other files than those: $(ls year)"
grep -q ',[^,]*,,$' year/columns.csv && wrong "columns.csv has a column without a meaning"
expect 0 "$program" market lng-hormuz-closed --out market --no-report
for pair in price_new=price_new shortfall=shortfall replaced_pct=replaced_pct surplus_change=surplus_change; do
  near "$(cell year/stress.csv "${pair%=*}" buyer=JPN bound=equilibrium)" "$(cell market/buyers.csv "${pair#*=}" buyer=JPN)" "$pair"
done
near "$(cell year/insurance.csv insurance_value buyer=JPN)" "$(cell market/buyers.csv worth buyer=JPN)" "insurance value"
near "$(cell year/stress_flows.csv quantity_new supplier=USA)" "$(cell market/shipments.csv quantity_new supplier=USA buyer=JPN)" "flows"
[ "$(cell year/stress.csv price_pct bound=no_substitution)" = "" ] || wrong "a price without substitution"
printf '%s\n' "scenario: t" "market:" "  shock:" "    - close: {passage: hormuz, for: 6 months}" "    - outage: {supplier: AUS, share: 40 %, for: 6 months}" >part.yaml
expect 0 "$program" market part.yaml --out market --no-report
printf '%s\n' "scenario: t" "market:" "  shock:" "    - close: {passage: hormuz, for: 6 months}" >part.yaml
expect 0 "$program" market part.yaml --out market --no-report
expect 0 "$program" stress KOR --lose hormuz --months 6 --out half --no-report
near "$(cell half/stress.csv price_new buyer=KOR bound=equilibrium)" "$(cell market/buyers.csv price_new buyer=KOR)" "half a year"
printf '%s\n' "scenario: t" "market:" "  shock:" "    - outage: {supplier: [QAT, AUS], share: 40 %, for: 6 months}" >part.yaml
expect 0 "$program" market part.yaml --out market --no-report
expect 0 "$program" stress --lose QAT --lose AUS --share 40% --months '6 months' --out part --no-report
near "$(cell part/stress.csv price_new buyer=IND bound=equilibrium)" "$(cell market/buyers.csv price_new buyer=IND)" "two suppliers in part"
[ "$(cell part/stress.csv kind buyer=IND)" = together ] || wrong "two suppliers are lost together"

# ---------------------------------------------------------------- JSON, replay, diff, page, Stata
expect 0 "$program" stress JPN --lose hormuz --json
for text in '"outcome": "certified"' '"lose": "hormuz"' '"bound": "no_substitution"' '"bound": "equilibrium"' '"stock_days": 21' '"flows": \['; do
  grep -q -- "$text" out || wrong "JSON lacks $text"
done
expect 0 "$program" replay year
says out "come out again, bit for bit"
expect 0 "$program" diff year half
for text in "the capacities: CAN 28 Mt and nothing" "the buyer: JPN and KOR" "the months: 12 and 6"; do says out "$text"; done
expect 0 "$program" diff year year
says out "nothing: market, options, built-in tables, version and build are the same"
printf '%s\n' importer,fuel,exporter,quantity,unit JPN,coal,AUS,100,Mt JPN,coal,IDN,25,Mt >coal.csv
expect 0 "$program" stress JPN --lose AUS --fuel coal --origins coal.csv --tables dta --out coal
flat "coal, Japan (no market: the direct loss alone): 100 of 125.0 Mt are cut (80.0 %)"
[ -s coal/stress.dta ] || wrong "no Stata file"
says coal/run.json '"outcome": "accounted"'
says coal/report.html "Australia lost: what Japan misses"
rm coal.csv
expect 0 "$program" replay coal
expect 0 "$program" stress JPN --lose hormuz --out coal # its own files take the place of those
[ ! -e coal/stress.dta ] || wrong "a file of an older run is left"
cp year/stress.csv kept
sed 's/^hormuz,JPN,lng,equilibrium,3/&1/' kept >year/stress.csv
expect 3 "$program" replay year
says out "stress.csv is not as the run wrote it"

# ---------------------------------------------------------------- a market of one's own
mkdir own
printf '%s\n' "name: grain" "data_year: 2024" "unit: kt" "price_unit: USD/t" "value_per_unit: 1" "demand: constant_elasticity" >own/market.yaml
printf '%s\n' supplier,block,capacity,cost A,plant,10,2 B,plant,10,2 >own/suppliers.csv
printf '%s\n' buyer,quantity,price,elasticity_short,elasticity_long X,20,10,-0.5,-0.7 >own/buyers.csv
printf '%s\n' supplier,buyer,quantity,freight A,X,10,1 B,X,10,1 >own/arcs.csv
expect 0 "$program" stress own --lose A
flat "grain, X: 10.0 of 20.00 kt are cut (50.0 %). Missing are 10.0 kt if nothing"
flat "38.45 instead of 10.00 USD/t"
expect 0 "$program" stress X own --capacity 'A 0.012 Mt'
says out "A 12 kt"

# ---------------------------------------------------------------- what is wrong; nothing half written
bad() { # EXIT TEXT ARGUMENTS...
  code=$1
  text=$2
  shift 2
  expect "$code" "$program" stress "$@" --out bad
  says err "$text"
  [ ! -e bad ] || wrong "something is written of what is wrong: $*"
}
bad 2 '--lose: found "hormus", expected a supplier or a passage of the market lng2024, a country that sells a fuel, or all; did you mean hormuz?' JPN --lose hormus
bad 2 'buyer: found "Japn", expected a buyer of the market lng2024 or a country of the energy tables; did you mean JPN?' Japn
bad 2 'buyer: found "lng-hormuz-closed", expected a buyer of the market lng2024' lng-hormuz-closed
bad 1 "--share: found 50 without its unit, expected per cent, as in '50 %' in quotes" JPN --share 50
bad 1 "found the word %: write the share in quotes, as in --share '50 %'" JPN --share 50% %
bad 1 "--share: found 150 %, expected more than 0 and at most 100 %, as in '50 %'" JPN --share '150 %'
bad 1 "--release: found 0 %, expected more than 0 and at most 100 %, as in '50 %'" JPN --release '0 %'
bad 1 '--months: found 18, expected at most 12: the market is one of a year' JPN --months 18
bad 1 '--months: found half, expected a number of months, more than 0 and at most 12' JPN --months half
bad 1 '--ceiling: found cheap, expected a price above 0' JPN --ceiling cheap
bad 2 '--ceiling: found 5 USD/MMBtu, expected more than any buyer pays in the base: JPN pays 11.89' JPN --ceiling 5
bad 1 'found two buyers, JPN and KOR; expected one' JPN KOR
bad 1 'found two markets, lng2024 and own; expected one' lng2024 own
bad 1 '--capacity: found 28 without its unit, expected Mt, as in CAN 28 Mt' JPN --capacity 'CAN 28'
bad 2 '--fuel: the tables have no origins of coal of JPN; they have lng, crude, lpg, uranium' JPN --fuel coal
bad 1 '--year: found soon, expected a whole number from 1 to 9999' JPN --year soon
expect 1 "$program" stress JPN --tables dta
says err "--tables needs --out DIR"

# What cannot be right is wrong use, what is not there or against the data is bad input.
expect 1 "$program" stress JPN --capacity 'CAN 14'
says err "found 14 without its unit"
expect 2 "$program" stress JPN --capacity 'CANN 14 Mt'
for price in -1 0 nan inf; do expect 1 "$program" stress JPN --ceiling "$price"; done
expect 2 "$program" stress JPN --ceiling 5
expect 2 "$program" stress JPN --ceiling 1e300
says err "--ceiling: found 1e+300 USD/MMBtu, expected at most 11203.2"
# No line is wider than the terminal.
for of in "stress" "market lng-hormuz-closed" "market canada-lng-28 --draws 10" "accounts JPN --energy" "routes CAN JPN" \
  "scenario check canada-lng-2030" "range canada-lng-28 --draws 10 --drivers 8"; do
  # shellcheck disable=SC2086 # words of a command
  expect 0 "$program" $of
  awk -v of="$of" '{ gsub(/[\200-\277]/, "") } length > 80 { print of ": " $0; bad = 1 } END { exit bad }' out || wrong "a wide line"
done
