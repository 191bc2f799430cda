import { announce, h } from '../dom.js';
import { copyText } from '../table.js';
import { inLanguage, money, regionName, sectorName, worldTitle } from '../names.js';
import { number, superscript } from '../format.js';
import { words } from '../state.js';
import { comparison } from '../compared.js';
import { programWords } from '../program.js';
import { netSentences, onBothSides, onlyHere, ruleWords } from '../rules.js';
import { drawnInFull } from './drawn.js';

function tiny(value) {
  if (!(value > 0)) return '0';
  const exponent = Math.floor(Math.log10(value));
  const lead = number(value / 10 ** exponent, { decimals: 1 });
  return Number(value / 10 ** exponent).toFixed(1) === '1.0' ? `10${superscript(exponent)}` : `${lead}×10${superscript(exponent)}`;
}

function place(run, residual) {
  const r = run.regions.findIndex(([code]) => code === residual.region);
  const i = run.sectors.findIndex(([code]) => code === residual.sector);
  return [r >= 0 ? regionName(run, r) : residual.region, i >= 0 ? sectorName(run, i) : residual.sector].filter(Boolean).join(', ');
}

export function certificateSentence(run) {
  const t = words().text;
  const { manifest } = run;
  const certificate = manifest.certificate || {};
  if (manifest.certified === false || certificate.holds === false) return t.notCertified;
  if (typeof certificate.max !== 'number') return '';
  // The looser of both equilibria, as the program says it
  const max = Math.max(certificate.max, (manifest.base_certificate || {}).max || 0, ...((manifest.years || []).flatMap((y) => [y.max || 0, y.base_max || 0])));
  return max > 0 ? t.certified(superscript(Math.floor(-Math.log10(max)))) : t.certifiedExact;
}

export function rules(run) {
  const t = words().text;
  const all = (run.manifest.scenario || {}).rules || [];
  const list = (chosen) =>
    h(
      'ol',
      { class: 'rules' },
      chosen.map((rule) =>
        h(
          'li',
          {},
          h('span', { lang: ruleWords(run, rule).lang }, ruleWords(run, rule).text),
          h(
            'div',
            { class: 'small' },
            rule.source ? [`${t.source}${words().colon}`, h('cite', {}, rule.source), words().stop] : [t.noSource, words().stop],
            h('code', {}, `${rule.file}:${rule.line}`),
            words().stop,
            typeof rule.covered === 'number' && typeof rule.value === 'number' ? `${t.rule(number(rule.covered, { decimals: 0 }), number(rule.value), money(run))}${rule.overlaps ? `${words().semicolon}${t.overlaps(number(rule.overlaps, { decimals: 0 }))}` : ''}${words().stop.trim()}` : null,
          ),
        ),
      ),
    );
  const both = onBothSides(all);
  const own = onlyHere(all);
  const before = all.filter((rule) => rule.against && !both.includes(rule));
  const net = netSentences(run);
  return [
    h('h3', {}, t.rules),
    both.length ? h('details', {}, h('summary', {}, t.rulesBoth(both.length)), list(both)) : null,
    before.length ? [h('h4', {}, t.rulesAgainst), list(before)] : null,
    own.length ? [before.length || both.length ? h('h4', {}, t.rulesFor) : null, list(own)] : null,
    net.length ? [h('h4', {}, words().rule.netTitle), h('ul', { class: 'net' }, net.map((sentence) => h('li', {}, sentence)))] : null,
  ];
}

export function certificate(run) {
  const t = words().text;
  const c = run.manifest.certificate || {};
  const residuals = Object.entries(c.residuals || {});
  const worst = residuals.reduce((best, one) => (!best || one[1].value > best[1].value ? one : best), null);
  return [
    h('h3', {}, t.certificate),
    h('p', {}, h('b', {}, certificateSentence(run)), ' ', typeof c.max === 'number' && typeof c.tolerance === 'number' ? t.certificateMore(tiny(c.max), worst ? [t.residuals[worst[0]] || worst[0], place(run, worst[1])].filter(Boolean).join(': ') : '', tiny(c.tolerance)) : null),
    residuals.length
      ? h(
          'details',
          {},
          h('summary', {}, t.conditions),
          h(
            'div',
            { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t.certificate },
            h(
              'table',
              { class: 'plain' },
              h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t.residual), h('th', { scope: 'col', class: 'num' }, t.gap), h('th', { scope: 'col' }, t.where))),
              h('tbody', {}, residuals.map(([name, residual]) => h('tr', {}, h('th', { scope: 'row' }, t.residuals[name] || name.replace(/_/g, ' ')), h('td', { class: 'num' }, tiny(residual.value)), h('td', {}, place(run, residual) || '–')))),
            ),
          ),
        )
      : null,
  ];
}

