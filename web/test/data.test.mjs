// The data that the page was given, and the questions that sections ask of it, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageTariff, centreOff, flowRange, flowReader, focusOf, hasContent, isChange, isLevel, isPart, isPercent, isRange, isStill, mainColumns, PARTS, rangeOf, readData, regionColumn, regionRange, regionValue, sectorRange, sectorValue, verbOf, withoutRange } from '../src/data.js';

/** What the page reads: the text of one element. */
function given(data) {
  globalThis.document = { getElementById: (id) => (assert.equal(id, 'tradewind-data'), { textContent: JSON.stringify(data) }) };
  return readData();
}

const WORLD = { region_names: { CAN: 'Canada', JPN: 'Japan' }, sector_names: { A01: 'Crops', C29: 'Cars' }, sector_kinds: { A01: 'goods' } };

test('a run that has little has empty lists, and the texts of its world', () => {
  const { runs, shown } = given({ runs: [{ world: { name: 'w', notes: 'old' }, manifest: { scenario: { titles: { fr: 'Titre' } }, world: { titles: { fr: 'Monde' }, caveat_in: { fr: 'Attention' }, notes: 'new', notes_in: { fr: 'nouveau' }, sha256: 'x' } } }, {}] });
  assert.equal(shown, runs);
  for (const run of runs) {
    assert.equal(run.kind, 'run');
    for (const key of ['notes', 'sentences', 'flows', 'region_values', 'sector_values', 'region_columns', 'sector_columns', 'regions', 'sectors']) assert.deepEqual(run[key], [], key);
    for (const key of ['drivers', 'groups', 'products']) assert.equal(run[key], null, key);
  }
  assert.deepEqual(runs[0].titles, { fr: 'Titre' });
  assert.deepEqual(runs[0].world, { name: 'w', titles: { fr: 'Monde' }, caveat_in: { fr: 'Attention' }, notes: 'new', notes_in: { fr: 'nouveau' } });
  assert.equal(runs[1].titles, null);
  assert.deepEqual(given({ runs: [{ notes: ['a'], flows: [[1]], drivers: { x: 1 } }] }).runs[0].flows, [[1]]);
});

test('without runs decisions, reconciliations, accounts, markets and stress tests are shown, in that order', () => {
  const manifest = { world: WORLD, scenario: { titles: { ja: '題' } } };
  const { runs, shown } = given({
    stresses: [{ folder: 's', manifest: {}, stress: { rows: [{ buyer: 'JPN' }], buyers: { JPN: 'Japan' }, title: 'Lost' } }, { folder: 't', manifest: {}, stress: { buyer: 'KOR', rows: [{ buyer: 'JPN' }], buyers: { JPN: 'Japan', KOR: 'Korea' }, title: 'Lost' } }],
    markets: [{ folder: 'm', manifest: {}, market: { focus: 'JPN', buyers: [{ buyer: 'CHN', name: 'China' }, { buyer: 'JPN', name: 'Japan' }], scenario: 'closed', name: 'lng', title: 'Closed' } }, { folder: 'n', manifest: {}, market: { focus: 'X', buyers: [], name: 'lng' } }],
    accounts: [{ folder: 'a', manifest, account: { region: 'JPN', name: 'Japan', sentences: ['s'], remarks: ['r'] } }],
    reconciliations: [{ folder: 'r', manifest, reconciliation: { regions: ['CAN', 'JPN'], scenario: { name: 'q' }, variants: [{ real_income_pct: [1, -2] }, { real_income_pct: [2.5, null] }, { real_income_pct: [null, 0.5] }] } }],
    decisions: [{ folder: 'd', manifest, decision: { decide: 'd', titles: null, levers: [{ name: 'a' }, { name: 'b', title: 'a' }, { name: 'c' }], contingencies: [{ name: 'x', title: 'same' }, { name: 'y', title: 'same' }], regions: [{ region: 'CAN', name: 'Canada' }] } }],
  });
  assert.deepEqual(runs, []);
  assert.deepEqual(shown.map((one) => [one.kind, one.folder, one.name, one.title]), [['decision', 'd', 'd', 'd'], ['reconciliation', 'r', 'q', 'q'], ['accounts', 'a', 'JPN', 'Japan'], ['market', 'm', 'closed', 'Closed'], ['market', 'n', 'lng', undefined], ['stress', 's', 'Lost', 'Lost'], ['stress', 't', 'Lost', 'Lost']]);
  assert.deepEqual(shown.map((one) => one.regions), [[['CAN', 'Canada']], [['CAN', 'Canada'], ['JPN', 'Japan']], [['JPN', 'Japan']], [['JPN', 'Japan']], [['X', undefined]], [['JPN', 'Japan']], [['KOR', 'Korea']]]);
  // names that two share are told apart
  const [decision, reconciliation, accounts] = shown;
  assert.deepEqual(decision.decision.levers.map((one) => one.shares), [true, true, false]);
  assert.deepEqual(decision.decision.contingencies.map((one) => one.shares), [true, true]);
  assert.deepEqual(decision.sectors, [['A01', 'Crops', 'goods'], ['C29', 'Cars', undefined]]);
  // variants move Japan by 2.5 points and Canada by 1.5; a variant without a number moves nothing
  assert.equal(reconciliation.first, 1);
  assert.deepEqual(reconciliation.titles, { ja: '題' });
  assert.deepEqual([accounts.sentences, accounts.notes], [['s'], ['r']]);
  assert.equal(given({ reconciliations: [{ folder: 'r', manifest: {}, reconciliation: { regions: ['CAN', 'JPN'], scenario: { name: 'q', title: 'Q' }, variants: [{ real_income_pct: [null, null] }] } }] }).shown[0].first, 0);
});

