// What must hold of any picture that the page draws, read from its attributes: numbers are numbers, all is inside the
// frame, no text lies on another one, ticks are round and where their numbers say, rows follow each other without a gap.
import assert from 'node:assert/strict';
import { numberOf } from './dom.mjs';

const ASCENT = 0.72; // of a letter's size, above the line it stands on
const SIZES = { name: 13, ribbonlabel: 11, inside: 11 };
export const SIZE = 12;

const moved = (node) => {
  let [k, x, y] = [1, 0, 0];
  for (let up = node; up?.getAttribute; up = up.parentNode) {
    for (const [, how, a, b = '0'] of [...(up.getAttribute('transform') || '').matchAll(/(scale|translate)\(([-\d.e]+)[ ,]*([-\d.e]*)\)/g)].reverse()) {
      if (how === 'scale') [k, x, y] = [k * Number(a), x * Number(a), y * Number(a)];
      else [x, y] = [x + Number(a), y + Number(b || 0)];
    }
  }
  return { k, x, y };
};

/** The corners of a path of absolute M, L, H, V, Q. */
export function pathPoints(d) {
  const points = [];
  let [x, y] = [0, 0];
  for (const [, kind, rest] of d.matchAll(/([MLHVQCZ])([^MLHVQCZ]*)/g)) {
    const list = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) || []).map(Number);
    if (kind === 'H') points.push([(x = list[0]), y]);
    else if (kind === 'V') points.push([x, (y = list[0])]);
    else for (let at = 0; at + 1 < list.length; at += 2) points.push([(x = list[at]), (y = list[at + 1])]);
  }
  return points;
}

/** {x0, x1, y0, y1} of a shape or a text, in the picture. */
export function boxOf(node) {
  const at = (name) => numberOf(node, name);
  const { k, x, y } = moved(node);
  let box;
  if (node.tagName === 'rect') box = [at('x'), at('x') + at('width'), at('y'), at('y') + at('height')];
  else if (node.tagName === 'circle') box = [at('cx') - at('r'), at('cx') + at('r'), at('cy') - at('r'), at('cy') + at('r')];
  else if (node.tagName === 'line') box = [Math.min(at('x1'), at('x2')), Math.max(at('x1'), at('x2')), Math.min(at('y1'), at('y2')), Math.max(at('y1'), at('y2'))];
  else if (node.tagName === 'path') {
    const points = pathPoints(node.getAttribute('d'));
    const [xs, ys] = [points.map((one) => one[0]), points.map((one) => one[1])];
    box = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  } else if (node.tagName === 'text') {
    const size = Number(node.getAttribute('font-size')) || SIZES[node.getAttribute('class')?.split(' ')[0]] || SIZE;
    const wide = [...node.textContent].length * 0.6 * size;
    const left = { end: wide, middle: wide / 2 }[node.getAttribute('text-anchor')] || 0;
    box = [at('x') - left, at('x') - left + wide, at('y') - ASCENT * size, at('y') + 0.2 * size];
  } else return null;
  return { x0: k * box[0] + x, x1: k * box[1] + x, y0: k * box[2] + y, y1: k * box[3] + y, node };
}

export const centre = (node) => {
  const { x0, x1, y0, y1 } = boxOf(node);
  return [(x0 + x1) / 2, (y0 + y1) / 2];
};

const say = ({ node, x0, x1, y0, y1 }) => `${node.tagName}.${node.getAttribute('class')} "${node.textContent}" [${[x0, x1, y0, y1].map((v) => v.toFixed(1))}]`;
export const overlap = (a, b, by = 0) => a.x0 < b.x1 - by && b.x0 < a.x1 - by && a.y0 < b.y1 - by && b.y0 < a.y1 - by;

/** land: also shapes of countries are there, which are not looked at. */
export function sound(svg, width, { texts = true } = {}) {
  const [x, y, wide, high] = svg.getAttribute('viewBox').split(' ').map(Number);
  assert.deepEqual([x, y, wide], [0, 0, width]);
  assert.ok(high > 0 && Number.isInteger(high), `height ${high}`);
  const nodes = [...svg.all()].filter((node) => !node.closest('.land') && !node.closest('defs') && node.getAttribute('class') !== 'hatched');
  for (const node of nodes) for (const [name, value] of node.map) assert.doesNotMatch(value, /NaN|undefined|Infinity|null/, `${node.tagName} ${name}`);
  const boxes = nodes.map(boxOf).filter(Boolean);
  for (const box of boxes.filter(({ node }) => !node.classList.contains('way'))) assert.ok(box.x0 >= -0.6 && box.x1 <= width + 0.6 && box.y0 >= -0.6 && box.y1 <= high + 0.6, `${say(box)} is outside of ${width} × ${high}`);
  const lowest = Math.max(...boxes.map((box) => box.y1));
  if (!svg.querySelector('.land')) assert.ok(high - lowest < 16, `${high - lowest} pixels below all are empty`);
  const written = boxes.filter((box) => box.node.tagName === 'text');
  if (texts) written.forEach((a, at) => written.slice(at + 1).forEach((b) => assert.ok(!overlap(a, b, 0.5), `${say(a)} lies on ${say(b)}`)));
  // a legend's mark stands before its text, beside it
  for (const text of svg.querySelectorAll('text.legend')) {
    const own = boxOf(text);
    const key = boxes.filter((box) => box.node.tagName !== 'text' && box.node.parentNode === text.parentNode && box.x1 <= own.x0 && box.x0 >= own.x0 - 30 && box.y0 < own.y1 && box.y1 > own.y0);
    if (!text.classList.contains('strong') && !(Number(text.getAttribute('x')) === 28 && !key.length)) assert.ok(key.length >= 1, `no mark beside "${text.textContent}"`);
    // as high above the line that the text stands on as half a letter, in all charts
    for (const one of key) assert.ok([4, 4.5].some((by) => Math.abs(moved(text).y + moved(text).k * numberOf(text, 'y') - centre(one.node)[1] - by) < 1e-6), `the mark of "${text.textContent}" is ${centre(text)[1] - centre(one.node)[1]} off`);
    for (const one of boxes) if (one.node.parentNode === text.parentNode && !key.includes(one) && one.node !== text) assert.ok(!overlap(one, own, 0.5) || /ring|grid|zero|join/.test(one.node.getAttribute('class')), `${say(one)} lies on the legend "${text.textContent}"`);
  }
  return { high, boxes };
}

