"""Builders for the rules of a scenario, each of which writes a line of the language.

Selectors (importer, exporter, sector, product, region) take a code, a list, a group such as "CUSMA" or "goods", or
"all". Amounts are texts with their unit, "25 pp", "10 %", "2 billion USD", a variable "$duty", or by year
{2026: "0 %", 2030: "10 %"}. to sets, add adds, change multiplies. except_={"exporter": "CUSMA"} takes members away,
both_ways=True adds the flows the other way, source="…" says where the number is from. product= stands in the place of
sector= where a world has products. The library checks all of it, and its messages say what is expected.
"""
from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence, Union

from .language import Rule, rule

Selector = Union[str, Sequence[str]]
Amount = Union[str, float, Mapping[int, str]]


def tariff(*, importer: Selector, exporter: Selector, sector: Optional[Selector] = None, product: Optional[Selector] = None,
           to: Optional[Amount] = None, add: Optional[Amount] = None, change: Optional[Amount] = None,
           except_: Optional[dict] = None, both_ways: Optional[bool] = None, source: Optional[str] = None) -> Rule:
    """The importer's tariff: to a rate ("10 %") or a column of the world ("tariff_mfn_pct"), add points ("25 pp"), change."""
    return rule("tariff", importer=importer, exporter=exporter, sector=sector, product=product, to=to, add=add, change=change,
                except_=except_, both_ways=both_ways, source=source)


def export_tax(*, importer: Selector, exporter: Selector, sector: Optional[Selector] = None,
               product: Optional[Selector] = None, to: Optional[Amount] = None, add: Optional[Amount] = None,
               change: Optional[Amount] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
               source: Optional[str] = None) -> Rule:
    """The exporter's tax, on the producer's price; amounts as of tariff."""
    return rule("export_tax", importer=importer, exporter=exporter, sector=sector, product=product, to=to, add=add,
                change=change, except_=except_, both_ways=both_ways, source=source)


def barrier(*, importer: Selector, exporter: Selector, sector: Optional[Selector] = None, product: Optional[Selector] = None,
            to: Optional[Amount] = None, add: Optional[Amount] = None, change: Optional[Amount] = None,
            own: Optional[bool] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
            source: Optional[str] = None) -> Rule:
    """A cost of trade that nobody earns, the iceberg factor: to "10 %", add "5 pp", change "-5 %"."""
    return rule("barrier", importer=importer, exporter=exporter, sector=sector, product=product, to=to, add=add,
                change=change, own=own, except_=except_, both_ways=both_ways, source=source)


def demand(*, importer: Selector, exporter: Selector, change: Amount, sector: Optional[Selector] = None,
           product: Optional[Selector] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
           source: Optional[str] = None) -> Rule:
    """What the importer would buy from the exporter at unchanged prices, other suppliers taking up the rest."""
    return rule("demand", importer=importer, exporter=exporter, sector=sector, product=product, change=change,
                except_=except_, both_ways=both_ways, source=source)


def final_demand(*, region: Selector, sector: Selector, change: Amount, except_: Optional[dict] = None,
                 source: Optional[str] = None) -> Rule:
    """Final demand of the region for the sector at unchanged prices and income."""
    return rule("final_demand", region=region, sector=sector, change=change, except_=except_, source=source)


def productivity(*, region: Selector, change: Amount, sector: Optional[Selector] = None, product: Optional[Selector] = None,
                 except_: Optional[dict] = None, source: Optional[str] = None) -> Rule:
    """How much the same inputs make."""
    return rule("productivity", region=region, sector=sector, product=product, change=change, except_=except_, source=source)


def subsidy(*, region: Selector, sector: Optional[Selector] = None, product: Optional[Selector] = None,
            to: Optional[Amount] = None, add: Optional[Amount] = None, change: Optional[Amount] = None,
            except_: Optional[dict] = None, source: Optional[str] = None) -> Rule:
    """A rate on unit cost that the region pays; negative: a tax on production."""
    return rule("subsidy", region=region, sector=sector, product=product, to=to, add=add, change=change, except_=except_,
                source=source)


def labour(*, region: Selector, change: Amount, except_: Optional[dict] = None, source: Optional[str] = None) -> Rule:
    """The endowment of the factor of value added."""
    return rule("labour", region=region, change=change, except_=except_, source=source)


def transfer(*, from_: Selector, to: Selector, amount: Amount, source: Optional[str] = None) -> Rule:
    """Money that each of from_ pays, shared among to: "500 million USD", or "0.5 %" of the payer's income."""
    return rule("transfer", from_=from_, to=to, amount=amount, source=source)


def ban(*, importer: Selector, exporter: Selector, sector: Optional[Selector] = None, product: Optional[Selector] = None,
        except_: Optional[dict] = None, both_ways: Optional[bool] = None, source: Optional[str] = None) -> Rule:
    """The flow becomes zero."""
    return rule("ban", importer=importer, exporter=exporter, sector=sector, product=product, except_=except_,
                both_ways=both_ways, source=source)


