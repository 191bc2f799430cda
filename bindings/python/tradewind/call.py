"""Calls of the library: contexts, who owns what, statuses as exceptions, Ctrl-C and progress.

A context belongs to one call at a time, so each call has one of its own (a solver keeps its). What a call makes keeps
everything that it borrows, until it is freed itself: the memory behind a view of numpy is there as long as the view.
cffi gives up the GIL in every call, so calls run in parallel in threads.
"""
import functools
import signal
import threading
import weakref

from . import progress as bars
from ._library import ffi, lib
from .errors import error_of
from .owned import node_of, own

NULL = ffi.NULL
running = set()  # contexts of calls that run now, for cancel()


def text(c):
    """A string of the library as str; None for NULL."""
    return None if c == NULL else ffi.string(c).decode("utf-8", "replace")


def given(value):
    """A str or path for the library, None for NULL. Keep what it returns until the call is over."""
    if value is None:
        return NULL
    if hasattr(value, "__fspath__"):
        value = value.__fspath__()
    if not isinstance(value, str):
        raise TypeError(f"expected a text or a path, found {type(value).__name__}")
    if "\0" in value:
        raise ValueError("a text may not contain the character 0")
    return ffi.new("char[]", value.encode())


def listed(function, *args):
    """Texts of a function that is asked by index and ends with NULL."""
    found = []
    while True:
        line = function(*args, len(found))
        if line == NULL:
            return found
        found.append(text(line))


def told(functions, *args):
    """The texts of several functions, one after the other."""
    return [line for function in functions for line in listed(function, *args)]


def rows(function, c, kind):
    """What a function gives as a pointer to so many structs, which are borrowed from c."""
    out = ffi.new(f"const {kind} **")
    return [out[0][i] for i in range(function(c, out))]


def filled(kind, defaults=None, /, **values):
    """A struct of options with what is given filled in, None left out; it keeps its texts. defaults: the library's for it."""
    struct, kept = ffi.new(f"{kind} *"), []
    if defaults is not None:
        defaults(struct)
    for name, value in values.items():
        value = plain(value)
        if value is None:
            continue
        if isinstance(value, str) or hasattr(value, "__fspath__"):
            value = given(value)
            kept.append(value)
        try:
            setattr(struct, name, int(value) if isinstance(value, bool) else value)
        except (TypeError, OverflowError) as error:
            raise TypeError(f"{name}: {error}") from None
    texts[struct] = kept
    return struct


def plain(value):
    """A number of numpy as one of Python, whose repr is its digits in every version; all else as it is."""
    return value.item() if hasattr(value, "item") else value


texts = weakref.WeakKeyDictionary()  # what the pointers of structs of options point at


@ffi.def_extern(name="twp_show")
def show(handle, what, done):
    ffi.from_handle(handle).show(text(what), done)


@ffi.def_extern(name="twp_note")
def note(handle, line):
    ffi.from_handle(handle).append(text(line))


class Context:
    """A context of the library. notes: what it has to say of a call, in sentences."""

    def __init__(self):
        c = lib.tw_context_new(NULL)
        if c == NULL:
            raise MemoryError("out of memory")
        self.c = own(c, lib.tw_context_free)
        self.node = node_of(self.c)
        self.notes = []
        self.handle = ffi.new_handle(self.notes)
        lib.twp_take_notes(self.c, self.handle)

    def __del__(self):
        if hasattr(self, "handle"):  # what was made may keep the C context longer than this
            lib.twp_take_notes(self.c, NULL)

    def check(self, status):
        """Raises what the status stands for."""
        if status != lib.TW_OK:
            raise error_of(status, text(lib.tw_error(self.c)))

    def own(self, pointer, free_function, *kept):
        """An object that was made with this context, freed before it and before what it keeps."""
        return own(pointer, free_function, self.node, *(c for c in kept if c != NULL))

    def make(self, kind, function, *args, free=None, keep=(), progress=False):
        """The object that function(context, *args, &object) makes; free(object) frees it, KIND_free(object) unless another is
        given; keep: what it borrows."""
        out, free = ffi.new(f"{kind} **"), free or getattr(lib, f"{kind}_free")

        def made():
            return self.own(out[0], free, *keep) if out[0] != NULL else None

        return self.run(function, self.c, *args, out, made=made, progress=progress)

    def run(self, function, *args, made=lambda: None, progress=False):
        """Calls what may take long: Ctrl-C cancels it at once, and there is a bar where somebody looks. Returns made(),
        which takes what the call has made, also when it is freed again because the call failed."""
        lib.tw_resume(self.c)  # a cancel() may have come when the call before was over
        bar = bars.bar(progress)  # what may fail comes before another handler stands in
        heard = False
        try:
            running.add(self)
            if bar:
                handle = ffi.new_handle(bar)
                state = ffi.new("twp_progress *", {"handle": handle})
                lib.twp_follow(self.c, state)
            if threading.get_ident() == threading.main_thread().ident:
                lib.twp_listen(self.c)
            status = function(*args)
        finally:
            heard = bool(lib.twp_listened(self.c))
            running.discard(self)
            if bar:
                lib.twp_unfollow(self.c)
                bar.close()
        result = made()
        lib.tw_resume(self.c)
        if heard:
            signal.raise_signal(signal.SIGINT)  # KeyboardInterrupt, unless the program has a handler of its own
        self.check(status)
        return result


def cancel():
    """Ends every call that runs in another thread, with Interrupted: Ctrl-C reaches the main thread alone."""
    for context in list(running):
        lib.tw_cancel(context.c)


def settings_of(names):
    """The settings of the library from keywords, with its messages: tolerance=1e-11, threads=1, decomposition=False …"""
    try:
        return settings_made(tuple(sorted(names.items())))
    except TypeError:  # a value that has no hash is no setting: let the library say so
        return settings_made.__wrapped__(tuple(names.items()))


@functools.lru_cache(maxsize=64)
def settings_made(items):
    context = Context()
    settings = ffi.new("tw_settings *")
    lib.tw_settings_default(settings)
    for name, value in items:
        value = plain(value)
        word = str(int(value)) if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)
        context.check(lib.tw_settings_set(context.c, settings, name.encode(), word.encode()))
    return settings
