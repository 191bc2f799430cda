# tradewind market: ready scenarios with the numbers that they are known for, words, JSON, files, what comes out again,
# what differs, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# ---------------------------------------------------------------- ready scenarios
# Price that Japan pays, change of its surplus, what the compared capacity saves it; each file says the same in its head.
while read -r name price surplus worth; do
  expect 0 "$program" market "$name" --out r --no-report
  silent err
  found=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 == "JPN" { printf "%.2f %.2f %s", $at["price_new"], $at["surplus_change"] + 0, $at["worth"] == "" ? "-" : sprintf("%.2f", $at["worth"]) }' r/buyers.csv)
  [ "$found" = "$price $surplus $worth" ] || wrong "$name: Japan has $found instead of $price $surplus $worth"
  tr '\n' ' ' <"$source_dir/examples/$name.yaml" | grep -qF "$price" || [ "$name" = canada-lng-0 ] || wrong "the head of $name does not have $price"
  says r/run.json '"certified": true'
done <<END
canada-lng-0 11.89 0.00 -
canada-lng-14 11.20 2.41 -
canada-lng-28 10.56 4.71 -
canada-lng-56 9.44 9.03 -
canada-lng-path 10.32 5.64 8.05
lng-qatar-out 25.03 -43.80 6.18
lng-hormuz-closed 25.34 -44.81 6.69
lng-panama-restricted 11.99 -0.34 0.03
lng-arctic-out 14.33 -8.29 0.87
END
[ "$(ls r)" = "$(printf '%s\n' buyers.csv columns.csv market.json passages.csv run.json shipments.csv suppliers.csv)" ] ||
  wrong "other files than those: $(ls r)"

# ---------------------------------------------------------------- words
expect 0 "$program" market lng-hormuz-closed
for text in "As a shock: Strait of Hormuz closed for a year." "Japan pays 25.34 instead of 11.89 USD/MMBtu (+113.1 %)" \
  "Canada's 28 Mt would save Japan 6.69 billion USD in this shock" "More comes from Australia (+1.57 Mt)" "HHI" "Buyers (prices in" \
  "Suppliers (output in Mt, netback in USD/MMBtu, rent in billion USD):" "hormuz         78.36   0.00    20.5    0.0     5.8    0.0  0.00" \
  "Value of wedges and stiffness" "Certified: every condition" "money identity" "Assumed, not observed:" "No files were written"; do
  tr '\n' ' ' <out | tr -s ' ' >line
  grep -qF -- "$(echo "$text" | tr -s ' ')" line || wrong "the output lacks: $text"
done
expect 0 "$program" market lng2024
says out "The market lng2024 of 2024 as it is."
expect 0 "$program" market canada-lng-28 --set capacity='20 Mt' --focus kor
says out "Korea pays"
says out "Capacity of Canada to 20 Mt."
expect 2 "$program" market canada-lng-28 --set capacity='1536.16 PJ'
says err '"1536.16 PJ" is an energy, expected a mass such as 28 Mt'
# 28 Mt of 52 MMBtu a tonne are 1,536.16 PJ; half a year of an outage is half of it.
printf '%s\n' "scenario: t" "market:" "  policy:" "    - capacity: {supplier: CAN, to: 1536.1613 PJ}" >energy.yaml
expect 0 "$program" market energy.yaml --focus JPN
says out "Japan pays 10.56 instead of 11.89"
printf '%s\n' "scenario: t" "market:" "  shock:" "    - outage: {supplier: [QAT, ARE], share: 50 %, for: 6 months}" >part.yaml
expect 0 "$program" market part.yaml --json
grep -A 2 '"supplier": "ARE"' out | grep -q 'ARE' || wrong "no supplier ARE"
says out "lose"
expect 0 "$program" market canada-lng-path --year 2031
says out "In 2031"
expect 0 "$program" market canada-lng-path
says out "Year by year:"
grep -q '^2025 .* 14\.00$' out || wrong "what operates in 2025"
grep -q '^2031 .* 33\.85$' out || wrong "what is firm in 2031"

