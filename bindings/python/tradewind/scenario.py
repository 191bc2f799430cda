"""Scenarios and decisions: what is asked. Immutable descriptions, of which the library makes what a call needs."""
from __future__ import annotations

import functools
import os
from typing import Any, Optional, Sequence, Union

import pandas as pd

from . import language
from ._library import ffi, lib
from .call import NULL, Context, given, listed, text
from .errors import refuse
from .world import World

BUILT_HERE = "scenario.yaml"  # what messages call a scenario that was built in Python
OPTIONS = ("elasticities", "products", "deficits", "profits", "focus", "illegal")  # what --OPTION of the program says


class Asked:
    """What scenarios and decisions have in common: a file, a name or a text, and options on top.

    A scenario of the library belongs to one thread at a time, so each call takes one of its own; those that are free
    again wait here for the next."""

    _kind = ""

    def _start(self, where, words, origin, options):
        self._where, self._words, self._origin, self._options, self._free = where, words, origin, tuple(options), []
        context, c = self._take()
        self.notes = list(context.notes)  # what reading has to say
        self._give(context, c)

    def _take(self):
        """(context, C object) for one call; _give them back, unless what the call makes borrows it."""
        try:
            return self._free.pop()
        except IndexError:
            pass
        context, kind = Context(), self._kind
        free = getattr(lib, f"tw_{kind}_free")
        if self._words is None:
            c = context.make(f"tw_{kind}", getattr(lib, f"tw_{kind}_open"), given(self._where), free=free)
        else:
            words = self._words.encode()
            parse = getattr(lib, f"tw_{kind}_parse")
            c = context.make(f"tw_{kind}", parse, words, len(words), given(self._origin), free=free)
        for name, value in self._options:
            if name == "set":
                for variable, amount in value:
                    context.check(getattr(lib, f"tw_{kind}_set")(context.c, c, given(variable), given(amount)))
            else:
                context.check(getattr(lib, f"tw_{kind}_use_{name}")(context.c, c, given(value)))
        return context, c

    def _give(self, context, c):
        context.notes.clear()
        if len(self._free) < 4:
            self._free.append((context, c))

    def _read(self, ask):
        """ask(C object) of one that is free."""
        context, c = self._take()
        try:
            return ask(c)
        finally:
            self._give(context, c)

    def _with(self, changes):
        options = dict(self._options)
        for name, value in changes.items():
            if value is None:
                continue
            if name == "set":
                value = tuple((dict(options.get("set", ())) | dict(value)).items())
            elif not (isinstance(value, str) or hasattr(value, "__fspath__")):
                raise TypeError(f"{name}: expected a text, found {type(value).__name__} {value!r}")
            options[name] = value
        if tuple(options.items()) == self._options:
            return self
        made = type(self).__new__(type(self))
        made._start(self._where, self._words, self._origin, options.items())
        return made

    def text(self, field: str) -> Optional[str]:
        """A text of the library: "title", "notes", "sha256", "world", "deficits" …; None: there is none."""
        return self._read(lambda c: text(getattr(lib, f"tw_{self._kind}_text")(c, field.encode())))

    def __reduce__(self):
        """A pickle holds name, text and options; a file is read again where it is opened."""
        where = None if self._where is None else os.fspath(self._where)
        return asked_again, (type(self), where, self._words, self._origin, self._options)

    title = property(lambda self: self.text("title"), doc="Its title, in English where it has one.")
    sha256 = property(lambda self: self.text("sha256"), doc="SHA-256 of all that it is read from, options included.")

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}: {self.title})"


def asked_again(kind, *description):
    made = kind.__new__(kind)
    made._start(*description)
    return made


def folder_of(where):
    """The folder of a scenario's file, None of a built-in one and of a text."""
    return os.path.dirname(os.fspath(where)) if where is not None and os.path.exists(os.fspath(where)) else None


def world_for(asked, world):
    """The World of a call: the one that is given, else that of the scenario, beside its file first; else the newest."""
    if isinstance(world, World):
        return world
    if world is not None:
        return built_in(world) if world in listed(lib.tw_world_builtin) else World(world)
    name = asked.text("world")
    if name is None:
        return built_in(text(lib.tw_world_builtin(0)))
    beside = folder_of(asked._where)
    if name in listed(lib.tw_world_builtin):
        return built_in(name)
    if beside and os.path.exists(os.path.join(beside, name)):  # join keeps an absolute name as it is
        return World(os.path.join(beside, name))
    return World(name)


@functools.lru_cache(maxsize=4)
def built_in(name):
    """A built-in world, opened once: it never changes."""
    return World(name)


