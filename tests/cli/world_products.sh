# Products inside sectors: a world folder with them through the verbs, and a user's own calibrated to a world.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
head -3 tiny/flows.csv >head.txt
printf 'sector,product,name,trade_elasticity,unit\nG,TOY,Toyota,7,cars\nG,FORD,Ford,6,cars\n' >list.csv
printf 'product,importer,exporter,share,value,quantity,tariff_pct\nTOY,,,0.4,,,\nFORD,USA,CAN,,1e9,30,\nFORD,USA,USA,0.5,,,\n' >flows.csv

# Calibrated: what was scaled is told and listed.
expect 0 "$program" world products tiny --products list.csv --flows flows.csv --between G=1.5 --scaled scaled.csv --out cars
says out "In 1 flow products would leave less than 5 % to the rest of their sector"
says out "scaled.csv written: every flow that was scaled"
says out "cars written: world tiny, 3 regions, 2 sectors, SHA-256 "
says scaled.csv "sector,importer,exporter,flow,products,scaled_to,factor"
says scaled.csv "G,USA,CAN,"
expect 0 "$program" world check cars
says out "product_rates"
expect 0 "$program" world show cars
says out "G.rest"
says out "Between products (theta form: of substitution, less 1):"
expect 0 "$program" world show cars --json
says out '"product": "TOY",'

# The same as one file; changed, it differs by product.
expect 0 "$program" world save cars cars.tww
expect 0 "$program" world diff cars cars.tww
says out "The worlds are equal"
expect 0 "$program" world products cars.tww --flows flows.csv --rho "20 %" --name more --out more.tww
expect 0 "$program" world diff cars more.tww --report diff.csv
says out "product_flow"
says out "FORD: USA from USA"
says diff.csv "change_pct,product"

# Who makes and owns a product is told in words, as is what it is part of.
cp -r cars owned
sed -i '/^files:/,$d' owned/world.yaml # a world made by hand
sed -i '1!s/,FORD,Ford,6,,,,/,FORD,Ford,6,,USA,JPN,/' owned/products.csv
grep -q 'FORD,Ford,6,,USA,JPN' owned/products.csv || wrong "products.csv has other columns: $(cat owned/products.csv)"
expect 0 "$program" world diff cars owned
says out "The home of FORD: none in cars, USA in owned"
says out "The owner of FORD: none in cars, JPN in owned"
expect 0 "$program" world export cars --to csv --out cars.csv
says out "Of products it has flows, rates and quantities; their names, families, homes, units and"
expect 0 "$program" world export cars --to dta --out cars-stata
expect 0 "$program" world import cars-stata --from dta --out back
expect 0 "$program" world diff cars back
says out "The worlds are equal"

# What makes worlds of worlds takes them along.
expect 0 "$program" world split cars --region CAN --into A:0.5,B:0.5 --out split
expect 0 "$program" world check split
expect 0 "$program" world split cars --sector G --into A:0.5,B:0.5 --out pieces
says pieces/products.csv "A,TOY_A,"
printf 'product,to,name\nTOY_A,TOY,Toyota\nTOY_B,TOY,\nFORD_A,FORD,Ford\nFORD_B,FORD,\n' >together.csv
sectors=$(awk -F, 'NR > 1 && $1 != "A" && $1 != "B" { print $1 "," $1 }' pieces/sectors.csv)
printf 'sector,to\nA,G\nB,G\n%s\n' "$sectors" >sectors.csv
expect 0 "$program" world aggregate pieces --sectors sectors.csv --products together.csv --name tiny --out whole
expect 0 "$program" world diff cars whole
if grep -q "%" out; then awk '/%/ && ($(NF-1) > 1e-9 || $(NF-1) < -1e-9) { exit 1 }' out || wrong "put together they differ"; fi
printf 'product,to\nTOY,CARS\nFORD,CARS\n' >parts.csv
expect 0 "$program" world split cars --sector G --into CARS,PARTS:1 --products parts.csv --out named
says named/products.csv "CARS,FORD,"
expect 2 "$program" world split cars --sector G --into CARS,PARTS --products parts.csv --out no
says err "parts.csv: the rest of sector G is in no part"
expect 1 "$program" world split cars --region CAN --into A:0.5,B:0.5 --products parts.csv --out no
says err "it needs --sector"
expect 1 "$program" world aggregate tiny --products together.csv --name x --out no
says err "the world has no products"
printf 'region,to\nCAN,X\nUSA,X\nJPN,JPN\n' >map.csv
expect 0 "$program" world aggregate cars --regions map.csv --name two --out two
expect 0 "$program" world show two
says out "TOY"
expect 0 "$program" world export cars --to csv --out long.csv
says long.csv "importer,exporter,sector,product,value,"
expect 0 "$program" world import long.csv --from csv --map product=product --tariffs long.csv --out back
expect 2 "$program" world import long.csv --from csv --out no
says err "say product=product in the map"

# Wrong use, wrong input.
expect 1 "$program" world products tiny --products list.csv --out no
says err "world products needs --flows"
expect 1 "$program" world products tiny --flows flows.csv --products list.csv
says err "world products needs --out"
expect 1 "$program" world products tiny --flows flows.csv --products list.csv --rho 2 --out no
says err "--rho: found 2, expected a share from 0 to less than 1"
expect 1 "$program" world products tiny --flows flows.csv --out no
says err "the world tiny has no products, and no file of products was given"
expect 2 "$program" world products tiny --flows nowhere.csv --products list.csv --out no
says err "nowhere.csv"
expect 2 "$program" world products tiny --flows flows.csv --products list.csv --out no --scaled flows.csv
says err "flows.csv"
[ ! -e no ] || wrong "something was written"
