# A decision killed by SIGKILL at eight random points and started again ends with the same bits as one never stopped, on
# any number of threads; a full disk ends with code 5 and a damaged store with code 2, and neither loses a finished draw.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
cat >d.yaml <<END
decide: tariffs
world: tiny
regions: [CAN, USA]
levers:
  - {name: nothing}
  - name: open
    policy:
      - barrier: {importer: CAN, exporter: JPN, sector: all, change: \$closer, both_ways: true}
contingencies:
  - {name: calm}
  - name: tariff
    policy:
      - tariff: {importer: USA, exporter: CAN, sector: C, add: 25 pp}
variables: {closer: -5 %}
range:
  elasticities: {sector: all, spread: 25 %}
  variables: {closer: {uniform: [-8 %, -2 %]}}
END
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# Long enough here that rows, which are written each half second, are written on the way: over a second.
start=$(milliseconds)
expect 0 "$program" decide d.yaml --draws 2000 --threads 1
took=$(($(milliseconds) - start))
draws=$((2000 * 1400 / took + 200))

same() {
  for file in decision.csv choices.csv break_even.csv; do
    cmp "$1/$file" "$2/$file" || wrong "$file of $1 and $2 differ"
  done
}

# A machine that was busy a moment ago may be free now: more draws until it takes long enough.
while :; do
  rm -f timed.db
  start=$(milliseconds)
  expect 0 "$program" decide d.yaml --draws "$draws" --threads 1 --store timed.db --out timed
  took=$(($(milliseconds) - start))
  [ "$took" -lt 1200 ] || break
  draws=$((draws * 1400 / took + 200))
done
expect 0 "$program" decide d.yaml --draws "$draws" --threads 2 --out whole
same whole timed

killed=0 halfway=0 seed=23
while [ "$killed" -lt 8 ]; do
  rm -f kill.db kill.db-journal
  while [ "$killed" -lt 8 ]; do
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    pause=$(awk -v ms="$took" -v r="$seed" 'BEGIN { printf "%.3f", ms / 1000 * (0.02 + 0.6 * r / 2147483648) }')
    "$program" decide d.yaml --draws "$draws" --threads 1 --store kill.db >out 2>err </dev/null &
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
  expect 0 "$program" decide d.yaml --draws "$draws" --threads 2 --store kill.db --out resumed
  same whole resumed
done
[ "$halfway" -ge 2 ] || wrong "only $halfway of $killed kills left finished draws: the test is too short"

# Ctrl-C, then on to the end.
"$program" decide d.yaml --draws "$draws" --threads 1 --store int.db --out stopped >out 2>err </dev/null &
pid=$!
sleep "$(awk -v ms="$took" 'BEGIN { printf "%.3f", ms / 3000 }')"
kill -INT "$pid" 2>/dev/null || wrong "it had ended before"
code=0
wait "$pid" || code=$?
[ "$code" -eq 4 ] || wrong "exit code $code instead of 4"
expect 0 "$program" decide d.yaml --draws "$draws" --threads 2 --store int.db --out gone_on
same whole gone_on

# A full disk: a third is there, and the file may have half of the bytes that it would take, in blocks of 512.
expect 0 "$program" decide d.yaml --draws "$draws" --store full.db --shard 1/3
code=0
blocks=$(($(wc -c <timed.db) / 1024))
(
  ulimit -f "$blocks"
  exec "$program" decide d.yaml --draws "$draws" --store full.db
) >out 2>err </dev/null || code=$?
[ "$code" -eq 5 ] || wrong "exit code $code instead of 5"
says err "full.db: cannot write"
expect 0 "$program" merge full.db --to full-copy.db
rows=$(sed -n 's/^full-copy.db: \([0-9]*\) of [0-9]* draws$/\1/p' out)
[ "${rows:-0}" -ge $((draws / 3)) ] || wrong "the full disk lost what was finished"
expect 0 "$program" decide d.yaml --draws "$draws" --store full.db --out full
same whole full

# A damaged file.
printf 'xxxxxxxxxxxxxxxx' | dd of=kill.db bs=1 seek=30000 conv=notrunc 2>/dev/null
expect 2 "$program" decide d.yaml --draws "$draws" --store kill.db
says err "tradewind merge kill.db --to NEW"
expect 0 "$program" merge kill.db --to saved.db
expect 0 "$program" decide d.yaml --draws "$draws" --store saved.db --out saved
same whole saved
