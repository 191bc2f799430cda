"""The bar of a long call: a line in a terminal, an element of its own in a notebook, nothing anywhere else."""
import html
import sys


class Terminal:
    """One line on standard error that is written over, and gone at the end."""

    WIDTH = 24

    def __init__(self):
        self.out = sys.stderr
        self.shown = False

    def show(self, what, done):
        if done < 0:
            line = f"{what} …"
        else:
            full = int(self.WIDTH * min(done, 1) + 0.5)
            line = f"{what} [{'#' * full}{' ' * (self.WIDTH - full)}] {100 * min(done, 1):3.0f} %"
        self.put("\r\033[K" + line[:100])
        self.shown = True

    def close(self):
        if self.shown:
            self.put("\r\033[K")

    def put(self, line):
        """Writes, unless the stream has gone: no call ends for its bar."""
        try:
            self.out.write(line)
            self.out.flush()
        except (OSError, ValueError):
            pass


class Notebook:
    """An element <progress> in the output of the cell, which a second call replaces and the end empties."""

    def __init__(self):
        self.handle = None

    def put(self, text):
        from IPython.display import HTML, display

        if self.handle is None:
            self.handle = display(HTML(text), display_id=True)
        elif self.handle:
            self.handle.update(HTML(text))

    def show(self, what, done):
        value = "" if done < 0 else f' value="{min(done, 1):.3f}"'
        self.put(f"<progress{value} style='width:16em'></progress> {html.escape(what)}")

    def close(self):
        if self.handle:
            self.put("")


def in_notebook():
    """Whether a Jupyter kernel runs this; looked up, never imported, where nobody has IPython."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


def bar(wanted):
    """The bar for this place, or None. wanted: True, False, or None: where somebody looks."""
    if wanted is False:
        return None
    if in_notebook():
        return Notebook()
    if sys.stderr is not None and (wanted or looks(sys.stderr)):
        return Terminal()
    return None


asked = (None, False)  # a stream, and whether it is a terminal: the system is asked once


def looks(stream):
    """Whether it is a terminal; what a program puts in the place of standard error may have no isatty, or be closed."""
    global asked
    if asked[0] is not stream:
        try:
            asked = (stream, bool(getattr(stream, "isatty", lambda: False)()))
        except ValueError:
            return False
    return asked[1]
