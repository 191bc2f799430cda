"""Checks the brands of the built-in world from the files alone, with exact numbers: cars.py WORLDS.

Not by the code that made them: sums of each pair against the world's flow and the share of light vehicles, values in
proportion to units, units against the table of cars, tariffs that average the flow's, codes, elasticities, and the main
figures that the data set prints in its README.
"""
import csv
import gzip
import os
import sys
from collections import defaultdict
from decimal import Decimal, getcontext

getcontext().prec = 60
WORLDS = sys.argv[1]
HERE = os.path.join(WORLDS, "default")
wrong = []


def expect(true, words, *of):
    if not true:
        wrong.append(words % of)


def read(*path):
    path = os.path.join(*path)
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as file:
        return list(csv.DictReader(file))


parameter = {r["name"]: r["value"] for r in read(WORLDS, "default-cars-parameters.csv")}
regions = {r["region"] for r in read(WORLDS, "default", "regions.csv")}
sectors = {r["sector"] for r in read(WORLDS, "default", "sectors.csv")}
world = {(r["importer"], r["exporter"]): r for r in read(WORLDS, "default", "flows.csv.gz") if r["sector"] == "C29"}
cars = {(r["brand"], r["market"], r["assembly"]): r for r in read(WORLDS, "default-cars.csv")}
shares = {(r["importer"], r["exporter"]): r for r in read(WORLDS, "default-cars-shares.csv")}
products, families = read(HERE, "products.csv"), read(HERE, "families.csv")
products = [r for r in products if r["sector"] == "C29"]  # those that are on; food is checked by worlds/default/food.py
flows = [r for r in read(HERE, "product_flows.csv.gz") if r["product"] in {p["product"] for p in products}]
RATES = ("tariff_pct", "tariff_us_2026_05_01_pct", "tariff_us_2026_08_22_pct")

# Products: 22 of one family, codes of their own, homes and owners in the world, elasticities with their form.
codes = [r["product"] for r in products]
expect(len(codes) == 22 == len(set(codes)), "%d products, expected 22", len(codes))
expect(not set(codes) & (regions | sectors | {"rest", "VEHICLES"}), "a code of the world is a brand's")
expect(all(r["home"] in regions and r["owner"] in regions for r in products), "a home or owner is no region")
expect({(r["sector"], r["family"], r["unit"]) for r in products} == {("C29", "VEHICLES", "vehicles")}, "sector, family")
expect({r["trade_elasticity"] for r in products} == {parameter["theta_sourcing"]} == {"7.7"}, "elasticity of brands")
expect(len(families) == 1 and families[0]["product_elasticity"] == parameter["eta"] and
       Decimal(parameter["eta"]) == Decimal(parameter["eta_units"]) - 1 == Decimal("2.87"), "elasticity between brands")
expect({r["markup_elasticity"] for r in products} == {parameter["eta_units"]}, "markups are of the elasticity of units")

# Each car is there once; no flow without cars.
seen = set()
for r in flows:
    key = r["product"], r["importer"], r["exporter"]
    expect(key not in seen, "%s from %s to %s twice", key[0], key[2], key[1])
    seen.add(key)
    expect(key in cars and r["quantity"] == cars[key]["units"], "units of %s from %s to %s", key[0], key[2], key[1])
    expect(Decimal(r["value"]) > 0 and Decimal(r["quantity"]) > 0, "value or units of %s from %s to %s", *key)
expect(seen == set(cars), "%d cells of cars are not in", len(set(cars) - seen))

# What a car from a country costs at the border of the United States, where they buy enough of its cars to say.
N = {k: Decimal(v) for k, v in parameter.items() if k in ("border_cars", "border_part", "car_least", "car_most", "share_most")}
expect(N["car_least"] == 10000 and N["car_most"] == 60000 and N["share_most"] == Decimal("0.9"), "bounds of the shares")
made, sold = defaultdict(int), defaultdict(int)
for r in cars.values():
    made[r["assembly"]] += int(r["units"])
    sold[r["market"], r["assembly"]] += int(r["units"])
border = {o: Decimal(world["USA", o]["value"]) * 1000000 * Decimal(shares["USA", o]["vehicle_share"]) / sold["USA", o]
          for o in made if ("USA", o) in shares and sold["USA", o] >= max(N["border_cars"], N["border_part"] * made[o])}
expect(sorted(border) == "CAN DEU GBR ITA JPN KOR MEX REU".split(), "judged by the border: %s", sorted(border))


def share_of(d, o):
    """The share of light vehicles in a flow, as worlds/cars.md says it is found."""
    if (d, o) in shares:
        return Decimal(shares[d, o]["vehicle_share"])
    dollars = Decimal(world[d, o]["value"]) * 1000000 / sold[d, o]  # of the whole flow, a car
    car = border.get(o, Decimal("0.65") * dollars)
    return min(min(max(car, N["car_least"]), N["car_most"]) / dollars, N["share_most"])


