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
expect 2 "$program" run us-tariff-canada --focus "CAN C29 USA"
says err "expected a region, or a region and a sector"

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
