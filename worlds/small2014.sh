#!/bin/sh
# Makes the built-in world small2014 from the world folder wiod2014, with `tradewind world aggregate`:
#   worlds/small2014.sh [TRADEWIND [WIOD2014]]
# TRADEWIND is the program (build/tradewind), WIOD2014 the folder ($TRADEWIND_DATA/wiod2014, ../shared/data/wiod2014).
# The maps beside the tables say what goes where. The same input gives the same files, byte for byte.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../build/tradewind}
source=${2:-${TRADEWIND_DATA:-$here/../../shared/data}/wiod2014}
"$program" world aggregate "$source" \
  --regions "$here/small2014/regions_map.csv" --sectors "$here/small2014/sectors_map.csv" \
  --name small2014 --title "World 2014, 12 regions and 15 sectors" --out "$here/small2014"
"$program" world check "$here/small2014"
