// The page of one run, or of several side by side.
import { h, select } from '../dom.js';
import { currentRun, state, words } from '../state.js';
import { columnLabel, money, regionName, sectorName, titleNode, titleOf, unitOf, worldTitle } from '../names.js';
import { comparison, unlike, warnings } from '../compared.js';
import { PARTS, hasContent, isLevel, isStill, regionColumn, verbOf } from '../data.js';
import { headline } from '../headline.js';
import { income, measureOf, resultColumns, worldMap } from '../sections/income.js';
import { groups, hasRegion, region } from '../sections/region.js';
import { parts } from '../sections/parts.js';
import { flows } from '../sections/flows.js';
import { sectors } from '../sections/sectors.js';
import { tariffs } from '../sections/tariffs.js';
import { limits, preferences } from '../sections/policy.js';
import { hasProducts, products } from '../sections/products.js';
import { plants } from '../sections/plants.js';
import { exposure, exposureHeadline, hasExposure } from '../sections/exposure.js';
import { years } from '../sections/years.js';
import { compare, differs, runLabel } from '../sections/compare.js';
import { drivers } from '../sections/drivers.js';
import { drawnSentences } from '../sections/drawn.js';
import { answersOf, focus } from '../focus.js';
import { cascade, hasCascade } from '../sections/cascade.js';
import { behind, dependence, dependenceHeadline } from '../sections/dependence.js';
import { hasIllegal, illegal } from '../sections/illegal.js';
import { calories, food, foodHeadline, foodStandfirst } from '../sections/food.js';
import { hasLink, linked } from '../sections/linked.js';
import { certificateSentence, made } from '../sections/made.js';

// id, is there anything to show, maker (of the run and what the frame can do), settings that it depends on besides
// language, numbers and run
const everything = [
  ['compare', () => state.data.runs.length > 1, (run, { pick }) => compare(pick), ['measure']],
  ['focus', (run) => answersOf(run).length > 0, (run) => focus(run), []],
  ['dependence', (run) => verbOf(run) === 'dependence', (run) => dependence(run), []],
  ['food', (run) => verbOf(run) === 'food', (run) => food(run), []],
  ['exposure', hasExposure, (run, { pick }) => exposure(run, pick), ['region']],
  ['cascade', hasCascade, (run) => cascade(run), []],
  ['illegal', hasIllegal, (run) => illegal(run), []],
  ['income', (run) => run.region_columns.length > 0, (run, { pick }) => income(run, pick), ['measure', 'region']],
  ['region', hasRegion, (run) => region(run), ['region']],
  ['groups', (run) => run.groups && run.groups.rows.length > 0, (run) => groups(run), []],
  ['years', (run) => run.years && run.years.years.length > 0, (run) => years(run), ['measure', 'region']],
  ['parts', (run) => PARTS.some((name) => hasContent(regionColumn(run, name))), (run, { pick }) => parts(run, pick), ['region']],
  ['linked', (run) => hasLink(run), (run) => linked(run), []],
  ['flows', (run) => run.flows.length > 0, (run, { pick, refresh }) => flows(run, pick, refresh), ['sector', 'own', 'region']],
  ['sectors', (run) => run.sector_columns.length > 0 && run.sectors.length > 0, (run, { pick, refresh }) => sectors(run, pick, refresh), ['region', 'sector', 'metric']],
  ['products', (run) => hasProducts(run), (run, { refresh }) => products(run, refresh), ['region', 'sector', 'inside', 'own']],
  ['tariffs', (run) => run.pairs && run.pairs.tariff_base, (run, { pick, refresh }) => tariffs(run, pick, refresh), ['region', 'tariffs']],
  ['limits', (run) => run.limits && run.limits.rows.length > 0, (run) => limits(run), []],
  ['preferences', (run) => run.preferences && run.preferences.rows.length > 0, (run) => preferences(run), []],
  ['plants', (run) => run.plants && run.plants.plants.length > 0, (run, { refresh }) => plants(run, refresh), ['plant']],
  ['drivers', (run) => run.drivers && run.drivers.rows.length > 0, (run) => drivers(run), []],
  ['made', () => true, (run) => made(run), []],
];

/** Where nothing changes, a verb's answer alone. */
export const sections = everything.map(([id, has, ...rest]) => [id, (run) => has(run) && (!isStill(run) || ['compare', verbOf(run), 'made'].includes(id)), ...rest]);

export const sectionTitles = () => words().sections;

const named = titleOf;

export function settings(run, { set, render }) {
  const ui = words().ui;
  const measures = resultColumns(run).filter((name) => !isLevel(name));
  return [
    state.data.runs.length > 1 &&
      select('set-run', ui.run, state.data.runs.map((one, index) => [index, named(one)]), state.run, (value) => {
        const code = run.regions[state.region]?.[0];
        const sector = state.sector < 0 ? null : run.sectors[state.sector][0];
        state.run = Number(value);
        state.region = Math.max(0, currentRun().regions.findIndex((one) => one[0] === code));
        state.sector = sector === null ? -1 : currentRun().sectors.findIndex((one) => one[0] === sector);
        render();
      }),
    (!isStill(run) || !run.manifest.options.region) && select('set-region', ui.region, run.regions.map((_, index) => [index, regionName(run, index)]), state.region, set('region', Number)),
    !isStill(run) && select('set-sector', ui.sector, [[-1, ui.allSectors], ...run.sectors.map((_, index) => [index, sectorName(run, index)])], state.sector, set('sector', Number)),
    !isStill(run) && select('set-measure', ui.measure, measures.map((name) => [name, `${columnLabel(name)}${unitOf(run, name) ? ` (${unitOf(run, name)})` : ''}`]), measureOf(run), set('measure')),
  ];
}

/** Of a verb's answer: the headline, what stands below it, and the chart that leads where no policy is there. */
const ANSWERS = {
  dependence: [dependenceHeadline, null, (run) => behind(run, 'h2')],
  food: [foodHeadline, foodStandfirst, (run) => calories(run, 'h2')],
  exposure: [exposureHeadline, null, () => null],
};

/** What stands over the settings. */
export function head(run) {
  const t = words().text;
  const world = run.world || {};
  const { runs } = state.data;
  const several = runs.length > 1;
  const answer = ANSWERS[verbOf(run)];
  const drawn = drawnSentences(run);
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), several ? null : ['  ', titleNode(run)]),
    several ? [unlike(runs, runLabel), runs.map((one, index) => warnings(one).map((box) => h('div', { class: 'ofrun' }, h('b', {}, runLabel(index)), box)))] : warnings(run),
    h('h1', {}, several ? words().runsHeadline(runs.length, words().list(runs.map(named))) : answer ? answer[0](run) : headline(run)),
    several ? null : [answer && answer[1] && answer[1](run), answer && !isStill(run) && headline(run), isStill(run) ? null : comparison(run, 'standfirst')].filter(Boolean).map((text) => h('p', { class: 'standfirst' }, text)),
    h('p', { class: 'certificate' }, certificateSentence(run), words().between, t.worldLine(worldTitle(world), money(run))),
    drawn.length ? h('p', { class: 'certificate', id: 'drawn' }, drawn.join(words().between)) : null,
  ];
}

export const headDepends = [];

/** Before the settings: what the runs differ in, in numbers; of one run the map, or a verb's chart. */
export function lead(run, { pick }) {
  if (state.data.runs.length > 1) return differs();
  if (isStill(run)) return ANSWERS[verbOf(run)][2](run);
  return run.region_columns.length > 0 ? worldMap(run, pick) : null;
}
export const leadDepends = ['measure', 'region'];
