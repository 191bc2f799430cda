// A chart with its title, its text alternative and its two buttons. Files are saved in light colours, with title and
// source, and with every style written into the picture so that other programs show it alike.
import { announce, download, fitText, h, s, textWidth, wrapText } from './dom.js';
import { words } from './state.js';

const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'font-size', 'font-weight', 'text-anchor', 'paint-order', 'vector-effect'];
const FONT = 'Helvetica, Arial, "Noto Sans", "Noto Sans CJK JP", sans-serif';

/** The chart on its own: an SVG element with everything written into it. */
function standalone(svg, { title, subtitle, source }) {
  const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
  const paper = h('div', { class: 'paper away' });
  const copy = svg.cloneNode(true);
  paper.append(copy);
  document.body.append(paper);
  for (const node of [copy, ...copy.querySelectorAll('*')]) {
    const style = getComputedStyle(node);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && node.tagName !== 'title' && node.tagName !== 'desc') node.setAttribute(name, value);
    }
    node.removeAttribute('class');
    node.removeAttribute('data-tip');
    node.removeAttribute('data-region');
  }
  paper.remove();
  const heads = wrapText(title, width - 24, 18);
  const subs = subtitle ? wrapText(subtitle, width - 24, 12) : [];
  const feet = source ? wrapText(source, width - 24, 11) : [];
  const top = 16 + heads.length * 23 + subs.length * 16 + 8;
  const bottom = 12 + feet.length * 15 + 6;
  const out = s('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height: height + top + bottom,
    viewBox: `0 0 ${width} ${height + top + bottom}`,
    'font-family': FONT,
  });
  out.append(s('rect', { width: '100%', height: '100%', fill: '#ffffff' }));
  heads.forEach((line, i) => out.append(s('text', { x: 12, y: 28 + i * 23, 'font-size': 18, 'font-weight': 600, fill: '#1a1a1a' }, line)));
  subs.forEach((line, i) => out.append(s('text', { x: 12, y: 24 + heads.length * 23 + i * 16, 'font-size': 12, fill: '#555555' }, line)));
  copy.setAttribute('x', '0');
  copy.setAttribute('y', String(top));
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  for (const name of ['role', 'aria-labelledby', 'id']) copy.removeAttribute(name);
  out.append(copy);
  feet.forEach((line, i) => out.append(s('text', { x: 12, y: height + top + 18 + i * 15, 'font-size': 11, fill: '#555555' }, line)));
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(out)}\n`, width, height: height + top + bottom };
}

function picture(svgText, width, height) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(width * 2);
      canvas.height = Math.round(height * 2);
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
    };
    image.onerror = () => reject(new Error('the picture could not be drawn'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  });
}

/** options: id, title, subtitle, desc (text alternative), source, controls, draw(width) -> SVG element */
export function figure(options) {
  const { id, title, subtitle, desc, draw } = options;
  const ui = words().ui;
  const holder = h('div', { class: 'chart', id: `${id}-chart` });
  const name = `tradewind-${id}`;
  let svg = null;

  function redraw(available) {
    const width = Math.max(280, Math.round(available || 720));
    svg = draw(width);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-labelledby', `${id}-t ${id}-d`);
    svg.prepend(s('title', { id: `${id}-t` }, title), s('desc', { id: `${id}-d` }, desc || ''));
    holder.replaceChildren(svg);
  }

  const save = async (kind) => {
    try {
      const alone = standalone(svg, options);
      const blob = kind === 'SVG' ? new Blob([alone.text], { type: 'image/svg+xml' }) : await picture(alone.text, alone.width, alone.height);
      const file = `${name}.${kind.toLowerCase()}`;
      download(file, blob);
      announce(ui.saved(file));
    } catch (error) {
      announce(error.message);
    }
  };
  const button = (kind, label) =>
    h('button', { type: 'button', id: `${id}-${kind.toLowerCase()}`, 'aria-label': ui.saveChart(title, kind), title: label, onclick: () => save(kind) }, kind);

  const node = h(
    'figure',
    { id, 'aria-labelledby': `${id}-title` },
    h(
      'figcaption',
      {},
      h('div', { class: 'figbar' }, h(options.heading || 'h3', { id: `${id}-title` }, title), options.bare ? null : h('div', { class: 'tools' }, button('SVG', ui.saveSvg), button('PNG', ui.savePng))),
      subtitle && h('p', { class: 'sub' }, subtitle),
      options.controls && h('div', { class: 'controls' }, options.controls),
    ),
    holder,
  );
  node.redraw = redraw;
  return node;
}

/** Rows of a legend that wrap at a width: [{x, y, item}], and the height they take. */
export function flowLegend(items, width, { size = 12, mark = 14, gap = 16, line = 20 } = {}) {
  let x = 0;
  let y = 0;
  const placed = items.map((item) => {
    const label = fitText(item.label, width - mark - 8, size);
    const wide = mark + 6 + textWidth(label, size);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += line;
    }
    const place = { x, y, item, label };
    x += wide + gap;
    return place;
  });
  return { placed, height: y + line };
}
