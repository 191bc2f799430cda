// Lines over years with their names at the end; the chosen one is strong, and its range is a band. Ranges of the others
// are thin lines at the last year.
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { fitText, s, textWidth } from '../dom.js';
import { tickFormat } from '../format.js';
import { frame, ticksOn } from './axis.js';

/** lines: [{name, values, ranges: [{low, high} or null], text, marked, tip}], years: [number] */
export function lines({ width, years, lines: all, axis }) {
  const ranges = (one) => one.ranges || [];
  const values = all.flatMap((one) => [...one.values, ...ranges(one).flatMap((range) => (range ? [range.low, range.high] : []))]).filter((value) => value !== null);
  const ends = all.map((one) => `${one.name} ${one.text}`);
  const right = Math.min(width * 0.5, 16 + Math.max(40, ...ends.map((text) => textWidth(text, 12, 600))));
  const height = Math.min(420, Math.max(260, width * 0.5));
  const y = scaleLinear().domain([Math.min(0, ...values), Math.max(0, ...values)]).nice(5).range([height - 26, 30]);
  const ticks = ticksOn(y, 5);
  const format = tickFormat(ticks, true);
  const left = 10 + Math.max(...ticks.map((tick) => textWidth(format(tick), 12)));
  const x = scaleLinear().domain([years[0], years[years.length - 1]]).range([left, width - right]);
  const svg = frame(width, height);
  svg.append(s('text', { class: 'axis', x: 0, y: 12 }, axis));
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    svg.append(
      s('line', { class: tick === 0 ? 'zero' : 'grid', x1: left, x2: width - right, y1: at, y2: at }),
      s('text', { class: 'tick', x: left - 6, y: at + 4, 'text-anchor': 'end' }, format(tick)),
    );
  }
  const step = Math.max(1, Math.ceil(years.length / Math.max(2, (width - right - left) / 56)));
  years.forEach((year, index) => {
    if (index % step !== 0) return;
    svg.append(s('text', { class: 'tick', x: x(year), y: height - 6, 'text-anchor': 'middle' }, String(year)));
  });
  const path = line().defined((d) => d[1] !== null).x((d) => x(d[0])).y((d) => y(d[1]));
  const tags = [];
  all.forEach((one, index) => {
    const points = years.map((year, at) => [year, one.values[at]]);
    svg.append(s('path', { class: `line l${index % 6}${one.marked ? ' strong' : ''}`, d: path(points) || 'M0,0', 'data-tip': one.tip }));
    const last = points.filter((point) => point[1] !== null).pop();
    if (one.marked && ranges(one).some(Boolean)) {
      const band = area().defined((d) => d[1]).x((d) => x(d[0])).y0((d) => y(d[1].low)).y1((d) => y(d[1].high));
      svg.append(s('path', { class: `band l${index % 6}`, d: band(years.map((year, at) => [year, one.ranges[at]])) || 'M0,0' }));
    }
    const range = ranges(one)[years.length - 1];
    if (range) svg.append(s('path', { class: 'whisker', d: `M${x(years[years.length - 1])},${y(range.low)}V${y(range.high)}` }));
    if (last) {
      svg.append(s('circle', { class: `end l${index % 6}`, cx: x(last[0]), cy: y(last[1]), r: one.marked ? 4 : 3 }));
      tags.push({ one, index, at: y(last[1]), from: x(last[0]), y: y(last[1]) });
    }
  });
  // Names that would lie on each other are moved apart, from the top down and then back into the picture.
  tags.sort((a, b) => a.at - b.at);
  for (let i = 0; i < tags.length; i++) tags[i].y = Math.max(tags[i].at, i ? tags[i - 1].y + 15 : 14);
  for (let i = tags.length - 1; i >= 0; i--) tags[i].y = Math.min(tags[i].y, i === tags.length - 1 ? height - 24 : tags[i + 1].y - 15);
  for (const tag of tags) {
    svg.append(
      s('line', { class: 'leader', x1: tag.from + 4, y1: tag.at, x2: tag.from + 10, y2: tag.y }),
      s('text', { class: `linelabel${tag.one.marked ? ' strong' : ''}`, x: tag.from + 12, y: tag.y + 4 }, fitText(`${tag.one.name} ${tag.one.text}`, right - 14, 12)),
    );
  }
  return svg;
}
