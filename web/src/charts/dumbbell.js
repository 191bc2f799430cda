// Before and after on one line: a hollow dot, a full dot, and both numbers.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameWidth, rowName, zeroScale } from './axis.js';

/** rows: [{name, before, after, text, tip, marked}] */
export function dumbbell({ width, rows, axis, onpick }) {
  const values = rows.flatMap((row) => [row.before, row.after]).filter((value) => value !== null);
  const left = nameWidth(rows.map((row) => row.name), width);
  const numbers = 10 + Math.max(40, ...rows.map((row) => textWidth(row.text, 12)));
  const scale = zeroScale(Math.min(0, ...values), Math.max(0, ...values), left, width - numbers, 8);
  const pitch = 23;
  const height = 36 + rows.length * pitch + 6;
  const svg = frame(width, height);
  gridX(svg, scale, { top: 36, bottom: height, width, label: axis, signed: false, from: left });
  rows.forEach((row, index) => {
    const y = 36 + index * pitch + pitch / 2;
    const group = s('g', { class: `row${row.marked ? ' marked' : ''}${onpick ? ' pick' : ''}` });
    if (onpick) group.addEventListener('click', () => onpick(row.key));
    group.append(s('rect', { class: 'hit', x: 0, y: y - pitch / 2, width, height: pitch, 'data-tip': row.tip }));
    rowName(group, row.name, left - 8, y + 4.5, left - 10, row.marked && 'strong');
    if (row.before !== null && row.after !== null) {
      const kind = row.after > row.before ? 'up' : row.after < row.before ? 'down' : 'same';
      group.append(
        s('line', { class: `link ${kind}`, x1: scale(row.before), x2: scale(row.after), y1: y, y2: y }),
        s('circle', { class: 'before', cx: scale(row.before), cy: y, r: 4.5 }),
        s('circle', { class: `after ${kind}`, cx: scale(row.after), cy: y, r: 4.5 }),
      );
    }
    group.append(s('text', { class: 'value', x: width - 2, y: y + 4.5, 'text-anchor': 'end' }, row.text));
    svg.append(group);
  });
  return svg;
}
