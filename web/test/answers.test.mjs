// Pages of verbs and of what runs have beside their usual tables, without a browser: what is true of every page
// (pages.mjs), and their numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { cascadeSample, linkSample, made, plantSample } from './answers-sample.mjs';
import { choose, copied, drawn, openPage, textsOf } from './dom.mjs';
import { pageTests, run } from './pages.mjs';
import { shownAs } from './shown.mjs';
import * as study from './study-sample.mjs';

const open = (more) => openPage({ format: 1, program: 'tradewind 0.2.0', ...more });
const table = async (document, id) => (await copied(document.getElementById(id), fill.readCsv)).rows;
const texts = (document, id) => document.querySelectorAll(`#${id} tbody tr`).map((row) => row.children.map((cell) => cell.textContent));
const grid = ([columns, ...rows]) => ({ columns, rows: rows.map((row) => row.map((value) => (value === '' ? null : value))) });
const linked = () => ({ ...run({}), link: grid(linkSample) });
const spread = () => ({ ...run(cascadeSample), cascade: grid(cascadeSample.files['cascade.csv']), clause: grid(cascadeSample.files['clause.csv']) });

test('bans that spread: every decision, in per cent of the price, and both parties', async () => {
  const document = await open({ runs: [spread()] });
  assert.deepEqual(texts(document, 'cascade-without').map((row) => [row[0], row[4]]), [['0', '–'], ['1', '+2.25'], ['1', '+0.010'], ['2', '+31.0']]);
  assert.deepEqual(texts(document, 'cascade-with').map((row) => [row[0], row[4]]), [['0', '–'], ['1', '+1.01']]);
  assert.deepEqual((await table(document, 'cascade-without')).map((row) => [row.round, row.region, row.action, row.trigger]), [['0', 'KOR', 'ban', ''], ['1', 'USA', 'ban', '1.0225'], ['1', 'MEX', 'none', '1.0001'], ['2', 'CAN', 'partial', '1.31']]);
  assert.ok(Math.abs(Number(document.querySelectorAll('#cascade-without td[title]')[1].getAttribute('title')) - 0.01) < 1e-9, 'per cent under the pointer, too');
  assert.deepEqual(texts(document, 'clause-table').map((row) => row.slice(4, 7)), [['1.000', '1.369', '1.267'], ['0', '−0.1235', '0.0200']]);
  const said = document.querySelector('#section-cascade').querySelectorAll('p').map((one) => one.textContent);
  assert.ok(said[1].includes('United States') && said[1].includes('Canada') && !said[1].includes('Mexico') && !said[1].includes('Korea'), said[1]);
  assert.ok(!said[2].includes('United States'));
  assert.deepEqual(textsOf(document, '#section-cascade details li').slice(-2), ['One.', 'Two.']);
});

test('a linked market: both parts of real income, the largest change first', async () => {
  const one = linked();
  const document = await open({ runs: [one] });
  const rows = await table(document, 'linked-table');
  const order = ['KOR', 'MEX', 'USA', 'REU', 'CAN'];
  assert.deepEqual(rows.map((row) => row.region), order);
  for (const row of rows) {
    const given = linkSample.find(([code]) => code === row.region);
    linkSample[0].forEach((key, k) => assert.equal(row[key], String(given[k]), key));
  }
  assert.deepEqual(texts(document, 'linked-table')[1].slice(1), ['−0.299', '−0.292', '0', '−0.292', '−0.007', '–', '–']);
  const groups = document.querySelectorAll('#linked g.row');
  assert.equal(groups.length, 5);
  groups.forEach((group, k) => {
    const given = linkSample.find(([code]) => code === order[k]);
    group.querySelectorAll('text.value').forEach((text, series) => shownAs(text.textContent, given[series ? 5 : 2], `bar ${k} ${series}`));
  });
});

test('plants: units before and after by market, tariffs that they hang on, the largest change first', async () => {
  const document = await open({ runs: [run({ plants: plantSample() })] });
  const rows = () => document.querySelectorAll('#plant-markets g.row').map((group) => [group.querySelector('text.name').getAttribute('data-tip'), ...group.querySelectorAll('text.value').map((one) => one.textContent)]);
  assert.deepEqual(rows().map(([name]) => name), ['United States', 'Canada']);
  assert.ok(rows()[0].slice(1).join().includes('800') && rows()[0].slice(1).join().includes('220') && rows()[1].slice(1).join().includes('180'));
  assert.equal(document.getElementById('plant-tariffs').querySelectorAll('g.row').length, 2);
  const copy = await table(document, 'plants-table');
  assert.deepEqual(copy.map((row) => row.product), ['TOYOTA', 'LIGHT', 'GM']);
  for (const row of copy) {
    const given = plantSample().plants.find((one) => one.product === row.product);
    for (const key of ['units_base', 'units_new', 'units_pct', 'sales_base', 'sales_new', 'market_access_pct', 'tariff_half_pct', 'subsidy_pct', 'subsidy_per_unit']) if (key in row) assert.equal(row[key], given[key] === null ? '' : String(given[key]), key);
  }
  choose(document.getElementById('set-plant'), '1');
  await drawn();
  assert.ok(document.getElementById('plant-markets-title').textContent.includes('Light'));
  assert.ok(rows()[0].slice(1).join().includes(String(Math.round(800 / 30))) || rows()[0].slice(1).join().includes('26.7'));
});

