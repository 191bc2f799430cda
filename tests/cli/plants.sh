#!/bin/sh
# plants: the table and sentences, the folder, replay and diff of it, JSON, options, what is refused.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world w
printf 'sector,name,kind,trade_elasticity,product_elasticity\nC,Manufacturing,goods,4,0\nG,Services,services,6,0\n' \
  >w/sectors.csv
printf 'sector,family,name,product_elasticity\nC,CARS,Light vehicles,2.87\n' >w/families.csv
cat >w/products.csv <<END
sector,product,name,trade_elasticity,family,home,owner,markup_elasticity,unit
C,TOYOTA,Toyota group,7.7,CARS,JPN,JPN,3.87,vehicles
C,GM,General Motors,7.7,CARS,USA,USA,3.87,vehicles
C,FOOD,Food,3,,,,,
END
cat >w/product_flows.csv <<END
product,importer,exporter,value,quantity
TOYOTA,CAN,CAN,20,800
TOYOTA,CAN,JPN,10,400
TOYOTA,USA,CAN,80,3200
TOYOTA,USA,USA,200,8000
TOYOTA,USA,JPN,60,2400
TOYOTA,JPN,JPN,400,16000
GM,CAN,CAN,10,300
GM,CAN,USA,40,1500
GM,USA,CAN,50,1600
GM,USA,USA,900,30000
GM,JPN,USA,5,150
FOOD,CAN,CAN,300,
END
cat >s.yaml <<END
scenario: cars
title: A tariff on cars from Canada
world: w
plants: {threshold: 60 %, fixed_cost: 5 million USD, other_site: USA, cost_advantage: 1.05, discount: 5 %}
policy:
  - tariff: {importer: USA, exporter: CAN, product: CARS, to: 25 %}
END
expect 0 "$program" plants s.yaml --out r
sed -e 's/^Time .*/Time/' out >shown
cmp shown "$here/golden/plants.txt" || {
  diff "$here/golden/plants.txt" shown >&2 || true
  wrong "plants prints something else"
}
silent err
for file in plants.csv parity.csv plants.json regions.csv products.csv product_trade.csv columns.csv run.json report.html; do
  [ -s "r/$file" ] || wrong "there is no $file"
done
[ ! -e r/closing.csv ] || wrong "plants were closed without --close"
head -n 1 r/plants.csv | grep -q '^product,region,units_base,units_new,units_pct,sales_base,sales_new,output_pct,market_access_pct,main_market,main_market_share,tariff_half_pct,tariff_half_closed_pct,tariff_threshold_pct,tariff_cost_pct,subsidy_pct,subsidy_per_unit,break_even_probability_pct,break_even_hazard_pct$' ||
  wrong "plants.csv has other columns"
head -n 1 r/parity.csv | grep -q '^product,region,other_region,market,odds_base,odds_new,tariff_parity_pct$' ||
  wrong "parity.csv has other columns"
[ "$(grep -c '^TOYOTA,\|^GM,' r/plants.csv)" = 5 ] || wrong "plants.csv has not one row a plant"
grep -q FOOD r/plants.csv && wrong "a product without home is a plant"
says r/run.json '"kind": "plants"'
says r/plants.json '"it sells most in its own region, which charges it no tariff"'
says r/plants.json '"other_site": "USA"'
says r/columns.csv 'plants.csv,subsidy_per_unit,million USD per unit,'
expect 0 "$program" run s.yaml --out run
cmp r/regions.csv run/regions.csv || wrong "the tables of the run are not those of run"

# The same again; another question is another folder.
expect 0 "$program" replay r
says out "bit for bit"
says out "plants.csv"
says out "parity.csv"
expect 0 "$program" plants s.yaml --region CAN --product TOYOTA --close --draws 20 --seed 3 --threads 1 --out one
says out "5 to 95 %"
says out "round  closes"
says one/plants.csv "units_pct_p05"
[ "$(wc -l <one/plants.csv)" = 2 ] || wrong "--region and --product are not the only plant"
says one/closing.csv "1,TOYOTA,CAN,"
expect 0 "$program" replay one
says out "closing.csv"
expect 0 "$program" diff r one
says out "the option region: nothing and CAN"

# JSON; a table that is asked for whole; a scenario from standard input.
expect 0 "$program" plants s.yaml --json
says out '"verb": "plants"'
says out '"tariff_half_pct":'
says out '"main_market": "USA"'
says out '"tariff_parity_pct":'
says out '"sentences":'

# What is refused.
expect 2 "$program" plants s.yaml --product TOYOTO
says err 'error: --product: world tiny has no product "TOYOTO"; did you mean TOYOTA?'
expect 2 "$program" plants s.yaml --region Canada
says err 'error: --region: world tiny has no region "Canada"; did you mean CAN'
expect 2 "$program" plants s.yaml --product GM --region JPN
says err 'error: no plant: GM is not made in JPN; it is made in CAN, USA'
expect 2 "$program" plants s.yaml --product FOOD
says err 'product "FOOD" of world tiny has no home'
expect 2 "$program" plants s.yaml --products none
expect 2 "$program" plants us-tariff-canada --world small2014
says err "has no plants: they are products with a home"
expect 1 "$program" plants s.yaml --draws 1
says err "--draws: found 1, expected 0 or at least 2"
sed 's/threshold: 60 %/treshold: 60 %/' s.yaml >bad.yaml
expect 2 "$program" plants bad.yaml
says err 'bad.yaml:4:10: found the key "treshold"; did you mean threshold?'
sed 's/other_site: USA/other_site: USSA/' s.yaml >bad.yaml
expect 2 "$program" plants bad.yaml
says err 'bad.yaml:4:66: other_site: world tiny has no region "USSA"; did you mean USA'
sed 's/5 million USD/5 million CAD/' s.yaml >bad.yaml
expect 2 "$program" plants bad.yaml
says err 'bad.yaml:4:39: found an amount in CAD, expected USD, the currency of world tiny'

# A scenario without an equilibrium has no plants; what lies there stays.
sed 's/product: CARS, to: 25 %/sector: all, to: 25 %/; s/^policy:/closure: {deficits: fixed}\npolicy:\n  - transfer: {from: CAN, to: USA, amount: 100 billion USD}/' \
  s.yaml >poor.yaml
expect 3 "$program" plants poor.yaml --out r
says err "the scenario itself has no certified solution"
[ -s r/plants.csv ] || wrong "older results are gone"
