#!/usr/bin/python3
"""Makes the products of food of the built-in world `default`, which are switched off until a scenario lists them.

    worlds/default/food.py --data DATA --tradewind build/tradewind --out FOLDER [--assumed] [--into worlds/default]

Python's standard library is enough. DATA holds `food`: of each of wheat, maize, soybeans and rice the matrix of tonnes by
exporter and importer (FAOSTAT's detailed trade matrix of 2022, exporters' reports), country/production_2022.csv and
products.csv (elasticities, unit values). It writes into FOLDER

    trade.csv       product, exporter, importer, quantity, unit_value, and how each row is known
    production.csv  product, region, quantity, unit_value
    scaled.csv      the cells that `tradewind world products` scaled, as products would have left too little for the rest
    world           the world with these products beside the brands of cars, all switched on

and with --into puts products.csv, product_flows.csv.gz and sectors.csv of that world into a folder, where world.yaml says
which are on. --assumed adds barley, rapeseed, canola oil, pork, beef, poultry and fish: nobody publishes their flows
openly, so imports and exports of 2009 (country/balance_2009.csv.gz) are spread by the world's own flows of their sector,
Japan's columns by published shares (PIN). They are for your own use: worlds/food.md has the terms.

    U[g][d][o] = tonnes x one unit value of the world;   all U of a flow are scaled to (1 - rho) F where they exceed it
"""

import argparse
import csv
import gzip
import io
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WORLDS = os.path.dirname(HERE)
BETWEEN = -0.5  # product_elasticity: foods hardly replace each other; assumed
RHO = 0.05
LEAST = 1.0e6  # dollars; smaller flows stay in the rest of their sector
MILLED = 0.667  # tonnes of rice a tonne of paddy; assumed
# code here: product of DATA, name, sector, observed matrix
PRODUCTS = {
    "WHEAT": ("wheat", "Wheat", "A01", "Wheat"),
    "MAIZE": ("maize", "Maize", "A01", "Maize"),
    "SOYBEANS": ("soybean", "Soybeans", "A01", "Soybeans"),
    "RICE": ("rice", "Rice, milled", "C10T12", "Rice"),
    "BARLEY": ("barley", "Barley", "A01", None),
    "RAPESEED": ("rapeseed", "Rapeseed", "A01", None),
    "CANOLA_OIL": ("rapeseed_oil", "Canola oil", "C10T12", None),
    "PORK": ("pork", "Pork", "C10T12", None),
    "BEEF": ("beef", "Beef", "C10T12", None),
    "POULTRY": ("poultry", "Poultry", "C10T12", None),
    "FISH": ("fish", "Fish", "C10T12", None),
}
PARAMETERS = {"FISH": "fish_processed"}  # whose row of products.csv it has
# Shares in what Japan imports: pork of 2024 and 2025 by value, barley of 2021, the rest from memory.
PIN = {
    "BARLEY": {"AUS": .80, "CAN": .049, "USA": .03, "ROW": .121},
    "RAPESEED": {"CAN": .75, "AUS": .25},
    "PORK": {"USA": .28, "CAN": .22, "ESP": .15, "MEX": .12, "BRA": .08, "REU": .11, "ROW": .04},
    "BEEF": {"AUS": .42, "USA": .40, "CAN": .09, "ROW": .07, "MEX": .02},
}
# Countries as FAOSTAT writes them, in its several spellings; all others are the rest of the world.
COUNTRIES = {
    "AUS": "Australia", "BRA": "Brazil", "BRN": "Brunei Darussalam", "CAN": "Canada", "CHE": "Switzerland",
    "CHL": "Chile", "CHN": "China|China, mainland", "DEU": "Germany", "ESP": "Spain", "FRA": "France",
    "GBR": "United Kingdom|United Kingdom of Great Britain and Northern Ireland", "IDN": "Indonesia", "IND": "India",
    "ITA": "Italy", "JPN": "Japan", "KOR": "South Korea|Republic of Korea|Korea, Republic of", "MEX": "Mexico",
    "MYS": "Malaysia", "NLD": "Netherlands|Netherlands (Kingdom of the)", "NOR": "Norway", "NZL": "New Zealand",
    "PER": "Peru", "POL": "Poland", "RUS": "Russia|Russian Federation", "SGP": "Singapore",
    "TUR": "Turkey|Türkiye|Turkiye", "TWN": "Taiwan|China, Taiwan Province of|Taiwan, Province of China",
    "USA": "United States|United States of America", "VNM": "Viet Nam|Vietnam",
    "GLF": "Saudi Arabia|United Arab Emirates|Qatar|Kuwait|Oman|Bahrain",
    "REU": "Austria|Belgium|Bulgaria|Croatia|Cyprus|Czechia|Czech Republic|Denmark|Estonia|Finland|Greece|Hungary|"
           "Ireland|Latvia|Lithuania|Luxembourg|Malta|Portugal|Romania|Slovakia|Slovenia|Sweden",
}
REGION = {name: code for code, names in COUNTRIES.items() for name in names.split("|")}
LACKING = {"BRN", "SGP", "TWN"}  # regions that a table may lack


