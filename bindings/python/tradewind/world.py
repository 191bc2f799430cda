"""Worlds: multi-country input-output tables with tariffs.

Symbols of shapes: N regions, S sectors; d destination (buyer), o origin (seller), s sector, u using sector.
"""
from __future__ import annotations

import os
import tempfile
from typing import Any, Mapping, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import arrays, frames
from .call import NULL, Context, filled, given, listed, rows, text
from ._library import ffi, lib
from .errors import no_such

Table = Union[pd.DataFrame, str, os.PathLike, None]  # a table, or a CSV file
Map = Union[Mapping[str, str], Table]  # codes to codes
Words = Union[str, Sequence[str], None]  # with commas between, or a list
Shares = Union[str, Mapping[str, Any], None]

# What tw_world_numbers lends, with its axes and its unit; "money" is the world's own.
FIELDS = {
    "flow": ("sdo", "money"), "tariff": ("sdo", "fraction"), "export_tax": ("sdo", "fraction"),
    "value_added_share": ("ds", "fraction"), "final_share": ("ds", "fraction"), "output": ("ds", "money"),
    "spending": ("ds", "money"), "employment": ("ds", "thousand persons"), "input_share": ("dus", "fraction"),
    "trade_elasticity": ("s", "number"), "product_elasticity": ("s", "number"), "value_added": ("d", "money"),
    "deficit": ("d", "money"), "population": ("d", "persons"), "gdp": ("d", "money"),
}  # fmt: skip
UNKNOWN = ("employment", "population", "gdp", "product_elasticity")  # absent they are not known; other fields are 0 then


