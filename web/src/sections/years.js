import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { lines } from '../charts/lines.js';
import { columnLabel, regionName, unitOf } from '../names.js';
import { show, showUnit } from '../show.js';
import { state, words } from '../state.js';
import { axisOf, measureOf, sourceLine } from './income.js';

const LINES = 6;

export function years(run) {
  const data = run.years;
  if (!data || !data.years.length) return null;
  const t = words().text;
  const name = data.columns.includes(measureOf(run)) ? measureOf(run) : data.columns[0];
  const column = data.columns.indexOf(name);
  const value = (year, region) => data.values[year][column][region];
  const last = data.years.length - 1;
  const order = run.regions
    .map((_, region) => region)
    .sort((a, b) => (b === state.region) - (a === state.region) || Math.abs(value(last, b) ?? 0) - Math.abs(value(last, a) ?? 0));
  const drawn = order.slice(0, LINES).map((region) => ({
    name: regionName(run, region),
    values: data.years.map((_, year) => value(year, region)),
    text: showUnit(value(last, region), name),
    tip: `${regionName(run, region)} ${data.years[last]}: ${showUnit(value(last, region), name)}`,
    marked: region === state.region,
  }));
  const chart = figure({
    id: 'years-chart',
    title: t.yearsTitle(columnLabel(name)),
    subtitle: t.years,
    desc: t.yearsDesc(data.years[0], data.years[last], drawn.map((one) => `${one.name} ${one.text}`).join('; ')),
    source: sourceLine(run),
    draw: (width) => lines({ width, years: data.years, lines: drawn, axis: axisOf(run, name) }),
  });
  const grid = table({
    id: 'years-table',
    caption: `${t.yearsTable(columnLabel(name))}${unitOf(run, name) ? ` (${unitOf(run, name)})` : ''}`,
    rows: run.regions.map((_, region) => region),
    mark: (region) => region === state.region,
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: (region) => regionName(run, region), csv: [['region', (region) => run.regions[region][0]]] },
      ...data.years.map((year, at) => ({
        key: `y${year}`,
        label: String(year),
        number: true,
        value: (region) => value(at, region),
        text: (region) => show(value(at, region), name),
        csv: [[String(year), (region) => value(at, region)]],
      })),
    ],
  });
  return [chart, grid, h('p', { class: 'note' }, words().ui.empty)];
}
