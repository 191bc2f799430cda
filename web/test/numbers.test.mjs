// The numbers of sections against the data, without a browser: what a table copies is what the program's file has, averages
// and shares are computed again here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { choose, copied, drawn, numberOf, openPage, textsOf } from './dom.mjs';
import { run } from './pages.mjs';
import { parseShown, shownAs } from './shown.mjs';
import * as study from './study-sample.mjs';

const FULL = { ranges: true, jobs: true, products: true, years: true };
const open = (more, options) => openPage({ format: 1, program: 'tradewind 0.2.0', ...more }, options);
const table = async (document, id) => (await copied(document.getElementById(id), fill.readCsv)).rows;
const agree = (text, value, where) => (value === null || value === undefined ? assert.equal(text, '', where) : assert.equal(typeof value === 'number' ? Number(text) : text, value, where));
const close = (a, b, where) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${where}: ${a} is not ${b}`);

test('tables of a run copy what its files have', async () => {
  const one = run(FULL);
  const document = await open({ runs: [one] });
  const code = (list) => Object.fromEntries(list.map(([key], at) => [key, at]));
  const [region, sector] = [code(one.regions), code(one.sectors)];
  for (const id of ['regions', 'decomposition-table']) {
    const rows = await table(document, id);
    assert.equal(rows.length, one.regions.length);
    for (const row of rows) for (const [key, text] of Object.entries(row)) if (one.region_columns.includes(key)) agree(text, one.region_values[one.region_columns.indexOf(key)][region[row.region]], `${id} ${key}`);
  }
  const shown = Number(document.getElementById('set-region').value);
  for (const row of await table(document, 'sectors-table')) {
    assert.equal(region[row.region], shown);
    for (const [key, text] of Object.entries(row)) if (one.sector_columns.includes(key)) agree(text, one.sector_values[one.sector_columns.indexOf(key)][shown * one.sectors.length + sector[row.sector]], key);
  }
  for (const row of await table(document, 'years-table')) for (const [key, text] of Object.entries(row)) if (/^\d/.test(key)) agree(text, one.years.values[Number(key.slice(0, 4)) - 2026][one.years.columns.indexOf(`real_income_pct${key.slice(4)}`)][region[row.region]], key);
  const at = (name) => one.flow_columns.indexOf(name);
  const flows = await table(document, 'flows-table');
  assert.equal(flows.length, one.flows.filter((flow) => flow[1] !== flow[2]).length);
  for (const row of flows) {
    const flow = one.flows.find(([s, to, from]) => s === sector[row.sector] && to === region[row.importer] && from === region[row.exporter]);
    close(Number(row.change), flow[at('new_value')] - flow[at('base_value')], 'change');
    for (const key of Object.keys(row).slice(4)) agree(row[key], flow[at(key)], key);
  }
  const own = document.getElementById('own-sales');
  own.checked = true;
  own.fire('change');
  assert.equal((await table(document, 'flows-table')).length, one.flows.length);
  for (const [id, grid] of [['limits-table', one.limits], ['preferences-table', one.preferences], ['groups', one.groups], ['drivers-table', one.drivers]]) {
    const rows = await table(document, id);
    assert.equal(rows.length, grid.rows.length, id);
    for (const row of rows) {
      const keys = Object.keys(row).filter((key) => grid.columns.includes(key));
      assert.ok(keys.length >= Math.min(grid.columns.length, 4), `${id}: ${keys}`);
      const same = grid.rows.some((given) => keys.every((key) => {
        const value = given[grid.columns.indexOf(key)];
        return value === null || value === undefined ? row[key] === '' : typeof value === 'number' ? Number(row[key]) === value : row[key] === value || row[key] === `'${value}`;
      }));
      assert.ok(same, `${id}: ${JSON.stringify(row)} is in no row of the file`);
    }
  }
  for (const [id, grid, keys] of [['products-table', one.products.table, ['product', 'sector']], ['product-flows-table', one.product_flows.table, ['product', 'importer', 'exporter', 'sector']]]) {
    for (const row of await table(document, id)) {
      const given = grid.rows.find((each) => keys.every((key) => each[grid.columns.indexOf(key)] === row[key]) && (id !== 'products-table' || each[grid.columns.indexOf('region')] === one.regions[shown][0]));
      assert.ok(given, `${id}: ${row.product}`);
      for (const key of Object.keys(row).filter((each) => grid.columns.includes(each))) agree(row[key], given[grid.columns.indexOf(key)], `${id} ${key}`);
    }
  }
});

