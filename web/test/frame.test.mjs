// What surrounds sections, without a browser: the note beside the pointer, what a click on a region, a link or another address
// does, what is drawn again when the window changes, the keyboard's place, files that are saved and texts that are copied.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, drawn, openPage, setUp, textsOf } from './dom.mjs';
import { run } from './pages.mjs';

setUp();
const dom = await import('../src/dom.js');
const { figure } = await import('../src/figure.js');
const { copyText, table } = await import('../src/table.js');
const { setStyle } = await import('../src/format.js');
const { words } = await import('../src/state.js');
const wait = (ms = 0) => new Promise((done) => setTimeout(done, ms));

/** Opens a page, and gives what it listens to: {document, heard: {type: [function]}}. */
async function opened(data, options) {
  const heard = {};
  const listen = (type, act) => (heard[type] ||= []).push(act);
  const define = Object.defineProperty;
  // setUp puts a listener that hears nothing; ours takes its place before the page is read
  Object.defineProperty = (on, name, what) => define(on, name, name === 'addEventListener' && on === globalThis ? { ...what, value: listen } : name === 'matchMedia' && on === globalThis ? { ...what, value: (query) => ({ matches: dark, addEventListener: (type, act) => listen(`${query} ${type}`, act) }) } : what);
  try {
    return { document: await openPage({ format: 1, program: 'tradewind 0.2.0', ...data }, options), heard };
  } finally {
    Object.defineProperty = define;
  }
}
let dark = false;
const fire = (heard, type, event) => heard[type].forEach((act) => act(event));

test('a click on a region chooses it: on the map, a bar, a row of a chart; the address and the box follow', async () => {
  const one = run({ ranges: true });
  const { document } = await opened({ runs: [one] }, { hash: '#lang=en&region=CAN' });
  const box = () => document.getElementById('set-region');
  const address = () => new URLSearchParams(location.hash.slice(1)).get('region');
  const names = one.regions.map(([, name]) => name);
  for (const [what, name] of [['#bars g.row', 'Korea'], ['#decomposition g.row', 'Mexico'], ['#tariff-chart g.row', 'United States']]) {
    document.querySelectorAll(what).find((row) => row.querySelector('text.name').getAttribute('data-tip') === name).click();
    assert.deepEqual([box().value, address()], [String(names.indexOf(name)), one.regions[names.indexOf(name)][0]], what);
    assert.deepEqual(textsOf(document, '#bars .name.strong'), [name], 'the chosen one is strong');
    assert.equal(document.querySelector('#section-sectors h3').textContent.includes(name), true);
  }
  const land = document.querySelectorAll('#map path.pick').find((node) => node.getAttribute('data-tip').startsWith('Canada'));
  land.click();
  assert.deepEqual([box().value, address()], ['0', 'CAN']);
  assert.equal(document.querySelectorAll('#map path.chosen').every((node) => node.getAttribute('data-tip').startsWith('Canada')), true);
  assert.ok(document.querySelectorAll('#map path.chosen').length >= 1);
  const [before] = document.querySelectorAll('#map svg');
  document.querySelectorAll('#map path.chosen')[0].click();
  assert.equal(document.querySelector('#map svg'), before, 'the same one again draws nothing');
  document.querySelectorAll('#flow-diagram g.pick').find((node) => node.querySelector('text.name').textContent === 'Korea').click();
  assert.equal(address(), 'KOR');
});

test('the keyboard stays where it was when sections are drawn again', async () => {
  const { document } = await opened({ runs: [run({})] }, { hash: '#lang=en&region=CAN' });
  for (const [id, value] of [['set-region', '2'], ['metric', 'exports_pct'], ['tariff-view', 'exporters'], ['set-language', 'fr'], ['set-numbers', 'dot']]) {
    const box = document.getElementById(id);
    box.focus();
    choose(box, value);
    await drawn();
    assert.equal(document.activeElement?.id, id, `${id} has the keyboard`);
    assert.equal(document.activeElement, document.getElementById(id), `${id} is the one on the page`);
  }
});

