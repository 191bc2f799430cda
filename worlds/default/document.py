"""Writes worlds/default.md: what each step changed, in money, and checks against published figures."""

import os

import numpy as np

from apart import SCENARIOS
from describe import CAVEAT
from regions import GULF, region_of
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


def told(text, *words):
    """The findings in a verb's answer that begin with one of the words, each as one line."""
    out, item = [], ""
    for line in text.splitlines():
        if line.startswith("- "):
            out.append(item)
            item = line[2:]
        elif item and line.startswith("  "):
            item += " " + line.strip()
        else:
            out.append(item)
            item = ""
    return [x for x in out + [item] if any(w in x for w in words)]


def structure(r):
    w = r["before"]
    return f"""## 1. Structure and regions

`icio2022` (81 economies x 48 sectors): trade by pair and good, own sales, output and use of 2022 from the OECD's tables
(2025 edition); the shares of single inputs are those of 2014 (World Input-Output Database; the United States 2017), fitted
to the totals of 2022. `default/regions_map.csv` sums to {len(w.regions)} regions: the older world's, and out of its rest of the world
those of CPTPP's members that were in it and the Gulf. **GLF** is the six members of the Gulf Cooperation Council
({", ".join(GULF)}): its totals of trade and GDP are theirs, its structure that of Saudi Arabia and the Emirates, because
the OECD's tables have these two alone; the other four leave the rest of the world in trade and GDP, not in structure.
Hong Kong is in the rest of the world. `default-countries.csv` has the region of every country.

Sectors are the 27 goods of the tables and eight services (`default/sectors_map.csv`). `sector_groups.yaml` names what the
older world's sectors are now, so that scenarios run on both; machinery's repair, which was in `C28-C33`, is in `C31T33`.

## 2. From basic to border prices

The OECD's tables are at basic prices: wholesale and freight on exported goods are sales of services, so goods trade is about
three quarters of customs values and a tariff would fall on too little. `tradewind world update --margins` takes what an
exporter sells of trade and transport services (G, H49, H50, H52; not passengers' air transport) to the same importer as part of the goods that it
sells there, at most 30, 15, 10 and 10 % of them (`default/margins.csv`; the bounds are assumed, and bind for merchants and
shipping nations, which sell such services for others' goods). The services become inputs of the exporter's goods: their
output, value added and what anybody spends stay. What the verb says:

> {" ".join(told(r["margins"], "sold abroad along with goods"))}

"""


def totals(r):
    taiwan = [(what, money(total), money(cited), money(scaled), money(rest))
              for what, total, cited, scaled, rest in r["taiwan"]]
    rules = r["customs_rules"]
    all_rules = sum(rules.values())
    jumps = sorted(r["pairs_over_three"], key=lambda x: -x[3])[:10]
    fuel = ", ".join("%s to %s %s" % (o, d, money(v)) for (o, d), v in r["fuel"][:6])
    w, new = r["before"], r["new"]
    growth = r["gdp"] / w.value_added()
    moved = [(c, money(r["gdp"][i]), "%.2f" % growth[i],
              pct(np.abs(new.output()[i] - w.output()[i] * growth[i]).sum() / 2 / new.output()[i].sum(), 1))
             for i, c in enumerate(w.regions)]
    return f"""## 3. Goods trade by pair and GDP of 2023

Goods trade between different regions goes from {money(r['goods_before'])} billion (2022, after step 2) to
{money(r['goods_2023'])} billion (BACI, 2023), pair by pair; each pair keeps its mix of goods of 2022 but for imports of the
United States. BACI counts what crosses a border, so re-exports are in it (NLD, SGP). GDP is that of the World Development
Indicators; in the model it is value added and tariffs. `tradewind world update` scales and balances with both held;
services trade has no source for 2023 and moves with the partners' GDP and with the balance.

The edition lacks crude oil that customs of 2023 have, above all Korea's: where crude and liquefied gas of BACI V202601 alone
are more than the whole pair is here, they are added. {len(r['fuel'])} pairs of countries, {money(sum(v for _, v in r['fuel']))} billion; the largest: {fuel}.

Taiwan is in neither source. Its GDP is GDP a head times population ({money(r['taiwan_gdp'])} billion), its trade comes
from its own customs by partner, `default-taiwan.csv`; partners that no source names are scaled from 2022, and the rest of
the world gets what is left (billion USD):

{table(('Taiwan', 'total', 'cited by partner', 'scaled from 2022', 'rest of the world'), taiwan)}
Pairs above five billion that more than triple, most of them gold, re-exports or war (billion USD):

{table(('importer', 'exporter', '2022', '2023'), [(d, o, money(a), money(b)) for d, o, a, b in jumps], 2)}
Imports of the United States have the mix of its customs records of 2024 (HS10 by 51 partners) by the concordance of HS
with ISIC rev. 4 and the headings of `default-hs.csv`; EU regions keep their own mix, controlled by RAS to the EU's:

{table(('rule', 'billion USD of 2024', '%'), [(k, '{:,.1f}'.format(v / 1e9), pct(v / all_rules, 1)) for k, v in
                                               rules.items()])}
{money(r['us_moved'])} of {money(r['us_imports'])} billion of United States imports are in another sector than the mix of
2022 would have them ({pct(r['us_moved'] / r['us_imports'], 1)} %).

What the balance moved: GDP of 2023 over value added of the table of 2022, and half the sum of what output moved beyond
that, as a share of output. Where the table's value added is far from GDP (BRN, MYS, VNM, PER: shares that are not observed), most moves:

{table(('region', 'GDP, billion USD', 'times the table', 'output moved, %'), moved)}
"""