test('averages of tariffs: over partners, weighted with trade before, by importers, exporters and of one region', async () => {
  const one = run({});
  const document = await open({ runs: [one] });
  const n = one.regions.length;
  const { base, tariff_base: before, tariff_new: after } = one.pairs;
  const average = (rates, cells) => cells.reduce((sum, [i, j]) => sum + rates[i][j] * base[i][j], 0) / cells.reduce((sum, [i, j]) => sum + base[i][j], 0);
  const names = one.regions.map(([, name]) => name);
  const shown = Number(document.getElementById('set-region').value);
  const others = (r) => [...Array(n).keys()].filter((k) => k !== r);
  const cells = { importers: (r) => others(r).map((k) => [r, k]), exporters: (r) => others(r).map((k) => [k, r]), region: (r) => [[shown, r]] };
  for (const view of Object.keys(cells)) {
    choose(document.getElementById('tariff-view'), view);
    await drawn();
    const groups = document.querySelectorAll('#tariff-chart g.row');
    assert.equal(groups.length, view === 'region' ? n - 1 : n);
    let last = Infinity;
    for (const group of groups) {
      const r = names.indexOf(group.querySelector('text.name').getAttribute('data-tip'));
      const [a, b] = [before, after].map((rates) => average(rates, cells[view](r)));
      const said = group.querySelector('text.value').textContent.replace(/[\u00a0 ]?%$/, '').split(' → ');
      shownAs(said[0], a, `${view} ${names[r]}`);
      if (Math.abs(b - a) > 1e-6) shownAs(said[1], b, `${view} ${names[r]}`);
      else assert.equal(said.length, 1);
      assert.ok(b <= last + 1e-9, 'the highest first');
      last = b;
      assert.equal(group.classList.contains('marked'), view !== 'region' && r === shown);
    }
  }
  for (const row of await table(document, 'tariff-table')) {
    const [to, from] = ['importer', 'exporter'].map((key) => one.regions.findIndex(([code]) => code === row[key]));
    for (const [key, matrix] of [['tariff_base_pct', before], ['tariff_new_pct', after], ['base_value', base], ['new_value', one.pairs.new]]) close(Number(row[key]), matrix[to][from], key);
    const change = after[to][from] - before[to][from];
    close(Number(row.tariff_change), Math.abs(change) < 5e-7 ? 0 : change, 'change');
    assert.notEqual(to, from);
  }
});

