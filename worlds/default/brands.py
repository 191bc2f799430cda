#!/usr/bin/python3
"""Makes the products of the built-in world `default` in its vehicle sector: 22 brands of light vehicles.

    worlds/default/brands.py [--check] [--data ../shared/data] [--out FOLDER] [--shares FILE] [--parameters FILE]

Python's standard library is enough. It reads, of this repository,

    default/flows.csv.gz            the world's flows of C29, which stay as they are
    default-cars.csv                light vehicles of 2024 by brand, market and country of assembly (carry.py)
    default-cars-brands.csv         the brands: home, owner, relative unit value
    default-cars-shares.csv         part of a flow of C29 that is light vehicles, and what they pay; `all`: the default
                                    where a car is not known to cost anything else
    default-cars-parameters.csv     elasticities, with marks and ranges
    default-cars-published.csv      printed totals, for the comparison in cars.md

and writes products.csv, families.csv, product_flows.csv.gz of a world folder, default-cars-pairs.csv and cars.md. Each of
the tables may be replaced: --shares and --parameters name others, --out another folder, without cars.md and the pairs.

    F_b[d][o] = F[d][o] v[d][o] N_b u_b / sum of N u over the pair's brands        u: relative unit value, 1
    v[d][o]     the pair's row of shares; else N[d][o] / F[d][o] times what a car from o costs at the border of the
                United States, where they buy enough of them, or the default; within bounds (vehicle_share)

in whole thousands of dollars by the largest remainders, so that the brands of a pair sum to F v and never exceed F. A
pair without cars goes to the rest of the sector; cars that are left without money are counted. With --data, which needs
numpy as make.py does, all but default-cars.csv are first made anew from `cars` and `us-tariffs`; --check compares all.
"""

import argparse
import csv
import gzip
import io
import os
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
WORLDS = os.path.dirname(HERE)
SECTOR, FAMILY = "C29", "VEHICLES"
BORDER = "USA"  # whose customs say what of a flow of C29 is cars
RATES = ("tariff_pct", "tariff_us_2026_05_01_pct", "tariff_us_2026_08_22_pct")
POINTS = 10 ** 5  # rates are whole multiples of 1e-5 of a percentage point, as in flows.csv


