import { h, select } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { dumbbell } from '../charts/dumbbell.js';
import { averageTariff } from '../data.js';
import { columnLabel, money, regionName } from '../names.js';
import { LEAST, number } from '../format.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const SAME = 5e-7; // a difference of averages below this is rounding

export function tariffs(run, pick, refresh) {
  if (!run.pairs || !run.pairs.tariff_base) return null;
  const t = words().text;
  const { base, tariff_base: before, tariff_new: after } = run.pairs;
  const all = run.regions.map((_, region) => region);
  const partners = (region) => all.filter((other) => other !== region);
  const view = state.tariffs;
  const least = { least: LEAST };
  const cells = {
    importers: (region) => partners(region).map((other) => [region, other]),
    exporters: (region) => partners(region).map((other) => [other, region]),
    region: (other) => [[state.region, other]],
  }[view];
  const text = (a, b) => (a === null || b === null ? '–' : Math.abs(b - a) < SAME ? `${number(a, least)} ${words().percent.trim()}` : `${number(a, least)} → ${number(b, least)}${words().percent}`);
  const rows = (view === 'region' ? partners(state.region) : all)
    .map((region) => {
      const a = averageTariff(before, base, cells(region));
      let b = averageTariff(after, base, cells(region));
      if (a !== null && b !== null && Math.abs(b - a) < SAME) b = a;
      return { key: region, name: regionName(run, region), before: a, after: b, text: text(a, b), tip: `${regionName(run, region)}: ${text(a, b)}`, marked: view !== 'region' && region === state.region };
    })
    .sort((x, y) => (y.after ?? -1) - (x.after ?? -1));
  const title = view === 'region' ? t.tariffBy.region(regionName(run, state.region)) : t.tariffBy[view];
  const largest = rows.filter((row) => row.before !== row.after).sort((x, y) => Math.abs(y.after - y.before) - Math.abs(x.after - x.before));
  const views = select(
    'tariff-view',
    t.tariffView,
    [['importers', t.tariffBy.importers], ['exporters', t.tariffBy.exporters], ['region', t.tariffBy.region(regionName(run, state.region))]],
    view,
    (value) => {
      state.tariffs = value;
      refresh('tariffs');
    },
  );
  const chart = figure({
    id: 'tariff-chart',
    title: `${t.tariffTitle}${words().colon}${title}`,
    subtitle: t.tariff,
    desc: t.tariffDesc(rows.length, largest.length ? largest.slice(0, 8).map((row) => row.tip).join('; ') : t.tariffSame),
    source: sourceLine(run),
    draw: (width) => dumbbell({ width, rows, axis: words().perCent, onpick: pick }),
  });
  const pairs = [];
  for (const to of all) {
    for (const from of all) {
      if (from === to || before[to][from] === null || !(base[to][from] > 0)) continue;
      const delta = after[to][from] === null ? null : after[to][from] - before[to][from];
      pairs.push({ to, from, before: before[to][from], after: after[to][from], delta: delta !== null && Math.abs(delta) < SAME ? 0 : delta, base: base[to][from], new: run.pairs.new[to][from] });
    }
  }
  pairs.sort((x, y) => Math.abs(y.delta ?? 0) - Math.abs(x.delta ?? 0) || y.base - x.base);
  const unit = money(run);
  const numeric = (key, label, value, csv, signed, u) => ({ key, label: columnLabel(label), unit: u, number: true, value, text: (row) => number(value(row), { signed, least: u === unit ? 0 : LEAST }), csv: [[csv, value]] });
  const data = table({
    id: 'tariff-table',
    caption: t.tariffTable,
    rows: pairs,
    few: 25,
    mark: (row) => row.to === state.region || row.from === state.region,
    columns: [
      { key: 'importer', label: columnLabel('importer'), header: true, value: (row) => regionName(run, row.to), csv: [['importer', (row) => run.regions[row.to][0]]] },
      { key: 'exporter', label: columnLabel('exporter'), value: (row) => regionName(run, row.from), csv: [['exporter', (row) => run.regions[row.from][0]]] },
      numeric('before', 'tariff_base_pct', (row) => row.before, 'tariff_base_pct', false, '%'),
      numeric('after', 'tariff_new_pct', (row) => row.after, 'tariff_new_pct', false, '%'),
      numeric('delta', 'tariff_change', (row) => row.delta, 'tariff_change', true, words().study.percentagePoints),
      numeric('base', 'base_value', (row) => row.base, 'base_value', false, unit),
      numeric('new', 'new_value', (row) => row.new, 'new_value', false, unit),
    ],
  });
  return [h('div', { class: 'controls' }, views), chart, data];
}
