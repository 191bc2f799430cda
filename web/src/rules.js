// The rules of a policy in the reader's language, made from what run.json says of each as fields. A rule without them,
// as in results of older versions, or of a kind that is not known here, keeps the program's sentence.
import { number } from './format.js';
import { money, productName, regionOf, sectorName } from './names.js';
import { state, words } from './state.js';

const LISTED = 4; // members that are named one by one, as the program does

/** A name inside a sentence: small where it is a word and not an abbreviation. */
const inside = (name) => (/^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);

/** A product inside a sentence: "TOYOTA" by its name, "C29.rest" by that of its sector. */
function productIn(run, code) {
  const rest = code.match(/^(.+)\.rest$/);
  if (!rest) return productName(run, code);
  const at = run.sectors.findIndex(([one]) => one === rest[1]);
  return words().rule.restOf(at < 0 ? rest[1] : inside(sectorName(run, at)));
}

/** [{code, name, known}] of a selector, or {set} for more than are named. */
function members(run, selector, axis) {
  const list = axis === 'sector' ? run.sectors : run.regions;
  const codes = selector.codes || [];
  const t = words().rule;
  if (axis === 'product') {
    if (selector.set === 'all') return { set: t.allProducts };
    if (codes.length > LISTED) return { set: selector.set || t.products(codes.length) };
    return { list: codes.map((code) => ({ code, name: productIn(run, code), known: false })) };
  }
  if (selector.set === 'all') return { set: axis === 'sector' ? t.allSectors : t.allRegions };
  if (axis === 'sector' && t.sets[selector.set]) return { set: t.sets[selector.set] };
  if (codes.length <= LISTED)
    return {
      list: codes.map((code) => {
        const at = list.findIndex(([one]) => one === code);
        if (at < 0) return { code, name: code, known: false };
        return axis === 'sector' ? { code, name: inside(sectorName(run, at)), known: true } : regionOf(run, at);
      }),
    };
  if (selector.set) return { set: t.groups[selector.set] || selector.set, group: true };
  return { set: axis === 'sector' ? t.sectors(codes.length) : t.regions(codes.length) };
}

/** A place in words: "in", "from", "to" of regions, plain of sectors and products. */
function placeOf(run, selector, axis, how) {
  const found = members(run, selector, axis);
  const t = words().rule;
  if (axis !== 'region') return found.set || words().list(found.list.map(({ name }) => name));
  if (found.set) return t.setOf[how](found.set, found.group);
  return words().list(found.list.map(({ code, name, known }) => (how === 'in' ? words().in(name, code, known) : how === 'plain' ? t.named(name, code, known) : t[how](name, code, known))));
}

/** What the fields with this prefix cover: {sector, from, to, in, region, both}. */
function whereOf(run, rule, prefix = '') {
  const at = (key) => rule[prefix + key];
  const get = (key, axis, how) => (at(key) ? placeOf(run, at(key), axis, how) : null);
  const t = words().rule;
  const left = get('without_product', 'product');
  const all = get('sector', 'sector') || get('product', 'product');
  const some = all && left ? t.without(all, left) : all;
  return {
    sector: some && at('own') === true ? t.withOwn(some) : some,
    origin: get('exporter', 'region', 'from') || get('from', 'region', 'from'),
    seller: get('exporter', 'region', 'plain') || get('from', 'region', 'plain'),
    destination: get('importer', 'region', 'to') || get('to', 'region', 'to'),
    market: get('importer', 'region', 'in'),
    buyer: get('importer', 'region', 'plain'),
    home: get('region', 'region', 'in'),
    of: get('region', 'region', 'from'),
    buyers: get('partner', 'region', 'to'),
    sellers: get('partner', 'region', 'from'),
    both: at('both_ways') === true,
  };
}

const isProduct = (run, code) => code in { ...run.manifest.world?.product_names, ...run.manifest.world?.family_names } || (/\.rest$/.test(code) && run.sectors.some(([one]) => `${one}.rest` === code));

