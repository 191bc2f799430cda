// Charts with rows, without a browser: every mark is where its number says, by a scale that is read from the ticks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberOf as at, setUp, textsOf } from './dom.mjs';
import { boxOf, centre, onScale, overlap, parse, path, rowsOf, sound, ticksOf } from './picture.mjs';

setUp();
const { bars } = await import('../src/charts/bars.js');
const { dots } = await import('../src/charts/dots.js');
const { dumbbell } = await import('../src/charts/dumbbell.js');
const { shares } = await import('../src/charts/shares.js');
const { stack } = await import('../src/charts/stack.js');
const { stays } = await import('../src/charts/stays.js');
const { waterfall } = await import('../src/charts/waterfall.js');

const WIDTHS = [320, 560, 700, 1040];
const LONG = 'Electrical equipment and machinery, not elsewhere classified, of all makers';
const clicked = (svg, row) => svg.querySelectorAll('g.row')[row].click();

test('bars: from zero to the value, ranges, labels beyond both, empty values as a dash', () => {
  const rows = [['Mexico', 3.75, 3.1, 4.6], ['Canada', -8.25, -9.5, -6], ['Nowhere', null, null, null], [LONG, 0.004, null, null], ['Korea', 0, null, null]]
    .map(([name, value, low, high], key) => ({ name, key: key + 10, marked: key === 1, items: [{ value, low, high, text: value === null ? '–' : String(value), long: low === null ? null : `${value} (${low} to ${high})`, tip: `${name}: ${value ?? '–'}` }] }));
  for (const width of WIDTHS) {
    let picked = null;
    const svg = bars({ width, rows, axis: 'per cent', onpick: (key) => (picked = key) });
    const { high } = sound(svg, width);
    const { put, seen } = ticksOf(svg);
    const groups = rowsOf(svg, width, rows.map((row) => row.name), high);
    const zero = svg.querySelectorAll('line.zero');
    assert.equal(zero.length, 1);
    const pairs = [];
    rows.forEach((row, index) => {
      const [{ value, low, high: top, text, long }] = row.items;
      const bar = groups[index].querySelector('rect.gain, rect.loss');
      const label = boxOf(groups[index].querySelector('text.value'));
      const [, middle] = centre(groups[index].querySelector('rect.hit'));
      assert.ok(Math.abs((label.y0 + label.y1) / 2 - middle) < 2, `${index}: the number is ${(label.y0 + label.y1) / 2} in a row about ${middle}`);
      if (value === null) {
        assert.equal(bar, null);
        assert.equal(label.node.textContent, '–');
        assert.ok(label.x0 > at(zero[0], 'x1') && label.x0 < at(zero[0], 'x1') + 9);
        return;
      }
      const box = boxOf(bar);
      assert.equal(bar.getAttribute('class'), value < 0 ? 'loss' : 'gain');
      assert.equal((box.y0 + box.y1) / 2, middle);
      assert.equal(label.node.textContent, width >= 640 && long ? long : text);
      if (Math.abs(value) > 0.1) pairs.push([value, value < 0 ? box.x0 : box.x1], [0, value < 0 ? box.x1 : box.x0]);
      else assert.ok(box.x1 - box.x0 >= 0.5 && box.x1 - box.x0 < 1, 'a small value is seen');
      const far = [box.x0, box.x1];
      const whisker = groups[index].querySelector('path.whisker');
      assert.equal(Boolean(whisker), low !== null);
      if (whisker) {
        const points = path(whisker);
        pairs.push([low, points[0][0]], [top, points[1][0]], [low, points[2][0]], [top, points[4][0]]);
        assert.deepEqual(points.map(([, y]) => y), [0, 0, -4, 4, -4, 4].map((by) => points[0][1] + by));
        assert.equal(points[0][1] + box.y0 - at(bar, 'y'), middle);
        far.push(points[0][0], points[1][0]);
      }
      if (value < 0) assert.ok(label.x1 < Math.min(...far) && label.x1 > Math.min(...far) - 9);
      else assert.ok(label.x0 > Math.max(...far) && label.x0 < Math.max(...far) + 9);
      assert.equal(groups[index].querySelector('.hit').getAttribute('data-tip'), row.items[0].tip);
    });
    const exact = onScale(pairs, put, `bars of ${width}`);
    assert.ok(exact(seen[seen.length - 1].value) <= width && seen[0].value >= -9.5);
    assert.ok(seen.length <= width / 50 && seen.length >= 2 && (seen.at(-1).value - seen[0].value) >= 14.1 / 3, 'ticks cover the values');
    clicked(svg, 1);
    assert.equal(picked, 11);
    assert.deepEqual(groups.map((one) => one.getAttribute('class')), ['row pick', 'row marked pick', 'row pick', 'row pick', 'row pick']);
    assert.deepEqual(textsOf(svg, 'text.axis'), ['per cent']);
    assert.ok(svg.querySelectorAll('g.row')[1].querySelector('.name.strong'));
    assert.equal(svg.querySelectorAll('.name.strong').length, 1);
  }
});

