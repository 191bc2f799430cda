// What was asked for: the answers of run.json, first in headline, table and the page of A4, in all three languages; groups.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, open, openBrowser, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';

const answer = (column, region, sector, value, more) => ({ outcome: [column, region, sector, more && more.partner].filter(Boolean).join(' '), column, region, sector, partner: null, unit: column === 'employment_change' ? 'thousand persons' : 'percent', value, before: null, ...more });
const one = {
  focus: { region: 'CAN', sector: 'C29', regions: ['CAN'], sectors: ['C29'] },
  answers: [
    answer('real_income_pct', 'CAN', null, -1.646, { p05: -2.0, p50: -1.6, p95: -1.2 }),
    answer('real_gdp_pct', 'CAN', null, -0.0206, { before: 2142471, p05: -0.027, p50: -0.022, p95: -0.017 }),
    answer('gdp_pct', 'CAN', null, -6.07, { before: 2142471, p05: -7.5, p50: -5.9, p95: -4.5 }),
    answer('output_pct', 'CAN', 'C29', -50.68, { before: 78837, p05: -57, p50: -51, p95: -37 }),
    answer('exports_pct', 'CAN', 'C29', -66.88, { before: 59227, p05: -76, p50: -68, p95: -48 }),
    answer('exports_pct', 'CAN', 'C29', -71.4, { partner: 'USA', before: 56205, p05: -82, p50: -72, p95: -51 }),
    answer('employment_change', 'CAN', 'C29', -70.5, { before: 142, p05: -80, p50: -71, p95: -52 }),
  ],
};
const several = {
  focus: { region: 'CUSMA', sector: 'goods', regions: ['CAN', 'MEX', 'USA'], sectors: ['A01', 'C24', 'C29'] },
  answers: [
    answer('real_income_pct', 'CUSMA', null, -0.0965),
    answer('real_income_pct', 'MEX', null, 0.0157),
    answer('output_pct', 'CUSMA', 'goods', -1.27, { before: 9000000 }),
    answer('employment_change', 'CUSMA', 'goods', -276.3, { before: 21000 }),
    answer('output_pct', 'USA', 'C29', -0.25, { before: 839300 }),
  ],
};

before(openBrowser);
after(closeBrowser);

const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\u2212/g, '-');
const report = (manifest, options = {}) => sampleReport({ ranges: true, jobs: true, more: { manifest }, ...options }).file;
const rows = (page) => page.locator('#focus-table tbody tr').evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent)));

