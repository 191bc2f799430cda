// The page of a stress test: what is lost, who misses what, how long stocks last, what another capacity would save.
import { h } from '../dom.js';
import { number } from '../format.js';
import { titleNode } from '../names.js';
import { words } from '../state.js';
import { againBlock } from '../sections/made.js';
import { buyersOf, cover, detail, fuels, hasCover, insurance, matrix, ofBuyer, otherFuels } from '../sections/stress.js';

const inMarket = ({ stress }) => stress.losses.some((one) => one.rank);

export const sections = [
  ['stressDetail', (run) => run.stress.detail && inMarket(run), (run) => detail(run), []],
  ['stressBuyer', (run) => !run.stress.detail && inMarket(run) && buyersOf(run).length === 1, (run) => ofBuyer(run), []],
  ['stressMatrix', (run) => !run.stress.detail && inMarket(run) && buyersOf(run).length > 1, (run) => matrix(run), []],
  ['stressCover', (run) => hasCover(run), (run) => cover(run), []],
  ['stressInsurance', (run) => run.stress.insurance.length > 0, (run) => insurance(run), []],
  ['stressFuels', (run) => otherFuels(run).length > 0, (run) => fuels(run), []],
  ['stressMade', () => true, (run) => made(run), []],
];

export const sectionTitles = () => words().stress.sections;

export const settings = () => [];

const spoken = (texts) => texts[words().code] || texts.en || [];

export function head(run) {
  const t = words().stress;
  const certificate = (run.manifest.market_certificate || {}).largest;
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', t.kicker),
    h('h1', {}, titleNode(run)),
    spoken(run.stress.sentences).map((text) => h('p', { class: 'standfirst' }, text)),
    typeof certificate === 'number' ? h('p', { class: 'certificate' }, words().market.certified(number(Number(certificate.toPrecision(1))))) : null,
  ];
}

export const headDepends = [];

function made(run) {
  const t = words().stress;
  const { stress } = run;
  return [
    h('h3', {}, t.remarks),
    h('ul', {}, spoken(stress.remarks).map((text) => h('li', {}, text))),
    stress.source ? h('p', { class: 'note' }, `${words().text.source}${words().colon}${stress.source}`) : null,
    stress.licence ? h('p', { class: 'note' }, stress.licence) : null,
    againBlock(run),
  ];
}
