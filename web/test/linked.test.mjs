// The pages of a market with drivers and of a run linked to a market: their numbers are those of the tables.
//
//   TRADEWIND_RESULTS    a folder with market-range/ and linked/, as the program wrote them; without it nothing is tested
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable, shut } from './browser.mjs';

const results = process.env.TRADEWIND_RESULTS || '';
const skip = !existsSync(join(results, 'linked')) && 'the program made no results';
const rowsOf = (folder, file) => readFileSync(join(results, folder, file), 'utf8').trim().split('\n').slice(1);

before(openBrowser);
after(closeBrowser);

test('a linked run has both parts of real income of every region, in each language', { skip }, async () => {
  const regions = rowsOf('linked', 'link.csv');
  for (const lang of ['en', 'fr', 'ja']) {
    const page = await open(join(results, 'linked', 'report.html'), { hash: `lang=${lang}&theme=light` });
    await drawn(page);
    assert.equal(await page.locator('#linked svg').count(), 1);
    const shown = await readTable(page, 'linked-table');
    assert.equal(shown.rows.length, Math.min(15, regions.length));
    assert.equal(shown.columns.length, 8);
    if (lang === 'en') assert.deepEqual(await gravest(page), []);
    await shut(page);
  }
});

test('the numbers of link.csv are those of the table and of the bars', { skip }, async () => {
  const page = await open(join(results, 'linked', 'report.html'));
  await drawn(page);
  const japan = rowsOf('linked', 'link.csv').find((row) => row.startsWith('JPN,')).split(',').map(Number);
  const text = (await page.textContent('#linked-table')).replaceAll('\u2212', '-');
  for (const value of [japan[1], japan[2]]) assert.ok(text.includes(`+${value.toFixed(3)}`), `${value}`);
  const tips = await page.locator('#linked svg [data-tip]').evaluateAll((list) => list.map((one) => one.dataset.tip));
  assert.ok(tips.some((tip) => tip.includes('Japan') && tip.includes(japan[2].toFixed(3))), tips.join(' | '));
});

test('a market with draws tells what drives the spread, row by row of market_drivers.csv', { skip }, async () => {
  const page = await open(join(results, 'market-range', 'report.html'));
  await drawn(page);
  const rows = rowsOf('market-range', 'market_drivers.csv');
  assert.ok((await page.locator('[id^="market-drivers-"] svg').count()) >= 3);
  const shown = (await readTable(page, 'market-drivers')).rows;
  assert.equal(shown.length, Math.min(15, rows.length));
  for (const [at, cells] of shown.entries()) {
    const [, , parameter, first, total] = rows[at].split(',');
    assert.equal(cells[1], parameter);
    const said = cells.slice(2, 4).map((text) => Number(text.replace('\u2212', '-').replace('%', '').trim()));
    for (const [k, value] of [first, total].entries()) assert.ok(Math.abs(said[k] - 100 * Number(value)) <= 0.51, `${rows[at]}: ${cells}`);
  }
});
