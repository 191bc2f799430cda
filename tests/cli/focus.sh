# --focus and `focus:`: what the answer is about comes first, with levels and ranges; replay makes it again.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
cat >s.yaml <<'END'
scenario: s
title: A tariff for a test
focus: {region: CAN, sector: C29}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}
END
expect 0 "$program" run s.yaml --world default --out own
says out "Motor vehicles in Canada:"
says out "Motor vehicles  jobs, thousand"
grep -q '"region": "CAN"' own/run.json || wrong "no focus in run.json"
head -n 1 out | grep -q 'in CAN,' || head -n 2 out | tr '\n' ' ' | grep -q 'in CAN' || wrong "the headline does not begin with it: $(head -n 2 out)"

# An option says otherwise, and is kept: the replay is of the same.
expect 0 "$program" range us-tariff-canada --focus "JPN C29" --draws 3 --out range
tr '\n' ' ' <out >line
says line "Motor vehicles in Japan:"
grep -q '^in focus  *central  *median  *5 %  *95 %$' out || wrong "no range of the focus"
head -n 1 range/regions.csv | grep -q real_gdp_pct_p50 || wrong "draws have no real GDP"
grep -q '"name": "--focus"' range/run.json || wrong "the option is not kept"
expect 0 "$program" replay range

expect 0 "$program" run us-tariff-canada --focus CAN
says out "Canada:"
expect 2 "$program" run us-tariff-canada --focus Canada
says err "did you mean CAN (Canada)?"
expect 2 "$program" run us-tariff-canada --focus "CAN cars"
says err "did you mean C29 (Motor vehicles)?"
expect 1 "$program" run us-tariff-canada --focus "CAN C29 USA"
says err "expected a region or a group of them, and perhaps a sector"
expect 2 "$program" run us-tariff-canada --focus C29
says err 'C29 is a sector of world default, and a focus begins with a region, as in'

# Every draw in a row: quantiles are those of its columns.
expect 0 "$program" range us-tariff-canada --focus "CAN C29" --draws 5 --out range --draws-csv draws.csv
[ "$(wc -l <draws.csv)" -eq 6 ] || wrong "rows of draws.csv"
head -n 1 draws.csv | grep -q '^draw,ended,elasticity of A01,.*,output_pct CAN C29,.*,employment_change CAN C29$' ||
  wrong "columns of draws.csv: $(head -n 1 draws.csv)"
column=$(head -n 1 draws.csv | tr ',' '\n' | grep -n '^output_pct CAN C29$' | cut -d: -f1)
middle=$(tail -n +2 draws.csv | cut -d, -f"$column" | sort -g | sed -n 3p)
other=$(head -n 1 range/sectors.csv | tr ',' '\n' | grep -n '^output_pct_p50$' | cut -d: -f1)
median=$(grep '^CAN,C29,' range/sectors.csv | cut -d, -f"$other")
[ "$middle" = "$median" ] || wrong "the median draw is $middle, the quantile $median"
expect 0 "$program" range us-tariff-canada --draws 2 --draws-csv plain.csv
[ "$(head -n 1 plain.csv | tr ',' '\n' | grep -c '^real_income_pct ')" -eq 32 ] || wrong "no real income of every region"

# The key of the file does the same as the option, without --out.
expect 0 "$program" range s.yaml --world default --draws 3
says out "Motor vehicles in Canada:"
grep -q '^in focus  *central  *median  *5 %  *95 %$' out || wrong "no range of the focus of the file"
grep -Eq '^Motor veh.*  exports to USA, % ( +[-+][0-9.]+){4}' out || wrong "no range of exports to the largest buyer"

