# What the command-line tests share. Use: `. "$(dirname "$0")/lib.sh"` after `set -eu`; argument 1 of the test is the
# program's path. A temporary folder $tmp is there and goes away at the end.
#
#   expect CODE command ...    runs it; its output is in $tmp/out and $tmp/err; fails unless it ends with CODE
#   says FILE TEXT             fails unless the file has the text, perhaps with lines broken in it
#   silent FILE                fails unless the file is empty
#   make_world DIR             a small world folder: 3 regions, 2 sectors
#   make_preload FILE [-D...]  a library that makes the machine fail as it is told, for LD_PRELOAD: tests/faults/preload.c
#   data NAME                  prints the path of a data set, or fails when it is absent
#   skip WHY                   ends the test as skipped

program=$1
here=$(cd "$(dirname "$0")" && pwd)
source_dir=${TRADEWIND_SOURCE_DIR:-$(cd "$here/../.." && pwd)}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/tradewind-cli-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP

wrong() {
  echo "FAILED: $*" >&2
  for file in out err; do
    if [ -s "$tmp/$file" ]; then
      echo "--- std$file" >&2
      head -n 40 "$tmp/$file" >&2
    fi
  done
  exit 1
}

skip() {
  echo "skipped: $*"
  exit 77
}

expect() {
  wanted=$1
  shift
  code=0
  "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
  [ "$code" -eq "$wanted" ] || wrong "exit code $code instead of $wanted from: $*"
}

says() { # where a line breaks depends on the length of $TMPDIR
  grep -qF -- "$2" "$1" || tr -s ' \n' ' ' <"$1" | grep -qF -- "$2" || wrong "$1 lacks: $2"
}

silent() {
  [ ! -s "$1" ] || wrong "$1 should be empty"
}

data() {
  path=${TRADEWIND_DATA:-$source_dir/../shared/data}/$1
  [ -e "$path" ] && printf '%s\n' "$path"
}

make_preload() {
  preload=$1
  shift
  "${CC:-cc}" -O1 -shared -fPIC "$@" -o "$preload" "$source_dir/tests/faults/preload.c" -ldl ||
    wrong "tests/faults/preload.c does not compile"
}

make_world() {
  mkdir "$1"
  cat >"$1/world.yaml" <<END
name: tiny
title: Three regions made for a test
year: 2020
currency: USD
unit: million
source: made up
END
  printf 'region,name\nCAN,Canada\nUSA,United States\nJPN,Japan\n' >"$1/regions.csv"
  printf 'sector,name,kind,trade_elasticity\nC,Manufacturing,goods,4\nG,Services,services,6\n' >"$1/sectors.csv"
  cat >"$1/flows.csv" <<END
sector,importer,exporter,value,tariff_pct,tariff_mfn_pct
C,CAN,CAN,900,0,0
C,CAN,USA,210,1,4
C,CAN,JPN,40,3,4
C,USA,CAN,230,1,3
C,USA,USA,5200,0,0
C,USA,JPN,130,2.5,3
C,JPN,CAN,30,2,2
C,JPN,USA,90,2,2
C,JPN,JPN,2100,0,0
G,CAN,CAN,1500,0,0
G,CAN,USA,40,0,0
G,CAN,JPN,5,0,0
G,USA,CAN,30,0,0
G,USA,USA,9800,0,0
G,USA,JPN,15,0,0
G,JPN,CAN,4,0,0
G,JPN,USA,25,0,0
G,JPN,JPN,3300,0,0
END
  cat >"$1/production.csv" <<END
region,sector,value_added_share
CAN,C,0.45
CAN,G,0.7
USA,C,0.5
USA,G,0.65
JPN,C,0.4
JPN,G,0.7
END
  cat >"$1/inputs.csv" <<END
region,user,input,share
CAN,C,C,0.6
CAN,C,G,0.4
CAN,G,C,0.3
CAN,G,G,0.7
USA,C,C,0.55
USA,C,G,0.45
USA,G,C,0.25
USA,G,G,0.75
JPN,C,C,0.65
JPN,C,G,0.35
JPN,G,C,0.3
JPN,G,G,0.7
END
}

make_scenario() {
  cat >"$1" <<END
scenario: tiny-tariff
title: A tariff for a test
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: ${2:-25} pp}
END
}
