// What every wedge of the world does to a region, to first order: friends and enemies on a map and by sector, and the
// largest of each sign beside what one point and twenty-five do exactly.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { classOf, limits, map } from '../charts/map.js';
import { columnLabel, isCalled, productName, regionName, sectorName } from '../names.js';
import { isStill } from '../data.js';
import { number } from '../format.js';
import { state, words } from '../state.js';
import { empty, named, numbers, objects, remarks } from './answer.js';
import { sourceLine } from './income.js';

const SELLERS = 10; // columns of the heat map
const FEW = 15;

const fine = (value) => (empty(value) ? '–' : number(value, { decimals: 4, signed: true }));

/** Derivatives of all regions, or of one. */
const isAll = (run) => !run.manifest.options.region;
const regionOf = (run) => run.manifest.options.region || run.regions[state.region][0];
const nameOf = (run) => named(run, regionOf(run));

function sectorOf(run, code) {
  const at = run.sectors.findIndex(([one]) => one === code);
  return at < 0 ? code : sectorName(run, at);
}

/** "real_income" or "output C29" in words. */
function outcomeOf(run, text) {
  const [kind, code] = String(text).split(' ');
  const product = (run.manifest.world.product_names || {})[code];
  return code ? `${columnLabel(`${kind}_pct`)} (${product || sectorOf(run, code)})` : columnLabel(`${kind}_pct`);
}
const outcome = (run) => outcomeOf(run, objects(run.exposure_largest)[0]?.outcome ?? run.manifest.options.outcome.split(' ')[0]);

/** The matrix by region, seller and sector ('' for all), of what the page was given: the largest of a world that is large. */
const kept = new WeakMap();
function matrix(run) {
  if (!kept.has(run)) kept.set(run, new Map(objects(run.exposure_matrix && run.exposure_matrix.table).map((row) => [`${row.region}|${row.exporter}|${row.sector ?? ''}`, row.derivative])));
  return kept.get(run);
}
const cell = (run, region, exporter, sector = '') => matrix(run).get(`${region}|${exporter}|${sector}`) ?? null;

const sellersOf = (run, region) => run.regions.map(([code]) => code).filter((code) => code !== region && cell(run, region, code) !== null).sort((a, b) => Math.abs(cell(run, region, b)) - Math.abs(cell(run, region, a)));

/** The sentence that the page opens with. */
export function exposureHeadline(run) {
  const t = words().verbs;
  if (isAll(run)) return t.exposureAll(outcome(run));
  const sellers = sellersOf(run, regionOf(run));
  const [best, worst] = [1, -1].map((sign) => sellers.filter((code) => sign * cell(run, regionOf(run), code) > 0)[0]);
  const part = (code) => code && { name: named(run, code), text: fine(cell(run, regionOf(run), code)) + words().percent };
  return t.exposureHeadline(outcome(run), nameOf(run), part(best), part(worst));
}

/** Sellers in colours: whose productivity helps, and whose hurts. */
export function friends(run, pick, heading = 'h3') {
  const t = words().text;
  const v = words().verbs;
  const own = regionOf(run);
  const values = run.regions.map(([code]) => (code === own ? null : cell(run, own, code)));
  const sellers = sellersOf(run, own);
  const say = (code) => `${named(run, code)} ${number(cell(run, own, code), { signed: true })}`;
  const missing = h('p', { class: 'note' });
  const world = figure({
    id: 'exposure-map',
    heading,
    title: v.friendsTitle(outcome(run), nameOf(run)),
    subtitle: `${v.friendsNote}${words().between}${t.map}`,
    desc: sellers.slice(0, 12).map(say).join('; ') || '0',
    source: sourceLine(run),
    draw: (width) => {
      const svg = map({
        run,
        width,
        values,
        text: (region) => (values[region] === null ? '' : number(values[region], { signed: true })),
        tip: (region) => (run.regions[region][0] === own ? `${regionName(run, region)}: ${v.itself}` : say(run.regions[region][0])),
        cutText: (cut) => number(cut, { signed: true }),
        to: words().to,
        name: (region) => regionName(run, region),
        says: { noData: v.itself, aggregate: (names) => t.aggregate(words().list(names)), noRegion: t.noRegion, noOutline: t.noOutline, unclear: t.unclear },
        isCalled,
        chosen: run.regions.findIndex(([code]) => code === own),
        onpick: isAll(run) ? pick : null,
      });
      missing.textContent = svg.missing.length ? t.notOnMap(words().list(svg.missing.map((region) => say(run.regions[region][0])))) : '';
      return svg;
    },
  });
  return [world, missing];
}

const shade = (value, cuts) => (empty(value) || Math.abs(value) < 5e-5 ? 'heat zero' : `heat ${classOf(value, cuts)}`);

/** Rows by columns in colours; columns: {key, label, full, read(row), csv}. */
function heatmap({ id, caption, rows, row, columns, sort }) {
  const cuts = limits(rows.flatMap((one) => columns.map((column) => column.read(one))));
  return table({
    id,
    kind: 'heattable',
    caption,
    rows,
    few: 60,
    sort,
    columns: [row, ...columns.map(({ key, label, full, read }) => ({ key, label, full, number: true, value: read, text: (one) => fine(read(one)), kind: (one) => shade(read(one), cuts), csv: [[key, read]] }))],
  });
}

