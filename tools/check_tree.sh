#!/bin/sh
# Checks the rules of the tree itself: check_tree.sh [ROOT]. Prints every breach and ends with 1 when there is one.
#
#   map      the map in src/README.md lists exactly the rooms of src/ and the rooms inside them
#   layers   a room includes only itself, tradewind.h and the rooms that its arrow in the map names; a room inside a room
#            sees itself, the top of that room, and what that room sees
#   header   cli, examples and bench include tradewind.h, their own headers and the system's, nothing of src
#   quiet    the library does not print, exit, abort or install signal handlers
#   memory   the library returns TW_NO_MEMORY only with words, by twi_no_memory or twi_fail
#   locale   the library prints and reads floating-point numbers through base/print.h, whatever the locale of its host
#   names    no file is called util; every C file opens with a comment; no file is longer than 500 lines, no test than 700,
#            not the public header than 1700; one of src or cli over 400 says why in the comment that it opens with, in words that
#            begin with "Longer than 400 lines"; no static function of src has a verb alone for a name
#   calls    the files of a room call each other one way: no two of them, nor three in a ring, each need the other
#   sort     src sorts by base/sort.h, never by qsort, whose order of what is equal is the machine's
#   paths    nothing names a folder of somebody's machine
set -u
cd "${1:-$(dirname "$0")/..}" || exit 1
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT
breach() { echo "$*" >>"$breaches"; }

# map: lines of the first fenced block, such as "world/  -> base … table   words" for a room, or with blanks before the name
# for a room inside the room above it. Becomes lines "room", "room/inside", in the order of the map.
rooms=$(awk '
  /^```/ { inside = !inside; if (!inside) exit; next }
  inside && $1 ~ /^[a-z_]+\/$/ {
    name = $1
    sub("/", "", name)
    if ($0 !~ /^ /) print room = name
    else print room "/" name
  }' src/README.md)
exist=$(for folder in src/*/ src/*/*/ src/*/*/*/; do [ -d "$folder" ] && echo "$folder"; done | sed 's,^src/,,; s,/$,,' | sort)
if [ "$(echo "$rooms" | sort)" != "$exist" ]; then
  breach "map: src/README.md lists $(echo "$rooms" | tr '\n' ' ')but src has $(echo "$exist" | tr '\n' ' ')"
fi

# What each room sees by its arrow, "-> base … table, choice": names, and from one to another in the order of the map.
# Lines "room: names".
arrows=$(awk '
  /^```/ { inside = !inside; if (!inside) exit; next }
  inside && /^[a-z_]+\// {
    name = $1
    sub("/", "", name)
    at[name] = ++count
    order[count] = name
    seen = ""
    from = ""
    range = 0
    for (i = 3; $2 == "->" && i <= NF; i++) {
      word = $i
      last = word !~ /,$/
      sub(/,$/, "", word)
      if (word == "…") { range = 1; continue }
      if (!(word in at)) { print "map: the arrow of " name " names " word ", which is no room above it" > "/dev/stderr"; break }
      for (k = range ? at[from] + 1 : at[word]; k <= at[word]; k++) seen = seen " " order[k]
      from = word
      range = 0
      if (last && $(i + 1) != "…") break
    }
    print name ":" seen
  }' src/README.md 2>>"$breaches")

