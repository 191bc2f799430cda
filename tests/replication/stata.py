"""The Stata files of every kind of results folder, read by a reader of their own: stata.py ROOT PROGRAM

Each table has one; its numbers are those of the CSV file bit for bit; each variable has unit and meaning as label, that of
columns.csv, cut at a word where it is longer than Stata's 80 characters, with the whole of it as note; what is 0 or 1 has
value labels; the data have a label; the map of the file says where each section is. pandas reads them as well, where it is there.
"""

import csv
import glob
import os
import struct
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[2]
failures = []


class Dta:
    """Version 118, little endian, as Stata's help file dta describes it."""

    def __init__(self, path):
        b = self.b = open(path, "rb").read()
        self.at = 0
        self.tag("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")
        k, = self.take("<H")
        self.tag("</K><N>")
        n, = self.take("<Q")
        self.tag("</N><label>")
        length, = self.take("<H")
        self.label = self.bytes(length).decode()
        self.tag("</label><timestamp>")
        self.bytes(self.take("<B")[0])
        self.tag("</timestamp></header>")
        where = [0, self.at]
        self.tag("<map>")
        told = self.take("<14Q")
        self.tag("</map>")
        self.width = self.section(where, "variable_types", lambda: self.take("<%dH" % k))
        self.name = self.section(where, "varnames", lambda: [self.text(129) for _ in range(k)])
        self.section(where, "sortlist", lambda: self.bytes(2 * (k + 1)))
        self.section(where, "formats", lambda: [self.text(57) for _ in range(k)])
        self.value_label = self.section(where, "value_label_names", lambda: [self.text(129) for _ in range(k)])
        self.labels = self.section(where, "variable_labels", lambda: [self.text(321) for _ in range(k)])
        self.notes = {}
        self.section(where, "characteristics", self.characteristics)
        self.rows = self.section(where, "data", lambda: [
            [self.text(w) if w <= 2045 else self.take("<d")[0] for w in self.width] for _ in range(n)])
        self.section(where, "strls", lambda: None)
        self.tables = {}
        self.section(where, "value_labels", self.value_labels)
        where.append(self.at)
        self.tag("</stata_dta>")
        where.append(self.at)
        if where != list(told) or self.at != len(b):
            raise ValueError("the map says %s, sections begin at %s" % (told, where))

    def bytes(self, count):
        self.at += count
        return self.b[self.at - count:self.at]

    def tag(self, text):
        found = self.bytes(len(text))
        if found != text.encode():
            raise ValueError("found %r, expected %s" % (found, text))

    def take(self, form):
        return struct.unpack(form, self.bytes(struct.calcsize(form)))

    def text(self, width):
        return self.bytes(width).split(b"\0")[0].decode()

    def section(self, where, name, read):
        where.append(self.at)
        self.tag("<%s>" % name)
        found = read()
        self.tag("</%s>" % name)
        return found

    def characteristics(self):
        while self.b[self.at:self.at + 4] == b"<ch>":
            self.tag("<ch>")
            length, = self.take("<I")
            column, name = self.text(129), self.text(129)
            self.notes[column, name] = self.text(length - 258)
            self.tag("</ch>")

    def value_labels(self):
        while self.b[self.at:self.at + 5] == b"<lbl>":
            self.tag("<lbl>")
            self.take("<I")
            name = self.text(129)
            self.bytes(3)
            n, length = self.take("<2I")
            at, values = self.take("<%dI" % n), self.take("<%di" % n)
            texts = self.bytes(length)
            self.tables[name] = {v: texts[a:].split(b"\0")[0].decode() for a, v in zip(at, values)}
            self.tag("</lbl>")


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def compare(folder, name, meaning):
    """Returns 1 where the table has a column with value labels."""
    d = Dta(os.path.join(folder, name + ".dta"))
    head, *rows = table(os.path.join(folder, name + ".csv"))
    told = 0
    if not d.label.startswith("Tradewind: " + name):
        failures.append("%s: the data are called %s" % (name, d.label))
    if len(d.rows) != len(rows) or len(d.name) != len(head):
        failures.append("%s: %d rows of %d" % (name, len(d.rows), len(rows)))
        return 0
    for i, column in enumerate(head):
        short = "fo_" + column[12:] if column.startswith("first_order_") and len(column) > 32 else column
        unit, words = meaning[name + ".csv", column]
        full = "%s: %s" % (unit, words)
        if d.name[i] != short:
            failures.append("%s: variable %s for %s" % (name, d.name[i], column))
        if not unit or not words:
            failures.append("%s: %s has no unit or no meaning" % (name, column))
        note = d.notes.get((short, "note1"))
        if len(full) <= 80:
            good = d.labels[i] == full and note is None
        else:
            cut = d.labels[i][:-4] if d.labels[i].endswith(" ...") else ""
            good = cut and full.startswith(cut + " ") and len(d.labels[i]) <= 80 and note == full and d.notes.get((short, "note0")) == "1"
        if not good:
            failures.append("%s: %s is labelled %r with note %r, expected %r" % (name, column, d.labels[i], note, full))
        if bool(d.value_label[i]) != (unit == "0 or 1"):
            failures.append("%s: %s in %s has value labels %r" % (name, column, unit, d.value_label[i]))
        if d.value_label[i]:
            told = 1
            if d.tables.get(d.value_label[i]) != {0: "no", 1: "yes"}:
                failures.append("%s: value labels %s" % (name, d.tables))
        for found, row in zip(d.rows, rows):
            cell = row[i][1:] if row[i][:1] == "'" and row[i][1:2] in "=+-@'" else row[i]
            if isinstance(found[i], str):
                same = found[i] == cell
            else:
                same = found[i] > 8.98e307 if cell == "" else struct.pack("<d", found[i]) == struct.pack("<d", float(cell))
            if not same:
                failures.append("%s: %s is %r, expected %r" % (name, column, found[i], row[i]))
                break
    return told


