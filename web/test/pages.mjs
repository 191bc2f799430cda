// Whole pages without a browser: what is true of each of them. Pictures are sound, texts are texts, a cell shows the number
// that is copied, a click on a heading sorts, the filter filters, each choice changes the page and its address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fill from '../dev/fill.mjs';
import { choose, copied, drawn, openPage, textsOf } from './dom.mjs';
import { sound } from './picture.mjs';
import { writeSample } from './sample.mjs';
import { parseShown, shownAs } from './shown.mjs';

/** The data of one run, made up. */
export const run = (options) => {
  const { folder, world } = writeSample(options);
  return fill.readRun(folder, world);
};
/** Where two long texts begin to differ. */
const apart = (a, b) => {
  const at = [...a].findIndex((c, k) => c !== b[k]);
  return `: ${a.slice(at - 60, at + 60)} | ${b.slice(at - 60, at + 60)}`;
};
const clean = (text, where) => {
  const found = text.match(/.{0,60}(undefined|NaN|\[object|Infinity|\bnull\b).{0,60}/);
  assert.equal(found && found[0], null, where);
};

/** One number, perhaps with its range. */
const isNumber = (text) => !/[A-Za-z/%★→]/.test(text.replace(/ \(.*/, ''));

/** A cell shows what is copied; shares are copied as such, and shown in per cent. */
function cellIs(text, given, head, where) {
  const share = head.includes('%') && given !== '' && Math.abs(Number(given)) <= 2 && Math.abs(parseShown(text)?.value) > 2.5 * Math.abs(Number(given));
  shownAs(text, share ? 100 * Number(given) : given, where, true);
}

const bodyOf = (table) => table.querySelectorAll('tbody tr').filter((row) => !row.querySelector('.none'));
const columnsOf = (table) => table.querySelectorAll('thead button').map((button) => button.id.slice(`${table.id}-sort-`.length));
const whole = (document, table) => {
  const more = document.getElementById(`${table.id}-more`);
  if (!more.hidden && more.textContent.match(/\d/) && bodyOf(table).length < Number(more.textContent.match(/[\d,]+/)[0].replace(',', ''))) more.click();
};

/** Of every page, as it stands. */
async function look(document, kind) {
  const root = document.getElementById('page');
  clean(root.querySelectorAll('pre').reduce((text, node) => text.replace(node.textContent, ''), root.textContent), kind); // run.json may say null
  for (const node of root.all()) for (const [name, value] of node.map) if (!/^(d|fill)$/.test(name)) clean(value, `${kind}: ${node.tagName} ${name}`);
  const ids = [...root.all()].map((node) => node.id).filter(Boolean);
  assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], `${kind}: an id twice`);
  for (const node of root.querySelectorAll('[aria-labelledby]')) for (const id of node.getAttribute('aria-labelledby').split(' ')) assert.ok(ids.includes(id), `${kind}: ${id} labels ${node.tagName}`);
  for (const node of root.querySelectorAll('label[for]')) assert.ok(ids.includes(node.getAttribute('for')), kind);
  for (const heading of root.querySelectorAll('h1, h2, h3, h4, caption, th, li, dt, legend')) if (!heading.closest('thead') && !heading.closest('.chart')) assert.ok(heading.textContent.trim(), `${kind}: an empty ${heading.tagName}`);
  for (const figure of root.querySelectorAll('figure')) {
    const svg = figure.querySelector('svg.plot');
    assert.ok(svg, `${kind}: ${figure.id} is drawn`);
    for (const width of [900, 360]) {
      figure.redraw(width);
      sound(figure.querySelector('svg.plot'), width, { texts: false });
    }
    assert.match(figure.querySelector('desc').textContent, /\d/, `${kind}: ${figure.id} says its numbers`);
    for (const mark of figure.querySelectorAll('[data-tip]')) assert.ok(mark.getAttribute('data-tip').trim() || mark.tagName === 'path', `${kind}: ${figure.id} has an empty tip`);
  }
  for (const table of root.querySelectorAll('.table')) {
    whole(document, table);
    const csv = await copied(table, fill.readCsv);
    const rows = bodyOf(table);
    assert.equal(rows.length, csv.rows.length, `${kind}: rows of ${table.id}`);
    assert.equal(new Set(csv.columns).size, csv.columns.length, `${kind}: ${table.id} names a column twice`);
    const keys = columnsOf(table);
    const heads = textsOf(table, 'thead th');
    rows.forEach((row, at) => {
      assert.equal(row.children.length, keys.length);
      row.children.forEach((cell, k) => {
        const text = (cell.querySelector('.first') || cell).textContent;
        assert.ok(text.trim() || !cell.classList.contains('num'), `${kind}: an empty cell of ${table.id} ${keys[k]}`);
        if (!/^(trigger|look_through_low)$/.test(keys[k]) && cell.classList.contains('num') && csv.columns.includes(keys[k]) && isNumber(text)) cellIs(text, csv.rows[at][keys[k]] ?? '', heads[k], `${kind}: ${table.id} ${keys[k]} ${at}`);
        const title = cell.getAttribute('title');
        if (title && /^[−\d.e+-]+$/.test(title)) {
          const alone = text.replace(/[\u00a0\u202f ]?%$/, ''); // with its unit
          const shown = isNumber(alone) && parseShown(alone);
          if (shown) assert.ok(Math.abs(shown.value - Number(title.replace(/−/g, '-'))) <= shown.half * 1.0001, `${kind}: ${table.id} ${keys[k]} shows ${text} of ${title}`);
          assert.equal(cell.classList.contains('loss') || !title.startsWith('−') || !text.startsWith('−'), true, 'what is below zero is red');
        }
      });
    });
  }
}

