#!/usr/bin/python3
"""Makes the sea network that is compiled into the library, of the tables that others publish.

    markets/sea/make.py [--data ../shared/data] [--check]

Needs Python 3 alone. The same input gives the same files, byte for byte; --check compares and writes nothing.

    nodes.csv.gz      points of the network in 1e-5 degrees, each as the step from the one before
    edges.csv.gz      from, to (places of points in that file, as steps), passages crossed, joined by +
    ports.csv.gz      ports by UN/LOCODE: code, name, country, lon, lat, main (1: a main port), factor
    places.csv        terminals: 33 that load and 25 that discharge, as ../shared/data/energy/terminals.csv has them

Made by hand are passages.csv (names, gates, tolls) and regions.csv (ports of the regions of the world `default`).
Sources: marnet_searoute.geojson and ports.geojson of searoute (Apache-2.0; NOTICE says what was changed here).
"""

import argparse
import csv
import gzip
import io
import json
import math
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EARTH_KM = 6371.0088
MOST_KM = 165  # a port further from the network lies inland, and is left out
# Terminals' factors hold for the ports beside them, too: the network sails too far north-south off British Columbia.
SAME_WATER = {"CAPRR": "CAN_RUP", "CAVAN": "CAN_VAN", "CAROB": "CAN_VAN", "CASQA": "CAN_VAN"}
# What people type and the source spells otherwise: Kitimat and Churchill are ports of no class there.
ADDED = {"CAKTM": "CAN", "CACHV": "", "CACHU": ""}
RENAMED = {"Pusan": "Busan", "Antwerpen": "Antwerp", "Gotthenburg": "Gothenburg", "Rio De Jan Eiro": "Rio de Janeiro", "Zeebgrugge": "Zeebrugge"}


def point(p):
    """A point with its longitude in (-180, 180], in whole 1e-5 degrees (about a metre)."""
    lon = p[0]
    while lon > 180:
        lon -= 360
    while lon <= -180:
        lon += 360
    return round(round(lon, 5) * 1e5), round(round(p[1], 5) * 1e5)


