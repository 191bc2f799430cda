// A decision and a reconciliation as the program writes them, made up: choices that change with the probabilities,
// dominated and equal ones, long and hostile names, a variant without a solution.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill, readAccounts, readMarket, readDecision, readReconciliation, readRoutes, readStress, template } from '../dev/fill.mjs';
import { HOSTILE } from './sample.mjs';

const REGIONS = { CAN: 'Canada', USA: 'United States', MEX: 'Mexico', ROW: 'Rest of the world' };
const SECTORS = { A01: 'Crops, livestock and hunting', C29: 'Motor vehicles' };

const folderWith = (files) => {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-study-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
  return folder;
};

const manifestOf = (kind, hostile) => ({
  kind, program: 'tradewind', version: '0.2.0', build: 'test', command: hostile ? `tradewind ${kind} ${HOSTILE[0]}` : `tradewind ${kind} sample`, finished: '2026-01-01T00:00:00Z', seed: 5, outcome: 'certified', certified: true,
  world: { name: 'sample', title: hostile ? HOSTILE[1] : 'A sample world', sha256: '5'.repeat(64), caveat: hostile ? HOSTILE[2] : 'Made up, for tests.', year: 2023, currency: 'USD', unit: 'million', source: 'nowhere', licence: 'MIT', regions: 4, sectors: 2, region_names: REGIONS, sector_names: SECTORS, sector_kinds: { A01: 'goods', C29: 'goods' } },
});

const sum = (values) => values.reduce((a, b) => a + b, 0);

/** Judges payoffs[lever][contingency] as the program does: docs/formats.md, "Decisions". */
function judge(payoffs, chances, drawn) {
  const expected = payoffs.map((row) => sum(row.map((value, c) => value * chances[c])));
  const bests = chances.map((_, c) => Math.max(...payoffs.map((row) => row[c])));
  const regret = payoffs.map((row) => row.map((value, c) => bests[c] - value));
  const chosen = expected.indexOf(Math.max(...expected));
  const worst = regret.map((row) => Math.max(...row));
  const minimax = worst.indexOf(Math.min(...worst));
  const elsewhere = (l, c) => sum(payoffs[l].map((value, k) => (k === c ? 0 : value * chances[k]))) / (1 - chances[c]);
  const breakEven = [];
  payoffs.forEach((row, rival) => {
    if (rival === chosen) return;
    chances.forEach((_, contingency) => {
      const gain_in = payoffs[chosen][contingency] - row[contingency];
      const gain_elsewhere = elsewhere(chosen, contingency) - elsewhere(rival, contingency);
      const crosses = gain_in * gain_elsewhere < 0;
      breakEven.push({ rival, contingency, gain_in, gain_elsewhere, probability: crosses ? gain_elsewhere / (gain_elsewhere - gain_in) : null, rival_better_above: crosses ? gain_in < 0 : null });
    });
  });
  const stays = chances.map((now, contingency) => {
    const own = breakEven.filter((one) => one.contingency === contingency && one.probability !== null);
    const below = own.filter((one) => one.probability < now).sort((a, b) => b.probability - a.probability)[0];
    const above = own.filter((one) => one.probability > now).sort((a, b) => a.probability - b.probability)[0];
    return { low: below ? below.probability : 0, high: above ? above.probability : 1, below: below ? below.rival : null, above: above ? above.rival : null };
  });
  const levers = payoffs.map((row, l) => {
    const by = payoffs.findIndex((other, o) => o !== l && other.every((value, c) => value > row[c]));
    const same = payoffs.findIndex((other, o) => o < l && other.every((value, c) => value === row[c]));
    return {
      expected: expected[l], p05: drawn ? expected[l] - 0.031 : null, p50: drawn ? expected[l] : null, p95: drawn ? expected[l] + 0.047 : null,
      largest_regret: worst[l], worst_contingency: regret[l].indexOf(worst[l]), largest_regret_draws: drawn ? worst[l] + 0.12 : null, share_of_draws_best: drawn ? (l === chosen ? 0.875 : l === minimax ? 0.125 : 0) : null,
      dominated: by < 0 ? 'no' : 'strictly', dominated_by: by < 0 ? null : by, same_as: same < 0 ? null : same,
    };
  });
  const cells = payoffs.flatMap((row, lever) => row.map((value, contingency) => ({ lever, contingency, central: value + (drawn ? 0.0011 : 0), mean: drawn ? value : null, p05: drawn ? value - 0.052 : null, p50: drawn ? value : null, p95: drawn ? value + 0.033 : null, regret: regret[lever][contingency], failed_draws: 0 })));
  return { levers, break_even: breakEven, stays, choice: { expected_value: chosen, minimax_regret: minimax, minimax_regret_draws: drawn ? minimax : null }, worth_of_knowing: { contingency: sum(bests.map((best, c) => best * chances[c])) - expected[chosen], parameters: drawn ? 0.0082 : null, both: drawn ? 0.11 : null }, cells };
}

