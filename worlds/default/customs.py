"""Step 3: the United States' imports of 2024 by partner, from HS codes to the world's sectors.

A code whose six digits belong to one industry goes there. A code of several is split by what the pair traded in 2022
among them. Repair (ISIC 33) and services are dropped from the candidates. Chapters 98 and 99 (goods returned, small
consignments) and codes that only services make are spread over the partner's other trade in proportion.
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


class Overrides:
    """Headings that default-hs.csv puts into named sectors, the longest first."""

    def __init__(self):
        self.table = {r["hs"]: tuple(r["sector"].split()) for r in beside("default-hs.csv")}

    def find(self, hs):
        for digits in (6, 4):
            if hs[:digits] in self.table:
                return self.table[hs[:digits]]
        return None


RULES = ("one industry", "several industries: split by the pair's mix of 2022", "no such six digits: the heading's",
         "only services or repair: in proportion", "chapters 98 and 99: in proportion")


class Customs:
    """Imports, duty of 2024, duty at the rates of 1 May and 22 August 2026 [4, S], for the partners of the records."""

    def __init__(self, data, world, report):
        iso3 = {r["cty_code"]: r["iso3"] for r in rows(os.path.join(data, "us-tariffs", "census_to_iso3.csv"))}
        iso3["0003"] = "EU"
        known = concordance(data)
        measures = Measures()
        usa, goods = world.d["USA"], world.goods
        eu = [world.d[c] for c in EU_REGIONS]
        overrides = Overrides()
        old = world.flow[:, usa, :]

        self.partners = {}
        numbers = collections.defaultdict(lambda: np.zeros((4, len(world.sectors))))
        spread = collections.defaultdict(lambda: np.zeros(4))
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
            if hs[:2] in ("98", "99"):
                by_rule[RULES[4]] += value
                spread[code] += record
                continue
            rule = None
            candidates = overrides.find(hs) or known.get(hs[:6])
            if candidates is None:
                rule, candidates = RULES[2], known.get(hs[:4]) or known.get(hs[:2]) or ()
            if not candidates:
                by_rule[RULES[3]] += value
                spread[code] += record
                continue
            by_rule[rule or RULES[len(candidates) > 1]] += value
            at = [world.s[c] for c in candidates]
            weight = old[at][:, eu].sum(axis=1) if region == "EU" else old[at, world.d[region]]
            if weight.sum() <= 0:
                weight = all_2022[at]
            numbers[code][:, at] += record[:, None] * weight / weight.sum()
        for code, extra in spread.items():
            numbers[code] += extra[:, None] * numbers[code][0] / numbers[code][0].sum()
        self.numbers, self.sectors = numbers, len(world.sectors)
        report["customs_rules"] = by_rule
        report["us_measures"] = by_measure
        assert abs(sum(x[0].sum() for x in numbers.values()) - sum(by_rule.values())) < 1
        assert all(not x[:, ~goods].any() for x in numbers.values())

    def of_region(self, region):
        """[4, S] of all partners that make up a region of the world (or of "EU"); zero where the records have none."""
        parts = [self.numbers[code] for code, to in sorted(self.partners.items()) if to == region]
        return sum(parts) if parts else np.zeros((4, self.sectors))
