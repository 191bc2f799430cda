// One browser for all tests of a file, pages without a network, and what a test asks of a page.
import { chromium } from 'playwright-core';
import { pathToFileURL } from 'node:url';

let browser;

export async function openBrowser() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export const closeBrowser = () => browser?.close();

/** Opens a report. The page's `faults` are its errors, `requests` all it asked for. */
export async function open(file, { hash = 'lang=en&theme=light', viewport = { width: 1366, height: 768 }, ...options } = {}) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', acceptDownloads: true, ...options });
  await context.setOffline(true);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.faults = [];
  page.requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.faults.push(message.text()));
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('dialog', (dialog) => (page.faults.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => page.requests.push(request.url()));
  await page.goto(`${pathToFileURL(file)}${hash ? `#${hash}` : ''}`);
  await drawn(page);
  return page;
}

/** Waits until every section is there. */
export const drawn = (page) => page.waitForSelector('html[data-complete]', { timeout: 20000, state: 'attached' });

/** The texts of a table, by row: {columns: [key], rows: [[text]]}. Keys are the columns of the CSV file. */
export function readTable(page, id) {
  return page.evaluate((table) => {
    const box = document.getElementById(table);
    return {
      columns: [...box.querySelectorAll('thead button')].map((button) => button.id.slice(`${table}-sort-`.length)),
      sorted: [...box.querySelectorAll('thead th')].map((th) => th.getAttribute('aria-sort')),
      rows: [...box.querySelectorAll('tbody tr')].map((tr) => [...tr.children].map((cell) => cell.textContent)),
    };
  }, id);
}

/** What a shown number says: {value, half}: half a unit of its last digit. Null for an en dash. */
export function parseShown(text, { group = ',', decimal = '.' } = {}) {
  let rest = text.replace(/ \(.*$/, '').trim();
  if (rest === '–') return null;
  let power = 0;
  const exponent = rest.match(/×10([⁻⁰¹²³⁴-⁹]+)$/);
  if (exponent) {
    power = Number([...exponent[1]].map((c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join(''));
    rest = rest.slice(0, exponent.index);
  }
  const sign = rest.startsWith('\u2212') ? -1 : 1;
  rest = rest.replace(/^[+\u2212]/, '');
  const [whole, part = ''] = rest.split(decimal);
  const groups = whole.split(group);
  if (!/^\d{1,3}$/.test(groups[0]) || groups.slice(1).some((g) => !/^\d{3}$/.test(g)) || !/^\d*$/.test(part)) throw new Error(`"${text}" is not a number as the page should show it`);
  const digits = Number(`${groups.join('')}.${part || 0}`);
  return { value: sign * digits * 10 ** power, half: 0.5 * 10 ** (power - part.length) };
}