/** What stands where a sector or products may: {sector} or {product}, {without_product}, {own}, as selectors. */
function goodsOf(run, text) {
  const [named, own] = text.split(/, own sales included,?$/);
  const [all, left] = named.split(' without ');
  const count = left?.match(/^(\d+) products$/);
  const sector = selectorOf(run, all, 'sector');
  const product = sector ? null : selectorOf(run, all, 'product');
  const without = left && (count ? { set: null, codes: Array(Number(count[1])).fill('') } : selectorOf(run, left, 'product'));
  if ((!sector && !product) || (left && !without)) return null;
  return { ...(sector ? { sector } : { product }), ...(left ? { without_product: without } : {}), ...(own === undefined ? {} : { own: true }) };
}

/** A selector as the program words it: "C24", "CAN, MEX", "goods", "all regions"; null: what nobody knows. */
function selectorOf(run, text, axis) {
  const list = axis === 'sector' ? run.sectors : run.regions;
  if (/^all (regions|sectors)$/.test(text)) return { set: 'all', codes: null };
  const codes = text.split(', ');
  if (codes.every((code) => list.some(([one]) => one === code))) return { set: null, codes };
  if (axis === 'product') return text === 'all products' ? { set: 'all', codes: null } : codes.every((code) => isProduct(run, code)) ? { set: null, codes } : null;
  if (axis === 'sector' && words().rule.sets[text]) return { set: text, codes: [] };
  return null;
}

/** Words for what the program names: of one selector how it stands in a sentence, of several {sector, origin, …}. */
export function placesOf(run, given, axis, how) {
  if (typeof given === 'string') {
    const selector = selectorOf(run, given, axis);
    return selector ? placeOf(run, selector, axis, how) : given;
  }
  const rule = {};
  for (const [key, text] of Object.entries(given)) {
    const own = key === 'sector' ? goodsOf(run, text) : { [key]: selectorOf(run, text, 'region') };
    if (!own || !Object.values(own).every(Boolean)) return null;
    Object.assign(rule, own);
  }
  return whereOf(run, rule);
}

/** Two rates with as many decimals as it takes to tell them apart, two at least. */
function rates(before, after) {
  const apart = Math.abs(100 * (after - before));
  const decimals = apart > 0 && apart < 0.01 ? Math.min(8, Math.ceil(-Math.log10(apart)) + 1) : 2;
  const one = (value) => number(100 * value, { decimals }) + words().percent;
  return [one(before), one(after)];
}

function move(rule) {
  if (typeof rule.before !== 'number' || typeof rule.after !== 'number') return { kind: 'banned' };
  const [before, after] = rates(rule.before, rule.after);
  return { kind: rule.changed === 0 || rule.before === rule.after ? 'stays' : rule.after > rule.before ? 'rises' : 'falls', before, after, average: rule.covered > 1 };
}

const RATES = ['tariff', 'export_tax', 'barrier', 'productivity', 'subsidy', 'labour'];

/** Columns of results that a target may aim at, as the outcomes that they are. */
const COLUMNS = { real_income_pct: 'real_income', real_wage_pct: 'real_wage', wage_pct: 'wage', price_index_pct: 'price_index', employment_pct: 'employment', output_pct: 'output', output_value_pct: 'output_value', unit_cost_pct: 'unit_cost', price_pct: 'price', exports_pct: 'exports_value', imports_pct: 'imports_value', sales_pct: 'sales' };

