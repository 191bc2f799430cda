"""market: prices and flows of one product with capacities, ships and straits."""
from __future__ import annotations

import os
from typing import Optional, Union

import numpy as np
import pandas as pd

from . import charts
from ._library import ffi, lib
from .call import NULL, Context, filled, text, told
from .errors import no_such, refuse
from .results import Results, outcome_word
from .run import chosen, named, options_on
from .scenario import Scenario, markets


AXES = {"buyer": lib.TW_MARKET_BUYERS, "supplier": lib.TW_MARKET_SUPPLIERS, "passage": lib.TW_MARKET_PASSAGES}
# What tw_market_result_numbers has, by the axes of its arrays.
FIELDS = {
    ("buyer",): ("price", "quantity", "wanted", "unserved", "bill", "limit_rent", "tax", "surplus", "hhi", "surplus_change", "shortfall"),
    ("supplier",): ("output", "netback", "marginal", "revenue", "cost", "rent", "capacity_rent", "other_rent", "wedge_value", "capacity"),
    ("passage",): ("passage_quantity", "toll", "tolls"),
    ("supplier", "buyer"): ("flow", "freight", "share", "pair_netback", "days", "flow_change"),
    ("buyer", "passage"): ("through",),
}  # fmt: skip

# Which of the market's units a field is in; all others are money.
PRICES = ("price", "netback", "marginal", "toll", "freight", "pair_netback")
QUANTITIES = ("quantity", "wanted", "unserved", "shortfall", "output", "capacity", "passage_quantity", "flow", "flow_change")
OTHERS = {"hhi": "0 to 1", "share": "fraction", "through": "fraction", "days": "days"}


class Market(Results):
    """A market before and after what a scenario does. Tables: buyers, suppliers, shipments, passages, market_years; with
    draws columns _p05, _p50, _p95."""

    kind = "market"
    _writer = lib.tw_outlook_write

    @property
    def _last(self):
        """(result of the last year that was solved, its info)"""
        at = min(lib.tw_outlook_solved(self._c), lib.tw_outlook_years(self._c) - 1)
        result, info = lib.tw_outlook_result(self._c, at, 0), ffi.new("tw_market_info *")
        if result != NULL:
            lib.tw_market_result_about(result, info)
        return result, info

    @property
    def _ended(self):
        """(outcome, message) of all of it: of the years, with and without what is compared, and of the draws."""
        years, solved = lib.tw_outlook_years(self._c), lib.tw_outlook_solved(self._c)
        message = ""
        for compared in (0, 1):
            result, info = lib.tw_outlook_result(self._c, min(solved, years - 1), compared), ffi.new("tw_market_info *")
            if result == NULL:
                continue
            lib.tw_market_result_about(result, info)
            message = text(info.message) or ""
            if info.outcome <= 0:
                return info.outcome, message
        if solved < years:
            return lib.TW_NOT_SOLVED, message
        certified = ffi.new("int *")
        if lib.tw_outlook_draws(self._c, certified) > 0 and certified[0] == 0:
            return lib.TW_NOT_SOLVED, "none of the draws has a certified solution"
        return lib.TW_CERTIFIED, ""

    @property
    def outcome(self) -> str:
        """How it ended; of years the first that is not certified, with and without what is compared."""
        return outcome_word(self._ended[0])

    @property
    def message(self) -> str:
        """Why there is no solution."""
        return self._ended[1]

    @property
    def sentences(self) -> list:
        """What it comes to, then what to know of it."""
        return told((lib.tw_outlook_sentence, lib.tw_outlook_remark), self._c, NULL)

    def _codes(self, axis):
        c = lib.tw_outlook_market(self._c)
        return [text(lib.tw_market_code(c, axis, i)) for i in range(lib.tw_market_count(c, axis))]

    def numbers(self, field: str, before: bool = False):
        """Numbers of the last year after what is done, or before it, in the units of the market: a Series of buyers ("price",
        "quantity", "bill", "surplus", "shortfall" …), of suppliers ("output", "netback", "rent" …) or of passages ("toll" …); of
        pairs ("flow", "freight" …) a table of suppliers by buyers. attrs["unit"]: "Mt", "USD/MMBtu", "billion USD" …"""
        self._need()
        axes = next((axes for axes, fields in FIELDS.items() if field in fields), None)
        if axes is None:
            raise no_such("field of a market", field, [name for fields in FIELDS.values() for name in fields])
        result, info = self._last
        labels = [pd.Index(self._codes(AXES[axis]), name=axis) for axis in axes]
        context, out = Context(), np.empty([len(index) for index in labels])
        stage = info.before if before else info.after
        context.check(lib.tw_market_result_numbers(context.c, result, stage, field.encode(), ffi.cast("double *", ffi.from_buffer(out))))
        made = pd.Series(out, labels[0], name=field) if len(axes) == 1 else pd.DataFrame(out, *labels)
        made.attrs["unit"] = self._unit(field)
        return made

    def _unit(self, field):
        if field in OTHERS:
            return OTHERS[field]
        kind = b"price_unit" if field in PRICES else b"unit" if field in QUANTITIES else b"value_unit"
        return text(lib.tw_market_text(lib.tw_outlook_market(self._c), kind))

    def _bars(self):
        table = self.table("buyers")
        low, high = (table.get(f"price_new{level}") for level in ("_p05", "_p95"))
        unit = table.attrs["units"].get("price_new", "")
        return charts.of_series(table["price_new"], "Price after what is done", unit, low, high)


def market(scenario: Union[Scenario, str], *, name: Optional[str] = None, focus: Optional[str] = None, year: int = 0,
           draws: int = 0, seed: int = 0, drivers: int = 0, threads: int = 0, report: bool = True, set: Optional[dict] = None,
           progress: Optional[bool] = None) -> Market:
    """Solves the market of a scenario before and after what it does; or a market as it is.

    scenario   a Scenario with a section market, its name or file; or a market: a built-in name (markets()) or a folder
    name       another market in the stead of the scenario's
    focus      the buyer that is told first; year: one year in the stead of the scenario's
    draws      of what is uncertain; -1: as the section range says. drivers: rows of the design for what drives the spread
    """  # fmt: skip
    if not draws:
        refuse("is of draws, and draws is 0", seed=seed or None, drivers=drivers or None)
    asked = NULL
    as_it_is = not isinstance(scenario, Scenario) and (scenario in markets() or os.path.isdir(scenario))
    if as_it_is:
        refuse("is for a scenario; this is a market as it is", name=name, set=set)
        name = scenario
    else:
        _, asked = options_on(named(scenario), chosen(dict(set=set)))._take()  # the outlook borrows it
    options = filled("tw_outlook_options", market=name, focus=focus, year=year, draws=draws, seed=seed, drivers=drivers,
                     threads=threads, no_report=not report)  # fmt: skip
    context = Context()
    c = context.make("tw_outlook", lib.tw_outlook_run, asked, options, keep=(asked,), progress=progress)
    return Market(c, context)
