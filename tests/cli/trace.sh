# replay and diff: a run comes out again bit for bit after its files are gone; what was changed is found and named.
set -eu
. "$(dirname "$0")/lib.sh"

make_world "$tmp/world"
scenario() {
  cat >"$tmp/s.yaml" <<END
scenario: s
world: world
include: more
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: $1 pp}
END
  printf 'policy:\n  - barrier: {importer: JPN, exporter: USA, sector: all, add: 1 pp}\n' >"$tmp/more.yaml"
}

scenario 25
expect 0 "$program" run "$tmp/s.yaml" --out "$tmp/a"
scenario 10
expect 0 "$program" run "$tmp/s.yaml" --out "$tmp/b"
rm "$tmp/s.yaml" "$tmp/more.yaml"

expect 0 "$program" replay "$tmp/a"
says "$tmp/out" "come out again, bit for bit"
silent "$tmp/err"

expect 0 "$program" diff "$tmp/a" "$tmp/b"
says "$tmp/out" "-   - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}"
says "$tmp/out" "+   - tariff: {importer: USA, exporter: CAN, sector: C, add: 10 pp}"
says "$tmp/out" "regions.csv, the largest first"
expect 0 "$program" diff "$tmp/a" "$tmp/a"
says "$tmp/out" "nothing: world, scenario, settings, version and build are the same"
says "$tmp/out" "are the same, bit for bit"

# a number that somebody changed
cp -r "$tmp/a" "$tmp/c"
awk -F, -v OFS=, '$1 == "JPN" { $3 = 1.5 * $3 } { print }' "$tmp/a/regions.csv" >"$tmp/c/regions.csv"
expect 3 "$program" replay "$tmp/c"
says "$tmp/out" "does not come out again"
says "$tmp/out" "is not as the run wrote it"
says "$tmp/out" "equivalent_variation"

# another world in its place
sed -i 's/^C,CAN,USA,210,/C,CAN,USA,220,/' "$tmp/world/flows.csv"
expect 2 "$program" replay "$tmp/a"
says "$tmp/err" "--force goes on with this one"
expect 3 "$program" replay "$tmp/a" --force
says "$tmp/out" "by force"
sed -i 's/^C,CAN,USA,220,/C,CAN,USA,210,/' "$tmp/world/flows.csv"
mv "$tmp/world" "$tmp/moved"
expect 2 "$program" replay "$tmp/a"
says "$tmp/err" "--world names it"
expect 0 "$program" replay "$tmp/a" --world "$tmp/moved"

expect 1 "$program" replay "$tmp/a" --within x
expect 2 "$program" replay "$tmp/nothing"
expect 2 "$program" diff "$tmp/a" "$tmp/moved"
expect 1 "$program" diff "$tmp/a"

# range, decide, reconcile: all of it comes out again; what was changed is found
scenario 25
mv "$tmp/moved" "$tmp/world"
cat >"$tmp/d.yaml" <<END
decide: d
world: world
regions: [CAN]
levers:
  - {name: nothing}
  - {name: open, policy: [{barrier: {importer: JPN, exporter: CAN, sector: C, change: -5 %}}]}
contingencies:
  - {name: calm, probability: 60 %}
  - {name: storm, probability: 40 %, include: [s]}
range: {draws: 3, elasticities: {sector: all, spread: 20 %}}
END
expect 0 "$program" range "$tmp/s.yaml" --draws 5 --drivers 2 --seed 4 --out "$tmp/range"
expect 0 "$program" decide "$tmp/d.yaml" --out "$tmp/decide"
expect 0 "$program" decide "$tmp/d.yaml" --seed 2 --draws 4 --out "$tmp/decide2"
expect 0 "$program" reconcile "$tmp/s.yaml" --out "$tmp/reconcile"
rm "$tmp/s.yaml" "$tmp/more.yaml" "$tmp/d.yaml"
for folder in range decide reconcile; do
  expect 0 "$program" replay "$tmp/$folder"
  says "$tmp/out" "come out again, bit for bit"
  silent "$tmp/err"
done
sed -i '/^many-sectors,3,CAN/s/CAN,-0/CAN,-1/' "$tmp/reconcile/reconcile.csv"
expect 3 "$program" replay "$tmp/reconcile"
says "$tmp/out" "is not as the run wrote it"
says "$tmp/out" "many-sectors"
expect 0 "$program" diff "$tmp/decide" "$tmp/decide2"
says "$tmp/out" "the seed: 1 and 2"
says "$tmp/out" "the option draws: 3 and 4"
says "$tmp/out" "choices.csv, the largest first"
expect 0 "$program" diff "$tmp/range" "$tmp/decide"
says "$tmp/out" "of different kinds"
says "$tmp/out" "No number is on both sides."
says "$tmp/out" "only in the first"
expect 0 "$program" diff "$tmp/b" "$tmp/range"
says "$tmp/out" "columns only in the second: _p05, _p50 and _p95 of real_income_pct"
