// Illegal fish: what buyers pay, get and eat, what harvesters earn and where imports come from instead, at three shares of
// what is illegal. The other sections are of one of the three.
import { h } from '../dom.js';
import { table } from '../table.js';
import { number } from '../format.js';
import { money, sectorName } from '../names.js';
import { words } from '../state.js';
import { empty, named, numbers, objects } from './answer.js';

const SHARES = ['low', 'point', 'high'];
const FEW = 12;

export const hasIllegal = (run) => Boolean(run.illegal && run.illegal.rows.length && run.manifest.illegal);

const originName = (run, code) => (code === 'OTHER' ? words().verbs.other : named(run, code));

/** The row of a measure of the same places. */
const beside = (rows, measure, row) => rows.find((one) => one.measure === measure && one.region === row.region && one.partner === row.partner) || {};

/** With so many decimals, and with more where it would read 0. */
const shown = (value, decimals, signed = true) => (empty(value) ? '–' : number(value, value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals ? { signed } : { decimals, signed }));

const one = (key, label, unit, decimals, signed = true) => ({ ...numbers(key, label, unit, (row) => row[key]), text: (row) => shown(row[key], decimals, signed) });

const changes = (unit, decimals) => SHARES.map((share) => one(share, words().illegal[share], unit, decimals));

const code = (run, key, label, header = false) => ({ key, label, header, value: (row) => (empty(row[key]) ? null : originName(run, row[key])), csv: [[key, (row) => row[key]]] });

function buyersTable(run, rows) {
  const t = words().illegal;
  const list = rows.filter((row) => t.measures[row.measure]);
  return table({
    id: 'illegal-buyers',
    caption: t.buyers,
    rows: list,
    columns: [code(run, 'region', words().columns.region, true), { key: 'measure', label: t.what, value: (row) => t.measures[row.measure], csv: [['measure', (row) => row.measure], ['unit', (row) => row.unit]] }, ...changes('', 3)],
  });
}

function caloriesTable(run, rows) {
  const t = words().illegal;
  const list = rows.filter((row) => row.measure === 'calories_change').map((row) => ({ ...row, before: beside(rows, 'calories', row).point }));
  if (!list.length) return null;
  return table({
    id: 'illegal-calories',
    caption: t.calories,
    rows: list,
    few: FEW,
    columns: [code(run, 'region', t.dietOf, true), { ...code(run, 'partner', words().verbs.from), value: (row) => (empty(row.partner) ? t.all : originName(run, row.partner)) }, one('before', t.before, 'kcal', 2, false), ...changes('kcal', 3)],
  });
}

function harvestersTable(run, rows) {
  const t = words().illegal;
  const list = rows.filter((row) => /^(il)?legal_income_change$/.test(row.measure)).map((row) => ({ ...row, before: beside(rows, row.measure.replace('_change', ''), row).point }));
  return table({
    id: 'illegal-harvesters',
    caption: t.harvesters,
    rows: list,
    few: FEW,
    columns: [code(run, 'region', words().columns.region, true), { key: 'measure', label: t.catch, value: (row) => (row.measure.startsWith('illegal') ? t.illegal : t.legal), csv: [['measure', (row) => row.measure]] }, one('before', t.beforePoint, money(run), 1, false), ...changes(money(run), 2)],
  });
}

function originsTable(run, rows) {
  const t = words().illegal;
  const list = rows.filter((row) => row.measure === 'imports_change').map((row) => ({ ...row, before: beside(rows, 'imports', row).point, share: beside(rows, 'share_pct', row) }));
  list.sort((a, b) => Math.max(...SHARES.map((k) => Math.abs(b[k] ?? 0))) - Math.max(...SHARES.map((k) => Math.abs(a[k] ?? 0))));
  const shares = (row) => (empty(row.share.point) ? '–' : SHARES.map((k) => number(row.share[k], { decimals: Math.abs(row.share[k] - Math.round(row.share[k])) < 1e-9 ? 0 : 1 })).join(' / '));
  return table({
    id: 'illegal-origins',
    caption: t.origins,
    rows: list,
    few: FEW,
    columns: [
      code(run, 'region', words().columns.importer, true),
      code(run, 'partner', words().columns.exporter),
      { key: 'share', label: t.share, unit: '%', number: true, value: (row) => (empty(row.share.point) ? null : row.share.point), text: shares, csv: SHARES.map((k) => [`share_pct_${k}`, (row) => row.share[k] ?? null]) },
      one('before', t.before, money(run), 1, false),
      ...changes(money(run), 2),
    ],
  });
}

export function illegal(run) {
  const t = words().illegal;
  const rows = objects(run.illegal);
  const about = run.manifest.illegal;
  const at = run.sectors.findIndex(([one]) => one === about.sector);
  const failed = SHARES.filter((share) => about.outcomes && about.outcomes[share] && !/^certified/.test(about.outcomes[share]));
  return [
    h('p', { class: 'lead' }, t.lead(at < 0 ? about.sector : sectorName(run, at), t[about.share])),
    failed.length ? h('p', { class: 'note' }, t.failed(words().list(failed.map((share) => t[share])))) : null,
    buyersTable(run, rows),
    caloriesTable(run, rows),
    harvestersTable(run, rows),
    originsTable(run, rows),
    h('p', { class: 'note' }, t.note),
    h('details', {}, h('summary', {}, words().verbs.remarks), h('ul', { lang: 'en' }, (about.remarks || []).map((text) => h('li', {}, text)))),
  ];
}
