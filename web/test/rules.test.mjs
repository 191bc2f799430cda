// Rules, closures, payoffs and reasons in words, tables on their own, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copied, setUp, textsOf } from './dom.mjs';
import { readCsv } from '../dev/fill.mjs';

setUp();
const { state, words } = await import('../src/state.js');
const rules = await import('../src/rules.js');
const compared = await import('../src/compared.js');
const payoff = await import('../src/payoff.js');
const variants = await import('../src/variants.js');
const { csvCell, table } = await import('../src/table.js');
const { setStyle } = await import('../src/format.js');
state.lang = 'en';

const RUN = (more = {}) => ({ kind: 'run', regions: [['CAN', 'Canada'], ['USA', 'United States'], ['MEX', 'Mexico'], ['KOR', 'Korea'], ['JPN', 'Japan']], sectors: [['A01', 'Crops'], ['C24', 'Basic metals'], ['C29', 'Motor vehicles']], world: { name: 'w', year: 2023, currency: 'USD', unit: 'million' }, manifest: { scenario: {}, world: { product_names: { TOYOTA: 'Toyota group', GM: 'General Motors' } } }, ...more });
const pick = (...codes) => ({ set: null, codes });
const flow = { importer: pick('USA'), exporter: pick('CAN'), sector: pick('C29') };
const say = (rule) => rules.ruleSentence(RUN(), rule);

test('a rule\'s sentence has its flow, its rates and which way they go', () => {
  const tariff = (before, after, more) => say({ rule: 'tariff', ...flow, before, after, covered: 1, changed: 1, ...more });
  const up = tariff(0.025, 0.275);
  assert.ok(up.includes('2.50') && up.includes('27.50') && up.includes('otor vehicles') && up.includes('Canada') && up.includes('United States'), up);
  assert.ok(up.indexOf('2.50') < up.indexOf('27.50'));
  assert.notEqual(tariff(0.275, 0.025).replace(/[\d.]+/g, ''), up.replace(/[\d.]+/g, ''), 'falls is not rises');
  const same = tariff(0.1, 0.1);
  assert.ok(same.includes('10.00') && same.replace(/[\d.]+/g, '') !== up.replace(/[\d.]+/g, ''));
  assert.equal(tariff(0.1, 0.1), tariff(0.1, 0.3, { changed: 0 }).replace('30.00', '10.00'));
  assert.notEqual(tariff(0.1, 0.2, { covered: 2 }), tariff(0.1, 0.2, { covered: 1 }), 'of several flows it is an average');
  assert.ok(tariff(0.1, 0.100004).includes('10.0004'), 'digits enough to tell them apart');
  assert.ok(tariff(0.1, 0.1002).includes('10.02') && !tariff(0.1, 0.1002).includes('10.020'));
  assert.notEqual(say({ rule: 'ban', ...flow }), null);
  assert.equal(tariff('x', 0.1), tariff(0.1, null));
  assert.notEqual(say({ rule: 'tariff', ...flow, before: 0, after: 0.1, own: true, both_ways: true }), say({ rule: 'tariff', ...flow, before: 0, after: 0.1 }));
  assert.notEqual(say({ rule: 'tariff', ...flow, before: 0, after: 0.1, own: true }), say({ rule: 'tariff', ...flow, before: 0, after: 0.1 }), 'own sales are named');
  assert.equal(say({ rule: 'tariff', ...flow, before: 0, after: 0.1, own: false }), say({ rule: 'tariff', ...flow, before: 0, after: 0.1 }));
  for (const missing of ['importer', 'exporter', 'sector']) assert.equal(say({ rule: 'ban', ...flow, [missing]: undefined }), null);
  assert.equal(say({ rule: 'something' }), null);
  assert.deepEqual(rules.ruleWords(RUN(), { rule: 'something', words: 'as it is' }), { text: 'as it is', lang: null });
});

