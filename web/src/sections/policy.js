// Limits and targets, and trade preferences: tables as they come, codes replaced by names.
import { h } from '../dom.js';
import { table } from '../table.js';
import { columnLabel, money, regionName, sectorName, unitOf } from '../names.js';
import { number } from '../format.js';
import { csvColumns, show } from '../show.js';
import { mainColumns, rangeOf } from '../data.js';
import { limitWords, meansWords } from '../program.js';
import { state, words } from '../state.js';

/** What the program words: the rule's kind, what it is on, and by what means. */
const said = {
  what: limitWords,
  instrument: meansWords,
  rule: (run, value) => (words().program.rules[value] ? { text: words().program.rules[value], lang: null } : { text: value, lang: state.lang === 'en' ? null : 'en' }),
};

function named(run, column, value) {
  if (value === null || value === '') return null;
  const list = column === 'sector' ? run.sectors : run.regions;
  const at = list.findIndex(([code]) => code === value);
  return at < 0 ? value : column === 'sector' ? sectorName(run, at) : regionName(run, at);
}

function given(run, id, caption, data) {
  const t = words().text;
  const rows = data.rows;
  return table({
    id,
    caption,
    rows,
    few: 25,
    columns: mainColumns(data.columns).map((name, index) => {
      const at = data.columns.indexOf(name);
      const range = (row) => rangeOf(data.columns, name, (column) => row[data.columns.indexOf(column)]);
      const values = rows.map((row) => row[at]);
      let lang = null;
      const number_ = name !== 'line' && name !== 'binding' && values.some((value) => typeof value === 'number');
      if (said[name]) lang = (row) => said[name](run, row[at]).lang;
      const code = ['sector', 'importer', 'exporter', 'owner', 'region'].includes(name);
      return {
        key: name,
        label: columnLabel(name),
        // What limits.csv counts in follows from its rule: money for volumes, else per cent of the reference
        unit: id === 'limits-table' && name === 'value' ? '' : unitOf(run, name),
        number: number_,
        wide: ['what', 'instrument'].includes(name),
        langOf: lang,
        header: index === 0,
        value: (row) => (code ? named(run, name, row[at]) : row[at]),
        text: (row) => {
          const value = row[at];
          if (value === null || value === '') return '–';
          if (name === 'binding') return value ? t.yes : t.no;
          if (name === 'line') return String(value);
          if (code) return named(run, name, value);
          if (said[name]) return said[name](run, value).text;
          return number_ ? show(value, name, range(row)) : String(value);
        },
        csv: csvColumns(data.columns, name, (column, row) => row[data.columns.indexOf(column)]),
      };
    }),
  });
}

export function limits(run) {
  if (!run.limits || !run.limits.rows.length) return null;
  const jobs = run.against && run.limits.rows.some((row) => row.some((cell) => /^employment in /.test(String(cell))));
  return [h('p', { class: 'lead' }, words().text.limitsLead, run.against ? [words().between, words().compared.reference] : null, jobs ? [words().between, words().compared.jobs] : null), given(run, 'limits-table', words().text.limitsTable, run.limits)];
}

export function preferences(run) {
  if (!run.preferences || !run.preferences.rows.length) return null;
  const t = words().text;
  const count = Number(run.manifest.preferences) || 0;
  return [
    h('p', { class: 'lead' }, t.preferencesLead),
    given(run, 'preferences-table', `${words().sections.preferences} (${money(run)})`, run.preferences),
    count > run.preferences.rows.length ? h('p', { class: 'note' }, t.preferencesNote(number(run.preferences.rows.length))) : null,
  ];
}
