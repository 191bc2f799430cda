"""Draws mutants of the code and runs the tests on them, one at a time. tools/mutants.sh is its door and says how it is
called; docs/testing.md says what the tables of tests/mutants are and what came of them."""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import mutants_tests
import mutants_web

COLUMNS = ["class", "file", "line", "old", "new", "before", "verdict", "test", "reason"]
CLASSES = ["sign", "comparison", "constant", "index", "omitted"]
COUNTED = {"killed", "times out", "survived"}

# ---------------------------------------------------------------- drawing

# Messages and the code that makes them, and memory given back: a test that held either would hold words, or nothing.
PASSED_OVER = re.compile(r"\b(twi_fail\w*|twi_no_memory|tw_error\w*|twi_error\w*|\w*print\w*|\w*_say\w*|twi_text\w*|put|puts|"
                         r"fput\w|free|\w+_free|\w+_close|assert|static_assert|TWI_CLONES|goto|case|default|enum|typedef)\b")
TYPES = re.compile(r"^(static|const|double|float|int|unsigned|char|size_t|long|uint\w+|int\w+_t|struct|union|void|register|"
                   r"extern|tw_\w+|twi_\w+|\w+_t|[a-z_]+)\s+(const\s+)?\**\s*(restrict\s+)?\w+(\[.*?\])?\s*(,.*)?;")
NUMBER = re.compile(r"(?<![\w.])(\d+\.\d*(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\d+)(?![\w.])")
SUBSCRIPT = re.compile(r"(?<=\w)\[([^\[\]]+)\]")
STATEMENT = re.compile(r"^(?:\*|\(|[A-Za-z_])[^;]*;$")


def blanked(text):
    """The text with comments, strings and characters blanked, each byte in its place."""
    out, i, n = [], 0, len(text)
    while i < n:
        two = text[i:i + 2]
        if two == "/*":
            end = text.find("*/", i + 2)
            end = n if end < 0 else end + 2
        elif two == "//":
            end = text.find("\n", i)
            end = n if end < 0 else end
        elif text[i] in "\"'":
            end = i + 1
            while end < n and text[end] != text[i]:
                end += 2 if text[end] == "\\" else 1
            end += 1
        else:
            out.append(text[i])
            i += 1
            continue
        out.append("".join(c if c == "\n" else ("\x01" if text[i] in "\"'" else " ") for c in text[i:end]))
        i = end
    return "".join(out)


def code_lines(text):
    """(number, line as it is, line blanked, whether a statement begins there) of the lines of code inside functions."""
    depth, lines, begins, message, directive = 0, [], True, False, False
    for number, (line, bare) in enumerate(zip(text.split("\n"), blanked(text).split("\n")), 1):
        stripped = bare.strip()
        inside = depth > 0
        depth += bare.count("{") - bare.count("}")
        if directive or stripped.startswith("#"):
            directive = line.endswith("\\")
            continue
        if not stripped:
            continue
        message = bool(PASSED_OVER.search(bare)) or "\x01" in bare or (message and not begins)
        if inside and not message and not (TYPES.match(stripped) and "=" not in stripped):
            lines.append((number, line, bare, begins))
        begins = stripped[-1] in ";{}:"
    return lines


