"""What the default world is made from: the tables, read into arrays.

Indices as in the engine: s sector, d destination (buyer), o origin (seller); flows [S, N, N]. Money is million USD.
"""

import csv
import gzip
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
WORLDS = os.path.dirname(HERE)

EU = ("AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN "
      "SWE").split()


def rows(path):
    """The rows of a CSV file, plain or gzip, as dictionaries."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def beside(name):
    """The rows of a table that is checked in beside this folder."""
    return list(rows(os.path.join(WORLDS, name)))


class World:
    """A world folder. input_share is of the bill for inputs: [N, user, input]."""

    def __init__(self, folder):
        self.regions = [r["region"] for r in rows(os.path.join(folder, "regions.csv"))]
        sectors = list(rows(os.path.join(folder, "sectors.csv")))
        self.sectors = [r["sector"] for r in sectors]
        self.sector_rows = sectors
        self.goods = np.array([r["kind"] == "goods" for r in sectors])
        self.d = {code: i for i, code in enumerate(self.regions)}
        self.s = {code: i for i, code in enumerate(self.sectors)}
        n, m = len(self.regions), len(self.sectors)
        self.flow, self.tariff, self.mfn, self.extra = (np.zeros((m, n, n)) for _ in range(4))
        for r in rows(os.path.join(folder, "flows.csv.gz")):
            at = self.s[r["sector"]], self.d[r["importer"]], self.d[r["exporter"]]
            self.flow[at] = float(r["value"])
            self.tariff[at] = float(r["tariff_pct"] or 0) / 100
            self.mfn[at] = float(r["tariff_mfn_pct"] or 0) / 100
            self.extra[at] = float(r.get("tariff_us_2026_05_01_pct") or 0) / 100
        self.value_added_share = np.ones((n, m))
        for r in rows(os.path.join(folder, "production.csv.gz")):
            self.value_added_share[self.d[r["region"]], self.s[r["sector"]]] = float(r["value_added_share"])
        self.input_share = np.zeros((n, m, m))
        for r in rows(os.path.join(folder, "inputs.csv.gz")):
            self.input_share[self.d[r["region"]], self.s[r["user"]], self.s[r["input"]]] = float(r["share"])
        self.final_share = np.zeros((n, m))
        for r in rows(os.path.join(folder, "final.csv.gz")):
            self.final_share[self.d[r["region"]], self.s[r["sector"]]] = float(r["share"])

    def output(self, flow):
        return flow.sum(axis=1).T  # [N, S]

    def value_added(self, flow):
        return (self.output(flow) * self.value_added_share).sum(axis=1)

    def revenue(self, flow, tariff):
        return (flow * tariff).sum(axis=(0, 2))


def totals_2023(data, world):
    """Goods trade of 2023 by pair [N, N] (importer, exporter) and GDP [N], million USD; Taiwan is NaN in both."""
    folder = os.path.join(data, "totals2023")
    labels = [r["iso3"] for r in rows(os.path.join(folder, "country_labels.csv"))]
    gdp_rows = [float(r["gdp"] or 0) for r in rows(os.path.join(folder, "gdp.csv"))]
    to = [world.d.get(code, world.d["ROW"]) for code in labels]
    n = len(world.regions)
    trade, gdp = np.zeros((n, n)), np.zeros(n)
    with gzip.open(os.path.join(folder, "trade_cepii.csv.gz"), "rt", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for i, row in enumerate(reader):  # row exporter, column importer, thousand USD
            for j, text in enumerate(row):
                if text and to[i] != to[j]:
                    trade[to[j], to[i]] += float(text) / 1e3
    for i, value in enumerate(gdp_rows):
        gdp[to[i]] += value / 1e6
    taiwan = world.d["TWN"]
    gdp[taiwan] = np.nan
    trade[taiwan, :] = trade[:, taiwan] = np.nan
    trade[taiwan, taiwan] = 0
    return trade, gdp


def taiwan_2023(world, trade, gdp, report):
    """Fills Taiwan from default-taiwan.csv; what it does not name is scaled from 2014, the rest of the world last."""
    table = beside("default-taiwan.csv")
    value = {(r["what"], r["partner"]): float(r["value"]) for r in table}
    t, row = world.d["TWN"], world.d["ROW"]
    goods = world.flow[world.goods].sum(axis=0)
    gdp[t] = value["gdp_per_head", "TWN"] * value["population", "TWN"]
    lines = []
    for what, old, put in (("exports", goods[:, t], lambda i, x: trade.__setitem__((i, t), x)),
                           ("imports", goods[t, :], lambda i, x: trade.__setitem__((t, i), x))):
        total = value[what, "total"]
        growth = total / (old.sum() - old[t])
        cited = scaled = 0.0
        for i, code in enumerate(world.regions):
            if i in (t, row):
                continue
            if (what, code) in value:
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
