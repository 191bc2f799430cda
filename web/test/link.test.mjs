// Choices live in the address; the map stands before the settings; numbers are whole under the pointer and in files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';
import { studyReport, writeDecision, writeReconciliation } from './study-sample.mjs';

before(openBrowser);
after(closeBrowser);

const chosen = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.settings select')].map((box) => [box.id, box.selectedOptions[0].textContent])));
const address = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));

test('each choice is in the address, and the copied link shows another reader the same', async () => {
  const { file } = sampleReport({ title: 'A quota' });
  const page = await open(file, { hash: 'lang=en' });
  await page.selectOption('#set-region', { label: 'Mexico' });
  await page.selectOption('#set-sector', { label: 'Motor vehicles' });
  await page.selectOption('#set-measure', 'wage_pct');
  await page.selectOption('#set-numbers', 'space');
  await page.selectOption('#set-theme', 'dark');
  await page.selectOption('#set-language', 'fr');
  await drawn(page);
  assert.deepEqual(await address(page), { lang: 'fr', region: 'MEX', sector: 'C29', measure: 'wage_pct', numbers: 'space', theme: 'dark' });
  await page.click('#copy-link');
  await page.waitForSelector('#status.shown');
  assert.equal(await page.textContent('#status'), 'Lien copié');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  assert.ok(link.startsWith(`${pathToFileURL(file)}#`), link);
  const other = await open(file, { hash: link.split('#')[1] });
  assert.deepEqual(await chosen(other), await chosen(page));
  assert.equal(await other.textContent('h1'), await page.textContent('h1'));
  assert.equal(await other.locator('#regions tr.marked th').textContent(), 'Mexique');
  assert.equal(await other.evaluate(() => document.documentElement.dataset.theme), 'dark');
  for (const one of [page, other]) {
    assert.deepEqual(one.faults, []);
    assert.equal(one.requests.length, 1);
    await shut(one);
  }
});

test('an address that changes under the page is followed, a query is read, and what nobody knows is left out', async () => {
  const { file } = sampleReport({});
  const page = await open(file, { hash: 'lang=en&region=USA' });
  await page.evaluate(() => (location.hash = 'lang=ja&region=KOR&sector=C24'));
  await page.waitForFunction(() => document.documentElement.lang === 'ja');
  await drawn(page);
  assert.equal((await chosen(page))['set-region'], '韓国');
  assert.equal((await chosen(page))['set-sector'], '一次金属');
  await shut(page);
  const asked = await open(file, { hash: 'lang=xx&region=ATL&sector=none&measure=nothing&run=9&theme=pink' });
  assert.deepEqual(await address(asked), { lang: 'en', region: 'MEX' }, 'the region that changes most, in the browser’s language');
  await asked.goto(`${pathToFileURL(file)}?lang=fr&region=CAN`);
  await drawn(asked);
  assert.equal((await chosen(asked))['set-region'], 'Canada');
  assert.equal(await asked.evaluate(() => document.documentElement.lang), 'fr');
  assert.deepEqual(asked.faults, []);
  await shut(asked);
});

test('a link inside the page keeps the choices, and decisions and reconciliations have them too', async () => {
  const files = [studyReport(writeDecision(), 'decide').file, studyReport(writeReconciliation(), 'reconcile').file];
  for (const [at, file] of files.entries()) {
    const page = await open(file, { hash: 'lang=en' });
    await page.selectOption('#set-region', { index: 1 });
    await page.check(at === 0 ? '#cells-regret' : '#steps-step');
    await page.locator('nav a').last().click();
    const found = await address(page);
    assert.equal(found[at === 0 ? 'cells' : 'steps'], at === 0 ? 'regret' : 'step');
    const other = await open(file, { hash: page.url().split('#')[1] });
    assert.deepEqual(await chosen(other), await chosen(page));
    assert.ok(await other.isChecked(at === 0 ? '#cells-regret' : '#steps-step'));
    await shut(other);
    await shut(page);
  }
});

