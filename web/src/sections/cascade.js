// Bans that spread: every decision of every round, and both parties of each no-ban clause.
import { h } from '../dom.js';
import { table } from '../table.js';
import { productName, regionName, sectorName } from '../names.js';
import { number } from '../format.js';
import { words } from '../state.js';

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
      { ...amount('trigger', t.trigger, (row) => (is(row.trigger) ? number(100 * (row.trigger - 1), { signed: true }) : '–')), unit: '%' },
    ],
  });
}

function parties(run) {
  const t = words().cascade;
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
      text('measure', t.measure, (row) => t.measures[row.measure] || row.measure),
      amount('base', t.base, (row) => (is(row.base) ? number(row.base) : '–')),
      amount('without', t.without, (row) => number(row.without)),
      amount('with', t.with, (row) => number(row.with)),
      text('unit', t.unit, (row) => row.unit),
    ],
  });
}

export function cascade(run) {
  const all = records(run.cascade);
  const several = all.some((row) => row.clause === 'with');
  return [h('p', { class: 'lead' }, words().cascade.lead), rounds(run, all, false, several), several ? rounds(run, all, true, several) : null, parties(run)];
}
