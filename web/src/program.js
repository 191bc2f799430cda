// Sentences of the program that are made from a fixed form: read back into what they say, and said in the reader's
// language. What is not known here stays as the program says it, in English.
import { number } from './format.js';
import { sectorName } from './names.js';
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
  [
    RegExp(`^Profits of (\\d+) products?, ${SPAN} % of what .* makers receive`),
    (found) => words().program.profits(found[1], written(found[2])),
  ],
  [
    RegExp(`^In (\\S+) (?:each of (\\d+) products has|(\\d+) of (\\d+) products have|(.+?) ha(?:ve|s)) a supply of its own: .* elasticity of ${SPAN}( \\(the mix is fixed\\))?,`),
    (found, run) => words().program.supply(sectorsOf(run, found[1]), found[2], found[3] && [found[3], found[4]], found[5], written(found[6]), Boolean(found[7])),
  ],
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

/** "C29, H49" as names; what is no code stays. */
const sectorsOf = (run, text) => words().list(text.split(', ').map((code) => {
  const at = run.sectors.findIndex(([one]) => one === code);
  return at < 0 ? code : sectorName(run, at);
}));

const SPREAD = "a spread of ([\\d.e+-]+) % about the world's elasticity (is assumed|holds) there";
const UNNAMED = '(there is no range section|the range section names nothing uncertain)';

/** The same for what is said of draws. */
const NOTES = [
  [/^the scenario has years: the central result and the draws are of the last, (\d+)$/, (found) => words().program.notes.years(found[1])],
  [RegExp(`^${UNNAMED}: trade elasticities are drawn from the standard errors and quantiles of the (file|set) (.+), what is one estimate there as one number$`), (found) => words().program.notes.set(found[1].startsWith('there'), found[2], found[3])],
  [RegExp(`^${UNNAMED}: every trade elasticity is drawn from a lognormal distribution with the world's as mean and ([\\d.e+-]+) % of it as standard deviation, which is an assumption$`), (found) => words().program.notes.assumed(found[1].startsWith('there'), written(found[2]))],
  [RegExp(`^the set (.+) has no uncertainty for (.+): ${SPREAD}$`), (found, run) => words().program.notes.spread(found[1], sectorsOf(run, found[2]), written(found[3]), found[4] === 'is assumed')],
  [RegExp(`^(.+) has no estimate for (.+): ${SPREAD}$`), (found, run) => words().program.notes.spread(found[1], sectorsOf(run, found[2]), written(found[3]), found[4] === 'is assumed')],
  [/^(.+) has no estimate for (.+): what an entry before it says holds there$/, (found, run) => words().program.notes.before(found[1], sectorsOf(run, found[2]))],
  [/^(.+) has no estimate for (.+): the world's elasticity holds there, without a range$/, (found, run) => words().program.notes.none(found[1], sectorsOf(run, found[2]))],
  [/^(\d+) variables? of the range section (?:is|are) given by --set and not drawn$/, (found) => words().program.notes.given(Number(found[1]))],
  [
    /^the world's elasticity lies outside the 5 to 95 % of what it is drawn from in (.+): the central value is not in the middle of its range$/,
    (found, run) => {
      const parts = found[1].split(/(?<=\)), /).map((part) => part.match(/^(\S+) ([\d.e+-]+) \(([\d.e+-]+ to [\d.e+-]+)\)$/));
      return parts.every(Boolean) ? words().program.notes.outside(words().list(parts.map((part) => `${sectorsOf(run, part[1])} ${written(part[2])} (${written(part[3])})`))) : null;
    },
  ],
];

/** {text, lang} of a sentence of the program. */
export function programWords(run, sentence) {
  for (const [form, make] of state.lang === 'en' ? [] : [...FORMS, ...NOTES]) {
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
  [/^(sales|unit cost) of (.+?) in (.+)$/, null, [null, 'sector', 'region']],
  [/^value of output of (.+?) in (.+)$/, 'output_value', ['sector', 'region']],
  [/^value of exports of (.+?) from (\S+) to (\S+)$/, 'exports_value', ['sector', 'region', 'partner']],
  [/^value of exports of (.+?) from (\S+)$/, 'exports_value', ['sector', 'region']],
  [/^value of exports of (\S+)$/, 'exports_value', ['region']],
  [/^value of imports of (.+?) into (\S+) from (\S+)$/, 'imports_value', ['sector', 'region', 'partner']],
  [/^value of imports of (.+?) into (\S+)$/, 'imports_value', ['sector', 'region']],
  [/^value of imports of (\S+)$/, 'imports_value', ['region']],
  [/^(price index) of (.+)$/, null, [null, 'region']],
  [/^(real income|real wage) of (.+)$/, null, [null, 'region']],
  [/^(wage|employment) (?:of|in) (.+)$/, null, [null, 'region']],
];
const MEANS = [
  [/^rent of the (quota|capacity)$/, 'rent', [null]],
  [/^(tariff|export tax|barrier) on (.+?) from (.+?) to (.+?)(?:, own sales included,)?$/, null, [null, 'sector', 'exporter', 'importer']],
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
