"""range: a policy solved for many draws of what is uncertain. Quantiles are views of the library's memory."""
from __future__ import annotations

import os
import tempfile
from typing import Optional, Union

import numpy as np
import pandas as pd

from . import arrays, charts
from ._library import ffi, lib
from .call import NULL, Context, filled, given, listed, rows, settings_of, text
from .errors import Error, no_such, refuse
from .results import Results, outcome_word
from .run import TABLES, Solved, chosen, index_of, named, options_on, parts_of, solve, table_of, unlinked
from .scenario import Scenario, world_for
from .world import World

AS_STORED = "as stored: 25 pp is 0.25"  # elasticities are plain numbers
LEVELS = ("_p05", "_p50", "_p95")


class Range(Solved, Results):
    """Draws of a policy: .regions and .sectors have _p05, _p50, _p95 beside each column, .draws is a row a draw, .drivers
    says what makes the spread, .parameters what was drawn. The central result is without uncertainty."""

    kind = "range"

    def __init__(self, c, context, link=None):
        super().__init__(c, context)
        self._writer, self._indices, self._year, self._link = lib.tw_range_write, {}, 0, link
        self._result = lib.tw_range_central(c)

    @property
    def _draws_info(self):
        return lib.tw_range_info_of(self._c)

    @property
    def counts(self) -> dict:
        """draws asked for, done, certified; assumed: True where the spread is nobody's estimate; seed; failed: outcomes of
        draws without an equilibrium; seconds by part."""
        i = self._draws_info
        failed = {outcome_word(i.failed[k].outcome): i.failed[k].count for k in range(i.failures)}
        seconds = {part: getattr(i.seconds, part) for part in ("central", "draws", "drivers", "statistics")}
        return {"draws": i.draws, "done": i.done, "certified": i.certified, "complete": bool(i.complete), "seed": i.seed,
                "assumed": bool(i.assumed), "cut": i.cut, "failed": failed, "seconds": seconds}  # fmt: skip

    @property
    def _ended(self):
        """(outcome, message) of the central result, then of the draws: without quantiles there is nothing to show."""
        counts, info = self._draws_info, self._info
        if info.outcome <= 0:
            return info.outcome, ffi.string(info.message).decode()
        if not counts.complete:
            return lib.TW_NOT_SOLVED, f"{counts.done} of {counts.draws} draws are there: ranges need those of all shards"
        if counts.certified == 0:
            ended = counts.failed[0].outcome if counts.failures else lib.TW_NOT_SOLVED
            return ended, "none of the draws has a certified equilibrium"
        return info.outcome, ""

    outcome = property(lambda self: outcome_word(self._ended[0]), doc="How it ended: the central result, and the draws.")
    message = property(lambda self: self._ended[1], doc="Why there are no ranges.")

    @property
    def sentences(self) -> list:
        """The headline, what is compared with what, and what goes with the draws."""
        return [*super().sentences, *listed(lib.tw_range_note, self._c)]

    def quantile(self, table: str, column: str, which: str) -> np.ndarray:
        """Quantiles of a column, a view like numbers(): which is "p05", "p50" or "p95". Of trade, limits and preferences [rows
        of the table], where rates are fractions: 0.025 is what the table has as 2.5."""
        self._need()
        at = table_of(table)
        if "_" + which not in LEVELS:
            raise no_such("quantile", which, ["p05", "p50", "p95"])
        found = lib.tw_range_quantile(self._c, at, column.encode(), LEVELS.index("_" + which))
        if found == NULL:
            raise no_such(f"column of {table} with quantiles", column, listed(lib.tw_range_column_name, self._c, at))
        shape = self._shape(table) if table in ("regions", "sectors", "groups", "products") else (lib.tw_range_rows(self._c, at),)
        return arrays.lent(found, shape, self._c)

    def _columns(self, table):
        drawn, columns = set(listed(lib.tw_range_column_name, self._c, table_of(table))), {}
        for name, values in super()._columns(table).items():
            columns[name] = values
            if name in drawn:
                columns.update({name + level: self.quantile(table, name, level[1:]).reshape(-1) for level in LEVELS})
        return columns

    @property
    def parameters(self) -> pd.DataFrame:
        """What was drawn, by name: distribution in words, central value (25 pp is 0.25), source."""
        found = [[text(p.name), text(p.distribution), p.central, text(p.source)]
                 for p in rows(lib.tw_range_parameters, self._c, "tw_range_parameter")]  # fmt: skip
        table = pd.DataFrame(found, columns=["parameter", "distribution", "central", "source"]).set_index("parameter")
        table.attrs["units"] = {"distribution": "text", "central": AS_STORED, "source": "text"}
        return table

    @property
    def drivers(self) -> pd.DataFrame:
        """Shares of the variance of an outcome that each parameter makes, alone (first_order) and with all in which it takes
        part (total), with standard errors, by (outcome, region, sector, partner, product, parameter); the largest first."""
        c = lib.tw_result_world(self._result)
        R, J = index_of(c, "region"), index_of(c, "sector")
        name = lambda codes, i: codes[i] if i >= 0 else ""  # noqa: E731
        found = [[text(d.outcome), name(R, d.region), name(J, d.sector), name(R, d.partner), text(d.product) or "",
                  text(d.parameter), d.first_order, d.total, d.first_order_error, d.total_error]
                 for d in rows(lib.tw_range_drivers, self._c, "tw_range_driver")]  # fmt: skip
        keys = ["outcome", "region", "sector", "partner", "product", "parameter"]
        table = pd.DataFrame(found, columns=keys + ["first_order", "total", "first_order_error", "total_error"]).set_index(keys)
        table.attrs["units"] = {name: "fraction of the variance" for name in table.columns}
        return table

    def _drawn(self, function, *args):
        out = np.empty(self._draws_info.draws)
        Context().check(function(self._c, *args, ffi.cast("double *", ffi.from_buffer(out))))
        return out

    def draws_of(self, column: str, table: str = "regions") -> pd.DataFrame:
        """One column in every draw, [draws, rows of the table]: draws_of("real_income_pct") has a column a region; of sectors
        one a (region, sector), of products a (region, product), of trade a (sector, importer, exporter) with trade=True, of
        limits a (line, rule, what), of preferences a flow. Numbers and unit are those of the table. NaN: the draw has no
        certified equilibrium."""
        self._need()
        at = table_of(table)
        names = listed(lib.tw_range_column_name, self._c, at)
        if column not in names:
            raise no_such(f"column of {table} that was kept", column, names)
        index = self._index(table)
        if len(index) != lib.tw_range_rows(self._c, at):
            raise Error(f"{table}: {lib.tw_range_rows(self._c, at)} rows were drawn, {len(index)} have a name")
        values = np.array([self._drawn(lib.tw_range_draws, at, column.encode(), row) for row in range(len(index))])
        if is_rate(table, column):
            values = arrays.per_cent(values)
        made = pd.DataFrame(values.reshape(len(index), -1).T, index=self._numbers_of_draws(), columns=index)
        made.attrs["unit"] = self.unit(table, column)
        return made

    def _index(self, table):
        """Rows of the tables that are kept of draws, the others in the order of the library's lists."""
        if table not in ("trade", "limits", "preferences"):
            return super()._index(table)
        if table not in self._indices:
            c = lib.tw_result_world(self._result)
            R, J = index_of(c, "region"), index_of(c, "sector")
            if table == "limits":
                found = [(e.line, text(e.rule), text(e.what)) for e in rows(lib.tw_result_conditions, self._result, "tw_condition_result")]
                names = ["line", "rule", "what"]
            elif table == "preferences":
                kept = rows(lib.tw_result_preferences, self._result, "tw_preference_result")
                found = [(J[f.sector], R[f.importer], R[f.exporter], text(f.product) or "") for f in kept]
                names = ["sector", "importer", "exporter", "product"]
            else:
                at = lib.tw_range_flows(self._c)
                count = lib.tw_range_rows(self._c, TABLES["trade"])
                s, d, o = np.unravel_index([at[i] for i in range(count)], (len(J), len(R), len(R)))
                found = [(J[s[i]], R[d[i]], R[o[i]]) for i in range(count)]
                names = ["sector", "importer", "exporter"]
            self._indices[table] = pd.MultiIndex.from_tuples(found, names=names)
        return self._indices[table]

    def _numbers_of_draws(self):
        return pd.RangeIndex(1, self._draws_info.draws + 1, name="draw")

    @property
    def draws(self) -> pd.DataFrame:
        """A row a draw: ended (the outcome's word), each parameter by its name (amounts as stored: 25 pp is 0.25), and what the
        range or its focus names; without any of these the real income of every region. As --draws-csv of the program."""
        if "draws" not in self._read:
            self._need()
            with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
                name, context = os.path.join(folder, "draws.csv"), Context()
                context.check(lib.tw_range_draws_write(context.c, self._c, given(name)))
                table = pd.read_csv(name, index_col="draw", float_precision="round_trip", keep_default_na=False, na_values=[""])
            drawn = set(self.parameters.index)
            table.attrs["units"] = {c: "text" if c == "ended" else AS_STORED if c in drawn else self._unit_of(c) for c in table.columns}
            self._read["draws"] = table
        return self._read["draws"]

    def _unit_of(self, outcome):
        """The unit of an outcome such as "exports_pct CAN C29 USA": that of its column, in whichever table has it."""
        units = (self.unit(table, outcome.split(" ")[0]) for table in TABLES)
        return next((unit for unit in units if unit is not None), "number")

    def _answers(self):
        return lib.tw_range_answers, self._c

    def _shown(self):
        return [f"real_income_pct{level}" for level in ("", *LEVELS)] + ["equivalent_variation", "real_gdp_pct"]

    def _bars(self):
        table = self.regions
        return charts.of_series(self.real_income, "Real income", "percent", table["real_income_pct_p05"], table["real_income_pct_p95"])


