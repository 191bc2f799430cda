// Where a choice stays: for each contingency the probabilities from 0 to 100 %, full where the choice is the same, pale where
// another one is better, whose name stands in it where there is room; an upright line at the probability now.
import { scaleLinear } from 'd3-scale';
import { fitText, s, textWidth } from '../dom.js';
import { frame, nameColumn } from './axis.js';
import { flowLegend } from '../figure.js';

/** rows: [{name, low, high, below, above, now, text, tip}]: shares from 0 to 1, names of those who take over; labels: stays, otherBetter, now */
export function stays({ width, rows, labels, percent }) {
  const legend = flowLegend([{ label: labels.stays, kind: 'stay' }, { label: labels.otherBetter, kind: 'leave' }, { label: labels.now, kind: 'now' }], width);
  const top = legend.height + 26;
  const numbers = 12 + Math.max(24, ...rows.map((row) => textWidth(row.text, 12)));
  const names = nameColumn(rows.map((row) => row.name), width, top, { least: 28, band: 24 });
  const scale = scaleLinear().domain([0, 1]).range([names.left + 4, width - numbers - 6]);
  const svg = frame(width, names.bottom + 6);
  for (const { x, y, item, label } of legend.placed) {
    svg.append(
      item.kind === 'now' ? s('line', { class: 'now', x1: x + 7, x2: x + 7, y1: y + 1, y2: y + 17 }) : s('rect', { class: item.kind, x, y: y + 2, width: 13, height: 13 }),
      s('text', { class: 'legend', x: x + 19, y: y + 13 }, label),
    );
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    const x = Math.round(scale(tick)) + 0.5;
    svg.append(s('line', { class: 'grid', x1: x, x2: x, y1: top, y2: names.bottom }), s('text', { class: 'tick', x, y: top - 6, 'text-anchor': 'middle' }, percent(tick)));
  }
  rows.forEach((row, index) => {
    const y = names.middle(index);
    const group = s('g', { class: 'row' });
    group.append(s('rect', { class: 'hit', x: 0, y: names.tops[index], width, height: names.heights[index], 'data-tip': row.tip }));
    names.draw(group, index);
    const bar = (kind, from, to, label) => {
      if (!(to > from)) return;
      const room = scale(to) - scale(from);
      group.append(s('rect', { class: kind, x: scale(from), y: y - 8, width: room, height: 16 }));
      if (label && room > 34) group.append(s('text', { class: 'inside', x: (scale(from) + scale(to)) / 2, y: y + 4, 'text-anchor': 'middle' }, fitText(label, room - 8, 11)));
    };
    if (row.low !== null && row.low !== undefined) {
      bar('leave', 0, row.low, row.below);
      bar('stay', row.low, row.high, null);
      bar('leave', row.high, 1, row.above);
    }
    group.append(
      s('line', { class: 'now', x1: scale(row.now), x2: scale(row.now), y1: y - 11, y2: y + 11 }),
      s('text', { class: 'value', x: width - 2, y: y + 4.5, 'text-anchor': 'end' }, row.text),
    );
    svg.append(group);
  });
  return svg;
}
