# What two worlds differ in, on the screen: rates in per cent and points, elasticities as numbers, money with commas.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cp -r tiny other
sed -i 's/^C,USA,CAN,230,1,3$/C,USA,CAN,230,3.5,3/; s/^C,JPN,CAN,30,2,2$/C,JPN,CAN,30,1.25,2/; s/^C,USA,JPN,130,2.5,3$/C,USA,JPN,1130,2.5,3/' other/flows.csv
sed -i 's/goods,4$/goods,5.5/' other/sectors.csv
expect 0 "$program" world diff tiny other
cp out shown

# row PATTERN CELLS: the first line that has the pattern, with runs of blanks as one
row() {
  found=$(grep -E -- "$1" shown | head -n 1 | sed 's/  */ /g; s/^ //; s/ $//')
  [ "$found" = "$2" ] || wrong "the row of $1 is \"$found\", not \"$2\""
}
# Of each kind: how many, and the largest. Rates in points; two of six tariffs differ.
row '^ *tariff +[0-9]' 'tariff 2 2.5 points'
row '^ *trade_elasticity +[0-9]' 'trade_elasticity 1 1.5'
row '^ *flow +[0-9]' 'flow 1 1,000 1,000'
# One by one: before, after, and the change, of money relative to what it was.
row 'C: USA from CAN' 'tariff C: USA from CAN 1 % 3.5 % +2.5 %'
row 'C: JPN from CAN' 'tariff C: JPN from CAN 2 % 1.25 % -0.75 %'
row '^ *trade_elasticity +C' 'trade_elasticity C 4 5.5 +1.5'
row 'C: USA from JPN' 'flow C: USA from JPN 130 1,130 +769 %'
expect 0 "$program" world diff other tiny
cp out shown
row '^ *tariff +[0-9]' 'tariff 2 2.5 points'
row 'C: USA from CAN' 'tariff C: USA from CAN 3.5 % 1 % -2.5 %'
row 'C: USA from JPN' 'flow C: USA from JPN 1,130 130 -88.5 %'
