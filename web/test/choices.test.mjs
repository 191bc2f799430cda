// What the reader has chosen and reads, without a browser: the address, names, numbers with ranges, the headline, answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp, textsOf } from './dom.mjs';

setUp();
const { addressChanged, applySettings, choose, keepAddress, link, start, state, words } = await import('../src/state.js');
const { setStyle } = await import('../src/format.js');
const { readData } = await import('../src/data.js');
const names = await import('../src/names.js');
const { chartItem, csvColumns, show, showCentral, showUnit } = await import('../src/show.js');
const { answerLabel, focus, focusLead, focusNumbers, focusRegion } = await import('../src/focus.js');
const { headline } = await import('../src/headline.js');
const { h } = await import('../src/dom.js');

const RUN = (more = {}) => ({
  manifest: { scenario: {}, ...more.manifest }, world: { name: 'w', year: 2023, currency: 'USD', unit: 'million' }, folder: 'f', title: 'A quota',
  regions: [['CAN', 'Canada'], ['USA', 'United States'], ['JPN', 'Japan'], ['KOR', 'Korea'], ['QQQ', 'Freedonia']],
  sectors: [['A01', 'Crops'], ['C29', 'Motor vehicles']],
  region_columns: ['real_income_pct', 'wage_pct'], region_values: [[-0.5, 0.1, 2, -0.004, null], [1, 2, 3, 4, 5]],
  sector_columns: ['output_pct', 'exports_pct'], sector_values: [Array(10).fill(1), Array(10).fill(2)], against: '', year: null, ...more.run,
});

/** The state after a page of these runs is opened at an address. */
function opened(hash, { runs = [RUN()], languages = ['en'], search = '', brief } = {}) {
  setUp({ hash, languages, search });
  for (const one of runs) one.kind = 'run';
  start({ runs, shown: runs, brief });
  return state;
}

test('what the address says is chosen, and nothing else; what is chosen is in the address', () => {
  const plain = opened('');
  assert.deepEqual([plain.lang, plain.numbers, plain.theme, plain.run, plain.region, plain.sector, plain.measure, plain.metric, plain.cells, plain.steps, plain.tariffs, plain.inside, plain.own, plain.plant], ['en', null, 'auto', 0, 2, -1, 'real_income_pct', 'output_pct', 'value', 'level', 'importers', 'sales', false, 0]);
  const address = 'lang=fr&region=KOR&sector=C29&run=2&measure=wage_pct&metric=exports_pct&cells=regret&steps=step&tariffs=region&own=1&inside=price&numbers=dot&theme=dark';
  const two = { runs: [RUN(), RUN()] };
  const full = opened(`#${address}`, two);
  assert.deepEqual([full.lang, full.numbers, full.theme, full.run, full.region, full.sector, full.measure, full.metric, full.cells, full.steps, full.tariffs, full.inside, full.own], ['fr', 'dot', 'dark', 1, 3, 1, 'wage_pct', 'exports_pct', 'regret', 'step', 'region', 'price', true]);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(link().split('#')[1])), Object.fromEntries(new URLSearchParams(address)));
  for (const wish of address.split('&')) {
    opened(`#${wish}`, two);
    assert.deepEqual(new URLSearchParams(link().split('#')[1]).get(wish.split('=')[0]), wish.split('=')[1], wish);
  }
  const odd = opened('#lang=xx&region=ZZZ&sector=ZZ&run=7&measure=none&metric=none&cells=x&tariffs=x&own=0&inside=x&numbers=x&theme=x', two);
  assert.deepEqual([odd.lang, odd.region, odd.sector, odd.run, odd.measure, odd.metric, odd.cells, odd.tariffs, odd.inside, odd.own, odd.numbers, odd.theme], ['en', 2, -1, 0, 'real_income_pct', 'output_pct', 'value', 'importers', 'sales', false, null, 'auto']);
  assert.equal([...new URLSearchParams(link().split('#')[1])].length, 2, 'language and region alone');
  assert.equal(opened('', { search: '?region=CAN' }).region, 0);
  assert.equal(opened('#region=USA', { search: '?region=CAN' }).region, 1, 'the fragment goes before the query');
  assert.equal(opened('', { languages: ['de-DE', 'ja-JP', 'fr'] }).lang, 'ja');
  assert.equal(opened('', { languages: ['fr'], brief: { lang: 'ja' } }).lang, 'ja');
  assert.equal(opened('', { languages: ['de'] }).lang, 'en');
  assert.equal(opened('', { runs: [RUN({ run: { sector_columns: ['exports_pct'] } })] }).metric, 'exports_pct');
  keepAddress();
  assert.equal(addressChanged(), false);
  assert.ok(location.href.startsWith('file:///report.html#lang=de') === false && location.href.includes('lang=en'));
  location.href = 'file:///report.html#lang=fr';
  assert.equal(addressChanged(), true);
});

