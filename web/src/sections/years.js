import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { lines } from '../charts/lines.js';
import { columnLabel, regionName, unitOf } from '../names.js';
import { csvColumns, show, showCentral, showUnit } from '../show.js';
import { isPercent, rangeOf } from '../data.js';
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
  const at = (year, region) => (one) => data.values[year][data.columns.indexOf(one)][region];
  const range = (year, region) => rangeOf(data.columns, name, at(year, region));
  const last = data.years.length - 1;
  const order = run.regions
    .map((_, region) => region)
    .sort((a, b) => (b === state.region) - (a === state.region) || Math.abs(value(last, b) ?? 0) - Math.abs(value(last, a) ?? 0));
  const drawn = order.slice(0, LINES).map((region) => ({
    name: regionName(run, region),
    values: data.years.map((_, year) => value(year, region)),
    ranges: data.years.map((_, year) => range(year, region)),
    text: showCentral(value(last, region), name, range(last, region)) + (isPercent(name) ? words().percent : ''),
    said: showUnit(value(last, region), name, range(last, region)),
    tip: `${regionName(run, region)} ${data.years[last]}: ${showUnit(value(last, region), name, range(last, region))}`,
    marked: region === state.region,
  }));
  const chart = figure({
    id: 'years-chart',
    title: t.yearsTitle(columnLabel(name)),
    subtitle: data.columns.includes(`${name}_p05`) ? `${t.years} ${words().study.band}` : t.years,
    desc: t.yearsDesc(data.years[0], data.years[last], drawn.map((one) => `${one.name} ${one.said}`).join('; ')),
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
      ...data.years.map((year, index) => ({
        key: `y${year}`,
        label: String(year),
        number: true,
        value: (region) => value(index, region),
        text: (region) => show(value(index, region), name, range(index, region)),
        csv: csvColumns(data.columns, name, (one, region) => at(index, region)(one)).map(([one, read]) => [one.replace(name, year), read]),
      })),
    ],
  });
  return [chart, grid, h('p', { class: 'note' }, words().ui.empty)];
}
