# tradewind range --trade and --decomposition: columns, replay and diff of such a folder, a scenario with years, and
# what is refused.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >s.yaml <<END
scenario: tables
title: Tables with ranges
from: 2026
until: 2028
variables: {duty: 10 pp}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: \$duty}
  - quota: {importer: USA, exporter: JPN, sector: C, change: {2026: 0 %, 2028: -5 %}, owner: importer}
range:
  draws: 20
  drivers: 4
  outcomes: [real_income_pct CAN]
  elasticities: {sector: all, spread: 20 %}
  variables: {duty: {uniform: [5 pp, 25 pp]}}
END

expect 0 "$program" range s.yaml --world tiny --trade --decomposition --threads 2 --store kept.db --out one
says out "Note: the scenario has years: the central result and the draws are of the last"
says out "trade.csv with _p05"
says one/trade.csv ",tariff_new_pct,tariff_new_pct_p05,tariff_new_pct_p50,tariff_new_pct_p95"
says one/regions.csv ",terms_of_trade_pct,terms_of_trade_pct_p05,"
says one/limits.csv ",binding,binding_share,instrument_pct,instrument_pct_p05,"
says one/run.json '"trade": true'
[ -s one/report.html ] || wrong "there is no page"

# The same from the store, and without one.
expect 0 "$program" range s.yaml --world tiny --trade --decomposition --threads 1 --store kept.db --out two
expect 0 "$program" range s.yaml --world tiny --trade --decomposition --threads 1 --out three
for file in regions.csv sectors.csv trade.csv limits.csv drivers.csv; do
  cmp "one/$file" "two/$file" || wrong "$file from the store differs"
  cmp "one/$file" "three/$file" || wrong "$file of one thread differs"
done
expect 2 "$program" range s.yaml --world tiny --decomposition --store kept.db
says err "columns: found \""

# All quantiles rise.
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /_p05$/) at[i] = 1; next }
  { for (i in at) if ($i != "" && !($i + 0 <= $(i + 1) + 0 && $(i + 1) + 0 <= $(i + 2) + 0)) exit 1 }' one/trade.csv ||
  wrong "quantiles of trade.csv do not rise"

# Where a number comes from: all draws come out again, drivers included; both are compared between folders.
expect 0 "$program" replay one
says out "come out again, bit for bit"
says out "drivers.csv "
says out "limits.csv "
expect 0 "$program" range s.yaml --world tiny --trade --decomposition --seed 7 --out other
code=0
"$program" diff one other >out 2>err || code=$?
says out "drivers.csv, the largest first"

# Refused.
expect 1 "$program" range s.yaml --world tiny --trade
says err "--trade needs --out DIR"
expect 1 "$program" range s.yaml --world tiny --decomposition
says err "--decomposition needs --out DIR"
expect 1 "$program" range s.yaml --world tiny --decomposition --no-decomposition --out none
says err "needs that of the central result"
expect 5 "$program" range us-tariff-canada --world default --trade --draws 10000000 --out none
says err "of memory, and"
says err "draws would fit"
[ ! -e none ] || wrong "a folder was made"
sed 's/^variables/capital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}\nvariables/' s.yaml >capital.yaml
expect 2 "$program" range capital.yaml --world tiny
says err "leave out \`capital\` for a range"

# The regions named are those that `run` names: of a tariff the two that it is between, however little one changes.
expect 0 "$program" range us-tariff-canada --world default --draws 4 --drivers 0
tr '\n' ' ' <out | grep -q " % in CAN (.* % in USA (" || wrong "the sentence does not name CAN and USA"

# What does not vary has no driver: the parameters come by name.
cat >still.yaml <<'YAML'
scenario: still
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $zz}
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $aa}
  - tariff: {importer: CAN, exporter: USA, sector: goods, add: $mm}
variables: {zz: 10 pp, aa: 10 pp, mm: 5 pp}
range:
  draws: 20
  drivers: 4
  variables: {zz: {uniform: [10 pp, 10 pp]}, aa: {uniform: [10 pp, 10 pp]}, mm: {uniform: [5 pp, 5 pp]}}
YAML
expect 0 "$program" range still.yaml --world tiny --out still
[ "$(sed 1d still/drivers.csv | cut -d, -f3-7 | sort | uniq -c | wc -l)" -eq 3 ] || wrong "$(cat still/drivers.csv)"
[ "$(sed -n 2,4p still/drivers.csv | cut -d, -f3,5 | tr '\n' ' ')" = "aa, mm, zz, " ] || wrong "$(cat still/drivers.csv)"

# A set tells how uncertain it is, whichever sector does; one that does not is drawn with a spread.
cp -r tiny sets
make_scenario plain.yaml
printf '%s\n' set,sector,estimate,standard_error last,C,4, last,G,6,1.5 first,C,4,1 first,G,6, none,C,5, none,G,5, >sets/elasticities.csv
for set in first last; do
  expect 0 "$program" range plain.yaml --world sets --elasticities $set --draws 4 --drivers 0 --out "of-$set"
  tr -s ' \n' '  ' <out >line
  says line "trade elasticities are drawn from the standard errors and quantiles of the set $set, what is one estimate there as one number"
done
expect 0 "$program" range plain.yaml --world sets --elasticities none --draws 4 --drivers 0
says out "25 % of it as standard deviation"
