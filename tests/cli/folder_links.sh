# Nothing outside a results folder is written, deleted or read on the word of what is in it; a file that a scenario
# names and that is none of its kind is not shown.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world w
make_scenario s.yaml
go() { expect 0 "$program" run s.yaml --world w --out A; }
go
mkdir other
for file in run.json residuals.csv years.csv notes; do echo mine >other/$file; done
echo mine >victim
sha256sum victim other/* >before
untouched() { sha256sum -c --quiet before >&2 || wrong "$1 changed what is outside"; }

# Links in the way of files: replaced, not followed, by everything that writes.
ln -sf ../victim A/report.html
expect 0 "$program" report A
untouched report
[ ! -L A/report.html ] && [ -s A/report.html ] || wrong "the page is still a link"
for file in regions.csv run.json report.html; do
  ln -sf ../victim A/$file
  go
  untouched "run over a link $file"
  [ ! -L A/$file ] || wrong "$file is still a link"
done
ln -sf ../victim A/report.html
expect 0 "$program" report A --to ./A/../A/report.html
untouched "report by another name"
# in the folder itself, where files are replaced one by one
ln -sf ../victim A/regions.csv
ln -sf ../victim A/report.html
(cd A && expect 0 "$program" run ../s.yaml --world ../w --out .)
untouched "run where one stands"
[ ! -L A/regions.csv ] && [ ! -L A/report.html ] || wrong "still links, where one stands"
expect 0 "$program" report A

# A link in the place of uncertified/ is not gone into, when it is to go and when it is to be filled.
ln -s ../other A/uncertified
go
untouched "a run beside a link uncertified"
expect 3 "$program" run s.yaml --world w --max-iterations 1 --max-steps 0 --out A
untouched "an uncertified run through a link uncertified"
[ ! -L A/uncertified ] && [ -s A/uncertified/residuals.csv ] || wrong "uncertified/ was not written"
echo mine >A/uncertified/notes
go
[ "$(cat A/uncertified/notes)" = mine ] && [ ! -e A/uncertified/run.json ] || wrong "uncertified/ is not as it should be"
rm -r A/uncertified

# A world folder with links, and a folder that is one.
expect 0 "$program" world export w --to folder --out W
ln -sf ../victim W/flows.csv.gz
ln -sf ../victim W/macro.csv
expect 0 "$program" world export w --to folder --out W
untouched "a world over links"
[ ! -L W/flows.csv.gz ] && [ ! -e W/macro.csv ] || wrong "links stay in the world"
ln -s W to-W
expect 0 "$program" world export w --to folder --out to-W
[ -L to-W ] || wrong "the link to the folder was replaced"
expect 0 "$program" world check to-W

# Reading: names that lead out, and links. With the right SHA-256, so that nothing else refuses them.
cp -r A good
sum=$(sha256sum <A/regions.csv | cut -c1-64)
refused() { # TEXT: every reader
  for verb in "report A --to page.html" "compare A good --to page.html" "replay A --world w" "diff A good" "diff good A"; do
    expect 2 "$program" $verb
    says err "$1"
    [ ! -e page.html ] || wrong "a page was written by: $verb"
  done
}
for name in ../victim ../other/notes "$tmp/victim" ../A/trade.csv .. "sub/x"; do
  sed "s|\"files\": {|\"files\": {\"$name\": {\"bytes\": 5, \"sha256\": \"$(sha256sum <victim | cut -c1-64)\"},|" good/run.json >A/run.json
  for verb in "replay A --world w" "diff A good" "diff good A"; do
    expect 2 "$program" $verb
    says err "it lists the file \"$name\""
  done
done
cp good/run.json A/run.json
mv A/regions.csv elsewhere.csv
ln -s ../elsewhere.csv A/regions.csv
refused "A/regions.csv: found a link, expected a plain file"
rm A/regions.csv
mkdir A/regions.csv
refused "A/regions.csv: found a folder, expected a plain file"
rmdir A/regions.csv
mv elsewhere.csv A/regions.csv
[ "$(sha256sum <A/regions.csv | cut -c1-64)" = "$sum" ] || wrong "the test lost its table"
mv A/run.json elsewhere.json
ln -s ../elsewhere.json A/run.json
refused "A/run.json: found a link, expected a plain file"
rm A/run.json
mv elsewhere.json A/run.json
expect 0 "$program" replay A --world w

# The world that a run.json names is somebody else's word, too: nothing of what lies there is shown.
mkdir secret
printf 'name: hush\ntoken: [hush\n' >secret/world.yaml
for given in secret victim nowhere /dev/zero; do
  sed "s|\"given\": \"w\"|\"given\": \"$given\"|" good/run.json >A/run.json
  expect 2 "$program" replay A
  says err "by its run.json $given, and there is none there that can be read; --world names it"
  if grep -q -e hush -e mine err; then wrong "replay shows what lies in $given"; fi
done

# A file that an include, an against or a table of elasticities names.
printf 'root:hush:0:0\n' >passwd
printf 'password: hush\n' >config.yaml
printf 'hush=1\n' >env
printf '\t@hush: `\n' >tab
printf 'policy:\n- hush\nstages: [hush]\nx: hush\n' >ci.yaml
printf 'hush\377\376' >binary
printf '"hush\n' >quote
printf 'hush,hush\n1,2\n' >twice
for file in passwd config env tab ci binary quote; do
  for key in include against; do
    printf 'scenario: a\n%s: %s\npolicy: []\n' $key $file >a.yaml
    expect 2 "$program" run a.yaml --world w
    says err "a.yaml:2:"
    says err "$key: the file $file"
    says err "cannot be read as a scenario"
    if grep -q hush err; then wrong "$key shows what $file holds"; fi
  done
done
for file in passwd config.yaml env tab binary quote twice; do
  printf 'scenario: a\npolicy: []\nrange: {elasticities: {file: %s}}\n' $file >a.yaml
  expect 2 "$program" range a.yaml --world w
  if grep -q hush err; then wrong "the table shows what $file holds"; fi
done
# one that looks like a scenario is told what is wrong with it
printf 'policy:\n- tarif: {}\n' >rules.yaml
printf 'scenario: a\ninclude: rules\npolicy: []\n' >a.yaml
expect 2 "$program" run a.yaml --world w
says err 'rules.yaml:2:3: unknown rule "tarif"'
