// The report of routes by sea in a browser: lines, marks and numbers are those of routes.json.
//
//   TRADEWIND_RESULTS    a folder with routes/ and routes-none/ (no way), as the program wrote them; else made-up ones
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { geoEqualEarth } from 'd3-geo';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, savedCharts, shownAs, shut, speak } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeRoutes } from './study-sample.mjs';

const of = {}; // routes, none: folder, page, found

async function load(name, folder, made) {
  const own = process.env.TRADEWIND_RESULTS && join(process.env.TRADEWIND_RESULTS, folder);
  const at = own && existsSync(own) ? own : studyReport(writeRoutes(made), 'routes').folder;
  of[name] = { folder: at, page: await open(join(at, 'report.html')), found: JSON.parse(readFileSync(join(at, 'routes.json'), 'utf8')) };
}

before(async () => {
  await openBrowser();
  await load('routes', 'routes', {});
  await load('none', 'routes-none', { none: true });
});
after(closeBrowser);

const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const comma = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** The map's projection by somebody else's code. */
const projection = () => geoEqualEarth().rotate([-11, 0]).fitWidth(2000, { type: 'Sphere' });

/** From longitude and latitude to the pixels of the map of a page. */
async function placer(page) {
  const [, scale, x, y] = (await page.getAttribute('#routes-map svg .land', 'transform')).match(/scale\(([\d.e-]+)\) translate\((-?[\d.]+) (-?[\d.]+)\)/).map(Number);
  const project = projection();
  return (lon, lat) => {
    const [px, py] = project([lon, lat]);
    return [(px + x) * scale, (py + y) * scale];
  };
}
const near = (shown, expected, where, far = 0.2) => shown.forEach((value, at) => assert.ok(Math.abs(value - expected[at]) < far, `${where}: ${shown} is not ${expected}`));

