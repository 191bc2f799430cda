// What the reader has chosen, and the words that follow from it. Choices live in the address of the file, so that a link
// shows another reader the same: report.html#lang=fr&region=CAN&sector=C29. A query, report.html?lang=fr, is read as well.
import en from './lang/en.js';
import fr from './lang/fr.js';
import ja from './lang/ja.js';
import { setStyle } from './format.js';
import { focusOf, regionValue } from './data.js';

export const LANGUAGES = { en, fr, ja };

export const state = {
  data: null,
  lang: 'en',
  numbers: null, // null: as the language has them
  theme: 'auto',
  run: 0,
  region: 0,
  sector: -1, // all
  measure: 'real_income_pct',
  metric: 'output_pct',
  cells: 'value', // of the payoff table
  steps: 'level', // of the table of variants
  tariffs: 'importers',
  own: false,
  inside: 'sales', // of products: sales, spending or price
  plant: 0, // by the size of its change
};

export const words = () => LANGUAGES[state.lang];
/** The run that is shown, or the decision or reconciliation in a run's shape. */
export const currentRun = () => state.data.shown[state.run];

export function applySettings() {
  setStyle(state.numbers || words().numbers);
  document.documentElement.lang = state.lang;
  const dark = state.theme === 'dark' || (state.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

/** Which of the reader's choices stand in the address, and how each is written; null: left out. */
const CHOICES = {
  lang: () => state.lang,
  region: () => currentRun().regions[state.region]?.[0] ?? null,
  sector: () => (state.sector < 0 ? (focusOf(currentRun())?.sector ? 'all' : null) : currentRun().sectors[state.sector][0]),
  run: () => (state.run > 0 ? state.run + 1 : null),
  measure: () => (state.measure === 'real_income_pct' ? null : state.measure),
  metric: () => (state.metric === first(currentRun(), 'output_pct') ? null : state.metric),
  cells: () => (state.cells === 'value' ? null : state.cells),
  steps: () => (state.steps === 'level' ? null : state.steps),
  tariffs: () => (state.tariffs === 'importers' ? null : state.tariffs),
  own: () => (state.own ? 1 : null),
  inside: () => (state.inside === 'sales' ? null : state.inside),
  numbers: () => state.numbers,
  theme: () => (state.theme === 'auto' ? null : state.theme),
};

/** The address with the reader's choices, as it can be given to somebody else. */
export function link() {
  const parts = Object.entries(CHOICES).map(([key, read]) => [key, read()]).filter(([, value]) => value !== null && value !== undefined);
  return `${location.href.replace(/[?#].*$/, '')}#${new URLSearchParams(parts)}`;
}

let written = null;

/** Puts the choices into the address, without a step in the reader's history; a browser that does not allow it goes without. */
export function keepAddress() {
  written = link();
  try {
    history.replaceState(null, '', written);
  } catch {
    written = null;
  }
}

/** Was the address changed by somebody else than this page? */
export const addressChanged = () => location.href !== written;

/** Choices of the address: of its fragment, or else of its query. */
function wishes() {
  const wish = new URLSearchParams(location.search);
  new URLSearchParams(location.hash.slice(1)).forEach((value, key) => wish.set(key, value));
  return wish;
}

const first = (run, name) => (run.sector_columns.includes(name) ? name : run.sector_columns[0] || name);

export function start(data) {
  state.data = data;
  choose();
}

/** Takes the choices from the address; what it does not say is as at the start. */
export function choose() {
  const { data } = state;
  const wish = wishes();
  const one = (key, list, otherwise) => (list.includes(wish.get(key)) ? wish.get(key) : otherwise);
  const languages = [wish.get('lang'), data.brief?.lang, ...(navigator.languages || [navigator.language])].filter(Boolean);
  state.lang = languages.map((tag) => tag.slice(0, 2)).find((code) => code in LANGUAGES) || 'en';
  state.numbers = one('numbers', ['point', 'space', 'dot'], null);
  state.theme = one('theme', ['light', 'dark'], 'auto');
  const run = Number(wish.get('run')) - 1;
  state.run = data.shown[run] ? run : 0;
  const shown = currentRun();
  const focus = focusOf(shown) || {};
  const codes = shown.regions.map(([code]) => code);
  // of a group the member that the headline begins with
  const named = (shown.manifest.headline_regions || []).filter((code) => (focus.regions || []).includes(code));
  const asked = [wish.get('region'), focus.region, ...named, ...(focus.regions || [])].map((code) => codes.indexOf(code)).find((at) => at >= 0);
  state.region = asked ?? shown.first ?? mostAffected(shown);
  const sector = wish.get('sector') || focus.sector;
  state.sector = shown.sectors.findIndex(([code]) => code === sector);
  state.measure = one('measure', shown.region_columns, 'real_income_pct');
  state.metric = one('metric', shown.sector_columns, first(shown, 'output_pct'));
  state.cells = one('cells', ['range', 'regret'], 'value');
  state.steps = one('steps', ['step'], 'level');
  state.tariffs = one('tariffs', ['exporters', 'region'], 'importers');
  state.inside = one('inside', ['spending', 'price'], 'sales');
  state.own = wish.get('own') === '1';
  state.plant = 0;
}

function mostAffected(run) {
  let best = 0;
  run.regions.forEach((_, index) => {
    const size = Math.abs(regionValue(run, 'real_income_pct', index) || 0);
    if (size > Math.abs(regionValue(run, 'real_income_pct', best) || 0)) best = index;
  });
  return best;
}