# ---------------------------------------------------------------- JSON
expect 0 "$program" market lng-qatar-out --json
for text in '"outcome": "certified"' '"focus": "JPN"' '"buyer": "JPN"' '"worth": {' '"direct_loss": {' '"identity": '; do
  says out "$text"
done

# ---------------------------------------------------------------- files, replay, diff
expect 0 "$program" market lng-panama-restricted --out panama
[ "$(head -n 1 panama/buyers.csv)" = buyer,price_base,price_new,quantity_base,quantity_new,bill_base,bill_new,shortfall,replaced_pct,surplus_change,hhi,worth ] || wrong "columns of buyers.csv"
[ "$(head -n 1 panama/suppliers.csv)" = supplier,output_base,output_new,netback_base,netback_new,rent_base,rent_new ] || wrong "columns of suppliers.csv"
[ "$(head -n 1 panama/shipments.csv)" = supplier,buyer,quantity_base,quantity_new,freight,route ] || wrong "columns of shipments.csv"
[ "$(head -n 1 panama/passages.csv)" = passage,quantity_base,quantity_new,toll ] || wrong "columns of passages.csv"
grep -q ',[^,]*,,$' panama/columns.csv && wrong "columns.csv has a column without a meaning"
grep -q '^panama,.*,0\.[1-9]' panama/passages.csv || wrong "no toll where there is no room"
says panama/report.html "Panama"
expect 0 "$program" replay panama
says out "come out again, bit for bit"
expect 0 "$program" diff panama r
says out "the scenario: lng-panama-restricted"
expect 0 "$program" market lng2024 --out base --no-report
expect 0 "$program" replay base
expect 0 "$program" diff base r
says out "the scenario: the second has one, the first shows the market as it is"
expect 0 "$program" diff r r
says out "nothing: market, scenario, options, version and build are the same"
expect 0 "$program" market canada-lng-path --out path --no-report
[ "$(head -n 1 path/market_years.csv)" = year,side,code,price,quantity,money ] || wrong "columns of market_years.csv"
awk -F, '$1 == 2025 && $3 == "CAN" && $5 - 14 < 1e-9 && 14 - $5 < 1e-9 { found = 1 } END { exit !found }' \
  path/market_years.csv || wrong "Canada in 2025"
expect 0 "$program" replay path
# A folder of one year has none of several.
expect 0 "$program" market canada-lng-path --year 2030 --out path --no-report
[ ! -e path/market_years.csv ] || wrong "years of an older run are left"
cp r/buyers.csv kept
sed 's/^JPN,11/JPN,12/' kept >r/buyers.csv
expect 3 "$program" replay r
says out "buyers.csv is not as the run wrote it"

# ---------------------------------------------------------------- draws
expect 0 "$program" market lng-arctic-out --draws 40 --seed 7 --out draws --no-report
says out "Over 40 draws Japan pays"
says out "40 of 40 draws are certified"
head -n 1 draws/buyers.csv | grep -q 'price_new,price_new_p05,price_new_p50,price_new_p95,' || wrong "no quantiles"
awk -F, 'NR > 1 && !($4 <= $5 && $5 <= $6) { exit 1 }' draws/buyers.csv || wrong "quantiles are not in order"
expect 0 "$program" replay draws
says out "come out again, bit for bit"
expect 1 "$program" market lng-arctic-out --draws 1
says err "--draws: found 1, expected 0 or at least 2"

# A range of a market is the same, with what its section names and what drives the spread.
cat >uncertain.yaml <<'END'
scenario: uncertain
variables: {canada: 28 Mt}
market:
  policy: [{capacity: {supplier: CAN, to: $canada}}]
  focus: JPN
range:
  draws: 40
  seed: 3
  market: {elasticity: {buyer: all, spread: 30 %, together: true}}
  variables: {canada: {uniform: [20 Mt, 36 Mt]}}
  outcomes: [price JPN, rent CAN]
  drivers: 16
