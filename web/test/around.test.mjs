// How results were made, as the page tells it, and the page of A4 of what was asked: certificates, rules on both sides, notes and
// caveats in the reader's language, what is held constant, the world, the command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, drawn, openPage, setUp, textsOf } from './dom.mjs';
import { run } from './pages.mjs';

setUp();
const { words } = await import('../src/state.js');
const { certificateSentence } = await import('../src/sections/made.js');
const open = (one, { lang = 'en', brief } = {}) => openPage({ format: 1, program: 'tradewind 0.2.0', runs: [one].flat(), ...(brief ? { brief: { lang } } : {}) }, { hash: brief ? '' : `#lang=${lang}` });

test('the certificate says the looser of all equilibria, or that there is none', async () => {
  await open(run({}));
  const t = words().text;
  const say = (manifest) => certificateSentence({ manifest });
  const power = (text) => say(text).match(/10([⁰¹²³⁴-⁹]+)/)?.[1];
  assert.equal(power({ certified: true, certificate: { max: 3.7e-12 } }), '¹¹');
  assert.equal(power({ certificate: { max: 3.7e-12 }, base_certificate: { max: 2e-9 } }), '⁸');
  assert.equal(power({ certificate: { max: 3.7e-12 }, base_certificate: { max: 1e-15 }, years: [{ max: 5e-13, base_max: 1e-14 }, { max: 2e-10 }] }), '⁹');
  assert.equal(power({ certificate: { max: 3.7e-12 }, years: [{ max: 5e-13, base_max: 4e-7 }] }), '⁶');
  assert.equal(say({ certificate: { max: 0 } }), t.certifiedExact);
  assert.equal(say({ certified: false, certificate: { max: 1e-12 } }), t.notCertified);
  assert.equal(say({ certified: true, certificate: { max: 1e-12, holds: false } }), t.notCertified);
  assert.deepEqual([say({ certified: true }), say({})], ['', '']);
});

test('conditions: the worst is told with its place, each has its gap, without any there is no list', async () => {
  const certificate = { holds: true, max: 4e-12, tolerance: 2.5e-10, residuals: { budget: { value: 4e-12, region: 'MEX', sector: null }, goods_market: { value: 9.96e-13, region: 'CAN', sector: 'C29' }, something_new: { value: 0, region: 'ZZZ', sector: null }, wages: { value: 1e-13, region: null, sector: null } } };
  const document = await open(run({ more: { manifest: { certificate } } }));
  const section = document.getElementById('section-made');
  const line = section.querySelectorAll('p').find((node) => node.querySelector('b')).textContent;
  assert.ok(line.includes('Mexico') && !line.includes('Canada') && line.includes('4.0×10⁻¹²') && line.includes('2.5×10⁻¹⁰'), line);
  const rows = section.querySelectorAll('table.plain tbody tr').map((row) => row.children.map((cell) => cell.textContent));
  assert.deepEqual(rows.map((row) => row.slice(1)), [['4.0×10⁻¹²', 'Mexico'], ['10.0×10⁻¹³', 'Canada, Motor vehicles'], ['0', 'ZZZ'], ['10⁻¹³', '–']]);
  assert.deepEqual([rows[0][0], rows[2][0]], [words().text.residuals.budget, 'something new']);
  const bare = await open(run({ more: { manifest: { certificate: { holds: true, max: 4e-12 } } } }));
  assert.equal(bare.querySelectorAll('#section-made table.plain').length, 0);
  assert.ok(!bare.querySelector('#section-made').textContent.includes('4.0×10'), 'without a limit no gap is told');
});

