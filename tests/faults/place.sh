# place.sh PROGRAM FOLDER: makes the folder in which the commands of verbs.txt run, with all that they read. What they
# make is called made*.
set -eu
. "$(dirname "$0")/../cli/lib.sh"
mkdir -p "$2"
cd "$2"
make_world tiny
make_scenario s.yaml
make_scenario t.yaml 50

# A world with brands.
cp -r tiny cars
printf 'sector,name,kind,trade_elasticity,product_elasticity\nC,Manufacturing,goods,4,0\nG,Services,services,6,0\n' >cars/sectors.csv
printf 'sector,family,name,product_elasticity\nC,CARS,Light vehicles,2.87\n' >cars/families.csv
cat >cars/products.csv <<END
sector,product,name,trade_elasticity,family,home,owner,markup_elasticity,unit
C,MAPLE,Maple,7.7,CARS,JPN,JPN,3.87,vehicles
C,OAK,Oak,7.7,CARS,USA,USA,3.87,vehicles
END
cat >cars/product_flows.csv <<END
product,importer,exporter,value,quantity
MAPLE,CAN,CAN,20,800
MAPLE,CAN,JPN,10,400
MAPLE,USA,CAN,80,3200
MAPLE,USA,USA,200,8000
MAPLE,JPN,JPN,400,16000
OAK,CAN,USA,40,1500
OAK,USA,CAN,50,1600
OAK,USA,USA,900,30000
END
cat >plants.yaml <<END
scenario: cars
title: A tariff on cars from Canada
world: cars
plants: {threshold: 60 %, fixed_cost: 5 million USD, other_site: USA, cost_advantage: 1.05, discount: 5 %}
policy:
  - tariff: {importer: USA, exporter: CAN, product: CARS, to: 25 %}
END

# A decision, bans that spread, illegal fish, years.
cat >d.yaml <<END
decide: d
world: tiny
regions: [CAN]
levers:
  - {name: nothing}
  - {name: tariff, policy: [tariff: {importer: CAN, exporter: USA, sector: goods, add: 1 pp}]}
contingencies:
  - {name: calm, probability: 50 %}
  - {name: storm, probability: 50 %, policy: [tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}]}
range: {elasticities: {sector: all, spread: 25 %}}
END
cat >cascade.yaml <<END
scenario: spreading
world: tiny
policy:
  - ban: {importer: all, exporter: CAN, sector: C}
  - clause: {importer: JPN, exporter: USA, sector: C}
cascade: {sector: C, who: [CAN, USA, JPN], trigger: volume, tau: 1 %}
END
cat >fish.yaml <<END
scenario: fish
world: tiny
iuu: {sector: C, importer: [JPN], share: {low: 10 %, point: 20 %, high: 30 %}, exporter: [CAN]}
policy:
  - ban: {importer: JPN, exporter: CAN, product: C_ILLEGAL}
END
cat >years.yaml <<END
scenario: years
title: A tariff by year
from: 2026
until: 2027
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: {2026: 0 pp, 2027: 50 pp}}
END

# Tables.
printf 'region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\n' >regions.csv
printf 'to,share\nCAN-E,0.6\nCAN-W,0.4\n' >shares.csv
printf 'region,gdp\nCAN,1600\nUSA,9200\nJPN,3200\n' >gdp.csv
printf 'kind,region,value\nvalue_added,CAN,1600\n' >totals.csv
printf 'sector,trade_elasticity\nC,4\nG,5\n' >theta.csv
printf 'importer,hs6,tariff_pct,value\nCAN,010101,1,5\n' >rates.csv
printf 'hs6,sector\n010101,C\n' >concordance.csv
printf 'sector,product,name,trade_elasticity,unit\nG,MAPLE,Maple,7,cars\n' >list.csv
printf 'product,importer,exporter,share\nMAPLE,,,0.4\n' >product_flows.csv
cat >2022_SML.csv <<END
V1,AAA_A01,BBB_A01,AAA_HFCE,BBB_HFCE,OUT
AAA_A01,10,5,28,3,46
BBB_A01,2,8,1,20,31
TLS,1,1,7,6,0
VA,33,17,0,0,0
OUT,46,31,0,0,0
END
/usr/bin/python3 -c 'import zipfile
with zipfile.ZipFile("sml.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("2022_SML.csv"); z.write("2022_SML.csv", "2021_SML.csv")'

# Results, stores and worlds made before.
for command in "run s.yaml --world tiny --out results" "run t.yaml --world tiny --out others" \
  "range s.yaml --world tiny --draws 6 --store part.db --shard 1/2" \
  "range s.yaml --world tiny --draws 6 --store rest.db --shard 2/2" \
  "world export tiny --to dta --out stata" "world export tiny --to csv --out long.csv" "world save tiny tiny.tww"; do
  # shellcheck disable=SC2086 # words
  expect 0 "$program" $command
done
