// The pages of dependence and of calories in a browser: every number is that of the CSV files.
//
//   TRADEWIND_RESULTS    a folder with dependence/ and food/, both with a scenario, as the program wrote them; else made-up ones
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, gravest, headings, open, openBrowser, readTable, savedCharts, shownAs, shut } from './browser.mjs';
import { readCsv } from '../dev/fill.mjs';
import { calorieRows, dependenceRows, made, options } from './answers-sample.mjs';
import { HOSTILE, sampleReport } from './sample.mjs';

const of = {}; // folder, page, csv(name), manifest

async function load(name, changed) {
  const own = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, name);
  const folder = own && existsSync(own) ? own : sampleReport(made[name](changed)).folder;
  const page = await open(join(folder, 'report.html'));
  of[name] = { folder, page, csv: (file) => readCsv(readFileSync(join(folder, file), 'utf8')).rows, manifest: JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) };
}

before(async () => {
  await openBrowser();
  for (const name of Object.keys(made)) await load(name, true);
});
after(closeBrowser);

async function whole(page, id) {
  const more = page.locator(`#${id}-more`);
  if ((await more.count()) && (await more.isVisible()) && /all/.test(await more.textContent())) await more.click();
  return readTable(page, id);
}
/** The number of a cell, and the one after its arrow. */
const both = (text) => text.split('→ ');
const inTable = (shown, key, row) => row[shown.columns.indexOf(key)];
const sections = (page) => page.locator('main section').evaluateAll((list) => list.map((one) => one.id.slice(8)));

test('dependence: partners with what is bought of them and what is hidden, and both numbers under a scenario', async () => {
  const { page, csv, manifest } = of.dependence;
  const rows = csv('dependence.csv');
  const find = (indicator, partner, sector = '') => rows.find((row) => row.indicator === indicator && row.partner === partner && row.sector === sector && !row.product);
  const partners = rows.filter((row) => row.indicator === 'value_added_origin' && !row.sector && row.partner && row.partner !== manifest.options.region).sort((a, b) => b.value - a.value);
  const shown = await whole(page, 'dependence-partners');
  assert.equal(shown.rows.length, partners.length + 1);
  const sorted = [find('value_added_origin', ''), ...partners];
  shown.rows.forEach((row, at) => {
    for (const key of ['value_added_origin', 'final_direct', 'final_hidden', 'input_face', 'input_look_through', 'import_share']) {
      const own = find(key, sorted[at].partner);
      const [text, next] = both(inTable(shown, key, row));
      shownAs(text, own ? 100 * own.value : '', `${key} ${sorted[at].partner}`, true);
      if (next) shownAs(next, 100 * own.value_new, `${key} ${sorted[at].partner}, new`, true);
      else if (own) assert.ok(Math.abs(own.value_new - own.value) < 1e-4, `${key} ${sorted[at].partner} changes, and no new number is there`);
    }
    const stop = find('real_income_if_stopped_pct', sorted[at].partner);
    shownAs(inTable(shown, 'real_income_if_stopped_pct', row), stop ? stop.value : '', sorted[at].partner);
  });
  // The bars: the largest first, parts as in the file, a dot and a ring for each
  const tips = await page.locator('#dependence-bars svg .row .hit').evaluateAll((list) => list.map((one) => one.dataset.tip.split('\n')));
  assert.equal(tips.length, Math.min(12, partners.length));
  tips.forEach((lines, at) => {
    const numbers = lines.map((line) => line.replace(/^.*: /, '').replace(/\u00a0%$/, ''));
    ['value_added_origin', 'final_direct', 'final_hidden'].forEach((key, index) => shownAs(numbers[index], 100 * find(key, partners[at].partner).value, `${key} ${at}`, true));
    shownAs(numbers[3], 100 * partners[at].value_new, `new ${at}`, true);
  });
  assert.equal(await page.locator('#dependence-bars svg circle.ring').count(), tips.length);
  const headline = await page.textContent('h1');
  assert.match(headline, new RegExp(`${(100 * find('value_added_origin', '').value).toFixed(1)}\u00a0%`));
  assert.equal((await sections(page))[0], 'dependence');
});

