"""Step 3: the totals of trade for `tradewind world update`: goods of each pair, and of the United States each sector."""

import numpy as np

from regions import EU_REGIONS


def us_mix(world, total, customs, report):
    """Imports of the United States [S, N] by the mix of customs; EU regions keep their mix, controlled to the EU's."""
    usa, goods = world.d["USA"], np.flatnonzero(world.goods)
    made = world.output()[:, goods] > 0  # what a partner does not make it cannot send
    old = world.flow[:, usa, :] * np.where(np.arange(len(world.regions)) == usa, 0, 1)
    out = np.zeros_like(old)
    unmade = 0.0
    for code, o in world.d.items():
        if code == "USA" or code in EU_REGIONS:
            continue
        mix = customs.of_region(code)[0][goods]
        if mix.sum() == 0:  # not among the partners of the records: the mix of 2022
            mix = old[goods, o]
        unmade += (mix * ~made[o]).sum() / mix.sum() * total[usa, o]
        mix = mix * made[o]
        out[goods, o] = total[usa, o] * mix / mix.sum()
    members = [world.d[c] for c in EU_REGIONS]
    mix = customs.of_region("EU")[0][goods]
    cells = old[np.ix_(goods, members)] * made[members].T
    member = total[usa, members]
    sector = mix / mix.sum() * member.sum()
    for _ in range(2000):
        sums = cells.sum(axis=1)
        cells *= np.divide(sector, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
        cells *= member / cells.sum(axis=0)
        if np.abs(cells.sum(axis=1) - sector).max() < 1e-6:
            break
    out[np.ix_(goods, members)] = cells
    scaled = old[goods] * np.divide(total[usa], old[goods].sum(axis=0), out=np.zeros_like(total[usa]),
                                    where=old[goods].sum(axis=0) > 0)
    report["us_imports"] = total[usa].sum()
    report["us_moved"] = np.abs(out[goods] - scaled).sum() / 2
    report["us_unmade"] = unmade
    return out


def totals(world, total, customs, report):
    """Rows importer, exporter, sector, value."""
    mix = report["us_mix"] = us_mix(world, total, customs, report)
    usa, lines = world.d["USA"], []
    before = world.goods_trade()
    report["goods_before"], report["goods_2023"] = before.sum(), total.sum()
    report["pairs_over_three"] = [(world.regions[d], world.regions[o], before[d, o], total[d, o])
                                  for d, o in zip(*np.nonzero(total > 3 * before)) if total[d, o] > 5e3]
    for d, buyer in enumerate(world.regions):
        for o, seller in enumerate(world.regions):
            if d == o:
                continue
            if d == usa:
                lines += [(buyer, seller, world.sectors[s], repr(float(mix[s, o])))
                          for s in np.flatnonzero(world.goods) if mix[s, o] > 0 or world.flow[s, usa, o] > 0]
            elif total[d, o] > 0 or before[d, o] > 0:
                lines.append((buyer, seller, "goods", repr(float(total[d, o]))))
    return lines