test('without a wish the region is what the scenario looks at, else the one that changes most', () => {
  const withFocus = (focus, more) => RUN({ manifest: { scenario: { focus }, ...more } });
  assert.equal(opened('', { runs: [withFocus({ region: 'KOR' })] }).region, 3);
  assert.equal(opened('#region=CAN', { runs: [withFocus({ region: 'KOR' })] }).region, 0);
  assert.equal(opened('', { runs: [withFocus({ region: null, regions: ['CAN', 'USA'] })] }).region, 0);
  assert.equal(opened('', { runs: [withFocus({ region: null, regions: ['CAN', 'USA'] }, { headline_regions: ['JPN', 'USA'] })] }).region, 1);
  assert.equal(opened('', { runs: [RUN({ run: { first: 3 } })] }).region, 3);
  assert.equal(opened('', { runs: [withFocus({ region: 'CAN', sector: 'C29' })] }).sector, 1);
  assert.equal(new URLSearchParams(link().split('#')[1]).get('sector'), 'C29');
  opened('#sector=all', { runs: [withFocus({ region: 'CAN', sector: 'C29' })] });
  assert.deepEqual([state.sector, new URLSearchParams(link().split('#')[1]).get('sector')], [-1, 'all']);
  assert.equal(opened('', { runs: [RUN({ run: { region_values: [[-3, 0.1, 2, 0, null], []] } })] }).region, 0);
});

test('settings: dark or light, the language, how numbers are written', () => {
  opened('#theme=dark&lang=fr');
  applySettings();
  assert.deepEqual([document.documentElement.dataset.theme, document.documentElement.lang], ['dark', 'fr']);
  assert.equal(show(1234.5, 'gdp_base'), '1\u202f235');
  opened('#theme=light&numbers=dot');
  applySettings();
  assert.equal(document.documentElement.dataset.theme, 'light');
  assert.equal(show(1234.5, 'gdp_base'), '1.235');
  for (const dark of [true, false]) {
    opened('');
    globalThis.matchMedia = (query) => ({ matches: dark && query.includes('dark') });
    applySettings();
    assert.equal(document.documentElement.dataset.theme, dark ? 'dark' : 'light');
  }
});

test('names: those of countries and sectors in the reader\'s language, the data\'s own otherwise', () => {
  const run = RUN({ manifest: { world: { product_names: { TOYOTA: 'Toyota group' }, family_names: { CARS: 'All cars' } } } });
  const all = (index) => [names.regionName(run, index), names.inRegion(run, index)];
  opened('#lang=en', { runs: [run] });
  assert.deepEqual([all(0)[0], all(3)[0], all(4)[0]], ['Canada', 'Korea', 'Freedonia']);
  assert.deepEqual([0, 4].map((index) => names.regionOf(run, index)), [{ code: 'CAN', name: 'Canada', known: true }, { code: 'QQQ', name: 'Freedonia', known: true }]);
  opened('#lang=fr', { runs: [run] });
  assert.deepEqual([0, 1, 2, 4].map((index) => names.regionName(run, index)), ['Canada', 'États-Unis', 'Japon', 'Freedonia']);
  assert.deepEqual([names.regionOf(run, 4).known, names.regionOf(run, 2).known], [false, true]);
  assert.equal(names.sectorName(run, 1), words().sectorNames['Motor vehicles'] || 'Motor vehicles');
  assert.notEqual(words().sectorNames[0], names.sectorName(run, 0));
  const known = Object.keys(words().sectorNames)[0];
  assert.equal(names.sectorName({ sectors: [['X', known], ['Y', 'Nothing known'], ['Z', null]] }, 0), words().sectorNames[known]);
  assert.deepEqual([1, 2].map((at) => names.sectorName({ sectors: [['X', known], ['Y', 'Nothing known'], ['Z', null]] }, at)), ['Nothing known', 'Z']);
  assert.deepEqual(['USA', 'QQQ'].map(names.placeName), ['États-Unis', 'QQQ']);
  assert.deepEqual([['KOR', 'Republic of Korea'], ['KOR', 'South Korea'], ['USA', 'USA'], ['CZE', 'Czechia'], ['JPN', 'Canada']].map(([three, name]) => names.isCalled(three, name)), [true, true, true, true, false]);
  assert.equal(names.regionName({ regions: [['CAN', 'Ontario']] }, 0), 'Ontario', 'a code alone is no name');
  assert.deepEqual(['TOYOTA', 'CARS', 'X'].map((code) => names.productName(run, code)), ['Toyota group', 'All cars', 'X']);
  assert.equal(names.productName(run, 'rest', 'C29'), words().text.productRest(names.sectorName(run, 1)));
  assert.equal(names.productName(run, 'rest', 'ZZ'), words().text.productRest('ZZ'));
  opened('#lang=en');
  assert.deepEqual(['real_income_pct', 'some_new_thing_pct'].map(names.columnLabel), [words().columns.real_income_pct, 'some new thing']);
  const units = ['employment_base', 'employment_change_p05', 'gdp_base', 'output_new', 'sales_base', 'change', 'equivalent_variation', 'base_value', 'gdp_pct', 'other'].map((name) => names.unitOf(run, name));
  const money = names.money(run);
  assert.deepEqual(units, [words().thousandPersons, words().thousandPersons, money, money, money, money, money, money, '%', '']);
  assert.ok(money.includes('USD') && money.includes('million'));
  assert.equal(names.money({ world: {}, decision: { unit: 'yen' } }), 'yen');
});

