// The region that is chosen, in numbers: income, GDP, trade and jobs, each change beside its level; and groups of regions.
import { h } from '../dom.js';
import { full, number } from '../format.js';
import { table } from '../table.js';
import { isPercent, mainColumns, rangeOf, regionColumn, regionRange, regionValue, sectorValue } from '../data.js';
import { columnLabel, money, regionName, unitOf } from '../names.js';
import { csvColumns, show, showUnit } from '../show.js';
import { state, words } from '../state.js';

/** Jobs that go from one sector to another, in thousand: what some sectors gain others lose. null: nobody is counted. */
export function jobsMoved(run, region) {
  const changes = run.sectors.map((_, sector) => sectorValue(run, 'employment_change', region, sector)).filter((value) => value !== null);
  return changes.length ? changes.reduce((sum, value) => sum + Math.abs(value), 0) / 2 : null;
}

export const hasRegion = (run) => Boolean(regionColumn(run, 'gdp_base'));

/** A change of the whole region's head count: with labour fixed it is rounding. */
const STILL = 1e-6; // thousand persons
const counted = (run) => !run.manifest.jobs || run.manifest.jobs.counted !== false;

/** What numbers of jobs mean, or that there are none; once on a page. */
export function jobsNote(run) {
  const t = words().text;
  if (!run.sector_columns.includes('employment_change')) return null;
  if (!counted(run)) return h('p', { class: 'note', id: 'jobs' }, t.jobsNone);
  const { scaled_regions: scaled, scaled_most: code, scaled_most_pct: most } = run.manifest.jobs || {};
  const at = run.regions.findIndex(([one]) => one === code);
  return h('p', { class: 'note', id: 'jobs' }, t.jobsMean, scaled > 0 && at >= 0 ? [words().between, t.jobsScaled(number(scaled, { decimals: 0 }), regionName(run, at), number(most) + words().percent)] : null);
}

export function region(run) {
  const t = words().text;
  const at = state.region;
  const value = (name) => regionValue(run, name, at);
  const change = (name) => (value(name) === null ? null : showUnit(value(name), name, regionRange(run, name, at)) + (isPercent(name) ? '' : ` ${unitOf(run, name)}`));
  const level = (name) => (value(name) === null ? null : [number(value(name)), ` ${unitOf(run, name)}`]);
  const rows = [
    [columnLabel('real_income_pct'), change('real_income_pct'), null, 'real_income_pct'],
    [columnLabel('equivalent_variation'), change('equivalent_variation'), null, 'equivalent_variation'],
    [columnLabel('real_gdp_pct'), change('real_gdp_pct'), null, 'real_gdp_pct'],
    [columnLabel('gdp_pct'), change('gdp_pct'), value('gdp_base') === null ? null : [number(value('gdp_base')), ' → ', ...level('gdp_new')], 'gdp_pct'],
    [columnLabel('exports_pct'), change('exports_pct'), null, 'exports_pct'],
    [columnLabel('imports_pct'), change('imports_pct'), null, 'imports_pct'],
  ];
  const own = value('employment_change');
  if (own !== null && Math.abs(own) > STILL) rows.push([columnLabel('employment_change'), change('employment_change'), level('employment_base'), 'employment_change']);
  const moved = jobsMoved(run, at);
  if (moved !== null) rows.push([t.jobsMoved, `${number(moved)} ${words().thousandPersons}`, value('employment_base') === null ? null : [t.jobsOf, ' ', ...level('employment_base')], null]);
  return [
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t.regionTitle(regionName(run, at)) },
      h(
        'table',
        { class: 'plain', id: 'region-table' },
        h('caption', { class: 'sr' }, t.regionTitle(regionName(run, at))),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, regionName(run, at)), h('th', { scope: 'col', class: 'num' }, columnLabel('change')), h('th', { scope: 'col', class: 'num' }, t.level))),
        h('tbody', {}, rows.filter(([, text]) => text !== null).map(([label, text, beside, name]) => h('tr', {}, h('th', { scope: 'row' }, label), h('td', { class: String(text).startsWith('\u2212') ? 'num loss' : 'num', title: name ? full(value(name)) : full(moved) }, text), h('td', { class: 'num' }, beside || '')))),
      ),
    ),
    h('p', { class: 'note' }, t.gdpNote(money(run))),
  ];
}

/** Groups of regions: CUSMA, the European Union, those of the world and of the scenario. */
export function groups(run) {
  const t = words().text;
  const { columns, rows } = run.groups;
  const of = (name) => (row) => row[columns.indexOf(name)];
  const label = (row) => words().rule.groupNames[of('group')(row)] || of('group')(row);
  return table({
    id: 'groups',
    caption: t.groupsTable,
    rows,
    columns: [
      { key: 'group', label: columnLabel('group'), header: true, value: label, csv: [['group', of('group')]] },
      ...mainColumns(columns.filter((name) => name !== 'group')).map((name) => ({
        key: name,
        label: columnLabel(name),
        unit: unitOf(run, name),
        number: true,
        value: of(name),
        text: (row) => show(of(name)(row), name, rangeOf(columns, name, (column) => of(column)(row))),
        csv: csvColumns(columns, name, (column, row) => of(column)(row)),
      })),
    ],
  });
}
