#!/usr/bin/env python3
"""Makes the tables of this folder, which `tradewind accounts JPN --food` reads, from a folder with the tables of food (see
../food.md for its files, sources and terms).

    markets/food/make.py --data DATA            # writes them
    markets/food/make.py --data DATA --check    # only compares
    markets/food/make.py --data DATA --out DIR  # writes them elsewhere

  diet.csv     what people eat, a head and day: lines of a group, and of the items of its imports that are known
  origins.csv  where items, and feed, come from: tonnes, or shares
  feed.csv     what animals raised at home eat
  kcal.csv     energy of a kg of a product

A share that is not given follows from tonnes; low and high are each line's own. Nothing is rounded but tonnes to ten.
"""
import argparse
import csv
import gzip
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOTAL_YEAR = "FY2021"
BALANCE = "food balance FY2021 (document of Japan's Ministry of Finance, 2022)"
TRADE = "FAOSTAT detailed trade matrix 2022, exporters' reports"
HOME_SHARE = 0.63  # of the calories of livestock, raised at home: assumed (memory)
# An item: its group, product and sector of the world, and whose tonnes say where the rest of its imports is from.
ITEMS = {
    "wheat": ("wheat", "WHEAT", "A01", "wheat"),
    "rapeseed_oil": ("oils_fats", "CANOLA_OIL", "C10-C12", None),
    "soybean_food": ("soybean", "SOYBEANS", "A01", "soybean"),
    "pork": ("livestock", "PORK", "C10-C12", None),
    "beef": ("livestock", "BEEF", "C10-C12", None),
    "fish": ("fish", "FISH", "A03", None),
    "other": ("other", "", "C10-C12", None),
}
SECTOR = {"rice": "C10-C12", "livestock": "C10-C12", "oils_fats": "C10-C12", "wheat": "A01", "sugar": "C10-C12",
          "fish": "A03", "soybean": "A01", "vegetables": "A01", "fruit": "A01", "other": "C10-C12"}
# What stands behind an item's part and shares, and a feed's.
SOURCE = {
    "rapeseed_oil": "part: FAOSTAT food balance 2009; share at most that of seed imported in 2020-21 (USDA Tokyo), point and low assumed",
    "soybean_food": "low: of all soybeans of 2022; point and high derived: Canada's beans nearly all for food (survey FY2010)",
    "pork": "level from memory, imported part 2009; Canada's share in import value 2024",
    "beef": "level and share from memory, imported part 2009",
    "fish": "Canada's share from memory",
    "other": "assumed: malt, pulses, buckwheat and the rest",
}
FEED_SOURCE = {
    "barley": "56 kt of Canada in 2021 (FAOSTAT) over 1.15 Mt imported (USDA Tokyo)",
    "wheat": "as wheat for food",
    "soybean_cake": "half is crushed at home, of beans with Canada's share; imported cake taken to have none",
    "rapeseed_cake": "nine tenths are crushed at home, of seed with Canada's share",
    "brans": "by-products of milling: assumed",
}
FEED = {"maize": ("MAIZE", "A01", "maize"), "sorghum": ("", "A01", None), "barley": ("BARLEY", "A01", None),
        "wheat": ("WHEAT", "A01", None), "rice": ("RICE", "C10-C12", None), "soybean_cake": ("SOYBEANS", "A01", None),
        "rapeseed_cake": ("RAPESEED", "A01", None), "brans": ("", "C10-C12", None)}

PRODUCT = {"wheat": "WHEAT", "maize": "MAIZE", "barley": "BARLEY", "rice": "RICE", "soybean": "SOYBEANS",
           "rapeseed": "RAPESEED", "rapeseed_oil": "CANOLA_OIL", "pork": "PORK", "beef": "BEEF", "poultry": "POULTRY",
           "fish": "FISH"}


def read(path):
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as file:
        return list(csv.DictReader(file))


def quality(mark):
    """M anywhere is from memory, so assumed; what was computed is derived; the rest was read somewhere."""
    return "assumed" if "M" in mark else "derived" if "derived" in mark else "observed"


def number(x):
    return "%.10g" % x


