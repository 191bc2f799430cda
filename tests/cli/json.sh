# --json: one object on standard output and nothing else, whatever comes of the command; NaN is null; the keys are those
# of docs/formats.md, and each of them stands there.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >s.yaml <<END
scenario: t
title: "A \"tariff\" for a \\\\ test — 関税"
world: tiny
variables: {duty: 25 pp}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: \$duty}
  - quota: {importer: JPN, exporter: CAN, sector: C, to: 80 %, owner: importer}
range: {draws: 4, drivers: 2, elasticities: {sector: all, spread: 20 %}, outcomes: [real_income_pct CAN]}
END
cat >d.yaml <<END
decide: d
world: tiny
regions: [CAN]
levers: [{name: nothing}, {name: open, policy: [{tariff: {importer: CAN, exporter: JPN, sector: goods, to: 0 %}}]}]
contingencies: [{name: calm}]
END
sed 's/^policy/from: 2026\nuntil: 2027\npolicy/;/^range/d' s.yaml >years.yaml

# json CODE KEY... -- command: its output is looked at at the end, all in one go, as is what the keys are expected to be.
cases=0
json() {
  wanted=$1
  shift
  keys=
  while [ "$1" != -- ]; do
    keys="$keys $1"
    shift
  done
  shift
  expect "$wanted" "$program" "$@"
  look "$wanted" "$*" "$keys"
}
look() {
  cases=$((cases + 1))
  cp out "case$cases"
  printf '%s\t%s\t%s\t%s\n' "case$cases" "$1" "$2" "$3" >>cases
}

json 0 verb=run certified=True outcome=certified regions.0.region=CAN regions.2.name=Japan regions.0.real_income_pct \
  sectors.0.value_added_change world.name=tiny scenario.name=t rules.0.line=6 groups.0.group groups.0.members.0 groups.0.real_gdp_pct regions.0.employment_change=None limits.0.owner=JPN limits.0.binding=True \
  certificate.holds=True folder=None -- run s.yaml --json
silent err
says out 'A \"tariff\" for a \\ test — 関税'
# the same digits as in the table
expect 0 "$program" run s.yaml --out results --json --no-report
income=$(awk -F, '$1 == "USA" { print $2 }' results/regions.csv)
[ -n "$income" ] && says out "\"real_income_pct\": $income"
json 0 year=2027 years.1.year=2027 years.0.real_income_pct.CAN -- run years.yaml --json
json 0 regions.0.real_income_pct_p05 drivers.0.total draws.certified=4 parameters.0.name -- range s.yaml --json
json 0 regions.0.expected_value levers.1.name=open regions.0.levers.1.payoffs.0.central draws.asked=0 -- decide d.yaml --json
grep -q '"p05": null' out || wrong "NaN is not null"
json 0 variants.0.real_income_pct.CAN variants.0.change_from_previous.CAN=None -- reconcile s.yaml --json
json 0 rules.1.rule=quota variables.0=duty scenario.title -- scenario check s.yaml --json
json 0 scenarios.0.name decisions.0.title scenarios.0.world -- scenario list --json
json 0 worlds.0.name=default worlds.3.name=small2014 worlds.3.regions=12 -- world list --json
json 0 world.regions=3 holds=True counts.violated=0 -- world check tiny --json
json 0 regions.1.region=USA sectors.1.kind=services region_groups.0.members totals.trade -- world show tiny --json
json 0 agrees=True tables.0.table=regions.csv -- replay results --json
json 0 agrees=True inputs.0 -- diff results results --json
expect 0 "$program" run s.yaml --set duty='5 pp' --out five --no-report
json 0 agrees=False tables.0.differences.7.column -- diff results five --json
json 0 tables.0.differences.8.column -- diff results five --json --all

# What fails is an object, too.
json 2 errors.0 -- run absent.yaml --json
json 1 errors.0 -- run s.yaml --json --wrold tiny
json 1 -- run --json
json 1 -- rnu --json
json 2 -- run s.yaml --set duty=1 --json
json 2 -- world show absent --json
json 2 -- replay nowhere --json
json 3 certified=False message certificate.holds regions.0.real_income_pct=None -- \
  run s.yaml --max-iterations 1 --max-steps 0 --json
code=0
"$program" run s.yaml -aj >out 2>err || code=$?
look "$code" "run s.yaml -aj" verb=run
# Help is for people in any case.
expect 0 "$program" run --json --help
says out "Usage: tradewind run"

cat >look.py <<'END'
import json, re, sys
formats = open(sys.argv[1], encoding="utf-8").read()
part = formats[formats.index("### JSON on standard output"):]

def refuse(word):
    raise ValueError("a number that JSON has not: " + word)

def check(file, code, keys):
    d = json.loads(open(file, encoding="utf-8").read(), parse_constant=refuse)
    if d["exit_code"] != code or d["program"] != "tradewind":
        raise ValueError("exit_code %r, program %r" % (d["exit_code"], d["program"]))
    if code and not d["errors"]:
        raise ValueError("no errors are said")
    for key in keys:
        at = d
        path, _, expected = key.partition("=")
        for step in path.split("."):
            at = at[int(step)] if re.fullmatch(r"\d+", step) else at[step]
        if expected and str(at) != expected:
            raise ValueError("%s is %r, expected %s" % (path, at, expected))
    for key in d:
        if not re.search(r"\b%s\b" % key, part):
            raise ValueError("docs/formats.md does not name the key %s" % key)

for line in open("cases", encoding="utf-8"):
    file, code, command, keys = line.rstrip("\n").split("\t")
    try:
        check(file, int(code), keys.split())
    except (ValueError, KeyError, IndexError, TypeError) as wrong:
        raise SystemExit("the JSON of `%s`: %s %s" % (command, type(wrong).__name__, wrong))
END
[ "$cases" -gt 20 ] || wrong "there are only $cases cases"
python3 look.py "$source_dir/docs/formats.md" >&2 || wrong "see above"
