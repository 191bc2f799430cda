"""Draws: every number under the name of its row, and no answer that is not whole."""
import numpy as np
import pytest

import tradewind as tw

ALL_TABLES = """scenario: asked
world: small2014
variables:
  duty: 25 pp
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}
  - quota: {importer: MEX, exporter: CAN, sector: C29, to: 80 %, owner: exporter}
  - preference: {importer: USA, exporter: MEX, sector: C29, utilisation: 70 %, preferential: 0 %, mfn: 2.5 %, elasticity: 8, compliance: +1 %}
range: {draws: 7, variables: {duty: {uniform: [15 pp, 35 pp]}}, drivers: 8}
"""


@pytest.fixture(scope="module")
def drawn():
    return tw.range(tw.Scenario(text=ALL_TABLES), trade=True)


@pytest.mark.parametrize("table, column", [("regions", "wage_pct"), ("sectors", "output_pct"), ("groups", "exports_pct"), ("trade", "new_value"),
                                           ("trade", "tariff_new_pct"), ("trade", "change_pct"), ("limits", "instrument_pct"),
                                           ("limits", "money"), ("preferences", "utilisation_new_pct")])  # fmt: skip
def test_draws_stand_under_the_row_whose_median_they_have(drawn, table, column):
    draws, folder = drawn.draws_of(column, table), drawn.table(table)
    assert draws.shape == (7, len(folder)) and draws.attrs["unit"] == folder.attrs["units"][column]
    keys = [name for name in draws.columns.names if name in folder.index.names]
    median = draws.quantile(0.5).rename("median")
    theirs = folder[f"{column}_p50"].groupby(level=keys, sort=False).first() if len(keys) < folder.index.nlevels else folder[f"{column}_p50"]
    median = median.groupby(level=keys, sort=False).first() if len(keys) < draws.columns.nlevels else median
    np.testing.assert_allclose(median.reindex(theirs.index), theirs, rtol=1e-9, atol=1e-12)


def test_draws_of_products_are_by_region_and_product():
    """23 products and another number of sectors, so that one taken for the other shows."""
    drawn = tw.range("us-tariff-canada", "default", draws=5)
    draws, folder = drawn.draws_of("sales_pct", "products"), drawn.table("products").reset_index()
    assert draws.columns.names == ["region", "product"]
    codes = folder["product"].where(folder["product"] != "rest", folder["sector"] + ".rest")
    median = draws.quantile(0.5)
    for region, code, value in zip(folder["region"], codes, folder["sales_pct_p50"]):
        np.testing.assert_allclose(median[(region, code)], value, rtol=1e-9, atol=1e-12)
    assert drawn.quantile("products", "sales_pct", "p50").shape == drawn.numbers("products", "sales_pct").shape


def test_tables_that_are_none_name_the_nearest(drawn):
    with pytest.raises(KeyError, match="regions"):
        drawn.draws_of("wage_pct", "region")
    with pytest.raises(KeyError, match="sectors"):
        drawn.quantile("sector", "output_pct", "p50")
    with pytest.raises(KeyError, match="sectors"):
        drawn.unit("sector", "output_pct")
    with pytest.raises(KeyError, match="output_pct"):
        drawn.draws_of("output_pkt", "sectors")
