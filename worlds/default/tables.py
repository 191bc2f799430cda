"""What the world `default` is made from: the tables, read into arrays.

Indices as in the engine: s sector, d destination (buyer), o origin (seller); flows [S, N, N]. Money is million USD.
"""

import csv
import gzip
import os

import numpy as np

from regions import region_of

FUEL_BEYOND = 1.05  # fuel beyond the whole pair by less than this is a difference between editions
HERE = os.path.dirname(os.path.abspath(__file__))
WORLDS = os.path.dirname(HERE)


def rows(path):
    """The rows of a CSV file, plain or gzip, as dictionaries."""
    if not os.path.exists(path) and os.path.exists(path + ".gz"):
        path += ".gz"
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def beside(name):
    """The rows of a table that is checked in beside this folder."""
    return list(rows(os.path.join(WORLDS, name)))


def write(path, head, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


class World:
    """A world folder. rate: tariff columns as fractions [S, N, N]; input_share is of the bill for inputs: [N, user, input]."""

    def __init__(self, folder):
        self.regions = [r["region"] for r in rows(os.path.join(folder, "regions.csv"))]
        self.sector_rows = list(rows(os.path.join(folder, "sectors.csv")))
        self.sectors = [r["sector"] for r in self.sector_rows]
        self.goods = np.array([r["kind"] == "goods" for r in self.sector_rows])
        self.d = {code: i for i, code in enumerate(self.regions)}
        self.s = {code: i for i, code in enumerate(self.sectors)}
        n, m = len(self.regions), len(self.sectors)
        self.flow = np.zeros((m, n, n))
        self.rate = {}
        for r in rows(os.path.join(folder, "flows.csv")):
            at = self.s[r["sector"]], self.d[r["importer"]], self.d[r["exporter"]]
            self.flow[at] = float(r["value"])
            for name, text in r.items():
                if name.endswith("_pct"):
                    self.rate.setdefault(name, np.zeros_like(self.flow))[at] = float(text or 0) / 100
        self.value_added_share = np.ones((n, m))
        for r in rows(os.path.join(folder, "production.csv")):
            self.value_added_share[self.d[r["region"]], self.s[r["sector"]]] = float(r["value_added_share"])
        self.input_share = np.zeros((n, m, m))
        for r in rows(os.path.join(folder, "inputs.csv")):
            self.input_share[self.d[r["region"]], self.s[r["user"]], self.s[r["input"]]] = float(r["share"])
        self.final_share = np.zeros((n, m))
        for r in rows(os.path.join(folder, "final.csv")):
            self.final_share[self.d[r["region"]], self.s[r["sector"]]] = float(r["share"])
        self.away = ~np.eye(n, dtype=bool)

    @property
    def tariff(self):
        return self.rate["tariff_pct"]

    def output(self):
        return self.flow.sum(axis=1).T  # [N, S]

    def value_added(self):
        return (self.output() * self.value_added_share).sum(axis=1)

    def revenue(self):
        return (self.flow * self.tariff).sum(axis=(0, 2))

    def gdp(self):
        """At market prices as far as the world has them: value added and duties."""
        return self.value_added() + self.revenue()

    def goods_trade(self):
        return self.flow[self.goods].sum(axis=0) * self.away


def missing_fuel(data, trade):
    """(exporter, importer) to million USD: crude oil and LNG of 2023 (HS 2709, 271111) that the pair's total lacks."""
    fuel = {}
    for r in rows(os.path.join(data, "energy", "baci_crude_lng_2019_2024.csv.gz")):
        if r["year"] == "2023":
            pair = r["exporter"], r["importer"]
            fuel[pair] = fuel.get(pair, 0.0) + float(r["value_usd"] or 0) / 1e6
    return {pair: value for pair, value in fuel.items()
            if pair in trade and value > 100 and value > FUEL_BEYOND * trade[pair]}


def totals_2023(data, world, report):
    """Goods trade of 2023 by pair [N, N] (importer, exporter) and GDP [N]; Taiwan is NaN in both.

    The edition of January 2025 lacks most of what Korea and a few others bought of crude oil in 2023. Where crude and
    liquefied gas alone are more in the edition of January 2026 than the whole pair is here, they are added to it."""
    folder = os.path.join(data, "totals2023")
    labels = [r["iso3"] for r in rows(os.path.join(folder, "country_labels.csv"))]
    gdp_rows = [float(r["gdp"] or 0) for r in rows(os.path.join(folder, "gdp.csv"))]
    to = [world.d[region_of(code)] for code in labels]
    n = len(world.regions)
    trade, gdp = np.zeros((n, n)), np.zeros(n)
    with gzip.open(os.path.join(folder, "trade_cepii.csv.gz"), "rt", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        pairs = {(labels[i], labels[j]): float(text or 0) / 1e3  # row exporter, column importer, thousand USD
                 for i, row in enumerate(reader) for j, text in enumerate(row)}
    added = missing_fuel(data, pairs)
    report["fuel"] = sorted(added.items(), key=lambda x: -x[1])
    for (exporter, importer), value in pairs.items():
        d, o = world.d[region_of(importer)], world.d[region_of(exporter)]
        if d != o:
            trade[d, o] += value + added.get((exporter, importer), 0.0)
    for i, value in enumerate(gdp_rows):
        gdp[to[i]] += value / 1e6
    taiwan = world.d["TWN"]
    gdp[taiwan] = np.nan
    trade[taiwan, :] = trade[:, taiwan] = np.nan
    trade[taiwan, taiwan] = 0
    return trade, gdp


def taiwan_2023(world, trade, gdp, report):
    """Fills Taiwan from default-taiwan.csv; what it does not name is scaled from 2022, the rest of the world last."""
    table = beside("default-taiwan.csv")
    value = {}
    for r in table:
        code = r["partner"] if r["partner"] in ("total", "TWN") else region_of(r["partner"])
        value[r["what"], code] = value.get((r["what"], code), 0.0) + float(r["value"])
    t, row = world.d["TWN"], world.d["ROW"]
    goods = world.goods_trade()
    gdp[t] = value["gdp_per_head", "TWN"] * value["population", "TWN"]
    lines = []
    for what, old, put in (("exports", goods[:, t], lambda i, x: trade.__setitem__((i, t), x)),
                           ("imports", goods[t, :], lambda i, x: trade.__setitem__((t, i), x))):
        total = value[what, "total"]
        growth = total / old.sum()
        cited = scaled = 0.0
        for i, code in enumerate(world.regions):
            if i in (t, row):
                continue
            if (what, code) in value and code != "REU":
                x = value[what, code] if what == "exports" else total * value[what, code] / 100
                cited += x
            else:
                x = growth * old[i]
                scaled += x
            put(i, x)
        put(row, max(total - cited - scaled, 0.0))
        lines.append((what, total, cited, scaled, total - cited - scaled))
    report["taiwan"] = lines
    report["taiwan_gdp"] = gdp[t]
