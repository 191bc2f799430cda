"""Step 3: the United States' imports of 2024 by partner, from HS codes to the world's sectors.

A code whose six digits belong to one industry goes there. A code of several is split by what the pair traded in 2022
among them. Repair (ISIC 33) and services are dropped from the candidates; default-hs.csv names sectors where the
concordance has the wrong ones or none. Chapter 98 is spread over the partner's other trade in proportion: most of it is
goods returned, products of the United States by the heading's words, which say nothing of what the partner makes.
The Census Bureau's estimate of small consignments (9999.95) is spread over what can come in one.
Each record carries the duty paid in 2024 and the rates of 1 May and 22 August 2026 (us_rates.py) along to its sectors.
"""

import collections
import os

import numpy as np

from regions import EU_REGIONS, region_of
from tables import beside, rows
from us_rates import Measures


def industry(isic):
    """Sector of a four-digit ISIC class, None for repair, services and what has no class."""
    if not isic.isdigit():
        return None
    k = int(isic[:2])
    if k <= 3:
        return "A%02d" % k
    if k <= 9:
        return "B%02d" % k
    if k == 24:
        return "C24B" if isic[:3] == "242" or isic == "2432" else "C24A"
    if k == 30:
        return "C301" if isic[:3] == "301" else "C302T309"
    for first, last, sector in ((10, 12, "C10T12"), (13, 15, "C13T15"), (17, 18, "C17_18"), (31, 32, "C31T33")):
        if first <= k <= last:
            return sector
    return "C%d" % k if k <= 29 else None


def concordance(data):
    """HS codes of 6, 4 and 2 digits: the set of sectors, without None."""
    sectors = collections.defaultdict(set)
    for r in rows(os.path.join(data, "concordance", "hs_isic4.csv.gz")):
        sector = industry(r["ISIC4_4d"])
        for digits in (6, 4, 2):
            sectors[r["HS_6d"][:digits]] |= {sector}
    return {code: tuple(sorted(x for x in found if x)) for code, found in sectors.items()}


class Codes:
    """The sectors of a HS code: a heading of default-hs.csv, the longest first, then the concordance."""

    def __init__(self, data):
        self.known = concordance(data)
        self.table = {r["hs"]: tuple(r["sector"].split()) for r in beside("default-hs.csv")}

    def find(self, hs):
        """(sectors, rule); a chapter of default-hs.csv is for codes alone that the concordance gives no good."""
        for digits in (8, 6, 4):
            if hs[:digits] in self.table:
                found = self.table[hs[:digits]]
                return found, RULES[len(found) > 1]
        found, rule = self.known.get(hs[:6]), None
        if found is None:
            found, rule = self.known.get(hs[:4]) or self.known.get(hs[:2]) or (), RULES[2]
        if not found:
            found, rule = self.table.get(hs[:2], ()), None
        return found, (rule or RULES[len(found) > 1]) if found else RULES[3]


RULES = ("one industry", "several industries: split by the pair's mix of 2022", "no such six digits: the heading's",
         "no good's industry: in proportion", "chapter 98, most of it goods returned: in proportion",
         "small consignments (9999.95): in proportion to what can come in one")
SMALL = RULES[5]
# No parcel holds cattle, grain, fuel, ore, wood, metal, a vehicle, a ship or an aircraft; of the last chapters, parts can.
NO_PARCEL = {"%02d" % c for c in (*range(1, 28), 31, 44, 47, *range(72, 82), *range(86, 90))}
PARCEL = ("8708", "8714", "8803", "8807")
# Statistical suffixes of 9801.00.10 that name headings of chapter 87 (HTSUS).
RETURNED_VEHICLES = {"98010010" + suffix for suffix in ("63", "64", "65", "66", "67", "69", "74")}


def can_be_small(hs):
    """Whether a good can come in a consignment of 2,000 dollars or less, which is what the estimate covers; assumed."""
    return hs[:2] not in NO_PARCEL or hs[:4] in PARCEL


