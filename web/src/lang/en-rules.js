// Sentences about the rules of a policy.
const THE = new Set(['USA', 'GBR', 'NLD', 'PHL', 'ARE', 'CZE', 'BHS', 'GMB', 'DOM', 'MDV', 'GLF']);
const named = (name, code) => (THE.has(code) && !/^the /i.test(name) ? `the ${name}` : /^Rest of /.test(name) ? `the r${name.slice(1)}` : name);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const flows = (w) => `${w.sector} ${w.both ? `between ${w.seller} and ${w.buyer}` : `${w.origin} ${w.destination}`}`;
const nouns = { tariff: 'the tariff on', export_tax: 'the export tax on', barrier: 'trade barriers on', productivity: 'productivity of', subsidy: 'the subsidy on', labour: 'labour' };
const place = (kind, w) => (kind === 'labour' ? ` ${w.home}` : w.destination ? ` ${flows(w)}` : ` ${w.sector} ${w.home}`);
const weights = { tariff: 'trade-weighted', export_tax: 'trade-weighted', barrier: 'trade-weighted', productivity: 'output-weighted', subsidy: 'output-weighted', labour: 'weighted by value added' };
const plural = (kind) => kind === 'barrier';
const moved = (m, weight, many) => {
  if (m.kind === 'banned') return ` ${many ? 'stay' : 'stays'}: all of it is banned`;
  const verb = m.kind === 'stays' ? ` ${many ? 'stay' : 'stays'} at ${m.after}` : ` ${m.kind === 'rises' ? (many ? 'rise' : 'rises') : many ? 'fall' : 'falls'} from ${m.before} to ${m.after}`;
  return `${verb}${m.average ? ` on average (${weight})` : ''}`;
};
const shared = { together: ', all together', each: ', each by itself' };

export const rule = {
  named,
  receiver: 'plain',
  from: (name, code) => `from ${named(name, code)}`,
  to: (name, code) => `to ${named(name, code)}`,
  setOf: { in: (name) => `in ${name}`, from: (name) => `from ${name}`, to: (name) => `to ${name}`, plain: (name) => name },
  allRegions: 'all regions',
  allSectors: 'all sectors',
  allProducts: 'all products',
  regions: (n) => `${n} regions`,
  sectors: (n) => `${n} sectors`,
  products: (n) => `${n} products`,
  without: (all, products) => `${all} without ${products}`,
  withOwn: (goods) => `${goods} (own sales included)`,
  restOf: (sector) => `the rest of ${sector}`,
  sets: { goods: 'goods', services: 'services' },
  groupNames: { CUSMA: 'CUSMA', EU: 'European Union', CPTPP: 'CPTPP', RCEP: 'RCEP', G7: 'G7', PROVINCES: 'Provinces' },
  groups: { CUSMA: 'CUSMA', CPTPP: 'CPTPP', EU: 'the European Union', PROVINCES: 'the provinces' },
  rate: (kind, w, m) => `${capital(`${nouns[kind]}${place(kind, w)}${moved(m, weights[kind], plural(kind))}`)}${['productivity', 'labour', 'barrier'].includes(kind) && m.kind !== 'banned' ? ', against the data' : ''}.`,
  demand: (w, falls, amount) => `Demand for ${flows(w)} ${falls ? 'falls' : 'rises'} by ${amount} at given prices; other sellers make up for it in proportion.`,
  finalDemand: (w, falls, amount) => `Final demand for ${w.sector} ${w.home} ${falls ? 'falls' : 'rises'} by ${amount} at given prices; other sectors make up for it in proportion.`,
  ban: (w) => `Trade in ${flows(w)} is banned.`,
  clause: {
    capped: (w) => `Bans on trade in ${flows(w)} do not hold up to the volume of the reference (no-ban clause, capped).`,
    exempt: (w) => `Bans on trade in ${flows(w)} do not hold (no-ban clause, exempt).`,
    proportional: (w) => `Bans on trade in ${flows(w)} leave the importer the share that it had of all that the exporter sells (no-ban clause, proportional).`,
  },
  quota: (w, limit, limits, owner) => `The volume of trade in ${flows(w)} is at most ${limit}${shared[limits] || ''}; ${owner}.`,
  capacity: (of, w, limit, limits, owner) => `The volume of ${of === 'exports' ? 'exports' : 'output'} of ${w.sector} ${of === 'exports' ? w.of : w.home} is at most ${limit}${shared[limits] || ''}; ${owner}.`,
  ofReference: (x) => `${x} of the reference`,
  ofIncome: (x) => `${x} of income`,
  money: (x, unit) => `${x} ${unit}`,
  owner: { nobody: () => 'the rent goes to nobody: it melts on the way', importer: () => 'the rent goes to the importer', exporter: () => 'the rent goes to the exporter', itself: () => 'the rent goes to the region itself', region: (name) => `the rent goes to ${name}` },
  preference: (w, use, m) => (use ? `Use of the preference on ${flows(w)} goes from ${use[0]} to ${use[1]} of customs value, and the applied tariff${moved(m, 'trade-weighted')}.` : `Use of the preference on ${flows(w)} ends: all of it is banned.`),
  transfer: (from, to, paid, each, split) => `${each ? `Each of ${from}` : capital(from)} pays ${paid} to ${to}${split ? ', shared by value added' : ''}.`,
  target: (outcome, change, by) => `The change in ${outcome} is held at ${change} against the reference by ${by}.`,
  outcomes: {
    output: (w) => `output of ${w.sector} ${w.home}`,
    exports: (w) => `exports of ${w.sector} ${w.of}`,
    imports: (w) => `imports of ${w.sector} ${w.home}`,
    trade: (w) => `trade in ${flows(w)}`,
    price: (w) => `the price of ${w.sector} ${w.home}`,
    real_income: (w) => `real income ${w.home}`,
    real_wage: (w) => `the real wage ${w.home}`,
    employment: (w) => `employment ${w.home}`,
    wage: (w) => `the wage ${w.home}`,
    price_index: (w) => `the price index ${w.home}`,
    output_value: (w) => `the value of output of ${w.sector} ${w.home}`,
    unit_cost: (w) => `the unit cost of ${w.sector} ${w.home}`,
    sales: (w) => `sales of ${w.sector} ${w.home}`,
    exports_value: (w) => `the value of exports${w.sector ? ` of ${w.sector}` : ''} ${w.of}${w.buyers ? ` ${w.buyers}` : ''}`,
    imports_value: (w) => `the value of imports${w.sector ? ` of ${w.sector}` : ''} ${w.home}${w.sellers ? ` ${w.sellers}` : ''}`,
  },
  instruments: {
    tariff: (w) => `the tariff on ${flows(w)}`,
    export_tax: (w) => `the export tax on ${flows(w)}`,
    barrier: (w) => `trade barriers on ${flows(w)}`,
    demand: (w) => `demand for ${flows(w)}`,
    subsidy: (w) => `the subsidy on ${w.sector} ${w.home}`,
    productivity: (w) => `productivity of ${w.sector} ${w.home}`,
    labour: (w) => `labour ${w.home}`,
    transfer: (w) => `a transfer ${w.origin} ${w.destination}`,
  },
  net: (sector, from, market, before, after) => `${sector} ${from} pay ${after} instead of ${before} ${market}.`,
  netTitle: 'What is paid in the end',
};
