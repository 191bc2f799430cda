# Every built-in scenario solves, certifies and gives the numbers of golden/scenarios.csv: real income of five countries
# (of the last year where there are years), output of cars in three, the size of each limit, target and preference of
# cars, Canadian plants of four brands where a scenario is about cars; on its own world, and side by side on default2014,
# where a scenario of default runs as well.
#
# TRADEWIND_UPDATE_GOLDEN=1 writes the golden file instead; look at what changed before keeping it. Under a sanitizer
# only a few scenarios are run.
set -eu
. "$(dirname "$0")/lib.sh"
golden=$source_dir/tests/cli/golden/scenarios.csv
cd "$tmp"

# numbers SCENARIO SIDE: what is compared, from the tables of one results folder: lines "SIDE,scenario,table,key,column,
# value". Fields may be in quotes; columns go by their names.
numbers() {
  for table in regions sectors limits preferences products; do
    [ -e "results/$table.csv" ] || continue
    awk -v name="$1" -v side="$2" -v table="$table" '
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
        print side "," name "," table "," key "," what "," field[column[what]]
      }
      {
        sub(/\r$/, "")
        count = fields($0)
        if (NR == 1) { for (i = 1; i <= count; i++) column[field[i]] = i; next }
        if (table == "regions" && field[column["region"]] ~ /^(CAN|USA|MEX|JPN|CHN)$/)
          print_one(field[column["region"]], "real_income_pct")
        if (table == "sectors" && field[column["region"]] ~ /^(CAN|USA|MEX)$/ && field[column["sector"]] == "C29")
          print_one(field[column["region"]] " C29", "output_pct")
        if (table == "limits") {
          key = field[column["rule"]] " " NR - 1
          print_one(key, "value")
          print_one(key, "binding")
          print_one(key, "instrument_pct")
          print_one(key, "money")
        }
        if (table == "preferences" && field[column["sector"]] == "C29") {
          key = field[column["importer"]] " from " field[column["exporter"]]
          product = field[column["product"]]
          if (product !~ /^(TOYOTA|GM|rest)?$/) next # a part of the makers in Canada
          if (product != "") key = key " " product
          print_one(key, "utilisation_new_pct")
          print_one(key, "tariff_new_pct")
        }
        if (table == "products" && name ~ /^cars-/ && field[column["region"]] == "CAN" &&
            field[column["product"]] ~ /^(TOYOTA|HONDA|CHRYSLER|GM)$/)
          print_one(field[column["region"]] " " field[column["product"]], "quantity_pct")
      }' "results/$table.csv" || wrong "results/$table.csv of $1"
  done
}

if [ "${TRADEWIND_SANITIZED:-}" = 1 ]; then
  names="us-tariffs-2026 steel-quota cusma-stricter-car-rules"
