// What is inside sectors: what the chosen region sells and buys of each product, before and after, and who sells it to
// whom. Products that the scenario looks at come first, then what changes most.
import { h, select } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { focusOf, rangeOf } from '../data.js';
import { columnLabel, money, productName, regionName, sectorName, unitOf } from '../names.js';
import { number } from '../format.js';
import { chartItem, csvColumns, show } from '../show.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const BARS = 12;
const OF_REGION = ['sales_base', 'sales_new', 'sales_pct', 'spending_base', 'spending_new', 'spending_pct', 'price_pct', 'seller_price_pct', 'quantity_base', 'quantity_new', 'quantity_pct'];
const OF_FLOW = ['change_pct', 'base_value', 'new_value', 'quantity_base', 'quantity_new', 'tariff_base_pct', 'tariff_new_pct'];

const empty = (value) => value === null || value === undefined;

/** The rows of a table as objects; those of the chosen sector where it has products, else all. */
function rowsOf(run, { columns, rows }) {
  const at = columns.indexOf('sector');
  const chosen = state.sector >= 0 && run.sectors[state.sector][0];
  const some = chosen && rows.some((row) => row[at] === chosen) ? rows.filter((row) => row[at] === chosen) : rows;
  return some.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

const rangeIn = (row, name) => rangeOf(Object.keys(row), name, (column) => row[column]);
const difference = (row, of) => (empty(row[`${of}_base`]) || empty(row[`${of}_new`]) ? null : row[`${of}_new`] - row[`${of}_base`]);

const nameOf = (run, row) => productName(run, row.product, row.sector);
const sectorOf = (run, row) => run.sectors.findIndex(([code]) => code === row.sector);
const regionAt = (run, code) => run.regions.findIndex(([one]) => one === code);

/** What the scenario looks at, then the largest first. */
function inOrder(run, rows, size) {
  const asked = focusOf(run)?.products || [];
  const rank = (row) => (asked.includes(row.product) ? 0 : 1);
  return rows.map((row) => [rank(row), size(row), row]).sort((a, b) => a[0] - b[0] || b[1] - a[1]).map(([, , row]) => row);
}

/** A quantity's unit where all rows with one have the same; null: they have several, and each row says its own. */
function commonUnit(run, rows) {
  const units = new Set(rows.filter((row) => !empty(row.quantity_base) || !empty(row.quantity_new)).map((row) => unitIn(run, row)));
  return units.size > 1 ? null : [...units][0] || '';
}
const unitIn = (run, row) => {
  const unit = (run.manifest.world?.product_units || {})[row.product] || '';
  return words().text.productUnits[unit] || unit;
};

function numeric(run, rows, names, unit) {
  return names
    .filter((name) => rows.some((row) => !empty(row[name])))
    .map((name) => ({
      key: name,
      label: columnLabel(name),
      unit: /^quantity_(base|new)$/.test(name) ? unit : unitOf(run, name),
      number: true,
      value: (row) => (empty(row[name]) ? null : row[name]),
      text: (row) => show(empty(row[name]) ? null : row[name], name, rangeIn(row, name)),
      csv: csvColumns(Object.keys(rows[0]), name, (column, row) => row[column]),
    }));
}

/** The columns that say what a row is about; the sector where there are several, the unit where rows differ in it. */
function keys(run, rows, unit, between = []) {
  const sector = { key: 'sector', label: columnLabel('sector'), value: (row) => sectorName(run, sectorOf(run, row)), csv: [['sector', (row) => row.sector]] };
  return [
    { key: 'product', label: columnLabel('product'), header: true, value: (row) => nameOf(run, row), csv: [['product', (row) => row.product]] },
    ...(new Set(rows.map((row) => row.sector)).size > 1 ? [sector] : []),
    ...between,
    ...(unit === null ? [{ key: 'unit', label: columnLabel('unit'), value: (row) => unitIn(run, row) || null }] : []),
  ];
}

/** Before and after of what a region sells or spends, or its prices, of the products that change most. */
function chartOf(run, rows, region) {
  const t = words().text;
  const side = state.inside;
  const size = (row) => (side === 'price' ? Math.abs(row.price_pct || 0) : Math.abs(difference(row, side) || 0));
  const seen = rows.filter((row) => (side === 'price' ? !empty(row.price_pct) : row[`${side}_base`] > 0 || row[`${side}_new`] > 0));
  const some = inOrder(run, seen, size).slice(0, BARS);
  const label = side === 'price' ? columnLabel('price_pct') : t.productSides[side];
  const unit = money(run);
  const list = some.map((row) => ({
    key: row.product,
    name: nameOf(run, row),
    marked: (focusOf(run)?.products || []).includes(row.product),
    items:
      side === 'price'
        ? [chartItem(nameOf(run, row), 'price_pct', row.price_pct, rangeIn(row, 'price_pct'))]
        : ['base', 'new'].map((when, series) => {
            const value = row[`${side}_${when}`];
            return { value, series, text: number(value), tip: `${nameOf(run, row)}, ${[t.before, t.after][series]}: ${number(value)} ${unit}` };
          }),
  }));
  if (!list.length) return h('p', { class: 'note' }, t.productsNone(regionName(run, region)));
  return figure({
    id: 'product-bars',
    title: `${t.productsIn(regionName(run, region))}${words().colon}${label}`,
    subtitle: seen.length > some.length ? t.productsMost(some.length, seen.length) : null,
    desc: list.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows: list, axis: side === 'price' ? words().perCent : unit, series: side === 'price' ? null : [t.before, t.after], signed: side === 'price' }),
  });
}

