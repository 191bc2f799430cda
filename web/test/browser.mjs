// One browser for all tests of a file, pages without a network, and what a test asks of a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { pathToFileURL } from 'node:url';

export { parseShown, shownAs } from './shown.mjs';

let browser;
const idle = new Map(); // options of a context -> pages that nobody reads: a new one costs as much as five loads of a report

export async function openBrowser() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function closeBrowser() {
  idle.clear();
  await browser?.close();
}

async function newPage(options, viewport) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', acceptDownloads: true, ...options });
  await context.setOffline(true);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.faults.push(message.text()));
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('dialog', (dialog) => (page.faults.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => page.requests.push(request.url()));
  page.kind = JSON.stringify(options);
  return page;
}

/** Opens a report. The page's `faults` are its errors, `requests` all it asked for. */
export async function open(file, { hash = 'lang=en&theme=light', viewport = { width: 1366, height: 768 }, ...options } = {}) {
  const used = idle.get(JSON.stringify(options))?.pop();
  const page = used || (await newPage(options, viewport));
  if (used) await page.setViewportSize(viewport);
  page.faults = [];
  page.requests = [];
  await page.goto(`${pathToFileURL(file)}${hash ? `#${hash}` : ''}`);
  await drawn(page);
  return page;
}

/** Gives a page back; the next `open` with the same options may get it, empty and without an emulated medium. */
export async function shut(page) {
  await page.goto('about:blank');
  await page.emulateMedia({ media: null });
  if (!idle.has(page.kind)) idle.set(page.kind, []);
  idle.get(page.kind).push(page);
}

/** Waits until every section is there. */
export const drawn = (page) => page.waitForSelector('html[data-complete]', { timeout: 20000, state: 'attached' });

/** The page in another language, as its reader chooses it: half of what opening it again takes. */
export async function speak(page, language) {
  await page.selectOption('#set-language', language);
  await drawn(page);
}

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

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds that is more than minor, with all details open, and how many rules hold. Rows and marks that are alike to axe, by
 * their tags, classes, colours and attributes, it sees three times and not two thousand times, which takes it four times as long.
 * colours: false goes without the contrast of texts, half of what it does, which depends on the theme and not on the language.
 */
export async function audited(page, { colours = true } = {}) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate((withColours) => {
    document.querySelectorAll('details').forEach((node) => (node.open = true));
    const kind = (node) => `${node.tagName} ${[...node.attributes].map((one) => (/^(class|style|fill|role)$/.test(one.name) ? `${one.name}=${one.value}` : one.name))} ${node.textContent.trim() === ''} (${[...node.children].map(kind)})`;
    const away = [];
    for (const parent of document.querySelectorAll('tbody, svg, svg g')) {
      const seen = new Map();
      for (const node of parent.children) {
        const own = kind(node);
        seen.set(own, (seen.get(own) ?? 0) + 1);
        if (seen.get(own) > 3) away.push([node, parent, node.nextSibling]);
      }
    }
    for (const [node] of away) node.remove();
    const rules = withColours ? {} : { rules: { 'color-contrast': { enabled: false } } };
    return window.axe.run(document, { resultTypes: ['violations'], ...rules }).finally(() => {
      for (const [node, parent, next] of away.reverse()) parent.insertBefore(node, next);
    });
  }, colours);
  const grave = violations.filter((one) => ['serious', 'critical', 'moderate'].includes(one.impact));
  return { grave: grave.map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => `${node.target} ${node.any.map((x) => x.message)}`).join('; ')}`), passes: passes.length };
}

export const gravest = async (page, options) => (await audited(page, options)).grave;

/** Texts that a language must change. */
export const headings = (page) => page.locator('h2, h3, label, legend, .tools button, th button, .lead, .note').allTextContents();

/** Saves every chart as SVG and the first as PNG, and looks at them and at what they say to a screen reader. */
export async function savedCharts(page, wanted) {
  const charts = await page.locator('figure').evaluateAll((list) => list.map((figure) => figure.id));
  for (const id of wanted) assert.ok(charts.includes(id), `${id} is not among ${charts.join()}`);
  for (const id of charts) {
    const save = async (kind) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#${id}-${kind}`)]);
      assert.equal(download.suggestedFilename(), `tradewind-${id}.${kind}`);
      return readFileSync(await download.path());
    };
    const svg = (await save('svg')).toString('utf8');
    const seen = await page.evaluate((text) => {
      const doc = new DOMParser().parseFromString(text, 'image/svg+xml');
      return { fault: doc.querySelector('parsererror')?.textContent, marks: doc.querySelectorAll('path,rect,circle').length, bare: [...doc.querySelectorAll('path,rect,circle,text')].filter((node) => !/^(rgb|#|url)|^none$/.test(node.getAttribute('fill') || '')).length, text: doc.documentElement.textContent };
    }, svg);
    assert.equal(seen.fault, undefined, `${id}: ${seen.fault}`);
    assert.ok(seen.marks > 3 && seen.bare === 0, `${id} has ${seen.marks} marks, ${seen.bare} without a colour of their own`);
    assert.doesNotMatch(svg, /var\(--|class="|<script|<foreignObject|href=/);
    assert.ok(seen.text.includes((await page.textContent(`#${id}-title`)).slice(0, 20)), `${id} has no title`);
    assert.match(await page.textContent(`#${id}-d`), /\d/, `${id} says no numbers`);
    if (id === wanted[0]) assert.equal((await save('png')).subarray(1, 4).toString(), 'PNG');
  }
}
