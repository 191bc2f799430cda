// What pages say, as said.txt has it: the numbers as they are rounded, which words of the dictionary are used, and how many marks
// of each kind a picture has. No wording, no place and no colour stands there, so that it changes only where a page says something
// else: read what differs, and if it is right write the file anew with
//   TRADEWIND_SAY=1 node --test web/test/said.test.mjs      (in a folder where web/ was built)
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { cascadeSample, linkSample, made, options, plantSample } from './answers-sample.mjs';
import { openPage, setUp, textsOf } from './dom.mjs';
import { run } from './pages.mjs';
import * as study from './study-sample.mjs';

setUp();
const { LANGUAGES } = await import('../src/state.js');
const FILE = new URL('said.txt', import.meta.url);
const NUMBERS = /(?:[<>] )?[+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:×10[⁻⁰¹²³⁴-⁹]+)?(?:[\u00a0\u202f ]?%)?/g;
const numbers = (text) => (text.replace(/★\u00a0/g, '').match(NUMBERS) || []).join(' ').replace(/\u00a0/g, ' ');

let used = new Set();
/** A dictionary that notes what is read of it, and what is told to it that is yes, no or nothing. */
function noted(words, path = '') {
  return new Proxy(words, {
    get(target, key) {
      const value = target[key];
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return value;
      const own = path ? `${path}.${key}` : key;
      if (typeof value === 'function') {
        return (...given) => {
          used.add(`${own}${given.filter((one) => typeof one === 'boolean').map((one) => (one ? '+' : '-')).join('')}`);
          return value(...given);
        };
      }
      if (value && typeof value === 'object' && !Array.isArray(value)) return noted(value, own);
      used.add(own);
      return value;
    },
  });
}

const grid = ([columns, ...rows]) => ({ columns, rows: rows.map((row) => row.map((value) => (value === '' ? null : value))) });
const matrix = ['region,outcome,wedge,sector,product,exporter,importer,derivative'.split(','), ...['USA', 'MEX', 'KOR', 'CAN'].flatMap((exporter, at) => ['', 'C29', 'A01', 'G'].map((sector, k) => ['CAN', 'output C29', 'productivity', sector, '', exporter, '', (at - 1.7) * (k + 0.55) * 0.0123]))];
const largest = ['region,outcome,wedge,sector,product,exporter,importer,rate_pct,per_point,exact_1_pct,exact_25_pct'.split(','), ['CAN', 'output C29', 'tariff', 'A01', '', 'USA', 'CAN', 12, -0.333, -0.3, -7], ['CAN', 'output C29', 'productivity', 'C29', '', 'KOR', '', 3, 0.5, '', 12.1]];
const fish = ['measure,unit,region,partner,low,point,high'.split(','), ['price_pct', '%', 'USA', '', 1.5, 3.25, 6], ['calories', 'kcal', 'USA', '', 20.5, 20.5, 20.5], ['calories_change', 'kcal', 'USA', '', -0.5, -1.25, -0.0001], ['illegal_income', 'million USD', 'CAN', '', 2, 4, 6], ['illegal_income_change', 'million USD', 'CAN', '', -2, -4, -6.125], ['imports', 'million USD', 'USA', 'MEX', 30, 30, 30], ['share_pct', '%', 'USA', 'MEX', 5, 12.5, 20], ['imports_change', 'million USD', 'USA', 'MEX', -1, -2.5, -4]];
const answers = [['real_income_pct', '', -0.512, -0.7, -0.3, 'percent', null], ['output_pct', 'C29', -51.25, -60, -40, 'percent', 65000.4], ['employment_change', 'C29', -71.2, null, null, 'thousand persons', 120.5], ['exports_pct', 'C29', 12, null, null, 'percent', 500]].map(([column, sector, value, p05, p95, unit, before]) => ({ region: 'CAN', column, sector: sector || undefined, value, p05, p95, unit, before }));

