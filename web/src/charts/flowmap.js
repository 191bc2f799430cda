// A map with flows as lines, their widths by quantity, and passages as marks; closed ones are crossed out.
import { s } from '../dom.js';
import { CODES, countries, points, size, straits } from '../atlas.js';
import { frame } from './axis.js';

// Places of markets that are no countries, by the country where their ships call.
const PLACES = { SEA: 'SGP', OAS: 'BGD', LAM: 'DOM', REU: 'PRT', RUS_S: 'RUS', RUS_Y: 'RUS', GLF: 'QAT' };
const middles = new Map([...countries.map(([id, , x, y]) => [id, [x, y]]), ...Object.entries(points)]);

/** Where a code is on the map, or null. */
export function placeOf(code) {
  const three = CODES[code] ? code : PLACES[code];
  return three && CODES[three] ? middles.get(CODES[three][0]) || null : null;
}

/** flows: [{from, to, value, passages, tip}], passages: [{code, closed, tip}]; of a flow the passages are on its way. */
export function flowmap({ width, flows, passages, largest }) {
  const scale = width / size.width;
  const svg = frame(width, size.height * scale);
  const land = s('g', { class: 'land', transform: `scale(${scale})` });
  for (const [id, d] of countries) land.append(s('path', { d, class: 'country outside', 'data-id': id || null }));
  svg.append(land);
  const most = (width / 1000) * 9;
  for (const flow of [...flows].sort((a, b) => b.value - a.value)) {
    const from = placeOf(flow.from);
    const to = placeOf(flow.to);
    if (!from || !to || (from[0] === to[0] && from[1] === to[1])) continue;
    const stops = [from, ...(flow.passages || []).map((code) => straits[code]).filter(Boolean), to];
    for (const way of overEdges(stops)) svg.append(s('path', { class: 'flowline', d: smooth(way.map(([x, y]) => [x * scale, y * scale]), stops.length === 2), 'stroke-width': Math.max(0.4, (most * flow.value) / largest), 'data-tip': flow.tip, 'data-from': flow.from, 'data-to': flow.to }));
  }
  for (const { code, closed, tip } of passages) {
    if (!straits[code]) continue;
    const [x, y] = straits[code].map((at) => at * scale);
    svg.append(closed ? s('path', { class: 'closed', d: `M${x - 6},${y - 6}L${x + 6},${y + 6}M${x - 6},${y + 6}L${x + 6},${y - 6}`, 'data-tip': tip, 'data-passage': code }) : s('circle', { class: 'before', cx: x, cy: y, r: 3.5, 'data-tip': tip, 'data-passage': code }));
  }
  return svg;
}

/** The way in parts: a leg longer than half the map goes over its edge, out on one side and in on the other. */
function overEdges(stops) {
  const parts = [[stops[0]]];
  for (let at = 1; at < stops.length; at++) {
    const from = stops[at - 1];
    const to = stops[at];
    if (Math.abs(from[0] - to[0]) > size.width / 2) {
      const west = from[0] < to[0];
      const share = west ? from[0] / (from[0] + size.width - to[0]) : (size.width - from[0]) / (size.width - from[0] + to[0]);
      const y = from[1] + share * (to[1] - from[1]);
      parts[parts.length - 1].push([west ? 0 : size.width, y]);
      parts.push([[west ? size.width : 0, y]]);
    }
    parts[parts.length - 1].push(to);
  }
  return parts;
}

/** Straight from stop to stop; without one on the way bent a little, so that both directions can be told apart. */
function smooth(way, bent) {
  if (way.length > 2 || !bent) return `M${way.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}`;
  const [[x0, y0], [x1, y1]] = way;
  const bend = Math.min(40, Math.hypot(x1 - x0, y1 - y0) / 8);
  return `M${x0.toFixed(1)},${y0.toFixed(1)}Q${((x0 + x1) / 2).toFixed(1)},${((y0 + y1) / 2 - bend).toFixed(1)} ${x1.toFixed(1)},${y1.toFixed(1)}`;
}
