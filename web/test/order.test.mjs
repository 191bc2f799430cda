// The order in which data stand says nothing: with regions, sectors, choices, buyers or rows in another order every picture is
// the same to the pixel, every table has the same rows, and every sentence says the same. Nor does the language change a number.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { calorieRows, cascadeSample, linkSample, made, options, plantSample } from './answers-sample.mjs';
import { openPage, textsOf } from './dom.mjs';
import { run } from './pages.mjs';
import * as study from './study-sample.mjs';

/** Another order of six or four; of the last two the first stays before the other, as a sentence names both. */
const turned = (list) => ({ 6: [3, 4, 1, 5, 0, 2], 4: [2, 0, 3, 1] })[list.length];
const taken = (list, order) => order.map((at) => list[at]);
const backwards = (grid) => grid && { ...grid, rows: [...grid.rows].reverse() };

/** A run with its regions and sectors in another order; rows of its tables, which have codes, stay. */
function turnRun(given) {
  const one = structuredClone(given);
  const [r, s] = [turned(one.regions), turned(one.sectors)];
  const cells = r.flatMap((region) => s.map((sector) => region * one.sectors.length + sector));
  const matrix = (rows) => taken(rows, r).map((row) => taken(row, r));
  return {
    ...one, regions: taken(one.regions, r), sectors: taken(one.sectors, s),
    region_values: one.region_values.map((column) => taken(column, r)), sector_values: one.sector_values.map((column) => taken(column, cells)),
    flows: one.flows.map(([sector, to, from, ...rest]) => [s.indexOf(sector), r.indexOf(to), r.indexOf(from), ...rest]),
    pairs: Object.fromEntries(Object.entries(one.pairs).map(([name, rows]) => [name, matrix(rows)])),
    years: one.years && { ...one.years, values: one.years.values.map((year) => year.map((column) => taken(column, r))) },
  };
}

/** A decision with its choices and regions in another order; of two choices that are alike one is left out. */
function turnDecision({ decision: given, ...rest }, order) {
  const decision = structuredClone(given);
  const kept = order.filter((at) => at !== 4);
  const at = (lever) => (lever === null || lever === undefined ? lever : kept.indexOf(lever === 4 ? 0 : lever));
  decision.levers = taken(decision.levers, kept);
  decision.regions = (order[0] ? [...decision.regions].reverse() : decision.regions).map((region) => ({
    ...region,
    levers: taken(region.levers, kept).map((one) => ({ ...one, dominated_by: at(one.dominated_by), same_as: null })),
    cells: region.cells.filter((cell) => cell.lever !== 4).map((cell) => ({ ...cell, lever: at(cell.lever) })),
    break_even: region.break_even.filter((one) => one.rival !== 4).map((one) => ({ ...one, rival: at(one.rival) })),
    stays: region.stays.map((one) => ({ ...one, below: at(one.below), above: at(one.above) })),
    choice: Object.fromEntries(Object.entries(region.choice).map(([key, lever]) => [key, at(lever)])),
  }));
  return { ...rest, decision };
}

function turnReconciliation({ reconciliation: given, ...rest }) {
  const reconciliation = structuredClone(given);
  const order = turned(reconciliation.regions);
  reconciliation.regions = taken(reconciliation.regions, order);
  for (const variant of reconciliation.variants) for (const key of ['real_income_pct', 'change_from_previous']) variant[key] = taken(variant[key], order);
  return { ...rest, reconciliation };
}

/** Sums in another order differ in their last digits. */
const rounded = (text) => text.replace(/\d+\.\d{6,}(e-?\d+)?/g, (found) => String(Number(Number(found).toPrecision(9))));
const written = (node) => (node.tagName ? `<${node.tagName} ${[...node.map].filter(([name]) => !['selected', 'value'].includes(name)).map(([name, value]) => `${name}=${rounded(value)}`).join(' ')}>${node.childNodes.map(written).join('')}` : node.textContent);