test('charts of a run: values by region, parts that add up, flows by pair', async () => {
  const one = run(FULL);
  const document = await open({ runs: [one] });
  const names = one.regions.map(([, name]) => name);
  const column = (name) => one.region_values[one.region_columns.indexOf(name)];
  const rows = (id) => document.querySelectorAll(`#${id} g.row`).map((group) => [group.querySelector('text.name').getAttribute('data-tip'), group.querySelector('text.value').textContent, group]);
  const real = column('real_income_pct');
  const seen = rows('bars').map(([name, text]) => [names.indexOf(name), text]);
  seen.forEach(([at, text]) => shownAs(text, real[at], 'bars', true));
  seen.slice(1).forEach(([at], k) => assert.ok(real[at] <= real[seen[k][0]], 'largest first'));
  const parts = ['terms_of_trade_pct', 'volume_of_trade_pct', 'technical_pct', 'transfers_pct', 'production_pct', 'factors_pct', 'remainder_pct'].filter((name) => one.region_columns.includes(name));
  for (const [name, text, group] of rows('decomposition')) {
    const at = names.indexOf(name);
    shownAs(text, parts.reduce((sum, part) => sum + (column(part)[at] || 0), 0), `sum of ${name}`, true);
    for (const part of group.querySelectorAll('rect.part')) assert.ok(column(`${part.getAttribute('class').split(' ')[1]}_pct`)[at] !== 0);
  }
  assert.equal(document.querySelectorAll('#decomposition text.legend').length, parts.filter((part) => column(part).some((value) => Math.abs(value) > 1e-7)).length + 1);
  const { base, new: now } = one.pairs;
  const pairs = one.regions.flatMap((_, to) => one.regions.map((__, from) => ({ to, from, change: now[to][from] - base[to][from] }))).filter(({ to, from }) => to !== from).sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 20);
  const tips = document.querySelectorAll('#flow-diagram path.ribbon').map((ribbon) => ribbon.getAttribute('data-tip'));
  assert.equal(tips.length, pairs.length);
  pairs.forEach(({ to, from, change }, k) => {
    const [, a, b, number, share] = tips[k].match(/^(.*) to (.*): ([−+\d.,]+) .*\(([−+\d.,]+)/);
    assert.deepEqual([a, b], [names[from], names[to]]);
    shownAs(number, change, 'flow');
    shownAs(share, (100 * change) / base[to][from], 'share of the flow');
  });
  const lines = textsOf(document, '#years-chart text.linelabel');
  assert.equal(lines.length, 6);
  lines.forEach((text) => {
    const at = names.findIndex((name) => text.startsWith(`${name} `));
    shownAs(text.slice(names[at].length + 1).replace(/[\u00a0 ]?%$/, ''), real[at], text, true);
  });
  choose(document.getElementById('set-sector'), '2');
  await drawn();
  const [only] = document.querySelectorAll('#flow-diagram path.ribbon');
  assert.ok(only);
  assert.ok((await table(document, 'flows-table')).every((row) => row.sector === one.sectors[2][0]));
  assert.equal(rows('sector-regions').length, names.length);
  for (const [name, text] of rows('sector-regions')) shownAs(text, one.sector_values[0][names.indexOf(name) * one.sectors.length + 2], 'output', true);
  const region = Number(document.getElementById('set-region').value);
  for (const [name, text, group] of rows('sector-bars')) {
    const at = one.sectors.findIndex(([, each]) => each === name);
    shownAs(text, one.sector_values[0][region * one.sectors.length + at], 'output', true);
    assert.equal(group.classList.contains('marked'), at === 2);
  }
});

