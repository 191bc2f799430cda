// Long lists, without a browser: how many rows a table shows before the rest is asked for, how many bars a picture has and
// which, how many its text alternative tells, and that the largest are those.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { linkSample, made, options, plantSample } from './answers-sample.mjs';
import { choose, copied, drawn, openPage, textsOf } from './dom.mjs';
import { run } from './pages.mjs';
import * as study from './study-sample.mjs';

const open = (more, hash = '#lang=en') => openPage({ format: 1, program: 'tradewind 0.2.0', ...more }, { hash });
const many = (count, make) => Array.from({ length: count }, (_, at) => make(at));
const PLACES = 'CAN Canada,USA United States,MEX Mexico,KOR Korea,REU Rest of the EU,ROW Rest of the world,AUS Australia,BRA Brazil,CHN China,IND India,IDN Indonesia,JPN Japan,NOR Norway,CHE Switzerland,GBR United Kingdom,TUR Turkey,SAU Saudi Arabia,ZAF South Africa,ARG Argentina,CHL Chile,COL Colombia,PER Peru,VNM Vietnam,THA Thailand,MYS Malaysia,NZL New Zealand,ISL Iceland'.split(',').map((text) => [text.slice(0, 3), text.slice(4)]);
const body = (document, id) => document.querySelectorAll(`#${id} tbody tr`);
const bars = (document, id) => document.querySelectorAll(`#${id} g.row`).map((row) => row.querySelector('text.name').getAttribute('data-tip'));
const told = (document, id, between = '; ') => document.querySelector(`#${id} desc`).textContent.split(between).length;

/** The first `few` of `all` rows; the rest when asked for, and away again. */
function few(document, id, count, all) {
  const more = document.getElementById(`${id}-more`);
  if (body(document, id).length !== count && body(document, id).length === all) more.click(); // as an earlier page of this file left it
  assert.equal(body(document, id).length, count, `${id} shows`);
  assert.equal(more.hidden, all <= count, `${id} has more`);
  assert.match(document.getElementById(`${id}-count`).textContent, new RegExp(`\\b${count}\\b`));
  if (all <= count) return;
  assert.match(more.textContent, new RegExp(`\\b${all}\\b`));
  assert.match(document.getElementById(`${id}-count`).textContent, new RegExp(`\\b${all}\\b`));
  const first = body(document, id).map((row) => row.textContent);
  more.click();
  assert.equal(body(document, id).length, all);
  assert.deepEqual(body(document, id).slice(0, count).map((row) => row.textContent), first);
  assert.match(more.textContent, new RegExp(`\\b${count}\\b`));
  more.click();
  assert.equal(body(document, id).length, count);
}

