#!/bin/sh
# routes: the table and sentences, the folder, replay and diff of it, JSON, no route, what is refused.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

expect 0 "$program" routes QAT JPN
grep -q '^From Ras Laffan (terminal, QAT) to Tokyo Bay (terminal, JPN): 12249 km' out || wrong "no first sentence"
grep -q 'A second route is 0.3 % longer' out || wrong "no second route"
grep -q 'Apache License 2.0' out || wrong "the licence of the network is not named"
silent err

expect 0 "$program" routes USA JPN --closed panama --knots 19.5 --out r
[ "$(head -n 1 r/routes.csv)" = from,to,closed,km,days,passages,extra_days,cost,kind,opened,nm,wait_days,toll,extra_cost,goods_low_pct,goods_high_pct ] ||
  wrong "columns of routes.csv"
sed -n 2p r/routes.csv | grep -q '^USA,JPN,panama,27096\.[0-9]*,31\.26[0-9]*,gibraltar+suez+bab_el_mandeb+malacca+luzon_strait,11\.3[0-9]*,2\.37[0-9]*,asked,' ||
  wrong "the first row"
for file in routes.csv routes.json columns.csv run.json report.html; do [ -s "r/$file" ] || wrong "there is no $file"; done
[ "$(grep -c '^routes.csv,' r/columns.csv)" = 16 ] || wrong "columns.csv has not all columns of routes.csv"
expect 0 "$program" replay r
grep -q 'come out again, bit for bit' out || wrong "replay"
expect 0 "$program" routes USA JPN --closed panama,suez --knots 19.5 --out r2
expect 0 "$program" diff r r2
grep -q 'the option closed: panama and panama,suez' out || wrong "diff does not say what was closed"
sed -i 's/,27096/,27097/' r/routes.csv
expect 3 "$program" replay r

# the page: three languages, nothing that is fetched; the same bytes when it is made again. With the template its data
# are routes.json, and web/test/routes.test.mjs looks at it; without it is a map and a table, and nothing is run
cp r2/report.html page.html
expect 0 "$program" report r2
cmp page.html r2/report.html || wrong "report makes another page"
for piece in 'Canal de Panama' 'パナマ運河' 'Cape of Good Hope' "default-src 'none'"; do
  grep -q -e "$piece" page.html || wrong "the page has no $piece"
done
if grep -q 'id="tradewind-data"' page.html; then
  python3 - <<'END' || wrong "the data of the page are not routes.json"
import json
page = open("page.html", encoding="utf-8").read()
data = json.loads(page.split('id="tradewind-data">')[1].split("</script>")[0])
given = json.load(open("r2/routes.json"))
assert data["routes"][0]["route"] == given and not data["runs"]
END
else
  for piece in '<svg viewBox' 'class="r asked"' '✕'; do
    grep -q -e "$piece" page.html || wrong "the page has no $piece"
  done
  ! grep -q -e '<script' -e 'https*:' page.html || wrong "the page runs or fetches something"
fi
python3 - <<'END' || wrong "passages of routes.json"
import json
given = json.load(open("r2/routes.json"))
passage = {one["passage"]: one for one in given["passages"]}
crossed = {name for row in given["routes"] for key in ("passages", "closed") for name in row[key].split("+") if name}
assert set(passage) == crossed and {name for name in passage if passage[name]["closed"]} == {"panama", "suez"}
assert passage["panama"]["names"] == {"en": "Panama Canal", "fr": "Canal de Panama", "ja": "パナマ運河"}
for name, lon, lat in ("panama", -79.7, 9.1), ("suez", 32.4, 30.3), ("cape", 18, -35):
    assert abs(passage[name]["lon"] - lon) + abs(passage[name]["lat"] - lat) < 4, passage[name]
line = given["routes"][0]["line"]
middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(line, line[1:])]
for name in given["routes"][0]["passages"].split("+"):
    assert any(abs(x - passage[name]["lon"]) + abs(y - passage[name]["lat"]) < 1e-6 for x, y in middle), name
assert given["factor"] == 1 and given["from"]["off_km"] >= 0 and given["routes"][0]["wait_days"] == 0
END
expect 2 "$program" compare r2 r2
grep -q 'holds routes' err || wrong "routes side by side"
expect 2 "$program" report r2 --brief
grep -q 'holds routes, and a brief is of a run or a range' err || wrong "a brief of routes"

