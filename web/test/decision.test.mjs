// The report of a decision in a browser: every number is that of decision.json.
//
//   TRADEWIND_RESULTS    a folder with decide/, as the program wrote it; else a made-up one
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCsv } from '../dev/fill.mjs';
import { closeBrowser, drawn, gravest, headings, open, openBrowser, readTable, savedCharts, shownAs, shut } from './browser.mjs';
import { HOSTILE } from './sample.mjs';
import { studyReport, writeDecision } from './study-sample.mjs';

const NONE = 5e-7; // the program's: smaller differences are none
let folder;
let page;
let decision;
let region; // the one that is shown

const spaced = (text) => text.replace(/(\d) %/g, '$1\u00a0%'); // no line ends before the sign
const title = (option) => spaced(option.title || option.name);
const titleAmong = (list) => (option) => title(option) + (list.some((other) => other !== option && title(other) === title(option)) ? ` (${option.name})` : '');
const leverOf = (cell) => decision.levers.findIndex((one) => cell === titleAmong(decision.levers)(one));
const payoff = (cell) => cell.mean ?? cell.central;
const cellOf = (lever, contingency) => region.cells.find((one) => one.lever === lever && one.contingency === contingency);
const show = async (view) => page.check(`#cells-${view}`);

before(async () => {
  folder = process.env.TRADEWIND_RESULTS ? join(process.env.TRADEWIND_RESULTS, 'decide') : studyReport(writeDecision(), 'decide').folder;
  decision = JSON.parse(readFileSync(join(folder, 'decision.json'), 'utf8'));
  [region] = decision.regions;
  await openBrowser();
  page = await open(join(folder, 'report.html'));
});
after(closeBrowser);

/** Small differences read 0. */
const difference = (text, value, where) => (value !== null && Math.abs(value) < NONE ? assert.equal(text.replace(/^★\u00a0/, ''), '0', where) : shownAs(text, value, where));

test('opens with both choices, what is assumed of probabilities, and how much was drawn', async () => {
  const text = await page.textContent('h1');
  const { expected_value: best, minimax_regret: least } = region.choice;
  assert.ok(text.startsWith(`${region.name}: “${title(decision.levers[best])}” is the best choice on average`), text);
  const amount = text.match(/real income ([+\u2212][\d.]+)\u00a0%/);
  shownAs(amount[1], region.levers[best].expected, 'the headline');
  assert.ok(text.includes(best === least ? 'It is also the choice of minimax regret' : `Minimax regret chooses “${title(decision.levers[least])}”`), text);
  assert.ok(text.includes(decision.probabilities === 'given' ? 'with the probabilities given' : `if all ${decision.contingencies.length} contingencies are equally likely`), text);
  if (region.levers[best].p05 !== null) {
    const ends = text.match(/90\u00a0% of draws: (\S+) to (\S+)\)/);
    shownAs(ends[1], region.levers[best].p05, 'low', true);
    shownAs(ends[2], region.levers[best].p95, 'high', true);
  }
  const said = await page.textContent('#drawn');
  assert.ok(said.includes(decision.draws.used ? `means over ${decision.draws.used} draws` : 'nothing was drawn'), said);
  assert.equal(/nobody’s estimate/.test(said), decision.draws.used > 0 && decision.sentences.some((line) => /which is an assumption/.test(line)), said);
  if (decision.draws.finished > decision.draws.used) assert.ok(said.includes(`${decision.draws.finished - decision.draws.used} of ${decision.draws.finished} draws`), said);
});