/** A frontier of two levers, by hand: trade false, the best choice is the safest as well. */
function writeFrontier(hostile, trade) {
  const levers = [
    { variable: hostile ? HOSTILE[1] : 'closer', title: hostile ? HOSTILE[2] : 'Cost of trade overseas', titles: null, unit: '%', from: 0, to: -10, cost_pct: 0.8, shape: 'quadratic' },
    { variable: 'duty', title: 'duty', titles: hostile ? null : { en: 'A duty of one’s own', fr: 'Un droit à soi', ja: '自国の関税' }, unit: 'pp', from: 0, to: 20, cost_pct: 0, shape: 'linear' },
  ];
  const point = (bound, gain, cost, worst_loss, price_of_safety, insurance, amounts, losses) => ({ bound, gain, cost, worst_loss, price_of_safety, insurance, optimality: bound === null ? null : 3e-9, binds: 2, amounts, losses });
  const points = [
    point(null, 0, 0, 1.8291, null, 0, [0, 0], [0, 0.0504, 1.8291]),
    point(1.7642, 0.1235, 0.1501, 1.7642, 0, 0.0123, [-3.4821, 4.2], [0, 0.0519, 1.7642]),
    point(1.7013, -0.0217, 0.4213, 1.7013, 4.8123, 0.0251, [-6.9, 2.1], [0, 0.0533, 1.7013]),
    point(1.6384, -0.9821, 0.8, 1.6384, 12.4, 0.0377, [-9.99999999998, 0], [0, 0.0548, 1.6384]),
  ];
  return { region: 'CAN', name: hostile ? HOSTILE[1] : REGIONS.CAN, baseline: 0, evaluations: 81, solves: 243, kinks: 0, levers, points: trade ? points : points.slice(0, 2) };
}

/** options: hostile, drawn, interrupted, given, rare (what happens is all but certain), few (most draws failed, a lever costs something), close (two levers all but the same), shard, frontier (levers that move freely, too) */
export function writeDecision({ hostile = false, drawn = true, interrupted = false, given = true, rare = false, few = false, close = false, shard = false, frontier = true, trade = true, indicator = 'real_income_pct' } = {}) {
  const chances = rare ? [1, 0, 0] : given ? [0.55, 0.25, 0.2] : [1 / 3, 1 / 3, 1 / 3];
  const payoffs = {
    CAN: [[0, -0.0504, -1.8291], [1.3981, 1.3292, -1.1852], [1.0623, 0.9981, -0.7643], [0.8271, 0.7732, -1.2191], [0, -0.0504, -1.8291]],
    USA: [[0, -0.0201, -0.1047], [0.1123, 0.0914, 0.0112], [-0.0139, -0.0324, -0.1183], [0.0287, 0.0089, -0.0772], [0, -0.0201, -0.1047]],
  };
  if (close) payoffs.CAN[2] = payoffs.CAN[1].map((value) => value - 0.00004);
  const long = 'Trade in goods with the European Union, Japan, Korea, the United Kingdom and China becomes 9.5 % cheaper on both sides of the border, step by step until 2035';
  const names = [['nothing', 'Leave things as they are'], ['states', 'A closer tie to the United States'], ['overseas', long], ['wells', 'Wells yield more'], ['wait', 'Wait']];
  const happens = [['extended', 'The agreement is extended'], ['lapse', 'The agreement lapses'], ['war', 'A tariff of 60 % on all goods']];
  const texts = (list, from) => list.map(([name, title], at) => ({ name: hostile ? `${name} ${HOSTILE[(at + from) % HOSTILE.length]}` : name, title: hostile ? HOSTILE[(at + from) % HOSTILE.length] : title }));
  const draws = drawn ? { asked: 80, finished: interrupted ? 43 : 80, used: interrupted ? 41 : 80, interrupted } : { asked: 0, finished: 0, used: 0, interrupted: false };
  if (few) draws.used = 3;
  const priced = texts(names, 0);
  if (few) priced[1].cost_pct = 0.25;
  if (shard) draws.finished = draws.used = 40;
  const decision = {
    decide: 'sample', title: hostile ? HOSTILE[0] : 'A closer tie to one partner or to another', notes: hostile ? HOSTILE[3] : 'A first note.\nA second one.', indicator, probabilities: given ? 'given' : 'equal',
    levers: priced, contingencies: texts(happens, 2).map((one, at) => ({ ...one, probability: chances[at] })), draws, sentences: ['A sentence of the program.'],
    regions: ['CAN', 'USA'].map((region) => ({ region, name: hostile ? HOSTILE[1] : REGIONS[region], ...judge(payoffs[region], chances, drawn), reasons: [hostile ? HOSTILE[5] : 'A reason of the program.'] })),
  };
  if (frontier) decision.frontier = writeFrontier(hostile, trade);
  return folderWith({ 'decision.json': decision, 'run.json': { ...manifestOf('decide', hostile), draws, options: shard ? { shard: 1, shards: 2 } : {} } });
}