test('the page of A4: five numbers with their ranges and units, rules, three caveats', async () => {
  const one = run({ ranges: true, jobs: true, more: { scenario: { rules: Array.from({ length: 6 }, (_, k) => ({ rule: 'other', words: `rule ${k}`, file: 'f', line: k, source: null })) } } });
  const document = await open({ runs: [one], brief: { lang: 'en' } }, { hash: '' });
  const at = Number(new URLSearchParams(location.hash.slice(1)).get('region') && one.regions.findIndex(([code]) => code === new URLSearchParams(location.hash.slice(1)).get('region')));
  const value = (name) => one.region_values[one.region_columns.indexOf(name)][at];
  const rows = document.querySelectorAll('#five tr').map((row) => row.children.map((cell) => cell.textContent));
  assert.equal(rows.length, 5);
  for (const [k, name] of [[0, 'real_income_pct'], [1, 'real_gdp_pct'], [2, 'gdp_pct']]) shownAs(rows[k][1].replace(/[\u00a0 ]?%.*$/, ''), value(name), name, true);
  for (const [k, unit] of [[0, '%'], [1, '%'], [2, '%'], [3, 'thousand persons']]) assert.ok(rows[k][1].includes(unit), `${rows[k]} has its unit`);
  assert.ok(!rows[3][1].includes('%'));
  const range = document.querySelector('#five .second').textContent;
  for (const end of ['_p05', '_p95']) assert.ok(range.includes(String(Math.abs(value(`real_income_pct${end}`)).toFixed(2))), `${range} has ${value(`real_income_pct${end}`)}`);
  const rules = textsOf(document, '#brief-policy li');
  assert.deepEqual(rules.slice(0, 4), ['rule 0', 'rule 1', 'rule 2', 'rule 3']);
  assert.ok(rules.length === 5 && rules[4].includes('2'), `${rules[4]} says how many more`);
  assert.equal(document.querySelectorAll('#brief-caveats li').length, 3);
  assert.deepEqual(document.styleSheets[0].rules, ['@page { size: A4; margin: 14mm; }']);
  const [figure] = document.querySelectorAll('figure');
  assert.equal(figure.querySelector('svg.plot').getAttribute('viewBox').split(' ')[2], String(Math.round((182 * 96 * 0.62) / 25.4)));
  // the text shrinks until it is as high as a page without its margins: 297 - 28 mm, with 3 to spare
  const limit = (266 * 96) / 25.4;
  for (const [high, size] of [[limit - 1, '1.2'], [limit + 1, '0.5']]) {
    Object.defineProperty(Object.getPrototypeOf(document.body), 'offsetHeight', { get: () => high, configurable: true });
    choose(document.getElementById('set-language'), 'en');
    assert.ok(Math.abs(Number(document.documentElement.style.values['--fit']) - Number(size)) < 0.03, `${high}: ${document.documentElement.style.values['--fit']}`);
  }
  choose(document.getElementById('set-language'), 'fr');
  assert.notEqual(document.querySelector('#h-caveats').textContent, 'Caveats');
  choose(document.getElementById('set-language'), 'en');
});

test('routes: numbers of the table, what the second one is longer or dearer by, the worst closure', async () => {
  const given = fill.readRoutes(study.writeRoutes());
  const [asked, other] = ['asked', 'second'].map((kind) => given.route.routes.find((row) => row.kind === kind));
  Object.assign(other, { cost: 1.8 * asked.cost, km: 1.6 * asked.km });
  for (const chosen_by of ['cost', 'length']) {
    given.route.chosen_by = chosen_by;
    const document = await open({ routes: [given] });
    const [first] = given.route.routes;
    const second = given.route.routes.find((row) => row.kind === 'second');
    const text = document.querySelector('header.top').textContent;
    const more = 100 * (chosen_by === 'cost' ? second.cost / first.cost - 1 : second.km / first.km - 1);
    const percents = [...text.matchAll(/([−\d.,]+)[\u00a0\u202f ]%/g)].map((found) => parseShown(found[1]).value);
    assert.ok(Math.abs(more - (chosen_by === 'cost' ? 80 : 60)) < 1e-9 && percents.some((value) => Math.abs(value - more) < 0.0501), `${percents} has ${more}`);
    const rows = await table(document, 'routes-table');
    rows.forEach((row, k) => {
      for (const key of ['kind', 'km', 'nm', 'days', 'extra_days', 'cost', 'extra_cost', 'goods_low_pct', 'goods_high_pct', 'passages']) agree(row[key], given.route.routes[k][key] === '' ? null : given.route.routes[k][key], key);
    });
    const worst = given.route.routes.filter((row) => row.kind === 'if_closed' && typeof row.km === 'number').sort((a, b) => b.days - a.days)[0];
    if (worst && worst.days > first.days + 0.05) assert.ok(text.includes((worst.days - first.days).toFixed(1)), `${text} has the days of the worst closure`);
    assert.deepEqual(document.querySelectorAll('#routes-table tr.marked').length, 1);
    assert.equal(document.querySelectorAll('#routes-map circle.port').length, 2);
  }
});

