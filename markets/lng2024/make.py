#!/usr/bin/python3
"""Makes the built-in market `lng2024` and its document.

    markets/lng2024/make.py [--data ../shared/data] [--check]

Needs Python 3 and nothing else. The same input gives the same files. It writes data only: what makes the base year an exact
solution (wedges, stiffness of flows, surge blocks) is computed by the reader of markets.

flows.py has who ships to whom, voyages.py what a voyage costs, document.py what ../lng2024.md says; here are supply, demand
and Canada's path.
"""

import argparse
import collections
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import document  # noqa: E402
import tables  # noqa: E402
from flows import BUYERS, SUPPLIERS, Base  # noqa: E402
from voyages import PASSAGES, TOLL, Voyages, freight  # noqa: E402

GEM = "Global Energy Monitor, Global Gas Infrastructure Tracker, October 2024"
PATH = "register of Canadian projects of 29 September 2026 (filings)"
# Percentages of quantity for one per cent of price within months: assumed, between estimates for industrial countries (-0.06
# to -0.18) and what an outage of a fifth of exports was thought to do to the world's price in March 2026 (-0.25). Japan and
# Korea are stiff, since they are known to outbid others.
SHORT = dict(JPN=-.06, KOR=-.06, TWN=-.05, CHN=-.40, IND=-.70, PAK=-.80, OAS=-.80, THA=-.30, SEA=-.20, KWT=-.10, EGY=-.30,
             TUR=-.25, ITA=-.25, ESP=-.25, FRA=-.25, GBR=-.25, NLD=-.25, DEU=-.25, POL=-.25, REU=-.25, BRA=-.60, LAM=-.40)
LONG = -0.68  # Labandeira et al. 2017
# Where Canada's first plants would sell, as shares of their capacity: what gives its flows a place in the base.
CANADA = dict(JPN=.30, KOR=.25, CHN=.25, TWN=.10, IND=.05, SEA=.05)
EUROPE = "ITA ESP FRA GBR NLD DEU POL REU".split()
FORBIDDEN = {("RUS_Y", d) for d in ("GBR", "POL", "DEU")} | {("RUS_S", d) for d in EUROPE + ["BRA", "LAM"]}

MARKET = """name: lng2024
title:
  en: "Liquefied natural gas 2024, 23 suppliers and 22 buyers"
  fr: "Gaz naturel liquéfié 2024, 23 fournisseurs et 22 acheteurs"
  ja: "液化天然ガス2024年（供給23、買い手22）"
data_year: 2024
unit: Mt
price_unit: USD/MMBtu
energy_per_unit: 52
demand: constant_elasticity
sigma: 5
floor_share: 0.6
reference_minimum: 0.10
wedge_without_trade: 0.25
surge_share: 0.02
source: "flows and unit values: CEPII BACI V202601 (Gaulier and Zignago 2010), HS 271111; regasification: Global Energy \\
Monitor, October 2024; costs: delivered costs of 2019 published by Zwickl-Bernhard (2024) and CERI (2018), less freight; \\
Canada: a register of filings of September 2026; ways: shortest paths on the network of searoute; the cells of Türkiye, \\
Kuwait, Bangladesh and part of Poland are assumed from announced contracts; markets/lng2024.md lists all"
license: "BACI Etalab 2.0; Global Energy Monitor CC BY 4.0; searoute Apache-2.0; other figures quoted with their source"
notes:
  en: "Customs unit values are not spot prices. Costs are of 2019, elasticities and stiffness assumed. Red Sea open."
  fr: "Les valeurs unitaires des douanes ne sont pas des prix spot. Coûts de 2019 ; élasticités et rigidités supposées. Mer Rouge ouverte."
  ja: "通関単価はスポット価格ではない。費用は2019年、弾力性と硬直性は仮定。紅海は通航可能とする。"
"""


def canada(data):
    """Blocks by first year and status out of the cumulated path: what is firm; what is advanced, or named at all, beyond it."""
    blocks, had = [], [0.0, 0.0, 0.0]
    for r in tables.rows(os.path.join(data, "canada_lng_path.csv")):
        firm, advanced, named = (float(r[c]) for c in ("firm_mt", "firm_and_advanced_mt", "all_named_mt"))
        now = [firm, advanced - firm, named - advanced]
        for i, what in enumerate(("firm", "advanced", "named")):
            if now[i] > had[i] + 1e-9:
                operating = i == 0 and not blocks
                blocks.append((("operating" if operating else what) + "-" + r["year"], now[i] - had[i], r["year"],
                               "operating" if operating else "firm" if i == 0 else "proposed"))
            elif now[i] < had[i] - 1e-9 and i:
                # What was advanced, or named, is firm from this year on: it is in the block above it already.
                raise SystemExit("canada_lng_path.csv, %s: %s capacity falls; say which block becomes firm" % (r["year"], what))
        had = now
    return blocks