END
expect 0 "$program" range uncertain.yaml --out drawn --no-report
says out "Over 40 draws Japan pays "
says out "canada: uniform between 20 Mt and 36 Mt"
says out "What drives the spread: shares of its variance in %"
[ "$(head -n 1 drawn/market_drivers.csv)" = outcome,code,parameter,first_order,total,first_order_error,total_error ] ||
  wrong "columns of market_drivers.csv"
[ "$(grep -c . drawn/market_drivers.csv)" = 5 ] || wrong "two outcomes by two parameters"
expect 0 "$program" replay drawn
says out "come out again, bit for bit"
expect 0 "$program" market uncertain.yaml --draws 40 --out drawn2 --no-report
cmp -s drawn/buyers.csv drawn2/buyers.csv || wrong "range and market --draws are not the same"
[ ! -e drawn2/market_drivers.csv ] || wrong "market computes drivers"
expect 0 "$program" range canada-lng-28 --draws 20 --drivers 0 --json
says out '"parameters": ['
says out '"name": "long-run elasticities of demand"'
expect 1 "$program" range uncertain.yaml --store draws.db
says err "--store: uncertain.yaml is a scenario of a market alone, whose draws have no store"
expect 1 "$program" range uncertain.yaml --world small2014
expect 0 "$program" range uncertain.yaml --focus KOR --draws 10 --drivers 2
says out "Over 10 draws Korea pays "

# ---------------------------------------------------------------- what is wrong; nothing half written
bad() { # EXIT TEXT LINES...
  code=$1
  text=$2
  shift 2
  printf '%s\n' "scenario: t" "market:" "  name: lng2024" "$@" >bad.yaml
  expect "$code" "$program" market bad.yaml --out bad
  says err "$text"
  [ ! -e bad/buyers.csv ] || wrong "tables of what is wrong"
}
bad 2 'bad.yaml:5:26: found "QATR", expected a supplier of the market lng2024; did you mean QAT?' "  shock:" "    - outage: {supplier: QATR}"
bad 2 'bad.yaml:5:24: found "hormus", expected a passage of the market lng2024; did you mean hormuz?' "  shock:" "    - close: {passage: hormus}"
bad 2 'to: "28 %" is a percentage, expected a mass such as 28 Mt or an energy such as 1500 PJ' "  policy:" "    - capacity: {supplier: CAN, to: 28 %}"
bad 2 'to: "28 USD/MMBtu" is a price, expected a mass such as 28 Mt' "  policy:" "    - capacity: {supplier: CAN, to: 28 USD/MMBtu}"
bad 2 'to: "28" has no unit, expected a mass such as 28 Mt' "  policy:" "    - capacity: {supplier: CAN, to: 28}"
bad 2 'add: "2 Mt" is a mass, expected a price such as 0.5 USD/MMBtu' "  policy:" "    - freight: {passage: suez, add: 2 Mt}"
bad 2 'for: found "13 months", expected more than nothing and at most a year' "  shock:" "    - close: {passage: hormuz, for: 13 months}"
bad 2 'unknown rule "capacty" of a market; did you mean capacity?' "  policy:" "    - capacty: {supplier: CAN, to: 28 Mt}"
bad 2 'rule close needs the key passage' "  shock:" "    - close: {for: 2 months}"
bad 2 'rule capacity needs an amount: one of to, add or change' "  policy:" "    - capacity: {supplier: CAN}"
bad 2 'found add beside to, expected one of to, add and change' "  policy:" "    - capacity: {supplier: CAN, to: 2 Mt, add: 2 Mt}"
bad 2 'to: found "-1 Mt", expected 0 or more' "  policy:" "    - capacity: {supplier: CAN, to: -1 Mt}"
bad 2 'statuses: found "firms", expected operating, firm or proposed; did you mean firm?' "  statuses: firms"
bad 2 'focus: found "JPM", expected a buyer of the market lng2024; did you mean JPN?' "  focus: JPM"
bad 2 'bad.yaml:4:3: found the key "polcy"; did you mean policy?' "  polcy: []"
bad 3 'no certified solution of 2024 (infeasible)' "  policy:" "    - floor: {supplier: QAT, buyer: JPN, to: 90 Mt}"
says bad/run.json '"certified": false'
expect 2 "$program" market us-tariff-canada
says err "us-tariff-canada: the scenario has no section market"
expect 2 "$program" run lng-qatar-out
says err "has a market and no policy: \`tradewind market\` solves it"
expect 2 "$program" market nowhere
expect 2 "$program" market lng-qatar-out --market nowhere
expect 1 "$program" market lng2024 --set capacity='2 Mt'
printf 'scenario: t\nmarket: {name: nowhere}\n' >bad.yaml
expect 2 "$program" market bad.yaml
says err 'bad.yaml:2:16: name: '
expect 0 "$program" scenario check lng-qatar-out
says out "As a shock: Qatar loses 100 % of its capacity for a year."
expect 0 "$program" scenario list
says out "lng-qatar-out                 lng2024"

