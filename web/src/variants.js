// Variants of the model in the reader's words. The program writes them in English; numbers in its sentences are kept. What
// is not known here is shown as the program says it.
import { number } from './format.js';
import { state, words } from './state.js';

const RULE = '(at zero|fixed|in proportion to value added)';
const FORMS = [
  ['one-sector-first-order', RegExp(`the elasticity ([\\d.]+), .*, deficits ${RULE}:`)],
  ['one-sector', /^Exact real income/],
  ['many-sectors', /^(\d+) sectors/],
  ['inputs', /^Inputs:/],
  ['elasticities', /sector, ([\d.]+) to ([\d.]+), instead of ([\d.]+)/],
  ['deficits-compared', RegExp(`^Deficits ${RULE} in what .* and ${RULE} in the new`)],
  ['production', /^The scenario's elasticities of substitution/],
  ['scale', /power ([\d.]+) in goods \(at most ([\d.]+)|^The scenario's scale/],
  ['labour', /elasticity of ([\d.]+) in every|^The scenario's elastic labour/],
  ['profits', /^Profits of products/],
  ['supply', /^Products named in the closure/],
  ['limits', /^Limits, targets/],
  ['first-order', /^Terms of trade plus/],
];

/** A number of a sentence with the reader's decimal sign; words stay. */
const written = (text) => (/^\d+(\.\d+)?$/.test(text || '') ? number(Number(text), { decimals: (text.split('.')[1] || '').length }) : text);

function form(variant) {
  if (variant.name.startsWith('elasticities-')) return ['elasticities-', /^The elasticities of (.+) for (\d+) of (\d+) sectors/];
  if (variant.name.startsWith('deficits-') && variant.name !== 'deficits-compared') return ['deficits', RegExp(`^Trade deficits ${RULE},`)];
  return FORMS.find(([name]) => name === variant.name) || [variant.name, /^$/];
}

/** Sets of elasticities that come with the built-in worlds, by the studies that they are of. */
const STUDIES = {
  'caliendo-parro-2015': 'Caliendo & Parro (2015)', 'fontagne-2022': 'Fontagné et al. (2022)', 'bolhuis-2023': 'Bolhuis et al. (2023)', 'shapiro-2016': 'Shapiro (2016)',
  'bagwell-2021': 'Bagwell et al. (2021)', 'giri-2021': 'Giri et al. (2021)', 'lashkaripour-2023': 'Lashkaripour & Lugovskyy (2023)', 'felbermayr-2022': 'Felbermayr et al. (2022)',
};
export const studyName = (set) => STUDIES[set] || set;

export function variantTitle(variant) {
  const { titles } = words().reconcile;
  const found = variant.name.startsWith('elasticities-') && variant.title.match(/^elasticities of (.+)$/);
  if (found) return titles['elasticities-'] ? titles['elasticities-'](studyName(found[1])) : `elasticities of ${studyName(found[1])}`;
  return titles[variant.name] || variant.title.replace(/: the run of \d+, .*$/, '');
}

/** {text, lang}: lang is "en" where the sentence is the program's. */
export function variantWhat(variant) {
  const [key, pattern] = form(variant);
  const translated = words().reconcile.what[key];
  const found = variant.what.match(pattern);
  return state.lang !== 'en' && translated && found ? { text: translated(...found.slice(1).map(written)), lang: null } : { text: variant.what, lang: state.lang === 'en' ? null : 'en' };
}

/** What a variant cannot carry, sentence by sentence. */
export const variantLacks = (variant) => (variant.lacks || '').split(/(?<=\.) /).filter(Boolean).map((sentence) => words().reconcile.lacks[sentence] || sentence);

/** [{variant, at, start, end, change}] for a region: where its bar starts and ends; null where there is no solution. */
export function movesOf(run, region) {
  const { variants } = run.reconciliation;
  return variants.map((variant, at) => {
    const end = variant.real_income_pct[region];
    const before = variants.find((one) => one.name === variant.previous);
    const start = before ? before.real_income_pct[region] : 0;
    return { variant, at, start, end, change: variant.change_from_previous[region] };
  });
}

export const certified = (variant) => variant.outcome === 'certified' || variant.outcome === 'certified_by_continuation';

/** The move with the largest change, of those that pass. */
export function largest(moves, passes) {
  return moves.filter((move) => passes(move.variant) && move.change !== null).reduce((best, move) => (!best || Math.abs(move.change) > Math.abs(best.change) ? move : best), null);
}