# includes FILE...: "file:line:header" of each quoted include
includes() { grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$@" /dev/null 2>/dev/null | sed -E 's/^([^:]*:[0-9]*):.*"([^"]*)".*/\1:\2/'; }

# layers: a file includes its own folder, the top of its room, and rooms that the arrow of its room names, of which it
# sees the top alone. So the headers at the top of a room are its doors.
# shellcheck disable=SC2046 # names of files have no blanks
{
  find src -name '*.h' # the headers there are, before the includes
  includes $(find src -mindepth 2 -name '*.[ch]')
} | awk -v arrows="$arrows" '
  BEGIN {
    lines = split(arrows, line, "\n")
    for (i = 1; i <= lines; i++) { split(line[i], part, ":"); seen[part[1]] = part[2] }
  }
  !/:/ { there[substr($0, 5)] = 1; next }
  {
    at = match($0, /:[0-9]+:/)
    where = substr($0, 1, at + RLENGTH - 2)
    header = substr($0, at + RLENGTH)
    folder = substr($0, 5, at - 5)
    sub(/\/[^\/]*$/, "", folder)
    top = folder
    sub(/\/.*/, "", top)
    if (header == "tradewind.h") next
    if (header == "tradewind_commit.h") {
      if (folder != "base") print "layers: " where " includes " header
      next
    }
    if (header !~ /\//) { print "layers: " where " includes " header "; write \"room/file.h\""; next }
    of = header
    sub(/\/[^\/]*$/, "", of)
    may = " " folder " " (top == folder ? "" : top " ") seen[top] " "
    gsub(/ +/, " ", may)
    if (index(may, " " of " ") == 0)
      print "layers: " where " includes " header ", but " folder " sees only" may "and tradewind.h"
    else if (!(header in there))
      print "layers: " where " includes " header ", which is not in src"
  }' >>"$breaches"
for file in src/*.[ch]; do
  [ -e "$file" ] && breach "layers: $file is in no room"
done

# header
any_room=$(echo "$rooms" | paste -sd '|' -)
for folder in cli examples bench; do
  for line in $(includes "$folder"/*.[ch]); do
    header=${line##*:}
    case $header in
      tradewind.h) ;;
      */* | ..*) breach "header: ${line%:*} includes $header; $folder uses tradewind.h only" ;;
      *) [ -f "$folder/$header" ] || breach "header: ${line%:*} includes $header, which is not in $folder" ;;
    esac
  done
  grep -HnE "include[[:space:]]*<($any_room)/" "$folder"/*.[ch] 2>/dev/null | sed 's/^/header: /' >>"$breaches"
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
  }' $(find src -mindepth 2 -name '*.[ch]') >>"$breaches"

# memory: a status without a message would be told as "error:" and nothing behind it
grep -rn --include='*.c' 'return TW_NO_MEMORY;' src | sed 's/^/memory: /' >>"$breaches"

# locale: statements, which may run over several lines; formats with %e, %f, %g
# shellcheck disable=SC2016 # an awk program
for file in $(find src -mindepth 2 -name '*.[ch]'); do
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
for file in $(find src -mindepth 2 -name '*.[ch]') cli/*.[ch] examples/*.c bench/*.[ch] include/*.h tests/*.h tests/*/*.[ch]; do
  [ -e "$file" ] && echo "$file"
done | xargs awk '
  function done() {
    if (file == "") return
    if (lines > (file ~ /^include/ ? 1700 : file ~ /^tests/ ? 720 : 500)) print "names: " file " has " lines " lines"
    else if (lines > 400 && file ~ /^(src|cli)/ && !reason)
      print "names: " file " has " lines " lines: split it, or say in its head why it is \"Longer than 400 lines\""
  }
  FNR == 1 {
    done()
    file = FILENAME
    head = 1
    reason = 0
    if (file ~ /(\/|_)util[^\/]*$/) print "names: " file ": say what is in it"
    if ($0 !~ /^\/\*/) print "names: " file " does not open with a comment"
  }
  head && /Longer than 400 lines/ { reason = 1 }
  head && /\*\// { head = 0 }
  { lines = FNR }
  END { done() }' >>"$breaches"

# names of static functions: to look, to tell, to keep … is said of something.
verbs='act|add|ask|attend|check|clear|compare|compute|convert|do|evaluate|fill|find|fix|get|give|go|grow|handle|keep|look|make|merge|parse|prepare|put|read|save|say|scan|see|set|show|solve|sort|split|store|take|tell|try|update|use|work|write'
# shellcheck disable=SC2046 # names of files have no blanks
grep -HnE "^static [A-Za-z_0-9 *]*[ *]($verbs)\\(" $(find src -mindepth 2 -name '*.[ch]') |
  sed -E 's/^([^:]*:[0-9]*):.*[ *]([a-z]+)\(.*/names: \1: static \2(): name what it does that to/' >>"$breaches"

# sort
awk '{
    line = $0
    gsub(/\/\*.*/, "", line)
    sub(/^ \*.*/, "", line)
    if (line ~ /(^|[^A-Za-z0-9_])qsort(_r)?[ \t]*\(/) print "sort: " FILENAME ":" FNR ": twi_sort of base/sort.h is for this"
  }' $(find src -mindepth 2 -name '*.[ch]') >>"$breaches"

# calls: a function that is not static begins its definition in the first column, in C files. What stands in for a part
# that is left out has the names of that part, so it is left out here. In these rooms files still need each other: none is
# to be added, and one goes when its ring is cut.
rings='base scenario/read'
sources=$(find src -mindepth 2 -name '*.c' ! -name '*absent.c' | sort)
# shellcheck disable=SC2086 # names of files have no blanks
{
  awk '/^[a-z][A-Za-z_0-9 *]*[ *]twi?_[a-z0-9_]*\(/ && !/^(static|typedef|extern|return) / && !/;[ \t]*$/ {
    name = $0
    sub(/\(.*/, "", name)
    sub(/.*[ *]/, "", name)
    print "defines", FILENAME, name
  }' $sources
  awk '{
    line = $0
    gsub(/"([^"\\]|\\.)*"/, "", line)
    gsub(/\/\*.*/, "", line)
    if (line ~ /^ *\*[ \/]/) next
    while (match(line, /(^|[^A-Za-z0-9_])twi?_[a-z0-9_]+/)) {
      name = substr(line, RSTART, RLENGTH)
      sub(/^[^a-z]/, "", name)
      print "needs", FILENAME, name
      line = substr(line, RSTART + RLENGTH)
    }
  }' $sources | sort -u
} | awk -v rings="$rings" '
  function room_of(file) { sub(/^src\//, "", file); sub(/\/[^\/]*$/, "", file); return file }
  $1 == "defines" { home[$3] = $2; next }
  $3 in home && home[$3] != $2 && room_of(home[$3]) == room_of($2) && index(" " rings " ", " " room_of($2) " ") == 0 {
    print $2, home[$3]
  }' | tsort 2>&1 >/dev/null | sed -n 's/^tsort: \(src.*\)/\1/p; s/^tsort: .*loop.*/the ring/p' |
  awk '/^the ring/ { if (ring != "") print ring; ring = "calls: these need each other, in a ring:"; next }
    { ring = ring " " $0 }
    END { if (ring != "") print ring }' >>"$breaches"

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
