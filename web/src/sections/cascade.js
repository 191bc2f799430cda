// Bans that spread: every decision of every round, and both parties of each no-ban clause.
import { h } from '../dom.js';
import { table } from '../table.js';
import { productName, regionName, sectorName } from '../names.js';
import { hundredfold, number } from '../format.js';
import { words } from '../state.js';
import { remarks } from './answer.js';

const is = (value) => value !== null && value !== undefined && value !== '';
const records = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));

function named(run, code) {
  const at = run.regions.findIndex(([one]) => one === code);
  return at < 0 ? code : regionName(run, at);
}

function goodsOf(run, row) {
  const at = run.sectors.findIndex(([one]) => one === row.sector);
  return is(row.product) ? productName(run, row.product, row.sector) : at < 0 ? row.sector : sectorName(run, at);
}

export const hasCascade = (run) => Boolean(run.cascade && run.cascade.rows.length);

const text = (key, label, value) => ({ key, label, value, csv: [[key, (row) => row[key] ?? null]] });
const amount = (key, label, shown) => ({ key, label, number: true, value: (row) => row[key] ?? null, text: shown, csv: [[key, (row) => row[key] ?? null]] });

function rounds(run, all, clause, several) {
  const t = words().cascade;
  const rows = all.filter((row) => (row.clause === 'with') === clause);
  if (!rows.length) return null;
  return table({
    id: clause ? 'cascade-with' : 'cascade-without',
    caption: t.rounds(several ? clause : null),
    rows,
    few: 30,
    columns: [
      { ...amount('round', t.round, (row) => String(row.round)), header: true },
      text('region', t.region, (row) => named(run, row.region)),
      text('product', t.goods, (row) => goodsOf(run, row)),
      text('action', t.action, (row) => t.actions[row.action] || row.action),
      { ...amount('trigger', t.trigger, (row) => (is(row.trigger) ? number(100 * (row.trigger - 1), { signed: true }) : '–')), value: (row) => (is(row.trigger) ? hundredfold(row.trigger - 1) : null), unit: '%' },
    ],
  });
}

// What changes little is told to more digits, the same in all three columns.
const DECIMALS = { price: 3, index: 3, cover: 1, real_income: 4 };

function parties(run) {
  const t = words().cascade;
  const shown = (row, value) => (is(value) ? number(value, row.measure in DECIMALS ? { decimals: DECIMALS[row.measure] } : {}) : '–');
  const measure = (row) => (row.measure === 'partner' && row.region === row.exporter ? t.abroad : t.measures[row.measure] || row.measure);
  const rows = run.clause ? records(run.clause).filter((row) => is(row.without)) : [];
  if (!rows.length) return null;
  return table({
    id: 'clause-table',
    caption: t.parties,
    rows,
    few: 28,
    columns: [
      { ...text('exporter', t.clause, (row) => t.between(named(run, row.exporter), named(run, row.importer), t.kinds[row.kind] || row.kind)), header: true },
      text('region', t.region, (row) => named(run, row.region)),
      text('product', t.goods, (row) => goodsOf(run, row)),
      text('measure', t.measure, measure),
      amount('base', t.base, (row) => shown(row, row.base)),
      amount('without', t.without, (row) => shown(row, row.without)),
      amount('with', t.with, (row) => shown(row, row.with)),
      text('unit', t.unit, (row) => t.units[row.unit] || row.unit),
    ],
  });
}

/** Who acted in each round after the policy. */
function outcome(run, all, clause, several) {
  const t = words().cascade;
  const found = new Map();
  for (const row of all.filter((one) => (one.clause === 'with') === clause && one.action !== 'none' && one.round > 0)) {
    const goods = new Set(all.map(({ sector, product }) => `${sector} ${product}`)).size > 1 ? goodsOf(run, row) : null;
    found.set(row.round, [...(found.get(row.round) || []), t.actor(named(run, row.region), goods)]);
  }
  return h('p', {}, t.outcome([...found].map(([round, names]) => t.acted(round, names)), several ? clause : null));
}

export function cascade(run) {
  const all = records(run.cascade);
  const said = run.manifest.cascade || {};
  const sides = all.some((row) => row.clause === 'with') ? [false, true] : [false];
  return [
    h('p', { class: 'lead' }, words().cascade.lead),
    sides.map((clause) => outcome(run, all, clause, sides.length > 1)),
    parties(run),
    sides.map((clause) => rounds(run, all, clause, sides.length > 1)),
    remarks(run, [...(said.sentences || []), ...(said.remarks || [])]),
  ];
}
