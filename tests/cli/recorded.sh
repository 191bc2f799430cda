# What the commands print and write is what golden/recorded has: their words, and a sum over each column of each table, to 1e-8
# (recorded.py says how, recorded.txt has the commands). A record, not a reason: whoever changes a number or a word on purpose
# reads what differs, and writes it anew with TRADEWIND_UPDATE_GOLDEN=1. Under a sanitizer only a few are run: the tests of each
# verb give it more.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
cp -r tiny other
sed -i 's/^C,USA,CAN,230,1,3/C,USA,CAN,240,1,3/; s/^name: tiny/name: other/' other/flows.csv other/world.yaml
mkdir stocks
printf '%s\n' region,product,quantity,days JPN,WHEAT,900000,55 CAN,WHEAT,3600000, >stocks/stocks.csv
printf '%s\n' region,source,convention,year,production_pj,net_imports_pj JPN,oil,physical,2023,15,6640 JPN,gas,physical,2023,72,3255 \
  JPN,nuclear,physical,2023,845, JPN,hydro,physical,2023,268, >balance.csv
printf 'sector,trade_elasticity\nC29,7\nC23-C25,3.5\n' >elasticities.csv
printf 'kind,value,region\nvalue_added,2200000,CAN\n' >totals.csv
printf 'importer,exporter,value\nUSA,CAN,400000\n' >trade.csv
printf 'region,gdp\nCAN,2000000\n' >gdp.csv
printf 'importer,exporter,sector,tariff_us_pct\nUSA,CAN,goods,25\n' >rates.csv
{
  echo "region,to"
  "$program" world show small2014 | awk '
    /^region / { on = 1; next }
    on && NF == 0 { exit }
    on { print $1 "," ($1 == "CAN" || $1 == "MEX" ? "NEIGHBOURS" : $1) }'
} >map.csv

cat >closures.yaml <<'END'
scenario: closures
title: Labour that answers, substitution in production, deficits in proportion
closure:
  deficits: proportional
  labour: [{region: all, supply_elasticity: 0.5}, {region: CAN, rigid_wage: real}]
  production: [{region: all, sector: all, value_added: 0.5, inputs: 0.2}, {region: JPN, sector: C, value_added: 1.4}]
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
  - export_tax: {importer: JPN, exporter: USA, sector: C, add: 3 pp}
  - productivity: {region: JPN, sector: C, change: +2 %}
  - transfer: {from: USA, to: CAN, amount: 5 million USD}
END
cat >scale.yaml <<'END'
scenario: scale
title: Economies of scale
closure: {deficits: zero, scale: [{sector: C, elasticity: 0.1}, {sector: G, elasticity: 0.03}]}
policy:
  - barrier: {importer: JPN, exporter: [CAN, USA], sector: all, change: -4 %, both_ways: true}
  - quota: {importer: USA, exporter: JPN, sector: C, change: -20 %, owner: exporter}
END
cat >ces.yaml <<'END'
scenario: preferences
title: Comply or pay
policy:
  - preference: {importer: USA, exporter: CAN, sector: C, utilisation: 60 %, preferential: 0 %, mfn: 2.5 %, elasticity: 8, mfn_add: 10 pp, compliance: +1 %}
  - quota: {importer: JPN, exporter: USA, sector: C, to: 80 million USD, owner: importer}
  - ban: {importer: JPN, exporter: CAN, sector: G}
END
cat >wedges.yaml <<'END'
scenario: wedges
title: One of each wedge
against: {deficits: zero}
closure: {deficits: zero}
groups: {regions: {NEAR: [USA, MEX]}}
variables: {size: 4 %} # assumed
policy:
  - tariff: {importer: CAN, exporter: NEAR, sector: goods, to: 6 %}
  - tariff: {importer: all, exporter: CHN, except: {importer: NEAR}, sector: C29, change: +50 %}
  - export_tax: {importer: all, exporter: CAN, sector: B, add: 5 pp}
  - subsidy: {region: CAN, sector: C29, add: 2 pp}
  - barrier: {importer: JPN, exporter: CAN, sector: goods, change: -$size, both_ways: true}
  - demand: {importer: CHN, exporter: CAN, sector: A, change: -30 %}
  - productivity: {region: MEX, sector: C29, change: 3 %}
  - labour: {region: JPN, change: -1 %}
END
cat >target.yaml <<'END'
scenario: targets
title: What it takes
focus: {region: CUSMA, sector: goods}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}
  - target: {output: {region: CAN, sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: C29}}}
  - target: {exports: {region: CAN, sector: B}, change: +5 %, by: {productivity: {region: CAN, sector: B}}}
END
cat >range.yaml <<'END'
scenario: uncertain-steel
title: A quota on steel, with what is uncertain
include: [steel-quota]
range: {outcomes: [real_income_pct CAN, real_income_pct USA]}
END
cat >plants.yaml <<'END'
scenario: plants
title: Plants in Canada
include: [cars-25-without-relief]
plants: {threshold: 60 %, fixed_cost: 300 million USD, other_site: USA, cost_advantage: 1.05, discount: 5 %}
END
cat >decide.yaml <<'END'
decide: partners
title: A closer tie to one partner or to another
regions: [CAN, USA]
levers:
  - {name: nothing, title: Leave things as they are}
  - name: states
    title: Trade in goods with the United States becomes cheaper
    policy:
      - barrier: {importer: USA, exporter: CAN, sector: goods, change: -6.5 %, both_ways: true}
  - name: overseas
    title: Trade in goods with Japan and China becomes cheaper
    policy:
      - barrier: {importer: [JPN, CHN], exporter: CAN, sector: goods, change: -9.5 %, both_ways: true}
contingencies:
  - {name: calm, title: Nothing happens, probability: 60 %}
  - name: war
    title: The United States adds 60 % on all goods from Canada
    probability: 40 %
    policy:
      - tariff: {importer: USA, exporter: CAN, sector: goods, add: 60 pp}
range: {draws: 20}
variables: {near: 0 %, far: 0 %}
frontier:
  region: CAN
  policy:
    - barrier: {importer: CAN, exporter: USA, sector: goods, change: $near, both_ways: true}
    - barrier: {importer: CAN, exporter: JPN, sector: goods, change: $far, both_ways: true}
  levers:
    - {variable: near, to: -5 %, cost: 3 %, shape: quadratic}
    - {variable: far, to: -10 %, cost: 0 %}
  points: 3
END
expect 0 "$program" run s.yaml --world tiny --out one --no-report
expect 0 "$program" run closures.yaml --world tiny --out two --no-report

set -- "$here/recorded.txt" "$here/golden/recorded"
[ -z "${TRADEWIND_UPDATE_GOLDEN:-}" ] || set -- "$@" --write
[ "${TRADEWIND_SANITIZED:-}" != 1 ] || set -- "$@" --only '^(run-small|run-scale|range-market|world-check)$'
/usr/bin/python3 "$here/recorded.py" "$program" "$@" || wrong "what is above differs from tests/cli/golden/recorded"
