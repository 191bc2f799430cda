"""The published studies of docs/cars.md beside this program's answers, in one table:

    cars_published.py [ROOT [PROGRAM]]     prints it; ends with 1 where docs/cars.md has another

Twice: by brand with unit costs and spending on cars fixed, which cars_block.py computes by itself, and in the full equilibrium
of the built-in world with its brands, which PROGRAM (ROOT/build/tradewind) solves. In both, numbers are of cars.
"""

import csv
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import cars_block as block
from cars_block import among, charged, on_top, per_cent, rates_2024, rates_2026, table

POLICY = {
    "among": "{importer: CUSMA, exporter: CUSMA, product: VEHICLES, to: 25 %}",
    "alone": "{importer: USA, exporter: [CAN, MEX], product: VEHICLES, to: 25 %}",
    "mfn": "{importer: USA, exporter: [CAN, MEX], product: VEHICLES, to: 2.5 %}",
    "outside": "{importer: USA, exporter: all, except: {exporter: [CAN, MEX]}, product: VEHICLES, add: 25 pp}",
    "2026": "{importer: USA, exporter: all, product: VEHICLES, to: tariff_us_2026_05_01_pct}"}


class Full:
    """The tables of one policy on cars, deficits fixed, against the base."""

    def __init__(self, program, folder, name):
        scenario, out = os.path.join(folder, name + ".yaml"), os.path.join(folder, name)
        with open(scenario, "w", encoding="utf-8") as file:
            file.write("scenario: %s\nworld: default\nclosure: {deficits: fixed}\npolicy:\n  - tariff: %s\n" % (name, POLICY[name]))
        subprocess.run([program, "run", scenario, "--out", out], check=True, stdout=subprocess.DEVNULL)
        self.tables = {}
        for what in ("products", "product_trade", "sectors"):
            with open(os.path.join(out, what + ".csv"), encoding="utf-8", newline="") as file:
                self.tables[what] = list(csv.DictReader(file))

    def change(self, what, **only):
        """Cars, per cent: what=products with region, product; product_trade with importer, exporter, product."""
        base, new = (sum(float(r["quantity_" + side] or 0) for r in self.tables[what]
                         if all(r[key] in codes for key, codes in only.items())) for side in ("base", "new"))
        return 100 * (new / base - 1)

    def made(self, region, brands=None):
        return self.change("products", region=(region,), **({"product": brands} if brands else {}))

    def sector(self, column, region):
        return next(float(r[column]) for r in self.tables["sectors"] if (r["region"], r["sector"]) == (region, "C29"))

    def spending(self, region):
        """What a region spends on the brands, per cent; what products leave of the sector is no brand."""
        base, new = (sum(float(r["spending_" + side]) for r in self.tables["products"]
                         if r["region"] == region and r["product"] != "rest") for side in ("base", "new"))
        return 100 * (new / base - 1)


def studies(cars, full):
    def both(name, t, t0=None):
        answers = [[cars.change(t, t0, o=(o,)) for o in ("CAN", "MEX")], [full[name].made(o) for o in ("CAN", "MEX")]]
        return ["CAN %s, MEX %s" % tuple(per_cent(x) for x in of) for of in answers]
    outside = [o for o in cars.outside]
    honda = [[cars.change(rates_2026, rates_2024, d=("USA",), b=("HONDA",), o=(o,)) for o in ("CAN", "USA")],
             [full["2026"].change("product_trade", importer=("USA",), product=("HONDA",), exporter=(o,)) for o in ("CAN", "USA")]]
    can = per_cent(cars.change(rates_2026, rates_2024, o=("CAN",))), per_cent(full["2026"].made("CAN"))
    return table(("source", "experiment", "published, %", "costs and spending fixed, %", "full equilibrium, %", "why they differ"), [
        ("Head and Mayer (2019), AEA research highlight", "NAFTA ends, 25 % among the three", "output CAN -67, MEX -40",
         *both("among", among(0.25)), "they also lose what the agreement does for brands' plants abroad and for brands in a market "
         "(g and m); in the full equilibrium Canada's own tariff reaches the one price of C29 there, so its plants cost %s %% and "
         "spending on cars is %s %%" % (per_cent(full["among"].sector("unit_cost_pct", "CAN"), 1),
                                        per_cent(full["among"].spending("CAN")))),
        ("the same", "the side of the United States alone", "", *both("alone", charged(0.25, "CAN", "MEX")),
         "no answer by Canada and Mexico"),
        ("Head and Mayer, working paper of 2017, as quoted", "NAFTA ends", "output CAN -24, MEX -17, USA -0.9",
         *both("mfn", charged(0.025, "CAN", "MEX")), "2.5 % on all cars here, trucks at 25 % and the losses of g and m there"),
        ("Riker (2024), USITC working paper 2024-02-C", "US +25 points on cars from outside North America", "these imports -73.9",
         per_cent(cars.change(on_top(0.25), rates_2024, d=("USA",), o=outside), 1),
         per_cent(full["outside"].change("product_trade", importer=("USA",), exporter=outside), 1),
         "partly luck: his is a Bertrand model by model line"),
        ("Oxford Economics (March 2025)", "25 % on content that is not from the United States",
         "exports of vehicles and parts CAN -6 in 2025, -10 by 2029", can[0] + " output of cars",
         "%s output of cars, %s exports of vehicles and parts" % (can[1], per_cent(full["2026"].sector("exports_pct", "CAN"))),
         "the horizon: plants move freely here; and all partners' rates of 2026"),
        ("outturn of 2025, Trillium Network", "the same", "CAN 1.29 to 1.2 million cars, -7", *can,
         "no capacity, contracts or plant life here"),
        ("Honda (May 2025)", "the same", "CR-V for the United States leaves Alliston for Indiana and Ohio",
         *("Honda from CAN %s, from USA %s in the United States" % tuple(per_cent(x) for x in of) for of in honda),
         "the sign; the size is a long run's"),
        ("Head, Mayer and Melitz (2024), JIE 150", "content rule of 75 %",
         "half a per cent fewer jobs in North America with relocation; the United States gain", "not computed", "not computed",
         "a rule works through a cost by brand (g) whose size is not known")])


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    program = sys.argv[2] if len(sys.argv) > 2 else os.path.join(root, "build", "tradewind")
    with tempfile.TemporaryDirectory() as folder:
        full = {name: Full(program, folder, name) for name in POLICY}
    made = studies(block.Cars(root), full)
    print(made, end="")
    with open(os.path.join(root, "docs", "cars.md"), encoding="utf-8") as file:
        if made in file.read():
            return 0
    print("docs/cars.md does not have this table.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
