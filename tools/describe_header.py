#!/usr/bin/env python3
"""The public header as data: describe_header.py [HEADER] prints include/tradewind.json, from which bindings are made.

The header is preprocessed by the compiler (its own declarations alone) and parsed here; it keeps to a small part of C,
and whatever is not of that part is an error, never left out. Types are as in C. What C cannot say follows from the
header's conventions, listed in `ownership` below, and for a few functions from the tables under it.

  describe_header.py            the description, JSON
  describe_header.py --check FILE   of a description: a C program that compiles only when that is what the compiler sees,
                                    links only when the library has every function, and ends with 0
"""
import json
import os
import re
import subprocess
import sys
import tempfile

# Functions whose result, or what they make, goes on using an argument: it must live as long.
KEEPS = {
    "tw_world_compare": ["context", "first", "second"],
    "tw_solver_new": ["context", "world"],
    "tw_solve": ["context of the solver", "world of the solver"],
    "tw_solve_path": ["context of the solver", "world of the solver"],
    "tw_scenario_open": ["context"],
    "tw_scenario_parse": ["context"],
    "tw_range": ["context", "world", "scenario"],
    "tw_decision_open": ["context"],
    "tw_decision_parse": ["context"],
    "tw_decide": ["context", "decision", "world"],
    "tw_reconcile_run": ["context", "world"],
    "tw_replay_folder": ["context"],
    "tw_results_diff": ["context"],
    "tw_market_solve": ["context", "market"],
    "tw_exposure_of": ["context", "world"],
    "tw_exposure_all": ["context", "world"],
    "tw_outlook_run": ["context", "scenario"],
}
# Pointers that are not const and yet lent by the object that they are asked of.
LENT = {"tw_link_path", "tw_illegal_path", "tw_result_info_edit", "tw_range_central", "tw_path_result",
        "tw_plants_result", "tw_dependence_result", "tw_food_result", "tw_cascade_result", "tw_cascade_path"}
# What frees an object, where it is not NAME_free.
FREES = {"tw_range_result": "tw_range_free"}
# Arrays that the caller makes, with their shapes: N regions, S sectors, L levers, C contingencies, R regions of interest.
FILLS = {
    ("tw_world_elasticities", "theta"): "[S]",
    ("tw_result_trade", "out"): "[S][N][N]",
    ("tw_range_draws", "out"): "[draws]",
    ("tw_range_outcomes", "out"): "[draws]",
    ("tw_range_drawn", "out"): "[draws]",
    ("tw_plants_section", "number"): "[5]",
    ("tw_verdict_cells", "out"): "[R][L][C]",
    ("tw_verdict_levers", "out"): "[R][L]",
    ("tw_outlook_drawn", "spread"): "[1]",
    ("tw_outlook_numbers", "out"): "[as its comment says of the field]",
    ("tw_link_numbers", "out"): "[N]",
    ("tw_stress_flows", "before"): "[suppliers][buyers]",
    ("tw_stress_flows", "after"): "[suppliers][buyers]",
    ("tw_market_result_numbers", "out"): "[as its comment says of the field]",
    ("tw_outlook_numbers", "out"): "[as its comment says of the field]",
    ("tw_outlook_drawn", "spread"): "[1]",
}


def preprocessed(header):
    """Text of the header alone, and its object-like macros with values."""
    compiler = os.environ.get("CC", "cc")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "stddef.h"), "w") as out:
            out.write("typedef unsigned long size_t;\n")
        base = [compiler, "-E", "-std=c11", "-nostdinc", "-I", folder]
        text = subprocess.run(base + ["-P", header], check=True, capture_output=True, text=True).stdout
        macros = subprocess.run(base + ["-dM", header], check=True, capture_output=True, text=True).stdout
    text = "\n".join(line for line in text.split("\n") if not line.startswith("#pragma"))
    own = re.findall(r"^#define (TW_\w+) ", open(header, encoding="utf-8").read(), re.M)
    values = dict(re.findall(r"^#define (\w+) (.+)$", macros, re.M))
    return text, {name: json.loads(values[name]) for name in own if re.fullmatch(r'-?\d+|".*"', values.get(name, ""))}


