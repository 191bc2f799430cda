// The frame of the page: its settings, its sections, and what is drawn again when a setting changes. What is in it
// depends on what it shows: pages/run.js, pages/decision.js, pages/reconciliation.js, pages/accounts.js,
// pages/market.js, pages/stress.js, pages/routes.js.
import { announce, append, h, select } from './dom.js';
import { readData } from './data.js';
import { inLanguage, titleOf } from './names.js';
import { LANGUAGES, addressChanged, applySettings, choose, currentRun, keepAddress, link, start, state, words } from './state.js';
import { copyText } from './table.js';
import { STYLE_OPTIONS } from './format.js';
import { brief, prepare } from './brief.js';
import * as run from './pages/run.js';
import * as decision from './pages/decision.js';
import * as reconciliation from './pages/reconciliation.js';
import * as accounts from './pages/accounts.js';
import * as market from './pages/market.js';
import * as stress from './pages/stress.js';
import * as routes from './pages/routes.js';

const PAGES = { run, decision, reconciliation, accounts, market, stress, routes };
const page = () => PAGES[currentRun().kind];
const tools = { pick, refresh, render, set };

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
  const make = page().sections.find((section) => section[0] === id)[2];
  block.replaceChildren(block.firstChild);
  append(block, [make(currentRun(), tools)]);
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
  keepAddress();
  if (page().headDepends.includes(key)) document.querySelector('header.top').replaceWith(head());
  if (page().lead && page().leadDepends.includes(key)) fillLead();
  for (const [id, , , depends] of page().sections) if (blocks.has(id) && !waiting.includes(id) && depends.includes(key)) fill(id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** What a control does: keeps the choice and draws what depends on it. */
function set(key, convert) {
  return (value) => {
    state[key] = convert ? convert(value) : value;
    refresh(key);
  };
}

function settings() {
  const ui = words().ui;
  return h(
    'form',
    { class: 'settings', 'aria-label': ui.settings, onsubmit: (event) => event.preventDefault() },
    page().settings(currentRun(), tools),
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
      keepAddress();
    }),
    h('div', { class: 'control last' }, h('button', { type: 'button', id: 'copy-link', title: ui.linkTitle, onclick: async () => announce((await copyText(link())) ? ui.linkCopied : ui.notCopied) }, ui.copyLink)),
  );
}

/** What stands before the settings: the map, or the numbers of several runs. */
function fillLead() {
  const block = document.getElementById('lead');
  block.replaceChildren();
  append(block, [page().lead(currentRun(), tools)]);
  drawFigures(block);
}

function head() {
  const { caveat, caveat_in: texts } = currentRun().world || {};
  const said = caveat ? inLanguage(texts, caveat) : null;
  return h(
    'header',
    { class: 'top' },
    page().head(currentRun()),
    caveat ? h('p', { class: 'caveat' }, h('b', {}, `${words().ui.caveat}${words().colon}`), h('span', { lang: texts ? said.lang : 'en' }, said.text)) : null,
  );
}

function render() {
  applySettings();
  const shown = currentRun();
  const w = words();
  const titles = page().sectionTitles();
  const focused = document.activeElement && document.activeElement.id;
  document.title = `${titleOf(shown)} – Tradewind`;
  keepAddress();
  blocks = new Map();
  const main = h('main', { id: 'main', tabindex: '-1' });
  const links = [];
  for (const [id, has] of page().sections) {
    if (!has(shown)) continue;
    const block = h('section', { id: `section-${id}`, 'aria-labelledby': `h-${id}` }, h('h2', { id: `h-${id}` }, titles[id]));
    blocks.set(id, block);
    main.append(block);
    links.push(h('li', {}, h('a', { href: `#section-${id}`, onclick: (event) => go(event, `h-${id}`) }, titles[id])));
  }
  document.getElementById('page').replaceChildren(
    h('a', { class: 'skip', href: '#main', onclick: (event) => go(event, 'main') }, w.ui.skip),
    h('div', { class: 'wrap' }, head(), page().lead ? h('section', { id: 'lead', 'aria-label': w.ui.lead }) : null, settings(), h('nav', { 'aria-label': w.ui.contents }, h('ul', {}, links)), main, h('footer', {}, h('p', {}, w.text.footer(state.data.program || 'tradewind')), h('p', {}, w.ui.empty))),
  );
  width = main.clientWidth;
  if (page().lead) fillLead();
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
if (state.data.brief) {
  prepare();
  brief();
} else {
  render();
}
tips();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applySettings);
addEventListener('beforeprint', fillAll);
addEventListener('hashchange', () => {
  if (!addressChanged()) return;
  choose();
  if (state.data.brief) brief();
  else render();
});
let timer;
addEventListener('resize', () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (state.data.brief) return;
    const now = document.getElementById('main').clientWidth;
    if (Math.abs(now - width) < 2) return;
    width = now;
    drawFigures(document.getElementById('page'));
  }, 120);
});
document.documentElement.dataset.ready = String(Math.round(performance.now()));
