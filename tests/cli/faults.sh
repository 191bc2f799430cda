# What a message says when the machine refuses something, and what only some commands meet: memory inside the library that
# reads archives, a disk that fails amid one, a store that cannot be opened. tools/faults.sh tries every command that
# writes, at one place after the other; faults/short is its short form.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml

make_preload memory.so -DPRELOAD_MEMORY
make_preload plain.so
no_handles="FAULT_AT=0 FAULT_COUNT=all FAULT_ERRNO=24 LD_PRELOAD=$tmp/plain.so"
# shellcheck disable=SC2086 # words
if [ -z "${TRADEWIND_SANITIZED:-}" ]; then # a sanitizer has to be loaded first

  # No file handle left: the machine is to blame, not the input.
  for file in s.yaml flows.csv regions.csv; do
    expect 5 env $no_handles FAULT_IN=open FAULT_PATH=$file "$program" scenario check s.yaml --world tiny
    says err "$file: cannot open: Too many open files"
  done

  # Memory inside the library that reads ZIP archives, whose calls are among the first 100: it is never the archive's fault.
  cat >2022_SML.csv <<END
V1,AAA_A01,BBB_A01,AAA_HFCE,BBB_HFCE,OUT
AAA_A01,10,5,28,3,46
BBB_A01,2,8,1,20,31
TLS,1,1,7,6,0
VA,33,17,0,0,0
OUT,46,31,0,0,0
END
  /usr/bin/python3 -c 'import zipfile