/** What a page shows: {pictures, tables, sentences}. sorted: rows of pictures and tables in no order. */
function shown(document, sorted) {
  const found = {};
  const root = document.getElementById('page');
  for (const figure of root.querySelectorAll('figure')) {
    figure.redraw(820);
    const svg = figure.querySelector('svg.plot');
    const marks = [...svg.all()].map((node) => node.getAttribute('data-tip')).filter(Boolean);
    found[figure.id] = sorted ? [...textsOf(svg, 'text'), ...marks].sort() : svg.children.filter((one) => one.tagName !== 'defs').map(written);
    found[`${figure.id} is called`] = figure.querySelector('figcaption').textContent;
  }
  for (const table of root.querySelectorAll('.table')) {
    const more = document.getElementById(`${table.id}-more`);
    if (table.querySelectorAll('tbody tr').length < Number(document.getElementById(`${table.id}-count`).textContent.match(/\d+$|\d+(?=\D*$)/)[0])) more.click();
    found[table.id] = table.querySelectorAll('tbody tr').map(written).sort();
  }
  for (const what of ['h1', 'h2', 'p', 'ul.reasons li', 'ol li', 'table.plain td', 'dd']) {
    const said = root.querySelectorAll(what).filter((node) => !node.closest('.table') && !node.closest('.manifest')).map((node) => `${node.getAttribute('class')} ${node.textContent}`);
    found[what] = ['dd', 'ul.reasons li'].includes(what) ? said.sort() : sorted ? said.map((text) => [...text].sort().join('')) : said;
  }
  found.controls = root.querySelectorAll('select').map((box) => [box.id, box.querySelectorAll('option').map((one) => one.textContent).sort(), box.querySelector('option[selected]')?.textContent]);
  return found;
}

async function same(name, given, other, { hash = '#lang=en&region=CAN&sector=C29', sorted = false } = {}) {
  const open = async (data) => shown(await openPage({ format: 1, program: 'tradewind 0.2.0', ...data }, { hash }), sorted);
  const [a, b] = [await open(given), await open(other)];
  assert.ok(Object.keys(a).length > 8, `${name} has something to compare`);
  assert.deepEqual(Object.keys(b), Object.keys(a), name);
  for (const key of Object.keys(a)) {
    const at = a[key].length === b[key].length ? [...a[key]].findIndex((one, k) => JSON.stringify(one) !== JSON.stringify(b[key][k])) : 0;
    assert.ok(at < 0 || JSON.stringify(b[key][at]) === JSON.stringify(a[key][at]), `${name}: ${key}, ${at}\n  ${JSON.stringify(a[key][at])}\n  ${JSON.stringify(b[key][at])}`);
    assert.equal(b[key].length, a[key].length, `${name}: ${key}`);
  }
}

const grid = ([columns, ...rows]) => ({ columns, rows: rows.map((row) => row.map((value) => (value === '' ? null : value))) });
const matrix = (all) => ['region,outcome,wedge,sector,product,exporter,importer,derivative'.split(','), ...(all ? ['CAN', 'KOR'] : ['CAN']).flatMap((region, k) => ['USA', 'MEX', 'KOR', 'CAN'].flatMap((exporter, at) => ['', 'C29', 'A01', 'G'].map((sector, i) => [region, 'output C29', 'productivity', sector, '', exporter, '', (at - 1.7) * (i + 0.55) * (k + 1)])))];
const largest = ['region,outcome,wedge,sector,product,exporter,importer,rate_pct,per_point,exact_1_pct,exact_25_pct'.split(','), ['CAN', 'output C29', 'tariff', 'A01', '', 'USA', 'CAN', 12, -0.33, -0.3, -7], ['CAN', 'output C29', 'productivity', 'C29', '', 'KOR', '', 3, 0.5, 0.51, 12.1]];
const exposed = (all) => run({ files: { 'exposure_matrix.csv': matrix(all), 'exposure_largest.csv': largest }, more: options('exposure', true, all ? { region: undefined } : {}) });

const RUNS = {
  full: () => run({ ranges: true, jobs: true, products: true, years: true }),
  plain: () => run({ seed: 4 }),
  plants: () => run({ plants: plantSample() }),
  dependence: () => run(made.dependence(true)),
  still: () => run(made.dependence(false)),
  food: () => run({ ...made.food(true), files: { 'calories.csv': calorieRows(true, 'KOR') } }),
  exposure: () => exposed(false),
  'exposure of all': () => exposed(true),
  linked: () => ({ ...run({}), link: grid(linkSample) }),
  cascade: () => ({ ...run(cascadeSample), cascade: grid(cascadeSample.files['cascade.csv']), clause: grid(cascadeSample.files['clause.csv']) }),
};
for (const [name, make] of Object.entries(RUNS)) {
  test(`${name}: regions and sectors in another order`, async () => {
    const one = make();
    await same(name, { runs: [one] }, { runs: [turnRun(one)] });
    await same(`${name}, other choices`, { runs: [one] }, { runs: [turnRun(one)] }, { hash: '#lang=fr&region=KOR&sector=A01&measure=wage_pct&metric=exports_pct&tariffs=region&own=1&inside=price' });
  });
}

