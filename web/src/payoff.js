// What sections ask of a decision: cells, choices, and their numbers in the reader's words.
import { isChange, isPercent } from './data.js';
import { decimalsOfRange, number } from './format.js';
import { columnLabel, inLanguage, money, said } from './names.js';
import { show, showCentral, showUnit } from './show.js';
import { state, words } from './state.js';

export const TINY = 5e-7; // differences below this are none, as the program has it

/** The region of interest that is shown. */
export const judged = (run) => run.decision.regions[state.region];

/** Of options that share a title the name tells them apart. */
export const title = (option) => inLanguage(option.titles, option.title || option.name).text + (option.shares ? ` (${option.name})` : '');
export const titleIn = (option) => said(option.titles, option.title || option.name);

/** A letter for a contingency, where its name has no room. */
export const letter = (at) => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1));

/** "A – title" */
export const lettered = (contingency, at) => `${letter(at)}\u00a0– ${title(contingency)}`;

export function cellOf(run, lever, contingency) {
  return judged(run).cells.find((cell) => cell.lever === lever && cell.contingency === contingency);
}

/** The payoff by which levers are judged: the mean over draws, or the central value. */
export const payoff = (cell) => cell.mean ?? cell.central;

export const span = ({ p05, p95 }) => (p05 === null || p95 === null || p05 === undefined || p95 === undefined ? null : { low: p05, high: p95 });

const name = (run) => run.decision.indicator;

export const measure = (run) => columnLabel(name(run));
export const inWords = (text) => text.charAt(0).toLowerCase() + text.slice(1);
export const unit = (run) => (isPercent(name(run)) ? '%' : money(run));
export const axis = (run) => (isPercent(name(run)) ? words().perCent : money(run));

export const level = (run, value, range = null) => show(value, name(run), range);
export const levelShort = (run, value, range = null) => showCentral(value, name(run), range);
export const levelUnit = (run, value, range = null) => showUnit(value, name(run), range) + (isPercent(name(run)) ? '' : ` ${money(run)}`);

/** {amount, range}: a level with its unit, and its range in words; with so many decimals, null: as many as they need. */
export function levelWords(run, value, range, decimals = null) {
  const options = { decimals: decimals !== null ? decimals : range ? decimalsOfRange(range.low, range.high) : null, signed: isChange(name(run)) };
  return { amount: number(value, options) + (isPercent(name(run)) ? words().percent : ` ${money(run)}`), range: range ? words().range(number(range.low, options), number(range.high, options)) : '' };
}

/** A difference of levels: regret, lead, worth. */
export const difference = (value) => (value === null || value === undefined ? '–' : Math.abs(value) < TINY ? '0' : number(value));
export const differenceUnit = (run, value) => (isPercent(name(run)) ? words().decision.points(difference(value)) : `${difference(value)} ${money(run)}`);
export const axisOfDifferences = (run) => (isPercent(name(run)) ? words().study.percentagePoints : money(run));

/** A probability or a share, in per cent. */
export function chance(p) {
  if (p === null || p === undefined) return '–';
  const percent = 100 * p;
  const decimals = percent === 0 || percent === 100 ? 0 : percent < 0.1 || percent > 99.9 ? 2 : Math.abs(percent - Math.round(percent)) < 1e-9 ? 0 : 1;
  return number(percent, { decimals }) + words().percent;
}
