"""Who shipped how much liquefied gas to whom in 2024, by customs, and what is put where customs are plainly incomplete.

Every flow is from CEPII's BACI but for the tables below. Three buyers do not report partners, or not at all: Türkiye, Kuwait
and Bangladesh. Their cells are NOT those of a statistical review: they are built of contracts that companies and ministries
announced, of what sellers' customs say, and of a neighbour's mix for what is left. All of that is `assumed`.
"""

import collections
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tables  # noqa: E402

YEAR = "2024"
HEAT = 52.0  # gross MMBtu a tonne
LEAST = 0.02  # Mt: smaller flows are left out
BACI = "CEPII BACI V202601, HS 271111, 2024"

SUPPLIERS = collections.OrderedDict((
    ("QAT", "Qatar"), ("ARE", "United Arab Emirates"), ("OMN", "Oman"), ("AUS", "Australia"), ("USA", "United States"),
    ("CAN", "Canada"), ("RUS_S", "Russia: Sakhalin"), ("RUS_Y", "Russia: Yamal and Baltic"), ("MYS", "Malaysia"),
    ("IDN", "Indonesia"), ("BRN", "Brunei"), ("PNG", "Papua New Guinea"), ("NGA", "Nigeria"), ("AGO", "Angola"),
    ("GNQ", "Equatorial Guinea"), ("CMR", "Cameroon"), ("MOZ", "Mozambique"), ("DZA", "Algeria"), ("EGY", "Egypt"),
    ("NOR", "Norway"), ("TTO", "Trinidad and Tobago"), ("PER", "Peru"), ("COG", "Congo")))
BUYERS = collections.OrderedDict((
    ("JPN", "Japan"), ("KOR", "Korea"), ("TWN", "Taiwan"), ("CHN", "China"), ("IND", "India"), ("PAK", "Pakistan"),
    ("OAS", "Bangladesh, Philippines, Viet Nam, Hong Kong, Indonesia, Myanmar"), ("THA", "Thailand"),
    ("SEA", "Singapore and Malaysia"), ("KWT", "Kuwait"), ("EGY", "Egypt"), ("TUR", "Türkiye"), ("ITA", "Italy"),
    ("ESP", "Spain"), ("FRA", "France"), ("GBR", "United Kingdom"), ("NLD", "Netherlands"), ("DEU", "Germany"),
    ("POL", "Poland"), ("REU", "Rest of the EU"), ("BRA", "Brazil"), ("LAM", "Other Latin America and Caribbean")))
MEMBERS = {"S19": "TWN"}  # BACI's code for Taiwan
MEMBERS.update({code: code for code in BUYERS if code not in ("OAS", "SEA", "REU", "LAM", "TWN")})
MEMBERS.update(dict.fromkeys("BEL PRT LTU FIN HRV GRC SWE MLT EST IRL DNK AUT HUN CZE SVN SVK ROU BGR LUX LVA CYP".split(), "REU"))
MEMBERS.update(dict.fromkeys("SGP MYS".split(), "SEA"))
MEMBERS.update(dict.fromkeys("BGD PHL VNM HKG IDN MMR".split(), "OAS"))
MEMBERS.update(dict.fromkeys("ARG CHL COL DOM JAM PAN SLV MEX".split(), "LAM"))
# Booked as liquefied gas by customs, and moved by pipe or lorry.
NOT_SHIPPED = {("ISR", "EGY"), ("ISR", "JOR"), ("MOZ", "ZAF"), ("USA", "MEX"), ("USA", "CAN"), ("CAN", "USA")}
# Whose unit values make the buyers' prices: exporters with contracts of size; a re-exporter's are of small parcels.
PRICED = set("RUS QAT USA AUS MYS NGA OMN DZA IDN PNG BRN".split())
SAKHALIN = 10.2  # Mt of Sakhalin-2 in a year near its capacity: what Japan, Korea and Taiwan leave of it goes to China

# Buyers whose customs lack partners: total, what contracts give, and whose mix of origins fills up what is left.
INCOMPLETE = {
    "TUR": (10.0, {"DZA": 3.2}, "ESP",
            "total assumed (round); Algeria: contract of 4.4 bcm or 3.2 Mt a year, extended in 2023 (Turkish energy ministry by LNG "
            "Prime); sellers' customs where they report (BACI); the rest in the proportions of Spain's imports in BACI"),
    "KWT": (6.0, {"QAT": 3.0}, "IND",
            "total assumed (round); Qatar: contract of 3 Mt a year from 2022 (companies by press, December 2020); sellers' customs "
            "where they report (BACI); the rest in the proportions of India's imports in BACI"),
}
# Single flows put in where they are more than customs have; added to what other members of the group report.
CONTRACTS = {
    ("QAT", "OAS"): (3.5, "BGD", "Bangladesh does not report: the contracts of 2017 and 2018 with Qatar and a trader, together 3.5 to 4 "
                                 "Mt a year (bdnews24, June 2023), taken to load in Qatar"),
    ("QAT", "POL"): (1.8, "POL", "partner confidential in customs: order of the contract in force in 2024"),
    ("USA", "POL"): (2.3, "POL", "partner confidential in customs: order of the contract in force in 2024"),
}
SCALED = {"GBR": (7.6, "shares of BACI, scaled to the year's total of 7.6 Mt (Banchero Costa)")}


