"""Cars by brand in partial equilibrium: a slow, separate account of brands, plants and markets, to compare with.

    cars_block.py [ROOT]       checks worked examples, closed forms and the tables of docs/cars.md; prints what differs

Unit costs and what a market spends on cars (times its price to the power 1 - eps) are given; nothing of the engine is
used, and nothing but Python. A market d buys brands b, each assembled in countries o, at buyers' prices X[d][b][o]:

    delivered cost   kappa = c g m (1+t')(1+e') d / ((1+t)(1+e))                hats: new over base
    brand price      P[d][b]^-theta = sum_o psi kappa^-theta                    psi: shares of o in the brand
    market price     P[d]^-eta = sum_b beta P[d][b]^-eta                        beta: shares of b in the market
    spending         X'[d][b][o] = psi' beta' X[d] P[d]^(1-eps)    psi' = psi (kappa/P[d][b])^-theta, beta' likewise
    sales            R' = X' / ((1+t')(1+e'));   units N' = N (X'/X) / P[d][b]
    output           of the core's kind: R' over c g

Units and output are two things: models are drawn, so a buyer pays the brand's price for a car of whatever plant.
"""

import collections
import csv
import math
import os
import sys


class Market:
    """The block on base spending X[d][b][o] with base rates t0(d, b, o); theta may be a number or one by brand."""

    def __init__(self, spending, theta, eta, t0=lambda d, b, o: 0.0, eps=1.0):
        self.X, self.eta, self.t0, self.eps = spending, eta, t0, eps
        self.theta = theta if callable(theta) else lambda b: theta

    def solve(self, t=None, cost=lambda o: 1.0, plant=lambda b, o: 1.0, match=lambda d, b: 1.0,
              iceberg=lambda d, b, o: 1.0, closed=()):
        """t: new rates; cost, plant, match, iceberg: c, g, m and d over base; closed: plants (b, o) without output."""
        t, out = t or self.t0, Solved(self)
        for d, brands in self.X.items():
            total, price, psi, kappa = sum(sum(x.values()) for x in brands.values()), {}, {}, {}
            for b, x in brands.items():
                for o in x:
                    kappa[b, o] = (cost(o) * plant(b, o) * match(d, b) * iceberg(d, b, o) *
                                   (1 + t(d, b, o)) / (1 + self.t0(d, b, o)))
                terms = {o: 0.0 if (b, o) in closed else v / sum(x.values()) * kappa[b, o] ** -self.theta(b)
                         for o, v in x.items()}
                psi[b] = {o: v / sum(terms.values()) for o, v in terms.items()} if sum(terms.values()) > 0 else None
                price[b] = sum(terms.values()) ** (-1 / self.theta(b)) if psi[b] else math.inf
            share = {b: sum(x.values()) / total for b, x in brands.items()}
            if self.eta == 0:
                market = math.exp(sum(share[b] * math.log(price[b]) for b in brands))
            else:
                market = sum(share[b] * price[b] ** -self.eta for b in brands) ** (-1 / self.eta)
            out.price[d] = market
            for b, x in brands.items():
                beta = share[b] * (price[b] / market) ** -self.eta
                out.brand_price[d, b], out.beta[d, b] = price[b], beta
                for o, v in x.items():
                    at, part = (d, b, o), psi[b][o] if psi[b] else 0.0
                    out.psi[at], out.kappa[at] = part, kappa[b, o]
                    out.spending[at] = part * beta * total * market ** (1 - self.eps)
                    out.sales[at] = out.spending[at] / (1 + t(*at))
                    out.base_sales[at] = v / (1 + self.t0(*at))
                    out.units[at] = out.spending[at] / v / price[b] if part else 0.0
                    out.output[at] = out.sales[at] / out.base_sales[at] / (cost(o) * plant(b, o))
        return out


class Solved:
    def __init__(self, market):
        self.of = market
        self.price, self.brand_price, self.beta = {}, {}, {}
        self.psi, self.kappa, self.spending, self.sales, self.base_sales = {}, {}, {}, {}, {}
        self.units, self.output = {}, {}

    def total(self, hats, weights, **only):
        """A hat over flows: new over base of all flows with the importer, brand and plant country of `only`."""
        keys = [k for k in hats if all(k["dbo".index(name)] in only[name] for name in only)]
        return sum(hats[k] * weights[k] for k in keys) / sum(weights[k] for k in keys)

    def access(self, b, o, t):
        """Market access of a plant, its own cost taken out."""
        m, sum_of = self.of, 0.0
        keys = [k for k in self.psi if k[1:] == (b, o)]
        whole = sum(self.base_sales[k] for k in keys)
        for d, _, _ in keys:
            at, theta = (d, b, o), m.theta(b)
            lost = (1 + t(*at)) / (1 + m.t0(*at))
            sum_of += (self.base_sales[at] / whole * self.price[d] ** (1 - m.eps) * self.price[d] ** m.eta *
                       self.brand_price[d, b] ** (theta - m.eta) * lost ** -theta / lost)
        return sum_of


