"""Results: units, words, charts, pages; each verb with a number from the command line."""
import json
import os
import re

import numpy as np
import pytest

import tradewind as tw


def test_every_column_has_a_unit(ran):
    for table in (ran.regions, ran.sectors, ran.groups, ran.trade):
        assert set(table.attrs["units"]) == set(table.columns)
        assert all(table.attrs["units"].values())
    units = ran.regions.attrs["units"]
    assert (units["real_income_pct"], units["equivalent_variation"]) == ("percent", "million USD")
    read = tw.read_results(ran.folder)["regions"]
    assert read.attrs["meaning"]["wage_pct"].startswith("change of the wage") and read.attrs["units"] == units


def test_the_index_is_labelled(ran, small):
    assert ran.regions.index.name == "region" and list(ran.regions.index) == small.regions
    assert ran.sectors.index.names == ["region", "sector"]
    assert ran.trade.index.names == ["sector", "importer", "exporter"]
    assert ran.groups.index.name == "group"


def test_the_certificate_holds(ran, small):
    assert ran.certificate.attrs["holds"] and ran.certificate.max() <= ran.certificate.attrs["tolerance"] == 1e-10
    assert ran.certificate.max() == ran.certificate.attrs["max"]
    strict = tw.run("us-tariff-canada", small, tolerance=1e-13)  # on the same world, where a solver waits that has others
    assert strict.certificate.attrs["tolerance"] == 1e-13


def test_flows_add_up_to_the_tables(ran, small):
    base, new = ran.flows("base_value"), ran.flows("new_value")
    usa, can = small.region_index("USA"), small.region_index("CAN")
    abroad = [i for i in range(12) if i != can]
    exports = 100 * (new[:, abroad, can].sum() / base[:, abroad, can].sum() - 1)
    np.testing.assert_allclose(ran.regions.loc["CAN", "exports_pct"], exports, rtol=1e-9)
    rise = ran.flows("tariff_new")[:, usa, can] - ran.flows("tariff_base")[:, usa, can]
    np.testing.assert_allclose(rise[small.goods], 0.25, rtol=1e-12)
    with pytest.raises(KeyError, match="base_value"):
        ran.flows("base")


def test_the_world_of_a_result_is_the_one_that_was_solved(ran, small):
    assert ran.world.sha256 == small.sha256 and ran.world.regions == small.regions
    assert ran.money == small.money


def test_a_notebook_shows_headline_ranges_and_a_chart(small):
    drawn = tw.range("us-tariff-canada", small, draws=30, focus="CAN")
    shown = drawn._repr_html_()
    assert drawn.headline[:40] in shown and shown.count("<svg") == 1 and "<rect" in shown and "p05" in shown
    assert shown.count("<line") >= 3  # the ranges, and the axis
    assert "real income changes" in repr(drawn)


def test_charts_have_room_for_their_words_and_signs_only_for_changes():
    from tradewind.charts import Bars, svg

    long = "elasticities-caliendo-parro-2015"
    changes = svg(Bars("Real income", "percent", [long, "b"], [-0.5, 0.25], [-0.6, 0.2], [-0.4, 0.3]))
    at = float(re.search(r'<text x="([\d.]+)" [^>]*text-anchor="end"', changes)[1])
    assert at >= 7 * len(long) and "+0.250" in changes and changes.count("<rect") == 2 and changes.count("<line") == 3
    levels = svg(Bars("Value added", "million USD", ["a"], [17405020.0]))
    assert ">17,405,020<" in levels
    chain = svg(Bars("x", "%", ["one", "two", "three"], [1.0, 3.0, 2.0], ordered=True))
    assert chain.index(">one<") < chain.index(">two<") < chain.index(">three<")
    assert "&lt;b&gt;" in svg(Bars("x", "%", ["<b>"], [1.0]))
    assert svg(Bars("x", "%", ["a"], [float("nan")])) == ""


