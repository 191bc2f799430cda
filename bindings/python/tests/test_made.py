"""Worlds made of tables that others publish, and of other worlds; the program makes the same."""
import importlib.util
import os
import pickle

import numpy as np
import pandas as pd
import pytest

import tradewind as tw
from conftest import same_bits

ICIO = """V1,CAN_A01,CAN_H49,USA_A01,USA_H49,CAN_HFCE,CAN_INVNT,USA_HFCE,USA_INVNT,OUT
CAN_A01,10,5,3,2,70,-2,5,0,93
CAN_H49,8,20,1,4,60,0,2,0,95
USA_A01,4,2,90,30,12,0,700,-12,826
USA_H49,1,6,80,200,8,0,900,0,1195
TLS,1,1,2,3,5,0,30,0,0
VA,69,61,650,956,0,0,0,0,0
OUT,93,95,826,1195,0,0,0,0,0
"""
THETA = pd.DataFrame({"sector": ["A01", "H49"], "trade_elasticity": [2.91, 8.35]})
RATES = pd.DataFrame({"importer": ["USA", "CAN"], "exporter": ["CAN", "USA"], "sector": "A01", "tariff_pct": [2.5, 3.0]})
PRODUCTS = pd.DataFrame({"sector": "C29", "product": ["TOY", "FORD"], "name": ["Toyota", "Ford"], "trade_elasticity": [7.0, 6.0], "unit": "cars"})


@pytest.fixture()
def table(tmp_path):
    file = tmp_path / "2021_SML.csv"
    file.write_text(ICIO)
    return file


def test_a_table_of_others_becomes_a_world(program, table, tmp_path):
    world = tw.World.from_table("icio", table, elasticities=THETA, tariffs=RATES.set_index(["importer", "exporter", "sector"]))
    assert (world.name, world.year, world.money) == ("icio2021", 2021, "million USD")
    assert (world.regions, world.sectors) == (["CAN", "USA"], ["A01", "H49"])
    assert world.series("tariff")["A01", "CAN", "USA"] == 0.03 and list(world.series("trade_elasticity")) == [2.91, 8.35]
    assert world.flow("A01", "USA", "CAN") == pytest.approx(3 + 2 + 5)
    assert not world.check().empty and world.check().attrs["holds"]
    THETA.to_csv(tmp_path / "theta.csv", index=False)
    RATES.to_csv(tmp_path / "rates.csv", index=False)
    program("world", "import", "--from", "icio", table, "-e", tmp_path / "theta.csv", "-T", tmp_path / "rates.csv", "-o", tmp_path / "made.tww")
    np.testing.assert_array_equal(tw.World(tmp_path / "made.tww").numbers("flow"), world.numbers("flow"))
    policy = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp")])
    assert tw.run(policy, world).certified
    with pytest.raises(tw.Error, match="icio"):
        tw.World.from_table("icoi", table)
    with pytest.raises(TypeError, match="elasticities: expected a DataFrame or a file"):
        tw.World.from_table("icio", table, elasticities=[1, 2])


def test_a_long_table_comes_back(small, tmp_path):
    file = small.export("csv", tmp_path / "long.csv")
    columns = pd.read_csv(file, nrows=0).columns
    keys = {key: key for key in ("importer", "exporter", "sector", "value", "user") if key in columns}
    world = tw.World.from_table("csv", file, map=keys, name="long", unit="thousand", currency="CAD", year=2019,
                                elasticities=small.to_frames()["sectors"][["sector", "trade_elasticity"]])  # fmt: skip
    assert (world.name, world.money, world.year) == ("long", "thousand CAD", 2019)
    assert sorted(world.regions) == sorted(small.regions)
    np.testing.assert_allclose(world.numbers("flow").sum(), small.numbers("flow").sum(), rtol=1e-9)
    assert tw.World.from_table("dta", small.export("dta", tmp_path / "stata")).compare(small, 1e-12).empty


@pytest.mark.parametrize("layout", [7, 6])
def test_a_gtap_data_base_becomes_a_world(root, tmp_path, layout):
    place = os.path.join(root, "tests", "gtap_base.py")
    described = importlib.util.spec_from_file_location("gtap_base", place)
    gtap = importlib.util.module_from_spec(described)
    described.loader.exec_module(gtap)
    base = gtap.Base(layout, 4, 7, 3)
    base.write(tmp_path / "base")
    world = tw.World.from_table("gtap", tmp_path / "base", year=2017)
    assert len(world.regions) == 4 and len(world.sectors) == 7 and world.year == 2017
    assert world.check().attrs["holds"] and "GTAP" in world.source
    assert world.elasticity_sets == ["esubd"]
    esubd = world.elasticities("esubd")
    known = base.esubd > 1
    assert list(esubd.index) == world.sectors and esubd.attrs["estimates"] == known.sum() >= 6
    np.testing.assert_allclose(esubd[known], base.esubd[known] - 1, rtol=1e-6)
    assert list(esubd) != list(world.series("trade_elasticity"))
    policy = tw.Scenario(policy=[tw.tariff(importer=world.regions[0], exporter=world.regions[1], sector="goods", add="10 pp")])
    assert tw.run(policy, world, elasticities="esubd").certified


def test_sets_of_elasticities(small):
    world = tw.World("default")
    assert world.elasticity_sets
    for name in world.elasticity_sets:
        theta = world.elasticities(name)
        assert theta.index.name == "sector" and 0 < theta.attrs["estimates"] <= len(theta)
    with pytest.raises(KeyError, match=world.elasticity_sets[0]):
        world.elasticities(world.elasticity_sets[0] + "x")


