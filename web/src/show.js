// Numbers with their unit, as the sections write them.
import { LEAST, decimalsOf, decimalsOfRange, number, withRange } from './format.js';
import { isChange, isPercent, regionRange, regionValue, sectorRange, sectorValue } from './data.js';
import { words } from './state.js';

const optionsOf = (name) => ({ signed: isChange(name), least: isPercent(name) ? LEAST : 0 });

/** A value, or "value (low to high)", in the manner of its column. */
export function show(value, name, range = null) {
  const options = optionsOf(name);
  return range && value !== null ? withRange(value, range.low, range.high, words().to, options) : number(value, options);
}

/** The value alone, with no more decimals than its range supports: for labels that have no room for more. */
export function showCentral(value, name, range = null) {
  const options = optionsOf(name);
  return number(value, range && value ? { ...options, least: 0, decimals: Math.min(decimalsOf(value), decimalsOfRange(range.low, range.high) ?? 9) } : options);
}

/** What a chart needs of a number: label without and with its range, and what the pointer says. */
export function chartItem(label, name, value, range = null) {
  return {
    value,
    low: range && range.low,
    high: range && range.high,
    text: showCentral(value, name, range),
    long: range ? show(value, name, range) : null,
    said: showUnit(value, name, range),
    tip: `${label}: ${showUnit(value, name, range)}`,
  };
}

/** The same with % where the column is in per cent. */
export function showUnit(value, name, range = null) {
  return show(value, name, range) + (isPercent(name) && value !== null ? words().percent : '');
}

export const showRegion = (run, name, region) => show(regionValue(run, name, region), name, regionRange(run, name, region));
export const showSector = (run, name, region, sector) => show(sectorValue(run, name, region, sector), name, sectorRange(run, name, region, sector));

/** The columns that a CSV copy of a column has: the value and its range. */
export function csvColumns(columns, name, read) {
  return [name, `${name}_p05`, `${name}_p50`, `${name}_p95`].filter((one) => columns.includes(one)).map((one) => [one, (row) => read(one, row)]);
}
