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
export function fitText(text, width, size = 13, weight = 400) {
  if (textWidth(text, size, weight) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${text.slice(0, middle)}…`, size, weight) <= width) low = middle;
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

/** One of a few: radio buttons side by side. options are [value, label]. */
export function choice(id, label, options, value, onchange) {
  return h(
    'fieldset',
    { class: 'choice', id },
    h('legend', {}, label),
    options.map(([key, text]) =>
      h('label', { for: `${id}-${key}` }, h('input', { type: 'radio', name: id, id: `${id}-${key}`, value: key, checked: key === value, onchange: () => onchange(key) }), h('span', {}, text)),
    ),
  );
}

/** A text in lines of at most `width` pixels and at most `most` lines; what does not fit ends in an ellipsis. */
export function wrapText(text, width, size = 13, most = Infinity, weight = 400) {
  const parts = /[\u3040-\u9fff]/.test(text) ? [...text] : text.split(/(?<=[\s\u2010-\u2014/-])(?!%)/);
  const lines = [''];
  for (const part of parts) {
    const last = lines.length - 1;
    if (lines[last] && textWidth((lines[last] + part).trimEnd(), size, weight) > width) lines.push(part);
    else lines[last] += part;
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = lines.slice(most - 1).join('');
  return kept.map((line) => fitText(line.trim(), width, size, weight));
}
