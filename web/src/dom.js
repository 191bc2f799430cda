// Elements, made without innerHTML: names in a world or a scenario are text, whatever they look like.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An HTML element: h('p', {class: 'note'}, 'text', otherNode). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

let pen;

/** Width of a text in pixels, as charts need it before they are in the page. */
export function textWidth(text, size = 13, weight = 400) {
  pen ||= document.createElement('canvas').getContext('2d');
  pen.font = `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
  return pen.measureText(text).width;
}

/** Cuts a text that is wider than `width`; the whole text is in the tooltip and in the table. */
export function fitText(text, width, size = 13) {
  if (textWidth(text, size) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${text.slice(0, middle)}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, Math.max(1, low)).trimEnd()}…`;
}

/** A select: options are [value, label]. */
export function select(id, label, options, value, onchange, attributes) {
  const box = h('select', { id, onchange: (event) => onchange(event.target.value) });
  for (const [key, text] of options) box.append(h('option', { value: key, selected: String(key) === String(value) }, text));
  return h('div', { class: 'control', ...attributes }, h('label', { for: id }, label), box);
}

/** Says something to a screen reader, and shows it for a moment. */
export function announce(text) {
  const box = document.getElementById('status');
  box.textContent = text;
  box.classList.add('shown');
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => box.classList.remove('shown'), 2500);
}

/** Gives a file to the reader. */
export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
