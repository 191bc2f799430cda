// Routes by sea: the map of their lines, the table, and what they say in sentences.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { partsOf, routemap } from '../charts/routemap.js';
import { number } from '../format.js';
import { inLanguage } from '../names.js';
import { words } from '../state.js';

const FAR = 50; // km: an end so far from the network is told
const day = (value) => number(value, { decimals: 1 });
const whole = (value) => number(value, { decimals: 0 });
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const isFound = (row) => typeof row.km === 'number';
const split = (text) => (text || '').split('+').filter(Boolean);

/** A passage in the reader's language; older folders have its code alone. */
function passageName({ route }, code) {
  const one = (route.passages || []).find((each) => each.passage === code);
  return one ? inLanguage(one.names, code).text : words().accounts.passages[code] || code;
}
const passagesOf = (run, text) => split(text).map((code) => passageName(run, code)).join(words().routes.and);
const through = (run, row) => (isFound(row) ? passagesOf(run, row.passages) || words().routes.none : words().routes.noRoute);
export const endName = (end) => end.name || end.code;
const endWords = (end) => (end.name ? words().routes.end(end.name, words().routes.kinds[end.kind] || end.kind, end.code) : end.code);

/** "second route", "Suez Canal closed". */
function rowName(run, row) {
  const t = words().routes;
  if (row.kind === 'second') return t.second;
  const parts = [row.opened ? t.opened(passagesOf(run, row.opened)) : null, row.closed ? t.closed(passagesOf(run, row.closed)) : null].filter(Boolean);
  return parts.join(words().semicolon) || (row.kind === 'open' ? t.usual : t.route);
}

const routeOf = ({ route }) => route.routes;
const asked = (run) => routeOf(run)[0];

/** What the routes say, a sentence each. */
export function sentences(run) {
  const t = words().routes;
  const { route } = run;
  const first = asked(run);
  const ends = [endWords(route.from), endWords(route.to)];
  const list = [];
  if (isFound(first)) {
    list.push(t.first(...ends, whole(first.km), whole(first.nm), day(first.days), number(route.knots, { decimals: Number.isInteger(route.knots) ? 0 : 1 }), first.wait_days > 0));
    list.push(first.passages ? t.by(passagesOf(run, first.passages)) : t.byNone);
  } else list.push(t.firstNone(...ends, rowName(run, first)));
  const second = routeOf(run).find((row) => row.kind === 'second');
  if (second) list.push(t.secondIs(day(100 * (route.chosen_by === 'cost' ? second.cost / first.cost - 1 : second.km / first.km - 1)), route.chosen_by === 'cost', through(run, second)));
  const usual = routeOf(run).find((row) => row.kind === 'open');
  if (usual && isFound(first) && isFound(usual)) list.push(t.against(number(first.extra_days, { decimals: 1, signed: true }), number(first.extra_cost, { decimals: 2, signed: true })));
  const closures = routeOf(run).filter((row) => row.kind === 'if_closed');
  const cut = closures.filter((row) => !isFound(row));
  if (cut.length) list.push(t.cut(cut.map((row) => passagesOf(run, row.closed)).join(words().semicolon)));
  const worst = closures.filter((row) => isFound(row) && isFound(first)).sort((a, b) => b.days - a.days)[0];
  if (worst && worst.days > first.days + 0.05) list.push(t.worst(passagesOf(run, worst.closed), day(worst.days - first.days), number(worst.cost - first.cost, { decimals: 2, signed: true })));
  return list;
}

export function map(run) {
  const t = words().routes;
  const { route } = run;
  const rows = routeOf(run).filter((row) => row.line.length > 1);
  const tip = (row) => `${rowName(run, row)}${words().colon}${whole(row.km)} km, ${day(row.days)} ${t.days}\n${through(run, row)}`;
  const has = (kind) => rows.some((row) => row.kind === kind);
  const passages = route.passages || [];
  const legend = [has('asked') && t.legend.asked, has('second') && t.legend.second, has('if_closed') && t.legend.if_closed, has('open') && t.legend.open, passages.some((one) => one.closed) && t.legend.cross, rows.some((row) => partsOf(row.line).length > 1) && t.legend.over].filter(Boolean);
  const own = new Set(split(asked(run).passages));
  const stands = (one) => `${passageName(run, one.passage)}${one.closed ? ` (${t.shut})` : ''}`;
  return figure({
    id: 'routes-map',
    title: t.mapTitle,
    subtitle: legend.length ? capital(legend.join(words().semicolon)) + words().stop.trim() : t.mapNone,
    desc: rows.map((row) => tip(row).replace('\n', ', ')).join('; ') || `${t.noRoute}, ${route.routes.length}`,
    source: t.network,
    draw: (width) =>
      routemap({
        width,
        lines: rows.map((row) => ({ kind: row.kind, line: row.line, tip: tip(row) })),
        passages: passages.map((one) => ({ code: one.passage, name: passageName(run, one.passage), lon: one.lon, lat: one.lat, closed: one.closed, named: one.closed || one.opened || own.has(one.passage), tip: stands(one) })),
        ends: [route.from, route.to].map((end) => ({ name: endName(end), lon: end.lon, lat: end.lat })),
      }),
  });
}

export function rows(run) {
  const t = words().routes;
  const amount = (key, label, unit, decimals, signed) => ({ key, label, unit, number: true, value: (row) => row[key], text: (row) => number(row[key], { decimals, signed }), csv: [[key, (row) => row[key]]] });
  const goods = (row) => (row.goods_low_pct === null ? '–' : row.goods_low_pct === 0 ? '0' : `${number(row.goods_low_pct, { decimals: 1, signed: true })} ${words().to} ${number(row.goods_high_pct, { decimals: 1, signed: true })}`);
  const as = (key) => [key, (row) => row[key]];
  return table({
    id: 'routes-table',
    caption: t.tableTitle,
    rows: routeOf(run),
    sort: null,
    mark: (row) => row.kind === 'asked',
    columns: [
      { key: 'kind', label: t.route, header: true, value: (row) => rowName(run, row), csv: [as('kind'), as('closed'), as('opened')] },
      amount('km', 'km', '', 0, false),
      amount('nm', t.miles, '', 0, false),
      amount('days', t.days, '', 1, false),
      amount('extra_days', t.extraDays, '', 1, true),
      amount('cost', t.lng, t.perMmbtu, 2, false),
      amount('extra_cost', t.lngExtra, t.perMmbtu, 2, true),
      { key: 'goods_low_pct', label: t.goods, unit: t.ofValue, number: true, value: (row) => row.goods_low_pct, text: goods, csv: [as('goods_low_pct'), as('goods_high_pct')] },
      { key: 'passages', label: t.through, wide: true, value: (row) => row.passages, text: (row) => through(run, row), csv: [as('passages')] },
    ],
  });
}

/** What to know of the numbers. */
export function remarks(run) {
  const t = words().routes;
  const { route } = run;
  const list = [route.chosen_by === 'cost' ? t.cheapest : t.shortest, t.extra, t.cost, t.value];
  if (typeof route.factor === 'number' && route.factor !== 1) list.push(t.factor(number(route.factor)));
  for (const end of [route.from, route.to]) if (end.off_km >= FAR && end.kind === 'point') list.push(t.off(end.code, whole(end.off_km)));
  list.push(t.network);
  return h('ul', {}, list.map((text) => h('li', {}, text)));
}
