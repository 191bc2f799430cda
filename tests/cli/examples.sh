# Scenarios as files and built in, what the first one says, and the one that needs data of its own.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# one REGION COLUMN: a number of results/regions.csv
one() {
  awk -F, -v region="$1" -v column="$2" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) c = i }
    $1 == region { print $c }' results/regions.csv
}

# near FOUND EXPECTED TOLERANCE
near() {
  awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; if (d < 0) d = -d; exit !(a != "" && d <= t) }' ||
    wrong "$1 is not $2 to $3"
}

# All of them run in scenarios.sh. Here: a file gives the same numbers as the built-in scenario of its name, also where
# it includes others and is compared with one.
for name in us-tariff-canada cusma-lapse-cars-25; do
  file=$source_dir/examples/$name.yaml
  expect 0 "$program" run "$name" --out results
  silent err
  says results/run.json '"certified": true'
  cp results/regions.csv builtin.csv
  expect 0 "$program" run "$file" --out results
  cmp builtin.csv results/regions.csv >&2 || wrong "$file gives other numbers than the built-in $name"
done

# What the first one says, roughly: a test of signs and sizes, not of digits.
expect 0 "$program" run us-tariff-canada --out results
near "$(one CAN real_income_pct)" -1.6 0.2
awk 'BEGIN { exit !('"$(one MEX real_income_pct)"' > 0) }' || wrong "Mexico does not gain"

# NAFTA: the published Table 2 to its printed digits, and the exact numbers.
nafta=$(data cp2015-nafta) || skip "needs cp2015-nafta, looked for in \$TRADEWIND_DATA and ../shared/data"
expect 0 "$program" run nafta1993 --world "$nafta" --out results
near "$(one CAN first_order_welfare_pct)" -0.06 0.005
near "$(one MEX first_order_welfare_pct)" 1.31 0.005
near "$(one USA first_order_welfare_pct)" 0.08 0.005
near "$(one MEX real_wage_pct)" 1.72 0.005
near "$(one CAN real_income_pct)" -0.1101 0.0001
near "$(one MEX real_income_pct)" 0.0073 0.0001
near "$(one USA real_income_pct)" 0.0741 0.0001
sed 's/deficits: zero/deficits: fixed/' "$source_dir/examples/nafta1993.yaml" >fixed.yaml
expect 0 "$program" run fixed.yaml --world "$nafta" --out results
near "$(one CAN real_income_pct)" -0.0821 0.0001
near "$(one MEX real_income_pct)" -0.0451 0.0001
near "$(one USA real_income_pct)" 0.0758 0.0001
near "$(one MEX first_order_welfare_pct)" 1.17 0.005
