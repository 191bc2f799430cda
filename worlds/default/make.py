#!/usr/bin/python3
"""Makes the built-in world `default` (2023) and its document.

    worlds/default/make.py [--data ../shared/data] [--tradewind build/tradewind] [--check]

Needs Python 3 with numpy (Debian: python3-numpy). The same input gives the same files, byte for byte. The steps are
numbered as in worlds/default.md, which this writes: 1 load wiod2014 (44 regions x 50 sectors), 2 totals of 2023,
3 the United States' imports from customs, 4 tariffs of 2023, 5 rates of 1 May 2026, 6 balance, then `tradewind world
aggregate` by the maps beside this file, 7 checks, 8 scenarios.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import numpy as np  # noqa: E402

import document  # noqa: E402
import folder  # noqa: E402
from balance import balance  # noqa: E402
from customs import Customs  # noqa: E402
from tables import HERE, WORLDS, World, rows, taiwan_2023, totals_2023  # noqa: E402
from tariffs import bring_to_2023  # noqa: E402
from trade import scale_goods, scale_services, united_states  # noqa: E402


SCENARIOS = (
    ("US tariffs on Canadian goods +25 points", "tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}"),
    ("CUSMA at MFN", "tariff: {importer: CUSMA, exporter: CUSMA, sector: goods, to: tariff_mfn_pct}"),
    ("Barriers between Canada and Japan -5 %",
     "barrier: {importer: JPN, exporter: CAN, sector: goods, change: -5 %, both_ways: true}"),
    ("The United States' rates of 1 May 2026",
     "tariff: {importer: USA, exporter: all, sector: goods, to: tariff_us_2026_05_01_pct}"),
)


def flows_and_tariffs(data, report):
    """Steps 1 to 6: everything of the fine world."""
    old = World(os.path.join(data, "wiod2014"))
    total, gdp = totals_2023(data, old)
    taiwan_2023(old, total, gdp, report)
    customs = Customs(data, old, report)
    flow = np.zeros_like(old.flow)
    scale_goods(old, total, flow, report)
    united_states(old, total, customs, flow, report)
    gdp_2014 = old.value_added(old.flow) + old.revenue(old.flow, old.tariff)
    scale_services(old, gdp / gdp_2014, flow, report)
    tariff, rate_2026 = bring_to_2023(old, flow, customs, report)
    inputs, final = balance(old, flow, tariff, gdp, report)
    report.update(gdp=gdp, total=total, world=old, data=data)
    return old, flow, tariff, rate_2026, inputs, final


def run_scenarios(program, scratch):
    """What step 8 shows: title, rows of regions.csv and sectors.csv, and how the run ended."""
    results = []
    for k, (title, rule) in enumerate(SCENARIOS):
        file, out = os.path.join(scratch, "%d.yaml" % k), os.path.join(scratch, "out%d" % k)
        with open(file, "w", encoding="utf-8") as scenario:
            scenario.write("scenario: s%d\ntitle: \"%s\"\npolicy:\n  - %s\n" % (k, title, rule))
        subprocess.run([program, "run", file, "--world", HERE, "--out", out], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(out, "run.json"), encoding="utf-8") as manifest:
            run = json.load(manifest)
        results.append((title, list(rows(os.path.join(out, "regions.csv"))),
                        list(rows(os.path.join(out, "sectors.csv"))),
                        "certified" if run["certified"] else run["outcome"]))
    return results


def main():
    root = os.path.dirname(WORLDS)
    parser = argparse.ArgumentParser(description="Makes the built-in world default.")
    parser.add_argument("--data", default=os.environ.get("TRADEWIND_DATA", os.path.join(root, "..", "shared", "data")))
    parser.add_argument("--tradewind", default=os.path.join(root, "build", "tradewind"))
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the files here differ")
    arguments = parser.parse_args()
    report = {}
    with tempfile.TemporaryDirectory() as scratch:
        fine, coarse = os.path.join(scratch, "fine"), os.path.join(scratch, "coarse")
        folder.write(fine, *flows_and_tariffs(arguments.data, report))
        subprocess.run([arguments.tradewind, "world", "aggregate", fine, "--regions",
                        os.path.join(HERE, "regions_map.csv"), "--sectors", os.path.join(HERE, "sectors_map.csv"),
                        "--name", "default", "--title", folder.TITLE, "--out", coarse], check=True,
                       stdout=subprocess.DEVNULL)
        if arguments.check:
            made = os.path.join(scratch, "made")
            folder.finish(coarse, made)
            apart = folder.difference(made, HERE)
            print("The files differ by at most %.3g of the last digit they keep." % apart)
            return int(not apart < 3)
        folder.finish(coarse, HERE)
        check = subprocess.run([arguments.tradewind, "world", "check", HERE], stdout=subprocess.PIPE, text=True)
        report.update(check=check.stdout, new=World(HERE), scenarios=run_scenarios(arguments.tradewind, scratch))
    with open(os.path.join(WORLDS, "default.md"), "w", encoding="utf-8") as file:
        file.write(document.write(report))
    print(check.stdout, end="")
    return check.returncode


if __name__ == "__main__":
    sys.exit(main())
