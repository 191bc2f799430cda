# Every built-in scenario solves, certifies and gives the numbers of golden/scenarios.csv: real income of five countries
# (of the last year where there are years), the size of each limit, target and preference of cars.
#
# TRADEWIND_UPDATE_GOLDEN=1 writes the golden file instead; look at what changed before keeping it. Under a sanitizer
# only a few scenarios are run.
set -eu
. "$(dirname "$0")/lib.sh"
golden=$source_dir/tests/cli/golden/scenarios.csv
cd "$tmp"

# What is compared, from the tables of one results folder: lines "scenario,table,key,column,value". Fields may be in
# quotes; columns go by their names.
numbers() {
  for table in regions limits preferences; do
    [ -e "results/$table.csv" ] || continue
    awk -v name="$1" -v table="$table" '
      # splits a line of CSV into field[1..]
      function fields(line,   n, text, quoted, c, i) {
        split("", field)
        n = 1
        text = ""
        quoted = 0
        for (i = 1; i <= length(line); i++) {
          c = substr(line, i, 1)
          if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { text = text c; i++ }
          else if (c == "\"") quoted = !quoted
          else if (c == "," && !quoted) { field[n++] = text; text = "" }
          else text = text c
        }
        field[n] = text
        return n
      }
      function print_one(key, what) {
        if (!(what in column)) { print "no column " what " in " table ".csv" > "/dev/stderr"; exit 1 }
        print name "," table "," key "," what "," field[column[what]]
      }
      {
        sub(/\r$/, "")
        count = fields($0)
        if (NR == 1) { for (i = 1; i <= count; i++) column[field[i]] = i; next }
        if (table == "regions" && field[column["region"]] ~ /^(CAN|USA|MEX|JPN|CHN)$/)
          print_one(field[column["region"]], "real_income_pct")
        if (table == "limits") {
          key = field[column["rule"]] " " NR - 1
          print_one(key, "value")
          print_one(key, "binding")
          print_one(key, "instrument_pct")
          print_one(key, "money")
        }
        if (table == "preferences" && field[column["sector"]] == "C29") {
          key = field[column["importer"]] " from " field[column["exporter"]]
          print_one(key, "utilisation_new_pct")
          print_one(key, "tariff_new_pct")
        }
      }' "results/$table.csv" || wrong "results/$table.csv of $1"
  done
}

if [ "${TRADEWIND_SANITIZED:-}" = 1 ]; then
  names="us-tariffs-2026 steel-quota cusma-stricter-car-rules"
else
  names=$(for file in "$source_dir"/examples/*.yaml; do basename "$file" .yaml; done | grep -vx nafta1993)
fi

count=0
for name in $names; do
  count=$((count + 1))
  rm -rf results
  expect 0 "$program" run "$name" --out results
  silent err
  says results/run.json '"certified": true'
  numbers "$name" >>found.csv
done
if [ "${TRADEWIND_UPDATE_GOLDEN:-}" = 1 ]; then
  [ "${TRADEWIND_SANITIZED:-}" != 1 ] || wrong "a sanitized build runs only some scenarios: no golden file from it"
  { echo scenario,table,key,column,value && cat found.csv; } >"$golden"
  exit 0
fi
[ -e "$golden" ] || wrong "there is no $golden; make it with TRADEWIND_UPDATE_GOLDEN=1"

# Equal to 1e-6 of the number or to 1e-9; nothing missing, nothing new.
awk -F, -v all="$([ "${TRADEWIND_SANITIZED:-}" = 1 ] || echo 1)" -v names=" $(echo "$names" | tr '\n' ' ') " '
  function number(text) { return text ~ /^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$/ }
  { key = $1 "," $2 "," $3 "," $4 }
  FNR == 1 { file++ }
  file == 1 {
    if (FNR > 1 && (all || index(names, " " $1 " "))) wanted[key] = $5
    next
  }
  !(key in wanted) { print "not in the golden file: " $0; wrong = 1; next }
  {
    expected = wanted[key]
    delete wanted[key]
    if ($5 == expected) next
    d = $5 - expected
    if (d < 0) d = -d
    size = expected < 0 ? -expected : expected + 0
    if (!number($5) || !number(expected) || (d > 1e-6 * size && d > 1e-9)) {
      print key ": " $5 " instead of " expected
      wrong = 1
    }
  }
  END {
    for (key in wanted) { print "missing: " key; wrong = 1 }
    exit wrong
  }' "$golden" found.csv >out || wrong "numbers differ from $golden ($count scenarios)"
