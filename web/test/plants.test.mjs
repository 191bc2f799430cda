// Plants: the chart of each one's markets, the tariffs that it hangs on, and the table with every digit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, gravest, open, openBrowser, readTable, shut } from './browser.mjs';
import { plantSample as sample } from './answers-sample.mjs';
import { HOSTILE, sampleReport } from './sample.mjs';

before(openBrowser);
after(closeBrowser);

test('the plant that changes most comes first; another is a choice', async () => {
  const page = await open(sampleReport({ plants: sample() }).file, { hash: 'lang=en' });
  assert.equal(await page.textContent('#plant-markets-title'), 'Where it sells: Toyota group, Canada');
  assert.match(await page.textContent('#plant-markets'), /United States.*800.*220.*Canada.*200.*180/s);
  assert.deepEqual(await page.locator('#set-plant option').allTextContents(), ['Toyota group, Canada', 'Light, Mexico', 'General Motors, United States']);
  await page.selectOption('#set-plant', { label: 'Light, Mexico' });
  await drawn(page);
  assert.match(await page.textContent('#plant-markets'), /million USD/, 'without units it is money');
  const lines = await page.textContent('#plant-tariffs');
  assert.match(lines, /Toyota group, Canada → United States/);
  assert.doesNotMatch(lines, /General Motors/, 'a plant without such a tariff is not in the chart');
  assert.match(lines, /Tariff at which 60.0 % of all units are left/);
  const { columns, rows } = await readTable(page, 'plants-table');
  assert.deepEqual(columns.slice(0, 4), ['product', 'region', 'main_market', 'units_base']);
  assert.ok(!columns.includes('break_even_hazard_pct'), 'a column without a number is left out');
  assert.equal(rows.length, 3);
  assert.match(await page.textContent('#section-plants'), /The threshold is 60.0 % of the units of the base, which is assumed/);
  assert.deepEqual(await gravest(page), []);
  assert.deepEqual(page.faults, []);
  for (const [lang, word] of [['fr', 'Où elle vend'], ['ja', '販売先']]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    assert.ok((await page.textContent('#section-plants')).includes(word), word);
  }
  await shut(page);
});

test('a run without plants has no such section, and names are text', async () => {
  const none = await open(sampleReport({}).file, { hash: 'lang=en' });
  assert.equal(await none.locator('#section-plants').count(), 0);
  await shut(none);
  const page = await open(sampleReport({ plants: sample(HOSTILE[1]) }).file, { hash: 'lang=en' });
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(page.faults, []);
  await shut(page);
});

// Every reason of src/plants: as it stands there, one that it gives, and words of what a reader of French and Japanese sees.
const SITE = 'the policy takes no access: ';
const WHY = [
  ['needs other_site and cost_advantage in the section plants', null, 'other_site', 'other_siteとcost_advantageがない'],
  ['needs other_site and cost_advantage, or fixed_cost, in the section plants', null, 'ni fixed_cost', 'fixed_costもない'],
  ['needs cost_advantage in the section plants', null, 'ne donne pas cost_advantage', 'cost_advantageがない'],
  ['needs discount in the section plants', null, 'ne donne pas discount', 'discountがない'],
  ['it is the other site itself', null, 'l’autre site lui-même', '立地そのもの'],
  ['it sells nothing that is counted', null, 'rien qui soit compté', '数えられる販売がない'],
  ['it sells most in its own region, which charges it no tariff', null, 'sa propre région', '自地域'],
  ['it has no markup: the elasticity between products is 0 or less and products.csv gives no markup_elasticity', null, 'pas de marge', 'マークアップがない'],
  [`${SITE}profits are the same with it and without`, null, 'les mêmes avec et sans', '利益は政策があっても'],
  [`${SITE}the plant earns more under it`, null, 'y gagne davantage', '利益が増える'],
  ['never: even with access that is sure the other site earns more', null, 'Jamais : même avec un accès sûr, l’autre site', '比較する立地のほうが'],
  ['never: even with access that is sure it does not earn its fixed cost', null, 'ne couvre pas son coût fixe', '固定費をまかなえない'],
  ['always: it earns more than the other site even without access', null, 'Toujours : elle gagne plus', '立地より利益が大きい'],
  ['always: it earns its fixed cost even without access', null, 'Toujours : elle couvre', '固定費をまかなえる'],
  ['no hazard is large enough: access must be lost for sure', null, 'Aucun risque annuel', '年間確率はない'],
  ['it sells nothing under the policy, whatever it costs', null, 'quel que soit son coût', '費用がいくらでも'],
  ['the world has no quantity of it: shares and tariffs are of sales at cost over the price of the product', null, 'pas de quantité', '数量がない'],
  ['all that %s buys of %s is from there, so sales of the brand cannot be held', 'all that USA buys of GM is from there, so sales of the brand cannot be held', 'de cette usine (États-Unis)', '米国が買うGM'],
  ['it sells mostly elsewhere: even a tariff of %.0f %% of %s leaves %.0f %%', 'it sells mostly elsewhere: even a tariff of 900 % of USA leaves 74 %', '900 % là-bas (États-Unis) en laisse 74 %', '米国の関税率が900%でも74%'],
  ['even a tariff of %.0f %% leaves %.0f %% of what it sells in %s', 'even a tariff of 900 % leaves 61 % of what it sells in USA', 'laisse 61 %', '米国での売上の61%'],
  ['it sells less than that already without a tariff of %s', 'it sells less than that already without a tariff of USA', 'déjà moins', 'すでにそれより少ない'],
  ['even a subsidy of %.0f %% does not bring it back', 'even a subsidy of 90 % does not bring it back', 'une subvention de 90 %', '90%の補助金でも'],
  ['even a tax of %.0f %% leaves it larger', 'even a tax of 900 % leaves it larger', 'une taxe de 900 %', '900%の税でも'],
  ['no equilibrium was found at a tariff of %.4g %% of %s: %.300s', 'no equilibrium was found at a tariff of 12.5 % of USA: after 200 steps\nnothing', 'un droit de 12,5 % (États-Unis)', '米国の関税率12.5%では'],
  ['no equilibrium was found with a subsidy of %.4g %%: %.300s', 'no equilibrium was found with a subsidy of -3.25 %: why', 'une subvention de −3,25 %', '−3.25%の補助金では'],
];
const blank = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

