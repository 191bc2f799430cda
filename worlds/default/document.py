"""Writes worlds/default.md: what each step changed, in money, and checks against published figures."""

import os

import numpy as np

import folder
from tables import HERE, World, beside, rows
from us_rates import FLOOR, US_CONTENT, Measures

BILLION = 1e3  # million USD


def table(head, lines, left=1, last_words=False):
    """A Markdown table; the first `left` columns are words, the others numbers, but for the last where it is words."""
    right = len(head) - left - last_words
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * left + "---:|" * right + "---|" * last_words]
    out += ["| " + " | ".join(str(x) for x in line) + " |" for line in lines]
    return "\n".join(out) + "\n"


def money(x):
    return "{:,.1f}".format(x / BILLION)


def pct(x, digits=2):
    return "{:.{}f}".format(100 * x, digits)


def goods_trade(world):
    return world.flow[world.goods].sum(axis=0)


def step_2_3(r):
    taiwan = [(what, money(total), money(cited), money(scaled), money(rest))
              for what, total, cited, scaled, rest in r["taiwan"]]
    rules = r["customs_rules"]
    total = sum(rules.values())
    jumps = sorted(r["pairs_over_five"], key=lambda x: -x[3])[:8]
    return f"""## 2. Goods trade by pair and GDP of 2023

Goods trade between different regions goes from {money(r['goods_2014'])} billion (WIOD, 2014) to
{money(r['goods_2023'])} billion (BACI, 2023); each pair keeps its sector mix of 2014 except where step 3 replaces it.
BACI counts what crosses a border, so re-exports are in it: the Netherlands and Belgium import and export more than they
use and make, and step 6 shows what that costs. Services have no source for 2023: {money(r['services_2014'])} billion
become {money(r['services_2023'])} billion by the geometric mean of both partners' growth of GDP.
GDP is that of the World Development Indicators; in the model it is value added plus tariffs, so that all other taxes on
products count as value added. The rest of the world is the sum of all countries that are not a region by themselves.

Taiwan is in neither source. Its GDP is GDP a head times population ({money(r['taiwan_gdp'])} billion), its trade comes
from its own customs by partner, `default-taiwan.csv`; partners that no source names are scaled from 2014 with the total,
and the rest of the world gets what is left (billion USD):

{table(('Taiwan', 'total', 'cited by partner', 'scaled from 2014', 'rest of the world'), taiwan)}
Pairs above five billion that grew more than fivefold, most of them war, gold or re-exports (billion USD):

{table(('importer', 'exporter', '2014', '2023'), [(d, o, money(a), money(b)) for d, o, a, b in jumps], 2)}
## 3. Sector mix of the United States' imports

From the customs records of 2024 (HS10 by 51 partners) by the concordance of HS, all vintages, with ISIC rev. 4.
EU members keep their own mix of 2014, controlled by RAS to the EU's row (Slovakia has its own); partners that are not
regions of the world make up the mix of the rest of the world. What each rule handled:

{table(('rule', 'billion USD of 2024', '%'), [(k, '{:,.1f}'.format(v / 1e9), pct(v / total, 1)) for k, v in
                                               rules.items()])}
{money(r['us_moved'])} of {money(r['us_imports'])} billion of United States imports are in another sector than the mix
of 2014 would have them ({pct(r['us_moved'] / r['us_imports'], 1)} %). Splitting by 2014 keeps old errors: parts of
vehicles (8708), for one, are put partly into machinery. Chapter 98 (goods returned) is spread over whatever a partner
sells, most of it in fact machines, aircraft and vehicles that come home.
"""


