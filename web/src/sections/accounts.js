// Physical accounts: days of cover as bars, origins and passages by fuel, primary energy by source.
import { h } from '../dom.js';
import { figure } from '../figure.js';
import { table } from '../table.js';
import { bars } from '../charts/bars.js';
import { CODES } from '../atlas.js';
import { placeName, regionName } from '../names.js';
import { number } from '../format.js';
import { words } from '../state.js';

const LEAST = 5; // per cent of a fuel's imports: who brings less has no bar
const FEW = 15;
const HOURS = ['taiwan_strait', 'luzon_strait']; // ships go around them in hours: no bar

/** The value of a row, or null. */
export function valueOf(run, item, source, convention = '', partner = '') {
  const row = run.account.accounts.find((one) => one.item === item && one.source === source && one.convention === convention && one.partner === partner);
  return row ? row.value : null;
}

const rowsOf = (run, item) => run.account.accounts.filter((row) => row.item === item);
const unique = (list) => [...new Set(list)];

export const fuelsWithStock = (run) => unique(rowsOf(run, 'stock_days').map((row) => row.source));
export const conventions = (run) => unique(rowsOf(run, 'supply').map((row) => row.convention)).filter((one) => one in words().accounts.conventions);

const fuelName = (fuel) => words().accounts.fuels[fuel] || fuel;
const isPassage = (code) => code in words().accounts.passages;
const partnerName = (code) => words().accounts.passages[code] || (/^OTHER/.test(code) ? words().accounts.others : CODES[code] ? placeName(code) : code);

function coverOf(run, fuel) {
  const t = words().accounts;
  const stock = rowsOf(run, 'stock_days').find((row) => row.source === fuel);
  const share = (code) => valueOf(run, isPassage(code) ? 'passage_share' : 'origin_share', fuel, '', code) || 0;
  const lost = rowsOf(run, 'days_of_cover').filter((row) => row.source === fuel && share(row.partner) >= LEAST && !HOURS.includes(row.partner)).sort((a, b) => a.value - b.value);
  const items = [[t.everything, stock.value], ...lost.map((row) => [isPassage(row.partner) ? t.through(partnerName(row.partner)) : t.from(partnerName(row.partner)), row.value])];
  const rows = items.map(([name, value]) => ({ name, items: [{ value, text: number(value, { decimals: 0 }), tip: `${name}: ${number(value, { decimals: 0 })} ${t.days}` }] }));
  return figure({
    id: `cover-${fuel}`,
    title: t.coverTitle(fuelName(fuel), regionName(run, 0)),
    subtitle: t.coverNote(stock.year, t.qualities[stock.quality] || stock.quality, LEAST),
    desc: rows.map((row) => row.items[0].tip).join('; '),
    source: `Tradewind: ${t.kicker}. ${stock.reference}`,
    draw: (width) => bars({ width, rows, axis: t.days, signed: false }),
  });
}

export function cover(run) {
  return [h('p', { class: 'lead' }, words().accounts.coverLead), fuelsWithStock(run).map((fuel) => coverOf(run, fuel))];
}

/** Partners or passages, a column a fuel. */
function shares(run, id, item, dependence, caption, first) {
  const t = words().accounts;
  const rows = rowsOf(run, item);
  const fuels = unique(rows.map((row) => row.source));
  const partners = unique([...rows.filter((row) => row.source === 'all'), ...rows].map((row) => row.partner));
  const text = (value) => (value === null ? '–' : number(value, { decimals: 1 }));
  const [convention] = conventions(run);
  return table({
    id,
    caption,
    rows: partners,
    few: FEW,
    sort: [fuels.includes('all') ? 'all' : fuels[0], 'descending'],
    columns: [
      { key: 'partner', label: first, header: true, value: partnerName, csv: [['partner', (code) => code]] },
      ...fuels.map((fuel) => ({ key: fuel, label: fuelName(fuel), unit: '%', number: true, value: (code) => valueOf(run, item, fuel, '', code), text: (code) => text(valueOf(run, item, fuel, '', code)), csv: [[fuel, (code) => valueOf(run, item, fuel, '', code)]] })),
      ...(convention && rowsOf(run, dependence).length ? [{ key: dependence, label: t.ofPrimary(t.conventions[convention]), unit: '%', number: true, value: (code) => valueOf(run, dependence, 'all', convention, code), text: (code) => text(valueOf(run, dependence, 'all', convention, code)), csv: [[dependence, (code) => valueOf(run, dependence, 'all', convention, code)]] }] : []),
    ],
  });
}

export function origins(run) {
  const t = words().accounts;
  const years = unique(rowsOf(run, 'hhi').filter((row) => row.source !== 'all').map((row) => t.concentration(fuelName(row.source), row.year, number(row.value, { decimals: 2 }))));
  return [shares(run, 'origins-table', 'origin_share', 'supplier_dependence', t.originsTable, t.origin), h('p', { class: 'note' }, years.join(words().semicolon) + words().stop.trim())];
}

export function passages(run) {
  const t = words().accounts;
  return [shares(run, 'passages-table', 'passage_share', 'passage_dependence', t.passagesTable, t.passage), h('p', { class: 'note' }, t.passagesNote)];
}

export function primary(run) {
  const t = words().accounts;
  const list = conventions(run);
  const sources = unique(rowsOf(run, 'supply').filter((row) => list.includes(row.convention) && row.source !== 'all').map((row) => row.source)).concat('all');
  const published = rowsOf(run, 'import_dependence').filter((row) => !list.includes(row.convention));
  const column = (item, convention, label, unit, decimals) => ({ key: `${item}-${convention}`, label: `${label}${words().colon}${t.conventions[convention]}`, unit, number: true, value: (source) => valueOf(run, item, source, convention), text: (source) => (valueOf(run, item, source, convention) === null ? '–' : number(valueOf(run, item, source, convention), { decimals })), csv: [[`${item}_${convention}`, (source) => valueOf(run, item, source, convention)]] });
  const energy = table({
    id: 'primary-table',
    caption: t.primaryTable,
    rows: sources,
    columns: [
      { key: 'source', label: t.source, header: true, value: (source) => t.sources[source] || source, csv: [['source', (source) => source]] },
      ...list.flatMap((convention) => [column('supply', convention, t.supply, 'PJ', 0), column('supply_share', convention, t.share, '%', 1), column('net_imports', convention, t.netImports, 'PJ', 0)]),
    ],
  });
  const also = published.length
    ? table({
        id: 'published-table',
        caption: t.publishedTable,
        rows: published,
        columns: [
          { key: 'year', label: t.year, header: true, value: (row) => row.year, csv: [['year', (row) => row.year]] },
          { key: 'convention', label: t.convention, value: (row) => row.convention, csv: [['convention', (row) => row.convention]] },
          { key: 'value', label: t.importDependence, unit: '%', number: true, value: (row) => row.value, text: (row) => number(row.value, { decimals: 1 }), csv: [['value', (row) => row.value]] },
          { key: 'quality', label: t.quality, value: (row) => t.qualities[row.quality] || row.quality, csv: [['quality', (row) => row.quality]] },
        ],
      })
    : null;
  return [h('p', { class: 'lead' }, t.primaryLead), energy, also];
}
