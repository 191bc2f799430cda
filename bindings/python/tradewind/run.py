"""run: a policy solved, with its certificate. Columns are views of the library's memory."""
from __future__ import annotations

import functools
from typing import Optional, Union

import numpy as np
import pandas as pd

from . import arrays, charts
from ._library import ffi, lib
from .call import NULL, Context, filled, listed, rows, settings_of, text
from .errors import no_such, refuse
from .frames import product_codes
from .owned import borrowed
from .results import Results, outcome_word
from .scenario import OPTIONS, Scenario, world_for
from .world import World

TABLES = {"regions": lib.TW_REGIONS, "sectors": lib.TW_SECTORS, "groups": lib.TW_GROUPS, "products": lib.TW_PRODUCTS,
          "trade": lib.TW_TRADE, "limits": lib.TW_LIMITS, "preferences": lib.TW_PREFERENCES,
          "product_trade": lib.TW_PRODUCT_TRADE}  # fmt: skip


def table_of(name):
    """The library's number of a table."""
    if name not in TABLES:
        raise no_such("table", name, list(TABLES))
    return TABLES[name]


def named(scenario) -> Scenario:
    """A Scenario of what a call is given: one, or the name or file of one."""
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, str) or hasattr(scenario, "__fspath__"):
        return Scenario(scenario)
    raise TypeError(f"scenario: expected a Scenario, a name or a file, found {type(scenario).__name__}")


class Solver:
    """A solver with its context, for one call at a time. It keeps the solved base for the next call of its world."""

    def __init__(self, world, settings):
        self.context, self.settings = Context(), settings
        self.c = self.context.make("tw_solver", lib.tw_solver_new, world._c, settings, keep=(world._c,))


def take_solver(world, settings):
    """A solver that waits at the world, if it has these settings; else a new one. No two calls get the same: pop is one step."""
    try:
        solver = world._solvers.pop()
        if solver.settings is settings:
            return solver
    except IndexError:
        pass
    return Solver(world, settings)


def give_solver(world, solver):
    """Lets it wait for the next call; as many as have solved at once, at most four."""
    if len(world._solvers) < 4:
        world._solvers.append(solver)


@functools.lru_cache(maxsize=None)
def column_names(table):
    """Names of the columns of a table of the library."""
    return tuple(listed(lib.tw_result_column_name, TABLES[table]))


def index_of(c_world, axis):
    count, code = {"region": (lib.tw_world_regions, lib.tw_world_region), "sector": (lib.tw_world_sectors, lib.tw_world_sector)}[axis]
    return [text(code(c_world, i)) for i in range(count(c_world))]


