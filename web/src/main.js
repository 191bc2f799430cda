// The page: its frame, its settings, its sections, and what is drawn again when a setting changes.
import { append, h, select } from './dom.js';
import { readData } from './data.js';
import { LANGUAGES, applySettings, currentRun, start, state, words } from './state.js';
import { STYLE_OPTIONS } from './format.js';
import { against, columnLabel, money, regionName, sectorName, unitOf } from './names.js';
import { headline } from './headline.js';
import { income, measureOf, resultColumns } from './sections/income.js';
import { parts } from './sections/parts.js';
import { flows } from './sections/flows.js';
import { sectors } from './sections/sectors.js';
import { tariffs } from './sections/tariffs.js';
import { limits, preferences } from './sections/policy.js';
import { years } from './sections/years.js';
import { compare } from './sections/compare.js';
import { drivers } from './sections/drivers.js';
import { drawnSentences } from './sections/drawn.js';
import { certificateSentence, made } from './sections/made.js';

// id, is there anything to show, maker, settings it depends on besides language, numbers and run
const SECTIONS = [
  ['compare', () => state.data.runs.length > 1, () => compare(pick), ['measure']],
  ['income', (run) => run.region_columns.length > 0, (run) => income(run, pick), ['measure', 'region']],
  ['years', (run) => run.years && run.years.years.length > 0, (run) => years(run), ['measure', 'region']],
  ['parts', (run) => run.region_columns.includes('terms_of_trade_pct'), (run) => parts(run, pick), ['region']],
  ['flows', (run) => run.flows.length > 0, (run) => flows(run, pick, refresh), ['sector', 'own', 'region']],
  ['sectors', (run) => run.sector_columns.length > 0 && run.sectors.length > 0, (run) => sectors(run, pick, refresh), ['region', 'sector', 'metric']],
  ['tariffs', (run) => run.pairs && run.pairs.tariff_base, (run) => tariffs(run, pick, refresh), ['region', 'tariffs']],
  ['limits', (run) => run.limits && run.limits.rows.length > 0, (run) => limits(run), []],
  ['preferences', (run) => run.preferences && run.preferences.rows.length > 0, (run) => preferences(run), []],
  ['drivers', (run) => run.drivers && run.drivers.rows.length > 0, (run) => drivers(run), []],
  ['made', () => true, (run) => made(run), []],
];

let blocks = new Map();
let waiting = []; // sections that are drawn after the first ones, so that the page answers at once

function pick(region) {
  if (region === state.region) return;
  state.region = region;
  const box = document.getElementById('set-region');
  if (box) box.value = String(region);
  refresh('region');
}

let width = 0; // of the column; read once, since every look at it lays out the page

function drawFigures(root) {
  for (const node of root.querySelectorAll('figure')) node.redraw?.(width);
}

/** Puts a section's content under its heading. */
function fill(id) {
  const block = blocks.get(id);
  const make = SECTIONS.find((section) => section[0] === id)[2];
  block.replaceChildren(block.firstChild);
  append(block, [make(currentRun())]);
  drawFigures(block);
}

function fillNext() {
  const id = waiting.shift();
  if (id) fill(id);
  if (waiting.length) setTimeout(fillNext);
  else document.documentElement.dataset.complete = String(Math.round(performance.now()));
}

function fillAll() {
  while (waiting.length) fillNext();
}

