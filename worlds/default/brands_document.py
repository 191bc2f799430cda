"""Writes worlds/cars.md: what brands.py made, by status, beside printed totals, and what is doubtful."""

import itertools
from fractions import Fraction

NAMED = ("TOYOTA", "HONDA", "CHRYSLER", "GM")  # the makers with plants in Canada


LARGE = 20000       # cars: origins of fewer are left out of the table of shares


def table(head, lines, left=1, right=0):
    """A Markdown table; the first `left` and the last `right` columns are words, the others numbers."""
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * left + "---:|" * (len(head) - left - right) + "---|" * right]
    return "\n".join(out + ["| " + " | ".join(str(x) for x in line) + " |" for line in lines]) + "\n"


def thousand(units):
    return "{:,.0f}".format(units / 1000) if units >= 500 else "{:,.1f}".format(units / 1000) if units else ""


def billion(thousand_dollars):
    return "{:,.1f}".format(thousand_dollars / 10 ** 6)


def decimal(number):
    return "%g" % float(number)


def percent(part, whole, digits=1):
    return "{:.{}f}".format(float(100 * part / whole), digits) if whole else ""


class Numbers:
    def __init__(self, tables, lines):
        self.t, self.lines = tables, lines
        self.by_default = Fraction(tables.shares["all", "all"]["vehicle_share"])
        self.value = {(b, d, o): money for b, d, o, money, _, _ in lines}
        self.sums = [{}, {}]  # units, thousand dollars; by brand, market, assembly, None for all of them
        for sums, table_of in zip(self.sums, (tables.units, self.value)):
            for (b, d, o), n in table_of.items():
                for key in itertools.product((b, None), (d, None), (o, None)):
                    sums[key] = sums.get(key, 0) + n

    def units(self, brand=None, market=None, assembly=None):
        return self.sums[0].get((brand, market, assembly), 0)

    def money(self, brand=None, market=None, assembly=None):
        return self.sums[1].get((brand, market, assembly), 0)

    def a_car(self, market, assembly):
        """Dollars a car that the pair's flow and share give; None without cars."""
        n = self.units(market=market, assembly=assembly)
        return 1000 * self.money(market=market, assembly=assembly) / n if n else None


def by_status(x):
    order, units, cells, money = {}, {}, {}, {}
    for row in x.t.cars:
        key = row["status"]
        order.setdefault(key, len(order))
        n = int(row["units"])
        value = x.value.get((row["brand"], row["market"], row["assembly"]), 0)
        for held, more in ((units, n), (cells, 1), (money, value)):
            held[key] = held.get(key, 0) + more
    rank = {"observed": 0, "derived": 1, "assumed": 2}
    keys = sorted(units, key=lambda k: (rank.get(k, 3), order[k]))
    lines = [(k, "{:,}".format(cells[k]), thousand(units[k]), percent(units[k], sum(units.values())), billion(money[k]))
             for k in keys]
    for market in ("USA", "CAN"):
        whole = x.units(market=market)
        part = {k: sum(int(r["units"]) for r in x.t.cars if r["market"] == market and r["status"].split(":")[0] == k)
                for k in rank}
        lines.append(("sold in %s: %s" % (market, ", ".join("%s %s %%" % (k, percent(part[k], whole, 0)) for k in rank)),
                      "", thousand(whole), "", billion(x.money(market=market))))
    return table(("cells by status of the units", "cells", "thousand cars", "%", "billion USD"), lines)


def by_share(x):
    found = {}
    for _, _, _, money, _, row in x.lines:
        found[row["status"]] = found.get(row["status"], 0) + money
    return found


def shares(x):
    lines = []
    for row in x.t.share_rows:
        d, o = row["importer"], row["exporter"]
        if d == "all" or x.units(market=d, assembly=o) < LARGE:
            continue
        flow, light = x.t.flow[d, o], x.money(market=d, assembly=o)
        pay = []
        for name in ("tariff_pct", "tariff_us_2026_05_01_pct"):
            rate = x.t.rate[d, o][name]
            own = Fraction(row[name]) if row[name] else rate
            rest = (rate * flow - own * light) / (flow - light)
            pay += ["%.2f" % rate, "%.2f" % own, "%.2f" % rest]
        lines.append((o, "%.3f" % float(row["vehicle_share"]), billion(flow), *pay, "{:,.0f}".format(x.a_car(d, o))))
    return table(("from", "light vehicles", "C29, billion USD", "2024: C29, %", "vehicles", "rest", "1 May 2026: C29, %",
                  "vehicles", "rest", "USD a car"), lines)


