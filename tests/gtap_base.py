"""A made-up GTAP data base as header-array files, for tests: no number of GTAP's is in it.

    gtap_base.py FOLDER [--layout 7|6] [--regions R] [--commodities C] [--seed N]

writes basedata.har, sets.har and default.prm. Sets, headers and what must add up are those of GTAP's documentation: Corong
and others (2017), The Standard GTAP Model, version 7, Journal of Global Economic Analysis 2:1, doi 10.21642/JGEA.020101AF;
version 6.2 of the model for the other layout. The files are written from what is known of the format (src/table/har.c has
the records), in one or several blocks, dense or sparse.

Every base has what real ones have: trade inside regions that stand for several countries, zeros, export subsidies, duties on
freight, activities that make two commodities (version 7), freight that a region sells to itself.
"""

import argparse
import os
import struct

import numpy as np

# ------------------------------------------------------------------------------------------------ header-array files


def record(*pieces):
    body = b"".join(pieces)
    mark = struct.pack("<i", len(body))
    return mark + body + mark


def pad(text, width):
    return text.encode("latin-1").ljust(width)[:width]


def head(name, kind, description, sizes):
    return record(pad(name, 4)) + record(b"    ", pad(kind, 6), pad(description, 70), struct.pack("<i", len(sizes)),
                                         np.array(sizes, "<i4").tobytes())


def texts(name, values, width=12):
    """1CFULL: a list of texts, as sets.har has them."""
    return head(name, "1CFULL", "set " + name, (len(values), width)) + record(
        b"    ", struct.pack("<3i", 1, len(values), len(values)), b"".join(pad(v, width) for v in values))


def array(name, sets, values, blocks=1, sparse=False):
    """REFULL or RESPSE: sets are pairs of a name and its elements; first dimension fastest in the file."""
    values = np.asfortranarray(values, dtype="<f4")
    sizes = list(values.shape) + [1] * (7 - values.ndim)
    out = [head(name, "RESPSE" if sparse else "REFULL", "made for a test", sizes)]
    n = len(sets)
    out.append(record(b"    ", struct.pack("<3i", n, -1, n), pad(name, 12), struct.pack("<i", -1),
                      b"".join(pad(s, 12) for s, _ in sets), b"k" * n, struct.pack("<i", 0)))
    seen = set()
    for set_name, elements in sets:
        if set_name in seen:
            continue
        seen.add(set_name)
        out.append(record(b"    ", struct.pack("<3i", 1, len(elements), len(elements)),
                          b"".join(pad(e, 12) for e in elements)))
    flat = values.ravel(order="F")
    if sparse:
        at = np.flatnonzero(flat).astype("<i4")
        out.append(record(b"    ", struct.pack("<3i", len(at), 4, 4), b" " * 80))
        for first in range(0, len(at), 5000):
            some = at[first:first + 5000]
            out.append(record(b"    ", struct.pack("<3i", 1, len(at), len(some)), (some + 1).tobytes(), flat[some].tobytes()))
        return b"".join(out)
    last = values.shape[-1]
    blocks = min(blocks, last)
    out.append(record(b"    ", struct.pack("<2i", 2 * blocks + 1, 7), np.array(sizes, "<i4").tobytes()))
    inner, edges = flat.size // last, np.linspace(0, last, blocks + 1).astype(int)
    for b in range(blocks):
        places = []
        for k, size in enumerate(sizes):
            places += [edges[b] + 1, edges[b + 1]] if k == values.ndim - 1 else [1, size]
        out.append(record(b"    ", struct.pack("<i", 2 * (blocks - b)), np.array(places, "<i4").tobytes()))
        out.append(record(b"    ", struct.pack("<i", 2 * (blocks - b) - 1), flat[edges[b] * inner:edges[b + 1] * inner].tobytes()))
    return b"".join(out)


# ------------------------------------------------------------------------------------------------ the numbers

ENDOWMENTS = ["Land", "tech_aspros", "clerks", "service_shop", "off_mgr_pros", "ag_othlowsk", "Capital", "NatRes"]
GOODS = """pdr wht gro v_f osd c_b pfb ocr ctl oap rmk wol frs fsh coa oil gas oxt cmt omt vol mil pcr sgr ofd b_t tex wap lea
lum ppp p_c chm bph rpp nmm i_s nfm fmp ele eeq ome mvh otn omf""".split()
SERVICES = "otp wtp atp ely gdt wtr cns trd afs whs cmn ofi ins rsa obs ros osg edu hht dwe".split()
REGIONS = """aus nzl chn jpn kor can usa mex bra arg chl col per gbr fra deu ita esp nld bel swe pol che nor tur ind idn mys
tha vnm phl sgp sau are egy zaf nga ken""".split()


