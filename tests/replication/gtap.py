"""A world of GTAP's base data beside accounts of the same base that are made another way.

    gtap.py ROOT PROGRAM

The bases are made up (tests/gtap_base.py), in both layouts, small ones of several seeds and one of full size. What a world
must have is summed here from the base as a national accountant would, region by region: value added from the side of
endowments and taxes, which the import never reads for it; tariff revenue, export taxes, trade balance, output, final demand;
GDP at market prices. No formula of the import is used, and no number of it comes in before the comparison.
"""

import csv
import gzip
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
try:
    import numpy as np
except ImportError:
    print("skipped: needs python3-numpy")
    sys.exit(77)

ROOT, PROGRAM = sys.argv[1], sys.argv[2]
sys.path.insert(0, os.path.join(ROOT, "tests"))
from gtap_base import Base

failures = []


def close(what, found, expected, relative=2e-6, floor=0.0):
    """Reals of four bytes are summed: a millionth."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if not expected.size:
        return
    gap = np.abs(found - expected)
    allowed = relative * np.maximum(np.abs(expected), floor if floor else np.abs(expected).max() * 1e-2)
    if not (gap <= allowed).all():
        at = np.unravel_index(np.argmax(gap - allowed), gap.shape) if gap.ndim else ()
        failures.append("%s at %s: found %.9g, expected %.9g" % (what, at, found[at], expected[at]))


def run(*words, code=0):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    if done.returncode != code:
        sys.exit("exit code %d from %s:\n%s%s" % (done.returncode, words, done.stdout, done.stderr))
    return done.stdout


def rows(folder, name):
    """The rows of a table of a folder, plain or packed, one by one."""
    path = os.path.join(folder, name)
    with gzip.open(path + ".gz", "rt", encoding="utf-8") if os.path.exists(path + ".gz") else open(path, encoding="utf-8") as file:
        yield from csv.DictReader(file)


class World:
    """The CSV files of the world as arrays: flows and rates [commodity, exporter, importer], as GTAP orders them."""

    def __init__(self, folder):
        self.reg = [r["region"] for r in rows(folder, "regions.csv")]
        self.sectors = list(rows(folder, "sectors.csv"))
        self.comm = [s["sector"] for s in self.sectors]
        at, c = {r: i for i, r in enumerate(self.reg)}, {s: i for i, s in enumerate(self.comm)}
        R, C = len(at), len(c)
        self.flow, self.tariff, self.tax = (np.zeros((C, R, R)) for _ in range(3))
        for row in rows(folder, "flows.csv"):
            k = c[row["sector"]], at[row["exporter"]], at[row["importer"]]
            self.flow[k] = float(row["value"])
            self.tariff[k] = float(row.get("tariff_pct") or 0) / 100
            self.tax[k] = float(row.get("export_tax_pct") or 0) / 100
        self.v, self.inputs = np.zeros((C, R)), np.zeros((C, C, R))
        for row in rows(folder, "production.csv"):
            self.v[c[row["sector"]], at[row["region"]]] = float(row["value_added_share"])
        for row in rows(folder, "inputs.csv"):
            self.inputs[c[row["input"]], c[row["user"]], at[row["region"]]] = float(row["share"])
        self.gdp = np.array([float(row["gdp"]) for row in rows(folder, "macro.csv")])
        self.output = (self.flow / (1 + self.tax)).sum(axis=2)
        self.value_added = (self.v * self.output).sum(axis=0)
        self.duties = (self.flow * self.tariff).sum(axis=(0, 1))
        self.taxes = (self.flow * self.tax / (1 + self.tax)).sum(axis=(0, 2))
        self.deficit = self.flow.sum(axis=(0, 1)) - self.flow.sum(axis=(0, 2))
        self.bill = self.inputs * ((1 - self.v) * self.output)[None]  # input, user, region
        self.final = (self.flow * (1 + self.tariff)).sum(axis=1) - self.bill.sum(axis=1)


def accounts(base):
    """What the base says by itself, by region."""
    v = base.v
    over = lambda name: v[name].sum(axis=tuple(range(v[name].ndim - 1)))
    trade = lambda name, axis: v[name].sum(axis=(0, 3 - axis))  # 1: by source, 2: by destination
    out = {
        "factors and taxes": over("EVFP") + over("MAKB") - over("MAKS") + over("VDFP") - over("VDFB") + over("VMFP") - over("VMFB"),
        "duties": trade("VMSB", 2) - trade("VCIF", 2),
        "export taxes": trade("VFOB", 1) - trade("VXSB", 1),
        "deficit": trade("VCIF", 2) - trade("VFOB", 1) - over("VST"),
        "final demand": sum(over(n) for n in ("VDPB", "VMPB", "VDGB", "VMGB", "VDIB", "VMIB")),
        "gdp": sum(over(n) for n in ("VDPP", "VMPP", "VDGP", "VMGP", "VDIP", "VMIP")) + trade("VFOB", 1) + over("VST") - trade("VCIF", 2),
    }
    return out


def compare(base, folder, name):
    w, a, v = World(folder), accounts(base), base.v
    if w.reg != base.reg or w.comm != base.comm:
        failures.append("%s: other codes" % name)
        return
    said = lambda what: "%s: %s" % (name, what)
    close(said("value added"), w.value_added, a["factors and taxes"])
    size = a["factors and taxes"].max()
    close(said("tariff revenue"), w.duties, a["duties"], floor=a["duties"].max())
    close(said("export taxes"), w.taxes, a["export taxes"], floor=np.abs(a["export taxes"]).max())
    close(said("deficit"), w.deficit, a["deficit"], floor=size * 1e-2)
    close(said("final demand"), w.final.sum(axis=0), a["final demand"])
    close(said("GDP"), w.gdp, a["gdp"])
    # GDP twice: income here less taxes on final demand is the base's expenditure at basic prices.
    close(said("income"), w.value_added + w.duties + w.taxes + w.deficit, a["final demand"])
    close(said("output"), w.output, v["MAKB"].sum(axis=1), relative=5e-6)
    # Goods between regions have GTAP's rates and fob values, flow by flow.
    plain = [c for c, code in enumerate(base.comm) if code not in base.marg]
    apart = ~np.eye(len(base.reg), dtype=bool)
    fob, xsb, cif, msb = (v[n][plain][:, apart] for n in ("VFOB", "VXSB", "VCIF", "VMSB"))
    there = fob > 0
    close(said("fob values"), w.flow[plain][:, apart], fob, relative=1e-12, floor=1e-9)
    close(said("tariffs"), w.tariff[plain][:, apart][there], (msb[there] - cif[there]) / cif[there], relative=1e-9, floor=1)
    close(said("export tax rates"), w.tax[plain][:, apart][there], (fob[there] - xsb[there]) / xsb[there], relative=1e-9, floor=1)
    # Freight: what regions sell abroad of a margin commodity is their exports and what they give to the pool.
    for m, code in enumerate(base.marg):
        c = base.comm.index(code)
        close(said("sales of " + code), w.output[c], v["VXSB"][c].sum(axis=1) + v["VST"][m] + v["VDFB"][c].sum(axis=0)
              + v["VDPB"][c] + v["VDGB"][c] + v["VDIB"][c], relative=5e-6)
    # Inputs of all users together, by commodity, apart from freight: what is bought of goods is less than with it.
    bought = v["VDFB"].sum(axis=1) + v["VMFB"].sum(axis=1)
    close(said("all inputs"), w.bill.sum(axis=(0, 1)), bought.sum(axis=0), relative=5e-6)
    services = [c for c, code in enumerate(base.comm) if code not in base.marg and not v["VTWR"][:, c].any()]
    close(said("inputs of services without freight"), w.bill.sum(axis=1)[services], bought[services], relative=5e-6)
    # By user: one activity that makes one commodity alone, and is alone in making it, keeps its bill at basic prices.
    made = v["MAKB"]
    for k, code in enumerate(base.comm):
        if (made[:, k].sum(axis=0) == made[k, k]).all() and (made[k].sum(axis=0) == made[k, k]).all():
            close(said("bill of " + code), w.bill[:, k].sum(axis=0), v["VDFB"][:, k].sum(axis=0) + v["VMFB"][:, k].sum(axis=0), relative=5e-6)
    close(said("trade elasticities"), [float(s["trade_elasticity"]) for s in w.sectors], base.esubm - 1, relative=1e-6)
    rest = [s["kind"] for s in w.sectors]
    wanted = ["services" if c in "otp wtp atp ely gdt wtr cns trd afs whs cmn ofi ins rsa obs ros osg edu hht dwe".split() else "goods" for c in base.comm]
    if rest != wanted:
        failures.append(said("kinds of sectors are %s" % rest))
    sets = {(r["set"], r["sector"]): float(r["estimate"]) for r in rows(folder, "elasticities.csv")}
    expected = {("esubd", c): base.esubd[i] - 1 for i, c in enumerate(base.comm) if base.esubd[i] > 1}
    if sets.keys() != expected.keys():
        failures.append(said("the set esubd has %s" % sorted(sets)))
    else:
        close(said("esubd"), [sets[k] for k in sorted(sets)], [expected[k] for k in sorted(sets)])


def still(world, folder, region, name):
    """A policy that changes nothing leaves the base as it is, certified."""
    scenario = os.path.join(folder, "nothing.yaml")
    with open(scenario, "w", encoding="utf-8") as file:
        file.write("scenario: nothing\ntitle: nothing\npolicy:\n  - tariff: {importer: %s, exporter: all, sector: goods, add: 0 pp}\n" % region)
    out = run("run", scenario, "--world", world, "--out", os.path.join(folder, "still-" + name))
    if "Certified" not in out:
        failures.append("%s: not certified" % name)
    for row in rows(os.path.join(folder, "still-" + name), "regions.csv"):
        for column in ("real_income_pct", "wage_pct", "price_index_pct", "real_gdp_pct"):
            if not abs(float(row[column])) < 1e-9:
                failures.append("%s: %s of %s is %s with nothing changed" % (name, column, row["region"], row[column]))
    for row in rows(os.path.join(folder, "still-" + name), "sectors.csv"):
        if not abs(float(row["output_pct"] or 0)) < 1e-7:
            failures.append("%s: output of %s %s moves by %s" % (name, row["region"], row["sector"], row["output_pct"]))


MONEY = {"trillion": 1e6, "billion": 1e3, "million": 1, "thousand": 1e-3, "": 1e-6}


def told(text, pattern, expected, what):
    """An amount on the terminal, in millions: three digits."""
    found = re.search(pattern + r" (-?[0-9.e+]+) ?(trillion|billion|million|thousand|) ?USD", " ".join(text.split()))
    if not found:
        failures.append("the terminal lacks %s" % what)
    else:
        close("told: " + what, float(found[1]) * MONEY[found[2]], expected, relative=6e-3)


def terminal(base, text):
    v = base.v
    s = {n: v[n].sum() for n in v}
    told(text, "Trade of", s["VFOB"], "trade")
    told(text, "export taxes less subsidies", s["VFOB"] - s["VXSB"], "export taxes")
    told(text, "tariffs", s["VMSB"] - s["VCIF"], "tariffs")
    told(text, "International freight of", s["VST"], "freight")
    told(text, "on output", s["MAKB"] - s["MAKS"], "taxes on output")
    told(text, "on endowments", s["EVFP"] - s["EVFB"], "taxes on endowments")
    told(text, "on domestic inputs", s["VDFP"] - s["VDFB"], "taxes on domestic inputs")
    told(text, "on imported inputs", s["VMFP"] - s["VMFB"], "taxes on imported inputs")
    told(text, "of households", s["VDPP"] - s["VDPB"] + s["VMPP"] - s["VMPB"], "taxes of households")
    told(text, "of government", s["VDGP"] - s["VDGB"] + s["VMGP"] - s["VMGB"], "taxes of government")
    told(text, "on investment", s["VDIP"] - s["VDIB"] + s["VMIP"] - s["VMIB"], "taxes on investment")
    told(text, "is one: households", s["VDPB"] + s["VMPB"], "households")
    told(text, r"is one: households [^,]*, government", s["VDGB"] + s["VMGB"], "government")
    told(text, r"government [^,]*, investment", s["VDIB"] + s["VMIB"], "investment")
    told(text, "Land", v["EVFB"][0].sum(), "land")
    duty = (v["VMSB"] / np.where(v["VCIF"] > 0, v["VCIF"], 1) - 1) * v["VTWR"].sum(axis=0)
    told(text, "duties on freight,", duty[v["VCIF"] > 0].sum(), "duties on freight")
    inside = np.arange(len(base.reg))
    told(text, "Trade inside a region,", v["VFOB"][:, inside, inside].sum(), "trade inside regions")
    if base.layout == 7:
        told(text, "Activities make", (v["MAKB"].sum(axis=0) - v["MAKB"].max(axis=0)).sum(), "secondary products")


with tempfile.TemporaryDirectory() as folder:
    cases = [(7, 5, 8, 1), (6, 5, 8, 1), (7, 3, 4, 2), (6, 3, 4, 3), (7, 9, 30, 4), (6, 12, 21, 5), (7, 160, 65, 6)]
    for layout, regions, commodities, seed in cases:
        name = "v%d-%dx%d" % (layout, regions, commodities)
        base = Base(layout, regions, commodities, seed)
        if layout == 6:  # costs and what they make are the same account there: the tax on output is what is left
            base.v["MAKS"] = base.v["VDFP"].sum(axis=0, keepdims=True) + base.v["VMFP"].sum(axis=0, keepdims=True) + base.v["EVFP"].sum(axis=0, keepdims=True)
        source, target = os.path.join(folder, name), os.path.join(folder, "world-" + name)
        base.write(source, sparse=("VTWR",) if seed in (2, 3) else ())
        text = run("world", "import", "--from", "gtap", source, "--out", target)
        if " layout of version %s of the model" % {7: "7", 6: "6.2"}[layout] not in " ".join(text.split()):
            failures.append("%s: the layout is not said" % name)
        if "0 violated" not in run("world", "check", target):
            failures.append("%s: world check finds a violation" % name)
        compare(base, target, name)
        terminal(base, text)
        still(target, folder, base.reg[0], name)

    # ESUBM by region: the mean by imports, cif.
    base = Base(7, 4, 6, 9)
    rng = np.random.default_rng(10)
    base.vary = np.asarray(2 + 6 * rng.random((6, 4)), dtype=np.float32).astype(float)
    base.write(os.path.join(folder, "vary"))
    text = run("world", "import", "--from", "gtap", os.path.join(folder, "vary"), "--out", os.path.join(folder, "varied"))
    weight = base.v["VCIF"].sum(axis=1)
    close("ESUBM by region", [float(s["trade_elasticity"]) for s in rows(os.path.join(folder, "varied"), "sectors.csv")],
          (base.vary * weight).sum(axis=1) / weight.sum(axis=1) - 1)
    if "ESUBM differ between regions" not in " ".join(text.split()):
        failures.append("nothing is said of ESUBM by region")

for line in failures:
    print("FAILED:", line)
sys.exit(1 if failures else 0)
