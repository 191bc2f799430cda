# world export: Stata files that come back without loss, one long CSV file, a world folder.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
sum_of() { sed -n 's/.*SHA-256 \([0-9a-f]*\).*/\1/p' out | head -n 1; }

expect 0 "$program" world export tiny --to dta --out stata
silent err
says out "stata written: world tiny, 3 regions, 2 sectors"
sum=$(sum_of)
for file in regions sectors flows production inputs final; do
  [ -s "stata/$file.dta" ] || wrong "stata/$file.dta is missing"
done
expect 0 "$program" world import --from dta stata --out back
[ "$(sum_of)" = "$sum" ] || wrong "the world that came back is another"
expect 0 "$program" world export back --to folder --out again
[ "$(sum_of)" = "$sum" ] || wrong "the world folder is another"

# The same bytes every time.
expect 0 "$program" world export back --to dta --out stata2
diff -r stata stata2 >&2 || wrong "two exports of one world differ"

expect 0 "$program" world export tiny --to csv --out flows.csv
head -n 1 flows.csv | grep -qx 'importer,exporter,sector,value,tariff_pct,export_tax_pct,tariff_mfn_pct' || wrong "header"
[ "$(wc -l <flows.csv)" -eq 19 ] || wrong "not every flow is there"
grep -qx 'USA,JPN,C,130,2.5,0,3' flows.csv || wrong "a flow is not as it was"

expect 1 "$program" world export tiny --to xlsx --out x
says err "known are folder, csv and dta"
expect 1 "$program" world export tiny --out x
expect 1 "$program" world export tiny --to dta
expect 2 "$program" world export absent --to dta --out x
expect 2 "$program" world import --from dta tiny --out x
says err "regions.dta"
[ ! -e x ] || wrong "something was written"
