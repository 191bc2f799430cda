import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { regionRange, regionValue } from '../data.js';
import { columnLabel, regionName, unitOf } from '../names.js';
import { csvColumns, show } from '../show.js';
import { state, words } from '../state.js';
import { headline } from '../headline.js';
import { axisOf, item, measureOf, sourceLine } from './income.js';

const short = (run) => run.title || run.name || run.folder;

/** What a run is called beside others: its title, with the folder where that is not enough. */
export function runLabel(index) {
  const { runs } = state.data;
  const text = short(runs[index]);
  return runs.some((run, other) => other !== index && short(run) === text) ? `${text} (${runs[index].folder})` : text;
}

export function compare(pick) {
  const { runs } = state.data;
  if (runs.length < 2) return null;
  const t = words().text;
  const first = runs[0];
  const name = measureOf(first);
  // Regions of all runs by code, in the order in which they are met; a run without a region has a gap there
  const codes = [];
  for (const run of runs) for (const [code] of run.regions) if (!codes.includes(code)) codes.push(code);
  const at = new Map(runs.map((run) => [run, new Map(run.regions.map(([code], index) => [code, index]))]));
  const home = (code) => runs.find((run) => at.get(run).has(code));
  const label = (code) => regionName(home(code), at.get(home(code)).get(code));
  const empty = { value: null, low: null, high: null, text: '–', tip: '–' };
  const one = (run, code, series) => (at.get(run).has(code) ? { ...item(run, name, at.get(run).get(code), series), series } : { ...empty, series });
  const largest = (code) => Math.max(...runs.map((run, series) => Math.abs(one(run, code, series).value ?? 0)));
  const rows = codes
    .map((code) => ({ key: at.get(state.data.runs[state.run]).get(code), name: label(code), marked: false, size: largest(code), items: runs.map((run, series) => ({ ...one(run, code, series), tip: `${short(run)}\n${one(run, code, series).tip}` })) }))
    .sort((a, b) => b.size - a.size);
  const labels = runs.map((_, index) => runLabel(index));
  const chart = figure({
    id: 'compare-bars',
    title: t.compareTitle(columnLabel(name)),
    subtitle: runs.some((run) => run.region_columns.includes(`${name}_p05`)) ? `${t.compare} ${t.whisker}` : t.compare,
    desc: rows.slice(0, 8).map((row) => `${row.name}: ${row.items.map((i, index) => `${labels[index]} ${i.text}`).join(', ')}`).join('; '),
    source: sourceLine(first),
    draw: (width) => bars({ width, rows, axis: axisOf(first, name), series: labels, onpick: (key) => key !== undefined && pick(key) }),
  });
  const data = table({
    id: 'compare-table',
    caption: `${t.compareTitle(columnLabel(name))}${unitOf(first, name) ? ` (${unitOf(first, name)})` : ''}`,
    rows: codes,
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: label, csv: [['region', (code) => code]] },
      ...runs.map((run, index) => {
        const value = (code) => (at.get(run).has(code) ? regionValue(run, name, at.get(run).get(code)) : null);
        const range = (code) => (at.get(run).has(code) ? regionRange(run, name, at.get(run).get(code)) : null);
        return {
          key: `run${index}`,
          label: labels[index],
          number: true,
          value,
          text: (code) => show(value(code), name, range(code)),
          csv: csvColumns(run.region_columns, name, (column, code) => (at.get(run).has(code) ? regionValue(run, column, at.get(run).get(code)) : null)).map(([column, read]) => [`${run.name || run.folder} ${column}`, read]),
        };
      }),
    ],
  });
  return [
    h('ol', { class: 'runs' }, runs.map((run, index) => h('li', {}, h('span', { class: `swatch series s${index % 6}`, 'aria-hidden': 'true' }), h('b', {}, labels[index]), ` – ${headline(run)}`))),
    chart,
    data,
  ];
}