/** options: hostile, unsolved (a variant of the chain has no solution) */
export function writeReconciliation({ hostile = false, unsolved = false } = {}) {
  const regions = Object.keys(REGIONS);
  const chain = [
    ['one-sector-first-order', 'one sector, first order', 'One sector without inputs, the elasticity 6.26, wedges averaged by trade, deficits at zero: terms of trade plus volume of trade, to first order (Caliendo and Parro 2015, equation 15).'],
    ['many-sectors', 'many sectors', '30 sectors with the wedges of each, instead of one with averages.'],
    ['inputs', 'with inputs', "Inputs: the world's shares of value added and inputs, instead of value added alone."],
    ['deficits-fixed', 'deficits fixed', 'Trade deficits fixed, in both equilibria.'],
  ];
  const beside = [['elasticities-given', 'elasticities of mine.csv', "The elasticities of mine.csv for 22 of 30 sectors, the world's for the others."], ['labour', 'elastic labour', 'Labour supply answers the real wage with an elasticity of 0.5 in every region (as in the replication code of Ignatenko et al. 2025).']];
  const numbers = [[0.0443, -0.0173, 0.0166, 0.0009], [-0.0657, -0.0104, -0.0255, 0.0018], [-0.0334, -0.0245, -0.039, 0.0021], [-0.0499, -0.0203, -0.0505, -0.0045], [-0.0113, -0.0124, -0.073, 0.00000021], [-0.2839, -0.0440, -0.1961, -0.0068]];
  const variants = [...chain, ...beside].map(([name, title, what], at) => {
    const none = unsolved && at === 2;
    const before = at === 0 ? null : at >= chain.length ? chain.length - 1 : unsolved && at === 3 ? 1 : at - 1;
    return {
      name, title: hostile ? HOSTILE[at] : title, what: hostile ? HOSTILE[at] : what, lacks: at === 1 ? (hostile ? HOSTILE[1] : 'Changes of final demand between sectors are left out. Something new is left out.') : '',
      previous: before === null ? null : [...chain, ...beside][before][0], in_chain: at < chain.length, is_run: at === chain.length - 1, outcome: none ? 'iteration_limit' : 'certified', message: none ? 'the iteration limit was reached' : '',
      real_income_pct: regions.map((_, r) => (none ? null : numbers[at][r])), change_from_previous: regions.map((_, r) => (none || before === null ? null : numbers[at][r] - numbers[before][r])),
    };
  });
  const { program, version, build, command } = manifestOf('reconcile', hostile);
  const reconciliation = { program, version, build, command, world: { name: 'sample' }, scenario: { name: 'sample', title: hostile ? HOSTILE[0] : 'A sample policy', sha256: '6'.repeat(64) }, year: hostile ? 2030 : null, elasticity: 6.26, regions, variants };
  return folderWith({ 'reconcile.json': reconciliation, 'run.json': manifestOf('reconcile', hostile) });
}

