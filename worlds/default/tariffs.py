"""Step 4: applied tariffs of 2014 brought to 2023, and the United States' rates of 1 May 2026.

Imports of the United States pay the duty over imports of 2024. For others default-agreements.csv says by how much an
agreement in force since 2014 has cut the rate of 2014:

    cut = entry + (final - entry) min(1, (2023 - year in force + 1) / stages)

A row for one sector goes before a row for agriculture or industry of the same pair. What no row covers stays at 2014.
"""

import numpy as np

from tables import EU, beside

AGRICULTURE = ("A01", "A02", "A03", "C10-C12")
YEAR = 2023


def expand(text, world):
    codes = []
    for code in text.split():
        codes += EU if code == "EU" else [code]
    return [world.d[c] for c in codes]


def reaches(sectors, world):
    """Sectors of a row, and how special it is: 1 for a named sector."""
    goods = [c for c in world.sectors if world.goods[world.s[c]]]
    if sectors == "goods":
        found = goods
    elif sectors == "agriculture":
        found = AGRICULTURE
    elif sectors == "industry":
        found = [c for c in goods if c not in AGRICULTURE]
    else:
        return [world.s[sectors]], 1
    return [world.s[c] for c in found], 0


def bring_to_2023(world, flow, customs, report):
    tariff = world.tariff.copy()
    n = len(world.regions)
    source = np.zeros(tariff.shape, dtype=int)  # 0 left at 2014, 1 customs of 2024, 2 agreement, 3 counter-tariffs
    special = np.zeros(tariff.shape, dtype=int)
    goods = np.flatnonzero(world.goods)
    usa = world.d["USA"]
    table = [r for r in beside("default-agreements.csv")]
    used = []
    for r in table:
        if r["method"] != "cut":
            continue
        entry, final = float(r["entry_pct"]) / 100, float(r["final_pct"]) / 100
        cut = entry + (final - entry) * min(1.0, (YEAR - int(r["in_force"]) + 1) / float(r["stages"]))
        sectors, rank = reaches(r["sectors"], world)
        before = after = value = 0.0
        for d in expand(r["importer"], world):
            for o in expand(r["exporter"], world):
                for s in sectors:
                    at = s, d, o
                    if d == usa or (source[at] == 2 and special[at] > rank):
                        continue
                    tariff[at] = world.tariff[at] * (1 - cut)
                    source[at], special[at] = 2, rank
                    value += flow[at]
                    before += flow[at] * world.tariff[at]
                    after += flow[at] * tariff[at]
        used.append((r, cut, value, before, after))
    for r in table:
        if r["method"] != "average":
            continue
        d, o = world.d[r["importer"]], world.d[r["exporter"]]
        f = flow[goods, d, o]
        before = (f * tariff[goods, d, o]).sum()
        points = float(r["entry_pct"]) / 100 - before / f.sum()
        tariff[goods, d, o] += points
        source[goods, d, o] = 3
        used.append((r, points, f.sum(), before, (f * tariff[goods, d, o]).sum()))
    report["agreements"] = used
    report["gaps"] = [r for r in table if r["method"] == "gap"]

    rate_2026 = tariff.copy()
    no_customs = 0
    for code, o in world.d.items():
        if o == usa:
            continue
        numbers = customs.of_region("EU" if code in EU and code != "SVK" else code)
        for s in goods:
            value, duty, duty_2026 = numbers[:, s]
            if value > 0:
                tariff[s, usa, o], rate_2026[s, usa, o] = duty / value, duty_2026 / value
                source[s, usa, o] = 1
            elif flow[s, usa, o] > 0:
                no_customs += 1
    for d in range(n):
        tariff[:, d, d] = rate_2026[:, d, d] = 0
    away = ~np.eye(n, dtype=bool)
    cells = (flow > 0) & world.goods[:, None, None] & away
    report["tariff_sources"] = [((cells & (source == k)).sum(), flow[cells & (source == k)].sum(),
                                 (flow * world.tariff)[cells & (source == k)].sum(),
                                 (flow * tariff)[cells & (source == k)].sum(),
                                 (cells & (source == k) & (world.tariff == 0)).sum()) for k in range(4)]
    report["us_no_customs"] = no_customs
    return tariff, rate_2026
