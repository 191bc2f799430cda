// The sentence that the page opens with: what was asked for, result, range where there is one, and baseline. It names the regions that the
// program chose (headline_regions, codes), else the three whose real income changes most and the one that changes most the
// other way when that is at least 1 % as much.
import { decimalsOfRange, number } from './format.js';
import { focusOf, regionColumn, regionRange } from './data.js';
import { closureWords } from './compared.js';
import { against, inRegion } from './names.js';
import { focusLead } from './focus.js';
import { words } from './state.js';

const NOTHING = 1e-5; // per cent: below this real income is said not to change

function chosen(run) {
  const values = regionColumn(run, 'real_income_pct') || [];
  const all = values.map((value, region) => ({ value, region })).filter(({ value }) => value !== null && Math.abs(value) > NOTHING);
  all.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const named = run.headline_regions || run.manifest.headline_regions;
  if (named) {
    const list = all.filter(({ region }) => named.includes(run.regions[region][0]));
    const focus = focusOf(run)?.regions || []; // come first, whatever the sizes
    const isFocus = ({ region }) => focus.includes(run.regions[region][0]);
    return [...list.filter(isFocus), ...list.filter((item) => !isFocus(item))];
  }
  const list = all.slice(0, 3);
  const other = all.find(({ value }) => value < 0 !== all[0].value < 0);
  if (other && !list.includes(other) && Math.abs(other.value) >= Math.abs(all[0].value) / 100) list.push(other);
  return list;
}

export function headline(run) {
  const w = words();
  const list = chosen(run);
  if (!list.length) return w.headlineNone(against(run), closureWords(run));
  const part = ({ value, region }) => {
    const range = regionRange(run, 'real_income_pct', region);
    const place = inRegion(run, region);
    if (!range) return w.headlinePart(number(Math.abs(value)) + w.percent, place);
    const options = { decimals: decimalsOfRange(range.low, range.high), signed: true };
    const words_ = w.range(number(range.low, options), number(range.high, options));
    return w.headlinePart(number(Math.abs(value), { ...options, signed: false }) + w.percent, place, words_);
  };
  // The side with the largest change comes first
  const sides = [list[0].value < 0, !(list[0].value < 0)]
    .map((down) => ({ down, list: w.list(list.filter(({ value }) => value < 0 === down).map(part)) }))
    .filter((side) => side.list);
  return focusLead(run) + w.headline(sides, against(run), run.year, closureWords(run));
}
