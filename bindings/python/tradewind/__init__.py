"""Tradewind: the general equilibrium of trade policy, solved exactly, with a certificate.

>>> import tradewind as tw
>>> result = tw.run("us-tariff-canada")
>>> result.real_income["CAN"]                                    # percent
>>> tw.range("us-tariff-canada", draws=200).regions[["real_income_pct_p05", "real_income_pct_p95"]]
>>> tw.run(tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp")]))

Numbers are per cent where a name ends in _pct, money in the world's own (world.money); attrs["units"] of every table says
so. What a result means is in docs/model.md, names and columns are in docs/formats.md.
"""
from ._library import lib as _lib
from .call import cancel, text as _text
from .errors import Error, InputError, Interrupted, MachineError, NoMemory, NotCertified, UsageError
from .language import Rule, rule
from .outlook import Market, market
from .ranges import Range, range_ as range  # noqa: A004  the verb is called so
from .results import Results, read_results
from .rules import (ban, barrier, capacity, clause, close, demand, export_tax, final_demand, labour, market_rule, outage,
                    preference, productivity, quota, subsidy, target, tariff, transfer)  # fmt: skip
from .run import Run, run
from .scenario import Decision, Scenario, decisions, markets, scenarios
from .supply import Accounts, Food, Stress, accounts, stress
from .trace import Trace, diff, replay
from .verbs import (Dependence, Exposure, Plants, Reconciliation, Verdict, decide, dependence, exposure, plants,
                    reconcile)  # fmt: skip
from .sea import Routes, routes
from .world import World, worlds

__version__ = _text(_lib.tw_version())


def build() -> str:
    """Compiler, vector instructions and commit of the library inside, and what it can do beyond the core."""
    return f"{_text(_lib.tw_build())}; {_text(_lib.tw_capabilities())}"


__all__ = [
    "World", "Scenario", "Decision", "Rule", "rule", "tariff", "export_tax", "barrier", "demand", "final_demand", "productivity",
    "subsidy", "labour", "transfer", "ban", "quota", "clause", "capacity", "preference", "target", "outage", "close",
    "market_rule", "run", "range", "decide", "reconcile", "plants", "market", "exposure", "dependence", "accounts", "stress",
    "routes", "replay", "diff", "Results", "Run", "Range", "Verdict", "Reconciliation", "Plants", "Market", "Exposure",
    "Dependence", "Accounts", "Food", "Stress", "Routes", "Trace", "read_results", "worlds", "scenarios", "decisions", "markets",
    "cancel", "build", "Error", "UsageError", "InputError", "Interrupted", "MachineError", "NoMemory", "NotCertified",
]  # fmt: skip