test('bars of several series: a legend, bars one below the other, the hatched end', () => {
  const rows = ['Canada', 'Mexico', 'Japan'].map((name, r) => ({ name, key: r, items: [0, 1, 2].map((series) => ({ series, value: (series + 1) * (r - 0.6) * 4, hatched: series === 0 && r > 0 ? 0.5 : 0, text: ((series + 1) * (r - 0.6) * 4).toFixed(1), tip: `${r}${series}` })) }));
  for (const width of WIDTHS) {
    const svg = bars({ width, rows, axis: 'a', series: ['before', 'after', 'without'], hatchLabel: 'a part of it' });
    const { high } = sound(svg, width);
    const { put } = ticksOf(svg);
    const groups = rowsOf(svg, width, rows.map((row) => row.name), high);
    const pairs = [];
    groups.forEach((group, r) => {
      const own = group.querySelectorAll('rect.series');
      assert.deepEqual(own.map((one) => one.getAttribute('class')), ['series s0', 'series s1', 'series s2']);
      own.forEach((bar, series) => {
        const { value } = rows[r].items[series];
        const box = boxOf(bar);
        pairs.push([value, value < 0 ? box.x0 : box.x1], [0, value < 0 ? box.x1 : box.x0]);
        if (series) assert.ok(box.y0 >= boxOf(own[series - 1]).y1 && box.y0 < boxOf(own[series - 1]).y1 + 4, 'bars do not overlap, and stand together');
        assert.ok(Math.abs(centre(group.querySelectorAll('text.value')[series])[1] - centre(bar)[1]) < 2);
      });
      const hit = boxOf(group.querySelector('.hit'));
      assert.ok(Math.abs(boxOf(own[0]).y0 - hit.y0 - (hit.y1 - boxOf(own[2]).y1)) <= 2.01, 'as much room above the bars as below');
      assert.equal(group.querySelector('.hit').getAttribute('data-tip'), `${r}0\n${r}1\n${r}2`);
      const hatched = group.querySelectorAll('rect').filter((one) => one.getAttribute('fill'));
      assert.equal(hatched.length, r > 0 ? 1 : 0);
      for (const one of hatched) pairs.push([rows[r].items[0].value - 0.5, boxOf(one).x0], [rows[r].items[0].value, boxOf(one).x1]);
    });
    onScale(pairs, put, 'series');
    assert.deepEqual(textsOf(svg, 'text.legend'), ['before', 'after', 'without', 'a part of it']);
    const keys = svg.children.filter((one) => one.tagName === 'rect');
    assert.deepEqual(keys.map((one) => one.getAttribute('class')), ['series s0', 'series s1', 'series s2', 'series s0', null]);
    const id = svg.querySelector('pattern').id;
    for (const one of svg.querySelectorAll('rect').filter((each) => each.getAttribute('fill'))) assert.equal(one.getAttribute('fill'), `url(#${id})`);
  }
  const plain = bars({ width: 700, rows: rows.map((row) => ({ ...row, items: row.items.map((one) => ({ ...one, hatched: 0 })) })), series: ['a', 'b', 'c'], hatchLabel: 'none' });
  assert.equal(plain.querySelector('pattern'), null);
  assert.deepEqual(textsOf(plain, 'text.legend'), ['a', 'b', 'c']);
});

