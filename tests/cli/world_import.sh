# world import: a table in the ICIO layout becomes a world; a table that cannot be one is refused, and nothing is left.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

cat >2021_SML.csv <<END
V1,CAN_A01,CAN_H49,USA_A01,USA_H49,CAN_HFCE,CAN_INVNT,USA_HFCE,USA_INVNT,OUT
CAN_A01,10,5,3,2,70,-2,5,0,93
CAN_H49,8,20,1,4,60,0,2,0,95
USA_A01,4,2,90,30,12,0,700,-12,826
USA_H49,1,6,80,200,8,0,900,0,1195
TLS,1,1,2,3,5,0,30,0,0
VA,69,61,650,956,0,0,0,0,0
OUT,93,95,826,1195,0,0,0,0,0
END
printf 'sector,trade_elasticity\nA01,2.91\nH49,8.35\n' >elasticities.csv
printf 'importer,exporter,sector,tariff_pct\nUSA,CAN,A01,2.5\nCAN,USA,A01,3\n' >tariffs.csv

expect 0 "$program" world import --from icio 2021_SML.csv --elasticities elasticities.csv --tariffs tariffs.csv --out made
silent err
says out "made written: world icio2021, 2 regions and 2 sectors from 2021_SML.csv"
says out "Changes in inventories, 0 USD up and 14 million USD down"
says out "Taxes less subsidies"
expect 0 "$program" world check made
says out "0 violated"
expect 0 "$program" world show made
says out "OECD Inter-Country Input-Output tables, file 2021_SML.csv"
says out "elasticities.csv"

# It solves.
make_scenario s.yaml
expect 0 "$program" run s.yaml --world made
says out "Certified"

