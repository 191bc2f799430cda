// The sentence that the page opens with: result, range where there is one, and baseline. The regions are the three
// whose real income changes most, and the one that changes most the other way when that is at least 1 % as much.
import { number, withRange } from './format.js';
import { regionColumn, regionRange } from './data.js';
import { against, inRegion } from './names.js';
import { words } from './state.js';

export function headline(run) {
  const w = words();
  const values = regionColumn(run, 'real_income_pct') || [];
  const order = values.map((value, region) => ({ value, region })).filter(({ value }) => value !== null && Math.abs(value) > 1e-7);
  order.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  if (!order.length) return w.headlineNone(against(run));
  const chosen = order.slice(0, 3);
  const other = order.find(({ value }) => value < 0 !== order[0].value < 0);
  if (other && !chosen.includes(other) && Math.abs(other.value) >= Math.abs(order[0].value) / 100) chosen.push(other);
  const part = ({ value, region }) => {
    const range = regionRange(run, 'real_income_pct', region);
    const place = inRegion(run, region);
    if (!range) return w.headlinePart(number(Math.abs(value)) + w.percent, place);
    const low = Math.min(Math.abs(range.low), Math.abs(range.high));
    const high = Math.max(Math.abs(range.low), Math.abs(range.high));
    if (range.low < 0 !== range.high < 0) {
      // A range with zero in it cannot be told as a size
      const text = withRange(value, range.low, range.high, w.to, { signed: true });
      return w.headlinePart(number(Math.abs(value)) + w.percent, `${place} ${w.range(...text.replace(/^.*\((.*)\)$/, '$1').split(` ${w.to} `))}`);
    }
    const [, a, b] = withRange(Math.abs(value), low, high, w.to).match(/\((.*)\)/)[1].split(` ${w.to} `).reduce((list, one) => [...list, one], [null]);
    const size = withRange(Math.abs(value), low, high, w.to).replace(/ \(.*$/, '');
    return w.headlinePart(size + w.percent, `${place} ${w.range(a, b)}`);
  };
  const falls = chosen.filter(({ value }) => value < 0).map(part);
  const rises = chosen.filter(({ value }) => value > 0).map(part);
  return w.headline(falls.length ? w.list(falls) : '', rises.length ? w.list(rises) : '', against(run), run.year);
}
