# The files of a world folder belong together: world.yaml lists their SHA-256, a mixture is refused, and what a person
# may do by hand is either allowed or told.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world hand
printf 'region,population\nCAN,1\nUSA,2\nJPN,3\n' >hand/macro.csv
printf 'NORTH: [CAN, USA]\n' >hand/groups.yaml
sum_of() { "$program" world check "$1" | sed -n '1s/.*SHA-256 //p'; }
sum=$(sum_of hand)

# Made by hand: loads, and both verbs say that nobody can tell.
expect 0 "$program" world check hand
says out "A world made by hand: its world.yaml lists no SHA-256"
expect 0 "$program" world show hand
says out "made by hand: world.yaml lists no SHA-256"
# built in, and one file: nothing to say
for world in small2014 hand.tww; do
  [ $world = small2014 ] || expect 0 "$program" world save hand hand.tww
  expect 0 "$program" world show $world
  ! grep -q "by hand" out || wrong "$world is called made by hand"
done

# Written: the same world, with the list, whatever the end of its description is.
fresh() {
  rm -rf W
  expect 0 "$program" world export hand --to folder --out W
}
fresh
[ "$(sum_of W)" = "$sum" ] || wrong "the folder that was written is another world"
[ "$(grep -c '^  [a-z]*\.[a-z]*: [0-9a-f]\{64\}$' W/world.yaml)" = 8 ] || wrong "world.yaml does not list eight files"
expect 0 "$program" world show W
says out "each is the one that was written with world.yaml"
printf 'name: bare\ncurrency: USD\nunit: million\nnotes: no line end' >hand/world.yaml
bare=$(sum_of hand)
fresh
[ "$(sum_of W)" = "$bare" ] || wrong "a description without a line end came back as another one"
expect 0 "$program" world export W --to folder --out W3
diff -r W W3 >&2 || wrong "written again it has other bytes"
sed 's/$/\r/' W/world.yaml >crlf && cp crlf W/world.yaml
expect 0 "$program" world check W

# Any change of any file, one missing, one more, is refused, and named.
refused() {
  expect 2 "$program" world check W
  says err "$1"
  says err "if files were changed by hand, take the key files and the lines below it out of world.yaml"
  expect 2 "$program" run us-tariff-canada --world W
  says err "$1"
}
files="regions.csv sectors.csv flows.csv production.csv inputs.csv final.csv macro.csv groups.yaml"
[ -z "${TRADEWIND_SANITIZED:-}" ] || files="flows.csv groups.yaml"
for file in $files; do
  fresh
  [ ! -e W/$file.gz ] || gunzip W/$file.gz
  expect 0 "$program" world check W # without compression it is the same file
  echo >>W/$file
  refused "W/$file: it is not the file that was written with world.yaml"
  rm W/$file
  refused "W: the file $file is missing, which world.yaml lists"
done
fresh
rm W/macro.csv
sed -i '/^  macro.csv/d' W/world.yaml
expect 0 "$program" world check W
cp hand/macro.csv W
refused "W/macro.csv: found a file that is not among those that world.yaml lists"

# Tables of two worlds in one folder, each whole: what a kill between two renames used to leave.
cp -r hand hand2
sed -i 's/^C,CAN,USA,210/C,CAN,USA,220/' hand2/flows.csv
fresh
expect 0 "$program" world export hand2 --to folder --out W2
for file in flows.csv.gz world.yaml; do
  cp -r W mixed
  cp W2/$file mixed
  expect 2 "$program" world check mixed
  says err "mixed/flows.csv.gz: it is not the file that was written"
  rm -r mixed
done

# By hand: the title may change at once, tables when the list is gone, by key or from the comment on.
fresh
sed -i '1i title: Another title' W/world.yaml
expect 0 "$program" world check W
gunzip W/flows.csv.gz
sed -i 's/^C,CAN,USA,210/&.0/' W/flows.csv
refused "W/flows.csv: it is not the file"
cp W/world.yaml listed.yaml
sed -i '/^# Written by tradewind/,$d' W/world.yaml
expect 0 "$program" world check W
says out "A world made by hand"
grep -v -e '^files:' -e '^  [a-z]*\.[a-z]*: [0-9a-f]\{64\}$' listed.yaml >W/world.yaml
expect 0 "$program" world check W
says out "A world made by hand"
# a key of that name that is no such list is a key like others
printf 'name: bare\ncurrency: USD\nunit: million\nfiles: in the cupboard\n' >hand/world.yaml
expect 0 "$program" world check hand
says out "A world made by hand"
# lists are not to lead anywhere
fresh
sed -i 's|^  macro.csv: |  ../x: |' W/world.yaml
expect 2 "$program" world check W
says err "the key files lists ../x, expected names of a world's files"
# and hold nothing else: what cannot be read there would leave files unseen
printf 'name: bare\ncurrency: USD\nunit: million\n' >hand/world.yaml
for line in '  evil: x' '  evil: {x: y}' '  flows.csv.gz: 0123'; do
  for at in '^files:' '^  inputs.csv: '; do
    fresh
    awk -v at="$at" -v line="$line" '{ print } $0 ~ at { print line }' W/world.yaml >with
    mv with W/world.yaml
    expect 2 "$program" world check W
    says err "found a line below the key files that is not the name of a file with its SHA-256"
  done
done
# a comment or an empty line there hides nothing
fresh
sed -i 's/^files:$/files: # sums\n  # of all files\n/' W/world.yaml
expect 0 "$program" world check W
gunzip -f W/flows.csv.gz
sed -i 's/^C,CAN,USA,210/&.0/' W/flows.csv
refused "W/flows.csv: it is not the file"