test('texts of the data in the reader\'s language, and which language they are of', () => {
  opened('#lang=fr');
  assert.deepEqual(names.inLanguage({ fr: 'Titre : 5 %', en: 'Title' }, 'plain'), { text: 'Titre\u00a0: 5\u202f%', lang: null });
  assert.deepEqual(names.inLanguage({ ja: '題', en: 'Title' }, 'plain'), { text: 'Title', lang: 'en' });
  assert.deepEqual(names.inLanguage({ ja: '題' }, 'plain'), { text: '題', lang: 'ja' });
  assert.deepEqual([names.inLanguage(null, 'plain'), names.inLanguage({}, null)], [{ text: 'plain', lang: null }, { text: '', lang: null }]);
  opened('#lang=en');
  assert.deepEqual(names.inLanguage(null, 'a : 5 %'), { text: 'a : 5\u00a0%', lang: null });
  const { world } = { world: { titles: { en: 'The world' }, title: 'x', name: 'default', label: 'default' } };
  assert.equal(names.worldTitle(world), 'The world');
  assert.ok(names.worldTitle({ ...world, label: 'mine' }).startsWith('The world (') && names.worldTitle({ ...world, label: 'mine' }).includes('default'));
  assert.equal(names.titleOf(RUN()), 'A quota');
  assert.equal(names.titleOf({ ...RUN(), title: null, name: null }), 'f');
  const verb = { ...RUN({ manifest: { kind: 'food', options: { region: 'JPN', changed: true } } }), calories: {} };
  assert.equal(names.titleOf(verb), `${words().verbs.titles.food('Japan')}, A quota`);
  assert.equal(names.titleOf({ ...verb, manifest: { kind: 'food', options: { region: 'ZZ' } } }), words().verbs.titles.food('ZZ'));
  const node = h('p', {}, names.titleNode(verb));
  assert.equal(node.textContent, `${words().verbs.titles.food('Japan')} A quota`);
  assert.equal(names.against(RUN()), words().noPolicy(2023));
  assert.equal(names.against(RUN({ run: { against: 'other' }, manifest: { scenario: { against_title: 'Other' } } })), words().scenario('Other'));
});

