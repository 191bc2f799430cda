// Tables that sort by their headers, filter, and copy as CSV with every digit.
import { announce, append, download, h } from './dom.js';
import { full, sheetStyle } from './format.js';
import { words } from './state.js';

const kept = new Map(); // sorting and filter of a table outlive a change of language

// A text that a spreadsheet would run gets an apostrophe before it, as in the files (docs/formats.md).
const formula = /^[' ]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** A cell as the program's files have it, or as a spreadsheet with other separators reads it. */
export function csvCell(value, { separator = ',', decimal = '.' } = {}) {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'number' ? String(value).replace('.', decimal) : String(value);
  const marked = typeof value !== 'number' && formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /["\n\r]|^[ \t]|[ \t]$/.test(text) || text.includes(separator) ? `"${marked.replace(/"/g, '""')}"` : marked;
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = h('textarea', { class: 'away', 'aria-hidden': 'true', tabindex: '-1' });
    box.value = text;
    const focused = document.activeElement;
    document.body.append(box);
    box.select();
    let done = false;
    try {
      done = document.execCommand('copy');
    } catch {
      done = false;
    }
    box.remove();
    if (focused) focused.focus();
    return done;
  }
}

/**
 * columns: {key, label, unit, number, header, value(row), text(row), small(row), kind(row), lang, csv: [[name, value(row)], ...]};
 *   small: a second line in the cell, kind: a class of the cell, full: what a short
 *   label stands for
 * options: id, caption, rows, sort: [key, 'ascending' | 'descending'], few: rows shown before the rest is asked for
 */
export function table(options) {
  const { id, caption, columns, rows, few = Infinity } = options;
  const memory = kept.get(id) || { sort: options.sort || null, filter: '', all: false };
  kept.set(id, memory);
  if (memory.sort && !columns.some((column) => column.key === memory.sort[0])) memory.sort = options.sort || null;
  const ui = words().ui;

  const texts = new Map();
  const textOf = (column, row) => (column.text ? column.text(row) : String(column.value(row) ?? '–'));
  const haystack = (row) => {
    if (!texts.has(row)) texts.set(row, columns.map((column) => textOf(column, row)).join('\u0001').toLowerCase());
    return texts.get(row);
  };
  let collator = null;

  function chosen() {
    const wanted = memory.filter.trim().toLowerCase();
    let list = wanted ? rows.filter((row) => haystack(row).includes(wanted)) : rows.slice();
    if (memory.sort) {
      collator ||= new Intl.Collator(words().code, { numeric: true });
      const column = columns.find((c) => c.key === memory.sort[0]);
      const sign = memory.sort[1] === 'ascending' ? 1 : -1;
      const value = column.sort || column.value;
      list = list
        .map((row) => [value(row), row])
        .sort(([a], [b]) => {
          const noA = a === null || a === undefined;
          const noB = b === null || b === undefined;
          if (noA || noB) return noA - noB; // empty values come last either way
          return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b));
        })
        .map(([, row]) => row);
    }
    return list;
  }

  const body = h('tbody');
  const count = h('span', { class: 'count', id: `${id}-count` });
  const more = h('button', { type: 'button', class: 'more', id: `${id}-more`, onclick: () => ((memory.all = !memory.all), draw()) });
  const head = h('tr');
  const headers = columns.map((column) => {
    const button = h(
      'button',
      {
        type: 'button',
        id: `${id}-sort-${column.key}`,
        'data-tip': column.full,
        onclick: () => {
          const first = column.number ? 'descending' : 'ascending';
          const other = first === 'ascending' ? 'descending' : 'ascending';
          memory.sort = [column.key, memory.sort && memory.sort[0] === column.key && memory.sort[1] === first ? other : first];
          draw();
        },
      },
      h('span', { class: 'label' }, column.label, column.full && h('span', { class: 'sr' }, ` – ${column.full}`), column.unit && h('span', { class: 'unit' }, ` ${column.unit}`)),
      h('span', { class: 'arrow', 'aria-hidden': 'true' }),
    );
    const cell = h('th', { scope: 'col', class: column.number ? 'num' : null }, button);
    head.append(cell);
    return cell;
  });

  function draw() {
    const list = chosen();
    const shown = memory.all ? list : list.slice(0, few);
    headers.forEach((cell, index) => {
      const own = memory.sort && memory.sort[0] === columns[index].key;
      if (own) cell.setAttribute('aria-sort', memory.sort[1]);
      else cell.removeAttribute('aria-sort');
    });
    body.replaceChildren();
    for (const row of shown) {
      const line = h('tr', { class: options.mark && options.mark(row) ? 'marked' : null });
      for (const column of columns) {
        const text = textOf(column, row);
        const attributes = { class: column.number ? (text.startsWith('\u2212') ? 'num loss' : 'num') : column.wide ? 'wide' : null, lang: column.langOf ? column.langOf(row) : column.lang };
        if (column.kind) attributes.class = `${attributes.class || ''} ${column.kind(row) || ''}`.trim();
        // What is rounded shows all its digits under the pointer
        if (column.number && typeof column.value(row) === 'number' && full(column.value(row)) !== text) attributes.title = full(column.value(row));
        const content = column.small ? [h('span', { class: 'first' }, text), h('span', { class: 'second' }, column.small(row))] : text;
        line.append(column.header ? h('th', { scope: 'row', ...attributes }, content) : h('td', attributes, content));
      }
      body.append(line);
    }
    if (!list.length) body.append(h('tr', {}, h('td', { colspan: columns.length, class: 'none' }, ui.noRows)));
    count.textContent = ui.rows(shown.length, rows.length);
    more.hidden = list.length <= few;
    more.textContent = memory.all ? ui.showFew(few) : ui.showAll(list.length);
  }

  function csv(form = { separator: ',', decimal: '.' }) {
    const fields = columns.flatMap((column) => column.csv || [[column.key, column.value]]);
    const list = chosen();
    const lines = [fields.map(([name]) => csvCell(name, form)).join(form.separator)];
    for (const row of list) lines.push(fields.map(([, value]) => csvCell(value(row), form)).join(form.separator));
    return [`${lines.join('\n')}\n`, list.length];
  }

  const filter = h('input', {
    type: 'search',
    id: `${id}-filter`,
    'aria-label': ui.filterTable(caption),
    placeholder: ui.filter,
    value: memory.filter,
    autocomplete: 'off',
    oninput: (event) => {
      memory.filter = event.target.value;
      draw();
    },
  });
  const copy = h(
    'button',
    {
      type: 'button',
      id: `${id}-copy`,
      'aria-label': `${ui.csv}: ${caption}`,
      onclick: async () => {
        const [text, n] = csv();
        announce((await copyText(text)) ? ui.copied(n) : ui.notCopied);
      },
    },
    ui.csv,
  );
  // For a spreadsheet of the reader's language; the mark at the start says that it is UTF-8
  const save = h(
    'button',
    {
      type: 'button',
      id: `${id}-download`,
      'aria-label': `${ui.downloadCsv}: ${caption}`,
      title: ui.downloadTitle(sheetStyle()),
      onclick: () => {
        const [text] = csv(sheetStyle());
        const file = `tradewind-${id}.csv`;
        download(file, new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
        announce(ui.saved(file));
      },
    },
    ui.downloadCsv,
  );
  draw();
  const captionId = `${id}-caption`;
  const block = h('div', { class: `table ${options.kind || ''}`.trim(), id });
  append(block, [
    h('div', { class: 'tablebar' }, h(options.heading || 'h3', { id: captionId }, caption), h('div', { class: 'tools' }, filter, copy, save)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': captionId },
      h('table', { 'aria-labelledby': captionId }, h('thead', {}, head), body),
    ),
    h('div', { class: 'tablefoot' }, count, more),
  ]);
  return block;
}