class Solved:
    """What results with an equilibrium share: _result is tw_result *, _c what owns it."""

    @property
    def outcome(self) -> str:
        """How it ended, the library's word: certified, certified_by_continuation, stalled …"""
        return outcome_word(self._info.outcome)

    @property
    def message(self) -> str:
        """Why no equilibrium was found; empty where one was."""
        return ffi.string(self._info.message).decode()

    @property
    def _info(self):
        return lib.tw_result_info(self._result)

    @property
    def certificate(self) -> pd.Series:
        """Every residual of the new equilibrium, relative, by name; attrs: holds, tolerance, max."""
        made = self._info.certificate
        values = {text(made.residual[i].name): made.residual[i].value for i in range(made.count)}
        series = pd.Series(values, dtype=float, name="residual")
        series.attrs.update(holds=bool(made.holds), tolerance=made.tolerance, max=made.max, unit="relative")
        return series

    @property
    def seconds(self) -> dict:
        """Seconds by part: base, new, decomposition."""
        s = self._info.seconds
        return {"base": s.base, "new": s.new_, "decomposition": s.decomposition}

    iterations = property(lambda self: self._info.iterations, doc="Newton iterations of the new equilibrium.")
    share_solved = property(lambda self: self._info.share_solved, doc="Largest share of the shock that was solved.")

    @property
    def world(self) -> World:
        """The world that was solved, with the products that it was solved with."""
        c = ffi.cast("tw_world *", lib.tw_result_world(self._result))
        return World._of(borrowed(c, self._c), Context())

    @property
    def money(self) -> str:
        """The world's money, "million USD"."""
        c = lib.tw_result_world(self._result)
        return f"{text(lib.tw_world_text(c, b'unit'))} {text(lib.tw_world_text(c, b'currency'))}"

    @property
    def caveat(self) -> Optional[str]:
        """What to know of the world before a number is used."""
        return text(lib.tw_world_text(lib.tw_result_world(self._result), b"caveat"))

    def _words(self, field):
        return text(lib.tw_result_text(self._result, field.encode()))

    title = property(lambda self: self._words("title"), doc="Title of the scenario.")

    @property
    def headline(self) -> str:
        """The sentence that opens every report; of years the last."""
        if not self.certified:
            return f"{self.title}: no certified solution ({self.outcome})"
        context, out = Context(), ffi.new("tw_headline *")
        context.check(lib.tw_result_headline(context.c, self._result, self._year, out))
        return ffi.string(out.text).decode()

    @property
    def sentences(self) -> list:
        """The headline; what is compared with what; on what results hang because of the closure."""
        cautions = self._words("cautions")
        return [self.headline, *listed(lib.tw_result_sentence, self._result), *(cautions.split("\n") if cautions else [])]

    # ------------------------------------------------------------ numbers

    def _shape(self, table):
        c = lib.tw_result_world(self._result)
        N, S = lib.tw_world_regions(c), lib.tw_world_sectors(c)
        if table == "products":
            return (N, lib.tw_world_products(c))
        return {"regions": (N,), "sectors": (N, S), "groups": (lib.tw_result_groups(self._result),)}[table]

    def _index(self, table):
        if table not in self._indices:
            c = lib.tw_result_world(self._result)
            regions = index_of(c, "region")
            if table == "regions":
                made = pd.Index(regions, name="region")
            elif table == "groups":
                count = lib.tw_result_groups(self._result)
                made = pd.Index([text(lib.tw_result_group(self._result, i, NULL, NULL)) for i in range(count)], name="group")
            elif table == "sectors":
                made = pd.MultiIndex.from_product([regions, index_of(c, "sector")], names=["region", "sector"])
            elif table == "products":
                made = pd.MultiIndex.from_product([regions, product_codes(c, index_of(c, "sector"))], names=["region", "product"])
            else:
                raise no_such("table with rows of its own", table, ["regions", "sectors", "groups", "products"])
            self._indices[table] = made
        return self._indices[table]

    def _names(self, table):
        names = column_names(table)
        if table == "regions":
            profits = lib.tw_result_column(self._result, lib.TW_REGIONS, b"profits_change")
            absent = {"capital_pct"} | ({"profits_change"} if profits == NULL or profits[0] != profits[0] else set())
            names = [name for name in names if name not in absent]
        return names

    def numbers(self, table: str, column: str) -> np.ndarray:
        """A column as a view of the library's memory, read only: of "regions" [N], "sectors" [N, S], "groups" [groups],
        "products" [N, products]. NaN: empty. docs/formats.md has names and units."""
        self._need()
        if table not in ("regions", "sectors", "groups", "products"):
            raise no_such("table of numbers", table, ["regions", "sectors", "groups", "products"])
        names = column_names(table)
        found = lib.tw_result_column(self._result, TABLES[table], column.encode()) if column in names else NULL
        if found == NULL:
            raise no_such(f"column of {table}", column, names)
        return arrays.lent(found, self._shape(table), self._c)

    def unit(self, table: str, column: str) -> Optional[str]:
        """The unit of a column of any table: "percent", "log points", "million USD" …"""
        return text(lib.tw_result_column_unit(self._result, table_of(table), column.encode()))

    def _columns(self, table):
        """Columns of a table as the file has them, name -> view."""
        return {name: self.numbers(table, name).reshape(-1) for name in self._names(table)}

    def _frame(self, table):
        if table not in self._read:
            columns = self._columns(table)
            units = {name: self.unit(table, name[:-4] if name[-4:] in ("_p05", "_p50", "_p95") else name) for name in columns}
            about = {"scenario": self._words("scenario"), "world": text(lib.tw_world_text(lib.tw_result_world(self._result), b"name"))}
            self._read[table] = arrays.frame(columns, self._index(table), units, **about)
        return self._read[table]

    @property
    def regions(self) -> pd.DataFrame:
        """regions.csv, [N] rows by region: real_income_pct (percent), equivalent_variation (money) …, without a copy."""
        return self._frame("regions")

    @property
    def sectors(self) -> pd.DataFrame:
        """sectors.csv, [N x S] rows by (region, sector): output_pct, exports_pct, value_added_change …, without a copy."""
        return self._frame("sectors")

    @property
    def groups(self) -> pd.DataFrame:
        """groups.csv, a row a group of regions taken as one."""
        return self._frame("groups")

    def flows(self, field: str) -> np.ndarray:
        """A number of every flow, own sales included, [S, N, N] (sector, importer, exporter), a new array: "base_value",
        "new_value" (in the world's money, before the importer's tariff), "tariff_base", "tariff_new", "change" (fractions;
        NaN where the base is 0)."""
        self._need()
        c = lib.tw_result_world(self._result)
        N, S = lib.tw_world_regions(c), lib.tw_world_sectors(c)
        out = np.empty((S, N, N))
        if lib.tw_result_trade(self._result, field.encode(), ffi.cast("double *", ffi.from_buffer(out))) != lib.TW_OK:
            raise no_such("field of flows", field, ["base_value", "new_value", "tariff_base", "tariff_new", "change"])
        return out

    @property
    def real_income(self) -> pd.Series:
        """Change of real income in percent, by region."""
        return self.regions["real_income_pct"]

    @property
    def answers(self) -> pd.DataFrame:
        """What the focus asks for, and in a range its outcomes: value, before (level in the base), unit; p05, p50, p95."""
        function, c = self._answers()
        found = [[text(a.outcome), a.value, a.before, *a.quantile, text(a.unit)] for a in rows(function, c, "tw_answer")]
        table = pd.DataFrame(found, columns=["outcome", "value", "before", "p05", "p50", "p95", "unit"]).set_index("outcome")
        return table.dropna(axis=1, how="all") if len(table) else table

    def _answers(self):
        return lib.tw_result_answers, self._result

    def _first_table(self):
        answers = self.answers
        return answers if len(answers) else self.regions.loc[self._largest(), self._shown()]

    def _shown(self):
        wanted = ["real_income_pct", "equivalent_variation", "real_gdp_pct", "real_wage_pct", "exports_pct", "imports_pct"]
        return [name for name in wanted if name in self.regions.columns]

    def _largest(self):
        return self.real_income.abs().sort_values(ascending=False).index

    def _bars(self):
        return charts.of_series(self.real_income, "Real income", "percent")