def step_4(r):
    names = ("left at 2014", "United States: duties over imports of 2024", "agreements since 2014",
             "China's counter-tariffs")
    lines = [(n, int(c), money(v), pct(a / v), pct(b / v)) for n, (c, v, a, b, _) in zip(names, r["tariff_sources"])]
    left = r["tariff_sources"][0]
    used = [(x["agreement"], x["importer"], x["exporter"], x["sectors"], pct(cut, 1) if x["method"] == "cut" else
             "+%.1f points" % (100 * cut), money(v), pct(b / v if v else 0), pct(a / v if v else 0))
            for x, cut, v, b, a in r["agreements"]]
    gaps = [(g["agreement"], g["importer"], g["exporter"], g["in_force"], g["note"]) for g in r["gaps"]]
    return f"""## 4. Applied tariffs, 2014 to 2023

Cells are goods flows between different regions of the 44; tariffs are weighted with flows of 2023.

{table(('source', 'cells', 'billion USD', '2014, %', '2023, %'), lines)}
{int(left[0]):,} cells, {money(left[1])} billion of trade, stay at 2014, {int(left[4]):,} of them at zero already (most
are trade inside the EU). {r['us_no_customs']} flows of the United States have no customs record.
Agreements, from `default-agreements.csv` (sources there): the cut of the rate of 2014 that is reached in 2023 from what
was freed at once, in the end, and in how many steps. Shares of tariff lines stand for shares of trade, preferences are
taken to be used fully, and rows for one sector go before the others.

{table(('agreement', 'importer', 'exporter', 'sectors', 'cut, %', 'billion USD', '2014, %', '2023, %'), used, 4)}
Known and not done, because no source for rates was at hand:

{table(('what', 'importer', 'exporter', 'since', 'note'), gaps, 5)}
MFN rates (`tariff_mfn_pct`) are those of 2014 throughout. Trade of the EU with the United Kingdom stays free, as their
agreement of 2021 has it.
"""


def step_5(r):
    measures = r["us_measures"]
    iso = {x["cty_code"]: x["iso3"] for x in rows(os.path.join(r["data"], "us-tariffs", "census_to_iso3.csv"))}
    names = {}
    for x in rows(os.path.join(r["data"], "us-tariffs", "us_imports_2024_hs10_by_country.csv.gz")):
        names[x["CTY_NAME"]] = iso.get(x["CTY_CODE"], "EU")
    tracker = {names[x["country_name"]]: float(x["effective tariff"])
               for x in rows(os.path.join(r["data"], "us-tariffs", "country-by-time.csv"))
               if x["date"] == "2026-04-06" and x["country_name"] in names}
    shown = sorted(measures, key=lambda c: -measures[c]["total"])[:20]
    lines, weighted = [], np.zeros(3)
    for code in sorted(measures, key=lambda c: -measures[c]["total"]):
        m = measures[code]
        ours, theirs = 100 * m["increase"] / m["total"], tracker[code]
        weighted += m["total"] * np.array([1, ours, theirs])
        if code in shown:
            share = [pct(m[k] / m["total"], 0) for k in ("cars", "parts", "metals_ia", "metals_ib", "surcharge",
                                                         "exempt")]
            lines.append((code, "%.1f" % (m["total"] / 1e9), "%.2f" % ours, "%.2f" % theirs, "%+.2f" % (ours - theirs),
                          *share))
    lines.append(("all 51", "%.1f" % (weighted[0] / 1e9), "%.2f" % (weighted[1] / weighted[0]),
                  "%.2f" % (weighted[2] / weighted[0]), "%+.2f" % ((weighted[1] - weighted[2]) / weighted[0]),
                  *[""] * 6))
    def formula(code):
        claims = Measures().claims(code, "8703")
        rate = 25 * (1 - claims * US_CONTENT)
        return (f"25 (1 - {claims:.3f} x {US_CONTENT:.2f}) = {rate:.2f} under section 232: of cars that claim CUSMA "
                f"({100 * claims:.1f} % of value) only on the {100 - 100 * US_CONTENT:.0f} % that are not from the "
                "United States, else on all; and the duty of 2024, which is MFN where CUSMA is not claimed")

    cars = [(c, pct(measures[c]["car_duty_2024"] / measures[c]["cars"]),
             pct(measures[c]["car_duty_2026"] / measures[c]["cars"]), how)
            for c, how in (("CAN", formula("CAN")), ("MEX", formula("MEX")),
                           ("JPN", f"{100 * FLOOR:.0f} in all, in place of 25 and of the MFN rate"))]
    return f"""## 5. The United States' rates on 1 May 2026

`tariff_us_2026_05_01_pct`: by HS10 code and partner the duty of 2024 (MFN, preferences, section 301 on China), and on
top of it or in its place the measures of `default-us-measures.csv`: section 232 on cars, trucks, parts, timber and
metals (the annexes of 6 April 2026, on full customs value), else the surcharge under section 122 (10 % to 23 July 2026)
less its exemptions. What claims CUSMA (`default-us-preference.csv`) is free of the surcharge and of duty on parts. The
emergency-powers tariffs are void. Not in it: quotas, the offset for cars made in the United States, section 232 on
semiconductors (narrow) and on parts of trucks, section 301 rates raised since 2024, and everything after 1 May 2026.
Importers other than the United States have their `tariff_pct` in this column.

What a car pays, per cent of customs value, from the records' own codes:

{table(('from', '2024', '1 May 2026', 'how'), cars, last_words=True)}
Increase of the average over 2024 in percentage points with the imports of 2024, against `country-by-time.csv`
(trade-war-redux-2025) of 6 April 2026, and the share of imports under the main measures, per cent:

{table(('from', 'billion USD', 'here', 'there', 'gap', 'cars', 'parts', 'I-A', 'I-B', 'surcharge', 'exempt'), lines)}
Main reasons for gaps: here goods returned and other goods of chapters 98 and 99 and civil aircraft pay no surcharge,
there they do (EU, United Kingdom, Japan, Brazil, Singapore); there all trade of Canada and Mexico is free of it, and
trucks are left out; here lists of codes are shortened to headings in places. Ten per cent on the
former two is all of the gap of the EU and most of that of the United Kingdom.
"""


