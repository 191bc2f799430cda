"""Memory of the library as numpy, and tables of pandas from columns, without a copy."""
from decimal import Decimal

import numpy as np
import pandas as pd

from ._library import ffi


class Lent:
    """What numpy asks for memory through; the array keeps it, and it keeps the owner."""

    def __init__(self, pointer, shape, owner, kind="<f8"):
        self.owner = owner
        self.__array_interface__ = {
            "version": 3,
            "typestr": kind,
            "shape": shape,
            "data": (int(ffi.cast("uintptr_t", pointer)), True),  # True: read only
        }


def lent(pointer, shape, owner, kind="<f8"):
    """An array that is a view of memory that the owner lends, read only. The owner lives as long as the array."""
    return np.asarray(Lent(pointer, shape, owner, kind))


def given(values, shape, what, axes):
    """An array for the library: doubles in rows, with the shape that it expects. Raises where it has another."""
    try:
        array = np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{what}: expected numbers in the shape {axes}, found {type(values).__name__}: {error}") from None
    if array.shape != shape:
        raise ValueError(f"{what}: found the shape {array.shape}, expected {shape}: {axes}")
    return array


def frame(columns, index, units, **about):
    """A table of columns that are not copied. attrs["units"]: the unit of each column; further what is said about it."""
    table = pd.DataFrame(columns, index=index, copy=False)
    table.attrs.update(units=units, **about)
    return table


def per_cent(fractions):
    """Fractions in per cent as the tables of the library have them: the decimal point moved, 0.07 is 7."""
    return move_point(fractions, 2)


def fractions(per_cents):
    """The other way, as the library reads them: 7 is 0.07."""
    return move_point(per_cents, -2)


def move_point(numbers, places):
    """The double that is nearest to the shortest digits of each number, with the decimal point moved."""
    values, where = np.unique(np.asarray(numbers, dtype=float), return_inverse=True)
    moved = [float(Decimal(repr(v)).scaleb(places)) if v == v else v for v in map(float, values)]
    return np.array(moved, dtype=float)[where].reshape(np.shape(numbers))