test('illegal fish: three shares beside each other, the largest change first, what is small not 0', async () => {
  const columns = ['region', 'partner', 'measure', 'unit', 'low', 'point', 'high'];
  const rows = [
    ['CAN', '', 'price_pct', '%', 0.1, 0.2, 0.0004], ['CAN', '', 'quantity_pct', '%', -1, -2.0004, -3], ['CAN', 'KOR', 'imports', 'money', 10, 20.04, 30], ['CAN', 'KOR', 'imports_change', 'money', -1, -2, -3], ['CAN', 'KOR', 'share_pct', '%', 10, 20.5, 30],
    ['CAN', 'MEX', 'imports', 'money', 100, 100, 100], ['CAN', 'MEX', 'imports_change', 'money', 0, 4, 0], ['USA', 'OTHER', 'imports_change', 'money', 0, 0.001, -0.002], ['USA', '', 'calories', 'kcal', 5, 6, 7], ['USA', '', 'calories_change', 'kcal', -0.1, -0.2, -0.3], ['USA', 'KOR', 'calories', 'kcal', 1, 2, 3], ['USA', 'KOR', 'calories_change', 'kcal', -0.01, -0.0200, -0.03],
    ['MEX', '', 'illegal_income', 'money', 3, 4, 5], ['MEX', '', 'illegal_income_change', 'money', -3, -4, -5], ['MEX', '', 'legal_income', 'money', 8, 9, 10], ['MEX', '', 'legal_income_change', 'money', 0.5, 0.25, 0],
  ];
  const document = await open({ runs: [run({ files: { 'illegal.csv': [columns, ...rows] }, more: { manifest: { illegal: { sector: 'A01', share: 'point', outcomes: { low: 'certified', point: 'certified', high: 'iteration_limit' }, remarks: ['A remark.'] } } } })] });
  const origins = await table(document, 'illegal-origins');
  assert.deepEqual(origins.map((row) => [row.region, row.partner]), [['CAN', 'MEX'], ['CAN', 'KOR'], ['USA', 'OTHER']]);
  assert.deepEqual([origins[1].share_pct_low, origins[1].share_pct_point, origins[1].share_pct_high, origins[1].before, origins[1].low, origins[1].high], ['10', '20.5', '30', '20.04', '-1', '-3']);
  const texts = (id) => document.querySelectorAll(`#${id} tbody tr`).map((row) => row.children.map((cell) => cell.textContent));
  assert.deepEqual(texts('illegal-origins').map((row) => row[2]), ['–', '10 / 20.5 / 30', '–']);
  assert.deepEqual(texts('illegal-origins').map((row) => row.slice(3)), [['100.0', '0', '+4.00', '0'], ['20.0', '−1.00', '−2.00', '−3.00'], ['–', '0', '+0.0010', '−0.0020']]);
  assert.deepEqual(texts('illegal-buyers').map((row) => row.slice(2)), [['+0.100', '+0.200', '+0.00040'], ['−1.000', '−2.000', '−3.000']]);
  const calories = await table(document, 'illegal-calories');
  assert.deepEqual(calories.map((row) => [row.region, row.partner, row.before, row.low, row.point, row.high]), [['USA', '', '6', '-0.1', '-0.2', '-0.3'], ['USA', 'KOR', '2', '-0.01', '-0.02', '-0.03']]);
  const harvesters = await table(document, 'illegal-harvesters');
  assert.deepEqual(harvesters.map((row) => [row.measure, row.before, row.point]), [['illegal_income_change', '4', '-4'], ['legal_income_change', '9', '0.25']]);
  const notes = textsOf(document, '#section-illegal p.note');
  assert.equal(notes.length, 2, 'one share has no solution, and that is said');
  assert.equal(document.querySelectorAll('#section-illegal li').length, 1);
  assert.ok(textsOf(document, '#section-illegal p.lead')[0].includes('Crops'));
});

