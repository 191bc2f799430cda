// Parts that add up: to the right of zero what raises, to the left what lowers, and a dot at the sum.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameWidth, rowName, zeroScale } from './axis.js';
import { flowLegend } from '../figure.js';

/** rows: [{name, marked, parts: [number], total, after, text, tip}], after: a ring at another total; parts: [{label, kind}];
 * over: what stands over the sums */
export function stack({ width, rows, parts, axis, totalLabel, over = totalLabel, signed = true, onpick }) {
  const low = Math.min(...rows.map((row) => Math.min(row.after ?? 0, row.parts.reduce((sum, v) => sum + Math.min(0, v || 0), 0))), 0);
  const high = Math.max(...rows.map((row) => Math.max(row.after ?? 0, row.parts.reduce((sum, v) => sum + Math.max(0, v || 0), 0))), 0);
  const left = nameWidth(rows.map((row) => row.name), width);
  const numbers = 12 + Math.max(24, ...rows.map((row) => textWidth(row.text, 12)));
  const scale = zeroScale(low, high, left, width - numbers, 6);
  const legend = flowLegend([...parts, { label: totalLabel, kind: 'total' }], width);
  const offset = legend.height + 4;
  const pitch = 23;
  const height = offset + 36 + rows.length * pitch + 6;
  const svg = frame(width, height);
  for (const { x, y, item, label } of legend.placed) {
    svg.append(
      item.kind === 'total'
        ? s('circle', { class: 'total', cx: x + 6.5, cy: y + 8.5, r: 4.5 })
        : s('rect', { class: `part ${item.kind}`, x, y: y + 2, width: 13, height: 13 }),
      s('text', { class: 'legend', x: x + 19, y: y + 13 }, label),
    );
  }
  const inner = s('g', { transform: `translate(0 ${offset})` });
  svg.append(inner);
  gridX(inner, scale, { top: 36, bottom: height - offset, width, label: axis, signed, from: left });
  inner.append(s('text', { class: 'tick', x: width - 2, y: 30, 'text-anchor': 'end' }, over));
  rows.forEach((row, index) => {
    const y = 36 + index * pitch + 4.5;
    const group = s('g', { class: `row${row.marked ? ' marked' : ''}${onpick ? ' pick' : ''}` });
    if (onpick) group.addEventListener('click', () => onpick(row.key));
    group.append(s('rect', { class: 'hit', x: 0, y: y - 4.5, width, height: pitch, 'data-tip': row.tip }));
    rowName(group, row.name, left - 8, y + 11.5, left - 10, row.marked && 'strong');
    let up = 0;
    let down = 0;
    row.parts.forEach((value, at) => {
      if (!value) return;
      const from = value > 0 ? up : down;
      const to = from + value;
      if (value > 0) up = to;
      else down = to;
      const x = Math.min(scale(from), scale(to));
      group.append(s('rect', { class: `part ${parts[at].kind}`, x, y, width: Math.abs(scale(to) - scale(from)), height: 14 }));
    });
    if (row.total !== null) group.append(s('circle', { class: 'total', cx: scale(row.total), cy: y + 7, r: 4.5 }));
    if (row.after !== null && row.after !== undefined) group.append(s('circle', { class: 'ring', cx: scale(row.after), cy: y + 7, r: 6.5 }));
    group.append(s('text', { class: 'value', x: width - 2, y: y + 11.5, 'text-anchor': 'end' }, row.text));
    inner.append(group);
  });
  return svg;
}