# no route is an answer, with a code of its own, and is written as one
expect 3 "$program" routes QAT JPN --closed hormuz --out none
grep -q 'there is no route from QAT to JPN with closed hormuz' err || wrong "no route is not said"
[ "$(sed -n 2p none/routes.csv)" = "QAT,JPN,hormuz,,,,,,asked,,,,,,," ] || wrong "a row without a route"
expect 0 "$program" replay none

expect 0 "$program" routes NLD JPYOK --open northwest --json
python3 - <<'END' || wrong "JSON of routes"
import json
got = json.load(open("out"))
first = got["routes"][0]
assert first["passages"] == "northwest_passage+bering" and abs(first["km"] - 14552) < 1, first
assert first["extra_days"] < -8 and len(first["line"]) > 50 and got["chosen_by"] == "distance"
assert got["exit_code"] == 0
END

# nothing is written of what is refused
expect 2 "$program" routes CAN JPN --closed hormus --out bad
grep -q 'did you mean hormuz?' err || wrong "no nearest passage"
expect 2 "$program" routes CAN 55.75,37.6 --out bad
grep -q 'from the sea network' err || wrong "a place inland"
expect 2 "$program" routes CAN CAN --out bad
expect 1 "$program" routes CAN JPN --knots fast --out bad
grep -q -e '--knots: found fast, expected a speed of 1 to 60' err || wrong "a speed that is none"
expect 1 "$program" routes -33.9,151.2 JPN --out bad
grep -q 'write -- before words that begin with a minus' err || wrong "a latitude in the south"
expect 0 "$program" routes -- -33.9,151.2 JPN
expect 1 "$program" routes CAN
[ ! -e bad ] || wrong "a folder was written"

# --barriers: the built-in scenario arctic is made of it, and closing as much adds as opening saves
expect 0 "$program" routes --barriers --open northwest --months 3
grep barrier: out >derived
grep barrier: "$source_dir/examples/arctic.yaml" >kept
cmp derived kept || wrong "examples/arctic.yaml is not what markets/sea/arctic.sh makes"
[ "$(wc -l <kept)" -gt 50 ] || wrong "there are few barriers"
grep -q 'importer: NLD, exporter: JPN.*change: -8.[0-9] $open' kept || wrong "Japan and the Netherlands"
! grep -q 'exporter: CAN.*importer: USA\|importer: USA, exporter: CAN' kept || wrong "trade by land has a voyage"
expect 0 "$program" routes --barriers --closed suez
grep -q 'importer: NLD, exporter: IND.*change: [1-9]' out || wrong "Suez closed adds no days"
cp out closed.yaml
expect 0 "$program" scenario check closed.yaml
expect 0 "$program" routes --barriers --closed hormuz
# A region that is cut off is told once, with those that it has no way to, and how much trade that is.
grep -q '3.9 % of goods trade between regions, fuels apart, has no way by sea any more; no rule says' out || wrong "trade cut off"
[ "$(grep -c 'some ports of' out)" -eq 1 ] || wrong "pairs that are cut off are told one by one"
grep -A 1 'some ports of GLF and of AUS, BRA' out | tr -d '\n' | grep -q 'USA, VNM' || wrong "those it has no way to"
grep -q '\[\] # no other voyage changes' out || wrong "no rule is left"
cp out hormuz.yaml
expect 0 "$program" scenario check hormuz.yaml
expect 0 "$program" routes --barriers --closed gibraltar,suez
[ "$(grep -c 'some ports of' out)" -eq 4 ] || wrong "four regions are cut off"
# An end far from the sea is told, further ones are refused.
expect 0 "$program" routes CAN 45,5
tr '\n' ' ' <out | grep -q '45,5 lies 1[0-9][0-9] km from the sea network: that much of the length is as the crow' || wrong "over land"
expect 0 "$program" routes CAN JPN
grep -q 'from the sea network' out && wrong "a terminal is far from the sea"
# What cannot be right is wrong use, what is not there is bad input.
expect 1 "$program" routes CAN 91,0
expect 1 "$program" routes CAN JPN --wait panama=x
expect 1 "$program" routes CAN JPN --toll panama=-1
expect 2 "$program" routes CAN JPN --toll panma=1
expect 1 "$program" routes --barriers
grep -q -e '--barriers needs --closed or --open' err || wrong "barriers of nothing"
expect 1 "$program" routes --barriers --closed suez --months 13
expect 1 "$program" routes CAN JPN --months 3
