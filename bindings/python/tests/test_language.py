"""The language from Python: every kind of rule is written so that the library reads it as it was meant."""
import numpy as np
import pytest

import tradewind as tw

PAIR = dict(importer="USA", exporter="CAN", sector="C29")
RULES = {
    "tariff": tw.tariff(**PAIR, add="25 pp", source="Proclamation 10908"),
    "export_tax": tw.export_tax(**PAIR, to="5 %"),
    "barrier": tw.barrier(importer="USA", exporter="CAN", product="TOYOTA", to="10 %"),
    "demand": tw.demand(**PAIR, change="-30 %"),
    "final_demand": tw.final_demand(region="CAN", sector="C29", change="-10 %"),
    "productivity": tw.productivity(region="CAN", sector="C29", change="+2 %"),
    "subsidy": tw.subsidy(region="CAN", sector="C29", to="5 %"),
    "labour": tw.labour(region="CAN", change="-1 %"),
    "transfer": tw.transfer(from_="CAN", to="USA", amount="500 million USD"),
    "ban": tw.ban(importer="USA", exporter=["CAN", "MEX"], sector="C29"),
    "quota": tw.quota(**PAIR, to="80 %", owner="exporter"),
    "clause": tw.clause(importer="JPN", exporter="CAN", product="WHEAT", kind="exempt"),
    "capacity": tw.capacity(region="CAN", sector="C29", to="90 %"),
    "preference": tw.preference(**PAIR, utilisation="70 %", preferential="0 %", mfn="2.5 %", elasticity=8, compliance="+1 %"),
    "target": tw.target("output_pct CAN C29", change="0 %", by={"subsidy": {"region": "CAN", "sector": "C29"}}),
}


@pytest.mark.parametrize("kind", [k for k in RULES if k != "clause"])
def test_the_library_reads_every_kind_of_rule(kind):
    effects = tw.Scenario(policy=[RULES[kind]], products="all").explain("default")
    assert list(effects["rule"]) == [kind]
    assert effects["covered"][0] >= 1


def test_a_clause_is_read_with_the_ban_that_it_is_about():
    ban = tw.ban(importer="all", exporter="CAN", product="WHEAT")
    effects = tw.Scenario(policy=[ban, RULES["clause"]], products="all").explain("default")
    assert list(effects["rule"]) == ["ban", "clause"]


def test_rules_say_what_was_asked(small):
    scenario = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp", source="a law of 2025")])
    effects = scenario.explain(small)
    row = effects.iloc[0]
    assert row["source"] == "a law of 2025" and row["line"] == 3
    goods, usa, can = small.goods, small.region_index("USA"), small.region_index("CAN")
    flow, tariff = small.numbers("flow")[goods, usa, can], small.numbers("tariff")[goods, usa, can]
    assert row["covered"] == (flow > 0).sum()
    np.testing.assert_allclose(row["value"], flow.sum(), rtol=1e-12)
    np.testing.assert_allclose(row["before"], (flow * tariff).sum() / flow.sum(), rtol=1e-12)
    np.testing.assert_allclose(row["after"] - row["before"], 0.25, rtol=1e-12)
    assert any("deficit" in sentence for sentence in effects.attrs["sentences"])


def test_words_that_yaml_would_misread_are_quoted():
    scenario = tw.Scenario(title="Yes: a # title, with [brackets] and 'quotes'", policy=[], notes="null")
    assert scenario.title == "Yes: a # title, with [brackets] and 'quotes'"
    assert scenario.text("notes") == "null"
    assert tw.Scenario(title="日本の関税", policy=[]).title == "日本の関税"


def test_every_word_comes_back_as_it_was():
    from tradewind.language import scalar

    for word in ("null", "~", "*", "a: b", "a #b", "- x", "-20 %", "+10 %", "25 pp", "$duty", "C29.rest", "0.5 %", "true", "{a}", "[b]",
                 "it's", 'say "so"', "line\\n", "2 billion USD", "é", "no", "off", ".", "a,b", "&x", "!y", "%z", "@at", "`", "1e5"):  # fmt: skip
        made = tw.Scenario(text=f"scenario: words\ntitle: {scalar(word)}\npolicy: []\n")
        assert made.title == word, word


