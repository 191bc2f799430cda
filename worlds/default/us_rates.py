"""Step 5: what a good pays on entering the United States on 1 May and on 22 August 2026, by HS code and partner.

The measures and their codes are in default-us-measures.csv; who claims CUSMA in default-us-preference.csv. The duty of
2024 (MFN, preferences, section 301 on China) is the base; the emergency-powers tariffs are void since 20 February 2026.
A rate that a partner has "in all" is a floor that takes the place of the base; the others come on top.

On 22 August 2026 the surcharge of section 122 has lapsed (23 July). Section 301 (forced labour, default-us-301.csv) stands
in its place for 60 economies, "flat" on top or "cap", in all; and on Brazil 25 points more. Its list of exempt goods was
not to be had: that of the surcharge stands for it. Section 338 (default-us-338.csv) puts 50 points on listed goods from
Canada, claims of CUSMA or not, except on what section 232 covers.
"""

from regions import EU
from tables import beside

US_CONTENT = 0.40  # of a car from Canada or Mexico that claims CUSMA: charged on the rest (tariff-rate-tracker)
FLOOR = 0.15       # in all, for Japan, the EU and Korea: cars and parts; annex III of metals for everybody
PAID_2018 = {"CAN", "MEX", "EU", "SVK", "GBR", "JPN", "KOR", "AUS", "BRA", "ARG", "UKR"}  # did not pay it in 2024
EUROPE = {"EU"} | set(EU)


class Prefixes:
    """Longest prefix of a code in a table."""

    def __init__(self, pairs):
        self.table = dict(pairs)
        self.lengths = sorted({len(k) for k in self.table}, reverse=True)

    def find(self, code):
        for k in self.lengths:
            if code[:k] in self.table:
                return self.table[code[:k]]
        return None


class Measures:
    # A good that is a car or its part is that before it is an article of metal; annex III comes before I-B, whose
    # headings are wider. "exempt" and "surcharge" are what no other measure covers.
    ORDER = ("cars", "trucks", "parts", "buses", "softwood", "furniture", "metals_ia", "metals_iii", "metals_ib",
             "exempt")

    def __init__(self):
        table = {r["measure"]: r for r in beside("default-us-measures.csv")}
        self.lists = {name: Prefixes((hs, name) for hs in r["hs"].split()) for name, r in table.items()}
        self.points = {name: float(r["rate_pct"]) / 100 for name, r in table.items()}
        share = beside("default-us-preference.csv")
        self.share = {"CAN": Prefixes((hs, float(r["canada"])) for r in share for hs in r["hs"].split()),
                      "MEX": Prefixes((hs, float(r["mexico"])) for r in share for hs in r["hs"].split())}

        rows_301 = beside("default-us-301.csv")
        self.flat = {r["partner"]: float(r["rate_pct"]) / 100 for r in rows_301 if r["kind"] == "flat"}
        self.cap = {r["partner"]: float(r["rate_pct"]) / 100 for r in rows_301 if r["kind"] == "cap"}
        self.on_top = {r["partner"]: float(r["rate_pct"]) / 100 for r in rows_301 if r["kind"] == "on top"}
        self.s338 = Prefixes((hs, float(r["rate_pct"]) / 100) for r in beside("default-us-338.csv") for hs in r["hs"].split())

    def claims(self, partner, hs):
        """Share of customs value that claims CUSMA, 0 for others."""
        return (self.share[partner].find(hs) or 0.0) if partner in self.share else 0.0

    def measure(self, hs):
        for name in self.ORDER:
            if self.lists[name].find(hs):
                return name
        return "surcharge"

    def rate(self, partner, hs, base):
        """The measure that a good falls under, and its rate on customs value; base is what it paid in 2024."""
        name = self.measure(hs)
        points, claims = self.points[name], self.claims(partner, hs)
        if name in ("cars", "trucks", "parts"):
            if name != "trucks" and (partner in EUROPE or partner in ("JPN", "KOR")):
                return name, max(base, FLOOR)
            if partner == "GBR" and name == "cars":
                return name, base + 0.075
            if partner == "GBR" and name == "parts":
                return name, max(base, 0.10)
            free = claims if name == "parts" else claims * US_CONTENT
            return name, base + points * (1 - free)
        if name == "furniture":
            if partner in EUROPE or partner == "JPN":
                return name, max(base, FLOOR)
            return name, base + (0.10 if partner == "GBR" else points)
        if name == "metals_iii":
            return name, max(base, points)
        if name in ("metals_ia", "metals_ib"):
            if partner not in PAID_2018:
                for paid in ("steel2018", "aluminium2018"):
                    if self.lists[paid].find(hs):
                        base = max(0.0, base - self.points[paid])
            if partner == "RUS" and hs[:2] == "76":
                return name, base + 2.0
            if partner == "GBR" and hs[:2] != "74":
                points = 0.25 if name == "metals_ia" else 0.15
            return name, base + points
        if name == "surcharge":
            return name, base + points * (1 - claims)
        return name, base + points

    def rate_august(self, partner, hs, base):
        """The same on 22 August 2026."""
        name, rate = self.rate(partner, hs, base)
        if name not in ("surcharge", "exempt"):
            return name, rate
        rate = base
        if name == "surcharge":
            of = "EU" if partner in EUROPE else partner
            if of in self.cap:
                rate = max(base, self.cap[of])
            else:
                rate = base + self.flat.get(of, 0.0) * (1 - self.claims(partner, hs)) + self.on_top.get(of, 0.0)
        if partner == "CAN":
            rate += self.s338.find(hs) or 0.0
        return name, rate
