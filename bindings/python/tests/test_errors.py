"""Errors: exceptions by status with file, line and column; wrong types and shapes; the language's own messages."""
import pickle

import numpy as np
import pandas as pd
import pytest

import tradewind as tw

BAD = """scenario: bad
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25}
"""


def test_a_bad_scenario_says_where():
    with pytest.raises(tw.InputError) as caught:
        tw.run(tw.Scenario(text=BAD, origin="bad.yaml"))
    error = caught.value
    assert (error.file, error.line, error.column) == ("bad.yaml", 3, 64)
    assert error.status == "bad_input"
    assert "25 pp" in error.message and "bad.yaml" not in error.message
    assert isinstance(error, ValueError) and isinstance(error, tw.Error)


def test_a_bad_file_says_where(tmp_path):
    name = tmp_path / "bad.yaml"
    name.write_text(BAD)
    with pytest.raises(tw.InputError) as caught:
        tw.Scenario(name)
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(name), 3, 64)


def test_a_rule_built_in_python_says_its_line():
    policy = [tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp"),
              tw.tariff(importer="USA", exporter="CNA", sector="goods", add="25 pp")]  # fmt: skip
    scenario = tw.Scenario(policy=policy, world="small2014")
    with pytest.raises(tw.InputError) as caught:
        tw.run(scenario)
    error = caught.value
    assert error.file == "scenario.yaml"
    line = scenario.yaml.splitlines()[error.line - 1]
    assert line[error.column - 1 :].startswith("CNA")
    assert "CAN" in error.message or "CHN" in error.message


def test_a_bad_world_folder_says_line_and_column(tmp_path, small):
    folder = tmp_path / "world"
    small.write(folder)
    text = (folder / "world.yaml").read_text()
    (folder / "world.yaml").write_text(text[: text.index("files:")])  # changed by hand, and said so
    table = pd.read_csv(folder / "sectors.csv", dtype=str, keep_default_na=False)
    table.loc[2, "trade_elasticity"] = "-1"
    table.to_csv(folder / "sectors.csv", index=False)
    with pytest.raises(tw.InputError) as caught:
        tw.World(folder)
    assert caught.value.file.endswith("sectors.csv")
    assert (caught.value.line, caught.value.column) == (4, "trade_elasticity")


def test_names_that_are_not_there_name_the_nearest(ran, small):
    with pytest.raises(tw.InputError, match="us-tariff-canada"):
        tw.Scenario("us-tarif-canada")
    with pytest.raises(tw.Error, match="small2014"):
        tw.World("small2041")
    with pytest.raises(tw.UsageError, match="tolerance"):
        tw.run("us-tariff-canada", small, tolerence=1e-9)
    with pytest.raises(tw.UsageError, match="tolerance"):
        tw.run("us-tariff-canada", small, tolerance=5.0)
    with pytest.raises(KeyError, match="real_income_pct"):
        ran.numbers("regions", "real_incom_pct")
    with pytest.raises(KeyError, match="regions"):
        ran.table("region")
    with pytest.raises(tw.UsageError, match="tariff"):
        small.numbers("tarif")
    with pytest.raises(KeyError, match="CAN"):
        small.region_index("CANN")
    with pytest.raises(AttributeError):
        ran.no_such_table


