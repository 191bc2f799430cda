# Two writers into one folder: each leaves a whole one, whoever reads in between finds a whole one, and a killed writer
# holds nobody up.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world one
cp -r one two
sed -i 's/^C,CAN,USA,210/C,CAN,USA,220/' two/flows.csv
rounds=10
[ -z "${TRADEWIND_SANITIZED:-}" ] || rounds=2
go() { "$program" run "$1.yaml" --world one --no-decomposition --threads 1 --out "$2" >"$2.$1.out" 2>&1 || echo "run $1 ended with $?" >>failed; }
for points in 5 15 25 35; do
  make_scenario $points.yaml $points
  go $points alone$points
done

round=0
while [ $round -lt $rounds ]; do
  round=$((round + 1))
  [ $((round % 3)) != 0 ] || rm -rf X # sometimes they make it
  for points in 5 15 25 35; do go $points X & done
  wait
  [ ! -e failed ] || wrong "round $round: $(cat failed)"
  expect 0 "$program" report X --to page.html # every file has the SHA-256 that run.json gives
  cmp -s page.html X/report.html || wrong "round $round: the page is of another run"
  winner=
  for points in 5 15 25 35; do
    cmp -s "alone$points/regions.csv" X/regions.csv && cmp -s "alone$points/trade.csv" X/trade.csv && winner=$points
  done
  [ -n "$winner" ] || wrong "round $round: the tables are of no run alone"
  [ -z "$(find . -maxdepth 2 -name '.*tradewind-*')" ] || wrong "round $round: litter"
done

# Worlds, and a reader while they are written.
sum_of() { "$program" world check "$1" | sed -n '1s/.*SHA-256 //p'; }
one=$(sum_of one) two=$(sum_of two)
expect 0 "$program" world export one --to folder --out W
write() { # a loop as long as `go_on` is there
  while [ -e go_on ]; do "$program" world export "$1" --to folder --out W >"$1.out" 2>&1 || echo "export $1 ended with $?" >>failed; done
}
touch go_on
write one &
write two &
round=0
while [ $round -lt $((4 * rounds)) ]; do
  round=$((round + 1))
  expect 0 "$program" world check W
  grep -q -e "$one" -e "$two" out || wrong "the world that is read is neither"
done
rm go_on
wait
[ ! -e failed ] || wrong "$(cat failed)"
[ -z "$(find . -maxdepth 2 -name '.*tradewind-*')" ] || wrong "litter"

# What a killed writer left of its single files goes with the next one; what another process is at, stays.
expect 0 "$program" world save one one.tww
gone=$(sh -c 'echo $$')
touch "one.tww.$gone-0123abcd.tmp" "one.tww.$$-0123abcd.tmp" "other.tww.$gone-0123abcd.tmp" one.tww.notes.tmp
expect 0 "$program" world save one one.tww
[ ! -e "one.tww.$gone-0123abcd.tmp" ] || wrong "the file of a killed writer stays"
[ -e "one.tww.$$-0123abcd.tmp" ] && [ -e "other.tww.$gone-0123abcd.tmp" ] && [ -e one.tww.notes.tmp ] ||
  wrong "a file of somebody else is gone"
