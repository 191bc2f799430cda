// A waterfall lying on its side: a row a step, each bar from where the last one ended; totals start at zero. Then, apart,
// what else would move the end.
import { fitText, s, textWidth } from '../dom.js';
import { frame, gridX, nameColumn, zeroScale } from './axis.js';

const WIDE = 640;
const GAP = 34; // before the rows beside the chain, with their heading

/**
 * rows: [{name, start, end, total, strong, beside, change, level, missing, tip}]: `total` rows stand on zero, `beside` ones
 * follow the chain; missing: the text of a row without a solution. heads: {change, level, beside}
 */
export function waterfall({ width, rows, axis, heads }) {
  const seen = rows.flatMap((row) => [row.start, row.end]).filter((value) => value !== null);
  const both = width >= WIDE;
  const wide = (texts, head) => 14 + Math.max(textWidth(head, 12), ...texts.map((text) => textWidth(text || '', 12, 600)));
  const levels = both ? wide(rows.map((row) => row.level), heads.level) : 0;
  const changes = wide(rows.map((row) => (both ? row.change : row.change || row.level || row.missing)), both ? heads.change : '');
  const top = 40;
  const chain = nameColumn(rows.map((row) => row.name), width, top, { strong: (index) => rows[index].strong || rows[index].total, least: 25 });
  const first = rows.findIndex((row) => row.beside);
  const shift = (index) => (first >= 0 && index >= first ? GAP : 0);
  const bottom = chain.bottom + (first >= 0 ? GAP : 0);
  const scale = zeroScale(Math.min(...seen), Math.max(...seen), chain.left, width - levels - changes, 4);
  const svg = frame(width, bottom + 6);
  gridX(svg, scale, { top, bottom, width, label: axis, signed: true, from: chain.left });
  if (both) {
    svg.append(
      s('text', { class: 'tick', x: width - levels - 2, y: 12, 'text-anchor': 'end' }, heads.change),
      s('text', { class: 'tick', x: width - 2, y: 12, 'text-anchor': 'end' }, heads.level),
    );
  }
  rows.forEach((row, index) => {
    const y = chain.middle(index) + shift(index);
    const group = s('g', { class: 'row', transform: shift(index) ? `translate(0 ${shift(index)})` : null });
    group.append(s('rect', { class: 'hit', x: 0, y: chain.tops[index], width, height: chain.heights[index], 'data-tip': row.tip }));
    chain.draw(group, index);
    svg.append(group);
    if (index === first) svg.append(s('line', { class: 'grid', x1: 0, x2: width, y1: chain.tops[index] + 6, y2: chain.tops[index] + 6 }), s('text', { class: 'legend strong', x: 2, y: chain.tops[index] + 25 }, fitText(heads.beside, width - 4, 12, 700)));
    const text = (x, content, strong) => content && svg.append(s('text', { class: `value${strong ? ' strong' : ''}`, x, y: y + 4.5, 'text-anchor': 'end' }, content));
    if (row.end === null) {
      text(width - 2, row.missing);
      return;
    }
    const from = scale(row.total ? 0 : row.start);
    const to = scale(row.end);
    const kind = row.total ? 'sum' : row.end < row.start ? 'loss' : 'gain';
    svg.append(s('rect', { class: `fall ${kind}`, x: Math.min(from, to), y: y - 7.5, width: Math.max(1, Math.abs(to - from)), height: 15 }));
    const next = rows[index + 1];
    if (next && !row.beside && !next.beside) svg.append(s('line', { class: 'join', x1: to, x2: to, y1: y + 7.5, y2: chain.middle(index + 1) - 7.5 }));
    if (both) {
      text(width - levels - 2, row.change, row.strong);
      text(width - 2, row.level, row.total);
    } else text(width - 2, row.change || row.level, row.strong || row.total);
  });
  if (first > 0) {
    const x = scale(rows[first].start ?? 0); // the run, from which the rows beside the chain depart
    svg.append(s('line', { class: 'join dashed', x1: x, x2: x, y1: chain.middle(first - 1) + 7.5, y2: bottom }));
  }
  return svg;
}
