#!/bin/sh
# The brands of the built-in world: cars.sh SOURCE. That they are what worlds/default/brands.py makes, that a change of
# any table or file is seen, and by other code, with exact numbers, that they add up: cars.py.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/worlds"
cp -r "$1/worlds/default" "$1"/worlds/default-cars*.csv "$1/worlds/cars.md" "$work/worlds"
brands="$work/worlds/default/brands.py"
code=0
ends() { # CODE TEXT command ...: the command ends so, and says that
  wanted=$1 text=$2
  shift 2
  found=0
  "$@" >"$work/out" 2>&1 || found=$?
  if [ "$found" -ne "$wanted" ] || ! grep -qF "$text" "$work/out"; then
    echo "expected $wanted and \"$text\", found $found from: $*"
    cat "$work/out"
    code=1
  fi
}
ends 0 "6195 flows of 22 brands" python3 "$brands" --check
ends 0 "22 brands add up" python3 "$(dirname "$0")/cars.py" "$work/worlds"

# Each change is seen by --check or by the sums, and the last by both.
changed() { # FILE SED: changes a file of the copy for the next test alone
  cp "$1/worlds/$2" "$work/worlds/$2"
  sed "$3" "$1/worlds/$2" >"$work/worlds/$2"
  ! cmp -s "$1/worlds/$2" "$work/worlds/$2" || { echo "nothing changes: $2 $3" && code=1; }
}
restored() { cp "$1/worlds/$2" "$work/worlds/$2"; }
changed "$1" default-cars-shares.csv 's/^USA,CAN,0.6259/USA,CAN,0.6258/'
ends 1 "product_flows.csv.gz differs, first in line" python3 "$brands" --check
ends 1 "brands from CAN to USA are 35178440, expected 35172819" python3 "$(dirname "$0")/cars.py" "$work/worlds"
changed "$1" default-cars-shares.csv '/^USA,CAN/s/15.91776,15/21.91776,15/'
ends 1 "tariff_us_2026_05_01_pct of vehicles from CAN to USA leaves less than nothing" python3 "$brands" --check
restored "$1" default-cars-shares.csv
changed "$1" default-cars-parameters.csv 's/^eta,2.87/eta,2.86/'
ends 1 "families.csv differs, first in line 2: C29,VEHICLES,Light vehicles,2.86" python3 "$brands" --check
ends 1 "between brands" python3 "$(dirname "$0")/cars.py" "$work/worlds"
restored "$1" default-cars-parameters.csv
changed "$1" default-cars-parameters.csv 's/^car_most,60000/car_most,60001/'
ends 1 "product_flows.csv.gz differs" python3 "$brands" --check
ends 1 "default-cars-pairs.csv differs" python3 "$brands" --check
ends 1 "bounds of the shares" python3 "$(dirname "$0")/cars.py" "$work/worlds"
restored "$1" default-cars-parameters.csv
# A car is worth at home what it is at the border, without it and without that shares of money are not those of cars.
sed 's/^border_cars,20000/border_cars,2000000000/' "$1/worlds/default-cars-parameters.csv" >"$work/no-border.csv"
ends 0 "flows of 22 brands" python3 "$brands" --parameters "$work/no-border.csv" --out "$work/no-border"
cp "$work"/no-border/* "$work/worlds/default/"
ends 1 "brands from JPN to ROW are 20780624, expected 17738396" python3 "$(dirname "$0")/cars.py" "$work/worlds"
cp "$1"/worlds/default/*product* "$1/worlds/default/families.csv" "$work/worlds/default/"
changed "$1" default-cars.csv 's/^TOYOTA,USA,CAN,435000/TOYOTA,USA,CAN,435001/'
ends 1 "product_flows.csv.gz differs" python3 "$brands" --check
ends 1 "units of TOYOTA from CAN to USA" python3 "$(dirname "$0")/cars.py" "$work/worlds"
restored "$1" default-cars.csv
changed "$1" default-cars-brands.csv 's/^GM,General Motors,USA/CAN,General Motors,USA/'
ends 1 "CAN is a code of the world already" python3 "$brands" --check
changed "$1" default-cars-brands.csv 's/^GM,General Motors,USA/GM,General Motors,XXX/'
ends 1 "home XXX of GM is no region of the world" python3 "$brands" --check
restored "$1" default-cars-brands.csv

# Other shares make other brands elsewhere, and touch nothing here.
printf 'importer,exporter,vehicle_share,status\nall,all,0.5,mine\nCAN,CAN,1,mine\n' >"$work/mine.csv"
ends 0 "flows of 22 brands" python3 "$brands" --shares "$work/mine.csv" --out "$work/mine"
gzip -dc "$work/mine/product_flows.csv.gz" |
  awk -F, '$2 == "CAN" && $3 == "CAN" { sum += $4 } END { printf "own sales %.3f\n", sum }' >"$work/own"
ends 0 "own sales 19610.264" cat "$work/own"
ends 0 "the files here are these" python3 "$brands" --check
exit $code
