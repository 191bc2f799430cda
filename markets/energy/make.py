#!/usr/bin/python3
"""Makes the built-in tables of energy: who imports what from whom, by which straits, and what is in stock.

    markets/energy/make.py [--data ../shared/data] [--check]

Needs Python 3 and nothing else. `tradewind accounts --energy` reads the tables; ../energy.md, which this writes, says what is
observed, derived and assumed. Flows of gas are those of ../lng2024 with their mending, country by country.
"""

import argparse
import collections
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
MARKETS = os.path.dirname(HERE)
sys.path[:0] = [HERE, MARKETS, os.path.join(MARKETS, "lng2024")]
import document_energy  # noqa: E402
from countries import NAMES  # noqa: E402
import tables  # noqa: E402
from flows import INCOMPLETE, LEAST, NOT_SHIPPED, SUPPLIERS, YEAR, Base  # noqa: E402
from voyages import LOADS as COASTS  # noqa: E402
from voyages import Voyages  # noqa: E402
from ways import Ways, words  # noqa: E402

CRUDE, GAS = "BACI V202601, HS 2709", "BACI V202601, HS 271111"
HEAT = {"crude": 42.3, "lng": 48.0, "lpg": 47.3}  # PJ a million tonnes, net: IPCC Guidelines 2006, volume 2, table 1.2
LEAST_IMPORTS = {"crude": 1.0, "lng": 0.25}  # Mt a year: who imports less is not listed
LEAST_SHARE = 0.005  # of an importer's imports: the others are one row, OTHER
NO_PARTNERS = {"TUR": "crude"}  # whose customs keep partners to themselves: what others report of it is a fraction
UNLIKE = 2.5  # a unit value that far from the exporter's median is not one: the value is right, and the tonnes are not
EU = ("AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE").split()
# What the press and ministries say is in stock; rows of the data set that are releases or parts of others are left out.
STOCKS = {("JPN", "oil"): "254", ("JPN", "lng"): "21", ("KOR", "lng"): "9", ("KOR", "oil"): "208", ("TWN", "lng"): "11",
          ("TWN", "oil"): "100", ("IND", "oil"): "74", ("CHN", "oil"): "88", ("EU27", "oil"): "90", ("JPN", "lpg"): "50",
          ("JPN", "uranium"): "730"}


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def crude(data):
    """{(exporter, importer): (Mt, quality, source)}"""
    found, value = {}, {}
    for r in tables.rows(os.path.join(data, "baci_crude_lng_2019_2024.csv.gz")):
        if r["hs"] == "2709" and r["year"] == YEAR and r["tonnes"] and float(r["tonnes"]) > 0:
            pair = r["exporter"].replace("S19", "TWN"), r["importer"].replace("S19", "TWN")
            found[pair] = (float(r["tonnes"]) / 1e6, "observed", CRUDE)
            value[pair] = float(r["value_usd"]) / 1e6
    unit = {o: median([value[p] / found[p][0] for p in found if p[0] == o and found[p][0] > 1e-3] or [550.0])
            for o in {p[0] for p in found}}
    world = median(list(unit.values()))
    for pair, (mt, _, _) in list(found.items()):
        usual = unit[pair[0]] if world / UNLIKE < unit[pair[0]] < world * UNLIKE else world
        if not usual / UNLIKE < value[pair] / mt < usual * UNLIKE:
            found[pair] = (value[pair] / usual, "derived", CRUDE + ", value over the usual unit value: the tonnes are not plausible")
    return found


def gas(base):
    found = collections.defaultdict(lambda: [0.0, "observed", GAS])
    for (o, d), mt in base.country.items():
        d = d.replace("S19", "TWN")
        if d in INCOMPLETE:
            continue
        row = found[o[:3], d]
        row[0] += mt
        if o.startswith("RUS") and d == "CHN":
            row[2] = GAS
    for d in INCOMPLETE:
        for o in SUPPLIERS:
            if base.x.get((o, d), 0) > LEAST:
                row = found[o[:3], d]
                row[0] += base.x[o, d]
                row[1:] = ["assumed", "contracts and a neighbour's mix, markets/lng2024.md"]
    for (o, d), member in ((("QAT", "OAS"), "BGD"), (("QAT", "POL"), "POL"), (("USA", "POL"), "POL")):
        found[o, member][1:] = ["assumed", "contracts, markets/lng2024.md"]
    return {pair: tuple(row) for pair, row in found.items()}


def others(data):
    """Liquefied petroleum gas and uranium, for Japan alone, as quoted; shares of uranium without a quantity."""
    lines = []
    for r in tables.rows(os.path.join(data, "energy_origin.csv")):
        if r["fuel"] in ("lpg", "uranium"):
            lines.append((r["importer"], r["fuel"], r["exporter"], r["year"], r["quantity"], "Mt" if r["quantity"] else "",
                          float(r["share"]), r["quality"], r["source"].split(";")[0]))
    return lines


def coasts(base, o, d):
    """From which ports a country's gas comes to a country."""
    if o != "RUS":
        return COASTS.get(o, ((o, 1.0),)) if o in SUPPLIERS else ((None, 1.0),)
    if d in ("JPN", "KOR", "TWN"):
        return (("RUS_S", 1.0),)
    if d != "CHN":
        return (("RUS_Y", 1.0),)
    part = base.x["RUS_S", "CHN"] / (base.x["RUS_S", "CHN"] + base.x["RUS_Y", "CHN"])
    return (("RUS_S", part), ("RUS_Y", 1 - part))


