// Names as the reader's language has them. Names come from the data; a translation is used only where the data's own
// name is known to mean the same, so a world may call its regions whatever it likes.
import { h } from './dom.js';
import { state, words } from './state.js';
import { isPercent, isStill, verbOf } from './data.js';
import { CODES } from './atlas.js';

const cache = new Map();

function displayNames(lang) {
  if (!cache.has(lang)) {
    let names = null;
    try {
      names = new Intl.DisplayNames([lang], { type: 'region' });
    } catch {
      names = null;
    }
    cache.set(lang, names);
  }
  return cache.get(lang);
}

const SAME = {
  KOR: ['Korea', 'Republic of Korea'],
  TUR: ['Turkey', 'Türkiye'],
  CZE: ['Czech Republic', 'Czechia'],
  RUS: ['Russian Federation', 'Russia'],
  USA: ['USA', 'United States of America'],
  GBR: ['UK', 'Great Britain'],
  SVK: ['Slovak Republic'],
  VNM: ['Viet Nam'],
  TWN: ['Taiwan', 'Chinese Taipei'],
  BRN: ['Brunei Darussalam'],
};

/** Is this the country's name, as the data have it? */
export function isCalled(three, name) {
  const english = displayNames('en');
  return Boolean(english) && (english.of(CODES[three][1]) === name || (SAME[three] || []).includes(name));
}

function country(code, name) {
  return CODES[code] && isCalled(code, name) ? displayNames(state.lang).of(CODES[code][1]) : null;
}

/** A country by its three letters, in the reader's language; the letters where that has no word for it. */
export const placeName = (three) => (CODES[three] && displayNames(state.lang) ? displayNames(state.lang).of(CODES[three][1]) : three);

/** {code, name, known}: known where the name is that of a country that the reader's language has a word for. */
export function regionOf(run, index) {
  const [code, given] = run.regions[index];
  const name = given || code;
  if (state.lang === 'en') return { code, name, known: true };
  const fixed = words().regionNames[name];
  if (fixed) return { code, name: fixed, known: true };
  const translated = country(code, name);
  return translated ? { code, name: translated, known: true } : { code, name, known: false };
}

export const regionName = (run, index) => regionOf(run, index).name;

export function inRegion(run, index) {
  const { code, name, known } = regionOf(run, index);
  return words().in(name, code, known);
}

export function sectorName(run, index) {
  const [code, given] = run.sectors[index];
  const name = given || code;
  return words().sectorNames[name] || name;
}

/** Products whose flows nobody has observed, as world.yaml says. */
export const assumedOf = (run) => run.manifest?.world?.products_assumed || [];
const isAssumed = (run, code) => assumedOf(run).includes(code);

/** A product's name, or a family's; with a word where its flows are assumed; what its sector's products leave is that sector's rest. */
export function productName(run, code, sector) {
  if (code === 'rest') {
    const at = run.sectors.findIndex(([one]) => one === sector);
    return words().text.productRest(at < 0 ? sector : sectorName(run, at));
  }
  const world = run.manifest.world;
  const name = world?.product_names?.[code] || world?.family_names?.[code] || code;
  return isAssumed(run, code) ? words().compared.assumedName(name) : name;
}

/** A column's label; unknown columns show their own name. */
export function columnLabel(name) {
  return words().columns[name] || name.replace(/_pct$/, '').replace(/_/g, ' ');
}

/** A text of the data with the blanks that must not break: before %, and in French before : ; ? and !. */
function spaced(text) {
  const joined = String(text).replace(/(\d) %/g, state.lang === 'fr' ? '$1\u202f%' : '$1\u00a0%');
  return state.lang === 'fr' ? joined.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0') : joined;
}

/** {text, lang}: a text that the data may have in several languages, in the reader's where it is given; lang is that of
 * the text where it is another one, so that a screen reader reads it right. A plain text is of no known language. */
export function inLanguage(texts, plain) {
  const own = texts && texts[state.lang];
  if (own) return { text: spaced(own), lang: null };
  const other = texts && ['en', 'fr', 'ja'].find((code) => texts[code]);
  return other ? { text: spaced(texts[other]), lang: other } : { text: spaced(plain ?? ''), lang: null };
}

/** The same as an element. */
export function said(texts, plain, attributes) {
  const { text, lang } = inLanguage(texts, plain);
  return h('span', { ...attributes, lang }, text);
}

/** What a run, a decision or a reconciliation is called. */
export const titleOf = (run) => [verbTitle(run), isStill(run) ? null : inLanguage(run.titles, run.title || run.name || run.folder).text].filter(Boolean).join(', ');
export const titleNode = (run) => [verbTitle(run), isStill(run) ? null : [verbTitle(run) ? ' ' : null, said(run.titles, run.title || run.name || run.folder)]];

/** What a verb's answer is called; null: it is a run. */
function verbTitle(run) {
  if (!verbOf(run)) return null;
  const { region } = run.manifest.options;
  const at = run.regions.findIndex(([code]) => code === region);
  return words().verbs.titles[verbOf(run)](at < 0 ? region : regionName(run, at));
}

/** What the world is called: not as the built-in one where it has that one's name and other data. */
export function worldTitle(world) {
  const title = inLanguage(world.titles, world.title || world.name).text;
  return world.label && world.label !== world.name ? `${title} (${words().compared.changed(world.name)})` : title;
}

export function money(run) {
  const world = run.world || {};
  if (!world.currency && run.decision?.unit) return run.decision.unit; // of a decision over a market
  return words().money(words().unit[world.unit] || world.unit || '', world.currency || '');
}

/** Unit of a column: %, or the world's money, or nothing. */
export function unitOf(run, name) {
  if (/^employment_(base|change)(_p\d\d)?$/.test(name)) return words().thousandPersons;
  if (/^(gdp|output|value_added|exports|imports)_(base|new)$/.test(name)) return money(run);
  if (/^(sales|spending)_(base|new)$/.test(name)) return money(run);
  if (name === 'change' || /^(equivalent_variation|value_added_change|profits_change|base_value|new_value|value|money)$/.test(name)) return money(run);
  return isPercent(name) ? '%' : '';
}

/** What the policy is compared with: a scenario by its title, where the results have it. */
export function against(run) {
  const { against_titles: texts, against_title: plain } = run.manifest.scenario || run.manifest.decision || {};
  return run.against ? words().scenario(inLanguage(texts, plain || run.against).text) : words().noPolicy((run.world || {}).year);
}
