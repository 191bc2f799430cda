// The page of physical accounts: where a region's energy comes from, what is in stock, what it depends on.
import { h } from '../dom.js';
import { number } from '../format.js';
import { regionName } from '../names.js';
import { words } from '../state.js';
import { asProgram, againBlock } from '../sections/made.js';
import { conventions, cover, fuelsWithStock, origins, passages, primary, valueOf } from '../sections/accounts.js';

export const sections = [
  ['cover', (run) => fuelsWithStock(run).length > 0, (run) => cover(run), []],
  ['origins', (run) => valueOf(run, 'heat', 'all') !== null || run.account.accounts.some((row) => row.item === 'origin_share'), (run) => origins(run), []],
  ['passages', (run) => run.account.accounts.some((row) => row.item === 'passage_share'), (run) => passages(run), []],
  ['primary', (run) => conventions(run).length > 0, (run) => primary(run), []],
  ['accounted', () => true, (run) => accounted(run), []],
];

export const sectionTitles = () => words().accounts.sections;

export const settings = () => [];

const percent = (value) => number(value, { decimals: 1 }) + words().percent;

export function head(run) {
  const t = words().accounts;
  const region = regionName(run, 0);
  const list = conventions(run).map((convention) => ({
    convention: t.conventions[convention],
    year: run.account.accounts.find((row) => row.item === 'supply' && row.convention === convention).year,
    home: valueOf(run, 'import_dependence', 'all', convention, 'nuclear_domestic'),
    abroad: valueOf(run, 'import_dependence', 'all', convention, 'nuclear_imported'),
  }));
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', t.kicker),
    h('h1', {}, t.headline(region)),
    list.filter((one) => one.home !== null).map((one) => h('p', { class: 'standfirst' }, t.dependence(one.convention, one.year, percent(one.home), percent(one.abroad)))),
    h('p', { class: 'certificate' }, t.noModel),
  ];
}

export const headDepends = [];

/** What the program says of it, in its own words, and how to make it again. */
function accounted(run) {
  const t = words().accounts;
  const list = (lines) => h('ul', { lang: 'en' }, lines.map((line) => h('li', {}, line)));
  return [h('h3', {}, t.inWords), asProgram(list(run.account.sentences)), h('h3', {}, t.remarks), asProgram(list(run.account.remarks)), againBlock(run)];
}
