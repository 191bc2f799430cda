"""replay and diff: where a number comes from."""
from __future__ import annotations

import os
from typing import Union

import pandas as pd

from ._library import lib
from .call import Context, filled, given, listed, rows, text
from .world import World


class Trace:
    """Two results folders, or one and what its run.json gives when it is solved again, number by number."""

    def __init__(self, c, context):
        self._c, self.notes = c, list(context.notes)

    @property
    def agrees(self) -> bool:
        """Every table is on both sides, with the same rows and columns, and no difference is beyond the bound."""
        return bool(lib.tw_trace_agrees(self._c))

    bound = property(lambda self: lib.tw_trace_bound(self._c), doc="Relative difference that counts as none.")

    @property
    def tables(self) -> pd.DataFrame:
        """A row a table: numbers compared, how many differ in their bits, how many beyond the bound, the largest."""
        found = [[text(t.table), t.numbers, t.differ, t.beyond, t.largest, t.only_first, t.only_second]
                 for t in rows(lib.tw_trace_tables, self._c, "tw_trace_table")]  # fmt: skip
        columns = ["table", "numbers", "differ", "beyond", "largest", "only_first", "only_second"]
        return pd.DataFrame(found, columns=columns).set_index("table")

    @property
    def differences(self) -> pd.DataFrame:
        """The largest differences: table, row, column, first, second, relative."""
        found = [[text(t.table), text(d.row), text(d.column), d.first, d.second, d.relative]
                 for t in rows(lib.tw_trace_tables, self._c, "tw_trace_table") for d in t.difference[0 : t.count]]  # fmt: skip
        return pd.DataFrame(found, columns=["table", "row", "column", "first", "second", "relative"])

    @property
    def inputs(self) -> list:
        """What differs in what went in: sentences, and lines of scenarios with "- " (first) or "+ " (second)."""
        return listed(lib.tw_trace_input, self._c)

    def __reduce__(self):
        raise TypeError("a Trace cannot be pickled or copied, since it is memory of the library: .tables and .differences are pandas, which can")

    def __bool__(self):
        return self.agrees

    def __repr__(self):
        table = self.tables
        return f"<Trace: {'agrees' if self.agrees else 'differs'}; {table['numbers'].sum():,} numbers, {table['differ'].sum():,} differ>"

    def _repr_html_(self):
        from .html import table_html

        return f"<div><p>{repr(self)[1:-1]}</p>{table_html(self.tables.assign(bound=self.bound))}</div>"


def replay(folder: Union[str, os.PathLike], *, world: Union[str, None] = None, force: bool = False, bound: float = -1.0,
           progress=None) -> Trace:
    """Makes a results folder of any kind again from its run.json alone, and compares every number.

    world   a name or path in the stead of what run.json gives; force: also one of another SHA-256
    bound   relative; negative: 0 on the same build, else 1e-9
    """  # fmt: skip
    if isinstance(world, World):
        raise TypeError("world: expected a name or a path, since a folder is made again from files")
    options = filled("tw_replay", world=world, force=force, bound=bound)
    context = Context()
    return Trace(context.make("tw_trace", lib.tw_replay_folder, given(folder), options, progress=progress), context)


def diff(first, second) -> Trace:
    """Compares two results folders, or results: which numbers differ, by how much, and which input explains it."""
    names = [given(getattr(side, "folder", side)) for side in (first, second)]
    context = Context()
    return Trace(context.make("tw_trace", lib.tw_results_diff, *names), context)


