import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { isPercent, regionRange, regionValue } from '../data.js';
import { LEAST, number } from '../format.js';
import { columnLabel, regionName, titleOf, unitOf } from '../names.js';
import { csvColumns, show } from '../show.js';
import { state, words } from '../state.js';
import { headline } from '../headline.js';
import { axisOf, item, measureOf, sourceLine } from './income.js';

const short = titleOf;

/** What a run is called beside others: its title, with the folder where that is not enough. */
export function runLabel(index) {
  const { runs } = state.data;
  const text = short(runs[index]);
  return runs.some((run, other) => other !== index && short(run) === text) ? `${text} (${runs[index].folder})` : text;
}

const LEADING = 8; // regions in the numbers at the top

/** Regions of all runs by code, in the order in which they are met. */
function codesOf(runs) {
  const codes = [];
  for (const run of runs) for (const [code] of run.regions) if (!codes.includes(code)) codes.push(code);
  return codes;
}

const place = (run, code) => run.regions.findIndex(([one]) => one === code);
const valueAt = (run, name, code) => (place(run, code) < 0 ? null : regionValue(run, name, place(run, code)));
const rangeAt = (run, name, code) => (place(run, code) < 0 ? null : regionRange(run, name, place(run, code)));

/** What differs most between the runs, in numbers: a table of the regions whose measure differs most. */
export function differs() {
  const { runs } = state.data;
  const t = words().text;
  const name = measureOf(runs[0]);
  const all = codesOf(runs);
  const label = (code) => {
    const home = runs.find((run) => place(run, code) >= 0);
    return regionName(home, place(home, code));
  };
  const spread = (code) => {
    const values = runs.map((run) => valueAt(run, name, code)).filter((value) => value !== null);
    return values.length > 1 ? Math.max(...values) - Math.min(...values) : null;
  };
  const two = runs.length === 2;
  const apart = (code) => (two && spread(code) !== null ? valueAt(runs[1], name, code) - valueAt(runs[0], name, code) : spread(code));
  const unit = isPercent(name) ? words().study.percentagePoints : unitOf(runs[0], name);
  const rows = all.slice().sort((a, b) => (spread(b) ?? -1) - (spread(a) ?? -1) || all.indexOf(a) - all.indexOf(b));
  return table({
    id: 'differs',
    heading: 'h2',
    caption: `${t.differs(columnLabel(name))}${unitOf(runs[0], name) ? ` (${unitOf(runs[0], name)})` : ''}`,
    rows,
    few: LEADING,
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: label, csv: [['region', (code) => code]] },
      ...runs.map((run, index) => ({
        key: `run${index}`,
        label: runLabel(index),
        number: true,
        value: (code) => valueAt(run, name, code),
        text: (code) => show(valueAt(run, name, code), name, rangeAt(run, name, code)),
        csv: csvColumns(run.region_columns, name, (column, code) => valueAt(run, column, code)).map(([column, read]) => [`${run.folder} ${column}`, read]),
      })),
      { key: 'difference', label: two ? t.difference : t.spread, unit, number: true, value: apart, text: (code) => number(apart(code), { signed: two, least: isPercent(name) ? LEAST : 0 }) },
    ],
  });
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
