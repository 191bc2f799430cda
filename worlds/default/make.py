#!/usr/bin/python3
"""Makes the built-in world `default` (2023) and its document.

    worlds/default/make.py [--data ../shared/data] [--tradewind build/tradewind] [--check]

Needs Python 3 with numpy (Debian: python3-numpy). The same input gives the same files. The work is done by the verbs of
Tradewind; this says in which order, and makes the tables that they read. Steps as in worlds/default.md:

    1  world aggregate   icio2022, 81 economies, to the regions of regions_map.csv
    2  world update      --margins margins.csv: goods from basic to border prices
    3  world aggregate   48 sectors to those of sectors_map.csv
    4  world update      --trade (goods of 2023 by pair, the United States' by sector), --gdp, --tariff (rates of 2023)
    5  world update      --tariff: MFN rates, then the United States' rates of 1 May and 22 August 2026
    6  rounding, description, employment (folder.py, carry.py), elasticities (elasticities.py)
    7  checks, scenarios, and where a changed answer comes from (document.py, apart.py)

brands.py then makes the products of its vehicle sector, of the flows that this has written.
"""

import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import numpy as np  # noqa: E402

import apart  # noqa: E402
import carry  # noqa: E402
import document  # noqa: E402
import elasticities  # noqa: E402
import folder  # noqa: E402
from customs import Customs  # noqa: E402
from describe import description  # noqa: E402
from tables import HERE, WORLDS, World, rows, taiwan_2023, totals_2023, write  # noqa: E402
from tariffs import Rates  # noqa: E402
from trade import totals  # noqa: E402

RATE_COLUMNS = ("importer", "exporter", "sector")


class Program:
    def __init__(self, path):
        self.path = path

    def __call__(self, *words):
        done = subprocess.run([self.path, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit("%s: ended with %d: %s" % (" ".join(words), done.returncode, done.stderr or done.stdout))
        return done.stdout


def as_built_in(told):
    """What `world check` says of the folder, as it says it of the built-in world that it becomes."""
    words, hand = told.replace("World default (changed)", "World default"), "A world made by hand"
    if hand in words:
        words = words[:words.index(hand)] + "\n" + words[words.index("finding"):]
    return words


def balanced(tradewind, data, scratch, report, margins=True):
    """Steps 1 to 5 in a folder of their own; returns the path of the world."""
    def at(name):
        return os.path.join(scratch, name)

    os.makedirs(scratch, exist_ok=True)
    tradewind("world", "aggregate", os.path.join(data, "icio2022"), "--regions", os.path.join(HERE, "regions_map.csv"),
              "--name", "fine", "--out", at("1"))
    step = at("1")
    if margins:
        report["margins"] = tradewind("world", "update", step, "--margins", os.path.join(HERE, "margins.csv"), "--out",
                                      at("2"))
        step = at("2")
    tradewind("world", "aggregate", step, "--sectors", os.path.join(HERE, "sectors_map.csv"), "--name", "default",
              "--out", at("3"))
    world = World(at("3"))
    total, gdp = totals_2023(data, world, report)
    taiwan_2023(world, total, gdp, report)
    customs = Customs(data, world, report)
    rates = Rates(world, customs, report)
    write(at("trade.csv"), ("importer", "exporter", "sector", "value"), totals(world, total, customs, report))
    write(at("gdp.csv"), ("region", "gdp_at_market_prices"),
          [(code, repr(float(gdp[i]))) for i, code in enumerate(world.regions)])
    for name, values, column in (("rates", rates.applied, "tariff_pct"), ("mfn", rates.mfn, "tariff_mfn_pct"),
                                 ("us", rates.us, "tariff_us_2026_05_01_pct"),
                                 ("august", rates.august, "tariff_us_2026_08_22_pct")):
        write(at(name + ".csv"), RATE_COLUMNS + (column,), rates.lines(values))
    report["update"] = tradewind("world", "update", at("3"), "--trade", at("trade.csv"), "--gdp", at("gdp.csv"),
                                 "--tariff", at("rates.csv:tariff_pct"), "--year", "2023", "--out", at("4"))
    tradewind("world", "update", at("4"), "--tariff", at("mfn.csv:tariff_mfn_pct"), "--out", at("5"))
    tradewind("world", "update", at("5"), "--tariff", at("us.csv:tariff_us_2026_05_01_pct"), "--out", at("6"))
    tradewind("world", "update", at("6"), "--tariff", at("august.csv:tariff_us_2026_08_22_pct"), "--out", at("7"))
    report.update(total=total, gdp=gdp, before=world)
    return at("7")


def main():
    root = os.path.dirname(WORLDS)
    parser = argparse.ArgumentParser(description="Makes the built-in world default.")
    parser.add_argument("--data", default=os.environ.get("TRADEWIND_DATA", os.path.join(root, "..", "shared", "data")))
    parser.add_argument("--tradewind", default=os.path.join(root, "build", "tradewind"))
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the files here differ")
    parser.add_argument("--carried", help="a folder for tables that are carried along but not for shipping (food)")
    arguments = parser.parse_args()
    tradewind, data, report = Program(arguments.tradewind), arguments.data, {"data": arguments.data}
    with tempfile.TemporaryDirectory() as scratch:
        made = balanced(tradewind, data, os.path.join(scratch, "made"), report)
        people = carry.employment(data, World(made), report)
        out = os.path.join(scratch, "out") if arguments.check else HERE
        folder.finish(made, out, description(), people, lambda path: elasticities.make(data, path))
        if arguments.check:
            apart_by = folder.difference(out, HERE)
            print("The files differ by at most %.3g of the last digit they keep." % apart_by)
            others = folder.other_differences(out, HERE)
            for sentence in others:
                print(sentence[0].upper() + sentence[1:] + ".")
            return int(not apart_by < 3 or bool(others))
        report["check"] = as_built_in(tradewind("world", "check", HERE))
        report["new"] = World(HERE)
        report["scenarios"] = apart.scenarios(tradewind, HERE, scratch)
        report["apart"] = apart.steps(tradewind, data, scratch, made, balanced)
    carry.write_tables(data, report)
    carry.write_carried(data, report["new"], arguments.carried)
    with open(os.path.join(WORLDS, "default.md"), "w", encoding="utf-8") as file:
        file.write(document.write(report))
    print(report["check"], end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
