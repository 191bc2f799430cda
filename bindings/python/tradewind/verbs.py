"""decide, reconcile, plants, exposure, dependence: each a call of the library, and its results.

Their numbers are tables of the results folder, by the names and columns of docs/formats.md; what is asked of the library
directly is what says whether there is a solution, the sentences, and what a chart shows.
"""
from __future__ import annotations

import os
from typing import Optional, Union

import numpy as np
import pandas as pd

from . import charts
from ._library import ffi, lib
from .call import NULL, Context, filled, given, listed, rows, settings_of, text, told
from .errors import Interrupted, UsageError, no_such, refuse
from .results import Results, outcome_word
from .run import Solved, chosen, named, options_on, parts_of, solve
from .scenario import Decision, Scenario, world_for
from .world import World

Where = Union[World, str, None]
CELLS = ["central", "mean", "p05", "p50", "p95", "regret"]  # what tw_verdict_cells has

# ---------------------------------------------------------------- decide


class Verdict(Results):
    """Levers, contingencies, and which choice stands up best. Tables: decision (payoffs of every cell), choices,
    break_even, with a frontier frontier and frontier_levers."""

    kind = "decision"
    _writer = lib.tw_verdict_write

    def __init__(self, c, context, decision):
        super().__init__(c, context)
        self._decision = decision

    _info = property(lambda self: lib.tw_verdict_about(self._c))
    outcome = property(lambda self: outcome_word(self._info.outcome), doc="How it ended, the library's word.")
    message = property(lambda self: ffi.string(self._info.message).decode(), doc="Why nothing is chosen.")

    @property
    def regions(self) -> list:
        """Codes of the regions whose payoffs count."""
        return [text(lib.tw_verdict_place(self._c, i, b"code")) for i in range(self._info.regions)]

    def _named(self, name, count):
        return [text(name(self._decision, i, b"name")) for i in range(count)]

    levers = property(lambda self: self._named(lib.tw_decision_lever, self._info.levers), doc="Names of the levers.")
    contingencies = property(lambda self: self._named(lib.tw_decision_contingency, self._info.contingencies),
                             doc="Names of the contingencies.")  # fmt: skip

    @property
    def unit(self) -> str:
        """The unit of payoffs."""
        out = ffi.new("char[64]")
        lib.tw_verdict_unit(self._c, out)
        return ffi.string(out).decode()

    def payoffs(self, region: Optional[str] = None, field: str = "") -> pd.DataFrame:
        """Payoffs of a region, levers in rows and contingencies in columns: field "central", "mean" (over draws), "p05",
        "p50", "p95" or "regret"; "": mean where there are draws, else central."""
        self._need()
        i = self._info
        field = field or ("mean" if i.draws else "central")
        if field not in CELLS:
            raise no_such("field of payoffs", field, CELLS)
        out = np.empty((i.regions, i.levers, i.contingencies))
        Context().check(lib.tw_verdict_cells(self._c, field.encode(), ffi.cast("double *", ffi.from_buffer(out))))
        table = pd.DataFrame(out[self._place(region)], pd.Index(self.levers, name="lever"), pd.Index(self.contingencies, name="contingency"))
        table.attrs["unit"] = self.unit
        return table

    @property
    def counts(self) -> dict:
        """draws asked for, finished, of this shard and what the store had, used (every pair has an equilibrium); seed; pairs
        without a certified central solution."""
        i = self._info
        return {"draws": i.draws, "finished": i.finished, "used": i.used, "seed": i.seed, "uncertified": i.uncertified}

    def _place(self, region):
        if region is not None and region not in self.regions:
            raise no_such("region whose payoffs count,", region, self.regions)
        return self.regions.index(region) if region is not None else 0

    def _of_levers(self, field):
        """A number of every lever of the first region, as an array."""
        out = np.empty((self._info.regions, self._info.levers))
        Context().check(lib.tw_verdict_levers(self._c, field.encode(), ffi.cast("double *", ffi.from_buffer(out))))
        return out[0]

    @property
    def best(self) -> pd.DataFrame:
        """The lever that each criterion chooses, by region: expected (value), minimax (regret)."""
        self._need()
        levers = self.levers
        found = [lib.tw_verdict_region_at(self._c, i) for i in range(self._info.regions)]
        index = pd.Index(self.regions, name="region")
        return pd.DataFrame({"expected": [levers[r.expected] for r in found], "minimax": [levers[r.minimax] for r in found]}, index)

    @property
    def sentences(self) -> list:
        """What comes before all, about the whole, then by region."""
        return [line for at in range(-2, self._info.regions) for line in listed(lib.tw_verdict_sentence, self._c, at)]

    @property
    def headline(self) -> str:
        """What is chosen, by region."""
        best = self.best
        return "; ".join(f"{r}: {best.expected[r]} by expected value, {best.minimax[r]} by minimax regret" for r in best.index)

    def _bars(self):
        """Expected payoffs, each contingency with its probability."""
        expected = pd.Series(self._of_levers("expected"), self.levers)
        spread = [self._of_levers(level) for level in ("p05", "p95")] if self._info.draws else [None, None]
        return charts.of_series(expected, f"Expected payoff for {self.regions[0]}", self.unit, *spread)

    def _first_table(self):
        return self.payoffs()


