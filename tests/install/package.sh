#!/bin/sh
# The .deb serves: package.sh SOURCE BUILD. It is made of the build as it is, unpacked, and the program is run from there
# with a built-in scenario; its manual is there for each command and is set without a warning; the completions of bash, zsh
# and fish know what the program's help says. Then `make uninstall` leaves nothing of what was installed.
set -eu
source=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" && exit 1; }

# Of an install made here: CPack's own would look first whether the build is up to date, while other tests use it.
DESTDIR=$work/stage cmake --install "$build" --prefix /usr >/dev/null
cpack --config "$build/CPackConfig.cmake" -B "$work/made" -D CPACK_INSTALL_CMAKE_PROJECTS= \
  -D CPACK_INSTALLED_DIRECTORIES="$work/stage;." >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }
deb=$(ls "$work"/made/*.deb)
version=$("$build/tradewind" --version | sed -n '1s/^tradewind //p')
field() { dpkg-deb -f "$deb" "$1"; }
[ "$(field Package) $(field Version) $(field Section)" = "tradewind $version science" ] || fail "wrong name, version or section: $(dpkg-deb -I "$deb")"
for library in libc6 libyaml libcsv3 libjansson4 zlib1g; do
  field Depends | grep -q "$library" || fail "Depends does not name $library: $(field Depends)"
done
field Maintainer | grep -q '^[^<]* <[^<> ]*@[^<> ]*>$' || fail "Maintainer: $(field Maintainer)"
for file in "$source/CITATION.cff:^version: " "$source/web/package.json:^  \"version\": \""; do
  grep -q "${file#*:}$version" "${file%%:*}" || fail "${file%%:*} has another version than the program, $version"
done

root=$work/root
dpkg-deb -x "$deb" "$root"
usr=$root/usr
# A folder whose name is a word, as /src, is not meant by web/src.
path() { printf '(^|[^[:alnum:]_.-])%s' "$(printf '%s' "$1" | sed 's/[][\.*^$+?(){}|]/\\&/g')"; }
if LC_ALL=C grep -rlaE -e "$(path "$source")" -e "$(path "$build")" -e "$(path "$work")" "$root"; then
  fail "a packed file names a folder of this machine"
fi
[ -z "$(find "$root" -type f -perm /022)" ] || fail "files that others may write: $(find "$root" -type f -perm /022)"
"$usr/bin/tradewind" run us-tariff-canada --world small2014 >"$work/out" || fail "the packed program ends with $?"
grep -q '^Certified' "$work/out" || { cat "$work/out" && exit 1; }
doc=$usr/share/doc/tradewind
for file in README.md copyright changelog.gz docs/formats.md docs/model.md examples/us-tariff-canada.yaml \
  examples/hello.c examples/markups/world.yaml worlds/default.md bindings/stata/tradewind.ado; do
  [ -s "$doc/$file" ] || fail "not packed: share/doc/tradewind/$file"
done
"$usr/bin/tradewind" scenario check "$doc/examples/us-tariff-canada.yaml" >/dev/null || fail "the packed example is not read"
[ "$(find "$usr/lib" -name 'libtradewind.so.*' | wc -l)" -ge 2 ] || [ ! -e "$build/libtradewind.so" ] || fail "no shared library"

# The manual: a page for each command, with each of its flags.
man=$usr/share/man/man1
"$usr/bin/tradewind" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\( [a-z]*\)\{0,1\}\) .*/\1/p' >"$work/commands"
# One reading of each text for all flags of a command: programs take longer to start here than to search.
# unknown NAME FLAGS PAGE BASH ZSH FISH: what is not told of; fish has all commands in a file, each line with its name.
unknown() {
  name=$1
  shift
  awk -v quoted="'$name'" '
    FILENAME == ARGV[1] { flags[$0]; next }
    FILENAME == ARGV[5] && !index($0, quoted) { next }
    { for (flag in flags) if (index($0, FILENAME == ARGV[5] ? "-l " substr(flag, 3) " " : flag)) known[flag, FILENAME] }
    END { for (flag in flags) for (i = 2; i < ARGC; i++) if (!((flag, ARGV[i]) in known)) print ARGV[i], "does not tell of", flag }
  ' "$@"
}
zcat "$man/tradewind.1.gz" >"$work/tradewind.1"
count=0
while read -r first second; do
  # A word in capitals that follows is no part of the name.
  name="$first${second:+ $second}"
  page=$man/tradewind-$first${second:+-$second}.1.gz
  [ -e "$page" ] || fail "no page for tradewind $name"
  # shellcheck disable=SC2086 # two words
  "$usr/bin/tradewind" $name --help | sed -n 's/^  \(-[A-Za-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' >"$work/flags"
  [ -s "$work/flags" ] || fail "tradewind $name --help tells of no flag"
  zcat "$page" | LC_ALL=C groff -man -Tutf8 -P-cbou -rLL=200n -ww 2>"$work/warned" >"$work/page" || fail "groff: $page"
  [ ! -s "$work/warned" ] || { cat "$work/warned" && fail "groff warns of $page"; }
  unknown "$name" "$work/flags" "$work/page" "$usr/share/bash-completion/completions/tradewind" \
    "$usr/share/zsh/vendor-completions/_tradewind" "$usr/share/fish/vendor_completions.d/tradewind.fish" >"$work/unknown"
  [ ! -s "$work/unknown" ] || { cat "$work/unknown" && fail "flags of tradewind $name are not told"; }
  grep -qF "tradewind\\-$first${second:+\\-$second}" "$work/tradewind.1" || fail "tradewind.1 does not list $name"
  count=$((count + 1))
done <"$work/commands"
[ $count -ge 20 ] || fail "found $count commands in --help"
[ "$(find "$man" -name '*.gz' | wc -l)" -eq $((count + 1)) ] || fail "a page without a command: $(ls "$man")"

# The completions, as the shells ask for them.
cat >"$work/ask.bash" <<'BASH'
set -u
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_tradewind
printf '%s\n' "${COMPREPLY[@]}"
BASH
# asks WORDS… EXPECTED: what bash offers for the last word
asks() {
  expected=$1
  shift
  found=$(cd "$work/root" && bash "$work/ask.bash" "$usr/share/bash-completion/completions/tradewind" "$@" | sort | tr '\n' ' ')
  [ "$found" = "$expected " ] || fail "bash, for $*: found $found, expected $expected"
}
asks "merge" tradewind mer
asks "save show split" tradewind world s
asks "small2014" tradewind run us-tariff-canada --world sm
asks "small2014" tradewind run us-tariff-canada --world = sm
asks "us-tariff-canada" tradewind run us-tariff-
asks "--tolerance" tradewind run us-tariff-canada --tol
asks "provinces" tradewind world show pro
asks "usr" tradewind run us-tariff-canada --out u
asks "" tradewind run us-tariff-canada --threads ""
zsh -n "$usr/share/zsh/vendor-completions/_tradewind"
fish=$usr/share/fish/vendor_completions.d/tradewind.fish
# shellcheck disable=SC2016 # fish expands it
[ "$(cd "$root" && HOME=$work fish --no-config -c 'source $argv[1]; complete -C "tradewind world show pro"' "$fish" | cut -f 1)" = provinces ] ||
  fail "fish does not know the world provinces"

# make uninstall
mkdir -p "$work/staged/opt/own/share/doc/other"
echo keep >"$work/staged/opt/own/share/doc/other/file"
(cd "$work/staged" && find . | sort) >"$work/before"
DESTDIR=$work/staged cmake --install "$build" --prefix /opt/own >/dev/null
[ -e "$work/staged/opt/own/share/man/man1/tradewind-world-show.1" ] || fail "make install leaves out the manual"
DESTDIR=$work/staged "$source/tools/uninstall.sh" "$build" /opt/own >"$work/out" || fail "uninstall ends with $?"
grep -q '^Removed [1-9][0-9]* files below ' "$work/out" || fail "uninstall says: $(cat "$work/out")"
(cd "$work/staged" && find . ! -type d | sort) >"$work/after"
[ "$(cat "$work/after")" = ./opt/own/share/doc/other/file ] || fail "uninstall leaves $(cat "$work/after")"
[ -z "$(find "$work/staged" -name '*tradewind*')" ] || fail "uninstall leaves $(find "$work/staged" -name '*tradewind*')"