class Base:
    """Arrays by name, in the order of the sets of their header; all as the reals of four bytes that files have."""

    def __init__(self, layout=7, regions=5, commodities=8, seed=1):
        rng = np.random.default_rng(seed)
        self.layout = layout
        R, C = regions, commodities
        self.reg = [REGIONS[i] if i < len(REGIONS) else "r%03d" % i for i in range(R - 1)] + ["xtw"]
        margins = ["otp", "wtp", "atp"] if C >= 7 else ["otp"]
        services = SERVICES[:max(len(margins), min(len(SERVICES), round(C * 0.3)))]
        self.comm = GOODS[:C - len(services)] + services
        assert len(self.comm) == C, "at most %d commodities" % (len(GOODS) + len(SERVICES))
        self.marg, self.endw = margins, ENDOWMENTS if layout == 7 else ["Land", "UnSkLab", "SkLab", "Capital", "NatRes"]
        self.acts = list(self.comm)
        goods, M, E = C - len(services), len(margins), len(self.endw)
        at_margin = [self.comm.index(m) for m in margins]
        v = self.v = {}
        f4 = lambda x: np.asarray(x, dtype=np.float32).astype(np.float64)

        size = np.exp(rng.normal(0, 1.2, R)) * 2e5
        trade = np.exp(rng.normal(0, 1, (C, R, R))) * 2e-3 * np.sqrt(size[:, None] * size[None, :])[None]
        trade[rng.random((C, R, R)) < 0.3] = 0
        inside = rng.random(R) < 0.3
        inside[-1] = True  # the rest of the world trades with itself
        trade[:, np.arange(R), np.arange(R)] *= inside[None, :]
        trade[goods:] *= 0.3
        v["VXSB"] = f4(trade)
        tax = np.where(rng.random((C, R, R)) < 0.15, rng.normal(0, 0.05, (C, R, R)).clip(-0.2, 0.3), 0)
        tax[goods:] = 0
        v["VFOB"] = f4(v["VXSB"] * (1 + tax))
        carried = rng.random((M, C, R, R)) * 0.06 / M
        carried[:, goods:] = 0
        carried[:, :, np.arange(R), np.arange(R)] *= 0.3
        v["VTWR"] = f4(carried * v["VFOB"])
        v["VCIF"] = f4(v["VFOB"] + v["VTWR"].sum(axis=0))
        duty = np.where(rng.random((C, R, R)) < 0.7, rng.exponential(0.06, (C, R, R)), 0)
        duty[goods:] = 0
        v["VMSB"] = f4(v["VCIF"] * (1 + duty))
        give = rng.random((M, R)) * size
        v["VST"] = f4(give / give.sum(axis=1, keepdims=True) * v["VTWR"].sum(axis=(1, 2, 3))[:, None])

        # What regions buy at home, and make: (I - a D') Q = final + exports + freight, by region.
        diagonal = np.eye(C)
        if layout == 7:
            for c in range(0, C - 1, 3):
                diagonal[c, c], diagonal[c, c + 1] = 0.95, 0.05
        demand = np.exp(rng.normal(0, 0.7, (3, C, R)))
        demand[2, :goods // 2] *= 0.05
        demand *= (np.array([0.6, 0.2, 0.2])[:, None] / demand.sum(axis=1))[:, None] * size
        final_d = f4(demand)
        v["VDPB"], v["VDGB"], v["VDIB"] = final_d
        use_d = np.zeros((C, C, R))
        output, made_by = np.zeros((C, R)), np.zeros((C, C, R))
        for r in range(R):
            a = rng.random((C, C)) * 2
            a *= 0.45 / a.sum(axis=0)
            sold = final_d[:, :, r].sum(axis=0) + v["VXSB"][:, r].sum(axis=1)
            for m, c in enumerate(at_margin):
                sold[c] += v["VST"][m, r]
            q = np.linalg.solve(np.eye(C) - a @ diagonal.T, sold)
            made_by[:, :, r] = q[:, None] * diagonal
            use_d[:, :, r] = a * made_by[:, :, r].sum(axis=0)
            output[:, r] = q
        v["VDFB"] = f4(use_d)
        v["MAKB"] = f4(made_by)
        revenue = v["MAKB"].sum(axis=0)
        # Imports go to firms, at most a fifth of what each makes, and to final demand.
        landed = v["VMSB"].sum(axis=1)
        to_firms = np.minimum(0.5 * landed, 0.2 * revenue.sum(axis=0) / C)
        spread = revenue / revenue.sum(axis=0)
        v["VMFB"] = f4(to_firms[:, None, :] * spread[None])
        rest = landed - v["VMFB"].sum(axis=1)
        v["VMPB"], v["VMGB"] = f4(rest * 0.7), f4(rest * 0.1)
        v["VMIB"] = f4(rest - v["VMPB"] - v["VMGB"])
        for name in ("VDF", "VMF", "VDP", "VMP", "VDG", "VMG", "VDI", "VMI"):
            basic = v[name + "B"]
            v[name + "P"] = f4(basic * (1 + rng.normal(0.02, 0.02, basic.shape).clip(-0.1, 0.2)))
        v["MAKS"] = f4(v["MAKB"] / (1 + rng.normal(0.01, 0.02, v["MAKB"].shape).clip(-0.05, 0.1)))
        left = v["MAKS"].sum(axis=0) - v["VDFP"].sum(axis=0) - v["VMFP"].sum(axis=0)
        assert (left > 0).all(), "an activity costs more than it makes"
        part = rng.random((E, C, R))
        part[0, goods // 2:] = 0
        v["EVFP"] = f4(part / part.sum(axis=0) * left[None])
        v["EVFB"] = f4(v["EVFP"] / (1 + rng.random((E, C, R)) * 0.3))
        v["EVOS"] = f4(v["EVFB"] * 0.9)
        v["POP"] = f4(np.exp(rng.normal(2, 1, R)))
        esubd = f4(np.where(np.arange(C) == 1, 0.9, 1.5 + 3 * rng.random(C)))
        self.esubd, self.esubm = esubd, f4(2 * esubd)
        self.vary = None  # ESUBM by region, in place of one

    def arrays(self):
        """Name: (sets, numbers), as the layout has them."""
        v, cs, ms, es, rs = self.v, ("COMM", self.comm), ("MARG", self.marg), ("ENDW", self.endw), ("REG", self.reg)
        acts = ("ACTS", self.acts)
        seven = {"VXSB": (cs, rs, rs), "VFOB": (cs, rs, rs), "VCIF": (cs, rs, rs), "VMSB": (cs, rs, rs), "VST": (ms, rs),
                 "VTWR": (ms, cs, rs, rs), "EVFB": (es, acts, rs), "EVFP": (es, acts, rs), "EVOS": (es, acts, rs),
                 "MAKB": (cs, acts, rs), "MAKS": (cs, acts, rs), "POP": (rs,)}
        for name in ("VDF", "VMF"):
            seven[name + "B"] = seven[name + "P"] = (cs, acts, rs)
        for name in ("VDP", "VMP", "VDG", "VMG", "VDI", "VMI"):
            seven[name + "B"] = seven[name + "P"] = (cs, rs)
        if self.layout == 7:
            return {name: (sets, v[name]) for name, sets in seven.items()}
        cs, ms, es, prod = ("TRAD_COMM", self.comm), ("MARG_COMM", self.marg), ("ENDW_COMM", self.endw), None
        prod = ("PROD_COMM", self.comm + ["CGDS"])
        out = {"POP": ((rs,), v["POP"]), "VST": ((ms, rs), v["VST"]), "VTWR": ((ms, cs, rs, rs), v["VTWR"])}
        for old, new in (("VXMD", "VXSB"), ("VXWD", "VFOB"), ("VIWS", "VCIF"), ("VIMS", "VMSB")):
            out[old] = ((cs, rs, rs), v[new])
        for old, new in (("D", "D"), ("I", "M")):
            for user in "PG":
                for price, letter in (("M", "B"), ("A", "P")):
                    out["V%s%s%s" % (old, user, price)] = ((cs, rs), v["V%s%s%s" % (new, user, letter)])
            for price, letter in (("M", "B"), ("A", "P")):
                firms, invest = v["V%sF%s" % (new, letter)], v["V%sI%s" % (new, letter)]
                out["V%sF%s" % (old, price)] = ((cs, prod, rs), np.concatenate([firms, invest[:, None, :]], axis=1))
        for old, new in (("VFM", "EVFB"), ("EVFA", "EVFP")):
            none = np.zeros((len(self.endw), 1, len(self.reg)))
            out[old] = ((es, prod, rs), np.concatenate([v[new], none], axis=1))
        return out

    def parameters(self):
        cs, rs = ("COMM" if self.layout == 7 else "TRAD_COMM", self.comm), ("REG", self.reg)
        out = {}
        for name, values in (("ESBD", self.esubd), ("ESBM", self.esubm)):
            wide = np.repeat(values[:, None], len(self.reg), axis=1)
            out[name] = ((cs, rs), self.vary if name == "ESBM" and self.vary is not None else wide) if self.layout == 7 else ((cs,), values)
        return out

    def set_headers(self):
        if self.layout == 7:
            return {"REG": self.reg, "COMM": self.comm, "ACTS": self.acts, "MARG": self.marg, "ENDW": self.endw}
        return {"H1": self.reg, "H2": self.comm, "H5": self.comm + ["CGDS"], "MARG": self.marg, "H6": self.endw, "H9": ["CGDS"]}

    def write(self, folder, arrays=None, sets=None, blocks=3, sparse=()):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "basedata.har"), "wb") as file:
            file.write(texts("XXCR", ["made for a test"], 40))
            for name, (of, values) in (arrays or self.arrays()).items():
                file.write(array(name, of, values, blocks, name in sparse))
        with open(os.path.join(folder, "sets.har"), "wb") as file:
            for name, elements in (sets or self.set_headers()).items():
                file.write(texts(name, elements))
        with open(os.path.join(folder, "default.prm"), "wb") as file:
            for name, (of, values) in self.parameters().items():
                file.write(array(name, of, values))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--layout", type=int, choices=(6, 7), default=7)
    parser.add_argument("--regions", type=int, default=5)
    parser.add_argument("--commodities", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    Base(a.layout, a.regions, a.commodities, a.seed).write(a.folder)


if __name__ == "__main__":
    main()
