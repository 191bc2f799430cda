#!/bin/sh
# A small library is a build: small.sh SOURCE BUILD. Builds with every part left out (cmake/parts.cmake), installs, and
# shows that what is left gives the numbers of BUILD to the byte, that every door to what is not there says so, and that
# the packages of the parts are neither looked for nor linked nor named.
set -eu
source=$1 build=$2
full=$build/tradewind
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
wrong() { echo "$*" && exit 1; }
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }; }
off="-DTRADEWIND_STORES=OFF -DTRADEWIND_STATA=OFF -DTRADEWIND_IMPORT=OFF -DTRADEWIND_PAGE=OFF -DTRADEWIND_FRONTIER=OFF"
cc=$(cached CMAKE_C_COMPILER)

# The same compiler and flags, so that the bits are the same. A shared library that lacks a function does not link.
# shellcheck disable=SC2086 # a list of options
quietly cmake -S "$source" -B "$work/build" $off -DTRADEWIND_MPI=OFF -DTRADEWIND_WERROR=ON -DCMAKE_C_COMPILER="$cc" \
  -DCMAKE_BUILD_TYPE="$(cached CMAKE_BUILD_TYPE)" -DCMAKE_C_FLAGS="$(cached CMAKE_C_FLAGS)" \
  -DCMAKE_SHARED_LINKER_FLAGS=-Wl,-z,defs
quietly sh "$source/tests/install/objects.sh" "$build" "$work/build"
quietly cmake --build "$work/build" -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)"
quietly cmake --install "$work/build" --prefix "$work/prefix"
small=$work/prefix/bin/tradewind
pc=$(find "$work/prefix" -name tradewind.pc)
lib=$(dirname "$(dirname "$pc")")

# ---------------------------------------------------------------- what is not there

pattern='sqlite|libzip|nlopt'
for file in "$small" "$lib/libtradewind.so"; do
  if ldd "$file" | grep -Ei "$pattern"; then wrong "$file is linked to what it does not need"; fi
done
if nm "$lib/libtradewind.a" 2>/dev/null | grep -Ei "$pattern"; then wrong "libtradewind.a asks for what it does not need"; fi
# Lines that begin with // are the words of options.
if grep -v '^//' "$work/build/CMakeCache.txt" | grep -Ei "$pattern"; then wrong "a package was looked for that is not needed"; fi
if grep -Ei "$pattern" "$pc" "$lib"/cmake/tradewind/tradewind-*.cmake; then wrong "a package is named that is not needed"; fi
nm "$build/libtradewind.a" 2>/dev/null | grep -q sqlite3_ || wrong "the full library has no SQLite: what is compared here?"
nm "$build/libtradewind.a" 2>/dev/null | grep -q " U nlopt_" || wrong "the full library has no NLopt: what is compared here?"
if nm "$lib/libtradewind.a" 2>/dev/null | grep -q " U nlopt_"; then wrong "NLopt is asked for by the small library"; fi
for part in twi_har_read twi_import_long twi_dta_create twi_zip_open twi_page_plain twi_store_file_open; do
  nm "$build/libtradewind.a" 2>/dev/null | grep -q " T $part\$" || wrong "the full library has no $part: mend this list"
  if nm "$lib/libtradewind.a" 2>/dev/null | grep -q " T $part\$"; then wrong "$part is compiled in the small library"; fi
done

# What goes together: the tests are of the whole.
if cmake -S "$source" -B "$work/wrong" -DTRADEWIND_TESTS=ON -DTRADEWIND_PAGE=OFF >"$work/log" 2>&1 ||
  ! grep -q "TRADEWIND_TESTS=ON needs" "$work/log"; then
  wrong "tests of a library without the page should be refused"
fi
if cmake -S "$source" -B "$work/wrong_too" -DTRADEWIND_MPI=ON -DTRADEWIND_STORES=OFF >"$work/log" 2>&1 ||
  ! grep -q "TRADEWIND_MPI=ON needs" "$work/log"; then
  wrong "MPI without stores should be refused"
fi

# Archives alone: libzip is not looked for, and what stands in has the doors of the real one.
quietly cmake -S "$source" -B "$work/nozip" -DTRADEWIND_ZIP=OFF -DTRADEWIND_WEB=OFF -DCMAKE_C_COMPILER="$cc"
if grep -v '^//' "$work/nozip/CMakeCache.txt" | grep -Ei libzip; then wrong "libzip was looked for without archives"; fi
grep -rq zip_absent "$work/nozip/CMakeFiles/tradewind_objects.dir" || wrong "nothing stands in for archives"
quietly "$cc" -std=c11 -Wall -Wextra -Werror -I"$source/include" -I"$source/src" -fsyntax-only "$source/src/table/zip_absent.c"

