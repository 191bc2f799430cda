// A document without a browser: elements with attributes, texts, listeners and the selectors that tests ask for. Letters
// are as wide as each other: 0.6 of their size. It lays nothing out; what a picture shows is read from its attributes.
import { readFileSync } from 'node:fs';

class FakeNode {
  parentNode = null;
  childNodes = [];
  get firstChild() { return this.childNodes[0] ?? null; }
  get children() { return this.childNodes.filter((one) => one instanceof FakeElement); }
  get textContent() { return this.childNodes.map((one) => one.textContent).join(''); }
  set textContent(text) { this.replaceChildren(String(text)); }
  insert(at, nodes) {
    const list = nodes.map((one) => (one instanceof FakeNode ? one : new FakeText(String(one))));
    for (const one of list) {
      one.remove();
      one.parentNode = this;
    }
    this.childNodes.splice(at, 0, ...list);
  }
  append(...nodes) { this.insert(this.childNodes.length, nodes); }
  prepend(...nodes) { this.insert(0, nodes); }
  replaceChildren(...nodes) {
    for (const one of [...this.childNodes]) one.remove();
    this.append(...nodes);
  }
  remove() {
    const list = this.parentNode?.childNodes;
    if (list) list.splice(list.indexOf(this), 1);
    this.parentNode = null;
  }
  replaceWith(node) {
    const parent = this.parentNode;
    const at = parent.childNodes.indexOf(this);
    this.remove();
    parent.insert(at, [node]);
  }
}

class FakeText extends FakeNode {
  constructor(text) {
    super();
    this.data = text;
  }
  get textContent() { return this.data; }
}