/** Draws the sections that depend on a setting, and keeps the reader's focus where it was. */
function refresh(key) {
  const focused = document.activeElement && document.activeElement.id;
  for (const [id, , , depends] of SECTIONS) if (blocks.has(id) && !waiting.includes(id) && depends.includes(key)) fill(id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function settings(run) {
  const ui = words().ui;
  const set = (key, convert) => (value) => {
    state[key] = convert ? convert(value) : value;
    refresh(key);
  };
  const measures = resultColumns(run);
  return h(
    'form',
    { class: 'settings', 'aria-label': ui.settings, onsubmit: (event) => event.preventDefault() },
    state.data.runs.length > 1 &&
      select('set-run', ui.run, state.data.runs.map((one, index) => [index, one.title || one.name || one.folder]), state.run, (value) => {
        const code = run.regions[state.region]?.[0];
        const sector = state.sector < 0 ? null : run.sectors[state.sector][0];
        state.run = Number(value);
        state.region = Math.max(0, currentRun().regions.findIndex((one) => one[0] === code));
        state.sector = sector === null ? -1 : currentRun().sectors.findIndex((one) => one[0] === sector);
        render();
      }),
    select('set-region', ui.region, run.regions.map((_, index) => [index, regionName(run, index)]), state.region, set('region', Number)),
    select('set-sector', ui.sector, [[-1, ui.allSectors], ...run.sectors.map((_, index) => [index, sectorName(run, index)])], state.sector, set('sector', Number)),
    select('set-measure', ui.measure, measures.map((name) => [name, `${columnLabel(name)}${unitOf(run, name) ? ` (${unitOf(run, name)})` : ''}`]), measureOf(run), set('measure')),
    select('set-language', ui.language, Object.values(LANGUAGES).map((one) => [one.code, one.name]), state.lang, (value) => {
      state.lang = value;
      render();
    }),
    select('set-numbers', ui.numbers, STYLE_OPTIONS, state.numbers || words().numbers, (value) => {
      state.numbers = value;
      render();
    }),
    select('set-theme', ui.theme, Object.entries(ui.themes), state.theme, (value) => {
      state.theme = value;
      applySettings();
    }),
  );
}

function head(run) {
  const t = words().text;
  const world = run.world || {};
  const { runs } = state.data;
  const several = runs.length > 1;
  const drawn = drawnSentences(run);
  const fixed = (run.manifest.scenario || {}).deficits === 'fixed' && (run.manifest.scenario || {}).against_deficits === 'fixed';
  return h(
    'header',
    { class: 'top' },
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), several ? null : ['  ', h('span', {}, run.title || run.name)]),
    h('h1', {}, several ? words().runsHeadline(runs.length, words().list(runs.map((one) => one.title || one.name || one.folder))) : headline(run)),
    several ? null : h('p', { class: 'standfirst' }, t.standfirst(against(run), fixed)),
    h('p', { class: 'certificate' }, certificateSentence(run), words().between, t.worldLine(world.title || world.name || '', money(run))),
    drawn.length ? h('p', { class: 'certificate', id: 'drawn' }, drawn.join(words().between)) : null,
    world.caveat ? h('p', { class: 'caveat' }, h('b', {}, `${words().ui.caveat}${words().colon}`), h('span', { lang: 'en' }, world.caveat)) : null,
  );
}

function render() {
  applySettings();
  const run = currentRun();
  const w = words();
  const focused = document.activeElement && document.activeElement.id;
  document.title = `${run.title || run.name} – Tradewind`;
  const page = document.getElementById('page');
  blocks = new Map();
  const main = h('main', { id: 'main', tabindex: '-1' });
  const links = [];
  for (const [id, has] of SECTIONS) {
    if (!has(run)) continue;
    const block = h('section', { id: `section-${id}`, 'aria-labelledby': `h-${id}` }, h('h2', { id: `h-${id}` }, w.sections[id]));
    blocks.set(id, block);
    main.append(block);
    links.push(h('li', {}, h('a', { href: `#section-${id}`, onclick: (event) => go(event, `h-${id}`) }, w.sections[id])));
  }
  page.replaceChildren(
    h('a', { class: 'skip', href: '#main', onclick: (event) => go(event, 'main') }, w.ui.skip),
    h('div', { class: 'wrap' }, head(run), settings(run), h('nav', { 'aria-label': w.ui.contents }, h('ul', {}, links)), main, h('footer', {}, h('p', {}, w.text.footer(state.data.program || 'tradewind')), h('p', {}, w.ui.empty))),
  );
  width = main.clientWidth;
  delete document.documentElement.dataset.complete;
  waiting = [...blocks.keys()];
  fill(waiting.shift());
  setTimeout(fillNext);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Follows a link inside the page and takes the keyboard along; the settings in the address stay. */
function go(event, id) {
  event.preventDefault();
  fillAll();
  const target = document.getElementById(id);
  if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '-1');
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'start' });
}

/** The note beside the pointer; what it says is in the tables as well. */
function tips() {
  const box = h('div', { id: 'tip', 'aria-hidden': 'true' });
  document.body.append(box);
  document.addEventListener('pointermove', (event) => {
    const text = event.target.closest?.('[data-tip]')?.getAttribute('data-tip');
    box.classList.toggle('shown', Boolean(text));
    if (!text) return;
    box.textContent = text;
    const x = Math.min(event.clientX + 14, document.documentElement.clientWidth - box.offsetWidth - 8);
    const y = event.clientY + 18 + box.offsetHeight > innerHeight ? event.clientY - box.offsetHeight - 10 : event.clientY + 18;
    box.style.setProperty('left', `${Math.max(4, x)}px`);
    box.style.setProperty('top', `${y}px`);
  });
}

start(readData());
render();
tips();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applySettings);
addEventListener('beforeprint', fillAll);
let timer;
addEventListener('resize', () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const now = document.getElementById('main').clientWidth;
    if (Math.abs(now - width) < 2) return;
    width = now;
    drawFigures(document.getElementById('main'));
  }, 120);
});
document.documentElement.dataset.ready = String(Math.round(performance.now()));