/** report.html in a sample's folder, as the program would write it: {folder, file}. */
/** Accounts as the program writes them; options: hostile, bare (no stocks, no primary energy). */
export function writeAccounts({ hostile = false, bare = false } = {}) {
  const row = (item, source, partner, value, unit, more = {}) => ({ item, source, convention: '', partner, unit, quality: 'derived', year: '2024', reference: '', value, ...more });
  const share = (source, partner, value) => row('origin_share', source, partner, value, '%');
  const bad = (text, at) => (hostile ? HOSTILE[at] : text);
  const both = ['physical', 'input_equivalent'];
  const stocks = bare ? [] : [row('stock_days', 'crude', '', 200, 'days', { quality: 'observed', year: '2026-03', reference: bad('a ministry', 0) }), row('days_of_cover', 'crude', 'SAU', 400, 'days'), row('days_of_cover', 'crude', 'USA', 2000, 'days'), row('days_of_cover', 'crude', 'NOR', 20000, 'days'), row('days_of_cover', 'crude', 'hormuz', 250, 'days')];
  const primary = bare ? [] : both.flatMap((convention, at) => [['oil', 600, 590], ['nuclear', 100 - 20 * at, 0], ['all', 700 - 20 * at, 590]].flatMap(([source, supply, net]) => [row('supply', source, '', supply, 'PJ', { convention, year: '2023' }), row('net_imports', source, '', net, 'PJ', { convention }), row('supply_share', source, '', (100 * supply) / (700 - 20 * at), '%', { convention })]).concat([row('import_dependence', 'all', 'nuclear_domestic', (100 * 590) / (700 - 20 * at), '%', { convention }), row('import_dependence', 'all', 'nuclear_imported', (100 * (690 - 20 * at)) / (700 - 20 * at), '%', { convention }), row('supplier_dependence', 'all', 'SAU', 40 + at, '%', { convention }), row('passage_dependence', 'all', 'hormuz', 60 + at, '%', { convention })]));
  const published = bare ? [] : [row('import_dependence', 'all', '', 87.4, '%', { convention: bad('a_ministry', 1), year: 'FY2022' })];
  const accounts = [share('crude', 'SAU', 50), share('crude', 'USA', 10), share('crude', 'NOR', 1), share('crude', 'OTHER', 39), share('all', 'SAU', 50), share('all', bad('XYZ', 2), 2), row('hhi', 'crude', '', 0.2601, '1'), row('hhi', 'all', '', 0.26, '1'), row('heat', 'all', '', 640, 'PJ'), row('passage_share', 'crude', 'hormuz', 80, '%'), row('passage_share', 'all', 'hormuz', 80, '%'), ...stocks, ...primary, ...published];
  const found = { region: 'JPN', name: hostile ? HOSTILE[3] : 'Japan', kind: 'energy', sentences: [bad('A sentence of the program.', 4)], remarks: [bad('A remark of the program.', 5)], accounts };
  const { program, version, build, command, finished } = manifestOf('accounts', hostile);
  return folderWith({ 'accounts.json': found, 'run.json': { program, version, build, command, finished, kind: 'accounts', outcome: 'accounted', certified: false, accounts: { of: 'energy', region: 'JPN', name: found.name } } });
}

