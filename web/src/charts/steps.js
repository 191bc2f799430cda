// A supply curve: suppliers side by side by what they net, each as wide as its capacity.
import { scaleLinear } from 'd3-scale';
import { s, textWidth } from '../dom.js';
import { tickFormat } from '../format.js';
import { frame, ticksOn } from './axis.js';

/** rows: [{name, wide, high, mark, tip}] from the lowest; mark: a second height (the cost), or null. */
export function steps({ width, rows, axis, across }) {
  const height = Math.max(240, Math.min(380, width * 0.45));
  const y = scaleLinear().domain([0, Math.max(1e-9, ...rows.map((row) => row.high))]).nice(5).range([height - 40, 30]);
  const ticks = ticksOn(y, 5);
  const format = tickFormat(ticks, false);
  const left = 10 + Math.max(...ticks.map((tick) => textWidth(format(tick), 12)));
  const x = scaleLinear().domain([0, rows.reduce((sum, row) => sum + row.wide, 0) || 1]).range([left, width - 4]);
  const svg = frame(width, height);
  svg.append(s('text', { class: 'axis', x: 0, y: 12 }, axis));
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    svg.append(s('line', { class: tick === 0 ? 'zero' : 'grid', x1: left, x2: width - 4, y1: at, y2: at }), s('text', { class: 'tick', x: left - 6, y: at + 4, 'text-anchor': 'end' }, format(tick)));
  }
  let from = 0;
  for (const row of rows) {
    const [a, b] = [x(from), x(from + row.wide)];
    from += row.wide;
    svg.append(s('rect', { class: 'step', x: a, y: y(Math.max(0, row.high)), width: Math.max(0.5, b - a - 0.5), height: Math.max(0, y(0) - y(Math.max(0, row.high))), 'data-tip': row.tip }));
    if (row.mark !== null) svg.append(s('line', { class: 'cost', x1: a, x2: b, y1: y(row.mark), y2: y(row.mark) }));
    if (textWidth(row.name, 11) < b - a - 4) svg.append(s('text', { class: 'value', x: (a + b) / 2, y: y(0) + 14, 'text-anchor': 'middle' }, row.name));
  }
  svg.append(s('text', { class: 'axis', x: width - 4, y: height - 6, 'text-anchor': 'end' }, across));
  return svg;
}
