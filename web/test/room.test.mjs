// The room that a chart keeps for names on its left and numbers on its right, to the pixel: as much as the longest needs and a
// margin, a least width where all are short; the scale takes what is left, with the room of a mark at both ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp } from './dom.mjs';
import { boxOf, centre, path } from './picture.mjs';

setUp();
const { nameColumn, nameWidth } = await import('../src/charts/axis.js');
const { bars } = await import('../src/charts/bars.js');
const { dots } = await import('../src/charts/dots.js');
const { dumbbell } = await import('../src/charts/dumbbell.js');
const { shares } = await import('../src/charts/shares.js');
const { stack } = await import('../src/charts/stack.js');
const { stays } = await import('../src/charts/stays.js');
const { waterfall } = await import('../src/charts/waterfall.js');

const letters = (count, size = 12) => count * 0.6 * size;
const same = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-6, `${what}: ${a}, not ${b}`);
const NAMES = ['A', 'Korea', 'Electrical equipment and machinery, not elsewhere classified'];

// Of each chart: the margin before the numbers, the least width of a number, the room of a mark at an end
const CHARTS = {
  dots: { margin: 14, least: 24, end: 10, left: (width) => nameColumn(NAMES, width, 0, { least: 26 }).left, draw: (width, values, text) => dots({ width, axis: 'a', signed: true, rows: values.map((value, k) => ({ name: NAMES[k], value, low: null, high: null, text, tip: '' })) }), places: (svg) => svg.querySelectorAll('.dot').map((node) => centre(node)[0]) },
  dumbbell: { margin: 10, least: 40, end: 8, left: (width) => nameWidth(NAMES, width), draw: (width, values, text) => dumbbell({ width, axis: 'a', rows: values.map((value, k) => ({ key: k, name: NAMES[k], before: 0, after: value, text, tip: '' })) }), places: (svg) => svg.querySelectorAll('circle.after').map((node) => centre(node)[0]) },
  stack: { margin: 12, least: 24, end: 6, left: (width) => nameWidth(NAMES, width), draw: (width, values, text) => stack({ width, axis: 'a', totalLabel: 't', parts: [{ label: 'p', kind: 'k' }], rows: values.map((value, k) => ({ key: k, name: NAMES[k], parts: [value], total: value, text, tip: '' })) }), places: (svg) => svg.querySelectorAll('g.row circle.total').map((node) => centre(node)[0]) },
  shares: { margin: 12, least: 24, end: 6, left: (width) => nameColumn(NAMES, width, 0).left, draw: (width, values, text) => shares({ width, axis: 'a', labels: { alone: 'a', together: 'b', inTotal: 'c' }, rows: values.map((value, k) => ({ name: NAMES[k], first: 0, total: value, error: 0, text, tip: '' })) }), places: (svg) => svg.querySelectorAll('g.row circle.total').map((node) => centre(node)[0]) },
};

test('beside numbers and names the scale has all that is left', () => {
  for (const [kind, chart] of Object.entries(CHARTS)) {
    for (const width of [400, 640, 900]) {
      for (const text of ['7', 'a number as long as this']) {
        const numbers = chart.margin + Math.max(chart.least, letters(text.length));
        for (const [low, high] of [[-3, 8], [0, 8], [-3, 0]]) {
          const xs = chart.places(chart.draw(width, [low, 0, high], text));
          const where = `${kind} at ${width} with "${text}" from ${low} to ${high}`;
          const left = chart.left(width);
          const top = kind === 'shares' ? Math.max(1, high) : high;
          const [from, to] = [left + (low < 0 ? chart.end : 2), width - numbers - (top > 0 ? chart.end : 2)];
          same(xs[0], from, `${where}, the least`);
          same(xs[2], from + ((to - from) * (high - low)) / (top - low), `${where}, the most`);
        }
      }
    }
  }
});

test('bars keep room for their numbers beyond both ends, three tenths of the width at most', () => {
  for (const width of [400, 639, 640, 900]) {
    for (const [text, long] of [['7', null], ['7', '7 (from one to another number)'], ['a number as long as this', null], ['x'.repeat(60), null]]) {
      const shown = width >= 640 && long ? long : text;
      const room = Math.min(0.3 * width, 10 + Math.max(24, letters(shown.length)));
      for (const [low, high] of [[-3, 8], [0, 8], [-3, 0]]) {
        const svg = bars({ width, axis: 'a', rows: [low, high].map((value, k) => ({ name: NAMES[k], key: k, items: [{ value, text, long, tip: '' }] })) });
        const left = nameWidth(NAMES.slice(0, 2), width);
        const [a, b] = svg.querySelectorAll('g.row rect.gain, g.row rect.loss').map(boxOf);
        if (low < 0) same(a.x0, left + room, `${width} ${text}`);
        if (high > 0) same(b.x1, width - 2 - room, `${width} ${text}`);
        if (low === 0) same(b.x0, left + 2, 'zero stands beside the names');
        if (high === 0) same(a.x1, width - 4, 'zero stands at the end');
      }
    }
  }
  // rows as high as their bars and a gap
  for (const [series, high, pitch] of [[null, 14, 23], [['a', 'b'], 12, 38], [['a', 'b', 'c'], 12, 52]]) {
    const svg = bars({ width: 700, series, axis: 'a', rows: NAMES.map((name, k) => ({ name, key: k, items: (series || ['']).map((_, at) => ({ value: k + at + 1, series: at, text: 'x', tip: '' })) })) });
    for (const hit of svg.querySelectorAll('.hit')) same(boxOf(hit).y1 - boxOf(hit).y0, pitch, 'a row');
    for (const bar of svg.querySelectorAll('g.row rect.gain, g.row rect.series')) same(boxOf(bar).y1 - boxOf(bar).y0, high, 'a bar');
  }
});