test('another address, a narrower window, print, a dark room: what is to be drawn is drawn, and nothing else', async () => {
  const one = run({});
  const { document, heard } = await opened({ runs: [one] }, { hash: '#lang=en&region=CAN' });
  assert.deepEqual(Object.keys(heard).sort(), ['(prefers-color-scheme: dark) change', 'beforeprint', 'hashchange', 'resize']);
  const region = () => document.getElementById('set-region').value;
  const svg = () => document.querySelector('#bars svg.plot');
  const first = svg();
  fire(heard, 'hashchange'); // by the page itself
  assert.equal(svg(), first);
  location.hash = '#lang=fr&region=MEX';
  location.href = `file:///report.html${location.hash}`;
  fire(heard, 'hashchange');
  await drawn();
  assert.deepEqual([region(), document.documentElement.lang], ['2', 'fr']);
  const width = () => svg().getAttribute('viewBox').split(' ')[2];
  const main = document.getElementById('main');
  const resize = async (wide) => {
    Object.defineProperty(main, 'clientWidth', { value: wide, configurable: true });
    fire(heard, 'resize');
    fire(heard, 'resize');
    const was = svg();
    await wait(40);
    assert.equal(svg(), was, 'not before the window rests');
    await wait(140);
  };
  assert.equal(width(), '900');
  await resize(901);
  assert.equal(width(), '900', 'a pixel is nothing');
  await resize(610);
  assert.equal(width(), '610');
  assert.ok(document.querySelectorAll('svg.plot').every((node) => node.getAttribute('viewBox').split(' ')[2] === '610'), 'all charts');
  await resize(608);
  assert.equal(width(), '608');
  choose(document.getElementById('set-region'), '1');
  assert.equal(width(), '608', 'what is drawn later is as wide');
  // Printed before all of it is drawn
  choose(document.getElementById('set-language'), 'en');
  assert.equal(document.documentElement.dataset.complete, undefined);
  const empty = () => document.querySelectorAll('main section').filter((node) => node.children.length < 2).length;
  assert.ok(empty() > 0);
  fire(heard, 'beforeprint');
  assert.equal(empty(), 0);
  assert.ok(document.documentElement.dataset.complete);
  await wait(5);
  assert.deepEqual(document.documentElement.dataset.theme, 'light');
  dark = true;
  fire(heard, '(prefers-color-scheme: dark) change');
  dark = false;
  assert.deepEqual(document.documentElement.dataset.theme, 'dark');
  assert.match(document.documentElement.dataset.ready, /^\d+$/);
});

test('the note stands beside the pointer, inside of the window, and goes with it', async () => {
  const { document } = await opened({ runs: [run({})] }, { hash: '#lang=en' });
  const note = document.getElementById('tip');
  assert.equal(note.parentNode, document.body);
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 1000, configurable: true });
  for (const [name, value] of [['offsetWidth', 200], ['offsetHeight', 50]]) Object.defineProperty(note, name, { value });
  globalThis.innerHeight = 600;
  const over = document.querySelector('#bars rect.hit');
  const at = (x, y, target = over) => document.listeners.pointermove.forEach((act) => act({ target, clientX: x, clientY: y }));
  const place = () => ['left', 'top'].map((key) => parseFloat(note.style.getPropertyValue(key)));
  at(100, 100);
  assert.ok(note.classList.contains('shown'));
  assert.equal(note.textContent, over.getAttribute('data-tip'));
  const [x, y] = place();
  assert.ok(x > 100 && x < 130 && y > 100 && y < 130, `${x}, ${y}: to the right of the pointer, and below it`);
  for (const [px, py] of [[990, 100], [995, 590], [500, 595], [3, 3]]) {
    at(px, py);
    const [left, top] = place();
    assert.ok(left >= 4 && left + 200 <= 1000 - 8 && top >= 0 && top + 50 <= 600, `${left}, ${top} at ${px}, ${py}`);
    assert.ok(!(px > left && px < left + 200 && py > top && py < top + 50), 'not under the pointer');
  }
  at(500, 532); // the note would just fit: 532 + 18 + 50
  assert.equal(place()[1], 550);
  at(500, 533);
  assert.equal(place()[1], 473);
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 150 });
  at(100, 100);
  assert.equal(place()[0], 4);
  at(10, 10, document.body);
  assert.equal(note.classList.contains('shown'), false);
  at(10, 10, { }); // no element
  assert.equal(note.classList.contains('shown'), false);
});

