# scenario check: what each rule does in words, overlaps, sources, the scenario's own world; nothing is solved.
set -eu
. "$(dirname "$0")/lib.sh"
make_world "$tmp/tiny"
cd "$tmp"
cat >s.yaml <<'END'
scenario: two
title: Two tariffs on one flow
world: tiny
closure: {deficits: zero, labour: {region: all, supply_elasticity: 0.5}}
against: {deficits: fixed}
policy:
  - tariff: {importer: USA, exporter: [CAN, JPN], sector: goods, to: 5 %}   # a proclamation of a president, with a long name that does not fit into one line
  - tariff: {importer: USA, exporter: CAN, sector: all, add: 20 pp}
  - productivity: {region: CAN, sector: C, change: 0 %}
  - quota: {importer: USA, exporter: JPN, sector: C, change: -20 %, owner: exporter}
END

# The world that the scenario names is found beside it, also from elsewhere.
mkdir elsewhere
cd elsewhere
expect 0 "$program" scenario check ../s.yaml
cp "$tmp/out" found
awk 'length > 80 { exit 1 }' found || wrong "a line is wider than the terminal"
tr -s '\n ' ' ' <"$tmp/out" >found # in one line, wherever the sentences are broken
says found "Scenario two: Two tariffs on one flow"
says found "World tiny: Three regions made for a test (data of 2020; 3 regions, 2 sectors)."
says found "trade deficits are zero with the policy and fixed in what it is compared with."
says found "Labour supply answers the real wage, elasticity: 0.5 in all regions."
says found "To be solved together: 1 limit on a volume."
says found "../s.yaml:7: tariff"
# 230 at 1 % and 130 at 2.5 %: (2.3 + 3.25) / 360
says found "The tariff on C from CAN, JPN to USA rises from 1.54 % to 5.00 % on average (trade-weighted)."
says found "touches 2 flows worth 360 million USD"
says found "average 1.54 % -> 5.00 %"
says found "source a proclamation of a president, with a long name that does not fit into one line"
says found "../s.yaml:8: tariff"
says found "OVERLAP 1 of these 2 flows had already been changed by a rule tariff, last in line 7; this one acts on what that left"
says found "; nothing changes"
says found "is at most 80 %"
says found "the rent goes to the exporter."
says found "4 rules, 1 on what an earlier one changed, 1 without effect, 3 without a source. Nothing was solved."
says "$tmp/err" "note: ../s.yaml:9: rule productivity changes nothing"
[ "$(ls)" = found ] || wrong "files were written: $(ls)"
cd "$tmp"

# The other side of a comparison, and years.
cat >next.yaml <<'END'
scenario: next
world: tiny
against: s.yaml
closure: {deficits: zero, labour: {region: all, supply_elasticity: 0.5}}
from: 2026
until: 2030
policy:
  - tariff: {importer: USA, exporter: JPN, sector: C, to: {2026: 0 %, 2030: 40 %}}
END
expect 0 "$program" scenario check next.yaml --year 2028
tr -s '\n ' ' ' <out >found
says found "Compared with the scenario \"Two tariffs on one flow\" (4 rules)"
says found "amounts are those of 2028."
says out "s.yaml:7: tariff (of what it is compared with)"
says out "next.yaml:8: tariff"
says out "average    2.50 % -> 20.00 %"
expect 0 "$program" scenario check next.yaml
says out "average    2.50 % -> 0.00 %"
expect 2 "$program" scenario check next.yaml --year 2031
says err "goes from 2026 until 2030, it has no year 2031"
silent out
expect 2 "$program" scenario check s.yaml --year 2031
says err "has no years"
expect 1 "$program" scenario check s.yaml --year soon
says err 'found "soon", expected a year'

# What is wrong is said as by run, with file, line and column; built-in scenarios are known by name.
sed 's/exporter: JPN/exporter: JPX/' s.yaml >bad.yaml
expect 2 "$program" scenario check bad.yaml
says err 'bad.yaml:10:38: world tiny has no region or group "JPX"; did you mean JPN?'
silent out
expect 0 "$program" scenario check us-tariff-canada
says out "Scenario us-tariff-canada"
expect 1 "$program" scenario
says err "scenario needs one of list, show, new and check"
expect 1 "$program" scenario chek s.yaml
says err "found chek"
expect 1 "$program" scenario check
says err "scenario check needs SCENARIO"
expect 0 "$program" scenario check --help