test('a number with its range, in the manner of its column', () => {
  opened('#lang=en');
  setStyle('point');
  assert.deepEqual([show(-0.6404, 'real_income_pct'), show(5, 'gdp_base'), show(null, 'x_pct'), show(3e-6, 'real_income_pct'), show(3e-6, 'equivalent_variation')], ['−0.64', '5.00', '–', '< +0.00001', '+0.0000030']);
  const range = { low: -1.94, high: -1.28 };
  assert.equal(show(-1.612, 'real_income_pct', range), '−1.61 (−1.94 to −1.28)');
  assert.equal(show(null, 'real_income_pct', range), '–');
  assert.equal(showUnit(-1.612, 'real_income_pct', range), `−1.61 (−1.94 to −1.28)${words().percent}`);
  assert.deepEqual([showUnit(null, 'a_pct'), showUnit(2, 'money')], ['–', '2.00']);
  assert.equal(showCentral(-1.612, 'real_income_pct', { low: -8, high: 5 }), '−2', 'no more decimals than the range supports');
  assert.equal(showCentral(-1.612, 'real_income_pct', { low: -1.62, high: -1.6 }), '−1.61', 'nor than the size');
  assert.equal(showCentral(-1.612, 'real_income_pct', { low: -1.6, high: -1.6 }), '−1.61');
  assert.equal(showCentral(3e-6, 'real_income_pct', { low: 1e-6, high: 9e-6 }), '+0.0000030');
  assert.deepEqual([showCentral(0, 'x_pct', range), showCentral(3e-6, 'x_pct'), showCentral(null, 'x_pct')], ['0', '< +0.00001', '–']);
  assert.deepEqual(chartItem('Canada', 'real_income_pct', -1.612, range), { value: -1.612, low: -1.94, high: -1.28, text: '−1.61', long: '−1.61 (−1.94 to −1.28)', said: `−1.61 (−1.94 to −1.28)${words().percent}`, tip: `Canada: −1.61 (−1.94 to −1.28)${words().percent}` });
  assert.deepEqual([chartItem('a', 'x_pct', 1).low, chartItem('a', 'x_pct', 1).long], [null, null]);
  const columns = csvColumns(['a', 'b', 'a_p95', 'a_p05'], 'a', (name, row) => name + row);
  assert.deepEqual(columns.map(([name, read]) => [name, read(7)]), [['a', 'a7'], ['a_p05', 'a_p057'], ['a_p95', 'a_p957']]);
});

const answer = (column, value, more = {}) => ({ column, region: 'CAN', value, before: 1000, unit: column === 'employment_change' ? 'thousand persons' : column.endsWith('_pct') ? 'percent' : 'money', ...more });
const textHas = (text, value) => text.includes(String(value).replace('-', '−').replace('0.0005', '0.00050').replace('0.000500', '0.00050'));
const asked = (answers, focus_ = { region: 'CAN' }) => RUN({ manifest: { answers, scenario: { focus: focus_ } } });

test('answers: what a number is of, its change, its range and its level', () => {
  const list = [answer('output_pct', -51.2, { sector: 'C29', p05: -56, p95: -46 }), answer('employment_change', -71.4, { sector: 'C29' }), answer('exports_pct', -3, { sector: 'C29', partner: 'USA' }), answer('sales_pct', 4, { sector: 'C29', product: 'C29.rest' }), answer('real_income_pct', 0.5, { before: null })];
  const run = asked(list);
  opened('#lang=en', { runs: [run] });
  const t = words();
  const label = (one, within = run) => answerLabel(within, one);
  assert.equal(label(list[4]), names.columnLabel('real_income_pct'));
  assert.equal(label(list[0]), t.focus.ofSector(names.columnLabel('output_pct'), 'Motor vehicles'));
  assert.equal(label(list[1]), t.focus.ofSector(t.focus.jobs, 'Motor vehicles'));
  assert.equal(label(list[2]), t.focus.ofSector(t.focus.flow('exports_pct', 'United States'), 'Motor vehicles'));
  assert.equal(label(list[3]), t.focus.ofSector(names.columnLabel('sales_pct'), t.text.productRest('Motor vehicles')));
  assert.equal(label({ ...list[4], region: 'USA' }), t.focus.ofRegion(names.columnLabel('real_income_pct'), 'United States'));
  assert.equal(label(list[4], asked(list, { region: null, regions: ['CAN', 'USA'] })), t.focus.ofRegion(names.columnLabel('real_income_pct'), 'Canada'));
  assert.equal(focusRegion(run), 'Canada');
  assert.equal(focusRegion(asked([], { region: 'MYGROUP' })), 'MYGROUP');
  const rows = focus(run).querySelectorAll('tbody tr').map((row) => row.children.map((cell) => cell.textContent));
  assert.deepEqual(rows.map((row) => row[0]), list.map((one) => label(one)));
  assert.deepEqual(rows.map((row) => row[1]), [`−51 (−56 to −46)${t.percent}`, `−71.4 ${t.thousandPersons}`, `−3.00${t.percent}`, `+4.00${t.percent}`, `+0.50${t.percent}`]);
  assert.deepEqual(rows.map((row) => row[2]), [`1,000 ${names.money(run)}`, `1,000 ${t.thousandPersons}`, `1,000 ${names.money(run)}`, `1,000 ${names.money(run)}`, '']);
  assert.deepEqual(focus(run).querySelectorAll('td[title]').map((cell) => [cell.getAttribute('title'), cell.getAttribute('class')]), [['−51.2', 'num loss'], ['−71.4', 'num loss'], ['−3', 'num loss'], ['4', 'num'], ['0.5', 'num']]);
});

