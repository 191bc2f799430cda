// What the horizontal charts share: a column of names, a scale with its grid, and an axis label.
import { scaleLinear } from 'd3-scale';
import { fitText, s, textWidth } from '../dom.js';
import { tickFormat } from '../format.js';

/** Space for names on the left: as much as they need, at most 38 % of the width. */
export function nameWidth(names, width, size = 13) {
  const widest = Math.max(40, ...names.map((name) => textWidth(name, size)));
  return Math.min(Math.ceil(widest) + 10, Math.round(width * 0.38));
}

/** A linear scale that has zero in it, with room beside both ends for the numbers. */
export function zeroScale(low, high, from, to, room) {
  let min = Math.min(0, low);
  let max = Math.max(0, high);
  if (min === 0 && max === 0) max = 1;
  const scale = scaleLinear().domain([min, max]).range([from + (min < 0 ? room : 2), to - (max > 0 ? room : 2)]);
  return scale;
}

export function gridX(svg, scale, { top, bottom, width, label, signed, from }) {
  const ticks = scale.ticks(Math.max(2, Math.floor((scale.range()[1] - scale.range()[0]) / 90)));
  const format = tickFormat(ticks, signed);
  for (const tick of ticks) {
    const x = Math.round(scale(tick)) + 0.5;
    svg.append(
      s('line', { class: tick === 0 ? 'zero' : 'grid', x1: x, x2: x, y1: top, y2: bottom }),
      s('text', { class: 'tick', x, y: top - 6, 'text-anchor': 'middle' }, format(tick)),
    );
  }
  if (label) svg.append(s('text', { class: 'axis', x: from, y: 12 }, fitText(label, width - from, 12)));
}

export function rowName(svg, name, x, y, available, extra) {
  svg.append(s('text', { class: `name${extra ? ` ${extra}` : ''}`, x, y, 'text-anchor': 'end', 'data-tip': name }, fitText(name, available, 13)));
}

export function frame(width, height) {
  return s('svg', { viewBox: `0 0 ${width} ${Math.ceil(height)}`, class: 'plot' });
}
