#!/bin/sh
# Where npm reaches no registry the build goes on with the plain page, and says so: offline.sh SOURCE BUILD. Once nobody
# listens, once somebody who never answers. With TRADEWIND_WEB=ON it is an error.
set -eu
source=$1 build=$2
work=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
cc=$(sed -n 's/^CMAKE_C_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")

# A registry that takes connections and says nothing; it writes its port.
python3 -c '
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(50)
print(s.getsockname()[1], flush=True)
time.sleep(300)' >"$work/port" &
server=$!
while [ ! -s "$work/port" ]; do sleep 0.1; done

# configure NAME REGISTRY WEB: with an empty cache of npm, so that nothing is there already
configure() {
  env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY npm_config_registry="$2" npm_config_cache="$work/cache-$1" \
    npm_config_userconfig=/dev/null cmake -S "$source" -B "$work/$1" -DCMAKE_C_COMPILER="$cc" -DTRADEWIND_WEB="$3" >"$work/out" 2>&1
}
# says TEXT: the messages have it, whose lines CMake breaks
says() {
  tr -s ' \n' ' ' <"$work/out" | grep -qF "$1" || { echo "expected: $1" && cat "$work/out" && exit 1; }
}
for case in "refused http://127.0.0.1:9/" "silent http://127.0.0.1:$(cat "$work/port")/"; do
  name=${case% *} registry=${case#* }
  configure "$name" "$registry" AUTO || { echo "$name: the build ends" && cat "$work/out" && exit 1; }
  says "npm does not reach its registry within seconds"
  says "so report.html will be a plain page of tables. The next build tries again;"
  ! grep -rqs 'web/report.html.gz=' "$work/$name/CMakeFiles" || { echo "$name: a template is embedded that nobody makes" && exit 1; }
done
if configure must "http://127.0.0.1:9/" ON; then echo "TRADEWIND_WEB=ON goes on without the page" && exit 1; fi
says "npm does not reach its registry within seconds"
