// The frontier of a decision: the most expected gain under each bound on the worst loss, of levers that move freely.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { frontier as chart } from '../charts/frontier.js';
import { decimalsOfRange, number } from '../format.js';
import { inLanguage, regionName } from '../names.js';
import { TINY, letter, lettered, title } from '../payoff.js';
import { words } from '../state.js';
import { sourceLine } from './income.js';

export const hasFrontier = (run) => Boolean(run.decision.frontier && run.decision.frontier.points.length);

const place = ({ region, name }) => regionName({ regions: [[region, name]] }, 0);
const leverTitle = (lever) => inLanguage(lever.titles, lever.title || lever.variable).text;
const percent = (text) => text + words().percent;
const unitShown = (unit) => (unit === '%' ? words().percent : unit ? `\u00a0${unit}` : '');

/** Numbers that are compared have decimals in common, as many as tell them apart. */
function alike(values, signed = false) {
  const known = values.filter((value) => value !== null && Math.abs(value) >= TINY);
  const range = known.length > 1 ? decimalsOfRange(Math.min(...known), Math.max(...known)) : null;
  const decimals = range === null ? null : Math.min(9, range + 1);
  return (value) => {
    if (value === null || value === undefined) return '–';
    if (Math.abs(value) < TINY) return '0';
    const text = number(value, { decimals, signed });
    return /[1-9]/.test(text) ? text : number(value, { signed }); // what is not 0 never reads 0
  };
}

/** An amount of a lever: the end of its box is the end, whatever the last digits of a search. */
const amountText = (lever) => (value) => number(Math.abs(value - lever.to) < 1e-6 * Math.abs(lever.to - lever.from) ? lever.to : value, { signed: lever.unit === '%' || lever.unit === 'pp' });

export function frontier(run) {
  const t = words().decision.frontier;
  const f = run.decision.frontier;
  const { contingencies } = run.decision;
  const { points, levers } = f;
  const rows = points.map((_, at) => at);
  const name = (at) => (at ? String(at) : t.nothing);
  const text = {
    gain: alike(points.map((point) => point.gain), true),
    loss: alike(points.flatMap((point) => [point.bound, point.worst_loss])),
    insurance: alike(points.map((point) => point.insurance), true),
  };
  const [none, most, last] = [points[0], points[1] || points[0], points[points.length - 1]];
  const pair = (point) => [`${t.worst}${words().colon}${percent(text.loss(point.worst_loss))}`, `${t.gain}${words().colon}${percent(text.gain(point.gain))}`];
  const said = points.map((point, at) => `${name(at)}${words().colon}${pair(point).join(', ')}`);
  const figures = figure({
    id: 'frontier',
    title: t.title(place(f)),
    subtitle: t.subtitle,
    desc: said.join('; '),
    source: sourceLine(run),
    draw: (width) =>
      chart({
        width,
        labels: { across: `${t.worst} (${words().perCent})`, up: `${t.gain} (${words().perCent})`, nothing: t.nothing, frontier: t.points },
        points: points.map((point, at) => ({
          x: point.worst_loss,
          y: point.gain,
          label: at ? String(at) : '',
          tip: [
            name(at),
            ...pair(point),
            point.price_of_safety === null ? null : `${t.price}${words().colon}${number(point.price_of_safety)}`,
            ...levers.map((lever, l) => `${leverTitle(lever)}${words().colon}${amountText(lever)(point.amounts[l])}${unitShown(lever.unit)}`),
          ].filter(Boolean).join('\n'),
        })),
      }),
  });
  const column = (key, label, show, full) => ({ key, label, full, number: true, value: (at) => points[at][key], text: (at) => show(points[at][key]) });
  const point = { key: 'point', label: t.point, header: true, value: (at) => at, text: name, csv: [['point', (at) => (at ? String(at) : 'start')]] };
  const main = table({
    id: 'frontier-table',
    caption: t.table(place(f)),
    rows,
    columns: [
      point,
      column('bound', t.bound, text.loss),
      column('gain', t.gain, text.gain),
      column('worst_loss', t.worst, text.loss),
      { key: 'binds', label: words().decision.worstIn, value: (at) => points[at].binds, text: (at) => letter(points[at].binds), kind: () => 'tight', csv: [['binds', (at) => contingencies[points[at].binds]?.name]] },
      column('price_of_safety', t.price, (value) => number(value)),
      column('insurance', t.insurance, text.insurance),
      column('cost', t.cost, alike(points.map((one) => one.cost))),
    ],
  });
  const amounts = table({
    id: 'frontier-levers',
    caption: t.leversTable,
    rows,
    columns: [point, ...levers.map((lever, l) => ({ key: `l${l}`, label: leverTitle(lever), unit: lever.unit, number: true, value: (at) => points[at].amounts[l], text: (at) => amountText(lever)(points[at].amounts[l]), csv: [[lever.variable, (at) => points[at].amounts[l]]] }))],
  });
  const losses = table({
    id: 'frontier-losses',
    caption: t.lossesTable,
    rows,
    columns: [
      point,
      ...contingencies.map((contingency, c) => ({ key: `c${c}`, label: letter(c), full: title(contingency), number: true, value: (at) => points[at].losses[c], text: (at) => (c === f.baseline ? '–' : alike(points.map((one) => one.losses[c]), true)(points[at].losses[c])), csv: [[contingency.name, (at) => points[at].losses[c]]] })),
    ],
  });
  const costs = levers.map((lever) => {
    const box = { from: `${amountText(lever)(lever.from)}${unitShown(lever.unit)}`, to: `${amountText(lever)(lever.to)}${unitShown(lever.unit)}` };
    return h('li', {}, lever.cost_pct === 0 ? t.free(leverTitle(lever), box) : t.costs(leverTitle(lever), box, percent(number(lever.cost_pct)), lever.shape === 'quadratic'));
  });
  const trade = points.length > 2 ? t.trade(percent(text.gain(most.gain)), percent(text.loss(none.worst_loss)), percent(text.loss(most.worst_loss)), percent(text.loss(last.worst_loss)), percent(text.gain(last.gain))) : t.noTrade(percent(text.gain(most.gain)), percent(text.loss(none.worst_loss)), percent(text.loss(most.worst_loss)));
  return [
    h('p', { class: 'lead', id: 'frontier-lead' }, trade),
    figures,
    main,
    amounts,
    losses,
    h('h3', {}, t.costsTitle),
    h('ul', { class: 'reasons', id: 'frontier-costs' }, costs),
    h('p', { class: 'note' }, t.note(lettered(contingencies[f.baseline], f.baseline), number(f.solves, { decimals: 0 }), number(f.evaluations, { decimals: 0 }))),
  ];
}