test('what the scenario looks at is chosen at first, unless the address says otherwise', async () => {
  const { file } = sampleReport({ more: { manifest: { focus: { region: 'KOR', sector: 'C29' } } } });
  const page = await open(file, { hash: 'lang=en' });
  assert.equal((await chosen(page))['set-region'], 'Korea');
  assert.equal((await chosen(page))['set-sector'], 'Motor vehicles');
  await page.selectOption('#set-sector', { label: 'All sectors' });
  const all = await open(file, { hash: page.url().split('#')[1] });
  assert.equal((await chosen(all))['set-sector'], 'All sectors', 'all sectors is a choice, too');
  const other = await open(file, { hash: 'lang=en&region=CAN&sector=C24' });
  assert.equal((await chosen(other))['set-sector'], 'Basic metals');
  for (const one of [page, all, other]) await shut(one);
});

test('the map stands before the settings; of several runs the numbers do, what differs first', async () => {
  const top = (page, id) => page.evaluate((one) => document.querySelector(one).getBoundingClientRect().top, id);
  const page = await open(sampleReport({}).file, { hash: 'lang=en' });
  assert.ok((await top(page, '#map')) < (await top(page, '.settings')));
  assert.ok((await top(page, 'h1')) < (await top(page, '#map')));
  await page.selectOption('#set-measure', 'wage_pct');
  assert.match(await page.textContent('#map-title'), /^Wage/);
  await page.locator('#map path[data-id="124"]').dispatchEvent('click');
  assert.equal((await chosen(page))['set-region'], 'Canada');
  assert.equal(await page.locator('#map .land .chosen').count() > 0, true);
  assert.deepEqual(await gravest(page), []);
  await shut(page);
  const { file, data } = sampleReport({ seed: 1, title: 'One' }, { seed: 2, title: 'Other' });
  const both = await open(file, { hash: 'lang=en' });
  assert.ok((await top(both, '#differs')) < (await top(both, '.settings')));
  const table = await readTable(both, 'differs');
  const at = data.runs[0].region_columns.indexOf('real_income_pct');
  const apart = data.runs[0].regions.map(([, name], region) => [name, data.runs[1].region_values[at][region] - data.runs[0].region_values[at][region]]).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  assert.deepEqual(table.rows.map((row) => row[0]), apart.map(([name]) => name), 'what differs most comes first');
  assert.ok(Math.abs(Number(table.rows[0][3].replace('\u2212', '-')) - apart[0][1]) < 0.005 * Math.max(1, Math.abs(apart[0][1])), table.rows[0].join());
  assert.deepEqual(await gravest(both), []);
  await shut(both);
});

test('tables are rounded; every digit is under the pointer, and in the file in the reader’s way to write', async () => {
  const { file, data } = sampleReport({});
  const at = data.runs[0].region_columns.indexOf('equivalent_variation');
  const value = data.runs[0].region_values[at][0];
  for (const [lang, numbers, separator, decimal] of [['ja', '', ',', '.'], ['fr', '', ';', ','], ['en', '&numbers=dot', ';', ',']]) {
    const page = await open(file, { hash: `lang=${lang}${numbers}` });
    const name = lang === 'ja' ? 'カナダ' : 'Canada';
    const cell = page.locator('#regions tbody tr', { has: page.locator('th', { hasText: new RegExp(`^${name}$`) }) }).locator('td').first();
    const titles = await page.locator('#regions tbody td.num').evaluateAll((list) => list.map((td) => [td.textContent, td.title]));
    assert.ok(titles.some(([text, title]) => title && text !== title && title.length > text.length));
    assert.ok(titles.some(([, title]) => title === String(value).replace('.', decimal).replace('-', '\u2212')), `${lang}: ${value}`);
    assert.ok(await cell.count());
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#regions-download')]);
    assert.equal(download.suggestedFilename(), 'tradewind-regions.csv');
    const text = readFileSync(await download.path(), 'utf8');
    assert.equal(text.charCodeAt(0), 0xfeff, 'a spreadsheet sees that it is UTF-8');
    const lines = text.slice(1).trim().split('\n').map((line) => line.split(separator));
    assert.equal(lines.length, data.runs[0].regions.length + 1);
    assert.ok(lines.every((line) => line.length === lines[0].length), 'as many cells in each line');
    const column = lines[0].indexOf('equivalent_variation');
    assert.equal(lines.find((line) => line[0] === 'CAN')[column], String(value).replace('.', decimal), 'every digit');
    await page.click('#regions-copy');
    await page.waitForSelector('#status.shown');
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`CAN,.*,${String(value).replace('.', '\\.')}`), 'what is copied stays as the files of the program');
    await shut(page);
  }
});