test('rules: on both sides, of the reference alone, of the policy alone; what flows pay after all', async () => {
  const rule = (line, more) => ({ rule: 'other', file: 'f', line, words: `rule ${line}`, source: null, ...more });
  const rules = [rule(1, { against: true }), rule(1), rule(2, { against: true, source: 'a book' }), rule(3, { covered: 1200, value: 12345.6, overlaps: 7 }), rule(4, { covered: 2, value: 5 })];
  const net = [{ sector: 'C29', exporter: 'CAN', importer: 'USA', base_pct: 2.5, new_pct: 26.34 }];
  const document = await open(run({ more: { scenario: { rules }, manifest: { net } } }));
  const section = document.getElementById('section-made');
  const t = words().text;
  const heads = section.querySelectorAll('h3, h4, summary').map((node) => node.textContent);
  for (const head of [t.rules, t.rulesBoth(1), t.rulesAgainst, t.rulesFor, words().rule.netTitle]) assert.ok(heads.includes(head), head);
  const lists = section.querySelectorAll('ol.rules').map((list) => list.querySelectorAll('li').map((item) => item.querySelector('span').textContent));
  assert.deepEqual(lists, [['rule 1'], ['rule 2'], ['rule 3', 'rule 4']]);
  const small = section.querySelectorAll('ol.rules .small').map((node) => node.textContent);
  assert.ok(small[0].includes(t.noSource) && small[1].includes('a book') && !small[1].includes(t.noSource));
  assert.ok(small[2].includes('1,200') && small[2].includes('12,346') && small[2].includes('7') && small[2].includes('f:3'));
  assert.ok(!small[1].includes('f:3') && small[3].includes('f:4') && !/overlap/i.test(small[3]), small[3]);
  assert.deepEqual(section.querySelectorAll('ul.net li').length, 1);
  assert.match(section.querySelector('ul.net li').textContent, /Motor vehicles.*Canada.*United States.*/);
  const own = await open(run({ more: { scenario: { rules: [rule(3)] } } }));
  const few = own.querySelectorAll('#section-made h4, #section-made summary').map((node) => node.textContent);
  for (const head of [t.rulesAgainst, t.rulesFor, words().rule.netTitle]) assert.ok(!few.includes(head), head);
});

test('notes, caveats, the world and the command, in the reader\'s language where they are given in it', async () => {
  const one = run({ more: { scenario: { notes_in: { en: 'A note.\n\nMore.', fr: 'Une remarque.' }, closure: ['Compared with the base.', 'To be solved together: 2 targets.', 'A new sentence.'] }, world: { notes: 'plain', notes_in: { en: 'Of the world.\nTwo.', ja: '世界' }, caveat_in: { en: 'Careful.', fr: 'Attention.' } } } });
  one.notes = ['A note.', 'More.'];
  one.headline = 'The headline of the program.';
  const items = (document, head) => {
    const list = document.getElementById('section-made').children;
    const at = list.findIndex((node) => node.textContent === head);
    assert.ok(at >= 0, head);
    return [list[at + 1].getAttribute('lang'), list[at + 1].querySelectorAll('li').map((node) => [node.textContent, node.getAttribute('lang')])];
  };
  let document = await open(structuredClone(one));
  let t = words().text;
  assert.deepEqual(items(document, t.notes), [null, [['A note.', null], ['More.', null]]]);
  assert.deepEqual(items(document, t.closure)[1].map(([text]) => text), one.sentences);
  const pairs = () => Object.fromEntries(document.querySelectorAll('#section-made dl').at(-1).children.filter((node) => node.tagName === 'dt').map((node) => [node.textContent, node.parentNode.children[node.parentNode.children.indexOf(node) + 1]]));
  assert.equal(pairs()[t.title].textContent, 'A sample world (sample)');
  assert.deepEqual([t.source, t.licence, t.fingerprint].map((key) => pairs()[key].textContent), ['nowhere', 'MIT', one.world.sha256]);
  assert.deepEqual(pairs()[t.notes].querySelectorAll('li').map((node) => node.textContent), ['Of the world.', 'Two.']);
  assert.equal(pairs()[words().ui.caveat].textContent, 'Careful.');
  assert.equal(document.querySelector('header .caveat span').textContent, 'Careful.');
  assert.equal(document.querySelectorAll('#section-made details').filter((node) => node.textContent.includes('The headline of the program.')).length, 0, 'in English it stands open');
  assert.equal(document.querySelector('#section-made pre code').textContent, one.manifest.command);
  assert.equal(document.querySelectorAll('#section-made p.small').at(-1).textContent, 'tradewind 0.2.0 (test), 2026-01-01T00:00:00Z');
  assert.deepEqual(JSON.parse(document.querySelector('.manifest pre').textContent), one.manifest);
  document = await open(structuredClone(one), { lang: 'fr' });
  t = words().text;
  assert.deepEqual(items(document, t.notes), [null, [['Une remarque.', null]]]);
  const [[, first], [together], [, other]] = items(document, t.closure)[1];
  assert.deepEqual([first, together.startsWith('À résoudre ensemble'), other], [null, true, 'en']);
  assert.ok(!items(document, t.closure)[1][0][0].startsWith('Compared'));
  assert.deepEqual([pairs()[words().ui.caveat].textContent, pairs()[words().ui.caveat].getAttribute('lang')], ['Attention.', null]);
  assert.equal(pairs()[t.notes].getAttribute('lang'), 'en', 'what is not given in French is marked');
  assert.equal(document.querySelectorAll('#section-made details').filter((node) => node.textContent.includes('The headline of the program.')).length, 1);
  document = await open(structuredClone(one), { lang: 'ja' });
  assert.equal(pairs()[words().text.notes].textContent, '世界');
  assert.equal(document.querySelector('header .caveat span').getAttribute('lang'), 'en');
  const plain = run({});
  plain.notes = ['Only one.'];
  plain.manifest.command = null;
  plain.sentences = [];
  document = await open(plain, { lang: 'fr' });
  assert.deepEqual(items(document, words().text.notes), ['en', [['Only one.', null]]]);
  assert.ok(!document.getElementById('section-made').children.some((node) => [words().text.closure, words().text.reproduce].includes(node.textContent)));
});