function regionTable(run, rows, region) {
  const t = words().text;
  const unit = commonUnit(run, rows);
  const size = (row) => Math.max(Math.abs(difference(row, 'sales') || 0), Math.abs(difference(row, 'spending') || 0));
  return table({
    id: 'products-table',
    caption: t.productsTable(regionName(run, region)),
    rows: inOrder(run, rows, size),
    few: 25,
    kind: 'products',
    mark: (row) => (focusOf(run)?.products || []).includes(row.product),
    columns: [...keys(run, rows, unit), ...numeric(run, rows, OF_REGION, unit || '')],
  });
}

/** Flows of the chosen region before those of others. */
function flowTable(run, region, code) {
  const t = words().text;
  const rows = rowsOf(run, run.product_flows.table).filter((row) => state.own || row.importer !== row.exporter);
  if (!rows.length) return null;
  const unit = commonUnit(run, rows);
  const change = (row) => (empty(row.base_value) || empty(row.new_value) ? null : row.new_value - row.base_value);
  const own = (row) => row.importer === code || row.exporter === code;
  const size = (row) => Math.abs(change(row) || 0);
  const place = (name) => ({ key: name, label: columnLabel(name), value: (row) => regionName(run, regionAt(run, row[name])), csv: [[name, (row) => row[name]]] });
  return table({
    id: 'product-flows-table',
    caption: t.productFlows(regionName(run, region)),
    rows: [...inOrder(run, rows.filter(own), size), ...inOrder(run, rows.filter((row) => !own(row)), size)],
    few: 25,
    kind: 'products',
    mark: own,
    columns: [
      ...keys(run, rows, unit, [place('exporter'), place('importer')]),
      { key: 'change', label: columnLabel('change'), unit: money(run), number: true, value: change, text: (row) => number(change(row), { signed: true }) },
      ...numeric(run, rows, OF_FLOW, unit || ''),
    ],
  });
}

export const hasProducts = (run) => Boolean(run.products && run.products.table.rows.length);

export function products(run, refresh) {
  const t = words().text;
  const region = state.region;
  const [code] = run.regions[region];
  const rows = rowsOf(run, run.products.table).filter((row) => row.region === code);
  const sides = select('product-side', words().ui.measure, [['sales', t.productSides.sales], ['spending', t.productSides.spending], ['price', columnLabel('price_pct')]], state.inside, (value) => {
    state.inside = value;
    refresh('inside');
  });
  const own = h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'own-products', checked: state.own, onchange: (event) => ((state.own = event.target.checked), refresh('own')) }), ` ${t.own}`);
  const left = ({ in_all: all, table: { rows: kept } }, note) => (all > kept.length ? h('p', { class: 'note' }, note(number(kept.length, { decimals: 0 }), number(all, { decimals: 0 }))) : null);
  return [
    h('p', { class: 'lead' }, t.productsLead),
    rows.length ? h('div', { class: 'controls' }, sides) : null,
    chartOf(run, rows, region),
    rows.length ? regionTable(run, rows, region) : null,
    left(run.products, t.productsNote),
    run.product_flows && run.product_flows.table.rows.length ? [h('div', { class: 'controls' }, own), flowTable(run, region, code), left(run.product_flows, t.productFlowsNote)] : null,
  ];
}
