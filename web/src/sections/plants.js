// Plants: what each sells in which market, before and after, and the tariffs of its main market that matter to it.
import { h, select } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { columnLabel, money, productName, regionName, unitOf } from '../names.js';
import { closingOf, plantReason } from '../plantwords.js';
import { number } from '../format.js';
import { csvColumns } from '../show.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const MARKETS = 10; // in the chart of one plant
const PLANTS = 12; // in the chart of tariffs
const NAMED = 6; // with the same reason
const NAMES = ['units_base', 'units_new', 'units_pct', 'sales_base', 'sales_new', 'output_pct', 'market_access_pct', 'main_market_share', 'tariff_half_pct', 'tariff_half_closed_pct', 'tariff_threshold_pct', 'tariff_cost_pct', 'subsidy_pct', 'subsidy_per_unit', 'break_even_probability_pct', 'break_even_hazard_pct'];
const CHANGES = ['units_pct', 'output_pct', 'market_access_pct', 'subsidy_pct'];
const LINES = ['tariff_half_pct', 'tariff_threshold_pct', 'tariff_cost_pct'];

const empty = (value) => value === null || value === undefined;

function named(run, code) {
  const at = run.regions.findIndex(([one]) => one === code);
  return at < 0 ? code : regionName(run, at);
}

/** What a column of plants is called, the threshold in it. */
const labelOf = (run, name) => (name === 'tariff_threshold_pct' ? words().text.plantsThreshold(number(run.plants.section.threshold_pct)) : columnLabel(name));
/** A product by its name, which the plants have, too. */
const nameOf = (run, row) => run.plants.plants.find((plant) => plant.product === row.product)?.name || productName(run, row.product);

const called = (run, plant) => `${plant.name}, ${named(run, plant.region)}`;

/** Those that change most first, in the money that they sell for. */
function ordered(run) {
  const size = (plant) => (plant.sales_base || 0) * Math.max(Math.abs(plant.volume_pct || 0), 1e-6);
  return run.plants.plants.slice().sort((a, b) => size(b) - size(a));
}

function marketsOf(run, plant) {
  const t = words().text;
  const counted = plant.counted_by === 'units' ? 'units' : 'sales';
  const unit = counted === 'units' ? t.productUnits[plant.unit] || plant.unit || t.plantsUnits : money(run);
  const markets = plant.markets.slice().sort((a, b) => (b[`${counted}_base`] || 0) - (a[`${counted}_base`] || 0));
  const rows = markets.slice(0, MARKETS).map((market) => ({
    key: market.market,
    name: named(run, market.market),
    marked: market.market === plant.main_market,
    items: ['base', 'new'].map((side, series) => {
      const value = market[`${counted}_${side}`];
      return { value, series, text: number(value), tip: `${named(run, market.market)}, ${[t.before, t.after][series]}: ${number(value)} ${unit}` };
    }),
  }));
  return figure({
    id: 'plant-markets',
    title: t.plantsMarkets(called(run, plant)),
    subtitle: markets.length > MARKETS ? t.plantsMost(MARKETS, markets.length) : null,
    desc: rows.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: unit, series: [t.before, t.after], signed: false }),
  });
}

/** Tariffs at which a plant loses half, falls to the threshold, or its cost advantage: where there are some. */
function linesOf(run, plants) {
  const t = words().text;
  const some = plants.filter((plant) => LINES.some((name) => !empty(plant[name]))).slice(0, PLANTS);
  const shown = LINES.filter((name) => some.some((plant) => !empty(plant[name])));
  if (!some.length) return null;
  const label = (name) => labelOf(run, name);
  const rows = some.map((plant) => ({
    key: `${plant.product} ${plant.region}`,
    name: `${called(run, plant)} → ${named(run, plant.main_market)}`,
    items: shown.map((name, series) => {
      const value = empty(plant[name]) ? null : plant[name];
      return { value, series, text: number(value), tip: `${called(run, plant)}, ${label(name)}: ${number(value)}${empty(value) ? '' : words().percent}` };
    }),
  }));
  return figure({
    id: 'plant-tariffs',
    title: t.plantsLines,
    subtitle: t.plantsLinesNote,
    desc: rows.map((row) => row.items.map((item) => item.tip).join(', ')).join('; '),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: words().perCent, series: shown.map(label), signed: false }),
  });
}

/** Why numbers are none: a row for each number and reason, with the plants that it holds for. */
function reasonsOf(run, list) {
  const t = words().plants;
  const rows = [];
  for (const plant of list) {
    for (const [name, why] of Object.entries(plant.none || {})) {
      const row = rows.find((one) => one.name === name && one.why === why);
      if (row) row.plants.push(plant);
      else rows.push({ name, why, plants: [plant] });
    }
  }
  if (!rows.length) return null;
  const order = (row) => NAMES.indexOf(row.name) + 1 || NAMES.length + 1;
  const some = (row) => {
    const few = row.plants.slice(0, row.plants.length > NAMED + 1 ? NAMED : NAMED + 1).map((plant) => `${plant.name} (${named(run, plant.region)})`);
    return words().list(row.plants.length > few.length ? [...few, t.more(row.plants.length - few.length)] : few);
  };
  const everywhere = (row) => row.plants.length === list.length && list.length > 1;
  return table({
    id: 'plants-reasons',
    caption: t.whyTitle,
    rows: rows.sort((a, b) => order(a) - order(b)),
    few: 25,
    columns: [
      { key: 'column', label: t.column, header: true, value: (row) => labelOf(run, row.name), csv: [['column', (row) => row.name]] },
      { key: 'plants', label: t.of, wide: true, value: (row) => (everywhere(row) ? t.all(list.length) : some(row)), csv: [['plants', (row) => row.plants.map((plant) => `${plant.product} ${plant.region}`).join('; ')]] },
      { key: 'reason', label: t.reason, wide: true, value: (row) => plantReason(run, row.why).text, langOf: (row) => plantReason(run, row.why).lang, csv: [['reason', (row) => row.why]] },
    ],
  });
}

