// What is compared with what, under which closures, and the warnings where these differ. Older results lack some of it.
import { h } from './dom.js';
import { number } from './format.js';
import { against, assumedOf } from './names.js';
import { state, words } from './state.js';
import { studyName } from './variants.js';

const MOST = 6; // runs that a warning names

/** The part of the manifest that says it: a scenario's, or a decision's. */
export const partOf = (run) => (run.kind === 'decision' ? run.manifest.decision : run.manifest.scenario) || {};

function closure(run, side) {
  const c = words().compared;
  const part = partOf(run);
  const deficits = c.deficits[part[side] || part.deficits] || part[side];
  return deficits ? words().list([deficits, ...(part.closure_parts || []).map((key) => c.parts[key] || key)]) : null;
}

/** {same, now, before}: both closures in words; null where the results do not say. */
export function closures(run) {
  const part = partOf(run);
  const now = closure(run, 'deficits');
  return now ? { same: !part.against_deficits || part.against_deficits === part.deficits, now, before: closure(run, 'against_deficits') } : null;
}

/** What follows the reference in the headline. */
export function closureWords(run) {
  const both = closures(run);
  if (!both) return '';
  return both.same ? words().compared.both(both.now) : words().compared.differ(both.now, both.before);
}

/** The sentence with the reference, both closures and the chosen set of elasticities. key: standfirst, pairs. */
export function comparison(run, key) {
  const { elasticities } = partOf(run);
  const sentence = compares(run, key);
  return elasticities ? [sentence, words().text.elasticitySet(studyName(elasticities))].filter(Boolean).join(words().between) : sentence;
}

function compares(run, key) {
  const c = words().compared;
  const both = closures(run);
  const reference = against(run.kind === 'decision' ? { ...run, against: partOf(run).against } : run);
  if (!both) return run.kind === 'decision' ? null : words().text.standfirst(reference);
  return both.same ? c[key](reference, both.now) : c[`${key}Differ`](reference, both.now, both.before);
}

const marked = (mark, kind, ...content) => h('p', { class: `caveat ${kind}`, role: 'note' }, h('b', {}, `${mark}${words().colon}`), ...content);
const box = (...content) => marked(words().compared.warning, 'warning', ...content);
const line = (text) => h('code', {}, text);
/** A sentence in which what stands between backticks is to be written: set as code. */
export const coded = (text) => text.split('`').map((part, index, parts) => (index % 2 && index < parts.length - 1 ? line(part) : index % 2 ? `\`${part}` : part));
const stop = () => (state.lang === 'ja' ? '。' : '.');

/** What results hang on because of the closure, from its parts, so that every language has it. */
function cautions(run) {
  const c = words().compared;
  const part = partOf(run);
  const has = (key) => (part.closure_parts || []).includes(key);
  const other = part.other_equilibrium;
  const percent = (value, signed) => number(value, { signed, decimals: signed ? 2 : 1 });
  // Results written before there were cautions have none.
  const said = (part.cautions || []).length;
  return [
    said && has('rigid_nominal_wage') ? c.nominal : null,
    said && has('scale') && (has('rigid_nominal_wage') || has('rigid_real_wage')) ? c.several : null,
    said && has('profits') ? c.profits : null,
    (part.cautions || []).some((text) => text.startsWith('Food: ')) ? c.food : null,
    assumedOf(run).length ? c.assumed(assumedOf(run).map((code) => run.manifest.world.product_names?.[code] || code)) : null,
    other ? c.another(other.region, percent(other.employment_there), percent(other.employment), percent(other.real_income_pct_there, true), percent(other.real_income_pct, true)) : null,
  ].filter(Boolean).map((text) => marked(c.caution, 'warning caution', ...coded(text)));
}

/** Warnings about one run or study: they stand above the headline. */
export function warnings(run) {
  const c = words().compared;
  const part = partOf(run);
  const both = closures(run);
  const list = [];
  if (both && !both.same) {
    const given = part.against_line || `against: {${part.against ? `scenario: ${part.against}, ` : ''}deficits: ${part.deficits}}`;
    list.push(box(c.closures(both.now, both.before), ' ', line(given), state.lang === 'ja' ? '、' : ', ', c.or, ' ', line(`deficits: ${part.against_deficits}`), stop()));
  }
  if (part.left_out) list.push(box(h('span', { lang: 'en' }, ...coded(part.left_out))));
  return [...list, ...cautions(run)];
}

const same = (runs, read) => runs.every((run) => JSON.stringify(read(run)) === JSON.stringify(read(runs[0])));

/** Warnings about runs side by side. label(index): what a run is called. */
export function unlike(runs, label) {
  const c = words().compared;
  const list = [];
  const named = (text) => [...runs.slice(0, MOST).map((run, index) => `${label(index)}${words().colon}${text(run)}`), ...(runs.length > MOST ? [c.more(runs.length - MOST)] : [])].join(words().semicolon);
  const world = (run) => run.world || {};
  if (!same(runs, (run) => world(run).sha256 || null)) {
    list.push(box(c.worlds(named((run) => `${world(run).label || world(run).name || '–'} (${String(world(run).sha256 || '').slice(0, 8)})`)), ' ', line(`--world ${world(runs[0]).name || ''}`), stop()));
  }
  const reference = (run) => [run.against || null, ((partOf(run).files || []).find((file) => file.against) || {}).sha256 || null];
  if (!same(runs, reference)) {
    const name = runs.map((run) => run.against).find(Boolean);
    const differ = !same(runs, (run) => run.against || null);
    list.push(box(c.references(named((run) => against(run))), ' ', differ && name ? line(`against: ${name}`) : c.sameReference, stop()));
  }
  const detail = (run) => [partOf(run).deficits || null, partOf(run).against_deficits || null, partOf(run).closure_detail || []];
  if (!same(runs, detail)) {
    const sides = (run) => detail(run)[0] && detail(run)[0] === detail(run)[1];
    const one = runs.find((run) => sides(run) && !detail(run)[2].length);
    const other = runs.find((run) => sides(run) && partOf(run).closure_line);
    const full = one ? `closure: {deficits: ${detail(one)[0]}}` : other && partOf(other).closure_line;
    // The kinds of what a closure has, and all of it where these are the same.
    const kinds = (run) => [detail(run)[0], detail(run)[1], partOf(run).closure_parts || []];
    const tell = runs.every((a) => runs.every((b) => same([a, b], detail) || !same([a, b], kinds)));
    const said = (run) => {
      const both = closures(run);
      if (!tell && sides(run) && partOf(run).closure_line) return `\`${partOf(run).closure_line}\``;
      const more = tell ? '' : detail(run)[2].join(' ').replace(/\.$/, '');
      return `${both ? (both.same ? both.now : c.against(both.now, both.before)) : '–'}${more ? ` (${more})` : ''}`;
    };
    list.push(box(...coded(c.unlike(named(said))), ' ', full ? line(full) : c.sameClosure, stop()));
  }
  return list;
}
