"""The Python package beside plain numpy and beside the library in C; run by bench/peers.sh.

Prints rows of the table of peers.sh. The environment has PEERS_WORLD (the data of the NAFTA exercise, or empty),
PEERS_REFERENCE (the numpy reference, or empty), PEERS_BENCH (the C benchmark), PEERS_TOLERANCE and PEERS_ROOT.
"""
import importlib.util
import os
import subprocess
import time

import tradewind as tw
from tradewind._library import ffi, lib

WORLD, REFERENCE, BENCH = (os.environ.get(f"PEERS_{name}", "") for name in ("WORLD", "REFERENCE", "BENCH"))
TOLERANCE, ROOT = os.environ["PEERS_TOLERANCE"], os.environ["PEERS_ROOT"]
REPEATS = 500


def timed(function, repeats):
    """Least and median seconds of so many calls."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    return seconds[0], seconds[len(seconds) // 2]


def row(what, least, median, words=""):
    def show(x):
        return f"{1e3 * x:.4g} ms" if x >= 1e-3 else f"{1e6 * x:.3g} µs"

    print(f"| {what} | {show(least)} | {show(median)} | {words} |")


def bench(*words):
    """Lines "key value" of the C benchmark."""
    out = subprocess.run([BENCH, *map(str, words)], check=True, capture_output=True, text=True).stdout
    return {key: float(value) for key, value in (line.split(" ", 1) for line in out.splitlines())}


def nafta():
    """The exercise: goods tariffs among the members go to those of 2005, deficits zero, base and new equilibrium."""
    policy = [tw.tariff(importer=["CAN", "MEX", "USA"], exporter=["CAN", "MEX", "USA"], sector="goods", to="tariff_2005_pct")]
    scenario = tw.Scenario(policy=policy, closure={"deficits": "zero"}, against={"deficits": "zero"})
    world = tw.World(WORLD)
    options = dict(threads=1, tolerance=float(TOLERANCE), decomposition=False, progress=False)

    def ours():
        world._solvers.clear()  # a solver of its own each time, so that the base is solved as numpy solves it
        return tw.run(scenario, world, **options)

    new = []

    def timed_ours():
        new.append(ours().seconds["new"])

    result = ours()
    least, median = timed(timed_ours, 50)
    new.sort()
    row("NAFTA, `tw.run` of the Python package: base and new equilibrium, both certified", least, median,
        f"largest residual {result.certificate.max():.1e}")  # fmt: skip
    row("of that the new equilibrium", new[0], new[len(new) // 2])
    if REFERENCE:
        spec = importlib.util.spec_from_file_location("reference", REFERENCE)
        reference = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(reference)
        data = reference.load(WORLD)
        tariff, goods = data["tau"].copy(), data["goods"]
        members = [data["R"].index(code) for code in ("CAN", "MEX", "USA")]
        for d in members:
            for o in members:
                if d != o:
                    tariff[d, o, goods] = data["tar"]["tariff_2005_pct"][d, o, goods]
        found, their_new = {}, []

        def theirs():
            none = 0 * data["D"]
            found["base"] = reference.solve(data, data["tau"], none, float(TOLERANCE))
            start = time.perf_counter()
            found["new"] = reference.solve(data, tariff, none, float(TOLERANCE))
            their_new.append(time.perf_counter() - start)

        their_least, their_median = timed(theirs, 3)
        income = 100 * (found["new"]["I"] / found["new"]["P"] / (found["base"]["I"] / found["base"]["P"]) - 1)
        gap = max(abs(income[data["R"].index(code)] - result.real_income[code]) for code in ("CAN", "MEX", "USA"))
        assert gap < 1e-6, f"the answers differ by {gap} points"
        row("NAFTA, plain numpy: base and new equilibrium, tolerance the same, no certificate", their_least, their_median,
            f"**{their_least / least:.3g} times** the package's (minimum), {their_median / median:.3g} (median); "
            f"real income differs by {gap:.0e} points at most")  # fmt: skip
        their_new.sort()
        row("of that the new equilibrium", their_new[0], their_new[1],
            f"**{their_new[0] / new[0]:.3g} times** (minimum), {their_new[1] / new[len(new) // 2]:.3g} (median)")  # fmt: skip


def overhead():
    """What a call of the package costs beyond what it calls: a cheap one, and a run beside the same run in C."""
    world = tw.World("small2014")
    row("Python, a text of a world (`world.title`)", *timed(lambda: world.title, 5000))
    row("Python, a view of numbers (`world.numbers(\"flow\")`)", *timed(lambda: world.numbers("flow"), 5000))
    scenario = tw.Scenario(os.path.join(ROOT, "bench", "us-canada-fixed.yaml"))
    options = dict(threads=1, decomposition=False, tolerance=float(TOLERANCE))
    result = tw.run(scenario, world, **options)
    row("Python, a column (`result.numbers(\"regions\", \"wage_pct\")`)", *timed(lambda: result.numbers("regions", "wage_pct"), 5000))
    c = bench("calls", "small2014", scenario._where, 1, REPEATS, TOLERANCE)
    row("C, `tw_solve_path` of small2014 on one solver", c["call_min"], c["call_median"])
    # The same call by cffi alone, one by one in turn with the package's, so that what else runs on the machine reaches both.
    solver = world._solvers[-1]
    context, asked = scenario._take()
    ours, theirs = [], []

    def bare():
        out = ffi.new("tw_path **")
        lib.tw_solve_path(solver.c, asked, out)
        lib.tw_path_free(out[0])

    for _ in range(4 * REPEATS):
        for call, seconds in ((bare, theirs), (lambda: tw.run(scenario, world, **options), ours)):
            start = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - start)
    more = sorted(a - b for a, b in zip(ours, theirs))
    row("the same, called from Python by cffi alone", min(theirs), sorted(theirs)[len(theirs) // 2])
    row("Python, `tw.run` of the same", min(ours), sorted(ours)[len(ours) // 2],
        f"**{1e6 * (min(ours) - min(theirs)):.0f} µs a call** more (of the minima), {1e6 * more[len(more) // 2]:.0f} µs (median of "
        "differences, call by call); asked for: at most 50 µs")  # fmt: skip


def draws():
    world = tw.World("small2014")
    for sectors in (False, True):
        least, median = timed(lambda: tw.range("us-tariff-canada", world, draws=1000, sectors=sectors, progress=False), 5)
        row(f"Python, `tw.range` of small2014, 1000 draws, quantiles of regions{' and sectors' if sectors else ''}", least, median,
            "2000 certified equilibria")  # fmt: skip


if WORLD:
    nafta()
overhead()
draws()
