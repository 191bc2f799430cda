// Numbers as the page writes them, without a browser.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { LEAST, STYLE_OPTIONS, decimalsOf, decimalsOfRange, full, number, plain, setStyle, sheetStyle, superscript, tickFormat, withRange } from '../src/format.js';

afterEach(() => setStyle('point'));

test('decimals by size: three digits from 1, two below, none from 100', () => {
  const sizes = [[0, 0], [1e9, 0], [99.95, 0], [-99.95, 0], [99.94, 1], [9.995, 1], [9.994, 2], [-1, 2], [0.995, 2], [0.994, 2], [0.0995, 2], [0.0994, 3], [0.00995, 3], [0.001, 4], [1e-6, 7], [1e-9, 9], [1e-12, 9]];
  for (const [value, decimals] of sizes) assert.equal(decimalsOf(value), decimals, String(value));
  // as many digits as are meant are shown: two below 1, three above
  for (let power = -6; power < 6; power++)
    for (const lead of [1.04, 2.5, 7.77, 9.94]) {
      const shown = number(lead * 10 ** power).replace(/,/g, '');
      const digits = shown.replace('.', '').replace(/^0+/, '');
      assert.equal(digits.length, power < 0 ? 2 : Math.max(3, power + 1), shown);
      assert.ok(Math.abs(Number(shown) / (lead * 10 ** power) - 1) <= (power < 0 ? 0.05 : 0.005), shown);
    }
});

test('decimals by the width of a range', () => {
  const ranges = [[0, 1, 1], [0, 0.99, 2], [1, 2.5, 1], [-5, 5, 0], [0, 0.1, 2], [0, 1e-12, 9], [2, 1, 1], [0, 1e6, 0]];
  for (const [low, high, decimals] of ranges) assert.equal(decimalsOfRange(low, high), decimals, `${low} to ${high}`);
  assert.deepEqual([decimalsOfRange(1, 1), decimalsOfRange(NaN, 1)], [null, null]);
});

test('numbers: signs, what is missing, what is endless, the very small and the very large', () => {
  const shown = [[1.5, '1.50'], [-1.5, '−1.50'], [0, '0'], [-0, '0'], [null, '–'], [undefined, '–'], [NaN, '–'], [Infinity, '∞'], [-Infinity, '−∞'], [9.9e-7, '9.9×10⁻⁷'], [-2.04e-10, '−2.0×10⁻¹⁰'], [1e-6, '0.0000010'], [1e15, '1.00e+15'], [-1.234e20, '−1.23e+20'], [999999999999999, '999,999,999,999,999'], [1000, '1,000'], [999.6, '1,000']];
  for (const [value, text] of shown) assert.equal(number(value), text);
  assert.deepEqual([2, -2, 0, Infinity, 1e-8, 1e16, 1234.5].map((value) => number(value, { signed: true })), ['+2.00', '−2.00', '0', '+∞', '+1.0×10⁻⁸', '+1.00e+16', '+1,235']);
  // asked for decimals, what rounds to nothing has no sign
  assert.deepEqual([[-0.04, 1], [0.04, 1], [-0.06, 1], [1e-8, 3], [1234.56, 1], [0.5, 0]].map(([value, decimals]) => number(value, { decimals })), ['0.0', '0.0', '−0.1', '0.000', '1,234.6', '1']);
  assert.equal(number(-0.04, { decimals: 1, signed: true }), '0.0');
});

test('what is smaller than the least is said to be', () => {
  assert.equal(LEAST, 1e-5);
  assert.deepEqual([9.9e-6, -9.9e-6, 1e-5, 0].map((value) => number(value, { least: LEAST })), ['< 0.00001', '> −0.00001', '0.000010', '0']);
  assert.equal(number(1e-9, { least: LEAST, signed: true }), '< +0.00001');
  assert.equal(number(null, { least: LEAST }), '–');
});

test('groups and decimals in each way of writing', () => {
  const written = { point: ['1,234,567', '0.50', '1.0×10⁻⁷', '−1,234.6', '1.25e-7'], space: ['1\u202f234\u202f567', '0,50', '1,0×10⁻⁷', '−1\u202f234,6', '1,25e-7'], dot: ['1.234.567', '0,50', '1,0×10⁻⁷', '−1.234,6', '1,25e-7'] };
  assert.deepEqual(STYLE_OPTIONS.map(([name]) => name), Object.keys(written));
  for (const [name, example] of STYLE_OPTIONS) {
    setStyle(name);
    assert.deepEqual([number(1234567), number(0.5), number(1e-7), number(-1234.56, { decimals: 1 }), full(1.25e-7)], written[name]);
    assert.equal(number(1234.5, { decimals: 1 }), example);
    assert.deepEqual(sheetStyle(), name === 'point' ? { separator: ',', decimal: '.' } : { separator: ';', decimal: ',' });
  }
  setStyle('unheard of');
  assert.equal(number(1234.5, { decimals: 1 }), '1,234.5');
});

test('a number and its range', () => {
  assert.equal(withRange(2.345, 2.1, 2.6, 'to'), '2.35 (2.10 to 2.60)'.replace('2.35', (2.345).toFixed(2)));
  assert.equal(withRange(5, 5, 5, 'to'), '5.00 (5.00 to 5.00)'); // no width: by size
  assert.equal(withRange(150, 100, 300, 'à', { signed: true }), '+150 (+100 à +300)');
  // with five decimals or fewer the digits of the range come first, beyond that the limit
  assert.equal(withRange(0.000004, -0.001, 0.001, 'to', { least: LEAST }), '0.0000 (−0.0010 to 0.0010)');
  assert.equal(withRange(0.000004, 0.000003, 0.000005, 'to', { least: LEAST }), '< 0.00001 (< 0.00001 to < 0.00001)');
});

test('every digit, as the reader writes it and as a filter reads it', () => {
  assert.deepEqual([-1234.5678, 1e21, 0.1, 5].map(full), ['−1234.5678', '1e+21', '0.1', '5']);
  setStyle('space');
  assert.equal(full(-0.25), '−0,25');
  assert.deepEqual([-1.5, 0, null, undefined, 1e-7].map(plain), ['-1.5', '0', '', '', '1e-7']);
  assert.equal(superscript(-1234567890), '⁻¹²³⁴⁵⁶⁷⁸⁹⁰');
});

test('ticks: decimals of the step, zero without a sign', () => {
  const of = (ticks, signed) => ticks.map(tickFormat(ticks, signed));
  assert.deepEqual(of([-0.5, 0, 0.5, 1], true), ['−0.5', '0', '+0.5', '+1.0']);
  assert.deepEqual(of([0, 0.01], false), ['0', '0.01']);
  assert.deepEqual(of([0, 2000], false), ['0', '2,000']);
  assert.deepEqual(of([0.4], false), ['0.4']);
  assert.deepEqual(of([0], true), ['0']);
  assert.deepEqual(of([-0.1, 1e-17, 0.1], true), ['−0.1', '0', '+0.1']); // rounding of the axis
});
