# Texts of others: no escape, no line end and no mark for the direction of writing gets from a title, a name or a file's
# name to a terminal, into run.json or to the head of a page; and no cell of our tables is a formula for a spreadsheet.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
export LC_ALL=C
esc=$(printf '\033') csi=$(printf '\302\233') turn=$(printf '\342\200\256') line=$(printf '\342\200\250')

# clean: what the last command printed has no control but line ends
clean() {
  for file in out err; do
    tr -d '\n' <"$tmp/$file" | grep -q '[[:cntrl:]]' && wrong "a control character in std$file"
    for bytes in "$csi" "$turn" "$line"; do
      grep -qF "$bytes" "$tmp/$file" && wrong "a control character beyond ASCII in std$file"
    done
  done
  return 0
}

make_world tiny
cat >s.yaml <<END
scenario: s
title: plain
world: tiny
policy:
  - tariff: {importer: USA, exporter: CAN, sector: C, add: 5 pp}
END

# In YAML: line ends and runs of blanks in titles become one blank ...
sed 's/^title:.*/title: "two\\n lines\\tof  text\\N and\\L more "/' s.yaml >lines.yaml
expect 0 "$program" run lines.yaml --out lines
says out "two lines of text and more: real income"
grep -q '"title": "two lines of text and more"' lines/run.json || wrong "the title in run.json"
grep -qF 'two lines of text and more' lines/report.html || wrong "the title of the page"
sed 's/^title:.*/title: "Tiny\\n  world"/' tiny/world.yaml >lined.yaml
cp -r tiny lined
cp lined.yaml lined/world.yaml
expect 0 "$program" world show lined
says out "Tiny world"
# ... and what nobody can see is refused, with its place, in texts, keys and comments alike.
refused() {
  printf '%s\n' "$1" >bad.yaml
  expect 2 "$program" scenario check bad.yaml
  says err "$2"
  clean
}
refused 'title: "\e]0;x\a"' 'bad.yaml:1:8: found the control character \x1b in a text'
refused 'title: "a\x9bb"' 'bad.yaml:1:8: found the control character \u009b in a text'
refused 'title: "a\u202eb"' 'bad.yaml:1:8: found the control character \u202e in a text'
refused "title: a${turn}b" 'bad.yaml:1:9: found the control character \u202e in a text'
refused "title: a # ${turn}b" 'bad.yaml:1:12: found the control character \u202e in a text'
refused '"ti\u2066tle": a' 'bad.yaml:1:1: found the control character \u2066 in a key'
refused "title: a${esc}b" 'bad.yaml:1:9: found the control character \x1b in a text'
refused 'policy: [{tariff: {importer: "a\nb", exporter: CAN, sector: C, add: 5 pp}}]' 'a\nb'
refused 'policy: [{"tar\niff": {}}]' 'tar\niff'

# In CSV files the row and the column are named; a name is one line.
rename() {
  rm -rf renamed
  cp -r tiny renamed
  printf 'region,name\nCAN,"%s"\nUSA,United States\nJPN,Japan\n' "$1" >renamed/regions.csv
}
rename "Ca${esc}[31mnada"
expect 2 "$program" world show renamed
says err 'renamed/regions.csv:2: column name: found the control character \x1b'
clean
rename "Ca${turn}nada"
expect 2 "$program" world check renamed
says err 'found the control character \u202e'
rename 'Canada
 of	the  north '
expect 0 "$program" run s.yaml -w renamed --all --out named
grep -qF 'Canada of the north' named/report.html || wrong "the name on the page"
expect 0 "$program" world show renamed
says out "Canada of the north"
expect 0 "$program" world save renamed renamed.tww
expect 0 "$program" world check renamed.tww
printf 'region,name\nC\302\233N,Canada\nUSA,United States\nJPN,Japan\n' >renamed/regions.csv
expect 2 "$program" world check renamed
says err '\u009b'
clean

# Names of files and arguments are shown, in errors and in notes.
bad=$(printf 'a\033[31m\nb\302\233.yaml')
expect 2 "$program" run "$bad"
clean
says err 'a\x1b[31m\nb\u009b.yaml'
cp s.yaml "$bad"
sed -i '1,2d' "$bad"
expect 0 "$program" run "$bad" --out odd
clean
says out 'a\x1b[31m'
grep -q '[[:cntrl:]]' odd/run.json && wrong "a control character in run.json"
grep -qF "$csi" odd/run.json && wrong "a control character beyond ASCII in run.json"
grep -qF '"name": "a\\x1b[31m\\nb\\u009b"' odd/run.json || wrong "the name that a file's name gives"
expect 0 "$program" replay odd
expect 1 "$program" "ru${esc}n"
clean
expect 1 "$program" run s.yaml "--${csi}"
clean
expect 1 "$program" range s.yaml --draws "1${esc}"
clean
expect 2 "$program" run "$(printf 'a\377\300\233')" # no UTF-8 at all
says err 'a\xff\xc0\x9b'

# A results folder that somebody made: its words are shown, not obeyed, by what reads it again.
sed 's/two lines of text and more/two\\n\\u001b[31m\\u009b\\u202elines/' lines/run.json >run.json
sed 's/"name": "s"/"name": "s\\n\\u001bs"/' run.json >lines/run.json
"$program" diff lines named >out 2>err || [ $? -le 3 ] || wrong "diff lines named"
says out 's\n\x1bs (SHA-256'
for verb in "diff lines named" "replay lines" "report lines"; do
  # shellcheck disable=SC2086 # words
  "$program" $verb >out 2>err </dev/null || [ $? -le 3 ] || wrong "$verb"
  clean
