// The report of a range in a browser: every number with its range, what was drawn, what drives the spread.
//
//   TRADEWIND_RESULTS    a folder with range/, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, drawn, gravest, open, openBrowser, parseShown, readTable, shownAs } from './browser.mjs';
import { sampleReport } from './sample.mjs';

let folder;
let page;
let run;
const csv = (name) => readCsv(readFileSync(join(folder, name), 'utf8'));

before(async () => {
  folder = process.env.TRADEWIND_RESULTS ? join(process.env.TRADEWIND_RESULTS, 'range') : sampleReport({ ranges: true, years: true }).folder;
  await openBrowser();
  page = await open(join(folder, 'report.html'));
  run = await page.evaluate(() => JSON.parse(document.getElementById('tradewind-data').textContent).runs[0]);
});
after(closeBrowser);

/** "a (b to c)" says the three numbers; without a range in the file it is one number. */
function ranged(text, row, column, where) {
  const found = text.match(/^(\S+) \((\S+) to (\S+)\)$/);
  const has = row[`${column}_p05`] !== undefined && row[`${column}_p05`] !== '' && row[column] !== '';
  assert.equal(Boolean(found), has, `${where}, ${column}: ${text}`);
  if (!found) return shownAs(text, row[column], `${where}, ${column}`);
  ['', '_p05', '_p95'].forEach((end, at) => shownAs(found[at + 1], row[column + end], `${where}, ${column}${end}`, true));
  return undefined;
}

/** Is the shown number the given one? What a limit is on is said by names, so its size tells which it is. */
const near = (text, given) => Math.abs(parseShown(text).value - Number(given)) <= parseShown(text).half * 1.001;

test('every table has a range beside every number that has one', async () => {
  const seen = { regions: 0, 'sectors-table': 0, 'flows-table': 0, 'limits-table': 0, 'years-table': 0 };
  const check = async (id, find) => {
    const table = await readTable(page, id);
    for (const row of table.rows) {
      table.columns.forEach((column, at) => {
        const [line, name] = find(row, column);
        if (!line || !(name in line) || !(`${name}_p05` in line)) return;
        ranged(row[at], line, name, `${id} ${row[0]}`);
        seen[id]++;
      });
    }
  };
  const code = (name) => run.regions.find(([, label]) => label === name)[0];
  const sector = (name) => run.sectors.find(([, label]) => label === name)[0];
  const regions = csv('regions.csv').rows;
  const sectors = csv('sectors.csv').rows;
  const trade = csv('trade.csv').rows;
  const chosen = run.regions[Number(await page.inputValue('#set-region'))][0];
  await check('regions', (row, column) => [regions.find((one) => one.region === code(row[0])), column]);
  await check('sectors-table', (row, column) => [sectors.find((one) => one.region === chosen && one.sector === sector(row[0])), column]);
  await check('flows-table', (row, column) => [trade.find((one) => one.sector === sector(row[0]) && one.exporter === code(row[1]) && one.importer === code(row[2])), column]);
  if (existsSync(join(folder, 'limits.csv'))) await check('limits-table', (row, column) => [csv('limits.csv').rows.find((one) => one.line === row[0] && near(row[4], one.limit)), column]);
  if (existsSync(join(folder, 'years.csv'))) await check('years-table', (row, column) => [csv('years.csv').rows.filter((one) => one.region === code(row[0]) && one.year === column.slice(1)).map((one) => ({ [column]: one.real_income_pct, [`${column}_p05`]: one.real_income_pct_p05, [`${column}_p95`]: one.real_income_pct_p95 }))[0], column]);
  assert.ok(seen.regions >= regions.length && seen['sectors-table'] >= run.sectors.length, JSON.stringify(seen));
  if ('new_value_p05' in trade[0]) assert.ok(seen['flows-table'] >= 50, JSON.stringify(seen));
  if (existsSync(join(folder, 'limits.csv'))) assert.ok(seen['limits-table'] >= csv('limits.csv').rows.length, JSON.stringify(seen));
  if (run.years) assert.ok(seen['years-table'] >= regions.length, JSON.stringify(seen));
});

test('every chart draws the ranges, and says them to the pointer and in its text', async () => {
  const bars = await page.locator('#bars .row').evaluateAll((list) => list.map((row) => ({ name: row.querySelector('.name').dataset.tip, whisker: row.querySelector('.whisker').getAttribute('d').match(/[\d.]+/g).map(Number), label: row.querySelector('.value').textContent, tip: row.querySelector('.hit').dataset.tip })));
  const regions = csv('regions.csv').rows;
  const rows = bars.map((bar) => ({ bar, row: regions.find((one) => one.region === run.regions.find(([, label]) => label === bar.name)[0]) }));
  const ends = rows.flatMap(({ bar, row }) => [[Number(row.real_income_pct_p05), bar.whisker[0]], [Number(row.real_income_pct_p95), bar.whisker[2]]]).sort((a, b) => a[0] - b[0]);
  const [first, last] = [ends[0], ends[ends.length - 1]];
  for (const [value, x] of ends) assert.ok(Math.abs(x - (first[1] + ((value - first[0]) / (last[0] - first[0])) * (last[1] - first[1]))) < 0.7, `${value} is drawn at ${x}`);
  for (const { bar, row } of rows) {
    ranged(bar.label, row, 'real_income_pct', `label of ${bar.name}`);
    assert.match(bar.tip, / to [+\u2212]?[\d.]+\)/);
  }
  assert.equal(await page.locator('#map .country[data-tip]').evaluateAll((list) => list.filter((one) => !/\(.* to .*\)/.test(one.dataset.tip)).length), 0, 'the map says ranges');
  assert.match(await page.textContent('#map-d'), /\(.* to .*\)/);
  if (run.years) assert.ok((await page.locator('#years-chart .band').count()) === 1 && (await page.locator('#years-chart .whisker').count()) > 1);
});

