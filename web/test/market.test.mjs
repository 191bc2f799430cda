// The report of a market in a browser: every number is that of market.json.
//
//   TRADEWIND_RESULTS    a folder with market/, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable, speak } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeMarket } from './study-sample.mjs';

let folder;
let page;
let found; // market.json

before(async () => {
  const own = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, 'market');
  folder = own && existsSync(own) ? own : studyReport(writeMarket(), 'market').folder;
  found = JSON.parse(readFileSync(join(folder, 'market.json'), 'utf8'));
  await openBrowser();
  page = await open(join(folder, 'report.html'));
  await drawn(page);
});
after(closeBrowser);

test('opens with the title and every sentence of the program, in the language of the reader', async () => {
  for (const lang of ['fr', 'ja', 'en']) {
    await speak(page, lang);
    assert.equal((await page.textContent('h1')).trim(), found.titles[lang]);
    const text = await page.textContent('header.top');
    for (const sentence of found.sentences[lang]) assert.ok(text.includes(sentence), `${lang}: ${sentence}`);
  }
});

test('the map has a line for what is shipped, wider for more, and marks what is closed', async () => {
  const lines = await page.locator('#market-map svg .flowline').evaluateAll((list) => list.map((one) => [one.dataset.from, one.dataset.to, Number(one.getAttribute('stroke-width')), one.dataset.tip]));
  assert.ok(lines.length > 0);
  const shipped = new Map(found.flows.map((flow) => [`${flow.supplier} ${flow.buyer}`, flow]));
  for (const [from, to, , tip] of lines) assert.ok(shipped.get(`${from} ${to}`).quantity_new > 0 && tip.includes(shipped.get(`${from} ${to}`).quantity_new.toFixed(2)), tip);
  const sorted = [...lines].sort((a, b) => shipped.get(`${b[0]} ${b[1]}`).quantity_new - shipped.get(`${a[0]} ${a[1]}`).quantity_new);
  for (let at = 1; at < sorted.length; at++) assert.ok(sorted[at][2] <= sorted[at - 1][2] + 1e-9, 'widths are in the order of quantities');
  const crossed = await page.locator('#market-map svg .closed').evaluateAll((list) => list.map((one) => one.dataset.passage));
  assert.deepEqual(crossed.sort(), found.passages.filter((one) => one.closed).map((one) => one.passage).sort());
});

test('prices before and after, the supply curve and the change of surplus are those of the file', async () => {
  const tips = await page.locator('#market-prices svg .row .hit').evaluateAll((list) => list.map((one) => one.dataset.tip));
  const sorted = [...found.buyers].sort((a, b) => b.price_new - a.price_new);
  assert.equal(tips.length, sorted.length);
  sorted.forEach((one, at) => assert.ok(tips[at].includes(`${one.price_base.toFixed(2)} → ${one.price_new.toFixed(2)}`), tips[at]));
  const steps = await page.locator('#market-supply svg .step').evaluateAll((list) => list.map((one) => one.dataset.tip));
  const sellers = found.suppliers.filter((one) => one.output_new > 0 && one.netback_new !== null).sort((a, b) => a.cost_new - b.cost_new);
  assert.equal(steps.length, sellers.length);
  sellers.forEach((one, at) => assert.ok(steps[at].includes(one.netback_new.toFixed(2)), steps[at]));
  const bars = await page.locator('#market-surplus svg .row .hit').evaluateAll((list) => list.map((one) => one.dataset.tip));
  const losers = [...found.buyers].sort((a, b) => a.surplus_change - b.surplus_change);
  assert.ok(bars.length > 0);
  bars.forEach((tip, at) => assert.ok(tip.includes(Math.abs(losers[at].surplus_change).toFixed(2)), tip));
});

test('the tables have every buyer, supplier and passage', async () => {
  for (const [id, list] of [['market-buyers', found.buyers], ['market-suppliers', found.suppliers], ['market-passages', found.passages]]) {
    const more = page.locator(`#${id}-more`);
    if (await more.count() && await more.isVisible()) await more.click();
    const shown = await readTable(page, id);
    assert.equal(shown.rows.length, list.length, id);
  }
  const shown = await readTable(page, 'market-buyers');
  const at = shown.columns.indexOf('price_new');
  assert.ok(at > 0, shown.columns.join());
  assert.deepEqual(shown.rows.map((row) => row[at]).sort(), found.buyers.map((one) => one.price_new.toFixed(2)).sort());
});

test('nothing is grave for who cannot see, on a phone neither, and nothing runs out of the page', async () => {
  assert.deepEqual(await gravest(page), []);
  const phone = await open(join(folder, 'report.html'), { viewport: { width: 360, height: 720 } });
  await drawn(phone);
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'wider than the phone');
});

test('texts of somebody else break nothing', async () => {
  const hostile = await open(studyReport(writeMarket({ hostile: true }), 'market').file);
  await drawn(hostile);
  assert.equal(await hostile.evaluate(() => window.broken), undefined);
  assert.ok((await hostile.textContent('body')).includes(HOSTILE[3].slice(0, 8)));
});