class Parser:
    def __init__(self, text):
        self.tokens = re.findall(r'[A-Za-z_]\w*|\d[\w.+-]*|"[^"]*"|\S', text)
        self.at = 0
        self.known = {}  # values of enumerators, which may be sizes of arrays

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if wanted is not None and token != wanted:
            around = " ".join(self.tokens[max(0, self.at - 8) : self.at + 4])
            raise SystemExit(f'describe_header: expected "{wanted}", found "{token}" in "{around}"')
        self.at += 1
        return token

    def base_type(self):
        words = []
        while self.peek() in ("const", "unsigned", "signed", "long", "short", "struct", "enum"):
            words.append(self.take())
        known = ("int", "double", "char", "void", "size_t")
        if not words or self.peek() in known or re.match(r"tw_\w+$", self.peek()):
            if not (set(words) & {"unsigned", "long", "short", "signed"}) or self.peek() in known:
                words.append(self.take())
        return " ".join(words)

    def stars(self):
        text = ""
        while self.peek() in ("*", "const"):
            token = self.take()
            text += "*" if token == "*" else " const"
        return text

    def declarator(self, base):
        """One name of a declaration: (name, type, array sizes, parameters of a pointer to a function or None)."""
        stars = self.stars()
        if self.peek() == "(" and self.peek(1) == "*":
            self.take("(")
            self.take("*")
            name = self.take()
            self.take(")")
            return name, join(base, stars), [], self.parameters()
        name = self.take() if re.match(r"[A-Za-z_]", self.peek()) else ""
        sizes = []
        while self.peek() == "[":
            self.take("[")
            size = self.take()
            sizes.append(self.known[size] if size in self.known else int(size))
            self.take("]")
        return name, join(base, stars), sizes, None

    def parameters(self):
        self.take("(")
        found = []
        if self.peek() == "void" and self.peek(1) == ")":
            self.take()
        while self.peek() != ")":
            name, kind, sizes, inner = self.declarator(self.base_type())
            found.append(member(name, kind, sizes, inner))
            if self.peek() == ",":
                self.take()
        self.take(")")
        return found

    def members(self):
        self.take("{")
        found = []
        while self.peek() != "}":
            if self.peek() == "struct" and self.peek(1) == "{":
                self.take("struct")
                inner = self.members()
                name, _, sizes, _ = self.declarator("struct")
                entry = {"name": name, "type": "struct", "members": inner}
                if sizes:
                    entry["array"] = sizes
                found.append(entry)
            else:
                base = self.base_type()
                while True:
                    name, kind, sizes, inner = self.declarator(base)
                    found.append(member(name, kind, sizes, inner))
                    if self.peek() != ",":
                        break
                    self.take(",")
            self.take(";")
        self.take("}")
        return found

    def enumerators(self):
        self.take("{")
        found, value = [], -1
        while self.peek() != "}":
            name = self.take()
            value += 1
            if self.peek() == "=":
                self.take("=")
                sign = -1 if self.peek() == "-" and self.take() else 1
                value = sign * int(self.take())
            found.append({"name": name, "value": value})
            self.known[name] = value
            if self.peek() == ",":
                self.take()
        self.take("}")
        return found


def join(base, stars):
    return f"{base} {stars}".strip() if stars else base


def member(name, kind, sizes, inner):
    entry = {"name": name, "type": kind}
    if sizes:
        entry["array"] = sizes
    if inner is not None:
        entry["callback"] = inner
    return entry


def parse(text):
    p = Parser(text)
    api = {"enums": [], "structs": [], "opaque": [], "functions": []}
    while p.peek():
        if p.peek() == "typedef" and p.peek(1) == "enum":
            p.take(), p.take()
            if p.peek() != "{":
                p.take()
            values = p.enumerators()
            api["enums"].append({"name": p.take(), "values": values})
        elif p.peek() == "typedef" and p.peek(1) == "struct":
            p.take(), p.take()
            p.take()
            if p.peek() == "{":
                members = p.members()
                api["structs"].append({"name": p.take(), "members": members})
            else:
                api["opaque"].append(p.take())
        elif p.peek() == "typedef":  # size_t, of the stand-in
            while p.take() != ";":
                pass
            continue
        elif p.peek() == "enum":
            p.take()
            api["enums"].append({"name": None, "values": p.enumerators()})
        else:
            base = p.base_type()
            stars = p.stars()
            api["functions"].append({"name": p.take(), "returns": {"type": join(base, stars)}, "parameters": p.parameters()})
        p.take(";")
    return api


def ownership(api):
    """What C does not say. Of a result: "status"; "owned", with what frees it; "lent", good as long as the object that it
    is asked of; "static"; "value". Of a parameter: "in", good during the call is enough; "made", owned by the caller, with
    what frees it; "lent"; "filled", memory of the caller that the function writes; "used", an object that it may change;
    "given up", freed."""
    names = {f["name"] for f in api["functions"]}
    opaque = set(api["opaque"])

    def bare(kind):
        return re.sub(r"\bconst\b|\*", "", kind).strip()

    for f in api["functions"]:
        kind = f["returns"]["type"]
        objects = [x for x in f["parameters"] if bare(x["type"]) in opaque or bare(x["type"]).startswith("tw_")]
        if kind == "tw_status":
            role = "status"
        elif "*" not in kind:
            role = "value"
        elif "const" in kind or f["name"] in LENT:
            role = "lent" if [x for x in objects if "*" in x["type"]] else "static"
        elif bare(kind) in opaque and f["name"].endswith("_new"):
            role = "owned"
            f["returns"]["free"] = FREES.get(bare(kind), bare(kind) + "_free")
        else:
            raise SystemExit(f"describe_header: who owns what {f['name']} returns? Say it in LENT, or make it const")
        f["returns"]["ownership"] = role
        for x in f["parameters"]:
            kind, stars = x["type"], x["type"].count("*")
            if "callback" in x or stars == 0 and "array" not in x:
                role = "in"
            elif f["name"].endswith("_free"):
                role = "given up"
            elif stars == 2 and bare(kind) in opaque and "const" not in kind:
                role = "made"
                x["free"] = FREES.get(bare(kind), bare(kind) + "_free")
                if x["free"] not in names:
                    raise SystemExit(f"describe_header: {f['name']} makes a {bare(kind)}, and nothing frees it")
            elif stars == 2 and kind.startswith("const") and kind.endswith("**"):
                role = "lent"
            elif "const" in kind and not kind.endswith("**"):
                role = "in"
            elif bare(kind) in opaque:
                role = "used"
            elif kind == "void *":
                role = "in"
            else:
                role = "filled"
                if (f["name"], x["name"]) in FILLS:
                    x["shape"] = FILLS[f["name"], x["name"]]
                elif kind == "double *" and "array" not in x:
                    raise SystemExit(f"describe_header: what shape has {x['name']} of {f['name']}? Say it in FILLS")
            x["ownership"] = role
        if f["name"] in KEEPS:
            f["keeps"] = KEEPS[f["name"]]
    for table, entries in (("KEEPS", KEEPS), ("LENT", LENT), ("FILLS", {k[0] for k in FILLS})):
        for name in entries:
            if name not in names:
                raise SystemExit(f"describe_header: {table} names {name}, which is not in the header")
    used = {bare(x["type"]) for f in api["functions"] for x in f["parameters"] + [f["returns"]]}
    for name in opaque - used:
        raise SystemExit(f"describe_header: no function uses {name}")