const parsed = new Map();
/** "a.b[c=d] > e, f" as lists of [how it is joined, test]. */
function selector(text) {
  if (!parsed.has(text)) {
    parsed.set(text, text.split(',').map((one) => {
      const steps = [];
      let join = ' ';
      for (const [word] of one.trim().matchAll(/>|(?:[\w-]+|\*)?(?:[#.][\w-]+|\[[^\]]+\])*/g)) {
        if (!word) continue;
        if (word === '>') join = '>';
        else {
          const tests = [...word.matchAll(/([#.]?)([\w-]+)|\[([\w-]+)(?:(\^?)="?([^"\]]*)"?)?\]/g)].map(([, mark, name, key, start, value]) => (node) => {
            if (key) return node.hasAttribute(key) && (value === undefined || (start ? node.getAttribute(key).startsWith(value) : node.getAttribute(key) === value));
            return mark === '#' ? node.id === name : mark === '.' ? node.words.includes(name) : node.tagName.toLowerCase() === name.toLowerCase();
          });
          steps.push([join, (node) => tests.every((passes) => passes(node))]);
          join = ' ';
        }
      }
      return steps;
    }));
  }
  return parsed.get(text);
}
function fits(node, steps, at = steps.length - 1) {
  if (!steps[at][1](node)) return false;
  if (at === 0) return true;
  for (let up = node.parentNode; up instanceof FakeElement; up = steps[at][0] === '>' ? null : up.parentNode) if (fits(up, steps, at - 1)) return true;
  return false;
}

class FakeElement extends FakeNode {
  listeners = {};
  map = new Map();
  style = { values: {}, setProperty(key, value) { this.values[key] = value; }, getPropertyValue(key) { return this.values[key] ?? ''; } };
  constructor(tag) {
    super();
    this.tagName = tag;
    this.dataset = {};
  }
  get words() { return (this.getAttribute('class') || '').split(/\s+/).filter(Boolean); }
  get classList() {
    const put = (list) => this.setAttribute('class', list.join(' '));
    return {
      contains: (word) => this.words.includes(word),
      add: (word) => put([...new Set([...this.words, word])]),
      remove: (word) => put(this.words.filter((one) => one !== word)),
      toggle: (word, on) => (on ? this.classList.add(word) : this.classList.remove(word)),
    };
  }
  get clientWidth() { return 900; }
  get offsetHeight() { return 700; }
  get id() { return this.getAttribute('id') ?? ''; }
  get value() { return this.own ?? (this.tagName === 'select' ? (this.querySelector('option[selected]') || this.querySelector('option'))?.getAttribute('value') : this.getAttribute('value')) ?? ''; }
  set value(text) { this.own = String(text); }
  setAttribute(name, value) { this.map.set(name, String(value)); }
  getAttribute(name) { return this.map.get(name) ?? null; }
  hasAttribute(name) { return this.map.has(name); }
  removeAttribute(name) { this.map.delete(name); }
  addEventListener(type, run) { (this.listeners[type] ||= []).push(run); }
  /** What a reader does to it. */
  fire(type, more = {}) { for (const run of this.listeners[type] || []) run({ target: this, preventDefault() {}, ...more }); }
  click() { this.fire('click'); }
  focus() { document.activeElement = this; }
  select() {}
  scrollIntoView() {}
  getContext() {
    return { font: '', measureText(text) { return { width: [...text].length * 0.6 * Number(this.font.match(/([\d.]+)px/)[1]) }; } };
  }
  cloneNode() {
    const copy = new FakeElement(this.tagName);
    copy.map = new Map(this.map);
    for (const one of this.childNodes) copy.append(one instanceof FakeElement ? one.cloneNode() : one.textContent);
    return copy;
  }
  /** All elements below it, in order: a plain list, since every look-up of a test asks for it. */
  all(list = []) {
    for (const one of this.childNodes) {
      if (!(one instanceof FakeElement)) continue;
      list.push(one);
      one.all(list);
    }
    return list;
  }
  querySelectorAll(text) {
    const wanted = selector(text);
    return this.all().filter((node) => wanted.some((steps) => fits(node, steps)));
  }
  querySelector(text) { return this.querySelectorAll(text)[0] ?? null; }
  closest(text) {
    for (let up = this; up instanceof FakeElement; up = up.parentNode) if (selector(text).some((steps) => fits(up, steps))) return up;
    return null;
  }
}

/** Puts a document, an address and the map where the page looks for them; gives the document. */
export function setUp({ hash = '', search = '', languages = ['en'] } = {}) {
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const root = new FakeElement('html');
  const body = new FakeElement('body');
  root.append(new FakeElement('head'), body);
  const status = new FakeElement('div');
  status.setAttribute('id', 'status');
  const main = new FakeElement('div');
  main.setAttribute('id', 'page');
  body.append(status, main);
  const document = {
    documentElement: root, body, activeElement: null, title: '', listeners: {},
    createElement: (tag) => new FakeElement(tag),
    createElementNS: (_, tag) => new FakeElement(tag),
    createTextNode: (text) => new FakeText(text),
    getElementById: (id) => root.all().find((node) => node.id === id) ?? null,
    querySelector: (text) => root.querySelector(text),
    querySelectorAll: (text) => root.querySelectorAll(text),
    styleSheets: [{ rules: [], insertRule(text) { this.rules.push(text); } }],
    addEventListener(type, run) { (this.listeners[type] ||= []).push(run); },
  };
  define('addEventListener', () => {});
  define('document', document);
  define('Node', FakeNode);
  define('matchMedia', () => ({ matches: false, addEventListener() {} }));
  define('navigator', { languages, language: languages[0], clipboard: { async writeText(text) { document.copied = text; } } });
  const location = { href: `file:///report.html${search}${hash}`, search, hash };
  define('location', location);
  define('history', { replaceState: (_, __, address) => Object.assign(location, { href: address, hash: address.includes('#') ? address.slice(address.indexOf('#')) : '' }) });
  const world = new URL('../dist/world.json', import.meta.url);
  if (!('WORLD' in globalThis)) define('WORLD', readFileSync(world, 'utf8'));
  return document;
}

export const numberOf = (node, name) => Number(node.getAttribute(name));
export const textsOf = (root, what) => root.querySelectorAll(what).map((node) => node.textContent);

let opened = 0;
/** Opens the page with data as the program would put them in, and waits until all of it is drawn. */
export async function openPage(data, { hash = '#lang=en', ...options } = {}) {
  const document = setUp({ hash, ...options });
  const holder = document.createElement('script');
  holder.setAttribute('id', 'tradewind-data');
  holder.append(JSON.stringify(data));
  document.body.append(holder);
  await import(`../src/main.js?${(opened += 1)}`);
  await drawn();
  return document;
}

export async function drawn() {
  for (let turn = 0; turn < 2000 && !document.documentElement.dataset.complete; turn++) await new Promise((done) => setTimeout(done));
  if (!document.documentElement.dataset.complete) throw new Error('the page was not drawn');
}

/** A reader chooses an option. */
export function choose(select, value) {
  select.value = value;
  select.fire('change');
}

/** What a table's copy button gives: {columns, rows: [{column: text}]}. */
export async function copied(table, readCsv) {
  document.copied = null;
  document.getElementById(`${table.id}-copy`).click();
  await new Promise((done) => setTimeout(done));
  return readCsv(document.copied);
}
