"""Reading and writing the tables of built-in markets, and comparing what is made with what is checked in."""

import csv
import gzip
import io
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def rows(path):
    """The rows of a CSV file, plain or gzip, as dictionaries."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(head, lines):
    """A CSV file as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return text.getvalue()


def number(value, decimals):
    """A number with at most that many decimals and no zeros after them; the same on every machine."""
    text = "%.*f" % (decimals, value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def region_of():
    """The region of the world `default` of every country."""
    return {r["country"]: r["region"] for r in rows(os.path.join(ROOT, "worlds", "default-countries.csv"))}


def finish(files, check):
    """Writes the files, a dictionary from path to text; or only compares, says where they differ, and returns 1 if they do."""
    differ = 0
    for path, text in sorted(files.items()):
        name = os.path.relpath(path, HERE)
        if not check:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            continue
        if not os.path.exists(path):
            print("%s is made, and not here." % name)
            differ = 1
            continue
        with open(path, encoding="utf-8", newline="") as file:
            here = file.read()
        made, here = text.split("\n"), here.split("\n")
        lines = [i for i in range(max(len(made), len(here))) if made[i:i + 1] != here[i:i + 1]]
        if lines:
            first = lines[0]
            print("%s differs in %d of %d lines, first in line %d: %s, and here %s." % (
                name, len(lines), len(made) - 1, first + 1, "".join(made[first:first + 1]) or "nothing",
                "".join(here[first:first + 1]) or "nothing"))
            differ = 1
    if check and not differ:
        print("All %d files are what the script makes." % len(files))
    return differ
