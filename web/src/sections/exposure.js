// Exposure: what every wedge of the world does to an outcome of a region, to first order: the largest, whose
// productivity helps and whose hurts on the map, and the matrix.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { limits, map } from '../charts/map.js';
import { isCalled, productName, regionName, sectorName } from '../names.js';
import { number } from '../format.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const COLUMNS = 12; // of the matrix, those that matter most
const FEW = 15;

const is = (value) => value !== null && value !== undefined && value !== '';
const records = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
const regionAt = (run, code) => run.regions.findIndex(([one]) => one === code);
const named = (run, code) => (regionAt(run, code) < 0 ? code : regionName(run, regionAt(run, code)));
function sectorNamed(run, code) {
  const at = run.sectors.findIndex(([one]) => one === code);
  return at < 0 ? code : sectorName(run, at);
}

export const hasExposure = (run) => Boolean(run.exposure_matrix);

const optionsOf = (run) => run.manifest.options || {};
const largestOf = (run) => (run.exposure_largest ? records(run.exposure_largest) : []);
const matrixOf = (run) => records(run.exposure_matrix.table);

/** "output C29" in words, with its region. */
function outcomeOf(run, words_, code) {
  const [kind, goods] = words_.split(' ');
  const t = words().exposure;
  const product = run.sectors.some(([one]) => one === goods) ? null : productName(run, goods);
  return t.of(t.outcomes[kind] || kind, code ? named(run, code) : null, goods ? product || sectorNamed(run, goods) : null);
}

/** The region whose row is shown: the one that was asked about, or of all the chosen one. */
function shownOf(run) {
  const rows = matrixOf(run);
  const one = optionsOf(run).region;
  const code = one ? rows[0].region : run.regions[state.region][0];
  return { code, outcome: rows[0].outcome, rows: rows.filter((row) => row.region === code) };
}

const goodsOf = (run, row) => (is(row.product) ? `${sectorNamed(run, row.sector)}, ${productName(run, row.product, row.sector)}` : sectorNamed(run, row.sector));

function wedgeOf(run, row) {
  const t = words().exposure;
  const wedge = t.wedges[row.wedge];
  return is(row.importer) ? t.wedgeOf(wedge, goodsOf(run, row), named(run, row.exporter), named(run, row.importer)) : t.wedgeAt(wedge, goodsOf(run, row), named(run, row.exporter));
}

/** What the page opens with: the largest loss and the largest gain. */
export function exposureHeadline(run) {
  const t = words().exposure;
  const { code, outcome } = shownOf(run);
  const rows = largestOf(run).filter((row) => row.region === code);
  const gain = rows.find((row) => row.per_point > 0);
  const loss = rows.find((row) => row.per_point < 0);
  const part = (row) => row && `${wedgeOf(run, row)} (${number(row.per_point, { signed: true })}${words().percent})`;
  return t.headline(outcomeOf(run, outcome, code), part(gain), part(loss));
}

function largestTable(run, code, outcome) {
  const t = words().exposure;
  const rows = largestOf(run).filter((row) => row.region === code);
  if (!rows.length) return null;
  const exact = rows.some((row) => is(row.exact_1_pct));
  const amount = (key, label, signed = true) => ({ key, label, unit: '%', number: true, value: (row) => row[key], text: (row) => (is(row[key]) ? number(row[key], { signed }) : '–'), csv: [[key, (row) => row[key]]] });
  const text = (key, label, value) => ({ key, label, value, csv: [[key, (row) => row[key]]] });
  return table({
    id: 'exposure-largest',
    caption: t.largest(outcomeOf(run, outcome, code)),
    rows,
    few: 25,
    columns: [
      { ...text('wedge', t.wedge, (row) => t.wedges[row.wedge]), header: true },
      { key: 'sector', label: t.goods, value: (row) => goodsOf(run, row), csv: [['sector', (row) => row.sector], ['product', (row) => row.product]] },
      text('exporter', t.seller, (row) => named(run, row.exporter)),
      text('importer', t.buyer, (row) => (is(row.importer) ? named(run, row.importer) : '–')),
      amount('rate_pct', t.rate, false),
      amount('per_point', t.point),
      ...(exact ? [amount('exact_1_pct', t.exact1), amount('exact_25_pct', t.exact25)] : []),
    ],
  });
}

