// The report in a real browser, from a file, without a network. Its numbers are compared with the CSV files.
//
//   TRADEWIND_REPORT    a results folder with its report.html, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { audited, closeBrowser, drawn, open, openBrowser, parseShown, readTable, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';

// What is the same of every result, as a language, a theme, a picture made of a chart, is looked at in full on one of them.
const kind = basename(process.env.TRADEWIND_REPORT || '');
const thorough = !/^(limits|years)$/.test(kind);
const once = thorough ? test : () => {};

let folder;
let file;
let regions; // regions.csv
let sectors; // sectors.csv
let data;
let page;

before(async () => {
  if (process.env.TRADEWIND_REPORT) {
    folder = process.env.TRADEWIND_REPORT;
    file = join(folder, 'report.html');
  } else ({ folder, file } = sampleReport({ years: true }));
  const csv = (name) => readCsv(readFileSync(join(folder, name), 'utf8'));
  regions = csv('regions.csv');
  sectors = csv('sectors.csv');
  await openBrowser();
  page = await open(file);
  data = await page.evaluate(() => JSON.parse(document.getElementById('tradewind-data').textContent));
});
after(closeBrowser);

/** A shown number is the CSV's, rounded to what is shown; never rounded to nothing; empty only where the CSV is. */
function same(text, csv, where) {
  const shown = parseShown(text);
  if (csv === '') return assert.equal(shown, null, `${where}: the CSV is empty, the page shows ${text}`);
  const value = Number(csv);
  assert.notEqual(shown, null, `${where}: the CSV has ${csv}, the page shows nothing`);
  assert.ok(Math.abs(shown.value - value) <= shown.half * 1.0001, `${where}: the CSV has ${csv}, the page shows ${text}`);
  if (value !== 0) assert.notEqual(shown.value, 0, `${where}: the CSV has ${csv}, the page shows ${text}`);
  return undefined;
}

const codeOf = (name) => data.runs[0].regions.find(([, label]) => label === name)[0];
const sectorOf = (name) => data.runs[0].sectors.find(([, label]) => label === name)[0];

