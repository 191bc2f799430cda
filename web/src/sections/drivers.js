// What drives the spread of the results that a range names: a chart a result, and a table of all.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { shares } from '../charts/shares.js';
import { columnLabel, regionName, sectorName } from '../names.js';
import { hundredfold, number } from '../format.js';
import { parameterName } from '../parameters.js';
import { words } from '../state.js';
import { sourceLine } from './income.js';

const SHOWN = 12; // parameters in a chart
const CHARTS = 8; // results with a chart
const NUMBERS = ['first_order', 'total', 'first_order_error', 'total_error'];

/** Rows of drivers.csv as objects. */
function read({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

const percent = (share) => (share === null ? '–' : number(100 * share, { decimals: Math.abs(share) < 0.095 ? 1 : 0 }));

export function drivers(run) {
  const t = words().study;
  const unit = words().percent;
  const all = read(run.drivers);
  const region = (code) => {
    const at = run.regions.findIndex(([one]) => one === code);
    return at < 0 ? code : regionName(run, at);
  };
  // "Canada", "Canada, Motor vehicles", "Canada, Motor vehicles, United States"
  const place = (row) => {
    const at = row.sector ? run.sectors.findIndex(([one]) => one === row.sector) : -1;
    return [region(row.region), row.product ? (row.product === 'rest' ? `${row.sector}.rest` : row.product) : row.sector ? (at < 0 ? row.sector : sectorName(run, at)) : null, row.partner ? region(row.partner) : null].filter(Boolean).join(', ');
  };
  const results = new Map();
  for (const row of all) {
    const key = `${row.outcome} ${row.region} ${row.sector || ''} ${row.partner || ''} ${row.product || ''}`;
    if (!results.has(key)) results.set(key, []);
    results.get(key).push(row);
  }
  const charts = [...results.values()].slice(0, CHARTS).map((list, index) => {
    const known = list.filter((row) => row.total !== null).sort((a, b) => b.total - a.total);
    const rows = known.slice(0, SHOWN).map((row) => {
      const name = parameterName(run, row.parameter);
      const first = `${percent(row.first_order)}${unit}`;
      const total = `${percent(row.total)}${unit}`;
      return {
        name: parameterName(run, row.parameter, true),
        first: 100 * (row.first_order ?? 0),
        total: 100 * row.total,
        error: 100 * (row.total_error ?? 0),
        text: total,
        said: `${name} ${first} / ${total}`,
        tip: `${name}\n${t.firstOrder}: ${first} ± ${percent(row.first_order_error)}\n${t.totalShare}: ${total} ± ${percent(row.total_error)}`,
      };
    });
    if (!rows.length) return null;
    return figure({
      id: `drivers-${index + 1}`,
      title: t.driversTitle(columnLabel(list[0].outcome), place(list[0])),
      subtitle: t.driversChart(rows.length, known.length),
      desc: t.driversDesc(rows.slice(0, 8).map((row) => row.said).join('; ')),
      source: sourceLine(run),
      draw: (width) => shares({ width, rows, axis: t.driversAxis, labels: t }),
    });
  });
  const label = { first_order: t.firstOrder, total: t.totalShare, first_order_error: t.firstError, total_error: t.totalError };
  const data = table({
    id: 'drivers-table',
    caption: t.driversTable,
    rows: all,
    few: 20,
    columns: [
      { key: 'parameter', label: t.parameter, header: true, value: (row) => parameterName(run, row.parameter), csv: [] },
      {
        key: 'outcome',
        label: t.result,
        wide: true,
        value: (row) => `${columnLabel(row.outcome)}, ${place(row)}`,
        csv: [['outcome', (row) => row.outcome], ['region', (row) => row.region], ['parameter', (row) => row.parameter], ['sector', (row) => row.sector || ''], ['partner', (row) => row.partner || '']],
      },
      ...NUMBERS.map((name) => ({ key: name, label: label[name], unit: '%', number: true, value: (row) => hundredfold(row[name]), text: (row) => percent(row[name]), csv: [[name, (row) => row[name]]] })),
    ],
  });
  const more = results.size - CHARTS;
  return [h('p', { class: 'lead' }, t.driversLead), charts, more > 0 ? h('p', { class: 'note' }, t.driversMore(more)) : null, data, h('p', { class: 'note' }, t.driversNote)];
}