class Base:
    """x[o, d]: Mt; how[o, d]: quality and source; price[d]: USD/MMBtu; member[d, country]: Mt of group members."""

    def __init__(self, data):
        self.x, self.how, self.member = collections.Counter(), {}, collections.Counter()
        value, priced, by_country = collections.Counter(), collections.Counter(), collections.Counter()
        for r in tables.rows(os.path.join(data, "baci_crude_lng_2019_2024.csv.gz")):
            d, pair = MEMBERS.get(r["importer"]), (r["exporter"], r["importer"])
            if r["hs"] != "271111" or r["year"] != YEAR or not r["tonnes"] or d is None or pair in NOT_SHIPPED:
                continue
            o, mt = r["exporter"], float(r["tonnes"]) / 1e6
            if o in PRICED:
                value[d] += float(r["value_usd"]) / 1e6
                priced[d] += mt
            if o == "RUS":
                o = "RUS_S" if d in ("JPN", "KOR", "TWN") else "RUS_Y"
            if o in SUPPLIERS and o != d:
                self.x[o, d] += mt
                self.member[d, r["importer"]] += mt
                by_country[o, r["importer"]] += mt
        split = SAKHALIN - sum(self.x["RUS_S", d] for d in ("JPN", "KOR", "TWN"))
        self.x["RUS_S", "CHN"] = split
        self.x["RUS_Y", "CHN"] -= split
        for pair in self.x:
            self.how[pair] = ("observed", BACI)
            if pair[0].startswith("RUS"):
                self.how[pair] = ("assumed" if pair[1] == "CHN" else "observed", BACI + "; Russia split into two coasts")
        self.country = by_country  # [exporter, importer country] Mt by customs and contracts, for single countries
        self.fill(by_country)
        self.x = {pair: float(tables.number(mt, 4)) for pair, mt in self.x.items() if mt >= LEAST}
        self.quantity = {d: sum(mt for (_, e), mt in self.x.items() if e == d) for d in BUYERS}
        self.output = {o: sum(mt for (p, _), mt in self.x.items() if p == o) for o in SUPPLIERS}
        self.prices(value, priced)

    def fill(self, by_country):
        for d, (total, given, like, source) in INCOMPLETE.items():
            row = {o: max(given.get(o, 0), self.x.pop((o, d), 0)) for o in SUPPLIERS}
            row = {o: mt for o, mt in row.items() if mt >= LEAST}
            mix = {o: self.x[o, like] for o in SUPPLIERS if self.x[o, like] >= LEAST}
            left = (total - sum(row.values())) / sum(mix.values())
            for o in SUPPLIERS:
                self.x[o, d] = row.get(o, 0) + left * mix.get(o, 0)
                self.how[o, d] = ("assumed", source)
        for (o, d), (mt, country, source) in CONTRACTS.items():
            if mt > by_country[o, country]:
                self.x[o, d] += mt - by_country[o, country]
                self.member[d, country] += mt - by_country[o, country]
                by_country[o, country] = mt
                self.how[o, d] = ("assumed", source)
        for d, (total, source) in SCALED.items():
            scale = total / sum(mt for (_, e), mt in self.x.items() if e == d)
            for o in SUPPLIERS:
                if (o, d) in self.x:
                    self.x[o, d] *= scale
                    self.how[o, d] = ("derived", BACI + ": " + source)

    def prices(self, value, priced):
        """Unit values of customs; pooled over Europe, whose single ones are of few cargoes; assumed where there are none."""
        europe = "TUR ITA ESP FRA GBR NLD DEU POL REU".split()
        pooled = [d for d in europe if d != "TUR"]
        self.price = {d: value[d] / priced[d] / HEAT for d in ("JPN", "KOR", "TWN", "CHN", "IND", "PAK", "THA", "SEA", "EGY")}
        self.price.update(dict.fromkeys(europe, sum(value[d] for d in pooled) / sum(priced[d] for d in pooled) / HEAT))
        self.how_price = {d: ("derived", "unit value of customs, BACI" + (", pooled over Europe" if d in europe else ""))
                          for d in self.price}
        for d, price in (("OAS", 11.0), ("KWT", 11.5), ("BRA", 11.5), ("LAM", 10.5)):
            self.price[d], self.how_price[d] = price, ("assumed", "between the neighbours' unit values")
        self.price = {d: round(price, 2) for d, price in self.price.items()}
