"""The header and the binding agree: the header is read here by other means, words and a compiler."""
import os
import re
import subprocess

import pytest

from tradewind._library import ffi, lib


@pytest.fixture(scope="module")
def header(root):
    with open(os.path.join(root, "include", "tradewind.h"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"^\s*#(?!define TW_).*(\\\n.*)*$", "", text, flags=re.M)


def functions(header):
    body = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"\{[^{}]*\}", "{}", re.sub(r"#define.*(\\\n.*)*", "", header)))
    return set(re.findall(r"\b(tw_\w+)\s*\((?!\*)", re.sub(r"\(\*\w+\)\([^)]*\)", "callback", body)))


def enum_values(header):
    found = set(re.findall(r"^\s*X\((TW_\w+),", header, re.M))
    for body in re.findall(r"\benum\s*\w*\s*\{([^{}#]*)\}", header):
        found |= set(re.findall(r"\b(TW_[A-Z0-9_]+)\b(?=\s*[,=}]|\s*$)", body))
    return {name for name in found if not name.endswith("_LIST")}


def structs(header):
    return set(re.findall(r"typedef\s+struct\s+(tw_\w+)\s*\{", header))


def test_the_header_was_read(header):
    assert len(functions(header)) > 250
    assert len(enum_values(header)) > 40
    assert len(structs(header)) > 60


def test_every_public_function_is_there(header):
    missing = {name for name in functions(header) if not hasattr(lib, name)}
    assert not missing


def test_nothing_else_is_there(header):
    ours = {name for name in dir(lib) if name.startswith("tw_")}
    assert ours == functions(header)


def compiled(root, tmp_path, lines):
    """What a C program of such lines prints, as words by name."""
    source, program = tmp_path / "sizes.c", tmp_path / "sizes"
    source.write_text('#include <stdio.h>\n#include "tradewind.h"\nint main(void) {\n' + "\n".join(lines) + "\nreturn 0; }\n")
    include = os.path.join(root, "include")
    subprocess.run(["cc", "-std=c11", "-I", include, source, "-o", program], check=True)
    out = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in out.splitlines())


def test_every_enum_value_is_the_compiler_s(header, root, tmp_path):
    names = sorted(enum_values(header))
    found = compiled(root, tmp_path, [f'printf("{name} %d\\n", {name});' for name in names])
    assert {name: int(value) for name, value in found.items()} == {name: getattr(lib, name) for name in names}


def test_every_struct_has_the_compiler_s_size(header, root, tmp_path):
    names = sorted(structs(header))
    found = compiled(root, tmp_path, [f'printf("{name} %zu\\n", sizeof({name}));' for name in names])
    assert {name: int(value) for name, value in found.items()} == {name: ffi.sizeof(name) for name in names}


def test_version_is_the_header_s(header):
    import tradewind

    numbers = [re.search(rf"#define TW_VERSION_{part} (\d+)", header)[1] for part in ("MAJOR", "MINOR", "PATCH")]
    assert tradewind.__version__ == ".".join(numbers)


def test_the_description_is_the_one_the_header_has_now(root, tmp_path):
    """Declarations are made of tradewind.json, so a stale one must be seen."""
    made = subprocess.run(["/usr/bin/python3", os.path.join(root, "tools", "describe_header.py")], check=True,
                          capture_output=True, text=True).stdout  # fmt: skip
    with open(os.path.join(root, "include", "tradewind.json"), encoding="utf-8") as file:
        assert file.read() == made


def test_the_library_is_inside_and_its_names_are_hidden():
    from tradewind import _library

    needed = subprocess.run(["ldd", _library.__file__], check=True, capture_output=True, text=True).stdout
    assert "libyaml" in needed and "libtradewind" not in needed and "not found" not in needed
    shown = subprocess.run(["nm", "-D", "--defined-only", _library.__file__], check=True, capture_output=True, text=True).stdout
    assert "PyInit" in shown and not re.search(r"\btwi?_", shown)