test('a scale has zero in it, also where all values are on one side or none is there', () => {
  for (const values of [[2, 5], [-2, -5], [0, 0]]) {
    const rows = values.map((value, r) => ({ name: `row ${r}`, items: [{ value, text: String(value), tip: '' }] }));
    const svg = bars({ width: 600, rows, axis: 'a' });
    sound(svg, 600);
    const { seen } = ticksOf(svg);
    assert.ok(seen.some(({ value }) => value === 0), 'zero is a tick');
    assert.ok(seen.every(({ value }) => value === 0 || Math.sign(value) === (Math.sign(values[1]) || 1)));
  }
});

test('dots: the mark at the value, its range, a second ring; marks are in the legend', () => {
  const rows = [
    { name: LONG, value: 1.4, low: 0.9, high: 1.9, other: 1.7, text: '1.40', long: '1.40 (0.9 to 1.9)', tip: 'a', diamond: true, ring: true },
    { name: 'Wait', value: -0.6, low: -1, high: -0.2, other: null, text: '−0.60', tip: 'b' },
    { name: 'Tie', value: 0.3, low: null, high: null, text: '0.30', tip: 'c', ring: true },
  ];
  for (const width of WIDTHS) {
    const svg = dots({ width, rows, axis: 'per cent', signed: true, legend: [{ label: 'least regret', ring: true }, { label: 'chosen', diamond: true }, { label: 'before', hollow: true }], onpick: () => {} });
    const { high } = sound(svg, width);
    const { put, seen } = ticksOf(svg);
    assert.ok(textsOf(svg, 'text.tick').some((text) => text.startsWith('+')), 'changes are signed');
    const groups = rowsOf(svg, width, rows.map((row) => row.name), high);
    const pairs = [];
    rows.forEach((row, index) => {
      const own = groups[index];
      const dot = own.querySelector('.dot');
      assert.equal(dot.tagName, row.diamond ? 'path' : 'circle');
      const [x, y] = centre(dot);
      pairs.push([row.value, x]);
      assert.equal(Boolean(own.querySelector('.ring')), Boolean(row.ring));
      if (row.ring) {
        assert.deepEqual(centre(own.querySelector('.ring')), [x, y]);
        assert.ok(at(own.querySelector('.ring'), 'r') > (boxOf(dot).x1 - boxOf(dot).x0) / 2);
      }
      const whisker = own.querySelector('.whisker');
      assert.equal(Boolean(whisker), row.low !== null);
      if (whisker) {
        const points = path(whisker);
        pairs.push([row.low, points[0][0]], [row.high, points[1][0]], [row.low, points[2][0]], [row.high, points[4][0]]);
        assert.deepEqual(points.map((one) => one[1] - y), [0, 0, -5, 5, -5, 5]);
      }
      assert.equal(Boolean(own.querySelector('.before')), row.other !== null && row.other !== undefined);
      if (row.other) {
        pairs.push([row.other, centre(own.querySelector('.before'))[0]], [row.value, at(own.querySelector('.link'), 'x1')], [row.other, at(own.querySelector('.link'), 'x2')]);
        assert.deepEqual([centre(own.querySelector('.before'))[1], ...['y1', 'y2'].map((one) => at(own.querySelector('.link'), one))], [y, y, y]);
      }
      const label = own.querySelector('text.value');
      assert.equal(label.textContent, (width >= 640 && row.long) || row.text);
      assert.ok(Math.abs(centre(label)[1] - y) < 2 && boxOf(label).x0 > put(1.9), 'numbers stand to the right of all marks');
      assert.equal(own.querySelector('.hit').getAttribute('data-tip'), row.tip);
      assert.equal(Boolean(own.querySelector('.name.strong')), Boolean(row.diamond || row.ring));
    });
    onScale(pairs, put, `dots of ${width}`);
    assert.ok(seen.some(({ value }) => value === 0));
    const keys = svg.children.filter((one) => ['circle', 'path'].includes(one.tagName)).map((one) => one.getAttribute('class'));
    assert.deepEqual(keys, ['ring', 'dot', 'dot chosen', 'before']);
  }
});

