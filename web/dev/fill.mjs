// Makes report.html of results folders without the program, for work on the page:
//   node dev/fill.mjs WORLD_FOLDER OUT.html RESULTS_FOLDER...
// The program does the same (src/report); what it fills in is described in ../README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A CSV text as rows of objects. */
export function readCsv(text) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(field);
      field = '';
      if (c === '\n') {
        if (row.length > 1 || row[0]) rows.push(row);
        row = [];
      }
    } else if (c !== '\r') field += c;
  }
  if (field || row.length) rows.push([...row, field]);
  const [header, ...lines] = rows;
  return { columns: header, rows: lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at]]))) };
}

const num = (text) => (text === '' || text === undefined ? null : Number(text));
const loose = (text) => (text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text));

function yaml(text) {
  const out = {};
  for (const line of text.split('\n')) {
    const found = line.match(/^(\w+): *"?(.*?)"?$/);
    if (found) out[found[1]] = found[2];
  }
  return out;
}

function loadWorld(folder) {
  const csv = (name) => readCsv(readFileSync(join(folder, name), 'utf8'));
  return {
    ...yaml(readFileSync(join(folder, 'world.yaml'), 'utf8')),
    regions: csv('regions.csv').rows.map((row) => [row.region, row.name]),
    sectors: csv('sectors.csv').rows.map((row) => [row.sector, row.name, row.kind]),
  };
}

/** The data of one results folder. */
export function readRun(folder, world) {
  const csv = (name) => (existsSync(join(folder, name)) ? readCsv(readFileSync(join(folder, name), 'utf8')) : null);
  const manifest = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  const regions = csv('regions.csv');
  const sectors = csv('sectors.csv');
  const trade = csv('trade.csv');
  const region = new Map(world.regions.map(([code], at) => [code, at]));
  const sector = new Map(world.sectors.map(([code], at) => [code, at]));
  const regionColumns = regions.columns.filter((name) => name !== 'region');
  const sectorColumns = sectors.columns.filter((name) => name !== 'region' && name !== 'sector');
  const flowColumns = trade.columns;
  const flows = trade.rows.map((row) => [sector.get(row.sector), region.get(row.importer), region.get(row.exporter), ...flowColumns.slice(3).map((name) => num(row[name]))]);
  const n = world.regions.length;
  const matrix = () => Array.from({ length: n }, () => Array(n).fill(0));
  const pairs = { base: matrix(), new: matrix(), tariff_base: matrix(), tariff_new: matrix() };
  const place = (name) => flowColumns.indexOf(name);
  for (const flow of flows) {
    const [, to, from] = flow;
    const [base, after, tariff, tariffNew] = ['base_value', 'new_value', 'tariff_base_pct', 'tariff_new_pct'].map((name) => flow[place(name)]);
    if (to === from) continue;
    pairs.base[to][from] += base;
    pairs.new[to][from] += after;
    pairs.tariff_base[to][from] += tariff * base;
    pairs.tariff_new[to][from] += tariffNew * base;
  }
  for (let to = 0; to < n; to++) {
    for (let from = 0; from < n; from++) {
      for (const name of ['tariff_base', 'tariff_new']) pairs[name][to][from] = pairs.base[to][from] > 0 ? pairs[name][to][from] / pairs.base[to][from] : null;
    }
  }
  const change = (flow) => Math.abs(flow[place('new_value')] - flow[place('base_value')]);
  const largest = flows.slice().sort((a, b) => change(b) - change(a)).slice(0, 1500);
  const grid = (data, most = 200) => data && { columns: data.columns, rows: data.rows.slice(0, most).map((row) => data.columns.map((name) => loose(row[name]))) };
  const groups = grid(csv('groups.csv'));
  const changed = (data) => data && { in_all: data.rows.length, table: grid(data, Infinity) };
  const yearly = csv('years.csv');
  let years = null;
  if (yearly) {
    const list = [...new Set(yearly.rows.map((row) => Number(row.year)))];
    const columns = yearly.columns.filter((name) => name !== 'year' && name !== 'region');
    const values = list.map(() => columns.map(() => Array(n).fill(null)));
    for (const row of yearly.rows) columns.forEach((name, at) => (values[list.indexOf(Number(row.year))][at][region.get(row.region)] = num(row[name])));
    years = { years: list, columns, values };
  }
  return {
    folder: basename(folder),
    name: manifest.scenario.name,
    title: manifest.scenario.title,
    against: manifest.scenario.against || '',
    year: manifest.years ? manifest.years[manifest.years.length - 1].year : null,
    sentences: manifest.scenario.closure,
    notes: [],
    world: { name: world.name, label: world.label || manifest.world.label, title: world.title, year: Number(world.year), currency: world.currency, unit: world.unit, caveat: world.caveat, source: world.source, licence: world.licence, sha256: manifest.world.sha256 },
    regions: world.regions,
    sectors: world.sectors,
    region_columns: regionColumns,
    region_values: regionColumns.map((name) => world.regions.map(([code]) => num(regions.rows.find((row) => row.region === code)[name]))),
    sector_columns: sectorColumns,
    sector_values: sectorColumns.map((name) => sectors.rows.map((row) => num(row[name]))),
    flow_columns: flowColumns,
    flows: largest,
    flows_in_all: flows.length,
    pairs,
    groups: groups || null,
    limits: grid(csv('limits.csv')),
    preferences: grid(csv('preferences.csv')),
    drivers: grid(csv('drivers.csv'), Infinity),
    products: changed(csv('products.csv')),
    product_flows: changed(csv('product_trade.csv')),
    parity: grid(csv('parity.csv'), Infinity),
    dependence: grid(csv('dependence.csv'), Infinity),
    calories: grid(csv('calories.csv'), Infinity),
    illegal: grid(csv('illegal.csv'), Infinity),
    exposure_matrix: changed(csv('exposure_matrix.csv')),
    exposure_largest: grid(csv('exposure_largest.csv'), Infinity),
    years,
    plants: existsSync(join(folder, 'plants.json')) ? JSON.parse(readFileSync(join(folder, 'plants.json'), 'utf8')) : null,
    manifest,
  };
}

