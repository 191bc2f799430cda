// Who stands behind what a region buys: partners, direct and hidden; sectors and products by their largest supplier.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { stack } from '../charts/stack.js';
import { productName, sectorName } from '../names.js';
import { isStill } from '../data.js';
import { number } from '../format.js';
import { words } from '../state.js';
import { empty, named, numbers, objects, remarks } from './answer.js';
import { sourceLine } from './income.js';

const BARS = 12;
const FEW = 15;

const percent = (value) => number(100 * value, { decimals: 1 }) + words().percent;

/** Reads (sector, product, partner, indicator) of dependence.csv; codes are '' for all. */
const kept = new WeakMap();
function reader(run) {
  if (!kept.has(run)) kept.set(run, new Map(objects(run.dependence).map((row) => [[row.sector, row.product, row.partner, row.indicator].map((word) => word ?? '').join('|'), row])));
  const rows = kept.get(run);
  return (indicator, partner = '', sector = '', product = '') => rows.get([sector, product, partner, indicator].join('|')) || { value: null, value_new: null };
}

const partnersOf = (run) => run.regions.map(([code]) => code).filter((code) => code !== run.manifest.options.region && !empty(reader(run)('value_added_origin', code).value));
const sizeOf = (run) => (a, b) => reader(run)('value_added_origin', b).value - reader(run)('value_added_origin', a).value;

/** The sentence that the page opens with. */
export function dependenceHeadline(run) {
  const read = reader(run);
  const [first] = partnersOf(run).sort(sizeOf(run));
  const t = words().verbs;
  const [direct, all] = ['final_direct', 'value_added_origin'].map((name) => read(name));
  if (!first || empty(direct.value)) return t.titles.dependence(named(run, run.manifest.options.region));
  const changed = !isStill(run) && percent(all.value_new) !== percent(all.value) ? percent(all.value_new) : null;
  return t.dependenceHeadline(named(run, run.manifest.options.region), percent(direct.value), percent(all.value), named(run, first), percent(read('value_added_origin', first).value), changed);
}

/** Bars of partners: what final demand buys of them itself, and what they add to what it buys of others. */
export function behind(run, heading = 'h3') {
  const t = words().verbs;
  const read = reader(run);
  const changed = !isStill(run);
  const list = partnersOf(run).sort(sizeOf(run)).slice(0, BARS);
  const text = (value) => number(100 * value, { decimals: 2 });
  const rows = list.map((code) => {
    const [direct, hidden, all] = ['final_direct', 'final_hidden', 'value_added_origin'].map((name) => read(name, code));
    const name = named(run, code);
    const after = changed && !empty(all.value_new) ? 100 * all.value_new : null;
    const said = `${name}${words().colon}${text(all.value)}${words().percent}`;
    return { key: code, name, parts: [100 * (direct.value ?? 0), 100 * (hidden.value ?? 0)], total: 100 * all.value, after, text: text(all.value), said, tip: `${said}\n${t.direct}: ${text(direct.value)}${words().percent}\n${t.hidden}: ${text(hidden.value)}${words().percent}${after === null ? '' : `\n${t.after}: ${number(after, { decimals: 2 })}${words().percent}`}` };
  });
  return figure({
    id: 'dependence-bars',
    heading,
    title: t.behindTitle(named(run, run.manifest.options.region)),
    subtitle: changed ? `${t.behindNote}${words().between}${t.ringNote}` : t.behindNote,
    desc: rows.map((row) => row.said).join('; '),
    source: sourceLine(run),
    draw: (width) => stack({ width, rows, parts: [{ label: t.direct, kind: 'series s0' }, { label: t.hidden, kind: 'series s1' }], axis: t.ofFinal, totalLabel: t.origin, over: '', signed: false }),
  });
}

/** A column of an indicator; place(row): its partner, sector and product. In per cent where it is a fraction. */
function indicator(run, name, place, more) {
  const read = reader(run);
  const isPct = name.endsWith('_pct');
  const plain = name.startsWith('hhi');
  return numbers(name, words().verbs.indicators[name], plain ? '' : '%', (row) => read(name, ...place(row)).value, { scale: isPct || plain ? 1 : 100, signed: isPct, after: isStill(run) || name === 'real_income_if_stopped_pct' ? null : (row) => read(name, ...place(row)).value_new, ...more });
}