def listed(fuel, flows, base, ways):
    """Rows of origins.csv, and what is passed on the way for each of them."""
    origins, passed, year = [], [], YEAR
    total = collections.Counter()
    for (_, d), (mt, _, _) in flows.items():
        total[d] += mt
    members = [d for d in total if d in EU]
    for d in sorted(d for d in total if total[d] >= LEAST_IMPORTS[fuel] and NO_PARTNERS.get(d) != fuel):
        mine = sorted(((mt, o, quality, source) for (o, e), (mt, quality, source) in flows.items() if e == d), reverse=True)
        add(origins, passed, fuel, d, mine, year, lambda o, d=d: ways.parts(fuel, o, d, coasts(base, o, d)))
    union = collections.defaultdict(lambda: [0.0, 0.0])  # Mt, of it not observed
    for (o, d), (mt, quality, source) in sorted(flows.items()):
        if d in EU and o not in EU:
            union[o][0] += mt
            union[o][1] += mt if quality != "observed" else 0
    mine = sorted(((mt, o, "assumed" if not_observed > 0.1 * mt else "derived", CRUDE if fuel == "crude" else GAS)
                   for o, (mt, not_observed) in union.items()), reverse=True)

    def together(o):
        parts, known, quality = collections.Counter(), True, "derived"
        for d in members:
            mt = flows.get((o, d), (0,))[0]
            if mt:
                one, complete, how = ways.parts(fuel, o, d, coasts(base, o, d))
                known &= complete or mt < 0.02 * union[o][0]
                quality = how if how == "assumed" else quality
                for strait, part in one.items():
                    parts[strait] += part * mt / union[o][0]
        return parts, known, quality
    add(origins, passed, fuel, "EU27", mine, year, together)
    return origins, passed


def add(origins, passed, fuel, d, mine, year, way):
    total, rest, rest_quality = sum(row[0] for row in mine), 0.0, "observed"
    for mt, o, quality, source in mine:
        if mt < LEAST_SHARE * total:
            rest += mt
            rest_quality = quality if quality != "observed" else rest_quality
            continue
        origins.append((d, fuel, o, year, tables.number(mt, 4), "Mt", tables.number(mt / total, 5),
                        tables.number(mt * HEAT[fuel], 1), quality, source))
        parts, complete, how = way(o)
        passed.append((fuel, o, d, words(parts), "1" if complete else "0", how))
    if rest > 0:
        origins.append((d, fuel, "OTHER", year, tables.number(rest, 4), "Mt", tables.number(rest / total, 5),
                        tables.number(rest * HEAT[fuel], 1), rest_quality, mine[0][3]))


def stocks(data):
    lines = []
    for r in tables.rows(os.path.join(data, "stocks.csv")):
        if STOCKS.get((r["region"], r["fuel"])) == r["days"] and "release" not in r["basis"]:
            lines.append((r["region"], r["fuel"], r["days"], r["basis"], r["date"], r["quality"], r["source"]))
    if len(lines) != len(STOCKS):
        raise SystemExit("stocks.csv: %d of %d rows found" % (len(lines), len(STOCKS)))
    return sorted(lines)


def make(data):
    data = os.path.join(data, "energy")
    base, voyages = Base(data), Voyages(data)
    ways, origins, passed = Ways(voyages), [], []
    for fuel, flows in (("crude", crude(data)), ("lng", gas(base))):
        some, way = listed(fuel, flows, base, ways)
        origins += some
        passed += way
    for d, fuel, o, year, quantity, unit, share, quality, source in others(data):
        heat = tables.number(float(quantity) * HEAT[fuel], 1) if quantity and fuel in HEAT else ""
        origins.append((d, fuel, o, year, tables.number(float(quantity), 4) if quantity else "", unit, tables.number(share, 5), heat,
                        quality, source))
        if fuel == "lpg" and o != "OTHER":
            parts, complete, _ = ways.parts(fuel, o, d)
            passed.append((fuel, o, d, words(parts), "1" if complete else "0", "assumed"))
    for o in ("AUS", "CAN", "IDN"):
        for d in ("JPN", "KOR", "TWN", "CHN", "IND"):
            parts, complete, how = ways.parts("coal", o, d)
            passed.append(("coal", o, d, words(parts), "1" if complete else "0", how))
    files = {
        "origins.csv": tables.table(("importer", "fuel", "exporter", "year", "quantity", "unit", "share", "pj", "quality", "source"),
                                    origins),
        "ways.csv": tables.table(("fuel", "exporter", "importer", "passages", "complete", "quality"), passed),
        "countries.csv": tables.table(("code", "name"), [(code, NAMES[code]) for code in sorted(
            {row[0] for row in origins} | {row[2] for row in origins})]),
        "stocks.csv": tables.table(("region", "fuel", "days", "basis", "date", "quality", "source"), stocks(data)),
    }
    files = {os.path.join(HERE, name): text for name, text in files.items()}
    files[os.path.join(MARKETS, "energy.md")] = document_energy.write(origins, passed)
    return files


def main():
    parser = argparse.ArgumentParser(description="Makes the built-in tables of energy.")
    parser.add_argument("--data", default=os.environ.get("TRADEWIND_DATA", os.path.join(tables.ROOT, "..", "shared", "data")))
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the files here differ")
    arguments = parser.parse_args()
    return tables.finish(make(arguments.data), arguments.check)


if __name__ == "__main__":
    sys.exit(main())
