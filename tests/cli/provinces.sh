# The built-in world of the provinces: in balance, described, and solved under tariffs of a partner and barriers inside.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" world check provinces
says out "Every identity holds"
expect 0 "$program" world show provinces
says out "thousand CAD"
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
says out "Caveat: One input-output matrix for all regions"
awk -F, 'NR > 1 && $1 ~ /^CA-/ && $2 >= 0 { exit 1 }' results/regions.csv || wrong "a province gains"
sed -i 's/USA, exporter: CAN/USA, exporter: CUSMA/' us.yaml
expect 0 "$program" run us.yaml --out results
awk -F, '$1 == "MEX" && $2 >= 0 { exit 1 }' results/regions.csv || wrong "Mexico is no member of CUSMA"
expect 0 "$program" run interprovincial-barriers --out results
awk -F, 'NR > 1 && $1 ~ /^CA-/ && $2 <= 0 { exit 1 }' results/regions.csv || wrong "a province loses"