test('dumbbells: both ends at their numbers, and which way they moved', () => {
  const rows = [['Up', 2, 6.5], ['Down', 5, 1], ['Same', 3, 3], ['Nothing', null, 4], [LONG, null, null]].map(([name, before, after], key) => ({ key, name, before, after, marked: key === 2, text: `${before} → ${after}`, tip: `tip ${name}` }));
  for (const width of WIDTHS) {
    let picked = null;
    const svg = dumbbell({ width, rows, axis: 'per cent', onpick: (key) => (picked = key) });
    const { high } = sound(svg, width);
    const { put } = ticksOf(svg);
    const groups = rowsOf(svg, width, rows.map((row) => row.name), high);
    const pairs = [];
    groups.forEach((own, index) => {
      const row = rows[index];
      const [before, after, link] = ['.before', '.after', '.link'].map((one) => own.querySelector(one));
      const both = row.before !== null && row.after !== null;
      for (const one of [before, after, link]) assert.equal(Boolean(one), both);
      const [, middle] = centre(own.querySelector('.hit'));
      assert.ok(Math.abs(centre(own.querySelector('text.value'))[1] - middle) < 2);
      assert.equal(own.querySelector('.hit').getAttribute('data-tip'), row.tip);
      if (!both) return;
      pairs.push([row.before, centre(before)[0]], [row.after, centre(after)[0]], [row.before, at(link, 'x1')], [row.after, at(link, 'x2')]);
      for (const one of [before, after, link]) assert.equal(centre(one)[1], middle);
      const kind = ['up', 'down', 'same'][index];
      assert.deepEqual([link.getAttribute('class'), after.getAttribute('class')], [`link ${kind}`, `after ${kind}`]);
      assert.ok(boxOf(own.querySelector('text.value')).x0 > put(6.5), 'numbers stand to the right of all marks');
    });
    onScale(pairs, put, 'dumbbell');
    clicked(svg, 3);
    assert.equal(picked, 3);
  }
});

test('shares: what is alone, then together, up to the total, with its error', () => {
  const rows = [['elasticity of C29', 60, 66, 2], ['duty', 21, 25, 1.5], ['noise', 9, 4, 1], ['nothing', -1, -0.5, 0.7]].map(([name, first, total, error]) => ({ name, first, total, error, text: `${total} %`, tip: name }));
  for (const width of WIDTHS) {
    const svg = shares({ width, rows, axis: 'per cent', labels: { alone: 'alone', together: 'together', inTotal: 'total' } });
    const { high } = sound(svg, width);
    const { put } = ticksOf(svg);
    const pairs = [];
    rowsOf(svg, width, rows.map((row) => row.name), high).forEach((own, index) => {
      const row = rows[index];
      const first = Math.max(0, Math.min(row.first, row.total));
      const [alone, together, dot] = ['.alone', '.together', '.total'].map((one) => own.querySelector(one));
      assert.equal(Boolean(alone), first > 0);
      assert.equal(Boolean(together), row.total > first);
      if (alone) pairs.push([0, boxOf(alone).x0], [first, boxOf(alone).x1]);
      if (together) pairs.push([first, boxOf(together).x0], [row.total, boxOf(together).x1]);
      const points = path(own.querySelector('.whisker'));
      pairs.push([row.total, centre(dot)[0]], [row.total - row.error, points[0][0]], [row.total + row.error, points[1][0]], [row.total - row.error, points[2][0]], [row.total + row.error, points[4][0]]);
      for (const one of [alone, together, dot].filter(Boolean)) assert.equal(centre(one)[1], centre(dot)[1]);
      assert.deepEqual(points.map((one) => one[1] - centre(dot)[1]), [0, 0, -4, 4, -4, 4]);
      assert.ok(Math.abs(centre(own.querySelector('text.value'))[1] - centre(dot)[1]) < 2);
    });
    onScale(pairs, put, 'shares');
    assert.deepEqual(svg.children.filter((one) => ['circle', 'rect'].includes(one.tagName)).map((one) => one.getAttribute('class')), ['share alone', 'share together', 'total']);
    assert.deepEqual(textsOf(svg, 'text.legend'), ['alone', 'together', 'total']);
  }
});

