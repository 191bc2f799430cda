"""The tables that brands.py reads, from the data sets `cars` and `us-tariffs`: the brands, parameters with their marks,
printed totals to compare with, sources, and of the United States' imports of C29 which part is light vehicles and what
they pay.

Light vehicles are HS 8703 and the 8704 of up to 5 tonnes; C29 is these, heavy vehicles, bodies, trailers, parts, piston
engines, wiring sets and seats, as cars/us_imports.py lists them; its shares are these here (checked). What a vehicle
pays is taken from codes under section 232 on cars and light trucks alone, which leaves out snowmobiles and golf cars.
"""

import collections
import os

from regions import EU_ALONE, region_of
from us_rates import Measures
from tables import rows

CARS, TRUCKS = ("8703",), ("870421", "870431", "870441", "870451", "870460")
HEAVY = ("8701", "8702", "8704", "8705")
PARTS = ("8706", "8707", "8708", "8716", "84073", "840820", "854430", "940120")
CUSTOMS = "US Census Bureau, imports and duty of 2024 by HS10 (cars/us_imports.py's classes)"
ETA_TOP = ("eta_top", "0", "", "", "", "assumed", "M", "none", "between light vehicles and the rest of C29, theta "
           "form: constant shares; product_elasticity of sectors.csv, whose default it is")
# Bounds of brands.py, where no customs say what of a flow of C29 is cars. All are judgement.
BOUNDS = (("border_cars", "20000", "10000", "50000", "origins of which the United States buy fewer cars are not judged by them"),
          ("border_part", "0.05", "0.02", "0.1", "nor those of whose cars they buy a smaller part: what comes is not what is made"),
          ("car_least", "10000", "8000", "15000", "USD a car of a pair, at the prices of flows; below it the share is raised"),
          ("car_most", "60000", "45000", "80000", "USD a car of a pair, above it the share is lowered"),
          ("share_most", "0.9", "0.85", "0.95", "no flow is light vehicles alone: some parts and heavy vehicles are in each"))


def kind_of(hs):
    for kind, heads in (("cars", CARS), ("light_trucks", TRUCKS), ("heavy", HEAVY), ("parts", PARTS)):
        if hs.startswith(heads):
            return kind
    return None


def customs(data):
    """Country to a counter of USD by kind, and of what light vehicles under section 232 are worth and pay."""
    folder = os.path.join(data, "us-tariffs")
    iso3 = {r["cty_code"]: r["iso3"] for r in rows(os.path.join(folder, "census_to_iso3.csv"))}
    iso3["0003"] = "EU"  # without Slovakia, which has records of its own
    measures, found = Measures(), collections.defaultdict(collections.Counter)
    for r in rows(os.path.join(folder, "us_imports_2024_hs10_by_country.csv.gz")):
        value, duty, hs = float(r["imports"] or 0), float(r["duty"] or 0), r["HS10"]
        kind = kind_of(hs)
        if value <= 0 or not kind:
            continue
        country = iso3[r["CTY_CODE"].zfill(4)]
        x = found[country]
        x[kind] += value
        if measures.measure(hs) == "cars":
            x["charged"] += value
            x["tariff_pct"] += duty
            x["tariff_us_2026_05_01_pct"] += value * measures.rate(country, hs, duty / value)[1]
            x["tariff_us_2026_08_22_pct"] += value * measures.rate_august(country, hs, duty / value)[1]
    return found


def agree(data, found):
    """The shares are those of cars/us_imports_2024.csv."""
    for r in rows(os.path.join(data, "cars", "us_imports_2024.csv")):
        x = found["EU" if r["origin"] == "EU26" else r["origin"]]
        share = (x["cars"] + x["light_trucks"]) / sum(x[k] for k in ("cars", "light_trucks", "heavy", "parts"))
        assert abs(share - float(r["light_share"])) <= 5e-5 and abs(x["cars"] / 1e6 - float(r["cars_musd"])) <= 0.05, r


def shares(data, flows):
    """Rows of default-cars-shares.csv."""
    found, head = customs(data), ("cars", "light_trucks", "heavy", "parts")
    agree(data, found)
    by_region = collections.defaultdict(collections.Counter)
    for country, x in found.items():
        if country not in ("EU", "SVK"):
            by_region[region_of(country)].update(x)
    flow = {r["exporter"]: float(r["value"]) for r in flows if (r["sector"], r["importer"]) == ("C29", "USA")}
    eu, slovak, of = found["EU"], found["SVK"], {}
    for region in EU_ALONE:
        by_region[region], of[region] = eu, "the EU's without Slovakia"
    others = max(0.0, flow["REU"] - sum(slovak[k] for k in head) / 1e6) * 1e6 / sum(eu[k] for k in head)
    by_region["REU"] = collections.Counter({k: slovak[k] + others * eu[k] for k in set(eu) | set(slovak)})
    of["REU"] = "Slovakia's, and of what the world has more from there the EU's without Slovakia"
    lines = [("all", "all", "0.65", *[""] * 7, "assumed", "judgement; where no car says more (brands.py)")]
    for region in sorted(set(by_region) & set(flow)):
        x = by_region[region]
        light = x["cars"] + x["light_trucks"]
        total = sum(x[k] for k in head)
        charged = x["charged"] > 1e6  # less than a million dollars is no evidence of a rate
        lines.append(("USA", region, "%.4f" % (light / total),
                      *("%.1f" % (x[k] / 1e6) if region not in of else "" for k in head),
                      *("%.5f" % (100 * x[k] / x["charged"]) if charged else "" for k in
                        ("tariff_pct", "tariff_us_2026_05_01_pct", "tariff_us_2026_08_22_pct")),
                      "derived", CUSTOMS + ("; " + of[region] if region in of else "")))
    return lines


def parameters(data):
    """Rows of default-cars-parameters.csv: those of cars, without elasticities of the sector, and one more."""
    table = rows(os.path.join(data, "cars", "parameters.csv"))
    head = ("name", "value", "se", "low", "high", "kind", "mark", "source", "note")
    return head, [tuple(r[k] for k in head) for r in table
                  if r["name"] not in ("theta_core", "theta_cp2015")] + [ETA_TOP] + [
                      (name, value, "", low, high, "assumed", "M", "judgement", note)
                      for name, value, low, high, note in BOUNDS]


def published(data):
    """Rows of default-cars-published.csv: totals of countries and pairs as printed, conflicts included."""
    head = ("kind", "market", "assembly", "value", "unit", "year", "status", "mark", "source", "note")
    return head, [tuple(r[k] for k in head) for r in rows(os.path.join(data, "cars", "totals.csv"))]


def sources(data):
    head = ("id", "title", "publisher", "date", "terms")
    return head, [tuple(r[k] for k in head) for r in rows(os.path.join(data, "cars", "sources.csv"))]


def make(data, flows):
    """(name, head, rows) of the tables."""
    brands = [(r["brand"], r["name"], r["home"], r["owner_home"], "1", r["includes"])
              for r in rows(os.path.join(data, "cars", "brands.csv"))]
    return (("default-cars-brands.csv", ("brand", "name", "home", "owner", "relative_unit_value", "includes"), brands),
            ("default-cars-shares.csv", ("importer", "exporter", "vehicle_share", "cars_musd", "light_trucks_musd",
                                         "heavy_musd", "parts_musd", "tariff_pct", "tariff_us_2026_05_01_pct",
                                         "tariff_us_2026_08_22_pct", "status", "source"), shares(data, flows)),
            ("default-cars-parameters.csv", *parameters(data)), ("default-cars-published.csv", *published(data)),
            ("default-cars-sources.csv", *sources(data)))
