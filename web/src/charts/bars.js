// Bars from zero, one a row, or one a series and row; ranges as thin lines; the number beside every bar.
import { s, textWidth } from '../dom.js';
import { frame, gridX, nameWidth, rowName, zeroScale } from './axis.js';
import { flowLegend } from '../figure.js';

const WIDE = 640; // pixels from which labels carry their range

/**
 * rows: [{name, marked, key, items: [{value, low, high, hatched, text, long, tip, series}]}]; long: the label where there is
 * room; hatched: how much of the bar's end is
 * series: names of the series, when there are several; hatchLabel: what is hatched
 */
export function bars({ width, rows, axis, series = null, signed = true, hatchLabel = null, onpick }) {
  const items = rows.flatMap((row) => row.items);
  const seen = items.filter((item) => item.value !== null);
  const low = Math.min(0, ...seen.map((item) => Math.min(item.value, item.low ?? item.value)));
  const high = Math.max(0, ...seen.map((item) => Math.max(item.value, item.high ?? item.value)));
  const left = nameWidth(rows.map((row) => row.name), width);
  const label = (item) => (width >= WIDE && item.long) || item.text;
  const room = Math.min(width * 0.3, 10 + Math.max(24, ...items.map((item) => textWidth(label(item), 12))));
  const scale = zeroScale(low, high, left, width - 2, room);
  const bar = series ? 12 : 14;
  const pitch = series ? series.length * (bar + 2) + 10 : 23;
  const hatched = hatchLabel !== null && items.some((item) => item.hatched > 0);
  const legend = series ? flowLegend([...series.map((label, index) => ({ label, index })), ...(hatched ? [{ label: hatchLabel, index: 0, hatched }] : [])], width) : null;
  const top = 36 + (legend ? legend.height + 4 : 0);
  const height = top + rows.length * pitch + 6;
  const svg = frame(width, height);
  const fill = `url(#hatch-bars-${Math.round(width)})`;
  if (hatched) svg.append(s('defs', {}, s('pattern', { id: fill.slice(5, -1), width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('line', { class: 'hatch bold', x1: 0, y1: 0, x2: 0, y2: 5 }))));
  if (legend) {
    for (const { x, y, item, label } of legend.placed) {
      svg.append(
        s('rect', { class: `series s${item.index % 6}`, x, y: y + 2, width: 13, height: 13 }),
        ...(item.hatched ? [s('rect', { fill, x, y: y + 2, width: 13, height: 13 })] : []),
        s('text', { class: 'legend', x: x + 19, y: y + 13 }, label),
      );
    }
  }
  const inner = s('g', { transform: `translate(0 ${top - 36})` });
  svg.append(inner);
  gridX(inner, scale, { top: 36, bottom: height - top + 36, width, label: axis, signed, from: left });
  rows.forEach((row, index) => {
    const y0 = 36 + index * pitch;
    const group = s('g', { class: `row${row.marked ? ' marked' : ''}${onpick ? ' pick' : ''}` });
    if (onpick) group.addEventListener('click', () => onpick(row.key));
    group.append(s('rect', { class: 'hit', x: 0, y: y0, width, height: pitch, 'data-tip': row.items.map((item) => item.tip).join('\n') }));
    rowName(group, row.name, left - 8, y0 + pitch / 2 + 4.5, left - 10, row.marked && 'strong');
    row.items.forEach((item, at) => {
      const y = y0 + (pitch - row.items.length * (bar + (series ? 2 : 0))) / 2 + at * (bar + 2);
      const zero = scale(0);
      if (item.value === null) {
        group.append(s('text', { class: 'value', x: zero + 5, y: y + bar - 2.5 }, '–'));
        return;
      }
      const end = scale(item.value);
      const kind = series ? `series s${item.series % 6}` : item.value < 0 ? 'loss' : 'gain';
      group.append(s('rect', { class: kind, x: Math.min(zero, end), y, width: Math.max(0.5, Math.abs(end - zero)), height: bar }));
      if (item.hatched > 0) group.append(s('rect', { fill, x: scale(item.value - item.hatched), y, width: end - scale(item.value - item.hatched), height: bar }));
      let far = end;
      if (item.low !== null && item.low !== undefined) {
        const a = scale(item.low);
        const b = scale(item.high);
        const middle = y + bar / 2;
        group.append(
          s('path', { class: 'whisker', d: `M${a},${middle}H${b}M${a},${middle - 4}V${middle + 4}M${b},${middle - 4}V${middle + 4}` }),
        );
        far = item.value < 0 ? Math.min(end, a) : Math.max(end, b);
      }
      const outside = item.value < 0 ? -5 : 5;
      group.append(s('text', { class: 'value', x: far + outside, y: y + bar - 2.5, 'text-anchor': item.value < 0 ? 'end' : 'start' }, label(item)));
    });
    inner.append(group);
  });
  return svg;
}
