// Names as the reader's language has them. Names come from the data; a translation is used only where the data's own
// name is known to mean the same, so a world may call its regions whatever it likes.
import { state, words } from './state.js';
import { isPercent } from './data.js';
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

/** A column's label; unknown columns show their own name. */
export function columnLabel(name) {
  return words().columns[name] || name.replace(/_pct$/, '').replace(/_/g, ' ');
}

/** What the world is called: not as the built-in one where it has that one's name and other data. */
export function worldTitle(world) {
  const title = world.title || world.name || '';
  return world.label && world.label !== world.name ? `${title} (${words().compared.changed(world.name)})` : title;
}

export function money(run) {
  const world = run.world || {};
  return words().money(words().unit[world.unit] || world.unit || '', world.currency || '');
}

/** Unit of a column: %, or the world's money, or nothing. */
export function unitOf(run, name) {
  if (name === 'change' || /^(equivalent_variation|value_added_change|base_value|new_value|value|money)$/.test(name)) return money(run);
  return isPercent(name) ? '%' : '';
}

export function against(run) {
  return run.against ? words().scenario(run.against) : words().noPolicy((run.world || {}).year);
}
