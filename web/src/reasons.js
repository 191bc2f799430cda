// The reasons for a choice as sentences, made from the numbers of decision.json; the program's own are in the last section.
import { TINY, chance, differenceUnit, judged, levelUnit, levelWords, letter, span, title } from './payoff.js';
import { words } from './state.js';

function ahead(region) {
  const at = region.choice.expected_value;
  const chosen = region.levers[at];
  const others = region.levers.map((lever, index) => ({ lever, index })).filter(({ lever, index }) => index !== at && lever.same_as !== at && region.levers[at].same_as !== index);
  const next = others.reduce((best, one) => (!best || one.lever.expected > best.lever.expected ? one : best), null);
  return { at, chosen, next };
}

/** Decimals by which two levels that differ look different; null: they do without. */
function decimalsApart(run, one, other) {
  const plain = (lever) => levelUnit(run, lever.expected);
  const lead = Math.abs(one.expected - other.expected);
  return lead < TINY || plain(one) !== plain(other) ? null : Math.max(0, Math.ceil(-Math.log10(lead)));
}

function expected(run, t, region, name) {
  const { at, chosen, next } = ahead(region);
  const decimals = next && decimalsApart(run, chosen, next.lever);
  return t.expected({ lever: name(at), ...levelWords(run, chosen.expected, span(chosen), decimals), next: next && name(next.index), nextAmount: next && (decimals === null ? levelUnit(run, next.lever.expected) : levelWords(run, next.lever.expected, null, decimals).amount) });
}

/** Levers are free in the model: what the chosen one may cost is its lead. */
function cost(run, t, region, name) {
  if (!['real_income_pct', 'equivalent_variation'].includes(run.decision.indicator)) return null;
  const { at, chosen, next } = ahead(region);
  const lead = next ? chosen.expected - next.lever.expected : 0;
  return lead < TINY ? null : t.cost({ lever: name(at), other: name(next.index), amount: differenceUnit(run, lead) });
}

function minimax(run, t, region, name) {
  const { minimax_regret: at, minimax_regret_draws: draws } = region.choice;
  const chosen = region.levers[at];
  const first = chosen.largest_regret < TINY ? t.minimaxSure({ lever: name(at) }) : t.minimax({ lever: name(at), amount: differenceUnit(run, chosen.largest_regret), worst: letter(chosen.worst_contingency) });
  if (draws === null || draws === undefined) return first;
  return first + words().between + t.overDraws({ same: draws === at, lever: name(draws), amount: differenceUnit(run, region.levers[draws].largest_regret_draws) });
}

const MANY = 3; // titles are long: more than these are counted

function dominated(run, t, region, name) {
  const groups = new Map();
  region.levers.forEach((lever, at) => {
    if (lever.dominated === 'no' || lever.dominated_by === null) return;
    const key = `${lever.dominated} ${lever.dominated_by}`;
    groups.set(key, [...(groups.get(key) || []), at]);
  });
  const sentences = [...groups].map(([key, list]) => {
    const [kind, by] = key.split(' ');
    const who = list.length > MANY ? t.others(list.length) : words().list(list.map(name));
    return t[kind](who, name(Number(by)), list.length > 1, run.decision.draws.used > 0);
  });
  region.levers.forEach((lever, at) => {
    if (lever.same_as !== null && lever.same_as !== undefined) sentences.push(t.same(name(at), name(lever.same_as)));
  });
  return sentences;
}

function stays(run, t, region, name) {
  const { contingencies } = run.decision;
  const lines = contingencies.length === 2 ? 1 : contingencies.length; // with two the lines are one
  const flips = [];
  region.stays.slice(0, lines).forEach((stay, at) => {
    const now = chance(contingencies[at].probability);
    if (stay.below !== null) flips.push(t.flipBelow(name(stay.below), letter(at), chance(stay.low), now));
    if (stay.above !== null) flips.push(t.flipAbove(name(stay.above), letter(at), chance(stay.high), now));
  });
  if (contingencies.length < 2) return null;
  return flips.length ? t.flips(words().list(flips), lines > 1) : t.staysAlways(name(region.choice.expected_value), lines > 1);
}

const RARE = 1e-3; // a probability of next to nothing, as the program has it

/** Worth nothing: no other lever is better anywhere, or only where that hardly counts. */
function worthless(run, t, region) {
  const chosen = region.choice.expected_value;
  const better = region.cells.filter((cell) => cell.lever === chosen && cell.regret >= TINY).map((cell) => cell.contingency);
  if (better.length === 0) return t.knowingNothing;
  const { contingencies } = run.decision;
  if (better.some((at) => contingencies[at].probability >= RARE)) return t.knowingClose;
  return t.knowingRare(words().list(better.map((at) => `${letter(at)} (${chance(contingencies[at].probability)})`)), better.length > 1);
}

function knowing(run, t, region) {
  const worth = region.worth_of_knowing;
  const part = (value, nothing, something) => (value === null || value === undefined ? null : value < TINY ? nothing : something(differenceUnit(run, value)));
  return [part(worth.contingency, worthless(run, t, region), t.knowing), part(worth.parameters, t.parametersNothing, t.parameters)].filter(Boolean).join(words().between);
}

export function reasons(run) {
  const region = judged(run);
  const t = words().decision.reason;
  const name = (at) => words().quoted(title(run.decision.levers[at]));
  const best = region.levers
    .map((lever, at) => ({ share: lever.share_of_draws_best, at }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, 4);
  return [
    expected(run, t, region, name),
    cost(run, t, region, name),
    minimax(run, t, region, name),
    best.length ? t.shares(words().list(best.map(({ share, at }) => t.share(name(at), chance(share))))) : null,
    ...dominated(run, t, region, name),
    stays(run, t, region, name),
    knowing(run, t, region),
  ].filter(Boolean);
}
