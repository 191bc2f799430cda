// A market: the map of its flows, prices before and after, the supply curve, what it is worth, and its tables.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { dumbbell } from '../charts/dumbbell.js';
import { flowmap } from '../charts/flowmap.js';
import { lines } from '../charts/lines.js';
import { shares } from '../charts/shares.js';
import { steps } from '../charts/steps.js';
import { CODES } from '../atlas.js';
import { placeName } from '../names.js';
import { hundredfold, number } from '../format.js';
import { words } from '../state.js';

const FEW = 15;
const CHANGES = 12;

/** A buyer or a supplier in the reader's language. */
export const nameOf = (one) => {
  const code = one.buyer || one.supplier;
  return CODES[code] && words().code !== 'en' ? placeName(code) : one.name || code;
};
const passageName = (one) => words().accounts.passages[one.passage] || one.name || one.passage;
const two = (value) => (value === null ? '–' : number(value, { decimals: 2 }));
const signed = (value) => (value === null ? '–' : number(value, { decimals: 2, signed: true }));
const source = (market) => `Tradewind: ${words().market.kicker}. ${market.source || ''}`;
export const changes = ({ market }) => market.buyers.some((one) => Math.abs(one.price_new - one.price_base) > 1e-9);

export function map({ market }) {
  const t = words().market;
  const largest = Math.max(1e-9, ...market.flows.flatMap((flow) => [flow.quantity_base, flow.quantity_new]));
  const names = new Map([...market.suppliers.map((one) => [`s${one.supplier}`, nameOf(one)]), ...market.buyers.map((one) => [`b${one.buyer}`, nameOf(one)])]);
  const tip = (flow) => `${names.get(`s${flow.supplier}`)} → ${names.get(`b${flow.buyer}`)}${words().colon}${two(flow.quantity_base)} → ${two(flow.quantity_new)} ${market.unit}`;
  const closed = market.passages.filter((one) => one.closed);
  return figure({
    id: 'market-map',
    title: t.mapTitle(market.unit),
    subtitle: closed.length ? t.closedNow(closed.map(passageName).join(', ')) : t.mapNote,
    desc: market.flows.slice(0, 20).map(tip).join('; '),
    source: source(market),
    draw: (width) =>
      flowmap({
        width,
        largest,
        flows: market.flows.filter((flow) => flow.quantity_new > 0).map((flow) => ({ from: flow.supplier, to: flow.buyer, value: flow.quantity_new, passages: flow.passages, tip: tip(flow) })),
        passages: market.passages.map((one) => ({ code: one.passage, closed: one.closed, tip: `${passageName(one)}${one.closed ? ` (${t.closed})` : ''}${words().colon}${two(one.quantity_base)} → ${two(one.quantity_new)} ${market.unit}` })),
      }),
  });
}

export function prices({ market }) {
  const t = words().market;
  const rows = [...market.buyers]
    .sort((a, b) => b.price_new - a.price_new)
    .map((one) => ({ name: nameOf(one), before: one.price_base, after: one.price_new, marked: one.buyer === market.focus, text: `${two(one.price_base)} → ${two(one.price_new)}`, tip: `${nameOf(one)}${words().colon}${two(one.price_base)} → ${two(one.price_new)} ${market.price_unit}` }));
  return figure({ id: 'market-prices', title: t.priceTitle, subtitle: t.beforeAfter, desc: rows.map((row) => row.tip).join('; '), source: source(market), draw: (width) => dumbbell({ width, rows, axis: market.price_unit }) });
}

export function supply({ market }) {
  const t = words().market;
  const rows = market.suppliers
    .filter((one) => one.output_new > 0 && one.netback_new !== null)
    .sort((a, b) => a.cost_new - b.cost_new)
    .map((one) => ({ name: one.supplier, wide: one.output_new, high: one.netback_new, mark: one.cost_new, tip: `${nameOf(one)}${words().colon}${two(one.output_new)} ${market.unit}, ${t.netback} ${two(one.netback_new)}, ${t.cost} ${two(one.cost_new)} ${market.price_unit}` }));
  return figure({ id: 'market-supply', title: t.supplyTitle, subtitle: t.supplyNote, desc: rows.map((row) => row.tip).join('; '), source: source(market), draw: (width) => steps({ width, rows, axis: market.price_unit, across: `${t.output}, ${market.unit}` }) });
}

/** Change of surplus by buyer, with the variant beside it where there is one. */
export function surplus({ market }) {
  const t = words().market;
  const list = [...market.buyers].sort((a, b) => a.surplus_change - b.surplus_change).slice(0, CHANGES);
  const item = (value, tip, series) => ({ value, text: signed(value), tip, series });
  const rows = list.map((one) => {
    const tip = `${nameOf(one)}${words().colon}${signed(one.surplus_change)} ${market.value_unit}`;
    const items = [item(one.surplus_change, tip, 0)];
    if (market.compared) items.push(item(one.surplus_change + one.worth, `${t.withCompared}${words().colon}${signed(one.surplus_change + one.worth)}`, 1));
    return { name: nameOf(one), marked: one.buyer === market.focus, items };
  });
  return figure({ id: 'market-surplus', title: t.surplusTitle, subtitle: market.compared ? t.surplusCompared : '', desc: rows.map((row) => row.items.map((one) => one.tip).join(', ')).join('; '), source: source(market), draw: (width) => bars({ width, rows, axis: market.value_unit, series: market.compared ? [t.without, t.withCompared] : null }) });
}

