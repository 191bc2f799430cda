#!/usr/bin/python3
"""Makes the products of food of the built-in world `default`, which are switched off until a scenario lists them.

    worlds/default/food.py --data DATA --tradewind build/tradewind --out FOLDER [--into worlds/default [--check]]
    worlds/default/food.py --data DATA --try

Python's standard library is enough. DATA holds `food`: of each of wheat, maize, soybeans and rice the matrix of tonnes by
exporter and importer (FAOSTAT's detailed trade matrix of 2022, exporters' reports), country/production_2022.csv,
country/balance_2009.csv.gz (FAOSTAT's food balances, old methodology) and products.csv (elasticities, unit values). Tonnes of
barley, rapeseed, canola oil, pork, beef, poultry and fish by pair are published by nobody openly: they are assumed by the rule
below, and world.yaml says so (products_assumed). It writes into FOLDER

    trade.csv       product, importer, exporter, quantity, unit_value, and how each row is known
    production.csv  product, region, quantity, unit_value
    scaled.csv      the cells that were scaled, as products would have left too little for the rest
    observed, assumed   worlds with these products beside the brands of cars, each made by `tradewind world products`

and with --into puts all of them into products.csv and product_flows.csv.gz of a folder, where world.yaml says which are on.
--try makes the four observed ones by the rule of the assumed and tells how many tonnes that puts into wrong cells.

    observed   U[g][d][o] = tonnes x one unit value of the world;  all U of a flow are scaled to (1 - rho) F where they exceed it
    assumed    E[o] = exports of 2009 x production of 2022 / production of 2009,  M[d] = imports of 2009 x sum E / sum M,
               T[d][o] with these margins nearest to the world's own flows of the sector (RAS), Japan's column by shares (PIN);
               U = T x one unit value, and all of them scaled to what the observed leave of (1 - rho) F where they exceed it
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
LEAST = {"observed": 1.0e6, "assumed": 1.0e6}  # dollars; smaller flows stay in the rest of their sector
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
# Tonnes of fish are live weight: 151 billion dollars in 2020 (FAO, The State of World Fisheries and Aquaculture 2022) for
# about 60 million tonnes (from memory; the balances have 57 in 2009).
UNIT_VALUE = {"FISH": 2500.0}
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


def balances(data, product, regions):
    """Production, exports and imports of 2009 by region, tonnes."""
    found = {key: dict.fromkeys(regions, 0.0) for key in ("production", "export", "import")}
    for r in rows(os.path.join(data, "country", "balance_2009.csv.gz")):
        if r["product"] == product:
            for key, of in found.items():
                of[REGION.get(r["country"], "ROW")] += 1e3 * float(r["kt_" + key])
    return found


def harvests(data, product):
    """Region: tonnes and farm-gate dollars of 2022."""
    made = {}
    for r in rows(os.path.join(data, "country", "production_2022.csv")):
        if r["product"] == product:
            at = made.setdefault(REGION.get(r["country"], "ROW"), [0.0, 0.0])
            milled = MILLED if product == "rice" else 1
            at[0] += float(r["tonnes"] or 0) * milled
            at[1] += float(r["producer_value_usd"] or 0)
    return {where: of for where, of in made.items() if of[0] > 0}


def growth(data, code, regions):
    """Production of 2022 over that of 2009 by region. Oil grows as the world's seed; of fish there is no production of 2022."""
    name = PRODUCTS[code][0]
    if code == "FISH":
        return dict.fromkeys(regions, 1.0)
    seed = "rapeseed" if code == "CANOLA_OIL" else name
    then, now = balances(data, seed, regions)["production"], harvests(data, seed)
    whole = sum(of[0] for of in now.values()) / sum(then.values())
    if code == "CANOLA_OIL":
        return dict.fromkeys(regions, whole)
    return {r: now[r][0] / then[r] if r in now and then[r] > 0 else 1.0 for r in regions}


def spread(data, code, flow, regions, pins=True):
    """Flows with those margins nearest to the world's flows of the sector, by RAS; Japan's column where it is pinned."""
    of, grown = balances(data, PRODUCTS[code][0], regions), growth(data, code, regions)
    exports = {o: x * grown[o] for o, x in of["export"].items()}
    scale = sum(exports.values()) / sum(of["import"].values())
    imports = {d: x * scale for d, x in of["import"].items()}
    sector, pin = PRODUCTS[code][2], PIN.get(code) if pins else None
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