/** The chosen plant against the other regions that make its product. */
function parityOf(run, chosen) {
  const t = words().plants;
  if (!run.parity) return null;
  const all = run.parity.rows.map((row) => Object.fromEntries(run.parity.columns.map((name, at) => [name, row[at]])));
  const rows = all.filter((row) => row.product === chosen.product && row.region === chosen.region);
  if (!rows.length) return null;
  const code = (name) => [name, (row) => row[name]];
  const place = (name) => ({ key: name, label: columnLabel(name), value: (row) => named(run, row[name]), csv: [code(name)] });
  const amount = (name) => ({ key: name, label: columnLabel(name), unit: unitOf(run, name), number: true, value: (row) => row[name], text: (row) => (empty(row[name]) ? '–' : number(row[name])) });
  return [
    table({
      id: 'parity-table',
      caption: t.parityTitle(called(run, chosen)),
      rows,
      few: 10,
      columns: [{ ...place('other_region'), header: true, csv: ['product', 'region', 'other_region'].map(code) }, place('market'), ...['odds_base', 'odds_new', 'tariff_parity_pct'].map(amount)],
    }),
    h('p', { class: 'note' }, t.parityNote),
  ];
}

/** Rounds of closing, or that none closes, where they were asked for. */
function closingsOf(run) {
  const t = words().plants;
  const { closing, sentences = [], section } = run.plants;
  const end = closingOf(sentences);
  const threshold = number(section.threshold_pct) + words().percent;
  const stopped = end?.stopped ? h('p', { class: 'note' }, t.closingStopped(productName(run, end.stopped[0]), named(run, end.stopped[1]))) : null;
  if (!closing || !closing.length) return end ? [h('h3', {}, t.closingTitle), h('p', { class: 'note', id: 'closing-none' }, end.none ? t.closingNone(threshold) : null), stopped] : null;
  return [
    table({
      id: 'closing-table',
      caption: t.closingTitle,
      rows: closing,
      columns: [
        { key: 'round', label: columnLabel('round'), header: true, value: (row) => row.round },
        { key: 'product', label: columnLabel('product'), value: (row) => nameOf(run, row), csv: [['product', (row) => row.product]] },
        { key: 'region', label: columnLabel('made_in'), value: (row) => named(run, row.region), csv: [['region', (row) => row.region]] },
        { key: 'units_pct', label: columnLabel('left_pct'), unit: '%', number: true, value: (row) => row.units_pct, text: (row) => (empty(row.units_pct) ? '–' : number(row.units_pct)) },
      ],
    }),
    h('p', { class: 'note' }, t.closingNote(threshold)),
    stopped,
  ];
}

export function plants(run, refresh) {
  const t = words().text;
  const list = ordered(run);
  const chosen = list[Math.min(state.plant, list.length - 1)];
  const columns = NAMES.filter((name) => list.some((plant) => !empty(plant[name])));
  const moneyOf = (name) => (/^sales_/.test(name) ? money(run) : name === 'subsidy_per_unit' ? `${money(run)} ${t.plantsPerUnit}` : '');
  const all = Object.keys(list[0]);
  const text = (plant, name) => (empty(plant[name]) ? '–' : number(plant[name], { signed: CHANGES.includes(name) }));
  const data = table({
    id: 'plants-table',
    caption: t.plantsTable,
    rows: list,
    few: 25,
    mark: (plant) => plant === chosen,
    columns: [
      { key: 'product', label: columnLabel('product'), header: true, value: (plant) => plant.name, csv: [['product', (plant) => plant.product]] },
      { key: 'region', label: columnLabel('made_in'), value: (plant) => named(run, plant.region), csv: [['region', (plant) => plant.region]] },
      { key: 'main_market', label: columnLabel('main_market'), value: (plant) => (plant.main_market ? named(run, plant.main_market) : null), csv: [['main_market', (plant) => plant.main_market]] },
      ...columns.map((name) => ({
        key: name,
        label: columnLabel(name),
        unit: moneyOf(name) || unitOf(run, name),
        number: true,
        value: (plant) => plant[name],
        text: (plant) => text(plant, name),
        csv: csvColumns(all, name, (column, plant) => plant[column]),
      })),
    ],
  });
  const pick = select('set-plant', t.plantsPick, list.map((plant, at) => [at, called(run, plant)]), list.indexOf(chosen), (value) => {
    state.plant = Number(value);
    refresh('plant');
  });
  return [
    h('p', { class: 'lead' }, t.plantsLead),
    h('div', { class: 'controls' }, pick),
    marketsOf(run, chosen),
    linesOf(run, list),
    data,
    reasonsOf(run, list),
    parityOf(run, chosen),
    closingsOf(run),
    h('p', { class: 'note' }, t.plantsNote(number(run.plants.section.threshold_pct), run.plants.section.threshold_assumed)),
  ];
}
