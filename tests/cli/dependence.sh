# tradewind dependence: words, JSON, files, replay and diff, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" dependence CAN --world small2014
for text in "CAN (Canada): " "Who stands behind what CAN buys" "all others" "Sectors whose price rises most" \
  "what is looked through adds up to 1 part in" "No files were written"; do
  says out "$text"
done
silent err
grep -q '^USA .* [-]' out || wrong "the United States do not stand there with what it costs where they stop"
grep -q "value_added_origin: " out && wrong "formulas are told unasked"
expect 0 "$program" dependence can us-tariff-canada --world small2014 --verbose --out r --tables dta
says out "value_added_origin: "
says out "dependence.csv"
for file in dependence.csv dependence.dta regions.csv columns.csv run.json report.html; do
  [ -s "r/$file" ] || wrong "r/$file is missing"
done
[ "$(head -n 1 r/dependence.csv)" = region,sector,partner,indicator,value,value_new,product,trade_elasticity ] || wrong "columns"
says r/run.json '"kind": "dependence"'
says r/columns.csv "dependence.csv,indicator,text,"
# shares of all imports sum to 1, before and after
awk -F, '$2 == "" && $4 == "import_share" { a += $5; b += $6 } END { exit !(a > 1 - 1e-9 && a < 1 + 1e-9 && b > 1 - 1e-9 && b < 1 + 1e-9) }' r/dependence.csv ||
  wrong "shares of imports do not sum to 1"
expect 0 "$program" replay r
says out "come out again, bit for bit"
expect 0 "$program" dependence CAN --world small2014 --stops 0 --out base
grep -q "real_income_if_stopped_pct" base/dependence.csv && wrong "a partner was stopped"
cut -d, -f6 base/dependence.csv | sed 1d | grep -q . && wrong "new values without a scenario"
expect 0 "$program" replay base
says out "come out again, bit for bit"
expect 0 "$program" diff r base
says out "dependence.csv"
expect 0 "$program" dependence CAN --world small2014 --json
says out '"verb": "dependence"'
says out '"indicator": "hhi"'
says out '"formulas"'
python3 -c 'import json, sys; json.load(open(sys.argv[1]))' out || wrong "no JSON"

# A scenario is solved as `run` solves it, with the elasticities and the products that are chosen, and so is what stops.
for with in "--elasticities fontagne-2022" "--products none" "--products PORK" ""; do
  # shellcheck disable=SC2086 # words
  expect 0 "$program" run us-tariff-canada $with --no-report --out as_run
  # shellcheck disable=SC2086 # words
  expect 0 "$program" dependence JPN us-tariff-canada $with --stops 1 --no-report --out as_dependence
  # to the digits that are polished where the change is taken apart, which this verb does not need
  python3 - <<'P' || wrong "dependence ignores $with"
import csv
run, own = (list(csv.DictReader(open("as_%s/regions.csv" % verb))) for verb in ("run", "dependence"))
assert len(run) == len(own) > 10
for x, y in zip(run, own):
    for k in ("real_income_pct", "wage_pct", "exports_pct", "imports_pct"):
        assert x["region"] == y["region"] and abs(float(x[k]) - float(y[k])) < 1e-8, (x["region"], k, x[k], y[k])
P
  grep -q "real_income_if_stopped_pct" as_dependence/dependence.csv || wrong "nobody stops with $with"
  rm -r as_run as_dependence
done

expect 2 "$program" dependence CAM --world small2014
says err "region: world small2014 has no region \"CAM\"; did you mean CAN"
expect 2 "$program" dependence Canada --world small2014
says err "did you mean CAN (Canada)?"
expect 1 "$program" dependence CAN --world small2014 --deficits zero
says err "deficits changes a scenario, and none is given"
expect 1 "$program" dependence CAN --world small2014 --stops -1
expect 1 "$program" dependence
