// A run that is linked to a market: of the change of real income what the market does at the old prices of all else, and
// what the economy adds; what the market's product costs.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { number } from '../format.js';
import { words } from '../state.js';
import { empty, named, objects } from './answer.js';
import { sourceLine } from './income.js';

const FEW = 15;
const BARS = 12;
const COLUMNS = ['real_income_pct', 'market_pct', 'buyers_pct', 'owners_pct', 'economy_pct', 'price_pct', 'bill_pct'];

const text = (value, decimals) => (empty(value) ? '–' : number(value, { decimals, signed: true }));
const decimalsOf = (name) => (name === 'price_pct' || name === 'bill_pct' ? 1 : 3);

/** With its range, where draws have one: "+0.098 (+0.064 to +0.129)". */
function ranged(row, name) {
  const decimals = decimalsOf(name);
  if (empty(row[`${name}_p05`])) return text(row[name], decimals);
  return `${text(row[name], decimals)}${words().between}${words().range(text(row[`${name}_p05`], decimals), text(row[`${name}_p95`], decimals))}`;
}

export const hasLink = (run) => run.link && run.link.rows.length > 0;

export function linked(run) {
  const t = words().linked;
  const unit = words().percent;
  const list = objects(run.link).sort((a, b) => Math.abs(b.real_income_pct) - Math.abs(a.real_income_pct));
  const rows = list.slice(0, BARS).map((row) => ({
    name: named(run, row.region),
    items: ['market_pct', 'economy_pct'].map((name, series) => ({ value: row[name], low: row[`${name}_p05`], high: row[`${name}_p95`], series, text: text(row[name], 3), tip: `${named(run, row.region)}, ${t.columns[name]}${words().colon}${ranged(row, name)}${unit}` })),
  }));
  const column = (name) => ({ key: name, label: t.columns[name], unit: '%', number: true, value: (row) => row[name], text: (row) => text(row[name], decimalsOf(name)), small: empty(list[0][`${name}_p05`]) ? undefined : (row) => (empty(row[`${name}_p05`]) ? '' : words().rangeAlone(text(row[`${name}_p05`], decimalsOf(name)), text(row[`${name}_p95`], decimalsOf(name)))), csv: ['', '_p05', '_p50', '_p95'].filter((end) => `${name}${end}` in list[0]).map((end) => [`${name}${end}`, (row) => row[`${name}${end}`]]) });
  return [
    h('p', { class: 'lead' }, t.lead),
    figure({ id: 'linked', title: t.title, subtitle: t.subtitle, desc: rows.flatMap((row) => row.items.map((one) => one.tip)).join('; '), source: sourceLine(run), draw: (width) => bars({ width, rows, axis: t.axis, series: [t.columns.market_pct, t.columns.economy_pct] }) }),
    table({ id: 'linked-table', caption: t.table, rows: list, few: FEW, sort: null, columns: [{ key: 'region', label: t.region, header: true, value: (row) => named(run, row.region), csv: [['region', (row) => row.region]] }, ...COLUMNS.map(column)] }),
  ];
}
