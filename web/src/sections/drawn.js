// What was drawn for the ranges: in short near the top, in full under "How this was made".
import { programWords } from '../program.js';
import { h } from '../dom.js';
import { table } from '../table.js';
import { number } from '../format.js';
import { centralWords, distributionWords, parameterName } from '../parameters.js';
import { words } from '../state.js';

const whole = (n) => number(n, { decimals: 0 });

/** Sentences: how many draws of what, how they ended, what was assumed. Empty without a range. */
export function drawnSentences(run) {
  const range = run.manifest.range;
  if (!range) return [];
  const t = words().study;
  const failed = Object.entries(range.failed || {}).filter(([, n]) => n > 0);
  return [
    t.drawn(whole(range.draws), t.parameters((range.parameters || []).length), range.seed === null || range.seed === undefined ? '–' : String(range.seed)),
    failed.length || range.certified < range.draws
      ? t.someCertified(whole(range.certified), words().list(failed.map(([outcome, n]) => t.failedAs(whole(n), t.outcomes[outcome] || outcome.replace(/_/g, ' ')))) || whole(range.draws - range.certified))
      : t.allCertified,
    range.cut > 0 ? t.cut(whole(range.cut), number(range.floor)) : null,
    range.assumed ? t.assumed : null,
  ].filter(Boolean);
}

export function drawnInFull(run) {
  const range = run.manifest.range;
  if (!range) return null;
  const t = words().study;
  const parameters = range.parameters || [];
  return [
    h('h3', {}, t.howDrawn),
    h('p', {}, drawnSentences(run).join(words().between), words().between, t.latin),
    range.drivers ? h('p', {}, t.design(whole(range.drivers.base), whole(range.drivers.draws), whole(range.drivers.certified))) : null,
    (range.notes || []).length ? h('ul', {}, range.notes.map((note) => programWords(run, note)).map(({ text, lang }) => h('li', { lang }, text))) : null,
    parameters.length
      ? table({
          id: 'parameters-table',
          caption: t.parametersTable,
          rows: parameters,
          few: 10,
          columns: [
            { key: 'parameter', label: t.parameter, header: true, value: (row) => parameterName(run, row.name), csv: [['parameter', (row) => row.name]] },
            { key: 'central', label: t.central, number: true, value: (row) => row.central, text: centralWords },
            { key: 'distribution', label: t.distribution, wide: true, value: (row) => distributionWords(row.distribution), csv: [['distribution', (row) => row.distribution]] },
            { key: 'source', label: words().text.source, wide: true, lang: 'en', value: (row) => row.source },
          ],
        })
      : null,
  ];
}