class Customs:
    """Imports, duty of 2024, duty at the rates of 1 May and 22 August 2026 [4, S], for the partners of the records."""

    def __init__(self, data, world, report):
        iso3 = {r["cty_code"]: r["iso3"] for r in rows(os.path.join(data, "us-tariffs", "census_to_iso3.csv"))}
        iso3["0003"] = "EU"
        codes = Codes(data)
        measures = Measures()
        usa, goods = world.d["USA"], world.goods
        eu = [world.d[c] for c in EU_REGIONS]
        old = world.flow[:, usa, :]

        self.partners = {}
        numbers = collections.defaultdict(lambda: np.zeros((4, len(world.sectors))))
        small = collections.defaultdict(lambda: np.zeros(len(world.sectors)))
        spread = collections.defaultdict(lambda: np.zeros((2, 4)))
        vehicles = collections.defaultdict(lambda: dict.fromkeys(("chapter", "chapter_98", "vehicles_98"), 0.0))
        by_rule = dict.fromkeys(RULES, 0.0)
        by_measure = collections.defaultdict(lambda: collections.defaultdict(float))
        all_2022 = old.sum(axis=1)
        for r in rows(os.path.join(data, "us-tariffs", "us_imports_2024_hs10_by_country.csv.gz")):
            value, duty, hs = float(r["imports"]), float(r["duty"]), r["HS10"]
            if value <= 0:
                continue
            code = iso3[r["CTY_CODE"].zfill(4)]
            region = "EU" if code == "EU" or region_of(code) in EU_REGIONS else region_of(code)
            self.partners[code] = region
            measure, rate = measures.rate(code, hs, duty / value)
            by_measure[code][measure] += value
            by_measure[code]["total"] += value
            by_measure[code]["increase"] += value * rate - duty
            if measure == "cars":
                by_measure[code]["car_duty_2024"] += duty
                by_measure[code]["car_duty_2026"] += value * rate
            august = measures.rate_august(code, hs, duty / value)[1]
            by_measure[code]["august"] += value * august - duty
            record = np.array([value, duty, value * rate, value * august])
            of = vehicles[code]
            of["chapter"] += value * (hs[:2] == "87")
            of["chapter_98"] += value * (hs[:2] == "98")
            of["vehicles_98"] += value * (hs in RETURNED_VEHICLES)
            if hs[:2] in ("98", "99"):
                rule = SMALL if hs[:2] == "99" else RULES[4]
                by_rule[rule] += value
                spread[code][int(rule == SMALL)] += record
                continue
            candidates, rule = codes.find(hs)
            by_rule[rule] += value
            if not candidates:
                spread[code][0] += record
                continue
            at = [world.s[c] for c in candidates]
            weight = old[at][:, eu].sum(axis=1) if region == "EU" else old[at, world.d[region]]
            if weight.sum() <= 0:
                weight = all_2022[at]
            numbers[code][:, at] += record[:, None] * weight / weight.sum()
            if can_be_small(hs):
                small[code][at] += value * weight / weight.sum()
        for code, of in vehicles.items():
            of["C29"] = numbers[code][0, world.s["C29"]]
        for code, (extra, parcels) in spread.items():
            all_of_it = numbers[code][0].copy()
            among = small[code] if small[code].sum() > 0 else all_of_it
            numbers[code] += extra[:, None] * all_of_it / all_of_it.sum() + parcels[:, None] * among / among.sum()
        self.numbers, self.sectors = numbers, len(world.sectors)
        report["customs_rules"] = by_rule
        report["us_measures"] = by_measure
        report["vehicles"] = vehicles
        assert abs(sum(x[0].sum() for x in numbers.values()) - sum(by_rule.values())) < 1
        assert all(not x[:, ~goods].any() for x in numbers.values())

    def of_region(self, region):
        """[4, S] of all partners that make up a region of the world (or of "EU"); zero where the records have none."""
        parts = [self.numbers[code] for code, to in sorted(self.partners.items()) if to == region]
        return sum(parts) if parts else np.zeros((4, self.sectors))