test('a run of many regions, products, limits and parameters', async () => {
  const one = run({ list: PLACES, ranges: true, products: true, years: true });
  const products = one.products.table;
  const own = products.rows.find((row) => row[products.columns.indexOf('region')] === 'CAN' && row[products.columns.indexOf('product')] === 'TOYOTA');
  const at = (name) => products.columns.indexOf(name);
  for (let k = 0; k < 30; k++) products.rows.push(own.map((value, c) => (c === at('product') ? `P${String(k).padStart(2, '0')}` : c === at('sales_new') ? own[at('sales_base')] + 10000 * (k + 1) : c === at('price_pct') ? 50 + k : value)));
  products.rows = products.rows.filter((row) => row[at('region')] === 'CAN');
  one.limits.rows = many(27, (k) => one.limits.rows[k % 2].map((value, c) => (c === 0 ? k : value)));
  one.preferences.rows = many(26, () => one.preferences.rows[0]);
  one.manifest.preferences = 99;
  one.manifest.range.parameters = many(11, (k) => ({ ...one.manifest.range.parameters[4], name: `p${k}` }));
  const d = one.drivers.columns;
  one.drivers.rows = many(9, (r) => many(14, (p) => d.map((name) => ({ outcome: 'real_income_pct', region: PLACES[r][0], parameter: `q${p}`, first_order: 0.01 * p, total: 0.02 * p, first_order_error: 0.004, total_error: 0.003 })[name] ?? null))).flat();
  const document = await open({ runs: [one] }, '#lang=en&region=CAN');
  few(document, 'flows-table', 25, one.flows.filter(([, to, from]) => to !== from).length);
  few(document, 'tariff-table', 25, 27 * 26);
  few(document, 'limits-table', 25, 27);
  few(document, 'preferences-table', 25, 26);
  assert.ok(document.querySelector('#section-preferences').textContent.includes('26.0') || document.querySelector('#section-preferences').textContent.includes('26 '), 'how many of all');
  few(document, 'drivers-table', 20, 126);
  few(document, 'parameters-table', 10, 11);
  few(document, 'products-table', 25, products.rows.length);
  few(document, 'regions', 27, 27);
  assert.equal(document.querySelectorAll('#flow-diagram path.ribbon').length, 20);
  assert.equal(told(document, 'flow-diagram'), 8);
  assert.equal(document.querySelectorAll('#years-chart path.line').length, 6);
  assert.equal(bars(document, 'tariff-chart').length, 27);
  const real = one.region_values[one.region_columns.indexOf('real_income_pct')];
  const lines = textsOf(document, '#years-chart text.linelabel').map((text) => PLACES.findIndex(([, name]) => text.startsWith(`${name} `)));
  assert.deepEqual(new Set(lines), new Set([0, ...[...real.keys()].filter((k) => k !== 0).sort((a, b) => Math.abs(real[b]) - Math.abs(real[a])).slice(0, 5)]), 'the chosen one and those that change most');
  const names = bars(document, 'product-bars');
  assert.deepEqual(names.slice(0, 12), many(12, (k) => `P${29 - k}`), 'the largest changes');
  assert.equal(names.length, 12);
  assert.match(document.querySelector('#product-bars figcaption').textContent, /\b12\b.*\b\d\d\b/);
  choose(document.getElementById('product-side'), 'price');
  await drawn();
  assert.equal(bars(document, 'product-bars')[0], 'P29');
  choose(document.getElementById('product-side'), 'sales');
  assert.equal(document.querySelectorAll('figure').filter((figure) => /^drivers-\d+$/.test(figure.id)).length, 8);
  assert.ok(document.querySelector('#section-drivers').textContent.includes('1'), 'one more result is told');
  assert.deepEqual(bars(document, 'drivers-1'), many(12, (k) => `q${13 - k}`));
  assert.equal(told(document, 'drivers-1'), 8);
  assert.match(document.querySelector('#drivers-1 figcaption').textContent, /\b12\b.*\b14\b/);
  assert.match(document.querySelector('#drivers-1 desc').textContent, /q13.*q12.*q6/);
  const [tariff] = document.querySelectorAll('#tariff-chart desc');
  assert.ok(tariff.textContent.split('; ').length <= 8 && tariff.textContent.includes('United States'), tariff.textContent);
  choose(document.getElementById('tariff-view'), 'exporters');
  await drawn();
  const said = document.querySelector('#tariff-chart desc').textContent;
  assert.equal(said.split('; ').length, 8);
  const steps = [...said.matchAll(/([\d.]+) → ([\d.]+)/g)].map(([, a, b]) => b - a);
  steps.slice(1).forEach((step, k) => assert.ok(step <= steps[k] + 0.011, `${steps}: the largest first`));
});

test('two runs of many regions: the eight that differ most', async () => {
  const runs = [run({ list: PLACES }), run({ list: PLACES, seed: 2, name: 'second', title: 'Second' })];
  const document = await open({ runs });
  few(document, 'differs', 8, 27);
  assert.equal(told(document, 'compare-bars'), 8);
  const value = (one, k) => one.region_values[one.region_columns.indexOf('real_income_pct')][k];
  const order = [...PLACES.keys()].sort((a, b) => Math.abs(value(runs[1], b) - value(runs[0], b)) - Math.abs(value(runs[1], a) - value(runs[0], a)));
  const rows = (await copied(document.getElementById('differs'), fill.readCsv)).rows;
  assert.deepEqual(rows.slice(0, 8).map((row) => row.region), order.slice(0, 8).map((k) => PLACES[k][0]));
  for (const row of rows) {
    const k = PLACES.findIndex(([code]) => code === row.region);
    assert.ok(Math.abs(Number(row.difference) - (value(runs[1], k) - value(runs[0], k))) < 1e-12, 'the second less the first');
  }
  const largest = (k) => Math.max(...runs.map((one) => Math.abs(value(one, k) ?? 0)));
  assert.deepEqual(bars(document, 'compare-bars'), [...PLACES.keys()].sort((a, b) => largest(b) - largest(a)).map((k) => PLACES[k][1]));
});