/** What the page says in the reader’s language, as the program says it: in English, and for those who ask. */
export const asProgram = (node) => (words().code === 'en' ? node : h('details', {}, h('summary', {}, words().ui.inEnglish), node));

const pair = (label, value, attributes) => (value ? [h('dt', {}, label), h('dd', attributes || {}, value)] : null);

export function worldBlock(run) {
  const t = words().text;
  const world = run.world || {};
  const notes = inLanguage(world.notes_in, world.notes);
  const lines = notes.text.split('\n').filter((line) => line.trim());
  return [
    h('h3', {}, t.world),
    h(
      'dl',
      {},
      pair(t.title, [worldTitle(world), world.title && world.name ? ` (${world.name})` : '']),
      pair(t.source, world.source, { lang: 'en' }),
      pair(t.licence, world.licence, { lang: 'en' }),
      pair(words().ui.caveat, world.caveat && inLanguage(world.caveat_in, world.caveat).text, { lang: world.caveat_in ? inLanguage(world.caveat_in).lang : 'en' }),
      pair(t.notes, lines.length > 0 && h('ul', {}, lines.map((line) => h('li', {}, line))), { lang: world.notes_in ? notes.lang : 'en' }),
      pair(t.fingerprint, world.sha256 && h('code', { class: 'long' }, world.sha256)),
    ),
  ];
}

export function againBlock({ manifest }) {
  const t = words().text;
  return [
    manifest.command
      ? [
          h('h3', {}, t.reproduce),
          h('p', {}, t.reproduceText),
          h('pre', { tabindex: '0', role: 'region', 'aria-label': t.reproduce }, h('code', {}, manifest.command)),
          h('p', {}, h('button', { type: 'button', id: 'copy-command', onclick: async () => announce((await copyText(manifest.command)) ? words().ui.commandCopied : words().ui.notCopied) }, words().ui.copyCommand)),
          h('p', { class: 'small', lang: 'en' }, [manifest.program, manifest.version, manifest.build && `(${manifest.build})`, manifest.finished && `, ${manifest.finished}`].filter(Boolean).join(' ').replace(' ,', ',')),
        ]
      : null,
    h('details', { class: 'manifest' }, h('summary', {}, t.manifest), h('pre', { tabindex: '0', role: 'region', 'aria-label': t.manifest, lang: 'en' }, JSON.stringify(manifest, null, 2))),
  ];
}

export const modelBlock = () => [h('h3', {}, words().text.model), h('p', {}, words().text.modelText)];

/** What is held constant: what is compared with what, then the program's sentences in the reader's language. */
function closure(run) {
  if (!run.sentences.length) return null;
  const [first, ...others] = run.sentences;
  const compared = /^Compared with /.test(first) && words().code !== 'en' ? { text: comparison(run, 'standfirst'), lang: null } : programWords(run, first);
  return [h('h3', {}, words().text.closure), h('ul', {}, [compared, ...others.map((sentence) => programWords(run, sentence))].map(({ text, lang }) => h('li', { lang }, text)))];
}

/** The authors' notes, a line each, in the reader's language where they have it. */
function notes(run) {
  const texts = (run.manifest.scenario || {}).notes_in;
  if (!run.notes.length) return null;
  const said = texts ? inLanguage(texts) : { text: run.notes.join('\n'), lang: 'en' };
  const lines = said.text.split('\n').filter((line) => line.trim());
  return [h('h3', {}, words().text.notes), h('ul', { lang: said.lang }, lines.map((note) => h('li', {}, note)))];
}

export function made(run) {
  const t = words().text;
  return [
    run.headline ? [h('h3', {}, t.inWords), asProgram(h('p', { lang: 'en' }, run.headline))] : null,
    rules(run),
    modelBlock(),
    closure(run),
    notes(run),
    worldBlock(run),
    drawnInFull(run),
    certificate(run),
    againBlock(run),
  ];
}