# Folder and file are the same world.
gzip -k 2021_SML.csv
expect 0 "$program" world import -f icio 2021_SML.csv.gz -e elasticities.csv -T tariffs.csv -o made.tww
sum=$(sed -n 's/.*SHA-256 \([0-9a-f]*\).*/\1/p' out | head -n 1)
[ ${#sum} -eq 64 ] || wrong "no SHA-256"
expect 0 "$program" world check made.tww
says out "SHA-256 $sum"

# In a ZIP archive, as the OECD publishes them: the year chooses, or the name behind the archive's.
pack() {
  rm -f "$1"
  /usr/bin/python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
  for name in sys.argv[2:]: z.write(name)' "$@"
}
mkdir sml
sed 's/^CAN_A01,10/CAN_A01,11/; s/,93$/,94/; s/^VA,69/VA,69/; s/^OUT,93/OUT,94/' 2021_SML.csv >sml/2022_SML.csv
pack 2016-2022_SML.zip 2021_SML.csv sml/2022_SML.csv
expect 0 "$program" world import --from icio 2016-2022_SML.zip --year 2021 -e elasticities.csv -T tariffs.csv -o zip.tww
says out "from 2016-2022_SML.zip"
says out "The table is 2021_SML.csv of 2016-2022_SML.zip."
expect 0 "$program" world diff zip.tww made.tww
says out "Every number is equal"
expect 0 "$program" world import --from icio 2016-2022_SML.zip/sml/2022_SML.csv --out byname
expect 0 "$program" world show byname
says out "file 2022_SML.csv of"
expect 2 "$program" world import --from icio 2016-2022_SML.zip --out bad
silent out
says err "2016-2022_SML.zip: found 2 tables, expected one; choose it by its year (--year 2021)"
says err "they are: 2021_SML.csv, sml/2022_SML.csv"
expect 2 "$program" world import --from icio 2016-2022_SML.zip --year 2019 --out bad
says err "found no table of the year 2019"
expect 1 "$program" world import --from icio 2016-2022_SML.zip --year 2021.5 --out bad
says err "--year: found 2021.5, expected a year"
through_pipe() { cat 2016-2022_SML.zip | "$program" world import --from icio /dev/stdin --year 2021 --out bad; }
expect 2 through_pipe
says err "/dev/stdin: found a ZIP archive, expected a table: an archive must be a file on a disk"
expect 5 "$program" world import --from icio 2016-2022_SML.zip --year 2021 --out 2016-2022_SML.zip/bad
expect 2 "$program" world import --from icio 2016-2022_SML.zip --year 2021 --out 2016-2022_SML.zip
says err "it is read here, and would be written over"
cp 2016-2022_SML.zip whole.zip
head -c 400 whole.zip >2016-2022_SML.zip
expect 2 "$program" world import --from icio 2016-2022_SML.zip --year 2021 --out bad
says err "the file is truncated (was it downloaded to the end?)"
echo "<!DOCTYPE html><title>Just a moment</title>" >2016-2022_SML.zip
expect 2 "$program" world import --from icio 2016-2022_SML.zip --year 2021 --out bad
says err "2016-2022_SML.zip: found something like a web page, expected a ZIP archive"
expect 2 "$program" world check whole.zip
says err "whole.zip"
[ ! -e bad ] || wrong "a world was written"

# Refused, with nothing written.
refuse() {
  expect "$1" "$program" world import --from icio bad.csv --out bad
  silent out
  says err "$2"
  [ ! -e bad ] || wrong "a world was written"
}
sed 's/^USA_A01,4/USB_A01,4/' 2021_SML.csv >bad.csv
refuse 2 'bad.csv:4: found the row "USB_A01"'
sed 's/^USA_A01,4,2,90/USA_A01,4,2,"1.090,5"/' 2021_SML.csv >bad.csv
refuse 2 'bad.csv:4: column USA_A01: found "1.090,5"'
tr , ';' <2021_SML.csv >bad.csv
refuse 2 "semicolons stand where commas should"
sed 's/^VA,69/VA,75/' 2021_SML.csv >bad.csv
refuse 2 "CAN A01: the sum of its column (inputs, taxes, value added) is 99"
expect 0 "$program" world import --from icio bad.csv --bound 0.1 --out bad.tww
expect 1 "$program" world import --from icio bad.csv --bound none --out bad
says err "--bound: found none"
expect 1 "$program" world import --from oecd bad.csv --out bad
says err "icio"
expect 1 "$program" world import bad.csv --out bad
says err "--from"
expect 1 "$program" world import --from icio bad.csv
says err "--out"
expect 2 "$program" world import --from icio absent.csv --out bad
says err "absent.csv"
[ ! -e bad ] || wrong "a world was written"

# Long form with a map of columns.
printf 'to,from,good,usd\na,a,C10,5\na,b,C10,1\nb,b,C10,7\nb,a,C10,2\n' >trade.csv
expect 0 "$program" world import --from csv trade.csv --map importer=to,exporter=from,sector=good,value=usd \
  --name trade --year 2020 --out trade
says out "world trade, 2 regions and 1 sectors"
expect 0 "$program" world check trade
expect 1 "$program" world import --from csv trade.csv --map to --out other
says err 'found "to", expected importer=COLUMN'
expect 2 "$program" world import --from csv trade.csv --out other
says err "the column importer is missing"
[ ! -e other ] || wrong "a world was written"

# What can be read only once is read like a file: a pipe, plain or gzip, in small pieces, and a FIFO.
printf 'importer,exporter,sector,user,value\na,a,C10,C10,2\na,a,C10,final,5\na,b,C10,HFCE,1\nb,b,C10,C10,2\nb,b,C10,final,7\n' >long.csv
gzip -k long.csv
mkfifo fifo
slowly() {
  while IFS= read -r row; do
    printf '%s' "$row" | cut -c1-1 | tr -d '\n'
    sleep 0.02
    printf '%s\n' "$row" | cut -c2-
  done <long.csv
}
through() {
  case $1 in
    plain) cat long.csv ;;
    slow) slowly ;;
    gzip) cat long.csv.gz ;;
  esac | "$program" world import --from csv /dev/stdin --name long --title T --out "$2"
}
whole() {
  for file in "$1"/*; do
    case $file in */world.yaml*) ;; *) zcat -f "$file" ;; esac
  done
}
expect 0 "$program" world import --from csv long.csv --name long --title T --out long
whole long >wanted
for kind in plain slow gzip; do
  expect 0 through $kind "through-$kind"
  whole "through-$kind" | cmp - wanted || wrong "a table through a pipe ($kind) is another"
done
cat long.csv >fifo &
expect 0 "$program" world import --from csv fifo --name long --title T --out through-fifo
wait
whole through-fifo | cmp - wanted || wrong "a table through a FIFO is another"
endless() { { cat long.csv; yes a,b,C10,HFCE,1; } 2>"$tmp/yes" | "$program" world import --from csv /dev/stdin --out other; }
expect 2 endless
says err "/dev/stdin: line 7: found importer a, exporter b, sector C10, user HFCE again, first in line 4"
expect 0 "$program" world export small2014 --to dta --out stata
sales() { cat stata/flows.dta | "$program" world import --from dta "$1" --name s --title T --out "$2"; }
expect 0 sales stata/flows.dta sales-file
expect 0 sales /dev/stdin sales-pipe
whole sales-file >wanted
whole sales-pipe | cmp - wanted || wrong "a Stata file through a pipe is another"

