# The page of the results: `run --out` writes it, `report` and `compare` write it again; what cannot be reported is told
# in a sentence. And the chart of regions in the terminal.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
make_scenario t.yaml 50
sed -i "s/A tariff for a test/A larger tariff/" t.yaml
expect 0 "$program" run s.yaml --world tiny --out one
expect 0 "$program" run t.yaml --world tiny --out two/
says out "The report is two/report.html: open it in a browser."

# The page holds the sentence that the terminal shows, names, the certificate and where the sources are.
expect 0 "$program" run s.yaml --world tiny
tr '\n' ' ' <out >line
sentence=$(sed 's/\(in both\.\).*/\1/' line)
says one/run.json "\"headline\": \"$sentence\""
says one/run.json '"headline_regions": ['
says one/run.json '"CAN": "Canada"'
says one/run.json '"G": "services"'
says one/run.json '"source": "made up"'
says one/run.json '"report": "report.html"'
says one/report.html "$sentence"
says one/report.html "United States"
grep -q 'https*://[a-z.]*\(cdn\|unpkg\|jsdelivr\)' one/report.html && wrong "the page asks for something on the network"
[ "$(wc -c <one/report.html)" -lt 2000000 ] || wrong "the page has more than 2 MB"

# Anew: the same page, also somewhere else.
mv one/report.html first.html
expect 0 "$program" report one
says out "The report is one/report.html"
cmp first.html one/report.html >&2 || wrong "report writes another page than run"
expect 0 "$program" report one/ --to other.html
[ -s other.html ] || wrong "--to"
expect 0 "$program" run s.yaml --world tiny --out one --no-report
[ ! -e one/report.html ] || wrong "--no-report leaves the page of the run before"
grep -q "report is" out && wrong "--no-report names a report"
says one/run.json '"report": null'

# One page of A4, in a language; it is of runs and ranges.
expect 0 "$program" run s.yaml --world tiny --out one
expect 0 "$program" report one --brief
says out "The brief is one/brief.html: open it in a browser, and print it from there."
# Without the page of scripts it is a plain page, in English.
charts=$("$program" --version | grep -c '^capabilities:.* charts' || :)
of_lang() {
  if [ "$charts" = 0 ]; then says "$1" '<html lang="en"'; else says "$1" "\"brief\":{\"lang\":\"$2\"}"; fi
}
of_lang one/brief.html en
expect 0 "$program" report one/ --brief --lang fr --to brief.html
of_lang brief.html fr
expect 1 "$program" report one --brief --lang de --to brief.html
says err 'the language "de" is none of en, fr and ja'
of_lang brief.html fr
expect 1 "$program" report one --lang fr
says err "--lang is of --brief"
expect 1 "$program" report one --brief --lang
says err "an argument is missing after --lang"
expect 0 "$program" report one
grep -q '"brief":{"lang' one/report.html && wrong "the whole report is a brief"

# Side by side.
expect 0 "$program" compare one two
says out "The report is compare.html"
says compare.html 'A tariff for a test'
says compare.html 'A larger tariff'
expect 0 "$program" compare one two --to both.html
cmp compare.html both.html >&2 || wrong "--to of compare"

# Ranges, decisions and reconciliations: the same verb, the same bytes; side by side there are runs and ranges alone.
cat >range.yaml <<END
$(cat s.yaml)
range:
  draws: 4
  elasticities: {sector: all, spread: 20 %}
END
cat >d.yaml <<END
decide: open-or-not
title: Open or not </script>
regions: CAN
levers:
  - {name: nothing}
  - name: open
    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: -5 %, both_ways: true}}]
contingencies:
  - {name: calm}
END
expect 0 "$program" range range.yaml --world tiny --drivers 2 --out range
expect 0 "$program" decide d.yaml --world tiny --out decision
expect 0 "$program" reconcile s.yaml --world tiny --out reconciliation
for kind in range decision reconciliation; do
  mv $kind/report.html first.html
  expect 0 "$program" report $kind
  cmp first.html $kind/report.html >&2 || wrong "report writes another page of a $kind"
done
says range/run.json '"kind": "range"'
says one/run.json '"kind": "run"'
grep -q 'first[_ ]order[_ ]error' range/report.html || wrong "the page of a range lacks its drivers"
says decision/report.html "open-or-not"
says reconciliation/report.html "one sector, first order"
[ "$(grep -c '<\/script>' decision/report.html)" -eq "$(grep -c '<\/script>' range/report.html)" ] ||
  wrong "a title ends a script"
expect 0 "$program" compare one range --to both.html
for kind in decision reconciliation; do
  expect 2 "$program" compare one $kind --to both.html
  says err "$kind: holds a $kind, and runs and ranges alone stand side by side; \`tradewind report $kind\` writes its page"
  expect 2 "$program" compare $kind
  expect 2 "$program" report $kind --brief
  says err "a brief is of a run or a range"
done
sed -i 's/CAN,/USA,/' decision/choices.csv
expect 2 "$program" report decision
says err "decision/choices.csv: is not as the run wrote it"
expect 0 "$program" run s.yaml --world tiny --out reconciliation
[ ! -e reconciliation/reconcile.csv ] || wrong "a reconciliation stays beside a run"
expect 0 "$program" compare one two --to both.html

# What cannot be reported, or written.
cp both.html before
expect 5 "$program" report one --to absent/page.html
says err "absent/page.html: cannot write"
expect 2 "$program" report nowhere
says err "nowhere: there is no such folder"
expect 2 "$program" report s.yaml
says err "s.yaml: expected a results folder, found a file"
expect 2 "$program" report tiny
says err "tiny: expected a results folder, found one without run.json"
expect 2 "$program" compare one nowhere --to both.html
says err "nowhere: there is no such folder"
expect 3 "$program" run t.yaml --world tiny --out two --max-iterations 1 --max-steps 0
expect 2 "$program" compare one two --to both.html
says err "two: the last run there found no certified solution (iteration_limit)"
sed -i 's/^USA,/CAN,/' one/regions.csv
expect 2 "$program" report one
says err "one/regions.csv: is not as the run wrote it"
rm one/trade.csv one/regions.csv
expect 2 "$program" compare one --to both.html
says err "one: lacks regions.csv, which its run.json lists"
cmp before both.html >&2 || wrong "a page was written of what cannot be reported"
expect 1 "$program" report
says err "report needs DIR"
expect 1 "$program" compare
says err "compare needs DIR..."
expect 1 "$program" report one two
says err "too many arguments"

# The chart: every region on a line with its number, losses left of the axis; in a pipe without block characters.
expect 0 "$program" run s.yaml --world tiny
sed -n '/^Real income, %:/,/^$/p' out >chart
[ "$(wc -l <chart)" -eq 5 ] || wrong "the chart has not one line a region"
grep -q '^CAN  *-[0-9.]*  *#*|$' chart || wrong "the bar of Canada"
LC_ALL=C grep -q '[^ -~]' chart && wrong "the chart in a pipe is not plain"
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  LC_ALL=C.UTF-8 script -qec "$program run s.yaml --world tiny" /dev/null >out </dev/null
  grep -q '█.*│' out || wrong "the chart of a UTF-8 terminal has no blocks"
  LC_ALL=C script -qec "$program run s.yaml --world tiny" /dev/null >out </dev/null
  grep -q '#|' out || wrong "the chart of another terminal is not plain"
fi