def sites(line, bare, begins, after):
    """(class, line changed) of each mutant of a line."""
    found = []

    def put(kind, start, end, by):
        found.append((kind, line[:start] + by + line[end:]))

    header = re.match(r"\s*for \(", bare)
    for m in re.finditer(r" ([-+*/]) ", bare):
        put("sign", m.start(1), m.end(1), {"+": "-", "-": "+", "*": "/", "/": "*"}[m.group(1)])
    for m in re.finditer(r" ([-+])= ", bare):
        put("sign", m.start(1), m.end(1), "-" if m.group(1) == "+" else "+")
    for m in re.finditer(r"(?:[=(,?:]|return) ?(-)(?=[a-zA-Z_(])", bare):
        put("sign", m.start(1), m.end(1), "")
    for m in re.finditer(r" (<=|>=|==|!=|<|>|&&|\|\|) ", bare):
        if header and m.group(1) == "<": # not one past the end, which is no program any more: the last one is left out
            put("comparison", m.start(1), m.end(1), "+ 1 <")
        else:
            put("comparison", m.start(1), m.end(1), {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
                                                     "&&": "||", "||": "&&"}[m.group(1)])
    for m in NUMBER.finditer(bare):
        text = m.group(1)
        if re.search(r"\{\s*$", bare[:m.start()]):
            continue
        if text.isdigit():
            put("constant", m.start(1), m.end(1), str(int(text) + 1))
        else:
            put("constant", m.start(1), m.end(1), repr(float(text) * (1000 if "e" in text.lower() else 1.5)))
    for m in SUBSCRIPT.finditer(bare):
        inner = m.group(1)
        if " + " in inner:
            put("index", m.start(1) + inner.rindex(" + "), m.end(1), "")
        elif inner.strip() not in ("0", "") and not inner.isdigit():
            put("index", m.start(1), m.end(1), "0")
    statement = bare.strip()
    if begins and STATEMENT.match(statement) and statement.count(";") == 1 and \
            statement.count("(") == statement.count(")") and \
            not re.match(r"(return|break|continue|else|do|while|for|const|static|enum)\b", statement) and \
            not (re.match(TYPES, statement) or re.match(r"[A-Za-z_]\w*( |\s\*+)(const )?\**[A-Za-z_]\w*( =|,|\[|;)", statement)):
        if not (statement.startswith("if ") and after.strip().startswith("else")):
            indent = len(bare) - len(bare.lstrip())
            found.append(("omitted", line[:indent] + ";"))
    return found


def files_of(root, room):
    top = os.path.join(root, "cli" if room == "cli" else "src/" + room)
    found = []
    for folder, _, names in os.walk(top):
        found += [os.path.relpath(os.path.join(folder, n), root) for n in names if n.endswith(".c") and "absent" not in n]
    return sorted(found)


def draw(root, room, seed, count):
    """COUNT rows: the classes in turn, in each the sites with the smallest digests of seed, place and change. A place is
    a file, the text of a line and how many such lines come before it, so other lines may come and go."""
    ranked = {kind: [] for kind in CLASSES}
    web = room == "web"
    lines_of, changes_of = (mutants_web.code_lines, mutants_web.sites) if web else (code_lines, sites)
    for path in mutants_web.files_of(root) if web else files_of(root, room):
        with open(os.path.join(root, path), encoding="utf-8") as f:
            text = f.read()
        lines, seen = lines_of(text), {}
        every = text.split("\n")
        for number, line, bare, begins in lines:
            key = line.strip()
            seen[key] = seen.get(key, 0) + 1
            after = every[number] if number < len(every) else ""
            for kind, changed in changes_of(line, bare, begins, after):
                place = "\t".join([seed, room, kind, path, key, str(seen[key]), changed.strip()])
                rank = hashlib.sha256(place.encode()).hexdigest()
                ranked[kind].append((rank, {"class": kind, "file": path, "line": str(number), "old": key,
                                            "new": changed.strip()}))
    for kind in CLASSES:
        ranked[kind].sort(key=lambda entry: entry[0])
    rows, taken, turn = [], set(), 0
    while len(rows) < count and any(ranked.values()):
        kind = CLASSES[turn % len(CLASSES)]
        turn += 1
        while ranked[kind]:
            row = ranked[kind].pop(0)[1]
            if (row["file"], row["line"]) not in taken: # a line once
                taken.add((row["file"], row["line"]))
                rows.append(row)
                break
    return rows


# ---------------------------------------------------------------- tables

def read_table(path):
    with open(path, encoding="utf-8") as f:
        lines = [x.rstrip("\n") for x in f if x.strip() and not x.startswith("#")]
    head = lines[0].split("\t")
    return [{**{c: "" for c in COLUMNS}, **dict(zip(head, x.split("\t")))} for x in lines[1:]]


def write_table(path, rows):
    with open(path + ".new", "w", encoding="utf-8") as f:
        f.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            f.write("\t".join(row.get(c, "") for c in COLUMNS) + "\n")
    os.replace(path + ".new", path)


# ---------------------------------------------------------------- running