def canada(x):
    markets = ("USA", "CAN", "MEX", "ROW")
    lines = []
    for brand in NAMED + (None,):
        made = x.units(brand, assembly="CAN")
        lines.append((brand or "all", thousand(made), *(thousand(x.units(brand, m, "CAN")) for m in markets),
                      percent(x.units(brand, "USA", "CAN"), made),
                      percent(x.money(brand, "USA", "CAN"), x.money(brand, assembly="CAN")),
                      percent(plain(x, brand, "USA", "CAN"), plain(x, brand, None, "CAN"))))
    return table(("brand", "made in CAN", *("sold in " + m for m in markets), "USA, % of cars", "USA, % of money",
                  "at %s elsewhere" % decimal(x.by_default)), lines)


def america(x):
    origins = ("USA", "MEX", "KOR", "JPN", "CAN", "DEU", "REU", "GBR", "CHN")
    lines = []
    for r in x.t.brands:
        sold = x.units(r["brand"], "USA")
        if sold >= 100000:
            lines.append((r["brand"], thousand(sold), *(thousand(x.units(r["brand"], "USA", o)) for o in origins)))
    lines.append(("all 22", thousand(x.units(market="USA")),
                  *(thousand(x.units(market="USA", assembly=o)) for o in origins)))
    return table(("brand", "sold in USA", *("from " + o for o in origins)), lines)


def printed(x):
    lines = []
    for r in x.t.published:
        if r["year"] != "2024":
            continue
        have = x.units(market=r["market"] or None, assembly=r["assembly"] or None)
        value = float(r["value"])
        what = {"output": "made", "sales": "sold", "trade": "sold"}[r["kind"]]
        lines.append((what, r["market"], r["assembly"], r["status"], thousand(value), thousand(have),
                      "%+.1f" % (100 * (have / value - 1)), r["source"]))
    return table(("what", "in", "from", "status", "printed, thousand", "here", "gap, %", "source"), lines, 4, 1)


def home(x):
    """Own sales: dollars a car at the default share, as taken, and at the border of the United States."""
    lines = []
    for code in ("USA", "CAN", "MEX", "JPN", "KOR", "CHN", "DEU", "FRA", "GBR", "ESP", "ITA", "IND"):
        n, flow = x.units(market=code, assembly=code), x.t.flow[code, code]
        share, how, _ = x.t.vehicle_share((code, code))
        sent = code != "USA" and x.units(market="USA", assembly=code)
        lines.append((code, billion(flow), thousand(n), "{:,.0f}".format(float(1000 * flow * x.by_default / n)),
                      "{:,.0f}".format(x.a_car("USA", code)) if sent else "", "{:,.0f}".format(x.a_car(code, code)),
                      "%.2f" % share, how))
    return table(("own sales of", "C29, billion USD", "thousand cars", "USD a car at %s" % decimal(x.by_default),
                  "in the United States", "as taken", "share taken", "how"), lines, 1, 1)


def rules(x):
    """Pairs, cars and money by how their share was found."""
    found = {}
    for pair, units in x.t.pairs():
        held = found.setdefault(x.t.vehicle_share(pair)[1], [0, 0, 0])
        held[0] += 1
        held[1] += sum(units.values())
        held[2] += x.money(market=pair[0], assembly=pair[1])
    return table(("how", "pairs", "thousand cars", "billion USD"),
                 [(how, "{:,}".format(n), thousand(cars), billion(money)) for how, (n, cars, money) in sorted(found.items())])


def borders(x):
    """Who is judged by the border, and who is not though the United States buy from there."""
    lines = []
    for code in x.t.regions:
        sold = x.units(market="USA", assembly=code)
        if code != "USA" and sold >= LARGE:
            value = x.t.border_value(code)
            lines.append((code, thousand(sold), percent(sold, x.units(assembly=code)), "{:,.0f}".format(x.a_car("USA", code)),
                          "{:,.0f}".format(float(min(value * 1000, x.t.value("car_most")))) if value else "the default's"))
    return table(("from", "thousand cars to the United States", "% of its cars", "USD a car there", "USD a car elsewhere, at most"),
                 lines)


def plain(x, brand, market, assembly):
    """Money of a brand as it would be with customs' shares and the default share for all else."""
    total = 0
    for (d, o), units in x.t.pairs():
        if market in (None, d) and o == assembly:
            row = x.t.shares.get((d, o))
            share = Fraction(row["vehicle_share"]) if row else x.by_default
            part = Fraction(units.get(brand, 0), sum(units.values())) if brand else 1
            total += x.t.flow.get((d, o), 0) * share * part
    return total


