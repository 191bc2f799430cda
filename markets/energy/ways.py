"""Which straits a cargo passes from a country to a country, with the part of it that does: from the routes of single ports.

Where a port has no route of its own for a fuel another one on the same coast stands in; where none does, all that is said is
whether the cargo comes out of the Gulf.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lng2024"))
from voyages import NAMES  # noqa: E402

GULF = "SAU ARE KWT IRQ IRN QAT BHR".split()
# Part of a country's crude that is loaded inside the Gulf: the rest leaves by pipe, at Yanbu and at Fujairah.
INSIDE = {"SAU": 0.88, "ARE": 0.65}
EAST = "JPN KOR TWN CHN".split()
# Ports, or ports that stand in, by fuel and country: (port, part).
LOADS = {
    "crude": {"KWT": "KWT_OIL", "IRQ": "KWT_OIL", "IRN": "KWT_OIL", "BHR": "KWT_OIL", "QAT": "KWT_OIL", "OMN": "OMN", "USA": "USA",
              "NGA": "NGA", "AGO": "AGO", "COG": "AGO", "GNQ": "GNQ", "GAB": "GNQ", "CMR": "CMR", "DZA": "DZA", "LBY": "DZA",
              "EGY": "EGY", "NOR": "NOR", "GBR": "NOR", "TTO": "TTO", "GUY": "TTO", "VEN": "TTO", "COL": "TTO", "PER": "PER",
              "ECU": "PER", "BRA": "AGO", "AUS": "AUS_W", "IDN": "IDN", "MYS": "MYS", "BRN": "BRN", "PNG": "PNG"},
    "lpg": {"USA": "USA", "CAN": "CAN_RUP", "AUS": "AUS_W", "QAT": "QAT", "SAU": "SAU"},
    "coal": {"AUS": "AUS_NEW", "IDN": "IDN", "CAN": "CAN_VAN"},
}
STANDS_IN = set("IRQ IRN BHR QAT COG GAB LBY GBR GUY VEN COL ECU BRA".split())
DISCHARGES = {"JPN": "JPN", "KOR": "KOR", "TWN": "TWN", "CHN": "CHN_N", "IND": "IND", "PAK": "PAK", "BGD": "BGD", "THA": "THA",
              "SGP": "SGP", "MYS": "SGP", "IDN": "SGP", "KWT": "KWT", "EGY": "EGY_S", "TUR": "TUR", "GRC": "TUR", "ITA": "ITA",
              "HRV": "ITA", "ESP": "ESP", "FRA": "FRA", "PRT": "FRA", "IRL": "GBR", "GBR": "GBR", "NLD": "NLD", "BEL": "REU",
              "DEU": "DEU", "POL": "POL", "LTU": "POL", "FIN": "POL", "SWE": "POL", "DNK": "POL", "BRA": "BRA", "CHL": "CHL",
              "MEX": "MEX", "DOM": "DOM", "COL": "DOM", "JAM": "DOM", "PAN": "DOM"}
OWN_PORT = set(DISCHARGES) - set("MYS IDN GRC HRV PRT IRL LTU FIN SWE DNK COL JAM PAN".split())
BY_PIPE = {("CAN", "USA"), ("KAZ", "CHN"), ("RUS", "SVK"), ("RUS", "HUN"), ("RUS", "CZE"), ("IRQ", "JOR"), ("NOR", "GBR")}


class Ways:
    def __init__(self, voyages):
        self.voyages = voyages

    def passed(self, port, to, fuel):
        """Straits on the cheapest way between two ports; None: no route is known."""
        known = self.voyages.known.get((port, to))
        if known is None and port in ("KWT_OIL", "SAU", "ARE"):
            known = self.voyages.known.get(("QAT", to))  # the same way, from the next berth
        if known is None and port == "ARE_FUJ":
            known = self.voyages.known.get(("OMN", to))
        if known is None and port == "SAU_YAN":
            east = self.voyages.known.get(("OMN", to), {}).get("")
            west = self.voyages.known.get(("EGY", to), {}).get("")
            if east is None or west is None:
                return None
            if "suez" in east[1]:
                return ("suez",) + west[1]
            return ("bab_el_mandeb",) + east[1]
        if known is None:
            return None
        if fuel == "crude" and port in ("USA", "TTO"):  # tankers of size fit neither canal laden
            around = {c: way for c, way in known.items() if not {"panama", "suez"} & set(way[1])}
            known = around or known
        return self.voyages.cheapest(known)[1]

    def parts(self, fuel, o, d, coasts=None):
        """{strait: part}, whether all straits are known, and the quality of it."""
        if (o, d) in BY_PIPE and fuel == "crude":
            return {}, True, "assumed"
        to, loads = DISCHARGES.get(d), [(LOADS.get(fuel, {}).get(o), 1.0)]
        if fuel == "crude" and o in INSIDE:
            loads = [(o, INSIDE[o]), ("SAU_YAN" if o == "SAU" else "ARE_FUJ", 1 - INSIDE[o])]
        if fuel == "crude" and o == "RUS":
            loads = [("RUS_KOZ" if d in EAST else "RUS_Y", 1.0)]
        if fuel == "crude" and o == "CAN" and d in EAST:
            loads = [("CAN_VAN", 1.0)]
        if fuel == "lng":
            loads = [(port, part) for port, part in coasts]
        found = {}
        for port, part in loads:
            way = self.passed(port, to, fuel) if port and to else None
            if way is None:
                inside = INSIDE.get(o, 1.0) if fuel == "crude" else 1.0
                return ({"hormuz": inside} if o in GULF and d not in GULF else {}), False, "assumed"
            for strait in way:
                found[strait] = found.get(strait, 0.0) + part
        own = d in OWN_PORT and not (fuel == "crude" and (o in STANDS_IN or o in ("RUS", "CAN")))
        return found, True, "derived" if own else "assumed"


def words(parts):
    """"hormuz 0.88;malacca": a strait without a number is passed by all of it."""
    order = [name for name in NAMES if parts.get(name, 0) > 5e-4]
    return ";".join(name if parts[name] > 0.9995 else "%s %s" % (name, ("%.3f" % parts[name]).rstrip("0")) for name in order)