def root(f, low, high):
    """Where f changes its sign between low and high, by false position (Illinois); None where it does not."""
    a, b = f(low), f(high)
    if a == 0:
        return low
    if a * b > 0:
        return None
    kept = 0  # which end was kept the last time; its value is halved when it is kept again
    for _ in range(200):
        x = (a * high - b * low) / (a - b)
        y = f(x)
        if abs(y) < 1e-15 or high - low < 1e-15:
            return x
        if (y > 0) == (b > 0):
            high, b, a, kept = x, y, a / 2 if kept < 0 else a, -1
        else:
            low, a, b, kept = x, y, b / 2 if kept > 0 else b, 1
    return x


# ---------------------------------------------------------------- tariffs at which a plant loses

def with_tariff(market, d, o, rate):
    """All vehicles from o pay `rate` in d."""
    return lambda dd, b, oo: rate if (dd, oo) == (d, o) else market.t0(dd, b, oo)


def parity(t0, psi_o, psi_a, theta):
    return (1 + t0) * (psi_o / psi_a) ** (1 / theta) - 1


def half_closed(t0, psi, theta):
    return (1 + t0) * ((2 - psi) / (1 - psi)) ** (1 / theta) - 1 if psi < 1 else None


def half(market, b, o, d):
    """Units sold to d are half, brands and buyers answering."""
    return root(lambda t: market.solve(with_tariff(market, d, o, t)).units[d, b, o] - 0.5, market.t0(d, b, o), 20.0)


def threshold(market, b, o, d, units, level=0.6):
    """Units over all markets are `level` of the base; None where what is sold elsewhere keeps them above."""
    def gap(t):
        s = market.solve(with_tariff(market, d, o, t))
        return s.total(s.units, units, b=(b,), o=(o,)) - level
    return root(gap, market.t0(d, b, o), 20.0)


def cost_tariff(t_a, advantage):
    return (1 + t_a) * advantage - 1


def break_even(without, with_access, fixed, other):
    """What it means outside 0 to 1, and the probability of losing access at which the best other site is as good.

    without, with_access: variable profit without and with access; other: profit less fixed cost elsewhere."""
    p = (with_access - fixed - other) / (with_access - without)
    return ("never" if p < 0 else "always" if p > 1 else ""), p


def hazard(p, discount):
    return discount * p / (1 - p)


def subsidy(market, b, o, t, units):
    """Rate on the cost of a plant that brings its units back to the base under the rates t."""
    def gap(z):
        s = market.solve(t, plant=lambda bb, oo: 1 - z if (bb, oo) == (b, o) else 1.0)
        return s.total(s.units, units, b=(b,), o=(o,)) - 1
    return root(gap, -0.9, 0.99)


def closing(market, t, units, region, level=0.6):
    """Plants of a region that close, the worst first, each followed by a new solution."""
    closed = []
    while True:
        s = market.solve(t, closed=closed)
        left = [(s.total(s.units, units, b=(b,), o=(region,)), b)
                for b in sorted({b for _, b, o in units if o == region}) if (b, region) not in closed]
        if not left or min(left)[0] >= level:
            return closed
        closed.append((min(left)[1], region))


# ---------------------------------------------------------------- checks

wrong = []


def near(found, wanted, digits, *of):
    if found is None or abs(found - wanted) > 0.5000001 * 10 ** -digits:
        wrong.append("%s: %s, expected %s" % (" ".join(map(str, of)), found, wanted))


