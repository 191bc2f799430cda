// The report of bans that spread in a browser: every decision and every number of the parties is that of the tables beside it.
//
//   TRADEWIND_RESULTS    a folder with cascade/, a run with a cascade and a no-ban clause, as the program wrote it; without
//                        it there is nothing to look at
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, shownAs } from './browser.mjs';

const results = process.env.TRADEWIND_RESULTS;
const skip = results ? false : 'TRADEWIND_RESULTS is not set';
const folder = results && join(results, 'cascade');
const rowsOf = (file) => readCsv(readFileSync(join(folder, file), 'utf8')).rows;
let page;

before(async () => {
  if (!results) return;
  await openBrowser();
  page = await open(join(folder, 'report.html'));
});
after(closeBrowser);

async function whole(id) {
  const more = page.locator(`#${id}-more`);
  if (await more.count() && await more.isVisible()) await more.click();
  return readTable(page, id);
}

test('every decision of every round, without the clause and with it', { skip }, async () => {
  for (const clause of ['without', 'with']) {
    const shown = await whole(`cascade-${clause}`);
    const rows = rowsOf('cascade.csv').filter((row) => row.clause === clause);
    assert.ok(rows.some((row) => row.action === 'ban' && row.round === '1'), 'somebody follows');
    assert.equal(shown.rows.length, rows.length, clause);
    const at = (key) => shown.columns.indexOf(key);
    rows.forEach((row, index) => {
      assert.equal(shown.rows[index][at('round')], row.round);
      assert.equal(shown.rows[index][at('action')], { ban: 'bans', none: 'does not act', partial: 'bans sales to some' }[row.action]);
      shownAs(shown.rows[index][at('trigger')], row.trigger === '' ? '' : 100 * (Number(row.trigger) - 1), `${clause} ${index}`);
    });
  }
});

test('both parties of the clause: prices, quantities, calories, days of stocks and real income', { skip }, async () => {
  const shown = await whole('clause-table');
  const rows = rowsOf('clause.csv').filter((row) => row.without !== '');
  assert.equal(shown.rows.length, rows.length);
  assert.ok(['price', 'use', 'partner', 'calories', 'cover', 'real_income'].every((measure) => rows.some((row) => row.measure === measure)));
  rows.forEach((row, index) => {
    for (const column of ['base', 'without', 'with']) shownAs(shown.rows[index][shown.columns.indexOf(column)], row[column], `${row.region} ${row.measure} ${column}`);
  });
});

test('what the run says of itself stands on the page', { skip }, async () => {
  const said = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).cascade;
  const text = await page.textContent('#section-cascade');
  assert.ok(said.sentences.length >= 2);
  for (const sentence of said.sentences) assert.ok(text.includes(sentence), sentence);
});

test('in three languages, without a word of the program missing; nothing grave', { skip }, async () => {
  assert.deepEqual(await gravest(page), []);
  for (const [lang, title, action, unit] of [['fr', 'Interdictions qui se propagent', 'interdit', 'jours'], ['ja', '広がる禁輸', '禁輸する', '十億kcal'], ['en', 'Bans that spread', 'bans', 'days']]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    assert.ok((await headings(page)).some((text) => text.includes(title)), lang);
    assert.ok((await page.textContent('#cascade-without')).includes(action), lang);
    assert.ok((await page.textContent('#clause-table')).includes(unit), lang);
    assert.ok(!/undefined|NaN|\[object/.test(await page.textContent('main')), lang);
  }
  await page.setViewportSize({ width: 360, height: 800 });
  await drawn(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'no wider than a phone');
  assert.deepEqual(page.faults, []);
});
