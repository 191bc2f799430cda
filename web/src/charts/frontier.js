// Points in a plane, joined in their order: what is gained, upwards, against what may be lost, to the right. The point where
// nothing is done stands apart, hollow. Numbers beside the points are those of the table.
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { fitText, s, textWidth } from '../dom.js';
import { tickFormat } from '../format.js';
import { flowLegend } from '../figure.js';
import { frame, ticksOn } from './axis.js';

/** Room at both ends of an axis, so that no mark is cut. */
function spread(values, more = []) {
  const all = [...values, ...more];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = 0.06 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

/** points: [{x, y, label, tip}], the first where nothing is done; labels: {across, up, nothing, frontier} */
export function frontier({ width, points, labels }) {
  const legend = flowLegend([{ label: labels.nothing, hollow: true }, { label: labels.frontier }], width);
  const top = legend.height + 26;
  const height = top + Math.min(360, Math.max(230, width * 0.42)) + 44;
  const y = scaleLinear().domain(spread(points.map((point) => point.y), [0])).range([height - 48, top]);
  const rows = ticksOn(y, 6);
  const upwards = tickFormat(rows, true);
  const left = 12 + Math.max(...rows.map((tick) => textWidth(upwards(tick), 12)));
  const x = scaleLinear().domain(spread(points.map((point) => point.x)));
  const columns = ticksOn(x, Math.max(2, Math.floor((width - left) / 90)));
  const across = tickFormat(columns, false);
  const right = width - Math.max(12, ...columns.map((tick) => textWidth(across(tick), 12) / 2)); // a number at the end is whole
  x.range([left, right]);
  const svg = frame(width, height);
  for (const { x: at, y: down, item, label } of legend.placed) {
    svg.append(s('circle', { class: item.hollow ? 'before' : 'dot', cx: at + 7, cy: down + 9, r: 4.5 }), s('text', { class: 'legend', x: at + 19, y: down + 13 }, label));
  }
  svg.append(s('text', { class: 'axis', x: 0, y: legend.height + 14 }, fitText(labels.up, width, 12)));
  for (const tick of rows) {
    const at = Math.round(y(tick)) + 0.5;
    svg.append(s('line', { class: tick === 0 ? 'zero' : 'grid', x1: left, x2: right, y1: at, y2: at }), s('text', { class: 'tick', x: left - 6, y: at + 4, 'text-anchor': 'end' }, upwards(tick)));
  }
  for (const tick of columns) {
    const at = Math.round(x(tick)) + 0.5;
    svg.append(s('line', { class: 'grid', x1: at, x2: at, y1: top, y2: height - 48 }), s('text', { class: 'tick', x: at, y: height - 32, 'text-anchor': 'middle' }, across(tick)));
  }
  svg.append(s('text', { class: 'axis', x: right, y: height - 10, 'text-anchor': 'end' }, fitText(labels.across, right, 12)));
  const path = line().x((point) => x(point.x)).y((point) => y(point.y));
  svg.append(s('path', { class: 'line l0 strong', d: path(points.slice(1)) || 'M0,0' }));
  points.forEach((point, index) => {
    const [cx, cy] = [x(point.x), y(point.y)];
    // A frontier rises to the right, so there is room above and to the left of a point, and below and to its right
    const side = cx - 10 - textWidth(point.label, 12, 600) < left;
    svg.append(
      s('g', { class: 'row' }, [
        s('circle', { class: 'hit', cx, cy, r: 12, 'data-tip': point.tip }),
        s('circle', { class: index ? 'dot' : 'before', cx, cy, r: 5, 'data-tip': point.tip }),
        s('text', { class: 'linelabel strong', x: side ? cx + 9 : cx - 9, y: side ? cy + 15 : cy - 7, 'text-anchor': side ? 'start' : 'end' }, point.label),
      ]),
    );
  });
  return svg;
}