def haversine(a, b):
    la1, la2 = math.radians(a[1] / 1e5), math.radians(b[1] / 1e5)
    half = math.sin((la2 - la1) / 2) ** 2
    half += math.cos(la1) * math.cos(la2) * math.sin(math.radians((b[0] - a[0]) / 1e5) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def crosses(a, b, gate):
    """Whether the leg a-b crosses the gate, a segment across a strait."""
    if abs(a[0] - b[0]) > 180e5:
        return False
    c, d = gate

    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def northwest(line):
    """The source gives one label to four lines. Two are the Northwest Passage, through Lancaster Sound and past Alaska;
    two lead to Siberia's coast, which is another sea route and stays closed."""
    west, east = min(p[0] for p in line), max(p[0] for p in line)
    if west > -100e5 and east < -70e5 or (west, east) == (-16915020, -16774670):
        return "northwest_passage"
    if east == 18000000 or (west, east) == (-17171270, -16915020):
        return "siberia"
    sys.exit(f"northwest: a line that is not known, from {west} to {east}")


def load_passages():
    label, gates = {}, []
    with open(os.path.join(HERE, "passages.csv"), newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["label"]:
                label[row["label"]] = row["passage"]
            for gate in filter(None, row["gate"].split("|")):
                x = [round(float(v) * 1e5) for v in gate.split()]
                gates.append((row["passage"], ((x[0], x[1]), (x[2], x[3]))))
    return label, gates


def load_network(path):
    label, gates = load_passages()
    index, edges, labels = {}, {}, []
    with open(path, encoding="utf-8") as f:
        features = json.load(f)["features"]
    for feature in features:
        name = feature["properties"].get("passage")
        name = name if name and name != "None" else None
        lines = feature["geometry"]["coordinates"]
        for raw in lines if feature["geometry"]["type"] == "MultiLineString" else [lines]:
            line = [point(p) for p in raw]
            tag = northwest(line) if name == "northwest" else label[name] if name else None
            if name == "northwest":
                labels.append(tag)
            for a, b in zip(line, line[1:]):
                if a == b:
                    continue
                i, j = index.setdefault(a, len(index)), index.setdefault(b, len(index))
                tags = edges.setdefault((min(i, j), max(i, j)), set())
                if tag:
                    tags.add(tag)
                tags.update(n for n, gate in gates if crosses(a, b, gate))
    assert sorted(labels) == ["northwest_passage"] * 2 + ["siberia"] * 2, labels
    return connected(list(index), edges)


def connected(nodes, edges):
    """The largest part in which every point reaches every other."""
    parent = list(range(len(nodes)))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in edges:
        parent[find(i)] = find(j)
    root = [find(i) for i in range(len(nodes))]
    main = max(set(root), key=root.count)
    new = {}
    for i, r in enumerate(root):
        if r == main:
            new[i] = len(new)
    return [nodes[i] for i in new], {(new[i], new[j]): t for (i, j), t in edges.items() if i in new}


def table(header, rows):
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    return text.getvalue().encode()


def packed(data):
    memory = io.BytesIO()
    with gzip.GzipFile(fileobj=memory, mode="wb", compresslevel=9, mtime=0) as f:
        f.write(data)
    return memory.getvalue()


def network_tables(nodes, edges):
    rows, x, y = [], 0, 0
    for lon, lat in nodes:
        rows.append((lon - x, lat - y))
        x, y = lon, lat
    legs, last = [], 0
    for (i, j), tags in edges.items():
        legs.append((j - i, j - last, "+".join(sorted(tags))))
        last = j
    return packed(table(("lon_step", "lat_step"), rows)), packed(table(("back", "step", "passages"), legs))


def load_terminals(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def places_table(terminals):
    return table(
        ("code", "name", "region", "role", "goods", "lon", "lat", "factor"),
        [(t["id"], t["place"], t["region"], t["role"], t["goods"], t["lon"], t["lat"], t["factor"]) for t in terminals],
    )


def ports_table(path, nodes, terminals):
    """Ports that are of a class in the source and lie at the sea. Of several of one code the first main one stays."""
    factor = {t["id"]: t["factor"] for t in terminals}
    with open(path, encoding="utf-8") as f:
        features = json.load(f)["features"]
    cells = {}
    for k, (lon, lat) in enumerate(nodes):
        cells.setdefault((lon // 200000, lat // 200000), []).append(k)
    ports = {}
    for feature in features:
        p, at = feature["properties"], point(feature["geometry"]["coordinates"])
        if p["t"] is None and p["port"] not in ADDED:
            continue
        near = min(
            (haversine(at, nodes[k])
             for dx in range(-4, 5) for dy in range(-2, 3)
             for k in cells.get((at[0] // 200000 + dx, at[1] // 200000 + dy), ())),
            default=math.inf,
        )
        if near > MOST_KM:
            continue
        main = 1 if p["t"] == 1.0 else 0
        country = p["cty"].replace("_", " ").title().replace(" And ", " and ").replace(" Of ", " of ").replace(" The ", " the ")
        name = RENAMED.get(p["name"].strip(), p["name"].strip())
        row = (p["port"], name, country, f"{at[0] / 1e5:.3f}", f"{at[1] / 1e5:.3f}", main,
               factor.get(SAME_WATER.get(p["port"], ADDED.get(p["port"], "")), ""))
        if p["port"] not in ports or main > ports[p["port"]][5]:
            ports[p["port"]] = row
    return packed(table(("code", "name", "country", "lon", "lat", "main", "factor"), [ports[c] for c in sorted(ports)])), ports


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("TRADEWIND_DATA", os.path.join(HERE, "..", "..", "..", "shared", "data")))
    parser.add_argument("--check", action="store_true", help="compare with the files that are here; write nothing")
    given = parser.parse_args()
    nodes, edges = load_network(os.path.join(given.data, "geo", "marnet_searoute.geojson"))
    terminals = load_terminals(os.path.join(given.data, "energy", "terminals.csv"))
    ports, known = ports_table(os.path.join(given.data, "geo", "ports.geojson"), nodes, terminals)
    with open(os.path.join(HERE, "regions.csv"), newline="", encoding="utf-8") as f:
        lost = [r["port"] for r in csv.DictReader(f) if r["port"] not in known]
    if lost:
        sys.exit(f"regions.csv: no such ports: {', '.join(lost)}")
    used = set().union(*edges.values())
    with open(os.path.join(HERE, "passages.csv"), newline="", encoding="utf-8") as f:
        unused = [r["passage"] for r in csv.DictReader(f) if r["passage"] not in used]
    if unused:
        sys.exit(f"passages.csv: no leg crosses {', '.join(unused)}")
    node_table, edge_table = network_tables(nodes, edges)
    files = {"nodes.csv.gz": node_table, "edges.csv.gz": edge_table, "ports.csv.gz": ports, "places.csv": places_table(terminals)}
    differ = 0
    for name, data in files.items():
        path = os.path.join(HERE, name)
        if given.check:
            with open(path, "rb") as f:
                same = f.read() == data
            differ += not same
            print(name, "the same" if same else "DIFFERS")
        else:
            with open(path, "wb") as f:
                f.write(data)
    print(f"{len(nodes)} points, {len(edges)} legs, {len(terminals)} terminals, {len(known)} ports,",
          f"{sum(len(d) for d in files.values())} bytes")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
