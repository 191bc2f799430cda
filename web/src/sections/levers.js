// The choices against each other: expected payoffs with their ranges, largest regrets, and a table with the standing of each.
import { hundredfold } from '../format.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { dots } from '../charts/dots.js';
import { regionName } from '../names.js';
import { axis, axisOfDifferences, chance, difference, differenceUnit, judged, letter, lettered, level, levelShort, levelUnit, span, title, unit } from '../payoff.js';
import { state, words } from '../state.js';
import { sourceLine } from './income.js';

/** What became of a choice, in words. */
export function standing(run, at) {
  const t = words().decision;
  const { choice, levers } = judged(run);
  const name = (index) => words().quoted(title(run.decision.levers[index]));
  const lever = levers[at];
  const parts = [];
  if (choice.expected_value === at) parts.push(choice.minimax_regret === at ? t.chosenBoth : t.chosenExpected);
  else if (choice.minimax_regret === at) parts.push(t.chosenRegret);
  if (choice.minimax_regret_draws === at && choice.minimax_regret !== at) parts.push(t.chosenRegretDraws);
  if (lever.dominated === 'strictly') parts.push(t.strictly(name(lever.dominated_by)));
  if (lever.dominated === 'weakly') parts.push(t.weakly(name(lever.dominated_by)));
  if (lever.same_as !== null && lever.same_as !== undefined) parts.push(t.sameAs(name(lever.same_as)));
  return parts.join(words().semicolon);
}

const order = (region, read) => region.levers.map((lever, at) => ({ lever, at })).sort((a, b) => read(a.lever) - read(b.lever));

const signs = (region, at) => ({ diamond: region.choice.expected_value === at, ring: region.choice.minimax_regret === at });

export function levers(run) {
  const t = words().decision;
  const region = judged(run);
  const place = regionName(run, state.region);
  const ranged = region.levers.some((lever) => span(lever));
  const rows = order(region, (lever) => -lever.expected).map(({ lever, at }) => {
    const range = span(lever);
    return {
      name: title(run.decision.levers[at]),
      ...signs(region, at),
      value: lever.expected,
      low: range && range.low,
      high: range && range.high,
      text: levelShort(run, lever.expected, range),
      long: range && level(run, lever.expected, range),
      tip: `${title(run.decision.levers[at])}: ${levelUnit(run, lever.expected, range)}\n${standing(run, at)}`.trim(),
      said: `${title(run.decision.levers[at])} ${levelUnit(run, lever.expected, range)}`,
    };
  });
  const chart = figure({
    id: 'expected',
    title: t.dotsTitle(place),
    subtitle: ranged ? t.dotsRange : t.dotsCentral,
    desc: t.dotsDesc(rows.map((row) => row.said).join('; ')),
    source: sourceLine(run),
    draw: (width) => dots({ width, rows, axis: axis(run), signed: true, legend: [{ label: t.byExpected, diamond: true }, { label: t.byRegret, ring: true }] }),
  });
  const of = (at) => region.levers[at];
  const data = table({
    id: 'levers-table',
    caption: `${t.leversTable(place)} (${unit(run)})`,
    rows: region.levers.map((_, at) => at),
    sort: ['expected', 'descending'],
    mark: (at) => signs(region, at).diamond,
    columns: [
      { key: 'lever', label: t.lever, header: true, value: (at) => title(run.decision.levers[at]), csv: [['lever', (at) => run.decision.levers[at].name]] },
      {
        key: 'expected',
        label: t.expected,
        number: true,
        value: (at) => of(at).expected,
        text: (at) => level(run, of(at).expected, span(of(at))),
        csv: ['expected', ...(ranged ? ['p05', 'p50', 'p95'] : [])].map((key) => [key === 'expected' ? key : `expected_${key}`, (at) => of(at)[key]]),
      },
      ranged && { key: 'share_of_draws_best', label: t.share, number: true, value: (at) => hundredfold(of(at).share_of_draws_best), text: (at) => chance(of(at).share_of_draws_best), csv: [['share_of_draws_best', (at) => of(at).share_of_draws_best]] },
      { key: 'largest_regret', label: t.largestRegret, number: true, value: (at) => of(at).largest_regret, text: (at) => difference(of(at).largest_regret) },
      { key: 'worst_contingency', label: t.worstIn, value: (at) => of(at).worst_contingency, text: (at) => (difference(of(at).largest_regret) === '0' ? '–' : letter(of(at).worst_contingency)), kind: () => 'tight', csv: [['worst_contingency', (at) => run.decision.contingencies[of(at).worst_contingency]?.name]] },
      ranged && { key: 'largest_regret_draws', label: t.largestRegretDraws, number: true, value: (at) => of(at).largest_regret_draws, text: (at) => difference(of(at).largest_regret_draws) },
      { key: 'standing', label: t.standing, wide: true, value: (at) => standing(run, at), text: (at) => standing(run, at) || '–' },
    ].filter(Boolean),
  });
  return [chart, data];
}

export function regret(run) {
  const t = words().decision;
  const region = judged(run);
  const draws = region.levers.some((lever) => lever.largest_regret_draws !== null);
  const rows = order(region, (lever) => lever.largest_regret).map(({ lever, at }) => ({
    name: title(run.decision.levers[at]),
    ...signs(region, at),
    value: lever.largest_regret,
    other: lever.largest_regret_draws,
    text: difference(lever.largest_regret),
    long: draws ? `${difference(lever.largest_regret)} (${difference(lever.largest_regret_draws)})` : null,
    said: `${title(run.decision.levers[at])} ${differenceUnit(run, lever.largest_regret)}`,
    tip: [
      `${title(run.decision.levers[at])}: ${differenceUnit(run, lever.largest_regret)}${difference(lever.largest_regret) === '0' ? '' : ` (${lettered(run.decision.contingencies[lever.worst_contingency], lever.worst_contingency)})`}`,
      draws && `${t.regretDraws}: ${differenceUnit(run, lever.largest_regret_draws)}`,
    ].filter(Boolean).join('\n'),
  }));
  return figure({
    id: 'regret',
    title: t.regretTitle(regionName(run, state.region)),
    subtitle: t.regretChart(draws),
    desc: t.regretDesc(rows.map((row) => row.said).join('; ')),
    source: sourceLine(run),
    draw: (width) =>
      dots({
        width,
        rows,
        axis: axisOfDifferences(run),
        signed: false,
        legend: [{ label: t.regretMeans }, draws && { label: t.regretDraws, hollow: true }, { label: t.byExpected, diamond: true }, { label: t.byRegret, ring: true }].filter(Boolean),
      }),
  });
}
