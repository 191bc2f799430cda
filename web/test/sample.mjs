// Results as the program writes them, made up: every file, every kind of column, gaps, very small and very large numbers.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill, readRun, template } from '../dev/fill.mjs';

export const HOSTILE = [
  '</script><script>window.broken = 1</script>',
  '<img src=x onerror="window.broken = 2">',
  '"\' onload=window.broken=3 x="',
  '\u202eright to left\u202c & <b>bold</b>',
  '--><!-- ${window.broken = 4} {{7*7}} $& $1 /*DATA*/',
  'line\u2028separator\u2029 <svg/onload=window.broken=5>',
];

const REGIONS = [['CAN', 'Canada'], ['USA', 'United States'], ['MEX', 'Mexico'], ['KOR', 'Korea'], ['REU', 'Rest of the EU'], ['ROW', 'Rest of the world']];
const SECTORS = [['A01', 'Crops, livestock and hunting', 'goods'], ['C24', 'Basic metals', 'goods'], ['C29', 'Motor vehicles', 'goods'], ['G', 'Wholesale and retail trade', 'services']];

/** Numbers that are the same on every machine. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const quote = (value) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
const csv = (rows) => `${rows.map((row) => row.map((value) => (value === null ? '' : quote(String(value)))).join(',')).join('\n')}\n`;

const REGION_COLUMNS = 'real_income_pct,equivalent_variation,real_wage_pct,wage_pct,price_index_pct,exports_pct,imports_pct,tariff_revenue_base_pct,tariff_revenue_new_pct,terms_of_trade_pct,volume_of_trade_pct,technical_pct,transfers_pct,remainder_pct,first_order_terms_of_trade_pct,first_order_volume_of_trade_pct,first_order_welfare_pct,production_pct,factors_pct,employment_pct,rents_new_pct'.split(',');
const JOBS_REGION = 'gdp_base,gdp_new,gdp_pct,real_gdp_pct,employment_base,employment_change'.split(',');
const JOBS_SECTOR = 'employment_change,output_base,value_added_base,exports_base,imports_base,employment_base'.split(',');
const SECTOR_COLUMNS = 'output_pct,output_value_pct,unit_cost_pct,price_pct,exports_pct,imports_pct,value_added_change'.split(',');

const PRODUCTS = [['TOYOTA', 'C29', 9000], ['GM', 'C29', 3000], ['STEEL', 'C24', 700], ['rest', 'C29', 50000]];

/** products.csv and product_trade.csv: only Canada and Mexico make cars, and steel has no quantities. */
function writeProducts(folder, regions, wide, around) {
  const rows = [];
  const flows = [];
  regions.forEach(([region], at) => {
    PRODUCTS.forEach(([product, sector, size], which) => {
      const makes = ['CAN', 'MEX'].includes(region);
      const base = makes ? size * (1 + at) : 0;
      const spending = size * 2 + at;
      const counted = product === 'TOYOTA' || product === 'GM';
      const quantity = counted && makes ? [base * 30, base * 27, -10] : [null, null, null];
      rows.push([region, sector, product, ...around(base, 0), ...around(base * (1 - which / 50), base / 90), ...(makes ? around(-2 * which, 0.5) : wide('').map(() => null)), ...around(spending, 0), ...around(spending * 1.01, 3), ...around(1, 0.2), ...around(0.5 + which / 7, 0.1), ...quantity]);
      for (const exporter of ['CAN', 'MEX']) flows.push([product, region, exporter, size / (1 + at), (size / (1 + at)) * (region === 'USA' ? 0.7 : region === exporter ? 1.3 : 1.05), region === 'USA' ? -30 : region === exporter ? 30 : 5, counted ? size * 3 : null, counted ? size * 2 : null, 0, region === 'USA' ? 25 : 0, sector]);
    });
  });
  const header = ['region', 'sector', 'product', ...['sales_base', 'sales_new', 'sales_pct', 'spending_base', 'spending_new', 'spending_pct', 'price_pct'].flatMap(wide), 'quantity_base', 'quantity_new', 'quantity_pct'];
  writeFileSync(join(folder, 'products.csv'), csv([header, ...rows]));
  writeFileSync(join(folder, 'product_trade.csv'), csv([['product', 'importer', 'exporter', 'base_value', 'new_value', 'change_pct', 'quantity_base', 'quantity_new', 'tariff_base_pct', 'tariff_new_pct', 'sector'], ...flows]));
}

