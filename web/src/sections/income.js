import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { map } from '../charts/map.js';
import { centreOff, hasContent, isPart, isPercent, mainColumns, regionColumn, regionRange, regionValue } from '../data.js';
import { columnLabel, isCalled, money, regionName, titleOf, unitOf, worldTitle } from '../names.js';
import { number } from '../format.js';
import { chartItem, csvColumns, showCentral, showRegion, showUnit } from '../show.js';
import { state, words } from '../state.js';

/** Columns that say what happens to a region; those that are zero everywhere (employment, rents) only when they are not. */
export function resultColumns(run) {
  return mainColumns(run.region_columns).filter((name) => !isPart(name) && hasContent(regionColumn(run, name)));
}

/** The measure that the reader chose, or the first that these results have. */
export function measureOf(run) {
  return run.region_columns.includes(state.measure) ? state.measure : run.region_columns[0];
}

/** What the axis is called. */
export function axisOf(run, name) {
  return isPercent(name) ? words().perCent : unitOf(run, name);
}

export function sourceLine(run) {
  return `Tradewind: ${titleOf(run)}. ${worldTitle(run.world || {})}${(run.world || {}).source ? ` (${run.world.source})` : ''}`;
}

export function incomeTable(run, pick) {
  const names = resultColumns(run);
  return table({
    id: 'regions',
    caption: words().text.incomeTable,
    rows: run.regions.map((_, region) => region),
    mark: (region) => region === state.region,
    sort: [names.includes('real_income_pct') ? 'real_income_pct' : 'region', 'descending'],
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: (region) => regionName(run, region), csv: [['region', (region) => run.regions[region][0]], ['name', (region) => run.regions[region][1]]] },
      ...names.map((name) => ({
        key: name,
        label: columnLabel(name),
        unit: unitOf(run, name),
        number: true,
        value: (region) => regionValue(run, name, region),
        text: (region) => showRegion(run, name, region),
        csv: csvColumns(run.region_columns, name, (column, region) => regionValue(run, column, region)),
      })),
    ],
    pick,
  });
}

export function barRows(run, name) {
  return run.regions
    .map((_, region) => ({
      key: region,
      name: regionName(run, region),
      marked: region === state.region,
      items: [item(run, name, region)],
    }))
    .sort((a, b) => (b.items[0].value ?? -Infinity) - (a.items[0].value ?? -Infinity));
}

export function item(run, name, region, series = 0) {
  return { ...chartItem(regionName(run, region), name, regionValue(run, name, region), regionRange(run, name, region)), series };
}

const say = (run, name, region) => showUnit(regionValue(run, name, region), name, regionRange(run, name, region));

/** What map and bars say without eyes. */
function described(run, name) {
  const filled = barRows(run, name).filter((row) => row.items[0].value !== null);
  const one = (row) => (row ? `${row.name} ${say(run, name, row.key)}` : '–');
  return words().text.barsDesc(one(filled[0]), one(filled[filled.length - 1]), run.regions.length);
}

/** The map of a measure, and below it the regions that are not on it. controls: it can be saved, and a region chosen;
 * leads: it stands before all sections. */
export function worldMap(run, pick, { name = measureOf(run), controls = true, leads = true } = {}) {
  const t = words().text;
  const label = columnLabel(name);
  const values = run.regions.map((_, region) => regionValue(run, name, region));
  const unit = isPercent(name) ? words().percent : '';
  const missing = h('p', { class: 'note' });
  const world = figure({
    id: 'map',
    heading: leads ? 'h2' : 'h3',
    title: `${t.mapTitle(label)} (${axisOf(run, name)})`,
    subtitle: controls ? t.map : null,
    desc: described(run, name),
    source: sourceLine(run),
    bare: !controls,
    draw: (width) => {
      const svg = map({
        run,
        width,
        values,
        text: (region) => showCentral(values[region], name, regionRange(run, name, region)),
        tip: (region) => `${regionName(run, region)}: ${say(run, name, region)}`,
        cutText: (cut) => number(cut, { signed: true }) + unit,
        to: words().to,
        name: (region) => regionName(run, region),
        says: { noData: t.noData, aggregate: (names) => t.aggregate(words().list(names)), noRegion: t.noRegion, noOutline: t.noOutline, unclear: t.unclear },
        isCalled,
        chosen: controls ? state.region : -1,
        onpick: pick,
      });
      missing.textContent = svg.missing.length ? t.notOnMap(words().list(svg.missing.map((region) => `${regionName(run, region)} ${say(run, name, region)}`))) : '';
      return svg;
    },
  });
  return [world, missing];
}

export function income(run, pick) {
  const t = words().text;
  const name = measureOf(run);
  const label = columnLabel(name);
  const rows = barRows(run, name);
  const ranges = rows.some((row) => row.items[0].low !== null);
  const chart = figure({
    id: 'bars',
    title: t.barsTitle(label),
    subtitle: ranges ? t.whisker : null,
    desc: described(run, name),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: axisOf(run, name), onpick: pick }),
  });
  const off = (kind) => words().list(run.regions.map((_, region) => region).filter((region) => centreOff(run, name, region) === kind).map((region) => regionName(run, region)));
  const [outside, far] = [off('outside'), off('far')];
  const { study } = words();
  const centre = outside || far ? h('p', { class: 'note', id: 'centre' }, [outside && study.centreOutside(outside), far && study.centreFar(far), study.centreWhy].filter(Boolean).join(words().between)) : null;
  // Of several runs the numbers lead, and the map of the one that is shown stands here
  return [state.data.runs.length > 1 ? worldMap(run, pick, { leads: false }) : null, chart, centre, incomeTable(run, pick)];
}
