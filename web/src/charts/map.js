// The world map: regions in classes of colour, the number written where there is room, a legend with the classes.
import { s, textWidth, wrapText } from '../dom.js';
import { assign, countries, points, size } from '../atlas.js';
import { frame } from './axis.js';

/** Round limits of the classes, four on each side: small effects stay pale beside large ones. */
export function limits(values) {
  const largest = Math.max(0, ...values.filter((value) => value !== null).map(Math.abs));
  if (!(largest > 0)) return [];
  const round = (value) => {
    const power = 10 ** Math.floor(Math.log10(value));
    const lead = value / power;
    return Number(((lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power).toPrecision(1));
  };
  const list = [round(largest * 0.6)];
  for (const share of [0.3, 0.3]) list.unshift(round(list[0] * share));
  return list.filter((value, index) => index === 0 || value > list[index - 1]);
}

export function classOf(value, cuts) {
  if (value === null || value === undefined) return 'none';
  if (value === 0 || !cuts.length) return 'zero0';
  const level = 1 + cuts.filter((cut) => Math.abs(value) >= cut).length;
  return `${value < 0 ? 'loss' : 'gain'}${level}`;
}

/** values by region; name(region), text(region), tip(region), cutText(number); says: words for what has no colour:
 * {noData, aggregate(names), noRegion, noOutline, unclear}; isCalled(three, name): is that the country's name? */
export function map({ run, width, values, name, text, tip, cutText, to, says, isCalled, chosen, onpick }) {
  const { places, parts, split, outlined, missing, rest, unclear } = assign(run, isCalled);
  const cuts = limits(values);
  const scale = width / size.width;
  const mapHeight = size.height * scale;

  const aggregates = [...new Set([...places.values()].filter((place) => place.part).map((place) => place.region))].sort((a, b) => a - b);
  const boxes = legendBoxes(cuts, cutText, to);
  if (aggregates.length) boxes.push({ kind: 'zero0', hatch: true, label: says.aggregate(aggregates.map(name)) });
  const grey = [];
  if (values.some((value) => value === null)) grey.push(says.noData);
  if (parts.some(({ region }) => region === null)) grey.push(says.noRegion);
  if ([...split].some((id) => !outlined.has(id))) grey.push(says.noOutline);
  if (unclear) grey.push(says.unclear);
  if (rest < 0 && !unclear && countries.some(([id]) => !places.has(id) && !split.has(id))) grey.push(says.noRegion);
  for (const label of new Set(grey)) boxes.push({ kind: 'none', label });
  const legend = legendPlaces(boxes, width);
  const height = mapHeight + 14 + legend.height;
  const svg = frame(width, height);
  const hatch = `hatch-${Math.round(width)}`;
  svg.append(
    s('defs', {}, s('pattern', { id: `${hatch}-key`, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 5 })), s('pattern', { id: hatch, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: `scale(${1 / scale}) rotate(45)` }, s('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 5 }))),
  );
  const land = s('g', { class: 'land', transform: `scale(${scale})` });
  const lines = s('g', { transform: `scale(${scale})` });
  const biggest = new Map(); // region -> its largest shape, which may carry the number
  const beneath = (id) => (split.has(id) ? says.noOutline : unclear ? says.unclear : null);
  for (const [id, d, x, y, wide, high] of countries) {
    if (split.has(id) && outlined.has(id)) continue; // its provinces are drawn
    const place = places.get(id) || (rest >= 0 && !split.has(id) ? { region: rest, part: true } : null);
    const region = place ? place.region : null;
    const node = s('path', { d, class: `country ${region === null ? 'outside' : classOf(values[region], cuts)}${region !== null && region === chosen ? ' chosen' : ''}`, 'data-id': id || null, 'data-tip': region === null ? beneath(id) : tip(region) });
    if (region !== null && onpick) {
      node.classList.add('pick');
      node.addEventListener('click', () => onpick(region));
    }
    land.append(node);
    if (place && place.part) lines.append(s('path', { d, class: 'hatched', fill: `url(#${hatch})` }));
    if (place && !place.part && !(biggest.get(region)?.area > wide * high)) {
      biggest.set(region, { area: wide * high, x: x * scale, y: y * scale, wide: wide * scale, high: high * scale });
    }
  }
  for (const { shape: [code, d, x, y, wide, high], region } of parts) {
    const node = s('path', { d, class: `country ${region === null ? 'outside' : classOf(values[region], cuts)}${region !== null && region === chosen ? ' chosen' : ''}`, 'data-id': code, 'data-tip': region === null ? `${code}: ${says.noRegion}` : tip(region) });
    land.append(node);
    if (region === null) continue;
    if (onpick) {
      node.classList.add('pick');
      node.addEventListener('click', () => onpick(region));
    }
    if (!(biggest.get(region)?.area > wide * high)) biggest.set(region, { area: wide * high, x: x * scale, y: y * scale, wide: wide * scale, high: high * scale });
  }
  svg.append(land, lines);
  for (const [id, [x, y]] of Object.entries(points)) {
    const place = places.get(id);
    if (!place || place.part) continue; // small places of an aggregate are not drawn
    const node = s('circle', { class: `country ${classOf(values[place.region], cuts)}`, cx: x * scale, cy: y * scale, r: 4, 'data-tip': tip(place.region) });
    if (onpick) node.addEventListener('click', () => onpick(place.region));
    svg.append(node);
  }
  const taken = [];
  const wanted = [...biggest.entries()].sort((a, b) => b[1].area - a[1].area);
  for (const [region, main] of wanted) {
    const label = text(region);
    const letters = width < 600 ? 10 : 12;
    const wide = textWidth(label, letters, 600);
    const { x: cx, y: cy } = main;
    if (main.wide < wide * 0.95 || main.high < letters * 0.9) continue;
    const box = [cx - wide / 2 - 4, cy - letters, cx + wide / 2 + 4, cy + letters / 2];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    svg.append(s('text', { class: `maplabel on-${classOf(values[region], cuts)}`, x: cx, y: cy + letters * 0.35, 'font-size': letters, 'text-anchor': 'middle' }, label));
  }
  for (const { x, y, box, lines: texts } of legend.placed) {
    svg.append(
      s('rect', { class: `country ${box.kind}`, x, y: mapHeight + 14 + y, width: 22, height: 12 }),
      ...(box.hatch ? [s('rect', { class: 'hatched', x, y: mapHeight + 14 + y, width: 22, height: 12, fill: `url(#${hatch}-key)` })] : []),
      ...texts.map((text, line) => s('text', { class: 'legend', x: x + 28, y: mapHeight + 14 + y + 10.5 + line * 15 }, text)),
    );
  }
  svg.missing = missing;
  return svg;
}

function legendBoxes(cuts, cutText, to) {
  const boxes = [];
  const n = cuts.length;
  for (let level = n + 1; level >= 1 && n; level--) {
    boxes.push({ kind: `loss${level}`, label: level === n + 1 ? `< ${cutText(-cuts[n - 1])}` : `${cutText(-cuts[level - 1])} ${to} ${level === 1 ? '0' : cutText(-cuts[level - 2])}` });
  }
  for (let level = 1; level <= n + 1 && n; level++) {
    boxes.push({ kind: `gain${level}`, label: level === n + 1 ? `> ${cutText(cuts[n - 1])}` : `${level === 1 ? '0' : cutText(cuts[level - 2])} ${to} ${cutText(cuts[level - 1])}` });
  }
  return boxes;
}

/** Classes in columns as wide as the widest of them; what is longer, such as a list of names, has lines of its own. */
function legendPlaces(boxes, width) {
  const ranked = boxes.filter((box) => /^(gain|loss)/.test(box.kind));
  const others = boxes.filter((box) => !ranked.includes(box));
  const wide = 28 + Math.max(30, ...ranked.map((box) => textWidth(box.label, 12))) + 14;
  const columns = Math.max(1, Math.min(4, Math.floor(width / wide)));
  const placed = ranked.map((box, index) => ({ box, lines: [box.label], x: (index % columns) * wide, y: Math.floor(index / columns) * 20 }));
  let y = Math.ceil(ranked.length / columns) * 20;
  for (const box of others) {
    const lines = wrapText(box.label, width - 30, 12, 3);
    placed.push({ box, lines, x: 0, y });
    y += 20 + (lines.length - 1) * 15;
  }
  return { placed, height: y };
}
