// Pages that the program wrote of results whose texts try to break out, and of several runs.
//
//   TRADEWIND_RESULTS    a folder with hostile/report.html and compare.html; without it these tests are skipped
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, open, openBrowser, readTable, shut } from './browser.mjs';

const results = process.env.TRADEWIND_RESULTS;
const BAD = '</script><script>window.broken=1</script><!-- <img src=x onerror=window.broken=2> & <b>';

before(openBrowser);
after(closeBrowser);

test('no text that goes through the program can break out of the page', { skip: !results }, async () => {
  const page = await open(join(results, 'hostile/report.html'));
  assert.deepEqual(page.faults, []);
  assert.equal(page.requests.length, 1, page.requests.join('\n'));
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.evaluate(() => document.scripts.length), 2);
  assert.equal(await page.locator('img, #page script').count(), 0);
  const run = await page.evaluate(() => JSON.parse(document.getElementById('tradewind-data').textContent).runs[0]);
  for (const text of [run.title, run.notes[0], run.world.title, run.world.source, run.world.caveat, run.regions[0][1], run.sectors[0][1], run.manifest.scenario.rules[0].source]) assert.equal(text, BAD);
  assert.ok((await readTable(page, 'regions')).rows.some((row) => row[0] === BAD), 'the name is shown as it is');
  await shut(page);
});

test('several runs that the program put side by side', { skip: !results }, async () => {
  const page = await open(join(results, 'compare.html'));
  assert.deepEqual(page.faults, []);
  const runs = await page.evaluate(() => JSON.parse(document.getElementById('tradewind-data').textContent).runs);
  assert.equal(runs.length, 2);
  const table = await readTable(page, 'compare-table');
  assert.equal(table.columns.length, 3);
  for (const [at, folder] of ['plain', 'limits'].entries()) {
    const csv = readFileSync(join(results, folder, 'regions.csv'), 'utf8').trim().split('\n').slice(1);
    assert.deepEqual(runs[at].regions.map(([code]) => code), csv.map((line) => line.split(',')[0]));
    assert.deepEqual(runs[at].region_values[0], csv.map((line) => Number(line.split(',')[1])));
  }
  await shut(page);
});