def tariffs(r):
    names = ("left at 2014", "United States: duties over imports of 2024", "agreements", "China's counter-tariffs",
             "newer MFN rates")
    lines = [(n, int(c), money(v), pct(a / v) if v else "", pct(b / v) if v else "")
             for n, (c, v, a, b, _) in zip(names, r["tariff_sources"])]
    used = sorted(r["agreements"], key=lambda x: -x[2])
    shown = [(x["agreement"], x["importer"], x["exporter"], x["sectors"], pct(cut, 1) if x["method"] == "cut" else
              "+%.1f points" % (100 * cut), money(v), pct(b / v if v else 0), pct(a / v if v else 0))
             for x, cut, v, b, a in used[:45]]
    gaps = [(g["agreement"], g["importer"], g["exporter"], g["in_force"], g["note"]) for g in r["gaps"]]
    newer = {}
    for x, value, before, after in r["mfn"]:
        at = newer.setdefault((x["importer"], x["sectors"], x["method"], x["pct"]), [0.0, 0.0, 0.0])
        for i, y in enumerate((value, before, after)):
            at[i] += y
    newer = [(*k, money(v), pct(b / v if v else 0), pct(a / v if v else 0)) for k, (v, b, a) in newer.items()]
    return f"""## 4. Applied tariffs, 2014 to 2023

Cells are goods flows between different regions, weighted with flows of 2022; regions that the older source lacks had the
rates of its rest of the world.

{table(('source', 'cells', 'billion USD', '2014, %', '2023, %'), lines)}
{r['us_no_customs']} flows of the United States have no customs record and keep their rate.

Newer MFN rates (`default-mfn.csv`, a source a line): `all` puts one rate in place, `ratio` is per cent of the rate of 2014:

{table(('importer', 'sectors', 'method', '%', 'billion USD', 'before, %', 'after, %'), newer, 3)}
Agreements (`default-agreements.csv`, a source a line; {len(used)} rows, the largest {len(shown)} here): the cut of the rate that is
reached in 2023 from what was freed at once, in the end, and in how many steps. Shares of tariff lines stand for shares of
trade, preferences are taken to be used fully, rows for one sector go before the others, and of two agreements the better
one is used.

{table(('agreement', 'importer', 'exporter', 'sectors', 'cut, %', 'billion USD', 'before, %', 'after, %'), shown, 4)}
Known and not done, because no source for rates was at hand:

{table(('what', 'importer', 'exporter', 'since', 'note'), gaps, 5)}

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
    dates = {"2026-08-19": {}, "2026-07-24": {}}
    for x in rows(os.path.join(r["data"], "us-tariffs", "country-by-time.csv")):
        if x["date"] in dates and x["country_name"] in names:
            dates[x["date"]][names[x["country_name"]]] = float(x["effective tariff"])
    august = []
    for code in ("CAN", "MEX", "JPN", "EU", "CHN", "KOR", "GBR", "TWN", "VNM", "IND", "BRA", "CHE"):
        m = measures[code]
        ours, theirs = 100 * m["august"] / m["total"], dates["2026-08-19"][code]
        august.append((code, "%.2f" % (100 * m["increase"] / m["total"]), "%.2f" % ours, "%.2f" % theirs, "%+.2f" % (ours - theirs)))

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
    return f"""## 4b. The United States' rates on 1 May 2026

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