function partnersTable(run) {
  const t = words().verbs;
  const place = (code) => [code];
  return table({
    id: 'dependence-partners',
    caption: t.partnersTable,
    rows: ['', ...partnersOf(run)],
    few: FEW,
    sort: ['value_added_origin', 'descending'],
    columns: [
      { key: 'partner', label: t.partner, header: true, value: (code) => (code ? named(run, code) : t.allOthers), csv: [['partner', (code) => code]] },
      ...['value_added_origin', 'final_direct', 'final_hidden', 'input_face', 'input_look_through', 'hidden', 'import_share', 'loss_if_stopped_pct', 'real_income_if_stopped_pct'].map((name) => indicator(run, name, place, name === 'final_hidden' || name === 'hidden' ? { signed: true } : {})),
    ],
  });
}

/** Sectors, or products, by what it costs where their largest supplier stops. */
function placesTable(run, products) {
  const t = words().verbs;
  const read = reader(run);
  // The largest supplier may be another one under the scenario
  const single = new Map();
  for (const row of objects(run.dependence)) {
    if (row.indicator !== 'single_supplier' || !row.sector || Boolean(row.product) !== products) continue;
    const key = `${row.sector}|${row.product ?? ''}`;
    if (!single.has(key)) single.set(key, { sector: row.sector, product: row.product ?? '', partner: null, partnerNew: null });
    const one = single.get(key);
    one.elasticity ??= row.trade_elasticity;
    if (!empty(row.value)) one.partner = row.partner;
    if (!empty(row.value_new)) one.partnerNew = row.partner;
  }
  const rows = [...single.values()];
  if (!rows.length) return null;
  const at = (row) => run.sectors.findIndex(([code]) => code === row.sector);
  const sector = (row) => (at(row) < 0 ? row.sector : sectorName(run, at(row)));
  const place = (row) => ['', row.sector, row.product];
  const ofSupplier = (row) => [row.partner ?? '', row.sector, row.product];
  const after = isStill(run) ? null : (name) => (row) => read(name, row.partnerNew ?? '', row.sector, row.product).value_new;
  return table({
    id: products ? 'dependence-products' : 'dependence-sectors',
    kind: 'products',
    caption: products ? t.productsTable : t.sectorsTable,
    rows,
    few: FEW,
    sort: ['loss_if_stopped_pct', 'descending'],
    columns: [
      products ? { key: 'product', label: t.product, header: true, value: (row) => productName(run, row.product, row.sector), csv: [['sector', (row) => row.sector], ['product', (row) => row.product]] } : { key: 'sector', label: t.sector, header: true, value: sector, csv: [['sector', (row) => row.sector]] },
      { key: 'supplier', label: t.supplier, value: (row) => row.partner && named(run, row.partner), small: after && ((row) => (row.partnerNew && row.partnerNew !== row.partner ? `→ ${named(run, row.partnerNew)}` : '')), csv: [['partner', (row) => row.partner], ...(after ? [['partner_new', (row) => row.partnerNew]] : [])] },
      indicator(run, 'single_supplier', ofSupplier, after && { after: after('single_supplier') }),
      indicator(run, 'loss_if_stopped_pct', ofSupplier, after && { after: after('loss_if_stopped_pct') }),
      numbers('trade_elasticity', t.elasticity, '', (row) => read('import_share', row.partner ?? row.partnerNew, row.sector, row.product).trade_elasticity ?? row.elasticity),
      indicator(run, 'hhi', place),
      indicator(run, 'use_share', place),
      indicator(run, 'hhi_use', place),
    ],
  });
}

export function dependence(run) {
  const t = words().verbs;
  const { formulas = {} } = run.manifest.options;
  const formulaList = h('details', {}, h('summary', {}, t.formulas), h('dl', {}, Object.entries(formulas).map(([name, formula]) => [h('dt', {}, t.indicators[name] || name), h('dd', { lang: 'en' }, formula)])));
  return [
    isStill(run) ? null : behind(run),
    h('p', { class: 'lead' }, t.dependenceLead),
    partnersTable(run),
    placesTable(run, false),
    placesTable(run, true),
    h('p', { class: 'note' }, t.dependenceNote, isStill(run) ? '' : `${words().between}${t.arrowNote}`),
    formulaList,
    remarks(run),
  ];
}