/** A market as the program writes it; options: hostile. */
export function writeMarket({ hostile = false } = {}) {
  const bad = (text, at) => (hostile ? HOSTILE[at] : text);
  const in3 = (texts) => ({ en: texts, fr: texts.map((one) => `${one} (fr)`), ja: texts.map((one) => `${one} (ja)`) });
  const buyer = (code, name, price, quantity, change) => ({ buyer: code, name, region: code, quality: 'observed', price_base: 10, price_new: price, quantity_base: quantity, quantity_new: quantity * 0.9, unserved: 0, bill_base: 10 * quantity, bill_new: price * quantity * 0.9, hhi_base: 0.2, hhi: 0.25, through_base: {}, through_new: {}, direct_loss: 1, replaced_pct: 50, surplus_change: change, worth: 0.5 });
  const supplier = (code, name, output, cost) => ({ supplier: code, name, region: code, output_base: 10, output_new: output, capacity_base: 10, capacity_new: output, netback_base: 8, netback_new: 9 + cost, cost_new: cost, rent_base: 3, rent_new: 4, capacity_rent_new: 1 });
  const flow = (from, to, before, now, passages) => ({ supplier: from, buyer: to, quantity_base: before, quantity_new: now, passages });
  const titles = { en: bad('A market', 3), fr: 'Un marché', ja: '市場' };
  const money = { bills: 1, freight: 0.1, tolls: 0, taxes: 0, costs: 0.4, rents: 0.5, identity: 0, wedges: -0.2 };
  const found = { name: 'm', scenario: 't', titles, title: titles.en, market_titles: titles, unit: 'Mt', price_unit: 'USD/MMBtu', value_unit: 'billion USD', source: bad('a source', 0), licence: 'CC', data_year: 2024, year: 2024, shock: true, compared: true, focus: 'JPN', sentences: in3([bad('A sentence.', 4), 'Another one.']), remarks: in3([bad('A remark.', 5)]), rules: { policy: [], shock: [{ rule: 'close', en: bad('Hormuz closed', 1), fr: 'Ormuz fermé', ja: '閉鎖', source: null }], compare: [] }, money: { base: money, new: money }, buyers: [buyer('JPN', bad('Japan', 2), 12.5, 60, -3.21), buyer('SEA', 'Singapore', 11.25, 9, -0.75)], suppliers: [supplier('QAT', 'Qatar', 4, 1), supplier('AUS', 'Australia', 12, 3)], passages: [{ passage: 'hormuz', name: 'Strait of Hormuz', quantity_base: 8, quantity_new: 0, toll: 0, capacity_new: null, closed: true }, { passage: 'malacca', name: 'Strait of Malacca', quantity_base: 8, quantity_new: 4, toll: 0, capacity_new: null, closed: false }], flows: [flow('QAT', 'JPN', 6, 3, ['hormuz', 'malacca']), flow('AUS', 'JPN', 8, 11, []), flow('AUS', 'SEA', 2, 1, [])], years: [{ year: 2024, price: { JPN: 12.5, SEA: 11.25 }, output: { QAT: 4, AUS: 12 } }] };
  const { program, version, build, command, finished } = manifestOf('market', hostile);
  return folderWith({ 'market.json': found, 'run.json': { program, version, build, command, finished, kind: 'market', outcome: 'certified', certified: true, market_certificate: { largest: 3e-14, tolerance: 1e-9 } } });
}

/** A stress test of two losses and two buyers, with a fuel that has no market; detail: of the first loss alone. */
export function writeStress({ hostile = false, detail = false } = {}) {
  const bad = (text, at) => (hostile ? HOSTILE[at] : text);
  const in3 = (texts) => ({ en: texts, fr: texts.map((one) => `${one} (fr)`), ja: texts.map((one) => `${one} (ja)`) });
  const titles = { en: bad('What buyers miss', 3), fr: 'Ce qui manque', ja: '不足' };
  const lost = [['hormuz', bad('Strait of Hormuz', 1), 'passage', 6, 4.5, -9.25], ['AUS', 'Australia', 'supplier', 3, 2, -4.5]].slice(0, detail ? 1 : 2);
  const losses = lost.map(([code, title, kind, direct, shortfall, change], at) => ({ lost: code, title, kind, rank: at + 1, direct, shortfall, surplus_change: change, unserved: 0 }));
  const row = (code, kind, buyer, share, rank, at) => {
    const both = { lost: code, kind, buyer, fuel: 'lng', rank, direct: at * share, direct_pct: 5.5 * share, quantity_base: 60, price_base: 10, stock_days: 21 };
    return [
      { ...both, bound: 'no_substitution', shortfall: at * share, days_cover: 105.4 / share, months_to_end: 6.9 / share },
      { ...both, bound: 'equilibrium', shortfall: at * share * 0.75, days_cover: 140.5 / share, months_to_end: 9.2 / share, price_pct: 25, price_new: 12.5, bill_change: 3.75 * share, replaced_pct: 25, unserved: 0, surplus_change: -at * share * 1.5 },
    ];
  };
  const rows = lost.flatMap(([code, , kind, direct], at) => [...row(code, kind, 'JPN', 0.75, at + 1, direct), ...row(code, kind, bad('SEA', 4), 0.25, at + 1, direct)]);
  rows.push({ lost: 'hormuz', kind: 'passage', buyer: 'JPN', fuel: 'crude', bound: 'no_substitution', rank: 1, direct: 85.5, shortfall: 85.5, direct_pct: 73.25, quantity_base: 116.5, stock_days: 254, days_cover: 346.5, months_to_end: 22.75, no_way_pct: 100, not_known_pct: 1.5 });
  const insurance = detail ? [14, 28].map((capacity) => ({ with: `CAN ${capacity} Mt`, lost: 'hormuz', buyer: 'JPN', supplier: 'CAN', capacity, surplus_change: -6.75, surplus_change_with: -6.75 + capacity / 8, insurance_value: capacity / 8 })) : [];
  const found = { title: titles.en, titles, market: 'm', unit: 'Mt', price_unit: 'USD/MMBtu', value_unit: 'billion USD', source: bad('a source', 0), licence: 'CC', fuel: 'lng', buyer: null, detail, share: 1, months: 12, release: 0.5, ceiling: 80, sentences: in3([bad('A sentence.', 4), 'Another one.']), remarks: in3([bad('A remark.', 5)]), buyers: { JPN: bad('Japan', 2), SEA: 'Singapore' }, losses, rows, insurance };
  const { program, version, build, command, finished } = manifestOf('stress', hostile);
  return folderWith({ 'stress.json': found, 'run.json': { program, version, build, command, finished, kind: 'stress', outcome: 'certified', certified: true, market_certificate: { largest: 3e-14, tolerance: 1e-9 } } });
}