test('stacked parts: what raises to the right, what lowers to the left, the sum as a dot', () => {
  const parts = ['one', 'two', 'three'].map((label, index) => ({ label, kind: `k${index}` }));
  const rows = [['Canada', [2, 3, -1.5], 3.5, 6], ['Mexico', [-1, -2, 0], -3, -4], ['Nothing', [null, 0, 1], null, undefined]].map(([name, values, total, after], key) => ({ name, key, marked: key === 0, parts: values, total, after, text: String(total), tip: `tip ${key}` }));
  for (const width of WIDTHS) {
    let picked = null;
    const svg = stack({ width, rows, parts, axis: 'per cent', totalLabel: 'sum', onpick: (key) => (picked = key) });
    const { high } = sound(svg, width, { texts: width > 400 });
    const { put } = ticksOf(svg);
    const pairs = [];
    rowsOf(svg, width, rows.map((row) => row.name), high).forEach((own, index) => {
      const row = rows[index];
      const [, middle] = centre(own.querySelector('.hit'));
      let [up, down] = [0, 0];
      row.parts.forEach((value, part) => {
        const bar = own.querySelector(`.part.k${part}`);
        assert.equal(Boolean(bar), Boolean(value));
        if (!value) return;
        const [from, to] = value > 0 ? [up, (up += value)] : [(down += value), down - value];
        pairs.push([from, boxOf(bar).x0], [to, boxOf(bar).x1]);
        assert.equal(centre(bar)[1], middle);
      });
      for (const [what, value] of [['.total', row.total], ['.ring', row.after]]) {
        const mark = own.querySelector(what);
        assert.equal(Boolean(mark), value !== null && value !== undefined);
        if (mark) pairs.push([value, centre(mark)[0]]);
        if (mark) assert.equal(centre(mark)[1], middle);
      }
      assert.ok(Math.abs(centre(own.querySelector('text.value'))[1] - middle) < 2);
    });
    onScale(pairs, put, 'stack');
    assert.deepEqual(svg.children.filter((one) => ['circle', 'rect'].includes(one.tagName)).map((one) => one.getAttribute('class')), ['part k0', 'part k1', 'part k2', 'total']);
    assert.equal(textsOf(svg, 'text.tick').filter((text) => text === 'sum').length, 1);
    clicked(svg, 1);
    assert.equal(picked, 1);
  }
});

