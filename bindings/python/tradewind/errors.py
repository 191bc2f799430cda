"""Exceptions, one for each status of the library, with the place that its message names.

The library writes a place at the start of a message, as docs/formats.md says: FILE:LINE:COLUMN in YAML, FILE:LINE and the
name of the column in tables. It is taken apart here and nowhere else.
"""
import re

from ._library import ffi, lib

PLACE = re.compile(r"(?P<file>[^\n]*?):(?P<line>\d+)(?::(?P<at>\d+))?: (?:column (?P<name>[^:\s]+): )?(?P<message>.*)", re.S)


class Error(Exception):
    """What the library refused or could not do; str() is its whole text.

    status   its word: "bad_input", "usage", "io" …
    message  the text without the place
    file     the file, or what stands for it ("policy" of a scenario built in Python); None where none is named
    line     from 1, or None
    column   from 1 in a scenario; the name of the column in a table; None where none is named
    """

    status = "error"

    def __init__(self, text):
        super().__init__(text)
        place = PLACE.match(text)
        self.message = place["message"] if place else text
        self.file = place["file"] if place else None
        self.line = int(place["line"]) if place else None
        self.column = None
        if place and (place["at"] or place["name"]):
            self.column = int(place["at"]) if place["at"] else place["name"]


class UsageError(Error, ValueError):
    """A call was wrong whatever the data: a number out of its range, a name that is none."""

    status = "usage"


class InputError(Error, ValueError):
    """Something in a file, a scenario or a world is missing or wrong; file, line and column say where."""

    status = "bad_input"


class Interrupted(Error):
    """Cancelled, where Ctrl-C raises no KeyboardInterrupt: by cancel(), or in a program with a handler of its own."""

    status = "interrupted"


class MachineError(Error, OSError):
    """A file could not be read or written."""

    status = "io"


class NoMemory(Error, MemoryError):
    """Out of memory."""

    status = "no_memory"


class NotCertified(Error):
    """A number was asked for where no equilibrium was found; outcome is the library's word for why."""

    status = "not_certified"

    def __init__(self, text, outcome="not_certified"):  # a pickle makes it of its text, and gives it the rest then
        super().__init__(text)
        self.outcome = outcome


BY_STATUS = {kind.status: kind for kind in (UsageError, InputError, Interrupted, MachineError, NoMemory)}


def error_of(status, text):
    """The exception of a tw_status other than TW_OK."""
    word = ffi.string(lib.tw_status_word(status)).decode()
    return BY_STATUS.get(word, Error)(text)


def refuse(why, taken=(), **given):
    """A TypeError for the first argument that is given and not used, rather than silence; taken: what is."""
    for name, value in given.items():
        if value is not None and value is not False:
            hint = no_such("argument", name, taken).args[0].partition(";")[2] if taken else ""
            raise TypeError(f"{name}: {why}{';' + hint if hint else ''}")


def no_such(what, name, names):
    """A KeyError that names the nearest of the names, as messages of the library do."""
    kept = [ffi.new("char[]", str(n).encode()) for n in names]
    near = lib.tw_nearest(str(name).encode(), ffi.new("const char *[]", kept or [ffi.NULL]), len(kept))
    hint = f"; is it {ffi.string(near).decode()}?" if near else f"; there are {', '.join(map(str, names))}" if len(kept) <= 40 else ""
    return KeyError(f"there is no {what} {name!r}{hint}")