def example_a():
    base = {"USA": {"H": {"CAN": 7.5, "USA": 22.5}, "G": {"MEX": 14.0, "USA": 56.0}}}
    market = Market(base, 7.7, 2.87)
    t = with_tariff(market, "USA", "CAN", 0.25)
    s = market.solve(t)
    at = ("USA", "H", "CAN")
    for found, wanted, what in (
            (s.brand_price["USA", "H"], 1.03026796, "P_H"), (s.brand_price["USA", "G"], 1, "P_G"),
            (s.price["USA"], 1.00871861, "P"),
            (s.psi[at], 0.05642212, "psi"), (s.psi["USA", "H", "USA"], 0.94357788, "psi"),
            (s.beta["USA", "H"], 0.28234116, "beta"), (s.beta["USA", "G"], 0.71765884, "beta"),
            (s.spending[at], 1.59302868, "spending"), (s.spending["USA", "H", "USA"], 26.64108751, "spending"),
            (s.spending["USA", "G", "USA"], 57.41270705, "spending"),
            (s.spending["USA", "G", "MEX"], 14.35317676, "spending"),
            (s.sales[at], 1.27442294, "sales"), (s.spending[at] - s.sales[at], 0.31860574, "duty"),
            (s.units[at], 0.20616367, "units"), (s.units["USA", "H", "USA"], 1.14926250, "units"),
            (s.units["USA", "G", "USA"], 1.02522691, "units"), (s.output[at], 0.16992306, "output"),
            (half_closed(0, 0.25, 7.7), 0.11632125, "half"),
            (half(market, "H", "CAN", "USA"), 0.10683747, "half with demand"),
            (threshold(market, "H", "CAN", "USA", {at: 1.0}), 0.07848814, "threshold"),
            (subsidy(market, "H", "CAN", t, {at: 1.0}), 0.2, "subsidy")):
        near(found, wanted, 8, "example A,", what)


def over_brands(numbers, d, o):
    return sum(v for k, v in numbers.items() if (k[0], k[2]) == (d, o))


def example_b():
    base = {"CAN": {"A": {"CAN": 10.0, "USA": 5.0}, "B": {"CAN": 4.0, "USA": 21.0}},
            "USA": {"A": {"CAN": 30.0, "USA": 70.0}, "B": {"CAN": 15.0, "USA": 185.0}}}
    t = lambda d, b, o: 0.25 if (d, o) == ("USA", "CAN") else 0.061 if (d, o) == ("CAN", "USA") else 0.0
    pairs = (("CAN", "CAN"), ("CAN", "USA"), ("USA", "CAN"), ("USA", "USA"))
    for theta, eta, sums, a, b, prices in (
            (8.955, 8.955, (19.11261295, 20.88738705, 7.00965236, 292.99034764),
             (13.65186639, 4.01680520, 4.67310157, 80.42872288), None, (1.03537296, 1.01562910)),
            (7.7, 2.87, (17.60959609, 22.39040391, 9.70020379, 290.29979621),
             (12.02659751, 3.81157373, 6.75596054, 87.87614354), (5.58299858, 18.57883018, 2.94424325, 202.42365268),
             (1.03649981, 1.01763160))):
        s = Market(base, theta, eta).solve(t)
        for i, (d, o) in enumerate(pairs):
            near(over_brands(s.spending, d, o), sums[i], 8, "example B, sum", theta, d, o)
            near(s.spending[d, "A", o], a[i], 8, "example B, brand A", theta, d, o)
            if b:
                near(s.spending[d, "B", o], b[i], 8, "example B, brand B", theta, d, o)
        near(s.price["CAN"], prices[0], 8, "example B, price", theta, "CAN")
        near(s.price["USA"], prices[1], 8, "example B, price", theta, "USA")
    # One elasticity is the core without brands.
    summed = {d: {"ALL": {o: sum(x[o] for x in v.values()) for o in ("CAN", "USA")}} for d, v in base.items()}
    core = Market(summed, 8.955, 1.0)
    one, many = core.solve(t), Market(base, 8.955, 8.955).solve(t)
    for d, o in pairs:
        near(one.spending[d, "ALL", o], over_brands(many.spending, d, o), 12, "collapse", d, o)


