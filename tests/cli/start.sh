# To start from: lists of what is built in, the YAML of a built-in scenario, a template; help, and what was meant by a word
# that is none.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" scenario list
silent err
for file in "$source_dir"/examples/*.yaml "$source_dir"/examples/decide/*.yaml; do
  name=$(basename "$file" .yaml)
  [ "$name" = nafta1993 ] || grep -q "^$name " out || wrong "scenario list lacks $name"
done
says out "US tariffs on Canadian goods +25 points"
grep -q "^interprovincial-barriers *provinces " out || wrong "the world of a scenario is not told"
awk 'length > 80 { exit 1 }' out || wrong "a line is too long"
# All worlds that have what it names, and no other.
tr -s ' \n' ' ' <out >line
says line "tariffs stay as they were on 1 May 2026 (also on default2014, provinces)"
expect 0 "$program" scenario list --json
cp out list.json
for name in cusma-lapse-mfn crop-export-ban interprovincial-barriers; do
  runs=$(/usr/bin/python3 -c 'import json, sys
for one in json.load(open("list.json"))["scenarios"]:
  if one["name"] == sys.argv[1]: print(" ".join(one["worlds"]))' "$name")
  for world in default default2014 provinces small2014; do
    case " $runs " in *" $world "*) wanted=0 ;; *) wanted=2 ;; esac
    expect $wanted "$program" scenario check "$name" --world $world
  done
done
grep -q '"worlds"' list.json || wrong "no list of worlds"
expect 0 "$program" scenario list
expect 0 "$program" world list
for name in default default2014 provinces small2014; do
  grep -q "^$name  *20[0-9][0-9]  *[0-9]" out || wrong "world list lacks $name"
done

# Shown as it is; a start for a scenario of one's own.
expect 0 "$program" scenario show us-tariff-canada
cmp out "$source_dir/examples/us-tariff-canada.yaml" >&2 || wrong "it is not shown as it is"
expect 0 "$program" scenario show focus-on-what-we-can-control
cmp out "$source_dir/examples/decide/focus-on-what-we-can-control.yaml" >&2 || wrong "a decision is not shown as it is"
expect 2 "$program" scenario show us-tarif-canada
says err "there is no built-in scenario or decision us-tarif-canada; did you mean us-tariff-canada?"
expect 2 "$program" scenario show nothing-like-it
says err "\`tradewind scenario list\` lists them"
expect 1 "$program" scenario show
says err "us-tariff-canada"

# A template that runs, and never goes over a file.
expect 0 "$program" scenario new my.yaml
says out "tradewind run my.yaml"
silent err
expect 0 "$program" scenario check my.yaml
silent err
says out "1 rule."
expect 0 "$program" run my.yaml
silent err
says my.yaml "scenario: my"
expect 0 "$program" range my.yaml --draws 2 --set duty='10 pp'
cp my.yaml before
expect 2 "$program" scenario new my.yaml
says err "my.yaml is there already, and is not written over"
cmp before my.yaml >&2 || wrong "it was written over"
ln -s nowhere link.yaml
expect 2 "$program" scenario new link.yaml
[ ! -e nowhere ] || wrong "it was written through a link"
expect 5 "$program" scenario new absent/my.yaml
says err "cannot write absent/my.yaml"
expect 1 "$program" scenario new us-tariff-canada
says err "is the name of a built-in scenario"
expect 0 "$program" scenario new null.yaml
expect 0 "$program" scenario check null.yaml
expect 0 "$program" scenario new 2030.yaml
expect 0 "$program" run 2030.yaml
expect 0 "$program" scenario new -
mv out piped.yaml
expect 0 "$program" run piped.yaml

# Help by verb and by group.
expect 0 "$program" help run
says out "Usage: tradewind run SCENARIO"
expect 0 "$program" help scenario new
says out "Usage: tradewind scenario new FILE"
expect 0 "$program" help
says out "Usage: tradewind COMMAND"
expect 0 "$program" help scenario
says out "scenario show NAME"

# Did you mean.
meant() {
  text=$1
  shift
  expect 1 "$program" "$@"
  silent out
  says err "$text"
}
meant "unknown command rnu; did you mean run?" rnu x
meant "unknown command rnu; did you mean run?" help rnu
meant "unknown command scenaro check; did you mean scenario check?" scenaro check x
meant "found shwo; did you mean world show?" world shwo default
meant "unknown command list; did you mean scenario list or world list?" list
meant "unknown command split; did you mean world split?" split x
meant "help: there is no command run fast" help run fast
meant "unknown option --wrold; did you mean --world? See tradewind run --help" run x --wrold y
meant "unknown option --wrold=y; did you mean --world?" run x --wrold=y
meant "unknown option --tolerence; did you mean --tolerance?" run x --tolerence 1
meant "unknown option --no-reprot; did you mean --no-report?" run x --no-reprot
meant "unknown option --quite-other; see tradewind run --help" run x --quite-other
meant "--de may be any of --deficits, --decomposition" run x --de