/** The sentence of a rule in the reader's language; null: there are no fields to make it from. */
export function ruleSentence(run, rule) {
  const t = words().rule;
  const has = (...keys) => keys.every((key) => rule[key] !== undefined || (key === 'sector' && rule.product !== undefined));
  const where = whereOf(run, rule);
  const amount = () => number(Math.abs(rule.amount)) + words().percent;
  const limit = () => (typeof rule.limit === 'number' ? t.money(number(rule.limit), money(run)) : t.ofReference(number(rule.limit_pct) + words().percent));
  const owner = () => {
    const at = run.regions.findIndex(([code]) => code === rule.owner);
    return at >= 0 ? t.owner.region(t.named(regionOf(run, at).name, rule.owner, regionOf(run, at).known)) : (t.owner[rule.owner] || t.owner.region)(rule.owner);
  };
  if (RATES.includes(rule.rule) && (has('importer', 'exporter', 'sector') || has('region'))) return t.rate(rule.rule, where, move(rule));
  if (rule.rule === 'demand' && has('importer', 'exporter', 'sector', 'amount')) return t.demand(where, rule.amount < 0, amount());
  if (rule.rule === 'final_demand' && has('region', 'sector', 'amount')) return t.finalDemand(where, rule.amount < 0, amount());
  if (rule.rule === 'ban' && has('importer', 'exporter', 'sector')) return t.ban(where);
  if (rule.rule === 'quota' && has('importer', 'exporter', 'sector', 'owner')) return t.quota(where, limit(), rule.limits || null, owner());
  if (rule.rule === 'capacity' && has('region', 'sector', 'owner', 'of')) return t.capacity(rule.of, where, limit(), rule.limits || null, owner());
  if (rule.rule === 'preference' && has('importer', 'exporter', 'sector')) return t.preference(where, has('utilisation_before', 'utilisation_after') ? rates(rule.utilisation_before, rule.utilisation_after) : null, move(rule));
  if (rule.rule === 'transfer' && has('from', 'to', 'amount')) {
    const paid = rule.unit === 'money' ? t.money(number(rule.amount), money(run)) : t.ofIncome(number(rule.amount) + words().percent);
    return t.transfer(placeOf(run, rule.from, 'region', 'plain'), placeOf(run, rule.to, 'region', t.receiver), paid, rule.each === true, rule.shared === true);
  }
  if (rule.rule === 'target' && has('outcome', 'by', 'amount')) {
    const outcome = t.outcomes[COLUMNS[rule.outcome] || rule.outcome];
    const by = t.instruments[rule.by];
    if (!outcome || !by) return null;
    return t.target(outcome(whereOf(run, rule, 'outcome_')), number(rule.amount, { signed: true }) + words().percent, by(whereOf(run, rule, 'by_')));
  }
  return null;
}

/** {text, lang}: the sentence of a rule; lang "en" where it is the program's. */
export function ruleWords(run, rule) {
  const own = ruleSentence(run, rule);
  return own ? { text: own, lang: null } : { text: rule.words, lang: state.lang === 'en' ? null : 'en' };
}

const alike = (a, b) => a.file === b.file && a.line === b.line && a.words === b.words;

/** The rules of the policy that what it is compared with does not have as well; and those on both sides. */
export const onlyHere = (all) => all.filter((rule) => !rule.against && !all.some((other) => other.against && alike(rule, other)));
export const onBothSides = (all) => all.filter((rule) => rule.against && all.some((other) => !other.against && alike(rule, other)));

/** What flows pay after all rules, by importer and sector: "Motor vehicles from Canada pay 26.3 % instead of 12.6 % …" */
export function netSentences(run) {
  const t = words().rule;
  const list = run.manifest.net || (run.manifest.scenario || {}).net || [];
  const one = (code) => ({ set: null, codes: [code] });
  return list
    .filter((line) => typeof line.base_pct === 'number' && typeof line.new_pct === 'number')
    .map((line) => {
      const at = run.sectors.findIndex(([code]) => code === line.sector);
      const decimals = Math.abs(line.new_pct - line.base_pct) < 0.1 ? 2 : 1;
      const rate = (value) => number(value, { decimals }) + words().percent;
      const goods = line.product === 'rest' ? productIn(run, `${line.sector}.rest`).replace(/^./, (first) => first.toUpperCase()) : line.product ? productName(run, line.product) : at < 0 ? line.sector : sectorName(run, at);
      return t.net(goods, placeOf(run, one(line.exporter), 'region', 'from'), placeOf(run, one(line.importer), 'region', 'in'), rate(line.base_pct), rate(line.new_pct));
    });
}
