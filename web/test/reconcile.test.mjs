// The report of a reconciliation in a browser: every number is that of reconcile.json.
//
//   TRADEWIND_RESULTS    a folder with reconcile/, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { studyName } from '../src/variants.js';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, savedCharts, shownAs, shut } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeReconciliation } from './study-sample.mjs';

let folder;
let page;
let found; // reconcile.json
let names;

/** Sets of elasticities go by their studies. */
const said = (title) => title.replace(/^elasticities of (.+)$/, (_, set) => `elasticities of ${studyName(set)}`);

before(async () => {
  folder = process.env.TRADEWIND_RESULTS ? join(process.env.TRADEWIND_RESULTS, 'reconcile') : studyReport(writeReconciliation(), 'reconcile').folder;
  found = JSON.parse(readFileSync(join(folder, 'reconcile.json'), 'utf8'));
  names = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).world.region_names;
  await openBrowser();
  page = await open(join(folder, 'report.html'));
});
after(closeBrowser);

const spread = (at) => {
  const values = found.variants.map((one) => one.real_income_pct[at]).filter((value) => value !== null);
  return Math.max(...values) - Math.min(...values);
};

/** A step that is rounding reads 0. */
const stepAs = (text, value, where) => (value !== null && Math.abs(value) < 1e-7 ? assert.equal(text, '0', where) : shownAs(text, value, where));

/** The waterfall as it is drawn: name, left and right end of the bar, texts. */
const fall = (one) =>
  one.locator('#waterfall svg').evaluate((svg) => ({
    zero: Number(svg.querySelector('.zero').getAttribute('x1')),
    names: [...svg.querySelectorAll('.row')].map((row) => row.querySelector('.name').dataset.tip),
    bars: [...svg.querySelectorAll('.fall')].map((bar) => ({ low: Number(bar.getAttribute('x')), high: Number(bar.getAttribute('x')) + Number(bar.getAttribute('width')), kind: bar.getAttribute('class') })),
    values: [...svg.querySelectorAll('.value')].map((text) => text.textContent),
  }));

test('opens with the region that moves most, both ends and the step that moves it', async () => {
  const at = found.regions.map((_, region) => spread(region)).reduce((best, value, region, all) => (value > all[best] ? region : best), 0);
  assert.equal(await page.inputValue('#set-region'), String(at));
  const text = await page.textContent('h1');
  assert.ok(text.startsWith(`${names[found.regions[at]]}: real income goes from `), text);
  const numbers = text.match(/from (\S+)\u00a0%.* to (\S+)\u00a0% in the run/);
  const run = found.variants.find((one) => one.is_run);
  shownAs(numbers[1], found.variants[0].real_income_pct[at], 'start');
  shownAs(numbers[2], run.real_income_pct[at], 'end');
  const largest = (list) => list.filter((one) => one.change_from_previous[at] !== null).reduce((best, one) => (Math.abs(one.change_from_previous[at]) > Math.abs(best.change_from_previous[at]) ? one : best));
  const step = largest(found.variants.filter((one) => one.in_chain && one.previous !== null));
  assert.ok(text.includes(`“${said(step.title)}”, by `), text);
  shownAs(text.match(/, by (\S+?)\u00a0points/)[1], step.change_from_previous[at], 'step');
  const beside = found.variants.filter((one) => !one.in_chain);
  if (beside.length) assert.ok((await page.textContent('.standfirst')).includes(`“${said(largest(beside).title)}”`));
});

test('the waterfall starts each bar where the one before ends, and stands on zero at both ends, for any region', async () => {
  const ends = [found.regions.length - 1, 0];
  for (const at of ends) {
    await page.selectOption('#set-region', String(at));
    assert.match(await page.textContent('h1'), new RegExp(`^${names[found.regions[at]]}`));
    const { zero, names: rows, bars, values } = await fall(page);
    const expected = found.variants.flatMap((one, index) => {
      const before_ = found.variants.find((other) => other.name === one.previous);
      const bar = { name: said(one.title), from: index === 0 ? 0 : before_.real_income_pct[at], to: one.real_income_pct[at], kind: index === 0 ? 'sum' : null, change: index === 0 ? null : one.change_from_previous[at] };
      return one.is_run ? [bar, { name: 'The run', from: 0, to: one.real_income_pct[at], kind: 'sum', change: null }] : [bar];
    });
    assert.deepEqual(rows, expected.map((bar) => bar.name));
    const far = expected.reduce((best, bar) => (Math.abs(bar.to) > Math.abs(best.to) ? bar : best)); // a scale from a bar on zero would not do: it may be short
    const sums = expected.map((bar, index) => [bar, bars[index]]).filter(([bar]) => bar.kind === 'sum').sort(([a], [b]) => Math.abs(b.to) - Math.abs(a.to))[0];
    const pixels = (sums[0].to < 0 ? sums[1].low - zero : sums[1].high - zero) / sums[0].to;
    const room = 1.2 + Math.abs(far.to * pixels) / (Math.abs(sums[0].to * pixels) || 1); // a pixel's rounding, carried to the longest bar
    expected.forEach((bar, index) => {
      const [low, high] = [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)];
      assert.ok(Math.abs(bars[index].low - zero - low * pixels) < room, `${names[found.regions[at]]}: ${bar.name} starts at ${bars[index].low - zero}, ${low * pixels} expected`);
      if ((high - low) * pixels > 1) assert.ok(Math.abs(bars[index].high - zero - high * pixels) < room, `${bar.name} ends at ${bars[index].high - zero}, ${high * pixels} expected`);
      assert.ok(bars[index].kind.includes(bar.kind || (bar.to < bar.from ? 'loss' : 'gain')), `${bar.name}: ${bars[index].kind}`);
    });
    const texts = expected.flatMap((bar) => (bar.change === null ? [bar.to] : [bar.change, bar.to]));
    assert.equal(values.length, texts.length);
    values.forEach((text, index) => stepAs(text, texts[index], `text ${index}`));
  }
});