def closed_forms():
    base = {"USA": {"H": {"CAN": 7.5, "USA": 22.5}, "G": {"CAN": 3.0, "MEX": 14.0, "USA": 53.0}},
            "CAN": {"H": {"CAN": 12.0, "USA": 2.0}, "G": {"CAN": 1.0, "USA": 8.0}}}
    t0 = lambda d, b, o: 0.061 if (d, o) == ("CAN", "USA") else 0.0
    t = lambda d, b, o: 0.25 if (d, o) == ("USA", "CAN") else t0(d, b, o)
    theta = lambda b: {"H": 7.7, "G": 6.0}[b]
    market = Market(base, theta, 2.87, t0, eps=1.3)
    for k, hat in market.solve().units.items():
        near(hat, 1, 13, "no shock", *k)
    s = market.solve(t, cost=lambda o: {"CAN": 0.97}.get(o, 1.0), plant=lambda b, o: 1.1 if b == "H" else 1.0)
    for d in base:
        total = sum(sum(x.values()) for x in base[d].values())
        near(sum(v for k, v in s.spending.items() if k[0] == d), total * s.price[d] ** -0.3, 12, "spending of", d)
        for b, x in base[d].items():  # units times the brand's price are what is spent
            cars = sum(s.units[d, b, o] * v for o, v in x.items())
            near(cars * s.brand_price[d, b], sum(s.spending[d, b, o] for o in x), 12, "units", d, b)
    for b, o in (("H", "CAN"), ("G", "CAN"), ("H", "USA")):
        keys = [k for k in s.sales if k[1:] == (b, o)]
        own = {"CAN": 0.97}.get(o, 1.0) * (1.1 if b == "H" else 1.0)
        sold, before = sum(s.sales[k] for k in keys), sum(s.base_sales[k] for k in keys)
        near(own ** -theta(b) * s.access(b, o, t), sold / before, 13, "access", b, o)
        near(sum(s.output[k] * s.base_sales[k] for k in keys) * own, sold, 12, "output", b, o)
    # A brand with one plant has eta alone; one brand is an Armington sector; a brand split in two moves nothing.
    from_canada = lambda d, b, o: 0.25 if o == "CAN" else 0
    one = Market({"USA": {"A": {"CAN": 30.0}, "B": {"USA": 70.0}}}, 7.7, 2.87).solve(from_canada)
    arm = Market({"USA": {"A": {"CAN": 30.0, "USA": 70.0}}}, 2.87, 1.0).solve(from_canada)
    near(one.spending["USA", "A", "CAN"], arm.spending["USA", "A", "CAN"], 12, "one plant")
    # Constant shares are the limit of nearly constant ones.
    constant, nearly = Market(base, 7.7, 0.0, t0).solve(t), Market(base, 7.7, 1e-9, t0).solve(t)
    for k, v in constant.spending.items():
        near(nearly.spending[k], v, 6, "eta 0", *k)
    split = {d: {b + i: {o: v / 2 for o, v in x.items()} for b, x in brands.items() for i in "12"}
             for d, brands in base.items()}
    s, both = Market(base, 7.7, 2.87, t0).solve(t), Market(split, 7.7, 2.87, t0).solve(t)
    for d, b, o in s.spending:
        near(both.spending[d, b + "1", o] + both.spending[d, b + "2", o], s.spending[d, b, o], 12, "split", d, b, o)
    # A prohibitive tariff is a closed plant, and leaves the others 1/(1 - psi) of the brand before demand.
    far, shut = Market(base, 7.7, 0.0, t0), [("H", "CAN")]
    a = far.solve(lambda d, b, o: 1e9 if (b, o) == ("H", "CAN") else t0(d, b, o))
    b = far.solve(closed=shut)
    near(a.spending["USA", "H", "USA"], 30.0, 8, "prohibitive")
    near(b.spending["USA", "H", "USA"], 22.5 / (1 - 0.25), 12, "closed")
    near(b.units["USA", "H", "USA"], a.units["USA", "H", "USA"], 8, "closed, units")
    # Closed forms: parity, cost, probabilities; none where the home market keeps a plant going.
    near(parity(0.02, 0.3, 0.3, 7.7), 0.02, 12, "parity at equal shares")
    even = parity(0, 3.0, 2.0, 7.7)
    s = Market({"USA": {"H": {"CAN": 3.0, "USA": 2.0}}}, 7.7, 1.0).solve(lambda d, b, o: even if o == "CAN" else 0)
    near(s.psi["USA", "H", "CAN"], 0.5, 12, "parity")
    near(cost_tariff(0.15, 1.05), 0.2075, 12, "cost")
    near(break_even(100, 400, 200, 50)[1], 0.5, 12, "break-even")
    for name, args in (("never", (100, 400, 380, 50)), ("always", (300, 400, 100, 50))):
        if break_even(*args)[0] != name:
            wrong.append("break-even: %s, expected %s" % (break_even(*args)[0], name))
    near(hazard(0.5, 0.08), 0.08, 12, "hazard")
    home = Market({"USA": {"H": {"CAN": 2.0, "USA": 8.0}}, "CAN": {"H": {"CAN": 8.0, "USA": 2.0}}}, 7.7, 2.87)
    if threshold(home, "H", "CAN", "USA", {("USA", "H", "CAN"): 2.0, ("CAN", "H", "CAN"): 8.0}) is not None:
        wrong.append("threshold: a root for a plant that sells at home")
    tariff = with_tariff(market, "USA", "CAN", 0.25)
    units = {(d, b, o): v for d, x in base.items() for b, y in x.items() for o, v in y.items()}
    z = subsidy(market, "H", "CAN", tariff, units)
    s = market.solve(tariff, plant=lambda bb, oo: 1 - z if (bb, oo) == ("H", "CAN") else 1.0)
    near(s.total(s.units, units, b=("H",), o=("CAN",)), 1, 12, "subsidy brings the units back")
    if closing(market, tariff, units, "CAN") != [("G", "CAN")] or closing(market, t0, units, "CAN"):
        wrong.append("closing: %s" % closing(market, tariff, units, "CAN"))


