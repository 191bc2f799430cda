"""Bars with ranges: what .plot draws with matplotlib, and the same as SVG in a notebook."""
from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Optional, Sequence


@dataclass
class Bars:
    """Numbers with labels; low and high: their 5 to 95 % range, where there is one."""

    title: str
    unit: str
    labels: Sequence[str]
    values: Sequence[float]
    low: Optional[Sequence[float]] = None
    high: Optional[Sequence[float]] = None
    ordered: bool = False  # their order says something: a chain

    def largest(self, count):
        """The `count` bars that differ most from 0, in the order of their values, or in their own."""
        keep = [i for i, v in enumerate(self.values) if math.isfinite(v)]
        if not self.ordered:
            keep = sorted(sorted(keep, key=lambda i: -abs(self.values[i]))[:count], key=lambda i: -self.values[i])
        take = lambda column: None if column is None else [column[i] for i in keep]  # noqa: E731
        return Bars(self.title, self.unit, take(self.labels), take(self.values), take(self.low), take(self.high), self.ordered)


def of_series(series, title, unit, low=None, high=None, ordered=False):
    """Bars of a pandas Series; an index of several levels becomes words with blanks between."""
    labels = [" ".join(map(str, i)) if isinstance(i, tuple) else str(i) for i in series.index]
    as_list = lambda column: None if column is None else list(map(float, column))  # noqa: E731
    return Bars(title, unit, labels, list(map(float, series)), as_list(low), as_list(high), ordered)


def number(value, sign="+"):
    """Three digits, as people write numbers; a sign where there are both."""
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:{sign},.{min(decimals, 6)}f}"


def svg(bars, count=12):
    """Horizontal bars as inline SVG, with ranges as lines; the theme's own colour of text."""
    bars = bars.largest(count)
    if not bars.values:
        return ""
    ends = [*bars.values, *(x for x in [*(bars.low or []), *(bars.high or [])] if math.isfinite(x)), 0.0]
    least, most = min(ends), max(ends)
    sign = "+" if min(bars.values) < 0 else ""
    told = [number(value, sign) for value in bars.values]
    width, row = 420, 18
    left, right = 14 + 7 * max(len(str(label)) for label in bars.labels), 14 + 7 * max(map(len, told))
    scale = width / ((most - least) or 1)
    x = lambda value: left + (value - least) * scale  # noqa: E731
    height = row * len(bars.values) + 8
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{left + width + right}" height="{height}" '
           f'font-family="sans-serif" font-size="12"><title>{html.escape(bars.title)}, {html.escape(bars.unit)}</title>']  # fmt: skip
    for i, (label, value) in enumerate(zip(bars.labels, bars.values)):
        y, colour = 4 + row * i, "#0b7285" if value >= 0 else "#c2410c"
        out.append(f'<text x="{left - 6}" y="{y + 12}" text-anchor="end" fill="currentColor">{html.escape(str(label))}</text>')
        a, b = sorted((x(0), x(value)))
        out.append(f'<rect x="{a:.1f}" y="{y + 2}" width="{max(b - a, 0.5):.1f}" height="{row - 5}" fill="{colour}"/>')
        if bars.low is not None and math.isfinite(bars.low[i]) and math.isfinite(bars.high[i]):
            out.append(f'<line x1="{x(bars.low[i]):.1f}" x2="{x(bars.high[i]):.1f}" y1="{y + 8.5}" y2="{y + 8.5}" '
                       'stroke="currentColor" stroke-width="1.5"/>')  # fmt: skip
        out.append(f'<text x="{left + width + 6}" y="{y + 12}" fill="currentColor">{told[i]}</text>')
    out.append(f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="0" y2="{height}" stroke="currentColor" stroke-width="0.7"/></svg>')
    return "".join(out)


def plot(bars, ax=None, count=20, **options):
    """The same with matplotlib, which is asked for here and nowhere else."""
    import matplotlib.pyplot as plt

    bars = bars.largest(count)
    if ax is None:
        _, ax = plt.subplots(figsize=(7, 1.2 + 0.26 * len(bars.values)))
    places = range(len(bars.values))
    options.setdefault("color", ["#0b7285" if v >= 0 else "#c2410c" for v in bars.values])
    ax.barh(places, bars.values, **options)
    if bars.low is not None:
        ax.hlines(places, bars.low, bars.high, color="black", linewidth=1.5)
    ax.axvline(0, color="black", linewidth=0.7)
    ax.set_yticks(list(places), bars.labels)
    ax.invert_yaxis()
    ax.set_xlabel(bars.unit)
    ax.set_title(bars.title)
    return ax
