"""What markets/energy.md says."""

GULF = "SAU ARE KWT IRQ IRN QAT BHR OMN".split()


def part_of(passed, fuel, o, d, strait):
    for f, oo, dd, text, _, _ in passed:
        if (f, oo, dd) == (fuel, o, d):
            for word in text.split(";"):
                name, _, number = word.partition(" ")
                if name == strait:
                    return float(number or 1)
    return 0.0


def write(origins, passed):
    def share(d, fuel, some):
        return 100 * sum(float(r[6]) for r in origins if r[:2] == (d, fuel) and r[2] in some)

    def through(d, fuel, strait):
        return 100 * sum(float(r[6]) * part_of(passed, fuel, r[2], d, strait) for r in origins if r[:2] == (d, fuel))

    def importers(fuel):
        return len({r[0] for r in origins if r[1] == fuel})

    return """# Built-in tables of energy

What `tradewind accounts REGION --energy` knows without a file of the user's. Written by `markets/energy/make.py`; do not edit.

    markets/energy/make.py --data DATA            # makes it anew
    markets/energy/make.py --data DATA --check    # only compares

| table | what | source and terms |
|---|---|---|
| `origins.csv` | crude of %d importers and liquefied gas of %d, 2024, by country of origin | CEPII, BACI V202601 (Gaulier and Zignago 2010), HS 2709 and 271111, Etalab 2.0; gas mended as in [lng2024.md](lng2024.md) |
| | liquefied petroleum gas (2023) and uranium (before 2011), Japan alone | Japan LP Gas Association and World Nuclear Association by press, quoted; the split of a pair of countries, and uranium beside Australia's third, assumed |
| `ways.csv` | straits that a flow passes, with the part of it that does | shortest paths on the network of searoute (Apache-2.0); parts below |
| `stocks.csv` | days of use in stock | governments and press, a source a row; Korea's oil, the European rule, Japan's petroleum gas and uranium assumed |

**Not in it**: coal by origin, and pipeline gas by origin, for want of an openly licensed table; primary energy, which only the Energy
Institute or national statistics have, and whose terms keep it out. Give your own with `--origins` and `--balance`. Straits for coal of
Australia, Canada and Indonesia to five buyers are there for such a table.

Quality: quantities are observed but where a row says otherwise: crude whose unit value is more than %s times off the exporter's usual one has
tonnes derived from its value; gas of Türkiye and Kuwait, and part of Bangladesh's and Poland's, is assumed from contracts. Below half a per cent of an importer's total
exporters are one row, OTHER. The European Union is its 27 members together, trade among them left out. Heat: 42.3, 48.0 and 47.3 PJ a million tonnes
of crude, gas and petroleum gas (net; IPCC Guidelines 2006). Türkiye's crude is
left out: its customs do not name partners. Customs do not see what sails under another name either: what China books as Malaysia's and others'
crude is by press largely Iran's.

Straits: 0.88 of Saudi and 0.65 of the Emirates' crude is loaded inside Hormuz, the rest at Yanbu and at Fujairah (after EIA, by a public disruption table; observed);
Iraq, Iran, Kuwait, Qatar and Bahrain load inside. Ways between ports that stand for a coast are `assumed`: Brazil sails as Angola, Libya as
Algeria, Guyana, Venezuela and Colombia as Trinidad, Ecuador as Peru, Gabon as Equatorial Guinea; Russia's crude to Northeast Asia is of Kozmino
and else comes from the north west; tankers of the American Atlantic coast to Asia go around the Cape, being too large for the canals; Canada's to Northeast Asia is of Vancouver. Where no port stands in, `complete` is 0: then only Hormuz is known.

| what | here | published |
|---|---:|---:|
| Japan's crude from the Gulf, %% | %.1f | 95 (press, 2026: Middle East) |
| Japan's crude through Hormuz, %% | %.1f | 70 (press, 2026) |
| Japan's gas through Hormuz, %% | %.1f | about 6 (METI, 2026) |
| Japan's gas from Qatar, Oman and the Emirates, %% | %.1f | about 11 (METI, 2026) |
""" % (importers("crude"), importers("lng"), "2.5", share("JPN", "crude", GULF), through("JPN", "crude", "hormuz"),
       through("JPN", "lng", "hormuz"), share("JPN", "lng", ("QAT", "OMN", "ARE")))