done
grep -qF "$esc" lines/report.html && wrong "an escape in report.html"
grep -qF "$turn" lines/report.html && wrong "a mark for the direction of writing in report.html"
grep -qiF '\u202e' lines/report.html && wrong "the same in JSON"

# ---------------------------------------------------------------- formulas

make_formulas() {
  cp -r tiny "$1"
  for file in "$1"/*.csv; do
    sed -i 's/\bCAN\b/@SUM(A1)/; s/\bCAN\b/@SUM(A1)/; s/\bUSA\b/=1+1/; s/\bUSA\b/=1+1/; s/Canada/-2+3/; s/United States/'"''"'=x/' "$file"
  done
}
make_formulas sums
cat >f.yaml <<END
scenario: f
world: sums
policy:
  - tariff: {importer: "=1+1", exporter: "@SUM(A1)", sector: C, add: 5 pp}
END
# formulas FOLDER: no cell of its tables may begin as a formula does, but numbers
formulas() {
  for table in "$1"/*.csv; do
    tr ',' '\n' <"$table" | grep '^"\{0,1\}[=+@-]' | grep -v '^-[0-9.e-]*$' && wrong "a formula in $table"
  done
  return 0
}
expect 0 "$program" run f.yaml --out results
formulas results
grep -q "^'@SUM(A1)," results/regions.csv || wrong "no apostrophe before @SUM(A1)"
sed "s/&#39;/'/g" results/report.html | grep -qF "'@SUM(A1)" && wrong "the apostrophe is in the page"
expect 0 "$program" replay results
says out "bit for bit"
expect 0 "$program" diff results results
# The world again, from each form in which it is written.
for form in folder csv; do
  expect 0 "$program" world export sums --to $form --out "out-$form"
done
formulas out-folder
grep -q "^'@SUM(A1),-2+3" out-folder/regions.csv && wrong "a formula as a name"
grep -q "^'@SUM(A1),'-2+3" out-folder/regions.csv || wrong "the name of a region"
grep -q "^'=1+1,''=x\$" out-folder/regions.csv || wrong "a name that begins with an apostrophe"
expect 0 "$program" world show sums
# what differs by design: where its files are from
numbers_of() { sed -e '/^files/,/^tariffs/{/^tariffs/!d}' -e '/SHA-256/d' -e '/^name/d' -e '/^sha256/d' "$1"; }
numbers_of out >first
expect 0 "$program" world show out-folder
numbers_of out >second
diff first second >&2 || wrong "a world that was written and read again"
grep -q "^'@SUM(A1),'@SUM(A1),C," out-csv || wrong "the long file: $(head -2 out-csv)"
grep -q '^[=+@-]\|,[=+@]' out-csv && wrong "a formula in the long file"
cat >d.yaml <<END
decide: d
world: sums
regions: ["@SUM(A1)"]
levers: [{name: "=1+1"}, {name: "+b", title: "-c"}]
contingencies: [{name: "@SUM(1)"}, {name: y}]
END
expect 0 "$program" decide d.yaml --out decided
formulas decided
grep -q "^'@SUM(A1),'=1+1,'@SUM(1)," decided/decision.csv || wrong "decision.csv"
expect 0 "$program" replay decided

# ---------------------------------------------------------------- quotes

# A cell with a quote in it has it twice, and stands in quotes, as a comma and a line do.
cp -r tiny quoted
printf 'region,name\nCAN,"A ""great"" land, north"\nUSA,"6"" wide"\nJPN,Japan\n' >quoted/regions.csv
expect 0 "$program" world export quoted --to folder --out quoted-out
grep -qxF 'CAN,"A ""great"" land, north"' quoted-out/regions.csv || wrong "a name with quotes: $(cat quoted-out/regions.csv)"
grep -qxF 'USA,"6"" wide"' quoted-out/regions.csv || wrong "a name with one quote: $(cat quoted-out/regions.csv)"
expect 0 "$program" world diff quoted quoted-out
cat >quoted.yaml <<END
decide: q
world: quoted
regions: [CAN]
levers: [{name: 'say "no", twice'}, {name: '"'}]
contingencies: [{name: x}, {name: y}]
END
expect 0 "$program" decide quoted.yaml --draws 0 --out asked
grep -qF 'CAN,"say ""no"", twice",x,' asked/decision.csv || wrong "a lever with quotes: $(head -n 3 asked/decision.csv)"
grep -qF 'CAN,"""",y,' asked/decision.csv || wrong "a lever that is a quote: $(head -n 5 asked/decision.csv)"
expect 0 "$program" replay asked

# The command that run.json has is one that a shell reads as it was typed, whatever is in its words.
cp s.yaml "it's a \"\$HOME\" *.yaml"
expect 0 "$program" run "it's a \"\$HOME\" *.yaml" --out "o'ut '' \\n"
recorded=$(sed -n 's/^  "command": "\(.*\)",$/\1/p' "o'ut '' \\n/run.json" | sed 's/\\\(["\\]\)/\1/g')
plain=$recorded
eval "set -- $recorded"
[ $# -eq 5 ] || wrong "$# words, not 5, in: $plain"
[ "$1" = "${program##*/}" ] && [ "$2 $4" = 'run --out' ] || wrong "the command is $plain"
[ "$3" = "it's a \"\$HOME\" *.yaml" ] || wrong "the scenario is $3 in $plain"
[ "$5" = "o'ut '' \\n" ] || wrong "the folder is $5 in $plain"
expect 0 "$program" run s.yaml --out plain-words --threads 1
says plain-words/run.json "\"command\": \"${program##*/} run s.yaml --out plain-words --threads 1\""