def range_(
    scenario: Union[Scenario, str],
    world: Union[World, str, None] = None,
    *,
    draws: int = 0,
    seed: int = 0,
    drivers: Optional[int] = None,
    sectors: bool = True,
    trade: bool = False,
    draw_decomposition: bool = False,
    store: Union[str, os.PathLike, None] = None,
    shard: Optional[str] = None,
    set: Optional[dict] = None,
    deficits: Optional[str] = None,
    profits: Optional[str] = None,
    focus: Optional[str] = None,
    products: Optional[str] = None,
    elasticities: Optional[str] = None,
    illegal: Optional[str] = None,
    progress: Optional[bool] = None,
    **settings,
):
    """Solves a policy for many draws of its trade elasticities and variables; every answer gets its 5 to 95 % range.

    draws, seed         0: as the section range of the scenario says, else 500 and 1
    drivers             rows of the design for what drives the spread; None: as the scenario says, 0: none
    sectors, trade      ranges of sectors.csv; of every flow
    draw_decomposition  the exact decomposition in each draw, too
    store               a file that keeps finished draws, and from which the same call goes on
    shard               "1/2": these draws alone, into the store

    Further arguments as of run. Returns a Range; of a scenario of a market alone what market(…, draws=…) does, with
    threads and report of the settings.
    """
    scenario = options_on(named(scenario), chosen(locals()))
    if scenario.text("market_only"):
        from .outlook import market

        threads, report = settings.pop("threads", 0), bool(settings.pop("report", True))
        taken = ["draws", "seed", "drivers", "set", "focus", "threads", "report", "progress"]
        refuse("is not for a scenario of a market alone", taken, world=world, store=store, shard=shard, trade=trade,
               draw_decomposition=draw_decomposition)  # fmt: skip
        refuse("is no setting of a market's draws", taken, **{name: str(value) for name, value in settings.items()})
        return market(scenario, draws=draws or -1, seed=seed, drivers=-1 if drivers is None else drivers, threads=threads,
                      report=report, progress=progress)  # fmt: skip
    world = world_for(scenario, world)
    first, of = parts_of(shard)
    options = filled("tw_range_options", draws=draws, seed=seed, drivers=0 if drivers is None else drivers or -1, sectors=sectors,
                     trade=trade, decomposition=draw_decomposition, store=store, shard=first, shards=of)  # fmt: skip
    made = settings_of(settings)
    _, asked = scenario._take()  # the range borrows it
    if lib.tw_scenario_text(asked, b"linked") != NULL:
        return range_linked(world, asked, made, options, progress)
    return Range(*solve("tw_range_result", lib.tw_range, world._c, asked, made, options, free=lib.tw_range_free, progress=progress))


def is_rate(table, column):
    """Whether the library has as a fraction what the table has in per cent."""
    return table in ("trade", "limits", "preferences") and column.endswith("_pct") and (table, column) != ("trade", "change_pct")


def range_linked(world, asked, settings, options, progress):
    """Draws of a market and the economy at once. The range goes before the link, which owns what it borrows."""
    context, links, ranges = Context(), ffi.new("tw_link **"), ffi.new("tw_range_result **")

    def own():
        link = context.own(links[0], lib.tw_link_free, world._c, asked) if links[0] != NULL else None
        return link, context.own(ranges[0], lib.tw_range_free, link) if ranges[0] != NULL else None

    link, c = context.run(lib.tw_link_range, context.c, world._c, asked, settings, options, links, ranges, made=own, progress=progress)
    return Range(c, context, link) if c is not None else unlinked(link, context)


range_.__name__ = range_.__qualname__ = "range"
