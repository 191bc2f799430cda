"""What results of all verbs have in common: a folder, its tables, a chart, a page.

Numbers come from the library's memory where the header lends it (run.py, ranges.py). Everything else has one way: the
results folder that the program would write is written once, when it is first asked for, to a temporary place, and its
tables are read with the units of its columns.csv.
"""
from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import webbrowser
import weakref
from typing import Optional, Union

import pandas as pd

from . import charts
from ._library import ffi, lib
from .call import NULL, Context, given, text
from .errors import NotCertified, no_such

KEYS = ("code", "text")  # units of columns that say what a row is about
ALSO_KEYS = ("year", "round", "line", "draw")
FORMULAS = "=+-@＝＋－＠\t\r\n"  # what docs/formats.md writes an apostrophe before


def plain_text(cell):
    """A cell of a text as it was before an apostrophe kept a spreadsheet from running it."""
    if cell.startswith("'") and cell.lstrip(" '")[:1] and cell.lstrip(" '")[0] in FORMULAS:
        return cell[1:]
    return cell


def read_table(file, columns):
    """A table of a results folder. columns: its part of columns.csv, by name. Every number is the double of the file."""
    words = [name for name, row in columns.iterrows() if row["unit"] in KEYS]
    with open(file, encoding="utf-8") as head:
        names = head.readline().rstrip("\r\n").split(",")
    numbers = [name for name in names if name not in words]
    table = pd.read_csv(file, dtype={name: str for name in words}, keep_default_na=False, float_precision="round_trip",
                        na_values={name: [""] for name in numbers})  # fmt: skip
    for name in words:
        quoted = table[name].str.startswith("'")
        if quoted.any():
            table.loc[quoted, name] = table.loc[quoted, name].map(plain_text)
    keys = []
    for name in names:
        if name not in words and name not in ALSO_KEYS:
            break
        keys.append(name)
    if keys and len(keys) < len(names):
        table = table.set_index(keys)
    table.attrs["units"] = {name: columns["unit"].get(name, "") for name in table.columns}
    table.attrs["meaning"] = {name: columns["meaning"].get(name, "") for name in table.columns}
    return table


def read_columns(folder):
    """columns.csv of a folder: table, name -> unit, meaning."""
    table = pd.read_csv(os.path.join(folder, "columns.csv"), dtype=str, keep_default_na=False)
    return table.set_index(["table", "name"])


def read_results(folder: Union[str, os.PathLike]) -> dict:
    """The tables of a results folder of any kind, by name, with units in attrs["units"]: what the program wrote, too."""
    columns = read_columns(folder)
    tables = columns.index.get_level_values("table").unique()
    return {name[:-4]: read_table(os.path.join(folder, name), columns.loc[name]) for name in tables
            if os.path.exists(os.path.join(folder, name))}  # fmt: skip


class Temporary:
    """A folder that vanishes with its owner, or at the end of the program where a browser may still read it."""

    def __init__(self):
        self.name = tempfile.mkdtemp(prefix="tradewind-")
        self.remove = weakref.finalize(self, shutil.rmtree, self.name, True)

    def keep(self):
        self.remove.detach()
        atexit.register(shutil.rmtree, self.name, True)


