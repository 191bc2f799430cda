// What stands beside the large pictures and tables, without a browser: saved charts, what charts say without eyes, conditions
// of the certificate, words of limits, choices that outlive a change of run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { choose, drawn, numberOf as at, openPage, setUp, textsOf } from './dom.mjs';
import { boxOf, overlap } from './picture.mjs';
import { run } from './pages.mjs';
import * as study from './study-sample.mjs';

setUp();
const { figure } = await import('../src/figure.js');
const { s } = await import('../src/dom.js');
const { objects } = await import('../src/sections/answer.js');
const open = (more) => openPage({ format: 1, program: 'tradewind 0.2.0', ...more });

test('a saved chart has its title above, its source below, and no text on another', async () => {
  const document = setUp();
  let saved = null;
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => (name === 'fill' ? 'rgb(1, 2, 3)' : '') });
  globalThis.XMLSerializer = class { serializeToString(node) { saved = node; return 'text'; } };
  globalThis.URL.createObjectURL = () => 'blob:1';
  globalThis.URL.revokeObjectURL = () => {};
  const long = (n) => 'A title of several words '.repeat(n).trim();
  for (const [title, subtitle, source] of [['Short', null, null], [long(4), long(12), long(9)], [long(1), 'below', long(2)]]) {
    const node = figure({ id: 'f', title, subtitle, source, desc: 'd', draw: (width) => s('svg', { viewBox: `0 0 ${width} 200`, class: 'plot' }, s('rect', { class: 'bar', 'data-tip': 'x', x: 0, y: 0, width, height: 200 })) });
    document.getElementById('page').replaceChildren(node);
    node.redraw(500);
    document.getElementById('f-svg').click();
    await new Promise((done) => setTimeout(done, 5));
    const [width, height] = ['width', 'height'].map((name) => at(saved, name));
    assert.deepEqual([width, saved.getAttribute('viewBox')], [500, `0 0 500 ${height}`]);
    const chart = saved.children.find((one) => one.tagName === 'svg');
    const box = { x0: at(chart, 'x'), y0: at(chart, 'y'), x1: at(chart, 'x') + at(chart, 'width'), y1: at(chart, 'y') + at(chart, 'height') };
    assert.deepEqual([box.x0, box.x1, box.y1 - box.y0], [0, 500, 200]);
    const lines = saved.children.filter((one) => one.tagName === 'text').map(boxOf);
    assert.equal(lines.map(({ node: one }) => one.textContent).join(' '), [title, subtitle, source].filter(Boolean).join(' '));
    lines.forEach((a, k) => {
      assert.ok(a.x0 >= 0 && a.x1 <= 500 && a.y0 >= 0 && a.y1 <= height, `"${a.node.textContent}" is inside`);
      assert.ok(!overlap(a, box), `"${a.node.textContent}" lies on the chart, which is from ${box.y0} to ${box.y1}`);
      lines.slice(k + 1).forEach((b) => assert.ok(!overlap(a, b), `"${a.node.textContent}" lies on "${b.node.textContent}"`));
      assert.equal(a.y1 < box.y0, !source || !source.includes(a.node.textContent) || a.node.getAttribute('font-size') !== '11');
    });
    const heads = lines.filter((one) => one.y1 < box.y0);
    assert.ok(box.y0 - Math.max(...heads.map((one) => one.y1)) < 24, 'little room between');
    const bar = chart.querySelector('rect');
    assert.deepEqual([bar.getAttribute('fill'), bar.getAttribute('class'), bar.getAttribute('data-tip')], ['rgb(1, 2, 3)', null, null]);
    assert.ok(['role', 'aria-labelledby', 'id', 'class'].every((name) => !chart.hasAttribute(name)));
    assert.equal(document.querySelectorAll('.paper').length, 0, 'nothing is left on the page');
    const paper = saved.children[0];
    assert.deepEqual([paper.tagName, paper.getAttribute('width'), paper.getAttribute('height'), paper.getAttribute('fill')], ['rect', '100%', '100%', '#ffffff']);
  }
});

test('conditions of the certificate: how far, and where', async () => {
  const document = await open({ runs: [run({})] });
  const rows = document.querySelectorAll('#section-made tbody tr').map((row) => row.children.map((cell) => cell.textContent));
  const found = (text) => rows.find((row) => row[2] === text);
  assert.equal(found('Canada, Basic metals')[1], '3.7×10⁻¹²');
  assert.equal(found('Mexico')[1], '10⁻¹⁶');
  const all = document.getElementById('section-made').textContent;
  assert.ok(all.includes('3.7×10⁻¹²') && all.includes('10⁻¹⁰'), 'the largest gap and the limit');
});