function friendsMap(run, code, outcome, rows, pick) {
  const t = words().exposure;
  const text = words().text;
  const values = run.regions.map(([one]) => {
    const row = rows.find((each) => each.exporter === one && !is(each.sector));
    return one === code || !row ? null : row.derivative; // its own is as large as all others together
  });
  const missing = h('p', { class: 'note' });
  const say = (region) => `${regionName(run, region)}: ${number(values[region], { signed: true })}${words().percent}`;
  const order = values.map((value, region) => ({ value, region })).filter(({ value }) => value !== null).sort((a, b) => b.value - a.value);
  const world = figure({
    id: 'exposure-map',
    title: t.mapTitle(outcomeOf(run, outcome, code)),
    subtitle: t.mapNote,
    desc: order.length ? text.barsDesc(say(order[0].region), say(order[order.length - 1].region), order.length) : '',
    source: sourceLine(run),
    draw: (width) => {
      const svg = map({
        run,
        width,
        values,
        text: (region) => number(values[region], { signed: true }),
        tip: (region) => (values[region] === null ? regionName(run, region) : say(region)),
        cutText: (cut) => number(cut, { signed: true }) + words().percent,
        to: words().to,
        name: (region) => regionName(run, region),
        says: { noData: t.itself, aggregate: (names) => text.aggregate(words().list(names)), noRegion: text.noRegion, noOutline: text.noOutline, unclear: text.unclear },
        isCalled,
        chosen: regionAt(run, code),
        onpick: optionsOf(run).region ? null : pick,
      });
      missing.textContent = svg.missing.length ? text.notOnMap(words().list(svg.missing.map(say))) : '';
      return svg;
    },
  });
  return [world, missing];
}

const shade = (value, cuts) => (!is(value) || !cuts.length || Math.abs(value) < cuts[0] / 100 ? 'heat zero' : `heat ${value < 0 ? 'loss' : 'gain'}${Math.min(4, 1 + cuts.filter((cut) => Math.abs(value) >= cut).length)}`);

/** A heat map: sellers by sectors of one region, or regions by sellers of all. */
function matrixTable(run, code, outcome, rows) {
  const t = words().exposure;
  const one = Boolean(optionsOf(run).region);
  const list = one ? rows.filter((row) => row.exporter !== code) : matrixOf(run).filter((row) => !is(row.sector) && row.region !== row.exporter);
  const rowKey = one ? 'exporter' : 'region';
  const columnKey = one ? 'sector' : 'exporter';
  const cells = new Map(list.map((row) => [`${row[rowKey]} ${is(row[columnKey]) ? row[columnKey] : ''}`, row.derivative]));
  const at = (row, column) => cells.get(`${row} ${column}`) ?? null;
  const sums = new Map();
  for (const row of list) if (is(row[columnKey])) sums.set(row[columnKey], (sums.get(row[columnKey]) || 0) + Math.abs(row.derivative));
  const columns = [...sums].sort((a, b) => b[1] - a[1]).slice(0, COLUMNS).map(([key]) => key);
  const keys = [...new Set(list.map((row) => row[rowKey]))];
  const size = (key) => columns.reduce((sum, column) => sum + Math.abs(at(key, column) || 0), 0);
  keys.sort((a, b) => size(b) - size(a));
  const cuts = limits(list.filter((row) => is(row[columnKey])).map((row) => row.derivative));
  const label = (column) => (one ? sectorNamed(run, column) : named(run, column));
  return table({
    id: 'exposure-matrix',
    kind: 'heattable',
    caption: one ? t.matrixOne(outcomeOf(run, outcome, code)) : t.matrixAll(outcomeOf(run, outcome, null)),
    rows: keys,
    mark: (key) => !one && key === code,
    few: FEW,
    columns: [
      { key: rowKey, label: one ? t.seller : words().columns.region, header: true, value: (key) => named(run, key), csv: [[rowKey, (key) => key]] },
      ...(one ? [{ key: 'all', label: t.all, number: true, value: (key) => at(key, ''), text: (key) => number(at(key, ''), { signed: true }), csv: [['all', (key) => at(key, '')]] }] : []),
      ...columns.map((column) => ({
        key: `c-${column}`,
        label: column,
        full: label(column),
        number: true,
        value: (key) => at(key, column),
        text: (key) => (at(key, column) === null ? '–' : number(at(key, column), { signed: true, decimals: 4 })),
        kind: (key) => shade(at(key, column), cuts),
        csv: [[column, (key) => at(key, column)]],
      })),
    ],
  });
}

export function exposure(run, pick) {
  const t = words().exposure;
  const { code, outcome, rows } = shownOf(run);
  const { in_all: all, table: data } = run.exposure_matrix;
  return [
    h('p', { class: 'lead' }, t.lead(outcomeOf(run, outcome, code))),
    largestTable(run, code, outcome),
    friendsMap(run, code, outcome, rows, pick),
    matrixTable(run, code, outcome, rows),
    h('p', { class: 'note' }, data.rows.length < all ? t.some(data.rows.length, all) + words().between : null, t.note),
  ];
}
