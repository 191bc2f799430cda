# A folder is written as one thing: killed at any change of a name in the file system, what is there is all of the old
# or all of the new, files of somebody else included, and the next run leaves no trace of the killed one.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# Which calls change names or make a file last; at FAULT_AT of them the process is killed. FAULT_NO is what some file
# systems do not have.
make_preload kill.so
changes=folder,rename,link,remove,mode,sync
step=1
[ -z "${TRADEWIND_SANITIZED:-}" ] || step=4
killed() { # K command: ends with its code, 137 when it was killed at call K, of 1, 2, ...; K 0: not at all
  at=$(($1 - 1))
  shift
  code=0
  ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" FAULT_IN=$changes FAULT_AT=$at FAULT_HOW=kill LD_PRELOAD="$tmp/kill.so" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
}

# What is ours in a folder, without what differs from run to run. Some thousand times: by the shell's own patterns, as a
# program that starts takes longer than what it does here.
ours() {
  (
    cd "$1"
    shift
    for file in * .[!.]* .[!.]*/* */* */.[!.]* */*/*; do
      case $file in notes* | */notes* | sub/* | .tradewind-* | run.json | */run.json | report.html | */report.html) continue ;; esac
      [ ! -f "$file" ] || [ -L "$file" ] || set -- "$@" "$file"
    done
    [ $# = 0 ] || sha256sum "$@"
  )
}
litter() {
  found=$(find "$tmp/place" \( -name '.*tradewind-*' -o -name '*.tmp' -o -name '*.old' \))
  [ -z "$found" ] || wrong "$1: litter is left: $found"
}
make_foreign() {
  echo mine >"$1/notes.txt"
  mkdir "$1/sub"
  echo deep >"$1/sub/file"
  ln -s ../outside "$1/notes.link"
  if [ -d "$1/uncertified" ]; then echo inner >"$1/uncertified/notes.inner"; fi
}
foreign_is_there() { # FOLDER inner: files never go away
  read -r line <"$1/notes.txt" && [ "$line" = mine ] || wrong "$2: notes.txt is lost"
  [ -L "$1/notes.link" ] || wrong "$2: a link is lost"
  found=$(find place -path '*/sub/file' -o -name notes.inner)
  case $found in */sub/file*) ;; *) wrong "$2: a folder is lost" ;; esac
  [ "$inner" = 0 ] || case $found in */notes.inner*) ;; *) wrong "$2: a file in uncertified/ is lost" ;; esac
}

# NAME FOLDER CODE IN_PLACE EVERY: functions of the caller: old makes what is there before, new K writes over it, reads
# says whether it can be read. IN_PLACE 1: file by file. EVERY: only each so many calls.
try_all() {
  name=$1 folder=place/$2 expected=$3 in_place=$4 inner=0 k=${5:-1} points=0 seen_old=0 seen_new=0
  rm -rf place before && mkdir place
  old
  [ ! -d "$folder/uncertified" ] || inner=1
  state_old=none exists=0
  if [ -d "$folder" ]; then
    state_old=$(ours "$folder") exists=1
    make_foreign "$folder"
  fi
  cp -a place before
  new 0 && [ "$code" = "$expected" ] || wrong "$name: ends with $code"
  state_new=$(ours "$folder")
  [ "$state_old" != "$state_new" ] || wrong "$name: old and new are the same, so nothing is tested"
  while :; do
    rm -rf place && cp -a before place
    new $k
    [ "$code" = 137 ] || break
    points=$((points + 1))
    where="$name, killed at call $k"
    if [ -d "$folder" ]; then
      state=$(ours "$folder")
      if [ "$state" = "$state_old" ]; then
        seen_old=1
      elif [ "$state" = "$state_new" ]; then
        seen_new=1
      elif [ "$in_place" = 0 ]; then
        wrong "$where: neither old nor new"
      fi
      if [ "$in_place" = 0 ]; then
        reads "$folder" || wrong "$where: cannot be read"
      elif ! reads "$folder"; then
        [ "$code" = 2 ] || wrong "$where: a mixture ends with $code"
      else # what can be read is whole
        [ "$state" = "$state_old" ] || [ "$state" = "$state_new" ] || wrong "$where: a mixture is read"
      fi
    else
      [ $exists = 0 ] || wrong "$where: the folder is gone"
      seen_old=1
    fi
    [ $exists = 0 ] || foreign_is_there "$folder" "$where"
    new 0
    [ "$code" = "$expected" ] || wrong "$where: the next run ends with $code"
    [ "$(ours "$folder")" = "$state_new" ] || wrong "$where: the next run is not whole"
    litter "$where"
    if [ $exists = 1 ]; then
      foreign_is_there "$folder" "$where, then run"
      [ -f "$folder/sub/file" ] || wrong "$where: a folder was not brought home"
    fi
    k=$((k + ${5:-1} * step))
  done
  [ "$code" = "$expected" ] || wrong "$name: the run that was not killed ends with $code"
  [ $((points * step)) -gt 3 ] && [ "$in_place$seen_old$seen_new" != 000 ] || wrong "$name: only $points points"
  litter "$name"
  echo "$name: $points points"
}