def decide(decision: Union[Decision, str], world: Where = None, *, draws: int = -1, seed: int = 0, frontier: bool = False,
           store: Union[str, os.PathLike, None] = None, shard: Optional[str] = None, set: Optional[dict] = None,
           deficits: Optional[str] = None, profits: Optional[str] = None, focus: Optional[str] = None, products: Optional[str] = None,
           elasticities: Optional[str] = None, progress: Optional[bool] = None, **settings) -> Verdict:
    """Solves every lever under every contingency, and says which choice stands up best.

    draws      of what is uncertain, in each pair; -1: as the file says, 0: none
    frontier   also what expected gain each bound on the worst loss leaves
    store      a file that keeps finished draws, and from which the same call goes on
    shard      "1/2": these draws alone, into the store; the verdict is of them and says so in .counts. A call without shard
               has all that are in the store, and makes the others
    Further arguments as of run. Interrupted: cancelled; the store has what was drawn.
    """  # fmt: skip
    asked = decision if isinstance(decision, Decision) else Decision(decision)
    asked = options_on(asked, chosen(locals()))
    world = world_for(asked, world)
    first, of = parts_of(shard)
    if of > 1 and store is None:
        raise UsageError("a shard needs a store: without one its draws would be lost")
    options = filled("tw_decide_options", draws=draws, seed=seed, frontier=frontier, store=store, shard=first, shards=of)
    _, c_asked = asked._take()  # the verdict borrows it
    c, context = solve("tw_verdict", lib.tw_decide, c_asked, world._c, settings_of(settings), options, progress=progress)
    info = lib.tw_verdict_about(c)
    if info.interrupted:  # the library gives the answer of the draws that were made; the program ends with 5 then
        rest = f"; {os.fspath(store)} keeps them, and the same call goes on from there" if store is not None else ""
        raise Interrupted(f"interrupted: {info.finished} of {info.draws} draws were made{rest}")
    return Verdict(c, context, c_asked)


# ---------------------------------------------------------------- reconcile


class Reconciliation(Results):
    """Why two studies of one policy disagree: .variants has the chain from one sector to first order to the run."""

    kind = "reconciliation"
    _writer = lib.tw_reconciliation_write

    def _rows(self):
        return rows(lib.tw_reconciliation_variants, self._c, "tw_variant")

    @property
    def _ended(self):
        """The variant that says how it ended: the first that is not certified, the run before others."""
        variants = sorted(self._rows(), key=lambda v: not v.is_run)
        return next((v for v in variants if v.outcome <= 0), variants[0])

    @property
    def outcome(self) -> str:
        """How it ended, all variants of it; .variants has the outcome of each."""
        return outcome_word(self._ended.outcome)

    @property
    def message(self) -> str:
        """Which variant was not solved, and why."""
        ended = self._ended
        return f"{text(ended.title)}: {text(ended.message)}" if ended.outcome <= 0 else ""

    def _need(self):
        """The tables of variants are there with the run; those that were not solved are NaN."""
        if self._ended.is_run:
            super()._need()

    @property
    def variants(self) -> pd.DataFrame:
        """A row a variant: title, what changes in it, what it lacks, outcome, in_chain; the order is that of the chain."""
        found = [[text(v.name), text(v.title), text(v.what), text(v.lacks), outcome_word(v.outcome), bool(v.in_chain)]
                 for v in self._rows()]  # fmt: skip
        return pd.DataFrame(found, columns=["variant", "title", "what", "lacks", "outcome", "in_chain"]).set_index("variant")

    @property
    def real_income(self) -> pd.DataFrame:
        """real_income_pct of every region (columns) in every variant (rows), percent."""
        c = lib.tw_reconciliation_world(self._c)
        regions = [text(lib.tw_world_region(c, i)) for i in range(lib.tw_world_regions(c))]
        found = {text(v.name): np.frombuffer(ffi.buffer(v.real_income, 8 * len(regions))).copy() for v in self._rows()}
        table = pd.DataFrame(found, pd.Index(regions, name="region")).T.rename_axis("variant")
        table.attrs["unit"] = "percent"
        return table

    @property
    def _most(self):
        """The region whose real income changes most in the run."""
        run = next(text(v.name) for v in self._rows() if v.is_run)
        return self.real_income.loc[run].abs().idxmax()

    @property
    def headline(self) -> str:
        """From the first step of the chain to the run, for the region where it changes most."""
        table, chain = self.real_income[self._most], self.variants[self.variants["in_chain"]]
        first, last = chain.index[0], chain.index[-1]
        return (f"{self._most}: from {table[first]:+.3f} % ({chain.title[first]}) to {table[last]:+.3f} % in the run")

    def _bars(self):
        table = self.real_income[self._most]
        return charts.of_series(table, f"Real income of {self._most}, by variant", "percent", ordered=True)

    def _first_table(self):
        return self.variants.assign(real_income_pct=self.real_income[self._most])[["title", "real_income_pct", "what"]]