def production(data, code, price, regions):
    """Region: tonnes and dollars. Fish and oil have no farm: production of 2009, grown as exports are, at the unit value."""
    if code not in ("FISH", "CANOLA_OIL"):
        made = harvests(data, PRODUCTS[code][0])
        return {where: made[where] for where in regions if where in made}
    of, grown = balances(data, PRODUCTS[code][0], regions)["production"], growth(data, code, regions)
    return {r: [of[r] * grown[r], of[r] * grown[r] * price] for r in regions if of[r] > 0}


def try_rule(data, flow, regions):
    """Half the sum of absolute differences of shares: the tonnes that stand in wrong cells."""
    for code, (_, name, _, matrix) in PRODUCTS.items():
        if matrix:
            seen, made = observed(data, matrix), spread(data, code, flow, regions, pins=False)
            whole, all_made = sum(seen.values()), sum(made.values())
            wrong = sum(abs(seen.get(k, 0) / whole - made.get(k, 0) / all_made) for k in set(seen) | set(made)) / 2
            print("%s: %.0f %% of tonnes in wrong cells; Canada to Japan %.2f Mt, observed %.2f." % (
                name, 100 * wrong, made.get(("CAN", "JPN"), 0) * whole / all_made / 1e6, seen.get(("CAN", "JPN"), 0) / 1e6))
    return 0


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def make(asked, name, codes, given, trade, made):
    """The world with these products, by the verb; rows of its flows and of what was scaled."""
    path = {key: os.path.join(asked.out, name + "-" + key + ".csv") for key in ("products", "flows", "production", "scaled")}
    put(path["products"], text_of(("sector", "product", "name", "trade_elasticity", "unit"), [
        (PRODUCTS[c][2], c, PRODUCTS[c][1], given[PARAMETERS.get(c, PRODUCTS[c][0])]["theta"], "t") for c in codes]))
    put(path["flows"], text_of(("product", "importer", "exporter", "quantity", "unit_value"),
                               [r[:5] for r in trade if r[0] in codes]))
    put(path["production"], text_of(("product", "region", "quantity", "unit_value"), [r for r in made if r[0] in codes]))
    world = os.path.join(asked.out, name)
    run(asked.tradewind, "world", "products", HERE, "--products", path["products"], "--flows", path["flows"],
        "--production", path["production"], "--between",
        ",".join("%s=%g" % (s, BETWEEN) for s in sorted({PRODUCTS[c][2] for c in codes})),
        "--rho", str(RHO), "--scaled", path["scaled"], "--name", "default", "--out", world)
    flows, scaled = [], rows(path["scaled"])
    for file in ("product_flows.csv", "product_flows.csv.gz"):
        if os.path.exists(os.path.join(world, file)):
            flows = [r for r in rows(os.path.join(world, file)) if r["product"] in codes]
    kept = [r for r in rows(os.path.join(world, "products.csv")) if r["product"] in codes]
    for key in path:
        os.remove(path[key])
    return kept, flows, scaled


def fit(seen, guessed, scaled, flow):
    """The assumed flows of a cell fit into what the observed leave of it, so that these are the same with and without them."""
    taken, wanted = {}, {}
    for table, of in ((seen, taken), (guessed, wanted)):
        for r in table:
            cell = PRODUCTS[r["product"]][2], r["importer"], r["exporter"]
            of[cell] = of.get(cell, 0.0) + float(r["value"])
    before = {(r["sector"], r["importer"], r["exporter"]): float(r["products"]) for r in scaled}
    lines = []
    for cell, value in wanted.items():
        left = max((1 - RHO) * flow[cell] - taken.get(cell, 0.0), 0.0)
        whole = before.get(cell, value)
        wanted[cell] = min(1.0, left / value)
        if whole > left:
            lines.append((*cell, number(flow[cell]), number(left), number(whole), "%.4f" % (min(left, value) / whole)))
    for r in guessed:
        factor = wanted[PRODUCTS[r["product"]][2], r["importer"], r["exporter"]]
        if factor < 1:
            r["value"] = repr(float(r["value"]) * factor)
    return lines