# A strait that is narrowed lets contracts give way as a closed one does: the longer it is closed, the dearer.
for months in 3 6 9 12; do
  printf '%s\n' "scenario: narrowed" "market:" "  name: lng2024" "  shock:" "    - close: {passage: hormuz, for: $months months}" >n.yaml
  expect 0 "$program" market n.yaml --json
  sed -n 's/.*"price_new": \([0-9.]*\).*/\1/p' out | head -n 1 >>paid
done
sort -g paid | cmp -s - paid || wrong "prices do not rise with the months of a closure: $(tr '\n' ' ' <paid)"
[ "$(sort -u paid | wc -l)" = 4 ] || wrong "some months of a closure change nothing"

# A change in per cent is of the tax that there is, be it by value: doubled, 10 % is 20 %.
printf '%s\n' "scenario: doubled" "market:" "  policy:" "    - tax: {buyer: JPN, to: 20 %}" >t20.yaml
printf '%s\n' "scenario: doubled" "market:" "  policy:" "    - tax: {buyer: JPN, to: 10 %}" "    - tax: {buyer: JPN, change: 100 %}" >t10.yaml
expect 0 "$program" market t20.yaml --out t20 --no-report
expect 0 "$program" market t10.yaml --out t10 --no-report
cmp -s t20/buyers.csv t10/buyers.csv || wrong "10 % doubled is not 20 %"

# ---------------------------------------------------------------- what is not as it seems is said
told() { tr '\n' ' ' <out | tr -s ' ' | grep -qF -- "$1" || wrong "the output lacks: $1"; }
market_text() { printf '%s\n' "scenario: t" "market:" "$@" >t.yaml; }
market_text "  policy:" "    - capacity: {supplier: CAN, to: 28 Mt, from: 2030}" "  compare: {capacity: {supplier: CAN, to: 56 Mt, until: 2023}}"
expect 0 "$program" market t.yaml --focus JPN
told "Capacity of Canada to 28 Mt, from 2030 (not in force in 2024)."
told "Capacity of Canada to 56 Mt, until 2023 (not in force in 2024) would be worth 0.00"
expect 0 "$program" market t.yaml --focus JPN --year 2030
told "In 2030: capacity of Canada to 28 Mt, from 2030."
expect 0 "$program" market lng2024 --draws 30 --focus JPN
told "In all of 30 draws Japan pays the same: the market is calibrated to its base in each"
market_text "  policy:" "    - tax: {buyer: JPN, to: 30 USD/MMBtu}"
expect 0 "$program" market t.yaml
told "Some flows net less than nothing, held by contracts, by rules or by the stiffness that is assumed"
told "QAT–JPN (-5.82 USD/MMBtu)"
expect 0 "$program" market lng-hormuz-closed
grep -q 'net less than nothing' out && wrong "a remark about what is not there"
expect 2 "$program" market canada-lng-path --year 1066
says err "year: found 1066, expected one of the scenario's years, 2025 to 2040"
expect 2 "$program" market canada-lng-28 --year 1066
says err "year: found 1066, expected 2024, the year of the data of the market lng2024, or a later one"
market_text "  year: 1066"
expect 2 "$program" market t.yaml
says err "year: found 1066, expected 2024"
expect 2 "$program" market canada-lng-28 --year 3000
says err "year: found 3000, expected at most 2224"
