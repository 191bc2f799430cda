// What the question was about, told first: the answers that run.json has, as rows of a table, as the beginning of the
// headline, and as numbers of the page of A4. Of groups of regions or sectors there are numbers for all together, too.
import { h } from './dom.js';
import { focusOf } from './data.js';
import { decimalsOfRange, full, number } from './format.js';
import { columnLabel, inRegion, money, productName, regionName, sectorName } from './names.js';
import { showUnit } from './show.js';
import { words } from './state.js';

export const answersOf = (run) => run.manifest.answers || [];

const indexOf = (list, code) => list.findIndex(([one]) => one === code);

/** A region or a group of them; a sector, a set of them such as goods, or a group. */
function regionWords(run, code) {
  const at = indexOf(run.regions, code);
  return at < 0 ? words().rule.groupNames[code] || code : regionName(run, at);
}
function sectorWords(run, code) {
  const at = indexOf(run.sectors, code);
  return at < 0 ? words().rule.sets[code] || code : sectorName(run, at);
}

/** A product, the rest of a sector, or a family. */
function productWords(run, code) {
  const rest = code.match(/^(.+)\.rest$/);
  return rest ? productName(run, 'rest', rest[1]) : productName(run, code);
}

export const focusRegion = (run) => regionWords(run, focusOf(run).region);

const rangeOfAnswer = ({ p05, p95 }) => (p05 === undefined || p05 === null || p95 === null ? null : { low: p05, high: p95 });

const HEADS = 'thousand persons';
const unitOfAnswer = (run, { unit }) => (unit === 'percent' ? '%' : unit === HEADS ? words().thousandPersons : money(run));

/** "Exports to the United States: Motor vehicles": what a number is, of the regions that are not the only one. */
export function answerLabel(run, answer) {
  const t = words().focus;
  const { column, sector, product, partner, region } = answer;
  const what = partner ? t.flow(column, regionWords(run, partner)) : column === 'employment_change' ? t.jobs : columnLabel(column);
  const label = product ? t.ofSector(what, productWords(run, product)) : sector ? t.ofSector(what, sectorWords(run, sector)) : what;
  return focusOf(run)?.regions.length === 1 && region === focusOf(run).region ? label : t.ofRegion(label, regionWords(run, region));
}

/** The change with its range and unit. */
function changeWords(run, answer) {
  const name = answer.unit === 'percent' ? 'change_pct' : 'employment_change';
  return showUnit(answer.value, name, rangeOfAnswer(answer)) + (answer.unit === 'percent' ? '' : ` ${unitOfAnswer(run, answer)}`);
}

/** The section of the page. */
export function focus(run) {
  const t = words();
  const list = answersOf(run);
  const label = `${t.sections.focus}: ${answerLabel(run, list[0])}`; // another one than the section has
  const level = (one) => (one.before === null ? '' : `${number(one.before)} ${one.unit === HEADS ? t.thousandPersons : money(run)}`);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'table',
      { class: 'plain', id: 'focus-table' },
      h('caption', { class: 'sr' }, label),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, ''), h('th', { scope: 'col', class: 'num' }, columnLabel('change')), h('th', { scope: 'col', class: 'num' }, t.text.level))),
      h('tbody', {}, list.map((one) => h('tr', {}, h('th', { scope: 'row' }, answerLabel(run, one)), h('td', { class: one.value < 0 ? 'num loss' : 'num', title: full(one.value) }, changeWords(run, one)), h('td', { class: 'num' }, level(one))))),
    ),
  );
}

/** The first answer of a column about a sector, which of several is that of all together. */
const ofSector = (run, column) => answersOf(run).find((one) => one.column === column && one.sector && !one.product && !one.partner);
const ofProduct = (run, column) => answersOf(run).find((one) => one.column === column && one.product);

/** "Motor vehicles in Canada: output −51 % (90 % of draws: …), jobs −71 thousand persons. "; '' without a sector. */
export function focusLead(run) {
  const made = ofProduct(run, 'sales_pct') || ofProduct(run, 'spending_pct');
  const output = made || ofSector(run, 'output_pct');
  if (!output) return '';
  const t = words().focus;
  const part = (one, what) => {
    const range = rangeOfAnswer(one);
    const options = range ? { signed: true, decimals: decimalsOfRange(range.low, range.high) } : { signed: true };
    const unit = one.unit === 'percent' ? words().percent : ` ${words().thousandPersons}`;
    return t.part(what, number(one.value, options) + unit, range ? ` ${words().range(number(range.low, options), number(range.high, options))}` : '');
  };
  const jobs = ofSector(run, 'employment_change');
  const at = indexOf(run.regions, output.region);
  const place = at < 0 ? words().in(regionWords(run, output.region), output.region, false) : inRegion(run, at);
  if (made) return t.lead(productWords(run, made.product), place, regionWords(run, made.region), [part(made, columnLabel(made.column))]) + words().between;
  const parts = [part(output, columnLabel('output_pct')), jobs && Math.abs(jobs.value) >= 5e-4 ? part(jobs, t.jobs) : null].filter(Boolean);
  return t.lead(sectorWords(run, output.sector), place, regionWords(run, output.region), parts) + words().between;
}

/** Five of them for the page of A4: what is known of the region, then the sector, jobs among it. */
export function focusNumbers(run) {
  const first = (column, sector) => answersOf(run).find((one) => one.column === column && Boolean(one.sector) === sector && !one.product && !one.partner);
  const wanted = [first('real_income_pct', false), first('real_gdp_pct', false), ...['sales_pct', 'spending_pct', 'price_pct'].map((column) => ofProduct(run, column)), first('output_pct', true), first('employment_change', true), first('exports_pct', true), first('gdp_pct', false), first('imports_pct', true)];
  const list = [...wanted, ...answersOf(run)].filter((one, at, all) => one && one.value !== null && all.indexOf(one) === at).slice(0, 5);
  return list.map((one) => ({ label: answerLabel(run, one), name: one.unit === 'percent' ? 'change_pct' : 'employment_change', value: one.value, unit: unitOfAnswer(run, one), range: rangeOfAnswer(one) }));
}