test('opens from a file without an error, and asks for nothing else', async (t) => {
  assert.deepEqual(page.faults, []);
  assert.deepEqual(page.requests.filter((url) => !url.startsWith('data:')).length, 1, page.requests.join('\n'));
  const times = await page.evaluate(() => ({ ready: document.documentElement.dataset.ready, complete: document.documentElement.dataset.complete }));
  t.diagnostic(`interactive after ${times.ready} ms, all sections after ${times.complete} ms`);
  const size = readFileSync(file).length;
  t.diagnostic(`${size} bytes`);
  assert.ok(size < 2e6, `${size} bytes`);
  const text = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(text, /undefined|NaN|\[object|Infinity/);
});

test('opens with a sentence that says result and baseline', async () => {
  const text = await page.textContent('h1');
  assert.match(text, /^(In \d{4}, r|R)eal income (falls|rises) by .*, compared with .*\.$/);
  const named = data.runs[0].manifest.headline_regions; // the program's choice; without it the largest change is in the sentence
  const income = regions.rows.map((row) => [row.region, Number(row.real_income_pct)]).filter(([code]) => !named || named.includes(code));
  income.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const [code, value] = income[0];
  const name = data.runs[0].regions.find(([one]) => one === code)[1].replace(/^Rest/, 'rest');
  const found = text.match(new RegExp(`([\\d.]+)\u00a0% in (the )?${name}`));
  assert.ok(found, `${name} is not in "${text}"`);
  assert.ok(Math.abs(Number(found[1]) - Math.abs(value)) < 0.01 * Math.abs(value) + 0.005);
  assert.equal(text.indexOf('falls') >= 0 && (text.indexOf('rises') < 0 || text.indexOf('falls') < text.indexOf('rises')), value < 0, 'the side of the largest change comes first');
});

test('every number of the table of regions is that of regions.csv', async () => {
  const table = await readTable(page, 'regions');
  assert.equal(table.rows.length, regions.rows.length);
  let numbers = 0;
  for (const row of table.rows) {
    const csv = regions.rows.find((one) => one.region === codeOf(row[0]));
    table.columns.forEach((column, at) => {
      if (at === 0) return;
      assert.ok(column in csv, column);
      same(row[at], csv[column], `${row[0]}, ${column}`);
      numbers++;
    });
  }
  assert.ok(numbers >= 9 * regions.rows.length);
  // A column that is not there is zero or empty throughout, or is one of the parts
  for (const column of regions.columns.slice(1)) {
    if (table.columns.includes(column) || /_p(05|50|95)$/.test(column)) continue;
    const part = (await readTable(page, 'decomposition-table')).columns.includes(column);
    assert.ok(part || regions.rows.every((row) => row[column] === '' || Number(row[column]) === 0), `${column} is not shown`);
  }
});

test('every number of the decomposition is that of regions.csv, and the parts add up', async () => {
  const table = await readTable(page, 'decomposition-table');
  for (const row of table.rows) {
    const csv = regions.rows.find((one) => one.region === codeOf(row[0]));
    table.columns.forEach((column, at) => {
      if (at > 1) same(row[at], csv[column], `${row[0]}, ${column}`);
    });
    const parts = ['terms_of_trade_pct', 'volume_of_trade_pct', 'technical_pct', 'transfers_pct', 'production_pct', 'factors_pct', 'remainder_pct'];
    same(row[1], String(parts.reduce((sum, name) => sum + Number(csv[name] || 0), 0)), `${row[0]}, sum`);
  }
});

test('the region switch shows the sectors of that region, each number that of sectors.csv', async () => {
  const { regions: list } = data.runs[0];
  for (const at of [list.length - 1, 1, 0]) {
    await page.selectOption('#set-region', String(at));
    assert.match(await page.textContent('#sectors-table-caption'), new RegExp(list[at][1]));
    const table = await readTable(page, 'sectors-table');
    assert.equal(table.rows.length, data.runs[0].sectors.length);
    for (const row of table.rows) {
      const csv = sectors.rows.find((one) => one.region === list[at][0] && one.sector === sectorOf(row[0]));
      table.columns.forEach((column, index) => {
        if (index) same(row[index], csv[column], `${list[at][0]}, ${row[0]}, ${column}`);
      });
    }
  }
});

test('the flows are those of trade.csv, the largest change first, and the sector switch filters them', async () => {
  const trade = readCsv(readFileSync(join(folder, 'trade.csv'), 'utf8')).rows.filter((row) => row.importer !== row.exporter);
  const size = (row) => Math.abs(Number(row.new_value) - Number(row.base_value));
  trade.sort((a, b) => size(b) - size(a));
  const check = async (expected) => {
    const table = await readTable(page, 'flows-table');
    assert.equal(table.rows.length, Math.min(25, expected.length));
    table.rows.forEach((row, at) => {
      const csv = expected[at];
      assert.deepEqual([sectorOf(row[0]), codeOf(row[1]), codeOf(row[2])], [csv.sector, csv.exporter, csv.importer]);
      table.columns.forEach((column, index) => {
        if (index > 2) same(row[index], column === 'change' ? String(Number(csv.new_value) - Number(csv.base_value)) : csv[column], `${row.slice(0, 3)}, ${column}`);
      });
    });
  };
  await check(trade.slice(0, 25));
  const { sectors: list } = data.runs[0];
  const at = list.findIndex(([code]) => code === trade[0].sector);
  await page.selectOption('#set-sector', String(at));
  await check(trade.filter((row) => row.sector === list[at][0]).slice(0, 25));
  assert.equal(await page.locator('#sector-regions').count(), 1);
  await page.selectOption('#set-sector', '-1');
  assert.equal(await page.locator('#sector-regions').count(), 0);
});

test('average tariffs are those of trade.csv with trade before as weights', async () => {
  const trade = readCsv(readFileSync(join(folder, 'trade.csv'), 'utf8')).rows;
  const table = await readTable(page, 'tariff-table');
  for (const row of table.rows) {
    const flows = trade.filter((one) => one.importer === codeOf(row[0]) && one.exporter === codeOf(row[1]));
    const base = flows.reduce((sum, one) => sum + Number(one.base_value), 0);
    const mean = (column) => flows.reduce((sum, one) => sum + Number(one.base_value) * Number(one[column]), 0) / base;
    same(row[2], String(mean('tariff_base_pct')), `${row[0]} from ${row[1]}, before`);
    same(row[3], String(mean('tariff_new_pct')), `${row[0]} from ${row[1]}, after`);
    same(row[5], String(base), `${row[0]} from ${row[1]}, trade`);
  }
});

test('the chart of tariffs shows the averages of trade.csv by importer', async () => {
  const trade = readCsv(readFileSync(join(folder, 'trade.csv'), 'utf8')).rows.filter((row) => row.importer !== row.exporter);
  const rows = await page.locator('#tariff-chart .row').evaluateAll((list) => list.map((row) => [row.querySelector('.name').dataset.tip, row.querySelector('.value').textContent]));
  assert.equal(rows.length, regions.rows.length);
  for (const [name, text] of rows) {
    const flows = trade.filter((one) => one.importer === codeOf(name));
    const base = flows.reduce((sum, one) => sum + Number(one.base_value), 0);
    const mean = (column) => flows.reduce((sum, one) => sum + Number(one.base_value) * Number(one[column]), 0) / base;
    const shown = text.replace('%', '').trim().split(' → ');
    same(shown[0].trim(), String(mean('tariff_base_pct')), `${name}, before`);
    same(shown[shown.length - 1].trim(), String(mean('tariff_new_pct')), `${name}, after`);
  }
});

test('bars are as long as their numbers say, and on their side of zero; the map has the same signs', async () => {
  const rows = await page.locator('#bars .row').evaluateAll((list) =>
    list.map((row) => {
      const bar = row.querySelector('.gain, .loss');
      return { name: row.querySelector('.name').dataset.tip, x: Number(bar.getAttribute('x')), width: Number(bar.getAttribute('width')), loss: bar.classList.contains('loss') };
    }),
  );
  const zero = Number(await page.getAttribute('#bars .zero', 'x1'));
  const value = (name) => Number(regions.rows.find((one) => one.region === codeOf(name)).real_income_pct);
  const widest = rows.reduce((a, b) => (b.width > a.width ? b : a));
  for (const row of rows) {
    const expected = (widest.width * Math.abs(value(row.name))) / Math.abs(value(widest.name));
    assert.ok(Math.abs(row.width - expected) < 0.6, `${row.name}: ${row.width} pixels, ${expected} expected`);
    assert.equal(row.loss, value(row.name) < 0, row.name);
    assert.ok(Math.abs((row.loss ? row.x + row.width : row.x) - zero) < 1.1, `${row.name} starts at zero`);
  }
  const land = await page.locator('#map .country[data-tip]').evaluateAll((list) => list.map((one) => [one.dataset.tip.split(':')[0], one.getAttribute('class')]));
  assert.ok(land.length > 150);
  for (const [name, kind] of land) assert.match(kind, value(name) < 0 ? /loss[1-4]/ : value(name) > 0 ? /gain[1-4]/ : /zero0/, name);
});

test('tables sort by their headers, empty values last', async () => {
  const order = async (column) => {
    const table = await readTable(page, 'regions');
    const at = table.columns.indexOf(column);
    return { values: table.rows.map((row) => regions.rows.find((one) => one.region === codeOf(row[0]))[column]), sorted: table.sorted[at], others: table.sorted.filter((_, i) => i !== at) };
  };
  for (const column of ['real_wage_pct', 'wage_pct', 'equivalent_variation']) {
    for (const [direction, sign] of [['descending', -1], ['ascending', 1]]) {
      await page.click(`#regions-sort-${column}`);
      const { values, sorted, others } = await order(column);
      assert.equal(sorted, direction);
      assert.ok(others.every((one) => one === null));
      const filled = values.filter((value) => value !== '').map(Number);
      for (let i = 1; i < filled.length; i++) assert.ok(sign * (filled[i] - filled[i - 1]) >= 0, `${column} ${direction}: ${filled}`);
      assert.ok(values.slice(filled.length).every((value) => value === ''));
    }
  }
  await page.click('#regions-sort-region');
  const names = (await readTable(page, 'regions')).rows.map((row) => row[0]);
  assert.deepEqual(names, names.slice().sort(new Intl.Collator('en').compare));
});

test('tables filter', async () => {
  await page.fill('#regions-filter', 'cAnA');
  assert.deepEqual((await readTable(page, 'regions')).rows.map((row) => row[0]), ['Canada']);
  assert.match(await page.textContent('#regions-count'), new RegExp(`^1 of ${regions.rows.length} `));
  await page.fill('#regions-filter', 'no such region');
  assert.equal((await page.locator('#regions tbody td').allTextContents()).join(), 'No row matches.');
  await page.fill('#regions-filter', '');
  assert.equal((await readTable(page, 'regions')).rows.length, regions.rows.length);
});

test('tables copy as CSV with every digit', async () => {
  await page.click('#regions-sort-real_income_pct');
  await page.click('#regions-copy');
  await page.waitForSelector('#status.shown');
  assert.match(await page.textContent('#status'), new RegExp(`^${regions.rows.length} rows`));
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.rows.length, regions.rows.length);
  assert.ok(copied.columns.includes('equivalent_variation'));
  for (const row of copied.rows) {
    const csv = regions.rows.find((one) => one.region === row.region);
    for (const column of copied.columns) {
      if (column === 'name') assert.equal(codeOf(row.name), row.region);
      else if (column !== 'region') assert.equal(row[column] === '' ? '' : Number(row[column]), csv[column] === '' ? '' : Number(csv[column]), `${row.region} ${column}`);
    }
  }
});