test('several runs: one of them with its regions in another order', async () => {
  const runs = () => [run({ seed: 1 }), run({ seed: 2, name: 'second', title: 'Another quota' })];
  const [a, b] = runs();
  await same('two runs', { runs: [a, b] }, { runs: [a, turnRun(b)] });
  await same('two runs, the second shown', { runs: [a, b] }, { runs: [a, turnRun(b)] }, { hash: '#lang=en&run=2&region=MEX&sector=C24' });
});

test('a decision with its choices and regions in another order', async () => {
  for (const options of [{}, { drawn: false }]) {
    const given = fill.readDecision(study.writeDecision(options));
    for (const hash of ['#lang=en&region=CAN', '#lang=en&region=USA&cells=range', '#lang=ja&region=CAN&cells=regret']) await same(`decision ${hash}`, { decisions: [turnDecision(given, [0, 1, 2, 3, 4])] }, { decisions: [turnDecision(given, [2, 0, 4, 3, 1])] }, { hash });
  }
});

test('a reconciliation with its regions in another order', async () => {
  for (const unsolved of [false, true]) {
    const given = fill.readReconciliation(study.writeReconciliation({ unsolved }));
    for (const hash of ['#lang=en', '#lang=en&region=CAN&steps=step', '#lang=fr&region=ROW']) await same(`reconciliation ${hash}`, { reconciliations: [given] }, { reconciliations: [turnReconciliation(given)] }, { hash });
  }
});

test('accounts, markets and stress tests with their rows in another order', async () => {
  const account = fill.readAccounts(study.writeAccounts());
  const upside = structuredClone(account);
  // fuels and conventions are columns, in the order of the file; partners of each are rows
  upside.account.accounts = [...new Set(account.account.accounts.map((row) => `${row.item} ${row.source} ${row.convention}`))].flatMap((key) => account.account.accounts.filter((row) => `${row.item} ${row.source} ${row.convention}` === key).reverse());
  await same('accounts', { accounts: [account] }, { accounts: [upside] }, { sorted: true });
  const market = fill.readMarket(study.writeMarket());
  const other = structuredClone(market);
  for (const key of ['buyers', 'suppliers', 'flows', 'passages']) other.market[key].reverse();
  await same('market', { markets: [market] }, { markets: [other] }, { sorted: true });
  for (const detail of [false, true]) {
    const stress = fill.readStress(study.writeStress({ detail }));
    const turnedOver = structuredClone(stress);
    turnedOver.stress.losses.reverse();
    turnedOver.stress.buyer = stress.stress.rows[0].buyer;
    stress.stress.buyer = stress.stress.rows[0].buyer;
    const [market_, rest] = [true, false].map((is) => turnedOver.stress.rows.filter((row) => (row.price_base !== undefined) === is));
    turnedOver.stress.rows = [...market_.reverse(), ...rest];
    await same(`stress ${detail}`, { stresses: [stress] }, { stresses: [turnedOver] }, { sorted: true });
  }
});

test('rows of products, plants, exposure, calories and dependence in another order', async () => {
  const full = RUNS.full();
  const upside = { ...full, products: { ...full.products, table: backwards(full.products.table) }, product_flows: { ...full.product_flows, table: backwards(full.product_flows.table) }, limits: backwards(full.limits), groups: backwards(full.groups) };
  await same('products', { runs: [full] }, { runs: [upside] }, { sorted: true });
  const plants = RUNS.plants();
  await same('plants', { runs: [plants] }, { runs: [{ ...plants, plants: { ...plants.plants, plants: [...plants.plants.plants].reverse() } }] });
  const exposure = RUNS.exposure();
  await same('exposure', { runs: [exposure] }, { runs: [{ ...exposure, exposure_matrix: { ...exposure.exposure_matrix, table: backwards(exposure.exposure_matrix.table) }, exposure_largest: backwards(exposure.exposure_largest) }] });
  const food = RUNS.food();
  await same('food', { runs: [food] }, { runs: [{ ...food, calories: backwards(food.calories) }] });
  const dependence = RUNS.dependence();
  await same('dependence', { runs: [dependence] }, { runs: [{ ...dependence, dependence: backwards(dependence.dependence) }] });
  const linked = RUNS.linked();
  await same('linked', { runs: [linked] }, { runs: [{ ...linked, link: backwards(linked.link) }] });
});
