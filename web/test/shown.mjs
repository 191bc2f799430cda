// What a number on the page says, and whether it is the one that was given.
import assert from 'node:assert/strict';

/** What a shown number says: {value, half}: half a unit of its last digit. Null for an en dash. */
export function parseShown(text, { group = ',', decimal = '.' } = {}) {
  let rest = text.replace(/ \(.*$/, '').trim();
  if (rest === '–') return null;
  const least = rest.match(/^([<>]) (.*)$/); // between 0 and that number
  if (least) {
    const limit = parseShown(least[2], { group, decimal }).value;
    if ((least[1] === '<') !== limit > 0) throw new Error(`"${text}" has the wrong side of its limit`);
    return { value: limit / 2, half: Math.abs(limit) / 2 };
  }
  let power = 0;
  const exponent = rest.match(/×10([⁻⁰¹²³⁴-⁹]+)$/);
  if (exponent) {
    power = Number([...exponent[1]].map((c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join(''));
    rest = rest.slice(0, exponent.index);
  }
  const sign = rest.startsWith('\u2212') ? -1 : 1;
  rest = rest.replace(/^[+\u2212]/, '');
  const [whole, part = ''] = rest.split(decimal);
  const groups = whole.split(group);
  if (!/^\d{1,3}$/.test(groups[0]) || groups.slice(1).some((g) => !/^\d{3}$/.test(g)) || !/^\d*$/.test(part)) throw new Error(`"${text}" is not a number as the page should show it`);
  const digits = Number(`${groups.join('')}.${part || 0}`);
  return { value: sign * digits * 10 ** power, half: 0.5 * 10 ** (power - part.length) };
}

/** A shown number is `given`, rounded to what is shown; empty only where that is. loose: it may read 0, as far as its range goes. */
export function shownAs(text, given, where, loose = false) {
  const shown = parseShown(text.replace(/^★\u00a0/, ''));
  if (given === '' || given === null || given === undefined) return assert.equal(shown, null, `${where}: nothing is given, the page shows ${text}`);
  const value = Number(given);
  assert.notEqual(shown, null, `${where}: given is ${given}, the page shows nothing`);
  assert.ok(Math.abs(shown.value - value) <= shown.half * 1.0001, `${where}: given is ${given}, the page shows ${text}`);
  if (value !== 0 && !loose) assert.notEqual(shown.value, 0, `${where}: given is ${given}, the page shows ${text}`);
  return undefined;
}