def main():
    parser = argparse.ArgumentParser(description="Makes the products of food of the built-in world default.")
    parser.add_argument("--data", required=True, help="holds the folder food")
    parser.add_argument("--tradewind", default="tradewind", help="the program")
    parser.add_argument("--out", help="a folder for what is made")
    parser.add_argument("--into", help="a world folder that gets the products and their flows")
    parser.add_argument("--check", action="store_true", help="with --into: write nothing there; end with 1 if it differs")
    parser.add_argument("--try", dest="attempt", action="store_true", help="the rule of the assumed on the observed")
    asked = parser.parse_args()
    data = os.path.join(asked.data, "food")
    regions = [r["region"] for r in rows(os.path.join(HERE, "regions.csv"))]
    flow = {(r["sector"], r["importer"], r["exporter"]): float(r["value"])
            for r in rows(os.path.join(HERE, "flows.csv.gz"))}
    if asked.attempt:
        return try_rule(data, flow, regions)
    if not asked.out:
        parser.error("--out, a folder for what is made, or --try")
    given = {r["product"]: r for r in rows(os.path.join(data, "products.csv"))}
    trade, made, small = [], [], {"observed": [0, 0.0], "assumed": [0, 0.0]}
    for code, (name, _, _, matrix) in PRODUCTS.items():
        price = UNIT_VALUE.get(code) or float(given[PARAMETERS.get(code, name)]["unit_value_usd_t"])
        quality = "observed" if matrix else "assumed"
        found = observed(data, matrix) if matrix else spread(data, code, flow, regions)
        for (o, d), tonnes in sorted(found.items(), key=lambda x: (regions.index(x[0][1]), regions.index(x[0][0]))):
            if tonnes * price < LEAST[quality]:
                small[quality] = [small[quality][0] + 1, small[quality][1] + tonnes * price]
                continue
            trade.append((code, d, o, number(tonnes), number(price), quality))
        for where, (tonnes, dollars) in production(data, code, price, regions).items():
            made.append((code, where, number(tonnes), number(dollars / tonnes)))
    os.makedirs(asked.out, exist_ok=True)
    put(os.path.join(asked.out, "trade.csv"),
        text_of(("product", "importer", "exporter", "quantity", "unit_value", "quality"), trade))
    put(os.path.join(asked.out, "production.csv"), text_of(("product", "region", "quantity", "unit_value"), made))
    known = [code for code, product in PRODUCTS.items() if product[3]]
    kept, flows, scaled = make(asked, "observed", known, given, trade, made)
    lines = [(r["sector"], r["importer"], r["exporter"], r["flow"], r["scaled_to"], r["products"],
              "%.4f" % float(r["factor"])) for r in scaled]
    kept_too, flows_too, scaled_too = make(asked, "assumed", [c for c in PRODUCTS if c not in known], given, trade, made)
    lines = [("observed", *x) for x in lines] + [("assumed", *x) for x in fit(flows, flows_too, scaled_too, flow)]
    put(os.path.join(asked.out, "scaled.csv"),
        text_of(("products", "sector", "importer", "exporter", "flow", "room", "wanted", "times"), lines))
    for quality, (count, dollars) in small.items():
        print("%s: %d flows below %g million dollars, %.0f million together, stay in the rest of their sectors; %d cells are "
              "scaled." % (quality.capitalize(), count, LEAST[quality] / 1e6, dollars / 1e6,
                           sum(x[0] == quality for x in lines)))
    return insert(kept + kept_too, flows + flows_too, asked.into, asked.check) if asked.into else 0


def insert(products, flows, folder, check):
    """Puts the food behind what the folder has of other products. Rates are those of the sector's flow, so they are left
    out; values have a decimal and quantities none. folder.py puts the elasticity between them into sectors.csv."""
    apart = []
    for name, new in (("products.csv", products), ("product_flows.csv", flows)):
        here = os.path.join(folder, name + (".gz" if name == "product_flows.csv" else ""))
        with (gzip.open if here.endswith(".gz") else open)(here, "rt", encoding="utf-8", newline="") as file:
            old = file.read()
        head = old.split("\n", 1)[0].split(",")
        lines = [[r.get(h) or "" for h in head] for r in rows(here) if r["product"] not in PRODUCTS]
        for r in new:
            line = ["" if h.startswith("tariff") or h.startswith("export_tax") else r.get(h) or "" for h in head]
            for column, digits in (("value", 1), ("quantity", 0)):
                if column in head and line[head.index(column)]:
                    line[head.index(column)] = "%.*f" % (digits, float(line[head.index(column)]))
            if "value" in head and float(line[head.index("value")]) < 0.1:
                continue
            lines.append(line)
        text = text_of(head, lines)
        if text != old:
            apart.append(name)
            if not check:
                put(here, text)
    print("%s." % ("; ".join(apart) + (" differ" if check else " written") if apart else "The files are these"))
    return int(check and bool(apart))


if __name__ == "__main__":
    sys.exit(main())