KINDS = {
    "run": ["run", "limits.yaml"],
    "range": ["range", "limits.yaml", "--draws", "4"],
    "years": ["run", "years.yaml"],
    "products": ["run", "cars-lapse-by-brand"],
    "illegal": ["run", "iuu-north-pacific"],
    "cascade": ["run", "wheat-clause-japan"],
    "link": ["run", "canada-lng-2030"],
    "decide": ["decide", "choose.yaml"],
    "reconcile": ["reconcile", "us-tariff-canada"],
    "plants": ["plants", "us-tariff-canada", "--region", "CAN"],
    "exposure": ["exposure", "JPN"],
    "friends": ["exposure", "--all-regions"],
    "dependence": ["dependence", "JPN"],
    "food": ["accounts", "JPN", "--food"],
    "market": ["market", "lng-hormuz-closed", "--draws", "4"],
    "market years": ["market", "canada-lng-path"],
    "stress": ["stress", "JPN", "--lose", "hormuz", "--months", "6", "--capacity", "CAN 28 Mt"],
}

LIMITS = """scenario: limits
world: small2014
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}
  - quota: {importer: USA, exporter: CAN, sector: C29, to: 80 %, owner: importer}
  - quota: {importer: USA, exporter: MEX, sector: C29, to: 180 %, owner: importer}
range: {draws: 4, drivers: 2, elasticities: {sector: all, spread: 20 %}, outcomes: [real_income_pct CAN]}
"""
YEARS = """scenario: years
world: small2014
from: 2025
until: 2027
capital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}
"""
CHOOSE = """decide: choose
title: A choice for a test
world: small2014
regions: [CAN]
levers:
  - name: nothing
    title: nothing
  - name: barrier
    title: a barrier less
    policy: [{barrier: {importer: CAN, exporter: USA, sector: goods, add: -1 pp}}]
contingencies:
  - name: calm
    title: calm
  - name: duty
    title: duty
    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}}]
"""

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in (("limits", LIMITS), ("years", YEARS), ("choose", CHOOSE)):
        with open(name + ".yaml", "w", encoding="utf-8") as file:
            file.write(text)
    labelled, tables = 0, set()
    for kind, words in KINDS.items():
        out = kind.replace(" ", "-")
        done = subprocess.run([PROGRAM, *words, "--out", out, "--tables", "dta"], capture_output=True, text=True)
        if done.returncode:
            failures.append("%s: exit code %d: %s" % (kind, done.returncode, done.stderr))
            continue
        meaning = {(r[0], r[1]): (r[2], r[3]) for r in table(os.path.join(out, "columns.csv"))[1:]}
        names = sorted({t for t, _ in meaning})
        for path in glob.glob(os.path.join(out, "*.dta")):
            if os.path.basename(path)[:-4] + ".csv" not in names:
                failures.append("%s: %s is of no table" % (kind, path))
        for file in names:
            if not os.path.exists(os.path.join(out, file[:-4] + ".dta")):
                failures.append("%s: %s has no Stata file" % (kind, file))
                continue
            tables.add(file)
            try:
                labelled += compare(out, file[:-4], meaning)
            except (ValueError, struct.error) as error:
                failures.append("%s: %s: %s" % (kind, file, error))
            try:
                import pandas
                found = pandas.read_stata(os.path.join(out, file[:-4] + ".dta"))
                if len(found) != len(table(os.path.join(out, file))) - 1:
                    failures.append("%s: pandas reads %d rows of %s" % (kind, len(found), file))
            except ImportError:
                pass
    if not labelled:
        failures.append("no table has value labels")
    if len(tables) < 25:
        failures.append("only %d tables: %s" % (len(tables), sorted(tables)))

for line in failures:
    print("FAILED:", line)
sys.exit(1 if failures else 0)
