"""Scenarios on a world, and how much of a changed answer comes from what: from `default2014` to `default` in steps."""

import csv
import json
import os
import shutil

from tables import WORLDS, rows, write

SCENARIOS = (
    ("US tariffs on Canadian goods +25 points", "tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}"),
    ("CUSMA at MFN", "tariff: {importer: CUSMA, exporter: CUSMA, sector: goods, to: tariff_mfn_pct}"),
    ("Barriers between Canada and Japan -5 %",
     "barrier: {importer: JPN, exporter: CAN, sector: goods, change: -5 %, both_ways: true}"),
    ("The United States' rates of 1 May 2026",
     "tariff: {importer: USA, exporter: all, sector: goods, to: tariff_us_2026_05_01_pct}"),
)
AUGUST = ("The United States' rates of 22 August 2026",
          "tariff: {importer: USA, exporter: all, sector: goods, to: tariff_us_2026_08_22_pct}")
OLD_SECTORS = {"B05": "B", "B06": "B", "B07": "B", "B08": "B", "B09": "B", "C24A": "C24", "C24B": "C24", "C301": "C30",
               "C302T309": "C30"}
OLD_REGIONS = {code: "ROW" for code in ("NZL", "SGP", "MYS", "VNM", "BRN", "CHL", "PER", "GLF")}


def solve(tradewind, world, scratch, k):
    title, rule = (SCENARIOS + (AUGUST,))[k]
    file, out = os.path.join(scratch, "%d.yaml" % k), os.path.join(scratch, "run%d" % k)
    with open(file, "w", encoding="utf-8") as scenario:
        scenario.write("scenario: s%d\ntitle: \"%s\"\npolicy:\n  - %s\n" % (k, title, rule))
    shutil.rmtree(out, ignore_errors=True)
    tradewind("run", file, "--world", world, "--out", out)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as manifest:
        run = json.load(manifest)
    return (title, list(rows(os.path.join(out, "regions.csv"))), list(rows(os.path.join(out, "sectors.csv"))),
            "certified" if run["certified"] else run["outcome"])


def scenarios(tradewind, world, scratch):
    return [solve(tradewind, world, scratch, k) for k in range(len(SCENARIOS) + 1)]  # and AUGUST


def incomes(tradewind, world, scratch):
    """[scenario][region] real income, per cent."""
    return [{r["region"]: float(r["real_income_pct"]) for r in solve(tradewind, world, scratch, k)[1]}
            for k in range(len(SCENARIOS))]


def with_elasticities(world, out, of):
    """A copy of a folder whose trade elasticities are of(sector, kind, value)."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(world, out)
    path = os.path.join(out, "sectors.csv")
    table = list(rows(path))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        for r in table:
            writer.writerow({**r, "trade_elasticity": "%g" % of(r["sector"], r["kind"], float(r["trade_elasticity"]))})
    description = os.path.join(out, "world.yaml")
    with open(description, encoding="utf-8") as file:
        text = file.read()
    with open(description, "w", encoding="utf-8") as file:  # changed by hand: the list of digests goes
        file.write(text.split("\nfiles:")[0] + "\n")
    return out


def coarse(tradewind, fine, out, scratch):
    """The world at the 24 regions and about 30 sectors of default2014."""
    world_regions = [r["region"] for r in rows(os.path.join(fine, "regions.csv"))]
    world_sectors = [r["sector"] for r in rows(os.path.join(fine, "sectors.csv"))]
    write(os.path.join(scratch, "r.csv"), ("region", "to"), [(c, OLD_REGIONS.get(c, c)) for c in world_regions])
    write(os.path.join(scratch, "s.csv"), ("sector", "to"), [(c, OLD_SECTORS.get(c, c)) for c in world_sectors])
    tradewind("world", "aggregate", fine, "--regions", os.path.join(scratch, "r.csv"), "--sectors",
              os.path.join(scratch, "s.csv"), "--name", "coarse", "--out", out)
    return out


def steps(tradewind, data, scratch, made, balanced):
    """(what changed, incomes) from default2014 to default; elasticities of Bolhuis et al. until the last two."""
    use = {r["sector"]: float(r["estimate"]) for r in rows(os.path.join(WORLDS, "default", "elasticities.csv"))
           if r["set"] == "published"}
    without = balanced(tradewind, data, os.path.join(scratch, "without"), {}, margins=False)
    goods = with_elasticities(made, os.path.join(scratch, "goods"),
                              lambda s, kind, value: use[s] if kind == "goods" else value)
    return [("default2014", incomes(tradewind, os.path.join(WORLDS, "default2014"), scratch)),
            ("structure of 2022, newer tariffs", incomes(tradewind, coarse(tradewind, without, os.path.join(
                scratch, "c1"), scratch), scratch)),
            ("goods at border prices", incomes(tradewind, coarse(tradewind, made, os.path.join(scratch, "c2"), scratch),
                                               scratch)),
            ("32 regions, 35 sectors", incomes(tradewind, made, scratch)),
            ("elasticities of goods", incomes(tradewind, goods, scratch)),
            ("elasticity of services 8.35 to %g: default" % use["services"],
             incomes(tradewind, os.path.join(WORLDS, "default"), scratch))]