test('the table has every region in every variant, as levels and as steps, sorts and copies', async () => {
  const code = (name) => found.regions.findIndex((one) => names[one] === name);
  for (const [view, key] of [['step', 'change_from_previous'], ['level', 'real_income_pct']]) {
    await page.check(`#steps-${view}`);
    const table = await readTable(page, 'variants-table');
    assert.equal(table.rows.length, found.regions.length);
    assert.deepEqual(table.columns.slice(1, -1), found.variants.map((one) => one.name));
    for (const row of table.rows) found.variants.forEach((one, at) => (view === 'step' ? stepAs : shownAs)(row[at + 1], one[key][code(row[0])], `${view}: ${row[0]}, ${one.name}`));
  }
  const name = found.variants[1].name;
  for (const [direction, sign] of [['descending', -1], ['ascending', 1]]) {
    await page.click(`#variants-table-sort-${name}`);
    const values = (await readTable(page, 'variants-table')).rows.map((row) => found.variants[1].real_income_pct[code(row[0])]);
    for (let i = 1; i < values.length; i++) assert.ok(sign * (values[i] - values[i - 1]) >= 0, `${direction}: ${values}`);
  }
  await page.click('#variants-table-copy');
  await page.waitForSelector('#status.shown');
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText())).rows;
  for (const row of copied) for (const one of found.variants) assert.equal(Number(row[one.name]), one.real_income_pct[found.regions.indexOf(row.region)]);
  if (!existsSync(join(folder, 'reconcile.csv'))) return;
  for (const row of readCsv(readFileSync(join(folder, 'reconcile.csv'), 'utf8')).rows) assert.equal(Number(copied.find((one) => one.region === row.region)[row.variant]), Number(row.real_income_pct), `${row.region} ${row.variant}`);
});

test('what each step changes, in the program’s words, and how this was made', async () => {
  const text = await page.textContent('#section-steps');
  for (const one of found.variants) for (const part of [said(one.title), one.what, one.lacks]) assert.ok(text.includes(part), part);
  const manifest = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  assert.deepEqual(JSON.parse(await page.textContent('.manifest pre')), manifest);
  const made = await page.textContent('#section-reconciled');
  for (const rule of (manifest.scenario || {}).rules || []) assert.ok(made.includes(rule.words), rule.words);
  assert.ok(made.includes(manifest.command) && made.includes(manifest.world.sha256));
});

test('charts are saved, and say numbers to those who cannot see them', () => savedCharts(page, ['waterfall']));

test('three languages, light and dark, printed and on a phone', async () => {
  const english = await headings(page);
  const numbers = (text) => (text.match(/\d+/g) || []).length;
  for (const [language, theme, sign] of [['fr', 'dark', /revenu réel passe de/], ['ja', 'light', /最も単純なモデル/], ['en', 'dark', /simplest model/]]) {
    await page.selectOption('#set-language', language);
    await page.selectOption('#set-theme', theme);
    await drawn(page);
    assert.match(await page.textContent('h1'), sign);
    const now = await headings(page);
    assert.equal(now.length, english.length);
    if (language !== 'en') {
      assert.deepEqual(now.filter((text, at) => text === english[at] && /[a-z]{4}/.test(text)), [], `${language} leaves English words`);
      const steps = page.locator('#section-steps li');
      assert.equal(await steps.locator('[lang=en]').count(), found.variants.filter((one) => one.outcome !== 'certified' && one.outcome !== 'certified_by_continuation').length, 'every step is translated');
      for (const [at, one] of found.variants.entries()) assert.ok(numbers(await steps.nth(at).textContent()) >= Math.min(1, numbers(one.what.replace(/\d{4}|at least [\d.]+|, 0 in/g, ''))), `${language}: the numbers of "${one.what}" are lost`);
    }
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /undefined|NaN|\[object/);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.waitForTimeout(200);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, `${language}: the page is wider than a phone`);
    if (language === 'ja') assert.deepEqual(await gravest(page), [], 'on a phone');
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.waitForTimeout(200);
    if (language !== 'ja') assert.deepEqual(await gravest(page), [], `${language}, ${theme}`);
  }
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.settings', 'nav', '.tools', '.choice']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('a variant without a solution is shown as such, and hostile names as they are', async () => {
  const one = await open(studyReport(writeReconciliation({ unsolved: true }), 'reconcile').file);
  assert.match(await one.textContent('header .caveat'), /^1 of 6 variants have no certified solution/);
  const { names: rows, bars, values } = await fall(one);
  assert.equal(bars.length, rows.length - 1);
  assert.equal(values.filter((text) => text === 'not solved').length, 1);
  const table = await readTable(one, 'variants-table');
  for (const row of table.rows) assert.equal(row[3], '–');
  assert.match(await one.textContent('#section-steps .caveat'), /Without a certified solution: the iteration limit was reached/);
  assert.deepEqual(one.faults, []);
  await shut(one);
  const bad = await open(studyReport(writeReconciliation({ hostile: true }), 'reconcile').file, { hash: 'lang=fr' });
  assert.equal(await bad.evaluate(() => window.broken), undefined);
  assert.equal(await bad.locator('img, iframe, object, embed, svg script, #page script').count(), 0);
  assert.equal(await bad.evaluate(() => document.scripts.length), 2);
  assert.ok((await bad.textContent('#section-steps')).includes(HOSTILE[1]));
  assert.match(await bad.textContent('h1'), /, 2030 :/);
  assert.deepEqual(bad.faults, []);
  await shut(bad);
});