def declare(x, name):
    """A C declaration of a member or parameter under a name."""
    sizes = "".join(f"[{n}]" for n in x.get("array", []))
    if "callback" in x:
        return f"{x['type']} (*{name})({arguments(x['callback'])})"
    if x["type"] == "struct":
        return f"struct {{ {' '.join(declare(m, m['name']) + ';' for m in x['members'])} }} {name}{sizes}"
    return f"{x['type']} {name}{sizes}"


def arguments(parameters):
    return ", ".join(declare(x, x["name"]) for x in parameters) or "void"


def check(api):
    lines = ["/* Made by tools/describe_header.py --check. */", '#include "tradewind.h"', ""]
    for name, value in api["constants"].items():
        if isinstance(value, int):
            lines.append(f'_Static_assert({name} == {value}, "{name}");')
        else:
            lines.append(f'_Static_assert(sizeof({name}) == sizeof({json.dumps(value)}), "{name}");')
    for e in api["enums"]:
        for v in e["values"]:
            lines.append(f'_Static_assert({v["name"]} == {v["value"]}, "{v["name"]}");')
    for s in api["structs"]:
        twin = f"twin_{s['name']}"
        lines.append(f"struct {twin} {{")
        lines += [f"  {declare(m, m['name'])};" for m in s["members"]]
        lines.append("};")
        lines.append(f'_Static_assert(sizeof(struct {twin}) == sizeof({s["name"]}), "size of {s["name"]}");')
        for m in s["members"]:
            where = f'{s["name"]}.{m["name"]}'
            lines.append(
                f'_Static_assert(offsetof(struct {twin}, {m["name"]}) == offsetof({s["name"]}, {m["name"]}), "place of {where}");'
            )
            if m["type"] != "struct":
                lines.append(
                    f'_Static_assert(__builtin_types_compatible_p(__typeof__(((struct {twin} *)0)->{m["name"]}), '
                    f'__typeof__((({s["name"]} *)0)->{m["name"]})), "type of {where}");'
                )
    lines.append("")
    for f in api["functions"]:
        lines.append(
            f'_Static_assert(__builtin_types_compatible_p(__typeof__({f["name"]}), '
            f'{f["returns"]["type"]}({arguments(f["parameters"])})), "{f["name"]}");'
        )
    # The library has each of them: their addresses are linked.
    lines += ["", "typedef void (*function)(void);", "static const function all[] = {"]
    lines += [f'  (function){f["name"]},' for f in api["functions"]]
    lines += ["};", "", "int main(void)", "{", "  int count = 0;"]
    lines += ["  for (unsigned i = 0; i < sizeof all / sizeof *all; i++) count += all[i] != 0;"]
    lines += [f"  return count == {len(api['functions'])} ? 0 : 1;", "}", ""]
    return "\n".join(lines)


def pretty(api):
    """One line for each entry of a list, so that a change of the header is a change of few lines."""
    parts = []
    for key, value in api.items():
        if isinstance(value, list):
            lines = ",\n  ".join(json.dumps(x, ensure_ascii=False) for x in value)
            parts.append(f" {json.dumps(key)}: [\n  {lines}\n ]")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    if sys.argv[1:2] == ["--check"]:
        with open(sys.argv[2], encoding="utf-8") as file:
            sys.stdout.write(check(json.load(file)))
        return
    words = sys.argv[1:]
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    header = words[0] if words else os.path.join(root, "include", "tradewind.h")
    text, constants = preprocessed(header)
    api = {"header": "tradewind.h", "made_by": "tools/describe_header.py", "constants": constants}
    api.update(parse(text))
    ownership(api)
    sys.stdout.write(pretty(api))


main()
