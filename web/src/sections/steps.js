// A reconciliation: the waterfall of a region, the table of all, and what each step changes in words.
import { choice, h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { waterfall } from '../charts/waterfall.js';
import { columnLabel, regionName } from '../names.js';
import { LEAST, number } from '../format.js';
import { state, words } from '../state.js';
import { certified, largest, movesOf, variantLacks, variantTitle, variantWhat } from '../variants.js';
import { sourceLine } from './income.js';

const ROUNDING = 1e-7; // points: a smaller step is none

const signed = (value) => number(value, { signed: true, least: LEAST });
const stepped = (value) => (value !== null && Math.abs(value) < ROUNDING ? '0' : signed(value));

// With years, capital grows in the run and not here; the variant says so in what it lacks.
const isRun = (variant) => (variant.lacks ? words().reconcile.isRunAtStart : words().reconcile.isRun);

export function steps(run) {
  const t = words().reconcile;
  const unit = words().percent;
  const moves = movesOf(run, state.region);
  const most = largest(moves, (variant) => variant.in_chain);
  const beside = largest(moves, (variant) => !variant.in_chain);
  const points = (value) => words().decision.points(stepped(value));
  const rows = moves.flatMap(({ variant, at, start, end, change }) => {
    const name = variantTitle(variant);
    const first = at === 0;
    const row = {
      name,
      start,
      end,
      total: first,
      beside: !variant.in_chain,
      strong: (most && most.at === at) || (beside && beside.at === at),
      change: first || change === null ? '' : stepped(change),
      level: signed(end),
      missing: t.missing,
      tip: end === null ? `${name}: ${t.missing}\n${variant.message || ''}`.trim() : [`${name}: ${signed(end)}${unit}`, first || change === null ? '' : points(change), variantWhat(variant).text].filter(Boolean).join('\n'),
      said: `${name} ${end === null ? t.missing : first || change === null ? signed(end) + unit : points(change)}`,
    };
    if (!variant.is_run) return [row];
    const whole = variant.lacks ? t.runAtStart : t.run;
    return [row, { name: whole, start: 0, end, total: true, change: '', level: signed(end), missing: t.missing, tip: `${whole}: ${signed(end)}${unit}`, said: `${whole} ${signed(end)}${unit}` }];
  });
  return figure({
    id: 'waterfall',
    title: t.waterfallTitle(regionName(run, state.region)),
    subtitle: t.waterfall,
    desc: t.waterfallDesc(rows.map((row) => row.said).join('; ')),
    source: sourceLine(run),
    draw: (width) => waterfall({ width, rows, axis: words().perCent, heads: { change: t.change, level: t.level, beside: t.besideHead } }),
  });
}

export function variants(run, { refresh }) {
  const t = words().reconcile;
  const list = run.reconciliation.variants;
  const step = state.steps === 'step';
  const values = (variant) => (step ? variant.change_from_previous : variant.real_income_pct);
  const most = run.regions.map((_, region) => largest(movesOf(run, region), (variant) => variant.in_chain));
  const data = table({
    id: 'variants-table',
    kind: 'variants',
    caption: step ? t.tableStep : t.tableLevel,
    rows: run.regions.map((_, region) => region),
    mark: (region) => region === state.region,
    sort: [(list.find((variant) => variant.is_run) || list[0]).name, 'descending'],
    columns: [
      { key: 'region', label: columnLabel('region'), header: true, value: (region) => regionName(run, region), csv: [['region', (region) => run.regions[region][0]]] },
      ...list.map((variant, at) => ({
        key: variant.name,
        label: `${at + 1}. ${variantTitle(variant)}`,
        unit: certified(variant) ? (variant.is_run ? isRun(variant) : null) : t.missing,
        number: true,
        value: (region) => values(variant)[region],
        text: (region) => (step ? stepped : signed)(values(variant)[region]),
        kind: () => (variant.is_run ? 'isrun' : null),
      })),
      { key: 'largest', label: t.largest, wide: true, value: (region) => (most[region] ? `${most[region].at + 1}. ${variantTitle(most[region].variant)}` : null), csv: [['largest_step', (region) => most[region]?.variant.name]] },
    ],
  });
  const views = choice('steps', t.view, ['level', 'step'].map((key) => [key, t.views[key]]), state.steps, (value) => {
    state.steps = value;
    refresh('steps');
  });
  return [h('div', { class: 'controls' }, views), data, h('p', { class: 'note' }, t.tableNote)];
}

/** What each step changes, for the reader who asks why a number moved. */
export function stepsInWords(run) {
  const t = words().reconcile;
  const { variants: list } = run.reconciliation;
  const item = (variant) => {
    const what = variantWhat(variant);
    const lacks = variantLacks(variant);
    return h(
      'li',
      { value: list.indexOf(variant) + 1 },
      h('b', {}, variantTitle(variant)),
      variant.is_run ? ` (${isRun(variant)})` : null,
      h('div', { lang: what.lang }, what.text),
      lacks.length ? h('div', { class: 'small' }, `${t.lacksHead}${words().colon}`, lacks.join(words().between)) : null,
      certified(variant) ? null : h('div', { class: 'caveat' }, `${t.uncertified}${words().colon}`, h('span', { lang: 'en' }, variant.message || variant.outcome)),
    );
  };
  const beside = list.filter((variant) => !variant.in_chain);
  return [
    h('h3', {}, t.chain),
    h('ol', { class: 'rules' }, list.filter((variant) => variant.in_chain).map(item)),
    beside.length ? [h('h3', {}, t.departures), h('ol', { class: 'rules' }, beside.map(item))] : null,
  ];
}
