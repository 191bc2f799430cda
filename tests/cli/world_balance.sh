# The verbs that make a world from another: balance, update, diff.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
printf 'region,sector,share\nCAN,C,0.5\nCAN,G,0.5\nUSA,C,0.5\nUSA,G,0.5\nJPN,C,0.5\nJPN,G,0.5\n' >tiny/final.csv

# A world whose final shares contradict its flows is violated, and balanced it is not.
expect 2 "$program" world check tiny
expect 0 "$program" world balance tiny --hold value_added --report moved.csv --name even --out even
says out "final_demand"
says out "even written: world even, 3 regions, 2 sectors, SHA-256 "
says moved.csv "what,sector,user,importer,exporter,before,after,change,change_pct"
says moved.csv "final_demand,"
expect 0 "$program" world check even
says out "Every identity holds"
expect 0 "$program" world show even
says out "balanced by tradewind from tiny"

# Balanced again it is the same.
expect 0 "$program" world balance even --out again.tww
says out "Nothing changed"
expect 0 "$program" world diff even again.tww
says out "The worlds are equal"

# New totals.
printf 'importer,exporter,value\nUSA,CAN,250\n' >trade.csv
printf 'region,gdp\nCAN,2000\n' >gdp.csv
printf 'importer,exporter,sector,tariff_us_pct\nUSA,CAN,goods,25\n' >rates.csv
expect 0 "$program" world update even --trade trade.csv --gdp gdp.csv --tariff rates.csv:tariff_us_pct --year 2023 \
  --out new.tww
says out "1 totals of trade are given: it goes from 230 million USD to 250 million USD"
says out "GDP of 1 regions is given"
expect 0 "$program" world check new.tww
says out "Every identity holds"
expect 0 "$program" world diff even new.tww
says out "C: USA from CAN"
says out "tariff_us_pct"

# Split, merged again: the same numbers.
expect 0 "$program" world split even --region CAN --into EAST:0.6,WEST:0.4 --out parts
says out "parts written: world even, 4 regions, 2 sectors"
expect 0 "$program" world check parts
printf 'region,to\nEAST,CAN\nWEST,CAN\nUSA,USA\nJPN,JPN\n' >map.csv
expect 0 "$program" world aggregate parts --regions map.csv --name even --out merged
expect 0 "$program" world diff even merged
if grep -q "%" out; then awk '/%/ && ($(NF-1) > 1e-9 || $(NF-1) < -1e-9) { exit 1 }' out || wrong "split and merged differ"; fi
# A code that hides a group is said where it is made.
expect 0 "$program" world split even --region CAN --into G7:0.5,REST:0.5 --out hidden
says out "G7"
grep -q "^- .*G7.*group" out || wrong "a hidden group is not said by split"
printf 'region,to\nCAN,CUSMA\nUSA,USA\nJPN,JPN\n' >hide.csv
expect 0 "$program" world aggregate even --regions hide.csv --name hidden --out hidden-too
grep -q "^- .*CUSMA.*group" out || wrong "a hidden group is not said by aggregate"
expect 1 "$program" world split even --region CAN --out x
says err "world split needs --into or --shares"
expect 1 "$program" world split even --region CAM --into A:0.5,B:0.5 --out x
says err "did you mean CAN?"

# Wrong use, wrong totals: nothing is written.
expect 1 "$program" world balance tiny
says err "world balance needs --out"
expect 1 "$program" world balance tiny --hold trad --out x
says err "did you mean trade?"
expect 1 "$program" world update tiny --out x
says err "world update needs one or more of --trade, --gdp, --tariff, --margins and --totals"
printf 'kind,value,region\nvalue_added,1,CAM\n' >totals.csv
expect 2 "$program" world balance tiny --totals totals.csv --out x
says err 'totals.csv:2: column region: found "CAM", expected a region of the world; did you mean CAN?'
[ ! -e x ] || wrong "a world was written"
