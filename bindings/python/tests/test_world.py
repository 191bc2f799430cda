"""Worlds: arrays and frames both ways, files, changes."""
import pickle

import numpy as np
import pandas as pd
import pytest

import tradewind as tw
from conftest import same_bits


def two():
    """Two regions, two sectors, in ten lines; CCC is small."""
    flow = np.array([[[80.0, 20.0, 1.0], [15.0, 90.0, 2.0], [1.0, 3.0, 5.0]], [[50.0, 5.0, 0.5], [4.0, 60.0, 0.0], [0.2, 1.0, 4.0]]])
    share = np.full((3, 2, 2), 0.5)
    return dict(name="two", regions=["AAA", "BBB", "CCC"], sectors=["GOODS_1", "SERV_1"], flow=flow, trade_elasticity=[4.0, 3.0],
                goods=[True, False], value_added_share=np.full((3, 2), 0.6), input_share=share,
                tariff=np.where(flow[0] > 10, 0.0, 0.1)[None].repeat(2, 0) * [[[0, 1, 1], [1, 0, 1], [1, 1, 0]]])  # fmt: skip


def test_a_world_of_arrays_has_their_bits():
    given = two()
    world = tw.World.from_arrays(**given, title="Two and a third", currency="EUR", unit="billion", year=2020)
    assert world.regions == ["AAA", "BBB", "CCC"] and world.sectors == ["GOODS_1", "SERV_1"]
    np.testing.assert_array_equal(world.numbers("flow"), given["flow"])
    np.testing.assert_array_equal(world.numbers("tariff"), given["tariff"])
    np.testing.assert_array_equal(world.numbers("trade_elasticity"), [4.0, 3.0])
    np.testing.assert_array_equal(world.numbers("value_added_share"), given["value_added_share"])
    np.testing.assert_allclose(world.numbers("input_share"), 0.4 * given["input_share"])
    assert (world.name, world.title, world.money, world.year) == ("two", "Two and a third", "billion EUR", 2020)
    assert list(world.goods) == [True, False]
    assert world.flow("GOODS_1", "AAA", "BBB") == 20.0
    assert world.check().attrs["holds"]


def test_such_a_world_is_solved_and_the_answer_obeys_an_identity():
    """Nothing changes without a policy; a tariff hurts whom it is aimed at and is what was asked for."""
    world = tw.World.from_arrays(**two())
    nothing = tw.run(tw.Scenario(policy=[]), world)
    assert nothing.certified and np.abs(nothing.regions["real_income_pct"]).max() < 1e-9
    policy = tw.Scenario(policy=[tw.tariff(importer="AAA", exporter="BBB", sector="goods", add="20 pp")])
    result = tw.run(policy, world)
    assert result.certified and result.regions.loc["BBB", "real_income_pct"] < 0
    assert result.trade.loc[("GOODS_1", "AAA", "BBB"), "tariff_new_pct"] == 20 + 100 * world.numbers("tariff")[0, 0, 1]


@pytest.mark.parametrize("name", ["small2014", "default"])
def test_frames_come_back_as_the_same_world(name):
    world = tw.World(name)
    frames = world.to_frames()
    again = tw.World.from_frames("again", **frames, currency=world.currency, year=world.year)
    for field in ("flow", "trade_elasticity", "value_added_share"):
        np.testing.assert_array_equal(again.numbers(field), world.numbers(field), err_msg=field)
    np.testing.assert_allclose(again.numbers("tariff"), world.numbers("tariff"), rtol=3e-16)  # there and back by per cent
    np.testing.assert_allclose(again.numbers("input_share"), world.numbers("input_share"), rtol=1e-12, atol=1e-15)
    assert again.regions == world.regions and again.sectors == world.sectors
    assert list(again.sector_names) == list(world.sector_names)
    assert again.tariff_columns == world.tariff_columns
    assert again.products == world.products
    if world.products:
        np.testing.assert_allclose(again.numbers("product_value"), world.numbers("product_value"), rtol=1e-12)
        np.testing.assert_allclose(again.numbers("product_tariff"), world.numbers("product_tariff"), rtol=1e-9, atol=1e-15)
        np.testing.assert_array_equal(again.numbers("product_elasticity"), world.numbers("product_elasticity"))
    scenario = tw.Scenario("us-tariff-canada")
    ours = tw.run(scenario, again).real_income
    theirs = tw.run(scenario, world, products="all" if world.products else None).real_income
    np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-9)


def test_frames_have_the_columns_of_the_folder(small, tmp_path):
    small.write(tmp_path / "world")
    frames = small.to_frames()
    for table in ("regions", "sectors", "flows", "production", "inputs"):
        theirs = pd.read_csv(next((tmp_path / "world").glob(f"{table}.csv*")), keep_default_na=False, float_precision="round_trip")
        shared = [c for c in theirs.columns if c in frames[table].columns]
        assert set(shared) >= {"regions": {"region"}, "sectors": {"sector", "trade_elasticity"}, "flows": {"value", "tariff_pct"},
                               "production": {"value_added_share"}, "inputs": {"share"}}[table]  # fmt: skip
    theirs = pd.read_csv(next((tmp_path / "world").glob("flows.csv*")), float_precision="round_trip").set_index(["sector", "importer", "exporter"])
    ours = frames["flows"].set_index(["sector", "importer", "exporter"])
    same_bits(ours[["value", "tariff_pct"]], theirs[["value", "tariff_pct"]])


def test_saved_worlds_are_the_same(small, tmp_path):
    small.save(tmp_path / "small.tww")
    small.write(tmp_path / "small")
    assert tw.World(tmp_path / "small.tww").sha256 == small.sha256 == tw.World(tmp_path / "small").sha256