def reconcile(scenario: Union[Scenario, str], world: Where = None, *, elasticity: Optional[float] = None,
              labour_elasticity: Optional[float] = None, scale_elasticity: Optional[float] = None,
              compare_elasticities: Optional[str] = None, year: Optional[int] = None, set: Optional[dict] = None,
              deficits: Optional[str] = None, profits: Optional[str] = None, focus: Optional[str] = None,
              products: Optional[str] = None, progress: Optional[bool] = None, **settings) -> Reconciliation:
    """Takes a shock through a chain of models, from one sector to first order to the scenario as run solves it.

    elasticity            the one of all sectors where there is one; None: the mean by imports of the world's
    labour_elasticity     of labour supply, 0.5; scale_elasticity of goods, 0.1; 0: not that variant
    compare_elasticities  a set of the world or a CSV file, as a further variant
    """  # fmt: skip
    asked = options_on(named(scenario), chosen(locals()))
    world = world_for(asked, world)
    options = filled("tw_reconcile", lib.tw_reconcile_default, elasticity=elasticity, labour_elasticity=labour_elasticity,
                     scale_elasticity=scale_elasticity, elasticities=compare_elasticities, year=year)  # fmt: skip
    _, c_asked = asked._take()
    function = lib.tw_reconcile_run
    return Reconciliation(*solve("tw_reconciliation", function, world._c, c_asked, settings_of(settings), options, progress=progress))


# ---------------------------------------------------------------- with an equilibrium of their own


class WithRun(Solved, Results):
    """Results that have a solved scenario inside: .regions, .sectors and .groups are its views."""

    def __init__(self, c, context, result, writer):
        super().__init__(c, context)
        self._result, self._writer, self._indices, self._year = result, writer, {}, 0


class Plants(WithRun):
    """What brands make where, and what it hangs on. Tables: plants, parity, with closing rounds closing."""

    kind = "plants"

    @property
    def sentences(self) -> list:
        """What it comes to, then what was assumed."""
        return told((lib.tw_plants_sentence, lib.tw_plants_assumption), self._c)

    headline = property(lambda self: self.sentences[0], doc="What it comes to.")

    def _first_table(self):
        return self.table("plants")

    def _bars(self):
        changes = self.table("plants")["units_pct"].dropna()
        return charts.of_series(changes, "Units of each plant", "percent")


def with_scenario(scenario, world, options, settings):
    """(C world, C scenario or NULL, settings) of a verb that takes a scenario or none."""
    asked, c_asked = None, NULL
    if scenario is None and options:
        scenario = Scenario(policy=[], scenario="base")
    if scenario is not None:
        asked = options_on(named(scenario), options)
        _, c_asked = asked._take()
    world = world_for(asked if asked is not None else nothing(), world)
    return world._c, c_asked, settings_of(settings)


def nothing():
    return Scenario(text="scenario: base\npolicy: []\n", origin="base")


def plants(scenario: Union[Scenario, str], world: Where = None, *, product: Optional[str] = None, region: Optional[str] = None,
           draws: int = 0, seed: int = 0, close: bool = False, set: Optional[dict] = None, deficits: Optional[str] = None,
           profits: Optional[str] = None, products: Optional[str] = None, elasticities: Optional[str] = None,
           progress: Optional[bool] = None, **settings) -> Plants:
    """What each brand makes where under a policy: market access, the tariffs and the subsidy at which that changes.

    product, region   codes of products, families or sectors, and of regions or groups, with commas between; None: all
    draws             for ranges of the units; close: rounds of closing
    """  # fmt: skip
    asked = with_scenario(scenario, world, chosen(locals()), settings)
    if not draws:
        refuse("is of draws, and draws is 0", seed=seed or None)
    options = filled("tw_plants_options", product=product, region=region, draws=draws, seed=seed, close=close)
    c, context = solve("tw_plants", lib.tw_plants_run, *asked, options, progress=progress)
    return Plants(c, context, lib.tw_plants_result(c), lib.tw_plants_write)