else
  names=$(for file in "$source_dir"/examples/*.yaml; do basename "$file" .yaml; done | grep -vx nafta1993)
fi

# On the older world runs what needs no tariff column and no products that it lacks; those say so.
expect 2 "$program" run us-tariffs-2026-08 --world default2014
says err 'world default2014 has no tariff column "tariff_us_2026_08_22_pct"'
expect 2 "$program" run cars-deal-15 --world default2014
says err 'world default2014 has no products; expected sector: instead of product:'

# Those of a market alone are solved by another verb: market.sh has their numbers.
names=$(for name in $names; do
  grep -q '^market:' "$source_dir/examples/$name.yaml" && ! grep -q '^policy:' "$source_dir/examples/$name.yaml" || echo "$name"
done)

count=0
for name in $names; do
  for side in own default2014; do
    given="--world $side"
    if [ $side = own ]; then
      given=
    elif [ "$name" = us-tariffs-2026-08 ] || grep -q 'product: ' "$source_dir/examples/$name.yaml" || ! grep -qx 'world: default' "$source_dir/examples/$name.yaml"; then
      continue
    fi
    count=$((count + 1))
    rm -rf results
    # shellcheck disable=SC2086
    expect 0 "$program" run "$name" $given --out results
    silent err
    says results/run.json '"certified": true'
    numbers "$name" $side >>found.csv
  done
done
if [ "${TRADEWIND_UPDATE_GOLDEN:-}" = 1 ]; then
  [ "${TRADEWIND_SANITIZED:-}" != 1 ] || wrong "a sanitized build runs only some scenarios: no golden file from it"
  awk -F, '
    { key = $2 "," $3 "," $4 "," $5 }
    !(key in known) { known[key] = 1; order[++n] = key }
    { value[$1, key] = $6 }
    END {
      print "scenario,table,key,column,value,on_default2014"
      for (i = 1; i <= n; i++) print order[i] "," value["own", order[i]] "," value["default2014", order[i]]
    }' found.csv >"$golden"
  exit 0
fi
[ -e "$golden" ] || wrong "there is no $golden; make it with TRADEWIND_UPDATE_GOLDEN=1"

# Equal to 1e-6 of the number or to 1e-9; nothing missing, nothing new.
awk -F, -v all="$([ "${TRADEWIND_SANITIZED:-}" = 1 ] || echo 1)" -v names=" $(echo "$names" | tr '\n' ' ') " '
  function number(text) { return text ~ /^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$/ }
  FNR == 1 { file++ }
  file == 1 {
    if (FNR > 1 && (all || index(names, " " $1 " "))) {
      key = $1 "," $2 "," $3 "," $4
      if ($5 != "") wanted["own," key] = $5
      if ($6 != "") wanted["default2014," key] = $6
    }
    next
  }
  { key = $1 "," $2 "," $3 "," $4 "," $5 }
  !(key in wanted) { if ($6 != "") { print "not in the golden file: " $0; wrong = 1 } next }
  {
    expected = wanted[key]
    delete wanted[key]
    if ($6 == expected) next
    d = $6 - expected
    if (d < 0) d = -d
    size = expected < 0 ? -expected : expected + 0
    if (!number($6) || !number(expected) || (d > 1e-6 * size && d > 1e-9)) {
      print key ": " $6 " instead of " expected
      wrong = 1
    }
  }
  END {
    for (key in wanted) { print "missing: " key; wrong = 1 }
    exit wrong
  }' "$golden" found.csv >out || wrong "numbers differ from $golden ($count runs)"

# docs/plausibility.md shows both worlds side by side: its rows are the golden numbers, rounded.
awk -F, '
  NR == 1 { next }
  !($1 in known) { known[$1] = 1; order[++n] = $1 }
  { own[$1, $3, $4] = $5; old[$1, $3, $4] = $6 }
  function both(name, key, what, form,   a, b) {
    a = old[name, key, what]
    b = own[name, key, what]
    return (a == "" ? "–" : sprintf(form, a)) " / " sprintf(form, b)
  }
  END {
    for (i = 1; i <= n; i++) {
      name = order[i]
      if (own[name, "CAN", "real_income_pct"] == "") continue
      line = "| " name
      split("CAN USA MEX JPN", region, " ")
      for (k = 1; k <= 4; k++) line = line " | " both(name, region[k], "real_income_pct", "%+.3f")
      print line " | " both(name, "CAN C29", "output_pct", "%+.1f") " |"
    }
  }' "$golden" >rows
[ "$(wc -l <rows)" -ge 20 ] || wrong "hardly any scenario has both sides"
while read -r row; do
  grep -qF -- "$row" "$source_dir/docs/plausibility.md" || wrong "docs/plausibility.md lacks: $row"
done <rows

# The built-in decision about products: what American buyers spend on Toyotas, in per cent, lever by contingency.
if [ "${TRADEWIND_SANITIZED:-}" != 1 ]; then
  expect 0 "$program" decide where-to-build-cars --out built
  says out 'spending_pct USA TOYOTA, per cent'
  says out '3 ohio     +3.366  +3.262  +3.453  +3.773  +3.353  -1.739'
  says out '2 ontario  +1.292  +1.032  +1.465  +1.329  +0.615  -1.928'
fi