test('who a rule covers: up to four by name, more by number or by their set', () => {
  const of = (sector, exporter) => say({ rule: 'ban', importer: pick('USA'), exporter, sector });
  const four = of(pick('C29'), pick('CAN', 'MEX', 'KOR', 'JPN'));
  for (const name of ['Canada', 'Mexico', 'Korea', 'Japan']) assert.ok(four.includes(name), four);
  const five = of(pick('C29'), pick('CAN', 'MEX', 'KOR', 'JPN', 'USA'));
  assert.ok(five.includes('5') && !five.includes('Mexico'), five);
  assert.ok(of({ set: 'goods', codes: [] }, pick('CAN')).includes(words().rule.sets.goods));
  assert.ok(of({ set: 'all', codes: null }, { set: 'all', codes: null }).includes(words().rule.allSectors));
  assert.ok(of(pick('ZZ'), pick('QQ')).includes('ZZ'));
  assert.ok(of(pick('C29'), { set: 'MYGROUP', codes: ['A', 'B', 'C', 'D', 'E'] }).includes('MYGROUP'));
  const product = (codes, more) => say({ rule: 'ban', importer: pick('USA'), exporter: pick('CAN'), product: { set: null, codes }, ...more });
  assert.ok(product(['TOYOTA']).includes('Toyota group') && product(['C29.rest']).includes('motor vehicles'));
  assert.ok(product(['a', 'b', 'c', 'd', 'e']).includes('5'));
  assert.ok(product(['TOYOTA'], { without_product: pick('GM') }).includes('General Motors'));
  const places = rules.placesOf(RUN(), { sector: 'C29 without 6 products, own sales included', importer: 'USA', exporter: 'CAN, MEX' });
  assert.ok(places.sector.includes('6') && places.origin.includes('Canada') && places.origin.includes('Mexico') && places.market.includes('United States'), JSON.stringify(places));
  assert.notEqual(places.sector, rules.placesOf(RUN(), { sector: 'C29 without 6 products' }).sector);
  assert.ok(places.sector.includes('own sales') && !rules.placesOf(RUN(), { sector: 'C29' }).sector.includes('own sales'));
  assert.ok(say({ rule: 'tariff', ...flow, before: 0, after: 0.1, own: true }).includes('own sales') && !say({ rule: 'tariff', ...flow, before: 0, after: 0.1 }).includes('own sales'));
  assert.equal(rules.placesOf(RUN(), { sector: 'nothing of it' }), null);
  assert.equal(rules.placesOf(RUN(), 'what is this', 'sector', 'plain'), 'what is this');
});

test('amounts, limits, transfers and targets have their numbers and units', () => {
  const quota = say({ rule: 'quota', ...flow, limit: 2000, owner: 'KOR' });
  assert.ok(quota.includes('2,000') && quota.includes('Korea'));
  assert.ok(say({ rule: 'quota', ...flow, limit_pct: 70, owner: 'importer' }).includes(`70.0${words().percent}`));
  const demand = (amount) => say({ rule: 'demand', ...flow, amount });
  assert.ok(demand(-12.5).includes('12.5') && !demand(-12.5).includes('−') && demand(12.5) !== demand(-12.5));
  const paid = (unit) => say({ rule: 'transfer', from: pick('CAN'), to: pick('MEX'), amount: 3, unit });
  assert.ok(paid('money').includes('USD') && paid('share').includes(words().percent) && paid('money').indexOf('Canada') < paid('money').indexOf('Mexico'));
  const target = say({ rule: 'target', outcome: 'real_income_pct', by: Object.keys(words().rule.instruments)[0], amount: 2, outcome_region: pick('CAN'), by_region: pick('USA'), by_importer: pick('USA'), by_exporter: pick('MEX'), by_sector: pick('C29') });
  assert.ok(target.includes('+2.00') && target.includes('Canada'), target);
  assert.equal(say({ rule: 'target', outcome: 'nothing', by: 'tariff', amount: 2 }), null);
  const preference = say({ rule: 'preference', ...flow, before: 0.01, after: 0.02, utilisation_before: 0.5, utilisation_after: 0.75 });
  assert.ok(preference.includes('50.00') && preference.includes('75.00'));
  assert.deepEqual(rules.onlyHere([{ file: 'a', line: 1, words: 'x' }, { file: 'a', line: 1, words: 'x', against: true }, { file: 'a', line: 2, words: 'x' }]).map((one) => one.line), [2]);
  assert.deepEqual(rules.onBothSides([{ file: 'a', line: 1, words: 'x' }, { file: 'a', line: 1, words: 'x', against: true }, { file: 'b', line: 1, words: 'x', against: true }]).map((one) => one.file), ['a']);
  const net = rules.netSentences({ ...RUN(), manifest: { net: [{ importer: 'USA', exporter: 'CAN', sector: 'C29', base_pct: 2.5, new_pct: 26.34 }, { importer: 'USA', exporter: 'CAN', sector: 'C29', product: 'rest', base_pct: 2.5, new_pct: 2.55 }, { importer: 'USA', exporter: 'MEX', sector: 'C24', base_pct: null, new_pct: 1 }], world: {} } });
  assert.equal(net.length, 2);
  assert.ok(net[0].includes('2.5') && net[0].includes('26.3') && !net[0].includes('26.34') && net[0].startsWith('Motor vehicles') && net[1].includes('2.55') && net[1].includes('2.50'));
});