def spread(x):
    """Pairs by what a car is worth in them, which shares and flows that do not fit make too much or too little."""
    bounds, found = ((0, 10), (10, 60), (60, 120), (120, None)), {}
    for pair, units in x.t.pairs():
        car = x.a_car(*pair) / 1000
        for low, high in bounds:
            if low <= car and (high is None or car < high):
                held = found.setdefault((low, high), [0, 0, 0])
                held[0] += 1
                held[1] += sum(units.values())
                held[2] += x.money(market=pair[0], assembly=pair[1])
    names = dict(zip(bounds, ("below 10", "10 to 60", "60 to 120", "from 120")))
    return table(("thousand USD a car", "pairs", "thousand cars", "billion USD"),
                 [(names[b], "{:,}".format(found[b][0]), thousand(found[b][1]), billion(found[b][2]))
                  for b in bounds if b in found])


def document(tables, lines, lost):
    x = Numbers(tables, lines)
    p = {name: r for name, r in tables.parameters.items()}
    flow = sum(tables.flow.values())
    pairs = {pair for pair, _ in tables.pairs()}
    without = [pair for pair in tables.flow if pair not in pairs and tables.flow[pair]]
    money = sum(n[3] for n in lines)
    status = by_share(x)
    default = tables.shares["all", "all"]["vehicle_share"]
    made = x.units(assembly="CAN")
    two = x.units("TOYOTA", assembly="CAN") + x.units("HONDA", assembly="CAN")
    north = tables.shares["USA", "CAN"]
    mexico = tables.shares["USA", "MEX"]
    cars, trucks = float(north["cars_musd"]), float(north["light_trucks_musd"])
    mfn = [float(p[name]["value"]) for name in ("mfn_us_car", "mfn_us_light_truck")]
    mfn_light = 100 * (mfn[0] * cars + mfn[1] * trucks) / (cars + trucks)
    parameter_lines = [(name, p[name]["value"], "%s to %s" % (p[name]["low"], p[name]["high"]) if p[name]["low"] else "",
                        p[name]["kind"], p[name]["mark"], p[name]["source"], where)
                       for name, where in (("theta_sourcing", "products.csv, trade_elasticity"),
                                           ("eta", "families.csv, product_elasticity"),
                                           ("eta_top", "sectors.csv, product_elasticity; not there, so 0"),
                                           ("eta_units", "products.csv, markup_elasticity: used where markups are asked for"))]
    return f"""# Cars: 22 brands inside the vehicle sector of `default`

Written by `worlds/default/brands.py`; do not edit. `default`'s sector C29 holds {len(tables.brands)} brands of light vehicles,
a family `VEHICLES`, and a rest: parts, heavy vehicles and pairs without cars. The world's flows are what they were.
What can be said with these numbers, and what cannot, is in [docs/cars.md](../docs/cars.md); why a family and not two
sectors, in [decision 24](../docs/decisions/0024-cars.md).

    worlds/default/brands.py --check                                   # compares with what is checked in
    worlds/default/brands.py --data DATA                               # makes the tables anew as well, from cars and us-tariffs
    worlds/default/brands.py --shares my-shares.csv --out my-brands    # with other vehicle shares, by pair

| file | what |
|---|---|
| `default-cars.csv` | light vehicles of 2024 by brand, market, country of assembly, with the status of each cell |
| `default-cars-brands.csv` | the brands: home, owner, relative unit value (1, assumed), what is in them |
| `default-cars-shares.csv` | part of a flow of C29 that is light vehicles, and what they pay in the United States; row `all`: the default |
| `default-cars-pairs.csv` | made from these: of each pair with cars the share that was taken, how, and what a car is worth |
| `default-cars-parameters.csv` | elasticities, rates, unit values and thresholds, with range, kind and mark |
| `default-cars-published.csv` | printed totals, conflicts between sources included |
| `default-cars-sources.csv` | the 60 sources, cited by name in the data set `cars` |

Kinds: `observed`, a number that was read in a source; `derived`, arithmetic on observed ones, shares of another year
included; `assumed`, judgement, to be replaced. Marks: V read in a page, R in a repository or data file, C computed, M from
memory. Vintage: units of 2024, flows of 2023, customs of 2024. Terms: facts, their sources named; customs are public domain.

## Elasticities

{table(("parameter", "value", "range", "kind", "mark", "source", "where it is set"), parameter_lines, 7)}
Theta form: exponents of value shares. The published {p["eta_units"]["value"]} is an elasticity of units, so between brands it is
{p["eta"]["value"]}; 7.7 is the exponent already. Neither was verified: both are from memory of Head and Mayer (2019). The rest of
the sector has the sector's trade elasticity. Ranges are what answers should be shown for.

## Calibration

    value of a brand's flow = flow of C29 x share of light vehicles x the brand's part of the pair's cars, by units

Shares for imports of the United States are those of its customs ({billion(status.get("derived", 0))} billion USD of brands). Elsewhere nobody
has observed them ({billion(status.get("assumed", 0))} billion), and they are made, in this order:

1. **A car sold elsewhere costs what it costs at the border of the United States**, where they buy at least {int(x.t.value("border_cars")):,} of a
   country's cars and {percent(x.t.value("border_part"), 1, 0)} % of all it makes (`border`): share = value a car x cars / flow. So shares of money follow
   shares of cars. Of whom they buy less the cars that come are not those that are made.
2. **Else {default}** (`default`): from the United States, China, most of Europe and the rest of the world.
3. **Within a band**: no pair's car costs less than {int(x.t.value("car_least")):,} (`car_least`) or more than {int(x.t.value("car_most")):,} USD (`car_most`), at the prices of
   flows, before dealers and taxes on sales. German, British and Italian cars that the United States buy are dear ones, above it.
4. **Never more than {decimal(x.t.value("share_most"))} of a flow** (`share_most`), so a car is worth less where flows are too small for the cars: cars and flows
   are of two sources and two years.

All four are assumed and stand in `default-cars-parameters.csv`; a row of `default-cars-shares.csv` comes before them.
`default-cars-pairs.csv` has what they made of each pair.

{borders(x)}
{rules(x)}
All brands of a pair have one value a car: relative unit values are 1. Brands are
{billion(money)} of the {billion(flow)} billion USD of C29, own sales included. {len(without)} pairs with a flow
({billion(sum(tables.flow[k] for k in without))} billion USD) have no cars and are rest. {len(lost)} cells with {sum(n[4] for n in lost):,} cars have no
flow, or one under a thousand dollars, and are left out; {len(lines):,} are in.

{by_status(x)}
What the United States' imports are, and pay. Brands of a country pay one rate, its light vehicles'; the rest pays what
leaves the average of the flow as it is. So `tariff_us_2026_05_01_pct` charges cars from Canada what cars pay, not what cars
and parts pay together.

{shares(x)}
From {LARGE:,} cars; other partners with customs records have theirs in `default-cars-shares.csv`. The EU's members have its
share without Slovakia, whose records are apart; they are in the rest of the EU.

The MFN column has no rates by product: the world's MFN rate of C29 in the United States is an average of 2014, {float(tables.mfn["USA", "CAN"]):.2f} %
for Canada, and {mfn_light:.2f} % on its light vehicles (2.5 on cars, 25 on light trucks, by value) would leave less than nothing for
the rest. What a lapse costs each brand is therefore a rule of the scenario. Light trucks from Canada are {trucks:,.1f} million USD by
customs; if all are GM's, whose Canadian plants make nothing else, {1e6 * trucks / x.units("GM", "USA", "CAN"):,.0f} USD for each of its {thousand(x.units("GM", "USA", "CAN"))} thousand. From Mexico,
where {percent(Fraction(mexico["light_trucks_musd"]), Fraction(mexico["light_trucks_musd"]) + Fraction(mexico["cars_musd"]), 0)} % of the value of light vehicles is trucks, trucks by brand are not in the data.

## Made in Canada

{thousand(made)} thousand, Toyota and Honda {percent(two, made)} %. Thousand cars:

{canada(x)}
## Sold in the United States

Brands above 100,000; thousand cars.

{america(x)}
## Beside printed totals of 2024

`default-cars-published.csv` has their sources. Gaps are conflicts between sources, kinds of vehicles (all vehicles against
light ones; cars alone in China) and, for Korea and Mexico, shipments against sales.

{printed(x)}
## What is doubtful

Value a car is a check on shares and flows. A share of {default} for all pairs fails it where own sales are mostly parts that plants
buy at home, in DEU, FRA, GBR and MEX by a factor of two to six. It made the home market too large in money: the United States,
{percent(x.units(market="USA", assembly="CAN"), made)} % of Canada's cars, were {percent(plain(x, None, "USA", "CAN"), plain(x, None, None, "CAN"))} % of its plants' money, and are {percent(x.money(market="USA", assembly="CAN"), x.money(assembly="CAN"))} % with the rules above.

{home(x)}
{spread(x)}
- Values a car are assumed nearly everywhere outside imports of the United States; units are what is observed. Results in cars use units.
- French and Spanish cars at the top of the band are still dear. Rows of `default-cars-shares.csv` are for who knows better.
- A tariff on C29 or on cars moves one price of C29 in each market, so it reaches what car plants pay for parts.
- Sales by country outside USA, CAN, MEX, JPN, KOR and CHN are `assumed` even where a group's total is observed: use them in sums.
- What was in the older rest of the world is split by the world's flows of C29, as `default-cars.csv` says.
- The rest of the world sends the United States {x.a_car("USA", "ROW"):,.0f} USD a car: customs have more cars from South Africa than the units.
- Not in it: prices and trucks by brand, models, capacity, plants one by one, fixed costs.
"""
