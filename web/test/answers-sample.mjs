// Results of verbs and sections beside the usual tables, made up: dependence, calories, plants, bans that spread, a linked market.

const REGIONS = ['CAN', 'USA', 'MEX', 'KOR', 'REU', 'ROW'];
const SECTORS = ['A01', 'C24', 'C29', 'G'];
const remarks = ['A remark.'];

/** dependence.csv of Canada, made up: what is bought of Korea itself is more than Korea adds to it. */
export function dependenceRows(changed) {
  const rows = [];
  const after = (value) => (changed ? value * 1.1 : null);
  const put = (sector, partner, indicator, value, product = '', theta = '') => rows.push(['CAN', sector, partner, indicator, value, after(value), product, theta]);
  const all = [0.2, 0.08, 0.011, 0.09, 0.05];
  REGIONS.slice(1).forEach((partner, at) => {
    const direct = partner === 'KOR' ? 0.02 : all[at] / 3;
    put('', partner, 'value_added_origin', all[at]);
    put('', partner, 'final_direct', direct);
    put('', partner, 'final_hidden', all[at] - direct);
    put('', partner, 'input_face', all[at] / 2);
    put('', partner, 'input_look_through', all[at] * 1.2);
    put('', partner, 'hidden', all[at] * 0.7);
    put('', partner, 'import_share', all[at] * 2);
    put('', partner, 'loss_if_stopped_pct', 100 * all[at]);
    if (partner === 'USA') rows.push(['CAN', '', partner, 'real_income_if_stopped_pct', -2.5, null, '', '']);
  });
  put('', '', 'value_added_origin', 0.431);
  put('', '', 'final_direct', 0.153);
  SECTORS.forEach((sector, at) => {
    const partner = REGIONS[1 + at];
    put(sector, partner, 'single_supplier', 0.9 - at / 10, '', 4 + at);
    put(sector, partner, 'import_share', 0.9 - at / 10, '', 4 + at);
    if (at) put(sector, partner, 'loss_if_stopped_pct', 20 * at, '', 4 + at); // of the first nobody else sells
    put(sector, '', 'hhi', 0.8 - at / 10, '', 4 + at);
    put(sector, '', 'hhi_use', 0.5, '', 4 + at);
    put(sector, '', 'use_share', 0.3, '', 4 + at);
  });
  put('C29', 'MEX', 'single_supplier', 0.7, 'TOYOTA', 7.7);
  put('C29', 'MEX', 'loss_if_stopped_pct', 12.5, 'TOYOTA', 7.7);
  // Under the scenario another supplier is the largest
  rows.push(['CAN', 'C29', 'MEX', 'single_supplier', 0.4, changed ? null : '', 'GM', 7.7], ...(changed ? [['CAN', 'C29', 'USA', 'single_supplier', null, 0.5, 'GM', 7.7], ['CAN', 'C29', 'USA', 'loss_if_stopped_pct', 1, 9, 'GM', 7.7]] : []), ['CAN', 'C29', 'MEX', 'loss_if_stopped_pct', 5, changed ? 4 : null, 'GM', 7.7], ['CAN', 'C29', '', 'hhi', 0.3, changed ? 0.35 : null, 'GM', 7.7]);
  put('C29', '', 'hhi', 0.6, 'TOYOTA', 7.7);
  return [['region', 'sector', 'partner', 'indicator', 'value', 'value_new', 'product', 'trade_elasticity'], ...rows];
}

export function calorieRows(changed, origin = 'USA') {
  const row = (product, from, direct, through, part, spread, quality) => ['CAN', product, from, direct, through, changed ? direct * 1.25 : direct, changed ? through * 1.25 : through, part, direct * (1 - spread), direct * (1 + spread), through * (1 - spread), through * (1 + spread), quality];
  return [
    'region,product,origin,direct,look_through,direct_new,look_through_new,part,direct_low,direct_high,look_through_low,look_through_high,quality'.split(','),
    row('wheat', 'CAN', 900, 900, 'home', 0, 'observed'), row('raised at home on feed from abroad', 'CAN', 100, 0, 'home', 0, 'assumed'), row('wheat', origin, 300.5, 300.5, 'import', 0.2, 'observed'),
    row('pork', 'MEX', 50, 50, 'import', 0.1, 'assumed'), row('maize', origin, 0, 100, 'feed', 0.5, 'assumed'), row('tea', 'OTHER', 649.5, 649.5, 'import', 0, 'derived'),
  ];
}