class Run(Solved, Results):
    """A scenario solved. .regions, .sectors, .groups are views by label, .trade every flow; further tables (limits, years,
    products, cascade, illegal, link …) where the scenario has them: .tables lists them."""

    kind = "run"

    def __init__(self, c, context, path, writer):
        super().__init__(c, context)
        self._path, self._writer, self._indices = path, writer, {}
        last = lib.tw_path_count(path) - 1
        self._year, self._result = lib.tw_path_year(path, last), lib.tw_path_result(path, last)

    @property
    def by_year(self) -> pd.DataFrame:
        """Columns of regions by (year, region), of a scenario with years."""
        return self.table("years")

    @property
    def trade(self) -> pd.DataFrame:
        """trade.csv by (sector, importer, exporter): base_value, new_value, change_pct, tariff_base_pct, tariff_new_pct, of
        flows, own sales included, that are not zero in both equilibria. Percent and the world's money."""
        if "trade" not in self._read:
            fields = {name: self.flows(name) for name in ("base_value", "new_value", "tariff_base", "tariff_new")}
            there = (fields["base_value"] > 0) | (fields["new_value"] > 0)
            s, d, o = np.nonzero(there)
            c = lib.tw_result_world(self._result)
            R, J = np.array(index_of(c, "region"), object), np.array(index_of(c, "sector"), object)
            base, new = fields["base_value"][there], fields["new_value"][there]
            with np.errstate(divide="ignore"):
                change = np.where(base > 0, 100 * (new / base - 1), np.nan)
            columns = {"base_value": base, "new_value": new, "change_pct": change,
                       "tariff_base_pct": arrays.per_cent(fields["tariff_base"][there]),
                       "tariff_new_pct": arrays.per_cent(fields["tariff_new"][there])}  # fmt: skip
            index = pd.MultiIndex.from_arrays([J[s], R[d], R[o]], names=["sector", "importer", "exporter"])
            units = {name: self.unit("trade", name) for name in columns}
            self._read["trade"] = arrays.frame(columns, index, units)
        return self._read["trade"]


class Several(Run):
    """A run of which there are several: with and without clauses, for each share of illegal fish. Certified are all, or it is not."""

    def __init__(self, c, context, path, writer, results):
        super().__init__(c, context, path, writer)
        self._results = results

    @property
    def _ended(self):
        """tw_info of the run whose tables are shown, or of the first that is not certified."""
        infos = [self._info, *map(lib.tw_result_info, self._results)]
        return next((info for info in infos if info.outcome <= 0), self._info)

    outcome = property(lambda self: outcome_word(self._ended.outcome), doc="How they ended, all of them.")
    message = property(lambda self: ffi.string(self._ended.message).decode(), doc="Why one of them has no equilibrium.")


def chosen(given):
    """Options of a scenario among the arguments of a call, locals() of it: what is not None."""
    return {name: given[name] for name in ("set", *OPTIONS) if given.get(name) is not None}


