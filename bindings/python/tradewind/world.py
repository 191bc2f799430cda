"""Worlds: multi-country input-output tables with tariffs.

Symbols of shapes: N regions, S sectors; d destination (buyer), o origin (seller), s sector, u using sector.
"""
from __future__ import annotations

import os
import tempfile
from typing import Any, Mapping, Optional, Union

import numpy as np
import pandas as pd

from . import arrays, frames
from .call import NULL, Context, given, listed, text
from ._library import ffi, lib
from .errors import no_such

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

    Numbers are views of the world's own memory, read only: world.numbers("flow") is [S, N, N], in the world's money.
    """

    def __init__(self, where: Union[str, os.PathLike] = "default"):
        context = Context()
        self._take(context.make("tw_world", lib.tw_world_open, given(where), free=lib.tw_world_free), context)

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
    def _made(cls, made):
        data, kept = made
        context = Context()
        c = context.make("tw_world", lib.tw_world_new, data, free=lib.tw_world_free)
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

    def with_numbers(self, **changes) -> "World":
        """The same world with some numbers changed, as from_arrays names them: tariff=…, flow=…, title=….

        Shares that are not given stay, so that new flows need not add up: check() says where, balance() mends it."""
        data, kept = frames.changes(self, changes)
        context = Context()
        c = context.make("tw_world", lib.tw_world_with, self._c, data, free=lib.tw_world_free)
        del kept
        return World._of(c, context)

    def balance(self, hold: Optional[str] = None, totals=None, name=None, title=None) -> "World":
        """The nearest world whose identities hold (cross entropy). hold: "value_added,trade" unless given; totals: a CSV
        file. check() of the new world says what moved."""
        context = Context()
        words = [given(word) for word in (hold, totals, name, title)]
        c = context.make("tw_world", lib.tw_world_balance, self._c, *words, free=lib.tw_world_free, progress=None)
        return World._of(c, context)

    def aggregate(self, regions=None, sectors=None, name: str = "aggregated", title: Optional[str] = None) -> "World":
        """Sums regions and sectors by maps: {"DEU": "EU", "FRA": "EU", "USA": "USA", …}, which name every code, or a CSV
        file (region, to; sector, to). None: as they are."""
        context = Context()
        with frames.map_file(regions, "region") as by_region, frames.map_file(sectors, "sector") as by_sector:
            words = [given(word) for word in (by_region, by_sector, name, title)]
            c = context.make("tw_world", lib.tw_world_aggregate, self._c, *words, free=lib.tw_world_free)
        return World._of(c, context)

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