test('closures of both sides, and warnings where they differ', () => {
  const run = (scenario) => ({ ...RUN(), against: scenario.against, manifest: { scenario } });
  const c = words().compared;
  assert.equal(compared.closures(run({})), null);
  const same = compared.closures(run({ deficits: 'fixed', against_deficits: 'fixed', closure_parts: ['scale'] }));
  assert.deepEqual(same, { same: true, now: words().list([c.deficits.fixed, c.parts.scale]), before: words().list([c.deficits.fixed, c.parts.scale]) });
  const differ = compared.closures(run({ deficits: 'fixed', against_deficits: 'zero' }));
  assert.deepEqual([differ.same, differ.now, differ.before], [false, c.deficits.fixed, c.deficits.zero]);
  assert.equal(compared.closures(run({ deficits: 'fixed' })).before, c.deficits.fixed);
  assert.deepEqual(compared.closures(run({ deficits: 'odd', against_deficits: 'other' })), { same: false, now: 'odd', before: 'other' });
  assert.equal(compared.closureWords(run({ deficits: 'fixed', against_deficits: 'zero' })), c.differ(c.deficits.fixed, c.deficits.zero));
  const warned = compared.warnings(run({ deficits: 'fixed', against_deficits: 'zero', against: 'base', left_out: 'the `x` part' })).map((one) => one.textContent);
  assert.equal(warned.length, 2);
  assert.ok(warned[0].includes('against: {scenario: base, deficits: fixed}') && warned[0].includes('deficits: zero') && warned[1].includes('the x part'));
  assert.deepEqual(compared.warnings(run({ deficits: 'fixed', against_deficits: 'fixed' })), []);
  const parts = (list) => compared.warnings(run({ deficits: 'fixed', closure_parts: list, cautions: ['one'] })).length;
  assert.deepEqual([parts([]), parts(['rigid_nominal_wage']), parts(['rigid_nominal_wage', 'scale']), parts(['rigid_real_wage', 'scale']), parts(['scale']), parts(['profits'])], [0, 1, 2, 1, 0, 1]);
  assert.deepEqual(compared.coded('a `b` c `d').map((one) => one.textContent ?? one), ['a ', 'b', ' c ', '`d']);
  const two = (a, b) => compared.unlike([{ ...run(a), world: { name: 'w', sha256: a.sha } }, { ...run(b), world: { name: 'w', sha256: b.sha } }], (at) => `run ${at}`).map((one) => one.textContent);
  const alike = { deficits: 'fixed', against_deficits: 'fixed', sha: 'abc' };
  assert.deepEqual(two(alike, alike), []);
  assert.ok(two(alike, { ...alike, sha: '123456789' })[0].includes('run 1') && two(alike, { ...alike, sha: '123456789' })[0].includes('12345678') && two(alike, { ...alike, sha: '123456789' }).length === 1);
  assert.equal(two(alike, { ...alike, deficits: 'zero', against_deficits: 'zero' }).length, 1);
  assert.ok(two(alike, { ...alike, against: 'other' })[0].includes('against: other'));
  const seven = compared.unlike(Array.from({ length: 8 }, (_, k) => ({ ...run(alike), world: { sha256: String(k) } })), (at) => `run ${at}`)[0].textContent;
  assert.ok(seven.includes('run 5') && !seven.includes('run 6') && seven.includes(c.more(2)));
});