def rows(path):
    """The rows of a CSV file, plain or gzip, as dictionaries."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tables:
    """What the products are made from. Money is in whole thousands of dollars, rates are per cent."""

    def __init__(self, shares=None, parameters=None, world=HERE, beside=WORLDS):
        self.regions = [r["region"] for r in rows(os.path.join(world, "regions.csv"))]
        self.sectors = [r["sector"] for r in rows(os.path.join(world, "sectors.csv"))]
        self.flow, self.rate, self.mfn = {}, {}, {}
        for r in rows(os.path.join(world, "flows.csv.gz")):
            if r["sector"] == SECTOR:
                pair = r["importer"], r["exporter"]
                self.flow[pair] = int(Fraction(r["value"]) * 1000)
                self.rate[pair] = {name: Fraction(r[name] or 0) for name in RATES}
                self.mfn[pair] = Fraction(r["tariff_mfn_pct"] or 0)
                assert self.flow[pair] == Fraction(r["value"]) * 1000, "a flow with more than three decimals: %s" % r
        self.brands = rows(os.path.join(beside, "default-cars-brands.csv"))
        self.unit_value = {r["brand"]: Fraction(r["relative_unit_value"]) for r in self.brands}
        self.cars = rows(os.path.join(beside, "default-cars.csv"))
        self.units = {(r["brand"], r["market"], r["assembly"]): int(r["units"]) for r in self.cars}
        parameters = parameters or os.path.join(beside, "default-cars-parameters.csv")
        self.parameters = {r["name"]: r for r in rows(parameters)}
        self.published = rows(os.path.join(beside, "default-cars-published.csv"))
        self.share_rows = rows(shares or os.path.join(beside, "default-cars-shares.csv"))
        self.shares = {(r["importer"], r["exporter"]): r for r in self.share_rows}
        self.sums = {}
        for (_, d, o), n in self.units.items():
            for key in ((d, o), (None, o)):
                self.sums[key] = self.sums.get(key, 0) + n

    def value(self, name):
        """A parameter as an exact number."""
        return Fraction(self.parameters[name]["value"])

    def pairs(self):
        """Pairs with cars, in the order of the world: (importer, exporter) and the units by brand."""
        found = {}
        for (brand, d, o), n in self.units.items():
            found.setdefault((d, o), {})[brand] = n
        at = {code: i for i, code in enumerate(self.regions)}
        return sorted(found.items(), key=lambda x: (at[x[0][0]], at[x[0][1]]))

    def cars_of(self, market=None, assembly=None):
        """Cars of all brands; None: of all markets, or from all countries."""
        return self.sums.get((market, assembly), 0)

    def border_value(self, origin):
        """Thousand dollars a car from there at the border of the United States; None where they buy too few to say."""
        row, cars = self.shares.get((BORDER, origin)), self.cars_of(BORDER, origin)
        if not row or cars < self.value("border_cars") or cars < self.value("border_part") * self.cars_of(None, origin):
            return None
        return self.flow[BORDER, origin] * Fraction(row["vehicle_share"]) / cars

    def vehicle_share(self, pair):
        """The share of light vehicles in a flow, how it was found, and the row that has what vehicles pay.

        A row of the pair says it. Else a car costs what cars from there cost at the border of the United States, or what
        the default share makes of it; within the band of plausible values; and no more than a part of the flow is cars."""
        row = self.shares.get(pair)
        if row:
            share = Fraction(row["vehicle_share"])
            assert 0 <= share <= 1, "a vehicle share outside 0 to 1: %s %s" % pair
            return share, "row", row
        row = self.shares["all", "all"]
        flow, cars = self.flow.get(pair, 0), self.cars_of(*pair)
        if not flow:
            return Fraction(0), "no flow", row
        border = self.border_value(pair[1])
        car, how = (border, "border") if border else (Fraction(row["vehicle_share"]) * flow / cars, "default")
        for bound, beyond in (("car_least", lambda x, y: x < y), ("car_most", lambda x, y: x > y)):
            if beyond(car, self.value(bound) / 1000):
                car, how = self.value(bound) / 1000, how + ", " + bound
        share = car * cars / flow
        if share > self.value("share_most"):
            share, how = self.value("share_most"), how + ", share_most"
        return share, how, row


def thousands(total, weights):
    """`total` in whole numbers in proportion to weights, by the largest remainders; earlier ones where they tie."""
    whole, left = zip(*(divmod(total * w, sum(weights)) for w in weights))
    whole = [int(x) for x in whole]
    order = sorted(range(len(whole)), key=lambda i: (-left[i], i))
    for i in order[:total - sum(whole)]:
        whole[i] += 1
    return whole


def product_flows(tables):
    """[(brand, importer, exporter, thousand dollars, units, row of shares)] and the cars without money."""
    lines, lost = [], []
    for pair, units in tables.pairs():
        share, _, row = tables.vehicle_share(pair)
        flow = tables.flow.get(pair, 0)
        brands = [r["brand"] for r in tables.brands if units.get(r["brand"])]
        money = thousands(int(flow * share), [units[b] * tables.unit_value[b] for b in brands])
        for brand, value in zip(brands, money):
            (lines if value else lost).append((brand, *pair, value, units[brand], row))
    at = {r["brand"]: i for i, r in enumerate(tables.brands)}
    return sorted(lines, key=lambda x: at[x[0]]), lost  # by pair within a brand


def rest_rate(flow, rate, vehicles, rate_of_vehicles):
    """What the rest of a flow pays when its vehicles pay that: rates weighted by value average the flow's."""
    return (rate * flow - rate_of_vehicles * vehicles) / (flow - vehicles)


def decimals(number, digits):
    """A number of whole 10^-digits as text without needless zeros."""
    sign, number = "-" if number < 0 else "", abs(number)
    whole, part = divmod(number, 10 ** digits)
    return (sign + "%d.%0*d" % (whole, digits, part)).rstrip("0").rstrip(".")


def world_files(tables, lines):
    """The three files of the world folder: name, head, rows."""
    value = {name: r["value"] for name, r in tables.parameters.items()}
    products = [(SECTOR, r["brand"], r["name"], value["theta_sourcing"], FAMILY, r["home"], r["owner"],
                 value["eta_units"], "vehicles") for r in tables.brands]
    families = [(SECTOR, FAMILY, "Light vehicles", value["eta"])]
    flows = [(brand, d, o, decimals(money, 3), units, *(row.get(name) or "" for name in RATES))
             for brand, d, o, money, units, row in lines]
    return (("products.csv", ("sector", "product", "name", "trade_elasticity", "family", "home", "owner",
                              "markup_elasticity", "unit"), products),
            ("families.csv", ("sector", "family", "name", "product_elasticity"), families),
            ("product_flows.csv.gz", ("product", "importer", "exporter", "value", "quantity", *RATES), flows))


def others(path, head, brands):
    """Rows that the file has of products that are no brands (food.py), as they stand there."""
    if not os.path.exists(path):
        return []
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        return [[r[h] for h in head] for r in csv.DictReader(file) if r.get("product") and r["product"] not in brands]


def pairs_of(tables, lines):
    """Rows of default-cars-pairs.csv: what was taken for each pair with cars, and from what."""
    money = {}
    for _, d, o, value, *_ in lines:
        money[d, o] = money.get((d, o), 0) + value
    for pair, units in tables.pairs():
        share, how, row = tables.vehicle_share(pair)
        cars = sum(units.values())
        yield (*pair, cars, decimals(tables.flow.get(pair, 0), 3), "%.6f" % share,
               "%.0f" % Fraction(1000 * money.get(pair, 0), cars), "derived" if how == "row" else row["status"], how)


