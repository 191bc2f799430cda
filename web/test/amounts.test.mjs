// Pictures against the numbers beside them, on every page, and numbers in three languages: a mark stands where its label says by
// the scale of the ticks, a whisker ends at the ends of the range that is told, and no language changes a number.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { cascadeSample, linkSample, made, plantSample } from './answers-sample.mjs';
import { numberOf as at, openPage, textsOf } from './dom.mjs';
import { boxOf, centre, path, ticksOf } from './picture.mjs';
import { run } from './pages.mjs';
import { parseShown } from './shown.mjs';
import * as study from './study-sample.mjs';

const grid = ([columns, ...rows]) => ({ columns, rows: rows.map((row) => row.map((value) => (value === '' ? null : value))) });
const PAGES = {
  run: () => ({ runs: [run({ ranges: true, jobs: true, products: true, years: true })] }),
  bare: () => ({ runs: [run({ seed: 5 })] }),
  several: () => ({ runs: [run({ seed: 1, ranges: true }), run({ seed: 2, name: 'second', title: 'Second' })] }),
  plants: () => ({ runs: [run({ plants: plantSample() })] }),
  dependence: () => ({ runs: [run(made.dependence(true))] }),
  food: () => ({ runs: [run(made.food(true))] }),
  linked: () => ({ runs: [{ ...run({}), link: grid(linkSample) }] }),
  cascade: () => ({ runs: [{ ...run(cascadeSample), cascade: grid(cascadeSample.files['cascade.csv']), clause: grid(cascadeSample.files['clause.csv']) }] }),
  decision: () => ({ decisions: [fill.readDecision(study.writeDecision())] }),
  undrawn: () => ({ decisions: [fill.readDecision(study.writeDecision({ drawn: false, indicator: 'equivalent_variation' }))] }),
  reconciliation: () => ({ reconciliations: [fill.readReconciliation(study.writeReconciliation())] }),
  accounts: () => ({ accounts: [fill.readAccounts(study.writeAccounts())] }),
  market: () => ({ markets: [fill.readMarket(study.writeMarket())] }),
  stress: () => ({ stresses: [fill.readStress(study.writeStress())] }),
  detail: () => ({ stresses: [fill.readStress(study.writeStress({ detail: true }))] }),
  routes: () => ({ routes: [fill.readRoutes(study.writeRoutes())] }),
};
const open = (data, hash) => openPage({ format: 1, program: 'tradewind', ...data }, { hash });

/** The number of a label, without its unit. */
const amount = (text) => {
  const plain = text.replace(/[\u00a0\u202f ]?%$/, '').trim();
  return /^[<>]?\s?[+−]?[\d,.]+(×10.+)?$/.test(plain) ? parseShown(plain) : null;
};