def rows(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(head, lines):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return buffer.getvalue()


def put(path, text):
    with open(path, "wb") as raw:
        if path.endswith(".gz"):  # without a date, so that the same rows give the same bytes
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as out:
                out.write(text.encode())
        else:
            raw.write(text.encode())


def number(x):
    return "%.6g" % x


def observed(data, matrix):
    """{(exporter, importer): tonnes} between different regions."""
    with open(os.path.join(data, matrix + "_Y2022_Global_trade.csv"), encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    found, seen = {}, set()
    for line in lines[1:]:
        for name, tonnes in zip(lines[0][1:], line[1:]):
            o, d = REGION.get(line[0], "ROW"), REGION.get(name, "ROW")
            seen |= {o, d}
            if tonnes and float(tonnes) > 0 and o != d:
                found[o, d] = found.get((o, d), 0.0) + float(tonnes)
    missing = set(COUNTRIES) - seen
    if missing - LACKING:
        sys.exit("%s: no country of %s: does it spell them otherwise?" % (matrix, " ".join(sorted(missing))))
    return found


def margins(data, product, regions):
    """Imports and exports of 2009, tonnes by region, brought to the same sum."""
    exports, imports = dict.fromkeys(regions, 0.0), dict.fromkeys(regions, 0.0)
    for r in rows(os.path.join(data, "country", "balance_2009.csv.gz")):
        if r["product"] == product:
            where = REGION.get(r["country"], "ROW")
            exports[where] += 1e3 * float(r["kt_export"])
            imports[where] += 1e3 * float(r["kt_import"])
    scale = sum(exports.values()) / sum(imports.values())
    return exports, {d: x * scale for d, x in imports.items()}


def spread(code, data, flow, regions):
    """Flows with those margins nearest to the world's flows of the sector, by RAS; Japan's column where it is pinned."""
    exports, imports = margins(data, PRODUCTS[code][0], regions)
    sector, pin = PRODUCTS[code][2], PIN.get(code)
    x = {(o, d): flow.get((sector, d, o), 0.0) if o != d else 0.0 for o in regions for d in regions}
    if pin:
        for o in regions:
            x[o, "JPN"] = pin.get(o, 0) * imports["JPN"]
            exports[o] = max(exports[o] - x[o, "JPN"], 0)
    free = [d for d in regions if not (pin and d == "JPN")]
    scale = sum(imports[d] for d in free) / sum(exports.values())
    for _ in range(400):
        for o in regions:
            have = sum(x[o, d] for d in free)
            for d in free:
                x[o, d] *= exports[o] * scale / have if have > 0 else 0
        for d in free:
            have = sum(x[o, d] for o in regions)
            for o in regions:
                x[o, d] *= imports[d] / have if have > 0 else 0
    return {pair: tonnes for pair, tonnes in x.items() if tonnes > 0}


def production(data, code, regions):
    """Region: tonnes and farm-gate dollars of 2022."""
    made = {}
    for r in rows(os.path.join(data, "country", "production_2022.csv")):
        if r["product"] == PRODUCTS[code][0]:
            at = made.setdefault(REGION.get(r["country"], "ROW"), [0.0, 0.0])
            at[0] += float(r["tonnes"] or 0) * (MILLED if code == "RICE" else 1)
            at[1] += float(r["producer_value_usd"] or 0)
    return {where: made[where] for where in regions if where in made and made[where][0] > 0}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description="Makes the products of food of the built-in world default.")
    parser.add_argument("--data", required=True, help="holds the folder food")
    parser.add_argument("--tradewind", default="tradewind", help="the program")
    parser.add_argument("--out", required=True, help="a folder for what is made")
    parser.add_argument("--assumed", action="store_true", help="the seven whose flows are assumed, too")
    parser.add_argument("--into", help="a world folder that gets the three files")
    parser.add_argument("--check", action="store_true", help="with --into: write nothing there; end with 1 if it differs")
    asked = parser.parse_args()
    data = os.path.join(asked.data, "food")
    regions = [r["region"] for r in rows(os.path.join(HERE, "regions.csv"))]
    flow = {(r["sector"], r["importer"], r["exporter"]): float(r["value"])
            for r in rows(os.path.join(HERE, "flows.csv.gz"))}
    codes = [code for code, product in PRODUCTS.items() if asked.assumed or product[3]]
    given = {r["product"]: r for r in rows(os.path.join(data, "products.csv"))}
    trade, made, small = [], [], [0, 0.0]
    for code in codes:
        name, _, _, matrix = PRODUCTS[code]
        price = float(given[PARAMETERS.get(code, name)]["unit_value_usd_t"])
        found = observed(data, matrix) if matrix else spread(code, data, flow, regions)
        for (o, d), tonnes in sorted(found.items(), key=lambda x: (regions.index(x[0][1]), regions.index(x[0][0]))):
            if tonnes * price < LEAST:
                small = [small[0] + 1, small[1] + tonnes * price]
                continue
            trade.append((code, d, o, number(tonnes), number(price), "observed" if matrix else "assumed"))
        for where, (tonnes, dollars) in production(data, code, regions).items():
            made.append((code, where, number(tonnes), number(dollars / tonnes)))
    os.makedirs(asked.out, exist_ok=True)
    at = {name: os.path.join(asked.out, name) for name in
          ("trade.csv", "production.csv", "products.csv", "scaled.csv", "world")}
    put(at["trade.csv"], text_of(("product", "importer", "exporter", "quantity", "unit_value", "quality"), trade))
    put(at["production.csv"], text_of(("product", "region", "quantity", "unit_value"), made))
    put(at["products.csv"], text_of(("sector", "product", "name", "trade_elasticity", "unit"), [
        (PRODUCTS[c][2], c, PRODUCTS[c][1], given[PARAMETERS.get(c, PRODUCTS[c][0])]["theta"], "t") for c in codes]))
    flows = os.path.join(asked.out, "flows.csv")
    put(flows, text_of(("product", "importer", "exporter", "quantity", "unit_value"), [r[:5] for r in trade]))
    sectors = sorted({PRODUCTS[c][2] for c in codes})
    print(run(asked.tradewind, "world", "products", HERE, "--products", at["products.csv"], "--flows", flows,
              "--production", at["production.csv"], "--between", ",".join("%s=%g" % (s, BETWEEN) for s in sectors),
              "--rho", str(RHO), "--scaled", at["scaled.csv"], "--name", "default", "--out", at["world"]))
    os.remove(flows)
    print("%d flows below %g million dollars, %.0f million together, stay in the rest of their sectors." % (
        small[0], LEAST / 1e6, small[1] / 1e6))
    return insert(at["world"], asked.into, codes, asked.check) if asked.into else 0


def insert(world, folder, codes, check):
    """Puts the food behind what the folder has of other products, and the elasticity between them into sectors.csv.
    Rates are those of the sector's flow, so they are left out; values have a decimal and quantities none."""
    apart = []
    for name, key in (("products.csv", "product"), ("product_flows.csv", "product")):
        here = os.path.join(folder, name + (".gz" if name == "product_flows.csv" else ""))
        there = os.path.join(world, name)
        with (gzip.open if here.endswith(".gz") else open)(here, "rt", encoding="utf-8", newline="") as file:
            old = file.read()
        head = old.split("\n", 1)[0].split(",")
        kept = [r for r in rows(here) if r[key] not in PRODUCTS]
        if not os.path.exists(there):
            there += ".gz"
        new = [r for r in rows(there) if r[key] in codes]
        lines = [[r.get(h) or "" for h in head] for r in kept]
        for r in new:
            line = ["" if h.startswith("tariff") or h.startswith("export_tax") else r.get(h) or "" for h in head]
            for number_of, digits in (("value", 1), ("quantity", 0)):
                if number_of in head and line[head.index(number_of)]:
                    place = head.index(number_of)
                    line[place] = ("%.*f" % (digits, float(line[place])))
            if "value" in head and float(line[head.index("value")]) < 0.1:
                continue
            lines.append(line)
        text = text_of(head, lines)
        if text != old:
            apart.append(name)
            if not check:
                put(here, text)
    here = os.path.join(folder, "sectors.csv")
    sectors = {PRODUCTS[c][2] for c in codes}
    head = ("sector", "name", "kind", "trade_elasticity", "product_elasticity")
    text = text_of(head, [(r["sector"], r["name"], r["kind"], r["trade_elasticity"],
                           "%g" % BETWEEN if r["sector"] in sectors else "") for r in rows(here)])
    with open(here, encoding="utf-8", newline="") as file:
        if file.read() != text:
            apart.append("sectors.csv")
            if not check:
                put(here, text)
    print("%s." % ("; ".join(apart) + (" differ" if check else " written") if apart else "the files are these"))
    return int(check and bool(apart))


if __name__ == "__main__":
    sys.exit(main())
