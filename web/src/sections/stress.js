// A stress test: losses by rank and by buyer, days of cover, what another capacity saves, fuels without a market.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { limits } from '../charts/map.js';
import { CODES } from '../atlas.js';
import { placeName } from '../names.js';
import { number } from '../format.js';
import { words } from '../state.js';

const FEW = 15;
const BARS = 12;
const COLUMNS = 10; // buyers of the matrix
const LONG = 3650; // days: a bar of ten years says as much as one of a hundred

const is = (value) => value !== undefined && value !== null;
const fixed = (decimals, signed = false) => (value) => (is(value) ? number(value, { decimals, signed }) : '–');
const [whole, one, two, oneSigned, twoSigned] = [fixed(0), fixed(1), fixed(2), fixed(1, true), fixed(2, true)];

/** A supplier, a passage, or several with + between, in the reader's language. */
const partName = (code) => words().accounts.passages[code] || (CODES[code] ? placeName(code) : code);
const lossName = ({ stress }, lost) => {
  const own = stress.losses.find((each) => each.lost === lost);
  return words().code === 'en' && own ? own.title : lost === 'all' ? words().stress.all : lost.split('+').map(partName).join(' + ');
};
const buyerName = ({ stress }, code) => (CODES[code] && words().code !== 'en' ? placeName(code) : stress.buyers[code] || code);
const fuelName = (fuel) => words().accounts.fuels[fuel] || fuel;
const source = ({ stress }) => `Tradewind: ${words().stress.kicker}. ${stress.source || ''}`;

const marketRows = ({ stress }, bound) => stress.rows.filter((row) => is(row.price_base) && row.bound === bound);
const unique = (list) => [...new Set(list)];

export const buyersOf = (run) => unique(marketRows(run, 'equilibrium').map((row) => row.buyer));
export const otherFuels = ({ stress }) => unique(stress.rows.filter((row) => !is(row.price_base)).map((row) => row.fuel));
export const hasCover = ({ stress }) => stress.rows.some((row) => is(row.days_cover));

const column = (key, label, unit, text) => ({ key, label, unit, number: true, value: (row) => row[key] ?? null, text: (row) => text(row[key]), csv: [[key, (row) => row[key] ?? null]] });
const cut = (run, row) => marketRows(run, 'no_substitution').find((other) => other.lost === row.lost && other.buyer === row.buyer) || {};

/** Both bounds of a loss and a buyer in one row. */
function columns(run) {
  const t = words().stress;
  const { unit, price_unit: price, value_unit: money } = run.stress;
  const stocks = marketRows(run, 'equilibrium').some((row) => is(row.stock_days));
  const coverCut = { key: 'days_cover_cut', label: t.coverCut, unit: words().accounts.days, number: true, value: (row) => cut(run, row).days_cover ?? null, text: (row) => whole(cut(run, row).days_cover), csv: [['days_cover_no_substitution', (row) => cut(run, row).days_cover ?? null]] };
  return [
    column('direct', t.direct, unit, two),
    column('direct_pct', t.directShare, '%', one),
    column('shortfall', t.shortfall, unit, two),
    column('replaced_pct', t.replaced, '%', whole),
    column('price_new', words().market.price, price, two),
    column('price_pct', t.priceChange, '%', oneSigned),
    column('bill_change', t.billChange, money, twoSigned),
    column('surplus_change', words().market.surplusChange, money, twoSigned),
    ...(stocks ? [coverCut, column('days_cover', t.coverMissing, words().accounts.days, whole), column('months_to_end', t.monthsToEnd(run.stress.release * 100), t.months, one)] : []),
  ];
}

