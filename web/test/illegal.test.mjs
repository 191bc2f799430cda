// The report of a run with illegal fish in a browser: every number is that of illegal.csv, at all three shares.
//
//   TRADEWIND_RESULTS    a folder with illegal/, as the program wrote it; without it there is nothing to look at
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, gravest, open, openBrowser, readTable, shownAs, shut } from './browser.mjs';

const folder = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, 'illegal');
const skip = folder && existsSync(folder) ? false : 'TRADEWIND_RESULTS has no illegal/';
const SHARES = ['low', 'point', 'high'];
const rows = skip ? [] : readCsv(readFileSync(join(folder, 'illegal.csv'), 'utf8')).rows;
const find = (measure, region, partner = '') => rows.find((row) => row.measure === measure && row.region === region && row.partner === partner);

before(async () => skip || openBrowser());
after(closeBrowser);

async function whole(page, id) {
  const more = page.locator(`#${id}-more`);
  if ((await more.count()) && (await more.isVisible())) await more.click();
  return readTable(page, id);
}

async function copied(page, id) {
  await page.click(`#${id}-copy`);
  return readCsv(await page.evaluate(() => navigator.clipboard.readText())).rows;
}

test('buyers, harvesters, calories and origins, at the low, the point and the high share', { skip }, async () => {
  const page = await open(join(folder, 'report.html'));
  for (const [id, wanted] of [['buyers', /^(price|quantity|real_income)_pct$/], ['calories', /^calories_change$/], ['harvesters', /legal_income_change$/], ['origins', /^imports_change$/]]) {
    const list = rows.filter((row) => wanted.test(row.measure));
    const shown = await whole(page, `illegal-${id}`);
    assert.ok(list.length > 1, id);
    assert.equal(shown.rows.length, list.length, id);
    const csv = await copied(page, `illegal-${id}`);
    csv.forEach((row, at) => {
      const measure = row.measure || (id === 'calories' ? 'calories_change' : 'imports_change');
      const own = find(measure, row.region, row.partner);
      for (const share of SHARES) {
        assert.equal(Number(row[share]), Number(own[share]), `${id} ${measure} ${row.region} ${row.partner} ${share}`);
        shownAs(shown.rows[at][shown.columns.indexOf(share)], own[share], `${id} ${at} ${share}`);
      }
      if (row.share_pct_high) for (const share of SHARES) assert.equal(Number(row[`share_pct_${share}`]), Number(find('share_pct', row.region, row.partner)[share]));
    });
  }
  assert.match(await page.textContent('#section-illegal'), /disputed.*share “point”/s);
  assert.deepEqual(await gravest(page), []);
  assert.deepEqual(page.faults, []);
});

test('in French and Japanese nothing is left in English but the program’s own words', { skip }, async () => {
  for (const [lang, lead, word] of [['fr', /contestée/, 'Basse'], ['ja', /争われている/, '低位']]) {
    const page = await open(join(folder, 'report.html'), { hash: `lang=${lang}&theme=light` });
    const text = await page.locator('#section-illegal').innerText();
    assert.match(text, lead);
    assert.ok(text.includes(word));
    assert.doesNotMatch(text, /undefined|\[object|function/);
    await shut(page);
  }
});
