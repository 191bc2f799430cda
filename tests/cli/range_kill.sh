# Killed by SIGKILL at twelve random points and started again, a range ends with the same bits as one never stopped; so
# it does with 1 and 2 threads, with 1 and 5 shards. A disk that is full ends with code 5 and loses nothing, Ctrl-C with 4.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# Long enough on this machine that rows, which are written each half second, are written on the way: over a second on one
# thread, of which the draws take the larger part and the design of the drivers, with its 32 points for each of its rows,
# the rest. Longer only makes more writes of the same kind; cli/decide_kill has other points, on the same store.
start=$(milliseconds)
expect 0 "$program" range us-tariff-canada --world default --draws 100 --drivers 0 --threads 1
took=$(($(milliseconds) - start))
draws=$((100 * 1400 / took + 60))
drivers=$((draws / 64 + 2))
many="us-tariff-canada --world default --draws $draws --drivers $drivers"
few="--world tiny --draws 60 --drivers 6"

# same FOLDER FOLDER: every table is the same, byte for byte
same() {
  for file in regions.csv sectors.csv trade.csv drivers.csv; do
    cmp "$1/$file" "$2/$file" || wrong "$file of $1 and $2 differ"
  done
}

# shellcheck disable=SC2086
{
  # Threads and shards.
  expect 0 "$program" range s.yaml $few --threads 1 --out one
  expect 0 "$program" range s.yaml $few --threads 2 --out two
  same one two
  expect 0 "$program" range s.yaml $few --seed 2 --out other
  cmp -s one/regions.csv other/regions.csv && wrong "the seed changes nothing"
  for k in 1 2 3 4 5; do
    expect 0 "$program" range s.yaml $few --store "shard$k.db" --shard "$k/5"
    says out "Shard $k of 5 is done"
  done
  expect 0 "$program" range s.yaml $few --store shard5.db --shard 5/5 --out unwritten
  says out "Nothing was written to unwritten"
  [ ! -e unwritten ] || wrong "a shard wrote results"
  expect 0 "$program" merge shard1.db shard2.db shard3.db shard4.db --to some.db
  says out "some.db: 48 of 60 draws"
  says out "What is missing"
  expect 0 "$program" merge some.db shard5.db --to all.db
  says out "All are there"
  chmod 444 all.db
  expect 0 "$program" range s.yaml $few --store all.db --out five
  same one five
  expect 2 "$program" range s.yaml --world tiny --draws 61 --drivers 6 --store all.db
  says err "draws: found \"60\", expected \"61\""
  expect 1 "$program" range s.yaml $few --store ''
  says err "an empty argument after --store"
  expect 2 "$program" range us-tariff-canada --world tiny --draws 60 --store all.db
  says err "scenario: found \"tiny-tariff"

  # Killed.
  # A machine that was busy a moment ago may be free now: more draws until it takes long enough.
  while :; do
    rm -f timed.db
    start=$(milliseconds)
    expect 0 "$program" range $many --threads 1 --store timed.db
    took=$(($(milliseconds) - start))
    [ "$took" -lt 1200 ] || break
    draws=$((draws * 1400 / took + 60))
    many="us-tariff-canada --world default --draws $draws --drivers $drivers"
  done
  expect 0 "$program" range $many --threads 2 --out whole
  killed=0 halfway=0
  seed=17
  while [ "$killed" -lt 12 ]; do
    rm -f kill.db kill.db-journal
    while [ "$killed" -lt 12 ]; do
      seed=$(((seed * 1103515245 + 12345) % 2147483648))
      pause=$(awk -v ms="$took" -v r="$seed" 'BEGIN { printf "%.3f", ms / 1000 * (0.02 + 0.6 * r / 2147483648) }')
      "$program" range $many --threads 1 --store kill.db >out 2>err </dev/null &
      pid=$!
      sleep "$pause"
      kill -KILL "$pid" 2>/dev/null || break
      code=0
      wait "$pid" 2>/dev/null || code=$?
      [ "$code" -eq 137 ] || break # it had ended
      killed=$((killed + 1))
      rm -f look.db
      rows=0
      if [ -s kill.db ] && "$program" merge kill.db --to look.db >out 2>err; then
        rows=$(sed -n 's/^look.db: \([0-9]*\) of [0-9]* draws$/\1/p' out)
      fi
      if [ "${rows:-0}" -gt 0 ]; then halfway=$((halfway + 1)); fi
    done
    expect 0 "$program" range $many --threads 1 --store kill.db --out resumed
    same whole resumed
  done

  [ "$halfway" -ge 3 ] || wrong "only $halfway of $killed kills left finished draws: the test is too short"

  # Interrupted: what is finished stays.
  "$program" range us-tariff-canada --world default --draws 100000 --drivers 0 --store int.db >out 2>err </dev/null &
  pid=$!
  sleep 0.9
  kill -INT "$pid"
  code=0
  wait "$pid" || code=$?
  [ "$code" -eq 4 ] || wrong "exit code $code instead of 4"
  says err "are in int.db"
  expect 0 "$program" merge int.db --to int-copy.db
  done_=$(sed -n 's/^int-copy.db: \([0-9]*\) of 100000 draws.*/\1/p' out)
  [ "$done_" -gt 0 ] || wrong "nothing was kept"

  # A full disk: a third is there, and the file may have half of the bytes that it would take, in blocks of 512.
  expect 0 "$program" range $many --store full.db --shard 1/3
  code=0
  blocks=$(($(wc -c <timed.db) / 1024))
  (
    ulimit -f "$blocks"
    exec "$program" range $many --store full.db
  ) >out 2>err </dev/null || code=$?
  [ "$code" -eq 5 ] || wrong "exit code $code instead of 5"
  says err "cannot "
  code=0
  ( # without a folder for the draws' temporary file, which the limit is on as well, it is the store that is full
    ulimit -f "$blocks"
    TMPDIR="$tmp/nowhere" exec "$program" range $many --store full.db
  ) >out 2>err </dev/null || code=$?
  [ "$code" -eq 5 ] || wrong "exit code $code instead of 5"
  says err "full.db: cannot write"
  says err "make room"
  expect 0 "$program" merge full.db --to full-copy.db
  rows=$(sed -n 's/^full-copy.db: \([0-9]*\) of [0-9]* draws$/\1/p' out)
  [ "${rows:-0}" -ge $((draws / 3)) ] || wrong "the full disk lost what was finished"
  expect 0 "$program" range $many --store full.db --out full
  same whole full

  # Nothing of a merge is kept when the disk is full.
  code=0
  (
    ulimit -f 8
    exec "$program" merge full.db --to too-large.db
  ) >out 2>err </dev/null || code=$?
  [ "$code" -eq 5 ] || wrong "exit code $code instead of 5"
  says err "nothing was merged into it"
  [ ! -e too-large.db ] || wrong "a file is left of a merge that failed"

  # A damaged file: said, left alone, and what is left of it saved.
  cp kill.db hurt.db
  printf 'xxxxxxxxxxxxxxxx' | dd of=hurt.db bs=1 seek=300000 conv=notrunc 2>/dev/null
  cp hurt.db hurt-before.db
  expect 2 "$program" range $many --store hurt.db
  says err "damaged"
  says err "tradewind merge hurt.db --to NEW"
  cmp hurt.db hurt-before.db || wrong "the damaged file was changed"
  expect 0 "$program" merge hurt.db --to saved.db
  says err "is damaged"
  expect 0 "$program" range $many --store saved.db --out saved
  same whole saved
}
