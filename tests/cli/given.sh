# What is given beside the file: --set and --deficits of every verb that takes a scenario, kept in run.json, so that
# replay solves the same and diff names it; and a scenario or decision on standard input.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny

cat >s.yaml <<END
scenario: t
title: A tariff for a test
world: tiny
variables:
  duty: 25 pp      # of the file
  half: 0.5 \$duty
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: \$duty}
  - tariff: {importer: CAN, exporter: USA, sector: goods, add: \$half}
range: {draws: 6, variables: {duty: {uniform: [20 pp, 30 pp]}, half: {uniform: [5 pp, 15 pp]}}}
END
sed -e '/^variables/,/half/d' -e 's/\$duty/10 pp/;s/\$half/5 pp/' -e '/^range/d' s.yaml >ten.yaml
same() {
  cmp "$1/regions.csv" "$2/regions.csv" >&2 && cmp "$1/trade.csv" "$2/trade.csv" >&2 || wrong "$1 and $2 differ"
}

# The numbers are those of a file that says so; a variable made of it follows.
expect 0 "$program" run ten.yaml --out ten
expect 0 "$program" run s.yaml --set duty='10 pp' --out given
silent err
same ten given
expect 0 "$program" run s.yaml --set duty='30 pp' -s duty='10 pp' --out last
same ten last
expect 0 "$program" run s.yaml --out plain
if cmp -s plain/regions.csv given/regions.csv; then wrong "--set changes nothing"; fi

# run.json keeps it: the folder alone solves the same; diff names it.
says given/run.json '"name": "--set duty"'
says given/run.json "--set 'duty=10 pp'"
mv s.yaml away.yaml
expect 0 "$program" replay given
says out "all the same"
mv away.yaml s.yaml
expect 0 "$program" diff plain given
says out "--set duty: not given and 10 pp"
expect 0 "$program" run s.yaml --set duty='11 pp' --out other
expect 0 "$program" diff given other
says out "--set duty: 10 pp and 11 pp"
expect 0 "$program" diff given last
says out "are the same, bit for bit"

# Deficits, on both sides alike.
sed 's/^policy/closure: {deficits: zero}\npolicy/' ten.yaml >zero.yaml
expect 0 "$program" run zero.yaml --out zero
expect 0 "$program" run s.yaml --set duty='10 pp' --deficits zero --out both
same zero both
says both/run.json '"deficits": "zero"'
says both/run.json '"against_deficits": "zero"'
expect 0 "$program" replay both
expect 0 "$program" diff given both
says out "--deficits: not given and zero"
sed 's/^policy/closure: {deficits: zero}\nagainst: {deficits: fixed}\npolicy/' ten.yaml >two.yaml
expect 0 "$program" run two.yaml --deficits proportional
says err "trade deficits are now proportional on both sides; two.yaml says zero with the policy and fixed in what it is"
if grep -q Warning out; then wrong "the closures do not differ any more"; fi

# Every verb that takes a scenario, and a decision.
expect 0 "$program" scenario check s.yaml --set duty='10 pp' --deficits zero
says out "source     --set duty=10 pp"
says out "trade deficits are zero on both"
expect 0 "$program" reconcile s.yaml --set duty='10 pp' --deficits zero --out reconciled
expect 0 "$program" replay reconciled
expect 0 "$program" range s.yaml --set duty='10 pp' --out ranged
says ranged/run.json "1 variable of the range section is given by --set and not drawn"
expect 0 "$program" replay ranged
expect 2 "$program" range s.yaml --set duty='10 pp' --set half='5 pp'
says err "nothing is left to draw"
cat >d.yaml <<END
decide: d
world: tiny
regions: [CAN]
variables: {cut: -3 %}
levers:
  - {name: nothing}
  - name: open
    policy: [{barrier: {importer: CAN, exporter: JPN, sector: goods, change: \$cut, both_ways: true}}]
contingencies: [{name: calm}]
END
sed 's/-3 %/-8 %/' d.yaml >e.yaml
expect 0 "$program" decide d.yaml --set cut='-8 %' --deficits zero --out decided
expect 0 "$program" decide e.yaml --deficits zero --out written
cmp decided/decision.csv written/decision.csv >&2 || wrong "the decision has other numbers"
expect 0 "$program" replay decided

# What does not fit.
bad() {
  code=$1 text=$2
  shift 2
  expect "$code" "$program" run s.yaml "$@"
  silent out
  says err "$text"
}
bad 2 'error: --set duty=10: duty: "10" has no unit; write 10 pp' --set duty=10
bad 2 'error: --set duty=10 %: duty: "10 %" is a percentage, expected an amount in percentage points' --set 'duty=10 %'
bad 2 'error: --set dtuy=1 pp: there is no variable "dtuy" in s.yaml; did you mean duty?' --set 'dtuy=1 pp'
bad 2 'it has duty, half' --set 'zzzzzz=1 pp'
bad 1 '--set: found duty, expected NAME=AMOUNT' --set duty
bad 1 '--set: found duty=, expected NAME=AMOUNT' --set duty=
bad 1 'deficits: found "zeros", expected fixed, zero or proportional; did you mean zero?' --deficits zeros
expect 2 "$program" run ten.yaml --set duty='1 pp'
says err 'there is no variable "duty" in ten.yaml, which has none'

# Standard input.
input() {
  code=0
  "$program" "$@" >out 2>err || code=$?
  [ "$code" -eq 0 ] || wrong "exit code $code from: $*"
}
input run - --out piped <ten.yaml
same ten piped
says piped/run.json '"name": "standard input"'
expect 0 "$program" replay piped
input run - --set duty='10 pp' --out piped-given <s.yaml
same ten piped-given
expect 0 "$program" replay piped-given
input scenario check - <s.yaml
says out "standard input:8: tariff"
input decide - --out piped-decision <e.yaml
expect 0 "$program" replay piped-decision
expect 2 "$program" run -
says err "standard input is empty, expected a scenario"
echo 'scenario: more' >more.yaml
sed -n '/^policy/,$p' ten.yaml >>more.yaml
printf 'scenario: t\ntitle: A tariff for a test\nworld: tiny\ninclude: [more]\n' >includes.yaml
input run - --out included <includes.yaml
same ten included
mv more.yaml away.yaml
expect 0 "$program" replay included
head -c 5000000 /dev/zero >big
code=0
"$program" run - <big >out 2>err || code=$?
[ "$code" -eq 2 ] || wrong "exit code $code"
says err "standard input has more than 4 MB, expected a scenario"
code=0
echo 'scenario: [' | "$program" run - >out 2>err || code=$?
[ "$code" -eq 2 ] || wrong "exit code $code"
says err "standard input:"

# ---------------------------------------------------------------- the title says so, since it may speak of the file's amount
expect 0 "$program" market canada-lng-28 --set capacity='14 Mt' --out titled --no-report
says out "Canada exports 28 Mt of liquefied gas a year (capacity = 14 Mt)"
says titled/market.json "カナダが年28 Mtの液化ガスを輸出（capacity = 14 Mt）"
expect 0 "$program" replay titled
expect 0 "$program" market canada-lng-28
! grep -q "capacity = " out || wrong "a title says what is not given"
