// Where the calories come from that a region eats: by origin, directly and with feed looked through, and item by item.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { isStill } from '../data.js';
import { number } from '../format.js';
import { words } from '../state.js';
import { empty, named, numbers, objects, remarks } from './answer.js';
import { sourceLine } from './income.js';

const FEW = 15;
const BARS = 10;

const NUMBERS = ['direct', 'look_through', 'direct_new', 'look_through_new', 'direct_low', 'direct_high', 'look_through_low', 'look_through_high'];
const percent = (share) => number(100 * share, { decimals: 1 }) + words().percent;
const kcal = (value) => number(value, { decimals: Math.abs(value) < 100 ? 1 : 0 });
const originName = (run, code) => (code === 'OTHER' ? words().verbs.other : named(run, code));

/** Sums by origin, the largest looked through first, the region itself before all; `assumed`: of either column, what
 * stands on an assumed number. */
function origins(run) {
  const sums = new Map();
  for (const row of objects(run.calories)) {
    if (!sums.has(row.origin)) sums.set(row.origin, { origin: row.origin, assumed: { direct: 0, look_through: 0, look_through_new: 0 }, ...Object.fromEntries(NUMBERS.map((name) => [name, 0])) });
    const sum = sums.get(row.origin);
    for (const name of NUMBERS) sum[name] += row[name] ?? row[name.replace(/_(new|low|high)$/, '')] ?? 0;
    if (row.quality === 'assumed') for (const name of Object.keys(sum.assumed)) sum.assumed[name] += row[name] ?? 0;
  }
  const { region } = run.manifest.options;
  return [...sums.values()].sort((a, b) => (b.origin === region) - (a.origin === region) || b.look_through - a.look_through);
}

/** Of the calories: all, the region's own, and both of what is imported: {direct, look_through}. */
function denominators(run) {
  const { calories, region } = run.manifest.options;
  const own = origins(run).find((row) => row.origin === region);
  return { all: calories, imported: { direct: calories - (own?.direct ?? 0), look_through: calories - (own?.look_through ?? 0) } };
}

/** The sentence that the page opens with; then the largest origin that is known. */
export function foodHeadline(run) {
  const { calories, domestic, region } = run.manifest.options;
  return words().verbs.foodHeadline(named(run, region), kcal(calories), kcal(domestic), percent(domestic / calories), percent(1 - domestic / calories));
}

export function foodStandfirst(run) {
  const { all, imported } = denominators(run);
  const first = origins(run).find((row) => row.origin !== run.manifest.options.region && row.origin !== 'OTHER');
  if (!first) return null;
  const t = words().verbs;
  const range = (name) => (first[`${name}_low`] === first[`${name}_high`] ? '' : ` ${t.lowHigh(percent(first[`${name}_low`] / all), percent(first[`${name}_high`] / all))}`);
  const change = !isStill(run) && first.direct > 0 ? 100 * (first.direct_new / first.direct - 1) : null;
  return t.foodFirst(originName(run, first.origin), percent(first.direct / all) + range('direct'), percent(first.look_through / all) + range('look_through'), percent(first.look_through / imported.look_through), change === null ? null : number(change, { decimals: 1, signed: true }) + words().percent);
}

export function calories(run, heading = 'h3') {
  const t = words().verbs;
  const changed = !isStill(run);
  const list = origins(run).filter((row) => row.look_through >= 0.5 || row.direct >= 0.5).slice(0, BARS);
  const series = [t.direct2, t.lookThrough, ...(changed ? [t.lookThroughNew] : [])];
  const rows = list.map((row) => {
    const name = originName(run, row.origin);
    const item = (column, at) => {
      const [low, high] = column.endsWith('_new') ? [null, null] : [row[`${column}_low`], row[`${column}_high`]];
      const spread = low !== null && high - low > 1e-9;
      const assumed = row.assumed[column];
      const long = spread ? `${kcal(row[column])} ${t.lowHigh(kcal(low), kcal(high))}` : kcal(row[column]);
      return { value: row[column], low: spread ? low : null, high: spread ? high : null, text: kcal(row[column]), long, hatched: assumed, series: at, tip: `${name}, ${series[at]}${words().colon}${long}${assumed > 0 ? ` (${t.assumed}: ${kcal(assumed)})` : ''}` };
    };
    return { key: row.origin, name, items: ['direct', 'look_through', ...(changed ? ['look_through_new'] : [])].map(item) };
  });
  return figure({
    id: 'food-bars',
    heading,
    title: t.foodTitle(named(run, run.manifest.options.region)),
    subtitle: t.foodNote,
    desc: rows.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: t.kcal, series, signed: false, hatchLabel: t.assumed }),
  });
}

