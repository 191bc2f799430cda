"""C declarations for cffi out of include/tradewind.json, which tools/describe_header.py makes of tradewind.h.

Every public constant, enumeration, struct and function, in the order of the header. cffi compiles them against the
header itself, so that a member, a value or a parameter that differs does not build; tests/test_header.py asks the
other way round, whether anything of the header is missing here.

usage: declare.py [tradewind.json] prints them
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
JSON = os.path.normpath(os.path.join(HERE, "..", "..", "include", "tradewind.json"))


def declare(entry, name):
    """A member or a parameter under a name; pointers to functions and structs inside structs as well."""
    sizes = "".join(f"[{size}]" for size in entry.get("array", []))
    if "callback" in entry:
        return f"{entry['type']} (*{name})({parameters(entry['callback'])})"
    if entry["type"] == "struct":
        return f"struct {{ {members(entry['members'])} }} {name}{sizes}"
    return f"{entry['type']} {name}{sizes}"


def parameters(entries):
    return ", ".join(declare(entry, entry["name"]) for entry in entries) or "void"


def members(entries):
    return " ".join(declare(entry, entry["name"]) + ";" for entry in entries)


def declarations(path=JSON):
    """All of them as one text."""
    with open(path, encoding="utf-8") as file:
        api = json.load(file)
    lines = []
    for name, value in api["constants"].items():
        lines.append(f"#define {name} {value}" if isinstance(value, int) else f"static char *const {name};")
    for enum in api["enums"]:
        values = ", ".join(f"{v['name']} = {v['value']}" for v in enum["values"])
        lines.append(f"typedef enum {enum['name']} {{ {values} }} {enum['name']};" if enum["name"] else f"enum {{ {values} }};")
    lines += [f"typedef struct {name} {name};" for name in api["opaque"]]
    for struct in api["structs"]:
        lines.append(f"typedef struct {struct['name']} {{ {members(struct['members'])} }} {struct['name']};")
    for function in api["functions"]:
        lines.append(f"{function['returns']['type']} {function['name']}({parameters(function['parameters'])});")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(declarations(*sys.argv[1:2]))