test('where a choice stays: bars from 0 to 100 %, a line at the probability now', () => {
  const rows = [[LONG, 0.2, 0.7, 'Wait', 'A closer tie', 0.55], ['A tariff', 0, 1, null, null, 0.1], ['Unknown', null, null, null, null, 0.35]].map(([name, low, high, below, above, now]) => ({ name, low, high, below, above, now, text: `${low} to ${high}`, tip: name }));
  for (const width of WIDTHS) {
    const svg = stays({ width, rows, labels: { stays: 'stays', otherBetter: 'another', now: 'now' }, percent: (share) => `${100 * share} %` });
    const { high } = sound(svg, width);
    const { put, seen } = ticksOf(svg);
    assert.deepEqual(seen.map((one) => one.value), [0, 25, 50, 75, 100]);
    const pairs = [];
    rowsOf(svg, width, rows.map((row) => row.name), high).forEach((own, index) => {
      const row = rows[index];
      const stay = own.querySelectorAll('rect.stay');
      const leave = own.querySelectorAll('rect.leave');
      assert.deepEqual([leave.length, stay.length], [[2, 1], [0, 1], [0, 0]][index]);
      const now = own.querySelector('.now');
      pairs.push([100 * row.now, at(now, 'x1')], [100 * row.now, at(now, 'x2')]);
      for (const one of [...stay, ...leave]) assert.equal(centre(one)[1], centre(now)[1]);
      assert.ok(boxOf(now).y0 < (stay[0] ? boxOf(stay[0]).y0 : Infinity) && (!stay[0] || boxOf(now).y1 > boxOf(stay[0]).y1));
      if (stay[0]) pairs.push([100 * row.low, boxOf(stay[0]).x0], [100 * row.high, boxOf(stay[0]).x1]);
      if (leave[0]) pairs.push([0, boxOf(leave[0]).x0], [100 * row.low, boxOf(leave[0]).x1], [100 * row.high, boxOf(leave[1]).x0], [100, boxOf(leave[1]).x1]);
      const inside = own.querySelectorAll('text.inside');
      leave.forEach((bar, side) => {
        const text = inside.find((one) => overlap(boxOf(one), boxOf(bar)));
        assert.equal(Boolean(text), boxOf(bar).x1 - boxOf(bar).x0 > 34);
        if (!text) return;
        assert.ok(boxOf(text).x0 >= boxOf(bar).x0 && boxOf(text).x1 <= boxOf(bar).x1 && Math.abs(centre(text)[0] - centre(bar)[0]) < 0.01 && Math.abs(centre(text)[1] - centre(bar)[1]) < 2);
        assert.ok([row.below, row.above][side].startsWith(text.textContent.replace('…', '')));
      });
      assert.ok(boxOf(own.querySelector('text.value')).x0 > put(100), 'numbers stand beside the bars');
    });
    onScale(pairs, put, 'stays');
    assert.deepEqual(svg.children.filter((one) => ['line', 'rect'].includes(one.tagName) && one.getAttribute('class') !== 'grid').map((one) => one.getAttribute('class')), ['stay', 'leave', 'now']);
  }
});