NORTH = ("CAN", "MEX", "USA")
EU = ("DEU", "ESP", "FRA", "ITA", "NLD", "POL", "REU")


def load(root_folder):
    spending = collections.defaultdict(lambda: collections.defaultdict(dict))
    with open(os.path.join(root_folder, "worlds", "default-cars.csv"), encoding="utf-8") as file:
        for r in csv.DictReader(file):
            spending[r["market"]][r["brand"]][r["assembly"]] = float(r["units"])
    return spending


def rates_2024(d, b, o):
    """What cars paid in the United States: nothing by agreement, MFN, or 25 % more from China (section 301)."""
    return {"CAN": 0, "MEX": 0, "KOR": 0, "CHN": 0.275}.get(o, 0.025) if d == "USA" != o else 0.0


def rates_2026(d, b, o):
    """Since 2025: 25 %, where CUSMA is claimed on what is not from the United States (use x content); 15 or 10 in all."""
    if d != "USA" or o == d:
        return 0.0
    share = {"CAN": 0.914 * 0.40, "MEX": 0.714 * 0.40}
    if o in share:
        return 0.25 * (1 - share[o])
    return 0.15 if o in ("JPN", "KOR") + EU else 0.10 if o == "GBR" else rates_2024(d, b, o) + 0.25


class Cars:
    """The cars of the built-in world as spending at one price a car: rates of 2024 are the base of rates of 2026."""

    def __init__(self, folder):
        self.cars = load(folder)
        self.units = {(d, b, o): v for d, x in self.cars.items() for b, y in x.items() for o, v in y.items()}
        self.outside = [o for o in sorted({k[2] for k in self.units}) if o not in NORTH]

    def change(self, t, t0=None, theta=7.7, eta=2.87, **only):
        """Units in per cent of flows with the importer, brand and plant country of `only`."""
        s = Market(self.cars, theta, eta, t0 or (lambda d, b, o: 0.0)).solve(t)
        return 100 * (s.total(s.units, self.units, **only) - 1)


def among(rate):
    return lambda d, b, o: rate if d != o and d in NORTH and o in NORTH else 0.0


def charged(rate, *of):
    return lambda d, b, o: rate if d == "USA" and o in of else 0.0


def on_top(rate):
    return lambda d, b, o: rates_2024(d, b, o) + (rate if d == "USA" and o not in NORTH else 0.0)