/** The number of a tick or a label. */
export const parse = (text) => Number(text.replace(/[,\u202f %]/g, '').replace('−', '-').replace('+', ''));

/** Ticks along one axis: round, even, each beside its line; gives a function from values to pixels, which they are on. */
export function ticksOf(svg, along = 'x', what = 'text.tick') {
  const side = along === 'x' ? 0 : 1;
  const lines = svg.querySelectorAll('line.grid, line.zero').filter((line) => line.getAttribute(`${along}1`) === line.getAttribute(`${along}2`));
  const ticks = svg.querySelectorAll(what).filter((text) => /^[+−]?[\d.,\u202f]+ ?%?$/.test(text.textContent) && text.getAttribute('text-anchor') === (along === 'x' ? 'middle' : 'end'));
  assert.ok(ticks.length >= 2, `${ticks.length} ticks`);
  assert.equal(lines.length, ticks.length, 'a line for each tick');
  const seen = ticks.map((tick, at) => {
    const line = boxOf(lines[at]);
    const place = along === 'x' ? line.x0 : line.y0;
    assert.ok(Math.abs(centre(tick)[side] - place) < 1.5, `"${tick.textContent}" is beside its line`);
    assert.equal(lines[at].getAttribute('class'), parse(tick.textContent) === 0 && lines[at].getAttribute('class') !== 'grid' ? 'zero' : 'grid');
    return { value: parse(tick.textContent), place };
  });
  const step = seen[1].value - seen[0].value;
  const lead = Math.abs(step) / 10 ** Math.floor(Math.log10(Math.abs(step)) + 1e-9);
  assert.ok([1, 2, 2.5, 5].some((one) => Math.abs(lead - one) < 1e-6), `a step of ${step} is round`);
  const last = seen[seen.length - 1];
  const slope = (last.place - seen[0].place) / (last.value - seen[0].value);
  seen.forEach(({ value, place }, at) => {
    assert.ok(Math.abs(value - seen[0].value - at * step) < 1e-6 * Math.abs(step), 'even steps');
    assert.ok(Math.abs(place - seen[0].place - slope * (value - seen[0].value)) <= 1.01, 'even places');
  });
  const put = (value) => seen[0].place + slope * (value - seen[0].value);
  put.seen = seen;
  return { seen, step, put, lines };
}

/** Pairs of values and pixels lie on one line, and it is that of the ticks. Gives the exact function. */
export function onScale(pairs, put, what = '') {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const [a, b] = [sorted[0], sorted[sorted.length - 1]];
  assert.ok(b[0] > a[0], `${what}: values differ`);
  const slope = (b[1] - a[1]) / (b[0] - a[0]);
  const exact = (value) => a[1] + slope * (value - a[0]);
  for (const [value, place] of pairs) {
    assert.ok(Math.abs(place - exact(value)) < 1e-6, `${what}: ${value} is at ${place}, not at ${exact(value)}`);
  }
  // lines of ticks are in the middle of the pixel that has the value
  for (const { value, place } of put?.seen || []) assert.ok(place - exact(value) > -1e-6 && place - exact(value) < 1 + 1e-6, `${what}: the tick of ${value} is at ${place}, it is at ${exact(value)}`);
  return exact;
}

/** Rows under the pointer: as wide as the picture, one after the other; marks of a row are inside it. Below the last one
 * is a margin of 6. */
export function rowsOf(svg, width, names, high) {
  const groups = svg.querySelectorAll('g.row');
  assert.equal(groups.length, names.length);
  let end = null;
  groups.forEach((group, at) => {
    const hit = boxOf(group.querySelector('rect.hit'));
    assert.deepEqual([hit.x0, hit.x1], [0, width]);
    if (end !== null) assert.ok(Math.abs(hit.y0 - end) < 1e-9, `row ${at} begins at ${hit.y0}, the last one ended at ${end}`);
    end = hit.y1;
    for (const node of group.all()) {
      const box = boxOf(node);
      if (box) assert.ok(box.y0 >= hit.y0 - 0.6 && box.y1 <= hit.y1 + 0.6, `${say(box)} is outside of its row ${hit.y0} to ${hit.y1}`);
    }
    const said = group.querySelectorAll('text.name');
    assert.ok(names[at].startsWith(said[0].textContent.replace(/…$/, '').trim()), `${said[0].textContent} is ${names[at]}`);
    assert.equal(said[0].getAttribute('data-tip'), names[at]);
    // the name's lines are about the middle of the marks, or above them
    const middle = (boxOf(said[0]).y0 + boxOf(said[said.length - 1]).y1) / 2;
    if (!said[0].classList.contains('over')) assert.ok(Math.abs(middle - (hit.y0 + hit.y1) / 2) < 2.5, `the name is at ${middle} in ${hit.y0} to ${hit.y1}`);
  });
  if (high) assert.equal(high, Math.ceil(end + 6), 'the margin below the rows');
  return groups;
}

export const path = (node) => pathPoints(node.getAttribute('d'));