test('a warning names six runs, and counts the others', async () => {
  const runs = many(8, (k) => run({ seed: k + 1, name: `run${k}`, title: `Run ${k}`, deficits: k % 2 ? 'zero' : 'fixed', against_deficits: k % 2 ? 'zero' : 'fixed' }));
  const document = await open({ runs });
  const warnings = textsOf(document, '.warning');
  assert.ok(warnings.length >= 2);
  for (const text of warnings.filter((each) => each.includes('Run 0'))) assert.ok(text.includes('Run 5') && !text.includes('Run 6') && /\b2\b/.test(text), text);
});

test('plants, dependence, calories, exposure and links of many', async () => {
  const sample = plantSample();
  const [, model] = sample.plants;
  sample.plants = many(26, (k) => ({ ...model, product: `P${k}`, name: `Plant ${k}`, volume_pct: -k, sales_base: 1, none: { subsidy_pct: k < 8 ? 'it is the other site itself' : k < 15 ? 'it sells nothing that is counted' : 'nobody knows' }, markets: many(11, (m) => ({ ...model.markets[0], market: PLACES[m][0], units_base: 100 + m })) }));
  const parity = [['product', 'region', 'other_region', 'market', 'odds_base', 'odds_new', 'tariff_parity_pct'], ...many(11, (k) => ['P25', 'CAN', PLACES[k + 1][0], 'USA', 1 + k, 2, 3])];
  sample.parity = parity;
  const document = await open({ runs: [run({ plants: sample })] });
  few(document, 'plants-table', 25, 26);
  few(document, 'parity-table', 10, 11);
  few(document, 'plants-reasons', 3, 3);
  const reasons = body(document, 'plants-reasons').map((row) => row.children[1].textContent);
  assert.equal(reasons.filter((text) => (text.match(/Plant/g) || []).length === 6).length, 2, 'six are named, and the others counted');
  assert.ok(reasons.some((text) => (text.match(/Plant/g) || []).length === 7 && !/\b1 more/.test(text)), `${reasons}: of seven all`);
  assert.ok(reasons.some((text) => /\b2\b/.test(text.replace(/Plant \d+/g, ''))) && reasons.some((text) => /\b5\b/.test(text.replace(/Plant \d+/g, ''))), `${reasons}`);
  assert.equal(bars(document, 'plant-markets').length, 10);
  assert.match(document.querySelector('#plant-markets figcaption').textContent, /\b10\b.*\b11\b/);
  const named = (code) => ['CAN', 'USA', 'MEX', 'KOR', 'REU', 'ROW'].includes(code) ? PLACES.find(([one]) => one === code)[1] : code; // the others are in no such world
  assert.deepEqual(bars(document, 'plant-markets'), many(10, (k) => named(PLACES[10 - k][0])), 'the largest first');
  assert.equal(bars(document, 'plant-tariffs').length, 12);
  assert.ok(bars(document, 'plant-tariffs')[0].startsWith('Plant 25'));

  const dependence = made.dependence(true);
  const rows = dependence.files['dependence.csv'];
  for (const [code] of PLACES.slice(6)) for (const [name, value] of [['value_added_origin', 0.001], ['final_direct', 0.0005], ['final_hidden', 0.0005]]) rows.push(['CAN', '', code, name, value, value, '', '']);
  const depends = await open({ runs: [run({ ...dependence, list: PLACES })] });
  few(depends, 'dependence-partners', 15, 27);
  assert.equal(bars(depends, 'dependence-bars').length, 12);

  const food = made.food(true);
  const [head, ...given] = food.files['calories.csv'];
  food.files['calories.csv'] = [head, ...given, ...PLACES.slice(6, 24).map(([code], k) => given[2].map((value, c) => (c === 2 ? code : typeof value === 'number' ? (k + 1) / (value > 5 ? 4 : 400) : value)))];
  const eats = await open({ runs: [run({ ...food, list: PLACES })] });
  few(eats, 'food-origins', 15, 22);
  few(eats, 'food-items', 15, given.length + 18);
  assert.equal(bars(eats, 'food-bars').length, 10);
  assert.ok(bars(eats, 'food-bars').every((name) => name !== 'Australia'), 'a quarter of a calorie has no bar');

  const sectors = many(14, (k) => `S${k}`);
  const matrix = ['region,outcome,wedge,sector,product,exporter,importer,derivative'.split(','), ...PLACES.slice(1, 18).flatMap(([exporter], e) => ['', ...sectors].map((sector, k) => ['CAN', 'real_income', 'productivity', sector, '', exporter, '', (k + 1) * (e + 1) * 0.001]))];
  const wide = 'region,outcome,wedge,sector,product,exporter,importer,rate_pct,per_point,exact_1_pct,exact_25_pct'.split(',');
  const largest = [wide, ...many(26, (k) => ['CAN', 'real_income', 'productivity', 'C29', '', 'USA', '', 3, 0.5 - k / 100, '', ''])];
  const exposed = await open({ runs: [run({ list: PLACES, files: { 'exposure_matrix.csv': matrix, 'exposure_largest.csv': largest }, more: options('exposure', true, {}) })] });
  few(exposed, 'exposure-matrix', 15, 17);
  few(exposed, 'exposure-largest', 25, 26);
  const heads = exposed.querySelectorAll('#exposure-matrix thead button').map((button) => button.id.replace('exposure-matrix-sort-', ''));
  assert.deepEqual(heads, ['exporter', 'all', ...many(12, (k) => `c-S${13 - k}`)], 'the twelve sectors that matter most');
  assert.equal(body(exposed, 'exposure-matrix')[0].children[0].textContent, PLACES[17][1]);

  const [columns, ...links] = linkSample;
  const link = { columns, rows: PLACES.slice(0, 16).map(([code], k) => links[0].map((value, c) => (c === 0 ? code : c === 1 ? (k % 2 ? -1 : 1) * (k + 1) : value))) };
  const linked = await open({ runs: [{ ...run({ list: PLACES }), link }] });
  few(linked, 'linked-table', 15, 16);
  assert.deepEqual(bars(linked, 'linked'), many(12, (k) => PLACES[15 - k][1]));
});

