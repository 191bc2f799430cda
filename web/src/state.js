// What the reader has chosen, and the words that follow from it. Choices can be given in the address of the file:
// report.html#lang=fr&theme=dark&region=CAN&numbers=space.
import en from './lang/en.js';
import fr from './lang/fr.js';
import ja from './lang/ja.js';
import { setStyle } from './format.js';
import { regionValue } from './data.js';

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

export function start(data) {
  state.data = data;
  const wish = new URLSearchParams(location.hash.slice(1));
  const languages = [wish.get('lang'), ...(navigator.languages || [navigator.language])].filter(Boolean);
  state.lang = languages.map((tag) => tag.slice(0, 2)).find((code) => code in LANGUAGES) || 'en';
  if (['point', 'space', 'dot'].includes(wish.get('numbers'))) state.numbers = wish.get('numbers');
  if (['light', 'dark'].includes(wish.get('theme'))) state.theme = wish.get('theme');
  const run = Number(wish.get('run')) - 1;
  if (data.shown[run]) state.run = run;
  const codes = currentRun().regions.map(([code]) => code);
  const asked = codes.indexOf(wish.get('region'));
  state.region = asked >= 0 ? asked : (currentRun().first ?? mostAffected(currentRun()));
  state.sector = currentRun().sectors.findIndex(([code]) => code === wish.get('sector'));
  if (!currentRun().sector_columns.includes(state.metric)) state.metric = currentRun().sector_columns[0] || state.metric;
}

function mostAffected(run) {
  let best = 0;
  run.regions.forEach((_, index) => {
    const size = Math.abs(regionValue(run, 'real_income_pct', index) || 0);
    if (size > Math.abs(regionValue(run, 'real_income_pct', best) || 0)) best = index;
  });
  return best;
}
