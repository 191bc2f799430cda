# What is believed of numbers and names that others gave, and what is said of it.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml

# Rates: at most a million per cent, with the line, whoever reads them.
cp -r tiny large
sed -i 's/^C,CAN,USA,210,1,/C,CAN,USA,210,1e308,/' large/flows.csv
expect 2 "$program" world check large
says err 'large/flows.csv:3: column tariff_pct: found "1e308", expected more than -100 per cent and at most 1000000'
printf 'importer,exporter,sector,tariff_pct\nUSA,CAN,C,1000000.5\n' >rates.csv
expect 2 "$program" world update tiny --tariff rates.csv --out new
says err 'rates.csv:2: column tariff_pct: found "1000000.5", expected more than -100 per cent and at most 1000000'
printf 'importer,exporter,sector,value\nUSA,USA,C,100\nUSA,CAN,C,5\nCAN,CAN,C,50\nCAN,USA,C,5\n' >flows.csv
expect 2 "$program" world import --from csv flows.csv --tariffs rates.csv --out new
says err 'rates.csv:2: column tariff_pct: found "1000000.5", expected more than -100 per cent and at most 1000000'
sed -i 's/1000000.5/1000000/' rates.csv
expect 0 "$program" world import --from csv flows.csv --tariffs rates.csv --out new

# Trade of all goods and of one of them: the one is part of the other.
printf 'importer,exporter,sector,value\nUSA,CAN,all,300\nUSA,CAN,C,240\n' >trade.csv
expect 0 "$program" world update tiny --trade trade.csv --out updated
"$program" world export updated --to csv --out updated.csv >out 2>err
awk -F, '$1 == "USA" && $2 == "CAN" { sum += $4; if ($3 == "C") c = $4 }
  END { exit !((sum - 300) ^ 2 < 1e-12 && (c - 240) ^ 2 < 1e-12) }' updated.csv || wrong "trade: $(grep USA,CAN updated.csv)"

# A copy of a built-in world that was changed is not called by its name alone, wherever it is named.
expect 0 "$program" world export small2014 --to folder --out copy
sed -i '/^# Written by/,$d; /^title:/,/^  ja:/c title: Mine' copy/world.yaml
expect 0 "$program" world show copy
head -n 1 out | grep -q '^world  *small2014 (changed)$' || wrong "world show: $(head -n 1 out)"
expect 0 "$program" run us-tariff-canada --world small2014 --out one --no-report
expect 0 "$program" run us-tariff-canada --world copy --out two --no-report
code=0
"$program" diff one two >out 2>err || code=$?
tr -s '\n ' ' ' <out >flat
says flat "the world: small2014 (SHA-256"
says flat "and small2014 (changed) (SHA-256"

# A group of the scenario in place of a built-in one: said once, with both places.
printf 'scenario: g\ngroups: {regions: {CUSMA: [USA]}}\npolicy:\n' >g.yaml
printf '  - tariff: {importer: JPN, exporter: CUSMA, sector: goods, add: 5 pp}\n' >>g.yaml
printf '  - tariff: {importer: CAN, exporter: CUSMA, sector: goods, add: 5 pp}\n' >>g.yaml
expect 0 "$program" run g.yaml --world tiny --no-report
says err "g.yaml:4:39: CUSMA is taken as the group of this scenario (g.yaml:2), not as the group CUSMA that world tiny has"
[ "$(grep -c 'is taken as the group' err)" -eq 1 ] || wrong "said more than once"

# Probabilities within 0.001 %, its ends with it.
for last in 50.001 49.999 50.0011; do
  cat >d.yaml <<END
decide: d
regions: CAN
levers: [{name: a}, {name: b}]
contingencies: [{name: x, probability: 50 %}, {name: y, probability: $last %}]
END
  case $last in 50.0011) code=2 ;; *) code=0 ;; esac
  expect $code "$program" decide d.yaml --world tiny --draws 0 --no-report
done
says err "the probabilities sum to 100.0011 %, expected 100 % within 0.001 %"