const ESCAPES = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** The page with its data in it. */
export function fill(template, data) {
  const text = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => ESCAPES[c]);
  return template.replace('/*DATA*/', () => text);
}

export const template = () => readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../dist/report.html'), 'utf8');

const json = (folder, name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

export const readDecision = (folder) => ({ folder: basename(folder), decision: json(folder, 'decision.json'), manifest: json(folder, 'run.json') });

/** A folder of an older program has no manifest: made of the world. */
export function readReconciliation(folder, world) {
  const reconciliation = json(folder, 'reconcile.json');
  const names = (list) => Object.fromEntries(list.map(([code, name]) => [code, name]));
  const { program, version, build, command } = reconciliation;
  const manifest = existsSync(join(folder, 'run.json'))
    ? json(folder, 'run.json')
    : { kind: 'reconcile', program, version, build, command, world: { ...world, ...reconciliation.world, regions: world.regions.length, region_names: names(world.regions), sector_names: names(world.sectors) } };
  return { folder: basename(folder), reconciliation, manifest };
}

export const readAccounts = (folder) => ({ folder: basename(folder), account: json(folder, 'accounts.json'), manifest: json(folder, 'run.json') });

export const readMarket = (folder) => ({ folder: basename(folder), market: json(folder, 'market.json'), manifest: json(folder, 'run.json') });

export const readStress = (folder) => ({ folder: basename(folder), stress: json(folder, 'stress.json'), manifest: json(folder, 'run.json') });

export const readRoutes = (folder) => ({ folder: basename(folder), route: json(folder, 'routes.json'), manifest: json(folder, 'run.json') });

export function readAll(world, folders) {
  const loaded = loadWorld(world);
  const data = { format: 1, program: 'tradewind 0.2.0', runs: [], decisions: [], reconciliations: [], accounts: [], markets: [], stresses: [], routes: [] };
  for (const folder of folders) {
    if (existsSync(join(folder, 'decision.json'))) data.decisions.push(readDecision(folder));
    else if (existsSync(join(folder, 'reconcile.json'))) data.reconciliations.push(readReconciliation(folder, loaded));
    else if (existsSync(join(folder, 'accounts.json'))) data.accounts.push(readAccounts(folder));
    else if (existsSync(join(folder, 'market.json'))) data.markets.push(readMarket(folder));
    else if (existsSync(join(folder, 'stress.json'))) data.stresses.push(readStress(folder));
    else if (existsSync(join(folder, 'routes.json'))) data.routes.push(readRoutes(folder));
    else data.runs.push(readRun(folder, loaded));
  }
  return data;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [world, out, ...folders] = process.argv.slice(2);
  if (!folders.length) {
    console.error('usage: node dev/fill.mjs WORLD_FOLDER OUT.html RESULTS_FOLDER...');
    process.exit(1);
  }
  const page = fill(template(), readAll(world, folders));
  writeFileSync(out, page);
  console.log(`${out}: ${Buffer.byteLength(page)} bytes`);
}