class Scenario(Asked):
    """A policy, and what it is compared with.

    Scenario("us-tariff-canada")       a built-in one: tradewind.scenarios() names them
    Scenario("my.yaml")                a file
    Scenario(text="scenario: …")       its text; origin= is what messages call it
    Scenario(policy=[tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp")], world="default")

    built of rules and of the keys of the language: title, world, closure, against, variables, groups, range, focus,
    market, from_, until … (docs/formats.md). The last has the YAML in .yaml; the library checks it as any file.
    """

    _kind = "scenario"

    def __init__(self, where: Union[str, os.PathLike, None] = None, *, text: Optional[str] = None, origin: Optional[str] = None,
                 policy: Optional[Sequence] = None, scenario: Optional[str] = None, **keys: Any):  # fmt: skip
        if sum(x is not None for x in (where, text)) + bool(policy is not None or keys) != 1:
            raise TypeError("Scenario takes a name or file, or text=, or policy= and other keys of a scenario")
        if text is not None and not isinstance(text, str):
            raise TypeError(f"text: expected a text, found {type(text).__name__}")
        if where is not None or text is not None:
            refuse("is for a scenario of policy= and other keys; this one has its name in it", scenario=scenario)
        if where is not None:
            refuse("is what messages call a text; a file has its name", origin=origin)
        if where is None and text is None:
            if isinstance(policy, (language.Rule, str, dict)):
                raise TypeError("policy: expected a list of rules, such as [tariff(…)]")
            keys = {key.rstrip("_"): value for key, value in keys.items()}
            if isinstance(keys.get("world"), World):
                raise TypeError("world: expected a name; give a World to run(scenario, world)")
            text = language.document({"scenario": scenario or "python", **keys, "policy": None if policy is None else list(policy)})
        self._start(where, text, origin or (BUILT_HERE if where is None else None), ())

    @property
    def name(self) -> str:
        """Its name, the key scenario of its file."""
        return self.text("scenario")

    @property
    def yaml(self) -> Optional[str]:
        """Its YAML; of a built-in one with comments."""
        if self._words is not None:
            return self._words
        built_in = lib.tw_scenario_builtin_text(os.fspath(self._where).encode())
        if built_in != NULL:
            return text(built_in)
        with open(self._where, encoding="utf-8") as file:
            return file.read()

    @property
    def variables(self) -> list:
        """Names of its variables, which with_(set={"duty": "40 pp"}) takes."""
        return self._read(lambda c: listed(lib.tw_scenario_variable, c))

    def with_(self, *, set: Optional[dict] = None, deficits: Optional[str] = None, profits: Optional[str] = None,
              focus: Optional[str] = None, products: Optional[str] = None, elasticities: Optional[str] = None,
              illegal: Optional[str] = None) -> "Scenario":  # fmt: skip
        """The same with options on top, as the command line has them: set={"car_duty": "40 pp"}, deficits="zero" …"""
        return self._with(dict(set=set, deficits=deficits, profits=profits, focus=focus, products=products,
                               elasticities=elasticities, illegal=illegal))  # fmt: skip

    def explain(self, world: Union[World, str, None] = None, year: int = 0) -> pd.DataFrame:
        """What each rule does to a world, without solving: rule, words, covered, changed (flows, sectors or regions), value
        (in the world's money), before, after (weighted averages, fractions), overlaps, source, file, line. attrs has
        "sentences" about the whole: closure, what is compared with what."""
        world = world_for(self, world)
        context, c = self._take()
        try:
            made = context.make("tw_explanation", lib.tw_scenario_explain, c, world._c, year)
            out = ffi.new("const tw_rule_effect **")
            effects = [out[0][i] for i in range(lib.tw_explanation_effects(made, out))]
            table = pd.DataFrame([effect_row(e) for e in effects], columns=EFFECT)
            table.attrs.update(sentences=listed(lib.tw_explanation_sentence, made), notes=list(context.notes),
                               units={"value": world.money, "before": "fraction", "after": "fraction"})  # fmt: skip
            return table
        finally:
            self._give(context, c)


EFFECT = ["rule", "words", "covered", "changed", "value", "before", "after", "overlaps", "source", "file", "line", "against"]


def effect_row(e):
    return [text(e.rule), text(e.words), e.covered, e.changed, e.value, e.before, e.after, e.overlaps, text(e.source),
            text(e.origin), e.line, bool(e.against)]  # fmt: skip


class Decision(Asked):
    """Levers, contingencies and a scenario for each pair: a built-in name (tradewind.decisions()), a file, or text=."""

    _kind = "decision"

    def __init__(self, where: Union[str, os.PathLike, None] = None, *, text: Optional[str] = None, origin: Optional[str] = None):
        if (where is None) == (text is None):
            raise TypeError("Decision takes a name or file, or text=")
        if where is not None:
            refuse("is what messages call a text; a file has its name", origin=origin)
        self._start(where, text, origin or ("decision.yaml" if where is None else None), ())

    @property
    def name(self) -> str:
        """Its name, the key decide of its file."""
        return self.text("decide")

    def with_(self, *, set: Optional[dict] = None, deficits: Optional[str] = None, profits: Optional[str] = None,
              focus: Optional[str] = None, products: Optional[str] = None, elasticities: Optional[str] = None) -> "Decision":
        """The same with options on top, for all pairs that have what is set."""
        return self._with(dict(set=set, deficits=deficits, profits=profits, focus=focus, products=products,
                               elasticities=elasticities))  # fmt: skip


def scenarios() -> list:
    """Names of the built-in scenarios."""
    return listed(lib.tw_scenario_builtin)


def decisions() -> list:
    """Names of the built-in decisions."""
    return listed(lib.tw_decision_builtin)


def markets() -> list:
    """Names of the built-in markets."""
    return listed(lib.tw_market_builtin)
