"""routes: ways by sea, with passages, days and freight, on a built-in network."""
from __future__ import annotations

from typing import Optional

from . import charts
from .arrays import lent
from ._library import ffi, lib
from .call import NULL, Context, filled
from .results import Unsolved


class Routes(Unsolved):
    """Ways by sea between two places. Tables: routes. Not for navigation."""

    kind = "routes"
    _writer = lib.tw_routes_write
    outcome = "found"

    @property
    def headline(self) -> str:
        """The route that was asked for."""
        route = ffi.new("tw_route *")
        if not lib.tw_routes_at(self._c, 0, route) or not route.found:
            return "There is no route"
        passages = ffi.string(route.passages).decode().replace("+", ", ")
        return f"{route.km:,.0f} km, {route.days:.1f} days" + (f", through {passages}" if passages else "")

    @property
    def line(self):
        """The way of the first route as longitudes and latitudes, [points, 2], a view of the library's memory."""
        points = ffi.new("const double **")
        count = lib.tw_routes_line(self._c, 0, points)
        return lent(points[0], (count, 2), self._c)

    def _bars(self):
        table = self.table("routes").reset_index()
        labels = table["kind"] + " " + table["closed"].fillna("")
        return charts.of_series(table.set_index(labels)["days"], "Days one way", "days")


def routes(from_: str, to: str, *, closed: Optional[str] = None, open: Optional[str] = None, wait: Optional[str] = None,
           toll: Optional[str] = None, knots: float = 0.0, by_cost: bool = False) -> Routes:
    """The route between two places, the second best, and what a closed passage costs.

    from_, to   terminals, ports, regions or countries by code or name, or "LAT,LON"
    closed      passages with commas between; open: "northwest"
    wait, toll  "panama=5" days each way, "suez=0.3" USD per MMBtu; knots 0: 17
    """  # fmt: skip
    options = filled("tw_routes_options", **{"from": from_}, to=to, closed=closed, open=open, wait=wait, toll=toll, knots=knots,
                     by_cost=by_cost)  # fmt: skip
    context = Context()
    return Routes(context.make("tw_routes", lib.tw_routes_run, NULL, options), context)