test('the payoff table as payoffs, with ranges and as regret; the best of each column marked by more than colour', async () => {
  for (const view of ['value', 'range', 'regret']) {
    await show(view);
    const table = await readTable(page, 'payoffs-table');
    assert.equal(table.rows.length, decision.levers.length);
    assert.equal(table.columns.length, decision.contingencies.length + 2);
    const kinds = await page.locator('#payoffs-table tbody tr').evaluateAll((list) => list.map((tr) => [...tr.children].map((cell) => cell.className)));
    table.rows.forEach((row, line) => {
      const lever = leverOf(row[0]);
      assert.ok(lever >= 0, row[0]);
      const own = region.levers[lever];
      if (view === 'regret') difference(row[1], own.largest_regret, `${row[0]}, largest regret`);
      else shownAs(row[1].replace(/ \(.*/, ''), own.expected, `${row[0]}, expected`, true);
      decision.contingencies.forEach((_, at) => {
        const cell = cellOf(lever, at);
        const text = row[at + 2];
        const where = `${view}: ${row[0]}, ${at}`;
        assert.equal(text.startsWith('★'), cell.regret < NONE, `${where}: ${text}`);
        assert.equal(/\bbest\b/.test(kinds[line][at + 2]), cell.regret < NONE, where);
        if (view === 'regret') return difference(text, cell.regret, where);
        const found = text.match(/^(?:★\u00a0)?(\S+) \((\S+) to (\S+)\)$/);
        assert.equal(Boolean(found), view === 'range', text);
        shownAs(found ? found[1] : text, payoff(cell), where, true);
        if (found) [cell.p05, cell.p95].forEach((end, index) => shownAs(found[index + 2], end, where, true));
        const side = Math.abs(payoff(cell)) < NONE ? /zero/ : payoff(cell) < 0 ? /loss[1-4]/ : /gain[1-4]/;
        return assert.match(kinds[line][at + 2], side, where);
      });
    });
  }
  await show('value');
  await page.click('#payoffs-table-copy');
  await page.waitForSelector('#status.shown');
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  for (const row of copied.rows) {
    const lever = decision.levers.findIndex((one) => one.name === row.lever);
    decision.contingencies.forEach(({ name }, at) => assert.equal(Number(row[name]), payoff(cellOf(lever, at)), `${row.lever} ${name}`));
  }
  if (!existsSync(join(folder, 'decision.csv'))) return;
  for (const row of readCsv(readFileSync(join(folder, 'decision.csv'), 'utf8')).rows.filter((one) => one.region === region.region)) {
    const value = Number(copied.rows.find((one) => one.lever === row.lever)[row.contingency]);
    const given = Number(row.mean === '' ? row.central : row.mean);
    assert.ok(Math.abs(value - given) <= 1e-13 * Math.max(1, Math.abs(given)), `${row.lever} ${row.contingency}`);
  }
});

test('the switch of the payoff table works from the keyboard, and the focus stays on it', async () => {
  await page.focus('#cells-value');
  for (const view of ['range', 'regret', 'value']) {
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.id), `cells-${view}`);
    assert.ok(await page.isChecked(`#cells-${view}`));
    assert.equal((await page.locator('#payoffs-table td.heat').first().textContent()).includes('('), view === 'range');
  }
});

test('the payoff table sorts by a contingency', async () => {
  for (const [direction, sign] of [['descending', -1], ['ascending', 1]]) {
    await page.click('#payoffs-table-sort-c0');
    const table = await readTable(page, 'payoffs-table');
    assert.equal(table.sorted[2], direction);
    const values = table.rows.map((row) => payoff(cellOf(leverOf(row[0]), 0)));
    for (let i = 1; i < values.length; i++) assert.ok(sign * (values[i] - values[i - 1]) >= 0, `${direction}: ${values}`);
  }
});

test('dots stand where their numbers are, and thin lines span their ranges', async () => {
  for (const [id, read, other] of [['expected', (lever) => lever.expected, null], ['regret', (lever) => lever.largest_regret, (lever) => lever.largest_regret_draws]]) {
    const rows = await page.locator(`#${id} .row`).evaluateAll((list) => list.map((row) => {
      const mark = row.querySelector('.dot');
      return { name: row.querySelector('.name').dataset.tip, x: mark.getAttribute('cx') ? Number(mark.getAttribute('cx')) : Number(mark.getAttribute('d').match(/L([\d.]+),/)[1]), chosen: mark.classList.contains('chosen'), ring: Boolean(row.querySelector('.ring')), hollow: Number(row.querySelector('.before')?.getAttribute('cx')), line: row.querySelector('.whisker')?.getAttribute('d').match(/-?[\d.]+/g).map(Number) };
    }));
    assert.equal(rows.length, decision.levers.length);
    const at = (row) => region.levers[decision.levers.findIndex((one) => title(one) === row.name)];
    const values = rows.map((row) => read(at(row)));
    for (let i = 1; i < values.length; i++) assert.ok(id === 'regret' ? values[i] >= values[i - 1] : values[i] <= values[i - 1], 'in order');
    const [a, b] = [values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))];
    const place = (value) => rows[b].x + ((value - values[b]) / (values[a] - values[b])) * (rows[a].x - rows[b].x);
    rows.forEach((row, index) => {
      const lever = at(row);
      const close = (x, value, what) => assert.ok(Math.abs(x - place(value)) < 0.8, `${id}: ${row.name}, ${what} at ${x}, ${place(value)} expected`);
      close(row.x, values[index], 'dot');
      assert.equal(row.chosen, lever === region.levers[region.choice.expected_value]);
      assert.equal(row.ring, lever === region.levers[region.choice.minimax_regret]);
      if (other && other(lever) !== null) close(row.hollow, other(lever), 'hollow dot');
      if (!other && lever.p05 !== null) [[lever.p05, 0], [lever.p95, 2]].forEach(([end, place_]) => close(row.line[place_], end, 'end'));
    });
  }
});

