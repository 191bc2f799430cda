// At which probabilities the choice changes, and what it is worth to know more before choosing.
import { hundredfold } from '../format.js';
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { stays } from '../charts/stays.js';
import { bars } from '../charts/bars.js';
import { regionName } from '../names.js';
import { axisOfDifferences, chance, difference, differenceUnit, judged, lettered, title } from '../payoff.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

const empty = (value) => value === null || value === undefined;

export function breakEven(run) {
  const t = words().decision;
  const region = judged(run);
  const { levers, contingencies } = run.decision;
  const chosen = region.choice.expected_value;
  const label = (at) => lettered(contingencies[at], at);
  const rows = region.stays.map((stay, at) => {
    const whole = stay.low === 0 && stay.high === 1;
    const text = empty(stay.low) ? '–' : whole ? t.always : `${chance(stay.low)} ${words().to} ${chance(stay.high)}`;
    const takes = [!empty(stay.below) && `< ${chance(stay.low)}: ${title(levers[stay.below])}`, !empty(stay.above) && `> ${chance(stay.high)}: ${title(levers[stay.above])}`].filter(Boolean);
    return {
      name: label(at),
      low: stay.low,
      high: stay.high,
      below: empty(stay.below) ? '' : title(levers[stay.below]),
      above: empty(stay.above) ? '' : title(levers[stay.above]),
      now: contingencies[at].probability,
      text,
      said: `${label(at)}: ${text}`,
      tip: [`${label(at)}: ${text}`, `${t.now}: ${chance(contingencies[at].probability)}`, ...takes].join('\n'),
    };
  });
  const chart = figure({
    id: 'stays',
    title: t.staysTitle(title(levers[chosen])),
    subtitle: t.staysChart,
    desc: t.staysDesc(rows.map((row) => row.said).join('; ')),
    source: sourceLine(run),
    draw: (width) => stays({ width, rows, labels: t, percent: (p) => chance(p) }),
  });
  // Those that exist first, the nearest to the probability now before the others
  const far = (row) => (empty(row.probability) ? 2 : Math.abs(row.probability - contingencies[row.contingency].probability));
  const above = (row) => (empty(row.probability) ? null : title(levers[row.rival_better_above ? row.rival : chosen]));
  const data = table({
    id: 'break-even-table',
    caption: t.breakEvenTable,
    rows: region.break_even.slice().sort((a, b) => far(a) - far(b)),
    few: 12,
    columns: [
      { key: 'contingency', label: t.contingency, header: true, value: (row) => label(row.contingency), csv: [['contingency', (row) => contingencies[row.contingency].name]] },
      { key: 'rival', label: t.rival, wide: true, value: (row) => title(levers[row.rival]), csv: [['rival', (row) => levers[row.rival].name]] },
      { key: 'probability', label: t.probability, number: true, value: (row) => hundredfold(contingencies[row.contingency].probability), text: (row) => chance(contingencies[row.contingency].probability), csv: [['probability', (row) => contingencies[row.contingency].probability]] },
      { key: 'break_even', label: t.breakEvenAt, number: true, value: (row) => hundredfold(row.probability), text: (row) => chance(row.probability), csv: [['break_even', (row) => row.probability]] },
      { key: 'better_above', label: t.betterAbove, value: above, text: (row) => above(row) || '–', wide: true },
      ...['gain_in', 'gain_elsewhere'].map((key) => ({ key, label: key === 'gain_in' ? t.gainIn : t.gainElsewhere, number: true, value: (row) => row[key], text: (row) => (row[key] < 0 ? '\u2212' : '') + difference(Math.abs(row[key])) })),
    ],
  });
  return [chart, data, h('p', { class: 'note' }, t.breakEvenNote)];
}

export function knowing(run) {
  const t = words().decision;
  const worth = judged(run).worth_of_knowing;
  const rows = ['contingency', 'parameters', 'both']
    .filter((key) => !empty(worth[key]))
    .map((key) => ({ key, name: t.knowing[key], items: [{ value: worth[key], text: difference(worth[key]), tip: `${t.knowing[key]}: ${differenceUnit(run, worth[key])}` }] }));
  return figure({
    id: 'knowing',
    title: t.knowingTitle(regionName(run, state.region)),
    subtitle: t.knowingLead,
    desc: t.knowingDesc(rows.map((row) => row.items[0].tip).join('; ')),
    source: sourceLine(run),
    draw: (width) => bars({ width, rows, axis: axisOfDifferences(run), signed: false }),
  });
}