class Bench(mutants_tests.Tests):
    """The copy of the tree in WORK/tree and its build in WORK/build, and what each test takes there unchanged."""

    def __init__(self, work, source):
        self.work, self.build = work, os.path.join(work, "build")
        self.tree = os.path.join(work, "tree")
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as f:
            self.commands = {os.path.relpath(c["file"], self.tree): c for c in json.load(f)}
        said = subprocess.run(["ctest", "--test-dir", self.build, "--show-only=json-v1"], capture_output=True, check=True)
        self.tests = {}
        for test in json.loads(said.stdout)["tests"]:
            properties = {p["name"]: p["value"] for p in test["properties"]}
            if test["name"].split("/")[0] in ("unit", "property", "replication", "cli"):
                self.tests[test["name"]] = (test["command"], properties.get("ENVIRONMENT", []),
                                            properties["WORKING_DIRECTORY"])
        self.data = os.environ.get("TRADEWIND_DATA") or os.path.join(os.path.dirname(source), "shared", "data")
        super().__init__(work)

    def link_line(self, target):
        with open(os.path.join(self.build, "CMakeFiles", target + ".dir", "link.txt"), encoding="utf-8") as f:
            return f.read().strip()

    def make(self, row, text, place):
        """Compiles the changed file in PLACE and links what holds it. None, or why it cannot be."""
        command = self.commands[row["file"]]
        source = os.path.join(place, os.path.basename(row["file"]))
        with open(source, "w", encoding="utf-8") as f:
            f.write(text)
        made = os.path.join(place, "changed.o")
        words = command["command"].split()
        at = words.index("-o")
        object_path = words[at + 1]
        words[at + 1] = made
        words = [source if w == command["file"] else w for w in words]
        words = [w for w in words if w not in ("-Werror",) and not w.endswith("ccache")]
        words += ["-w", "-I", os.path.dirname(command["file"])]
        done = subprocess.run(" ".join(words), shell=True, cwd=command["directory"], capture_output=True)
        if done.returncode != 0:
            return "does not build"
        target = "tradewind-cli" if row["file"].startswith("cli/") else "tradewind"
        words = self.link_line(target).split()
        output = os.path.join(place, "tradewind" if target == "tradewind-cli" else "libtradewind.so")
        words[words.index("-o") + 1] = output
        words = [made if w.strip('"').endswith(object_path) else w for w in words]
        if made not in words:
            return "not linked"
        if target == "tradewind-cli":
            shutil.copy2(os.path.join(self.build, "libtradewind.so"), place)
        else:
            shutil.copy2(os.path.join(self.build, "tradewind"), place)
        if os.path.exists(output) and target == "tradewind-cli":
            os.unlink(output)
        done = subprocess.run(" ".join(words), shell=True, cwd=self.build, capture_output=True)
        return None if done.returncode == 0 else "does not build"

    def run_test(self, name, place, limit):
        """True where it passes (or skips), False where it fails, None where it takes longer than LIMIT seconds. PLACE has
        the library and the program."""
        command, environment, _ = self.tests[name]
        program = os.path.join(self.build, "tradewind")
        command = [os.path.join(place, "tradewind") if word == program else word for word in command]
        env = dict(os.environ, TRADEWIND_DATA=self.data, LD_LIBRARY_PATH=place, **dict(e.split("=", 1) for e in environment))
        env["TMPDIR"] = tempfile.mkdtemp(prefix="m", dir="/tmp") # short: where words break depends on it
        os.chmod(env["TMPDIR"], 0o755)  # tests that are no longer root look there, too
        passed = self.run_command(command, env, place, limit)
        shutil.rmtree(env["TMPDIR"], ignore_errors=True)
        return passed

    def make_unchanged(self, place):
        os.makedirs(place, exist_ok=True)
        for file in ("libtradewind.so", "tradewind"):
            shutil.copy2(os.path.join(self.build, file), os.path.join(place, file))


def changed_text(tree, row):
    """The file with the row's line changed, or None where it is not there any more."""
    with open(os.path.join(tree, row["file"]), encoding="utf-8") as f:
        lines = f.read().split("\n")
    places = [i for i, line in enumerate(lines) if line.strip() == row["old"]]
    if not places:
        return None
    at = min(places, key=lambda i: abs(i + 1 - int(row["line"])))
    row["line"] = str(at + 1)
    line = lines[at]
    lines[at] = line[:len(line) - len(line.lstrip())] + row["new"]
    return "\n".join(lines)