def test_wrong_types_are_refused_with_a_message(small):
    with pytest.raises(TypeError, match="scenario: expected"):
        tw.run(17)
    with pytest.raises(TypeError, match="list of rules"):
        tw.Scenario(policy=tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp"))
    with pytest.raises(TypeError, match="takes a name or file"):
        tw.Scenario("us-tariff-canada", policy=[])
    with pytest.raises(TypeError, match="focus: expected a text"):
        tw.run("us-tariff-canada", small, focus=3)
    with pytest.raises(TypeError, match="draws"):
        tw.range("us-tariff-canada", small, draws="many")
    with pytest.raises(ValueError, match='shard: found .*1/2'):
        tw.range("us-tariff-canada", small, draws=10, shard="first")
    with pytest.raises(TypeError, match="expected a text or a path"):
        tw.World(3.5)
    with pytest.raises(TypeError):
        tw.tariff("USA", "CAN")  # names are asked for, so that importer and exporter are not mixed up


def given(**changed):
    flow = np.array([[[80.0, 20.0], [30.0, 90.0]]])
    return {**dict(name="two", regions=["AAA", "BBB"], sectors=["X"], flow=flow, trade_elasticity=[4.0]), **changed}


def test_wrong_shapes_are_refused_with_the_one_expected():
    assert tw.World.from_arrays(**given()).regions == ["AAA", "BBB"]
    with pytest.raises(ValueError, match=r"flow: found the shape \(2, 2\), expected \(1, 2, 2\)"):
        tw.World.from_arrays(**given(flow=np.ones((2, 2))))
    with pytest.raises(ValueError, match=r"trade_elasticity.*\(3,\).*\(1,\)"):
        tw.World.from_arrays(**given(trade_elasticity=[1, 2, 3]))
    with pytest.raises(ValueError, match="value_added_share.*region, sector"):
        tw.World.from_arrays(**given(value_added_share=np.ones((1, 2))))
    with pytest.raises(TypeError, match="flow: expected numbers"):
        tw.World.from_arrays(**given(flow=[["a"]]))
    with pytest.raises(TypeError, match="regions: expected texts"):
        tw.World.from_arrays(**given(regions=[1, 2]))
    with pytest.raises(ValueError, match="region_names: found 1, expected 2"):
        tw.World.from_arrays(**given(region_names=["A"]))
    with pytest.raises(TypeError, match="flow"):
        tw.World.from_arrays(**given(flow=None))


def test_wrong_numbers_are_refused_by_the_library():
    with pytest.raises(tw.InputError, match="AAA"):
        tw.World.from_arrays(**given(flow=np.array([[[80.0, -20.0], [30.0, 90.0]]])))
    with pytest.raises(tw.InputError):
        tw.World.from_arrays(**given(trade_elasticity=[-4.0]))
    with pytest.raises(tw.InputError):
        tw.World.from_arrays(**given(regions=["AAA", "aaa"]))


def test_wrong_frames_are_refused_with_the_row():
    flows = pd.DataFrame({"sector": "X", "importer": ["AAA", "AAA"], "exporter": ["AAA", "BBB"], "value": [1.0, 2.0]})
    sectors = pd.DataFrame({"sector": ["X"], "trade_elasticity": [4.0]})
    with pytest.raises(ValueError, match="column value is missing"):
        tw.World.from_frames("two", flows=flows.drop(columns="value"), sectors=sectors)
    with pytest.raises(ValueError, match="flows: row 1.*sector 'Y'"):
        tw.World.from_frames("two", flows=flows.assign(sector=["X", "Y"]), sectors=sectors)
    with pytest.raises(ValueError, match="stands there twice"):
        tw.World.from_frames("two", flows=pd.concat([flows, flows]), sectors=sectors)
    with pytest.raises(TypeError, match="flows: expected a pandas DataFrame"):
        tw.World.from_frames("two", flows=[1], sectors=sectors)
    with pytest.raises(ValueError, match="goods or services"):
        tw.World.from_frames("two", flows=flows, sectors=sectors.assign(kind="thing"))


def test_no_equilibrium_is_an_outcome_and_its_numbers_are_not_shown(small):
    everything = [tw.tariff(importer="CAN", exporter="all", sector="all", to="900000 %")]
    result = tw.run(tw.Scenario(policy=everything, closure={"deficits": "fixed"}), small, max_steps=0, max_iterations=1)
    assert not result.certified
    assert result.outcome not in ("certified", "certified_by_continuation")
    assert result.message and result.outcome in repr(result)
    assert "No certified solution" in result._repr_html_()
    with pytest.raises(tw.NotCertified) as caught:
        result.regions
    assert caught.value.outcome == result.outcome


def test_notes_of_the_library_are_kept(small):
    scenario = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp")], variables={"duty": "3 pp"})
    assert any("duty" in note for note in scenario.notes)


def test_files_that_cannot_be_written_say_so(ran, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(tw.Error) as caught:
        ran.write(tmp_path / "file" / "results")
    assert "file" in str(caught.value)


def test_exceptions_go_to_other_processes():
    for kind in (tw.Error, tw.UsageError, tw.InputError, tw.Interrupted, tw.MachineError, tw.NoMemory):
        error = pickle.loads(pickle.dumps(kind("a.yaml:3:4: bad")))
        assert (type(error), error.file, error.line, error.column, str(error)) == (kind, "a.yaml", 3, 4, "a.yaml:3:4: bad")
    error = pickle.loads(pickle.dumps(tw.NotCertified("no certified solution", "stalled")))
    assert (error.outcome, error.message) == ("stalled", "no certified solution")


def test_a_market_with_a_comparison_that_is_not_certified_is_not(small):
    """The market itself is solved; what it is compared with is not."""
    rule = tw.market_rule("floor", supplier="QAT", buyer="JPN", to="900 Mt")
    result = tw.market(tw.Scenario(market={"name": "lng2024", "shock": [tw.close(passage="hormuz", for_="6 months")], "compare": [rule]}))
    assert (result.certified, result.outcome) == (False, "infeasible") and "floors" in result.message
    with pytest.raises(tw.NotCertified):
        result.numbers("price")


ILLEGAL = """scenario: fish
world: default
iuu:
  sector: A03
  importer: JPN
  share:
    all: {low: 0.01 %, point: 20 %, high: 90 %}
policy:
  - barrier: {importer: JPN, exporter: all, product: A03_ILLEGAL, to: 900 %}
"""


def test_illegal_fish_is_certified_at_all_three_shares():
    """At the low share there is next to nothing to solve, at the others two iterations do not do."""
    result = tw.run(tw.Scenario(text=ILLEGAL), illegal="low", max_steps=0, max_iterations=2)
    assert (result.certified, result.outcome) == (False, "iteration_limit") and "2 iterations" in result.message
    with pytest.raises(tw.NotCertified):
        result.regions
    assert tw.run(tw.Scenario(text=ILLEGAL), illegal="low").certified


def test_names_of_a_verdict_are_checked_with_words():
    verdict = tw.decide("how-far-to-diversify", draws=0)
    with pytest.raises(KeyError, match="central"):
        verdict.payoffs(field="centrl")
    with pytest.raises(KeyError, match="CAN"):
        verdict.payoffs("CANN")


def test_arguments_that_would_do_nothing_are_refused(small, tmp_path):
    with pytest.raises(TypeError, match="tables: .*cascade"):
        tw.run("us-tariff-canada", small, tables=tmp_path)
    for name, value in dict(world=small, store=tmp_path / "s.db", shard="1/2", trade=True, draw_decomposition=True).items():
        with pytest.raises(TypeError, match=f"{name}: .*market"):
            tw.range("canada-lng-28", draws=5, **{name: value})
    with pytest.raises(TypeError, match="thread: .*is it threads"):
        tw.range("canada-lng-28", draws=5, thread=1)
    for name, value in dict(tolerance=1e-9, set={"a": "1"}, deficits="zero", illegal="low", tables=tmp_path).items():
        with pytest.raises(TypeError, match=f"{name}: .*energy"):
            tw.accounts("JPN", **{name: value})
    for name in ("balance", "origins"):
        with pytest.raises(TypeError, match=f"{name}: .*energy"):
            tw.accounts("JPN", of="food", **{name: tmp_path})
    for name, value in dict(name="lng2024", set={"a": "1"}).items():
        with pytest.raises(TypeError, match=f"{name}: .*as it is"):
            tw.market("lng2024", **{name: value})
    for name in ("seed", "drivers"):
        with pytest.raises(TypeError, match=f"{name}: .*draws is 0"):
            tw.market("lng2024", **{name: 8})
    with pytest.raises(TypeError, match="seed: .*draws is 0"):
        tw.plants("us-tariff-canada", seed=8)
    with pytest.raises(TypeError, match="scenario: "):
        tw.Scenario("us-tariff-canada", scenario="mine")
    with pytest.raises(TypeError, match="origin: "):
        tw.Scenario("us-tariff-canada", origin="mine")
    with pytest.raises(TypeError, match="origin: "):
        tw.Decision("lng-security", origin="mine")
    frames = small.to_frames()
    with pytest.raises(TypeError, match="currency"):
        tw.World.from_frames("again", **frames, curency="EUR")
    with pytest.raises(TypeError, match="goods: is in the tables and a keyword"):
        tw.World.from_frames("again", **frames, goods=[True] * 15)


def test_a_reconciliation_lacks_a_variant_and_says_which(small):
    """As the program, which ends with 3; what was solved is there."""
    result = tw.reconcile("us-tariff-canada", small, max_steps=0, max_iterations=4)
    failed = result.variants[result.variants["outcome"] == "iteration_limit"]
    assert 0 < len(failed) < len(result.variants) and result.variants.loc["deficits-fixed", "outcome"] == "certified"
    assert (result.certified, result.outcome) == (False, "iteration_limit") and failed["title"].iloc[0] in result.message
    assert result.real_income.loc[failed.index].isna().all(axis=None) and len(result.table("reconcile"))
    assert failed["title"].iloc[0] in result._repr_html_()
    nothing = tw.reconcile("us-tariff-canada", small, max_steps=0, max_iterations=1)
    with pytest.raises(tw.NotCertified):
        nothing.table("reconcile")


def test_a_clause_is_certified_with_it_and_without(small):
    """With the clause nothing is banned and nothing is to solve; without it three iterations do not do."""
    pair = dict(importer="USA", exporter="CAN", sector="goods")
    policy = tw.Scenario(policy=[tw.ban(**pair), tw.clause(**pair, kind="exempt")])
    result = tw.run(policy, small, max_steps=0, max_iterations=3)
    assert (result.certified, result.outcome) == (False, "iteration_limit") and "3 iterations" in result.message
    assert tw.run(policy, small).certified