test('opens with both ends and what the first route is, in three languages', async () => {
  const { page, found } = of.routes;
  const [first] = found.routes;
  for (const [lang, words] of [['fr', `${first.days.toFixed(1).replace('.', ',')} jours à 19,5 nœuds`], ['ja', `19.5ノットで${first.days.toFixed(1)}日`], ['en', `${comma(first.km)} km, ${comma(first.nm)} nautical miles, ${first.days.toFixed(1)} days at 19.5 knots`]]) {
    await speak(page, lang);
    assert.equal(plain(await page.textContent('h1')).trim(), [found.from, found.to].map((end) => end.name || end.code).join(' – '));
    const text = plain(await page.textContent('header.top'));
    assert.ok(text.includes(words), `${lang}: ${text}`);
    const through = first.passages.split('+').map((code) => found.passages.find((one) => one.passage === code).names[lang]);
    for (const name of through) assert.ok(text.includes(plain(name)), `${lang}: ${name} is not in ${text}`);
    assert.ok(!/undefined|\[object|NaN/.test(await page.textContent('main')), lang);
  }
});

test('says what is closed costs, and the second route where there is one', async () => {
  const { page, found } = of.routes;
  const text = plain(await page.textContent('header.top'));
  const [first] = found.routes;
  const usual = found.routes.find((row) => row.kind === 'open');
  assert.ok(usual && text.includes(`${first.extra_days < 0 ? '−' : '+'}${Math.abs(first.extra_days).toFixed(1)} days`), text);
  const second = found.routes.find((row) => row.kind === 'second');
  assert.equal(text.includes('A second route is'), Boolean(second));
  if (second) assert.ok(text.includes(`A second route is ${(100 * (second.km / first.km - 1)).toFixed(1)} % longer`), text);
  const closures = found.routes.filter((row) => row.kind === 'if_closed' && row.km !== null);
  const more = Math.max(...closures.map((row) => row.days)) - first.days;
  if (closures.length && more > 0.05) assert.ok(text.includes(`it takes ${more.toFixed(1)} days more`), text);
});

test('each route is a line from end to end, the second and the closed ones dashed', async () => {
  const { page, found } = of.routes;
  const lines = await page.locator('#routes-map svg .way').evaluateAll((list) => list.map((one) => ({ kind: one.getAttribute('class').split(' ')[1], dash: getComputedStyle(one).strokeDasharray, d: one.getAttribute('d'), tip: one.dataset.tip })));
  for (const kind of ['asked', 'second', 'open', 'if_closed']) assert.equal(lines.some((one) => one.kind === kind), found.routes.some((row) => row.kind === kind && row.km !== null), kind);
  for (const one of lines) assert.equal(one.dash === 'none', one.kind === 'asked', `${one.kind} ${one.dash}`);
  assert.equal(new Set(lines.map((one) => one.tip)).size, found.routes.filter((row) => row.km !== null).length);
  const put = await placer(page);
  const whole = lines.filter((one) => one.kind === 'asked');
  const points = whole.flatMap((one) => one.d.slice(1).split('L').map((pair) => pair.split(',').map(Number)));
  const [{ line }] = found.routes;
  near(points[0], put(...line[0]), 'the beginning');
  near(points[points.length - 1], put(...line[line.length - 1]), 'the end');
  for (const [lon, lat] of line) {
    const [x, y] = put(lon, lat);
    assert.ok(points.some(([px, py]) => Math.hypot(px - x, py - y) < 0.2), `${lon}, ${lat} is not on the line`);
  }
});

test('passages are marked where they are, closed ones crossed out', async () => {
  const { page, found } = of.routes;
  const put = await placer(page);
  const marks = await page.locator('#routes-map svg [data-passage]').evaluateAll((list) => list.map((one) => {
    const box = one.getBBox();
    return { code: one.dataset.passage, closed: one.classList.contains('closed'), tip: one.dataset.tip, at: [box.x + box.width / 2, box.y + box.height / 2] };
  }));
  assert.deepEqual(marks.map((one) => one.code).sort(), found.passages.map((one) => one.passage).sort());
  for (const one of found.passages) {
    const mark = marks.find((each) => each.code === one.passage);
    near(mark.at, put(one.lon, one.lat), one.passage);
    assert.equal(mark.closed, one.closed, one.passage);
    assert.ok(mark.tip.startsWith(one.names.en), mark.tip);
  }
  assert.ok(marks.some((one) => one.closed));
  // Every passage that the first route crosses has its mark beside the line.
  const [{ line, passages }] = found.routes;
  for (const code of passages.split('+')) {
    const { lon, lat } = found.passages.find((one) => one.passage === code);
    assert.ok(line.some(([x, y]) => Math.hypot(x - lon, y - lat) < 4) || line.some(([x, y], at) => at > 0 && Math.abs((x + line[at - 1][0]) / 2 - lon) + Math.abs((y + line[at - 1][1]) / 2 - lat) < 1e-6), code);
  }
});

test('the table has every row and number of the file', async () => {
  for (const { page, found } of [of.routes, of.none]) {
    const shown = await readTable(page, 'routes-table');
    assert.equal(shown.rows.length, found.routes.length);
    found.routes.forEach((row, at) => {
      for (const key of ['km', 'nm', 'days', 'extra_days', 'cost', 'extra_cost']) shownAs(shown.rows[at][shown.columns.indexOf(key)], row[key], `${row.kind} ${key}`, true);
      const through = shown.rows[at][shown.columns.indexOf('passages')];
      assert.equal(through === 'no route', row.km === null, through);
    });
  }
});

test('no way is said, and nothing is drawn for it', async () => {
  const { page, found } = of.none;
  assert.ok((await page.textContent('header.top')).includes('there is no route'));
  assert.equal(await page.locator('#routes-map svg .way.asked').count(), 0);
  assert.equal(await page.locator('#routes-map svg .closed').count(), found.passages.filter((one) => one.closed).length);
  assert.equal(await page.locator('#routes-map svg .port').count(), 2);
});

test('a line that leaves the map at one edge comes in at the other', async () => {
  globalThis.WORLD ??= '{"codes": {}, "provinces": [], "countries": [], "projection": {"scale": 100, "x": 0, "y": 0, "turn": -11}}';
  const { partsOf } = await import('../src/charts/routemap.js');
  for (const line of [[[-130, 50], [-150, 45], [160, 30], [140, 35]], [[140, 35], [160, 30], [-150, 45], [-130, 50]]]) {
    const parts = partsOf(line);
    assert.equal(parts.length, 2);
    const [out] = parts[0].slice(-1);
    const [back] = parts[1];
    assert.ok(Math.abs(out[0] + back[0]) < 1e-9 && Math.abs(out[0]) > 200 && Math.abs(out[1] - back[1]) < 1e-9, `${out} ${back}`);
    for (const part of parts) for (let at = 1; at < part.length; at++) assert.ok(Math.hypot(part[at][0] - part[at - 1][0], part[at][1] - part[at - 1][1]) < 6, 'a jump');
  }
  assert.equal(partsOf([[-130, 50], [-60, 40]]).length, 1);
  assert.equal(partsOf([]).length, 0);
});

test('in three languages, print, on a phone: nothing grave, nothing runs out of the page', async () => {
  for (const { folder, page } of [of.routes, of.none]) {
    for (const [lang, section] of [['fr', 'Toutes les routes'], ['ja', 'すべての航路'], ['en', 'All routes']]) {
      await speak(page, lang);
      assert.ok((await headings(page)).some((text) => text.includes(section)), lang);
    }
    assert.deepEqual(await gravest(page), []);
    assert.deepEqual(page.faults, []);
    const phone = await open(join(folder, 'report.html'), { viewport: { width: 360, height: 720 } });
    await drawn(phone);
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'wider than the phone');
    await shut(phone);
  }
  await savedCharts(of.routes.page, ['routes-map']);
});

test('texts of somebody else break nothing', async () => {
  const hostile = await open(studyReport(writeRoutes({ hostile: true }), 'routes').file);
  await drawn(hostile);
  assert.equal(await hostile.evaluate(() => window.broken), undefined);
  assert.ok((await hostile.textContent('body')).includes(HOSTILE[3].slice(0, 8)));
});
