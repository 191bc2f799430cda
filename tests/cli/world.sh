# The verbs of a world: check, show, save, aggregate.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny

expect 0 "$program" world check tiny
silent err
says out "World tiny: 3 regions, 2 sectors, SHA-256 "
says out "0 violated"
sum=$(sed -n 's/.*SHA-256 \([0-9a-f]*\).*/\1/p' out | head -n 1)
[ ${#sum} -eq 64 ] || wrong "no SHA-256"

expect 0 "$program" world show tiny
says out "Three regions made for a test"
says out "million USD"
says out "made up"
says out "United States"
says out "Manufacturing"
says out "tariff_mfn_pct"
says out "$sum"

# Folder and file are the same world.
expect 0 "$program" world save tiny tiny.tww
says out "$sum"
expect 0 "$program" world show tiny.tww
says out "$sum"
mv out show.tww
expect 0 "$program" world show tiny
says out "files         made by hand: world.yaml lists no SHA-256"
sed '/^files  /,+1d' out >show.folder # said of folders alone
diff show.folder show.tww >&2 || wrong "the saved world shows otherwise"

# A damaged file is bad input.
size=$(wc -c <tiny.tww)
head -c $((size - 7)) tiny.tww >cut.tww
expect 2 "$program" world show cut.tww
silent out
says err "cut.tww"

# Sums by maps, into a folder and into one file.
printf 'region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\n' >regions_map.csv
expect 0 "$program" world aggregate tiny --regions regions_map.csv --name two --title "Two regions" --out two
says out "world two, 2 regions and 2 sectors from 3 and 2 of tiny"
expect 0 "$program" world check two
says out "World two: 2 regions, 2 sectors"
sum=$(sed -n 's/.*SHA-256 \([0-9a-f]*\).*/\1/p' out | head -n 1)
expect 0 "$program" world aggregate tiny -r regions_map.csv -n two -t "Two regions" -o two.tww
says out "$sum"
expect 0 "$program" world show two.tww
says out "Two regions"
says out "NAM"

# A map that leaves out a region names it.
printf 'region,to\nCAN,NAM\nUSA,NAM\n' >short_map.csv
expect 2 "$program" world aggregate tiny --regions short_map.csv --name x --out x
says err "JPN"
[ ! -e x ] || wrong "a world was written"