test('dependence: sectors by what it costs where their largest supplier stops; no number where nobody replaces it', async () => {
  const { page, csv } = of.dependence;
  for (const [id, product] of [['dependence-sectors', false], ['dependence-products', true]]) {
    const rows = csv('dependence.csv').filter((row) => Boolean(row.product) === product);
    const suppliers = rows.filter((row) => row.indicator === 'single_supplier' && row.sector);
    const single = suppliers.filter((row) => row.value);
    const next = (row) => suppliers.find((one) => one.value_new && one.sector === row.sector && one.product === row.product);
    const loss = (row) => rows.find((one) => one.indicator === 'loss_if_stopped_pct' && one.sector === row.sector && one.product === row.product && one.partner === row.partner);
    const list = single.map((row) => [row, loss(row)]).sort((a, b) => (b[1] ? Number(b[1].value) : -Infinity) - (a[1] ? Number(a[1].value) : -Infinity));
    const shown = await whole(page, id);
    assert.equal(shown.rows.length, single.length, id);
    shown.rows.forEach((row, at) => {
      const [own, rise] = list[at];
      const [text, then] = both(inTable(shown, 'single_supplier', row));
      shownAs(text, 100 * own.value, `${id} ${own.sector}`);
      if (then) shownAs(then, 100 * next(own).value_new, `${id} ${own.sector}, new`);
      else assert.ok(Math.abs(next(own).value_new - own.value) < 1e-4, `${id} ${own.sector} changes`);
      assert.equal(inTable(shown, 'supplier', row).includes('→'), next(own).partner !== own.partner, `${id} ${own.sector}: ${inTable(shown, 'supplier', row)}`);
      shownAs(both(inTable(shown, 'loss_if_stopped_pct', row))[0], rise ? rise.value : '', `${id} ${own.sector} price`, true);
      const theta = rows.find((one) => one.indicator === 'import_share' && one.sector === own.sector && one.product === own.product && one.partner === own.partner)?.trade_elasticity || own.trade_elasticity;
      shownAs(inTable(shown, 'trade_elasticity', row), theta, `${id} ${own.sector} elasticity`);
      const hhi = rows.find((one) => one.indicator === 'hhi' && one.sector === own.sector && one.product === own.product);
      shownAs(both(inTable(shown, 'hhi', row))[0], hhi ? hhi.value : '', `${id} ${own.sector} HHI`, true);
    });
  }
});

test('food: origins sum to all calories, with both denominators, and what is assumed is hatched', async () => {
  const { page, csv, manifest } = of.food;
  const { region, calories } = manifest.options;
  const rows = csv('calories.csv');
  const sum = (origin, key) => rows.filter((row) => row.origin === origin).reduce((all, row) => all + Number(row[key]), 0);
  const shown = await whole(page, 'food-origins');
  const origins = [...new Set(rows.map((row) => row.origin))];
  assert.equal(shown.rows.length, origins.length);
  origins.sort((a, b) => (b === region) - (a === region) || sum(b, 'look_through') - sum(a, 'look_through'));
  shown.rows.forEach((row, at) => {
    for (const key of ['direct', 'look_through']) {
      const [text, next] = both(inTable(shown, key, row));
      shownAs(text, sum(origins[at], key), `${key} ${origins[at]}`, true);
      if (next) shownAs(next, sum(origins[at], `${key}_new`), `${key}_new ${origins[at]}`, true);
      else assert.ok(Math.abs(sum(origins[at], key) - sum(origins[at], `${key}_new`)) < 0.1, `${key} ${origins[at]} changes`);
      shownAs(inTable(shown, `${key}_share`, row), (100 * sum(origins[at], key)) / calories, `${key} ${origins[at]} of all`, true);
      for (const end of ['low', 'high']) shownAs(inTable(shown, `${key}_share_${end}`, row), (100 * sum(origins[at], `${key}_${end}`)) / calories, `${key} ${origins[at]} ${end}`, true);
      shownAs(inTable(shown, `${key}_of_imported`, row), origins[at] === region ? '' : (100 * sum(origins[at], key)) / (calories - sum(region, key)), `${key} ${origins[at]} of the imported`, true);
    }
  });
  const first = origins.find((origin) => origin !== region && origin !== 'OTHER');
  const standfirst = await page.textContent('header.top .standfirst');
  assert.ok(standfirst.includes(`${((100 * sum(first, 'look_through')) / calories).toFixed(1)}\u00a0%`), standfirst);
  assert.match(await page.textContent('h1'), /self-sufficiency of (38\.0|45\.0)\u00a0%/);
  // Hatched is as much of a bar as stands on assumed numbers
  const widths = await page.locator('#food-bars svg .row').evaluateAll((list) => list.map((row) => [...row.querySelectorAll('rect.series')].map((bar) => [Number(bar.getAttribute('width')), Math.max(0, ...[...row.querySelectorAll('rect[fill^="url"]')].filter((one) => one.getAttribute('y') === bar.getAttribute('y')).map((one) => Number(one.getAttribute('width'))))])));
  origins.slice(0, widths.length).forEach((origin, at) => {
    const all = sum(origin, 'look_through');
    const assumed = rows.filter((row) => row.origin === origin && row.quality === 'assumed').reduce((total, row) => total + Number(row.look_through), 0);
    const [width, hatched] = widths[at][1];
    if (all > 20) assert.ok(Math.abs(hatched / width - assumed / all) < 0.01, `${origin}: ${hatched / width} is hatched, ${assumed / all} is assumed`);
  });
  const items = await whole(page, 'food-items');
  assert.equal(items.rows.length, rows.length);
  assert.ok(items.rows.every((row) => ['observed', 'derived', 'assumed'].includes(inTable(items, 'quality', row))));
  assert.equal((await sections(page))[0], 'food');
});

