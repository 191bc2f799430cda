# The built-in world of the provinces: in balance, described, and solved under tariffs of a partner and barriers inside.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" world check provinces
says out "Every identity holds"
expect 0 "$program" world show provinces
says out "thousand CAD"
says out "partners, 2021"
says out "tariff_mfn_pct: most-favoured-nation rate"
says out "Statistics Canada"
says out "worlds/provinces.md"
expect 0 "$program" world balance provinces --out again.tww
says out "Nothing changed"

# Canada is a group there, and part of CUSMA.
cat >us.yaml <<'END'
scenario: us
title: The United States tax goods of the provinces, and they those of the United States
world: provinces
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}
  - tariff: {importer: CAN, exporter: USA, sector: goods, add: 25 pp}
  - barrier: {importer: ATLANTIC, exporter: PRAIRIES, sector: all, change: +10 %}
END
expect 0 "$program" run us.yaml --out results
says results/run.json '"certified": true'
says out "Caveat: Tables of 2021: one input-output matrix"
awk -F, 'NR > 1 && $1 ~ /^CA-/ && $2 >= 0 { exit 1 }' results/regions.csv || wrong "a province gains"
sed -i 's/USA, exporter: CAN/USA, exporter: CUSMA/' us.yaml
expect 0 "$program" run us.yaml --out results
awk -F, '$1 == "MEX" && $2 >= 0 { exit 1 }' results/regions.csv || wrong "Mexico is no member of CUSMA"
expect 0 "$program" run interprovincial-barriers --out results
awk -F, 'NR > 1 && $1 ~ /^CA-/ && $2 <= 0 { exit 1 }' results/regions.csv || wrong "a province loses"

# Its rates are those of the world default, as provinces_rates.awk makes them; between provinces there are none.
for world in default provinces; do gzip -dc "$source_dir/worlds/$world/flows.csv.gz" >$world.csv; done
awk -f "$source_dir/worlds/provinces_rates.awk" default.csv provinces.csv | cmp - provinces.csv >&2 ||
  wrong "worlds/provinces/flows.csv.gz is not what provinces_rates.awk makes of default"
awk -F, 'NR > 1 && $2 ~ /^CA-/ && $3 ~ /^CA-/ && ($5 != 0 || $6 != 0) { exit 1 }
  $1 == "C29-C30" && $2 == "USA" && $3 ~ /^CA-/ { n++; if (!($5 > 1 && $5 < 2 && $6 > 8 && $6 < 14)) exit 1 }
  END { exit n != 10 }' provinces.csv || wrong "rates of cars, or between provinces"

# Scenarios about CUSMA run on it, and what a lapse costs falls on the provinces; trade among them is left alone.
names="cusma-extended cusma-annual-reviews cusma-lapse-mfn cusma-lapse-cars-25 cusma-stricter-car-rules cusma-to-mfn
  cusma-lapse-jobs cusma-lapse-investment"
[ -z "${TRADEWIND_SANITIZED-}" ] || names="cusma-lapse-mfn"
for name in $names; do
  expect 0 "$program" run "$name" --world provinces --out results
  says results/run.json '"certified": true'
  says out "Caveat: Tables of 2021"
  # the provinces one by one, and Canada as a group of them
  [ "$(grep -c '^CA-[A-Z][A-Z]  *[-+0]' out)" -ge 10 ] || wrong "$name does not print the ten provinces"
  grep -q '^CAN  *[-+]' out || wrong "$name does not print Canada"
  grep -q '^PROVINCES  *[-+]' out || wrong "$name does not print the provinces together"
  grep -q '^CAN,' results/groups.csv || wrong "groups.csv has no Canada"
  case $name in cusma-extended) continue ;; esac
  awk -F, '$1 == "CA-ON" || $1 == "MEX" { n++; if ($2 >= 0) exit 1 } END { exit n != 2 }' results/regions.csv ||
    wrong "Ontario or Mexico does not lose by $name"
done
expect 0 "$program" scenario check cusma-annual-reviews --world provinces
says out "touches    440 flows" # of Canada with the two others, both ways, none among provinces
