"""Writes world folders: the fine one that is aggregated, and the checked-in one with few enough digits to be small."""

import csv
import gzip
import io
import os
import shutil

import numpy as np

from tables import World

TITLE = "World 2023, 24 regions and 30 sectors"
CAVEAT = ("Structure of 2014 scaled to trade and GDP of 2023, with tariffs partly of 2014: good for orders of "
          "magnitude, not for the second digit; worlds/default.md lists every correction.")
YAML = """name: {name}
title: "{title}"
year: 2023
currency: USD
unit: million
caveat: "{caveat}"
tariff_columns:
  tariff_pct: "applied in 2023: US duties over imports of 2024, agreements since 2014 by a table, others of 2014"
  tariff_mfn_pct: "most-favoured-nation rate of the importer, 2014"
  tariff_us_2026_05_01_pct: "rates of the United States in force on 1 May 2026; other importers as tariff_pct"
source: "World Input-Output Database, 2016 release (Timmer et al. 2015), as arranged by Felbermayr, Groeschl and \
Heiland (2022); goods trade of 2023 by pair: BACI V202501 (CEPII); GDP of 2023: World Development Indicators (World \
Bank); United States imports and duties of 2024 by HS10: US Census; tariffs of 2014: WITS/TRAINS, corrected; Taiwan, \
agreements, measures of 2026: the tables worlds/default-*.csv, a source a line"
licence: "WIOD 2016 release CC BY 4.0; BACI Etalab 2.0; World Development Indicators CC BY 4.0; US Census public \
domain; WITS/TRAINS, agreements and measures: facts, with their sources named; trade-war-redux-2025 and \
tariff-rate-tracker MIT"
elasticities: "Bolhuis, Chen and Kett (2023), IMF working paper, by broad sector"
notes:
  - "made by worlds/default/make.py, whose corrections worlds/default.md lists with their size"
  - "technology, tastes and the sector mix of trade other than US imports are those of 2014, fitted to 2023 totals"
  - "GDP at market prices is value added and tariffs here; other taxes on products count as value added"
  - "goods trade includes re-exports as customs record them (NLD, and within REU); no services trade of 2023 is used"
"""


def text(x):
    return repr(round(float(x), 12)) if x else "0"