def published(x):
    """The block beside published studies: costs and spending fixed, units. What is expected is from the design's note."""
    can, mex = {"o": ("CAN",)}, {"o": ("MEX",)}
    plain, both = among(0.25), charged(0.25, "CAN", "MEX")
    alone = charged(0.25, "CAN")
    for what, found, wanted in (
            ("NAFTA ends, Canada", x.change(plain, **can), -50), ("NAFTA ends, Mexico", x.change(plain, **mex), -52),
            ("25 % on both, Canada", x.change(both, **can), -63), ("25 % on both, Mexico", x.change(both, **mex), -49),
            ("2.5 % on both, Canada", x.change(charged(0.025, "CAN", "MEX"), **can), -11),
            ("2.5 % on both, Mexico", x.change(charged(0.025, "CAN", "MEX"), **mex), -9),
            ("from outside", x.change(on_top(0.25), rates_2024, d=("USA",), o=x.outside), -73.4),
            ("rates of 2026", x.change(rates_2026, rates_2024, **can), -46),
            ("theta 5", x.change(alone, theta=5, **can), -53), ("theta 10", x.change(alone, theta=10, **can), -72),
            ("one elasticity", x.change(alone, theta=8.955, eta=8.955, **can), -70)):
        near(found, wanted, 1 if wanted % 1 else 0, what)
    america = {b: sum(v.values()) for b, v in x.cars["USA"].items()}
    for brand, wanted in (("TOYOTA", 0.110), ("HONDA", 0.115)):
        near(half_closed(0, x.cars["USA"][brand]["CAN"] / america[brand], 7.7), wanted, 3, "half, closed form,", brand)
    odds = x.cars["USA"]["TOYOTA"]["CAN"] / x.cars["USA"]["TOYOTA"]["JPN"]
    near(odds, 0.82, 2, "Toyota's odds, Ontario to Japan, 2024")
    near(odds * (1.159 / (1.15 / 1.025)) ** -7.7, 0.64, 2, "Toyota's odds at 15.9 against 15 %")


# ---------------------------------------------------------------- tables of docs/cars.md

def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(out + ["| " + " | ".join(line) + " |" for line in lines]) + "\n"


def per_cent(number, digits=0):
    return "%+.*f" % (digits, number)


def outturn(x):
    lines = []
    for name, brands, year in (("Toyota and Honda", ("TOYOTA", "HONDA"), 0.77 * 1200), ("Stellantis and GM", ("CHRYSLER", "GM"), 0.23 * 1200),
                               ("all", None, 1200)):
        only = {"o": ("CAN",), **({"b": brands} if brands else {})}
        base = sum(v for k, v in x.units.items() if k[2] == "CAN" and (not brands or k[1] in brands)) / 1000
        lines.append((name, "%.0f" % base, "%.0f" % year, per_cent(100 * (year / base - 1)), per_cent(x.change(rates_2026, rates_2024, **only))))
    return table(("made in Canada, thousand", "2024", "2025", "outturn, %", "the block, long run, %"), lines)


def plants(x):
    lines = []
    for b in ("TOYOTA", "HONDA", "CHRYSLER", "GM"):
        where = {d: x.cars[d] for d in ("USA", *sorted(x.cars)) if "CAN" in x.cars[d].get(b, {})}  # no other market matters
        market = Market(where, 7.7, 2.87, rates_2024)
        t = with_tariff(market, "USA", "CAN", 0.25)
        made = sum(v for k, v in x.units.items() if k[1:] == (b, "CAN"))
        psi = x.cars["USA"][b]["CAN"] / sum(x.cars["USA"][b].values())
        rates = (half_closed(0, psi, 7.7), half(market, b, "CAN", "USA"), threshold(market, b, "CAN", "USA", x.units))
        lines.append((b, "%.0f" % (made / 1000), "%.1f" % (100 * x.cars["USA"][b]["CAN"] / made), "%.1f" % (100 * psi),
                      *("%.1f" % (100 * r) if r is not None else "none" for r in rates),
                      "%.0f" % (100 * (market.solve(t).access(b, "CAN", t) - 1)),
                      "%.1f" % (100 * subsidy(market, b, "CAN", t, x.units))))
    return table(("plants in Canada", "thousand cars", "sold in the United States, %", "of the brand's cars there, %",
                  "`half`, closed form, %", "`half`, %", "`threshold` 60 %, %", "market access at 25 %, %",
                  "subsidy against 25 %, % of cost"), lines)


def elasticities(x):
    etas = (1.5, 2.87, 5.0, 8.955)
    lines = [("%g" % theta, *(per_cent(x.change(rates_2026, rates_2024, theta=theta, eta=eta, o=("CAN",))) for eta in etas))
             for theta in (5, 6, 7.7, 8.955, 10)]
    return table(("theta", *("eta %g" % eta for eta in etas)), lines)


def main():
    here = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    example_a()
    example_b()
    closed_forms()
    cars = Cars(here)
    published(cars)
    with open(os.path.join(here, "docs", "cars.md"), encoding="utf-8") as file:
        document = file.read()
    for made in (outturn(cars), plants(cars), elasticities(cars)):
        if made not in document:
            wrong.append("docs/cars.md does not have this table:\n" + made)
    print("\n".join(wrong) or "Worked examples, closed forms, comparisons and the tables of docs/cars.md hold.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