test('where a choice stays: from beside the names to before the numbers', () => {
  for (const width of [400, 599, 600, 900]) {
    for (const text of ['7', 'from 20 % to 70 %, a long text']) {
      const svg = stays({ width, labels: { stays: 's', otherBetter: 'o', now: 'n' }, percent: (share) => `${100 * share} %`, rows: NAMES.map((name) => ({ name, low: 0.25, high: 0.75, below: 'b', above: 'a', now: 0.5, text, tip: '' })) });
      const left = nameColumn(NAMES, width, 0, { least: 28, band: 24 }).left + 4;
      const right = width - 12 - Math.max(24, letters(text.length)) - 6;
      const bars_ = svg.querySelectorAll('g.row rect.leave').map(boxOf);
      same(bars_[0].x0, left, `nothing at ${width}`);
      same(bars_[1].x1, right, `all at ${width}`);
      for (const bar of svg.querySelectorAll('g.row rect.stay, g.row rect.leave').map(boxOf)) same(bar.y1 - bar.y0, 16, 'a bar');
      for (const now of svg.querySelectorAll('g.row line.now').map(boxOf)) same(now.y1 - now.y0, 22, 'the line at the probability now');
    }
  }
});

test('a waterfall keeps a column for changes and, where it is wide, one for levels', () => {
  for (const width of [400, 639, 640, 900]) {
    const rows = [{ name: NAMES[0], start: 0, end: -2, change: '', level: 'minus two', tip: '', total: true }, { name: NAMES[1], start: -2, end: 3, change: '+5.000 of all', level: '3', tip: '' }];
    const svg = waterfall({ width, rows, axis: 'a', heads: { change: 'change', level: 'a head that is longer', beside: 'b' } });
    const wide = width >= 640;
    const bold = (text) => letters(text.length);
    const levels = wide ? 14 + bold('a head that is longer') : 0;
    const changes = 14 + bold('+5.000 of all');
    const left = nameColumn([NAMES[0], NAMES[1]], width, 0, { strong: (k) => k === 0, least: 25 }).left;
    const [a, b] = svg.querySelectorAll('rect.fall').map(boxOf);
    same(a.x0, left + 4, `${width}`);
    same(b.x1, width - levels - changes - 4, `${width}`);
  }
});

test('marks have the size that their chart gives them', () => {
  const size = (svg, what) => svg.querySelectorAll(what).map((node) => Number(node.getAttribute('r')));
  const chart = dots({ width: 700, axis: 'a', signed: false, legend: [{ label: 'r', ring: true }, { label: 'd', diamond: true }, { label: 'h', hollow: true }], rows: [{ name: 'a', value: 1, low: 0, high: 2, other: 1.5, ring: true, text: 't', tip: '' }, { name: 'b', value: 2, diamond: true, text: 't', tip: '' }] });
  assert.deepEqual([new Set(size(chart, '.ring')), new Set(size(chart, 'circle.dot')), new Set(size(chart, '.before'))], [new Set([9]), new Set([5]), new Set([4.5])]);
  for (const node of chart.querySelectorAll('path.chosen')) assert.deepEqual([boxOf(node).x1 - boxOf(node).x0, boxOf(node).y1 - boxOf(node).y0].map((value) => value.toFixed(3)), ['13.000', '13.000']);
  for (const node of chart.querySelectorAll('path.whisker')) assert.equal(path(node).at(-1)[1] - path(node).at(-2)[1], 10);
  const two = CHARTS.dumbbell.draw(700, [1, 2, 3], 't');
  assert.deepEqual([new Set(size(two, '.before')), new Set(size(two, '.after'))], [new Set([4.5]), new Set([4.5])]);
  const sums = stack({ width: 700, axis: 'a', totalLabel: 't', parts: [{ label: 'p', kind: 'k' }], rows: [{ key: 0, name: 'n', parts: [1], total: 1, after: 2, text: 't', tip: '' }] });
  assert.deepEqual([new Set(size(sums, '.total')), new Set(size(sums, '.ring'))], [new Set([4.5]), new Set([6.5])]);
  assert.deepEqual(new Set(size(CHARTS.shares.draw(700, [1, 2, 3], 't'), '.total')), new Set([4]));
  for (const node of sums.querySelectorAll('rect.part')) assert.ok([13, 14].includes(Number(node.getAttribute('height'))));
});