test('links inside of the page take the keyboard along, and draw what is not yet drawn', async () => {
  const { document } = await opened({ runs: [run({})] }, { hash: '#lang=en' });
  choose(document.getElementById('set-language'), 'en');
  const skip = document.querySelector('a.skip');
  let stopped = 0;
  let top = null;
  const last = document.querySelectorAll('nav a').at(-1);
  const heading = document.querySelectorAll('main h2').at(-1);
  heading.scrollIntoView = (how) => (top = how);
  assert.equal(heading.hasAttribute('tabindex'), false);
  last.fire('click', { preventDefault: () => (stopped += 1) });
  assert.equal(document.querySelectorAll('main section').every((node) => node.children.length > 1), true);
  assert.deepEqual([stopped, document.activeElement, heading.getAttribute('tabindex'), top], [1, heading, '-1', { block: 'start' }]);
  skip.fire('click', { preventDefault: () => (stopped += 1) });
  assert.deepEqual([stopped, document.activeElement], [2, document.getElementById('main')]);
  for (const form of document.querySelectorAll('form')) form.fire('submit', { preventDefault: () => (stopped += 1) });
  assert.ok(stopped > 2, 'a form sends nothing');
});

test('the link and the command are copied, and that is said', async () => {
  const one = run({});
  const { document } = await opened({ runs: [one] }, { hash: '#lang=en&region=KOR&theme=dark' });
  const said = () => document.getElementById('status').textContent;
  document.getElementById('copy-link').click();
  await wait();
  assert.equal(document.copied, 'file:///report.html#lang=en&region=KOR&theme=dark');
  assert.equal(said(), words().ui.linkCopied);
  assert.ok(document.getElementById('status').classList.contains('shown'));
  document.getElementById('copy-command').click();
  await wait();
  assert.equal(document.copied, one.manifest.command);
  assert.equal(said(), words().ui.commandCopied);
  navigator.clipboard.writeText = async () => { throw new Error('no'); };
  document.execCommand = () => false;
  for (const id of ['copy-link', 'copy-command', 'regions-copy']) {
    document.getElementById('status').textContent = '';
    document.getElementById(id).click();
    await wait();
    assert.equal(said(), words().ui.notCopied, id);
  }
});

test('where there is no clipboard a text is copied as of old, and the keyboard goes back', async () => {
  const document = setUp();
  navigator.clipboard.writeText = async () => { throw new Error('not allowed'); };
  const button = document.createElement('button');
  document.body.append(button);
  button.focus();
  for (const [works, answer] of [[() => true, true], [() => false, false], [() => { throw new Error('never'); }, false]]) {
    let seen = null;
    document.execCommand = (what) => {
      seen = [what, document.body.querySelector('textarea').value, document.body.querySelector('textarea').getAttribute('class')];
      return works();
    };
    assert.equal(await copyText('a text'), answer);
    assert.deepEqual(seen, ['copy', 'a text', 'away']);
    assert.equal(document.querySelectorAll('textarea').length, 0);
    assert.equal(document.activeElement, button);
  }
});

/** Catches the files that are given to the reader: [{name, type, text}]. */
function files() {
  const list = [];
  const blobs = new Map();
  globalThis.URL.createObjectURL = (blob) => {
    blobs.set(`blob:${blobs.size + 1}`, blob);
    return `blob:${blobs.size}`;
  };
  globalThis.URL.revokeObjectURL = () => {};
  const make = document.createElement;
  document.createElement = (tag) => {
    const node = make(tag);
    if (tag === 'a') node.addEventListener('click', () => node.getAttribute('download') && list.push({ name: node.getAttribute('download'), blob: blobs.get(node.getAttribute('href')), inPage: node.parentNode === document.body }));
    return node;
  };
  return list;
}