/** Routes over the edge of the map, of which a second one, the usual one and two with a passage closed; none: no way. */
export function writeRoutes({ hostile = false, none = false } = {}) {
  const bad = (text, at) => (hostile ? HOSTILE[at] : text);
  const end = (code, name, kind, lon, lat, off_km) => ({ code, name, kind, lon, lat, off_km });
  const names = (en, fr, ja, at) => ({ en: bad(en, at), fr, ja });
  const passages = [
    { passage: 'panama', names: names('Panama Canal', 'Canal de Panama', 'パナマ運河', 3), lon: -79.7, lat: 9.1, closed: true, opened: false },
    { passage: 'suez', names: names('Suez Canal', 'Canal de Suez', 'スエズ運河', 4), lon: 32.4, lat: 30.4, closed: false, opened: false },
    { passage: 'bering', names: names('Bering Strait', 'Détroit de Béring', 'ベーリング海峡', 5), lon: -169, lat: 66, closed: false, opened: false },
  ];
  const row = (kind, closed, through, km, more, line) => ({ kind, closed, opened: '', passages: through, km, nm: km && km / 1.852, days: km && km / 800, wait_days: km && 0, extra_days: km && more, cost: km && km / 9000, extra_cost: km && more / 5, goods_low_pct: km && 0.6 * more, goods_high_pct: km && 2.1 * more, line });
  const ocean = [[-94, 29], [-79.7, 9.1], [-120, 20], [170, 30], [140, 35]];
  const round = [[-94, 29], [-5.5, 36], [32.4, 30.4], [43, 12], [100, 4], [140, 35]];
  const rows = none ? [row('asked', 'panama+suez', '', null, null, []), row('open', '', 'panama', 17000, 0, ocean)] : [row('asked', 'panama', 'suez', 27000.4, 12.35, round), row('second', 'panama', 'bering', 27400.2, 12.9, [[-94, 29], [-20, 62], [-169, 66], [140, 35]]), row('open', '', 'panama', 17000, 0, ocean), row('if_closed', 'panama+suez', '', 29500, 15.5, [[-94, 29], [18, -35], [105, -7], [140, 35]]), row('if_closed', 'panama+bering', '', null, null, [])];
  const found = { from: end('USA', bad('Sabine Pass', 0), 'terminal', -94, 29, 0), to: end('35.25,140.5', hostile ? HOSTILE[1] : null, 'point', 140, 35, 62.25), knots: 19.5, chosen_by: 'distance', factor: 0.943, passages, routes: rows };
  const { program, version, build, command, finished } = manifestOf('routes', hostile);
  return folderWith({ 'routes.json': found, 'run.json': { program, version, build, command, finished, kind: 'routes', outcome: none ? 'no_route' : 'found' } });
}

/** Writes report.html of a study; change(data) may change what it is given. */
export function studyReport(folder, kind, change = () => {}) {
  const data = { format: 1, program: 'tradewind 0.2.0', runs: [], decisions: kind === 'decide' ? [readDecision(folder)] : [], reconciliations: kind === 'reconcile' ? [readReconciliation(folder)] : [], accounts: kind === 'accounts' ? [readAccounts(folder)] : [], markets: kind === 'market' ? [readMarket(folder)] : [], stresses: kind === 'stress' ? [readStress(folder)] : [], routes: kind === 'routes' ? [readRoutes(folder)] : [] };
  const file = join(folder, 'report.html');
  change(data);
  writeFileSync(file, fill(template(), data));
  return { folder, file };
}
