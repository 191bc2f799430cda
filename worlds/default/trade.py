"""Steps 2 and 3: the flows of 2023.

Goods: each pair's total of 2023, with the sector mix of 2014; imports of the United States with the mix of its customs
records of 2024. Services: 2014 times the geometric mean of both regions' growth of GDP. Own sales are set in step 6.
"""

import numpy as np

from tables import EU


def scale_goods(world, total, flow, report):
    """flow[goods, d, o] with d != o becomes the total of the pair, in the proportions that it had."""
    goods = np.flatnonzero(world.goods)
    old = world.flow[goods]
    n = len(world.regions)
    away = ~np.eye(n, dtype=bool)
    pair = old.sum(axis=0)
    lost = away & (pair <= 0) & (total > 0)
    factor = np.divide(total, pair, out=np.zeros_like(pair), where=away & (pair > 0))
    flow[goods] = old * np.where(away, factor, 0)
    report["goods_2014"] = pair[away].sum()
    report["goods_2023"] = total[away].sum()
    report["goods_lost"] = total[lost].sum()
    report["pairs_over_five"] = [(world.regions[d], world.regions[o], pair[d, o], total[d, o])
                                 for d, o in zip(*np.nonzero(away & (total > 5 * pair) & (total > 5e3)))]


def united_states(world, total, customs, flow, report):
    """Imports of the United States get the mix of customs; EU members keep their own mix, controlled to the EU row."""
    goods = np.flatnonzero(world.goods)
    usa = world.d["USA"]
    made = world.output(world.flow)[:, goods] > 0  # what a partner does not make it cannot send
    before = flow[goods, usa, :].copy()
    moved_unmade = 0.0
    for code, o in world.d.items():
        if code == "USA" or (code in EU and code != "SVK"):
            continue
        mix = customs.of_region(code)[0][goods]
        moved_unmade += (mix * ~made[o]).sum() / mix.sum() * total[usa, o]
        mix = mix * made[o]
        flow[goods, usa, o] = total[usa, o] * mix / mix.sum()
    members = [world.d[c] for c in EU if c != "SVK"]
    mix = customs.of_region("EU")[0][goods]
    start = flow[np.ix_(goods, [usa], members)][:, 0, :] * made[members].T
    cells = start.copy()
    want_member = total[usa, members]
    want_sector = mix / mix.sum() * want_member.sum()
    for _ in range(2000):
        sums = cells.sum(axis=1)
        cells *= np.divide(want_sector, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
        cells *= want_member / cells.sum(axis=0)
        if np.abs(cells.sum(axis=1) - want_sector).max() < 1e-6:
            break
    for k, o in enumerate(members):
        flow[goods, usa, o] = cells[:, k]
    report["us_imports"] = total[usa].sum() - total[usa, usa]
    report["us_moved"] = np.abs(flow[goods, usa, :] - before).sum() / 2
    report["us_unmade"] = moved_unmade
    report["eu_row_gap"] = np.abs(cells.sum(axis=1) - want_sector).sum()


def scale_services(world, growth, flow, report):
    services = np.flatnonzero(~world.goods)
    factor = np.sqrt(np.outer(growth, growth)) * ~np.eye(len(growth), dtype=bool)
    flow[services] = world.flow[services] * factor
    report["services_2014"] = (world.flow[services] * ~np.eye(len(growth), dtype=bool)).sum()
    report["services_2023"] = flow[services].sum()
