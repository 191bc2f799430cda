#!/bin/sh
# Checks the rules of the tree itself: check_tree.sh [ROOT]. Prints every breach and ends with 1 when there is one.
#
#   map      the map in src/README.md lists exactly the rooms of src/, and its order is the order of the data flow
#   layers   a room includes only itself, tradewind.h and rooms above it in the map; solve sees base alone
#   header   cli, examples and bench include tradewind.h, their own headers and the system's, nothing of src
#   quiet    the library does not print, exit, abort or install signal handlers
#   locale   the library prints and reads floating-point numbers through base/print.h, whatever the locale of its host
#   names    no file is called util; every C file opens with a comment; no file is longer than 500 lines, no test than 700, not the public header than 1000
#   paths    nothing names a folder of somebody's machine
set -u
cd "${1:-$(dirname "$0")/..}" || exit 1
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT
breach() { echo "$*" >>"$breaches"; }

# map: lines such as "    base/         errors, memory" inside the first fenced block
rooms=$(awk '/^```/ {inside = !inside; next} inside && $1 ~ /^[a-z]+\/$/ {sub("/", "", $1); print $1}' src/README.md)
exist=$(for folder in src/*/; do basename "$folder"; done | sort)
if [ "$(echo "$rooms" | sort)" != "$exist" ]; then
  breach "map: src/README.md lists $(echo "$rooms" | tr '\n' ' ')but src has $(echo "$exist" | tr '\n' ' ')"
fi

# includes FILE...: "file:line:header" of each quoted include
includes() { grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$@" /dev/null 2>/dev/null | sed -E 's/^([^:]*:[0-9]*):.*"([^"]*)".*/\1:\2/'; }

# layers
above=
for room in $rooms; do
  above="$above $room"
  seen=$above
  [ "$room" = solve ] && seen="base solve"
  for line in $(includes src/"$room"/*.[ch]); do
    header=${line##*:}
    case $header in
      tradewind.h) ;;
      tradewind_commit.h) [ "$room" = base ] || breach "layers: ${line%:*} includes $header" ;;
      */*)
        case " $seen " in
          *" ${header%%/*} "*) [ -f "src/$header" ] || breach "layers: ${line%:*} includes $header, which is not in src" ;;
          *) breach "layers: ${line%:*} includes $header, but $room sees only$(echo " $seen" | tr -s ' ') and tradewind.h" ;;
        esac
        ;;
      *) breach "layers: ${line%:*} includes $header; write \"room/file.h\"" ;;
    esac
  done
done
for file in src/*.[ch]; do
  [ -e "$file" ] && breach "layers: $file is in no room"
done

# header
for folder in cli examples bench; do
  for line in $(includes "$folder"/*.[ch]); do
    header=${line##*:}
    case $header in
      tradewind.h) ;;
      */* | ..*) breach "header: ${line%:*} includes $header; $folder uses tradewind.h only" ;;
      *) [ -f "$folder/$header" ] || breach "header: ${line%:*} includes $header, which is not in $folder" ;;
    esac
  done
  for room in $rooms; do
    grep -HnE "include[[:space:]]*<$room/" "$folder"/*.[ch] 2>/dev/null | sed 's/^/header: /' >>"$breaches"
  done
done

# quiet: calls by name, comments and strings left out as far as a line shows them
awk '{
    line = $0
    gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
    gsub(/\/\*.*/, "", line)
    sub(/^ \*.*/, "", line)
    if (line ~ /(^|[^A-Za-z0-9_>.])(printf|vprintf|puts|putchar|perror|exit|_exit|abort|signal|sigaction|assert)[ \t]*\(/ ||
        line ~ /(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)/)
      print "quiet: " FILENAME ":" FNR ": " $0
  }' src/*/*.[ch] >>"$breaches"

# locale: statements, which may run over several lines; formats with %e, %f, %g
# shellcheck disable=SC2016 # an awk program
for file in src/*/*.[ch]; do
  [ "$file" = src/base/print.c ] || echo "$file"
done | xargs awk '
  FNR == 1 { text = "" }
  {
    line = $0
    sub(/^ \*.*/, "", line)
    gsub(/\/\*.*\*\//, "", line)
    if (line ~ /(^|[^A-Za-z0-9_])(strtod|strtof|strtold|atof|vsnprintf|vsprintf|setlocale)[ \t]*\(/)
      print "locale: " FILENAME ":" FNR ": " $0
    if (text == "" && line ~ /(^|[^A-Za-z0-9_])(sn?printf|sscanf)[ \t]*\(/) {
      text = " "
      first = FNR
    }
    if (text != "") text = text line
    if (text != "" && line ~ /\)[ \t]*;/) {
      gsub(/%%/, "", text)
      if (text ~ /%[-+ #0-9.*]*[aefgAEFG]/) print "locale: " FILENAME ":" first ": twi_print is for this format"
      text = ""
    }
  }' >>"$breaches"

# names
# shellcheck disable=SC2016 # an awk program
for file in src/*/*.[ch] cli/*.[ch] examples/*.c bench/*.[ch] include/*.h tests/*.h tests/*/*.[ch]; do
  [ -e "$file" ] && echo "$file"
done | xargs awk '
  function done() {
    if (file != "" && lines > (file ~ /^include/ ? 1000 : file ~ /^tests/ ? 700 : 500)) print "names: " file " has " lines " lines"
  }
  FNR == 1 {
    done()
    file = FILENAME
    if (file ~ /(\/|_)util[^\/]*$/) print "names: " file ": say what is in it"
    if ($0 !~ /^\/\*/) print "names: " file " does not open with a comment"
  }
  { lines = FNR }
  END { done() }' >>"$breaches"

# paths; the brackets keep this line from finding itself
files() {
  git ls-files -co --exclude-standard 2>/dev/null | grep . ||
    find . -type f ! -path './.git/*' ! -path './build/*' ! -path './build-*'
}
files | tr '\n' '\0' | xargs -0 grep -HnIsE '(^|[^A-Za-z0-9_.])/(wor[k]|hom[e]|roo[t]|User[s])/' |
  cut -c1-200 | sed 's/^/paths: /' >>"$breaches"

[ -s "$breaches" ] || exit 0
cat "$breaches"
exit 1