def test_plot_draws_with_matplotlib(small):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    drawn = tw.range("us-tariff-canada", small, draws=30)
    axes = drawn.plot()
    assert axes.get_xlabel() == "percent" and len(axes.patches) == 12
    labels = [label.get_text() for label in axes.get_yticklabels()]
    widths = dict(zip(labels, (bar.get_width() for bar in axes.patches)))
    assert widths["CAN"] == drawn.real_income["CAN"]
    figure, own = matplotlib.pyplot.subplots()
    assert tw.run("us-tariff-canada", small).plot(ax=own) is own
    matplotlib.pyplot.close("all")


def test_the_page_is_written_and_opened(ran, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    name = ran.report()
    assert opened == ["file://" + name] and "<html" in open(name, encoding="utf-8").read()[:2000].lower()
    other = ran.report(tmp_path / "page.html", show=False)
    assert len(opened) == 1 and os.path.getsize(other) == os.path.getsize(name)


def test_write_makes_the_folder_of_the_program(ran, tmp_path):
    ran.write(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "run.json").read_text())
    assert manifest["certified"] and manifest["kind"] == "run"
    assert {"regions.csv", "sectors.csv", "groups.csv", "trade.csv", "columns.csv", "report.html"} <= set(os.listdir(tmp_path / "out"))
    assert ran.manifest["scenario"]["sha256"] == manifest["scenario"]["sha256"]


def test_the_temporary_folder_goes_with_the_result(small):
    result = tw.run("us-tariff-canada", small)
    folder = result.folder
    assert os.path.exists(os.path.join(folder, "run.json"))
    del result
    assert not os.path.exists(folder)


def test_cells_lose_the_apostrophe_that_spreadsheets_need():
    from tradewind.results import plain_text

    for written, read in (("'=1+1", "=1+1"), ("''=1+1", "'=1+1"), ("'abc", "'abc"), ("'-x", "-x"), ("abc", "abc"), ("'", "'")):
        assert plain_text(written) == read


def test_diff_says_what_differs(ran, small, tmp_path):
    zero = tw.run("us-tariff-canada", small, deficits="zero")
    assert not tw.diff(ran, zero)
    assert tw.diff(ran, ran).agrees
    trace = tw.diff(ran, zero)
    assert len(trace.differences) and any("deficits" in line for line in trace.inputs)
    assert "differs" in repr(trace) and "<table" in trace._repr_html_()


def test_tables_of_draws_and_markets_have_units(small):
    drawn = tw.range("us-tariff-canada", small, draws=5, focus="CAN C29")
    units = drawn.draws.attrs["units"]
    assert set(units) == set(drawn.draws.columns)
    assert (units["ended"], units["elasticity of C29"], units["exports_pct CAN C29 USA"]) == ("text", "as stored: 25 pp is 0.25", "percent")
    assert drawn.parameters.attrs["units"]["central"] == units["elasticity of C29"]
    asked = tw.market("lng-hormuz-closed")
    units = {"price": "USD/MMBtu", "quantity": "Mt", "bill": "billion USD", "limit_rent": "billion USD", "flow": "Mt", "toll": "USD/MMBtu",
             "tolls": "billion USD", "share": "fraction", "days": "days"}  # fmt: skip
    assert {field: asked.numbers(field).attrs["unit"] for field in units} == units


def test_the_chart_of_a_stress_test_says_what_it_counts():
    """Money where there is a market; of fuels without one million tonnes, which cost nothing that is known."""
    bars = tw.stress("JPN", lose="hormuz", months=6)._bars()
    assert (bars.title, bars.unit) == ("What a loss costs", "the market's unit of money")
    bars = tw.stress("JPN", lose="hormuz", months=6, fuel="crude")._bars()
    assert (bars.title, bars.unit) == ("What is cut off", "million tonnes")


def test_a_range_with_draws_of_other_shards_shows_itself(small, tmp_path):
    half = tw.range("us-tariff-canada", small, draws=20, store=tmp_path / "draws.db", shard="1/2")
    assert not half.certified and "10 of 20 draws" in half.message
    assert "10 of 20 draws" in half._repr_html_() and "10 of 20 draws" in repr(half)
    assert "message" in dir(half)


