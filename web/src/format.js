// Numbers as the reader wants them. Decimals follow the size: two significant digits below 1, three above, whole
// numbers from 100; a number that is not zero never reads 0. With a range, the decimals follow the range's width:
// digits beyond the second one of the width say nothing.

const STYLES = {
  point: { group: ',', decimal: '.' },
  space: { group: '\u202f', decimal: ',' },
  dot: { group: '.', decimal: ',' },
};

export const STYLE_OPTIONS = [
  ['point', '1,234.5'],
  ['space', '1\u202f234,5'],
  ['dot', '1.234,5'],
];

let style = STYLES.point;

export function setStyle(name) {
  style = STYLES[name] || STYLES.point;
}

const MINUS = '\u2212';
const SUPERSCRIPT = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

export function superscript(number) {
  return [...String(number)].map((c) => SUPERSCRIPT[c]).join('');
}

/** Decimals that show a number of this size. */
export function decimalsOf(value) {
  const size = Math.abs(value);
  if (size === 0 || size >= 99.95) return 0;
  if (size >= 9.995) return 1;
  if (size >= 0.995) return 2;
  return Math.min(9, 1 - Math.floor(Math.log10(size) + 0.0022)); // 0.995 of a power of ten rounds up to it
}

/** Decimals that a range from low to high supports. */
export function decimalsOfRange(low, high) {
  const width = Math.abs(high - low);
  if (!(width > 0)) return null;
  return Math.max(0, Math.min(9, 1 - Math.floor(Math.log10(width))));
}

function group(digits) {
  const [whole, part] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, style.group);
  return part ? grouped + style.decimal + part : grouped;
}

/** Per cent and points: what is smaller is said to be smaller. */
export const LEAST = 1e-5;

/** A number; least: what is smaller is said to be smaller than this; signed: with + where it is positive; decimals: null to follow the size. Empty is an en dash. */
export function number(value, { signed = false, decimals = null, least = 0 } = {}) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  // Between 0 and that limit: no digit of it means anything
  if (Math.abs(value) < least) return value < 0 ? `> ${number(-least, { decimals: 5 })}` : `< ${number(least, { signed, decimals: 5 })}`;
  const sign = value < 0 ? MINUS : signed ? '+' : '';
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return `${sign}∞`;
  if (decimals === null && size < 1e-6) {
    const exponent = Math.floor(Math.log10(size));
    const lead = (size / 10 ** exponent).toFixed(1).replace('.', style.decimal);
    return `${sign}${lead}×10${superscript(exponent)}`;
  }
  if (decimals === null && size >= 1e15) return `${sign}${size.toExponential(2).replace('.', style.decimal)}`;
  const text = size.toFixed(decimals === null ? decimalsOf(size) : decimals);
  return (Number(text) === 0 ? '' : sign) + group(text);
}

/** "−1.61 (−1.9 to −1.3)", every number with the decimals that the range supports. */
export function withRange(value, low, high, to, options = {}) {
  const decimals = decimalsOfRange(low, high);
  // Digits that the range supports come first; the limit is for ranges that are as small
  const all = { ...options, decimals, least: decimals !== null && decimals <= 5 ? 0 : options.least };
  return `${number(value, all)} (${number(low, all)} ${to} ${number(high, all)})`;
}

/** A share in per cent, without the digits that the machine adds: 7, not 7.000000000000001. What a table shows in per cent it
 * has as such, so that the number under the pointer and the order are those that are shown; its file has the share. */
export const hundredfold = (share) => (share === null || share === undefined ? null : Number((100 * share).toPrecision(14)));

/** Reads a number back as it is shown; for the filter box. */
export function plain(value) {
  return value === null || value === undefined ? '' : String(value);
}

/** Every digit of a number, as the reader writes numbers. */
export function full(value) {
  const [digits, exponent] = String(value).split('e');
  return digits.replace('.', style.decimal).replace('-', MINUS) + (exponent ? `e${exponent}` : '');
}

/** How a table for a spreadsheet of the reader's language is written: {separator, decimal}. */
export const sheetStyle = () => ({ separator: style.decimal === ',' ? ';' : ',', decimal: style.decimal });

/** Decimals for the ticks of an axis. */
export function tickFormat(ticks, signed) {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(ticks[0]) || 1;
  const decimals = Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9)));
  return (tick) => (Math.abs(tick) < step / 1e6 ? '0' : number(tick, { decimals, signed }));
}
