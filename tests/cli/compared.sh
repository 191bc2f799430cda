# What a reader is told of what is compared with what: closures that differ, in every verb; runs side by side that do not
# measure the same; two references of one number; a centre outside its range; a changed copy of a built-in world.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
{ make_scenario other.yaml 5 && echo 'closure: {deficits: fixed}' >>other.yaml; }
cat >differ.yaml <<END
scenario: differ
title: Closures that differ
include: other
against: other.yaml
closure: {deficits: zero}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}
END
line='against: {scenario: other.yaml, deficits: zero}'
warning="The closures differ: trade deficits are at zero with the policy, and fixed in what it is compared with, the scenario tiny-tariff."

# warned FILE: the warning is the first thing in it, then the line alone.
warned() {
  head -n 1 "$1" | grep -q '^Warning: The closures differ: ' || wrong "the warning is not above the headline of $1"
  grep -qx "    $line" "$1" || wrong "$1 lacks the line to write"
  tr '\n' ' ' <"$1" >flat
  says flat "$warning"
}
for verb in "run" "range --draws 2" "reconcile" "scenario check"; do
  # shellcheck disable=SC2086 # verb and its options
  expect 0 "$program" ${verb%% --*} differ.yaml --world tiny $(expr "$verb" : '.*\(--.*\)' || :)
  cp out said
  warned said
done
expect 0 "$program" run differ.yaml --world tiny --out differ
tr '\n' ' ' <out >flat
says flat "with trade deficits fixed; the new equilibrium has trade deficits at zero."
says differ/run.json '"warning": "The closures differ: '
says differ/run.json "\"against_line\": \"$line\""
says differ/run.json '; the new equilibrium has trade deficits at zero.'
says differ/report.html "$warning"

# With that line nothing differs, and nothing is said; both sides are named all the same.
{ grep -v '^against' differ.yaml && echo "$line"; } >agree.yaml
expect 0 "$program" run agree.yaml --world tiny --out agree
grep -q Warning out && wrong "a warning where the closures agree"
tr '\n' ' ' <out >flat
says flat 'compared with the scenario "A tariff for a test" in the world tiny (data of 2020), with trade deficits at zero in both.'
says agree/run.json '"warning": null'
sed 's/^closure.*/closure: {deficits: zero, labour: {region: all, supply_elasticity: 0.5}}/' agree.yaml >labour.yaml
expect 0 "$program" run labour.yaml --world tiny --out labour
tr '\n' ' ' <out >flat
says flat "with trade deficits at zero and labour supply that answers the real wage in both."
says labour/run.json '"closure_parts": ['

# A decision: the closures of all pairs, and what a lever includes that does not hold.
cat >decide.yaml <<END
decide: which
regions: CAN
against: {deficits: fixed}
closure: {deficits: zero}
levers:
  - name: nothing
  - {name: jobs, include: [labour]}
contingencies: [{name: calm}]
END
expect 0 "$program" decide decide.yaml --world tiny --draws 0 --out decided
head -n 1 out | grep -q '^Warning: The closures differ' || wrong "decide does not warn"
grep -qx '    against: {deficits: zero}' out || wrong "decide lacks the line to write"
tr '\n' ' ' <out >flat
says flat "Compared with the equilibrium without policy; trade deficits are at zero with the policy and fixed in what"
says err "labour.yaml:4: the closure of an included file does not hold here: what it says of labour is left out"
says decided/run.json '"left_out": "labour.yaml:4: '
says decided/run.json '"against_deficits": "fixed"'
says decided/report.html 'The closures differ'

# Side by side: the runs' own warnings, references, closures and worlds.
make_scenario plain.yaml
expect 0 "$program" run plain.yaml --world tiny --out plain
expect 0 "$program" compare differ agree
says err "note: differ: $warning"
says err "The runs have different closures (differ: deficits zero against fixed; agree: deficits zero), so their numbers do not measure the policy alone. Write one closure into all of them, in place of what each has: \`closure: {deficits: zero}\`."
grep -q 'compared with different things' err && wrong "one reference is called two"
expect 0 "$program" compare agree plain
says err "The runs are compared with different things (agree: the scenario \"A tariff for a test\"; plain: the equilibrium without policy), so their numbers do not measure the same. Write the same line into each scenario, such as \`against: tiny-tariff\`."
expect 0 "$program" compare agree labour
says err "labour: deficits zero, labour supply that answers the real wage)"
says err ": \`closure: {deficits: zero}\`."
# In any order: what is advised is a name that is there, deficits alone before anything longer, and the closure of no run
# that is compared with another one of its own.
expect 0 "$program" compare plain agree
says err "into each scenario, such as \`against: tiny-tariff\`."
expect 0 "$program" compare labour agree
says err "in place of what each has: \`closure: {deficits: zero}\`."
expect 0 "$program" compare differ plain
says err "in place of what each has: \`closure: {deficits: fixed}\`."
expect 0 "$program" compare labour plain
says err "in place of what each has: \`closure: {deficits: fixed}\`."
sed 's/^closure.*/closure: {deficits: zero, labour: {region: all, supply_elasticity: 0.5}}/' differ.yaml >apart.yaml
expect 0 "$program" run apart.yaml --world tiny --out apart
expect 0 "$program" compare differ apart
says err "so their numbers do not measure the policy alone. Write the closure of one of them into all."
sed 's/0\.5/0.7/' labour.yaml >more.yaml # the same kind of closure with another number
expect 0 "$program" run more.yaml --world tiny --out more
expect 0 "$program" compare labour more --to more.html
says err "The runs have different closures (labour: \`closure: {deficits: zero, labour: "
tr '\n' ' ' <err >flat
line=$(sed -n 's/.*in place of what each has: `\(.*\)`\.$/\1/p' err)
[ -n "$line" ] || wrong "no line to write"
for name in labour more; do # the line makes both alike
  { grep -v '^closure:' $name.yaml; echo "$line"; } >$name-alike.yaml
  expect 0 "$program" run $name-alike.yaml --world tiny --out $name-alike
