// Numbers and words, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEAST, decimalsOfRange, number, setStyle, tickFormat, withRange } from '../src/format.js';
import { csvCell } from '../src/table.js';
import { averageTariff, isChange, mainColumns, rangeOf } from '../src/data.js';
import en from '../src/lang/en.js';
import fr from '../src/lang/fr.js';
import ja from '../src/lang/ja.js';

test('decimals follow the size of a number, and no number but 0 reads 0', () => {
  setStyle('point');
  const shown = [[0, '0'], [0.0003, '0.00030'], [-0.64036, '−0.64'], [1.23456, '1.23'], [12.3456, '12.3'], [123.456, '123'], [-11262.96, '−11,263'], [1234567, '1,234,567'], [0.999, '1.00'], [9.999, '10.0'], [99.97, '100'], [0.0996, '0.10'], [2.6e-9, '2.6×10⁻⁹'], [null, '–'], [undefined, '–'], [NaN, '–']];
  for (const [value, text] of shown) assert.equal(number(value), text);
  assert.equal(number(0.5, { signed: true }), '+0.50');
  const least = { least: LEAST, signed: true };
  assert.deepEqual([-0.0000033, 0.0000033, -0.00001, 0].map((value) => number(value, least)), ['> −0.00001', '< +0.00001', '−0.000010', '0']);
  for (let power = -12; power < 9; power++) for (const lead of [1, 2.5, 9.96]) assert.doesNotMatch(number(lead * 10 ** power), /^[0.,]*$/);
});

test('the three ways to write a number', () => {
  setStyle('space');
  assert.equal(number(-1234567.8), '−1\u202f234\u202f568');
  assert.equal(number(1.5), '1,50');
  setStyle('dot');
  assert.equal(number(1234567.8), '1.234.568');
  assert.equal(number(1.5), '1,50');
  setStyle('point');
});

test('a range sets the decimals: two digits of its width', () => {
  assert.equal(decimalsOfRange(-1.91, -1.32), 2);
  assert.equal(decimalsOfRange(100, 190), 0);
  assert.equal(withRange(-1.6123, -1.9123, -1.3051, 'to', { signed: true }), '−1.61 (−1.91 to −1.31)');
  assert.equal(withRange(161.23, 120, 190, 'to'), '161 (120 to 190)');
});

test('ticks of an axis have the decimals of their step', () => {
  assert.deepEqual([-0.2, 0, 0.2].map(tickFormat([-0.2, 0, 0.2], true)), ['−0.2', '0', '+0.2']);
  assert.deepEqual([0, 500, 1000].map(tickFormat([0, 500, 1000], false)), ['0', '500', '1,000']);
});

test('columns: changes and levels, values and ranges', () => {
  for (const name of ['real_income_pct', 'equivalent_variation', 'value_added_change', 'real_income_pct_p05']) assert.ok(isChange(name), name);
  for (const name of ['tariff_revenue_new_pct', 'tariff_base_pct', 'base_value', 'rents_new_pct', 'tariff_new_pct_p05', 'binding_share']) assert.ok(!isChange(name), name);
  assert.deepEqual(mainColumns(['a_pct', 'a_pct_p05', 'a_pct_p95', 'b']), ['a_pct', 'b']);
  assert.equal(rangeOf(['a', 'a_p05'], 'a', () => 1), null);
  assert.deepEqual(rangeOf(['a', 'a_p05', 'a_p95'], 'a', (name) => (name === 'a_p05' ? 1 : 2)), { low: 1, high: 2 });
});

test('a product and a family go by their names, and by a code that nobody names', async () => {
  globalThis.WORLD ??= '{"codes": {}, "provinces": [], "members": {}}'; // the map, which the build puts in
  const { productName } = await import('../src/names.js');
  const run = { sectors: [], manifest: { world: { product_names: { TOYOTA: 'Toyota group' }, family_names: { VEHICLES: 'Motor vehicles' } } } };
  assert.deepEqual(['TOYOTA', 'VEHICLES', 'OTHER'].map((code) => productName(run, code)), ['Toyota group', 'Motor vehicles', 'OTHER']);
  assert.equal(productName({ sectors: [], manifest: {} }, 'VEHICLES'), 'VEHICLES');
});

test('an average tariff has trade as its weights and leaves out pairs without trade', () => {
  const rates = [[null, 10, 30], [0, 0, 0], [0, 0, 0]];
  const weights = [[0, 300, 100], [0, 0, 0], [0, 0, 0]];
  assert.equal(averageTariff(rates, weights, [[0, 0], [0, 1], [0, 2]]), 15);
  assert.equal(averageTariff(rates, weights, [[1, 2]]), null);
});

/** Every path in a dictionary with the kind of what is there. */
function shape(value, path = '') {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.keys(value).sort().flatMap((key) => shape(value[key], `${path}.${key}`));
}

test('the languages have the same words', () => {
  // What the program or the data says in English has no English translation
  const own = (language) => shape({ ...language, regionNames: null, sectorNames: null, reconcile: { ...language.reconcile, titles: null, what: null, lacks: null } });
  assert.deepEqual(own(fr), own(en));
  assert.deepEqual(own(ja), own(en));
  assert.deepEqual(Object.keys(ja.sectorNames).sort(), Object.keys(fr.sectorNames).sort());
  for (const key of ['titles', 'what', 'lacks']) assert.deepEqual(shape(ja.reconcile[key]), shape(fr.reconcile[key]));
  const same = (a, b, path = '') => (typeof a === 'string' ? (a === b ? [path] : []) : typeof a === 'object' ? Object.keys(a).flatMap((key) => same(a[key], b[key], `${path}.${key}`)) : []);
  const alike = new Set(['.ui.region', '.columns.region', '.sections.sectors']);
  for (const language of [fr, ja]) {
    for (const key of ['study', 'decision', 'reconcile', 'accounts', 'market', 'verbs']) assert.deepEqual(same({ ...en[key], deficits: {}, titles: {}, what: {}, lacks: {} }, language[key], `.${key}`).filter((path) => !/\.(inTotal|totalShare)$/.test(path)), [], `${language.code} has English words in ${key}`);
    for (const part of ['sections', 'ui']) assert.deepEqual(same(en[part], language[part], `.${part}`).filter((path) => !alike.has(path)), [], `${language.code} has English words in ${part}`);
  }
});

test('a place is named as the language does', () => {
  assert.equal(en.in('United States', 'USA', true), 'in the United States');
  assert.equal(en.in('Rest of the EU', 'REU', true), 'in the rest of the EU');
  assert.equal(fr.in('Canada', 'CAN', true), 'au Canada');
  assert.equal(fr.in('États-Unis', 'USA', true), 'aux États-Unis');
  assert.equal(fr.in('Allemagne', 'DEU', true), 'en Allemagne');
  assert.equal(fr.in('Atlantis', 'ATL', false), 'pour Atlantis');
});

test('copied cells are no formulas, as in the files of the program', () => {
  const cells = [['=1+1', "'=1+1"], ['+b', "'+b"], ['-2+3', "'-2+3"], ['@SUM(A1)', "'@SUM(A1)"], ["'=1", "''=1"], [' =1', '"\' =1"'], ['\uff1d1', "'\uff1d1"], ['\t=1', '"\'\t=1"'], ['-1.5', '-1.5'], [-1.5, '-1.5'], [1e-7, '1e-7'], ['+2', '+2'], ["'abc", "'abc"], ['a=1', 'a=1'], ['a,"b"', '"a,""b"""'], ['x ', '"x "'], [null, ''], [0, '0']];
  for (const [value, cell] of cells) assert.equal(csvCell(value), cell);
});
