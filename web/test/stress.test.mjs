// The report of a stress test in a browser: every number is that of stress.json.
//
//   TRADEWIND_RESULTS    a folder with stress/ (a matrix) and stress-detail/, as the program wrote them; else made-up ones
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, savedCharts, shut, speak } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeStress } from './study-sample.mjs';

const of = {}; // matrix, detail: folder, page, found

async function load(name, folder, made) {
  const own = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, folder);
  const at = own && existsSync(own) ? own : studyReport(writeStress(made), 'stress').folder;
  const page = await open(join(at, 'report.html'));
  await drawn(page);
  of[name] = { folder: at, page, found: JSON.parse(readFileSync(join(at, 'stress.json'), 'utf8')) };
}

before(async () => {
  await openBrowser();
  await load('matrix', 'stress', {});
  await load('detail', 'stress-detail', { detail: true });
});
after(closeBrowser);

const unique = (list) => [...new Set(list)];
const inMarket = (found) => found.rows.filter((row) => row.price_base !== undefined && row.bound === 'equilibrium');
// The page keeps a colon on the line of what it follows.
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
async function whole(page, id) {
  const more = page.locator(`#${id}-more`);
  if (await more.count() && await more.isVisible()) await more.click();
  return readTable(page, id);
}

test('opens with the title and every sentence of the program, in the language of the reader', async () => {
  const { page, found } = of.detail;
  for (const [lang, section] of [['fr', 'Jours couverts par les stocks'], ['ja', '備蓄で補える日数'], ['en', 'Days that stocks cover']]) {
    await speak(page, lang);
    assert.ok((await headings(page)).some((text) => text.includes(section)), lang);
    assert.equal(plain(await page.textContent('h1')).trim(), found.titles[lang]);
    const text = plain(await page.textContent('header.top'));
    for (const sentence of found.sentences[lang]) assert.ok(text.includes(sentence), `${lang}: ${sentence}`);
    assert.ok(!/undefined|\[object|NaN/.test(await page.textContent('main')), lang);
  }
});

test('the matrix has a row for each loss, and for each buyer the change of its surplus, coloured by size', async () => {
  const { page, found } = of.matrix;
  const shown = await whole(page, 'stress-matrix');
  const losses = found.losses.filter((one) => one.rank);
  assert.equal(shown.rows.length, losses.length);
  const byTitle = new Map(losses.map((one) => [one.title, one]));
  const buyers = shown.columns.filter((key) => key.startsWith('b'));
  assert.ok(buyers.length > 1);
  for (const row of shown.rows) {
    const { lost, surplus_change: all } = byTitle.get(row[0]);
    assert.ok(Math.abs(Number(row[shown.columns.indexOf('surplus_change')].replace('−', '-').replace(/,/g, '')) - all) <= 0.0501, lost);
    for (const key of buyers) {
      const own = inMarket(found).find((one) => one.lost === lost && one.buyer === key.slice(1));
      const text = row[shown.columns.indexOf(key)].replace('−', '-').replace(/,/g, '');
      assert.ok(Math.abs(Number(text) - own.surplus_change) <= 0.0501, `${lost} ${key}: ${text}`);
    }
  }
  const classes = await page.locator('#stress-matrix td.heat').evaluateAll((list) => list.map((one) => one.className));
  assert.ok(classes.some((one) => one.includes('loss4')) || classes.some((one) => one.includes('loss')), classes.join());
});

test('a loss that was named has both bounds by buyer', async () => {
  const { page, found } = of.detail;
  const shown = await whole(page, 'stress-buyers');
  const rows = inMarket(found);
  assert.equal(shown.rows.length, rows.length);
  for (const [key, decimals] of [['direct', 2], ['shortfall', 2], ['price_new', 2]]) {
    const at = shown.columns.indexOf(key);
    assert.deepEqual(shown.rows.map((row) => row[at]).sort(), rows.map((row) => row[key].toFixed(decimals)).sort(), key);
  }
});

test('days of cover are bars, the shortest first, of both bounds where there is a market', async () => {
  for (const { page, found } of [of.matrix, of.detail])
    for (const fuel of unique(found.rows.filter((row) => row.days_cover !== undefined && row.days_cover < 3650).map((row) => row.fuel))) {
      const tips = await page.locator(`#stress-cover-${fuel} svg .row .hit`).evaluateAll((list) => list.map((one) => one.dataset.tip));
      assert.ok(tips.length > 0, fuel);
      const stocks = unique(found.rows.filter((row) => row.fuel === fuel && row.stock_days !== undefined).map((row) => row.buyer)).length;
      assert.ok(tips.slice(0, stocks).every((tip) => tip.startsWith('all imports stop')), tips[0]);
      const days = tips.slice(stocks).map((tip) => Math.min(...[...tip.matchAll(/: ([\d,]+) days/g)].map((each) => Number(each[1].replace(/,/g, '')))));
      assert.deepEqual(days, [...days].sort((a, b) => a - b), fuel);
      const least = Math.min(...found.rows.filter((row) => row.fuel === fuel && row.days_cover !== undefined).map((row) => row.days_cover));
      assert.equal(days[0], Math.round(least), fuel);
      const market = found.rows.some((row) => row.fuel === fuel && row.price_base !== undefined);
      assert.equal(tips[stocks].split('\n').length, market ? 2 : 1);
    }
});

test('insurance and fuels without a market have their numbers', async () => {
  const { page, found } = of.detail;
  const insured = await whole(page, 'stress-insurance');
  for (const row of found.insurance) assert.ok(insured.columns.includes(`with ${row.with}`), insured.columns.join());
  const fuel = found.rows.find((row) => row.price_base === undefined);
  const shown = await whole(page, `stress-fuel-${fuel.fuel}`);
  assert.equal(shown.rows.length, found.rows.filter((row) => row.fuel === fuel.fuel && row.price_base === undefined).length);
  assert.equal(shown.rows[0][shown.columns.indexOf('direct_pct')], fuel.direct_pct.toFixed(1));
});

test('charts are saved; on a phone nothing is grave, nothing runs out of the page', async () => {
  const { page } = of.detail;
  const [chart] = await page.locator('figure[id^=stress-cover]').evaluateAll((list) => list.map((one) => one.id));
  await savedCharts(page, [chart]);
  for (const { folder: at, page: own } of [of.matrix, of.detail]) {
    assert.deepEqual(await gravest(own), []);
    const phone = await open(join(at, 'report.html'), { viewport: { width: 360, height: 720 } });
    await drawn(phone);
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'wider than the phone');
    await shut(phone);
  }
});

test('texts of somebody else break nothing', async () => {
  const hostile = await open(studyReport(writeStress({ hostile: true }), 'stress').file);
  await drawn(hostile);
  assert.equal(await hostile.evaluate(() => window.broken), undefined);
  assert.ok((await hostile.textContent('body')).includes(HOSTILE[3].slice(0, 8)));
});