def judge(bench, row, place, first, rest, wide):
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    text = changed_text(bench.tree, row)
    wrong = "not there" if text is None else bench.make(row, text, place)
    if wrong:
        return wrong, ""
    last = row["test"] if row["test"] in bench.tests and (wide > 0 or row["test"] not in bench.slow) else None
    for names in ([last] if last else bench.likely(row), first, bench.then(row) if wide > 0 else [],
                  rest if wide > 0 else []):
        timed = sorted((t, n) for t, n in ((bench.base_time(n), n) for n in names) if t >= 0)
        spent = 0
        for taken, name in timed:
            spent += taken
            if names is rest and spent > wide:
                break
            passed = bench.run_test(name, place, 20 + 10 * taken)
            if not passed:
                return "killed" if passed is False else "times out", name
    return "survived", ""


def run(bench, table_folder, room, patterns, options):
    path = os.path.join(table_folder, room + ".tsv")
    rows = read_table(path)
    names = sorted(bench.tests)
    first = [n for n in names if any(re.match(p, n) for p in patterns)]
    rest = [n for n in names if n not in first]
    again = set(options.again.split(",")) if options.again else set()
    wanted = [r for r in rows if not r["verdict"] or r["verdict"] in again or "all" in again]
    if options.line:
        wanted = [r for r in rows if f"{r['file']}:{r['line']}" == options.line]
    spare = list(range(options.jobs))
    lock = threading.Lock()

    def one(row):
        with lock:
            slot = spare.pop()
        place = os.path.join(bench.work, f"{room}-{slot}")
        try:
            verdict, test = judge(bench, row, place, first, rest, options.wide)
        finally:
            with lock:
                spare.append(slot)
        with lock:
            row["test"] = test
            if row["verdict"] != "equivalent" or verdict != "survived": # argued, and still true
                row["verdict"] = verdict
            row["before"] = row["before"] or verdict
            write_table(path, rows)
            print(f"{row['verdict']:<14} {row['file']}:{row['line']}: {row['old']}  =>  {row['new']}  {test}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done in [pool.submit(one, row) for row in wanted]:
            done.result()


def rates(table_folder, rooms):
    """The table of docs/testing.md."""
    print("| room | drawn | build | equivalent | killed before | killed now | rate before | rate now |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    total = [0] * 5
    for room in list(rooms) + [None]:
        path = os.path.join(table_folder, f"{room}.tsv")
        if room and not os.path.exists(path):
            continue
        if room:
            rows = read_table(path)
            built = [r for r in rows if r["before"] in COUNTED]
            equal = [r for r in built if r["verdict"] == "equivalent"]
            before = [r for r in built if r["before"] in ("killed", "times out")]
            now = [r for r in built if r["verdict"] in ("killed", "times out")]
            figures = [len(rows), len(built), len(equal), len(before), len(now)]
            total = [a + b for a, b in zip(total, figures)]
        else:
            figures = total
        count = figures[1] - figures[2]
        share = [f"{100 * x / count:.0f} %" if count else "" for x in figures[3:]]
        print(f"| {room or 'all'} | " + " | ".join(str(x) for x in figures) + " | " + " | ".join(share) + " |")


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--source", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--room", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--draw", nargs=2, metavar=("SEED", "COUNT"))
    parser.add_argument("--again", default="")
    parser.add_argument("--line", default="")
    parser.add_argument("--wide", type=float, default=1e9)
    parser.add_argument("--rates", action="store_true")
    options = parser.parse_args()
    tables = os.path.join(options.source, "tests", "mutants")
    rooms = {}
    with open(os.path.join(tables, "rooms.txt"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                words = line.split()
                rooms[words[0]] = words[1:]
    for room in options.room:
        if room not in rooms:
            sys.exit(f"there is no room {room} in tests/mutants/rooms.txt: {', '.join(rooms)}")
    chosen = options.room or list(rooms)
    if options.rates:
        rates(tables, rooms)
        return
    if options.draw:
        for room in chosen:
            path = os.path.join(tables, room + ".tsv")
            rows = read_table(path) if os.path.exists(path) else []
            known = {(r["file"], r["old"], r["new"]) for r in rows}
            fresh = [r for r in draw(options.source, room, options.draw[0], int(options.draw[1]))
                     if (r["file"], r["old"], r["new"]) not in known]
            write_table(path, rows + fresh)
            print(f"{room}: {len(fresh)} drawn")
        return
    bench = None
    for room in chosen:
        if room == "web":
            run(mutants_web.Bench(os.path.join(options.work, "web"), options.source), tables, room, rooms[room], options)
        elif os.path.exists(os.path.join(tables, room + ".tsv")):
            bench = bench or Bench(options.work, options.source)
            run(bench, tables, room, rooms[room], options)


main()