test('every choice with its standing: chosen, dominated and by whom, the same', async () => {
  const table = await readTable(page, 'levers-table');
  const column = (row, key) => row[table.columns.indexOf(key)];
  for (const row of table.rows) {
    const at = leverOf(row[0]);
    const lever = region.levers[at];
    shownAs(column(row, 'expected').replace(/ \(.*/, ''), lever.expected, row[0], true);
    difference(column(row, 'largest_regret'), lever.largest_regret, row[0]);
    if (lever.share_of_draws_best !== null) shownAs(column(row, 'share_of_draws_best').replace(/\u00a0%/, ''), 100 * lever.share_of_draws_best, row[0]);
    const standing = column(row, 'standing');
    const by = lever.dominated_by === null ? '' : `“${title(decision.levers[lever.dominated_by])}”`;
    assert.equal(standing.includes(`dominated by ${by}`), lever.dominated !== 'no', `${row[0]}: ${standing}`);
    assert.equal(/chosen by expected value/.test(standing), at === region.choice.expected_value, standing);
    assert.equal(/by (and )?minimax regret/.test(standing.replace('and by', 'by')), at === region.choice.minimax_regret || at === region.choice.minimax_regret_draws, standing);
    assert.equal(/the same as/.test(standing), lever.same_as !== null, standing);
  }
  const reasons = await page.locator('.reasons li').allTextContents();
  assert.ok(reasons.length >= 4);
  for (const lever of new Set(region.levers.map((one) => one.dominated_by).filter((by) => by !== null))) assert.ok(reasons.some((text) => text.includes(`dominated by “${title(decision.levers[lever])}”`)), reasons.join('\n'));
});

test('break-even probabilities, where the choice stays, and what knowing is worth', async () => {
  if (await page.isVisible('#break-even-table-more')) await page.click('#break-even-table-more');
  const table = await readTable(page, 'break-even-table');
  assert.equal(table.rows.length, region.break_even.length);
  for (const row of table.rows) {
    const contingency = row[0].charCodeAt(0) - 65;
    const rival = leverOf(row[1]);
    const one = region.break_even.find((line) => line.rival === rival && line.contingency === contingency);
    shownAs(row[2].replace(/\u00a0%/, ''), 100 * decision.contingencies[contingency].probability, row.join(' '));
    shownAs(row[3].replace(/\u00a0%/, ''), one.probability === null ? null : 100 * one.probability, row.join(' '));
    assert.equal(row[4], one.probability === null ? '–' : title(decision.levers[one.rival_better_above ? rival : region.choice.expected_value]));
    if (one.probability !== null) assert.ok(Math.abs(one.probability * one.gain_in + (1 - one.probability) * one.gain_elsewhere) < 1e-9, 'both bring the same there');
  }
  const rows = await page.locator('#stays .row').evaluateAll((list) => list.map((row) => ({ stay: [Number(row.querySelector('.stay').getAttribute('x')), Number(row.querySelector('.stay').getAttribute('width'))], leave: row.querySelectorAll('.leave').length, now: Number(row.querySelector('.now').getAttribute('x1')), tip: row.querySelector('.hit').dataset.tip })));
  const ticks = await page.locator('#stays .grid').evaluateAll((list) => list.map((line) => Number(line.getAttribute('x1'))));
  const place = (p) => ticks[0] + p * (ticks[4] - ticks[0]);
  region.stays.forEach((stay, at) => {
    assert.ok(Math.abs(rows[at].stay[0] - place(stay.low)) < 1.1 && Math.abs(rows[at].stay[0] + rows[at].stay[1] - place(stay.high)) < 1.1, `contingency ${at}`);
    assert.ok(Math.abs(rows[at].now - place(decision.contingencies[at].probability)) < 1.1);
    assert.equal(rows[at].leave, (stay.low > 0) + (stay.high < 1));
    for (const by of [stay.below, stay.above]) if (by !== null) assert.ok(rows[at].tip.includes(title(decision.levers[by])));
  });
  const worth = Object.values(region.worth_of_knowing).filter((value) => value !== null);
  const shown = await page.locator('#knowing .row .value').allTextContents();
  assert.equal(shown.length, worth.length);
  shown.forEach((text, at) => difference(text, worth[at], 'worth'));
});

test('the frontier: every number of the points, the chart where they are, the price of safety, what levers cost', async () => {
  const f = decision.frontier;
  if (!f) return assert.equal(await page.locator('#section-frontier').count(), 0);
  const none = (text, value, where) => (value !== null && Math.abs(value) < NONE ? assert.equal(text, '0', where) : shownAs(text, value, where));
  const main = await readTable(page, 'frontier-table');
  const amounts = await readTable(page, 'frontier-levers');
  const losses = await readTable(page, 'frontier-losses');
  assert.deepEqual([main, amounts, losses].map((table) => table.rows.length), [f.points.length, f.points.length, f.points.length]);
  assert.deepEqual(main.columns, ['point', 'bound', 'gain', 'worst_loss', 'binds', 'price_of_safety', 'insurance', 'cost']);
  f.points.forEach((point, at) => {
    assert.equal(main.rows[at][0], at ? String(at) : 'nothing done');
    main.columns.forEach((key, column) => {
      const text = main.rows[at][column];
      if (key === 'binds') assert.equal(text.charCodeAt(0) - 65, point.binds);
      else if (key !== 'point') none(text, point[key], `point ${at}, ${key}`);
    });
    point.amounts.forEach((amount, l) => shownAs(amounts.rows[at][l + 1], Math.abs(amount - f.levers[l].to) < 1e-5 ? f.levers[l].to : amount, `point ${at}, lever ${l}`));
    point.losses.forEach((loss, c) => (c === f.baseline ? assert.equal(losses.rows[at][c + 1], '–') : none(losses.rows[at][c + 1], loss, `point ${at}, contingency ${c}`)));
  });
  // Marks stand where their numbers are: both axes are linear, so two points give the places of all
  const marks = await page.locator('#frontier-chart .row').evaluateAll((list) => list.map((row) => {
    const mark = row.querySelector('.dot, .before');
    return { x: Number(mark.getAttribute('cx')), y: Number(mark.getAttribute('cy')), hollow: mark.classList.contains('before'), text: row.querySelector('text').textContent, tip: mark.dataset.tip };
  }));
  assert.equal(marks.length, f.points.length);
  const along = (key, read) => {
    const order = f.points.map((_, at) => at).sort((a, b) => f.points[a][key] - f.points[b][key]);
    const [low, high] = [order[0], order[order.length - 1]];
    f.points.forEach((point, at) => {
      const wanted = read(marks[low]) + ((point[key] - f.points[low][key]) / (f.points[high][key] - f.points[low][key])) * (read(marks[high]) - read(marks[low]));
      assert.ok(Math.abs(read(marks[at]) - wanted) < 0.5, `${key} of point ${at}`);
    });
    return read(marks[high]) - read(marks[low]);
  };
  assert.ok(along('worst_loss', (mark) => mark.x) > 0, 'a larger loss is further right');
  assert.ok(along('gain', (mark) => mark.y) < 0, 'a larger gain is higher');
  assert.deepEqual(marks.map((mark) => mark.hollow), f.points.map((_, at) => at === 0));
  assert.deepEqual(marks.map((mark) => mark.text), f.points.map((_, at) => (at ? String(at) : '')));
  f.points.forEach((point, at) => {
    for (const part of [/Worst loss: /, /Expected gain: /]) assert.match(marks[at].tip, part);
    assert.equal(/Price of safety: /.test(marks[at].tip), point.price_of_safety !== null);
  });
  const lead = await page.textContent('#frontier-lead');
  assert.match(lead, f.points.length > 2 ? /^With the largest expected gain, .* It can be made as small as / : /nothing to trade off/);
  const costs = await page.locator('#frontier-costs li').allTextContents();
  assert.equal(costs.length, f.levers.length);
  f.levers.forEach((lever, l) => assert.match(costs[l], lever.cost_pct === 0 ? /free, by the file\.$/ : lever.shape === 'quadratic' ? /the square of the way\.$/ : /proportion to the way\.$/));
  await page.click('#frontier-table-copy');
  await page.waitForSelector('#status.shown');
  const copied = readCsv(await page.evaluate(() => navigator.clipboard.readText()));
  copied.rows.forEach((row, at) => assert.equal(Number(row.gain), f.points[at].gain));
  if (!existsSync(join(folder, 'frontier.csv'))) return;
  for (const row of readCsv(readFileSync(join(folder, 'frontier.csv'), 'utf8')).rows) {
    const point = f.points[row.point === 'start' ? 0 : Number(row.point)];
    const loss = point.losses[decision.contingencies.findIndex((one) => one.name === row.contingency)];
    for (const [given, value] of [[row.gain, point.gain], [row.worst_loss, point.worst_loss], [row.loss, loss], [row.insurance, point.insurance]]) assert.ok(Math.abs(Number(given) - value) <= 1e-13 * Math.max(1, Math.abs(value)), `${row.point} ${row.contingency}`);
  }
});

test('a frontier without a trade-off says so, and a decision without one has no section', async () => {
  const flat = await open(studyReport(writeDecision({ trade: false }), 'decide').file);
  assert.match(await flat.textContent('#frontier-lead'), /are the safest as well.*nothing to trade off/);
  assert.deepEqual(flat.faults, []);
  await shut(flat);
  const bare = await open(studyReport(writeDecision({ frontier: false }), 'decide').file);
  assert.equal(await bare.locator('#section-frontier').count(), 0);
  await shut(bare);
});

test('how this was made: notes, choices, the program’s words, the manifest', async () => {
  const text = await page.textContent('#section-decided');
  const manifest = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  for (const part of [...(decision.notes || '').split('\n'), ...decision.sentences, ...region.reasons, ...decision.levers.map(title), ...decision.contingencies.map(title), manifest.command, manifest.world.sha256]) assert.ok(text.includes(part), part);
  assert.deepEqual(JSON.parse(await page.textContent('.manifest pre')), manifest);
});

test('another region, another verdict; the headline follows', async () => {
  if (decision.regions.length < 2) return;
  region = decision.regions[1];
  await page.selectOption('#set-region', '1');
  assert.ok((await page.textContent('h1')).startsWith(`${region.name}: “${title(decision.levers[region.choice.expected_value])}”`));
  const table = await readTable(page, 'payoffs-table');
  for (const row of table.rows) decision.contingencies.forEach((_, at) => shownAs(row[at + 2], payoff(cellOf(leverOf(row[0]), at)), `${row[0]}, ${at}`, true));
  [region] = decision.regions;
  await page.selectOption('#set-region', '0');
});

test('charts are saved, and say numbers to those who cannot see them', () => savedCharts(page, ['expected', 'regret', 'stays', 'knowing', ...(decision.frontier ? ['frontier'] : [])]));

test('three languages, light and dark, printed and on a phone', async () => {
  const english = await headings(page);
  const own = new Set([...decision.levers, ...decision.contingencies, ...(decision.frontier ? decision.frontier.levers.map((one) => ({ ...one, name: one.variable })) : [])].flatMap((one) => [title(one), one.name]));
  for (const [language, theme, sign] of [['fr', 'dark', /meilleur choix/], ['ja', 'light', /最良の選択/], ['en', 'dark', /best choice/]]) {
    await page.selectOption('#set-language', language);
    await page.selectOption('#set-theme', theme);
    await drawn(page);
    assert.match(await page.textContent('h1'), sign);
    const now = await headings(page);
    assert.equal(now.length, english.length);
    if (language !== 'en') assert.deepEqual(now.filter((text, at) => text === english[at] && /[a-z]{4}/.test(text) && ![...own].some((name) => text.includes(name))), [], `${language} leaves English words`);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /undefined|NaN|\[object/);
    for (const width of [360, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(200);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${language}: the page is wider than ${width}`);
    }
    if (language === 'ja') assert.deepEqual(await gravest(page), [], 'on a phone');
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.waitForTimeout(200);
    if (language !== 'ja') assert.deepEqual(await gravest(page), [], `${language}, ${theme}`);
  }
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.settings', 'nav', '.tools', '.choice']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  for (const section of await page.locator('section').all()) assert.ok((await section.boundingBox()).height > 60);
  await page.emulateMedia({ media: null });
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('hostile names, an interrupted decision, equal probabilities, no draws', async () => {
  const bad = process.env.TRADEWIND_RESULTS ? join(process.env.TRADEWIND_RESULTS, 'hostile-decide') : null;
  const files = [studyReport(writeDecision({ hostile: true, interrupted: true, given: false }), 'decide').file, ...(bad ? [join(bad, 'report.html')] : [])];
  for (const file of files) {
    const one = await open(file);
    assert.equal(await one.evaluate(() => window.broken), undefined);
    assert.equal(await one.locator('img, iframe, object, embed, svg script, #page script').count(), 0);
    assert.equal(await one.evaluate(() => document.scripts.length), 2);
    assert.deepEqual(one.faults, []);
    assert.equal(one.requests.length, 1, one.requests.join('\n'));
    const { levers } = await one.evaluate(() => JSON.parse(document.getElementById('tradewind-data').textContent).decisions[0].decision);
    const names = (await readTable(one, 'payoffs-table')).rows.map((row) => row[0]);
    assert.deepEqual(names.sort(), levers.map(titleAmong(levers)).sort(), 'names are shown as they are');
    if (file === files[0]) {
      assert.ok(levers.some((lever) => HOSTILE.includes(lever.title)));
      assert.match(await one.textContent('#drawn'), /interrupted: 43 of 80 draws.*means over 41 draws.*2 of 43 draws.*each of the 3 contingencies/);
    }
    await one.setViewportSize({ width: 360, height: 800 });
    await one.waitForTimeout(200);
    assert.ok((await one.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await shut(one);
  }
  const plain = await open(studyReport(writeDecision({ drawn: false }), 'decide').file);
  assert.match(await plain.textContent('#drawn'), /central values/);
  assert.equal(await plain.locator('#cells-range, #expected .whisker').count(), 0, 'no ranges without draws');
  assert.doesNotMatch(await plain.evaluate(() => document.body.innerText), /undefined|NaN|null/);
  assert.deepEqual(plain.faults, []);
  assert.equal(await plain.locator('.beforehand').count(), 0);
  await shut(plain);
});

test('what must be known first, and another lever that is best in what hardly happens', async () => {
  const caveat = { en: [/Only 3 of 80 draws have/, /net of what choices cost by the file: “A closer tie to the United States” 0.25\s?% of real income/, /as if more were better/], fr: [/Seulement 3 tirages sur 80/, /nets de ce que les choix coûtent d’après le fichier : «\s*A closer tie to the United States\s*» 0,25\s%/, /comme si davantage valait mieux/], ja: [/80回の試行のうち3回だけ/, /実質所得比で「A closer tie to the United States」 0.25/, /多いほど良いものとして/] };
  const nothing = { en: /best in C \(0\s%\), which has next to no probability/, fr: /le meilleur dans C \(0\s%\), dont la probabilité est presque nulle/, ja: /最良となるC \(0/ };
  const cost = { en: /may cost up to 0.34\spoints more than “Trade in goods with the European Union/, fr: /peut coûter jusqu’à 0,34\spoint de plus que «\s*Trade in goods with the European Union/, ja: /「Trade in goods with [^」]*」を0.34ポイント上回るまで/ };
  const income = await open(studyReport(writeDecision({ rare: true }), 'decide').file);
  for (const language of ['en', 'fr', 'ja']) {
    await income.selectOption('#set-language', language);
    assert.match(await income.textContent('.reasons'), cost[language]);
  }
  await shut(income);
  const one = await open(studyReport(writeDecision({ rare: true, few: true, indicator: 'price_index_pct' }), 'decide').file);
  for (const language of ['en', 'fr', 'ja']) {
    await one.selectOption('#set-language', language);
    const caveats = (await one.locator('.beforehand').allTextContents()).join('\n');
    for (const wanted of caveat[language]) assert.match(caveats, wanted);
    assert.match(await one.textContent('.reasons'), nothing[language]);
    assert.doesNotMatch(await one.textContent('.reasons'), cost[language]);
  }
  assert.deepEqual(one.faults, []);
  await shut(one);
  const near = await open(studyReport(writeDecision({ rare: true, close: true }), 'decide').file);
  assert.match(await near.textContent('.reasons'), /with \+1\.39810\s%.*next comes “Trade in goods with[^”]*” with \+1\.39806\s%/);
  await shut(near);
  const part = await open(studyReport(writeDecision({ shard: true }), 'decide').file);
  assert.match(await part.textContent('.beforehand'), /Only the draws of shard 1 of 2 are in this answer: 40 of 80/);
  await shut(part);
});