def examine(tables, lines):
    """Ends with a sentence where what is made could not stand in the world: codes, sums, tariffs."""
    taken = {c.upper() for c in tables.regions + tables.sectors} | {"ALL", "GOODS", "SERVICES", "REST", "NONE", "CUSMA",
                                                                   "EU", "CPTPP", "G7", "RCEP"}
    codes = [r["brand"].upper() for r in tables.brands] + [FAMILY]
    for code in codes:
        if code in taken or codes.count(code) > 1:
            sys.exit("%s is a code of the world already" % code)
    for r in tables.brands:
        for key in ("home", "owner"):
            if r[key] not in tables.regions:
                sys.exit("default-cars-brands.csv: %s %s of %s is no region of the world" % (key, r[key], r["brand"]))
    for d, o in tables.shares:
        if (d, o) != ("all", "all") and (d not in tables.regions or o not in tables.regions):
            sys.exit("default-cars-shares.csv: %s %s is no pair of the world's regions" % (d, o))
    vehicles = {}
    for _, d, o, money, _, row in lines:
        vehicles.setdefault((d, o), [0, row])[0] += money
    for pair, (money, row) in vehicles.items():
        flow = tables.flow[pair]
        if money > flow:
            sys.exit("brands from %s to %s exceed the flow" % (pair[1], pair[0]))
        for name in RATES:
            rate = tables.rate[pair][name]
            if row.get(name) and money < flow and rest_rate(flow, rate, money, Fraction(row[name])) < 0:
                sys.exit("default-cars-shares.csv: %s of vehicles from %s to %s leaves less than nothing for the rest"
                         % (name, pair[1], pair[0]))


def text_of(head, lines):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return buffer.getvalue()


class Files:
    """Writes files, or with check only says which of them differ."""

    def __init__(self, check):
        self.check, self.apart = check, 0

    def put(self, path, text):
        packed = path.endswith(".gz")
        if self.check:
            old = None
            if os.path.exists(path):
                with (gzip.open if packed else open)(path, "rt", encoding="utf-8", newline="") as file:
                    old = file.read()
            if old != text:
                self.apart += 1
                new, old = text.split("\n"), (old or "").split("\n")
                at = next((i for i, (a, b) in enumerate(zip(new, old)) if a != b), min(len(new), len(old)))
                made, here = (x[at] if at < len(x) else "nothing" for x in (new, old))
                print("%s differs, first in line %d: %s, and here %s." % (os.path.basename(path), at + 1, made, here))
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as raw:
            if packed:  # without a date, so that the same rows give the same bytes
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as out:
                    out.write(text.encode())
            else:
                raw.write(text.encode())


def main():
    root = os.path.dirname(WORLDS)
    parser = argparse.ArgumentParser(description="Makes the brands of the built-in world default.")
    parser.add_argument("--data", help="make the tables beside this folder anew from cars and us-tariffs in it")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the files here differ")
    parser.add_argument("--out", help="a folder for the three files, in place of the world's; no cars.md")
    parser.add_argument("--shares", help="a table in place of default-cars-shares.csv")
    parser.add_argument("--parameters", help="a table in place of default-cars-parameters.csv")
    asked = parser.parse_args()
    files = Files(asked.check)
    if asked.data:
        from brands_data import make  # needs numpy and the data
        for name, head, lines in make(asked.data, rows(os.path.join(HERE, "flows.csv.gz"))):
            files.put(os.path.join(WORLDS, name), text_of(head, lines))
    tables = Tables(asked.shares, asked.parameters)
    lines, lost = product_flows(tables)
    examine(tables, lines)
    folder = asked.out or HERE
    for name, head, table in world_files(tables, lines):
        path = os.path.join(folder, name)
        behind = others(path, head, {r["brand"] for r in tables.brands}) if "product" in head else []
        files.put(path, text_of(head, list(table) + behind))
    if not asked.out:
        files.put(os.path.join(WORLDS, "default-cars-pairs.csv"), text_of(
            ("importer", "exporter", "cars", "flow_musd", "vehicle_share", "usd_a_car", "status", "how"),
            pairs_of(tables, lines)))
        from brands_document import document
        files.put(os.path.join(WORLDS, "cars.md"), document(tables, lines, lost))
    if not files.apart:
        print("%d flows of %d brands, %d million USD of %d%s." % (
            len(lines), len(tables.brands), sum(x[3] for x in lines) // 1000, sum(tables.flow.values()) // 1000,
            "; the files here are these" if asked.check else ""))
    return int(bool(files.apart))


if __name__ == "__main__":
    sys.exit(main())
