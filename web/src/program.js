// Sentences of the program that are made from a fixed form: read back into what they say, and said in the reader's
// language. What is not known here stays as the program says it, in English.
import { number } from './format.js';
import { placesOf } from './rules.js';
import { state, words } from './state.js';

/** A number or a span of two as the reader writes them. */
function written(text) {
  const one = (part) => (/^-?\d+(\.\d+)?$/.test(part) ? number(Number(part), { decimals: (part.split('.')[1] || '').length }) : part);
  return text.split(' to ').map(one).join(` ${words().to} `);
}

const NOUNS = { regions: 'regions', sectors: 'sectors', 'producing sectors (1 in others)': 'producers' };

/** "all regions", "3 of 32 regions" */
function extent(text) {
  const t = words().program;
  const found = text.match(/^(?:all|(\d+) of (\d+)) (.+)$/);
  const noun = found && NOUNS[found[3]];
  return noun ? t.extent(t.nouns[noun], found[1], found[2]) : null;
}

const SPAN = '(-?[\\d.e+-]+(?: to -?[\\d.e+-]+)?)';

/** [form, maker(found, run)]: null where what was found is not known after all. */
const FORMS = [
  ...[['labour', 'Labour supply answers the real wage, elasticity'], ['valueAdded', 'Elasticity of substitution between value added and inputs'], ['inputs', 'Elasticity of substitution among inputs'], ['scale', 'Productivity rises with the scale of a sector, elasticity']].map(([key, text]) => [
    RegExp(`^${text}: ${SPAN} in (.+)\\.$`),
    (found) => extent(found[2]) && words().program[key](written(found[1]), extent(found[2])),
  ]),
  ...[['realWage', 'The real wage does not fall below the reference'], ['nominalWage', 'The wage, in units of world value added, does not fall below the reference']].map(([key, text]) => [
    RegExp(`^${text} in (.+); what that leaves without work is unemployment\\.$`),
    (found, run) => words().program[key](placesOf(run, found[1], 'region', 'in')),
  ]),
  [/^Years (\d+) to (\d+), one equilibrium each, compared with the same year; amounts are those of (\d+)\.$/, (found) => words().program.years(found[1], found[2], found[3])],
  [
    RegExp(`^Capital accumulates: its share of value added is ([\\d.]+) %(?: to ([\\d.]+) %)?, ([\\d.]+) % of it wears out in a year, ([\\d.]+) % of income is saved, and (?:(the base stays where it is)|it is ([\\d.]+) times income in the data)\\.$`),
    (found) => words().program.capital(written(found[2] ? `${found[1]} to ${found[2]}` : found[1]), written(found[3]), written(found[4]), found[6] ? written(found[6]) : null),
  ],
  [
    /^To be solved together: (.+)\.$/,
    (found) => {
      const t = words().program;
      const parts = found[1].split(', ').map((part) => part.match(/^(\d+) (limits? on|targets?|transfers? in proportion)/));
      return parts.every(Boolean) ? t.together(words().list(parts.map((part) => t.conditions[part[2].replace(/s? .*|s$/, '')](Number(part[1]))))) : null;
    },
  ],
];

/** {text, lang} of a sentence of the program. */
export function programWords(run, sentence) {
  for (const [form, make] of state.lang === 'en' ? [] : FORMS) {
    const found = sentence.match(form);
    const own = found && make(found, run);
    if (own) return { text: own, lang: null };
  }
  return { text: sentence, lang: state.lang === 'en' ? null : 'en' };
}

/** What a limit or a target is on, and by what means: [form, key of the outcome or instrument, selectors in order]. */
const PLACES = [
  [/^imports of (.+?) by (.+?) from (.+?)(, together| and back, together)?$/, 'quota', ['sector', 'importer', 'exporter']],
  [/^(exports) of (.+?) from (.+?)(, together)?$/, 'exports', [null, 'sector', 'region']],
  [/^(output|exports|imports|price) of (.+?) in (.+?)(, together)?$/, null, [null, 'sector', 'region']],
  [/^trade of (.+?) from (.+?) to (.+)$/, 'trade', ['sector', 'exporter', 'importer']],
  [/^(real income|real wage) of (.+)$/, null, [null, 'region']],
  [/^(wage|employment) (?:of|in) (.+)$/, null, [null, 'region']],
];
const MEANS = [
  [/^rent of the (quota|capacity)$/, 'rent', [null]],
  [/^(tariff|export tax|barrier) on (.+?) from (.+?) to (.+)$/, null, [null, 'sector', 'exporter', 'importer']],
  [/^(demand) for (.+?) from (.+?) to (.+)$/, null, [null, 'sector', 'exporter', 'importer']],
  [/^(subsidy) on (.+?) in (.+)$/, null, [null, 'sector', 'region']],
  [/^(productivity) for (.+?) in (.+)$/, null, [null, 'sector', 'region']],
  [/^(labour) of (.+)$/, null, [null, 'region']],
  [/^(employment) (?:of|in) (.+)$/, null, [null, 'region']],
  [/^(transfer) from (.+?) to (.+)$/, null, [null, 'from', 'to']],
];

function place(run, text, forms, dictionary) {
  for (const [form, given, keys] of forms) {
    const found = String(text).match(form);
    const key = found && (given || found[1].replace(/ /g, '_'));
    if (!found || !dictionary[key]) continue;
    const rule = {};
    keys.forEach((name, at) => {
      if (name) rule[name] = found[at + 1];
    });
    const where = placesOf(run, rule);
    if (!where) continue;
    const together = /, together$/.test(found[0]) && forms === PLACES;
    return { text: dictionary[key](where) + (together ? words().program.inAll : ''), lang: null };
  }
  return { text, lang: state.lang === 'en' ? null : 'en' };
}

export const limitWords = (run, text) => place(run, text, PLACES, { ...words().rule.outcomes, ...words().program.outcomes });
export const meansWords = (run, text) => place(run, text, MEANS, { ...words().rule.instruments, ...words().program.instruments });
