// The report of physical accounts in a browser: every number is that of accounts.json.
//
//   TRADEWIND_RESULTS    a folder with accounts/, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, savedCharts, shownAs } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeAccounts } from './study-sample.mjs';

let folder;
let page;
let found; // accounts.json

before(async () => {
  const own = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, 'accounts');
  folder = own && existsSync(own) ? own : studyReport(writeAccounts(), 'accounts').folder;
  found = JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8'));
  await openBrowser();
  page = await open(join(folder, 'report.html'));
});
after(closeBrowser);

const value = (item, source, convention = '', partner = '') => found.accounts.find((row) => row.item === item && row.source === source && row.convention === convention && row.partner === partner)?.value ?? null;
const unique = (list) => [...new Set(list)];

test('opens with the region, and import dependence both ways by each convention', async () => {
  assert.equal(await page.textContent('h1'), `Where the energy of ${found.name} comes from, and what it depends on`);
  const text = await page.textContent('header.top');
  for (const convention of unique(found.accounts.filter((row) => row.item === 'supply').map((row) => row.convention)).filter((one) => ['physical', 'input_equivalent'].includes(one)))
    for (const partner of ['nuclear_domestic', 'nuclear_imported']) assert.ok(text.includes(`${value('import_dependence', 'all', convention, partner).toFixed(1)}\u00a0%`), `${convention} ${partner}: ${text}`);
});

test('the bars of each stock are its days of cover, the shortest first, of who brings a part that counts', async () => {
  const fuels = unique(found.accounts.filter((row) => row.item === 'stock_days').map((row) => row.source));
  assert.ok(fuels.length > 0);
  for (const fuel of fuels) {
    const tips = await page.locator(`#cover-${fuel} svg .row .hit`).evaluateAll((bars) => bars.map((bar) => bar.dataset.tip));
    const shareOf = (code) => value('origin_share', fuel, '', code) ?? value('passage_share', fuel, '', code) ?? 0;
    const expected = found.accounts.filter((row) => row.item === 'days_of_cover' && row.source === fuel && shareOf(row.partner) >= 5 && !['taiwan_strait', 'luzon_strait'].includes(row.partner)).map((row) => row.value).sort((a, b) => a - b);
    assert.equal(tips.length, expected.length + 1, fuel);
    const days = tips.map((tip) => Number(tip.match(/: ([\d,]+) days$/)[1].replace(/,/g, '')));
    assert.deepEqual(days, [value('stock_days', fuel), ...expected].map((one) => Math.round(one)), fuel);
    assert.ok(tips[0].startsWith('all imports stop'), tips[0]);
  }
});

test('the tables have every share, and say which convention', async () => {
  for (const [id, item, dependence] of [['origins-table', 'origin_share', 'supplier_dependence'], ['passages-table', 'passage_share', 'passage_dependence']]) {
    const more = page.locator(`#${id}-more`);
    if (await more.count() && await more.isVisible()) await more.click();
    const shown = await readTable(page, id);
    const partners = unique(found.accounts.filter((row) => row.item === item).map((row) => row.partner));
    assert.equal(shown.rows.length, partners.length, id);
    shown.columns.slice(1).forEach((key, at) => {
      const wanted = found.accounts.filter((row) => (key === dependence ? row.item === dependence && row.convention === 'physical' : row.item === item && row.source === key)).map((row) => row.value.toFixed(1));
      assert.ok(wanted.length > 0, `${id} ${key}`);
      assert.deepEqual(shown.rows.map((row) => row[at + 1]).filter((text) => text !== '–').sort(), wanted.sort(), `${id} ${key}`);
    });
  }
  const energy = await readTable(page, 'primary-table');
  const all = energy.rows.find((row) => row[0] === 'all');
  energy.columns.slice(1).forEach((key, at) => {
    const [item, convention] = key.split('-');
    const wanted = value(item, 'all', convention);
    if (wanted === null) assert.equal(all[at + 1], '–', key);
    else shownAs(all[at + 1], Number(wanted.toFixed(item === 'supply_share' ? 1 : 0)), key);
  });
  assert.ok(energy.columns.includes('supply-input_equivalent'), energy.columns.join());
});

test('in three languages, without a word of the program missing', async () => {
  for (const [lang, sections] of [['fr', 'Jours couverts par les stocks'], ['ja', '備蓄で賄える日数']]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    assert.ok((await headings(page)).some((text) => text.includes(sections)), lang);
    const text = await page.textContent('main');
    assert.ok(!/undefined|\[object/.test(text), lang);
  }
  assert.ok((await page.textContent('#origins-table')).includes('サウジアラビア'));
  await page.selectOption('#set-language', 'en');
  await drawn(page);
});

test('charts save, print and phone are readable, nothing grave for a reader of the screen', async () => {
  await savedCharts(page, ['cover-crude']);
  assert.deepEqual(await gravest(page), []);
  await page.setViewportSize({ width: 360, height: 800 });
  await drawn(page);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'a phone scrolls to the side');
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('texts of somebody else break nothing, and bare accounts have the sections that they can have', async () => {
  const hostile = await open(studyReport(writeAccounts({ hostile: true }), 'accounts').file);
  assert.equal(await hostile.evaluate(() => window.broken), undefined);
  const text = await hostile.textContent('body');
  assert.ok(HOSTILE.slice(3, 4).every((one) => text.includes(one.slice(0, 8))));
  const bare = await open(studyReport(writeAccounts({ bare: true }), 'accounts').file);
  assert.deepEqual((await headings(bare)).filter((one) => /stocks cover|Primary/.test(one)), []);
});