def test_a_range_without_a_certified_draw_says_so():
    """The central duty is certified in two iterations, those that are drawn are not."""
    scenario = """scenario: far
world: small2014
variables:
  duty: 0.01 pp
policy:
  - tariff: {importer: CAN, exporter: all, sector: all, add: $duty}
range: {draws: 4, variables: {duty: {uniform: [400 pp, 500 pp]}}, drivers: 0}
"""
    drawn = tw.range(tw.Scenario(text=scenario), max_steps=0, max_iterations=2)
    assert drawn.counts["certified"] == 0 and (drawn.certified, drawn.outcome) == (False, "iteration_limit")
    assert "none of the draws" in drawn._repr_html_()
    with pytest.raises(tw.NotCertified, match="none of the draws"):
        drawn.regions


# ---------------------------------------------------------------- each verb beside the command line


def test_run(program, ran):
    theirs = program.json("run", "us-tariff-canada", "--world", "small2014", "--all")
    assert {r["region"]: r["real_income_pct"] for r in theirs["regions"]} == dict(ran.real_income)
    assert theirs["headline"] == ran.headline and theirs["certificate"]["max"] == ran.certificate.attrs["max"]
    assert theirs["iterations"] == ran.iterations


def test_range(program, small):
    theirs = program.json("range", "us-tariff-canada", "--world", "small2014", "--draws", "30", "--focus", "CAN", "--all")
    ours = tw.range("us-tariff-canada", small, draws=30, focus="CAN")
    assert {r["region"]: r["real_income_pct_p95"] for r in theirs["regions"]} == dict(ours.regions["real_income_pct_p95"])
    assert [p["name"] for p in theirs["parameters"]] == list(ours.parameters.index)
    assert [d["total"] for d in theirs["drivers"]] == list(ours.drivers["total"])
    assert {a["outcome"]: a["p05"] for a in theirs["answers"]} == dict(ours.answers["p05"])
    assert ours.counts["certified"] == theirs["draws"]["certified"] == 30


def test_decide(program):
    theirs = program.json("decide", "where-to-build-cars", "--draws", "0")
    ours = tw.decide("where-to-build-cars", draws=0)
    region = theirs["regions"][0]
    assert region["expected_value"] == ours.best.loc[region["region"], "expected"]
    assert region["minimax_regret"] == ours.best.loc[region["region"], "minimax"]
    cells = ours.payoffs(region["region"])
    assert list(cells.index) == [lever["name"] for lever in theirs["levers"]]
    decision = ours.table("decision").reset_index()
    here = (decision["region"] == region["region"]) & (decision["lever"] == cells.index[1]) & (decision["contingency"] == cells.columns[2])
    assert cells.iloc[1, 2] in list(decision[here].iloc[0]) and cells.iloc[1, 2] != 0


def test_the_chart_of_a_decision_has_its_probabilities():
    """Choices have expected payoffs; of contingencies at 85, 5, 5 and 5 % they are no plain means."""
    verdict = tw.decide("lng-security", draws=0)
    choices = verdict.table("choices").reset_index()
    chosen = (choices["criterion"] == "expected") & (choices["region"] == verdict.regions[0])
    expected = choices[chosen].set_index("lever")["value"]
    bars = verdict._bars()
    assert dict(zip(bars.labels, bars.values)) == dict(expected.reindex(bars.labels)) and bars.low is None
    assert max(abs(verdict.payoffs().mean(axis=1) - expected.reindex(bars.labels))) > 0.1 * max(abs(expected))
    drawn = tw.decide("how-far-to-diversify", draws=5)._bars()
    assert all(low <= value <= high for low, value, high in zip(drawn.low, drawn.values, drawn.high))


def test_reconcile(program, small):
    theirs = program.json("reconcile", "us-tariff-canada", "--world", "small2014")
    ours = tw.reconcile("us-tariff-canada", small)
    assert [v["name"] for v in theirs["variants"]] == list(ours.variants.index)
    for variant in theirs["variants"]:
        assert variant["real_income_pct"]["CAN"] == ours.real_income.loc[variant["name"], "CAN"]


def test_plants(program):
    theirs = program.json("plants", "us-tariff-canada", "--product", "TOYOTA", "--region", "CAN")
    ours = tw.plants("us-tariff-canada", product="TOYOTA", region="CAN")
    assert theirs["sentences"] == ours.sentences[: len(theirs["sentences"])]
    assert theirs["plants"][0]["units_pct"] == ours.table("plants")["units_pct"].iloc[0]


