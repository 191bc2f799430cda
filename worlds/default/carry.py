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
