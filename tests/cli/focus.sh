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