export function years({ market }) {
  const t = words().market;
  const all = market.years.map((one) => one.year);
  const list = [...market.buyers].sort((a, b) => b.quantity_base - a.quantity_base).slice(0, 6).map((one) => {
    const values = market.years.map((year) => year.price[one.buyer]);
    return { name: nameOf(one), values, marked: one.buyer === market.focus, text: two(values[values.length - 1]), tip: `${nameOf(one)}${words().colon}${two(values[0])} → ${two(values[values.length - 1])} ${market.price_unit}` };
  });
  return figure({ id: 'market-years', title: t.yearsTitle, subtitle: '', desc: list.map((one) => one.tip).join('; '), source: source(market), draw: (width) => lines({ width, years: all, lines: list, axis: market.price_unit }) });
}

const share = (value) => (value === null ? '–' : number(100 * value, { decimals: 0 }));

/** What drives the spread of each outcome that was asked for: a chart each, and all of market_drivers.csv. */
export function drivers({ market }) {
  const t = words().market;
  const of = words().study;
  const unit = words().percent;
  const labels = { price: t.price, quantity: t.quantity, bill: t.bill, surplus_change: t.surplusChange, worth: t.worth, output: t.output, netback: t.netback, rent: t.rent };
  const names = new Map([...market.suppliers, ...market.buyers].map((one) => [one.buyer || one.supplier, nameOf(one)]));
  const spoken = (row) => `${labels[row.outcome] || row.outcome}, ${names.get(row.code) || row.code}`;
  const factor = (row) => t.factors[row.parameter] || row.parameter;
  const outcomes = new Map();
  for (const row of market.drivers) outcomes.set(row.of, [...(outcomes.get(row.of) || []), row]);
  const charts = [...outcomes.values()].slice(0, 8).map((list, index) => {
    const rows = list
      .filter((row) => row.total !== null)
      .slice(0, CHANGES)
      .map((row) => ({ name: factor(row), first: 100 * (row.first_order ?? 0), total: 100 * row.total, error: 100 * (row.total_error ?? 0), text: `${share(row.total)}${unit}`, tip: `${factor(row)}\n${of.firstOrder}: ${share(row.first_order)} ± ${share(row.first_order_error)}\n${of.totalShare}: ${share(row.total)} ± ${share(row.total_error)}` }));
    if (!rows.length) return null;
    return figure({ id: `market-drivers-${index + 1}`, title: of.driversTitle(labels[list[0].outcome] || list[0].outcome, names.get(list[0].code) || list[0].code), subtitle: index === 0 ? t.driversNote : '', desc: of.driversDesc(rows.map((row) => `${row.name} ${row.text}`).join('; ')), source: source(market), draw: (width) => shares({ width, rows, axis: of.driversAxis, labels: of }) });
  });
  const numberOf = (key, label) => ({ key, label, number: true, value: (row) => hundredfold(row[key]), unit: '%', text: (row) => share(row[key]), csv: [[key, (row) => row[key]]] });
  return [
    charts,
    table({ id: 'market-drivers', caption: t.driversTable, rows: market.drivers, few: FEW, sort: null, columns: [{ key: 'outcome', label: t.outcome, header: true, value: spoken, csv: [['outcome', (row) => row.outcome], ['code', (row) => row.code]] }, { key: 'parameter', label: t.parameter, value: factor, csv: [['parameter', (row) => row.parameter]] }, numberOf('first_order', of.firstOrder), numberOf('total', of.totalShare), numberOf('first_order_error', of.firstError), numberOf('total_error', of.totalError)] }),
  ];
}

const column = (key, label, unit, text = two) => ({ key, label, unit, number: true, value: (one) => one[key], text: (one) => text(one[key]), csv: [[key, (one) => one[key]]] });

export function tables({ market }) {
  const t = words().market;
  const { unit, price_unit: price, value_unit: money } = market;
  const both = (key, label, of) => [column(`${key}_base`, `${label}, ${t.before}`, of), column(`${key}_new`, `${label}, ${t.after}`, of)];
  const head = (key, label, value) => ({ key, label, header: true, value, csv: [[key, (one) => one[key]]] });
  return [
    table({ id: 'market-buyers', caption: t.buyersTable, rows: market.buyers, few: FEW, sort: ['bill_new', 'descending'], columns: [head('buyer', t.buyer, nameOf), ...both('price', t.price, price), ...both('quantity', t.quantity, unit), ...both('bill', t.bill, money), column('surplus_change', t.surplusChange, money, signed), ...(market.compared ? [column('worth', t.worth, money, signed)] : []), column('hhi', t.hhi, '')] }),
    table({ id: 'market-suppliers', caption: t.suppliersTable, rows: market.suppliers, few: FEW, sort: ['output_new', 'descending'], columns: [head('supplier', t.supplier, nameOf), ...both('output', t.output, unit), ...both('netback', t.netback, price), ...both('rent', t.rent, money)] }),
    market.passages.length ? table({ id: 'market-passages', caption: t.passagesTable, rows: market.passages, few: FEW, sort: ['quantity_base', 'descending'], columns: [head('passage', t.passage, (one) => passageName(one) + (one.closed ? ` (${t.closed})` : '')), ...both('quantity', t.through, unit), column('toll', t.toll, price)] }) : null,
    h('p', { class: 'note' }, t.wedges(two(market.money.new.wedges), money)),
  ];
}