test('payoffs and chances in words', () => {
  assert.deepEqual([0, 1, 0.5, 0.123, 0.0004, 0.9995, 0.25, null, 0.000999, 0.001].map(payoff.chance), [`0${words().percent}`, `100${words().percent}`, `50${words().percent}`, `12.3${words().percent}`, `0.04${words().percent}`, `99.95${words().percent}`, `25${words().percent}`, '–', `0.10${words().percent}`, `0.1${words().percent}`]);
  assert.deepEqual([0, 25, 26].map(payoff.letter), ['A', 'Z', '27']);
  assert.deepEqual([null, 4e-7, 6e-7, -3].map(payoff.difference), ['–', '0', '6.0×10⁻⁷', '−3.00']);
  assert.deepEqual([payoff.payoff({ mean: 0, central: 2 }), payoff.payoff({ mean: null, central: 2 })], [0, 2]);
  assert.deepEqual([payoff.span({ p05: 1, p95: 2 }), payoff.span({ p05: null, p95: 2 }), payoff.span({ p05: 1, p95: null }), payoff.span({})], [{ low: 1, high: 2 }, null, null, null]);
  const run = (indicator) => ({ ...RUN(), decision: { indicator, regions: [{ cells: [{ lever: 0, contingency: 1, central: 5 }, { lever: 1, contingency: 1, central: 6 }] }] } });
  state.region = 0;
  assert.equal(payoff.cellOf(run('x'), 1, 1).central, 6);
  assert.deepEqual([payoff.unit(run('real_income_pct')), payoff.axis(run('real_income_pct'))], ['%', words().perCent]);
  const level = payoff.levelWords(run('real_income_pct'), -1.234, { low: -2, high: -1 });
  assert.deepEqual(level, { amount: `−1.2${words().percent}`, range: words().range('−2.0', '−1.0') });
  assert.equal(payoff.levelWords(run('real_income_pct'), -1.234, null, 3).amount, `−1.234${words().percent}`);
  assert.ok(payoff.levelWords(run('equivalent_variation'), 12, null).amount.includes('USD'));
  assert.deepEqual([payoff.title({ name: 'a', title: 'T' }), payoff.title({ name: 'a', title: 'T', shares: true }), payoff.title({ name: 'a' })], ['T', 'T (a)', 'a']);
  assert.equal(payoff.lettered({ name: 'x', title: 'T' }, 2), 'C\u00a0– T');
});

test('variants: each step from the one before it, the largest of those that pass', () => {
  const list = [['a', null, [1, 2], [null, null]], ['b', 'a', [3, 1], [2, -1]], ['c', 'b', [2.5, null], [-0.5, null]]].map(([name, previous, real_income_pct, change_from_previous]) => ({ name, previous, real_income_pct, change_from_previous, outcome: 'certified' }));
  const moves = variants.movesOf({ reconciliation: { variants: list } }, 1);
  assert.deepEqual(moves.map(({ at, start, end, change }) => [at, start, end, change]), [[0, 0, 2, null], [1, 2, 1, -1], [2, 1, null, null]]);
  assert.equal(variants.largest(variants.movesOf({ reconciliation: { variants: list } }, 0), () => true).at, 1);
  assert.equal(variants.largest(variants.movesOf({ reconciliation: { variants: list } }, 0), (one) => one.name !== 'b').at, 2);
  assert.equal(variants.largest([], () => true), null);
  assert.deepEqual([{ outcome: 'certified' }, { outcome: 'certified_by_continuation' }, { outcome: 'iteration_limit' }].map(variants.certified), [true, true, false]);
  assert.deepEqual([variants.studyName('fontagne-2022'), variants.studyName('mine.csv')], ['Fontagné et al. (2022)', 'mine.csv']);
});