export function detail(run) {
  const t = words().stress;
  const rows = marketRows(run, 'equilibrium');
  const buyer = { key: 'buyer', label: words().market.buyer, header: true, value: (row) => buyerName(run, row.buyer), csv: [['buyer', (row) => row.buyer]] };
  const list = [...rows].sort((a, b) => a.surplus_change - b.surplus_change).slice(0, BARS);
  const chart = figure({
    id: 'stress-surplus',
    title: words().market.surplusTitle,
    subtitle: lossName(run, rows[0].lost),
    desc: list.map((row) => `${buyerName(run, row.buyer)}${words().colon}${twoSigned(row.surplus_change)}`).join('; '),
    source: source(run),
    draw: (width) => bars({ width, rows: list.map((row) => ({ name: buyerName(run, row.buyer), items: [{ value: row.surplus_change, text: twoSigned(row.surplus_change), tip: `${buyerName(run, row.buyer)}${words().colon}${twoSigned(row.surplus_change)} ${run.stress.value_unit}` }] })), axis: run.stress.value_unit }),
  });
  return [list.length > 1 ? chart : null, table({ id: 'stress-buyers', caption: t.detailTable, rows, few: FEW, sort: ['surplus_change', 'ascending'], columns: [buyer, ...columns(run)] })];
}

const lossColumn = (run) => ({ key: 'lost', label: words().stress.lost, header: true, value: (row) => lossName(run, row.lost), csv: [['lost', (row) => row.lost]] });

export function ofBuyer(run) {
  const [buyer] = buyersOf(run);
  return table({ id: 'stress-losses', caption: words().stress.buyerTable(buyerName(run, buyer)), rows: marketRows(run, 'equilibrium'), few: FEW, sort: ['surplus_change', 'ascending'], columns: [lossColumn(run), ...columns(run)] });
}

/** Class of colour by size: 1 to 4, for a gain or a loss. */
function shade(value, cuts) {
  if (!is(value) || Math.abs(value) < 0.005 || !cuts.length) return 'heat zero';
  return `heat ${value < 0 ? 'loss' : 'gain'}${Math.min(4, 1 + cuts.filter((each) => Math.abs(value) >= each).length)}`;
}

/** Losses by rank, buyers by what their worst loss costs. */
export function matrix(run) {
  const t = words().stress;
  const rows = marketRows(run, 'equilibrium');
  const cells = new Map(rows.map((row) => [`${row.lost} ${row.buyer}`, row.surplus_change]));
  const worst = (buyer) => Math.min(...rows.filter((row) => row.buyer === buyer).map((row) => row.surplus_change));
  const buyers = buyersOf(run).sort((a, b) => worst(a) - worst(b)).slice(0, COLUMNS);
  const losses = run.stress.losses.filter((each) => each.rank);
  const cell = (loss, buyer) => cells.get(`${loss.lost} ${buyer}`);
  const cuts = limits(losses.flatMap((loss) => buyers.map((buyer) => cell(loss, buyer))));
  return [
    h('p', { class: 'lead' }, t.matrixLead),
    table({
      id: 'stress-matrix',
      kind: 'heattable',
      caption: t.matrixTable(run.stress.value_unit),
      rows: losses,
      few: FEW,
      sort: ['surplus_change', 'ascending'],
      columns: [
        lossColumn(run),
        column('direct', t.direct, run.stress.unit, one),
        column('shortfall', t.shortfall, run.stress.unit, one),
        column('surplus_change', t.allBuyers, run.stress.value_unit, oneSigned),
        ...buyers.map((buyer) => ({ key: `b${buyer}`, label: buyer, full: buyerName(run, buyer), number: true, value: (loss) => cell(loss, buyer), text: (loss) => oneSigned(cell(loss, buyer)), kind: (loss) => shade(cell(loss, buyer), cuts), csv: [[buyer, (loss) => cell(loss, buyer)]] })),
      ],
    }),
  ];
}

/** Days of cover of a fuel: if all imports stop, then of losses, the shortest first: if nothing takes the place of what is cut,
 * and in equilibrium where there is a market. */
