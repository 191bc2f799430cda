// The report of exposures in a browser: every number is that of the tables beside it.
//
//   TRADEWIND_RESULTS    a folder with exposure/ (one region, without a scenario), exposure-scenario/ and exposure-all/, as
//                        the program wrote them; without it there is nothing to look at
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, gravest, open, openBrowser, readTable, shownAs, shut } from './browser.mjs';

const results = process.env.TRADEWIND_RESULTS;
const skip = results ? false : 'TRADEWIND_RESULTS is not set';
const at = (name) => join(results, name);
const table = (name, file) => readCsv(readFileSync(join(at(name), file), 'utf8')).rows;

before(async () => results && openBrowser());
after(closeBrowser);

async function whole(page, id) {
  const more = page.locator(`#${id}-more`);
  if (await more.count() && await more.isVisible()) await more.click();
  return readTable(page, id);
}

test('the largest gains and losses, as exposure_largest.csv has them', { skip }, async () => {
  for (const name of ['exposure', 'exposure-scenario']) {
    const page = await open(join(at(name), 'report.html'));
    const shown = await whole(page, 'exposure-largest');
    const rows = table(name, 'exposure_largest.csv');
    assert.equal(shown.rows.length, rows.length);
    rows.forEach((row, index) => {
      for (const column of ['per_point', 'rate_pct', 'exact_1_pct', 'exact_25_pct']) shownAs(shown.rows[index][shown.columns.indexOf(column)], row[column], `${name} ${index} ${column}`);
    });
    assert.deepEqual(await gravest(page), []);
    assert.deepEqual(page.faults, []);
    await shut(page);
  }
});

test('the matrix of one region: sellers by sectors, the sum of all before them', { skip }, async () => {
  const page = await open(join(at('exposure'), 'report.html'));
  const shown = await whole(page, 'exposure-matrix');
  const rows = table('exposure', 'exposure_matrix.csv');
  const own = rows[0].region;
  assert.equal(shown.rows.length, new Set(rows.map((row) => row.exporter)).size - 1, 'not the region itself');
  await page.click('#exposure-matrix-copy');
  const { columns, rows: copied } = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  assert.ok(columns.length > 5);
  for (const line of copied) {
    assert.notEqual(line.exporter, own);
    for (const column of columns.slice(1)) {
      const given = rows.find((row) => row.exporter === line.exporter && row.sector === (column === 'all' ? '' : column));
      assert.equal(Number(line[column]), Number(given?.derivative ?? 0), `${line.exporter} ${column}`);
    }
  }
  assert.equal(await page.locator('#exposure-matrix td.heat').count() > 20, true);
  assert.match(await page.textContent('#exposure-map'), /Friends and enemies/);
});

test('the matrix of all regions; the chosen one has its map', { skip }, async () => {
  const page = await open(join(at('exposure-all'), 'report.html'), { hash: 'lang=en&region=CAN' });
  const rows = table('exposure-all', 'exposure_matrix.csv').filter((row) => row.sector === '');
  await whole(page, 'exposure-matrix');
  await page.click('#exposure-matrix-copy');
  const { columns, rows: copied } = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.length, new Set(rows.map((row) => row.region)).size);
  for (const line of copied) {
    for (const column of columns.slice(1)) {
      if (column === line.region) assert.equal(line[column], '');
      else assert.equal(Number(line[column]), Number(rows.find((row) => row.region === line.region && row.exporter === column).derivative), `${line.region} ${column}`);
    }
  }
  assert.match(await page.textContent('#exposure-map-title'), /of Canada/);
  await page.selectOption('#set-region', { label: 'United States' });
  assert.match(await page.textContent('#exposure-map-title'), /of United States/);
});

test('without a scenario the page is of exposures alone, in every language', { skip }, async () => {
  const names = { en: /falls most with a higher/, fr: /la plus forte baisse/, ja: /最も動かすもの/ };
  for (const lang of ['en', 'fr', 'ja']) {
    const page = await open(join(at('exposure'), 'report.html'), { hash: `lang=${lang}&theme=light` });
    assert.match(await page.textContent('h1'), names[lang]);
    assert.equal(await page.locator('main section').count(), 2);
    assert.equal(await page.locator('#set-measure').count(), 0);
    assert.ok(!/undefined|\[object|NaN/.test(await page.textContent('body main')), lang);
    assert.deepEqual(page.faults, []);
    await shut(page);
  }
  const page = await open(join(at('exposure-scenario'), 'report.html'));
  assert.ok(await page.locator('#section-income').count(), 'with one there is the rest of a run');
});