export const options = (kind, changed, more) => ({ manifest: { kind, options: { region: 'CAN', name: 'Canada', changed, remarks, ...more } }, world: { product_names: { TOYOTA: 'Toyota group', GM: 'General Motors' } } });
export const made = {
  dependence: (changed) => ({ files: { 'dependence.csv': dependenceRows(changed) }, more: options('dependence', changed, { stops: 1, formulas: { hhi: 'sum of squares' } }) }),
  food: (changed) => ({ files: { 'calories.csv': calorieRows(changed) }, more: options('food', changed, { calories: 2000, domestic: 900, sentences: [] }) }),
};

const market = (code, before, now) => ({ market: code, units_base: before, units_new: now, sales_base: before / 30, sales_new: now / 30, access_base: 0.5, access_new: 0.2 });
const plant = (product, name, region, more) => ({
  product, name, sector: 'C29', home: 'USA', region, unit: 'vehicles', counted_by: 'units', main_market: 'USA', units_base: 1000, units_new: 400, units_pct: -60, sales_base: 33.25, sales_new: 12.5, output_pct: -62.5, market_access_pct: -70.125, main_market_share: 0.8,
  tariff_half_pct: 10.359096275876166, tariff_half_closed_pct: 10.66, tariff_threshold_pct: 9.68, tariff_cost_pct: null, subsidy_pct: 13.2, subsidy_per_unit: 0.00428, break_even_probability_pct: null, break_even_hazard_pct: null, volume_pct: -60, none: {}, markets: [market('USA', 800, 220), market('CAN', 200, 180)], ...more,
});
export const plantSample = (name = 'Toyota group') => ({
  section: { threshold_pct: 60, threshold_assumed: true, other_site: null }, assumptions: [], sentences: [], closing: [],
  plants: [
    plant('GM', 'General Motors', 'USA', { volume_pct: -1, units_pct: -1, main_market: 'USA', tariff_half_pct: null, tariff_half_closed_pct: null, tariff_threshold_pct: null, markets: [market('USA', 900, 890)] }),
    plant('TOYOTA', name, 'CAN', {}),
    plant('LIGHT', 'Light', 'MEX', { counted_by: 'sales', unit: null, units_base: null, units_new: null, units_pct: null, subsidy_per_unit: null, volume_pct: -3 }),
  ],
});

const csvOf = (columns, ...rows) => [columns.split(','), ...rows];

/** Bans of two rounds, with a clause and without. */
export const cascadeSample = {
  files: {
    'cascade.csv': csvOf('round,region,sector,product,action,trigger,clause', [0, 'KOR', 'A01', '', 'ban', '', 'without'], [1, 'USA', 'A01', '', 'ban', 1.0225, 'without'], [1, 'MEX', 'A01', '', 'none', 1.0001, 'without'], [2, 'CAN', 'A01', '', 'partial', 1.31, 'without'], [0, 'KOR', 'A01', '', 'ban', '', 'with'], [1, 'USA', 'A01', '', 'none', 1.0101, 'with']),
    'clause.csv': csvOf('exporter,importer,kind,region,sector,product,measure,unit,base,without,with', ['CAN', 'USA', 'capped', 'USA', 'A01', '', 'price', 'base = 1', 1, 1.3688, 1.2674], ['CAN', 'USA', 'capped', 'CAN', 'A01', '', 'real_income', '%', 0, -0.12345, 0.02], ['CAN', 'USA', 'capped', 'USA', 'A01', '', 'index', 'base = 1', 1, '', 0.88]),
  },
  more: { manifest: { cascade: { sentences: ['One.'], remarks: ['Two.'] } } },
};

/** What a market does to five regions, one of them without the product. */
export const linkSample = csvOf('region,real_income_pct,market_pct,buyers_pct,owners_pct,economy_pct,price_pct,bill_pct', ['CAN', 0.0031, -0.0063, 0.0135, -0.0199, 0.0094, -7.4939, -2.6063], ['USA', -0.288, -0.27, 0.0144, -0.2847, -0.0177, -7.2, -3.04], ['MEX', -0.299, -0.2921, 0, -0.2921, -0.0068, '', ''], ['KOR', 0.5, 0.4, 0.4, 0, 0.1, 12.25, 3], ['REU', 0.01, 0, 0, 0, 0.01, 1, 1]);