def quota(*, importer: Selector, exporter: Selector, owner: str, sector: Optional[Selector] = None,
          product: Optional[Selector] = None, to: Optional[Amount] = None, change: Optional[Amount] = None,
          together: Optional[bool] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
          source: Optional[str] = None) -> Rule:
    """A limit on the volume of each flow, to "2 billion USD" or "80 %" of the reference; owner of the rent: importer,
    exporter, nobody or a region. together=True: one limit on the sum."""
    return rule("quota", importer=importer, exporter=exporter, sector=sector, product=product, to=to, change=change,
                owner=owner, together=together, except_=except_, both_ways=both_ways, source=source)


def clause(*, importer: Selector, exporter: Selector, sector: Optional[Selector] = None, product: Optional[Selector] = None,
           kind: Optional[str] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
           source: Optional[str] = None) -> Rule:
    """A no-ban clause: bans of these flows do not hold, or not wholly; kind: capped, exempt or proportional."""
    return rule("clause", importer=importer, exporter=exporter, sector=sector, product=product, kind=kind, except_=except_,
                both_ways=both_ways, source=source)


def capacity(*, region: Optional[Selector] = None, sector: Optional[Selector] = None, product: Optional[Selector] = None,
             to: Optional[Amount] = None, add: Optional[Amount] = None, change: Optional[Amount] = None,
             of: Optional[str] = None, owner: Optional[str] = None, together: Optional[bool] = None,
             supplier: Optional[Selector] = None, passage: Optional[Selector] = None, from_: Optional[int] = None,
             until: Optional[int] = None, except_: Optional[dict] = None, source: Optional[str] = None) -> Rule:
    """A limit on output, or with of="exports" on exports, of a region and sector; in a market of a supplier or passage."""
    return rule("capacity", region=region, sector=sector, product=product, supplier=supplier, passage=passage, to=to,
                add=add, change=change, of=of, owner=owner, together=together, from_=from_, until=until, except_=except_,
                source=source)


def preference(*, importer: Selector, exporter: Selector, utilisation: Amount, preferential: Amount, mfn: Amount,
               elasticity: float, sector: Optional[Selector] = None, product: Optional[Selector] = None,
               preferential_to: Optional[Amount] = None, mfn_to: Optional[Amount] = None, mfn_add: Optional[Amount] = None,
               compliance: Optional[Amount] = None, except_: Optional[dict] = None, both_ways: Optional[bool] = None,
               source: Optional[str] = None) -> Rule:
    """Comply or pay: the preferential tariff with a cost of complying, or the MFN tariff. utilisation is the share of
    customs value that uses the preference in the data; preferential_to, mfn_to, mfn_add and compliance are what changes."""
    return rule("preference", importer=importer, exporter=exporter, sector=sector, product=product, utilisation=utilisation,
                preferential=preferential, mfn=mfn, preferential_to=preferential_to, mfn_to=mfn_to, mfn_add=mfn_add,
                elasticity=elasticity, compliance=compliance, except_=except_, both_ways=both_ways, source=source)


def target(outcome: Union[str, Mapping[str, Any]], *, change: Amount, by: Union[Rule, Mapping[str, Any]],
           source: Optional[str] = None) -> Rule:
    """Finds the size of an instrument that brings an outcome to a change: target("output_pct CAN C29", change="0 %",
    by={"subsidy": {"region": "CAN", "sector": "C29"}}), or an outcome {"output": {"region": "CAN", "sector": "C29"}}."""
    of = {"outcome": outcome} if isinstance(outcome, str) else dict(outcome)
    return rule("target", **of, change=change, by=by, source=source)


# ---------------------------------------------------------------- rules of a market alone, for market={"policy": […]}


def outage(*, supplier: Selector, share: Optional[Amount] = None, for_: Optional[str] = None, from_: Optional[int] = None,
           until: Optional[int] = None, source: Optional[str] = None) -> Rule:
    """A share of the supplier's capacity is lost, all of it unless given, for_ a part of the year ("6 months")."""
    return rule("outage", supplier=supplier, share=share, for_=for_, from_=from_, until=until, source=source)


def close(*, passage: Selector, for_: Optional[str] = None, from_: Optional[int] = None, until: Optional[int] = None,
          source: Optional[str] = None) -> Rule:
    """A passage is closed, for_ a part of the year ("90 days"), all of it unless given."""
    return rule("close", passage=passage, for_=for_, from_=from_, until=until, source=source)


def market_rule(kind: str, /, *, source: Optional[str] = None, **fields) -> Rule:
    """Another rule of a market: freight, demand, floor, tax, cost, toll, elasticity or conjecture, with supplier=, buyer=,
    passage= and to=, add= or change= ("0.5 USD/MMBtu", "28 Mt", "10 %")."""
    return rule(kind, source=source, **fields)
