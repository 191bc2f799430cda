// Reports of other kinds: names that try to break out, several runs, ranges, runs without much in them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fill, readCsv, template } from '../dev/fill.mjs';
import { closeBrowser, drawn, open, openBrowser, parseShown, readTable, shut } from './browser.mjs';
import { HOSTILE, sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

test('no name can break out of the page', async () => {
  const { file } = sampleReport({ hostile: true, years: true });
  for (const language of ['en', 'ja']) {
    const page = await open(file, { hash: `lang=${language}` });
    await page.selectOption('#set-sector', '1');
    await page.locator('#bars .row .hit').first().hover();
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#bars-svg')]);
    const svg = readFileSync(await download.path(), 'utf8');
    assert.doesNotMatch(svg, /<script|<img/);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.deepEqual(page.faults, []);
    assert.equal(page.requests.length, 1, page.requests.join('\n'));
    assert.equal(await page.locator('img, iframe, object, embed, svg script, #page script').count(), 0);
    assert.equal(await page.evaluate(() => document.scripts.length), 2);
    const names = (await readTable(page, 'regions')).rows.map((row) => row[0]);
    assert.deepEqual(names.slice().sort(), HOSTILE.slice().sort(), 'names are shown as they are');
    await shut(page);
  }
});

test('a script that came with the data would not run: the page allows its own by hash', async () => {
  const { file } = sampleReport({});
  const bad = file.replace(/report\.html$/, 'bad.html');
  writeFileSync(bad, readFileSync(file, 'utf8').replace('<div id="page">', '<script>window.broken = 1</script><img src="data:," onerror="window.broken = 2"><div id="page">'));
  const page = await open(bad);
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.ok(page.faults.some((fault) => /Content Security Policy/.test(fault)), 'the browser says that it refused');
  await shut(page);
});

test('the template has one marker and stays small', () => {
  const text = template();
  assert.equal(text.split('/*DATA*/').length, 2);
  assert.ok(Buffer.byteLength(text) < 1.2e6);
  assert.match(text, /d3-sankey[^]*Redistribution and use[^]*world-atlas/, 'the licences of what is in the page go with it');
  assert.doesNotMatch(text, /\b(src|href)="https?:|@import|url\(\s*["']?https?:/);
});

test('two runs side by side', async () => {
  const { file, folders, data } = sampleReport({ seed: 1, name: 'one', title: 'The first policy' }, { seed: 2, name: 'two', title: 'The second policy', against: 'one' });
  const page = await open(file);
  const csv = folders.map((folder) => readCsv(readFileSync(join(folder, 'regions.csv'), 'utf8')).rows);
  const head = await page.textContent('h1');
  assert.ok(head.includes('The first policy') && head.includes('The second policy'), head);
  assert.match(await page.textContent('.runs li:nth-child(2)'), /compared with the scenario “one”/);
  const check = async (column) => {
    const table = await readTable(page, 'compare-table');
    assert.equal(table.columns.length, 3);
    for (const row of table.rows) {
      const [code] = data.runs[0].regions.find(([, name]) => name === row[0]);
      csv.forEach((rows, run) => {
        const value = rows.find((one) => one.region === code)[column];
        const shown = parseShown(row[run + 1]);
        if (value === '') assert.equal(shown, null);
        else assert.ok(Math.abs(shown.value - Number(value)) <= shown.half * 1.0001, `${code} ${run}: ${value} is shown as ${row[run + 1]}`);
      });
    }
  };
  await check('real_income_pct');
  await page.selectOption('#set-measure', 'wage_pct');
  await check('wage_pct');
  assert.equal(await page.locator('#compare-bars rect.series.s1').count() > 1, true);
  const before_ = await readTable(page, 'sectors-table');
  await page.selectOption('#set-run', '1');
  await drawn(page);
  const after_ = await readTable(page, 'sectors-table');
  assert.notDeepEqual(after_.rows, before_.rows);
  assert.deepEqual(after_.rows.map((row) => row[0]), before_.rows.map((row) => row[0]));
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('one run has no comparison', async () => {
  const { file } = sampleReport({});
  const page = await open(file);
  assert.equal(await page.locator('#section-compare, #set-run').count(), 0);
  assert.equal(await page.locator('#section-years').count(), 0);
  await shut(page);
});

test('ranges are in the sentence, the tables, the charts and the copies', async () => {
  const { file, folder, data } = sampleReport({ ranges: true });
  const page = await open(file);
  const rows = readCsv(readFileSync(join(folder, 'regions.csv'), 'utf8')).rows;
  assert.match(await page.textContent('h1'), /\(90\u00a0% of draws: [\u2212+]?[\d.]+ to [\u2212+]?[\d.]+\)/);
  const table = await readTable(page, 'regions');
  assert.ok(!table.columns.some((column) => /_p\d\d$/.test(column)), 'a range is not a column of its own');
  const at = table.columns.indexOf('real_income_pct');
  for (const row of table.rows) {
    const [code] = data.runs[0].regions.find(([, name]) => name === row[0]);
    const csv = rows.find((one) => one.region === code);
    const found = row[at].match(/^(\S+) \((\S+) to (\S+)\)$/);
    assert.ok(found, row[at]);
    ['real_income_pct', 'real_income_pct_p05', 'real_income_pct_p95'].forEach((column, index) => {
      const shown = parseShown(found[index + 1]);
      assert.ok(Math.abs(shown.value - Number(csv[column])) <= shown.half * 1.0001, `${code} ${column}: ${csv[column]} is shown as ${row[at]}`);
    });
    const width = Number(csv.real_income_pct_p95) - Number(csv.real_income_pct_p05);
    assert.ok(parseShown(found[1]).half * 2 <= width / 9 && parseShown(found[1]).half * 2 >= width / 110, `${row[at]} has the digits that its range supports`);
  }
  assert.equal(await page.locator('#bars .whisker').count(), rows.length);
  await page.click('#regions-copy');
  await page.waitForSelector('#status.shown');
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  for (const column of ['real_income_pct_p05', 'real_income_pct_p50', 'real_income_pct_p95']) {
    assert.ok(copied.columns.includes(column), column);
    for (const row of copied.rows) assert.equal(Number(row[column]), Number(rows.find((one) => one.region === row.region)[column]));
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('a policy without any effect, and a run that holds little, are shown as such', async () => {
  const { file, data } = sampleReport({});
  const run = data.runs[0];
  for (const column of run.region_values) column.fill(0);
  run.flows = [];
  run.pairs = null;
  run.sector_columns = [];
  run.sector_values = [];
  run.limits = null;
  run.preferences = null;
  run.manifest = {};
  run.world = { name: 'w' };
  delete run.sentences;
  delete run.notes;
  const bare = file.replace(/report\.html$/, 'bare.html');
  writeFileSync(bare, fill(template(), data));
  const page = await open(bare);
  assert.match(await page.textContent('h1'), /No region’s real income changes/);
  assert.deepEqual(await page.locator('section').evaluateAll((list) => list.map((one) => one.id)), ['lead', 'section-income', 'section-made']);
  assert.deepEqual(page.faults, []);
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /undefined|NaN|\[object/);
  await shut(page);
});
