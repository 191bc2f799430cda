"""The same numbers to the bit as the command line on the same scenario, verb by verb."""
import json

import numpy as np
import pandas as pd
import pytest

import tradewind as tw
from conftest import same_bits

SCENARIO = """scenario: asked
title: US tariffs on Canadian goods +25 points
world: small2014
closure: {deficits: fixed}
variables:
  duty: 25 pp
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}
range: {draws: 40, variables: {duty: {uniform: [15 pp, 35 pp]}}, outcomes: [real_income_pct CAN], drivers: 8}
"""


@pytest.fixture()
def file(tmp_path):
    name = tmp_path / "asked.yaml"
    name.write_text(SCENARIO)
    return name


def test_run_has_the_bits_of_the_files(program, tmp_path, file):
    theirs = program.folder(tmp_path / "out", "run", file)
    ours = tw.run(file)
    for table in ("regions", "sectors", "groups", "trade"):
        same_bits(getattr(ours, table), theirs[table])
        assert getattr(ours, table).attrs["units"] == theirs[table].attrs["units"]
    assert ours.headline == json.loads((tmp_path / "out" / "run.json").read_text())["headline"]


def test_a_default_run_with_products_has_them(program, tmp_path):
    theirs = program.folder(tmp_path / "out", "run", "us-tariff-canada", "--deficits", "zero")
    ours = tw.run("us-tariff-canada", deficits="zero")
    for table in ("regions", "sectors", "trade", "products", "product_trade"):
        same_bits(getattr(ours, table), theirs[table])


def test_a_text_and_rules_of_python_are_the_file(file):
    from_file, from_text = tw.run(file), tw.run(tw.Scenario(text=SCENARIO))
    built = tw.Scenario(scenario="asked", title="US tariffs on Canadian goods +25 points", world="small2014",
                        closure={"deficits": "fixed"}, variables={"duty": "25 pp"},
                        policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="$duty")])  # fmt: skip
    same_bits(from_file.sectors, from_text.sectors)
    same_bits(from_file.sectors, tw.run(built).sectors)


def test_range_has_the_bits_of_the_files(program, tmp_path, file):
    csv = tmp_path / "draws.csv"
    theirs = program.folder(tmp_path / "out", "range", file, "--draws-csv", csv)
    ours = tw.range(file)
    for table in ("regions", "sectors", "groups"):
        same_bits(getattr(ours, table), theirs[table])
    same_bits(ours.draws, pd.read_csv(csv, index_col="draw", float_precision="round_trip"))
    drivers = theirs["drivers"].reset_index()
    assert list(ours.drivers["total"]) == list(drivers["total"])
    assert list(ours.drivers.index.get_level_values("parameter")) == list(drivers["parameter"])


def test_draws_are_those_that_the_quantiles_are_of(file):
    ours = tw.range(file)
    drawn = ours.draws_of("real_income_pct")
    assert drawn.shape == (40, len(ours.regions))
    np.testing.assert_allclose(drawn.quantile(0.95), ours.regions["real_income_pct_p95"], rtol=1e-13)
    assert list(drawn["CAN"]) == list(ours.draws["real_income_pct CAN"])


def test_replay_of_a_folder_of_python_agrees_to_the_bit(tmp_path, file):
    tw.run(file).write(tmp_path / "a")
    trace = tw.replay(tmp_path / "a")
    assert trace.agrees and trace.tables["differ"].sum() == 0 and trace.tables["numbers"].sum() > 1000


def test_a_solver_that_kept_its_base_gives_the_same_bits(small):
    other = tw.Scenario(policy=[tw.tariff(importer="CAN", exporter="USA", sector="goods", add="10 pp")])
    first = tw.run("us-tariff-canada", small)
    tw.run(other, small, deficits="zero")
    again = tw.run("us-tariff-canada", small)
    fresh = tw.run("us-tariff-canada", tw.World("small2014"))
    same_bits(first.sectors, again.sectors)
    same_bits(first.sectors, fresh.sectors)


VERBS = {
    "decide": (["decide", "how-far-to-diversify", "--draws", "2"],
               lambda: tw.decide("how-far-to-diversify", draws=2), ("decision", "choices", "break_even")),
    "reconcile": (["reconcile", "us-tariff-canada", "--world", "small2014"],
                  lambda: tw.reconcile("us-tariff-canada", "small2014"), ("reconcile",)),
    "plants": (["plants", "us-tariff-canada", "--product", "TOYOTA"],
               lambda: tw.plants("us-tariff-canada", product="TOYOTA"), ("plants", "parity")),
    "market": (["market", "lng-hormuz-closed"], lambda: tw.market("lng-hormuz-closed"),
               ("buyers", "suppliers", "shipments", "passages")),
    "exposure": (["exposure", "JPN", "--world", "small2014", "--largest", "3"],
                 lambda: tw.exposure("JPN", world="small2014", largest=3), ("exposure", "exposure_matrix", "exposure_largest")),
    "dependence": (["dependence", "JPN", "--world", "small2014", "--stops", "1"],
                   lambda: tw.dependence("JPN", world="small2014", stops=1), ("dependence",)),
    "energy": (["accounts", "JPN", "--energy"], lambda: tw.accounts("JPN"), ("accounts",)),
    "food": (["accounts", "JPN", "--food"], lambda: tw.accounts("JPN", of="food"), ("calories", "accounts")),
    "stress": (["stress", "JPN", "--lose", "hormuz", "--months", "6"],
               lambda: tw.stress("JPN", lose="hormuz", months=6), ("stress", "stress_flows")),
    "routes": (["routes", "QAT", "JPN", "--closed", "malacca"], lambda: tw.routes("QAT", "JPN", closed="malacca"), ("routes",)),
    "linked": (["run", "canada-lng-2030"], lambda: tw.run("canada-lng-2030"), ("regions", "link", "buyers")),
    "illegal": (["run", "iuu-north-pacific"], lambda: tw.run("iuu-north-pacific"), ("regions", "illegal", "limits")),
    "range of a market": (["range", "canada-lng-28", "--draws", "20", "--drivers", "0"],
                          lambda: tw.range("canada-lng-28", draws=20, drivers=0), ("buyers", "suppliers")),
    "years": (["run", "canada-energy-exports"], lambda: tw.run("canada-energy-exports"), ("years", "years_sectors", "regions")),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_tables_of_every_verb_are_the_files_of_the_program(program, tmp_path, verb):
    words, ask, tables = VERBS[verb]
    theirs, ours = program.folder(tmp_path / "out", *words), ask()
    for table in tables:
        same_bits(ours.table(table), theirs[table])
    assert ours.certified
    assert ours.headline
    assert "<svg" in ours._repr_html_()