test('the headline begins with the sector that was asked about, its output and its jobs', () => {
  const output = answer('output_pct', -51.2, { sector: 'C29', p05: -56, p95: -46 });
  const jobs = (value) => answer('employment_change', value, { sector: 'C29' });
  const say = (list, focus_) => (opened('#lang=en', { runs: [asked(list, focus_)] }), focusLead(asked(list, focus_)));
  const both = say([output, jobs(-71.4)]);
  assert.ok(both.includes('Motor vehicles') && both.includes('Canada') && both.includes('−51') && both.includes('−56') && both.includes('−46') && both.includes('−71.4') && both.endsWith(words().between), both);
  for (const [value, there] of [[1e-4, false], [-5e-4, true], [4e-4, false], [5e-4, true]]) assert.equal(textHas(say([output, jobs(value)]), value), there, String(value));
  assert.equal(say([answer('output_pct', 1, { sector: 'C29', partner: 'USA' })]), '');
  assert.equal(say([]), '');
  assert.ok(say([output, answer('sales_pct', 4.25, { sector: 'C29', product: 'C29.rest' })]).includes('+4.25'), 'a product comes before its sector');
  assert.ok(say([{ ...output, region: 'MYGROUP' }]).includes('MYGROUP'));
  assert.ok(say([{ ...output, p95: null }]).includes('−51.2'));
  const numbers = (list) => (opened('#lang=en', { runs: [asked(list)] }), focusNumbers(asked(list)));
  const many = [answer('imports_pct', 1, { sector: 'C29' }), jobs(-2), output, answer('gdp_pct', 3), answer('real_income_pct', -1), answer('real_gdp_pct', 0), answer('wage_pct', 9), answer('price_pct', null, { product: 'X' })];
  assert.deepEqual(numbers(many).map((one) => one.value), [-1, 0, -51.2, -2, 3]);
  assert.deepEqual(numbers(many.slice(6)).map((one) => one.value), [9]);
  const [first] = numbers([output]);
  assert.deepEqual([first.unit, first.name, first.range], ['%', 'change_pct', { low: -56, high: -46 }]);
  assert.deepEqual(numbers([jobs(2)]).map((one) => [one.unit, one.name, one.range]), [[words().thousandPersons, 'employment_change', null]]);
});

test('the headline names those that change most, the largest side first', () => {
  const say = (values, more = {}) => {
    const run = RUN({ run: { region_values: [values, []], ...more.run }, manifest: more.manifest });
    opened('#lang=en', { runs: [run] });
    const text = headline(run);
    const at = ['Canada', 'United States', 'Japan', 'Korea', 'Freedonia'].map((name) => [text.indexOf(name), name]).filter(([where]) => where >= 0);
    return [at.sort((a, b) => a[0] - b[0]).map(([, name]) => name).join(), text];
  };
  assert.equal(say([-0.5, 0.1, 2, -0.004, null])[0], 'Japan,United States,Canada');
  assert.equal(say([-3, -2, -1, 0.02, -0.5])[0], 'Canada,United States,Japan', 'a gain of less than a hundredth is not told');
  assert.equal(say([-3, -2, -1, 0.03, -0.5])[0], 'Canada,United States,Japan,Korea');
  assert.equal(say([0, 1e-6, null, -9e-6, 0])[0], '');
  assert.ok(say([0, 0, 0, 0, 0])[1].includes('2023'));
  const named = { manifest: { headline_regions: ['USA', 'CAN'], scenario: { focus: { region: 'CAN' } } } };
  assert.equal(say([-0.5, -0.9, 2, -0.004, null], named)[0], 'United States,Canada'.split(',').reverse().join());
  assert.ok(say([-0.5, 0.1, 2, 0, null])[1].includes('2.00'));
  const ranged = say([-1.612, 0.1, null, null, null], { run: { region_columns: ['real_income_pct', 'real_income_pct_p05', 'real_income_pct_p95'], region_values: [[-1.612, 0.1, null, null, null], [-1.94, null, 0, 0, 0], [-1.28, null, 0, 0, 0]] } })[1];
  assert.ok(ranged.includes('1.61') && ranged.includes('−1.94') && ranged.includes('−1.28') && ranged.includes('0.10'), ranged);
});
