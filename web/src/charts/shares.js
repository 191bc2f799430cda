// Shares of a variance: dark what a parameter explains alone, light what it adds together with others, a dot at the total
// with its standard error as a thin line.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameWidth, rowName, zeroScale } from './axis.js';
import { flowLegend } from '../figure.js';

/** rows: [{name, first, total, error, text, tip}], in per cent; labels: alone, together, inTotal */
export function shares({ width, rows, axis, labels }) {
  const low = Math.min(0, ...rows.map((row) => row.total - row.error));
  const high = Math.max(1, ...rows.map((row) => row.total + row.error));
  const left = nameWidth(rows.map((row) => row.name), width);
  const numbers = 12 + Math.max(24, ...rows.map((row) => textWidth(row.text, 12)));
  const scale = zeroScale(low, high, left, width - numbers, 6);
  const legend = flowLegend([{ label: labels.alone, kind: 'alone' }, { label: labels.together, kind: 'together' }, { label: labels.inTotal, kind: 'total' }], width);
  const top = 36 + legend.height + 4;
  const pitch = 23;
  const svg = frame(width, top + rows.length * pitch + 6);
  for (const { x, y, item, label } of legend.placed) {
    svg.append(
      item.kind === 'total' ? s('circle', { class: 'total', cx: x + 6.5, cy: y + 8.5, r: 4 }) : s('rect', { class: `share ${item.kind}`, x, y: y + 2, width: 13, height: 13 }),
      s('text', { class: 'legend', x: x + 19, y: y + 13 }, label),
    );
  }
  const inner = s('g', { transform: `translate(0 ${top - 36})` });
  svg.append(inner);
  gridX(inner, scale, { top: 36, bottom: 36 + rows.length * pitch + 6, width, label: axis, signed: false, from: left });
  const bar = (kind, from, to, y) => (to > from ? s('rect', { class: `share ${kind}`, x: scale(from), y, width: scale(to) - scale(from), height: 14 }) : '');
  rows.forEach((row, index) => {
    const y = 36 + index * pitch + 4.5;
    const middle = y + 7;
    const first = Math.max(0, Math.min(row.first, row.total)); // above the total it is noise: the numbers are in the table
    const a = scale(row.total - row.error);
    const b = scale(row.total + row.error);
    const group = s('g', { class: 'row' });
    group.append(s('rect', { class: 'hit', x: 0, y: y - 4.5, width, height: pitch, 'data-tip': row.tip }));
    rowName(group, row.name, left - 8, y + 11.5, left - 10);
    group.append(
      bar('alone', 0, first, y),
      bar('together', first, row.total, y),
      s('path', { class: 'whisker', d: `M${a},${middle}H${b}M${a},${middle - 4}V${middle + 4}M${b},${middle - 4}V${middle + 4}` }),
      s('circle', { class: 'total', cx: scale(row.total), cy: middle, r: 4 }),
      s('text', { class: 'value', x: width - 2, y: y + 11.5, 'text-anchor': 'end' }, row.text),
    );
    inner.append(group);
  });
  return svg;
}