/** Of one region: sectors by the sellers that matter most. */
function bySector(run) {
  const t = words().verbs;
  const own = regionOf(run);
  const sellers = sellersOf(run, own).slice(0, isAll(run) ? SELLERS : SELLERS - 1);
  const column = (code) => ({ key: code, label: code, full: named(run, code), read: (sector) => cell(run, own, code, sector) });
  const all = (sector) => sellersOf(run, own).reduce((sum, code) => sum + (cell(run, own, code, sector) ?? 0), 0);
  return heatmap({
    id: 'exposure-sectors',
    caption: t.bySector(outcome(run), nameOf(run)),
    rows: run.sectors.map(([code]) => code),
    row: { key: 'sector', label: t.sector, header: true, value: (code) => sectorOf(run, code), csv: [['sector', (code) => code]] },
    columns: [...(isAll(run) ? [] : [{ key: 'all', label: t.allSellers, read: all }]), ...sellers.map(column)],
    sort: [sellers[0] ?? 'sector', 'descending'],
  });
}

/** Of all: regions by the sellers and sectors that matter most to others. */
function byRegion(run) {
  const t = words().verbs;
  const size = new Map();
  for (const row of objects(run.exposure_matrix.table)) {
    if (!row.sector || row.exporter === row.region) continue;
    const key = `${row.exporter}|${row.sector}`;
    size.set(key, (size.get(key) ?? 0) + Math.abs(row.derivative));
  }
  const some = [...size.entries()].sort((a, b) => b[1] - a[1]).slice(0, SELLERS).map(([key]) => key.split('|'));
  return heatmap({
    id: 'exposure-regions',
    caption: t.byRegion(outcome(run)),
    rows: run.regions.map(([code]) => code),
    row: { key: 'region', label: columnLabel('region'), header: true, value: (code) => named(run, code), csv: [['region', (code) => code]] },
    columns: some.map(([exporter, sector]) => ({ key: `${exporter}-${sector}`, label: `${exporter} ${sector}`, full: `${named(run, exporter)}, ${sectorOf(run, sector)}`, read: (code) => (code === exporter ? null : cell(run, code, exporter, sector)) })),
  });
}

const wedgeName = (run, row) => {
  const t = words().verbs;
  const what = row.product ? productName(run, row.product, row.sector) : sectorOf(run, row.sector);
  return `${t.wedges[row.wedge] || row.wedge}, ${what}${words().colon}${row.importer ? `${named(run, row.exporter)} → ${named(run, row.importer)}` : named(run, row.exporter)}`;
};

/** The largest of each sign: the derivative, one point exactly, and a twenty-fifth of what twenty-five do. */
function largest(run) {
  const t = words().verbs;
  const own = regionOf(run);
  const list = objects(run.exposure_largest).filter((row) => row.region === own);
  if (!list.length) return null;
  const exact = list.some((row) => row.exact_1_pct !== null || row.exact_25_pct !== null);
  const series = [t.firstOrder, ...(exact ? [t.exactly1, t.exactly25] : [])];
  const rows = list.map((row, at) => {
    const name = wedgeName(run, row);
    const values = [row.per_point, ...(exact ? [row.exact_1_pct, row.exact_25_pct === null ? null : row.exact_25_pct / 25] : [])];
    return { key: at, name, items: values.map((value, index) => ({ value, text: fine(value), series: index, tip: `${name}, ${series[index]}${words().colon}${fine(value)}` })) };
  });
  const chart = figure({
    id: 'exposure-largest',
    title: t.largestTitle(outcome(run), nameOf(run)),
    subtitle: exact ? t.largestNote : t.largestNoteDerivative,
    desc: rows.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: t.perPoint, series: exact ? series : null, long: true }),
  });
  return [
    chart,
    table({
      id: 'exposure-wedges',
      caption: t.wedgesTable,
      rows: list,
      few: 25,
      sort: ['per_point', 'descending'],
      columns: [
        { key: 'wedge', label: t.wedge, header: true, value: (row) => t.wedges[row.wedge] || row.wedge, csv: [['region', (row) => row.region], ['outcome', (row) => row.outcome], ['wedge', (row) => row.wedge]] },
        { key: 'sector', label: t.sector, wide: true, value: (row) => (row.product ? productName(run, row.product, row.sector) : sectorOf(run, row.sector)), csv: [['sector', (row) => row.sector], ['product', (row) => row.product]] },
        { key: 'exporter', label: t.seller, value: (row) => named(run, row.exporter), csv: [['exporter', (row) => row.exporter]] },
        { key: 'importer', label: t.buyer, value: (row) => (row.importer ? named(run, row.importer) : null), csv: [['importer', (row) => row.importer]] },
        numbers('rate_pct', t.rate, '%', (row) => row.rate_pct, { decimals: 1 }),
        { ...numbers('per_point', t.firstOrder, '%', (row) => row.per_point, { decimals: 4, signed: true }), csv: [['derivative', (row) => row.derivative], ['per_point', (row) => row.per_point]] },
        ...(exact ? [numbers('exact_1_pct', t.exact1, '%', (row) => row.exact_1_pct, { decimals: 4, signed: true }), numbers('exact_25_pct', t.exact25, '%', (row) => row.exact_25_pct, { decimals: 4, signed: true })] : []),
      ],
    }),
  ];
}

export function exposure(run, pick) {
  const t = words().verbs;
  const { in_all: all = 0, table: shown } = run.exposure_matrix || {};
  return [
    h('p', { class: 'lead', id: 'exposure-caution' }, t.noForecast),
    isStill(run) ? null : friends(run, pick),
    isAll(run) && shown ? byRegion(run) : null,
    shown ? bySector(run) : null,
    shown && all > shown.rows.length ? h('p', { class: 'note' }, t.matrixCut(number(shown.rows.length), number(all))) : null,
    largest(run),
    h('p', { class: 'note' }, t.heldFixed),
    remarks(run),
  ];
}