/** Writes a results folder and gives {folder, world}. options: seed, name, title, against, ranges, years, hostile; those of
 * the closures; list: regions; scales: of their results; off: [[row, numbers]] that replace results */
export function writeSample(options = {}) {
  const { seed = 1, name = 'steel-quota', title = 'A quota on steel', against = null, ranges = false, years = false, hostile = false, deficits = 'fixed', against_deficits = 'fixed', parts = [], detail = [], line = null, left_out = null, whole = null, cautions = [], other_equilibrium = null, list = REGIONS, label = 'sample', more = {}, jobs = false, plants = null, products = false, files = {}, scales = [2, 0.3, 5, 0.004, 0.0003, 0.00000002], off = [] } = options;
  const next = random(seed);
  const change = (size) => (next() - 0.5) * 2 * size;
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-report-'));
  mkdirSync(folder, { recursive: true });
  const regions = list.map(([code, label], at) => [code, hostile ? HOSTILE[at % HOSTILE.length] : label]);
  const sectors = SECTORS.map(([code, label, kind], at) => [code, hostile ? HOSTILE[(at + 1) % HOSTILE.length] : label, kind]);
  const world = {
    name: 'sample', label, title: hostile ? HOSTILE[0] : 'A sample world', year: '2023', currency: 'USD', unit: 'million',
    caveat: hostile ? HOSTILE[1] : 'Made up, for tests.', source: hostile ? HOSTILE[4] : 'nowhere', licence: 'MIT', regions, sectors,
  };
  const ranged = ranges ? ['real_income_pct', 'terms_of_trade_pct'] : [];
  const columns = [...REGION_COLUMNS, ...(jobs ? JOBS_REGION : [])].flatMap((column) => (ranged.includes(column) ? [column, `${column}_p05`, `${column}_p50`, `${column}_p95`] : [column]));
  const regionRow = (scale) => {
    const value = {};
    for (const column of REGION_COLUMNS) value[column] = change(scale);
    value.equivalent_variation = change(20000);
    value.technical_pct = 0;
    value.remainder_pct = change(1e-12);
    value.tariff_revenue_base_pct = Math.abs(change(1));
    value.tariff_revenue_new_pct = Math.abs(change(1));
    value.employment_pct = 0;
    Object.assign(value, { gdp_base: 2000000 + change(1000), gdp_new: 2000000 + change(9000), gdp_pct: change(scale), real_gdp_pct: change(scale), employment_base: 20000, employment_change: 0 });
    value.rents_new_pct = 0;
    for (const column of ranged) {
      value[`${column}_p05`] = value[column] - Math.abs(change(0.3)) - 0.05;
      value[`${column}_p50`] = value[column];
      value[`${column}_p95`] = value[column] + Math.abs(change(0.3)) + 0.05;
    }
    return value;
  };
  const rows = regions.map(([code], at) => [code, regionRow(scales[at % scales.length])]);
  for (const [at, value] of off) if (ranges) Object.assign(rows[at][1], value);
  rows[1][1].wage_pct = null; // an empty cell
  rows[2][1].exports_pct = 0;
  writeFileSync(join(folder, 'regions.csv'), csv([['region', ...columns], ...rows.map(([code, value]) => [code, ...columns.map((column) => value[column])])]));
  const sectorRows = [];
  for (const [region] of regions) {
    for (const [sector] of sectors) {
      const empty = region === 'KOR' && sector === 'A01';
      sectorRows.push([region, sector, ...SECTOR_COLUMNS.map((column) => (empty ? null : column === 'value_added_change' ? change(90000) : change(30)))]);
    }
  }
  const wide = (name) => (ranges ? [name, `${name}_p05`, `${name}_p50`, `${name}_p95`] : [name]);
  const around = (value, size) => (ranges ? [value, value - size, value, value + 1.5 * size] : [value]);
  // Jobs of a region sum to zero: two sectors lose what the others win
  const levels = (at) => (jobs ? [[-12.5, -7.5, 11, 9][at % 4], 70000 + at, 30000 + at, 20000 + at, 10000 + at, 500 + at] : []);
  writeFileSync(join(folder, 'sectors.csv'), csv([['region', 'sector', ...wide('output_pct'), ...SECTOR_COLUMNS.slice(1), ...(jobs ? JOBS_SECTOR : [])], ...sectorRows.map(([region, sector, output, ...rest], at) => [region, sector, ...(output === null ? wide('').map(() => null) : around(output, 2.3)), ...rest, ...levels(at)])]));
  if (jobs) writeFileSync(join(folder, 'groups.csv'), csv([['group', 'real_income_pct', 'equivalent_variation', 'real_gdp_pct', 'exports_pct', 'imports_pct'], ['CUSMA', -0.0472, -15480.8, -0.0412, -4.353, -3.513], ['MINE', 0.1, 20.5, 0.2, null, 0.3]]));
  const trade = [];
  for (const [sector] of sectors) {
    for (const [importer] of regions) {
      for (const [exporter] of regions) {
        const base = next() * 50000;
        const pct = change(40);
        const tariff = importer === exporter ? 0 : next() * 10;
        trade.push([sector, importer, exporter, ...around(base, 0), ...around(base * (1 + pct / 100), base / 30), ...around(pct, 3.2), tariff, importer === 'USA' && exporter !== 'USA' ? tariff + 10 : tariff]);
      }
    }
  }
  writeFileSync(join(folder, 'trade.csv'), csv([['sector', 'importer', 'exporter', ...wide('base_value'), ...wide('new_value'), ...wide('change_pct'), 'tariff_base_pct', 'tariff_new_pct'], ...trade]));
  const what = hostile ? HOSTILE[1] : 'imports of C24 by USA from CAN';
  writeFileSync(
    join(folder, 'limits.csv'),
    csv([['line', 'rule', 'what', 'instrument', 'limit', 'reference', 'value', 'binding', ...wide('instrument_pct'), 'money', 'owner'], ...(more.limits || []), [16, 'quota', what, 'rent of the quota', 22881.5, 32687.9, 22881.5, 1, ...around(11.1, 1.7), 2538.8, 'CAN'], [17, 'target', 'exports, all', 'subsidy', 100, 90, 100, 0, ...wide('').map(() => null), null, null]]),
  );
  writeFileSync(
    join(folder, 'preferences.csv'),
    csv([['sector', 'importer', 'exporter', 'value', 'preferential_base_pct', 'preferential_new_pct', 'mfn_base_pct', 'mfn_new_pct', 'utilisation_base_pct', 'utilisation_new_pct', 'tariff_base_pct', 'tariff_new_pct', 'cost_pct'], ['C29', 'USA', 'CAN', 28618.1, 11.3, 11.3, 26.3, 26.3, 91.4, 90.07, 12.578, 12.778, 2]]),
  );
  for (const [file, rows] of Object.entries(files)) writeFileSync(join(folder, file), csv(rows));
  if (products) writeProducts(folder, regions, wide, around);
  if (plants) writeFileSync(join(folder, 'plants.json'), JSON.stringify(plants));
  if (plants?.parity) writeFileSync(join(folder, 'parity.csv'), csv(plants.parity));
  if (years) {
    const list = [];
    for (let year = 2026; year <= 2030; year++) for (const [code, value] of rows) list.push([year, code, ...columns.map((column) => (value[column] === null ? null : (value[column] * (year - 2026)) / 4))]);
    writeFileSync(join(folder, 'years.csv'), csv([['year', 'region', ...columns], ...list]));
  }
  const residual = (value) => ({ value, region: 'CAN', sector: 'C24' });
  const manifest = {
    program: 'tradewind', version: '0.2.0', build: 'test', command: hostile ? `tradewind run ${HOSTILE[0]}` : `tradewind run ${name}`, finished: '2026-01-01T00:00:00Z',
    world: { name: 'sample', title: 'A sample world', sha256: `${seed}`.repeat(64).slice(0, 64) },
    scenario: {
      name, title: hostile ? HOSTILE[0] : title, against, deficits, against_deficits, closure_parts: parts, closure_detail: detail, against_line: line, closure_line: whole, left_out, cautions, other_equilibrium,
      closure: ['Trade deficits are fixed on both sides.'],
      rules: [{ rule: 'tariff', file: name, line: 3, against: false, words: hostile ? HOSTILE[4] : 'the tariff rises from 2 % to 12 %', source: hostile ? HOSTILE[1] : 'a source', covered: 20, changed: 20, value: 12345.6, before: 0.02, after: 0.12, overlaps: 0, overlapped_line: null }],
    },
    years: years ? [2026, 2027, 2028, 2029, 2030].map((year) => ({ year, outcome: 'certified', certified: true, base_max: 1e-15, max: 2e-12 })) : null,
    preferences: 1, certified: true,
    certificate: { holds: true, max: 3.7e-12, tolerance: 1e-10, residuals: { goods_market: residual(3.7e-12), budget: { value: 1e-16, region: 'MEX', sector: null } } },
    base_certificate: { holds: true, max: 1e-15, tolerance: 1e-10, residuals: {} },
  };
  if (ranges) {
    const drivers = ['real_income_pct,CAN', 'wage_pct,USA'].flatMap((result) => [...SECTORS.map(([code], at) => [`elasticity of ${code}`, 0.6 - 0.21 * at, 0.66 - 0.19 * at]), [hostile ? HOSTILE[0] : 'car_duty', -0.004, 0.011]].map(([name, first, total]) => [...result.split(','), name, first, total, 0.043, 0.0213]));
    writeFileSync(join(folder, 'drivers.csv'), csv([['outcome', 'region', 'parameter', 'first_order', 'total', 'first_order_error', 'total_error'], ...drivers]));
    manifest.range = {
      draws: 300, certified: 297, failed: { iteration_limit: 2, out_of_reach: 1 }, cut: 4, floor: 0.5, seed: 7, points: 'latin_hypercube', assumed: true,
      parameters: [...SECTORS.map(([code]) => ({ name: `elasticity of ${code}`, distribution: 'lognormal with mean 2.91 and standard deviation 0.7275', central: 2.91, source: 'assumed' })), { name: hostile ? HOSTILE[0] : 'car_duty', distribution: 'triangular between 15 pp and 35 pp, likeliest 25 pp', central: 0.25, source: hostile ? HOSTILE[1] : 'sample.yaml:3' }],
      drivers: { points: 'saltelli', base: 32, draws: 224, certified: 224 }, notes: [hostile ? HOSTILE[4] : 'a note'], store: null,
    };
  }
  if (jobs) manifest.jobs = { counted: true, given: false, scaled_regions: 1, scaled_most: 'MEX', scaled_most_pct: 1.7, words: 'English' };
  if (products) Object.assign(manifest.world, { product_names: { TOYOTA: hostile ? HOSTILE[1] : 'Toyota group', GM: 'General Motors', STEEL: 'Crude steel' }, product_units: { TOYOTA: 'vehicles', GM: 'vehicles' } });
  // more: what these results have beyond the usual: {scenario, world, manifest}
  Object.assign(manifest.scenario, more.scenario);
  Object.assign(manifest.world, more.world);
  Object.assign(manifest, more.manifest);
  writeFileSync(join(folder, 'run.json'), JSON.stringify(manifest, null, 2));
  return { folder, world };
}

/** A folder with results and report.html of one or more samples: {folder, file, data}. */
export function sampleReport(...samples) {
  const written = samples.map((options) => writeSample(options));
  const data = { format: 1, program: 'tradewind 0.2.0', ...(samples[0].brief ? { brief: { lang: samples[0].brief } } : {}), runs: written.map(({ folder, world }) => readRun(folder, world)) };
  const file = join(written[0].folder, 'report.html');
  writeFileSync(file, fill(template(), data));
  return { folder: written[0].folder, folders: written.map((one) => one.folder), file, data };
}
