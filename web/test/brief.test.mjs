// One page of A4: headline, map, five numbers with their ranges, what was assumed, three caveats; in each language.
//
//   TRADEWIND_RESULTS    a folder with brief-en.html, brief-fr.html and brief-ja.html that the program wrote of range/
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

const LANGUAGES = ['en', 'fr', 'ja'];
const long = 'a rule of origin that nobody has ever read to its end and whose words go on for longer than anybody would like '.repeat(3).trim();

/** How many pages the browser makes of it. */
async function pages(page) {
  const text = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\]/g)].map((found) => [Math.round(found[1]), Math.round(found[2])]);
  return { count: (text.match(/\/Type\s*\/Page\b(?!s)/g) || []).length, boxes };
}

const overflow = (page) => page.evaluate(() => {
  const sheet = document.querySelector('.sheet').getBoundingClientRect();
  return [...document.querySelectorAll('.sheet *')].filter((node) => !node.closest('svg') && node.getBoundingClientRect().right > sheet.right + 1).map((node) => node.outerHTML.slice(0, 80));
});

/** thorough: with axe, and printed from a narrow window as well. */
async function look(file, { thorough = false } = {}) {
  const page = await open(file, { hash: 'lang=en' });
  for (const lang of LANGUAGES) {
    await page.evaluate((one) => (location.hash = `lang=${one}`), lang);
    await page.waitForFunction((one) => document.documentElement.lang === one, lang);
    await drawn(page);
    const { count, boxes } = await pages(page);
    assert.equal(count, 1, `${lang}: ${count} pages`);
    for (const box of boxes) assert.deepEqual(box, [595, 842], 'A4');
    assert.deepEqual(await overflow(page), [], lang);
    assert.equal(await page.locator('#five tr').count(), 5);
    assert.equal(await page.locator('#brief-caveats li').count(), 3);
    assert.ok(await page.locator('#map svg path').count() > 100);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /undefined|NaN|null|\[object/);
    if (thorough) {
      assert.deepEqual(await gravest(page), [], lang);
      for (const size of [{ width: 820, height: 1100 }, { width: 360, height: 740 }]) {
        await page.setViewportSize(size);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= size.width, `${lang} at ${size.width}`);
      }
      assert.equal((await pages(page)).count, 1, `${lang}: printed from a narrow window`);
      await page.setViewportSize({ width: 1366, height: 768 });
    }
  }
  assert.deepEqual(page.faults, []);
  assert.equal(page.requests.length, 1);
  await shut(page);
}

test('one page in each language, without a range and with one', async () => {
  await look(sampleReport({ brief: 'fr' }).file);
  await look(sampleReport({ brief: 'en', ranges: true, years: true }).file, { thorough: true });
});

test('long texts, warnings and many rules still make one page', async () => {
  const rule = { rule: 'new', file: 'a.yaml', line: 1, against: false, words: long, source: null, covered: 1, changed: 1, value: 1 };
  const more = { scenario: { rules: Array.from({ length: 9 }, (_, at) => ({ ...rule, line: at })) }, world: { caveat_in: { en: long, fr: long, ja: long } } };
  await look(sampleReport({ brief: 'en', title: long, ranges: true, hostile: true, against: 'other', deficits: 'zero', against_deficits: 'fixed', line: 'against: {scenario: other, deficits: zero}', cautions: ['a'], parts: ['rigid_nominal_wage', 'scale'], more }).file);
});

test('five numbers are those of the region and the sector that the scenario looks at, with their ranges', async () => {
  const { file, data } = sampleReport({ brief: 'en', ranges: true, more: { manifest: { focus: { region: 'CAN', sector: 'C29' } } } });
  const page = await open(file, { hash: '' });
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  const rows = await page.locator('#five tr').evaluateAll((list) => list.map((row) => [row.querySelector('th').textContent, row.querySelector('td').textContent]));
  assert.match(await page.textContent('.five h2'), /^Canada in five numbers/);
  assert.deepEqual(rows.map(([name]) => name).slice(0, 3), ['Real income', 'Motor vehicles: output', 'Exports']);
  const value = (name) => data.runs[0].region_values[data.runs[0].region_columns.indexOf(name)][0];
  const [shown, low, high] = rows[0][1].replace(/\u2212/g, '-').replace(/90\s% of draws/, '').match(/[+-]?[\d.]+/g).map(Number);
  for (const [text, wanted] of [[shown, value('real_income_pct')], [low, value('real_income_pct_p05')], [high, value('real_income_pct_p95')]]) assert.ok(Math.abs(text - wanted) < 0.006 * Math.max(1, Math.abs(wanted)), `${rows[0][1]}: ${wanted}`);
  await shut(page);
});

test('the brief that the program wrote', { skip: !process.env.TRADEWIND_RESULTS }, async () => {
  for (const lang of LANGUAGES) {
    const file = join(process.env.TRADEWIND_RESULTS, `brief-${lang}.html`);
    assert.ok(existsSync(file));
    assert.ok(readFileSync(file, 'utf8').includes(`"brief":{"lang":"${lang}"}`));
    const page = await open(file, { hash: '' });
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    assert.equal((await pages(page)).count, 1, lang);
    assert.deepEqual(await overflow(page), []);
    await shut(page);
  }
});
