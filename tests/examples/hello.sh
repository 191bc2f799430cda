#!/bin/sh
# examples/hello.c: hello.sh FOLDER_OF_PROGRAMS. A tariff on Canada's goods lowers Canada's real income, by less than
# the tariff's whole share of trade could.
set -eu
out=$("$1/hello")
echo "$out"
echo "$out" | grep -q '^Certified' || exit 1
echo "$out" | awk '/^Real income/ {v = $(NF - 1); found = v < 0 && v > -10} END {exit !found}'