class Results:
    """Results of a verb. Tables are attributes and .table(name); .tables lists them. A number that is not certified is
    not shown: asking for a table then raises NotCertified with the reason."""

    kind = "results"
    _writer = None  # tw_…_write

    def __init__(self, c, context):
        self._c, self._temporary, self._read = c, None, {}
        self.notes = list(context.notes)  # what the library had to say, sentences

    # ------------------------------------------------------------ outcome

    outcome = "certified"  # the library's word
    message = ""  # why there is no equilibrium

    @property
    def certified(self) -> bool:
        """Whether there is an equilibrium that passed its certificate."""
        return self.outcome in ("certified", "certified_by_continuation")

    def _need(self):
        if not self.certified:
            raise NotCertified(f"no certified solution ({self.outcome}): {self.message}", self.outcome)

    # ------------------------------------------------------------ folder, tables, page

    def _write_to(self, folder):
        context = Context()
        context.run(self._writer, context.c, self._c, given(folder), NULL)
        return context.notes

    def write(self, folder: Union[str, os.PathLike]) -> str:
        """Writes the results folder, as --out of the program does: all of it in one step, or nothing. Returns its name."""
        self.notes += self._write_to(folder)
        return os.fspath(folder)

    @property
    def folder(self) -> str:
        """A results folder in a temporary place, written when it is first asked for; it goes with this object."""
        if self._temporary is None:
            made = Temporary()
            self._write_to(os.path.join(made.name, "results"))
            self._temporary = made
        return os.path.join(self._temporary.name, "results")

    @property
    def manifest(self) -> dict:
        """run.json: what was solved, of which files, with which certificate."""
        with open(os.path.join(self.folder, "run.json"), encoding="utf-8") as file:
            return json.load(file)

    @property
    def tables(self) -> list:
        """Names of the tables of the results folder."""
        self._need()
        return list(read_columns(self.folder).index.get_level_values("table").unique().str[:-4])

    def table(self, name: str) -> pd.DataFrame:
        """A table of the results folder by name, without .csv: what a row is about as index, units in attrs["units"]."""
        if name not in self._read:
            self._need()
            if name not in self.tables:
                raise no_such("table", name, self.tables)
            columns = read_columns(self.folder).loc[name + ".csv"]
            self._read[name] = read_table(os.path.join(self.folder, name + ".csv"), columns)
        return self._read[name]

    def __getattr__(self, name):
        if name.startswith("_") or "_read" not in self.__dict__:
            raise AttributeError(name)
        try:
            return self.table(name)
        except KeyError as error:
            raise AttributeError(f"{type(self).__name__}: {error.args[0]}") from None

    def __reduce__(self):
        """A result is memory of the library, with views and a certificate: a copy of some tables would not be it."""
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied, since it is memory of the library: .write(folder) keeps all of "
                        "its tables for tradewind.read_results(folder), and its tables are pandas, which can")  # fmt: skip

    def __dir__(self):
        more = self.tables if self.certified else []
        return sorted({*super().__dir__(), *more})

    def report(self, to: Union[str, os.PathLike, None] = None, show: bool = True) -> str:
        """Writes the page of the results, one file that opens without a network, and opens it in a browser unless show is
        False. to: the file; None: a temporary one. Returns its name."""
        self._need()
        if to is None:
            to = os.path.join(self.folder, "report.html")
            self._temporary.keep()
        if not os.path.exists(to) or os.path.dirname(os.path.abspath(to)) != os.path.abspath(self.folder):
            context = Context()
            kept = given(self.folder)
            context.run(lib.tw_report_write, context.c, ffi.new("const char *[]", [kept]), 1, given(to))
        if show:
            webbrowser.open("file://" + os.path.abspath(to))
        return os.fspath(to)

    # ------------------------------------------------------------ words and charts

    @property
    def headline(self) -> str:
        """The results in a sentence."""
        return self.sentences[0] if self.sentences else self.kind

    @property
    def sentences(self) -> list:
        """What it comes to, in sentences."""
        return []

    def _bars(self) -> Optional[charts.Bars]:
        """What chart and plot show."""
        return None

    def plot(self, ax=None, **options):
        """Draws the main numbers with matplotlib, with their ranges where there are any; returns the axes."""
        self._need()
        bars = self._bars()
        if bars is None:
            raise NotImplementedError(f"a {self.kind} has no chart of its own; its tables are pandas: .tables lists them")
        return charts.plot(bars, ax, **options)

    def _first_table(self) -> Optional[pd.DataFrame]:
        return self.table(self.tables[0])

    def _repr_html_(self):
        from .html import results_html

        return results_html(self)

    def __repr__(self):
        return f"<{type(self).__name__}: {self.headline if self.certified else f'{self.outcome}: {self.message}'}>"


class Unsolved(Results):
    """Results of what needs no equilibrium, so that there is none to certify."""

    certified = True


def outcome_word(outcome) -> str:
    return text(lib.tw_outcome_word(outcome))