/** name: [data, what of the page is told: all, or selectors of its sections; choices]. */
const PAGES = {
  run: [() => ({ runs: [run({ ranges: true, jobs: true, products: true, years: true })] })],
  'a run, other choices': [() => ({ runs: [run({ seed: 3, against: 'base' })] }), ['header.top', '#lead', '#section-income', '#section-sectors', '#section-flows', '#section-tariffs', '#section-parts'], '&region=KOR&sector=A01&measure=equivalent_variation&metric=value_added_change&tariffs=exporters'],
  'prices of products': [() => ({ runs: [run({ products: true })] }), ['#section-products'], '&region=MEX&inside=price&own=1'],
  'what was asked': [() => ({ runs: [run({ more: { manifest: { answers, focus: { region: 'CAN', sector: 'C29' } } } })] }), ['header.top', '#section-focus']],
  'runs side by side': [() => ({ runs: [run({ seed: 1 }), run({ seed: 2, name: 'second', title: 'Second', ranges: true })] }), ['header.top', '#lead', '#section-compare']],
  brief: [() => ({ runs: [run({ ranges: true, jobs: true })], brief: { lang: 'en' } })],
  'brief without ranges': [() => ({ runs: [run({ jobs: true })], brief: { lang: 'en' } })],
  plants: [() => ({ runs: [run({ plants: { ...plantSample(), parity: [['product', 'region', 'other_region', 'market', 'odds_base', 'odds_new', 'tariff_parity_pct'], ['TOYOTA', 'CAN', 'MEX', 'USA', 1.97, 2.04, 26.6], ['TOYOTA', 'CAN', 'KOR', 'USA', 0.5, 0.4, -7.69]], closing: [{ round: 1, product: 'TOYOTA', region: 'CAN', units_pct: 38.2 }], sentences: ['Closing those below 60 % of the base, the worst first: TOYOTA CAN (38 %); there it ends. Without GM in USA no equilibrium was found: d'] } })] }), ['#section-plants']],
  dependence: [() => ({ runs: [run(made.dependence(true))] }), ['header.top', '#section-dependence']],
  'dependence alone': [() => ({ runs: [run(made.dependence(false))] })],
  food: [() => ({ runs: [run(made.food(true))] }), ['header.top', '#section-food']],
  'food alone': [() => ({ runs: [run(made.food(false))] })],
  exposure: [() => ({ runs: [run({ files: { 'exposure_matrix.csv': matrix, 'exposure_largest.csv': largest }, more: options('exposure', true, {}) })] }), ['header.top', '#section-exposure']],
  'illegal fish': [() => ({ runs: [run({ files: { 'illegal.csv': fish }, more: { manifest: { illegal: { sector: 'A01', share: 'point', outcomes: { low: 'certified', high: 'iteration_limit' }, remarks: ['A remark.'] } } } })] }), ['#section-illegal']],
  linked: [() => ({ runs: [{ ...run({}), link: grid(linkSample) }] }), ['#section-linked']],
  'linked with draws': [() => ({ runs: [{ ...run({}), link: grid([[...linkSample[0], 'market_pct_p05', 'market_pct_p50', 'market_pct_p95'], ...linkSample.slice(1).map((row) => [...row, row[2] - 0.5, row[2], row[2] + 0.25])]) }] }), ['#section-linked']],
  cascade: [() => ({ runs: [{ ...run(cascadeSample), cascade: grid(cascadeSample.files['cascade.csv']), clause: grid(cascadeSample.files['clause.csv']) }] }), ['#section-cascade']],
  decision: [() => ({ decisions: [fill.readDecision(study.writeDecision())] }), null, '&region=CAN'],
  'a decision as ranges': [() => ({ decisions: [fill.readDecision(study.writeDecision({ few: true, interrupted: true }))] }), ['header.top', '#section-payoffs', '#section-reasons'], '&region=USA&cells=range'],
  'a decision by regret': [() => ({ decisions: [fill.readDecision(study.writeDecision({ rare: true, shard: true, trade: false }))] }), ['header.top', '#section-payoffs', '#section-reasons', '#section-breakEven', '#section-frontier'], '&region=CAN&cells=regret'],
  'a decision without draws, in money': [() => ({ decisions: [fill.readDecision(study.writeDecision({ drawn: false, given: false, close: true, indicator: 'equivalent_variation' }))] }), null, '&region=CAN'],
  reconciliation: [() => ({ reconciliations: [fill.readReconciliation(study.writeReconciliation())] })],
  'a reconciliation by steps': [() => ({ reconciliations: [fill.readReconciliation(study.writeReconciliation({ unsolved: true }))] }), null, '&region=USA&steps=step'],
  accounts: [() => ({ accounts: [fill.readAccounts(study.writeAccounts())] })],
  market: [() => ({ markets: [fill.readMarket(study.writeMarket())] })],
  stress: [() => ({ stresses: [fill.readStress(study.writeStress())] })],
  'a stress test of one loss': [() => ({ stresses: [fill.readStress(study.writeStress({ detail: true }))] })],
  routes: [() => ({ routes: [fill.readRoutes(study.writeRoutes())] })],
  'no route': [() => ({ routes: [fill.readRoutes(study.writeRoutes({ none: true }))] })],
};