test('a verb beside the tables is told by its options and its table', () => {
  const tables = { dependence: 'dependence', food: 'calories', exposure: 'exposure_matrix' };
  for (const [kind, table] of Object.entries(tables)) {
    const run = { manifest: { kind, options: { changed: true } }, [table]: {} };
    assert.equal(verbOf(run), kind);
    assert.equal(isStill(run), false);
    assert.equal(isStill({ ...run, manifest: { kind, options: {} } }), true);
    assert.equal(verbOf({ ...run, [table]: null }), null);
    assert.equal(verbOf({ ...run, manifest: { kind } }), null);
  }
  assert.equal(verbOf({ manifest: { kind: 'run', options: {} }, dependence: {} }), null);
  assert.equal(isStill({ manifest: { kind: 'run' } }), false);
});

test('the focus is lists, its rest one word', () => {
  assert.equal(focusOf({ manifest: {} }), null);
  assert.equal(focusOf({ manifest: { scenario: {} } }), null);
  const one = { region: 'CAN', sector: 'C29', product: null };
  assert.deepEqual(focusOf({ manifest: { focus: one, scenario: { focus: { region: 'USA' } } } }), { ...one, regions: ['CAN'], sectors: ['C29'], products: [] });
  const many = { region: null, regions: ['CAN', 'JPN'], sectors: ['A01'], products: ['TOYOTA', 'C29.rest', 'restless'] };
  assert.deepEqual(focusOf({ manifest: { scenario: { focus: many } } }), { ...many, products: ['TOYOTA', 'rest', 'restless'] });
  assert.deepEqual(focusOf({ manifest: { decision: { focus: { region: 'CAN' } } } }), { region: 'CAN', regions: ['CAN'], sectors: [], products: [] });
});

const RUN = {
  regions: [['CAN'], ['USA']],
  sectors: [['A01'], ['C29'], ['H49']],
  region_columns: ['x', 'x_p05', 'x_p50', 'x_p95', 'y', 'y_p05', 'y_p95'],
  region_values: [[1, 5], [0.5, 4], [1.1, 4.3], [2, 6], [3, null], [null, 1], [2, 2]],
  sector_columns: ['v', 'v_p05', 'v_p95'],
  sector_values: [[0, 1, 2, 10, 11, 12], [0, 1, 2, 10, 11, null], [5, 6, 7, 15, 16, 17]],
  flow_columns: ['sector', 'v', 'v_p05', 'v_p95'],
};

test('values by region, by region and sector, and of flows', () => {
  assert.deepEqual(regionColumn(RUN, 'x'), [1, 5]);
  assert.equal(regionColumn(RUN, 'z'), null);
  assert.deepEqual([regionValue(RUN, 'x', 1), regionValue(RUN, 'y', 1), regionValue(RUN, 'z', 0), regionValue(RUN, 'x', 2)], [5, null, null, null]);
  for (let region = 0; region < 2; region++) for (let sector = 0; sector < 3; sector++) assert.equal(sectorValue(RUN, 'v', region, sector), 10 * region + sector);
  assert.deepEqual([sectorValue(RUN, 'z', 0, 0), sectorValue(RUN, 'v', 2, 0)], [null, null]);
  const read = flowReader(RUN);
  assert.deepEqual(['v', 'sector', 'v_p95', 'none'].map((name) => read(['C29', 7, 6, 9], name)), [7, 'C29', 9, null]);
  assert.equal(flowReader({})([1], 'v'), null);
});

