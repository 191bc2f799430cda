// One page of A4 for somebody who has a minute: the headline, the map, five numbers with their ranges, what was assumed
// and three caveats. Its text shrinks until it fits; on a narrow screen it flows like any page.
import { append, h, select } from './dom.js';
import { coded, comparison, warnings } from './compared.js';
import { headline } from './headline.js';
import { LEAST, decimalsOfRange, number } from './format.js';
import { focusOf, isPercent, regionColumn, regionRange, regionValue, sectorRange, sectorValue } from './data.js';
import { columnLabel, inLanguage, money, regionName, sectorName, titleNode, titleOf, unitOf, worldTitle } from './names.js';
import { netSentences, onlyHere, ruleWords } from './rules.js';
import { worldMap } from './sections/income.js';
import { answersOf, focusNumbers, focusRegion } from './focus.js';
import { jobsMoved } from './sections/region.js';
import { drawnSentences } from './sections/drawn.js';
import { LANGUAGES, applySettings, currentRun, keepAddress, state, words } from './state.js';

const PAGE = { wide: 182, high: 269 }; // mm, without margins of 14
const PIXELS = 96 / 25.4;
const RULES = 4; // sentences about the policy

const STILL = 1e-6; // thousand persons: with labour fixed the sum of a region is rounding

/** The reader looks at what was asked for. */
const isAsked = (run) => answersOf(run).length > 0 && Boolean(focusOf(run)?.regions.includes(run.regions[state.region]?.[0]));

/** {label, value, unit, range}: what was asked for, else what is told of the region, the first five of them that the
 * results have. */
function numbers(run) {
  if (isAsked(run)) return focusNumbers(run);
  const t = words().brief;
  const region = (name) => {
    const value = regionValue(run, name, state.region);
    return value === null || !regionColumn(run, name) ? null : { label: columnLabel(name), name, value, unit: unitOf(run, name), range: regionRange(run, name, state.region) };
  };
  const focus = () => {
    const at = state.sector;
    const value = at < 0 ? null : sectorValue(run, 'output_pct', state.region, at);
    return value === null ? null : { label: t.output(sectorName(run, at)), name: 'output_pct', value, unit: '%', range: sectorRange(run, 'output_pct', state.region, at) };
  };
  const jobs = () => {
    const own = region('employment_change');
    if (!own || Math.abs(own.value) > STILL) return own;
    const moved = jobsMoved(run, state.region);
    return moved === null ? null : { label: words().text.jobsMoved, name: 'employment', value: moved, unit: words().thousandPersons, range: null, signed: false };
  };
  const list = [region('real_income_pct'), region('real_gdp_pct'), region('gdp_pct'), state.sector >= 0 ? focus() || jobs() : jobs(), region('exports_pct'), region('imports_pct'), region('equivalent_variation'), region('real_wage_pct'), region('price_index_pct')];
  return list.filter(Boolean).slice(0, 5);
}

/** A number, and below it its range, both with the decimals that the range supports. */
function numberRow({ label, name, value, unit, range, signed = true }) {
  const w = words();
  const options = range ? { signed, decimals: decimalsOfRange(range.low, range.high) } : { signed, least: isPercent(name) ? LEAST : 0 };
  const spread = range && h('span', { class: 'second' }, w.rangeAlone(number(range.low, options), number(range.high, options)));
  return h('tr', {}, h('th', { scope: 'row' }, label), h('td', { class: 'num' }, number(value, options), unit === '%' ? w.percent : h('span', { class: 'unit' }, ` ${unit}`), spread));
}

/** Three: what the data are, what the model leaves out, and how sure the numbers are. */
function caveats(run) {
  const t = words().brief;
  const { caveat, caveat_in: texts } = run.world || {};
  const data = caveat ? { text: inLanguage(texts, caveat).text, lang: texts ? inLanguage(texts).lang : 'en' } : { text: t.dataPlain, lang: null };
  return [data, { text: t.model, lang: null }, { text: run.manifest.range ? t.ranged : t.unranged, lang: null }];
}

