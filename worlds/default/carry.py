"""Employment and factor shares of 2023, carried from the 24 x 30 cells that they are estimated for to the new world.

    thousand persons  e[r'][s'] = E[r][s] times the part of value added that (r', s') has in (r, s)

then regions that were inside the rest of the world are scaled to the ILO's total of their countries, and the rest of
the world gets what is left. The split is assumed; sources and marks: sea2014 and default-employment.csv.
"""

import os

import numpy as np

from regions import GULF, region_of
from tables import WORLDS, rows, write

OLD_SECTOR = {"B05": "B", "B06": "B", "B07": "B", "B08": "B", "B09": "B", "C10T12": "C10-C12", "C13T15": "C13-C15",
              "C17_18": "C17 C18", "C24A": "C24", "C24B": "C24", "C28": "C28-C33", "C301": "C30", "C302T309": "C30",
              "C31T33": "C31-C32"}
NEW_REGIONS = ("NZL", "SGP", "MYS", "VNM", "BRN", "CHL", "PER", "GLF")


def old_region(region):
    return "ROW" if region in NEW_REGIONS else region


def employment(data, world, report):
    """(region, sector) to thousand persons."""
    source = os.path.join(data, "sea2014")
    old = {}
    for r in rows(os.path.join(source, "employment.csv")):
        old[r["region"], r["sector"]] = float(r["thousand_persons"] or 0)
    added = world.output() * world.value_added_share
    cells = {}
    for d, region in enumerate(world.regions):
        for s, sector in enumerate(world.sectors):
            key = old_region(region), OLD_SECTOR.get(sector, sector)
            cells.setdefault(key, []).append((d, s))
    people = np.zeros_like(added)
    for (region, sectors), parts in cells.items():
        total = sum(old.get((region, c), 0.0) for c in sectors.split())
        size = np.array([max(added[at], 0) for at in parts])
        for at, x in zip(parts, size):
            people[at] += total * x / size.sum() if size.sum() > 0 else 0
    total = {r["country"]: float(r["ilo_2023"]) for r in rows(os.path.join(source, "totals.csv")) if r["ilo_2023"]}
    row = world.d["ROW"]
    before = people[row].sum() + sum(people[world.d[c]].sum() for c in NEW_REGIONS)
    moved = 0.0
    for code in NEW_REGIONS:
        countries = GULF if code == "GLF" else [code]
        want = sum(total.get(c, 0.0) for c in countries)
        if want > 0:
            people[world.d[code]] *= want / people[world.d[code]].sum()
        moved += people[world.d[code]].sum()
    people[row] *= (before - moved) / people[row].sum()
    report["employment"] = {c: people[i].sum() for i, c in enumerate(world.regions)}
    return {(c, s): float(people[i, j]) for i, c in enumerate(world.regions) for j, s in enumerate(world.sectors)}


def write_tables(data, report):
    """default-factors.csv (labour's share of value added) and default-countries.csv (the region of every country)."""
    world, source = report["new"], os.path.join(data, "sea2014")
    share = {(r["region"], r["sector"]): r for r in rows(os.path.join(source, "factors.csv"))}
    lines = []
    for region in world.regions:
        for sector in world.sectors:
            found = [share[old_region(region), c] for c in OLD_SECTOR.get(sector, sector).split()
                     if (old_region(region), c) in share and share[old_region(region), c]["labour_share"]]
            if not found:
                continue
            mean = sum(float(r["labour_share"]) for r in found) / len(found)
            exact = old_region(region) == region and OLD_SECTOR.get(sector, sector) == sector
            lines.append((region, sector, "%.4f" % mean, found[0]["status"] if exact else
                          "assumed: of %s %s; %s" % (old_region(region), OLD_SECTOR.get(sector, sector),
                                                     found[0]["status"])))
    write(os.path.join(WORLDS, "default-factors.csv"), ("region", "sector", "labour_share", "status"), lines)
    countries = sorted({r["iso3"] for r in rows(os.path.join(data, "totals2023", "country_labels.csv"))} | {"TWN"})
    write(os.path.join(WORLDS, "default-countries.csv"), ("country", "region"), [(c, region_of(c)) for c in countries])