test('ranges: of a column that has both ends, and numbers at both', () => {
  assert.deepEqual(regionRange(RUN, 'x', 1), { low: 4, high: 6 });
  assert.deepEqual([regionRange(RUN, 'y', 0), regionRange(RUN, 'z', 0)], [null, null]);
  assert.deepEqual(regionRange(RUN, 'y', 1), { low: 1, high: 2 });
  assert.deepEqual(sectorRange(RUN, 'v', 1, 1), { low: 11, high: 16 });
  assert.equal(sectorRange(RUN, 'v', 1, 2), null);
  assert.deepEqual(flowRange(RUN, 'v', ['C29', 7, 6, 9]), { low: 6, high: 9 });
  assert.equal(flowRange({}, 'v', [1]), null);
  for (const end of ['a_p05', 'a_p95']) assert.equal(rangeOf(['a_p05', 'a_p95'], 'a', (name) => (name === end ? null : 1)), null);
  assert.equal(rangeOf(['a_p05'], 'a', () => 1), null);
  assert.equal(rangeOf(['a_p95'], 'a', () => 1), null);
  assert.deepEqual(rangeOf(['a_p05', 'a_p95'], 'a', () => 0), { low: 0, high: 0 });
  assert.deepEqual(['x_p05', 'x_p50', 'x_p95', 'x_p5', 'p05', 'x_p05_more'].map(isRange), [true, true, true, false, false, false]);
  assert.deepEqual(['x_p05', 'x', 'x_p50_pct'].map(withoutRange), ['x', 'x', 'x_p50_pct']);
  assert.deepEqual(mainColumns(['x', 'x_p05', 'lone_p95', 'y']), ['x', 'lone_p95', 'y']);
});

test('a central number outside of its range, or a quarter of it away from the median', () => {
  const of = (value, low, median, high) => centreOff({ region_columns: ['x', 'x_p05', 'x_p50', 'x_p95'], region_values: [[value], [low], [median], [high]] }, 'x', 0);
  assert.equal(of(2, 1, 2, 3), null);
  assert.equal(of(0.9, 1, 2, 3), 'outside');
  assert.equal(of(3.1, 1, 2, 3), 'outside');
  assert.deepEqual([of(1, 1, 1.4, 3), of(3, 1, 2.6, 3)], [null, null]); // an end is inside
  assert.deepEqual([of(2.5, 1, 2, 3), of(2.51, 1, 2, 3), of(1.49, 1, 2, 3)], [null, 'far', 'far']);
  assert.equal(of(2.9, 1, null, 3), null);
  assert.equal(of(null, 1, 2, 3), null);
  assert.equal(of(5, 5 - 1e-9, 5, 5 + 1e-9), null); // next to no width
  assert.deepEqual([of(7, 5, 5, 5), of(7, 5, 5, 5 + 1e-9)], [null, null]); // though it is outside
  assert.equal(centreOff({ region_columns: ['x'], region_values: [[1]] }, 'x', 0), null);
});

test('what columns are, by their names', () => {
  for (const name of ['real_income_pct', 'value_added_change', 'exports_pct_p95', 'first_order_welfare_pct']) assert.ok(isChange(name), name);
  for (const name of ['gdp_base', 'gdp_new_p05', 'tariff_new_pct', 'flow_new_value', 'value', 'base_value', 'new_value', 'limit', 'reference', 'cost_pct', 'money', 'binding_share', 'money_p05', 'tariff_base_pct_p50']) assert.ok(!isChange(name), name);
  for (const part of ['gdp', 'output', 'value_added', 'exports', 'imports', 'employment']) for (const end of ['base', 'new', 'new_p05']) assert.ok(isLevel(`${part}_${end}`), `${part}_${end}`);
  for (const name of ['gdp', 'tariff_new', 'gdp_newer', 'real_gdp_base', 'exports_pct']) assert.ok(!isLevel(name), name);
  assert.deepEqual(['a_pct', 'a_pct_p05', 'pct', 'a_pct_more', 'a'].map(isPercent), [true, true, false, false, false]);
  assert.equal(PARTS.length, 7);
  for (const name of [...PARTS, 'technical_pct_p05', 'first_order_welfare_pct']) assert.ok(isPart(name), name);
  for (const name of ['real_income_pct', 'tariff_revenue_new_pct', 'order_pct']) assert.ok(!isPart(name), name);
  assert.deepEqual([[null, 0], [], null, undefined, [0, null, 1e-12], [-1]].map(hasContent), [false, false, false, false, true, true]);
});

test('an average tariff: weights of trade, no pair without it, no rate without a number', () => {
  const all = [[0, 0], [0, 1], [1, 0], [1, 1]];
  assert.equal(averageTariff([[10, 20], [30, 40]], [[1, 2], [3, 4]], all), (10 + 40 + 90 + 160) / 10);
  assert.equal(averageTariff([[10, 20], [30, null]], [[0, 2], [null, 4]], all), 20);
  assert.equal(averageTariff([[10, 20], [30, 40]], [[-1, 1], [0, 1]], all), 30);
  assert.equal(averageTariff([[0, 0], [0, 0]], [[1, 1], [1, 1]], all), 0);
  assert.equal(averageTariff([[10, 20]], [[1, 1]], []), null);
  assert.equal(averageTariff([[10, 20], [30, 40]], [[1, 2], [3, 4]], [[1, 0]]), 30);
});