test('without a policy the answer comes first, and nothing says that nothing changes', async () => {
  for (const kind of ['dependence', 'food']) {
    const page = await open(sampleReport(made[kind](false)).file);
    const list = await sections(page);
    assert.equal(list[0], kind);
    for (const one of ['income', 'region', 'parts', 'flows', 'sectors', 'products', 'tariffs']) assert.ok(!list.includes(one), `${kind} has ${one}`);
    assert.equal(await page.locator(`#lead #${kind}-bars`).count(), 1);
    assert.equal(await page.locator(`#${kind}-bars`).count(), 1);
    assert.equal(await page.locator('#set-measure, #set-region, #set-sector').count(), 0);
    for (const part of ['header.top', '#lead', `#section-${kind}`]) assert.doesNotMatch(await page.textContent(part), /→ \d|real income changes|undefined|NaN/);
    assert.match(await page.title(), /Canada.* – Tradewind$/);
    await shut(page);
  }
  // A run has none of it
  const run = await open(sampleReport({}).file);
  assert.deepEqual((await sections(run)).filter((one) => ['dependence', 'food'].includes(one)), []);
  await shut(run);
});

test('in three languages, in print, on a phone: nothing grave, nothing runs out of the page', async () => {
  for (const [name, chart] of [['dependence', 'dependence-bars'], ['food', 'food-bars']]) {
    const { folder, page } = of[name];
    const english = new Set(await headings(page));
    assert.deepEqual(await gravest(page), [], name);
    await savedCharts(page, [chart]);
    for (const lang of ['fr', 'ja']) {
      const own = await open(join(folder, 'report.html'), { hash: `lang=${lang}&theme=dark`, viewport: { width: 360, height: 740 } });
      const heads = await own.locator(`#section-${name} :is(h2, h3, .lead, .note, summary), h1`).allTextContents();
      for (const text of heads) assert.ok(!english.has(text), `${lang} ${name}: ${text}`);
      assert.ok(await own.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} ${name} is wider than the phone`);
      assert.doesNotMatch(await own.textContent('#page'), /undefined|NaN|\[object/);
      assert.deepEqual(own.faults, []);
      await shut(own);
    }
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator(`#${chart}-chart`).isVisible());
    assert.ok((await page.pdf({ format: 'A4' })).length > 20000);
    await page.emulateMedia({ media: null });
    assert.deepEqual(page.faults, [], name);
    assert.deepEqual(page.requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
  }
});

test('names are text', async () => {
  const report = sampleReport({ files: { 'calories.csv': calorieRows(true, HOSTILE[1]) }, more: options('food', true, { calories: 2000, domestic: 900, remarks: [HOSTILE[0]] }), hostile: true });
  const page = await open(report.file);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.ok((await page.textContent('#food-origins')).includes(HOSTILE[1]));
  assert.deepEqual(page.faults, []);
  await shut(page);
});