def make(data):
    food = os.path.join(data, "food")
    groups = read(os.path.join(food, "japan_groups_fy2021.csv"))
    items = read(os.path.join(food, "japan_from_canada.csv"))
    feeds = read(os.path.join(food, "japan_feed.csv"))
    fish = read(os.path.join(food, "japan_fish_2022.csv"))
    tonnes = {}
    for r in read(os.path.join(food, "trade.csv.gz")):
        if r["importer"] == "JPN" and r["mark"] == "observed":
            tonnes.setdefault(r["product"], []).append((r["exporter"], float(r["tonnes"])))
    diet, origins, feed = [], [], []
    for g in groups:
        home = number(HOME_SHARE * float(g["kcal_per_cap_day"])) if g["group"] == "livestock" else ""
        diet.append(["JPN", g["group"], "", "", SECTOR[g["group"]], g["kcal_per_cap_day"], g["domestic_kcal"], home, "",
                     "", "", "assumed" if home else quality(g["mark"]), TOTAL_YEAR,
                     BALANCE + ("; 63 % raised at home is from memory" if home else "")])
    for r in items:
        group, product, sector, matrix = ITEMS[r["line"]]
        diet.append(["JPN", group, r["line"], product, sector, r["kcal_imported"], "", "", r["part_low"], r["part"],
                     r["part_high"], quality(r["mark"]), TOTAL_YEAR, SOURCE.get(r["line"], BALANCE)])
        by_tonnes = r["line"] == "wheat"  # Canada's share, too, is that of the tonnes
        rest = [(o, x) for o, x in tonnes.get(matrix, []) if x >= 1000 and (o != "CAN" or by_tonnes)]
        canada = dict(tonnes.get(matrix, [])).get("CAN")
        origins.append(["JPN", "food", r["line"], "CAN", number(round(canada, -1)) if by_tonnes else "",
                        r["share_low"], "" if by_tonnes else r["share"], r["share_high"], quality(r["mark"]),
                        "2022", TRADE if by_tonnes else SOURCE[r["line"]]])
        for o, x in rest:
            if o != "CAN":
                origins.append(["JPN", "food", r["line"], o, number(round(x, -1)), "", "", "",
                                "observed" if by_tonnes else "derived", "2022", TRADE])
        if r["line"] == "fish":
            for f in fish:
                if f["mark"] == "V":
                    origins.append(["JPN", "food", "fish", f["exporter"], "", "", f["share_of_value"], "", "derived",
                                    "2022", "share of import value: Fisheries white paper FY2022"])
    for r in feeds:
        product, sector, matrix = FEED[r["feed"]]
        feed.append(["JPN", r["feed"], product, sector, r["kt_2009"], r["kcal_per_kg"], quality(r["mark"]), "2009",
                     "FAOSTAT food balance 2009"])
        exact = [(o, x) for o, x in tonnes.get(matrix, []) if x >= 1000] if matrix else []
        for o, x in exact:
            low, high = (r["canada_low"], r["canada_high"]) if o == "CAN" else ("", "")
            origins.append(["JPN", "feed", r["feed"], o, number(round(x, -1)), low, "", high, "observed", "2022", TRADE])
        if not exact and float(r["canada_high"]) > 0:
            origins.append(["JPN", "feed", r["feed"], "CAN", "", r["canada_low"], r["canada"], r["canada_high"],
                            quality(r["mark"]), "2022", FEED_SOURCE[r["feed"]]])
    kcal = [[PRODUCT[r["product"]], r["kcal_per_kg"], r["basis"].split(";")[0], "assumed" if "(M)" in r["basis"] else "observed",
             "FAOSTAT supply utilisation accounts"]
            for r in read(os.path.join(food, "kcal.csv")) if r["product"] in PRODUCT]
    return {
        "kcal.csv": (["product", "kcal_per_kg", "basis", "quality", "source"], kcal),
        "diet.csv": (["region", "group", "item", "product", "sector", "kcal", "domestic_kcal", "raised_at_home_kcal",
                      "part_low", "part", "part_high", "quality", "year", "source"], diet),
        "origins.csv": (["region", "of", "item", "origin", "tonnes", "share_low", "share", "share_high", "quality", "year",
                         "source"], origins),
        "feed.csv": (["region", "feed", "product", "sector", "kt", "kcal_per_kg", "quality", "year", "source"], feed),
    }


def text_of(head, rows):
    out = []

    class Sink:
        @staticmethod
        def write(piece):
            out.append(piece)

    writer = csv.writer(Sink, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return "".join(out)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", required=True)
    options.add_argument("--out", default=HERE)
    options.add_argument("--check", action="store_true")
    options = options.parse_args()
    differ = 0
    for name, (head, rows) in make(options.data).items():
        path, text = os.path.join(options.out, name), text_of(head, rows)
        if options.check:
            same = os.path.exists(path) and open(path, encoding="utf8").read() == text
            differ += not same
            print("%s: %s" % (name, "the same" if same else "DIFFERS"))
        else:
            with open(path, "w", encoding="utf8") as file:
                file.write(text)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