def test_an_update_meets_its_totals(small):
    """Trade of a pair, GDP and a rate are what was asked; the rest balances."""
    usa, can = small.region_index("USA"), small.region_index("CAN")
    flow = small.numbers("flow")
    wanted = 1.2 * flow[small.goods, usa, can].sum()
    trade = pd.DataFrame({"importer": ["USA"], "exporter": ["CAN"], "value": [wanted]})
    tariff = pd.DataFrame({"importer": ["USA"], "exporter": ["CAN"], "sector": ["C29"], "tariff_pct": [25.0]})
    gdp = small.series("value_added").rename("value_added").to_frame() * 1.05
    world = small.update(trade=trade, tariff=tariff, gdp=gdp, year=2025, name="newer", title="Newer")
    assert (world.name, world.year, world.title) == ("newer", 2025, "Newer")
    np.testing.assert_allclose(world.numbers("flow")[small.goods, usa, can].sum(), wanted, rtol=1e-9)
    np.testing.assert_allclose(world.numbers("value_added"), gdp["value_added"], rtol=1e-9)
    assert world.series("tariff")["C29", "USA", "CAN"] == 0.25
    assert world.check().attrs["holds"]
    balanced = small.with_numbers(flow=np.where(flow > 0, flow * (1 + 0.01 * np.sin(np.arange(flow.size)).reshape(flow.shape)), 0))
    assert balanced.balance(hold=["value_added"], name="held").check().attrs["holds"]


def test_a_split_aggregates_to_what_it_was(small):
    split = small.split(region="CAN", into={"CAN_A": 0.6, "CAN_B": 0.4}, name="split")
    assert len(split.regions) == 13 and {"CAN_A", "CAN_B"} < set(split.regions)
    back = split.aggregate(regions={code: "CAN" if code.startswith("CAN") else code for code in split.regions}, name=small.name)
    assert back.compare(small, 1e-9).empty
    differs = small.compare(split)
    assert differs.attrs["unmatched"] == (1, 2)
    rates = small.compare(small.with_numbers(tariff=np.full((15, 12, 12), 0.07) * (1 - np.eye(12))))
    rates = rates[rates["kind"] == "tariff"].set_index(["sector", "importer", "exporter"])
    np.testing.assert_array_equal(rates["before"], small.series("tariff").reindex(rates.index))
    assert rates["after"].isin([0.07, 0.0]).all() and len(rates) > 1000
    shares = pd.DataFrame({"to": ["C29_A", "C29_B"], "share": [0.25, 0.75]})
    parts = small.split(sector="C29", shares=shares)
    np.testing.assert_allclose(parts.series("output").xs("C29_A", level="sector"), 0.25 * small.series("output").xs("C29", level="sector"), rtol=1e-9)
    with pytest.raises(tw.Error, match="1"):
        small.split(region="CAN", into={"A": 0.6, "B": 0.6})


def test_products_of_ones_own_are_put_inside(small, tmp_path):
    flows = pd.DataFrame({"product": ["TOY", "FORD"], "importer": ["", "USA"], "exporter": ["", "CAN"], "share": [0.3, 0.2]})
    world = small.calibrate(flows, PRODUCTS, between={"C29": 1.5}, rho=0.1, scaled=tmp_path / "scaled.csv")
    assert world.products == ["TOY", "FORD", "C29.rest"]
    assert world.series("product_elasticity")["C29"] == 1.5
    frames = world.to_frames()
    value = frames["product_flows"].set_index(["product", "importer", "exporter"])["value"]
    assert value["TOY", "USA", "CAN"] == pytest.approx(0.3 * small.flow("C29", "USA", "CAN"))
    assert value["FORD", "USA", "CAN"] == pytest.approx(0.2 * small.flow("C29", "USA", "CAN"))
    result = tw.run("us-tariff-canada", world, products="all")
    assert result.certified and result.numbers("products", "sales_pct").shape == (12, 3)
    together = world.aggregate(products={"TOY": "CARS", "FORD": "CARS"}, name="cars")
    assert together.products == ["CARS", "C29.rest"]


def test_results_are_not_pickled_and_say_what_to_do(small, ran, tmp_path):
    for result in (ran, tw.range("us-tariff-canada", small, draws=3), tw.accounts("JPN")):
        with pytest.raises(TypeError, match=r"write\(folder\).*read_results"):
            pickle.dumps(result)
    with pytest.raises(TypeError, match="differences"):
        pickle.dumps(tw.diff(ran, ran))
    sent = pickle.loads(pickle.dumps((ran.regions, ran.certificate)))
    assert sent[0].equals(ran.regions) and sent[1].attrs["holds"]
    same_bits(tw.read_results(ran.write(tmp_path / "kept"))["regions"], ran.regions)


def test_a_decision_is_shared_by_shards(tmp_path):
    ask = dict(decision="how-far-to-diversify", draws=6, store=tmp_path / "draws.db")
    half = tw.decide(**ask, shard="1/2")
    assert half.counts["finished"] == 3 and half.counts["draws"] == 6 and half.certified
    whole = tw.decide(**ask)
    alone = tw.decide("how-far-to-diversify", draws=6)
    assert whole.counts == alone.counts and whole.counts["used"] == 6
    assert whole.payoffs().equals(alone.payoffs())
    with pytest.raises(tw.UsageError, match="needs a store"):
        tw.decide("how-far-to-diversify", draws=6, shard="1/2")
    with pytest.raises(ValueError, match="1/2"):
        tw.decide(**ask, shard="half")
