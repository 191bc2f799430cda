"""What markets/lng2024.md says; most of its numbers are computed here."""

import tables
from flows import BUYERS, CONTRACTS, INCOMPLETE, SCALED, SUPPLIERS


def share(base, flows, passage, buyer=None):
    """Part of what a buyer takes, or the world, that sails through a passage in the base."""
    through = sum(float(line[3]) for line in flows if passage in line[6].split(";") and buyer in (None, line[1]))
    return 100 * through / (base.quantity[buyer] if buyer else sum(base.quantity.values()))


def by_quality(base):
    total = {"observed": 0.0, "derived": 0.0, "assumed": 0.0}
    for pair, mt in base.x.items():
        total[base.how[pair][0]] += mt
    return total


def write(base, supply, demand, flows, without):
    quality, all_mt = by_quality(base), sum(base.quantity.values())
    japan = sorted(((mt, o) for (o, d), mt in base.x.items() if d == "JPN"), reverse=True)
    gulf = 100 * sum(base.x.get((o, "JPN"), 0) for o in ("QAT", "ARE", "OMN")) / base.quantity["JPN"]
    text = ["""# The built-in market `lng2024`

Liquefied natural gas, 2024: %d suppliers, %d buyers, %.1f Mt. Written by `markets/lng2024/make.py`; do not edit.
The columns are those of a market folder (`docs/formats.md`); what makes the base year an exact solution is computed when it is read.

    markets/lng2024/make.py --data DATA            # makes it anew
    markets/lng2024/make.py --data DATA --check    # only compares

DATA holds `energy`. Quality of the flows, by quantity: observed %.1f %%, derived %.1f %%, assumed %.1f %%.

| data | source | terms |
|---|---|---|
| flows, unit values | CEPII, BACI V202601 (Gaulier and Zignago 2010), HS 271111, 2024 | Etalab 2.0 |
| regasification | Global Energy Monitor, Global Gas Infrastructure Tracker, October 2024 | CC BY 4.0 |
| full cost at the plant | delivered costs of 2019 in Zwickl-Bernhard (2024), mean over destinations less 0.1275 USD/MMBtu a day; Canada: CERI (2018) | figures, quoted |
| Canada's capacity by year | a register of filings of 29 September 2026 | facts |
| ways | shortest paths on the network of searoute | Apache-2.0; not for navigation |
| contracts below | companies and ministries by press | facts |
""" % (len(SUPPLIERS), len(BUYERS), all_mt, *(100 * quality[k] / all_mt for k in ("observed", "derived", "assumed")))]
    text.append("""
No cell of the Energy Institute's review is in it, nor anything computed of one. Where customs are plainly incomplete the
cells are **assumed**, in this way:

| buyer | Mt | how |
|---|---:|---|
""")
    for d, (_, _, _, source) in INCOMPLETE.items():
        text.append("| %s | %.2f | %s |\n" % (BUYERS[d], base.quantity[d], source))
    for (o, d), (_, _, source) in CONTRACTS.items():
        text.append("| %s, from %s | %.2f | %s |\n" % (BUYERS[d], SUPPLIERS[o], base.x[o, d], source))
    for d, (_, source) in SCALED.items():
        text.append("| %s | %.2f | %s (derived) |\n" % (BUYERS[d], base.quantity[d], source))
    text.append("""
Left out: flows below 20,000 t; pipeline gas that customs book as liquefied (Israel, Mozambique to South Africa, the United States
with its neighbours); re-exports of buyers. Sakhalin-2 is taken to run at 10.2 Mt; what Japan, Korea and Taiwan do not take goes to China
(assumed), the rest of Russia's gas is of Yamal and the Baltic.

## Observed, derived, assumed

| what | quality |
|---|---|
| quantities | as said above; column `quality` of each row |
| prices of buyers | derived: unit values of eleven exporters at 52 MMBtu a tonne, Europe pooled; Other Asia, Kuwait, Brazil, Latin America assumed |
| capacity of suppliers that ship | derived: their output of 2024, since plants ran near full; what they can do beyond it is the surge of 2 %% (assumed) |
| cost at the plant | derived or assumed by row; cash cost 45 %% of full cost: assumed |
| Canada's path | operating and firm: facts; `advanced` and `named` are proposals; full capacity from the first year, no ramp |
| Canada's reference flows | assumed: 30 %% Japan, 25 Korea, 25 China, 10 Taiwan, 5 India, 5 Singapore and Malaysia of its capacity of %s Mt |
| elasticities, stiffness (sigma 5), floors (0.6), entry wedge (0.25) | assumed |
| freight | derived from a formula whose charter rate (60,000 USD a day), speed (17 knots), fuel and fees are assumed; tolls: Panama 0.20 (published), Suez 0.26 (assumed) |
| who owns a supplier | assumed: its own region |

Freight in `arcs.csv` is without tolls; those are in `passages.csv`, and a way costs both. %d ways join %d pairs; the first of a pair is
the cheapest, the others serve when a passage is closed. No way: %s. A group lands at one port:
China at Shanghai, Singapore and Malaysia at Singapore, Other Asia at Moheshkhali, Latin America at Andres, Egypt at Ain Sukhna. Australia is 0.6
Dampier and 0.4 Gladstone and passes what either of them does, Congo sails as Angola. Forbidden: Yamal to the United Kingdom, Poland, Germany; Sakhalin to the EU,
the United Kingdom, Brazil, Latin America. Egypt: the network puts Ain Sukhna behind the canal, which is undone, and its way around the Cape is pieced together
(assumed). Regasification is left out where it is below imports (Taiwan: new tanks since).

The world's regions of groups are those of their largest member: %s.

## Checked against published figures

| what | here | published |
|---|---:|---:|
""" % (next(line[5] for line in supply if line[0] == "CAN"), len(flows), len({line[:2] for line in flows}),
       ", ".join("%s to %s" % pair for pair in without),
       ", ".join("%s %s" % (line[1], line[2]) for line in demand if line[0] in ("SEA", "OAS", "LAM", "REU"))))
    published = {"AUS": "25.1", "MYS": "10.2", "RUS_S": "5.7"}
    for mt, o in japan:
        if o in published:
            text.append("| Japan from %s, Mt | %.2f | %s (customs) |\n" % (SUPPLIERS[o], mt, published[o]))
    text.append("| Japan in all, Mt | %.1f | 65.9 (customs) |\n" % base.quantity["JPN"])
    text.append("| Japan from Qatar, Oman and the Emirates, %% | %.1f | about 11 (METI) |\n" % gulf)
    text.append("| Japan through Hormuz, %% | %.1f | about 6 (METI) |\n" % share(base, flows, "hormuz", "JPN"))
    text.append("| world through Hormuz, %% | %.1f | 20 (press) |\n" % share(base, flows, "hormuz"))
    text.append("| world, Mt | %.1f | 411 (IGU), 406 (GIIGNL) |\n" % all_mt)
    text.append("""
The world's total is lower because customs miss buyers who do not report, ship-to-ship trade and small parcels.

## Doubtful

Unit values of customs are of contracts, months old, and not spot prices. Costs are those of 2019. The Red Sea is open here; in 2024 most
carriers went around the Cape. Shares through the Taiwan Strait and the Luzon Strait hang on tens of kilometres. Sakhalin's and
Yamal's shares of China's imports are a guess; the network has no Northern Sea Route. New plants of others than Canada are not in it.
""")
    return "".join(text)