/** Pairs of a label and the place of its mark in a row: [{text, x}]. */
function marksOf(group) {
  const texts = group.querySelectorAll('text.value').map((one) => one.textContent);
  const bars = group.querySelectorAll('rect.gain, rect.loss, rect.series').filter((bar) => !bar.classList.contains('part')).map((bar, k) => {
    const { value } = amount(texts[k].replace(/ \(.*$/, '')) || { value: 0 };
    return { text: texts[k].replace(/ \(.*$/, ''), x: value < 0 ? boxOf(bar).x0 : boxOf(bar).x1 };
  });
  if (texts.includes('–')) return [];
  if (bars.length) return bars;
  const [text] = texts;
  const after = group.querySelector('circle.after');
  if (after) {
    const ends = text.split(' → ');
    return [{ text: ends[0], x: centre(group.querySelector('circle.before'))[0] }, { text: ends[ends.length - 1], x: centre(after)[0] }];
  }
  const dot = group.querySelector('.dot, circle.total');
  return dot && text ? [{ text: text.replace(/ \(.*$/, ''), x: centre(dot)[0] }] : [];
}

let seen = 0;
for (const [name, make] of Object.entries(PAGES)) {
  test(`${name}: marks are where their labels say`, async () => {
    const document = await open(make(), '#lang=en');
    for (const figure of document.querySelectorAll('figure')) {
      figure.redraw(860);
      const svg = figure.querySelector('svg.plot');
      const groups = svg.querySelectorAll('g.row').filter((group) => group.querySelector('text.value') && !group.querySelector('.stay, .leave, .now'));
      if (!groups.length) continue;
      const { put } = ticksOf(svg);
      const wide = Math.abs(put(1) - put(0)); // pixels of one unit
      for (const group of groups) {
        for (const { text, x } of marksOf(group)) {
          const shown = amount(text);
          if (!shown) continue;
          seen += 1;
          assert.ok(Math.abs(x - put(shown.value)) <= 1.6 + wide * shown.half, `${name}, ${figure.id}: "${text}" is at ${x}, it should be at ${put(shown.value)}`);
        }
        const whiskers = group.querySelectorAll('path.whisker');
        const long = textsOf(group, 'text.value').map((text) => text.match(/\(([+−\d.,]+) to ([+−\d.,]+)\)$/)).filter(Boolean);
        if (long.length === whiskers.length) {
          whiskers.forEach((whisker, k) => long[k].slice(1).forEach((text, end) => {
            const shown = amount(text);
            const x = path(whisker)[end][0];
            assert.ok(Math.abs(x - put(shown.value)) <= 1.6 + wide * shown.half, `${name}, ${figure.id}: the range "${long[k][0]}" ends at ${x}`);
          }));
        }
        // what the pointer says has what the label says
        const tips = [group, ...group.all()].map((node) => node.getAttribute('data-tip')).filter(Boolean).join('\n');
        const plain = tips.replace(/\u00a0/g, ' ');
        for (const text of textsOf(group, 'text.value')) for (const one of text.split(' → ')) if (!/[(–]/.test(text)) assert.ok(plain.includes(one.replace(/[\u00a0\u202f ]?%$/, '').trim()) || figure.id === 'decomposition', `${name}, ${figure.id}: "${one}" is not in "${tips}"`);
      }
      for (const line of svg.querySelectorAll('line.zero')) assert.ok(Math.abs(at(line, 'x1') - put(0)) <= 1.1);
    }
  });
}

test('there were marks to look at', () => assert.ok(seen > 150, String(seen)));

/** A text with numbers as French writes them, written as English does. */
const asEnglish = (text) => text.replace(/(\d),(?=\d)/g, '$1.').replace(/(\d)\u202f(?=\d{3})/g, '$1,');
const numbers = (text) => text.match(/[+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:×10[⁻⁰¹²³⁴-⁹]+)?/g) || [];

for (const [name, make] of Object.entries(PAGES)) {
  test(`${name}: the same numbers in English, French and Japanese`, async () => {
    const data = make();
    const read = async (lang) => {
      const document = await open(structuredClone(data), `#lang=${lang}`);
      const plain = lang === 'fr' ? asEnglish : (text) => text;
      const found = {};
      for (const figure of document.querySelectorAll('figure')) {
        figure.redraw(860);
        const svg = figure.querySelector('svg.plot');
        found[figure.id] = [...textsOf(svg, 'text.value'), ...textsOf(svg, 'text.maplabel'), ...textsOf(svg, 'text.ribbonlabel')].filter((text) => /\d/.test(text)).map((text) => numbers(plain(text)).join(' ')).sort();
        // in any order; years are those of papers, too, which not every language names, as one is a word or a number
        found[`${figure.id} tips`] = svg.querySelectorAll('[data-tip]').map((node) => numbers(plain(node.getAttribute('data-tip'))).filter((one) => !/^(1|(19|20)\d\d)$/.test(one)).sort().join(' ')).sort();
      }
      for (const table of document.querySelectorAll('.table')) {
        found[table.id] = table.querySelectorAll('tbody tr').map((row) => row.querySelectorAll('td.num').map((cell) => [numbers(plain(cell.textContent)).join(' '), cell.classList.contains('loss'), numbers(plain(cell.getAttribute('title') || '')).join(' ')].join('|')).join(' ; ')).sort();
        found[`${table.id} columns`] = table.querySelectorAll('thead button').map((button) => button.id);
      }
      found.sections = document.querySelectorAll('main section').map((section) => section.id);
      found.certificates = textsOf(document, 'p.certificate').map((text) => numbers(plain(text)).sort().join(' '));
      return found;
    };
    const english = await read('en');
    for (const lang of ['fr', 'ja']) {
      const other = await read(lang);
      assert.deepEqual(Object.keys(other), Object.keys(english));
      for (const key of Object.keys(english)) assert.deepEqual(other[key], english[key], `${name} in ${lang}: ${key}`);
    }
  });
}