# Texts are UTF-8: another encoding is called by its name, also where it could be read but not kept.
printf 'scenario: a\nworld: small2014\n' | iconv -t UTF-16 >wide.yaml
expect 2 "$program" run wide.yaml --out other
says err "wide.yaml:1:1: found UTF-16, expected UTF-8"
expect 2 "$program" decide wide.yaml
says err "wide.yaml:1:1: found UTF-16, expected UTF-8"
iconv -t UTF-16LE long.csv >wide.csv
expect 2 "$program" world import --from csv wide.csv --out other
says err "wide.csv:1: found UTF-16, expected UTF-8"
[ ! -e other ] || wrong "something was written"

# Header-array files: what is in them.
if har=$(data har/test.har); then
  expect 0 "$program" world import --from har --list "$har"
  says out "NH01    REFULL  2 x 2"
  says out "SimpleSet, SimpleSet2"
  says out "Simple 2 dimensional array"
  expect 2 "$program" world import --from har "$har" --out other
  says err "found no header value"
  expect 2 "$program" world import --from har "$har" --map value=CHST,importer=1,exporter=1,sector=1 --out other
  says err "found texts, expected numbers"
fi
expect 1 "$program" world import --from csv --list trade.csv
says err "--list is for header-array files"
expect 2 "$program" world import --from har --list trade.csv
silent out
says err "trade.csv"
[ ! -e other ] || wrong "a world was written"

# What was found and changed stays with the world, in a folder and in one file, and both say the same: each seller whose
# negative final demand became zero, with its size, and what the others have in all.
awk 'BEGIN {
  print "importer,exporter,sector,user,value"
  for (d = 0; d < 3; d++) for (o = 0; o < 3; o++) for (s = 0; s < 7; s++) {
    for (u = 0; u < 7; u++) printf "R%d,R%d,S%d,S%d,1\n", d, o, s, u
    printf "R%d,R%d,S%d,HFCE,%g\n", d, o, s, (d == 0 && o != 0 && s < 6 ? -1 - s - 0.1 * o : 90)
  }
}' >long.csv
flat() { # the text, wherever lines end
  tr -s '\n ' '  ' <out | grep -qF -- "$1" || wrong "out lacks: $1"
}
expect 0 "$program" world import --from csv long.csv --out long
says out "12 cells of final demand"
says out "for 12 sellers"
flat "The 10 largest are named one by one; the 2 others have -2.3 million USD in all."
expect 0 "$program" world import --from csv long.csv --out long.tww
expect 0 "$program" world check long.tww
cp out said
expect 0 "$program" world check long
cmp said out || wrong "folder and file do not say the same"
check_said() {
  says out "implausible  import_elasticities"
  grep -q "corrected *import_negative_final  *43.80\$" out || wrong "not the whole of it"
  for o in 1 2; do # a seller has 90 twice, its inputs 21 times, and what became zero
    for s in 1 2 3 4 5; do
      sold=$(awk "BEGIN { x = 1 + $s + 0.1 * $o; printf \"%.2f  *%.2g\", x, x / (2 * 90 + 3 * 7 - x) }")
      grep -q "corrected *import_negative_final  *R$o  *S$s  *$sold\$" out || wrong "no finding of R$o S$s: $sold"
    done
  done
  flat "R2 S5: negative final demand of -6.2 million USD became zero, 3.18 % of what it sells in the table."
  flat "The 10 largest are named one by one; the 2 others have -2.3 million USD in all."
}
check_said
# Copies of either kind keep it, once each.
expect 0 "$program" world export long.tww --to folder --out again
diff -r long again >&2 || wrong "another folder of the file"
expect 0 "$program" world export again --to folder --out thrice
diff -r long thrice >&2 || wrong "another folder of the folder"
expect 0 "$program" world save again again.tww
cmp long.tww again.tww || wrong "another file of the folder"
# It belongs to the world: another one is refused; one made by hand may leave it out.
sed -i 's/^corrected,/info,/' again/findings.csv
expect 2 "$program" world check again
says err "again/findings.csv: it is not the file that was written with world.yaml"
rm again/findings.csv
expect 2 "$program" world check again
says err "the file findings.csv is missing"
sed -i '/^files:/,$d' again/world.yaml
expect 0 "$program" world check again
if grep -q import_negative_final out; then wrong "findings from nowhere"; fi
# An older one of another world does not stay.
expect 0 "$program" world export small2014 --to folder --out thrice
[ ! -e thrice/findings.csv ] || wrong "findings of the older world stay"