function originsTable(run) {
  const t = words().verbs;
  const { all, imported } = denominators(run);
  const { region } = run.manifest.options;
  const share = (key, label, of, name) => numbers(key, label, '%', (row) => (of === imported && row.origin === region ? null : row[name] / (of === imported ? imported[name.replace(/_(low|high)$/, '')] : all)), { scale: 100, decimals: 1 });
  const amount = (name, label) => numbers(name, label, 'kcal', (row) => row[name], { decimals: 1, after: isStill(run) ? null : (row) => row[`${name}_new`] });
  const one = (name, label) => [amount(name, label), share(`${name}_share`, t.ofAll, all, name), share(`${name}_share_low`, t.low, all, `${name}_low`), share(`${name}_share_high`, t.high, all, `${name}_high`), share(`${name}_of_imported`, t.ofImported, imported, name)];
  return table({
    id: 'food-origins',
    caption: t.originsTable,
    rows: origins(run),
    few: FEW,
    columns: [{ key: 'origin', label: t.from, header: true, value: (row) => originName(run, row.origin), csv: [['origin', (row) => row.origin]] }, ...one('look_through', t.lookThrough), ...one('direct', t.direct2)],
  });
}

function itemsTable(run) {
  const t = words().verbs;
  const spread = (name) => (row) => (row[`${name}_low`] === row[`${name}_high`] || empty(row[`${name}_low`]) ? '–' : words().verbs.lowHigh(kcal(row[`${name}_low`]), kcal(row[`${name}_high`])).replace(/^[(（]|[)）]$/g, ''));
  const amount = (name, label) => numbers(name, label, 'kcal', (row) => row[name], { decimals: 1, after: isStill(run) ? null : (row) => row[`${name}_new`] });
  return table({
    id: 'food-items',
    caption: t.itemsTable,
    rows: objects(run.calories),
    few: FEW,
    sort: ['look_through', 'descending'],
    columns: [
      { key: 'product', label: t.item, header: true, value: (row) => t.items[row.product] || row.product, csv: [['product', (row) => row.product]] },
      { key: 'origin', label: t.from, value: (row) => originName(run, row.origin), csv: [['origin', (row) => row.origin]] },
      { key: 'part', label: t.partOf, value: (row) => t.parts[row.part] || row.part, csv: [['part', (row) => row.part]] },
      amount('look_through', t.lookThrough),
      { key: 'look_through_low', label: t.lowToHigh, unit: 'kcal', number: true, value: (row) => row.look_through_low, text: spread('look_through'), csv: [['look_through_low', (row) => row.look_through_low], ['look_through_high', (row) => row.look_through_high]] },
      { ...amount('direct', t.direct2), csv: ['direct', 'direct_new', 'direct_low', 'direct_high'].map((name) => [name, (row) => row[name]]) },
      { key: 'quality', label: words().accounts.quality, value: (row) => words().accounts.qualities[row.quality] || row.quality, csv: [['quality', (row) => row.quality]] },
    ],
  });
}

export function food(run) {
  const t = words().verbs;
  const list = objects(run.calories);
  const assumed = list.filter((row) => row.quality === 'assumed').reduce((sum, row) => sum + (row.look_through ?? 0), 0);
  const other = list.filter((row) => row.origin === 'OTHER').reduce((sum, row) => sum + (row.look_through ?? 0), 0);
  const { calories: all } = run.manifest.options;
  const { imported } = denominators(run);
  return [
    isStill(run) ? null : calories(run),
    h('p', { class: 'lead' }, t.foodLead(kcal(all), kcal(imported.look_through), kcal(imported.direct))),
    originsTable(run),
    itemsTable(run),
    h('p', { class: 'note' }, t.foodCaution(percent(assumed / all), percent(other / all)), isStill(run) ? '' : `${words().between}${t.arrowNote}`),
    remarks(run),
  ];
}