test('why a number is none, in every language, each reason once; parity and rounds of closing', async () => {
  const odd = 'nobody knows this reason';
  const none = Object.fromEntries([...WHY.map(([format, given], at) => [`reason_${at}`, given || format]), ['tariff_cost_pct', odd]]);
  const data = sample();
  data.plants[1].none = none;
  for (const plant of data.plants) plant.none = { ...plant.none, subsidy_pct: 'it is the other site itself' };
  data.parity = [['product', 'region', 'other_region', 'market', 'odds_base', 'odds_new', 'tariff_parity_pct'], ['GM', 'USA', 'CAN', 'USA', 9, 8, 40], ['TOYOTA', 'CAN', 'MEX', 'USA', 1.97, 2.04, 26.6], ['TOYOTA', 'CAN', 'KOR', 'USA', 0.5, 0.4, -7.69]];
  data.closing = [{ round: 1, product: 'TOYOTA', region: 'CAN', units_pct: 38.2 }, { round: 2, product: 'LIGHT', region: 'MEX', units_pct: 51 }];
  data.sentences = ['Closing those below 60 % of the base, the worst first: TOYOTA CAN (38 %), then LIGHT MEX (51 %); there it ends. Without GM in USA no equilibrium was found: d has no source'];
  const page = await open(sampleReport({ plants: data }).file, { hash: 'lang=en' });
  const reasons = async () => (await readTable(page, 'plants-reasons')).rows;
  await page.click('#plants-reasons-more');
  assert.equal((await reasons()).length, WHY.length + 2);
  const shared = (await reasons()).find(([column]) => /^Subsidy that brings it back/.test(column));
  assert.deepEqual(shared.slice(1), ['all 3', 'It is the other site itself.']);
  assert.deepEqual((await reasons()).find(([column]) => /^Tariff that the cost/.test(column)).slice(1), ['Toyota group (Canada)', odd]);
  const parity = await readTable(page, 'parity-table');
  assert.deepEqual(parity.rows, [['Mexico', 'United States', '1.97', '2.04', '26.6'], ['Korea', 'United States', '0.50', '0.40', '\u22127.69']], 'of the chosen plant');
  assert.deepEqual((await readTable(page, 'closing-table')).rows, [['1', 'Toyota group', 'Canada', '38.2'], ['2', 'Light', 'Mexico', '51.0']]);
  assert.match(await page.textContent('#section-plants'), /Without the plant of GM \(United States\) no equilibrium was found/);
  await page.selectOption('#set-plant', { label: 'General Motors, United States' });
  assert.equal((await readTable(page, 'parity-table')).rows.length, 1);
  await page.click('#plants-reasons-copy');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /subsidy_pct,TOYOTA CAN; LIGHT MEX; GM USA,it is the other site itself/);
  assert.deepEqual(await gravest(page), []);
  for (const [lang, at] of [['fr', 2], ['ja', 3]]) {
    await page.selectOption('#set-language', lang);
    await drawn(page);
    const list = await page.locator('#plants-reasons tbody tr').evaluateAll((rows) => rows.map((row) => [row.children[2].textContent, row.children[2].lang]));
    for (const one of WHY) assert.ok(list.some(([text, mark]) => blank(text).includes(one[at]) && mark === ''), `${lang}: ${one[at]}`);
    assert.ok(list.some(([text, mark]) => text === odd && mark === 'en'), 'what nobody knows stays English, and is marked');
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
  const calm = sample();
  calm.sentences = ['No plant is below 60 % of its base under this policy: none closes.'];
  const quiet = await open(sampleReport({ plants: calm }).file, { hash: 'lang=fr' });
  assert.match(blank(await quiet.textContent('#closing-none')), /Aucune usine n’est en dessous de 60,0 % de sa base/);
  assert.equal(await quiet.locator('#parity-table, #plants-reasons, #closing-table').count(), 0);
  await shut(quiet);
});

const source = process.env.TRADEWIND_SOURCE;
test('the reasons here are those of the program, and all of them', { skip: !source && 'TRADEWIND_SOURCE is not set' }, () => {
  const text = ['closed.c', 'tariffs.c', 'measure.c'].map((name) => readFileSync(join(source, 'plants', name), 'utf8')).join('\n').replace(/"\s*\n\s*"/g, '');
  const known = WHY.map(([format]) => format);
  for (const format of known) assert.ok(text.includes(`"${format}"`), format);
  const said = [...text.matchAll(/"((?:needs|it|even|never:|always:|no|the|all) [^"]{8,})"/g)].map(([, words]) => words);
  assert.ok(said.length >= known.length);
  for (const words of said) assert.ok(known.includes(words), `no words in other languages for: ${words}`);
});
