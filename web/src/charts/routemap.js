// A map with routes as lines: the one that was asked for, the second and those with a passage closed dashed, the usual
// one dotted; passages as rings, closed ones crossed out; both ends by name. It shows as much of the world as they need.
import { s, textWidth } from '../dom.js';
import { countries, eastOf, placeAt, size } from '../atlas.js';
import { frame } from './axis.js';

const STEP = 2; // degrees: so that a long leg bends as the map does
const LEAST = 700; // of the map's 2000 units: what is near is not torn apart

export const onMap = ([lon, lat]) => placeAt(eastOf(lon), lat);

/** A line of [lon, lat] in parts of the map's units: where it leaves at one edge it comes in at the other. */
export function partsOf(line) {
  if (!line.length) return [];
  let east = eastOf(line[0][0]);
  const parts = [[placeAt(east, line[0][1])]];
  const last = () => parts[parts.length - 1];
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1], line[at]];
    const along = ((((to[0] - from[0] + 180) % 360) + 360) % 360) - 180;
    const up = to[1] - from[1];
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(along), Math.abs(up)) / STEP));
    const edge = Math.sign(along) * 180;
    const out = Math.abs(east + along) > 180 ? (edge - east) / along : null;
    let done = 0;
    if (out !== null) {
      for (; (done + 1) / steps < out; done++) last().push(placeAt(east + (along * (done + 1)) / steps, from[1] + (up * (done + 1)) / steps));
      last().push(placeAt(edge, from[1] + up * out));
      parts.push([placeAt(-edge, from[1] + up * out)]);
      east -= 2 * edge;
    }
    for (; done < steps; done++) last().push(placeAt(east + (along * (done + 1)) / steps, from[1] + (up * (done + 1)) / steps));
    east += along;
  }
  return parts;
}

/** What of the map is shown: [left, top, width, height], all of its width where a line goes over its edge. */
function window(ways, marks) {
  const points = [...ways.flatMap((way) => way.parts.flat()), ...marks];
  const over = ways.some((way) => way.parts.length > 1);
  const bounds = (at) => [Math.min(...points.map((point) => point[at])), Math.max(...points.map((point) => point[at]))];
  const [[x0, x1], [y0, y1]] = [bounds(0), bounds(1)];
  const wide = over ? size.width : Math.min(size.width, Math.max(LEAST, (x1 - x0) * 1.2, (y1 - y0) * 2.2));
  const high = Math.min(size.height, Math.max(wide * 0.45, (y1 - y0) * 1.25));
  const within = (middle, length, all) => Math.max(0, Math.min(all - length, middle - length / 2));
  return [over ? 0 : within((x0 + x1) / 2, wide, size.width), within((y0 + y1) / 2, high, size.height), wide, high];
}

/** lines: [{kind, line, tip}], the first is drawn last; passages: [{code, name, lon, lat, closed, named, tip}];
 * ends: [{name, lon, lat}]. */
export function routemap({ width, lines, passages, ends }) {
  const ways = lines.map((one) => ({ ...one, parts: partsOf(one.line) }));
  const places = [...ends.map((one) => onMap([one.lon, one.lat])), ...passages.map((one) => onMap([one.lon, one.lat]))];
  const [left, top, wide, high] = window(ways, places);
  const scale = width / wide;
  const put = ([x, y]) => [(x - left) * scale, (y - top) * scale];
  const svg = frame(width, high * scale);
  const land = s('g', { class: 'land', transform: `scale(${scale}) translate(${-left} ${-top})` });
  for (const [id, d] of countries) land.append(s('path', { d, class: 'country outside', 'data-id': id || null }));
  svg.append(land);
  for (const way of [...ways].reverse())
    for (const part of way.parts) svg.append(s('path', { class: `way ${way.kind}`, d: `M${part.map((point) => put(point).map((x) => x.toFixed(1)).join(',')).join('L')}`, 'data-tip': way.tip }));
  const taken = [];
  /** A name beside its mark, on the side that has room; left out where another is: the tip and the table have it. */
  const label = (name, [x, y], must) => {
    const long = textWidth(name, 12, 600);
    const sides = x > width / 2 ? [-1, 1] : [1, -1];
    const places = sides.flatMap((side) => [[side, -7], [side, 15]]).map(([side, lift]) => ({ side, x: x + side * 8, y: y + lift }));
    const box = (one) => [one.side < 0 ? one.x - long : one.x, one.y - 11, one.side < 0 ? one.x : one.x + long, one.y + 3];
    const fits = (one) => box(one)[0] >= 0 && box(one)[2] <= width && box(one)[1] >= 0;
    const free = (one) => taken.every((other) => box(one)[2] < other[0] || box(one)[0] > other[2] || box(one)[3] < other[1] || box(one)[1] > other[3]);
    const chosen = places.find((one) => fits(one) && free(one)) || (must ? places.find(fits) || places[0] : null);
    if (!chosen) return;
    taken.push(box(chosen));
    svg.append(s('text', { class: 'maplabel', x: chosen.x, y: chosen.y, 'font-size': 12, style: { 'font-size': '12px' }, 'text-anchor': chosen.side < 0 ? 'end' : 'start' }, name));
  };
  const marks = passages.map((one) => ({ ...one, at: put(onMap([one.lon, one.lat])) }));
  for (const { code, closed, tip, at: [x, y] } of marks)
    svg.append(closed ? s('path', { class: 'closed', d: `M${x - 6},${y - 6}L${x + 6},${y + 6}M${x - 6},${y + 6}L${x + 6},${y - 6}`, 'data-tip': tip, 'data-passage': code }) : s('circle', { class: 'passage', cx: x, cy: y, r: 3.5, 'data-tip': tip, 'data-passage': code }));
  for (const end of ends) {
    const [x, y] = put(onMap([end.lon, end.lat]));
    svg.append(s('circle', { class: 'port', cx: x, cy: y, r: 4.5, 'data-tip': end.name }));
    label(end.name, [x, y], true);
  }
  for (const one of marks) if (one.named) label(one.name, one.at, false);
  return svg;
}