def test_market():
    """Prices of Hormuz closed for a year are those of the buyers' table, which test_same_bits compares with the program."""
    ours = tw.market("lng-hormuz-closed")
    table = ours.table("buyers")
    np.testing.assert_allclose(ours.numbers("price"), table["price_new"], rtol=1e-12)
    np.testing.assert_allclose(ours.numbers("price", before=True), table["price_base"], rtol=1e-12)
    flow = ours.numbers("flow")
    np.testing.assert_allclose(flow.sum(), ours.numbers("quantity"), atol=1e-6)
    with pytest.raises(KeyError, match="price"):
        ours.numbers("prise")


def test_exposure(program):
    theirs = program.json("exposure", "JPN", "--world", "small2014", "--largest", "3")
    ours = tw.exposure("JPN", world="small2014", largest=3)
    assert [w["per_point"] for w in theirs["gains"] + theirs["losses"]] == list(ours.largest["per_point"])
    assert [w["exact_25_pct"] for w in theirs["gains"] + theirs["losses"]] == list(ours.largest["exact_25_pct"])


def test_dependence(program):
    theirs = program.json("dependence", "JPN", "--world", "small2014", "--stops", "1", "--all")
    ours = tw.dependence("JPN", world="small2014", stops=1)
    hhi = [r["value"] for r in theirs["rows"] if r["indicator"] == "hhi"]
    assert sorted(hhi) == sorted(ours.indicator("hhi")["value"])


def test_accounts_of_energy(program):
    theirs = program.json("accounts", "JPN", "--energy")
    ours = tw.accounts("JPN")
    row = next(r for r in theirs["accounts"] if (r["item"], r["source"], r["partner"]) == ("origin_share", "lng", "AUS"))
    assert ours.value("origin_share", "lng", partner="AUS") == row["value"]
    assert theirs["sentences"] == ours.sentences[: len(theirs["sentences"])]
    with pytest.raises(TypeError, match="food"):
        tw.accounts("JPN", world="default")


def test_accounts_of_food(program):
    theirs = program.json("accounts", "JPN", "--food")
    ours = tw.accounts("JPN", of="food")
    assert (theirs["calories"], theirs["domestic"]) == (ours.total(), ours.total(domestic=True))


def test_stress(program):
    theirs = program.json("stress", "JPN", "--lose", "hormuz", "--months", "6")
    ours = tw.stress("JPN", lose="hormuz", months=6)
    found = [None if x != x else x for x in ours.table("stress")["shortfall"]]
    assert [r["shortfall"] for r in theirs["stress"]] == found
    assert theirs["sentences"] == ours.sentences[: len(theirs["sentences"])]


def test_routes(program):
    theirs = program.json("routes", "QAT", "JPN", "--closed", "malacca")
    ours = tw.routes("QAT", "JPN", closed="malacca")
    assert theirs["routes"][0]["km"] == ours.table("routes")["km"].iloc[0]
    assert theirs["routes"][0]["line"][0] == list(ours.line[0]) and not ours.line.flags.writeable


def test_replay(program, small, tmp_path):
    tw.range("us-tariff-canada", small, draws=10).write(tmp_path / "out")
    theirs = program.json("replay", tmp_path / "out")
    ours = tw.replay(tmp_path / "out")
    assert theirs["agrees"] and ours.agrees
    assert [t["numbers"] for t in theirs["tables"]] == list(ours.tables["numbers"])


def test_a_store_is_gone_on_with_and_shards_wait_for_each_other(small, tmp_path):
    whole = tw.range("us-tariff-canada", small, draws=20)
    store = tmp_path / "draws.db"
    half = tw.range("us-tariff-canada", small, draws=20, store=store, shard="1/2")
    assert half.counts["done"] == 10 and not half.counts["complete"]
    with pytest.raises(tw.Error, match="10 of 20 draws"):
        half.regions
    both = tw.range("us-tariff-canada", small, draws=20, store=store)
    assert both.counts["complete"] and list(both.regions["real_income_pct_p95"]) == list(whole.regions["real_income_pct_p95"])