def test_check_is_that_of_the_program(program, small):
    theirs = program.json("world", "check", "small2014")
    ours = small.check()
    assert len(ours) == len(theirs["findings"]) and ours.attrs["holds"] == theirs["holds"]
    assert list(ours["finding"]) == [f["finding"] for f in theirs["findings"]]


def test_numbers_are_those_that_the_program_shows(program, small):
    theirs = program.json("world", "show", "small2014")
    ours = small.series("value_added")
    assert {r["region"]: r["value_added"] for r in theirs["regions"]} == dict(ours)
    assert ours.attrs["unit"] == small.money == f"{theirs['world']['unit']} {theirs['world']['currency']}"
    assert {s["sector"]: s["trade_elasticity"] for s in theirs["sectors"]} == dict(small.series("trade_elasticity"))


def test_changes_keep_the_rest(small):
    tariff = np.zeros((15, 12, 12))
    tariff[:, 0, 1] = 0.25
    changed = small.with_numbers(tariff=tariff)
    np.testing.assert_array_equal(changed.numbers("tariff"), tariff)
    np.testing.assert_array_equal(changed.numbers("flow"), small.numbers("flow"))
    assert small.with_numbers().sha256 == small.sha256
    with pytest.raises(TypeError, match="tariff"):
        small.with_numbers(tarif=tariff)


def test_aggregation_by_a_mapping_keeps_the_sum(small):
    regions = {code: "NAM" if code in ("CAN", "USA", "MEX") else "REST" for code in small.regions}
    summed = small.aggregate(regions=regions, name="three")
    assert summed.regions == ["NAM", "REST"]
    np.testing.assert_allclose(summed.numbers("flow").sum(), small.numbers("flow").sum(), rtol=1e-12)


def test_products_are_there_as_frames():
    world = tw.World("default")
    frames = world.to_frames()
    assert "TOYOTA" in set(frames["products"]["product"])
    flows = frames["product_flows"]
    cars = flows[flows["product"].isin(frames["products"].query("sector == 'C29'")["product"])]
    total = world.series("flow").loc["C29"]
    np.testing.assert_allclose(cars.groupby(["importer", "exporter"])["value"].sum().reindex(total.index).fillna(0), total, rtol=1e-9, atol=1e-6)


def test_worlds_and_scenarios_go_to_other_processes(small):
    """As joblib and multiprocessing send them: by pickle."""
    world = pickle.loads(pickle.dumps(small))
    assert world.sha256 == small.sha256
    scenario = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="$duty")], variables={"duty": "25 pp"})
    sent = pickle.loads(pickle.dumps(scenario.with_(set={"duty": "10 pp"})))
    assert list(tw.run(sent, world).real_income) == list(tw.run(scenario, small, set={"duty": "10 pp"}).real_income)
    decision = pickle.loads(pickle.dumps(tw.Decision("lng-security")))
    assert decision.sha256 == tw.Decision("lng-security").sha256


def test_a_world_shows_itself(small):
    assert "12 regions" in repr(small)
    assert "<svg" in small._repr_html_() and "million USD" in small._repr_html_()


def test_built_in_names():
    assert tw.worlds()[0] == "default" and "small2014" in tw.worlds()
    assert "us-tariff-canada" in tw.scenarios() and "lng2024" in tw.markets()
    assert "focus-on-what-we-can-control" in tw.decisions()


def test_what_is_not_known_is_no_zero():
    """None of an array means zero of tariffs, and unknown of people."""
    world = tw.World.from_arrays(**{**two(), "tariff": None})
    assert (world.series("tariff") == 0).all() and (world.series("export_tax") == 0).all()
    for field in ("employment", "population", "gdp", "product_elasticity"):
        assert world.numbers(field) is None and world.series(field).isna().all()
    assert world.series("employment").index.names == ["region", "sector"]
    with pytest.raises(KeyError, match="product_flows"):
        tw.World("default").series("product_value")


def test_frames_keep_what_their_money_is():
    """Tables of thousand CAD come back as thousand CAD, with year, sources and groups; a keyword stands above."""
    world = tw.World.from_arrays(**two(), title="Two and a third", currency="CAD", unit="thousand", year=2021, source="a table",
                                 licence="CC0", region_groups={"PAIR": ["AAA", "BBB"]}, sector_groups={"ONE": ["SERV_1"]})  # fmt: skip
    frames = world.to_frames()
    again = tw.World.from_frames("again", **frames)
    assert (again.money, again.year, again.source, again.licence, again.title) == ("thousand CAD", 2021, "a table", "CC0", "Two and a third")
    assert again.region_groups == world.region_groups and again.sector_groups == world.sector_groups
    assert list(about := frames["flows"].attrs["about"]["region_groups"]) == ["PAIR"], about  # built-in groups are every world's
    other = tw.World.from_frames("other", **frames, currency="USD", unit="million", region_groups={"THREE": ["AAA", "BBB", "CCC"]})
    assert other.money == "million USD" and other.year == 2021 and "PAIR" not in other.region_groups
    frames["flows"] = frames["flows"].set_index(["sector", "importer", "exporter"])
    assert tw.World.from_frames("again", **frames).money == "thousand CAD"


def test_every_frame_has_its_units():
    for name in ("small2014", "default"):
        for table, frame in tw.World(name).to_frames().items():
            numbers = {c for c in frame.columns if frame[c].dtype.kind == "f"}
            assert numbers <= set(frame.attrs.get("units", {})), table