test('a table is saved for the spreadsheet of the reader\'s language, with what is filtered and sorted', async () => {
  const document = setUp();
  const list = files();
  const rows = [{ name: 'Köln', value: 1234.5, text: '=1+1' }, { name: 'a;b', value: null, text: '-2' }, { name: 'say "so"', value: -0.001, text: ' x' }, { name: 'far', value: 7, text: 'x' }];
  for (const [style, sep, dec] of [['point', ',', '.'], ['space', ';', ','], ['dot', ';', ',']]) {
    setStyle(style);
    const node = table({ id: `t-${style}`, caption: 'T', rows, sort: ['value', 'descending'], columns: [{ key: 'name', label: 'Name', header: true, value: (row) => row.name }, { key: 'value', label: 'Value', number: true, value: (row) => row.value, text: (row) => String(row.value) }, { key: 'text', label: 'Text', value: (row) => row.text, csv: [['what', (row) => row.text]] }] });
    document.getElementById('page').replaceChildren(node);
    document.getElementById(`t-${style}-filter`).value = 'x'; // leaves two
    document.getElementById(`t-${style}-download`).click();
    await wait();
    const { name, blob, inPage } = list.at(-1);
    assert.deepEqual([name, inPage, blob.type], [`tradewind-t-${style}.csv`, true, 'text/csv;charset=utf-8']);
    assert.deepEqual([...new Uint8Array(await blob.arrayBuffer()).slice(0, 3)], [0xef, 0xbb, 0xbf]);
    const text = (await blob.text()).replace(/^\ufeff/, '');
    const b = style === 'point' ? 'a;b' : '"a;b"';
    assert.equal(text, [['name', 'value', 'what'], ['Köln', `1234${dec}5`, "'=1+1"], ['far', '7', 'x'], ['"say ""so"""', `-0${dec}001`, '" x"'], [b, '', '-2']].map((line) => `${line.join(sep)}\n`).join(''));
    assert.equal(document.getElementById('status').textContent, words().ui.saved(name));
    assert.equal(document.body.querySelectorAll('a').filter((one) => one.hasAttribute('download')).length, 0, 'the link is gone');
    document.getElementById(`t-${style}-filter`).fire('input');
    document.getElementById(`t-${style}-download`).click();
    await wait();
    assert.equal((await list.at(-1).blob.text()).replace(/^\ufeff/, '').split('\n').length, 4, 'head, two rows, and the end of the last line');
  }
  setStyle('point');
});

test('a chart is saved as SVG and as PNG of twice its size; what goes wrong is said', async () => {
  const document = setUp();
  const list = files();
  const size = {};
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => '' });
  globalThis.XMLSerializer = class { serializeToString() { return '<svg>ü</svg>'; } };
  const make = document.createElement;
  document.createElement = (tag) => {
    const node = make(tag);
    if (tag === 'canvas') Object.assign(node, { getContext: () => ({ drawImage: (_, x, y, wide, high) => Object.assign(size, { x, y, wide, high }), measureText: (text) => ({ width: text.length * 6 }) }), toBlob: (done, type) => done(size.none ? null : new Blob(['png'], { type })) });
    return node;
  };
  globalThis.Image = class {
    set src(value) {
      size.src = value;
      setTimeout(() => (size.broken ? this.onerror() : this.onload()));
    }
  };
  const node = figure({ id: 'chart', title: 'T', desc: 'd', draw: (width) => dom.s('svg', { viewBox: `0 0 ${width} 100` }) });
  document.getElementById('page').replaceChildren(node);
  node.redraw(400);
  const save = async (kind) => {
    document.getElementById(`chart-${kind}`).click();
    await wait(15);
    return [list.at(-1)?.name, list.at(-1)?.blob.type, document.getElementById('status').textContent];
  };
  assert.deepEqual(await save('svg'), ['tradewind-chart.svg', 'image/svg+xml', words().ui.saved('tradewind-chart.svg')]);
  const text = await list.at(-1).blob.text();
  assert.equal(text, '<?xml version="1.0" encoding="UTF-8"?>\n<svg>ü</svg>\n');
  assert.deepEqual(await save('png'), ['tradewind-chart.png', 'image/png', words().ui.saved('tradewind-chart.png')]);
  const high = 100 + 16 + 23 + 8 + 12 + 6; // title and margins
  assert.deepEqual([size.x, size.y, size.wide, size.high], [0, 0, 800, 2 * high]);
  assert.equal(decodeURIComponent(size.src.replace('data:image/svg+xml;charset=utf-8,', '')), text);
  size.none = true;
  assert.equal((await save('png'))[2], 'no picture');
  size.broken = true;
  assert.equal((await save('png'))[2], 'the picture could not be drawn');
  assert.equal(list.length, 2);
  for (const [given, wide] of [[100, 280], [280, 280], [281, 281], [0, 720], [undefined, 720], [500.6, 501]]) {
    node.redraw(given);
    assert.equal(node.querySelector('svg').getAttribute('viewBox').split(' ')[2], String(wide));
  }
  const [button] = node.querySelectorAll('button');
  assert.deepEqual([button.textContent, button.getAttribute('title'), button.getAttribute('aria-label')], ['SVG', words().ui.saveSvg, words().ui.saveChart('T', 'SVG')]);
  assert.equal(figure({ id: 'bare', title: 'T', bare: true, draw: () => dom.s('svg', {}) }).querySelectorAll('button').length, 0);
});

