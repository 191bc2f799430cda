// GDP, jobs and levels of the chosen region and its sectors, and groups of regions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, parseShown, readTable, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

const rowsOf = (page) => page.locator('#region-table tbody tr').evaluateAll((list) => list.map((tr) => [...tr.children].map((cell) => cell.textContent.replace(/[\u00a0\u202f]/g, ' '))));

test('the chosen region in numbers: GDP with its level, real GDP, and jobs that move, not jobs that are lost', async () => {
  const { file, data } = sampleReport({ jobs: true });
  const run = data.runs[0];
  const value = (name, region) => run.region_values[run.region_columns.indexOf(name)][region];
  const page = await open(file, { hash: 'lang=en&region=CAN' });
  for (const [at, name] of [[0, 'Canada'], [1, 'United States']]) {
    await page.selectOption('#set-region', { label: name });
    const rows = Object.fromEntries((await rowsOf(page)).map(([label, ...rest]) => [label, rest]));
    assert.equal(await page.textContent('#region-table thead th'), name);
    const near = (text, wanted) => assert.ok(Math.abs(parseShown(text.replace(/ (%|million|thousand).*/, '')).value - wanted) <= parseShown(text.replace(/ (%|million|thousand).*/, '')).half * 1.001, `${text}: ${wanted}`);
    near(rows['Real GDP'][0], value('real_gdp_pct', at));
    near(rows['GDP (value)'][0], value('gdp_pct', at));
    const [before, after] = rows['GDP (value)'][1].split(' → ');
    near(before, value('gdp_base', at));
    near(after, value('gdp_new', at));
    assert.deepEqual(rows['Jobs that move between sectors'], ['20.0 thousand persons', 'of 20,000 thousand persons'], 'half of what sectors win and lose');
  }
  const text = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(text, /jobs (are )?lost|lost jobs/i);
  assert.equal(await page.locator('#jobs').count(), 1, 'what numbers of jobs mean is said once');
  assert.match(await page.textContent('#jobs'), /jobs that move between sectors.*by more than 1 % in 1 region, most in Mexico/);
  assert.deepEqual(await gravest(page), []);
  for (const [lang, words] of [['fr', ['PIB réel', 'Emplois qui changent de secteur', 'milliers de personnes']], ['ja', ['実質GDP', '部門間を移動する雇用', '千人']]]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    const all = JSON.stringify(await rowsOf(page));
    for (const word of words) assert.ok(all.includes(word), `${word}: ${all}`);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('each level stands beside its per cent, jobs behind output, and only changes are drawn', async () => {
  const page = await open(sampleReport({ jobs: true }).file, { hash: 'lang=en&region=CAN' });
  const { columns } = await readTable(page, 'sectors-table');
  assert.deepEqual(columns.slice(0, 5), ['sector', 'output_pct', 'output_base', 'employment_change', 'employment_base']);
  for (const [change, level] of [['exports_pct', 'exports_base'], ['imports_pct', 'imports_base'], ['value_added_change', 'value_added_base']]) assert.equal(columns[columns.indexOf(change) + 1], level);
  const metrics = await page.locator('#metric option').evaluateAll((list) => list.map((one) => one.value));
  assert.ok(metrics.includes('employment_change') && !metrics.some((name) => name.endsWith('_base')), metrics.join());
  const measures = await page.locator('#set-measure option').evaluateAll((list) => list.map((one) => one.value));
  assert.ok(measures.includes('real_gdp_pct') && !measures.some((name) => /^gdp_(base|new)|employment_base/.test(name)), measures.join());
  await page.selectOption('#metric', 'employment_change');
  assert.match(await page.textContent('#sector-bars'), /thousand persons/);
  await shut(page);
});

test('groups of regions are a table, by the names that people use', async () => {
  const page = await open(sampleReport({ jobs: true }).file, { hash: 'lang=fr' });
  const { rows } = await readTable(page, 'groups');
  assert.deepEqual(rows.map((row) => row[0]), ['ACEUM', 'MINE']);
  assert.equal(rows[0][1], '−0,047');
  assert.equal(rows[1][4], '–');
  await shut(page);
});

test('a world that counts nobody says so once, and shows no jobs; results of older versions have no such section', async () => {
  const counted = { jobs: { counted: false } };
  const page = await open(sampleReport({ jobs: true, more: { manifest: counted } }).file, { hash: 'lang=en' });
  assert.match(await page.textContent('#jobs'), /no head counts in this world/);
  assert.equal(await page.locator('#jobs').count(), 1);
  await shut(page);
  const old = await open(sampleReport({}).file, { hash: 'lang=en' });
  assert.equal(await old.locator('#section-region, #section-groups, #jobs').count(), 0);
  await shut(old);
});