def step_6(r):
    lines = sorted(r["balance"], key=lambda x: -x[5])
    spent, moved = sum(x[2] for x in lines), sum(x[5] for x in lines)
    raised = sorted(r["floors"], key=lambda x: x[2] - x[3])
    shown = [(x[0], money(x[1]), money(x[2]), money(x[3]), money(x[4]), money(x[5]), pct(x[6], 1)) for x in lines[:14]]
    return f"""## 6. Balance

Trade and GDP are held. With technology and tastes of 2014, own sales follow from a linear system; where they would fall
below a floor ({len(raised)} of {len(lines) * 50} cells) they are raised to it (half the home share of 2014, at least 5 %
where it was above that, at least 3 %) and the rest lowered to keep value added; then inputs and final demand are fitted
by RAS to what is bought and to each producer's bills. In all {money(moved)} of {money(spent)} billion of use moves
({pct(moved / spent, 2)} %); value-added shares stay. The largest (billion USD):

{table(('region', 'GDP', 'spending', 'raised to floors', 'own sales changed', 'use moved', '% of spending'), shown)}
The largest cells that were raised:

{table(('region', 'sector', 'own sales wanted', 'own sales', 'spending'),
       [(a, b, money(w), money(h), money(x)) for a, b, w, h, x in raised[:12]], 2)}
Then `tradewind world aggregate` sums by `default/regions_map.csv` and `default/sectors_map.csv`, and numbers are
rounded (flows to a thousand dollars, tariffs to 1e-5 points, shares to 1e-8); final demand takes the difference, so that
every market clears. What `tradewind world check` says:

```text
{r['check'].strip()}
```
"""