function marksOf(svg) {
  const counts = new Map();
  for (const node of svg.all()) {
    const kind = node.getAttribute('class');
    if (kind && !node.closest('.land') && kind !== 'hatched') counts.set(kind, (counts.get(kind) || 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${kind.replace(/ /g, '.')}×${count}`).join(' ');
}

function linesOf(root) {
  const lines = [];
  for (const node of root.all()) {
    if (node.tagName === 'figure') {
      node.redraw(820);
      const svg = node.querySelector('svg.plot');
      const tips = svg.querySelectorAll('[data-tip]').filter((one) => !one.closest('.land')).map((one) => numbers(one.getAttribute('data-tip'))).filter(Boolean);
      lines.push(`${node.id} | ${textsOf(svg, 'text.value').concat(textsOf(svg, 'text.maplabel')).map(numbers).join(' ')} | ${textsOf(svg, 'text.tick').map(numbers).join(' ')} | ${tips.join('; ')} | ${numbers(node.querySelector('figcaption').textContent)} | ${numbers(svg.querySelector('desc').textContent)} | ${marksOf(svg)}`);
    } else if (node.classList.contains('table')) {
      const keys = node.querySelectorAll('thead button').map((button) => button.id.slice(`${node.id}-sort-`.length));
      const rows = node.querySelectorAll('tbody tr');
      lines.push(`${node.id} | ${keys.join(' ')} | ${numbers(node.querySelector('h3, h2')?.textContent || '')}`);
      for (const row of [...rows.slice(0, 2), rows.at(-1)]) lines.push(`  ${row.getAttribute('class') || ''}| ${row.children.map((cell) => `${numbers(cell.textContent) || (cell.textContent === '–' ? '–' : '')}${(cell.getAttribute('class') || '').replace(/num ?/, '').replace(/^(?=.)/, '.')}`).join(' | ')}`);
    } else if (['p', 'li', 'td', 'h1', 'dd'].includes(node.tagName) && !node.closest('.table') && !node.closest('nav') && !node.closest('figure') && !node.closest('.manifest') && !node.classList.contains('small') && numbers(node.textContent)) lines.push(`${node.tagName} | ${numbers(node.textContent)}`);
  }
  return lines;
}

const known = (() => {
  try {
    return new Map(readFileSync(FILE, 'utf8').split(/^# /m).slice(1).map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]));
  } catch {
    return new Map();
  }
})();
const all = new Map();
let usual; // words of any run, which are not told again of a page that is told in part
before(async () => {
  const plain = LANGUAGES.en;
  LANGUAGES.en = noted(plain);
  await openPage({ format: 1, program: 'tradewind', runs: [run({})] });
  LANGUAGES.en = plain;
  usual = used;
});

for (const [name, [dataOf, selectors, choices = '']] of Object.entries(PAGES)) {
  test(`${name}: numbers, words and marks are those that were read`, async () => {
    const plain = LANGUAGES.en;
    used = new Set();
    LANGUAGES.en = noted(plain);
    try {
      const document = await openPage({ format: 1, program: 'tradewind', ...dataOf() }, { hash: `#lang=en${choices}` });
      const root = document.getElementById('page');
      const lines = (selectors ? selectors.map((one) => root.querySelector(one)) : [root]).flatMap((one) => {
        assert.ok(one, `${name} has all sections: ${selectors}`);
        return linesOf(one);
      });
      const groups = new Map();
      for (const path of [...used].filter((one) => !(selectors && usual.has(one))).sort()) {
        const [group, ...rest] = path.split('.');
        groups.set(group, [...(groups.get(group) || []), rest.join('.')]);
      }
      for (const [group, keys] of groups) if (keys.some(Boolean) && !['sectorNames', 'columns', 'ui', 'unit'].includes(group)) lines.push(`words of ${group}: ${keys.join(' ')}`);
      all.set(name, `${lines.join('\n')}\n`);
    } finally {
      LANGUAGES.en = plain;
    }
    if (process.env.TRADEWIND_SAY) return;
    const [was, is] = [(known.get(name) || '').split('\n'), all.get(name).split('\n')];
    is.forEach((line, at) => assert.ok(line === was[at], `${name}, line ${at + 1} of it in said.txt: there\n  ${was[at]}\non the page\n  ${line}`));
    assert.equal(is.length, was.length);
  });
}

after(() => {
  if (process.env.TRADEWIND_SAY) writeFileSync(FILE, [...all].map(([name, text]) => `# ${name}\n${text}`).join(''));
});
