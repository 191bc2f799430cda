// Products inside sectors: what the chosen region sells and buys, who sells to whom, and what a focus puts first.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable, shownAs, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

const one = (table, name) => table.columns.indexOf(name);

test('what the region sells and spends, product by product; the flows of the region come first', async () => {
  const page = await open(sampleReport({ products: true }).file, { hash: 'lang=en&region=CAN' });
  const table = await readTable(page, 'products-table');
  assert.deepEqual(table.columns, ['product', 'sector', 'sales_base', 'sales_new', 'sales_pct', 'spending_base', 'spending_new', 'spending_pct', 'price_pct', 'quantity_base', 'quantity_new', 'quantity_pct']);
  assert.deepEqual(table.rows.map((row) => row[0]), ['Motor vehicles: the rest', 'Toyota group', 'General Motors', 'Crude steel'], 'the largest change first');
  assert.deepEqual(table.rows[2], ['General Motors', 'Motor vehicles', '3,000', '2,940', '\u22122.00', '6,000', '6,060', '+1.00', '+0.64', '90,000', '81,000', '\u221210.0']);
  assert.match(await page.textContent('#products-table thead'), /Quantity before vehicles/);
  assert.match(await page.textContent('#product-bars'), /Products of Canada: Sales.*before.*after.*Motor vehicles: the rest.*50,000.*47,000/s);
  const flows = await readTable(page, 'product-flows-table');
  const places = flows.rows.map((row) => [row[one(flows, 'exporter')], row[one(flows, 'importer')]]);
  const touched = places.map((pair) => pair.includes('Canada'));
  assert.ok(touched.lastIndexOf(true) < (touched.indexOf(false) + 1 || Infinity), 'those of Canada first');
  assert.ok(places.every(([from, to]) => from !== to));
  assert.deepEqual([flows.rows[0][0], ...places[0]], ['Motor vehicles: the rest', 'Canada', 'United States']);
  await page.check('#own-products');
  assert.deepEqual((await readTable(page, 'product-flows-table')).rows[0].slice(2, 4), ['Canada', 'Canada'], 'sales at home change most');
  await page.selectOption('#set-sector', { label: 'Basic metals' });
  assert.deepEqual((await readTable(page, 'products-table')).rows.map((row) => row[0]), ['Crude steel']);
  assert.ok(!(await readTable(page, 'products-table')).columns.includes('quantity_base'), 'a column without a number is left out');
  await page.selectOption('#set-sector', { label: 'Crops, livestock and hunting' });
  assert.equal((await readTable(page, 'products-table')).rows.length, 4, 'a sector without products hides none');
  await page.selectOption('#product-side', 'price');
  assert.match(await page.textContent('#product-bars-title'), /Products of Canada: Price/);
  assert.match(page.url(), /inside=price/);
  await page.selectOption('#set-region', { label: 'United States' });
  await page.selectOption('#product-side', 'sales');
  assert.match(await page.textContent('#section-products'), /There are no products of United States to show here/);
  await page.selectOption('#set-sector', { label: 'All sectors' });
  await page.fill('#product-flows-table-filter', 'crude');
  assert.ok((await readTable(page, 'product-flows-table')).rows.every((row) => row[0] === 'Crude steel'));
  await page.click('#products-table-sort-price_pct');
  assert.equal((await readTable(page, 'products-table')).rows[0][0], 'Motor vehicles: the rest');
  await page.click('#products-table-copy');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^product,sector,sales_base,.*\nrest,C29,0,0,100001,/);
  assert.deepEqual(await gravest(page), []);
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('what the scenario looks at comes first; three languages, a phone, print; ranges; hostile names', async () => {
  const focus = { region: 'MEX', sector: null, product: 'GM', regions: ['MEX'], sectors: [], products: ['GM'] };
  const page = await open(sampleReport({ products: true, ranges: true, more: { manifest: { focus } } }).file, { hash: 'lang=en', viewport: { width: 360, height: 740 } });
  const table = await readTable(page, 'products-table');
  assert.equal(table.rows[0][0], 'General Motors');
  assert.match(table.rows[0][one(table, 'sales_pct')], /^\u22122\.0 \(\u22122\.5 to \u22121\.3\)$/);
  assert.equal((await readTable(page, 'product-flows-table')).rows[0][0], 'General Motors');
  assert.match(await page.textContent('#products-table-caption'), /Products of Mexico/);
  for (const [lang, words] of [['fr', ['Produits, Mexique', 'Automobile : le reste', 'véhicules', 'Quantité avant']], ['ja', ['メキシコの製品', '自動車：その他', '台', '数量（前）']]]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    const text = (await page.textContent('#section-products')).replace(/[\u00a0\u202f]/g, ' ');
    for (const word of words) assert.ok(text.includes(word), `${lang}: ${word}`);
  }
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'it does not scroll sideways');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.isVisible('#product-flows-table'));
  assert.ok(!(await page.isVisible('#product-side')), 'switches are not printed');
  assert.deepEqual(page.faults, []);
  await shut(page);
  const none = await open(sampleReport({ hostile: true, products: true }, {}).file, { hash: 'lang=en' });
  assert.equal(await none.evaluate(() => window.broken), undefined);
  await none.selectOption('#set-run', '1');
  await drawn(none);
  assert.equal(await none.locator('#section-products').count(), 0, 'a run without products has no such section');
  assert.deepEqual(none.faults, []);
  await shut(none);
});

