"""Step 3: the United States' imports of 2024 by partner, from HS codes to the world's sectors.

A code whose six digits belong to one industry goes there. A code of several is split by what the pair traded in 2014
among them. Repair (ISIC 33) and services are dropped from the candidates. Chapters 98 and 99 (goods returned, small
consignments) and codes that only services make are spread over the partner's other trade in proportion.
Each record carries the duty paid in 2024 and the rate of 1 May 2026 (us_rates.py) along to its sectors.
"""

import collections
import os

import numpy as np

from tables import EU, rows
from us_rates import Measures


def industry(isic):
    """WIOD sector of a two-digit ISIC division, None for repair, services and what has no division."""
    if not isic.isdigit():
        return None
    k = int(isic)
    if k <= 3:
        return "A%02d" % k
    if k <= 9:
        return "B"
    if k <= 12:
        return "C10-C12"
    if k <= 15:
        return "C13-C15"
    if k <= 27 or k in (29, 30):
        return "C%d" % k
    return {28: "C28_C33", 31: "C31_C32", 32: "C31_C32"}.get(k)


def concordance(data):
    """HS codes of 6, 4 and 2 digits: the set of sectors, without None."""
    sectors = collections.defaultdict(set)
    for r in rows(os.path.join(data, "concordance", "hs_isic4.csv.gz")):
        sector = industry(r["ISIC4_2d"])
        for digits in (6, 4, 2):
            sectors[r["HS_6d"][:digits]] |= {sector}
    return {code: tuple(sorted(x for x in found if x)) for code, found in sectors.items()}


RULES = ("one industry", "several industries: split by the pair's mix of 2014", "no such six digits: the heading's",
         "only services or repair: in proportion", "chapters 98 and 99: in proportion")


class Customs:
    """Imports, duty of 2024 and duty at the rates of 2026, [partner, S], for the partners of the records."""

    def __init__(self, data, world, report):
        iso3 = {r["cty_code"]: r["iso3"] for r in rows(os.path.join(data, "us-tariffs", "census_to_iso3.csv"))}
        iso3["0003"] = "EU"
        known = concordance(data)
        measures = Measures()
        usa, goods = world.d["USA"], world.goods
        eu = [world.d[c] for c in EU if c != "SVK"]
        old = world.flow[:, usa, :]

        self.partners = {}
        numbers = collections.defaultdict(lambda: np.zeros((3, len(world.sectors))))
        spread = collections.defaultdict(lambda: np.zeros(3))
        by_rule = dict.fromkeys(RULES, 0.0)
        by_measure = collections.defaultdict(lambda: collections.defaultdict(float))
        all_2014 = old.sum(axis=1)
        for r in rows(os.path.join(data, "us-tariffs", "us_imports_2024_hs10_by_country.csv.gz")):
            value, duty, hs = float(r["imports"]), float(r["duty"]), r["HS10"]
            if value <= 0:
                continue
            code = iso3[r["CTY_CODE"].zfill(4)]
            region = code if code in world.d or code == "EU" else "ROW"
            self.partners[code] = region
            measure, rate = measures.rate(code, hs, duty / value)
            by_measure[code][measure] += value
            by_measure[code]["total"] += value
            by_measure[code]["increase"] += value * rate - duty
            if measure == "cars":
                by_measure[code]["car_duty_2024"] += duty
                by_measure[code]["car_duty_2026"] += value * rate
            record = np.array([value, duty, value * rate])
            if hs[:2] in ("98", "99"):
                by_rule[RULES[4]] += value
                spread[code] += record
                continue
            rule = None
            candidates = known.get(hs[:6])
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
                weight = all_2014[at]
            numbers[code][:, at] += record[:, None] * weight / weight.sum()
        for code, extra in spread.items():
            numbers[code] += extra[:, None] * numbers[code][0] / numbers[code][0].sum()
        self.numbers = numbers
        report["customs_rules"] = by_rule
        report["us_measures"] = by_measure
        assert abs(sum(x[0].sum() for x in numbers.values()) - sum(by_rule.values())) < 1
        assert all(not x[:, ~goods].any() for x in numbers.values())

    def of_region(self, region):
        """[3, S] of all partners that make up a region of the world (or of "EU")."""
        return sum(self.numbers[code] for code, to in sorted(self.partners.items()) if to == region)