/** pages: name -> what of the data a page has, a function. */
export function pageTests(pages) {
  for (const kind of Object.keys(pages)) pageTest(kind, () => ({ format: 1, program: 'tradewind 0.2.0', ...pages[kind]() }));
}

function pageTest(kind, dataOf) {
  test(`${kind}: texts, pictures and tables agree, in three languages`, async () => {
    const data = dataOf();
    const document = await openPage(data);
    await look(document, kind);
    const english = textsOf(document, 'h1, h2, label');
    for (const lang of ['fr', 'ja']) {
      choose(document.getElementById('set-language'), lang);
      await drawn();
      assert.notDeepEqual(textsOf(document, 'h1, h2, label'), english);
      assert.equal(document.documentElement.lang, lang);
      const root = document.getElementById('page');
      clean(root.querySelectorAll('pre').reduce((text, node) => text.replace(node.textContent, ''), root.textContent), `${kind} ${lang}`);
    }
    choose(document.getElementById('set-language'), 'en');
    await drawn();
    assert.deepEqual(textsOf(document, 'h1, h2, label'), english);
  });

  test(`${kind}: each choice changes what is shown and its address, and back again`, async () => {
    const document = await openPage(dataOf());
    const root = document.getElementById('page');
    const boxes = root.querySelectorAll('select').map((box) => box.id).filter((id) => id !== 'set-language');
    const said = () => root.querySelectorAll('h1, h2, h3, p, td, th, [data-tip], [class]').map((node) => `${node.tagName === 'option' ? '' : node.textContent}|${node.getAttribute('data-tip')}|${node.getAttribute('class')}|${node.getAttribute('width')}`).join('\n') + document.documentElement.dataset.theme;
    for (const id of boxes) {
      const own = () => document.getElementById(id);
      const first = own().value;
      const [before, address] = [said(), location.href];
      for (const option of own().querySelectorAll('option').map((one) => one.getAttribute('value')).filter((value) => value !== first).slice(-3)) {
        choose(own(), option);
        await drawn();
        assert.notEqual(location.href, address, `${kind}: ${id} ${option} is in the address`);
        if (!(id === 'set-theme' && option === 'light') && !(id === 'set-numbers' && kind === 'routes')) assert.ok(said() !== before, `${kind}: ${id} ${option} changes the page`);
        assert.equal(own().value, option);
      }
      choose(own(), first);
      await drawn();
      // the reader's own choice of how numbers are written is one, also where it is that of the language
      if (id !== 'set-numbers') assert.equal(location.href, address, `${kind}: ${id} back again`);
      assert.ok(said() === before, `${kind}: ${id} back again${apart(said(), before)}`);
    }
  });

  test(`${kind}: headings sort, filters filter, links lead to sections`, async () => {
    const document = await openPage(dataOf());
    for (const table of document.querySelectorAll('.table')) {
      whole(document, table);
      for (const key of columnsOf(table)) {
        const button = document.getElementById(`${table.id}-sort-${key}`);
        const cell = button.parentNode;
        const number = cell.classList.contains('num');
        for (const direction of number ? ['descending', 'ascending'] : ['ascending', 'descending']) {
          if (cell.getAttribute('aria-sort') === direction && number) document.getElementById(`${table.id}-sort-${columnsOf(table).find((one) => one !== key)}`)?.click();
          button.click();
          assert.equal(cell.getAttribute('aria-sort'), direction, `${kind}: ${table.id} ${key}`);
          assert.equal(table.querySelectorAll('[aria-sort]').length, 1);
          const csv = await copied(table, fill.readCsv);
          if (!number || !csv.columns.includes(key)) continue;
          const values = csv.rows.map((row) => row[key]).filter((value) => value !== '' && !Number.isNaN(Number(value))).map(Number);
          const sign = direction === 'ascending' ? 1 : -1;
          values.slice(1).forEach((value, at) => assert.ok(sign * (value - values[at]) >= -1e-12, `${kind}: ${table.id} ${key} ${direction}: ${values}`));
          const empty = csv.rows.map((row) => row[key] === '');
          assert.ok(empty.every((one, at) => !one || empty.slice(at).every(Boolean)), 'empty cells come last');
        }
      }
      const rows = bodyOf(table);
      if (rows.length < 2) continue;
      const word = rows[0].children[0].textContent;
      const filter = document.getElementById(`${table.id}-filter`);
      filter.value = word.toUpperCase();
      filter.fire('input');
      const left = bodyOf(table);
      assert.deepEqual(left.map((row) => row.textContent), rows.map((row) => row.textContent).filter((text) => text.toLowerCase().includes(word.toLowerCase())), `${kind}: ${table.id} by ${word}`);
      assert.match(document.getElementById(`${table.id}-count`).textContent, new RegExp(`${left.length}.*${rows.length}|${left.length}`));
      filter.value = 'no such text';
      filter.fire('input');
      assert.equal(bodyOf(table).length, 0);
      assert.equal(table.querySelectorAll('td.none').length, 1);
      filter.value = '';
      filter.fire('input');
      assert.equal(bodyOf(table).length, rows.length);
    }
    const root = document.getElementById('page');
    const links = root.querySelectorAll('nav a');
    const sections = root.querySelectorAll('main section');
    assert.deepEqual(links.map((link) => link.getAttribute('href')), sections.map((section) => `#${section.id}`));
    links.forEach((link, at) => {
      link.click();
      assert.equal(document.activeElement, sections[at].querySelector('h2'));
      assert.equal(link.textContent, sections[at].querySelector('h2').textContent);
      assert.ok(sections[at].children.length > 1, `${kind}: ${sections[at].id} has something in it`);
    });
  });
}