test('a waterfall: each bar from where the last one ended, totals from zero, what is beside it apart', () => {
  const rows = [
    { name: 'One sector', start: 0, end: -2, change: '', level: '−2.00', tip: 'a', total: true },
    { name: LONG, start: -2, end: 3.5, change: '+5.50', level: '+3.50', tip: 'b' },
    { name: 'No solution', start: 3.5, end: null, missing: 'none', tip: 'c' },
    { name: 'Fixed', start: 3.5, end: 1.25, change: '−2.25', level: '+1.25', tip: 'd', strong: true },
    { name: 'The run', start: 0, end: 1.25, change: '', level: '+1.25', tip: 'e', total: true },
    { name: 'Labour', start: 1.25, end: 2.5, change: '+1.25', level: '+2.50', tip: 'f', beside: true },
    { name: 'Profits', start: 1.25, end: 1.25001, change: '0', level: '+1.25', tip: 'g', beside: true },
  ];
  for (const width of WIDTHS) {
    const svg = waterfall({ width, rows, axis: 'per cent', heads: { change: 'change', level: 'level', beside: 'beside the chain' } });
    const { high } = sound(svg, width);
    const { put } = ticksOf(svg);
    const groups = svg.querySelectorAll('g.row');
    const falls = svg.querySelectorAll('rect.fall');
    const solved = rows.filter((row) => row.end !== null);
    assert.equal(falls.length, solved.length);
    const pairs = [];
    falls.forEach((bar, index) => {
      const { start, end, total } = solved[index];
      const own = groups[rows.indexOf(solved[index])];
      const from = total ? 0 : start;
      assert.equal(bar.getAttribute('class'), `fall ${total ? 'sum' : end < start ? 'loss' : 'gain'}`);
      if (Math.abs(end - from) > 0.01) pairs.push([Math.min(from, end), boxOf(bar).x0], [Math.max(from, end), boxOf(bar).x1]);
      else assert.equal(boxOf(bar).x1 - boxOf(bar).x0, 1, 'what hardly changes is seen');
      const hit = boxOf(own.querySelector('.hit'));
      assert.ok(boxOf(bar).y0 >= hit.y0 && boxOf(bar).y1 <= hit.y1 && boxOf(bar).y1 - boxOf(bar).y0 === 15);
      if (width >= 600) assert.ok(Math.abs(centre(bar)[1] - (hit.y0 + hit.y1) / 2) < 1e-9, 'a bar is in the middle of its row');
      const beside = svg.querySelectorAll('text.value').filter((text) => Math.abs(centre(text)[1] - centre(bar)[1]) < 2).map((text) => text.textContent);
      assert.deepEqual(beside, (width >= 640 ? [solved[index].change, solved[index].level] : [solved[index].change || solved[index].level]).filter(Boolean));
    });
    onScale(pairs, put, 'waterfall');
    assert.equal(svg.querySelectorAll('text.value').filter((text) => text.textContent === 'none').length, 1);
    // joins go from the end of a bar down to the next one
    const joins = svg.querySelectorAll('line.join').filter((line) => !line.classList.contains('dashed'));
    assert.equal(joins.length, 3);
    for (const join of joins) {
      const above = falls.find((bar) => Math.abs(boxOf(bar).y1 - at(join, 'y1')) < 1e-9);
      assert.ok(above && at(join, 'y2') > at(join, 'y1') && at(join, 'x1') === at(join, 'x2'));
      assert.ok(Math.abs(put(solved[falls.indexOf(above)].end) - at(join, 'x1')) < 1.6);
      const row = rows.indexOf(solved[falls.indexOf(above)]);
      const next = falls[solved.indexOf(rows[row + 1])];
      if (next) assert.ok(Math.abs(boxOf(next).y0 - at(join, 'y2')) < 1e-9);
      else assert.ok(Math.abs(boxOf(groups[row + 1].querySelector('.hit')).y0 - at(join, 'y2')) < 60);
    }
    const [dashed] = svg.querySelectorAll('line.join.dashed');
    assert.ok(Math.abs(at(dashed, 'x1') - put(1.25)) < 1.6 && at(dashed, 'x1') === at(dashed, 'x2'));
    assert.ok(Math.abs(at(dashed, 'y1') - boxOf(falls[3]).y1) < 1e-9 && at(dashed, 'y2') >= boxOf(groups[6].querySelector('.hit')).y1 - 1e-9);
    // the heading stands between the chain and what is beside it, on a line of its own
    const heading = boxOf(svg.querySelector('text.legend.strong'));
    const before = boxOf(groups[4].querySelector('.hit'));
    const after = boxOf(groups[5].querySelector('.hit'));
    assert.ok(heading.y0 > before.y1 && heading.y1 < after.y0 && heading.node.textContent.startsWith('beside'), `${heading.y0} to ${heading.y1} in ${before.y1} to ${after.y0}`);
    const rule = svg.querySelectorAll('line.grid').find((line) => at(line, 'x1') === 0 && at(line, 'x2') === width);
    assert.ok(at(rule, 'y1') > before.y1 && at(rule, 'y1') < heading.y0 && at(rule, 'y1') === at(rule, 'y2'));
    const end = boxOf(groups[6].querySelector('.hit')).y1;
    assert.equal(high, Math.ceil(end + 6));
    for (let row = 1; row < 5; row++) assert.ok(Math.abs(boxOf(groups[row].querySelector('.hit')).y0 - boxOf(groups[row - 1].querySelector('.hit')).y1) < 1e-9);
    if (width >= 640) {
      const columns = ['change', 'level'].map((head) => boxOf(svg.querySelectorAll('text.tick').find((text) => text.textContent === head)).x1);
      for (const text of svg.querySelectorAll('text.value')) assert.ok(columns.some((x) => Math.abs(boxOf(text).x1 - x) < 0.01), 'numbers stand below their heading');
    }
  }
});
