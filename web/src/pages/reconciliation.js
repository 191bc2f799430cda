// The page of a reconciliation: one policy through variants of the model.
import { h, select } from '../dom.js';
import { comparison, warnings } from '../compared.js';
import { number } from '../format.js';
import { regionName, titleNode, titleOf, worldTitle } from '../names.js';
import { state, words } from '../state.js';
import { certified, largest, movesOf, variantTitle } from '../variants.js';
import { steps, stepsInWords, variants } from '../sections/steps.js';
import { againBlock, certificate, modelBlock, rules, worldBlock } from '../sections/made.js';

export const sections = [
  ['waterfall', () => true, (run) => steps(run), ['region']],
  ['variants', () => true, (run, tools) => variants(run, tools), ['region', 'steps']],
  ['steps', () => true, (run) => stepsInWords(run), []],
  ['reconciled', () => true, (run) => reconciled(run), []],
];

export const sectionTitles = () => words().reconcile.sections;

export const settings = (run, { set }) => [select('set-region', words().ui.region, run.regions.map((_, index) => [index, regionName(run, index)]), state.region, set('region', Number))];

export function head(run) {
  const t = words().reconcile;
  const { world } = run;
  const list = run.reconciliation.variants;
  const moves = movesOf(run, state.region);
  const level = (value) => (value === null ? '–' : number(value, { signed: true }) + words().percent);
  const by = (move) => words().decision.points(number(move.change, { signed: true }));
  const start = moves.find((move) => move.end !== null);
  const end = moves.find((move) => move.variant.is_run);
  const step = largest(moves, (variant) => variant.in_chain);
  const beside = largest(moves, (variant) => !variant.in_chain);
  const missing = list.filter((variant) => !certified(variant)).length;
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', titleNode(run)),
    warnings(run),
    h(
      'h1',
      {},
      t.headline({
        region: regionName(run, state.region),
        year: run.reconciliation.year,
        first: start ? variantTitle(start.variant) : '–',
        start: start ? level(start.end) : '–',
        end: end ? level(end.end) : '–',
        step: step && variantTitle(step.variant),
        by: step && by(step),
      }),
    ),
    h('p', { class: 'standfirst' }, t.standfirst(titleOf(run), list.length), beside ? [words().between, t.beside(variantTitle(beside.variant), by(beside))] : null),
    h('p', { class: 'certificate' }, comparison({ ...run, against: (run.manifest.scenario || {}).against || '' }, 'standfirst')),
    h('p', { class: missing ? 'caveat' : 'certificate' }, missing ? t.notCertified(missing, list.length) : t.allCertified),
    h('p', { class: 'certificate' }, words().text.dataLine(worldTitle(world))),
  ];
}

export const headDepends = ['region'];

function reconciled(run) {
  return [
    (run.manifest.scenario || {}).rules ? rules(run) : null,
    modelBlock(),
    run.manifest.certificate ? certificate(run) : null,
    worldBlock(run),
    againBlock(run),
  ];
}
