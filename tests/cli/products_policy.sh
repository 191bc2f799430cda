#!/bin/sh
# Policies by product from the command line: what is said of them, worlds with some of their products, ranges, replay.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world plain
cp -R plain w
cat >w/products.csv <<END
sector,product,name,trade_elasticity
C,CAR,Cars,8
C,FOOD,Food,3
END
cat >w/product_flows.csv <<END
product,importer,exporter,value
CAR,CAN,CAN,200
CAR,CAN,USA,100
CAR,CAN,JPN,20
CAR,USA,CAN,130
CAR,USA,USA,1200
CAR,USA,JPN,90
CAR,JPN,JPN,700
FOOD,CAN,CAN,300
FOOD,CAN,USA,50
FOOD,USA,CAN,60
FOOD,USA,USA,1500
FOOD,JPN,CAN,10
FOOD,JPN,USA,40
FOOD,JPN,JPN,400
END
printf 'sector,name,kind,trade_elasticity,product_elasticity\nC,Manufacturing,goods,4,1.5\nG,Services,services,6,0\n' \
  >w/sectors.csv
rule() {
  printf 'scenario: s\nworld: w\npolicy:\n  - %s\n' "$2" >"$1.yaml"
}

# Words, and what flows pay by product.
rule cars 'tariff: {importer: USA, exporter: CAN, product: CAR, add: 25 pp}'
expect 0 "$program" scenario check cars.yaml
says out "The tariff on CAR from CAN to USA rises from 1.00 % to 26.00 %."
says out "United States: CAR (Manufacturing) from Canada pay 26.00 % instead of"
cp -R w nest
printf 'sector,family,name,product_elasticity\nC,THINGS,Things to have,2\n' >nest/families.csv
sed -i '1s/$/,family/;2,$s/$/,THINGS/' nest/products.csv
sed 's/world: w/world: nest/' cars.yaml >nest.yaml
expect 0 "$program" run nest.yaml --out nested
says nested/run.json '"THINGS": "Things to have"'
rule own 'barrier: {importer: USA, product: [CAR, C.rest], exporter: all, own: true, to: 5 %}'
expect 0 "$program" scenario check own.yaml
says out "CAR, C.rest from all regions to USA, own sales included, rises"
rule subsidy 'subsidy: {region: CAN, product: CAR, to: 5 %}'
expect 0 "$program" scenario check subsidy.yaml
says out "1 producer of a product worth"

# A rule by sector is that rule over all of the sector's products.
rule sector 'tariff: {importer: USA, exporter: all, sector: C, add: 10 pp}'
rule each 'tariff: {importer: USA, exporter: all, product: [FOOD, CAR, C.rest], add: 10 pp}'
expect 0 "$program" run sector.yaml --out sector
expect 0 "$program" run each.yaml --out each
cmp sector/regions.csv each/regions.csv || wrong "by sector and by product are not the same"
expect 0 "$program" run cars.yaml --out cars
says cars/run.json '"product": "CAR"'
says cars/run.json '"codes": ['

rule comply 'preference: {importer: USA, exporter: CAN, sector: C, utilisation: 50 %, preferential: 0 %, mfn: 3 %, elasticity: 4, mfn_to: 9 %}'
expect 0 "$program" run comply.yaml --out comply
says out "CAR: USA from CAN"
says out "C.rest: USA from CAN"
[ "$(cut -d, -f1-3,14 comply/preferences.csv | tr '\n' ' ')" = \
  "sector,importer,exporter,product C,USA,CAN,CAR C,USA,CAN,FOOD C,USA,CAN,rest " ] ||
  wrong "preferences.csv does not name its products"
expect 0 "$program" replay comply

# Without its products a world is the one that has none; the key, the option and world.yaml say so.
sed 's/world: w$/world: plain/' sector.yaml >plain.yaml
expect 0 "$program" run plain.yaml --out plain_r
expect 0 "$program" run sector.yaml --products none --out none
cmp plain_r/regions.csv none/regions.csv || wrong "without products it is not the world without products"
[ ! -e none/products.csv ] || wrong "there are products in a run without"
says out "The world is taken without its 2 products, on both sides (--products)."
says none/run.json '"products": "none"'
sed 's/^policy/products: [FOOD]\npolicy/' sector.yaml >food.yaml
expect 0 "$program" run food.yaml --out food
says out "Of the 2 products of the world these are taken, on both sides: FOOD"
cp -R w off
printf 'products: none\n' >>off/world.yaml
expect 0 "$program" run sector.yaml --world off --out off_r
cmp plain_r/regions.csv off_r/regions.csv || wrong "products that world.yaml switches off are on"
expect 0 "$program" run sector.yaml --world off --products all --out all
cmp sector/regions.csv all/regions.csv || wrong "--products all does not switch all on"
expect 2 "$program" run cars.yaml --world off
says err "product CAR of world tiny is switched off"
expect 2 "$program" run cars.yaml --products FOD
says err "--products: products: world tiny has no product, family or sector \"FOD\"; did you mean FOOD?"
expect 1 "$program" run cars.yaml --products ,
says err "products: found nothing"
expect 0 "$program" replay none
expect 0 "$program" replay food

# Ranges: an entry and an outcome by product; the page has drivers of sectors and products.
cat >range.yaml <<END
scenario: r
world: w
policy:
  - tariff: {importer: USA, exporter: CAN, product: CAR, add: 25 pp}
range:
  draws: 8
  drivers: 4
  elasticities: [{product: CAR, spread: 20 %}, {sector: C, between: products, spread: 30 %}]
  outcomes: [sales_pct CAN CAR, output_pct CAN C]
END
expect 0 "$program" range range.yaml --out range --draws-csv draws.csv
says range/drivers.csv "sales_pct,CAN,elasticity of CAR,"
says range/drivers.csv ",C,,CAR"
head -n 1 draws.csv >head.csv
says head.csv "elasticity of CAR,elasticity of C between products,sales_pct CAN CAR,output_pct CAN C"
[ -s range/report.html ] || wrong "no report of a range with drivers of sectors"

# A decision about a product.
cat >decision.yaml <<END
decide: plant
world: w
regions: [CAN]
products: [CAR]
indicator: sales_pct CAN CAR
levers:
  - {name: nothing}
  - {name: help, policy: [{subsidy: {region: CAN, product: CAR, to: 5 %}}]}
contingencies:
  - {name: calm}
  - {name: duty, policy: [{tariff: {importer: USA, exporter: CAN, product: CAR, add: 25 pp}}]}
END
expect 0 "$program" decide decision.yaml --draws 0
says out "Canada (CAN): sales_pct CAN CAR, per cent"
expect 2 "$program" decide decision.yaml --draws 0 --products none
says err "product CAR of world tiny is switched off"