test('a table: cells as the program writes them, numbers under the pointer, sorting with gaps last', async () => {
  setStyle('point');
  assert.deepEqual([csvCell(null), csvCell(undefined), csvCell(0), csvCell(-1.5), csvCell('a,b'), csvCell('say "x"'), csvCell('=1+1'), csvCell('-5'), csvCell(' x'), csvCell('+x'), csvCell('a\nb')], ['', '', '0', '-1.5', '"a,b"', '"say ""x"""', "'=1+1", '-5', '" x"', "'+x", '"a\nb"']);
  assert.deepEqual([csvCell(-1.5, { separator: ';', decimal: ',' }), csvCell('a,b', { separator: ';' }), csvCell('a;b', { separator: ';' })], ['-1,5', 'a,b', '"a;b"']);
  const rows = [['b', 2], ['a', null], ['c', 10.123456], ['d', -3], ['A2', 0]].map(([name, value]) => ({ name, value }));
  const made = table({ id: 'test', caption: 'Numbers', rows, few: 3, mark: (row) => row.name === 'd', columns: [{ key: 'name', label: 'Name', header: true, value: (row) => row.name }, { key: 'value', label: 'Value', unit: 'm', number: true, value: (row) => row.value, text: (row) => (row.value === null ? '–' : String(Math.round(row.value)).replace('-', '−')), small: (row) => `of ${row.name}` }] });
  document.getElementById('page').append(made);
  const names = () => textsOf(made, 'tbody th');
  assert.deepEqual(names(), ['b', 'a', 'c']);
  const more = document.getElementById('test-more');
  assert.equal(more.hidden, false);
  more.click();
  assert.deepEqual(names(), ['b', 'a', 'c', 'd', 'A2']);
  document.getElementById('test-sort-value').click();
  assert.deepEqual(names(), ['c', 'b', 'A2', 'd', 'a']);
  document.getElementById('test-sort-value').click();
  assert.deepEqual(names(), ['d', 'A2', 'b', 'c', 'a']);
  document.getElementById('test-sort-name').click();
  assert.deepEqual(names(), ['a', 'A2', 'b', 'c', 'd']);
  document.getElementById('test-sort-name').click();
  assert.deepEqual(names(), ['d', 'c', 'b', 'A2', 'a']);
  const cells = made.querySelectorAll('tbody td');
  assert.deepEqual(cells.map((cell) => [cell.querySelector('.first').textContent, cell.querySelector('.second').textContent, cell.getAttribute('class'), cell.getAttribute('title')]), [['−3', 'of d', 'num loss', null], ['10', 'of c', 'num', '10.123456'], ['2', 'of b', 'num', null], ['0', 'of A2', 'num', null], ['–', 'of a', 'num', null]]);
  assert.deepEqual(made.querySelectorAll('tr.marked').map((row) => row.children[0].textContent), ['d']);
  assert.deepEqual(await copied(made, readCsv), { columns: ['name', 'value'], rows: [['d', '-3'], ['c', '10.123456'], ['b', '2'], ['A2', '0'], ['a', '']].map(([name, value]) => ({ name, value })) });
  more.click();
  assert.equal(names().length, 3);
  const filter = document.getElementById('test-filter');
  filter.value = ' B ';
  filter.fire('input');
  assert.deepEqual(names(), ['b']);
  assert.equal(more.hidden, true);
  // what the reader sorted and filtered by outlives a change of language
  const again = table({ id: 'test', caption: 'x', rows, columns: [{ key: 'name', label: 'Name', header: true, value: (row) => row.name }] });
  assert.deepEqual(textsOf(again, 'tbody th'), ['b']);
});