## 4c. The United States' rates on 22 August 2026

`tariff_us_2026_08_22_pct`: the surcharge has lapsed; section 301 (forced labour, since 24 July, `default-us-301.csv`) takes its place
for 60 economies, with its claims of CUSMA and, for want of its own list of 2,113 codes, with the surcharge's exempt goods;
section 301 on Brazil, 25 points, since 22 July; section 338, 50 points on the goods of the three lists of July from Canada
(`default-us-338.csv`), since 22 August, claims of CUSMA or not, except on what section 232 covers. Missing: section 232 on
patented medicines (31 July) and drones, the changed annexes of metals (June), all that came after: section 338's longer lists
of 15 September, import bans of 29 September, Canada's answer of 8 September (27.6 billion CAD; its list was not to be had).
Nothing was seen after 9 October 2026. Increase of the average over 2024 in points, against `country-by-time.csv` of
19 August 2026:

{table(('from', '1 May here', '22 August here', 'there', 'gap'), august)}
"""


def energy_facts(r):
    """Crude and liquefied gas of 2023 (BACI, HS 2709 and 271111), which no step used, against B06."""
    new, value = r["new"], {}
    for x in rows(os.path.join(r["data"], "energy", "baci_crude_lng_2019_2024.csv.gz")):
        if x["year"] == "2023":
            at = region_of(x["importer"]), region_of(x["exporter"]), x["hs"]
            value[at] = value.get(at, 0.0) + float(x["value_usd"] or 0) / 1e9
    lines = []
    for d, o in (("USA", "CAN"), ("USA", "MEX"), ("JPN", "GLF"), ("JPN", "AUS"), ("JPN", "MYS"), ("JPN", "RUS"),
                 ("JPN", "USA"), ("JPN", "IDN"), ("JPN", "BRN"), ("KOR", "GLF"), ("CHN", "GLF"), ("CHN", "RUS")):
        crude, gas = value.get((d, o, "2709"), 0.0), value.get((d, o, "271111"), 0.0)
        here = new.flow[new.s["B06"], new.d[d], new.d[o]] / BILLION
        lines.append((d, o, "%.1f" % crude, "%.1f" % gas, "%.1f" % here, "%+.1f" % (here - crude - gas)))
    return lines


def gap(here, there):
    return "%+.1f %%" % (100 * (here / there - 1))


def vehicle_facts(r):
    """Vehicles that the United States bought in 2024 by three measures, against C29: (lines, the most that the balance moved)."""
    new, old = r["new"], World(os.path.join(os.path.dirname(HERE), "default2014"))
    usa, lines = new.d["USA"], []
    table_2024 = {x["origin"]: x for x in rows(os.path.join(r["data"], "cars", "us_imports_2024.csv"))}
    for code in ("CAN", "MEX", "JPN", "KOR"):
        x = table_2024[code]
        listed = sum(float(x[k] or 0) for k in ("cars_musd", "light_trucks_musd", "heavy_musd", "parts_musd")) / 1e3
        chapter, own = (r["vehicles"][code][k] / 1e9 for k in ("chapter", "C29"))
        here = new.flow[new.s["C29"], usa, new.d[code]] / BILLION
        before = old.flow[old.s["C29"], old.d["USA"], old.d[code]] / BILLION
        lines.append((code, "%.1f" % here, "%.1f" % before, *["%.1f" % v for v in (listed, own, chapter)],
                      *["%s / %s" % (gap(here, v), gap(before, v)) for v in (listed, own, chapter)]))
    goods = new.goods
    return lines, np.abs(new.flow[goods][:, usa] - r["us_mix"][goods])[:, np.arange(len(new.regions)) != usa].max()


def other_facts(r):
    new, lines = r["new"], []
    old = World(os.path.join(os.path.dirname(HERE), "default2014"))
    usa = new.d["USA"]
    iso = {x["cty_code"]: x["iso3"] for x in rows(os.path.join(r["data"], "us-tariffs", "census_to_iso3.csv"))}
    food = {}
    for x in rows(os.path.join(r["data"], "us-tariffs", "us_imports_2024_hs10_by_country.csv.gz")):
        code = iso.get(x["CTY_CODE"].zfill(4), "EU")
        if x["HS10"][:2] <= "24":
            food[code] = food.get(code, 0.0) + float(x["imports"]) / 1e9
    for code in ("CAN", "MEX"):
        here = sum(new.flow[new.s[s], usa, new.d[code]] for s in ("A01", "A03", "C10T12")) / BILLION
        before = sum(old.flow[old.s[s], old.d["USA"], old.d[code]] for s in ("A01", "A03", "C10-C12")) / BILLION
        lines.append(("food and farm goods (chapters 1 to 24) to USA, 2024", code, "%.1f" % food[code], "%.1f" % here,
                      "%+.1f %%" % (100 * (here / food[code] - 1)), "%+.1f %%" % (100 * (before / food[code] - 1))))
    sold = {}
    for x in rows(os.path.join(r["data"], "food", "trade.csv.gz")):
        if x["importer"] == "JPN":
            sold[x["exporter"]] = sold.get(x["exporter"], 0.0) + float(x["usd"] or 0) / 1e9
    for code in ("USA", "CAN", "AUS", "BRA", "CHN"):
        here = sum(new.flow[new.s[s], new.d["JPN"], new.d[code]] for s in ("A01", "A03", "C10T12")) / BILLION
        lines.append(("eleven food products to JPN, 2022 (seven assumed)", code, "%.1f" % sold.get(code, 0.0),
                      "%.1f" % here, "a part of it", ""))
    return lines


def checks(r):
    new = r["new"]
    trade, gdp = new.goods_trade(), new.gdp()
    worst, off = np.abs(gdp / r["gdp"] - 1).max(), np.abs(trade - r["total"]).max()
    cars, lines = new.s["C29"], []
    old_world = World(os.path.join(os.path.dirname(HERE), "default2014"))
    for x in beside("default-published.csv"):
        v, here = float(x["value"]), []
        for w in (old_world, new):
            d, o = w.d[x["importer"]], w.d[x["exporter"]]
            t = w.goods_trade()
            here.append(t[d, o] / BILLION if x["what"] == "goods" else w.flow[w.s["C29"], d, o] / BILLION
                        if x["what"] in ("vehicles", "automotive") else 100 * t[d, o] / t[:, o].sum())
        what = {"goods": "goods, billion USD", "vehicles": "chapter 87 (here C29, which is more), billion USD",
                "automotive": "automotive goods by end use (here C29, which is less), billion USD"}.get(
                    x["what"], "share of exports of goods, %")
        lines.append((what, x["importer"], x["exporter"], x["year"], "%.1f" % v, "%.1f" % here[1],
                      "%+.1f %%" % (100 * (here[1] / v - 1)), "%+.1f %%" % (100 * (here[0] / v - 1)), x["source"]))
    cars_lines, moved = vehicle_facts(r)
    can_own, can_98, can_vehicles_98 = (r["vehicles"]["CAN"][k] / 1e9 for k in ("C29", "chapter_98", "vehicles_98"))
    mex_98, mex_vehicles_98 = (r["vehicles"]["MEX"][k] / 1e9 for k in ("chapter_98", "vehicles_98"))
    jpn_98, jpn_vehicles_98 = (r["vehicles"]["JPN"][k] / 1e9 for k in ("chapter_98", "vehicles_98"))
    can_2023 = can_own * 62.8 / (52.427 * 12 / 11)
    can_here = new.flow[cars, new.d["USA"], new.d["CAN"]] / BILLION
    can_before = old_world.flow[old_world.s["C29"], old_world.d["USA"], old_world.d["CAN"]] / BILLION
    goods = new.goods
    balance = [(c, money(gdp[i]), pct((new.flow[:, i].sum() - new.flow[:, :, i].sum()) / gdp[i], 1),
                pct((new.flow[goods][:, i].sum() - new.flow[goods][:, :, i].sum()) / gdp[i], 1),
                "{:,.0f}".format(r["employment"][c])) for i, c in enumerate(new.regions)]
    return f"""## 5. Rounding and what `world check` says

