#!/bin/sh
# The installed package serves: install.sh SOURCE BUILD. Installs the build into a prefix of its own, moves the prefix
# (the package is relocatable), builds examples/hello.c against it by pkg-config and by find_package, shared and
# static, and runs each. A build without the shared library is tried with the static one alone.
set -eu
source=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=$(sed -n 's/^CMAKE_C_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")

# The loader's cache is written where root installs in place, and never for a staged install. A program of that name
# that comes first stands in for it, so that this test leaves the machine as it is.
mkdir "$work/bin"
printf '#!/bin/sh\n: >>"%s/cached"\n' "$work" >"$work/bin/ldconfig"
chmod +x "$work/bin/ldconfig"
PATH=$work/bin:$PATH
export PATH
DESTDIR=$work/staged cmake --install "$build" --prefix /usr/local >/dev/null
[ ! -e "$work/cached" ] || { echo "a staged install runs ldconfig" && exit 1; }
cmake --install "$build" --prefix "$work/first" >/dev/null
if [ "$(id -u)" = 0 ] && [ -n "$(find "$work/first" -name libtradewind.so)" ]; then
  [ -e "$work/cached" ] || { echo "root's install does not run ldconfig" && exit 1; }
fi
mv "$work/first" "$work/prefix"
prefix=$work/prefix
for file in include/tradewind.h bin/tradewind; do
  [ -e "$prefix/$file" ] || { echo "not installed: $file" && exit 1; }
done
pc=$(find "$prefix" -name tradewind.pc)
lib=$(dirname "$(dirname "$pc")")
if grep -rl --include='*.cmake' --include='*.pc' -e "$source" -e "$build" "$prefix"; then
  echo "an installed file names the source or the build folder"
  exit 1
fi
shared=no
[ ! -e "$lib/libtradewind.so" ] || shared=yes
# The shared library shows the names of tradewind.h and no others.
if [ $shared = yes ] && nm -D --defined-only "$lib/libtradewind.so" | awk '{print $NF}' | grep -v '^tw_'; then
  echo "the shared library shows names of its inside"
  exit 1
fi

# runs NAME COMMAND: the program prints Canada's real income and a certificate.
runs() {
  name=$1
  shift
  "$@" >"$work/out" || { echo "$name ends with $?" && exit 1; }
  if ! grep -q '^Real income of .*: -[0-9.]* %' "$work/out" || ! grep -q '^Certified' "$work/out"; then
    echo "$name printed:"
    cat "$work/out"
    exit 1
  fi
}

"$prefix/bin/tradewind" --version >/dev/null

PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion tradewind)" = "$("$prefix/bin/tradewind" --version | sed -n '1s/^tradewind \([0-9.]*\).*/\1/p')" ] ||
  { echo "pkg-config and the program differ about the version" && exit 1; }
if [ $shared = yes ]; then
  # shellcheck disable=SC2046 # lists of flags
  "$cc" "$source/examples/hello.c" $(pkg-config --cflags --libs tradewind) -o "$work/hello"
  runs "hello by pkg-config" env -u LD_LIBRARY_PATH "$work/hello" # it knows where the library is
fi
# The description of the header that is installed beside it: the library has every function.
[ -e "$prefix/include/tradewind.json" ] || { echo "not installed: include/tradewind.json" && exit 1; }
python3 "$source/tools/describe_header.py" --check "$prefix/include/tradewind.json" >"$work/check.c"
if [ $shared = yes ]; then
  # shellcheck disable=SC2046
  "$cc" "$work/check.c" $(pkg-config --cflags --libs tradewind) -o "$work/check"
  LD_LIBRARY_PATH="$lib" "$work/check" || { echo "the installed header is not as tradewind.json says" && exit 1; }
fi
# shellcheck disable=SC2046
"$cc" "$source/examples/hello.c" $(pkg-config --cflags tradewind) "$lib/libtradewind.a" \
  $(pkg-config --static --libs-only-l tradewind | sed 's/-ltradewind//') -pthread -o "$work/hello_static"
runs "hello by pkg-config, static" "$work/hello_static"

cmake -S "$source/tests/install/project" -B "$work/project" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" \
  -DEXAMPLE="$source/examples/hello.c" >"$work/log" || { cat "$work/log" && exit 1; }
cmake --build "$work/project" >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }
runs "hello by find_package, tradewind::tradewind" "$work/project/hello_default"
runs "hello by find_package, tradewind::static" "$work/project/hello_static"
