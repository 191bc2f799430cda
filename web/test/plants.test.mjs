// Plants: the chart of each one's markets, the tariffs that it hangs on, and the table with every digit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable } from './browser.mjs';
import { HOSTILE, sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

const market = (code, before, now) => ({ market: code, units_base: before, units_new: now, sales_base: before / 30, sales_new: now / 30, access_base: 0.5, access_new: 0.2 });
const plant = (product, name, region, more) => ({
  product, name, sector: 'C29', home: 'USA', region, unit: 'vehicles', counted_by: 'units', main_market: 'USA', units_base: 1000, units_new: 400, units_pct: -60, sales_base: 33.25, sales_new: 12.5, output_pct: -62.5, market_access_pct: -70.125, main_market_share: 0.8,
  tariff_half_pct: 10.359096275876166, tariff_half_closed_pct: 10.66, tariff_threshold_pct: 9.68, tariff_cost_pct: null, subsidy_pct: 13.2, subsidy_per_unit: 0.00428, break_even_probability_pct: null, break_even_hazard_pct: null, volume_pct: -60, none: {}, markets: [market('USA', 800, 220), market('CAN', 200, 180)], ...more,
});
const sample = (name = 'Toyota group') => ({
  section: { threshold_pct: 60, threshold_assumed: true, other_site: null }, assumptions: [], sentences: [], closing: [],
  plants: [
    plant('GM', 'General Motors', 'USA', { volume_pct: -1, units_pct: -1, main_market: 'USA', tariff_half_pct: null, tariff_half_closed_pct: null, tariff_threshold_pct: null, markets: [market('USA', 900, 890)] }),
    plant('TOYOTA', name, 'CAN', {}),
    plant('LIGHT', 'Light', 'MEX', { counted_by: 'sales', unit: null, units_base: null, units_new: null, units_pct: null, subsidy_per_unit: null, volume_pct: -3 }),
  ],
});

test('the plant that changes most comes first; another is a choice', async () => {
  const page = await open(sampleReport({ plants: sample() }).file, { hash: 'lang=en' });
  assert.equal(await page.textContent('#plant-markets-title'), 'Where it sells: Toyota group, Canada');
  assert.match(await page.textContent('#plant-markets'), /United States.*800.*220.*Canada.*200.*180/s);
  assert.deepEqual(await page.locator('#set-plant option').allTextContents(), ['Toyota group, Canada', 'Light, Mexico', 'General Motors, United States']);
  await page.selectOption('#set-plant', { label: 'Light, Mexico' });
  await drawn(page);
  assert.match(await page.textContent('#plant-markets'), /million USD/, 'without units it is money');
  const lines = await page.textContent('#plant-tariffs');
  assert.match(lines, /Toyota group, Canada → United States/);
  assert.doesNotMatch(lines, /General Motors/, 'a plant without such a tariff is not in the chart');
  assert.match(lines, /Tariff at which 60.0 % of all units are left/);
  const { columns, rows } = await readTable(page, 'plants-table');
  assert.deepEqual(columns.slice(0, 4), ['product', 'region', 'main_market', 'units_base']);
  assert.ok(!columns.includes('break_even_hazard_pct'), 'a column without a number is left out');
  assert.equal(rows.length, 3);
  assert.match(await page.textContent('#section-plants'), /The threshold is 60.0 % of the units of the base, which is assumed/);
  assert.deepEqual(await gravest(page), []);
  assert.deepEqual(page.faults, []);
  for (const [lang, word] of [['fr', 'Où elle vend'], ['ja', '販売先']]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    assert.ok((await page.textContent('#section-plants')).includes(word), word);
  }
  await page.context().close();
});

test('a run without plants has no such section, and names are text', async () => {
  const none = await open(sampleReport({}).file, { hash: 'lang=en' });
  assert.equal(await none.locator('#section-plants').count(), 0);
  await none.context().close();
  const page = await open(sampleReport({ plants: sample(HOSTILE[1]) }).file, { hash: 'lang=en' });
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