test('dependence and calories: shares and sums as their files have them', async () => {
  for (const changed of [true, false]) {
    const one = run(made.dependence(changed));
    const document = await open({ runs: [one] });
    const at = (row, key) => row[one.dependence.columns.indexOf(key)];
    const value = (indicator, partner) => one.dependence.rows.find((row) => at(row, 'indicator') === indicator && (at(row, 'partner') || '') === partner && !at(row, 'sector') && !at(row, 'product'));
    const figure = document.querySelectorAll('figure').find((each) => each.querySelector('circle.total'));
    const groups = figure.querySelectorAll('g.row');
    assert.ok(groups.length >= 5);
    for (const group of groups) {
      const code = (one.regions.find(([, name]) => name === group.querySelector('text.name').getAttribute('data-tip')) || [''])[0];
      const row = value('value_added_origin', code);
      if (row) assert.ok(Math.abs(Number(group.querySelector('text.value').textContent.split(/[ →]/)[0].replace(',', '')) - 100 * at(row, 'value')) < 0.0051, `${code}: ${group.querySelector('text.value').textContent}`);
      assert.equal(Boolean(group.querySelector('circle.ring')), changed && Boolean(row));
    }
    for (const row of await table(document, 'dependence-partners')) {
      const partner = row.partner || '';
      for (const key of ['value_added_origin', 'final_direct', 'final_hidden', 'input_face', 'input_look_through', 'import_share', 'loss_if_stopped_pct']) {
        if (!(key in row)) continue;
        const given = value(key, partner);
        assert.equal(row[key], given && at(given, 'value') !== null ? String(at(given, 'value')) : '', `${partner} ${key}`);
        if (`${key}_new` in row) assert.equal(row[`${key}_new`], given && at(given, 'value_new') !== null ? String(at(given, 'value_new')) : '', `${partner} ${key} after`);
      }
    }
    const food = run(made.food(changed));
    const calories = await open({ runs: [food] });
    const sum = (key) => food.calories.rows.reduce((total, row) => total + row[food.calories.columns.indexOf(key)], 0);
    assert.ok(Math.abs(sum('direct') - 2000) < 1e-9);
    const head = calories.querySelector('header.top').textContent;
    assert.ok(/2,000/.test(head) || /%/.test(head), head);
    if (changed) assert.ok(head.includes('25.0') || head.includes('+25') || calories.getElementById('page').textContent.includes('25.0'), 'a quarter more');
  }
});

test('markets, stress tests and accounts: tables are those of their files', async () => {
  const { market } = fill.readMarket(study.writeMarket());
  const document = await open({ markets: [{ folder: 'm', market, manifest: fill.readMarket(study.writeMarket()).manifest }] });
  for (const [id, list, key] of [['market-buyers', market.buyers, 'buyer'], ['market-suppliers', market.suppliers, 'supplier'], ['market-passages', market.passages, 'passage']]) {
    for (const row of await table(document, id)) {
      const given = list.find((one) => one[key] === row[key]);
      assert.ok(given, `${id}: ${row[key]}`);
      for (const [name, text] of Object.entries(row)) if (name in given) assert.equal(text, given[name] === null ? '' : String(given[name]), `${id} ${name}`);
    }
  }
  const { stress, manifest } = fill.readStress(study.writeStress());
  const page = await open({ stresses: [{ folder: 's', stress, manifest }] });
  const rows = await table(page, 'stress-matrix');
  assert.ok(rows.length > 1);
  for (const row of rows) {
    const given = stress.rows.filter((one) => one.lost === row.lost);
    assert.ok(given.length || row.lost, row.lost);
  }
});

pageTests({
  dependence: () => ({ runs: [run(made.dependence(true))] }),
  'dependence alone': () => ({ runs: [run(made.dependence(false))] }),
  food: () => ({ runs: [run(made.food(true))] }),
  'food alone': () => ({ runs: [run(made.food(false))] }),
  'bans that spread': () => ({ runs: [spread()] }),
});
