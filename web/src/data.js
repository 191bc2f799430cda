// What the page was given (the data contract is in README.md), with the questions that sections ask of it.

export function readData() {
  const data = JSON.parse(document.getElementById('tradewind-data').textContent);
  data.runs ||= [];
  for (const run of data.runs) {
    run.kind = 'run';
    run.manifest ||= {};
    run.notes ||= [];
    run.sentences ||= [];
    run.flows ||= [];
    run.region_values ||= [];
    run.sector_values ||= [];
    run.region_columns ||= [];
    run.sector_columns ||= [];
    run.regions ||= [];
    run.sectors ||= [];
    run.drivers ||= null;
    run.groups ||= null;
    run.products ||= null;
    run.titles = (run.manifest.scenario || {}).titles || null;
    const { titles, caveat_in, notes, notes_in } = run.manifest.world || {};
    run.world = { ...run.world, titles, caveat_in, notes, notes_in };
  }
  data.shown = data.runs.length ? data.runs : [...(data.decisions || []).map(ofDecision), ...(data.reconciliations || []).map(ofReconciliation), ...(data.accounts || []).map(ofAccounts), ...(data.markets || []).map(ofMarket), ...(data.stresses || []).map(ofStress), ...(data.routes || []).map(ofRoutes)];
  return data;
}

/** In a run's shape, so that names, money and the manifest are read alike. `regions` are those that can be chosen. */
function shape(kind, folder, manifest, regions, more) {
  const world = manifest.world || {};
  const names = world.sector_names || {};
  const sectors = Object.keys(names).map((code) => [code, names[code], (world.sector_kinds || {})[code]]);
  return { kind, folder, manifest, world, regions, sectors, region_columns: [], region_values: [], sector_columns: [], sector_values: [], ...more };
}

function ofDecision({ folder, decision, manifest }) {
  for (const list of [decision.levers, decision.contingencies]) for (const one of list) one.shares = list.some((other) => other !== one && (other.title || other.name) === (one.title || one.name));
  const regions = decision.regions.map((one) => [one.region, one.name]);
  return shape('decision', folder, manifest, regions, { decision, name: decision.decide, title: decision.title || decision.decide, titles: decision.titles });
}

/** The region that moves most is shown first. */
function ofReconciliation({ folder, reconciliation, manifest }) {
  const names = (manifest.world || {}).region_names || {};
  const regions = reconciliation.regions.map((code) => [code, names[code] || code]);
  const moves = regions.map((_, at) => {
    const values = reconciliation.variants.map((one) => one.real_income_pct[at]).filter((value) => value !== null);
    return values.length ? Math.max(...values) - Math.min(...values) : 0;
  });
  const { name, title } = reconciliation.scenario;
  return shape('reconciliation', folder, manifest, regions, { reconciliation, name, title: title || name, titles: (manifest.scenario || {}).titles, first: moves.indexOf(Math.max(...moves)) });
}

/** The one region that the accounts are of. */
function ofAccounts({ folder, account, manifest }) {
  return shape('accounts', folder, manifest, [[account.region, account.name]], { account, name: account.region, title: account.name, sentences: account.sentences, notes: account.remarks });
}

/** A market has no regions of a world to choose from. */
function ofMarket({ folder, market, manifest }) {
  return shape('market', folder, manifest, [[market.focus, (market.buyers.find((one) => one.buyer === market.focus) || {}).name]], { market, name: market.scenario || market.name, title: market.title, titles: market.titles });
}

/** Nor has a stress test. */
function ofStress({ folder, stress, manifest }) {
  const buyer = stress.buyer || stress.rows[0].buyer;
  return shape('stress', folder, manifest, [[buyer, stress.buyers[buyer]]], { stress, name: stress.title, title: stress.title, titles: stress.titles });
}

/** Nor have routes; they are called after their ends. */
function ofRoutes({ folder, route, manifest }) {
  return shape('routes', folder, manifest, [], { route, title: [route.from, route.to].map((end) => end.name || end.code).join(' – ') });
}

const TABLE_OF = { dependence: 'dependence', food: 'calories', exposure: 'exposure_matrix' };

/** The verb whose answer a run has beside its own tables: dependence, food or exposure; null: none. */
export const verbOf = (run) => (run.manifest.options && run[TABLE_OF[run.manifest.kind]] ? run.manifest.kind : null);

/** Is that the answer of a world without a policy, so that the run's own tables say that nothing changes? */
export const isStill = (run) => verbOf(run) !== null && !run.manifest.options.changed;

/** {region, sector, product, regions, sectors, products}: what the scenario looks at, the last three as lists of codes, of a rest
 * "rest"; null: at nothing. */
