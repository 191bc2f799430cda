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

# A group of sectors stands where a sector does, and sums its members: in totals of trade, output, inputs and final demand, and
# in rates; beside a total of one member and one of all goods.
cp -r "$source_dir/worlds/small2014" grouped
printf 'HEAVY: [C23-C25, C26-C28, C99]\nDIRT: [A, B]\nA: [C29, C30]\nGONE: [C98, C99]\n' >grouped/sector_groups.yaml
flow() { # FOLDER SECTORS IMPORTER EXPORTER: their flow; SECTORS is a pattern
  gzip -dc "$1/flows.csv.gz" | awk -F, -v s="^($2)\$" -v d="$3" -v o="$4" '$1 ~ s && $2 == d && $3 == o { x += $4 } END { printf "%.3f", x }'
}
printf 'importer,exporter,sector,value\nUSA,CAN,HEAVY,50000\nUSA,CAN,C26-C28,20000\nUSA,CAN,goods,250000\nUSA,MEX,A,90000\n' >pairs.csv
expect 0 "$program" world update grouped --trade pairs.csv --out more
[ "$(flow more 'C23-C25|C26-C28' USA CAN) $(flow more C26-C28 USA CAN)" = "50000.000 20000.000" ] || wrong "a group's total"
[ "$(flow more '[ABC].*' USA CAN)" = 250000.000 ] || wrong "a group's total moved that of all goods"
[ "$(flow more A USA MEX)" = 90000.000 ] || wrong "a code does not come before a group of its name"
expect 0 "$program" world check more
printf 'importer,exporter,sector,tariff_pct\nUSA,CAN,DIRT,12.5\n' >rates.csv
expect 0 "$program" world update grouped --tariff rates.csv --out taxed
gzip -dc taxed/flows.csv.gz | awk -F, '$2 == "USA" && $3 == "CAN" && ($5 == 12.5) != ($1 == "A" || $1 == "B") { exit 1 }' ||
  wrong "rates of a group"
printf 'kind,sector,region,user,value\noutput,HEAVY,CAN,,300000\ninputs,DIRT,CAN,C10-C12,30000\nfinal_demand,HEAVY,,,2000000\n' >sums.csv
expect 0 "$program" world balance grouped --totals sums.csv --out met
expect 0 "$program" world check met
gzip -dc met/flows.csv.gz | awk -F, '$1 ~ /^(C23-C25|C26-C28)$/ && $3 == "CAN" { x += $4 } END { exit !(x > 299999.99 && x < 300000.01) }' ||
  wrong "output of a group"
sed 's/HEAVY,50000/HEAVY,5000/' pairs.csv >low.csv
expect 2 "$program" world update grouped --trade low.csv --out x
says err "trade, sector "
for wrong_one in 'HEAVI:found "HEAVI", expected a sector of the world, goods, services, all or a group of its sectors; did you mean HEAVY?' \
  'C23-C26:found "C23-C26", expected a sector of the world, goods, services, all or a group of its sectors; did you mean C23-C25?' \
  'GONE:found "GONE", a group of sectors of which the world has none'; do
  printf 'importer,exporter,sector,value\nUSA,CAN,%s,1\n' "${wrong_one%%:*}" >bad.csv
  expect 2 "$program" world update grouped --trade bad.csv --out x
  says err "bad.csv:2: column sector: ${wrong_one#*:}"
done
printf 'kind,sector,region,user,value\ninputs,A,CAN,DIRT,3\n' >bad.csv
expect 2 "$program" world balance grouped --totals bad.csv --out x
says err 'bad.csv:2: column user: found "DIRT", a group of sectors, expected a sector of the world: give a row for each'
printf 'sector,share_pct\nDIRT,3\n' >bad.csv
expect 2 "$program" world update grouped --margins bad.csv --out x
says err 'bad.csv:2: column sector: found "DIRT", a group of sectors, expected a sector of the world: give a row for each'
printf 'kind,sector,region,value\noutput,DIRT,CAN,1\noutput,DIRT,CAN,2\n' >bad.csv
expect 2 "$program" world balance grouped --totals bad.csv --out x
says err "bad.csv:3: found this total again, expected each once: line 2 has it"

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
