// The payoff table: choices by contingencies, coloured from worse to better, as payoffs, with ranges, or as regret.
import { choice, h } from '../dom.js';
import { table } from '../table.js';
import { limits } from '../charts/map.js';
import { regionName } from '../names.js';
import { TINY, axisOfDifferences, cellOf, chance, difference, judged, letter, level, levelShort, measure, payoff, span, title, unit } from '../payoff.js';
import { state, words } from '../state.js';

/** Class of colour by size: 1 to 4, for a gain or a loss. */
function shade(value, cuts, side) {
  if (value === null || Math.abs(value) < TINY || !cuts.length) return 'heat zero';
  return `heat ${side || (value < 0 ? 'loss' : 'gain')}${Math.min(4, 1 + cuts.filter((cut) => Math.abs(value) >= cut).length)}`;
}

const STAR = '★\u00a0';

export function payoffs(run, { refresh }) {
  const t = words().decision;
  const { levers, contingencies } = run.decision;
  const region = judged(run);
  const view = state.cells;
  const regrets = view === 'regret';
  const number = (cell) => (regrets ? cell.regret : payoff(cell));
  const cells = levers.map((_, lever) => contingencies.map((__, contingency) => cellOf(run, lever, contingency)));
  const cuts = limits(cells.flat().map(number));
  const one = (cell) => (regrets ? difference(cell.regret) : view === 'range' ? level(run, payoff(cell), span(cell)) : levelShort(run, payoff(cell), span(cell)));
  const csv = (at) => {
    const { name } = contingencies[at];
    if (regrets) return [[`${name} regret`, (lever) => cells[lever][at].regret]];
    const ends = ['p05', 'p50', 'p95'].filter((key) => cells[0][at][key] !== null);
    return [[name, (lever) => payoff(cells[lever][at])], ...ends.map((key) => [`${name} ${key}`, (lever) => cells[lever][at][key]])];
  };
  const best = (cell) => Math.abs(cell.regret) < TINY;
  const total = (lever) => (regrets ? region.levers[lever].largest_regret : region.levers[lever].expected);
  const totalText = (lever) => {
    const own = region.levers[lever];
    if (regrets) return difference(own.largest_regret);
    return view === 'range' ? level(run, own.expected, span(own)) : levelShort(run, own.expected, span(own));
  };
  const caption = (regrets ? t.regretTable : t.payoffsTable)(measure(run), regionName(run, state.region));
  const data = table({
    id: 'payoffs-table',
    kind: 'heattable',
    caption: `${caption} (${regrets ? axisOfDifferences(run) : unit(run)})`,
    rows: levers.map((_, lever) => lever),
    sort: regrets ? ['largest_regret', 'ascending'] : ['expected', 'descending'],
    columns: [
      { key: 'lever', label: t.lever, header: true, value: (lever) => title(levers[lever]), csv: [['lever', (lever) => levers[lever].name]] },
      { key: regrets ? 'largest_regret' : 'expected', label: regrets ? t.largestRegret : t.expected, number: true, value: total, text: totalText, csv: [[regrets ? 'largest_regret' : 'expected', total]] },
      ...contingencies.map((contingency, at) => ({
        key: `c${at}`,
        label: letter(at),
        full: title(contingency),
        unit: chance(contingency.probability),
        number: true,
        value: (lever) => number(cells[lever][at]),
        text: (lever) => (best(cells[lever][at]) ? STAR : '') + one(cells[lever][at]),
        kind: (lever) => `${shade(number(cells[lever][at]), cuts, regrets && 'loss')}${best(cells[lever][at]) ? ' best' : ''}`,
        csv: csv(at),
      })),
    ],
  });
  const views = choice('cells', t.view, ['value', 'range', 'regret'].filter((key) => key !== 'range' || span(cells[0][0])).map((key) => [key, t.views[key]]), view, (value) => {
    state.cells = value;
    refresh('cells');
  });
  const key = h('ul', { class: 'key' }, contingencies.map((contingency, at) => h('li', {}, h('b', {}, letter(at)), ' ', title(contingency), h('span', { class: 'small' }, ` (${chance(contingency.probability)})`))));
  return [h('p', { class: 'lead' }, regrets ? t.regretLead : t.payoffsLead(measure(run)), words().between, t.best), key, h('div', { class: 'controls' }, views), data];
}
