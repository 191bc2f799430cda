// Shares of a variance: first what a parameter explains alone, then what it adds together with others, a dot at the total
// with its standard error as a thin line.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameColumn, zeroScale } from './axis.js';
import { flowLegend } from '../figure.js';

/** rows: [{name, first, total, error, text, tip}], in per cent; labels: alone, together, inTotal */
export function shares({ width, rows, axis, labels }) {
  const low = Math.min(0, ...rows.map((row) => row.total - row.error));
  const high = Math.max(1, ...rows.map((row) => row.total + row.error));
  const numbers = 12 + Math.max(24, ...rows.map((row) => textWidth(row.text, 12)));
  const legend = flowLegend([{ label: labels.alone, kind: 'alone' }, { label: labels.together, kind: 'together' }, { label: labels.inTotal, kind: 'total' }], width);
  const top = 36 + legend.height + 4;
  const names = nameColumn(rows.map((row) => row.name), width, top);
  const scale = zeroScale(low, high, names.left, width - numbers, 6);
  const svg = frame(width, names.bottom + 6);
  for (const { x, y, item, label } of legend.placed) {
    svg.append(
      item.kind === 'total' ? s('circle', { class: 'total', cx: x + 6.5, cy: y + 8.5, r: 4 }) : s('rect', { class: `share ${item.kind}`, x, y: y + 2, width: 13, height: 13 }),
      s('text', { class: 'legend', x: x + 19, y: y + 13 }, label),
    );
  }
  const inner = s('g', { transform: `translate(0 ${top - 36})` });
  svg.append(inner);
  gridX(inner, scale, { top: 36, bottom: names.bottom - top + 42, width, label: axis, signed: false, from: names.left });
  const bar = (kind, from, to, y) => (to > from ? s('rect', { class: `share ${kind}`, x: scale(from), y, width: scale(to) - scale(from), height: 14 }) : '');
  rows.forEach((row, index) => {
    const middle = names.middle(index);
    const y = middle - 7;
    const first = Math.max(0, Math.min(row.first, row.total)); // above the total it is noise: the numbers are in the table
    const a = scale(row.total - row.error);
    const b = scale(row.total + row.error);
    const group = s('g', { class: 'row' });
    group.append(s('rect', { class: 'hit', x: 0, y: names.tops[index], width, height: names.heights[index], 'data-tip': row.tip }));
    names.draw(group, index);
    group.append(
      bar('alone', 0, first, y),
      bar('together', first, row.total, y),
      s('path', { class: 'whisker', d: `M${a},${middle}H${b}M${a},${middle - 4}V${middle + 4}M${b},${middle - 4}V${middle + 4}` }),
      s('circle', { class: 'total', cx: scale(row.total), cy: middle, r: 4 }),
      s('text', { class: 'value', x: width - 2, y: y + 11.5, 'text-anchor': 'end' }, row.text),
    );
    svg.append(group);
  });
  return svg;
}