test('limits: by what means, on what and for whom, in words', async () => {
  const one = run({});
  const document = await open({ runs: [one] });
  const keys = document.querySelectorAll('#limits-table thead button').map((button) => button.id.slice('limits-table-sort-'.length));
  const rows = document.querySelectorAll('#limits-table tbody tr').map((row) => Object.fromEntries(row.children.map((cell, k) => [keys[k], cell.textContent])));
  rows.forEach((row, k) => {
    const given = Object.fromEntries(one.limits.columns.map((name, each) => [name, one.limits.rows[k][each]]));
    assert.equal(row.line, String(given.line));
    assert.notEqual(row.what, row.rule, 'each column has its own words');
    assert.notEqual(row.instrument, row.rule);
    assert.notEqual(row.instrument, row.what);
    if (given.owner) assert.equal(row.owner, one.regions.find(([code]) => code === given.owner)?.[1] ?? given.owner);
    assert.ok(['yes', 'no', 'Yes', 'No'].includes(row.binding), row.binding);
  });
  assert.ok(rows[0].what.includes('asic metals') && rows[0].what.includes('United States') && rows[0].what.includes('Canada'), rows[0].what);
});

test('another run keeps the region and the sector that were chosen, by their codes', async () => {
  const document = await open({ runs: [run({ seed: 1 }), run({ seed: 2, name: 'second', title: 'Second' })] });
  choose(document.getElementById('set-sector'), '2');
  choose(document.getElementById('set-region'), '3');
  choose(document.getElementById('set-run'), '1');
  await drawn();
  assert.deepEqual([document.getElementById('set-sector').value, document.getElementById('set-region').value, document.getElementById('set-run').value], ['2', '3', '1']);
  choose(document.getElementById('set-sector'), '-1');
  choose(document.getElementById('set-run'), '0');
  await drawn();
  assert.deepEqual([document.getElementById('set-sector').value, document.getElementById('set-region').value], ['-1', '3']);
});

test('charts say their ends to who does not see them', async () => {
  const one = run({});
  const document = await open({ runs: [one] });
  const real = one.region_values[one.region_columns.indexOf('real_income_pct')];
  const order = real.map((value, k) => [value, one.regions[k][1]]).sort((a, b) => b[0] - a[0]).map(([, name]) => name);
  for (const id of ['map', 'bars']) {
    const text = document.querySelector(`#${id} desc`).textContent;
    assert.ok(text.indexOf(order[0]) >= 0 && text.indexOf(order[0]) < text.indexOf(order.at(-1)), text);
    for (const other of order.slice(1, -1)) assert.ok(!text.includes(other), `${text}: ${other} is neither`);
    assert.ok(text.includes(String(one.regions.length)));
  }
  const matrix = ['region,outcome,wedge,sector,product,exporter,importer,derivative'.split(','), ...[['USA', 0.5], ['MEX', -0.25], ['KOR', 0.125], ['CAN', 9]].flatMap(([exporter, value]) => ['', 'C29'].map((sector) => ['CAN', 'real_income', 'productivity', sector, '', exporter, '', value]))];
  const page = await open({ runs: [run({ files: { 'exposure_matrix.csv': matrix }, more: { manifest: { kind: 'exposure', options: { region: 'CAN', remarks: [] } } } })] });
  const said = page.querySelector('#exposure-map desc').textContent;
  assert.ok(said.includes('United States') && said.includes('Mexico') && !said.includes('Korea') && said.indexOf('United States') < said.indexOf('Mexico'), said);
});

test('accounts are of the year of their own convention; tables of answers have no cell of another row', async () => {
  const given = fill.readAccounts(study.writeAccounts());
  for (const row of given.account.accounts) row.year = row.convention === 'physical' ? '2023' : row.convention === 'input_equivalent' ? '2024' : '2020';
  const document = await open({ accounts: [given] });
  const said = textsOf(document, 'p.standfirst');
  assert.ok(said.length === 2 && said[0].includes('2023') && said[1].includes('2024') && !said.join().includes('2020'), said.join());
  assert.deepEqual(objects({ columns: ['a', 'b', 'c'], rows: [[null, 5, ''], ['x', '', 0]] }), [{ a: null, b: 5, c: null }, { a: 'x', b: null, c: 0 }]);
  assert.deepEqual(objects(null), []);
});