test('markets, stress tests, accounts and break-even of many', async () => {
  const market = fill.readMarket(study.writeMarket());
  const m = market.market;
  const code = (k) => PLACES[k][0];
  m.buyers = many(16, (k) => ({ ...m.buyers[0], buyer: code(k), name: PLACES[k][1], surplus_change: k - 3, quantity_base: 100 + k, price_new: 10 + k, bill_new: k }));
  m.focus = 'CAN';
  m.suppliers = many(16, (k) => ({ ...m.suppliers[0], supplier: code(k), name: PLACES[k][1], cost_new: 20 - k, output_new: 5 + k }));
  m.passages = many(16, (k) => ({ ...m.passages[k % 2], passage: `p${k}`, name: `Passage ${k}`, closed: false }));
  m.flows = many(21, (k) => ({ ...m.flows[0], supplier: code(k % 16), buyer: code((k + 1) % 16), quantity_base: k + 1, quantity_new: 30 - k }));
  m.years = [2024, 2025, 2026].map((year) => ({ year, price: Object.fromEntries(m.buyers.map((one, k) => [one.buyer, 10 + k * (year - 2023)])), output: {} }));
  m.drivers = many(9, (r) => many(14, (p) => ({ of: `price ${code(r)}`, outcome: 'price', code: code(r), parameter: `f${p}`, first_order: 0.01 * p, total: 0.02 * p, first_order_error: 0.001, total_error: p ? 0.002 : null }))).flat();
  m.drivers.push({ of: 'none', outcome: 'new', code: 'ZZZ', parameter: 'f', first_order: null, total: null, first_order_error: null, total_error: null });
  const document = await open({ markets: [market] });
  for (const [id, all] of [['market-buyers', 16], ['market-suppliers', 16], ['market-passages', 16], ['market-drivers', 127]]) few(document, id, 15, all);
  assert.equal(told(document, 'market-map'), 20);
  assert.equal(document.querySelectorAll('#market-years path.line').length, 6);
  assert.deepEqual(new Set(textsOf(document, '#market-years text.linelabel').map((text) => text.replace(/ [\d.]+$/, ''))), new Set(many(6, (k) => PLACES[15 - k][1])), 'who buys most');
  for (const line of document.querySelectorAll('#market-years path.line')) {
    const [, name, a, b] = line.getAttribute('data-tip').match(/^(.*): ([\d.]+) → ([\d.]+) /);
    const k = PLACES.findIndex(([, one]) => one === name);
    assert.deepEqual([a, b], [(10 + k).toFixed(2), (10 + 3 * k).toFixed(2)]);
  }
  assert.deepEqual(bars(document, 'market-surplus'), many(12, (k) => PLACES[k][1]), 'the largest loss first');
  assert.deepEqual(bars(document, 'market-prices'), many(16, (k) => PLACES[15 - k][1]));
  const both = document.querySelectorAll('#market-surplus g.row').map((row) => textsOf(row, 'text.value'));
  both.forEach((texts, k) => assert.deepEqual(texts, [k - 3, k - 3 + 0.5].map((value) => (value === 0 ? '0' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`)), 'alone, and with the variant'));
  const steps = document.querySelectorAll('#market-supply rect.step').map((node) => node.getAttribute('data-tip'));
  assert.deepEqual(steps.map((tip) => tip.split(':')[0]), many(16, (k) => PLACES[15 - k][1]), 'the cheapest first');
  assert.equal(document.querySelectorAll('figure').filter((figure) => /^market-drivers-\d+$/.test(figure.id)).length, 8);
  assert.equal(bars(document, 'market-drivers-1').length, 12);
  const [first] = document.querySelectorAll('#market-drivers-1 g.row').slice(5);
  assert.deepEqual([first.querySelector('text.value').textContent, first.querySelector('text.name').getAttribute('data-tip')], ['10\u00a0%', 'f5']);
  assert.match(first.querySelector('.hit').getAttribute('data-tip'), /5.%? ?.*± 0.*\n.*10.* ± 0/s);
  for (const row of (await copied(document.getElementById('market-drivers'), fill.readCsv)).rows.slice(0, 126)) {
    const given = m.drivers.find((one) => one.code === row.code && one.parameter === row.parameter);
    for (const key of ['first_order', 'total', 'first_order_error', 'total_error']) assert.equal(row[key], given[key] === null ? '' : String(given[key]));
  }

  const stress = fill.readStress(study.writeStress());
  const s = stress.stress;
  const [cut, full] = s.rows;
  const buyers = many(12, (k) => code(k));
  s.buyers = Object.fromEntries(PLACES);
  s.losses = many(16, (k) => ({ ...s.losses[0], lost: `l${k}`, title: `Loss ${k}`, rank: k + 1, surplus_change: k - 16 }));
  s.rows = s.losses.flatMap((loss, l) => buyers.flatMap((buyer, b) => [{ ...cut, lost: loss.lost, buyer, days_cover: 100 + 10 * l + b }, { ...full, lost: loss.lost, buyer, surplus_change: -(b + 1) * (l + 1) / 10, days_cover: 200 + 10 * l + b }]));
  s.rows.push(...many(16, (k) => ({ lost: `l${k}`, kind: 'passage', buyer: 'JPN', fuel: 'crude', bound: 'no_substitution', rank: k, direct: 1, shortfall: 1, direct_pct: 1, stock_days: 200, days_cover: 300 + k, months_to_end: 1 })));
  const page = await open({ stresses: [stress] });
  few(page, 'stress-matrix', 15, 16);
  few(page, 'stress-fuel-crude', 15, 16);
  const heads = page.querySelectorAll('#stress-matrix thead button').map((button) => button.id.replace('stress-matrix-sort-', ''));
  assert.deepEqual(heads, ['lost', 'direct', 'shortfall', 'surplus_change', ...many(10, (k) => `b${code(11 - k)}`)], 'the ten buyers with the worst loss');
  assert.equal(bars(page, 'stress-cover-lng').length, 12 + 12, 'stocks of all, and the twelve shortest');
  assert.equal(bars(page, 'stress-cover-crude').length, 1 + 12);
  s.detail = true;
  s.losses = s.losses.slice(0, 1);
  s.rows = many(16, (k) => ({ ...full, lost: 'l0', buyer: code(k), surplus_change: -k }));
  const detail = await open({ stresses: [stress] });
  few(detail, 'stress-buyers', 15, 16);
  assert.deepEqual(bars(detail, 'stress-surplus'), many(12, (k) => PLACES[15 - k][1]));

  const accounts = fill.readAccounts(study.writeAccounts());
  const share = accounts.account.accounts.find((row) => row.item === 'origin_share' && row.source === 'crude');
  accounts.account.accounts.push(...many(16, (k) => ({ ...share, partner: code(k + 6), value: 0.1 })));
  const energy = await open({ accounts: [accounts] });
  few(energy, 'origins-table', 15, 3 + 16);

  const decision = fill.readDecision(study.writeDecision());
  const region = decision.decision.regions[0];
  region.break_even = many(13, (k) => ({ ...region.break_even[k % region.break_even.length] }));
  few(await open({ decisions: [decision] }, '#lang=en&region=CAN'), 'break-even-table', 12, 13);
});