# Groups: of regions their row of groups.csv and members, of sectors what they are together and the largest.
expect 0 "$program" run us-tariff-canada --focus "CUSMA goods" --out groups
says out "goods (27 sectors) in CUSMA (3 regions):"
grep -q '^goods, CUSMA  *output, %' out || wrong "nothing of all goods"
tr '\n' ' ' <out >line
says line "output of goods in CUSMA changes by"
python3 - groups <<'END' || wrong "answers in run.json"
import csv, json, sys
run = json.load(open(sys.argv[1] + "/run.json"))
focus = run["focus"]
assert focus["region"] == "CUSMA" and focus["sector"] == "goods" and focus["regions"] == ["CAN", "MEX", "USA"], focus
assert len(focus["sectors"]) == 27
answers = {a["outcome"]: a for a in run["answers"]}
group = [r for r in csv.DictReader(open(sys.argv[1] + "/groups.csv")) if r["group"] == "CUSMA"][0]
assert abs(answers["real_income_pct CUSMA"]["value"] - float(group["real_income_pct"])) < 1e-9
cells = [r for r in csv.DictReader(open(sys.argv[1] + "/sectors.csv"))
         if r["region"] in focus["regions"] and r["sector"] in focus["sectors"]]
base = sum(float(r["output_base"] or 0) for r in cells)
mean = sum(float(r["output_base"]) * float(r["output_pct"]) for r in cells if r["output_pct"]) / base
assert abs(answers["output_pct CUSMA goods"]["value"] - mean) < 1e-9 * abs(mean)
jobs = sum(float(r["employment_change"] or 0) for r in cells)
assert abs(answers["employment_change CUSMA goods"]["value"] - jobs) < 1e-6
END
expect 0 "$program" replay groups

# Decisions: regions of the focus count where none are named, and come first.
cat >d.yaml <<'END'
decide: d
focus: {region: CUSMA}
levers:
  - {name: nothing}
  - {name: open, policy: [{tariff: {importer: CAN, exporter: USA, sector: goods, to: 0 %}}]}
contingencies:
  - {name: calm}
END
expect 0 "$program" decide d.yaml --world small2014 --out decided
[ "$(grep -c '): real_income_pct' out)" -eq 3 ] || wrong "regions of the focus: $(grep '): real' out)"
grep -q '"region": "CUSMA"' decided/run.json || wrong "no focus in run.json of a decision"
sed 's/^focus.*/regions: [CAN, MEX, USA]/' d.yaml >plain.yaml
expect 0 "$program" decide plain.yaml --world small2014 --focus USA --out one
grep '): real_income_pct' out | head -n 1 | grep -q '(USA)' || wrong "the focus is not told first"
grep -q '"name": "--focus"' one/run.json || wrong "the option of a decision is not kept"
expect 0 "$program" decide plain.yaml --world small2014 --focus JPN
says err "note: the focus, JPN, is none of the regions whose payoffs count"
sed '/^focus/d' d.yaml >none.yaml
expect 2 "$program" decide none.yaml --world small2014
says err "none.yaml:1:1: a decision needs the key regions"
expect 0 "$program" decide none.yaml --world small2014 --focus CAN

# A reconciliation tells it first; scenario check says what it is.
expect 0 "$program" reconcile us-tariff-canada --world small2014 --focus JPN --out why
grep -A1 '^region' out | grep -q '^JPN' || wrong "the focus is not the first region"
grep -q '"region": "JPN"' why/run.json || wrong "no focus in run.json of a reconciliation"
# The sector, too, although some variants have one sector alone.
expect 0 "$program" reconcile us-tariff-canada --world small2014 --focus "CUSMA C29"
grep -A1 '^region' out | grep -Eq '^(CAN|MEX|USA)' || wrong "no member of the group comes first"
expect 0 "$program" scenario check us-tariff-canada --focus "CAN C29"
says out "Focus: Canada; Motor vehicles."
expect 2 "$program" scenario check us-tariff-canada --focus CAM
says err "did you mean CAN?"

# A page is made of drivers of sectors and flows, too.
cat >named.yaml <<'END'
scenario: named
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}
range: {draws: 3, drivers: 2, elasticities: {sector: C29, spread: 20 %}, outcomes: [output_pct CAN C29, exports_pct CAN C29 USA]}
END
expect 0 "$program" range named.yaml --world small2014 --out named
grep -q '^output_pct,CAN,elasticity of C29,.*,C29,$' named/drivers.csv || wrong "drivers: $(cat named/drivers.csv)"
grep -q '^exports_pct,CAN,elasticity of C29,.*,C29,USA$' named/drivers.csv || wrong "drivers: $(cat named/drivers.csv)"
says out "The outcomes that the range names:"
[ -f named/report.html ] || wrong "no page"