const folder = process.env.TRADEWIND_REPORT;
test('every number is that of products.csv and product_trade.csv', { skip: !folder && 'TRADEWIND_REPORT is not set' }, async () => {
  const page = await open(join(folder, 'report.html'), { hash: 'lang=en&region=CAN&own=1' });
  const names = { TOYOTA: 'Toyota group', rest: 'Motor vehicles: the rest' };
  for (const [id, file, key] of [['products-table', 'products.csv', (row) => row.region === 'CAN'], ['product-flows-table', 'product_trade.csv', (row) => row.importer === 'CAN' && row.exporter === 'USA']]) {
    const given = readCsv(readFileSync(join(folder, file), 'utf8')).rows.filter(key);
    if (await page.isVisible(`#${id}-more`)) await page.click(`#${id}-more`);
    const table = await readTable(page, id);
    for (const [code, name] of Object.entries(names)) {
      const row = table.rows.find((cells) => cells[0] === name && (id === 'products-table' || (cells[one(table, 'exporter')] === 'United States' && cells[one(table, 'importer')] === 'Canada')));
      const wanted = given.find((cells) => cells.product === code);
      assert.ok(row && wanted, `${file}: ${name}`);
      table.columns.forEach((column, at) => column in wanted && /_|change_pct/.test(column) && shownAs(row[at], wanted[column], `${file}, ${name}, ${column}`));
    }
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('products whose flows are assumed are named above the headline and marked in tables, in every language, on the brief too', async () => {
  const says = { en: ['Caution', 'General Motors (assumed)', 'not for findings to publish'], fr: ['Prudence', 'General Motors (supposé)', 'pas à des résultats à publier'], ja: ['注意', 'General Motors（仮定）', '公表する知見の根拠にはできません'] };
  const more = { world: { products_assumed: ['GM'] } };
  const check = async (page, lang, tables) => {
    const [mark, name, use] = says[lang];
    const list = await page.locator('.caution').allTextContents();
    assert.equal(list.length, 1);
    assert.ok(list[0].startsWith(mark) && list[0].includes('General Motors') && !list[0].includes('Toyota') && list[0].includes(use), list[0]);
    if (!tables) return;
    const names = (await readTable(page, 'products-table')).rows.map((row) => row[0]);
    assert.ok(names.includes(name) && names.includes('Toyota group'), names.join());
  };
  const page = await open(sampleReport({ products: true, more }).file, { hash: 'lang=en&region=CAN' });
  for (const lang of Object.keys(says)) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    await check(page, lang, true);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
  for (const lang of Object.keys(says)) {
    const brief = await open(sampleReport({ products: true, more, brief: lang }).file, { hash: `lang=${lang}` });
    await check(brief, lang, false);
    assert.deepEqual(brief.faults, []);
    await shut(brief);
  }
});
