"""The scenario language from Python: rules as objects, and the YAML that the library reads.

Nothing is checked here. A scenario built in Python is written as a file would be, and the library reads it: its messages
name the line and column of scenario.yaml, what was found and what was expected. docs/formats.md has the language.
"""
from __future__ import annotations

import json
import re
from typing import Any

PLAIN = re.compile(r"[A-Za-z0-9_$+.-][A-Za-z0-9_$+./%-]*( [A-Za-z0-9_$+./%-]+)*")
NOT_PLAIN = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|-|\.|---|\.\.\.")


def scalar(value: Any) -> str:
    """A value as YAML on one line: texts plain where that is safe, lists and mappings in brackets."""
    if isinstance(value, Rule):
        return flow({value.kind: value.fields})
    if isinstance(value, dict):
        return flow(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(scalar(v) for v in (sorted(value) if isinstance(value, (set, frozenset)) else value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "item"):  # a number of numpy, which may be a float with a repr of its own
        return scalar(value.item())
    if isinstance(value, (int, float)):
        return repr(value)
    if not isinstance(value, str):
        raise TypeError(f"expected a text, a number, a list or a mapping, found {type(value).__name__} {value!r}")
    if PLAIN.fullmatch(value) and not NOT_PLAIN.fullmatch(value) and not value.startswith("- "):
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(mapping: dict) -> str:
    return "{" + ", ".join(f"{scalar(str(k))}: {scalar(v)}" for k, v in mapping.items()) + "}"


class Rule:
    """A rule of a policy. str() is its YAML; source, where its number is from, becomes the comment of the line."""

    def __init__(self, kind: str, fields: dict, source: str | None = None):
        self.kind, self.fields, self.source = kind, fields, source

    def __str__(self):
        comment = f"  # {' '.join(self.source.split())}" if self.source else ""
        return f"{scalar(self.kind)}: {scalar(self.fields)}{comment}"

    def __repr__(self):
        return f"<{self}>"


def rule(kind: str, /, *, source: str | None = None, **fields) -> Rule:
    """A rule of any kind. A field that Python has another use for ends in an underscore: from_="CAN"."""
    return Rule(kind, {k.rstrip("_"): v for k, v in fields.items() if v is not None}, source)


def document(scenario: dict) -> str:
    """The YAML of a scenario: a key a line, and a rule a line in lists of rules."""
    lines = []
    for key, value in scenario.items():
        if value is None:
            continue
        if key == "policy" and value:
            lines.append("policy:")
            lines += [f"  - {item if isinstance(item, Rule) else scalar(item)}" for item in value]
        elif key in ("variables", "range", "market", "groups", "plants") and isinstance(value, dict) and value:
            lines.append(f"{key}:")
            lines += block(value)
        else:
            lines.append(f"{key}: {scalar(value)}")
    return "\n".join(lines) + "\n"


def block(mapping: dict) -> list:
    """A section, a key a line; its policies and shocks a rule a line."""
    lines = []
    for key, value in mapping.items():
        if isinstance(value, (list, tuple)) and value and all(isinstance(item, Rule) for item in value):
            lines.append(f"  {scalar(str(key))}:")
            lines += [f"    - {item}" for item in value]
        else:
            lines.append(f"  {scalar(str(key))}: {scalar(value)}")
    return lines