once('numbers can be written in three ways', async () => {
  const cell = async () => (await readTable(page, 'regions')).rows.map((row) => row[2]);
  const point = await cell();
  for (const [style, group, decimal] of [['space', '\u202f', ','], ['dot', '.', ','], ['point', ',', '.']]) {
    await page.selectOption('#set-numbers', style);
    await drawn(page);
    assert.deepEqual((await cell()).map((text) => parseShown(text, { group, decimal })), point.map((text) => parseShown(text)), style);
  }
  assert.ok(point.some((text) => text.includes(',')), 'no number is long enough to be grouped');
});

test('the language switch changes every heading, label and the lang attribute', async () => {
  const heads = () => page.locator('h1, h2, h3, label, .tools button, th button').allTextContents();
  const english = await heads();
  for (const [language, sign] of [['fr', /revenu réel/], ['ja', /実質所得/]]) {
    await page.focus('#set-language');
    await page.selectOption('#set-language', language);
    await drawn(page);
    assert.equal(await page.getAttribute('html', 'lang'), language);
    assert.match(await page.textContent('h1'), sign);
    const translated = await heads();
    assert.equal(translated.length, english.length);
    const left = english.filter((text, at) => text === translated[at] && !/^(SVG|PNG|SHA-256|Notes|\d{4}.*|Région.*|Production.*|Instrument.*)$/.test(text.trim()));
    assert.deepEqual(left.filter((text) => /[a-z]{4}/.test(text)), [], `${language} leaves English words`);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /undefined|NaN|\[object/);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'set-language', 'the focus stays on the switch');
  }
  await page.selectOption('#set-language', 'en');
  await drawn(page);
  assert.deepEqual(await heads(), english);
});