def parts_of(world, region, sector, way):
    """[(new region, share)] of an older region: by what it buys (way 0) or makes (way 1) of a sector; the shares are assumed."""
    if region != "ROW":
        return [(region, 1.0)]
    codes = ("ROW",) + NEW_REGIONS
    flow = world.flow[world.s[sector]]
    size = [flow[world.d[c], :].sum() if way == 0 else flow[:, world.d[c]].sum() for c in codes]
    return [(c, x / sum(size)) for c, x in zip(codes, size) if x > 0]


def pairs_of(world, buyer, seller, sector):
    """[(buyer, seller, share)] of a pair of older regions, by the world's flows of the sector between their parts."""
    flow, out = world.flow[world.s[sector]], []
    for d, _ in parts_of(world, buyer, sector, 0):
        for o, _ in parts_of(world, seller, sector, 1):
            out.append((d, o, flow[world.d[d], world.d[o]]))
    total = sum(x for _, _, x in out)
    return [(d, o, x / total) for d, o, x in out if x > 0] if total > 0 else []


def cars(data, world):
    """Rows brand, market, assembly, units, status: light vehicles of 2024; what was of the rest of the world by flows."""
    units = {}
    for r in rows(os.path.join(data, "cars", "sourcing.csv")):
        split = pairs_of(world, r["market"], r["assembly"], "C29")
        exact = len(split) == 1 and split[0][:2] == (r["market"], r["assembly"])
        for d, o, share in split:
            key = r["brand"], d, o
            old = units.get(key, (0.0, r["kind"]))
            units[key] = old[0] + share * float(r["units"]), r["kind"] if exact else "assumed: the rest of the world's, by flows"
    return [(*key, "%.0f" % x, how) for key, (x, how) in sorted(units.items()) if x >= 0.5]


def lng(data):
    """Rows exporter, importer, year, mt, quality: liquefied gas between regions, Mt (BACI V202601)."""
    amount = {}
    for r in rows(os.path.join(data, "energy", "lng_flows.csv")):
        o, d = region_of(r["exporter"]), region_of(r["importer"])
        key = o, d, r["year"]
        mt, quality = amount.get(key, (0.0, r["quality"]))
        amount[key] = mt + float(r["mt"] or 0), quality if quality == r["quality"] else "mixed"
    return [(*key, "%.4f" % mt, quality) for key, (mt, quality) in sorted(amount.items()) if key[0] != key[1]]


def food(data, world):
    """Rows product, exporter, importer, tonnes, usd, status. Not for shipping before the terms of FAO's vintage are settled."""
    amount = {}
    for r in rows(os.path.join(data, "food", "trade.csv.gz")):
        sector = "A01" if r["product"] in ("wheat", "maize", "soybean", "soybeans", "rice", "barley", "rapeseed") else "C10T12"
        split = pairs_of(world, r["importer"], r["exporter"], sector)
        for d, o, share in split:
            key = r["product"], o, d
            old = amount.get(key, (0.0, 0.0))
            amount[key] = old[0] + share * float(r["tonnes"] or 0), old[1] + share * float(r["usd"] or 0)
    return [(*key, "%.1f" % t, "%.0f" % usd, "assumed where a region was in the rest of the world: by flows of the sector")
            for key, (t, usd) in sorted(amount.items())]


def write_carried(data, world, to):
    """What later work needs of cars and gas beside the world; food into the folder `to`, where there is one."""
    write(os.path.join(WORLDS, "default-cars.csv"), ("brand", "market", "assembly", "units", "status"), cars(data, world))
    write(os.path.join(WORLDS, "default-lng.csv"), ("exporter", "importer", "year", "mt", "quality"), lng(data))
    if to:
        os.makedirs(to, exist_ok=True)
        write(os.path.join(to, "food.csv"), ("product", "exporter", "importer", "tonnes", "usd", "status"), food(data, world))