def save(path, head, lines):
    """A gzip file without a date in it, so that the same rows give the same bytes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as out:
        out.write(buffer.getvalue().encode())


def write(path, world, flow, tariff, rate_2026, inputs, final):
    os.makedirs(path)
    with open(os.path.join(path, "world.yaml"), "w", encoding="utf-8") as file:
        file.write(YAML.format(name="fine", title="World 2023", caveat=CAVEAT))
    with open(os.path.join(path, "regions.csv"), "w", encoding="utf-8") as file:
        file.write("region,name\n" + "".join("%s,%s\n" % (r, r) for r in world.regions))
    with open(os.path.join(path, "sectors.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(world.sector_rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(world.sector_rows)
    r, c = world.regions, world.sectors
    pct = 100.0
    save(os.path.join(path, "flows.csv.gz"),
         ("sector", "importer", "exporter", "value", "tariff_pct", "tariff_mfn_pct", "tariff_us_2026_05_01_pct"),
         ((c[s], r[d], r[o], repr(flow[s, d, o]), text(pct * tariff[s, d, o]),
           text(pct * world.mfn[s, d, o] * (d != o)), text(pct * rate_2026[s, d, o])) for s, d, o in zip(*np.nonzero(flow))))
    save(os.path.join(path, "production.csv.gz"), ("region", "sector", "value_added_share"),
         ((r[d], c[s], repr(world.value_added_share[d, s])) for d in range(len(r)) for s in range(len(c))))
    save(os.path.join(path, "inputs.csv.gz"), ("region", "user", "input", "share"),
         ((r[d], c[u], c[s], repr(inputs[d, u, s])) for d, u, s in zip(*np.nonzero(inputs))))
    save(os.path.join(path, "final.csv.gz"), ("region", "sector", "share"),
         ((r[d], c[s], repr(final[d, s])) for d in range(len(r)) for s in range(len(c))))


def shares(values, unit):
    """Shares as whole multiples of 1/unit that sum to 1, by the largest remainders."""
    scaled = values / values.sum() * unit
    whole = np.floor(scaled)
    short = int(round(unit - whole.sum()))
    order = np.argsort(-(scaled - whole), kind="stable")
    whole[order[:short]] += 1
    return whole.astype(int)


def difference(a, b):
    """Largest difference of two world folders, in units of what their rounding leaves open (1: the last digit)."""
    first, second = World(a), World(b)
    if first.regions != second.regions or first.sectors != second.sectors:
        return float("inf")
    return max(np.abs(x - y).max() / last for x, y, last in (
        (first.flow, second.flow, 1e-3), (first.tariff, second.tariff, 1e-7), (first.mfn, second.mfn, 1e-7),
        (first.extra, second.extra, 1e-7), (first.value_added_share, second.value_added_share, 1e-8),
        (first.input_share, second.input_share, 1e-8), (first.final_share, second.final_share, 1e-8)))


def finish(coarse, path):
    """The aggregated world with fewer digits: flows to a thousand dollars, tariffs to 1e-5 points, shares to 1e-8. What
    is left over goes into final demand, whose shares have all digits, so that every market clears to rounding."""
    world = World(coarse)
    extra = "tariff_us_2026_05_01_pct"
    flow = np.round(world.flow, 3)
    rates = {name: np.zeros_like(flow) for name in ("tariff_pct", "tariff_mfn_pct", extra)}
    with gzip.open(os.path.join(coarse, "flows.csv.gz"), "rt", newline="") as file:
        for row in csv.DictReader(file):
            at = world.s[row["sector"]], world.d[row["importer"]], world.d[row["exporter"]]
            for name, values in rates.items():
                values[at] = round(float(row[name] or 0), 5)
    n, m = len(world.regions), len(world.sectors)
    v = np.round(world.value_added_share, 8)
    unit = 10 ** 8
    inputs = np.zeros((n, m, m), dtype=int)
    for d in range(n):
        for u in range(m):
            if v[d, u] < 1:
                inputs[d, u] = shares(world.input_share[d, u], unit)
    output = world.output(flow)
    bought = (flow * (1 + rates["tariff_pct"] / 100)).sum(axis=2).T
    left = bought - np.einsum("dus,du->ds", inputs / unit, (1 - v) * output)
    assert (left > -1e-6 * bought).all(), "rounding left a market short"
    left = np.maximum(left, 0)
    final = left / left.sum(axis=1)[:, None]

    r, c = world.regions, world.sectors
    os.makedirs(path, exist_ok=True)

    def short(x, digits):
        return ("%.*f" % (digits, x)).rstrip("0").rstrip(".") or "0"

    save(os.path.join(path, "flows.csv.gz"), ("sector", "importer", "exporter", "value", *rates),
         ((c[s], r[d], r[o], short(flow[s, d, o], 3), *(short(x[s, d, o], 5) for x in rates.values()))
          for s, d, o in zip(*np.nonzero(flow))))
    save(os.path.join(path, "production.csv.gz"), ("region", "sector", "value_added_share"),
         ((r[d], c[s], short(v[d, s], 8)) for d in range(n) for s in range(m)))
    save(os.path.join(path, "inputs.csv.gz"), ("region", "user", "input", "share"),
         ((r[d], c[u], c[s], short(inputs[d, u, s] / unit, 8)) for d, u, s in zip(*np.nonzero(inputs))))
    save(os.path.join(path, "final.csv.gz"), ("region", "sector", "share"),
         ((r[d], c[s], repr(final[d, s])) for d in range(n) for s in range(m)))
    for name in ("regions.csv", "sectors.csv"):
        shutil.copyfile(os.path.join(coarse, name), os.path.join(path, name))
    with open(os.path.join(path, "groups.yaml"), "w", encoding="utf-8") as file:
        file.write("EU: [DEU, FRA, ITA, ESP, NLD, POL, REU]\n")
    with open(os.path.join(path, "world.yaml"), "w", encoding="utf-8") as file:
        file.write(YAML.format(name="default", title=TITLE, caveat=CAVEAT) +
                   '  - "44 regions x 50 sectors, balanced, then aggregated by tradewind: tariffs weighted by flows, '
                   'elasticities by imports; trade inside REU and ROW is own sales and keeps its tariffs"\n')
