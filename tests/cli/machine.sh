# The machine fails: exit 5, the old results stay whole, no temporary file is left.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
make_scenario t.yaml 50

expect 0 "$program" run s.yaml --world tiny --out results
cp -r results before

# A limit on the size of files stands for a full disk; 1 block is too small for regions.csv, 2 for trade.csv.
for blocks in 0 1 2; do
  code=0
  (ulimit -f "$blocks" && "$program" run t.yaml --world tiny --out results 2>err >/dev/null) || code=$?
  [ "$code" -eq 5 ] || { : >out; wrong "exit code $code instead of 5 with $blocks blocks"; }
  [ "$blocks" -eq 0 ] || says err "what was in results is as it was"
  diff -r before results >&2 || wrong "the old results changed"
done

# A real full disk, where we may mount one.
mkdir disk
if unshare -rm true 2>/dev/null; then
  cat >full.sh <<END
mount -t tmpfs -o size=16k none disk || exit 77
mkdir disk/results && cp before/* disk/results || exit 77
code=0
"$program" run t.yaml --world tiny --out disk/results 2>err >/dev/null || code=\$?
[ \$code -eq 5 ] || { echo "exit code \$code on a full disk"; exit 1; }
grep -q 'No space left on device' err || exit 1
diff -r before disk/results
END
  code=0
  unshare -rm sh full.sh >out 2>&1 || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 77 ] || wrong "a full disk changed the old results"
fi

# Results cannot go where a file is, or below a folder that is not there.
: >file
expect 5 "$program" run s.yaml --world tiny --out file
says err "file: cannot write results there: it is not a folder"
expect 5 "$program" run s.yaml --world tiny --out no/where
says err "no/where: cannot make the folder for the results"

# Standard output that cannot be written is a failure, too.
if [ -e /dev/full ]; then
  code=0
  "$program" run s.yaml --world tiny >/dev/full 2>err || code=$?
  [ "$code" -eq 5 ] || wrong "exit code $code with a full standard output"
  says err "cannot write to standard output"
fi