# ---------------------------------------------------------------- the library

PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
for name in examples/hello.c tests/install/small_doors.c; do
  out=$work/$(basename "$name" .c)
  # shellcheck disable=SC2046 # lists of flags
  "$cc" "$source/$name" $(pkg-config --cflags --libs tradewind) -o "$out"
  # shellcheck disable=SC2046
  "$cc" "$source/$name" $(pkg-config --cflags tradewind) "$lib/libtradewind.a" \
    $(pkg-config --static --libs-only-l tradewind | sed 's/-ltradewind//') -pthread -o "${out}_static"
done
for out in "$work/hello" "$work/hello_static"; do
  "$out" >"$work/said"
  grep -q '^Real income of .*: -[0-9.]* %' "$work/said" || wrong "hello.c said: $(cat "$work/said")"
done
"$work/small_doors" || wrong "a door of the shared library does not say what is missing"
"$work/small_doors_static" || wrong "a door of the static library does not say what is missing"
quietly cmake -S "$source/tests/install/project" -B "$work/project" -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DCMAKE_C_COMPILER="$cc" -DEXAMPLE="$source/examples/hello.c"
if grep -v '^//' "$work/project/CMakeCache.txt" | grep -Ei "$pattern"; then wrong "find_package looks for what is not needed"; fi
quietly cmake --build "$work/project"
"$work/project/hello_static" >/dev/null

# ---------------------------------------------------------------- the program

cd "$work"
"$small" --version >said
grep -qx 'capabilities: none' said || wrong "--version of the small build: $(cat said)"
"$full" --version >said
grep -Eqx 'capabilities: import stata zip stores page( charts)? frontier( mpi)?' said || wrong "--version of the full build: $(cat said)"

"$small" run us-tariff-canada --world small2014 --out X >said
[ "$(grep -c 'TRADEWIND_PAGE=OFF' said)" = 1 ] || wrong "run says not once why there is no report.html: $(cat said)"
[ ! -e X/report.html ] || wrong "there is a report.html in a build without the page"
grep -q '"report": null' X/run.json || wrong "run.json names a report"
"$full" run us-tariff-canada --world small2014 --out Y --no-report >said
if grep -q 'report.html' said; then wrong "the full build with --no-report says: $(cat said)"; fi
for file in regions sectors trade; do
  cmp "X/$file.csv" "Y/$file.csv" || wrong "$file.csv is not that of the full build"
done
"$small" range us-tariff-canada --world small2014 --draws 8 --out XR >said
"$full" range us-tariff-canada --world small2014 --draws 8 --out YR --no-report >said
for file in regions sectors trade drivers; do
  [ ! -e "YR/$file.csv" ] || cmp "XR/$file.csv" "YR/$file.csv" || wrong "$file.csv of a range is not that of the full build"
done
# Results go from one build to the other.
"$full" run us-tariff-canada --world small2014 --out Z >said
"$small" replay Z >said
grep -q 'bit for bit' said || wrong "replay of the full build's results: $(cat said)"
if grep -q 'not taken over' said; then wrong "replay says: $(cat said)"; fi
# Older results with a page: it does not stay beside tables of which it is not.
"$small" run us-tariff-canada --world small2014 --out Z >said
[ ! -e Z/report.html ] || wrong "an older report.html stays beside new tables"

# refuses PART WORDS...: exit code 1 and the one sentence.
refuses() {
  part=$1
  shift
  code=0
  "$small" "$@" >said 2>errors || code=$?
  [ "$code" = 1 ] || wrong "$* ends with $code, expected 1: $(cat errors)"
  grep -Eq "this build of Tradewind has no .*: it was made with TRADEWIND_$part=OFF\$" errors || wrong "$*: $(cat errors)"
}
refuses STORES range us-tariff-canada --draws 4 --store draws.db
refuses STORES range us-tariff-canada --draws 4 --shard 1/2
refuses STORES decide focus-on-what-we-can-control --draws 4 --store draws.db
refuses STORES decide focus-on-what-we-can-control --draws 4 --shard 1/2
refuses STORES merge X/run.json --to draws.db
refuses STATA world export small2014 --to dta --out stata
refuses IMPORT world import Y/trade.csv --from csv --out world
refuses IMPORT world import Y/trade.csv
refuses IMPORT world import Y/trade.csv --from har --list
refuses PAGE report X
refuses PAGE compare X Y
refuses PAGE run us-tariff-canada --world small2014 --report 1
for file in draws.db stata world compare.html X/report.html; do
  [ ! -e "$file" ] || wrong "a refused command left $file"
done
