// A dot a row with its range as a thin line, perhaps a second, hollow one; the number at the right. Names may be long.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameColumn, zeroScale } from './axis.js';
import { flowLegend } from '../figure.js';

const WIDE = 640;

/** The mark of a row: a dot, a diamond, or either in a ring. */
function mark(x, y, { diamond, ring }) {
  return [
    ring ? s('circle', { class: 'ring', cx: x, cy: y, r: 9 }) : '',
    diamond ? s('path', { class: 'dot chosen', d: `M${x - 6.5},${y}L${x},${y - 6.5}L${x + 6.5},${y}L${x},${y + 6.5}Z` }) : s('circle', { class: 'dot', cx: x, cy: y, r: 5 }),
  ];
}

/**
 * rows: [{name, value, low, high, other, diamond, ring, text, long, tip}]
 * legend: [{label, diamond, ring, hollow}]
 */
export function dots({ width, rows, axis, signed, legend: items = [], onpick }) {
  const seen = rows.flatMap((row) => [row.value, row.low, row.high, row.other]).filter((value) => value !== null && value !== undefined);
  const legend = flowLegend(items, width);
  const top = (items.length ? legend.height + 4 : 0) + 36;
  const label = (row) => (width >= WIDE && row.long) || row.text;
  const numbers = 14 + Math.max(24, ...rows.map((row) => textWidth(label(row), 12)));
  const names = nameColumn(rows.map((row) => row.name), width, top, { strong: (index) => rows[index].diamond || rows[index].ring, least: 26 });
  const scale = zeroScale(Math.min(...seen), Math.max(...seen), names.left, width - numbers, 10);
  const svg = frame(width, names.bottom + 6);
  for (const { x, y, item, label: text } of legend.placed) {
    svg.append(
      ...(item.hollow ? [s('circle', { class: 'before', cx: x + 9, cy: y + 9, r: 4.5 })] : mark(x + 9, y + 9, item)),
      s('text', { class: 'legend', x: x + 21, y: y + 13 }, text),
    );
  }
  const inner = s('g', { transform: `translate(0 ${top - 36})` });
  gridX(inner, scale, { top: 36, bottom: names.bottom - top + 36, width, label: axis, signed, from: names.left });
  svg.append(inner);
  rows.forEach((row, index) => {
    const y = names.middle(index);
    const group = s('g', { class: `row${onpick ? ' pick' : ''}` });
    group.append(s('rect', { class: 'hit', x: 0, y: names.tops[index], width, height: names.heights[index], 'data-tip': row.tip }));
    names.draw(group, index);
    const x = scale(row.value);
    if (row.low !== null && row.low !== undefined) {
      const a = scale(row.low);
      const b = scale(row.high);
      group.append(s('path', { class: 'whisker', d: `M${a},${y}H${b}M${a},${y - 5}V${y + 5}M${b},${y - 5}V${y + 5}` }));
    }
    if (row.other !== null && row.other !== undefined) {
      group.append(s('line', { class: 'link', x1: x, x2: scale(row.other), y1: y, y2: y }), s('circle', { class: 'before', cx: scale(row.other), cy: y, r: 4.5 }));
    }
    group.append(...mark(x, y, row), s('text', { class: 'value', x: width - 2, y: y + 4.5, 'text-anchor': 'end' }, label(row)));
    svg.append(group);
  });
  return svg;
}