test('the page of A4 tells what was asked, else what is known; rules, caveats and the foot', async () => {
  const answer = (column, value, more) => ({ region: 'CAN', column, value, unit: 'percent', before: null, ...more });
  const answers = [answer('exports_pct', 7.25, { sector: 'C29' }), answer('output_pct', -51.25, { sector: 'C29', p05: -60.5, p95: -40.25 }), answer('real_income_pct', -0.512), answer('employment_change', -71.25, { sector: 'C29', unit: 'thousand persons' }), answer('imports_pct', 3.5, { sector: 'C29' }), answer('real_gdp_pct', -0.25), answer('gdp_pct', 1.5)];
  const asked = run({ jobs: true, more: { manifest: { answers, focus: { region: 'CAN', sector: 'C29' } } } });
  let document = await open(asked, { brief: true });
  const five = () => document.querySelectorAll('#five tr').map((row) => row.children.map((cell) => cell.textContent.replace(/\u00a0/g, ' ')));
  assert.deepEqual(five().map(([, text]) => text.replace(/ \(.*|[a-z%].*/g, '').trim()).map((text) => text.split(' ')[0]), ['−0.51', '−0.25', '−51', '−71.3', '+7.25']);
  assert.match(document.querySelector('#five .second').textContent, /−61.*−40/);
  assert.equal(document.querySelectorAll('#five .second').length, 1);
  assert.ok(five()[3][1].includes(words().thousandPersons) && !five()[3][1].includes('%'));
  assert.ok(document.querySelector('.five h2').textContent.includes('Canada'));
  const other = run({ jobs: true });
  const at = other.regions.findIndex(([code]) => code === new URLSearchParams(location.hash.slice(1)).get('region'));
  assert.equal(at, 0, 'the region that was asked about');
  document = await open(structuredClone(other), { brief: true });
  const region = other.regions.findIndex(([code]) => code === new URLSearchParams(location.hash.slice(1)).get('region'));
  const moved = [-12.5, -7.5, 11, 9].reduce((sum, value) => sum + Math.abs(value), 0) / 2;
  assert.equal(five().length, 5);
  assert.ok(five()[3][0] === words().text.jobsMoved && five()[3][1].startsWith(moved.toFixed(1)), `${five()[3]}`);
  assert.ok(region >= 0);
  // a sector that the scenario looks at, and jobs of a region that are no rounding
  const focus = structuredClone(other);
  focus.manifest.focus = { region: 'CAN', sector: 'C29' };
  focus.region_values[focus.region_columns.indexOf('employment_change')][0] = 4.5;
  document = await open(focus, { brief: true });
  const output = focus.sector_values[focus.sector_columns.indexOf('output_pct')][2];
  assert.equal(five()[3][0], words().brief.output('Motor vehicles'));
  assert.ok(Math.abs(Number(five()[3][1].replace('−', '-').replace('%', '')) - output) < 0.051, `${five()[3]} is ${output}`);
  focus.manifest.focus = { region: 'CAN' };
  document = await open(focus, { brief: true });
  assert.ok(five()[3][1].startsWith('+4.50') && five()[3][1].includes(words().thousandPersons), `${five()[3]}`);
  // rules: net flows go before them
  const net = [1, 2, 3, 4, 5].map((k) => ({ sector: 'C29', exporter: 'CAN', importer: 'USA', base_pct: k, new_pct: 10 + k }));
  const flows = run({ more: { manifest: { net } } });
  document = await open(flows, { brief: true });
  const rules = textsOf(document, '#brief-policy li');
  assert.equal(rules.length, 5);
  assert.ok(rules[0].includes('1.0') && rules[3].includes('14.0') && rules[4] === words().brief.moreFlows(1), rules.join(' | '));
  flows.manifest.net = net.slice(0, 4);
  document = await open(flows, { brief: true });
  assert.equal(document.querySelectorAll('#brief-policy li').length, 4);
  const caveats = document.querySelectorAll('#brief-caveats li').map((node) => [node.textContent, node.getAttribute('lang')]);
  assert.deepEqual(caveats.slice(1), [words().brief.model, words().brief.unranged].map((text) => [text.replace(/`/g, ''), null]));
  assert.equal(caveats[0][0], 'Made up, for tests.');
  document = await open(run({ ranges: true, more: { world: {} } }), { brief: true, lang: 'fr' });
  assert.equal(textsOf(document, '#brief-caveats li')[2], words().brief.ranged.replace(/`/g, ''));
  assert.match(document.querySelector('.sheet footer').textContent, /A sample world.*2026-01-01/);
  assert.ok(document.documentElement.classList.contains('brief') && document.title.includes('A quota on steel'));
  let printed = 0;
  globalThis.print = () => (printed += 1);
  document.querySelectorAll('form.languages button')[0].click();
  assert.equal(printed, 1);
  choose(document.getElementById('set-language'), 'ja');
  await drawn();
  assert.equal(document.documentElement.lang, 'ja');
  assert.equal(document.querySelectorAll('.sheet').length, 1);
});

test('what was drawn: how many, how they ended, what was assumed; markets and reconciliations that lack something', async () => {
  await open(run({}));
  const { drawnSentences } = await import('../src/sections/drawn.js');
  const t = words().study;
  const say = (range) => drawnSentences({ manifest: { range } });
  assert.deepEqual(say(null), []);
  const plain = { draws: 1300, certified: 1300, failed: { iteration_limit: 0 }, cut: 0, floor: 0.5, seed: 7, parameters: [1, 2, 3], assumed: false };
  assert.deepEqual(say(plain), [t.drawn('1,300', t.parameters(3), '7'), t.allCertified]);
  assert.deepEqual(say({ ...plain, seed: 0 })[0], t.drawn('1,300', t.parameters(3), '0'));
  assert.deepEqual(say({ ...plain, seed: null, parameters: null })[0], t.drawn('1,300', t.parameters(0), '–'));
  assert.deepEqual(say({ ...plain, certified: 1297, failed: { iteration_limit: 2, new_thing: 1 }, cut: 4, assumed: true }).slice(1), [t.someCertified('1,297', words().list([t.failedAs('2', t.outcomes.iteration_limit), t.failedAs('1', 'new thing')])), t.cut('4', '0.50'), t.assumed]);
  assert.equal(say({ ...plain, certified: 1290, failed: null })[1], t.someCertified('1,290', '10'), 'where nobody says how, how many');
  const full = run({ ranges: true });
  full.manifest.range.notes = ['the scenario has years: the central result and the draws are of the last, 2040', 'Something new.'];
  const document = await open(full, { lang: 'fr' });
  const notes = document.querySelectorAll('#section-made li').filter((node) => /2040|Something new/.test(node.textContent) && !node.querySelector('li'));
  assert.deepEqual(notes.map((node) => node.getAttribute('lang')), [null, 'en']);
  assert.ok(textsOf(document, '#section-made p').some((text) => text.includes('32') && text.includes('224')), 'the design of the drivers');
});