test('what was drawn stands near the top, all of it in the last section', async () => {
  const { range } = run.manifest;
  const text = await page.textContent('#drawn');
  for (const number of [range.draws, range.parameters.length, `seed ${range.seed}`]) assert.ok(text.includes(String(number)), `${number} is not in "${text}"`);
  const failed = Object.values(range.failed).reduce((a, b) => a + b, 0);
  assert.equal(/Every draw is certified/.test(text), failed === 0);
  for (const count of Object.values(range.failed)) assert.ok(text.includes(String(count)), text);
  if (failed) assert.ok(text.includes(String(range.certified)), text);
  assert.equal(/floor of 0\.50/.test(text), range.cut > 0);
  assert.equal(/assumption/.test(text), range.assumed);
  const made = await page.textContent('#section-made');
  for (const note of range.notes) assert.ok(made.includes(note), note);
  if (await page.isVisible('#parameters-table-more')) await page.click('#parameters-table-more');
  const table = await readTable(page, 'parameters-table');
  assert.equal(table.rows.length, range.parameters.length);
  table.rows.forEach((row, at) => {
    const unit = row[1].match(/ (%|pp)$/);
    shownAs(row[1].replace(/ (%|pp)$/, ''), String(range.parameters[at].central * (unit ? 100 : 1)), row[0]);
  });
});

test('what drives the spread: bars as long as the shares, the table as drivers.csv, names of sectors in every language', async () => {
  const drivers = csv('drivers.csv').rows;
  const results = [...new Set(drivers.map((row) => `${row.outcome} ${row.region}`))];
  assert.equal(await page.locator('#section-drivers figure').count(), results.length);
  for (const [index, result] of results.entries()) {
    const list = drivers.filter((row) => `${row.outcome} ${row.region}` === result).sort((a, b) => b.total - a.total).slice(0, 12);
    const rows = await page.locator(`#drivers-${index + 1} .row`).evaluateAll((all) => all.map((row) => ({ alone: Number(row.querySelector('.alone')?.getAttribute('width') || 0), together: Number(row.querySelector('.together')?.getAttribute('width') || 0), x: Number(row.querySelector('.total').getAttribute('cx')), whisker: row.querySelector('.whisker').getAttribute('d').match(/-?[\d.]+/g).map(Number), text: row.querySelector('.value').textContent })));
    assert.equal(rows.length, list.length);
    const zero = Number(await page.getAttribute(`#drivers-${index + 1} .zero`, 'x1'));
    const unit = (rows[0].x - zero) / list[0].total; // pixels a share of 1
    list.forEach((row, at) => {
      const [first, total] = [Number(row.first_order), Number(row.total)];
      const alone = Math.max(0, Math.min(first, total));
      const close = (x, value, what) => assert.ok(Math.abs(x - value * unit) < 1.6, `${result}, ${row.parameter}: ${what} is ${x} pixels, ${value * unit} expected`);
      close(rows[at].alone, alone, 'alone');
      close(rows[at].together, Math.max(0, total - alone), 'with others');
      close(rows[at].x - zero, total, 'total');
      close(rows[at].whisker[2] - zero, total + Number(row.total_error), 'the end of the thin line');
      shownAs(rows[at].text.replace(/\u00a0%/, ''), String(100 * total), row.parameter, true);
    });
  }
  await page.click('#drivers-table-copy');
  await page.waitForSelector('#status.shown');
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual(copied.rows.map((row) => csv('drivers.csv').columns.map((name) => (Number.isNaN(Number(row[name])) ? row[name] : Number(row[name])))), drivers.map((row) => Object.values(row).map((value) => (Number.isNaN(Number(value)) ? value : Number(value)))));
  const cars = drivers.some((row) => row.parameter === 'elasticity of C29');
  for (const [language, name, range] of [['fr', 'Automobile', /90\u202f% des tirages\u00a0: de /], ['ja', '自動車', /試行の90\u00a0%が.*の範囲/], ['en', 'Motor vehicles', /90\u00a0% of draws: /]]) {
    await page.selectOption('#set-language', language);
    await drawn(page);
    assert.match(await page.textContent('h1'), range);
    const text = await page.textContent('#section-drivers');
    if (cars) assert.ok(text.includes(name), `${language}: ${name}`);
    assert.doesNotMatch(text, /elasticity of|undefined|NaN/);
  }
});

test('nothing went wrong, and axe finds no serious fault', async () => {
  assert.deepEqual(page.faults, []);
  await page.evaluate(() => document.querySelectorAll('#section-income, #section-parts, #section-flows, #section-sectors, #section-tariffs').forEach((node) => node.remove()));
  assert.deepEqual(await gravest(page), []); // the sections before are in report.test.mjs
});
