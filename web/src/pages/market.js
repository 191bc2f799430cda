// The page of a market: what is done to it, flows, prices, supply, surplus, and how it was made.
import { h } from '../dom.js';
import { number } from '../format.js';
import { titleNode } from '../names.js';
import { words } from '../state.js';
import { againBlock } from '../sections/made.js';
import { changes, drivers, map, nameOf, prices, supply, surplus, tables, years } from '../sections/market.js';

export const sections = [
  ['marketMap', () => true, (run) => map(run), []],
  ['marketPrices', () => true, (run) => prices(run), []],
  ['marketYears', (run) => run.market.years.length > 1, (run) => years(run), []],
  ['marketSupply', () => true, (run) => supply(run), []],
  ['marketSurplus', (run) => changes(run), (run) => surplus(run), []],
  ['marketDrivers', (run) => (run.market.drivers || []).length > 0, (run) => drivers(run), []],
  ['marketTables', () => true, (run) => tables(run), []],
  ['marketMade', () => true, (run) => made(run), []],
];

export const sectionTitles = () => words().market.sections;

export const settings = () => [];

const spoken = (texts) => texts[words().code] || texts.en || [];

export function head(run) {
  const t = words().market;
  const { market } = run;
  const buyer = market.buyers.find((one) => one.buyer === market.focus);
  const certificate = (run.manifest.market_certificate || {}).largest;
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', t.kicker),
    h('h1', {}, titleNode(run)),
    spoken(market.sentences).map((text) => h('p', { class: 'standfirst' }, text)),
    changes(run) ? null : h('p', {}, t.asItIs(nameOf(buyer))),
    typeof certificate === 'number' ? h('p', { class: 'certificate' }, t.certified(number(Number(certificate.toPrecision(1))))) : null,
  ];
}

export const headDepends = [];

function made(run) {
  const t = words().market;
  const { market } = run;
  const rules = [...market.rules.policy, ...market.rules.shock.map((one) => ({ ...one, mark: t.shock })), ...market.rules.compare.map((one) => ({ ...one, mark: t.compared }))];
  return [
    rules.length ? [h('h3', {}, t.rules), h('ol', { class: 'rules' }, rules.map((rule) => h('li', {}, rule.mark ? `${rule.mark}${words().colon}` : '', rule[words().code] || rule.en, rule.source ? h('div', { class: 'small' }, words().text.source, words().colon, h('cite', {}, rule.source)) : null)))] : null,
    h('h3', {}, t.remarks),
    h('ul', {}, spoken(market.remarks).map((text) => h('li', {}, text))),
    market.source ? h('p', { class: 'note' }, `${words().text.source}${words().colon}${market.source}`) : null,
    market.licence ? h('p', { class: 'note' }, market.licence) : null,
    againBlock(run),
  ];
}
