# Bad input ends with 2, a message that says where, nothing on standard output, and no results.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world good
make_scenario s.yaml

bad() {
  text=$1
  shift
  expect 2 "$program" "$@"
  silent out
  says err "tradewind: error: "
  says err "$text"
  [ ! -e results ] || wrong "results were written"
}

bad "nowhere.yaml: there is no such file" run nowhere.yaml --world good --out results
bad "did you mean us-tariff-canada?" run us-tarif-canada --out results
bad "nowhere" run s.yaml --world nowhere --out results
bad "nowhere" world check nowhere
bad "nowhere" world show nowhere
bad "nowhere" world save nowhere x.tww
sed 's/25 pp/25/' s.yaml >unit.yaml
bad 'unit.yaml:4:64: add: "25" has no unit; write 25 pp (percentage points)' run unit.yaml --world good --out results
sed 's/importer: USA/importer: UAS/' s.yaml >code.yaml
bad 'code.yaml:4:24: world tiny has no region or group "UAS"; did you mean USA?' run code.yaml --world good --out results
sed 's/goods/services/; s/exporter: CAN/exporter: USA/' s.yaml >none.yaml
bad 'none.yaml:4:5: rule tariff covers no flow' run none.yaml --world good --out results
{ cat s.yaml; echo 'colour: blue'; } >key.yaml
bad 'key.yaml:5:1: found the key "colour"' run key.yaml --world good --out results
head -c 60 s.yaml >cut.yaml
bad 'cut.yaml:' run cut.yaml --world good --out results
echo "scenario: x
world: not-built-in" >w.yaml
bad 'w.yaml:2:8: world: not-built-in: there is no such folder or file' run w.yaml --out results
{ cat s.yaml; printf 'range: {outcomes: [real_incom_pct CAN], drivers: 8, elasticities: {spread: 10 %%}}\n'; } >outcome.yaml
bad 'found "real_incom_pct", expected a column of regions.csv; did you mean real_income_pct?' range outcome.yaml --world good

# Worlds, one mistake each: sed script, file, text.
spoil() {
  rm -rf spoilt
  cp -r good spoilt
  sed "$1" "good/$2" >"spoilt/$2"
  bad "$3" run s.yaml --world spoilt --out results
  says err "spoilt/$2" # names the file
  # check says the same, with the same exit code
  expect 2 "$program" world check spoilt
}
spoil 's/^C,CAN,USA/C,CAN,UAS/' flows.csv "UAS"
spoil 's/^C,CAN,USA,210.*/&\n&/' flows.csv ":4"
spoil 's/^C,CAN,USA,210/C,CAN,USA,-210/' flows.csv "-210"
spoil 's/^C,CAN,USA,210/C,CAN,USA,nan/' flows.csv "nan"
spoil 's/^C,CAN,USA,210,1,/C,CAN,USA,210,-150,/' flows.csv "-150"
spoil '/^CAN,G/d' production.csv "CAN"
spoil 's/^CAN,G,0.7/CAN,G,1.7/' production.csv "1.7"
spoil 's/goods,4/goods,0/' sectors.csv "elasticity"
spoil 's/goods,4/goods,-4/' sectors.csv "-4"
