"""accounts and stress: where a region's energy and food come from, and what it misses where a supplier or a strait is lost."""
from __future__ import annotations

import os
from typing import Optional, Union

from . import charts
from ._library import ffi, lib
from .call import NULL, Context, filled, given, text, told
from .errors import refuse
from .results import Results, Unsolved, outcome_word
from .run import chosen, solve
from .scenario import Scenario
from .verbs import Where, WithRun, with_scenario

# ---------------------------------------------------------------- accounts


class Accounts(Unsolved):
    """Physical accounts of a region's energy. Tables: accounts, by item, source, convention and partner; nothing is solved."""

    kind = "accounts"
    _writer = lib.tw_accounts_write
    outcome = "accounted"

    @property
    def sentences(self) -> list:
        """What it comes to, then what to know of it."""
        return told((lib.tw_accounts_sentence, lib.tw_accounts_remark), self._c)

    def value(self, item: str, source: str = "", convention: str = "", partner: str = "") -> float:
        """One number: value("origin_share", "lng", partner="AUS"); NaN: there is none."""
        return lib.tw_accounts_value(self._c, *(word.encode() for word in (item, source, convention, partner)))

    def _bars(self):
        table = self.table("accounts").reset_index()
        fuel = table[table["item"] == "origin_share"]
        if fuel.empty:
            return None
        first = fuel[fuel["source"] == ("all" if (fuel["source"] == "all").any() else fuel["source"].iloc[0])]
        return charts.of_series(first.set_index("partner")["value"], f"Origin of imports, {first['source'].iloc[0]}", "percent")


class Food(WithRun):
    """Calories a head and day that a region eats, by item and origin. Tables: calories, accounts."""

    kind = "food"

    @property
    def sentences(self) -> list:
        """What it comes to, then what to know of it."""
        return told((lib.tw_food_sentence, lib.tw_food_remark), self._c)

    headline = property(lambda self: self.sentences[0], doc="What it comes to.")

    def calories(self, origin: Optional[str] = None, look_through: bool = True, level: int = 1) -> float:
        """kcal a head and day from an origin, None: all imports; level 0, 1, 2: low, point, high; 3: under the scenario."""
        return lib.tw_food_calories(self._c, given(origin), look_through, level)

    def total(self, domestic: bool = False) -> float:
        """All calories a head and day, or those of the region's own."""
        return lib.tw_food_total(self._c, domestic)

    def _first_table(self):
        return self.table("calories")

    def _bars(self):
        table = self.table("calories").reset_index()
        return charts.of_series(table.groupby("origin")["look_through"].sum(), "Calories by origin", "kcal a head and day")


def accounts(region: str, scenario: Union[Scenario, str, None] = None, world: Where = None, *, of: str = "energy",
             balance: Union[str, os.PathLike, None] = None, origins: Union[str, os.PathLike, None] = None,
             tables: Union[str, os.PathLike, None] = None, set: Optional[dict] = None, deficits: Optional[str] = None,
             profits: Optional[str] = None, products: Optional[str] = None, elasticities: Optional[str] = None,
             illegal: Optional[str] = None, progress: Optional[bool] = None, **settings):
    """Where a region's energy or its food comes from, of built-in tables or yours.

    of="energy"   origins by fuel, straits, stocks; balance, origins: CSV files of your own. Returns Accounts
    of="food"     calories by item and origin, of a world, and with a scenario what it changes; tables: a folder of your own.
                  Returns Food
    """  # fmt: skip
    options = chosen(locals())
    if of == "energy":
        refuse('is not for accounts of energy, which solve nothing; of="food" takes it', scenario=scenario, world=world, tables=tables, **options)
        refuse("is no setting of accounts of energy", ["balance", "origins", "progress"], **{k: str(v) for k, v in settings.items()})
        context = Context()
        options = filled("tw_accounts_options", balance=balance, origins=origins)
        c = context.make("tw_accounts", lib.tw_accounts_energy, given(region), options, progress=progress)
        return Accounts(c, context)
    if of != "food":
        raise ValueError(f'of: found {of!r}, expected "energy" or "food"')
    refuse('is for of="energy"; food has tables', balance=balance, origins=origins)
    asked = with_scenario(scenario, world, options, settings)
    c, context = solve("tw_food", lib.tw_food_run, *asked, given(region), filled("tw_food_options", tables=tables), progress=progress)
    return Food(c, context, lib.tw_food_result(c), lib.tw_food_write)


# ---------------------------------------------------------------- stress


class Stress(Results):
    """What buyers miss where a supplier or a passage is lost. Tables: stress, insurance, stress_flows."""

    kind = "stress"
    _writer = lib.tw_stress_write

    @property
    def _info(self):
        info = ffi.new("tw_stress_info *")
        lib.tw_stress_about(self._c, info)
        return info

    outcome = property(lambda self: outcome_word(self._info.outcome), doc="How the equilibria ended.")
    message = property(lambda self: text(self._info.message), doc="Which is not certified, and why.")

    @property
    def sentences(self) -> list:
        """What it comes to, then what to know of it."""
        return told((lib.tw_stress_sentence, lib.tw_stress_remark), self._c, NULL)

    def _bars(self):
        table = self.table("stress").reset_index()
        units, solved = self.table("stress").attrs["units"], table[table["bound"] == "equilibrium"]
        if len(solved):
            return charts.of_series(solved.groupby("lost")["surplus_change"].sum(), "What a loss costs", units["surplus_change"])
        priced = table["price_base"].notna().any()  # quantities of fuels without a market are million tonnes
        return charts.of_series(table.groupby("lost")["direct"].sum(), "What is cut off", units["direct"] if priced else "million tonnes")


def stress(buyer: Optional[str] = None, market: Optional[str] = None, *, lose: Optional[str] = None, share: float = 0.0,
           months: float = 0.0, fuel: Optional[str] = None, capacity: Optional[str] = None, release: float = 0.0,
           ceiling: float = 0.0, linear: bool = False, year: int = 0, origins: Union[str, os.PathLike, None] = None,
           threads: int = 0, report: bool = True, progress: Optional[bool] = None) -> Stress:
    """Loses a supplier or a passage for some months, or each of all in turn.

    lose      "QAT", "hormuz", "QAT,hormuz" (together); None: each in turn
    share     of it, a fraction; 0: all of it. months: 0: twelve
    capacity  "CAN 14,28,56 Mt": what each would save. Further as docs/formats.md, Stress tests
    """  # fmt: skip
    options = filled("tw_stress_options", buyer=buyer, market=market, lose=lose, share=share, months=months, fuel=fuel,
                     capacity=capacity, release=release, ceiling=ceiling, linear=linear, year=year, origins=origins,
                     threads=threads, no_report=not report)  # fmt: skip
    context = Context()
    return Stress(context.make("tw_stress", lib.tw_stress_run, options, progress=progress), context)