def step_7(r):
    new, old = r["new"], r["world"]
    fine = {c: i for i, c in enumerate(old.regions)}
    trade = goods_trade(new)
    revenue = new.revenue(new.flow, new.tariff)
    gdp = new.value_added(new.flow) + revenue
    lines = []
    parts = {}
    for x in rows(os.path.join(HERE, "regions_map.csv")):
        parts.setdefault(x["to"], []).append(fine[x["region"]])
    worst = max(abs(gdp[new.d[c]] / r["gdp"][p].sum() - 1) for c, p in parts.items() if len(p) == 1)
    usa, cars = new.d["USA"], new.s["C29"]
    want = np.zeros_like(trade)
    for d, at_d in parts.items():
        for o, at_o in parts.items():
            want[new.d[d], new.d[o]] = r["total"][np.ix_(at_d, at_o)].sum()
    off = np.abs(trade - want)[~np.eye(len(trade), dtype=bool)].max()
    for x in beside("default-published.csv"):
        d, o, v = new.d[x["importer"]], new.d[x["exporter"]], float(x["value"])
        if x["what"] == "goods":
            what, ours = "goods, billion USD", trade[d, o] / BILLION
        elif x["what"] == "vehicles":
            what, ours = "vehicles (chapter 87; here C29), billion USD", new.flow[cars, d, o] / BILLION
        else:
            away = np.arange(len(new.regions)) != o
            what, ours = "share of exports of goods, %", 100 * trade[d, o] / trade[away, o].sum()
        lines.append((what, x["importer"], x["exporter"], x["year"], "%.1f" % v, "%.1f" % ours,
                      "%+.1f %%" % (100 * (ours / v - 1)), x["source"]))
    other = World(os.path.join(r["data"], "world2023"))
    small = np.zeros_like(new.flow)
    to_r = {x["region"]: new.d[x["to"]] for x in rows(os.path.join(HERE, "regions_map.csv"))}
    to_s = {x["sector"]: new.s[x["to"]] for x in rows(os.path.join(HERE, "sectors_map.csv"))}
    rr, ss = [to_r[c] for c in other.regions], [to_s[c] for c in other.sectors]
    for s, d, o in zip(*np.nonzero(other.flow)):
        small[ss[s], rr[d], rr[o]] += other.flow[s, d, o]
    away = ~np.eye(len(new.regions), dtype=bool)
    goods = new.goods

    def apart(a, b):
        return np.abs(a - b).sum() / 2 / b.sum()

    by_o = [(c, *[f"{small[new.s[s], usa, new.d[c]] / BILLION:.1f} / {new.flow[new.s[s], usa, new.d[c]] / BILLION:.1f}"
                  for s in ("B", "C21", "C26", "C28-C33", "C29")]) for c in ("CAN", "MEX", "JPN", "CHN", "KOR", "DEU")]
    balance = [(c, money(gdp[i]), pct((new.flow[:, i].sum() - new.flow[:, :, i].sum()) / gdp[i], 1),
                pct((new.flow[goods][:, i].sum() - new.flow[goods][:, :, i].sum()) / gdp[i], 1))
               for i, c in enumerate(new.regions)]
    return f"""## 7. Checks

GDP (value added and tariffs) is within {100 * worst:.1e} % of the World Development Indicators (Taiwan: of its source)
in every region that is one country, and goods trade of each pair within {off:.3f} million USD of BACI's (Taiwan: its
source's): both are held. Published figures were not used above, except Taiwan's:

{table(('what', 'importer', 'exporter', 'year', 'published', 'here', 'gap', 'source'), lines, 4, True)}
The goods figures published are on customs basis at the importer, BACI reconciles both sides and is free on board.

GDP in billion USD and the deficit of each region (imports less exports), all trade and goods, % of GDP:

{table(('region', 'GDP', 'deficit', 'of goods'), balance)}
Against `world2023`, the same totals by another route with the mix of 2014: goods trade between regions differs by
{pct(apart(small[goods][:, away], new.flow[goods][:, away]), 1)} % of its value (half the sum of differences), own sales
by {pct(apart(small[:, ~away], new.flow[:, ~away]), 1)} %. United States imports there / here, billion USD:

{table(('from', 'B', 'C21', 'C26', 'C28-C33', 'C29'), by_o)}
## What is doubtful

- China's surplus is too large: BACI reports more of China's exports than of its imports, and services of 2014 scaled up
  do not bring it down. With deficits fixed this stays in both equilibria.
- The rest of the world buys far more services than it sells, as in WIOD, where it is the residual.
- Russia's trade of 2023 has the mix of 2014, and its deficit is that of BACI, which mirrors partners' records.
- Trade of the Netherlands, and of Belgium inside the rest of the EU, includes goods in transit; their technology was
  bent to it (step 6).
- Sector mixes outside United States imports are nine years old: electric cars, chips and liquefied gas have grown since.
- Korean tariffs on crops of up to 300 % are averages of peaks that quotas avoid.
- Balances of services are those of WIOD in 2014, scaled: Canada sells far more than it buys there.
- Tariffs left at 2014 are the largest gap: see the list in step 4. MFN rates are all of 2014.
- Shares that claim CUSMA are one number a sector for all its goods; in fact they rose within 2025 and differ by good.
"""


