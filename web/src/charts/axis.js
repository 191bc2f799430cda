// What the horizontal charts share: a column of names, a scale with its grid, and an axis label.
import { scaleLinear } from 'd3-scale';
import { fitText, s, textWidth, wrapText } from '../dom.js';
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

/** About as many round numbers on a scale as wanted, but two at least: one alone would not say how long a unit is. */
export function ticksOn(scale, wanted) {
  let ticks = scale.ticks(wanted);
  for (let more = 1; ticks.length < 2 && more < 5; more++) ticks = scale.ticks(wanted + more);
  return ticks;
}

export function gridX(svg, scale, { top, bottom, width, label, signed, from }) {
  const ticks = ticksOn(scale, Math.max(2, Math.floor((scale.range()[1] - scale.range()[0]) / 90)));
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

const LINE = 16; // of a name

/**
 * Long names beside their rows: on the left in up to three lines, or above the row where the chart is narrow.
 * Gives {left: where the scale starts, tops and heights of the rows, bottom, draw(group, index)}.
 */
export function nameColumn(names, width, top, { strong = () => false, least = 23, band = 20 } = {}) {
  const above = width < 600;
  const room = above ? width - 4 : Math.round(width * 0.38) - 10;
  const lines = names.map((name, index) => wrapText(name, room, 13, above ? 2 : 3, strong(index) ? 700 : 400));
  const left = above ? 6 : Math.min(room, Math.max(40, ...lines.flat().map((line) => textWidth(line, 13, 700)))) + 12;
  const heights = lines.map((list) => (above ? list.length * LINE + band + 6 : Math.max(least, list.length * LINE + 7)));
  const tops = [];
  let y = top;
  for (const height of heights) {
    tops.push(y);
    y += height;
  }
  return {
    left,
    tops,
    heights,
    bottom: y,
    /** Where the marks of a row are. */
    middle: (index) => (above ? tops[index] + lines[index].length * LINE + band / 2 : tops[index] + heights[index] / 2),
    draw(group, index) {
      const first = above ? tops[index] + 14 : tops[index] + heights[index] / 2 - ((lines[index].length - 1) * LINE) / 2 + 4.5;
      lines[index].forEach((line, at) =>
        group.append(s('text', { class: `name${strong(index) ? ' strong' : ''}${above ? ' over' : ''}`, x: above ? 2 : left - 10, y: first + at * LINE, 'text-anchor': above ? 'start' : 'end', 'data-tip': names[index] }, line)),
      );
    },
  };
}