done
expect 0 "$program" compare labour-alike more-alike
if grep -q 'different closures' err; then wrong "the line does not make both alike"; fi
cp -r tiny big
sed -i 's/^C,CAN,USA,210/C,CAN,USA,260/' big/flows.csv
expect 0 "$program" run plain.yaml --world big --out big-plain
expect 0 "$program" compare plain big-plain
says err "The runs use different worlds (plain: tiny ("
says err "), so they differ in more than the policy. Run them with the same one, such as \`--world tiny\`."
grep -q 'closures\|different things' err && wrong "what agrees is said to differ"
make_scenario larger.yaml 30
expect 0 "$program" run larger.yaml --world tiny --out larger
expect 0 "$program" compare plain larger
silent err

# Employment against two references, each with its name.
cat >jobs.yaml <<END
scenario: jobs
against: other.yaml
include: other
closure: {labour: {region: CAN, rigid_wage: nominal}}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 15 pp}
END
expect 0 "$program" run jobs.yaml --world tiny --out jobs
tr -s ' \n' ' ' <out >flat
employment=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "employment_pct") at = i } $1 == "CAN" { printf "%.2f", $at }' jobs/regions.csv)
says flat "of the reference (the equilibrium without policy)"
says flat "of that reference; against tiny-tariff, as in the table above, it is $employment %."
sed '/^against/d' jobs.yaml >alone.yaml
expect 0 "$program" run alone.yaml --world tiny
grep -q 'as in the table above' out && wrong "two references where there is one"

# A centre outside the draws is explained, one inside is not.
cat >range.yaml <<END
scenario: asymmetric
variables: {duty: 25 pp}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: \$duty}
range: {draws: 8, variables: {duty: {uniform: [1 pp, 5 pp]}}}
END
expect 0 "$program" range range.yaml --world tiny --out ranged
tr '\n' ' ' <out >flat
says flat "The central real income lies outside its range in CAN"
says flat "it is that of the central parameters, not the middle of the draws."
sed 's/1 pp, 5 pp/20 pp, 30 pp/' range.yaml >middle.yaml
expect 0 "$program" range middle.yaml --world tiny
grep -q 'central real income' out && wrong "a centre in the middle is explained"

# A copy of a built-in world keeps its name while its data are the same.
cp -r "$source_dir/worlds/small2014" copy
expect 0 "$program" run us-tariff-canada --world copy --out copied
tr '\n' ' ' <out >flat
says flat "equilibrium of small2014 (data of 2014)"
says copied/run.json '"label": "small2014",'
if [ -e copy/flows.csv.gz ]; then gzip -d copy/flows.csv.gz; fi
awk -F, -v OFS=, 'NR == 2 { $4 = 1.5 * $4 } { print }' copy/flows.csv >flows.csv && mv flows.csv copy/flows.csv
expect 0 "$program" run us-tariff-canada --world copy --out copied
tr '\n' ' ' <out >flat
says flat "equilibrium of small2014 (changed) (data of 2014)"
says copied/run.json '"name": "small2014"'
says copied/run.json '"label": "small2014 (changed)"'
says copied/run.json 'of small2014 (changed) ('

# What cannot run is not listed, and opens by its name.
for verb in run range reconcile "scenario check"; do
  # shellcheck disable=SC2086 # the words of a verb
  expect 0 "$program" $verb --help
  grep -q nafta1993 out && wrong "$verb lists a scenario whose world is not built in"
  says out us-tariff-canada
done
expect 2 "$program" run nothing-like-it
grep -q nafta1993 err && wrong "an error lists it"
expect 2 "$program" run nafta1993
says err "cp2015-nafta"