def options_on(scenario, options):
    return scenario.with_(**options) if options else scenario


def solve(kind, function, first, second, *args, progress, free=None):
    """(what function(context, first, second, *args) makes, its context); first and second, world and scenario, are borrowed."""
    context = Context()
    return context.make(kind, function, first, second, *args, free=free, keep=(first, second), progress=progress), context


def parts_of(shard):
    """(1, 2) of "1/2"; (0, 0) of None: all draws."""
    if shard is None:
        return 0, 0
    numbers = str(shard).split("/")
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        raise ValueError(f'shard: found {shard!r}, expected a part of how many, such as "1/2"')
    return int(numbers[0]), int(numbers[1])


def run(
    scenario: Union[Scenario, str],
    world: Union[World, str, None] = None,
    *,
    set: Optional[dict] = None,
    deficits: Optional[str] = None,
    profits: Optional[str] = None,
    focus: Optional[str] = None,
    products: Optional[str] = None,
    elasticities: Optional[str] = None,
    illegal: Optional[str] = None,
    tables: Optional[str] = None,
    progress: Optional[bool] = None,
    **settings,
) -> Run:
    """Solves a policy: base and new equilibrium, both certified.

    scenario   a Scenario, or the name or file of one
    world      a World, a name, a folder or a .tww file; None: the scenario's own
    set, deficits, profits, focus, products, elasticities, illegal: as Scenario.with_
    tables     of bans that spread: a folder with stocks.csv, calories.csv, in the place of the world's
    progress   True, False; None: a bar where somebody looks
    settings   tolerance=1e-10, threads=0 (all processors), decomposition=True … (docs/settings.md)

    No equilibrium is an outcome, no exception: look at .certified, .outcome and .message. Its tables raise NotCertified.
    """
    scenario = options_on(named(scenario), chosen(locals()))
    world = world_for(scenario, world)
    made = settings_of(settings)
    context, asked = scenario._take()
    if lib.tw_scenario_is_cascade(asked):
        return run_cascade(asked, world, made, tables, progress)
    refuse("is of bans that spread, and the scenario has no section cascade and no clause", tables=tables)
    if lib.tw_scenario_text(asked, b"linked") != NULL:
        return run_linked(asked, world, made, progress)
    if lib.tw_scenario_text(asked, b"illegal") != NULL:
        return run_illegal(asked, world, made, progress)
    try:
        return run_plain(asked, world, made, progress)
    finally:
        scenario._give(context, asked)


def run_plain(asked, world, settings, progress):
    """A policy and nothing else. The result borrows the world, not the solver and not the scenario."""
    solver = take_solver(world, settings)
    context = solver.context
    context.notes.clear()
    out = ffi.new("tw_path **")

    def own():
        return context.own(out[0], lib.tw_path_free, world._c) if out[0] != NULL else None

    path = context.run(lib.tw_solve_path, solver.c, asked, out, made=own, progress=progress)
    give_solver(world, solver)
    return Run(path, context, path, lib.tw_path_write)


def run_cascade(asked, world, settings, tables, progress):
    """Bans that spread: .cascade has the rounds, .clause both parties of no-ban clauses."""
    options = filled("tw_cascade_options", tables=tables)
    c, context = solve("tw_cascade", lib.tw_cascade_run, world._c, asked, settings, options, progress=progress)
    results = [lib.tw_cascade_result(c, clause) for clause in (0, 1)]
    return Several(c, context, lib.tw_cascade_path(c), lib.tw_cascade_write, results)


def run_illegal(asked, world, settings, progress):
    """A scenario with illegal fish: .illegal has all three shares."""
    c, context = solve("tw_illegal", lib.tw_illegal_run, world._c, asked, settings, progress=progress)
    paths = [lib.tw_illegal_path(c, share) for share in range(3)]
    results = [lib.tw_path_result(path, lib.tw_path_count(path) - 1) for path in paths]
    return Several(c, context, paths[lib.tw_illegal_share(c)], lib.tw_illegal_write, results)


def run_linked(asked, world, settings, progress):
    """A market and the economy at once: .link, .buyers, .suppliers …"""
    c, context = solve("tw_link", lib.tw_link_run, world._c, asked, settings, NULL, progress=progress)
    path = lib.tw_link_path(c)
    if path == NULL:
        return unlinked(c, context)
    return Run(c, context, path, lib.tw_link_write)


def unlinked(c, context):
    """Results of a market and a core that found no answer together: an outcome and a message, no numbers."""
    info = ffi.new("tw_link_info *")
    lib.tw_link_about(c, info)
    results = Results(c, context)
    results.outcome, results.message = outcome_word(info.outcome), text(info.message)
    return results