class World:
    """A world, immutable; threads may share it.

    World("default")       a built-in one: tradewind.worlds() names them
    World("folder")        a folder of CSV files, or a .tww file
    World.from_arrays(…)   arrays of numpy; World.from_frames(…): tables as a world folder has them
    World.from_table(…)    a table that others publish: ICIO, WIOD, GTAP, a long table …

    Numbers are views of the world's own memory, read only: world.numbers("flow") is [S, N, N], in the world's money.
    """

    def __init__(self, where: Union[str, os.PathLike] = "default"):
        context = Context()
        self._take(context.make("tw_world", lib.tw_world_open, given(where)), context)

    def _take(self, c, context):
        self._c, self.opening_notes, self._solvers = c, list(context.notes), []
        return self

    @classmethod
    def _of(cls, c, context):
        return cls.__new__(cls)._take(c, context)

    @classmethod
    def from_arrays(
        cls,
        name: str,
        regions,
        sectors,
        flow,
        trade_elasticity,
        *,
        tariff=None,
        export_tax=None,
        value_added_share=None,
        input_share=None,
        final_share=None,
        goods=None,
        region_names=None,
        sector_names=None,
        employment=None,
        population=None,
        gdp=None,
        tariff_columns: Optional[Mapping[str, Any]] = None,
        region_groups: Optional[Mapping[str, Any]] = None,
        sector_groups: Optional[Mapping[str, Any]] = None,
        title: Optional[str] = None,
        currency: str = "USD",
        unit: str = "million",
        year: int = 0,
        source: Optional[str] = None,
        licence: Optional[str] = None,
    ) -> "World":
        """A world of arrays, which are copied and checked as those of a folder are.

        regions, sectors   N and S codes
        flow               [S, N, N]: what d (second) buys from o (third) of s, before the importer's tariff, own sales
                           included, in `unit` of `currency`
        trade_elasticity   [S], or one number for all: theta of Eaton and Kortum, above 0
        tariff, export_tax [S, N, N], fractions (0.25 is 25 %); None: none
        value_added_share  [N, S], of the value of output; None: 1, no inputs
        input_share        [N, S, S] (d, u, s): of what u in d spends on inputs, the share of s
        final_share        [N, S]; None: what use leaves over
        goods              [S] True for goods; None: all are
        employment         [N, S], thousand persons; population [N], persons; gdp [N]; NaN where not known
        tariff_columns     further rates by name, {"tariff_mfn_pct": [S, N, N] fractions}
        region_groups, sector_groups   {"NORTH": ["CAN", "USA"]}
        """
        return cls._made(frames.from_arrays(**{k: v for k, v in locals().items() if k != "cls"}))

    @classmethod
    def from_frames(cls, name: str, *, flows, sectors, regions=None, production=None, inputs=None, final=None, macro=None,
                    families=None, products=None, product_flows=None, **about) -> "World":
        """A world of tables with the columns of a world folder (docs/formats.md), rates in per cent.

        flows       sector, importer, exporter, value; optionally tariff_pct, export_tax_pct, further columns in _pct
        sectors     sector, trade_elasticity; optionally name, kind (goods, services)
        regions     region; optionally name. None: those of flows
        production  region, sector, value_added_share; optionally employment
        inputs      region, user, input, share; final: region, sector, share; macro: region and population, gdp
        products    sector, product, trade_elasticity; optionally name, family, home, owner, unit, markup_elasticity; with
                    product_flows (product, importer, exporter, value; optionally quantity and rates) and perhaps families

        Each is a DataFrame, keys as columns or as index. Further keywords are those of from_arrays: title, year, unit … What
        is not given is what to_frames put into flows.attrs["about"] (money, year, sources, groups), which a file of CSV does
        not keep: give currency and unit then. Caveat and notes of a world are not among them.
        """  # fmt: skip
        return cls._made(frames.from_frames(name, flows, sectors, regions, production, inputs, final, macro, families, products,
                                           product_flows, about))

    @classmethod
    def from_table(cls, layout: str, file: Union[str, os.PathLike], *, map: Shares = None, name: Optional[str] = None,
                   title: Optional[str] = None, currency: Optional[str] = None, unit: Optional[str] = None, year: int = 0,
                   elasticities: Table = None, tariffs: Table = None, concordance: Table = None, bound: float = 0.0,
                   progress: Optional[bool] = None) -> "World":
        """A world of a table that others publish; docs/formats.md says what each layout must hold and what is made of it.

        layout         "icio" (OECD), "wiod", "csv" (a long table), "dta" (Stata), "har" (GEMPACK) or "gtap" (a data base)
        file           the file; for "gtap" its folder, for "dta" also one that export made; for "icio", "wiod" and "csv" also
                       a ZIP archive, or ARCHIVE/MEMBER
        map            of "csv" and "dta" {"importer": COLUMN, "exporter": …, "sector": …, "value": …, "user": …}
        currency, unit of its money; None: USD, million. year: 0: the one in the file's name; of an archive the choice
        elasticities   sector, trade_elasticity, optionally name, kind
        tariffs        importer, exporter, sector, tariff_pct; or by hs6, with a concordance hs6, sector
        bound          largest gap between a row and its column, relative; 0: 1e-3

        check() says what was put right. Raises UsageError in a build without imports (tradewind.build()).
        """  # fmt: skip
        with frames.files(elasticities=elasticities, tariffs=tariffs, concordance=concordance) as files:
            options = filled("tw_import", lib.tw_import_default, **{"from": layout}, file=file, map=frames.listing(map), name=name,
                             title=title, currency=currency, unit=unit, year=year, bound=bound, **files)  # fmt: skip
            context = Context()
            c = context.make("tw_world", lib.tw_world_import, options, progress=progress)
        return cls._of(c, context)

    @classmethod
    def _made(cls, made):
        data, kept = made
        context = Context()
        c = context.make("tw_world", lib.tw_world_new, data)
        del kept
        return cls._of(c, context)

    # ------------------------------------------------------------ what it is

    def text(self, field: str) -> Optional[str]:
        """A text of the library: "name", "title", "caveat", "source", "licence", "notes", "sha256" …; None: not given."""
        return text(lib.tw_world_text(self._c, field.encode()))

    name = property(lambda self: self.text("name"), doc="Its name.")
    title = property(lambda self: self.text("title"), doc="Its title, in English where it has one.")
    currency = property(lambda self: self.text("currency"), doc='"USD".')
    caveat = property(lambda self: self.text("caveat"), doc="What to know before a number is used; None: nothing said.")
    source = property(lambda self: self.text("source"), doc="Where the numbers are from; None: not given.")
    licence = property(lambda self: self.text("licence"), doc="Under which terms; None: not given.")
    sha256 = property(lambda self: self.text("sha256"), doc="SHA-256 of its content, the same for folder and file.")
    money = property(lambda self: f"{self.text('unit')} {self.text('currency')}", doc='Unit of flows, "million USD".')

    @property
    def year(self) -> Optional[int]:
        """The year of its data."""
        year = self.text("year")
        return int(year) if year and year.isdigit() else None

    @property
    def regions(self) -> list:
        """Codes of regions, in the order of all arrays."""
        return [text(lib.tw_world_region(self._c, i)) for i in range(lib.tw_world_regions(self._c))]

    @property
    def sectors(self) -> list:
        """Codes of sectors."""
        return [text(lib.tw_world_sector(self._c, i)) for i in range(lib.tw_world_sectors(self._c))]

    @property
    def region_names(self) -> pd.Series:
        """Names for people, by code."""
        names = [text(lib.tw_world_region_name(self._c, i)) for i in range(lib.tw_world_regions(self._c))]
        return pd.Series(names, pd.Index(self.regions, name="region"), name="name")

    @property
    def sector_names(self) -> pd.Series:
        """Names for people, by code."""
        names = [text(lib.tw_world_sector_name(self._c, i)) for i in range(lib.tw_world_sectors(self._c))]
        return pd.Series(names, pd.Index(self.sectors, name="sector"), name="name")

    @property
    def goods(self) -> np.ndarray:
        """[S] True for goods, False for services."""
        return np.array([bool(lib.tw_world_sector_is_goods(self._c, i)) for i in range(lib.tw_world_sectors(self._c))])

    def _groups(self, name, members, codes):
        found = {}
        out = ffi.new("int[]", len(codes))
        for i, group in enumerate(listed(name, self._c)):
            found[group] = [codes[out[k]] for k in range(members(self._c, i, out))]
        return found

    @property
    def region_groups(self) -> dict:
        """Named sets of regions: the world's own, then the built-in ones."""
        return self._groups(lib.tw_world_region_group, lib.tw_world_region_group_members, self.regions)

    @property
    def sector_groups(self) -> dict:
        """Named sets of sectors."""
        return self._groups(lib.tw_world_sector_group, lib.tw_world_sector_group_members, self.sectors)

    @property
    def elasticity_sets(self) -> list:
        """Names of its sets of trade elasticities, which run(…, elasticities=…) and elasticities() take."""
        return listed(lib.tw_world_elasticity_set, self._c)

    def elasticities(self, set: str) -> pd.Series:
        """Trade elasticities of a set by sector [S], theta of Eaton and Kortum; the world's own where the set has none.
        attrs["estimates"]: of how many sectors it has one."""
        if set not in self.elasticity_sets:
            raise no_such("set of elasticities", set, self.elasticity_sets)
        out, count, context = np.empty(len(self.sectors)), ffi.new("int *"), Context()
        context.check(lib.tw_world_elasticities(context.c, self._c, given(set), ffi.cast("double *", ffi.from_buffer(out)), count))
        series = pd.Series(out, pd.Index(self.sectors, name="sector"), name=set)
        series.attrs.update(unit="number", estimates=count[0])
        return series

    @property
    def tariff_columns(self) -> list:
        """Names of the columns of tariffs, "tariff_pct" first."""
        return listed(lib.tw_world_tariff_column, self._c)

    @property
    def products(self) -> list:
        """Codes of what is inside its sectors, those of rests as "SECTOR.rest"; empty: nothing is."""
        return list(frames.products(self)["product"])

    # ------------------------------------------------------------ numbers

    def _axes(self, axes):
        names = {"d": ("importer" if "o" in axes else "region", self.regions), "o": ("exporter", self.regions),
                 "s": ("input" if "u" in axes else "sector", self.sectors), "u": ("user", self.sectors)}  # fmt: skip
        return [names[a] for a in axes]

    def numbers(self, field: str) -> Optional[np.ndarray]:
        """Numbers as a view of the world's memory, read only; None: absent, or zero throughout.

        "flow", "tariff", "export_tax" [S, N, N] (s, d, o); "value_added_share", "final_share", "output", "spending",
        "employment" [N, S]; "input_share" (of gross output) [N, S, S] (d, u, s); "trade_elasticity" [S]; "value_added",
        "deficit", "population", "gdp" [N]; a further column of tariffs by its name [S, N, N]. Money in world.money, rates
        and shares as fractions, employment in thousand persons. Of products "product_value", "product_quantity",
        "product_tariff", "product_export_tax", a number for each row of to_frames()["product_flows"].
        """
        found = lib.tw_world_numbers(self._c, field.encode())
        if found == NULL:  # absent, or a name that is none, of which the library says which is nearest
            context = Context()
            context.check(lib.tw_world_get(context.c, self._c, field.encode(), ffi.new("const double **")))
            return None
        if field.startswith("product_") and field != "product_elasticity":
            shape = (lib.tw_world_product_flows(self._c),)
        else:
            N, S = lib.tw_world_regions(self._c), lib.tw_world_sectors(self._c)
            shape = tuple(S if axis in "su" else N for axis in FIELDS.get(field, ("sdo", "fraction"))[0])
        return arrays.lent(found, shape, self._c)

    def series(self, field: str) -> pd.Series:
        """The same with labels, by (sector, importer, exporter), (region, sector) …, without a copy; attrs has the unit. What
        the world has not is 0 where that is what it means (tariffs, export taxes, inputs), and NaN where nobody knows it:
        employment, population, gdp. Of products to_frames()["product_flows"] has labels."""
        if field.startswith("product_") and field != "product_elasticity":
            raise no_such("field with an index of its own (products: to_frames()[\"product_flows\"]),", field, [*FIELDS, *self.tariff_columns])
        axes, unit = FIELDS.get(field, ("sdo", "fraction"))
        labels = self._axes(axes)
        index = (pd.MultiIndex.from_product([codes for _, codes in labels], names=[name for name, _ in labels])
                 if len(labels) > 1 else pd.Index(labels[0][1], name=labels[0][0]))  # fmt: skip
        values = self.numbers(field)
        values = np.full(len(index), np.nan if field in UNKNOWN else 0.0) if values is None else values.reshape(-1)
        series = pd.Series(values, index, name=field, copy=False)
        series.attrs["unit"] = self.money if unit == "money" else unit
        return series

    def flow(self, sector: str, importer: str, exporter: str) -> float:
        """What the importer buys from the exporter of the sector, before tariffs, in world.money."""
        view = self.numbers("flow")
        return float(view[self.sector_index(sector), self.region_index(importer), self.region_index(exporter)])

    def region_index(self, code: str) -> int:
        """Place of a region in arrays, by code, case aside."""
        found = lib.tw_world_find_region(self._c, code.encode())
        if found < 0:
            raise no_such("region", code, self.regions)
        return found

    def sector_index(self, code: str) -> int:
        """Place of a sector in arrays, by code, case aside."""
        found = lib.tw_world_find_sector(self._c, code.encode())
        if found < 0:
            raise no_such("sector", code, self.sectors)
        return found

    def to_frames(self) -> dict:
        """Tables with the columns of a world folder, by name: regions, sectors, flows, production, inputs, final, macro,
        and families, products, product_flows where it has products. Rates in per cent, money in world.money; they are what
        World.from_frames takes: World.from_frames("again", **frames). attrs["units"] has the units of each, and
        flows.attrs["about"] currency, unit, year, sources and groups, which go with them."""
        return frames.to_frames(self)

    def check(self) -> pd.DataFrame:
        """What reading corrected and which identities fail: severity (info, corrected, implausible, violated), identity,
        region, sector, money, relative, finding. attrs["holds"]: nothing is violated."""
        return frames.findings(self)

    # ------------------------------------------------------------ files, changes

    def save(self, file: Union[str, os.PathLike]) -> str:
        """Writes one .tww file; returns its name."""
        context = Context()
        context.run(lib.tw_world_save, context.c, self._c, given(file))
        return os.fspath(file)

    def write(self, folder: Union[str, os.PathLike]) -> str:
        """Writes a world folder of CSV files, in one step; returns its name."""
        context = Context()
        context.run(lib.tw_world_write_folder, context.c, self._c, given(folder))
        return os.fspath(folder)

    def export(self, to: str, out: Union[str, os.PathLike]) -> str:
        """Writes it for other programs: to "csv", one long file of flows and rates, "dta", a folder of Stata files, or
        "folder", as write. Returns out."""
        context = Context()
        context.run(lib.tw_world_export, context.c, self._c, filled("tw_export", to=to, out=out))
        return os.fspath(out)

    def with_numbers(self, **changes) -> "World":
        """The same world with some numbers changed, as from_arrays names them: tariff=…, flow=…, title=….

        Shares that are not given stay, so that new flows need not add up: check() says where, balance() mends it."""
        data, kept = frames.changes(self, changes)
        context = Context()
        c = context.make("tw_world", lib.tw_world_with, self._c, data)
        del kept
        return World._of(c, context)

    def _changed(self, function, *args) -> "World":
        context = Context()
        return World._of(context.make("tw_world", function, self._c, *args, progress=None), context)

    def balance(self, hold: Words = None, totals: Table = None, name: Optional[str] = None, title: Optional[str] = None) -> "World":
        """The nearest world whose identities hold (cross entropy, signs and zeros stay).

        hold     names of what keeps its value, "none"; None: "value_added,trade"
        totals   totals to meet (docs/formats.md)

        A world in balance comes back as it is. check() of the new world says what moved."""
        with frames.files(totals=totals) as file:
            return self._changed(lib.tw_world_balance, *map(given, (frames.listing(hold), file["totals"], name, title)))

    def aggregate(self, regions: Map = None, sectors: Map = None, name: str = "aggregated", title: Optional[str] = None, *,
                  products: Map = None) -> "World":  # fmt: skip
        """Sums regions and sectors by maps {"DEU": "EU", "FRA": "EU", "USA": "USA", …}, which name every code, or tables
        (region, to; sector, to). None: as they are. Tariffs are weighted by the flows that they apply to, trade elasticities
        by imports.

        products   puts products of one sector together: product (or family), to, optionally name; others stay
        """
        with frames.files(regions=regions, sectors=sectors, products=products) as files:
            return self._changed(lib.tw_world_aggregate_with, filled("tw_aggregation", **files, name=name, title=title))

    def update(self, *, trade: Table = None, gdp: Table = None, tariff: Table = None, column: Optional[str] = None,
               margins: Table = None, hold: Words = None, totals: Table = None, year: int = 0, name: Optional[str] = None,
               title: Optional[str] = None) -> "World":
        """New totals for an old structure: they are put in place, sector mixes and input shares scaled along, and the whole is
        balanced with these totals held.

        trade     importer, exporter, value in world.money; optionally sector (a code, "goods", "services", "all")
        gdp       region, and value_added (or gdp) in world.money, or gdp_at_market_prices, with duties
        tariff    importer, exporter, sector and rates in per cent; column: theirs, and the world's, "tariff_pct" unless given
        margins   sector, share_pct, optionally most_pct: services that are margins on goods
        hold, totals: further, as of balance; year 0: as it was

        Where the numbers are from belongs into the title: sources of the world stay as they were.
        """  # fmt: skip
        with frames.files(trade=trade, gdp=gdp, tariff=tariff, margins=margins, totals=totals) as files:
            options = filled("tw_update", **files, column=column, hold=frames.listing(hold), year=year, name=name, title=title)
            return self._changed(lib.tw_world_update, options)

    def split(self, *, region: Optional[str] = None, sector: Optional[str] = None, into: Shares = None, shares: Table = None,
              products: Table = None, name: Optional[str] = None, title: Optional[str] = None) -> "World":
        """Divides one region or one sector into parts by shares of its output, so that aggregating them gives it back and
        nothing changes for the others. The parts of a region trade without friction between them.

        into       {"A": 0.6, "B": 0.4}, fractions that sum to 1, or "A:0.6,B:0.4"; or
        shares     to, share (a fraction), optionally name, and sector (region) that the share is of
        products   of a sector: product (or family, or rest), to, optionally share, code, name; into may be "A,B" then
        """  # fmt: skip
        with frames.files(shares=shares, products=products) as files:
            options = filled("tw_split", region=region, sector=sector, into=frames.listing(into, ":"), **files, name=name, title=title)
            return self._changed(lib.tw_world_split, options)

    def calibrate(self, flows: Table, products: Table = None, families: Table = None, *, between: Shares = None,
                  production: Table = None, rho: Optional[float] = None, scaled: Union[str, os.PathLike, None] = None,
                  name: Optional[str] = None, title: Optional[str] = None) -> "World":
        """Puts products of your own inside sectors, scaled where they leave less than rho of a flow to the rest.

        flows        product, importer, exporter, and value in world.money, quantity with unit_value, or share (a fraction)
        products     sector, product, trade_elasticity, optionally name, family, home, owner, unit, markup_elasticity; None:
                     those that the world has. families: sector, family, product_elasticity
        between      {"C29": 1.5}: elasticity between the products of a sector, in theta form
        production   product, region, value: own sales that flows lack are production less exports
        rho          0.05 unless given; scaled: a CSV file to write, every flow that was scaled

        check() of the new world says what was scaled. Products take the place of those that their sectors had.
        """  # fmt: skip
        with frames.files(flows=flows, products=products, families=families, production=production) as files:
            options = filled("tw_calibration", lib.tw_calibration_default, **files, between=frames.listing(between), rho=rho,
                             scaled=scaled, name=name, title=title)  # fmt: skip
            return self._changed(lib.tw_world_calibrate_products, options)

    def compare(self, other: "World", smallest: float = 0.0) -> pd.DataFrame:
        """What differs between this world and another, matched by codes, kind by kind, the largest first: kind, sector, user,
        importer, exporter, product, before (here), after (there). Money in world.money, rates as fractions. smallest: relative
        differences up to it count as none. attrs["unmatched"]: how many codes only this world has, and only the other."""
        context = Context()
        c = context.make("tw_comparison", lib.tw_world_compare, self._c, other._c, smallest,
                         keep=(self._c, other._c))  # fmt: skip
        words = ("what", "sector", "user", "importer", "exporter", "product")
        found = [[*(text(getattr(d, word)) or "" for word in words), d.before, d.after]
                 for d in rows(lib.tw_comparison_differences, c, "tw_difference")]  # fmt: skip
        only_there = ffi.new("int *")
        only_here = lib.tw_comparison_unmatched(c, only_there)
        table = pd.DataFrame(found, columns=["kind", *words[1:], "before", "after"])
        table.attrs.update(unmatched=(only_here, only_there[0]), units={n: f"{self.money}; rates: fractions" for n in ("before", "after")})
        return table

    def __reduce__(self):
        """A pickle holds the .tww file, so that other processes may have the world."""
        with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
            with open(self.save(os.path.join(folder, "world.tww")), "rb") as file:
                return world_of_bytes, (file.read(),)

    def __repr__(self):
        return f"World({self.name!r}: {len(self.regions)} regions, {len(self.sectors)} sectors, {self.year or 'no year'})"

    def _repr_html_(self):
        from .html import world_html

        return world_html(self)


def world_of_bytes(content):
    """The world of a .tww file's bytes."""
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        name = os.path.join(folder, "world.tww")
        with open(name, "wb") as file:
            file.write(content)
        return World(name)


def worlds() -> list:
    """Names of the built-in worlds, the newest first."""
    return listed(lib.tw_world_builtin)
