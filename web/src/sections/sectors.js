import { h, select } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { hasContent, isLevel, mainColumns, sectorRange, sectorValue } from '../data.js';
import { jobsNote } from './region.js';
import { columnLabel, regionName, sectorName, unitOf } from '../names.js';
import { chartItem, csvColumns, showSector } from '../show.js';
import { state, words } from '../state.js';
import { axisOf, sourceLine } from './income.js';

/** Each level beside the first change that is of it; jobs come behind output. */
function besides(names) {
  const jobs = names.filter((name) => name === 'employment_change');
  names = names.filter((name) => !jobs.includes(name)).flatMap((name, at) => (at === 0 ? [name, ...jobs] : [name]));
  const of = (level) => names.find((name) => !isLevel(name) && name.replace(/_(pct|change)$/, '') === level.replace(/_base$/, ''));
  const levels = names.filter((name) => isLevel(name) && of(name));
  return names.filter((name) => !levels.includes(name)).flatMap((name) => [name, ...levels.filter((level) => of(level) === name)]);
}

export function sectors(run, pick, refresh) {
  const t = words().text;
  const names = besides(mainColumns(run.sector_columns)).filter((name) => !isLevel(name) || hasContent(run.sector_values[run.sector_columns.indexOf(name)]));
  const changes = names.filter((name) => !isLevel(name));
  if (!names.length || !run.sectors.length) return null;
  const metric = changes.includes(state.metric) ? state.metric : changes[0];
  const region = state.region;
  const one = (r, sector, name) => chartItem(name, metric, sectorValue(run, metric, r, sector), sectorRange(run, metric, r, sector));
  const build = (keys, label, marked, value) =>
    keys
      .map((key) => ({ key, name: label(key), marked: marked(key), items: [value(key)] }))
      .sort((a, b) => (b.items[0].value ?? -Infinity) - (a.items[0].value ?? -Infinity));
  const describe = (rows) => {
    const filled = rows.filter((row) => row.items[0].value !== null);
    const say = (row) => (row ? `${row.name} ${row.items[0].said}` : '–');
    return t.barsDesc(say(filled[0]), say(filled[filled.length - 1]), rows.length);
  };
  const bySector = build(
    run.sectors.map((_, sector) => sector),
    (sector) => sectorName(run, sector),
    (sector) => sector === state.sector,
    (sector) => one(region, sector, sectorName(run, sector)),
  );
  const whisker = run.sector_columns.includes(`${metric}_p05`) ? t.whisker : null;
  const metrics = select(
    'metric',
    words().ui.measure,
    changes.map((name) => [name, `${columnLabel(name)}${unitOf(run, name) ? ` (${unitOf(run, name)})` : ''}`]),
    metric,
    (value) => {
      state.metric = value;
      refresh('metric');
    },
  );
  const chart = figure({
    id: 'sector-bars',
    title: `${t.sectorsIn(regionName(run, region))}${words().colon}${columnLabel(metric)}`,
    subtitle: whisker,
    desc: describe(bySector),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows: bySector, axis: axisOf(run, metric) }),
  });
  let second = null;
  if (state.sector >= 0) {
    const byRegion = build(
      run.regions.map((_, r) => r),
      (r) => regionName(run, r),
      (r) => r === region,
      (r) => one(r, state.sector, regionName(run, r)),
    );
    second = figure({
      id: 'sector-regions',
      title: `${t.sectorIn(sectorName(run, state.sector))}${words().colon}${columnLabel(metric)}`,
      subtitle: whisker,
      desc: describe(byRegion),
      source: sourceLine(run),
      draw: (width) => bars({ width, rows: byRegion, axis: axisOf(run, metric), onpick: pick }),
    });
  }
  const data = table({
    id: 'sectors-table',
    caption: t.sectorTable(regionName(run, region)),
    rows: run.sectors.map((_, sector) => sector),
    mark: (sector) => sector === state.sector,
    columns: [
      {
        key: 'sector',
        label: columnLabel('sector'),
        header: true,
        value: (sector) => sectorName(run, sector),
        csv: [['region', () => run.regions[region][0]], ['sector', (sector) => run.sectors[sector][0]]],
      },
      ...names.map((name) => ({
        key: name,
        label: columnLabel(name),
        unit: unitOf(run, name),
        number: true,
        value: (sector) => sectorValue(run, name, region, sector),
        text: (sector) => showSector(run, name, region, sector),
        csv: csvColumns(run.sector_columns, name, (column, sector) => sectorValue(run, column, region, sector)),
      })),
    ],
  });
  return [h('div', { class: 'controls' }, metrics), chart, second, data, jobsNote(run)];
}
