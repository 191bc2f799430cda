import { figure } from '../figure.js';
import { table } from '../table.js';
import { stack } from '../charts/stack.js';
import { PARTS, hasContent, isRange, regionColumn, regionValue } from '../data.js';
import { columnLabel, regionName } from '../names.js';
import { LEAST, number } from '../format.js';
import { csvColumns, showRegion } from '../show.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const NEGLIGIBLE = 1e-7; // parts that are rounding do not get a colour; the table has them

export function parts(run, pick) {
  const t = words().text;
  const all = PARTS.filter((name) => run.region_columns.includes(name));
  if (!all.length) return null;
  const drawn = all.filter((name) => regionColumn(run, name).some((value) => Math.abs(value || 0) > NEGLIGIBLE));
  const total = (region) => {
    const values = all.map((name) => regionValue(run, name, region));
    return values.every((value) => value === null) ? null : values.reduce((sum, value) => sum + (value || 0), 0);
  };
  const rows = run.regions
    .map((_, region) => {
      const sum = total(region);
      return {
        key: region,
        name: regionName(run, region),
        marked: region === state.region,
        parts: drawn.map((name) => regionValue(run, name, region)),
        total: sum,
        text: number(sum, { signed: true, least: LEAST }),
        tip: [regionName(run, region), ...drawn.map((name) => `${columnLabel(name)}: ${showRegion(run, name, region)}`)].join('\n'),
      };
    })
    .sort((a, b) => (b.total ?? -Infinity) - (a.total ?? -Infinity));
  const chosen = rows.find((row) => row.marked) || rows[0];
  const first = run.region_columns.filter((name) => name.startsWith('first_order_') && !isRange(name) && hasContent(regionColumn(run, name)));
  const chart = figure({
    id: 'decomposition',
    title: t.partsTitle,
    subtitle: t.parts,
    desc: chosen ? chosen.tip.replace(/\n/g, '; ') : '',
    source: sourceLine(run),
    draw: (width) =>
      stack({
        width,
        rows,
        parts: drawn.map((name) => ({ label: columnLabel(name), kind: name.replace(/_pct$/, '') })),
        axis: words().logPoints,
        totalLabel: t.legendTotal,
        onpick: pick,
      }),
  });
  const data = table({
    id: 'decomposition-table',
    caption: t.partsTable,
    rows: run.regions.map((_, region) => region),
    mark: (region) => region === state.region,
    sort: ['total', 'descending'],
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: (region) => regionName(run, region), csv: [['region', (region) => run.regions[region][0]]] },
      { key: 'total', label: columnLabel('total'), number: true, value: total, text: (region) => number(total(region), { signed: true, least: LEAST }), csv: [] },
      ...[...all, ...first].map((name) => ({
        key: name,
        label: columnLabel(name),
        number: true,
        value: (region) => regionValue(run, name, region),
        text: (region) => showRegion(run, name, region),
        csv: csvColumns(run.region_columns, name, (column, region) => regionValue(run, column, region)),
      })),
    ],
  });
  return [chart, data];
}