def step_8(r):
    new = r["new"]
    parts = []
    for title, regions, sectors, ending in r["scenarios"]:
        income = {x["region"]: x for x in regions}
        cars = {x["region"]: x for x in sectors if x["sector"] == "C29"}
        lines = [(c, "%+.3f" % float(income[c]["real_income_pct"]), "%+.2f" % float(income[c]["exports_pct"]),
                  "%+.2f" % float(income[c]["imports_pct"]), "%+.1f" % float(cars[c]["output_pct"] or 0))
                 for c in ("CAN", "USA", "MEX", "JPN", "CHN", "KOR", "DEU")]
        parts.append(f"{title} ({ending}):\n\n" +
                     table(("region", "real income, %", "exports, %", "imports, %", "output of cars, %"), lines))
    return f"""## 8. Scenarios on this world

Deficits fixed; every equilibrium is certified to 1e-10. Per cent changes.

{chr(10).join(parts)}
Signs and sizes are those that such models give: Canada loses from points on all its goods because most of its goods go
to the United States. The United States' own change under its tariffs is small and of uncertain sign: gains in terms of
trade against lost volume, other countries not answering and deficits fixed; with an answer or another closure it
differs. Large changes of mining in Canada come from a trade elasticity of {float(new.sector_rows[new.s['B']]['trade_elasticity']):.2f} and the size of its trade in oil.
"""


def write(r):
    new = r["new"]
    unmade = int((r["world"].output(r["world"].flow) <= 0).sum())
    return f"""# The built-in world `default`

{len(new.regions)} regions x {len(new.sectors)} sectors, 2023, million USD. Written by `worlds/default/make.py`, which
makes the world; do not edit.
Every result carries its caveat: "{folder.CAVEAT}"

    worlds/default/make.py --data DATA --tradewind build/tradewind          # makes it anew
    worlds/default/make.py --data DATA --tradewind build/tradewind --check  # only compares

DATA holds `wiod2014`, `totals2023`, `us-tariffs`, `concordance` and, to compare with, `world2023`. Files: `make.py` the
steps in order, `tables.py` data, `trade.py` steps 2 and 3, `customs.py` and `us_rates.py` steps 3 and 5, `tariffs.py`
step 4, `balance.py` step 6, `folder.py` output, `document.py` this text. Tables with a source a line:
`default-taiwan.csv`, `default-agreements.csv`, `default-us-measures.csv`, `default-us-preference.csv`,
`default-published.csv`.

| data | source | terms |
|---|---|---|
| structure | World Input-Output Database, 2016 release (Timmer et al. 2015), as arranged by Felbermayr, Gröschl and Heiland (2022) | CC BY 4.0 |
| goods trade of 2023 | BACI V202501 (CEPII; Gaulier and Zignago 2010) | Etalab 2.0 |
| GDP of 2023 | World Development Indicators (World Bank) | CC BY 4.0 |
| United States imports and duties of 2024 | US Census Bureau, as collected by trade-war-redux-2025 | public domain; MIT |
| tariffs of 2014 | WITS/TRAINS (World Bank, UNCTAD), weighted with BACI, corrected | facts; Etalab 2.0 |
| HS to ISIC | concordance (R package) | MIT |
| measures of 2026, CUSMA shares | tariff-rate-tracker and Tariff-ETRs (Budget Lab at Yale), trade-war-redux-2025 | facts; MIT |
| trade elasticities | Bolhuis, Chen and Kett (2023), by broad sector, the same as in `small2014` | figures of the paper |

## 1. Structure

`wiod2014`: {len(r['world'].regions)} regions x {len(r['world'].sectors)} sectors; {unmade} region-sectors buy and do not produce, and do so here too.
Sectors that are goods stay by themselves (22), services are summed to eight.

{step_2_3(r)}
{step_4(r)}
{step_5(r)}
{step_6(r)}
{step_7(r)}
{step_8(r)}"""
