"""The checked-in folder: the balanced world with few enough digits to be small, its description, and what it carries."""

import csv
import gzip
import io
import itertools
import os
import shutil

import numpy as np

from elasticities import estimates
from tables import HERE, World, rows

NAMES = {"D-F": "Utilities, waste and construction", "H": "Transport and storage", "J": "Information and communication",
         "L-N": "Real estate and business services", "O-U": "Public and other services"}
EXTRA = ("tariff_mfn_pct", "tariff_us_2026_05_01_pct", "tariff_us_2026_08_22_pct")


def save(path, head, lines):
    """A gzip file without a date in it, so that the same rows give the same bytes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as out:
        out.write(buffer.getvalue().encode())


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
    names = sorted(set(first.rate) | set(second.rate))
    zero = np.zeros_like(first.flow)
    return max(np.abs(x - y).max() / last for x, y, last in
               [(first.flow, second.flow, 1e-3), (first.value_added_share, second.value_added_share, 1e-8),
                (first.input_share, second.input_share, 1e-8), (first.final_share, second.final_share, 1e-8)] +
               [(first.rate.get(n, zero), second.rate.get(n, zero), 1e-7) for n in names])


BETWEEN = {"A01": "-0.5", "C10T12": "-0.5"}  # product_elasticity of the sectors of food.py; assumed
TEXTS = ("world.yaml", "regions.csv", "sectors.csv", "groups.yaml", "sector_groups.yaml", "elasticities.csv")


def employed(path):
    """(region, sector) to thousand persons; without those that have none."""
    table = rows(os.path.join(path, "production.csv.gz"))
    return {(r["region"], r["sector"]): float(r["employment"]) for r in table if r.get("employment")}


def other_differences(a, b):
    """What two folders do not have in common besides the numbers above: names, elasticities, employment, world.yaml; sentences."""
    said = []
    for name in TEXTS:
        texts = []
        for path in (a, b):
            file = os.path.join(path, name)
            texts.append(open(file, encoding="utf-8").read().splitlines() if os.path.exists(file) else None)
        first, second = texts
        if first is None or second is None:
            if first is not second:
                said.append("%s is %s" % (name, "not made" if first is None else "made, and not here"))
            continue
        lines = list(itertools.zip_longest(first, second, fillvalue="nothing"))
        apart = [(i, x, y) for i, (x, y) in enumerate(lines, 1) if x != y]
        if apart:
            said.append("%s differs in %d of %d lines, first in line %d: %s, and here %s" % (name, len(apart), len(lines),
                                                                                           *apart[0]))
    first, second = employed(a), employed(b)
    cells = [k for k in sorted(set(first) | set(second)) if k not in first or k not in second or
             abs(first[k] - second[k]) > 3e-3]
    if cells:
        said.append("employment differs in %d cells, first %s %s: %s thousand, and here %s" % (
            len(cells), *cells[0], first.get(cells[0], "none"), second.get(cells[0], "none")))
    return said


def short(x, digits):
    return ("%.*f" % (digits, x)).rstrip("0").rstrip(".") or "0"


def finish(balanced, path, description, employment, make_elasticities):
    """Flows to a thousand dollars, tariffs to 1e-5 points, shares to 1e-8. What is left over goes into final demand,
    whose shares have all digits, so that every market clears to rounding."""
    world = World(balanced)
    flow = np.round(world.flow, 3)
    rates = {name: np.round(100 * world.rate[name], 5) for name in ("tariff_pct",) + EXTRA}
    n, m = len(world.regions), len(world.sectors)
    v = np.round(world.value_added_share, 8)
    unit = 10 ** 8
    inputs = np.zeros((n, m, m), dtype=int)
    for d in range(n):
        for u in range(m):
            if v[d, u] < 1:
                inputs[d, u] = shares(world.input_share[d, u], unit)
    for _ in range(20):
        output = flow.sum(axis=1).T
        bought = (flow * (1 + rates["tariff_pct"] / 100)).sum(axis=2).T
        left = bought - np.einsum("dus,du->ds", inputs / unit, (1 - v) * output)
        short_of = left <= -1e-6 * bought - 1e-3
        if not short_of.any():
            break
        for d, s in zip(*np.nonzero(short_of)):  # users alone buy it: a few thousand dollars more of own sales
            flow[s, d, d] = round(flow[s, d, d] + np.ceil(-1000 * left[d, s]) / 1000, 3)
    assert not short_of.any(), "rounding left a market short"
    left = np.maximum(left, 0)
    final = left / left.sum(axis=1)[:, None]

    r, c = world.regions, world.sectors
    os.makedirs(path, exist_ok=True)
    save(os.path.join(path, "flows.csv.gz"), ("sector", "importer", "exporter", "value", *rates),
         ((c[s], r[d], r[o], short(flow[s, d, o], 3), *(short(x[s, d, o], 5) for x in rates.values()))
          for s, d, o in zip(*np.nonzero(flow))))
    head = ("region", "sector", "value_added_share") + (("employment",) if employment else ())
    save(os.path.join(path, "production.csv.gz"), head,
         ((r[d], c[s], short(v[d, s], 8)) + ((short(employment.get((r[d], c[s]), 0.0), 3),) if employment else ())
          for d in range(n) for s in range(m)))
    save(os.path.join(path, "inputs.csv.gz"), ("region", "user", "input", "share"),
         ((r[d], c[u], c[s], short(inputs[d, u, s] / unit, 8)) for d, u, s in zip(*np.nonzero(inputs))))
    save(os.path.join(path, "final.csv.gz"), ("region", "sector", "share"),
         ((r[d], c[s], repr(float(final[d, s]))) for d in range(n) for s in range(m)))
    shutil.copyfile(os.path.join(balanced, "regions.csv"), os.path.join(path, "regions.csv"))
    for name in ("groups.yaml", "sector_groups.yaml"):
        if os.path.abspath(path) != HERE:
            shutil.copyfile(os.path.join(HERE, name), os.path.join(path, name))
    make_elasticities(os.path.join(path, "elasticities.csv"))
    use = estimates(os.path.join(path, "elasticities.csv"))
    with open(os.path.join(path, "sectors.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*world.sector_rows[0], "product_elasticity"], lineterminator="\n")
        writer.writeheader()
        for row in world.sector_rows:
            value = use.get(row["sector"], use["services"])
            writer.writerow({**row, "name": NAMES.get(row["sector"], row["name"]), "trade_elasticity": "%g" % value,
                             "product_elasticity": BETWEEN.get(row["sector"], "")})
    with open(os.path.join(path, "world.yaml"), "w", encoding="utf-8") as file:
        file.write(description)
