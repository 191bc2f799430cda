"""Step 4 and 5: the rates of 2023 and those of the United States in 2026, as tables for `tradewind world update`.

Imports of the United States pay the duty over imports of 2024. The most-favoured-nation rates of importers named in
default-mfn.csv are newer: method `all` puts the rate in place for everybody (of importers whose rate of 2014 is the
average of the rest of the world), `ratio` multiplies MFN and applied rates of 2014. default-agreements.csv says by
how much an agreement has cut the rate:

    cut = entry + (final - entry) min(1, (2023 - year in force + 1) / stages)

A row for one sector goes before a row for agriculture or industry of the same pair. What no row covers stays at 2014.
"""

import numpy as np

from regions import EU_REGIONS, region_of
from tables import beside

AGRICULTURE = ("A01", "A02", "A03", "C10T12")
YEAR = 2023
LEFT, CUSTOMS, AGREEMENT, COUNTER, MFN = range(5)


def expand(text, world):
    codes = []
    for code in text.split():
        codes += EU_REGIONS if code == "EU" else [code if code in world.d else region_of(code)]
    return [world.d[c] for c in codes]


def reaches(sectors, world):
    """Sectors of a row, and how special it is: 1 for named sectors."""
    goods = [c for c in world.sectors if world.goods[world.s[c]]]
    named = {"goods": goods, "agriculture": AGRICULTURE, "industry": [c for c in goods if c not in AGRICULTURE]}
    found = named.get(sectors) or sectors.split()
    return [world.s[c] for c in found], int(sectors not in named)


class Rates:
    """applied, mfn, us (1 May 2026) and august (22 August 2026): fractions [S, N, N]; source says where each applied rate is from."""

    def __init__(self, world, customs, report):
        self.world = world
        self.old = world.tariff.copy()
        self.applied, self.mfn = world.tariff.copy(), world.rate["tariff_mfn_pct"].copy()
        self.source = np.zeros(self.applied.shape, dtype=int)
        self.special = np.zeros(self.applied.shape, dtype=int)
        self.move_mfn(report)
        self.cut(report)
        self.counter(report)
        self.us, self.august = self.applied.copy(), self.applied.copy()
        self.charge_customs(customs, report)
        own = np.arange(len(world.regions))
        for rates in (self.applied, self.us, self.august, self.mfn):
            rates[:, own, own] = 0
        report["tariff_sources"] = self.summary()

    def move_mfn(self, report):
        """The newer MFN rates, before agreements cut them."""
        world, lines = self.world, []
        for r in beside("default-mfn.csv"):
            sectors, rank = reaches(r["sectors"], world)
            for d in expand(r["importer"], world):
                away = np.arange(len(world.regions)) != d
                for s in sectors:
                    rate = float(r["pct"]) / 100
                    if rank < self.special[s, d].max():
                        continue
                    flow = world.flow[s, d] * away
                    before = (flow * self.applied[s, d]).sum()
                    if r["method"] == "all":
                        new = np.full(len(away), rate)
                        self.applied[s, d] = new * away
                        self.mfn[s, d] = new * away
                    else:  # ratio: the rate of 2014 times it, preferences along
                        self.applied[s, d] *= rate
                        self.mfn[s, d] *= rate
                    self.source[s, d] = MFN
                    self.special[s, d] = rank
                    lines.append((r, flow.sum(), before, (flow * self.applied[s, d]).sum()))
        self.special[:] = 0
        report["mfn"] = lines

    def cut(self, report):
        world, used = self.world, []
        table = beside("default-agreements.csv")
        begin = self.applied.copy()
        for r in table:
            if r["method"] != "cut":
                continue
            entry, final = float(r["entry_pct"]) / 100, float(r["final_pct"]) / 100
            cut = entry + (final - entry) * min(1.0, (YEAR - int(r["in_force"]) + 1) / float(r["stages"]))
            sectors, rank = reaches(r["sectors"], world)
            value = before = after = 0.0
            for d in expand(r["importer"], world):
                for o in expand(r["exporter"], world):
                    for s in sectors:
                        at = s, d, o
                        if d == o or world.regions[d] == "USA":
                            continue
                        if self.source[at] == AGREEMENT and self.special[at] > rank:
                            continue
                        rate = begin[at] * (1 - cut)
                        if self.source[at] == AGREEMENT and self.special[at] == rank:
                            rate = min(rate, self.applied[at])  # two agreements: the better one is used
                        self.applied[at] = rate
                        self.source[at], self.special[at] = AGREEMENT, rank
                        value += world.flow[at]
                        before += world.flow[at] * begin[at]
                        after += world.flow[at] * rate
            used.append((r, cut, value, before, after))
        report["agreements"] = used
        report["gaps"] = [r for r in table if r["method"] == "gap"]

    def counter(self, report):
        world = self.world
        for r in beside("default-agreements.csv"):
            if r["method"] != "average":
                continue
            d, o = world.d[r["importer"]], world.d[r["exporter"]]
            f = world.flow[world.goods, d, o]
            before = (f * self.applied[world.goods, d, o]).sum()
            points = float(r["entry_pct"]) / 100 - before / f.sum()
            self.applied[world.goods, d, o] += points
            self.source[world.goods, d, o] = COUNTER
            report["agreements"].append((r, points, f.sum(), before, (f * self.applied[world.goods, d, o]).sum()))

    def charge_customs(self, customs, report):
        world, usa = self.world, self.world.d["USA"]
        without = 0
        for code, o in world.d.items():
            if o == usa:
                continue
            numbers = customs.of_region("EU" if code in EU_REGIONS else code)
            for s in np.flatnonzero(world.goods):
                value, duty, duty_2026, duty_august = numbers[:, s]
                if value > 0:
                    self.applied[s, usa, o], self.us[s, usa, o] = duty / value, duty_2026 / value
                    self.august[s, usa, o] = duty_august / value
                    self.source[s, usa, o] = CUSTOMS
                elif world.flow[s, usa, o] > 0:
                    without += 1
        report["us_no_customs"] = without

    def summary(self):
        w = self.world
        cells = (w.flow > 0) & w.goods[:, None, None] & w.away
        return [((cells & (self.source == k)).sum(), w.flow[cells & (self.source == k)].sum(),
                 (w.flow * self.old)[cells & (self.source == k)].sum(),
                 (w.flow * self.applied)[cells & (self.source == k)].sum(),
                 (cells & (self.source == k) & (self.old == 0)).sum()) for k in range(5)]

    def lines(self, rates):
        w = self.world
        cells = (w.flow > 0) & w.goods[:, None, None] & w.away
        return [(w.regions[d], w.regions[o], w.sectors[s], repr(float(100 * rates[s, d, o])))
                for s, d, o in zip(*np.nonzero(cells))]
