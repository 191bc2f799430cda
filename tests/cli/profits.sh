# Profits of products that go to their owners: as a key and as --profits, in every verb that solves a scenario, kept in
# run.json so that replay solves the same; off whatever the columns of the world say; what is told where nobody has any.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >tiny/products.csv <<END
sector,product,name,trade_elasticity,home,owner,markup_elasticity
C,BUGGY,Buggies,6,USA,JPN,3
C,CART,Carts,5,CAN,,
END
{
  echo sector,product,importer,exporter,value
  for d in USA CAN JPN; do
    for o in USA CAN JPN; do echo "C,BUGGY,$d,$o,1" && echo "C,CART,$d,$o,0.5"; done
  done
} >tiny/product_flows.csv
cat >off.yaml <<END
scenario: t
title: A tariff on carts
world: tiny
policy:
  - tariff: {importer: USA, exporter: all, product: BUGGY, add: 25 pp}
range: {draws: 4, elasticities: {sector: all, spread: 25 %}}
plants: {threshold: 60 %}
END
{ cat off.yaml && echo 'closure: {profits: owner}'; } >on.yaml
same() {
  cmp "$1/regions.csv" "$2/regions.csv" >&2 && cmp "$1/trade.csv" "$2/trade.csv" >&2 || wrong "$1 and $2 differ"
}

# The option is the key; the columns alone are nothing.
expect 0 "$program" run off.yaml --out off
expect 0 "$program" run on.yaml --out on
tr '\n' ' ' <out >flat
says flat "profits of products that go to their owners in both."
says flat "Profits of 1 product, 33.3 % of what its makers receive (1 over markup_elasticity), go to the region that owns it;"
says flat "Caution: Profits are paid out of value added, whose one factor earns elsewhere"
says on/run.json '"closure_line": "closure: {deficits: fixed, profits: owner}"'
says on/report.html "Profits of 1 product, 33.3 %"
expect 0 "$program" run off.yaml --profits OWNER --out given
same on given
cmp -s off/regions.csv on/regions.csv && wrong "profits change nothing"
expect 0 "$program" run on.yaml --profits none --out none
same off none
says given/run.json '"name": "--profits"'
expect 0 "$program" replay given
says out "all the same"
expect 0 "$program" diff off given
says out "--profits: not given and owner"

# Every verb that solves a scenario.
expect 0 "$program" scenario check off.yaml --profits owner
says out "go to the region that owns it"
expect 0 "$program" range off.yaml --profits owner
says out "go to the region that owns it"
expect 0 "$program" reconcile off.yaml --profits owner
says out "profits to owners (this is the run)"
expect 0 "$program" plants off.yaml --profits owner
says out "Caution: Profits are paid out of value added"
cat >decide.yaml <<END
decide: t
world: tiny
regions: USA
closure: {profits: owner}
levers:
  - {name: none}
  - {name: tariff, policy: [{tariff: {importer: USA, exporter: all, product: BUGGY, add: 25 pp}}]}
contingencies:
  - {name: calm}
END
expect 0 "$program" decide decide.yaml --json
cp out with
expect 0 "$program" decide decide.yaml --json --profits none
cmp -s out with && wrong "a decision does not take --profits"

# What cannot be.
expect 1 "$program" run off.yaml --profits owners
says err "error: --profits owners: profits: found \"owners\", expected owner or none; did you mean owner?"
expect 2 "$program" run on.yaml --products none
says err "error: on.yaml:8:20: profits: owner: world tiny has no products here"
expect 2 "$program" run off.yaml --profits owner --products CART
says err "error: --profits owner: no product of world tiny has both an owner (or a home) and a markup_elasticity: of 1, 1 has an owner and 0 have a markup; they are columns of products.csv"