class Exposure(WithRun):
    """What every wedge of the world does to an outcome of a region, to first order, and the largest exactly. Tables:
    exposure (of one region), exposure_matrix, exposure_largest."""

    kind = "exposure"

    @property
    def sentences(self) -> list:
        """What is derived, and what is held fixed."""
        return [self.headline] + listed(lib.tw_exposure_remark, self._c)

    @property
    def headline(self) -> str:
        """What is derived by what."""
        return f"{text(lib.tw_exposure_text(self._c, b'outcome'))} by every tariff, export tax, barrier and productivity"

    @property
    def largest(self) -> pd.DataFrame:
        """The wedges that matter most, gains first, with what 1 and 25 points more do exactly, per cent of the outcome."""
        return self.table("exposure_largest")

    def _first_table(self):
        return self.largest

    def _bars(self):
        table = self.largest.reset_index()
        keys = [k for k in ("wedge", "sector", "product", "importer", "exporter") if (table[k] != "").any()]
        labels = table[keys].agg(" ".join, axis=1)
        return charts.of_series(pd.Series(table["per_point"].to_numpy(), labels), self.headline, "% per point")


def exposure(region: Optional[str] = None, scenario: Union[Scenario, str, None] = None, world: Where = None, *,
             outcome: Optional[str] = None, partner: Optional[str] = None, wedges: Optional[str] = None, largest: int = 10,
             by_product: bool = False, exact: bool = True, year: int = 0, set: Optional[dict] = None,
             deficits: Optional[str] = None, profits: Optional[str] = None, products: Optional[str] = None,
             elasticities: Optional[str] = None, progress: Optional[bool] = None, **settings) -> Exposure:
    """Derives an outcome of a region by every tariff, export tax, barrier and productivity, in one transposed solve.

    region    a code; None: all regions, the matrix of friends and enemies
    scenario  at the equilibrium of its policy; None: at the world as it is
    outcome   "real_income" (None), "real_gdp", "output C29", "price CAN C29" … (docs/dependence.md)
    partner, wedges: of which wedges the largest are told, "tariff,barrier"; largest: how many of each sign; exact: these are
    also solved with 1 and 25 points more
    """  # fmt: skip
    asked = with_scenario(scenario, world, chosen(locals()), settings)
    options = filled("tw_exposure_options", outcome=outcome, partner=partner, wedges=wedges, largest=largest or -1,
                     products=by_product, exact=exact and region is not None, year=year)  # fmt: skip
    function, where = (lib.tw_exposure_all, ()) if region is None else (lib.tw_exposure_of, (given(region),))
    c, context = solve("tw_exposure", function, *asked, *where, options, progress=progress)
    return Exposure(c, context, lib.tw_exposure_result(c), lib.tw_exposure_write)


class Dependence(WithRun):
    """Who stands behind what a region buys. Tables: dependence, by region, sector, partner and indicator."""

    kind = "dependence"

    @property
    def headline(self) -> str:
        """Of which region."""
        c = lib.tw_result_world(self._result)
        return f"Who stands behind what {text(lib.tw_world_region_name(c, lib.tw_dependence_region(self._c)))} buys"

    @property
    def sentences(self) -> list:
        """What to know of it."""
        return [self.headline] + listed(lib.tw_dependence_remark, self._c)

    def indicator(self, name: str) -> pd.DataFrame:
        """Rows of one indicator: import_share, hhi, hidden, loss_if_stopped_pct …; value, and value_new under a scenario."""
        return self.table("dependence").xs(name, level="indicator")

    def _first_table(self):
        return self._shares().to_frame()

    def _shares(self):
        table = self.table("dependence").reset_index()
        whole = table[(table["indicator"] == "import_share") & (table["sector"] == "") & (table["product"] == "")]
        return whole.set_index("partner")["value"].sort_values(ascending=False)

    def _bars(self):
        shares = self._shares()
        return charts.of_series(100 * shares[shares.index != ""], "Share in imports", "percent")


def dependence(region: str, scenario: Union[Scenario, str, None] = None, world: Where = None, *, stops: int = -1,
               set: Optional[dict] = None, deficits: Optional[str] = None, profits: Optional[str] = None,
               products: Optional[str] = None, elasticities: Optional[str] = None, progress: Optional[bool] = None,
               **settings) -> Dependence:
    """Shares, concentration, inputs looked through to every tier, and what it costs where a partner stops.

    stops   partners that are stopped one by one in full equilibrium, the largest first; -1: ten
    """  # fmt: skip
    asked = with_scenario(scenario, world, chosen(locals()), settings)
    options = filled("tw_dependence_options", stops=stops)
    c, context = solve("tw_dependence", lib.tw_dependence_run, *asked, given(region), options, progress=progress)
    return Dependence(c, context, lib.tw_dependence_result(c), lib.tw_dependence_write)