function policy(run) {
  const t = words().brief;
  const all = (run.manifest.scenario || {}).rules || [];
  const net = netSentences(run);
  const own = net.length ? net.map((text) => ({ text, lang: null })) : onlyHere(all).map((rule) => ruleWords(run, rule));
  const more = own.length - RULES;
  return [...own.slice(0, more > 0 ? RULES : own.length).map(({ text, lang }) => h('li', { lang }, text)), more > 0 ? h('li', {}, (net.length ? t.moreFlows : t.moreRules)(more)) : null];
}

function sheet(run) {
  const t = words().brief;
  const drawn = drawnSentences(run);
  const [figure, missing] = worldMap(run, null, { name: 'real_income_pct', controls: false });
  return h(
    'main',
    { class: 'sheet', id: 'main' },
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', titleNode(run)),
    warnings(run),
    h('h1', {}, headline(run)),
    h('div', { class: 'two' }, h('div', { class: 'where' }, figure, missing), h('div', { class: 'five' }, h('h2', {}, t.numbers(isAsked(run) ? focusRegion(run) : regionName(run, state.region))), h('table', { class: 'plain', id: 'five' }, h('tbody', {}, numbers(run).map(numberRow))))),
    h('div', { class: 'two even' }, h('section', { id: 'brief-policy', 'aria-labelledby': 'h-policy' }, h('h2', { id: 'h-policy' }, words().text.rules), h('ul', {}, policy(run))), h('section', { id: 'brief-assumed', 'aria-labelledby': 'h-assumed' }, h('h2', { id: 'h-assumed' }, t.assumed), h('ul', {}, [comparison(run, 'standfirst'), ...drawn, t.modelLine].map((line) => h('li', {}, line))))),
    h('section', { id: 'brief-caveats', 'aria-labelledby': 'h-caveats' }, h('h2', { id: 'h-caveats' }, t.caveats), h('ol', {}, caveats(run).map(({ text, lang }) => h('li', { lang }, coded(text))))),
    h('footer', {}, h('p', {}, t.foot(worldTitle(run.world || {}), money(run), state.data.program || 'tradewind', String(run.manifest.finished || '').slice(0, 10)))),
  );
}

/** Makes the text smaller until all of it is on one page. */
function fit(page) {
  const root = document.documentElement;
  page.classList.add('measured');
  for (const node of page.querySelectorAll('figure')) node.redraw(Math.round(PAGE.wide * PIXELS * 0.62));
  let size = 1.2; // a short page has larger text
  do {
    root.style.setProperty('--fit', String(size));
    if (page.offsetHeight <= (PAGE.high - 3) * PIXELS) break;
    size -= 0.02;
  } while (size > 0.5);
  page.classList.remove('measured');
}

export function brief() {
  const run = currentRun();
  applySettings();
  const focus = focusOf(run);
  if (focus && focus.sector) state.sector = Math.max(-1, run.sectors.findIndex(([code]) => code === focus.sector));
  document.title = `${titleOf(run)} – Tradewind`;
  document.documentElement.classList.add('brief');
  const page = sheet(run);
  const languages = h('form', { class: 'languages', 'aria-label': words().ui.settings, onsubmit: (event) => event.preventDefault() }, select('set-language', words().ui.language, Object.values(LANGUAGES).map((one) => [one.code, one.name]), state.lang, (value) => {
    state.lang = value;
    brief();
  }), h('button', { type: 'button', onclick: () => print() }, words().ui.print));
  const root = document.getElementById('page');
  root.replaceChildren();
  append(root, [languages, page]);
  keepAddress();
  fit(page);
  document.documentElement.dataset.complete = String(Math.round(performance.now()));
}

/** The page's margins belong to the brief alone, so the rule is added where it is one. */
export function prepare() {
  document.styleSheets[0].insertRule('@page { size: A4; margin: 14mm; }', 0);
}