function coverOf(run, fuel) {
  const t = words().stress;
  const own = run.stress.rows.filter((row) => row.fuel === fuel && is(row.stock_days));
  const market = own.some((row) => is(row.price_base));
  const key = (row) => `${row.lost} ${row.buyer}`;
  const several = unique(own.map((row) => row.buyer)).length > 1;
  const days = (list, bound) => list.find((row) => row.bound === bound)?.days_cover ?? null;
  const groups = unique(own.map(key)).map((name) => own.filter((row) => key(row) === name));
  const shortest = (list) => Math.min(...list.map((row) => row.days_cover ?? Infinity));
  const shown = groups.filter((list) => shortest(list) < LONG).sort((a, b) => shortest(a) - shortest(b)).slice(0, BARS);
  const text = (value) => (value === null ? '–' : number(value, { decimals: 0 }));
  const rows = shown.map((list) => {
    const name = lossName(run, list[0].lost) + (several ? `, ${buyerName(run, list[0].buyer)}` : '');
    const item = (bound, series) => {
      const value = days(list, bound);
      return { value: value === null ? null : Math.min(value, LONG), text: text(value), tip: `${name}, ${t.bounds[bound]}${words().colon}${text(value)} ${words().accounts.days}`, series };
    };
    return { name, items: market ? [item('no_substitution', 0), item('equilibrium', 1)] : [item('no_substitution', 0)] };
  });
  if (!rows.length) return null;
  for (const buyer of unique(own.map((row) => row.buyer)).reverse()) {
    const stock = own.find((row) => row.buyer === buyer).stock_days;
    const name = words().accounts.everything + (several ? `, ${buyerName(run, buyer)}` : '');
    rows.unshift({ name, items: [{ value: stock, text: text(stock), tip: `${name}${words().colon}${text(stock)} ${words().accounts.days}`, series: 0 }] });
  }
  return figure({
    id: `stress-cover-${fuel.replace(/[^a-z0-9_-]/gi, '-')}`,
    title: t.coverTitle(fuelName(fuel)),
    subtitle: market ? t.coverNote : t.coverNoteDirect,
    desc: rows.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: source(run),
    draw: (width) => bars({ width, rows, axis: words().accounts.days, signed: false, series: market ? [t.bounds.no_substitution, t.bounds.equilibrium] : null }),
  });
}

export const cover = (run) => unique(run.stress.rows.filter((row) => is(row.days_cover)).map((row) => row.fuel)).map((fuel) => coverOf(run, fuel));

export function insurance(run) {
  const t = words().stress;
  const { insurance: list, value_unit: money } = run.stress;
  const capacities = unique(list.map((row) => row.with));
  const sum = (lost, capacity, key) => list.filter((row) => row.lost === lost && row.with === capacity).reduce((all, row) => all + row[key], 0);
  const rows = unique(list.map((row) => row.lost)).map((lost) => ({ lost, surplus_change: sum(lost, capacities[0], 'surplus_change'), ...Object.fromEntries(capacities.map((capacity) => [`with ${capacity}`, sum(lost, capacity, 'insurance_value')])) }));
  const who = buyersOf(run).length === 1 ? buyerName(run, buyersOf(run)[0]) : t.allBuyers;
  return [
    h('p', { class: 'lead' }, t.insuranceLead),
    table({ id: 'stress-insurance', caption: t.insuranceTable(who, money), rows, few: FEW, sort: ['surplus_change', 'ascending'], columns: [lossColumn(run), column('surplus_change', words().market.surplusChange, money, twoSigned), ...capacities.map((capacity) => column(`with ${capacity}`, capacity, money, twoSigned))] }),
  ];
}

export function fuels(run) {
  const t = words().stress;
  const several = unique(run.stress.rows.filter((row) => !is(row.price_base)).map((row) => row.buyer)).length > 1;
  return [
    h('p', { class: 'lead' }, t.fuelsLead),
    otherFuels(run).map((fuel) =>
      table({
        id: `stress-fuel-${fuel}`,
        caption: t.fuelTable(fuelName(fuel)),
        rows: run.stress.rows.filter((row) => row.fuel === fuel && !is(row.price_base)),
        few: FEW,
        sort: ['rank', 'ascending'],
        columns: [
          lossColumn(run),
          ...(several ? [{ key: 'buyer', label: words().market.buyer, value: (row) => buyerName(run, row.buyer), csv: [['buyer', (row) => row.buyer]] }] : []),
          column('rank', t.rank, '', whole),
          column('direct', t.direct, 'Mt', two),
          column('direct_pct', t.directShare, '%', one),
          column('detour_days', t.detour, words().accounts.days, one),
          column('no_way_pct', t.noWay, '%', whole),
          column('not_known_pct', t.notKnown, '%', one),
          column('stock_days', t.stock, words().accounts.days, whole),
          column('days_cover', t.coverCut, words().accounts.days, whole),
          column('months_to_end', t.monthsToEnd(run.stress.release * 100), t.months, one),
        ],
      }),
    ),
  ];
}