Numbers are rounded (flows to a thousand dollars, tariffs to 1e-5 points, shares to 1e-8); final demand takes the
difference, so that every market clears.

```text
{r['check'].strip()}
```

## 6. Checks

GDP (value added and tariffs) is within {100 * worst:.1e} % of its source in every region, and goods trade of each pair
within {off:.3f} million USD of BACI's (Taiwan: its source's; fuel added as above): both are held. The last gap is that of `default2014`.

{table(('what', 'importer', 'exporter', 'year', 'published', 'here', 'gap', 'default2014', 'source'), lines, 4, True)}
The goods figures published are on customs basis at the importer, BACI reconciles both sides and is free on board.

Vehicles to the United States, billion USD of 2024, and the gap here / that of `default2014`. Chapter 87 is not C29: its motorcycles,
bicycles, tanks, farm tractors and dumpers are in other sectors, and engines, their parts and starters, seats and wiring sets of
other chapters are in C29 (ISIC 2930). So like is compared with like by two lists: vehicles, trailers, parts, engines, wiring sets
and seats as `cars` adds them up, and the very headings that make C29 here.

{table(('from', 'here', 'default2014', '`cars`', 'headings of C29', 'chapter 87', '`cars`: gap', 'headings of C29: gap', 'chapter 87: gap'), cars_lines)}
By the headings of C29 the gap is that of the totals alone, 2023 by BACI over 2024 by customs without chapter 98: `world update` holds the
imports of the United States by sector, which are within {moved:.3f} million USD of what was asked. Sales of vehicles fell between the two
years in Canada, whose plants made 1.55 million in 2023 and 1.3 to 1.37 in 2024 (`cars/totals.csv`): by end use the United States
bought automotive goods of 62.8 billion there in 2023 (above) and of 52.4 in eleven months of 2024, 57.2 a year, so the {can_own:.1f} of the headings of
C29 stand for {can_2023:.1f} in 2023: here {gap(can_here, can_2023)}, `default2014` {gap(can_before, can_2023)}.
Mexico's gap to chapter 87 is wiring sets, seats and engines, of which `default2014` puts a part into machinery and other sectors.

