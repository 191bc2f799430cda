// The page of a decision: what can be chosen against what may happen.
import { comparison, warnings } from '../compared.js';
import { h, select } from '../dom.js';
import { number } from '../format.js';
import { inLanguage, money, regionName, titleNode, worldTitle } from '../names.js';
import { inWords, judged, letter, levelWords, measure, span, title, titleIn, chance } from '../payoff.js';
import { reasons } from '../reasons.js';
import { state, words } from '../state.js';
import { payoffs } from '../sections/payoffs.js';
import { levers, regret } from '../sections/levers.js';
import { breakEven, knowing } from '../sections/breakeven.js';
import { asProgram, againBlock, modelBlock, worldBlock } from '../sections/made.js';

const whole = (n) => number(n, { decimals: 0 });
const several = (run) => run.decision.contingencies.length > 1;

export const sections = [
  ['reasons', () => true, (run) => h('ul', { class: 'reasons' }, reasons(run).map((sentence) => h('li', {}, sentence))), ['region']],
  ['payoffs', () => true, (run, tools) => payoffs(run, tools), ['region', 'cells']],
  ['levers', () => true, (run) => levers(run), ['region']],
  ['regret', several, (run) => regret(run), ['region']],
  ['breakEven', several, (run) => breakEven(run), ['region']],
  ['knowing', () => true, (run) => knowing(run), ['region']],
  ['decided', () => true, (run) => decided(run), []],
];

export const sectionTitles = () => words().decision.sections;

export function settings(run, { set }) {
  if (run.regions.length < 2) return [];
  return [select('set-region', words().ui.region, run.regions.map((_, index) => [index, regionName(run, index)]), state.region, set('region', Number))];
}

function headline(run) {
  const { decision } = run;
  const region = judged(run);
  const { expected_value: best, minimax_regret: least } = region.choice;
  const lever = region.levers[best];
  return words().decision.headline({
    region: regionName(run, state.region),
    lever: title(decision.levers[best]),
    other: title(decision.levers[least]),
    same: best === least,
    measure: inWords(measure(run)),
    ...levelWords(run, lever.expected, span(lever)),
    given: decision.probabilities === 'given',
    contingencies: decision.contingencies.length,
  });
}

/** Where more is better; of any other indicator it is said that it is taken so. */
const GOOD = ['real_income_pct', 'equivalent_variation', 'real_wage_pct', 'employment_pct', 'first_order_welfare_pct'];

/** What must be known before any number. */
function caveats(run) {
  const t = words().decision;
  const { draws, indicator, levers: choices } = run.decision;
  const costly = choices.filter((choice) => choice.cost_pct > 0);
  const { shard, shards } = run.manifest.options || {};
  return [
    shards > 1 && draws.finished < draws.asked ? t.shard(whole(shard), whole(shards), whole(draws.finished), whole(draws.asked)) : null,
    draws.finished > 0 && 2 * draws.used < draws.finished ? t.fewDraws(whole(draws.used), whole(draws.finished)) : null,
    costly.length ? t.net(words().list(costly.map((choice) => `${words().quoted(title(choice))} ${number(choice.cost_pct)}${words().percent}`))) : null,
    GOOD.includes(indicator) ? null : t.moreIsBetter(measure(run)),
  ].filter(Boolean);
}

/** How the payoffs were made: sentences from the numbers. */
function drawn(run) {
  const t = words().decision;
  const { draws, contingencies, probabilities } = run.decision;
  const lost = draws.finished - draws.used;
  return [
    draws.interrupted ? t.interrupted(whole(draws.finished), whole(draws.asked)) : null,
    draws.used > 0 ? t.payoffMean(whole(draws.used)) : t.payoffCentral,
    draws.finished > 0 ? (lost > 0 ? t.failedDraws(whole(lost), whole(draws.finished)) : t.noneFailed) : null,
    draws.finished > 0 && run.manifest.seed !== null && run.manifest.seed !== undefined ? t.seed(String(run.manifest.seed)) : null,
    draws.used > 0 && draws.assumed ? words().study.assumed : null,
    probabilities === 'given' ? t.givenAll : t.equal(contingencies.length),
  ].filter(Boolean).join(words().between);
}

export function head(run) {
  const t = words().decision;
  const { decision, world } = run;
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', titleNode(run)),
    warnings(run),
    h('h1', {}, headline(run)),
    caveats(run).map((sentence) => h('p', { class: 'caveat beforehand' }, sentence)),
    h('p', { class: 'standfirst' }, t.standfirst(decision.levers.length, decision.contingencies.length)),
    comparison(run, 'pairs') ? h('p', { class: 'certificate' }, comparison(run, 'pairs')) : null,
    h('p', { class: decision.draws.interrupted ? 'caveat' : 'certificate', id: 'drawn' }, drawn(run)),
    h('p', { class: 'certificate' }, words().text.worldLine(worldTitle(run.manifest.market || world), money(run))),
  ];
}

export const headDepends = ['region'];

const program = (decision) => h('ul', { lang: 'en' }, [...(decision.caveats || []), ...decision.sentences].map((line) => h('li', {}, line)), decision.regions.flatMap((region) => region.reasons.map((line) => h('li', {}, decision.regions.length > 1 ? `${region.name}: ${line}` : line))));

function decided(run) {
  const t = words().decision;
  const { decision } = run;
  const list = (options, text) => h('dl', { class: 'options' }, options.map((option, at) => [h('dt', {}, text(option, at)), h('dd', {}, titleIn(option), option.probability === undefined ? null : ` (${chance(option.probability)})`)]));
  const said = inLanguage(decision.notes_in, decision.notes);
  const notes = said.text.split('\n').filter((line) => line.trim());
  return [
    notes.length ? [h('h3', {}, t.notes), h('div', { lang: decision.notes_in ? said.lang : 'en' }, notes.map((line) => h('p', {}, line)))] : null,
    h('h3', {}, t.leversList),
    list(decision.levers, (option) => option.name),
    h('h3', {}, t.contingenciesList),
    list(decision.contingencies, (option, at) => `${letter(at)}\u00a0– ${option.name}`),
    h('h3', {}, t.method),
    h('p', {}, t.methodText),
    h('h3', {}, t.program),
    asProgram(program(decision)),
    modelBlock(),
    worldBlock(run),
    againBlock(run),
  ];
}