test('elements: what is none is left out, what is true stands, a text is never read as HTML', () => {
  const { h, s, append, select, choice } = dom;
  let clicks = 0;
  const node = h('p', { class: 'a', hidden: true, title: null, lang: undefined, disabled: false, style: { color: 'red' }, onclick: () => (clicks += 1) }, 'x', null, [['<b>'], false, 0], undefined, s('svg'));
  node.click();
  assert.deepEqual([[...node.map], node.style.values, clicks], [[['class', 'a'], ['hidden', '']], { color: 'red' }, 1]);
  assert.deepEqual(node.childNodes.map((one) => one.tagName || one.textContent), ['x', '<b>', '0', 'svg']);
  append(node, ['y']);
  assert.equal(node.textContent, 'x<b>0y');
  let chosen = null;
  const box = select('s', 'Which', [[0, 'none'], [1, 'one'], ['2', 'two']], 1, (value) => (chosen = value), { title: 't' });
  assert.deepEqual([box.getAttribute('class'), box.getAttribute('title'), box.querySelector('label').getAttribute('for'), box.querySelectorAll('option[selected]').map((one) => one.textContent)], ['control', 't', 's', ['one']]);
  choose(box.querySelector('select'), '2');
  assert.equal(chosen, '2');
  const radios = choice('c', 'Which', [['a', 'A'], ['b', 'B']], 'b', (value) => (chosen = value));
  assert.deepEqual(radios.querySelectorAll('input').map((one) => [one.id, one.getAttribute('name'), one.getAttribute('type'), one.hasAttribute('checked')]), [['c-a', 'c', 'radio', false], ['c-b', 'c', 'radio', true]]);
  assert.deepEqual([radios.querySelector('legend').textContent, textsOf(radios, 'span'), radios.querySelectorAll('label').map((one) => one.getAttribute('for'))], ['Which', ['A', 'B'], ['c-a', 'c-b']]);
  radios.querySelector('input').fire('change');
  assert.equal(chosen, 'a');
});

test('texts that are too long are cut or go on in another line, no wider than there is room', () => {
  const { fitText, textWidth, wrapText } = dom;
  assert.equal(textWidth('abcd', 10), 24);
  assert.equal(textWidth('abcd'), textWidth('abcd', 13));
  const text = 'Electrical equipment and machinery';
  for (let room = 10; room < 300; room += 7) {
    const cut = fitText(text, room, 10);
    if (textWidth(text, 10) <= room) assert.equal(cut, text);
    else {
      assert.ok(cut.endsWith('…') && text.startsWith(cut.slice(0, -1)) && cut.length >= 2, cut);
      assert.ok(textWidth(cut, 10) <= Math.max(room, 12), `${cut} in ${room}`);
      const longer = `${text.slice(0, cut.length)}…`.replace(/ …$/, '…');
      if (!/\s/.test(text[cut.length - 1])) assert.ok(textWidth(longer, 10) > room || longer.length <= cut.length, `${longer} would fit in ${room}`);
    }
    const lines = wrapText(text, Math.max(room, 80), 10, 3);
    assert.ok(lines.length <= 3 && lines.every((line) => textWidth(line, 10) <= Math.max(room, 80) && line === line.trim()));
    if (!lines.join('').includes('…')) assert.equal(lines.join(' '), text);
  }
  assert.deepEqual(wrapText('ab cd ef gh', 30, 10), ['ab cd', 'ef gh']);
  assert.deepEqual(wrapText('ab cd ef gh', 30, 10, 1), ['ab c…']);
  assert.deepEqual(wrapText('well-known', 36, 10), ['well-', 'known']);
  assert.deepEqual(wrapText('abc 5 %', 36, 10), ['abc', '5 %']);
  assert.deepEqual(wrapText('日本語の文', 18, 10), ['日本語', 'の文']);
});

test('what is said goes away after a moment, and the last one said stays its time', async () => {
  const document = setUp();
  const status = document.getElementById('status');
  const later = [];
  const [set, clear] = [globalThis.setTimeout, globalThis.clearTimeout];
  globalThis.setTimeout = (act, ms) => later.push({ act, ms });
  globalThis.clearTimeout = (at) => later[at - 1] && (later[at - 1].gone = true);
  try {
    dom.announce('one');
    dom.announce('two');
  } finally {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }
  assert.deepEqual([status.textContent, status.classList.contains('shown'), later.map(({ ms, gone = false }) => [ms, gone])], ['two', true, [[2500, true], [2500, false]]]);
  later[1].act();
  assert.equal(status.classList.contains('shown'), false);
});