Chapter 98 is goods that come home and a little else: {can_98:.1f} billion from Canada, of which {can_vehicles_98:.1f} are vehicles by the suffixes of 9801.00.10 that
name headings of chapter 87 ({mex_vehicles_98:.1f} of {mex_98:.1f} from Mexico, {jpn_vehicles_98:.2f} of {jpn_98:.1f} from Japan). They are left in proportion to the partner's own goods, not
put where their names say: a pick-up truck made in Michigan that returns from Ontario pays no duty and tells nothing of what Canada makes.

Facts that no step used, good or bad. Crude oil and liquefied gas of 2023 (BACI V202601, used above for the missing pairs alone; B06 holds both, and pipeline gas), billion USD:

{table(('importer', 'exporter', 'crude', 'LNG', 'B06 here', 'gap'), energy_facts(r), 2)}
{table(('what', 'exporter', 'there, billion USD', 'here', 'gap', 'default2014'), other_facts(r), 2)}
GDP in billion USD, the deficit (imports less exports) of all trade and of goods in % of GDP, and employed persons in
thousand (2023: ILO's totals; by sector estimated, see the notes of the world; parts of the older rest of the world by value added, assumed):

{table(('region', 'GDP', 'deficit', 'of goods', 'persons'), balance)}
"""


def answers(r):
    order = ("CAN", "USA", "MEX", "JPN", "CHN", "KOR", "DEU")
    chains = []
    for k, (title, _) in enumerate(SCENARIOS):
        lines, last = [], None
        for what, incomes in r["apart"]:
            at = incomes[k]
            lines.append((what, *["%+.3f" % at[c] + ("" if last is None else " (%+.3f)" % (at[c] - last[c])) for c in
                                  ("CAN", "USA", "MEX", "JPN")]))
            last = at
        chains.append(f"{title}: real income, % (change by the step)\n\n" + table(("world", "CAN", "USA", "MEX", "JPN"), lines))
    parts = []
    for title, regions, sectors, ending in r["scenarios"]:
        income = {x["region"]: x for x in regions}
        cars = {x["region"]: x for x in sectors if x["sector"] == "C29"}
        lines = [(c, "%+.3f" % float(income[c]["real_income_pct"]), "%+.2f" % float(income[c]["exports_pct"]),
                  "%+.2f" % float(income[c]["imports_pct"]), "%+.1f" % float(cars[c]["output_pct"] or 0)) for c in order]
        parts.append(f"{title} ({ending}):\n\n" +
                     table(("region", "real income, %", "exports, %", "imports, %", "output of cars, %"), lines))
    nl = chr(10)
    return f"""## 7. Where a changed answer comes from

From the older world to this one in steps, each different from the one before in one thing. The first step has the trade,
own sales, output and use of 2022 with newer tariffs, at the older world's regions and sectors and without step 2; elasticities are those of the older world
until the last two steps. The last row is `default` without its brands of cars: what those add is in docs/plausibility.md.

{nl.join(chains)}
## 8. Scenarios on this world

Deficits fixed; every equilibrium is certified to 1e-10. Per cent changes. With the brands of cars in C29 (cars.md).

{nl.join(parts)}
## What is doubtful

- The elasticity of services is the largest lever on answers about Canada that nobody would look at: see the last step
  above. It is the median of eleven published values from 0.6 to 10, several of them conventions; ranges draw it as one number.
- Shares of single inputs are of 2014 (United States 2017), fitted to totals of 2022.
- Value added of MYS, VNM, BRN, PER, NZL and GLF is not observed in the tables at hand; GDP of 2023 is, so their output
  moved most (step 3). Their surpluses with BACI's trade are large (VNM, MYS), as BACI has more of their exports than imports.
- China's surplus is too large: BACI reports more of China's exports than of its imports.
- Tariffs left at 2014 are {money(r['tariff_sources'][0][1])} billion of trade; regions that the older source lacks are
  charged as its rest of the world was where no row says otherwise. Chile charges less than 6 % in fact.
- Korean tariffs on crops of up to 300 % are averages of peaks that quotas avoid.
- Shares that claim CUSMA are one number a sector for all its goods; in fact they rose within 2025 and differ by good.
- The bounds of step 2 are assumed; so is which goods come in small consignments, and that chapter 98 is left in proportion.
"""


def write(r):
    new = r["new"]
    return f"""# The built-in world `default`

{len(new.regions)} regions x {len(new.sectors)} sectors, 2023, million USD. Written by `worlds/default/make.py`, which
makes the world with Tradewind's own verbs; do not edit. `brands.py` makes the brands of cars in it ([cars.md](cars.md)).
Its predecessor, on the structure of 2014, is `default2014`.
Every result carries its caveat: "{CAVEAT}"

    worlds/default/make.py --data DATA --tradewind build/tradewind          # makes it anew
    worlds/default/make.py --data DATA --tradewind build/tradewind --check  # only compares

DATA holds `icio2022`, `icio-trade`, `elasticities`, `totals2023`, `us-tariffs`, `concordance`, `sea2014` and, to compare
with, `energy`, `food`, `cars`. Tables with a source a line: `default-taiwan.csv`, `default-hs.csv`, `default-mfn.csv`,
`default-agreements.csv`, `default-us-measures.csv`, `default-us-preference.csv`, `default-services.csv`,
`default-published.csv`; derived: `default-factors.csv` (labour's share), `default-countries.csv`, and for later work
`default-cars.csv` (light vehicles of 2024 by brand, assembly and market) and `default-lng.csv` (liquefied gas of 2023 and
2024): what a source has only for the older rest of the world is split by the world's flows and marked assumed. Food is
carried in the same way with `--carried FOLDER`; four products of food are in the world, switched off ([food.md](food.md)).

| data | source | terms |
|---|---|---|
| trade, own sales, output, use of 2022 | OECD (2025), Inter-Country Input-Output Tables, 2025 edition, as summed in tariffwar (A. Lashkaripour) and Multi-regional-BKMN-model | CC BY 4.0 |
| input mixes | World Input-Output Database, 2016 release (Timmer et al. 2015); BEA use table of 2017 | CC BY 4.0; public domain |
| goods trade of 2023 | BACI V202501 (CEPII; Gaulier and Zignago 2010) | Etalab 2.0 |
| GDP of 2023 | World Development Indicators (World Bank) | CC BY 4.0 |
| United States imports and duties of 2024 | US Census Bureau, as collected by trade-war-redux-2025 | public domain; MIT |
| tariffs of 2014 | WITS/TRAINS (World Bank, UNCTAD), weighted with BACI, corrected | facts; Etalab 2.0 |
| HS to ISIC | concordance (R package) | MIT |
| measures of 2026, CUSMA shares | tariff-rate-tracker and Tariff-ETRs (Budget Lab at Yale), trade-war-redux-2025 | facts; MIT |
| trade elasticities | six studies, `default/elasticities.py`; services `default-services.csv` | figures of the papers |
| light vehicles by brand | `cars`: company releases, statistics offices and press, 60 sources | facts |
| liquefied gas | BACI V202601 (CEPII), HS 271111 | Etalab 2.0 |
| employment, labour's share | WIOD Socio-Economic Accounts, ILO, OECD, GGDC/UNU-WIDER, Statistics Canada | CC BY 4.0; open licences |

{structure(r)}{totals(r)}{tariffs(r)}{step_5(r)}
{checks(r)}{answers(r)}"""