test('exposure: the matrix by size, sums first, colours by class', async () => {
  const matrix = ['region,outcome,wedge,sector,product,exporter,importer,derivative'.split(',')];
  const put = (exporter, sector, derivative) => matrix.push(['CAN', 'real_income', 'productivity', sector, '', exporter, '', derivative]);
  const numbers = { USA: [0.05, -0.2, 0.5], MEX: [-0.01, 0.03, 0.002], KOR: [0.3, 0.3, -0.3], CAN: [9, 9, 9] };
  for (const [exporter, list] of Object.entries(numbers)) {
    put(exporter, '', list.reduce((sum, value) => sum + value, 0));
    ['A01', 'C24', 'C29'].forEach((sector, k) => put(exporter, sector, list[k]));
  }
  const largest = [['region', 'outcome', 'wedge', 'sector', 'product', 'exporter', 'importer', 'rate_pct', 'per_point', 'exact_1_pct', 'exact_25_pct'], ['CAN', 'real_income', 'productivity', 'C29', '', 'USA', '', 3, 0.5, 0.51, 12.1], ['CAN', 'real_income', 'productivity', 'C24', '', 'USA', '', 3, -0.2, -0.21, -5]];
  const one = run({ files: { 'exposure_matrix.csv': matrix, 'exposure_largest.csv': largest }, more: { manifest: { kind: 'exposure', options: { region: 'CAN', remarks: [] } } } });
  const document = await open({ runs: [one] });
  const rows = await table(document, 'exposure-matrix');
  assert.deepEqual(rows.map((row) => row.exporter), ['KOR', 'USA', 'MEX'], 'by the sum of sizes');
  assert.deepEqual(Object.keys(rows[0]), ['exporter', 'all', 'C29', 'C24', 'A01']);
  for (const row of rows) {
    assert.deepEqual([row.A01, row.C24, row.C29].map(Number), numbers[row.exporter]);
    close(Number(row.all), numbers[row.exporter].reduce((sum, value) => sum + value, 0), 'sum');
  }
  const classes = document.querySelectorAll('#exposure-matrix tbody tr').map((row) => row.children.slice(2).map((cell) => cell.getAttribute('class').match(/heat (\w+)/)[1]));
  assert.deepEqual(classes, [['loss4', 'gain4', 'gain4'], ['gain4', 'loss4', 'gain3'], ['gain1', 'gain2', 'loss2']]);
  const head = textsOf(document, 'h1')[0];
  assert.ok(head.includes('+0.50') && head.includes('−0.20'), head);
  const shownRows = await table(document, 'exposure-largest');
  assert.deepEqual(shownRows.map((row) => ['wedge', 'sector', 'product', 'exporter', 'importer'].map((key) => row[key])), largest.slice(1).map((row) => [2, 3, 4, 5, 6].map((at) => row[at])), 'codes as the file has them');
  assert.deepEqual(shownRows.map((row) => [row.rate_pct, row.per_point, row.exact_1_pct, row.exact_25_pct]), [['3', '0.5', '0.51', '12.1'], ['3', '-0.2', '-0.21', '-5']]);
  assert.ok(numberOf(document.querySelector('#exposure-map svg'), 'viewBox') !== 0);
});

