"""What a notebook shows of worlds and results: a sentence, numbers with their ranges, a chart."""
import html

from . import charts

ROWS = 12


def table_html(table):
    """The first rows of a table, numbers short; the frame itself has every digit."""
    shown = table.head(ROWS).iloc[:, :8]
    units = table.attrs.get("units", {})
    shown = shown.rename(columns={name: f"{name} [{units[name]}]" for name in shown.columns if units.get(name)})
    more = f"<p>{len(table):,} rows, {len(table.columns)} columns in all.</p>" if len(table) > ROWS else ""
    return shown.to_html(float_format=lambda x: f"{x:.4g}", border=0, na_rep="") + more


def paragraph(words, style=""):
    return f"<p{style}>{html.escape(words)}</p>" if words else ""


def results_html(results):
    """Of results: the headline, answers or the first table, a chart, and what to know."""
    if not results.certified:
        return paragraph(f"No certified solution ({results.outcome}): {results.message}", ' style="color:#c2410c"')
    parts = [paragraph(results.headline, ' style="font-weight:bold;max-width:50em"')]
    bars = results._bars()
    if bars is not None:
        parts.append(f"<p>{html.escape(bars.title)}, {html.escape(bars.unit)}"
                     f"{', with the range of 5 to 95 % of the draws' if bars.low is not None else ''}:</p>{charts.svg(bars)}")  # fmt: skip
    first = results._first_table()
    if first is not None:
        parts.append(table_html(first))
    parts += [paragraph(words, ' style="max-width:50em;font-size:90%"') for words in results.sentences[1:4]]
    if getattr(results, "caveat", None):
        parts.append(paragraph("Caveat: " + results.caveat, ' style="max-width:50em;font-size:90%"'))
    return "<div>" + "".join(parts) + "</div>"


def world_html(world):
    """Of a world: what it is, and its regions by value added."""
    added = world.series("value_added").sort_values(ascending=False)
    about = f"{world.title}: {len(world.regions)} regions, {len(world.sectors)} sectors, {world.year or 'no year given'}"
    bars = charts.of_series(added, "Value added", world.money)
    caveat = paragraph("Caveat: " + world.caveat if world.caveat else "")
    return f"<div>{paragraph(about)}<p>{html.escape(f'Value added, {world.money}')}:</p>{charts.svg(bars)}{caveat}</div>"