export function focusOf(run) {
  const focus = run.manifest.focus || (run.manifest.scenario || run.manifest.decision || {}).focus;
  return focus ? { ...focus, regions: focus.regions || [focus.region], sectors: focus.sectors || (focus.sector ? [focus.sector] : []), products: (focus.products || []).map((code) => code.replace(/^.*\.rest$/, 'rest')) } : null;
}

/** Values of a column of regions.csv, in the order of the regions, or null. */
export function regionColumn(run, name) {
  const at = run.region_columns.indexOf(name);
  return at < 0 ? null : run.region_values[at];
}

export function regionValue(run, name, region) {
  const column = regionColumn(run, name);
  const value = column ? column[region] : null;
  return value === undefined ? null : value;
}

export function sectorValue(run, name, region, sector) {
  const at = run.sector_columns.indexOf(name);
  const value = at < 0 ? null : run.sector_values[at][region * run.sectors.length + sector];
  return value === undefined ? null : value;
}

const RANGE = /_p(05|50|95)$/;

export const withoutRange = (name) => name.replace(RANGE, '');
export const isRange = (name) => RANGE.test(name);

/** {low, high} of a column at a place, or null where the results carry no range. `read` gives a column's value. */
export function rangeOf(columns, name, read) {
  if (!columns.includes(`${name}_p05`) || !columns.includes(`${name}_p95`)) return null;
  const low = read(`${name}_p05`);
  const high = read(`${name}_p95`);
  return low === null || high === null ? null : { low, high };
}

export function regionRange(run, name, region) {
  return rangeOf(run.region_columns, name, (column) => regionValue(run, column, region));
}

/** Where a central number is not in the middle of its draws: 'outside' its range, 'far' from the median, or null. */
export function centreOff(run, name, region) {
  const range = regionRange(run, name, region);
  const value = regionValue(run, name, region);
  if (!range || value === null || !(range.high - range.low > 1e-9 * (1 + Math.abs(value)))) return null;
  if (value < range.low || value > range.high) return 'outside';
  const median = regionValue(run, `${name}_p50`, region);
  return median !== null && Math.abs(value - median) > 0.25 * (range.high - range.low) ? 'far' : null;
}

/** A number of a flow, and its range. */
export function flowRange(run, name, flow) {
  const read = flowReader(run);
  return rangeOf(run.flow_columns || [], name, (column) => read(flow, column));
}

export function sectorRange(run, name, region, sector) {
  return rangeOf(run.sector_columns, name, (column) => sectorValue(run, column, region, sector));
}

/** Columns without their ranges. */
export function mainColumns(columns) {
  return columns.filter((name) => !(isRange(name) && columns.includes(name.replace(RANGE, ''))));
}

/** Is a column more than zeros and gaps? */
export function hasContent(values) {
  return Boolean(values) && values.some((value) => value !== null && value !== 0);
}

/** A change (signed, red and black) or a level? By the column's name, as docs/formats.md gives them. */
export function isChange(name) {
  if (/_(base|new)(_pct|_value)?(_p\d\d)?$/.test(name)) return false;
  return !/^(value|base_value|new_value|limit|reference|cost_pct|money|binding_share)$/.test(name.replace(RANGE, ''));
}

/** A level of the base or of the new equilibrium, in money or heads, that a change is of. */
export const isLevel = (name) => /^(gdp|output|value_added|exports|imports|employment)_(base|new)$/.test(name.replace(RANGE, ''));

export const isPercent = (name) => name.replace(RANGE, '').endsWith('_pct');

export const PARTS = [
  'terms_of_trade_pct',
  'volume_of_trade_pct',
  'technical_pct',
  'transfers_pct',
  'production_pct',
  'factors_pct',
  'remainder_pct',
];

/** Columns of regions.csv that explain the change; the others say what it is. */
export const isPart = (name) => PARTS.includes(name.replace(RANGE, '')) || name.startsWith('first_order_');

/** Where a flow's numbers are. */
export function flowReader(run) {
  const at = {};
  (run.flow_columns || []).forEach((name, index) => {
    at[name] = index;
  });
  return (flow, name) => (name in at ? flow[at[name]] : null);
}

/** Average of rates over partners, weighted with trade before the policy so that only rates make a difference. */
export function averageTariff(rates, weights, cells) {
  let sum = 0;
  let weight = 0;
  for (const [i, j] of cells) {
    const rate = rates[i][j];
    const trade = weights[i][j];
    if (rate === null || trade === null || !(trade > 0)) continue;
    sum += rate * trade;
    weight += trade;
  }
  return weight > 0 ? sum / weight : null;
}