test('a decision: the headline names what is chosen, its payoff and the safest; tables are those of decision.json', async () => {
  const given = fill.readDecision(study.writeDecision());
  const document = await open({ decisions: [given] });
  for (const [at, region] of given.decision.regions.entries()) {
    choose(document.getElementById('set-region'), String(at));
    await drawn();
    const { levers, contingencies } = given.decision;
    const { expected_value: best, minimax_regret: safest } = region.choice;
    const plain = (text) => text.replace(/\u00a0/g, ' ');
    const head = plain(textsOf(document, 'h1')[0]);
    assert.ok(head.includes(levers[best].title) && head.includes(levers[safest].title) && head.includes(region.name), head);
    levers.forEach((lever, k) => assert.ok(k === best || k === safest || !head.includes(lever.title), `${lever.title} is not chosen`));
    shownAs(head.match(/([+−][\d.]+)[\u00a0\u202f ]%/)[1], region.levers[best].expected, head);
    const reasons = textsOf(document, 'ul.reasons li').map(plain);
    assert.ok(reasons[0].includes(levers[best].title));
    const order = region.levers.map((one, k) => [one.expected, k]).filter(([, k]) => k !== best && region.levers[k].same_as !== best).sort((a, b) => b[0] - a[0]);
    assert.ok(reasons[0].includes(levers[order[0][1]].title), 'the next best is told');
    for (const row of await table(document, 'levers-table')) {
      const k = levers.findIndex((one) => one.name === row.lever || one.title === row.lever);
      if (k < 0) continue;
      for (const key of ['expected', 'expected_p05', 'largest_regret', 'share_of_draws_best', 'largest_regret_draws']) {
        const own = { expected_p05: 'p05' }[key] || key;
        if (key in row) agree(row[key], region.levers[k][own], key);
      }
    }
    for (const row of await table(document, 'break-even-table')) {
      const one = region.break_even.find((each) => [levers[each.rival].name, levers[each.rival].title].includes(row.rival) && [contingencies[each.contingency].name, contingencies[each.contingency].title].includes(row.contingency));
      assert.ok(one, `${row.rival} ${row.contingency}`);
      agree(row.break_even, one.probability, 'probability');
      for (const key of ['gain_in', 'gain_elsewhere']) agree(row[key], one[key], key);
      agree(row.probability, contingencies[one.contingency].probability, 'now');
    }
    for (const row of await table(document, 'payoffs-table')) {
      const k = levers.findIndex((one) => one.name === row.lever || one.title === row.lever);
      contingencies.forEach((each, c) => agree(row[each.name], region.cells.find((cell) => cell.lever === k && cell.contingency === c).mean, 'payoff'));
    }
    const marks = document.querySelectorAll('#regret g.row, #expected g.row');
    assert.equal(marks.length >= levers.length, true);
  }
});

test('what has a bar: whatever is sold or bought at all, before or after, however little; what has a price', async () => {
  const one = run({ products: true });
  const grid = one.products.table;
  const at = (name) => grid.columns.indexOf(name);
  const small = { TOYOTA: [0.5, 0], GM: [0, 0.25], STEEL: [0, 0], rest: [-0.5, null] };
  for (const row of grid.rows.filter((each) => each[at('region')] === 'MEX')) {
    for (const side of ['sales', 'spending']) [row[at(`${side}_base`)], row[at(`${side}_new`)]] = small[row[at('product')]];
    row[at('price_pct')] = { TOYOTA: 0, GM: null, STEEL: -0.001, rest: 3 }[row[at('product')]];
  }
  const document = await open({ runs: [one] }, { hash: '#lang=en&region=MEX' });
  const names = () => document.querySelectorAll('#product-bars g.row text.name').map((node) => node.getAttribute('data-tip'));
  const wanted = { sales: ['Toyota group', 'General Motors'], spending: ['Toyota group', 'General Motors'], price: ['Toyota group', 'Crude steel', 'Other motor vehicles'] };
  for (const side of Object.keys(wanted)) {
    choose(document.getElementById('product-side'), side);
    await drawn();
    assert.deepEqual(names().length, wanted[side].length, `${side}: ${names()}`);
    for (const name of wanted[side].slice(0, 2)) assert.ok(names().includes(name), `${side}: ${names()} has ${name}`);
  }
  // what the scenario looks at comes first, however little it changes
  const asked = run({ products: true, more: { manifest: { focus: { region: 'CAN', products: ['STEEL'] } } } });
  const page = await open({ runs: [asked] }, { hash: '#lang=en&region=CAN' });
  choose(page.getElementById('product-side'), 'sales');
  await drawn();
  assert.equal(page.querySelector('#product-bars g.row text.name').getAttribute('data-tip'), 'Crude steel');
  assert.deepEqual(page.querySelectorAll('#product-bars g.row').map((row) => row.classList.contains('marked')), [true, false, false, false]);
  assert.equal((await table(page, 'products-table'))[0].product, 'STEEL');
});
