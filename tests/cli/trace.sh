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