test('a sector of a region: headline, table and what is chosen', async () => {
  const page = await open(report(one), { hash: 'lang=en' });
  assert.match(plain(await page.textContent('h1')), /^Motor vehicles in Canada: output -51 % \(90 % of draws: -57 to -37\), jobs -71 thousand persons \(90 % of draws: -80 to -52\)\. Real income /);
  const table = (await rows(page)).map((row) => row.map(plain));
  assert.equal(table.length, one.answers.length);
  assert.deepEqual(table.map(([name]) => name), ['Real income', 'Real GDP', 'GDP (value)', 'Motor vehicles: output', 'Motor vehicles: exports', 'Motor vehicles: exports to United States', 'Motor vehicles: jobs']);
  assert.match(table[3][1], /^-51 \(-57 to -37\) ?%$/);
  assert.match(table[3][2], /^78,837 million USD$/);
  assert.match(table[6][1], /^-71 \(-80 to -52\) thousand persons$/);
  assert.match(table[6][2], /^142 thousand persons$/);
  assert.equal(await page.inputValue('#set-region'), '0');
  assert.equal(await page.inputValue('#set-sector'), '2');
  const sections = await page.evaluate(() => [...document.querySelectorAll('section')].map((one) => one.id));
  assert.ok(sections.includes('section-focus') && sections.indexOf('section-focus') < sections.indexOf('section-income'), sections.join());
  for (const [lang, sign, label] of [['fr', /^Automobile au Canada : production -51 % \(90 % des tirages : de -57 à -37\), emplois -71 milliers de personnes/, 'Emplois : automobile'], ['ja', /^カナダの自動車：生産量-51 ?%.*、雇用-71 ?千人/, '自動車の雇用']]) {
    await page.selectOption('#set-language', lang);
    assert.match(plain(await page.textContent('h1')), sign);
    assert.equal(plain((await rows(page))[6][0]), label);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('a product of a region: headline, table, what its section puts first, and the page of A4', async () => {
  const ofProduct = (column, value, more) => ({ ...answer(column, 'CAN', 'C29', value, more), product: 'GM', outcome: `${column} CAN GM` });
  const manifest = {
    focus: { region: 'CAN', sector: null, product: 'GM', regions: ['CAN'], sectors: [], products: ['GM'] },
    answers: [answer('real_income_pct', 'CAN', null, -1.6, { p05: -2.0, p50: -1.6, p95: -1.2 }), answer('real_gdp_pct', 'CAN', null, -0.02, { before: 2142471 }), ofProduct('sales_pct', -7.1, { before: 2733, p05: -9, p50: -7, p95: -5 }), ofProduct('spending_pct', -4.2, { before: 11132 }), ofProduct('price_pct', 3.9)],
  };
  const page = await open(report(manifest, { products: true }), { hash: 'lang=en' });
  assert.match(plain(await page.textContent('h1')), /^General Motors in Canada: sales -7\.1 % \(90 % of draws: -9\.0 to -5\.0\)\. Real income /);
  const table = (await rows(page)).map((row) => row.map(plain));
  assert.deepEqual(table.map(([name]) => name), ['Real income', 'Real GDP', 'General Motors: sales', 'General Motors: spending', 'General Motors: price']);
  assert.equal(table[2][2], '2,733 million USD');
  assert.match(await page.textContent('#products-table tbody th'), /General Motors/);
  for (const [lang, wanted] of [['fr', 'General Motors'], ['ja', 'General Motors']]) {
    await page.selectOption('#set-language', lang);
    assert.ok((await page.textContent('h1')).includes(wanted), lang);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
  const brief = await open(report(manifest, { products: true, brief: 'en' }), { hash: 'lang=en' });
  const text = plain(await brief.textContent('body'));
  for (const wanted of ['General Motors: sales', 'General Motors: spending', 'General Motors: price']) assert.ok(text.includes(wanted), wanted);
  await shut(brief);
});

test('groups of regions and sectors: all together, then members, which begin the page', async () => {
  const page = await open(report(several, { ranges: false }), { hash: 'lang=en' });
  assert.match(plain(await page.textContent('h1')), /^Goods in CUSMA: output -1\.27 %, jobs -276 thousand persons\. Real income /);
  assert.deepEqual((await rows(page)).map(([name]) => plain(name)), ['CUSMA: real income', 'Mexico: real income', 'CUSMA: goods: output', 'CUSMA: goods: jobs', 'United States: motor vehicles: output']);
  assert.ok(['0', '1', '2'].includes(await page.inputValue('#set-region')), 'a member is chosen');
  assert.equal(await page.inputValue('#set-sector'), '-1');
  await page.selectOption('#set-language', 'fr');
  assert.match(plain(await page.textContent('h1')), /^Biens .*ACEUM : production -1,27 %, emplois -276 milliers de personnes\. /);
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('the page of A4 has them as its five numbers: GDP and jobs among them', async () => {
  const page = await open(report(one, { brief: 'fr' }), { hash: '' });
  const five = await page.locator('#five tr').evaluateAll((list) => list.map((row) => [row.querySelector('th').textContent, row.querySelector('td').textContent]));
  assert.deepEqual(five.map(([name]) => plain(name)), ['Revenu réel', 'PIB réel', 'Production : automobile', 'Emplois : automobile', 'Exportations : automobile']);
  for (const [, text] of five) assert.match(plain(text), /90 % des tirages/);
  assert.match(plain(await page.textContent('.five h2')), /^Canada : cinq chiffres/);
  await shut(page);
  const group = await open(report(several, { brief: 'en', ranges: false }), { hash: '' });
  assert.match(await group.textContent('.five h2'), /^CUSMA in five numbers/);
  assert.equal(await group.locator('#five tr').count(), 5);
  await shut(group);
});
