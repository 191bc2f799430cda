// What the pages of dependence, of calories and of exposure have in common: whom they are about, their tables, words and
// sentences. They are runs with a table more; where no policy is in them the run's own sections tell nothing.
import { h } from '../dom.js';
import { number } from '../format.js';
import { regionName } from '../names.js';
import { words } from '../state.js';

const empty = (value) => value === null || value === undefined || value === '';

/** Rows of a table of the data as objects; what is empty is null. */
export const objects = (grid) => (grid ? grid.rows.map((row) => Object.fromEntries(grid.columns.map((name, at) => [name, empty(row[at]) ? null : row[at]]))) : []);

/** A region by its code, in the reader's language. */
export function named(run, code) {
  const at = run.regions.findIndex(([one]) => one === code);
  return at < 0 ? code : regionName(run, at);
}

/** A column of numbers. read(row): the number; more: what else the table wants; after(row): the number under the scenario,
 * shown below where it is another one, and in the CSV. */
export function numbers(key, label, unit, read, { decimals = 2, signed = false, after = null, scale = 1 } = {}) {
  const text = (value) => (empty(value) ? '–' : number(scale * value, { decimals, signed }));
  const value = (row) => (empty(read(row)) ? null : read(row));
  const moved = after && ((row) => (empty(after(row)) || text(after(row)) === text(read(row)) ? '' : `→ ${text(after(row))}`));
  return { key, label, unit, number: true, value: (row) => (value(row) === null ? null : scale * value(row)), text: (row) => text(read(row)), small: moved, csv: [[key, value], ...(after ? [[`${key}_new`, (row) => (empty(after(row)) ? null : after(row))]] : [])] };
}

/** What the program says of it, in its own words. */
export const remarks = (run) => h('details', {}, h('summary', {}, words().verbs.remarks), h('ul', { lang: 'en' }, (run.manifest.options.remarks || []).map((text) => h('li', {}, text))));

export { empty };
