#!/usr/bin/env python3
"""Makes the seeds of the fuzz targets, a few hundred bytes each, into tests/fuzz/seeds (or the folder named). They are
committed; run this again after a change of a format. Those called found_ are what fuzzing found, and not made here.
Needs nothing but Python, and for a GTAP base numpy; all numbers are fixed."""
import gzip, io, os, struct, sys, tempfile, zipfile

sys.dont_write_bytecode = True

out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeds")


def put(target, name, data):
    os.makedirs(os.path.join(out, target), exist_ok=True)
    with open(os.path.join(out, target, name), "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


# ---------------------------------------------------------------- Stata: src/table/dta_header.c has the format
def dta(version, order):
    columns = [("importer", 3), ("exporter", 3), ("sector", 2), ("value", "d")]
    rows = [("CAN", "CAN", "A1", 9.0), ("CAN", "USA", "A1", 2.5), ("USA", "USA", "A1", 8.0), ("USA", "CAN", "B2", 1.0),
            ("CAN", "CAN", "B2", 7.0), ("USA", "USA", "B2", 5.0)]
    strl = version >= 117
    code = (lambda t: {"d": 100}.get(t, 127 + t if t != "d" else 0)) if version < 111 else \
           (lambda t: 255 if t == "d" else t) if version < 117 else (lambda t: 65526 if t == "d" else t)
    types = [32768 if strl and n == "sector" else code(t) for n, t in columns]
    text = lambda s, n: s.encode().ljust(n, b"\0")
    refs = {117: (4, 4), 118: (2, 6), 119: (3, 5)}

    def number(value, size):
        return value.to_bytes(size, "big" if order == ">" else "little")

    def cell(row, i):
        t = columns[i][1]
        if t == "d":
            return struct.pack(order + "d", row[i])
        if strl and columns[i][0] == "sector":
            v, o = refs[version]
            return number(i + 1, v) + number(1 if row[i] == "A1" else 4, o)
        return text(row[i], t)

    data = b"".join(cell(r, i) for r in rows for i in range(len(columns)))
    k, n = len(columns), len(rows)
    if version < 117:
        name, label = (9 if version < 110 else 33), (32 if version < 108 else 81)
        fmt = 7 if version < 105 else 12 if version < 114 else 49
        b = bytes([version, 1 if order == ">" else 2, 1, 0]) + struct.pack(order + "Hi", k, n) + text("", label)
        b += b"" if version < 105 else text("", 18)
        b += bytes(types) + b"".join(text(c, name) for c, _ in columns) + bytes(2 * (k + 1) + k * (fmt + name + label))
        return b + (b"" if version < 105 else bytes(3 if version < 110 else 5)) + data
    name, fmt, label = (33, 49, 81) if version < 118 else (129, 57, 321)
    size = 4 if version == 119 else 2
    b = f"<stata_dta><header><release>{version}</release><byteorder>{'MSF' if order == '>' else 'LSF'}</byteorder><K>"
    b = b.encode() + number(k, size) + b"</K><N>" + number(n, 4 if version < 118 else 8) + b"</N><label>"
    b += number(0, 1 if version < 118 else 2) + b"</label><timestamp>\0</timestamp></header>"
    at, sections = [0, len(b)], []
    sections.append((b"variable_types", b"".join(number(t, 2) for t in types)))
    sections.append((b"varnames", b"".join(text(c, name) for c, _ in columns)))
    sections.append((b"sortlist", bytes(size * (k + 1))))
    sections.append((b"formats", bytes(fmt * k)))
    sections.append((b"value_label_names", bytes(name * k)))
    sections.append((b"variable_labels", bytes(label * k)))
    sections.append((b"characteristics", b""))
    sections.append((b"data", data))
    gso = b"".join(b"GSO" + number(3, 4) + number(o, 4 if version < 118 else 8) + b"\x82" + number(3, 4) + s + b"\0"
                   for o, s in ((1, b"A1"), (4, b"B2")))
    sections.append((b"strls", gso))
    sections.append((b"value_labels", b""))
    body = b""
    start = len(b) + 5 + 14 * 8 + 6
    for tag, content in sections:
        at.append(start + len(body))
        body += b"<" + tag + b">" + content + b"</" + tag + b">"
    at += [start + len(body), start + len(body) + 12]
    return b + b"<map>" + b"".join(number(a, 8) for a in at) + b"</map>" + body + b"</stata_dta>"


for version, order in ((104, "<"), (105, ">"), (108, "<"), (110, ">"), (111, "<"), (113, ">"), (115, "<"), (117, ">"),
                       (118, "<"), (119, ">")):
    put("dta", f"{version}{'be' if order == '>' else 'le'}", dta(version, order))


# ---------------------------------------------------------------- header arrays: src/table/har.c
def record(b):
    return struct.pack("<i", len(b)) + b + struct.pack("<i", len(b))


def head(name, kind, sizes):
    return record(name) + record(b"    " + kind + b"made".ljust(70) + struct.pack(f"<{len(sizes) + 1}i", len(sizes), *sizes))


def sets(sizes, names, elements):
    b = record(b"    " + struct.pack("<3i", 3, -1, len(names)) + b"FULL".ljust(12) + struct.pack("<i", -1) +
               b"".join(n.ljust(12) for n in names) + b"k" * len(names) + bytes(4))
    done = set()
    for n, e in zip(names, elements):
        if n not in done:
            b += record(b"    " + struct.pack("<3i", 1, len(e), len(e)) + b"".join(x.ljust(12) for x in e))
        done.add(n)
    return b


goods, regions = [b"wheat", b"caf\xe9", b"steel"], [b"CAN", b"USA"]
sizes = (3, 2, 2, 1, 1, 1, 1)
values = struct.pack("<12f", *range(1, 13))
full = head(b"FULL", b"REFULL", sizes) + sets(sizes, [b"COMM", b"REG", b"REG"], [goods, regions, regions])
full += record(b"    " + struct.pack("<9i", 3, 7, *sizes))
full += record(b"    " + struct.pack("<15i", 2, *[x for s in sizes for x in (1, s)])) + record(b"    " + struct.pack("<i", 1) + values)
sparse = head(b"FULL", b"RESPSE", sizes) + sets(sizes, [b"COMM", b"REG", b"REG"], [goods, regions, regions])
sparse += record(b"    " + struct.pack("<3i", 5, 4, 4) + b" " * 80)
sparse += record(b"    " + struct.pack("<3i", 1, 5, 5) + struct.pack("<5i", 1, 2, 5, 10, 12) + struct.pack("<5f", 9, 8, 1, 7, 6))
matrix = head(b"MATR", b"2RFULL", (2, 3)) + record(b"    " + struct.pack("<7i", 1, 2, 3, 1, 2, 1, 3) + struct.pack("<6f", *range(6)))
whole = head(b"INTS", b"2IFULL", (2, 1)) + record(b"    " + struct.pack("<7i", 1, 2, 1, 1, 2, 1, 1) + struct.pack("<2i", 3, 4))
texts = head(b"SETR", b"1CFULL", (2, 12)) + record(b"    " + struct.pack("<3i", 1, 2, 2) + b"CAN".ljust(12) + b"USA".ljust(12))
put("har", "full", texts + full)
put("har", "sparse", matrix + sparse)
put("har", "matrices", texts + matrix + whole)


# ---------------------------------------------------------------- GTAP data bases: src/world/import/gtap.h
def gtap(layout, **how):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    from gtap_base import Base
    with tempfile.TemporaryDirectory() as folder:
        Base(layout, 2, 2, 1).write(folder, **how)
        return b"====\n".join(open(os.path.join(folder, name), "rb").read() for name in ("basedata.har", "sets.har", "default.prm"))


put("gtap", "seven", gtap(7))
put("gtap", "six", gtap(6, blocks=1))
put("gtap", "sparse", gtap(6, sparse=("VTWR", "VXMD", "VDFM")))


# ------------------------------------------------------ saved worlds: src/world/canonical.c, src/world/write/tww.c
def tww(rich, newer=False, products=False, stocks=False):
    t = lambda s: struct.pack("<I", len(s)) + s.encode()
    n, codes, sectors = 3, ("CAN", "USA", "JPN"), ("A01", "C29", "H49")
    parts = (15 if rich else 0) + (112 if newer else 0) + (1920 if products else 0) + (6144 if stocks else 0)
    b = t(f"tradewind world {4 if stocks else 3 if products else 2 if newer else 1}")
    b += struct.pack("<5I", 3, 3, 1 if rich else 0, 1 if rich else 0, parts)
    b += t("name: tiny\ntitle: A tiny world\nyear: 2020\ncurrency: USD\nunit: million\n")
    b += b"".join(map(t, codes)) + b"".join(map(t, ("Canada", "United States", "Japan")))
    b += b"".join(map(t, sectors)) + b"".join(map(t, ("Crops", "Cars", "Transport")))
    if rich:
        b += t("tariff_mfn_pct") + struct.pack("<I", 1) + t("NORTH") + struct.pack("<I", 2) + t("CAN") + t("USA")
    if newer:
        b += struct.pack("<I", 1) + t("MADE") + struct.pack("<I", 2) + t("A01") + t("C29")
        b += struct.pack("<I", 2) + t("x") + t("MADE") + t("m") + t("paper") + struct.pack("<I4d", 1, 5, 0.5, 0, 0)
        b += t("x") + t("H49") + t("") + t("") + struct.pack("<I4d", 2, 3, 2, 3, 9)
    if products:  # half of each flow of A01, and some of it
        b += struct.pack("<4I", 1, 2, 12, 0) + t("GRAIN") + t("Grain")
        b += struct.pack("<4I", 0, 1, 3, 0) + t("WHEAT") + t("Wheat") + t("t")
        b += struct.pack("<4I", 0, 0, 0, 2) + t("RICE") + t("Rice") + t("")
    if stocks:
        b += struct.pack("<I", 2) + t("WHEAT") + struct.pack("<I2d", 1, 50, 30) + t("RICE") + struct.pack("<IdQ", 3, 7, 0x7FF8000000000000)
        b += struct.pack("<I", 2) + t("WHEAT") + struct.pack("<I2d", 0, 3000, 0.5) + t("WHEAT") + struct.pack("<I2d", 2, 2000, 1)
    d = lambda *x: struct.pack(f"<{len(x)}d", *x)
    flow = [100 + 10 * s + i if i == j else 4 + 2 * s + i + 0.5 * j for s in range(n) for i in range(n) for j in range(n)]
    rate = [0 if i == j else 0.02 * (s + 1) for s in range(n) for i in range(n) for j in range(n)]
    b += bytes([1, 1, 0]) + d(4, 5.5, 3) + d(*flow)
    if rich:
        b += d(*rate) + d(*[r / 4 for r in rate]) + d(*[2 * r for r in rate])
    b += d(*[0.5] * 9) + d(*[0.2, 0.2, 0.1] * 9) + d(*[0.3, 0.5, 0.2] * 3)
    nan = struct.pack("<Q", 0x7FF8000000000000)
    if rich:
        b += d(1, 2) + nan + d(0.1, 3) + nan
    if newer:
        b += d(*range(8)) + nan
    if products:
        some, half = [0, 4, 8], [f / 2 for f in flow[:9]]
        b += d(-0.5, 0, 0) + d(1.5) + d(6, 7) + d(4) + nan
        b += struct.pack("<6I", 3, 3, 3, 1, 1, 1) + struct.pack("<12H", *[0, 1, 2] * 3, *[0, 1, 2])
        b += d(*half) + d(*[1] * 3)
        for by in (1, 0.25, 2):
            b += d(*[by * r for r in rate[:9]]) + d(*[by * rate[i] for i in some])
        b += d(*[5] * 9) + nan * 3
    found = struct.pack("<I", 0)
    if rich:
        found = struct.pack("<I3I", 1, 1, 0, 2**32 - 1) + d(5) + nan + t("input_shares") + t("Something was changed.")
    return struct.pack("<H", len(found)) + b + found


put("tww", "plain", tww(False))
put("tww", "rich", tww(True))
put("tww", "newer", tww(True, True))
put("tww", "products", tww(True, True, True))
put("tww", "stocks", tww(True, True, True, True))

# ---------------------------------------------------------------- CSV
long = "importer,exporter,sector,value,user\n" + "".join(
    f"{i},{o},{s},{v},{u}\n" for v, (i, o, s, u) in enumerate(
        ((i, o, s, u) for i in ("CAN", "USA") for o in ("CAN", "USA") for s in ("A01", "C29") for u in ("A01", "final")), 3))
put("csv", "long", long)
put("csv", "gzip", gzip.compress(long.encode(), mtime=0))
put("csv", "quotes", b'\xef\xbb\xbfa,b\r\n1,"x\ny ""z"""\r\n\r\n2,"1,5"\r\n')
put("csv", "numbers", "importer,exporter,sector,value\nCAN,CAN,A01,1e3\nCAN,USA,A01,2.5E-3\nUSA,USA,A01,1000000\nUSA,CAN,A01,0\n")


def icio():
    regions, sectors, final = ("AAA", "BBB"), ("A01", "C29"), ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
    cells = [f"{r}_{s}" for r in regions for s in sectors]
    use = [[10 if i == j else 1 + i + j for j in range(4)] for i in range(4)]
    last = [[30 if (i < 2) == (k < 6) and k % 6 == 0 else k % 3 for k in range(12)] for i in range(4)]
    total = [sum(use[i]) + sum(last[i]) for i in range(4)]
    row = lambda name, x: name + "," + ",".join(map(str, x)) + "\n"
    b = row("V1", cells + [f"{r}_{f}" for r in regions for f in final] + ["OUT"])
    b += "".join(row(cells[i], use[i] + last[i] + [total[i]]) for i in range(4))
    b += row("TLS", [0] * 17)
    b += row("VA", [total[j] - sum(use[i][j] for i in range(4)) for j in range(4)] + [0] * 13)
    return b + row("OUT", total + [0] * 13)


put("wide", "icio", b"\1" + icio().encode())
put("wide", "labels", b'\3Code,Name,"Coun,try",a1,a2\nx,"y ""z""",q,1,2.5\nx2,,q,,1e3\n')
put("wide", "bom", b"\0\xef\xbb\xbf")


# ---------------------------------------------------------------- ZIP archives
def archive(members, method=zipfile.ZIP_DEFLATED, big=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, text in members:
            about = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            about.compress_type = method
            with z.open(about, "w", force_zip64=big) as f:
                f.write(text.encode())
    return out.getvalue()


table = ("V1,AAA_A01,BBB_A01,AAA_HFCE,BBB_HFCE,OUT\nAAA_A01,10,5,28,3,46\nBBB_A01,2,8,1,20,31\nTLS,1,1,7,6,0\n"
         "VA,33,17,0,0,0\nOUT,46,31,0,0,0\n")
table_of_zip = table
put("zip", "one", archive([("2022_SML.csv", table)]))
put("zip", "stored", archive([("a/2022.csv", table), ("2021.csv", table), ("ReadMe.xlsx", "PK")], zipfile.ZIP_STORED))
put("zip", "zip64", archive([("2021.csv", table), ("2022.csv", table)], big=True))
locked = bytearray(archive([("2022.csv", table)]))
locked[6] |= 1  # the flag of encryption, in front of the member and in the list
locked[locked.rindex(b"PK\1\2") + 8] |= 1
put("zip", "encrypted", bytes(locked))
put("zip", "truncated", archive([("2022.csv", table)])[:-30])

rates = "importer,exporter,sector,tariff_pct,tariff_mfn_pct\nUSA,CAN,C29,2.5,5\nCAN,USA,A01,1,2\n"
put("tariffs", "sectors", b"\0" + rates.encode())
put("tariffs", "products", b"\1importer,exporter,hs6,value,tariff_pct\nUSA,CAN,870310,5,2.5\nCAN,USA,720000,1,3\nUSA,CAN,100100,2,1\n")
put("elasticities", "import", "sector,trade_elasticity,name,kind\nA01,4.5,Crops,goods\nC29,5,Cars,services\n")
put("elasticities", "errors", "sector,estimate,standard_error\nC29,5,1\nA01,6,2\n")
put("elasticities", "quantiles", "sector,p05,p50,p95\nC29,1,2,3\nA01,2,3,9\n")

# ---------------------------------------------------------------- scenarios and decisions
top = "scenario: a\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
rules = [
    "tariff: {importer: USA, exporter: [CAN, JPN], sector: goods, add: 25 pp}", "export_tax: {importer: all, exporter: CAN, sector: A01, to: 5 %}",
    "barrier: {importer: CAN, exporter: JPN, sector: all, change: -5 %, both_ways: true}", "productivity: {region: CAN, sector: C29, change: +30 %}",
    "subsidy: {region: CAN, sector: A01, to: 5 %}", "labour: {region: CAN, change: -5 %}",
    "transfer: {from: USA, to: [CAN, JPN], amount: 5 million USD}", "ban: {importer: USA, exporter: CAN, sector: A01}",
    "quota: {importer: USA, exporter: CAN, sector: C29, change: -20 %, owner: exporter}", "capacity: {region: USA, sector: C29, of: exports, to: 80 %}",
    "target: {output: {region: CAN, sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: C29}}}",
    "preference: {importer: USA, exporter: CAN, sector: C29, utilisation: 71.4 %, preferential: 0 %, mfn: 5 %, elasticity: 8, compliance: +2 %}",
]
for i in range(0, len(rules), 2):
    put("scenario", f"rules{i:02}", top + "".join(f"  - {r} # a source\n" for r in rules[i:i + 2]))
put("scenario", "closure", "scenario: a\ntitle: t\nclosure: {deficits: zero, labour: [{region: all, supply_elasticity: 0.5}], "
    "production: [{region: all, sector: all, value_added: 0.5, inputs: 0.2}], scale: [{sector: C29, elasticity: 0.1}]}\n"
    "against: {deficits: proportional}\nvariables:\n  x: 25 pp # a source\ngroups:\n  regions: {NORTH: [CAN, USA]}\npolicy:\n"
    "  - tariff: {importer: USA, exporter: NORTH, sector: C29, add: $x, except: {exporter: USA}}\n")
put("scenario", "years", "scenario: a\ntitle: t\nfrom: 2026\nuntil: 2028\nclosure: {deficits: fixed}\ncapital: {share: 40 %, depreciation: 6 %, "
    "saving_rate: 22 %}\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: C29, add: {2026: 0 pp, 2028: 10 pp}}\n")
put("scenario", "range", top + "  - " + rules[0].replace("25 pp", "$x") + "\nvariables:\n  x: 25 pp\nrange:\n  draws: 3\n  seed: 2\n"
    "  elasticities: [{sector: all, spread: 25 %}]\n  variables: {x: {uniform: [15 pp, 35 pp]}}\n  outcomes: [real_income_pct CAN]\n")
put("decision", "small", "decide: d\ntitle: t\nregions: [CAN, USA]\nclosure: {deficits: fixed}\nlevers:\n  - {name: nothing, title: n}\n"
    "  - name: two\n    cost: 0.1 %\n    policy:\n      - " + rules[0] + "\ncontingencies:\n  - {name: a, probability: 60 %}\n  - name: b\n"
    "    probability: 40 %\n    policy:\n      - " + rules[1] + "\nrange: {draws: 2, elasticities: {sector: all, spread: 25 %}}\n")
put("decision", "notes", "decide: d\ntitle: t\nnotes: [a, b]\nregions: CAN\nindicator: real_wage_pct\nclosure: {deficits: fixed}\n"
    "levers:\n  - {name: a}\n  - {name: b, policy: [{ban: {importer: CAN, exporter: USA, sector: A01}}]}\ncontingencies:\n  - {name: c}\n")
put("run_json", "raw", '{"program": "tradewind", "kind": "run", "certified": true, "files": {"regions.csv": {"bytes": 1, "sha256": "x"}}, '
    '"scenario": {"files": [{"name": "z.yaml", "text": "t", "sha256": "x"}]}, "world": {"name": "w"}}')
put("run_json", "run", bytes([0, 0, 0, 3, 0, 0, 40, 1]))
put("run_json", "decision", bytes([1, 1, 0, 7, 2, 1, 2, 5, 0, 9, 3]))
put("run_json", "reconcile", bytes([2, 0, 0, 30, 4, 0, 60, 6]))

# ---------------------------------------------------------------- energy: src/supply/origins.c and balance.c
put("energy", "origins", "oimporter,fuel,exporter,year,quantity,unit,share,pj,quality,passages\nLND,crude,AAA,2030,6,Mt,0.6,260,observed,"
    "hormuz 0.5;malacca\nLND,crude,OTHER,2030,4000,kt,,,assumed,\nLND,lng,BBB,2030,20,PJ,,20,derived,none\n")
put("energy", "shares", "oimporter,fuel,exporter,share\nLND,uranium,AAA,0.6\nLND,uranium,BBB,0.3\nOTH,coal,AAA,1\n")
put("energy", "balance", "region,source,convention,year,production_pj,imports_pj,exports_pj,stock_change_pj,supply_pj,quality\n"
    "LND,oil,physical,2023,15,6881,522,281,6655,observed\nLND,nuclear,physical,2023,845,,,,845,derived\n"
    "LND,total,physical,2023,,,,,7500,\nLND,self_sufficiency_percent,iea,FY2022,12.6,,,,,\n")
put("energy", "generation", "region,source,convention,unit,production,net_imports,supply\nLND,nuclear,generation,TWh,33,,\n"
    "LND,gas,physical,Mtoe,1,2,3\nLND,hydro,generation,TWh,10,,\n")

# ---------------------------------------------------------------- markets: the files of a folder with lines of ==== between them
yaml = "name: m\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n"
put("market", "base", yaml + "ceiling: {price: 40, share: 0.2}\n====\n"
    "supplier,block,capacity,cost,full_cost,from_year,status\nQAT,plants,30,1,2,,\nCAN,first,14,3,6,2025,firm\n====\n"
    "buyer,quantity,price,elasticity_short,elasticity_long,regasification\nJPN,18,12,-0.1,-0.6,40\nKOR,12,12.5,-0.1,-0.6,\n====\n"
    "passage,capacity,toll\nhormuz,,\nmalacca,20,0.1\n====\n"
    "supplier,buyer,route,quantity,freight,passages,floor,reference\nQAT,JPN,a,18,1,hormuz;malacca,,\nQAT,JPN,b,,1.2,hormuz,,\n"
    "QAT,KOR,,12,1.1,hormuz,6,\nCAN,JPN,,,0.7,,,5\nCAN,KOR,,,0.8,,,3\n")
put("market", "straight", yaml + "demand: linear\nfleet: 900\n====\nsupplier,block,capacity,cost,slope,conjecture\nA,p,20,2,0.1,1\nB,p,20,4,0.1,\n"
    "====\nbuyer,quantity,price,elasticity_short,elasticity_long\n1,20,10,-1,-1\n2,20,8,-1,-1\n====\npassage\nk\n====\n"
    "supplier,buyer,quantity,freight,days,passages,wedge,stiffness\nA,1,,1,9,k,0,0\nA,2,,3,9,,0,0\nB,1,,2,9,,0,0\nB,2,,1,9,,0,0\n")

# ---------------------------------------------------------------- YAML, numbers with units, sources
put("yaml", "kinds", "a: {x: [1, two, 'three'], y: \"four\\n\"}\nb: |\n  lines\n  more # no comment\nc: ~ # a comment\n# another\n")
put("yaml", "languages", "title: {en: one, fr: un, ja: \"一\"}\nnotes:\n  - first\n  - {en: second, fr: deux}\n")
put("yaml", "refused", "a: &x 1\nb: *x\n---\nc: !t 2\n")
put("yaml", "deep", "[" * 34 + "]" * 34)
for i, text in enumerate(("25 pp", "-20 %", "3.5 million USD", "1e308", "0.1 thousand EUR", "$x", "2.2250738585072014e-308", "=1+1", "12 Mt", "5")):
    put("number", f"text{i}", text)
put("number", "bits", struct.pack("<4d", 0.1, 5e-324, 1.7976931348623157e308, 123456.789) + b"\x80\x9d")
put("source", "plain", "a,b\r\n1,2\r3,\"x\r\ny\"\r\r\n")
put("source", "gzip", gzip.compress(b"a,b\n1,2\n" * 20, mtime=0))
put("source", "twice", gzip.compress(b"a,b\n", mtime=0) + gzip.compress(b"1,2\n", mtime=0))
put("source", "truncated", gzip.compress(b"a,b\n1,2\n" * 20, mtime=0)[:-6])
put("source", "zeros", gzip.compress(bytes(1 << 20), mtime=0))
put("source", "utf16", "a,b\n".encode("utf-16"))
put("source", "packed", b"z\0\7\1" + b"importer,exporter\nCAN,USA\n" * 6)


# ---------------------------------------------------------------- folders of worlds: files with lines of ==== between them
def folder(*files):
    return "====\n".join(files)


yaml = "name: tiny\ntitle: A tiny world\nyear: 2014\ncurrency: USD\nunit: million\nsource: made up\ncolour: blue\n"
regions, sectors = ("CAN", "USA", "JPN"), ("A01", "C29", "H49")
flow = lambda s, d, o: 100 + 10 * s + d if d == o else 4 + 2 * s + d + 0.5 * o
table = lambda head, rows: head + "\n" + "".join(",".join(map(str, r)) + "\n" for r in rows)
flows = table("sector,importer,exporter,value,tariff_pct,tariff_mfn_pct,export_tax_pct", (
    (sectors[s], regions[d], regions[o], flow(s, d, o), 0 if d == o or s == 2 else 2.5, 0 if d == o or s == 2 else 7.1, 0)
    for s in range(3) for d in range(3) for o in range(3)))
made = table("region,sector,value_added_share,employment", ((r, s, 0.6, 1.5) for r in regions for s in sectors))
inputs = table("region,user,input,share", ((r, u, s, x) for r in regions for u in sectors for s, x in zip(sectors, (0.2, 0.3, 0.5))))
codes = "region,name\nCAN,Canada\nUSA,United States\nJPN,Japan\n"
lines = "sector,name,kind,trade_elasticity\nA01,\"Crops, animals\",goods,4\nC29,Cars,goods,5.5\nH49,Transport,services,6\n"
put("world", "plain", folder(yaml, codes, lines, flows, "region,sector,value_added_share\n" + "".join(f"{r},{s},1\n" for r in regions for s in sectors)))
put("world", "inputs", folder(yaml, codes, lines, flows, made, inputs))
put("world", "all", folder(yaml, codes, lines, flows, made, inputs,
    table("region,sector,share", ((r, s, x) for r in regions for s, x in zip(sectors, (0.2, 0.3, 0.5)))),
    "region,population,gdp\nCAN,35,\nUSA,330,1000\n", "NORTH: [CAN, USA]\n", "MADE: [A01, C29]\n",
    "set,sector,parameter,estimate,p05,p50,p95\nx,MADE,m,5,3,5,8\nx,H49,,8,,,\n"))
inside = (yaml, codes, "sector,name,kind,trade_elasticity,product_elasticity\nA01,Crops,goods,4,\nC29,Cars,goods,5.5,1.5\n"
    "H49,Transport,services,6,\n", flows, made, inputs, "", "", "", "", "", "sector,family,name,product_elasticity\nC29,CARS,Cars,3\n",
    "sector,product,name,trade_elasticity,family,home,owner,markup_elasticity,unit\nC29,TOY,Toyota,7,CARS,JPN,JPN,4,cars\nC29,TRUCK,,6,,,,,\n",
    table("product,importer,exporter,value,quantity,tariff_pct", ((p, d, o, 2, 3 if p == "TOY" else "", "") for p in ("TOY", "TRUCK")
          for d in regions for o in regions)))
put("world", "products", folder(*inside))
put("world", "stocks", folder(*inside, "", "region,product,quantity,days\nUSA,TOY,12,30\nCAN,TOY,5,\nJPN,TRUCK,0,0\n",
    "product,kcal_per_unit,region,food_share\nTOY,3000,,0.5\nTOY,2000,CAN,\n"))

# ---------------------------------------------------------------- tables that change a world: the order of fuzz_changes.c
changes = (
    "region,to,name\nCAN,NAM,North America\nUSA,NAM,\nJPN,JPN,\n", "sector,to,name\nA01,GOODS,Goods\nC29,GOODS,\nH49,H49,\n",
    "product,to,name\nTOY,CAR,Cars\nFORD,CAR,\n", "kind,sector,region,importer,exporter,value\nvalue_added,,CAN,,,250\ntrade,goods,,CAN,USA,20\n",
    "importer,exporter,value,sector\nCAN,USA,20,goods\nUSA,JPN,18,C29\n", "region,gdp\nCAN,260\nUSA,255\n",
    "importer,exporter,sector,tariff_pct\nCAN,USA,C29,3\nUSA,CAN,C29,0\n", "sector,share_pct,most_pct\nH49,40,80\n",
    "product,importer,exporter,value,quantity,unit_value,share\nWHEAT,CAN,USA,1,,,\nTOY,,,,,,0.2\nFORD,USA,JPN,,2,0.5,\n",
    "sector,product,name,trade_elasticity,family,unit\nA01,WHEAT,Wheat,8,,t\nC29,TOY,Toys,7,,\nC29,FORD,,6,,\n", "sector,family,name,product_elasticity\nC29,CARS,Cars,3\n",
    "product,region,value\nWHEAT,CAN,60\nTOY,JPN,70\n", "to,share,name,sector\nEAST,0.6,East,\nWEST,0.4,West,\n",
    "to,share,name,region\nP,0.7,,\nQ,0.3,,\n", "product,to,share,code,name\nTOY,P,,,\nFORD,Q,,,\nrest,P,0.5,,\nrest,Q,0.5,,\n")
for i, text in enumerate(changes):
    put("changes", f"{i:02}", bytes([i]) + text.encode())

# ---------------------------------------------------------------- changes to good files: place and value
put("store", "same", b"\0\0S")
put("store", "row", bytes([31, 0x80, 0, 31, 0x81, 7]))
put("store", "cut", b"t\x10\0")
put("store", "other", b"SQLite format 3\0" + bytes(84))
put("dta_world", "flows", bytes([2, 2, 0, 0x41]))
put("dta_world", "cut", bytes([7]) + b"t\1\0")
put("dta_world", "products", bytes([7, 8, 0, 0, 3, 1, 1]))
put("results", "same", bytes([0]))
put("results", "number", bytes([2, 0, 90, 0x37]))
put("results", "regions", "#regions.csv\nregion,real_income_pct,real_wage_pct\nCAN,1.5,\nUSA,-1e-3,nan\n")
put("results", "odd", "#trade.csv\nsector,importer,exporter,base_value\nA01,CAN,\"U\"\"S\",1e400\n")

# ---------------------------------------------------------------- food, market scenarios, words
diet = ("region,group,item,product,sector,kcal,domestic_kcal,raised_at_home_kcal,part_low,part,part_high,quality,year,source\n"
        "CAN,grain,,,A01,1000,400,,,,,observed,2020,a\nCAN,grain,wheat,WHEAT,A01,500,,,0.8,1,1,observed,2020,b\n"
        "CAN,meat,,,C29,500,50,350,,,,assumed,2020,c\nCAN,meat,pork,,C29,200,,,,0.5,,derived,2020,d\n")
origins = ("region,of,item,origin,tonnes,share_low,share,share_high,quality,year,source\nCAN,food,wheat,JPN,300,0.2,,0.7,observed,2020,f\n"
           "CAN,food,wheat,USA,500,,,,observed,2020,f\nCAN,food,pork,USA,,0.1,0.3,0.4,derived,2020,f\nCAN,feed,maize,USA,90,,,,observed,2020,f\n"
           "CAN,feed,maize,JPN,10,,,,observed,2020,f\n")
feed = "region,feed,product,sector,kt,kcal_per_kg,quality,year,source\nCAN,maize,,A01,30,3000,observed,2020,g\n"
put("food", "accounts", folder(diet, origins, feed))
put("food", "cascade", folder("", "", "", "region,product,quantity,days\nUSA,WHEAT,40,\nJPN,WHEAT,5,20\n",
                              "product,kcal_per_unit,region,food_share\nWHEAT,3270000,,0.7\n"))
head = "scenario: a\ntitle: t\nmarket:\n  name: m\n"
put("outlook", "policy", head + "  policy:\n    - capacity: {supplier: CAN, to: 28 Mt} # a source\n    - tax: {buyer: JPN, to: 1 USD/MMBtu}\n  focus: JPN\n")
put("outlook", "shock", head + "  shock:\n    - close: {passage: hormuz}\n    - outage: {supplier: QAT, share: 50 %}\n  compare:\n    - capacity: {supplier: CAN, add: 14 Mt}\n")
put("outlook", "years", "from: 2026\nuntil: 2028\n" + head + "  policy:\n    - demand: {buyer: all, change: {2026: 0 %, 2028: 10 %}}\n    - toll: {passage: malacca, to: 0.3 USD/MMBtu}\n")
put("outlook", "range", head + "  policy:\n    - freight: {supplier: QAT, change: 10 %}\nrange:\n  draws: 2\n  market: {freight: {supplier: QAT, spread: 20 %}}\n")
words = ("QAT,hormuz\nCAN 14,28,56 Mt\nJPN", "JPN\nCAN\n\n\npanama=5\nsuez=0.3", "tolerance\n1e-8", "importer=i,exporter=o,sector=sector,value=v\nx\nEUR\nthousand",
         "output JPN A01\nUSA\ntariff,barrier\nJPN", "A:0.6,B:0.4\nCAN", "value_added,trade", "x\n10 pp\nzero\nall\nCAN C29\nnone", "tarif\ntariff\nquota", "JPN",
         "C29=1.5,A01=-0.5")
for i, text in enumerate(words):
    put("words", f"{i:02}", bytes([i]) + text.encode())
put("words", "places", b"\1JPN\n49.3,-123.1\nhormuz,malacca\nnorthwest\n\n")
put("scenario", "cascade", "scenario: a\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
    "  - ban: {importer: all, exporter: USA, sector: A01}\n  - clause: {importer: JPN, exporter: CAN, sector: A01, kind: capped}\n"
    "cascade: {sector: A01, who: [CAN], trigger: price, tau: 1.5 %}\n")
put("scenario", "plants", top + "  - " + rules[1] + "\nplants: {threshold: 60 %, other_site: USA, cost_advantage: 1.05, discount: 8 %}\n")
put("scenario", "tariff", top + "  - tariff: {importer: all, exporter: all, sector: goods, add: 10 pp}\n  - " + rules[2] + "\n  - " + rules[3] + "\n")
put("tariffs", "concordance", b"\2hs6,sector\n100100,A01\n870310,C29\n720000,A01\n720000,C29\n")

# ---------------------------------------------------------------- files that claim to be larger than they are
many = dta(118, "<")
put("dta", "claims_rows", many.replace(b"<N>" + (6).to_bytes(8, "little"), b"<N>" + (2**40).to_bytes(8, "little")))
put("dta", "claims_columns", dta(119, "<").replace(b"<K>" + (4).to_bytes(4, "little"), b"<K>" + (2**31 - 1).to_bytes(4, "little")))
put("dta", "claims_old", dta(115, "<")[:6] + struct.pack("<i", 2**31 - 1) + dta(115, "<")[10:])
huge = (2**10,) * 3 + (1,) * 4
put("har", "claims_places", full.replace(struct.pack("<9i", 3, 7, *sizes), struct.pack("<9i", 3, 7, *huge))
    .replace(struct.pack("<8i", 7, *sizes), struct.pack("<8i", 7, *huge)))
put("har", "claims_record", struct.pack("<i", 2**31 - 8) + full[4:])
put("har", "claims_sparse", sparse.replace(struct.pack("<3i", 5, 4, 4), struct.pack("<3i", 2**30, 4, 4)))
for name, at in (("regions", 0), ("sectors", 4), ("groups", 12)):
    b = bytearray(tww(True))
    start = 2 + 4 + len("tradewind world 1") + at
    b[start:start + 4] = struct.pack("<I", 2**31 - 1 if at else 60000)
    put("tww", f"claims_{name}", bytes(b))
liar = bytearray(archive([("2022.csv", table_of_zip)]))
for at in (22, liar.rindex(b"PK\1\2") + 24):  # the unpacked size, in front of the member and in the list
    liar[at:at + 4] = struct.pack("<I", 0xFFFFFFF0)
put("zip", "claims_size", bytes(liar))
put("zip", "claims_members", archive([("2022.csv", table_of_zip)])[:-12] + struct.pack("<H", 0xFFFF) + archive([("2022.csv", table_of_zip)])[-10:])
put("zip", "zeros", archive([("2022.csv", "0" * (1 << 20))]))
put("changes", "claims_parts", bytes([12]) + b"to,share\n" + b"".join(b"R%d,0.01\n" % i for i in range(100)))