def suppliers(data, base, region):
    lines, costs = [], {r["exporter"]: r for r in tables.rows(os.path.join(data, "lng_supply_published.csv"))}
    for o, name in SUPPLIERS.items():
        c, where = costs[o], region[o[:3]]
        full = float(c["full_fob_usd_mmbtu"])
        cash = tables.number(float(c["cash_share"]) * full, 2)
        source = "CERI 2018, delivered cost less freight" if o == "CAN" else "Zwickl-Bernhard 2024, costs of 2019, less freight"
        blocks = [("plants", base.output[o], "", "operating")] if base.output[o] else canada(data)
        for block, capacity, year, status in blocks:
            lines.append((o, name, where, where, block, tables.number(capacity, 4), cash, tables.number(full, 2), 0, 0, year,
                          status, "assumed" if status == "proposed" else c["quality"],
                          "capacity: %s; cost: %s" % (PATH if o == "CAN" else "output of 2024 (BACI)", source)))
    return lines


def buyers(data, base, region):
    regas = collections.Counter()
    for r in tables.rows(os.path.join(data, "lng_regas.csv")):
        if r["status"] == "operating":
            regas[r["buyer"]] += float(r["capacity_mt"])
    lines = []
    for d, name in BUYERS.items():
        parts = collections.Counter()
        for (group, country), mt in base.member.items():
            if group == d:
                parts[region.get(country, region.get(d))] += mt
        where = region.get(d) or ("REU" if d == "REU" else max(sorted(parts), key=lambda r: parts[r]))
        binding = regas[d] and regas[d] < base.quantity[d]
        how = {base.how[pair][0] for pair in base.x if pair[1] == d}
        quality = "assumed" if "assumed" in how and d != "CHN" else "derived" if "derived" in how else "observed"
        lines.append((d, name, where, tables.number(base.quantity[d], 4), tables.number(base.price[d], 2),
                      tables.number(SHORT[d], 2), tables.number(LONG, 2),
                      "" if binding or not regas[d] else tables.number(regas[d], 2), quality,
                      "price %s: %s; elasticities assumed; regasification: %s" % (
                          base.how_price[d][0], base.how_price[d][1],
                          GEM + (", below imports, left out" if binding else "") if regas[d] else "not known")))
    return lines


def arcs(base, voyages, first):
    lines, without = [], []
    for o in SUPPLIERS:
        for d in BUYERS:
            ways = [] if o == d else voyages.ways(o, d)
            if not ways:
                without.append((o, d))
                if base.x.get((o, d)):
                    raise SystemExit("%s to %s: trade and no way" % (o, d))
            if base.x.get((o, d)) and (o, d) in FORBIDDEN:
                raise SystemExit("%s to %s: trade that is forbidden" % (o, d))
            for i, (days, passed) in enumerate(ways):
                mt = base.x.get((o, d), 0) if i == 0 else 0
                share = CANADA.get(d, 0) if o == "CAN" and i == 0 else 0
                lines.append((o, d, "+".join(passed) or "open", tables.number(mt, 4), tables.number(freight(days), 4),
                              tables.number(days, 2), ";".join(passed), "", "1" if (o, d) in FORBIDDEN else "", "", "",
                              tables.number(share * first, 4) if share else "",
                              base.how[o, d][0] if mt else "assumed" if share else "derived"))
    return lines, without


def make(data):
    """All files as a dictionary from path to text, and the base for others who need the same flows."""
    data, region = os.path.join(data, "energy"), tables.region_of()
    base, voyages = Base(data), Voyages(data)
    supply, demand = suppliers(data, base, region), buyers(data, base, region)
    first = next(float(line[5]) for line in supply if line[0] == "CAN")
    flows, without = arcs(base, voyages, first)
    passages = [(code, name, "", tables.number(TOLL[code], 2) if code in TOLL else "", "ROW") for code, name in PASSAGES]
    folder = {
        "market.yaml": MARKET,
        "suppliers.csv": tables.table(("supplier", "name", "region", "owner", "block", "capacity", "cost", "full_cost", "slope",
                                       "conjecture", "from_year", "status", "quality", "source"), supply),
        "buyers.csv": tables.table(("buyer", "name", "region", "quantity", "price", "elasticity_short", "elasticity_long",
                                    "regasification", "quality", "source"), demand),
        "arcs.csv": tables.table(("supplier", "buyer", "route", "quantity", "freight", "days", "passages", "floor", "forbidden",
                                  "wedge", "stiffness", "reference", "quality"), flows),
        "passages.csv": tables.table(("passage", "name", "capacity", "toll", "owner"), passages),
    }
    files = {os.path.join(HERE, name): text for name, text in folder.items()}
    files[os.path.join(os.path.dirname(HERE), "lng2024.md")] = document.write(base, supply, demand, flows, without)
    return files


def main():
    parser = argparse.ArgumentParser(description="Makes the built-in market lng2024.")
    parser.add_argument("--data", default=os.environ.get("TRADEWIND_DATA", os.path.join(tables.ROOT, "..", "shared", "data")))
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the files here differ")
    arguments = parser.parse_args()
    return tables.finish(make(arguments.data), arguments.check)


if __name__ == "__main__":
    sys.exit(main())
