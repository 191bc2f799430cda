# A narrow terminal leaves out columns from the right, those of one group together, and says which; something beside the
# names of rows is always shown. A wide one leaves out nothing.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >s.yaml <<END
scenario: t
world: tiny
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}
  - barrier: {importer: USA, exporter: CAN, sector: all, change: 3 %}
range: {draws: 4, elasticities: {sector: all, spread: 20 %}}
END
# wide COLUMNS command: its output in out, no line of which is wider
wide() {
  python3 "$here/terminal.py" "$@" >out 2>err || wrong "the command ended with a failure: $*"
  awk -v most="$1" '{ gsub(/[\200-\277]/, "") } length > most { print; exit 1 }' out >&2 || wrong "a line is too wide"
  tr '\n' ' ' <out >line
}

wide 160 "$program" run s.yaml
if grep -q "Left out" out; then wrong "160 characters hold everything"; fi
# exports and imports go together, although one of them would fit
wide 80 "$program" run s.yaml
says out "Left out, as 80 characters hold no more: exports and imports"
if grep -q " exports$" out; then wrong "a part of a group is shown"; fi
wide 52 "$program" run s.yaml
says line "Left out, as 52 characters hold no more: parts of real income, exports and imports"
if grep -q "terms of" out; then wrong "a part of the parts of real income is shown"; fi
# of a range the four numbers of a column are one group
wide 80 "$program" range s.yaml
says out "Left out, as 80 characters hold no more: real wage, exports"
[ "$(grep -c 'central  *median  *5 %  *95 %$' out)" -eq 1 ] || wrong "the numbers of real income are not all there"
# the first of them is never left out whole
wide 41 "$program" range s.yaml
says line "Left out, as 41 characters hold no more: the rest of real income, real wage, exports"
grep -q "^region  *central" out || wrong "nothing is shown beside the regions"