with zipfile.ZipFile("sml.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("2022_SML.csv"); z.write("2022_SML.csv", "2021_SML.csv")'
  for many in 1 all; do
    k=0 failed=0
    while [ $k -lt 130 ]; do
      code=0
      rm -f sml.tww
      FAULT_IN=memory FAULT_AT=$k FAULT_COUNT=$many LD_PRELOAD=$tmp/memory.so "$program" world import --from icio sml.zip --year 2022 \
        --out sml.tww >out 2>err || code=$?
      case $code in
        0) ;;
        5) failed=$((failed + 1)) && [ ! -e sml.tww ] || wrong "a world without memory" ;;
        *) wrong "exit code $code from world import of an archive when call $k of malloc fails ($many)" ;;
      esac
      k=$((k + 1))
    done
    [ $failed -gt 70 ] || wrong "only $failed calls of malloc failed ($many)"
  done

  # A disk that fails while the archive is read, also in the middle of a member.
  for call in 0 1 2 3; do
    expect 5 env FAULT_IN=read_at FAULT_AT=$call FAULT_COUNT=all FAULT_ERRNO=5 LD_PRELOAD="$tmp/plain.so" "$program" world import --from icio sml.zip --year 2022 --out sml.tww
    says err "sml.zip"
    says err "cannot read: Input/output error"
  done

  # A folder that cannot be held against others is given up: who comes next would take it for a dead run's.
  expect 5 env $no_handles FAULT_IN=listed FAULT_PATH=.held.tradewind "$program" run s.yaml --world tiny --out held
  says err "held: cannot open: Too many open files"
  for left in held .held*; do [ ! -e "$left" ] || wrong "left: $left"; done

  expect 0 "$program" range s.yaml --world tiny --draws 6 --store six.db
  cp six.db two.db

  # Handles that end once a folder has been exchanged: the old one goes all the same, by the handles that lock both.
  expect 0 "$program" run s.yaml --world tiny --out held --no-report
  make_scenario t.yaml 50
  enough=0 at=0
  while [ $at -lt 12 ] && [ $enough -eq 0 ]; do
    code=0
    env $no_handles FAULT_IN=listed FAULT_PATH=.held.tradewind FAULT_AT=$at "$program" run t.yaml --world tiny --out held \
      --no-report >out 2>err </dev/null || code=$?
    [ $code -eq 0 ] || [ $code -eq 5 ] || wrong "exit code $code without handles from opening $at on"
    for left in .held*; do [ ! -e "$left" ] || wrong "left, with exit code $code, from opening $at on: $left"; done
    [ $code -ne 0 ] || enough=1
    at=$((at + 1))
  done
  [ $at -gt 2 ] && [ $enough -eq 1 ] || wrong "$at openings of the fresh folder"

  # A new scenario is there whole, or not at all.
  at=0 code=137
  while [ $code -eq 137 ]; do
    code=0
    env FAULT_IN=open,link,sync FAULT_AT=$at FAULT_HOW=after LD_PRELOAD="$tmp/plain.so" "$program" scenario new mine.yaml \
      >out 2>err || code=$?
    if [ -e mine.yaml ]; then
      [ "$(tail -n 1 mine.yaml)" = "$("$program" scenario new - | tail -n 1)" ] || wrong "part of a scenario, killed at $at"
    fi
    rm -f mine.yaml
    at=$((at + 1))
  done
  [ $code -eq 0 ] && [ $at -gt 3 ] || wrong "exit code $code after $at calls"

  # A disk without room for a journal: SQLite tells only that there is none.
  expect 5 env FAULT_IN=create FAULT_PATH=new.db FAULT_AT=1 FAULT_ERRNO=28 LD_PRELOAD="$tmp/plain.so" "$program" range s.yaml \
    --world tiny --draws 6 --store new.db
  says err "is there no room for another file on the disk (df, df -i), or are too many files open (ulimit -n)?"
  rm -f new.db

  # Places of the disk under a store that cannot be read are no damage of the store.
  for command in "range s.yaml --world tiny --draws 6 --store six.db" "merge six.db two.db --to some.db"; do
    at=0 code=5
    while [ $code -eq 5 ]; do
      code=0
      env FAULT_IN=read_at FAULT_AT=$at FAULT_COUNT=all FAULT_ERRNO=5 LD_PRELOAD="$tmp/plain.so" "$program" $command \
        >out 2>err || code=$?
      [ $code -eq 0 ] || says err "Input/output error"
      rm -f some.db
      at=$((at + 3))
    done
    [ $code -eq 0 ] && [ $at -gt 9 ] || wrong "exit code $code when reading $at of a store fails: $command"
  done

  # A name that the disk does not give says why.
  expect 5 env FAULT_IN=rename FAULT_AT=0 FAULT_COUNT=all FAULT_ERRNO=30 LD_PRELOAD="$tmp/plain.so" "$program" run s.yaml \
    --world tiny --out named
  says err "Read-only file system"

  # A store that the machine lets nobody open for writing is read instead by SQLite: the machine is to blame, too.
  for to in "range s.yaml --world tiny --draws 6 --store six.db" "merge two.db --to six.db"; do
    expect 5 env $no_handles FAULT_IN=writable FAULT_PATH=six.db "$program" $to
    says err "six.db: cannot open for writing, although it is writable: are too many files open?"
    cmp six.db two.db || wrong "the store changed"
  done
fi

# A disk that fills while stores are merged: nothing of the new file is left, and the merged ones are as they were.
expect 0 "$program" range s.yaml --world tiny --draws 40 --store one.db --out kept --no-report
expect 0 "$program" range s.yaml --world tiny --draws 40 --store old.db --shard 1/4
cp one.db before.db
cp old.db old-before.db
for blocks in 0 1 4 16; do
  code=0
  (trap '' XFSZ; ulimit -f $blocks; exec "$program" merge one.db --to new.db) >out 2>err || code=$?
  [ $code -eq 5 ] || wrong "exit code $code instead of 5 from merge with $blocks blocks"
  for left in new.db*; do [ ! -e "$left" ] || wrong "merge left $left with $blocks blocks"; done
  cmp one.db before.db
  code=0
  (trap '' XFSZ; ulimit -f $blocks; exec "$program" merge one.db --to old.db) >out 2>err || code=$?
  [ $code -eq 5 ] || wrong "exit code $code instead of 5 from merge into an old file with $blocks blocks"
  cmp old.db old-before.db || wrong "the old file changed with $blocks blocks"
  for left in old.db?* .old.db?*; do [ ! -e "$left" ] || wrong "merge left $left with $blocks blocks"; done
done
expect 0 "$program" merge one.db --to old.db
says out "old.db: 40 of 40 draws"