def test_amounts_by_year_and_selectors_in_lists(small):
    rule = tw.tariff(importer="USA", exporter=["CAN", "MEX"], sector="goods", except_={"sector": "B"},
                     add={2026: "0 pp", 2030: "20 pp"}, both_ways=True)  # fmt: skip
    scenario = tw.Scenario(policy=[rule], from_=2026, until=2028, title="By year")
    result = tw.run(scenario, small)
    years = result.by_year
    assert list(years.index.get_level_values("year").unique()) == [2026, 2027, 2028]
    assert abs(years.loc[(2026, "CAN"), "real_income_pct"]) < 1e-9
    halfway = tw.run(tw.Scenario(policy=[tw.tariff(importer="USA", exporter=["CAN", "MEX"], sector="goods", except_={"sector": "B"},
                                                   add="10 pp", both_ways=True)]), small)  # fmt: skip
    np.testing.assert_allclose(years.loc[(2028, "CAN"), "real_income_pct"], halfway.real_income["CAN"], rtol=1e-8)


def test_variables_and_options_on_top(small):
    scenario = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="$duty")], variables={"duty": "25 pp"})
    assert scenario.variables == ["duty"]
    ten = scenario.with_(set={"duty": "10 pp"})
    plain = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="10 pp")])
    assert list(tw.run(ten, small).real_income) == list(tw.run(plain, small).real_income)
    assert list(tw.run(scenario, small, set={"duty": "10 pp"}).real_income) == list(tw.run(plain, small).real_income)
    zero = tw.run(scenario, small, deficits="zero")
    assert zero.real_income["CAN"] != tw.run(scenario, small).real_income["CAN"]
    focused = tw.run(scenario, small, focus="CAN")
    assert focused.answers.loc["real_income_pct CAN", "value"] == focused.real_income["CAN"]
    with pytest.raises(tw.Error, match="duty"):
        scenario.with_(set={"dutty": "10 pp"})


def test_a_market_section_is_built_too():
    scenario = tw.Scenario(market={"name": "lng2024", "shock": [tw.close(passage="hormuz", for_="6 months")]}, title="Six months")
    built = tw.market(scenario)
    half = tw.market(tw.Scenario(market={"name": "lng2024", "shock": [tw.outage(supplier="QAT", for_="6 months")]}))
    as_it_is = tw.market("lng2024")
    assert built.numbers("price")["JPN"] > half.numbers("price")["JPN"] > as_it_is.numbers("price")["JPN"]


def test_included_files_are_found_beside_the_file(tmp_path, small):
    (tmp_path / "rules.yaml").write_text("scenario: rules\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n")
    (tmp_path / "main.yaml").write_text("scenario: main\nworld: beside\ninclude: [rules.yaml]\n")
    small.write(tmp_path / "beside")
    assert list(tw.run(tmp_path / "main.yaml").real_income) == list(tw.run("us-tariff-canada", small).real_income)


class Float64(float):
    """As numpy 2 shows its numbers: repr is not their digits."""

    def __repr__(self):
        return f"np.float64({float(self)})"

    def item(self):
        return float(self)


def test_numbers_of_numpy_are_their_digits(small):
    from tradewind.language import scalar

    assert [scalar(v) for v in (Float64(0.1), np.float64(0.25), np.int64(3), np.bool_(True), np.float32(0.5))] == ["0.1", "0.25", "3", "true", "0.5"]
    result = tw.run("us-tariff-canada", small, tolerance=Float64(1e-9), threads=np.int64(1), decomposition=np.bool_(False))
    assert result.certificate.attrs["tolerance"] == 1e-9
    assert tw.range("us-tariff-canada", small, draws=np.int64(3), trade=np.bool_(True)).counts["draws"] == 3
