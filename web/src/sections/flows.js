import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { flow } from '../charts/flow.js';
import { flowRange, flowReader } from '../data.js';
import { columnLabel, money, regionName, sectorName, unitOf } from '../names.js';
import { number } from '../format.js';
import { csvColumns, show } from '../show.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const LINKS = 20;

/** Change of trade by pair: of all sectors from the matrices, of one sector from the list of flows. */
function pairChanges(run, sector) {
  const list = [];
  if (sector < 0 && run.pairs) {
    run.regions.forEach((_, to) =>
      run.regions.forEach((__, from) => {
        if (from === to) return;
        const before = run.pairs.base[to][from];
        const after = run.pairs.new[to][from];
        if (before !== null && after !== null && after !== before) list.push({ from, to, change: after - before, before });
      }),
    );
  } else {
    const read = flowReader(run);
    for (const row of run.flows) {
      const [at, to, from] = row;
      if (from === to || (sector >= 0 && at !== sector)) continue;
      const before = read(row, 'base_value') || 0;
      list.push({ from, to, change: (read(row, 'new_value') || 0) - before, before, row });
    }
  }
  return list.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, LINKS);
}

export function flows(run, pick, refresh) {
  const t = words().text;
  const unit = money(run);
  const links = pairChanges(run, state.sector).map((link) => {
    const text = number(link.change, { signed: true });
    const range = link.row && flowRange(run, 'change_pct', link.row);
    const pct = link.before > 0 ? (range ? show(flowReader(run)(link.row, 'change_pct'), 'change_pct', range) : number((link.change / link.before) * 100, { signed: true })) : null;
    const share = pct === null ? '' : ` (${pct}${words().percent})`;
    return { ...link, text, tip: `${t.flowPair(regionName(run, link.from), regionName(run, link.to))}: ${text} ${unit}${share}` };
  });
  const sectorLabel = state.sector < 0 ? words().ui.allSectors : sectorName(run, state.sector);
  const chart = links.length
    ? figure({
        id: 'flow-diagram',
        title: `${t.flowTitle}${words().colon}${sectorLabel}`,
        subtitle: t.flow(links.length, unit),
        desc: t.flowDesc(links.slice(0, 8).map((link) => link.tip).join('; ')),
        source: sourceLine(run),
        draw: (width) => flow({ width, links, names: (region) => regionName(run, region), onpick: pick }),
      })
    : h('p', { class: 'note' }, words().ui.nothing);

  const read = flowReader(run);
  const rows = run.flows.filter((row) => (state.own || row[1] !== row[2]) && (state.sector < 0 || row[0] === state.sector));
  const change = (row) => {
    const before = read(row, 'base_value');
    const after = read(row, 'new_value');
    return before === null || after === null ? null : after - before;
  };
  const numeric = (name) => ({
    key: name,
    label: columnLabel(name),
    unit: unitOf(run, name),
    number: true,
    value: (row) => read(row, name),
    text: (row) => show(read(row, name), name, flowRange(run, name, row)),
    csv: csvColumns(run.flow_columns, name, (column, row) => read(row, column)),
  });
  const own = h(
    'label',
    { class: 'check' },
    h('input', {
      type: 'checkbox',
      id: 'own-sales',
      checked: state.own,
      onchange: (event) => {
        state.own = event.target.checked;
        refresh('own');
      },
    }),
    ` ${t.own}`,
  );
  const data = table({
    id: 'flows-table',
    caption: `${t.flowTable}${words().colon}${sectorLabel}`,
    rows,
    few: 25,
    mark: (row) => row[1] === state.region || row[2] === state.region,
    columns: [
      { key: 'sector', label: columnLabel('sector'), header: true, value: (row) => sectorName(run, row[0]), csv: [['sector', (row) => run.sectors[row[0]][0]]] },
      { key: 'exporter', label: columnLabel('exporter'), value: (row) => regionName(run, row[2]), csv: [['exporter', (row) => run.regions[row[2]][0]]] },
      { key: 'importer', label: columnLabel('importer'), value: (row) => regionName(run, row[1]), csv: [['importer', (row) => run.regions[row[1]][0]]] },
      { key: 'change', label: columnLabel('change'), unit, number: true, value: change, text: (row) => number(change(row), { signed: true }) },
      ...['change_pct', 'base_value', 'new_value', 'tariff_base_pct', 'tariff_new_pct'].filter((name) => (run.flow_columns || []).includes(name)).map(numeric),
    ],
  });
  const note = run.flows_in_all > run.flows.length ? h('p', { class: 'note' }, t.flowNote(number(run.flows.length, { decimals: 0 }), number(run.flows_in_all, { decimals: 0 }))) : null;
  return [chart, h('div', { class: 'controls' }, own), data, note];
}
