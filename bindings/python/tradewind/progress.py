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
        self.out.write("\r\033[K" + line[:100])
        self.out.flush()
        self.shown = True

    def close(self):
        if self.shown:
            self.out.write("\r\033[K")
            self.out.flush()


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
    if wanted or looks(sys.stderr):
        return Terminal()
    return None


asked = (None, False)  # a stream, and whether it is a terminal: the system is asked once


def looks(stream):
    global asked
    if asked[0] is not stream:
        asked = (stream, stream is not None and stream.isatty())
    return asked[1]
