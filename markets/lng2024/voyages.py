"""What a voyage costs, by which way: the shortest paths of routes.csv, from all of which the cheapest are taken."""

import os

import tables

SPEED = "days_17kn"
CARGO = 74000 * 52.0  # MMBtu delivered by a carrier of 174,000 m3, net of heel and boil-off
CHARTER, PORT_DAYS, PORT_FEES = 60000.0, 3.0, 300000.0  # USD a day; days and USD for the voyage there and back
FUEL = 90 * 52.0 * 10.0  # USD a day: 90 t of gas at 10 USD/MMBtu
TOLL = {"panama": 0.20, "suez": 0.26}  # USD/MMBtu, for the voyage there and back
PASSAGES = (("hormuz", "Strait of Hormuz"), ("malacca", "Strait of Malacca"), ("sunda", "Sunda Strait"),
            ("taiwan_strait", "Taiwan Strait"), ("luzon_strait", "Luzon Strait"), ("bab_el_mandeb", "Bab el-Mandeb"),
            ("suez", "Suez Canal"), ("gibraltar", "Strait of Gibraltar"), ("panama", "Panama Canal"),
            ("cape", "Cape of Good Hope"))
NAMES = [name for name, _ in PASSAGES]
# Where a supplier loads and a buyer discharges, with the part of it; others have their own code in routes.csv.
LOADS = {"AUS": (("AUS_W", 0.6), ("AUS_E", 0.4)), "COG": (("AGO", 1.0),)}
DISCHARGES = {"CHN": "CHN_N", "SEA": "SGP", "OAS": "BGD", "LAM": "DOM", "EGY": "EGY_S"}


def freight(days):
    """USD/MMBtu without tolls; days one way."""
    return ((2 * days + PORT_DAYS) * CHARTER + PORT_FEES + 2 * days * FUEL) / CARGO


def tolls(passages):
    return sum(TOLL.get(p, 0.0) for p in passages)


class Voyages:
    def __init__(self, data):
        self.known = {}  # (from, to) -> {closed: (days, passages)}
        for r in tables.rows(os.path.join(data, "routes.csv")):
            if r["feasible"] != "yes" or r["opened"]:
                continue
            passed = tuple(p for p in r["passages"].split("+") if p in NAMES)
            self.known.setdefault((r["from"], r["to"]), {})[r["closed"]] = (float(r[SPEED]), passed)
        self.mend_egypt()

    def mend_egypt(self):
        """Ain Sukhna lies at the southern mouth of the canal, on the network behind it: ships from the south do not pass
        the canal, and those from the north can go around the Cape, about as far as to India less what India is farther off
        than Egypt is from Mozambique, by which they pass."""
        detour = self.known["MOZ", "EGY_S"][""][0] - self.known["MOZ", "IND"][""][0]
        for (o, d), ways in list(self.known.items()):
            if d != "EGY_S":
                continue
            south = "bab_el_mandeb" in ways[""][1]
            if south:
                ways = {closed: (days, tuple(p for p in passed if p != "suez")) for closed, (days, passed) in ways.items()}
            else:
                around = self.known[o, "IND"].get("suez") or self.known[o, "IND"][""]
                if "cape" in around[1]:
                    ways["suez"] = (around[0] + detour, ("cape", "bab_el_mandeb"))
            self.known[o, d] = ways

    @staticmethod
    def cheapest(known):
        """(days, passages) of the cheapest way among those of two ports."""
        return min(known.values(), key=lambda way: (round(freight(way[0]) + tolls(way[1]), 6), len(way[1]), way[1]))

    def ways(self, o, d):
        """All ways from a supplier to a buyer that are worth it, the cheapest first: (days, passages). A way is left out
        where another costs no more and passes nothing that it does not pass."""
        to = DISCHARGES.get(d, d)
        loads = [(self.known.get((place, to)), part) for place, part in LOADS.get(o, ((o, 1.0),))]
        if any(known is None for known, _ in loads):
            return []
        found = []
        for closed in sorted({c for known, _ in loads for c in known}):
            days, passed = 0.0, []
            for known, part in loads:
                way = known.get(closed) or known[""]
                days += part * way[0]
                passed += [p for p in way[1] if p not in passed]
            found.append((freight(days) + tolls(passed), days, tuple(passed)))
        kept = []
        for cost, days, passed in sorted(found, key=lambda way: (round(way[0], 6), len(way[2]), way[2])):
            if not any(set(other) <= set(passed) for _, _, other in kept):
                kept.append((cost, days, passed))
        return [(days, passed) for _, days, passed in kept]
