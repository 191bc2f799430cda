#!/bin/sh
# Installs the .deb in a clean Debian 12 and runs it there: package_test.sh DEB
#
# Clean systems are made by podman or docker (the image in TRADEWIND_IMAGE, debian:bookworm), or, for root, by debootstrap
# (from TRADEWIND_MIRROR, else where apt-get gets its packages here). Who has one already names it in TRADEWIND_CLEAN: a
# command that runs the words after it there as root and hands on its standard input, as in "chroot /srv/bookworm" or
# "ssh root@test". The package comes to it by standard input; apt-get installs it with what it depends on.
set -eu
deb=$1
[ -f "$deb" ] || { echo "package_test.sh: $deb: no such file" >&2; exit 1; }
root=
end() { [ -z "$root" ] || rm -rf --one-file-system "$root"; }
trap end EXIT
trap 'exit 130' INT TERM

clean=${TRADEWIND_CLEAN-}
image=${TRADEWIND_IMAGE:-debian:bookworm}
if [ -n "$clean" ]; then
  :
elif podman info >/dev/null 2>&1; then
  clean="podman run --rm -i $image"
elif docker info >/dev/null 2>&1; then
  clean="docker run --rm -i $image"
elif command -v debootstrap >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  mirror=${TRADEWIND_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | head -n 1)}
  root=$(mktemp -d)
  echo "Making a clean Debian 12"
  log=$root.log
  debootstrap --variant=minbase bookworm "$root" $mirror >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -f "$log"
  clean="chroot $root"
else
  echo "package_test.sh: there is no podman, docker or (for root) debootstrap here; name a clean Debian 12 in" \
    "TRADEWIND_CLEAN, as in TRADEWIND_CLEAN='chroot /srv/bookworm' make package-test" >&2
  exit 1
fi

# shellcheck disable=SC2086,SC2016 # a command and its words; expands there
$clean sh -ec '
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  export PATH DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
  work=$(mktemp -d)
  chmod 755 "$work"
  cat >"$work/tradewind.deb"
  if command -v tradewind >/dev/null 2>&1; then echo "tradewind is there already: this system is not clean" >&2; exit 1; fi
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends "$work/tradewind.deb" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  tradewind --version
  tradewind run us-tariff-canada --world small2014 >"$work/out"
  grep "^Certified" "$work/out"
  ldconfig -p | grep libtradewind
  apt-get -qq purge -y tradewind >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  left=$(find /usr /etc /var/lib/dpkg -name "*tradewind*")
  [ -z "$left" ] || { echo "left after it was removed: $left" >&2; exit 1; }
  rm -rf "$work"
' <"$deb"
echo "The package can be installed, run and removed."
