#!/bin/sh
# Installs, of tools/packages.txt, what is missing: deps.sh install build test
# Says which commands are missing and ends with 1 when any is (libraries CMake finds better): deps.sh check build
# With TRADEWIND_WEB=OFF in the environment, web and web-test name nothing; with TRADEWIND_BINDINGS=OFF, bindings does not.
# Calls apt-get only when something is missing, by sudo when the user is not root.
set -eu
verb=$1
shift
list=$(dirname "$0")/packages.txt

# there WHAT: is this command, header, Python module or file on the system?
there() {
  case $1 in
    python:*) /usr/bin/python3 -c "import ${1#python:}" 2>/dev/null ;;
    /*) [ -e "$1" ] ;;
    *.h)
      for folder in /usr/include /usr/include/*-linux-* /usr/local/include; do
        [ -e "$folder/$1" ] && return 0
      done
      return 1
      ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

missing=
for kind; do
  case ${TRADEWIND_WEB-}$kind in OFFweb*) continue ;; esac
  case ${TRADEWIND_BINDINGS-}$kind in OFFbindings) continue ;; esac
  while read -r k package what; do
    case $verb$what in check*.h) continue ;; esac
    if [ "$k" = "$kind" ] && ! there "$what"; then
      case " $missing " in
        *" $package "*) ;;
        *) missing="${missing:+$missing }$package" ;;
      esac
    fi
  done <"$list"
done
[ -n "$missing" ] || exit 0

if [ "$verb" = check ]; then
  echo "Missing: $missing (Debian's names). \`make deps\` installs them." >&2
  case " $missing " in
    *" nodejs "* | *" npm "*) echo "TRADEWIND_WEB=OFF in the environment builds without Node.js; report.html is then plain." >&2 ;;
  esac
  exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
  # Another system may have them under other names and in other places: the build will tell.
  echo "Not found: $missing (Debian's names). There is no apt-get here to install them with." >&2
  exit 0
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "Missing: $missing. Install them as root: apt-get install --no-install-recommends $missing" >&2
    exit 1
  fi
  as_root=sudo
fi
echo "Installing $missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list of words
if ! { $as_root apt-get -qq update &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "apt-get could not install $missing" >&2
  exit 1
fi
