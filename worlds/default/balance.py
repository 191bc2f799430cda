"""Step 6: own sales and the use of each region, so that every market clears and value added is that of 2023.

Trade is held. With the technology and tastes of 2014, own sales H of a region solve a linear system:

    H + (1+t) M = A (H + E) + alpha I      M, E imports and exports by sector, A inputs per unit of output,
    I = V + tariffs + D                    V value added, D imports less exports

where V = GDP less tariffs then comes out as the sum of v (H + E) by itself. Where H would be below a floor (half the
home share of 2014, at least 5 % of spending where it was above that, at least 3 % of what is made at home at all) it is
raised to it, and the others lowered in proportion to their size to keep V. Then the use table, inputs and final demand by sector, is fitted
by RAS to what is bought and to every producer's bill, both of which now add up; technology moves by as little as that
takes.
"""

import numpy as np

FLOOR_SHARE, FLOOR_LEAST, FLOOR_ALL = 0.5, 0.05, 0.03


def own_sales(world, d, flow, tariff, gdp):
    """H [S], unconstrained and with floors, and the region's income."""
    m = len(world.sectors)
    away = np.arange(len(world.regions)) != d
    imports = (flow[:, d, :] * (1 + tariff[:, d, :]))[:, away].sum(axis=1)
    before_tariff = flow[:, d, away].sum()
    exports = flow[:, away, d].sum(axis=1)
    revenue = imports.sum() - before_tariff
    value_added = gdp - revenue
    income = gdp + before_tariff - exports.sum()
    v = world.value_added_share[d]
    use = (world.input_share[d] * (1 - v)[:, None]).T  # A[s, u]
    alpha = world.final_share[d]
    h = np.linalg.solve(np.eye(m) - use, use @ exports + alpha * income - imports)

    old = world.flow[:, d, :]
    spent = (old * (1 + world.tariff[:, d, :])).sum(axis=1)
    home = np.divide(old[:, d], spent, out=np.zeros(m), where=spent > 0)
    share = np.maximum(np.minimum(home, np.maximum(FLOOR_SHARE * home, FLOOR_LEAST)), FLOOR_ALL)
    floor = share / (1 - np.minimum(share, 0.999)) * imports
    floor = np.where((home >= 0.999) | (imports <= 0), 0, floor)
    made = world.output(world.flow)[d] > 0
    floor[~made] = 0
    low, high = -10.0, 10.0
    size = np.abs(h) + imports

    def fit(x):
        new = np.maximum(floor, h - x * size * made)
        new[~made] = 0
        return new

    for _ in range(200):  # value added falls as x rises
        middle = (low + high) / 2
        if (v * (fit(middle) + exports)).sum() > value_added:
            low = middle
        else:
            high = middle
    return h, fit((low + high) / 2), floor, imports, exports, income, revenue


def ras(start, rows, columns):
    """start fitted to row and column sums; the last sweep is over columns. Returns it and what rows miss."""
    table = start.copy()
    for _ in range(20000):
        sums = table.sum(axis=1)
        table *= np.divide(rows, sums, out=np.zeros_like(rows), where=sums > 0)[:, None]
        sums = table.sum(axis=0)
        table *= np.divide(columns, sums, out=np.zeros_like(columns), where=sums > 0)
        gap = np.abs(table.sum(axis=1) - rows).max() / rows.max()
        if gap < 1e-14:
            break
    return table, gap


def balance(world, flow, tariff, gdp, report):
    """Sets own sales in flow; returns new input shares [N, user, input] of bills and final shares [N, S]."""
    n, m = len(world.regions), len(world.sectors)
    inputs, final = np.zeros((n, m, m)), np.zeros((n, m))
    report["balance"], report["floors"] = [], []
    for d in range(n):
        wanted, h, floor, imports, exports, income, revenue = own_sales(world, d, flow, tariff, gdp[d])
        flow[:, d, d] = h
        output, bought = h + exports, h + imports
        v = world.value_added_share[d]
        bills = np.append((1 - v) * output, income)
        a = world.input_share[d]
        start = np.column_stack([a.T * bills[:-1], world.final_share[d] * income])
        # A market that nothing of 2014 uses, or a user whose inputs are all unavailable, would stop the fit.
        start[bought <= 0] = 0
        seed = np.where(((start.sum(axis=1) <= 0) & (bought > 0))[:, None], 1e-9, 0) * bills
        start = start + seed
        table, gap = ras(start, bought, bills)
        first = start * np.divide(bills, start.sum(axis=0), out=np.zeros(m + 1), where=start.sum(axis=0) > 0)
        moved = np.abs(table - first).sum() / 2
        for u in range(m):
            total = table[:, u].sum()
            inputs[d, u] = table[:, u] / total if total > 0 else world.input_share[d, u]
        final[d] = table[:, m] / table[:, m].sum()
        spent = bought.sum()
        report["balance"].append((world.regions[d], gdp[d], spent, np.maximum(floor - wanted, 0).sum(),
                                  np.abs(h - np.maximum(wanted, 0)).sum(), moved, moved / spent, gap))
        for s in np.flatnonzero(floor > wanted + 1e-9 * bought):
            report["floors"].append((world.regions[d], world.sectors[s], wanted[s], h[s], bought[s]))
    return inputs, final
