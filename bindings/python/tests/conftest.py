"""What all tests share: the source tree, the program of the same build, and its results as numbers.

The program is that of TRADEWIND_PROGRAM, which tests/bindings/python.sh sets; what needs it is skipped without it."""
import csv
import json
import os
import subprocess

import pandas as pd
import pytest

import tradewind as tw

ROOT = os.environ.get("TRADEWIND_SOURCE_DIR") or os.path.normpath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))


@pytest.fixture(scope="session")
def root():
    return ROOT


class Program:
    """The command line, to be compared with."""

    def __init__(self, path):
        self.path = path

    def __call__(self, *words, code=0):
        done = subprocess.run([self.path, *map(str, words)], capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stdout

    def json(self, *words):
        return json.loads(self(*words, "--json"))

    def folder(self, to, *words):
        """The tables of a results folder that the program writes, read by other code than the package's."""
        self(*words, "--out", to)
        return read_folder(to)


def read_folder(folder):
    """Tables by name: every cell of a number is float() of its text, keys are the index, attrs["units"] as columns.csv has them."""
    with open(os.path.join(folder, "columns.csv"), encoding="utf-8", newline="") as file:
        about = list(csv.DictReader(file))
    tables = {}
    for name in dict.fromkeys(row["table"] for row in about):
        unit = {row["name"]: row["unit"] for row in about if row["table"] == name}
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            head, *lines = list(csv.reader(file))
        words = [column for column in head if unit[column] in ("code", "text")]
        cells = {column: [line[i] if column in words else float(line[i] or "nan") for line in lines] for i, column in enumerate(head)}
        keys = [column for column in head if all(c in words or c in ("year", "line", "round") for c in head[: head.index(column) + 1])]
        table = pd.DataFrame(cells).set_index(keys)
        table.attrs["units"] = {column: unit[column] for column in table.columns}
        tables[name[:-4]] = table
    return tables


@pytest.fixture(scope="session")
def program():
    path = os.environ.get("TRADEWIND_PROGRAM")
    if not path:
        pytest.skip("TRADEWIND_PROGRAM does not name the program to compare with")
    return Program(path)


@pytest.fixture(scope="session")
def small():
    return tw.World("small2014")


@pytest.fixture(scope="session")
def ran(small):
    return tw.run("us-tariff-canada", small)


def bits(frame):
    """A table as the hexadecimal digits of its doubles, so that NaN equals NaN and 0.0 is not -0.0."""
    return frame.apply(lambda column: column.map(lambda x: float(x).hex() if isinstance(x, (int, float)) else x))


def same_bits(ours, theirs):
    """Both tables have the same rows, columns and bits, in whatever order."""
    assert sorted(ours.columns) == sorted(theirs.columns)
    assert len(ours) == len(theirs)
    ours, theirs = bits(ours[sorted(ours.columns)]).sort_index(), bits(theirs[sorted(theirs.columns)]).sort_index()
    assert list(ours.index) == list(theirs.index)
    for column in ours.columns:
        unequal = ours[column] != theirs[column]
        assert not unequal.any(), f"{column}: {ours[column][unequal].head()} and {theirs[column][unequal].head()}"