make_world one
cp -r one two
sed -i 's/^C,CAN,USA,210/C,CAN,USA,220/' two/flows.csv
printf 'region,population\nCAN,1\nUSA,2\nJPN,3\n' >one/macro.csv
make_scenario small.yaml 5
make_scenario large.yaml 25
sed -i '$a\  - quota: {importer: USA, exporter: CAN, sector: C, change: -20 %, owner: exporter}' large.yaml

# Results over results, of which the new ones have no limits.csv.
run() { "$program" run "$1" --world one --no-decomposition --threads 1 --out place/X >out 2>err || wrong "run $1"; }
reads() {
  code=0
  "$program" report "$1" --to page.html >out 2>err || code=$?
  # a page says by which name its folder was written
  if [ $code = 0 ]; then
    sed 's/"folder":"[^"]*"//' page.html >page.plain
    sed 's/"folder":"[^"]*"//' "$1/report.html" | cmp - page.plain >&2 || wrong "the page is not that of the results"
  fi
  [ $code = 0 ]
}
new() { killed "$1" "$program" run small.yaml --world one --no-decomposition --threads 1 --out place/X; }
old() { run large.yaml; }
try_all "results over results" X 0 0
old() { :; }
try_all "new results" X 0 0

old() { run large.yaml; }
export FAULT_NO=exchange
try_all "results, without an exchange" X 0 1 3
export FAULT_NO=exchange,links
try_all "results, without an exchange and without links" X 0 1 3
unset FAULT_NO

# In the folder itself, which cannot be exchanged.
old() { run large.yaml; }
new() { cd place/X && killed "$1" "$program" run "$tmp/small.yaml" --world "$tmp/one" --no-decomposition --threads 1 --out .; cd "$tmp"; }
try_all "results where one stands" X 0 1 2

# A run without a solution beside older results, and a certified one that takes it away.
old() { run large.yaml; }
reads() { grep -q '"outcome"' "$1/run.json"; }
failing() { killed "$1" "$program" run small.yaml --world one --no-decomposition --threads 1 --max-iterations 1 --max-steps 0 --out place/X; }
new() { failing "$1"; }
try_all "uncertified over results" X 3 0 2
old() { failing 0; }
new() { killed "$1" "$program" run large.yaml --world one --no-decomposition --threads 1 --out place/X; }
try_all "results over uncertified" X 0 0 2

# Worlds: other files than before, so that a mixture would load.
export_world() { killed "$1" "$program" world export "$2" --to folder --out place/W; }
reads() {
  code=0
  "$program" world check "$1" >out 2>err || code=$?
  [ $code = 0 ]
}
old() { export_world 0 one; }
new() { export_world "$1" two; }
try_all "world over world" W 0 0
old() { :; }
try_all "new world" W 0 0 2
old() { export_world 0 one; }
new() { cd place/W && killed "$1" "$program" world export "$tmp/two" --to folder --out .; cd "$tmp"; }
try_all "world where one stands" W 0 1 2
old() { killed 0 "$program" world export one --to dta --out place/S; }
new() { killed "$1" "$program" world export two --to dta --out place/S; }
reads() {
  code=0
  "$program" world import --from dta "$1" --out check.tww >out 2>err || code=$?
  [ $code = 0 ]
}
try_all "Stata files over Stata files" S 0 0 3