test('every chart is saved as SVG and PNG', async () => {
  const charts = await page.locator('figure').evaluateAll((list) => list.map((figure) => figure.id));
  assert.ok(charts.includes('map') && charts.includes('bars') && charts.includes('decomposition') && charts.includes('flow-diagram') && charts.includes('tariff-chart'), charts.join());
  for (const id of charts) {
    const save = async (kind) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#${id}-${kind}`)]);
      assert.equal(download.suggestedFilename(), `tradewind-${id}.${kind}`);
      return readFileSync(await download.path());
    };
    const svg = (await save('svg')).toString('utf8');
    const seen = await page.evaluate((text) => {
      const doc = new DOMParser().parseFromString(text, 'image/svg+xml');
      return { fault: doc.querySelector('parsererror')?.textContent, root: doc.documentElement.localName, marks: doc.querySelectorAll('path,rect,circle').length, bare: [...doc.querySelectorAll('path,rect,circle,text')].filter((node) => !/^(rgb|#|url)|^none$/.test(node.getAttribute('fill') || '')).length, text: doc.documentElement.textContent, width: Number(doc.documentElement.getAttribute('width')), height: Number(doc.documentElement.getAttribute('height')) };
    }, svg);
    assert.equal(seen.fault, undefined, `${id}: ${seen.fault}`);
    assert.equal(seen.root, 'svg');
    assert.ok(seen.marks > 3, `${id} has ${seen.marks} marks`);
    assert.equal(seen.bare, 0, `${id} has ${seen.bare} marks without a colour of their own`);
    assert.doesNotMatch(svg, /var\(--|class="|<script|<foreignObject|href=/);
    assert.ok(seen.text.includes(await page.textContent(`#${id}-title`)), `${id} has no title`);
    if (!thorough && id !== charts[0]) continue;
    const png = await save('png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [Math.round(seen.width * 2), Math.round(seen.height * 2)]);
    assert.ok(png.length > 5000, `${id}.png has ${png.length} bytes`);
  }
});

test('every chart has a text alternative', async () => {
  const charts = await page.locator('figure svg').evaluateAll((list) =>
    list.map((svg) => ({ role: svg.getAttribute('role'), texts: svg.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id)?.textContent) })),
  );
  assert.ok(charts.length >= 6);
  for (const { role, texts } of charts) {
    assert.equal(role, 'img');
    assert.ok(texts.length === 2 && texts.every((text) => text && text.length > 5), texts.join(' | '));
    assert.match(texts[1], /\d/, 'the text alternative says numbers');
  }
});

test('a map, a bar or a name can be clicked to choose a region', async () => {
  await page.locator('#bars .row').last().click();
  const name = (await page.locator('#bars .row').last().locator('.name').textContent()).trim();
  assert.equal(await page.locator('#set-region option:checked').textContent(), name);
  assert.ok((await page.textContent('#sectors-table-caption')).includes(name));
});

once('light and dark follow the system and can be switched', async () => {
  const system = await open(file, { hash: '', colorScheme: 'dark' });
  const back = (one) => one.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await back(system);
  assert.equal(await system.getAttribute('html', 'data-theme'), 'dark');
  await system.emulateMedia({ colorScheme: 'light' });
  await system.waitForSelector('html[data-theme=light]', { state: 'attached' });
  const light = await back(system);
  assert.notEqual(light, dark);
  await system.selectOption('#set-theme', 'dark');
  assert.equal(await back(system), dark);
  await system.selectOption('#set-theme', 'auto');
  assert.equal(await back(system), light);
  await shut(system);
});

test('the keyboard reaches everything and shows where it is', async () => {
  const one = await open(file);
  await one.keyboard.press('Tab');
  assert.equal(await one.evaluate(() => document.activeElement.className), 'skip');
  await one.keyboard.press('Enter');
  assert.equal(await one.evaluate(() => document.activeElement.id), 'main');
  await one.evaluate(() => document.activeElement.blur());
  const wanted = await one.evaluate(() => [...document.querySelectorAll('button, select, input, summary, a[href]')].filter((node) => node.offsetParent !== null || node.className === 'skip').length);
  // The page notes itself where the focus goes: to ask it after each of some hundred keys takes as long again as the keys.
  const stops = await one.evaluate(() => {
    window.stops = new Map();
    document.addEventListener('focusin', ({ target: node }) => {
      const style = getComputedStyle(node);
      window.stops.set(node, { control: node.matches('button, select, input, summary, a[href]'), outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, what: node.id || node.tagName });
    });
    document.querySelector('.skip').focus();
    return document.querySelectorAll('[tabindex="0"]').length;
  });
  for (let i = 0; i < wanted + stops + 5; i++) await one.keyboard.press('Tab');
  const seen = await one.evaluate(() => [...window.stops.values()]);
  for (const at of seen) if (at.what !== 'BODY') assert.ok(at.outline, `${at.what} does not show the focus`);
  const reached = seen.filter((at) => at.control).length;
  assert.ok(reached >= wanted, `the keyboard reaches ${reached} of ${wanted}`);
  await one.focus('#regions-sort-real_wage_pct');
  await one.keyboard.press('Enter');
  assert.equal(await one.evaluate(() => document.activeElement.closest('th').getAttribute('aria-sort')), 'descending');
  await shut(one);
});

// Colours depend on the theme, all else that axe looks at on the language: each is seen once, and both together twice.
const EACH = [['en', 'light', true], ['fr', 'light', false], ['ja', 'dark', true]];
for (const [language, theme, colours] of thorough ? EACH : [EACH[kind === 'years' ? 2 : 0]]) {
  test(`axe finds no serious fault: ${language}, ${theme}`, async () => {
    const one = await open(file, { hash: `lang=${language}&theme=${theme}` });
    const { grave, passes } = await audited(one, { colours });
    assert.deepEqual(grave, []);
    assert.ok(passes > 20);
    await shut(one);
  });
}

test('a phone does not scroll sideways', async () => {
  const one = await open(file, { viewport: { width: 360, height: 844 }, isMobile: true, hasTouch: true });
  for (const language of ['en', 'fr', 'ja']) {
    await one.selectOption('#set-language', language);
    await drawn(one);
    for (const width of [360, 390]) {
      await one.setViewportSize({ width, height: 844 });
      const wide = await one.evaluate(() => ({ page: document.documentElement.scrollWidth, screen: innerWidth }));
      assert.ok(wide.page <= width && wide.screen <= width, `${language}: the page is ${wide.page} wide of ${width}`);
    }
  }
  await shut(one);
});

test('prints every section without its switches', async () => {
  const one = await open(file, { hash: 'lang=en&theme=dark' });
  await one.emulateMedia({ media: 'print' });
  assert.equal(await one.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  for (const hidden of ['.settings', 'nav', '.tools']) assert.equal(await one.locator(hidden).first().isVisible(), false, hidden);
  const heights = await one.locator('section').evaluateAll((list) => list.map((section) => section.getBoundingClientRect().height));
  assert.ok(heights.every((height) => height > 100), heights.join());
  if (thorough) assert.ok((await one.pdf({ format: 'A4' })).length > 20000);
  await shut(one);
});

test('how it was made: rules, certificate in words, world, command, manifest', async () => {
  const { manifest } = data.runs[0];
  const text = await page.evaluate(() => document.getElementById('section-made').textContent);
  for (const rule of manifest.scenario.rules) assert.ok(text.includes(rule.words), rule.words);
  assert.ok(text.includes(manifest.command));
  assert.ok(text.includes(manifest.world.sha256));
  assert.match(text, /Every market clears and every budget holds to (1 part in 10[⁰¹²³⁴-⁹]+|the last bit)/);
  assert.deepEqual(JSON.parse(await page.evaluate(() => document.querySelector('.manifest pre').textContent)), manifest);
  const { caveat } = data.runs[0].world;
  if (caveat) assert.ok((await page.textContent('header')).includes(caveat));
});

test('limits, preferences and years are shown when the run has them', async () => {
  for (const [name, id] of [['limits.csv', 'limits-table'], ['preferences.csv', 'preferences-table'], ['years.csv', 'years-table']]) {
    assert.equal(await page.locator(`#${id}`).count(), existsSync(join(folder, name)) ? 1 : 0, name);
  }
  if (!existsSync(join(folder, 'years.csv'))) return;
  const years = readCsv(readFileSync(join(folder, 'years.csv'), 'utf8')).rows;
  const table = await readTable(page, 'years-table');
  for (const row of table.rows) {
    table.columns.slice(1).forEach((column, at) => {
      const csv = years.find((one) => one.region === codeOf(row[0]) && one.year === column.slice(1));
      same(row[at + 1], csv.real_income_pct, `${row[0]} ${column}`);
    });
  }
});

test('nothing went wrong on the way', () => {
  assert.deepEqual(page.faults, []);
});