# Each pair: the brands are the share of the flow to a thousand dollars, none exceeds it, values go with units.
pairs, listed = defaultdict(list), {(r["importer"], r["exporter"]): r for r in read(WORLDS, "default-cars-pairs.csv")}
for r in flows:
    pairs[r["importer"], r["exporter"]].append(r)
expect(set(pairs) <= set(listed), "pairs that default-cars-pairs.csv has not")
for (d, o), brands in pairs.items():
    flow, row = world[d, o], shares.get((d, o)) or shares["all", "all"]
    total, units = sum(Decimal(r["value"]) for r in brands), sum(int(r["quantity"]) for r in brands)
    wanted, said = Decimal(flow["value"]) * share_of(d, o), listed[d, o]
    tiny = Decimal("1e-40")  # of a division, which is not exact here
    expect(-tiny <= wanted - total < Decimal("0.001") + tiny, "brands from %s to %s are %d, expected %d", o, d, 1000 * total,
           1000 * wanted)
    expect(total <= Decimal(flow["value"]), "brands from %s to %s exceed the flow", o, d)
    expect(abs(Decimal(said["vehicle_share"]) - share_of(d, o)) <= Decimal("0.0000005") + tiny and
           (said["status"] == "derived") == ((d, o) in shares) and int(said["cars"]) == sold[d, o] and
           abs(Decimal(said["usd_a_car"]) - total * 1000000 / units) <= Decimal("0.5"),
           "default-cars-pairs.csv on %s to %s", o, d)
    for r in brands:
        expect(abs(Decimal(r["value"]) - total * int(r["quantity"]) / units) < Decimal("0.001"),
               "%s from %s to %s is not in proportion to its cars", r["product"], o, d)
    for name in RATES:
        given = {r[name] for r in brands}
        expect(len(given) == 1, "%s of brands from %s to %s differ", name, o, d)
        rate = given.pop()
        expect(rate == row[name], "%s of brands from %s to %s is %s", name, o, d, rate)
        if rate:
            rest = Decimal(flow["value"]) - total
            of_rest = (Decimal(flow[name]) * Decimal(flow["value"]) - Decimal(rate) * total) / rest
            expect(d == "USA" and of_rest >= 0, "%s of the rest from %s to %s would be %.5f", name, o, d, of_rest)
expect(shares["all", "all"]["vehicle_share"] == "0.65", "the default share of light vehicles")
expect({d for d, _ in shares if d != "all"} == {"USA"}, "shares of other importers than the United States")
# Shares of money follow shares of cars: what the United States are of Canadian plants' sales.
money = {d: sum(Decimal(r["value"]) for r in brands) for (d, o), brands in pairs.items() if o == "CAN"}
part = money["USA"] / sum(money.values())
expect(abs(part - Decimal(sold["USA", "CAN"]) / made["CAN"]) < Decimal("0.001"), "of Canadian plants' money the USA are %.4f", part)

# What the data set prints (thousand cars, its README), to its own rounding.
def thousand(brand=None, market=None, assembly=None):
    return sum(int(r["quantity"]) for r in flows if brand in (None, r["product"]) and
               market in (None, r["importer"]) and assembly in (None, r["exporter"])) / 1000

for value, digits, of in (
        (1296, 0, (None, None, "CAN")), (534, 0, ("TOYOTA", None, "CAN")), (421, 0, ("HONDA", None, "CAN")),
        (193, 0, ("CHRYSLER", None, "CAN")), (150, 0, ("GM", None, "CAN")), (435, 0, ("TOYOTA", "USA", "CAN")),
        (332, 0, ("HONDA", "USA", "CAN")), (165, 0, ("CHRYSLER", "USA", "CAN")), (125, 0, ("GM", "USA", "CAN")),
        (1057, 0, (None, "USA", "CAN")), (16070, -1, (None, "USA", None)), (8800, -2, (None, "USA", "USA")),
        (2500, -1, (None, "USA", "MEX")), (1380, -1, (None, "USA", "KOR")), (1280, -1, (None, "USA", "JPN")),
        (1138, 0, ("TOYOTA", "USA", "USA")), (530, 0, ("TOYOTA", "USA", "JPN")), (230, 0, ("TOYOTA", "USA", "MEX")),
        (931, 0, ("HONDA", "USA", "USA")), (156, 0, ("HONDA", "USA", "MEX")), (5, 0, ("HONDA", "USA", "JPN")),
        (1491, 0, ("GM", "USA", "USA")), (625, 0, ("GM", "USA", "MEX")), (419, 0, ("GM", "USA", "KOR"))):
    have = thousand(*of)
    expect(round(have, digits) == value, "%s: %.1f thousand cars, the data set prints %s", of, have, value)
expect(round(100 * thousand("TOYOTA", "USA", "CAN") / thousand("TOYOTA", None, "CAN"), 1) == 81.5, "Toyota's share")
expect(round(100 * (thousand("TOYOTA", None, "CAN") + thousand("HONDA", None, "CAN")) / thousand(None, None, "CAN"), 1)
       == 73.6, "share of Toyota and Honda in Canada")

print("\n".join(wrong[:20]) or "22 brands add up.")
sys.exit(1 if wrong else 0)
