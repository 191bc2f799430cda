"""What all tests share: the source tree, the program of the same build, and its results as numbers.

The program is that of TRADEWIND_PROGRAM, which tests/bindings/python.sh sets; what needs it is skipped without it."""
import json
import os
import subprocess

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
        """The tables of a results folder that the program writes."""
        self(*words, "--out", to)
        return tw.read_results(to)


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
