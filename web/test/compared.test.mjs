// What is compared with what, the map of provinces, points of tariffs, numbers without a digit, centres outside their range.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fill, template } from '../dev/fill.mjs';
import { closeBrowser, drawn, open, openBrowser, readTable, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';
import { studyReport, writeDecision, writeReconciliation } from './study-sample.mjs';

before(openBrowser);
after(closeBrowser);

const LINE = 'against: {scenario: other, deficits: zero}';
const SAYS = {
  en: { warning: 'Warning', zero: 'trade deficits at zero', fixed: 'trade deficits fixed', scale: 'economies of scale', points: 'percentage points', outside: 'outside its range', world: 'not the built-in world sample' },
  fr: { warning: 'Attention', zero: 'déficits commerciaux nuls', fixed: 'déficits commerciaux fixes', scale: 'économies d’échelle', points: 'points de pourcentage', outside: 'hors de son intervalle', world: 'pas le monde intégré sample' },
  ja: { warning: '警告', zero: '貿易赤字はゼロ', fixed: '貿易赤字は固定', scale: '規模の経済', points: 'パーセントポイント', outside: '区間の外', world: '組み込みのsampleではない' },
};
/** In every language, on one page. */
const each = async (file, check, languages = Object.keys(SAYS)) => {
  const page = await open(file, { hash: `lang=${languages[0]}` });
  for (const lang of languages) {
    if (lang !== languages[0]) {
      await page.selectOption('#set-language', lang);
      await drawn(page);
    }
    await check(page, SAYS[lang], lang);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
};
const above = (page) => page.evaluate(() => {
  const [box, head] = [document.querySelector('.warning'), document.querySelector('h1')];
  return Boolean(box && box.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING && box.getBoundingClientRect().bottom <= head.getBoundingClientRect().top + 1);
});

test('closures that differ are named in the headline, and a warning with the line to write stands above it', async () => {
  const { file } = sampleReport({ against: 'other', deficits: 'zero', against_deficits: 'fixed', parts: ['scale'], line: LINE });
  await each(file, async (page, says) => {
    assert.ok(await above(page));
    assert.equal(await page.locator('.warning').count(), 1);
    const warning = await page.textContent('.warning');
    for (const text of [says.warning, says.zero, says.fixed]) assert.ok(warning.includes(text), `${text}: ${warning}`);
    assert.deepEqual(await page.locator('.warning code').allTextContents(), [LINE, 'deficits: fixed']);
    for (const place of ['h1', '.standfirst']) {
      const text = await page.textContent(place);
      for (const part of ['other', says.zero, says.fixed, says.scale]) assert.ok(text.includes(part), `${place}: ${part}: ${text}`);
    }
  });
});

test('what a rigid wage makes results hang on stands above the headline, in every language', async () => {
  const marks = { en: 'Caution', fr: 'Prudence', ja: '注意' };
  const other_equilibrium = { region: 'CAN', employment: 100, employment_there: 32.13, real_income_pct: -0.124, real_income_pct_there: -71.5 };
  const { file } = sampleReport({ parts: ['rigid_nominal_wage', 'scale'], cautions: ['a', 'b', 'c'], other_equilibrium });
  await each(file, async (page, says, lang) => {
    assert.ok(await above(page));
    const list = await page.locator('.caution').allTextContents();
    assert.equal(list.length, 3);
    for (const text of list) assert.ok(text.startsWith(marks[lang]), text);
    assert.ok(list[0].includes('rigid_wage: real'), list[0]);
    for (const text of ['CAN', '32', '100']) assert.ok(list[2].includes(text), `${text}: ${list[2]}`);
    assert.match(list[2], /71[.,]5/);
  });
  const owners = sampleReport({ parts: ['profits'], cautions: ['a'] });
  await each(owners.file, async (page, says, lang) => {
    const list = await page.locator('.caution').allTextContents();
    assert.equal(list.length, 1);
    assert.ok(list[0].startsWith(marks[lang]) && list[0].includes('profits: none'), list[0]);
  });
  const plain = sampleReport({ parts: ['rigid_real_wage'] });
  await each(plain.file, async (page) => assert.equal(await page.locator('.caution').count(), 0), ['en']);
});

test('closures that agree are named as well, without a warning', async () => {
  const { file } = sampleReport({ deficits: 'zero', against_deficits: 'zero', parts: ['scale'] });
  await each(file, async (page, says) => {
    assert.equal(await page.locator('.warning').count(), 0);
    for (const place of ['h1', '.standfirst']) {
      const text = await page.textContent(place);
      for (const part of [says.zero, says.scale]) assert.ok(text.includes(part), `${place}: ${text}`);
      assert.ok(!text.includes(says.fixed), text);
    }
  });
});

test('results of older versions, which say less, are shown', async () => {
  const { folder, data } = sampleReport({ against: 'other', deficits: 'zero', against_deficits: 'fixed' });
  const { scenario } = data.runs[0].manifest;
  for (const key of ['closure_parts', 'closure_detail', 'against_line', 'left_out']) delete scenario[key];
  const file = join(folder, 'old.html');
  writeFileSync(file, fill(template(), data));
  await each(file, async (page) => assert.equal(await page.textContent('.warning code'), LINE), ['fr']);
});

test('runs side by side: closures, references and worlds that differ, each with what to write', async () => {
  const one = { seed: 1, title: 'One', against: 'other' };
  const two = { seed: 1, title: 'Two', against: 'other' };
  const expected = [
    [two, []],
    [{ ...two, deficits: 'zero', against_deficits: 'zero' }, ['closure: {deficits: fixed}']],
    [{ ...two, parts: ['scale'], detail: ['Productivity rises with scale, 0.1.'] }, ['closure: {deficits: fixed}']],
    [{ ...two, against: null }, ['against: other']],
    [{ ...two, seed: 2 }, ['--world sample']],
    [{ ...two, seed: 2, against: null, deficits: 'zero', against_deficits: 'zero' }, ['--world sample', 'against: other', 'closure: {deficits: fixed}']],
  ];
  for (const [other, lines] of expected) {
    const { file } = sampleReport(one, other);
    await each(file, async (page) => {
      assert.deepEqual(await page.locator('.warning code').allTextContents(), lines);
      assert.equal(await above(page), lines.length > 0);
      const list = await page.locator('.warning').allTextContents();
      for (const text of list) assert.ok(text.includes('One') && text.includes('Two'), text);
    }, lines.length === 3 ? undefined : ['en']);
  }
  // The closure of one kind with another number
  const { file } = sampleReport({ ...one, parts: ['scale'], detail: ['elasticity: 0.1'] }, { ...two, parts: ['scale'], detail: ['elasticity: 0.2'] });
  await each(file, async (page) => assert.equal(await page.locator('.warning').count(), 1), ['en']);
  // Both have more than deficits: the whole line of one, and what differs as it is written, without a backtick.
  const whole = (size) => `closure: {deficits: fixed, scale: {sector: all, elasticity: ${size}}}`;
  const many = { ...one, deficits: 'fixed', against_deficits: 'fixed' };
  const { file: both } = sampleReport(...[0.1, 0.2].map((size) => ({ ...many, name: `s${size}`, parts: ['scale'], detail: [`elasticity: ${size}`], whole: whole(size) })));
  await each(both, async (page) => {
    assert.deepEqual(await page.locator('.warning code').allTextContents(), [whole(0.1), whole(0.2), whole(0.1)]);
    for (const text of await page.locator('.warning').allTextContents()) assert.ok(!text.includes('`'), text);
  });
});

test('a decision and a reconciliation name both closures and warn', async () => {
  const differ = { against: 'other', deficits: 'zero', against_deficits: 'fixed', closure_parts: [], against_line: LINE, left_out: null };
  for (const [write, key] of [[writeDecision, 'decision'], [writeReconciliation, 'scenario']]) {
    for (const said of [differ, { ...differ, against_deficits: 'zero', against_line: null }]) {
      const folder = write();
      const manifest = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
      manifest[key] = { ...manifest[key], ...said };
      writeFileSync(join(folder, 'run.json'), JSON.stringify(manifest));
      const { file } = studyReport(folder, key === 'decision' ? 'decide' : 'reconcile');
      const differs = said.against_deficits === 'fixed';
      await each(file, async (page, says) => {
        assert.equal(await page.locator('.warning').count(), differs ? 1 : 0);
        if (differs) assert.ok(await above(page));
        const top = await page.textContent('header.top');
        assert.ok(top.includes('other') && top.includes(says.zero), top);
        assert.equal(top.includes(says.fixed), differs);
      });
    }
  }
});

const colours = (page) => page.locator('#map .country[data-id]').evaluateAll((list) => Object.fromEntries(list.map((one) => [one.dataset.id, [one.getAttribute('class').replace(/country |pick| chosen/g, '').trim(), one.dataset.tip]])));
const WORLD = [['CA-ON', 'Ontario'], ['CA-QC', 'Quebec'], ['USA', 'United States'], ['MEX', 'Mexico'], ['REU', 'Rest of the EU'], ['ROW', 'Rest of the world']];
const CANADA = '124';

test('a country that is shown by its provinces has their colours and no other region’s', async () => {
  const { file } = sampleReport({ list: WORLD, scales: [2] });
  await each(file, async (page) => {
    const shown = await colours(page);
    assert.equal(shown[CANADA], undefined, 'the country itself is not drawn');
    const name = (tip) => tip.split(':')[0];
    assert.match(name(shown['CA-ON'][1]), /Ontario/);
    assert.match(shown['CA-ON'][0], /^(gain|loss)\d$/);
    assert.match(name(shown['CA-QC'][1]), /Qu/);
    assert.equal(shown['CA-BC'][0], 'outside', 'a province that is no region has no colour');
    assert.equal(shown['US-TX'], undefined, 'states are drawn only where the world has them');
    assert.match(shown['840'][0], /^(gain|loss)\d$/);
    assert.match(shown['076'][0], /^(gain|loss)\d$/, 'Brazil is of the rest of the world');
    const legend = await page.locator('#map text.legend').allTextContents();
    assert.ok(legend.some((text) => /Rest|Reste|その他|残り/.test(text)), legend.join(', '));
  });
});

test('a region of several countries is painted where its members are, without those that are regions themselves', async () => {
  const list = [['QAT', 'Qatar'], ['GLF', 'Gulf Cooperation Council'], ['DEU', 'Germany'], ['REU', 'Rest of the EU'], ['BRN', 'Brunei Darussalam'], ['ROW', 'Rest of the world']];
  const { file } = sampleReport({ list, scales: [2] });
  await each(file, async (page, says, lang) => {
    const shown = await colours(page);
    const gulf = { en: /Gulf Cooperation Council/, fr: /Conseil de coopération du Golfe/, ja: /湾岸協力会議/ }[lang];
    for (const id of ['682', '784', '414', '512']) assert.match(shown[id][1], gulf, `${id} is of the Gulf`); // SAU ARE KWT OMN
    if (shown['048']) assert.match(shown['048'][1], gulf, 'Bahrain, where the map has it');
    assert.doesNotMatch(shown['634'][1], gulf, 'Qatar is a region');
    for (const id of ['368', '364', '887']) assert.doesNotMatch(shown[id][1], gulf, `${id} is not`); // IRQ IRN YEM
    assert.match(shown['250'][1], { en: /Rest of the EU/, fr: /Reste de l’UE/, ja: /その他のEU/ }[lang], 'France is of the rest of the EU');
    if (lang !== 'en') for (const [, tip] of Object.values(shown)) assert.doesNotMatch(tip, /Darussalam|Council/, 'a name that has a translation');
  });
});

test('codes of provinces in other forms, without outlines, beside their country; countries by two letters', async () => {
  const list = [['ca_on', 'Ontario'], ['IT-25', 'Lombardia'], ['CN1', 'China without processing'], ['USA', 'United States'], ['US-TX', 'Texas'], ['JP', 'Japan'], ['ROW', 'Rest of the world']];
  const { file } = sampleReport({ list, scales: [2] });
  await each(file, async (page, says, lang) => {
    const shown = await colours(page);
    assert.match(shown['CA-ON'][1], /Ontario/);
    assert.equal(shown['380'][0], 'outside', 'Italy is shown by a part without an outline');
    assert.equal(shown['156'][0], 'outside', 'and so is China');
    assert.match(shown['US-TX'][1], /Texas/);
    assert.match(shown['840'][0], /^(gain|loss)\d$/);
    assert.ok(!/Texas/.test(shown['840'][1]));
    assert.match(shown['392'][1], lang === 'en' ? /Japan/ : /Jap|日本/);
    const note = await page.locator('#lead .note').first().textContent();
    assert.ok(/Lombardia/.test(note) && /China/.test(note), note);
  });
});

test('where some region may be anywhere, what no region names has no colour', async () => {
  const list = [['CAN', 'Canada'], ['USA', 'United States'], ['ASEAN', 'South-East Asia'], ['ROW', 'Rest of the world']];
  const { file } = sampleReport({ list, scales: [2] });
  await each(file, async (page) => {
    const shown = await colours(page);
    assert.match(shown[CANADA][0], /^(gain|loss)\d$/);
    for (const id of ['360', '076']) assert.equal(shown[id][0], 'outside');
  }, ['en']);
});

test('changes of tariffs are points', async () => {
  const { file } = sampleReport({});
  await each(file, async (page, says) => {
    const heads = await page.locator('#tariff-table thead th').allTextContents();
    assert.ok(heads[4].includes(says.points) && !/%/.test(heads[4]), heads[4]);
    assert.ok(/%/.test(heads[2]) && /%/.test(heads[3]));
  });
});

test('a change without a meaningful digit is said to be small', async () => {
  const { file } = sampleReport({ scales: [2, 0.3, 5, 0.004, 0.0003, 0.0000033] });
  const page = await open(file);
  const row = (await readTable(page, 'regions')).rows.find((one) => one[0] === 'Rest of the world');
  assert.match(row[1], /^(> −|< \+)0\.00001$/);
  assert.doesNotMatch(await page.textContent('#section-income'), /0\.00000\d|×10⁻/);
  await shut(page);
});

test('a centre outside its range is explained, for the measure that is shown', async () => {
  const { file } = sampleReport({ ranges: true, off: [[0, { real_income_pct: 9 }]] });
  await each(file, async (page, says) => {
    await page.selectOption('#set-measure', 'real_income_pct');
    const text = await page.textContent('#centre');
    assert.ok(text.includes(says.outside) && /Canada|カナダ/.test(text), text);
    await page.selectOption('#set-measure', 'wage_pct');
    await drawn(page);
    assert.equal(await page.locator('#centre').count(), 0);
  });
  const page = await open(sampleReport({ ranges: true }).file);
  assert.equal(await page.locator('#centre').count(), 0, 'a centre at the median');
  await shut(page);
});

test('a changed copy is not called by the name of the built-in world', async () => {
  await each(sampleReport({ label: 'sample (changed)' }).file, async (page, says) => {
    assert.ok((await page.textContent('header.top')).includes(says.world));
    assert.ok((await page.textContent('#section-made')).includes(says.world));
  });
  await each(sampleReport({}).file, async (page, says) => assert.ok(!(await page.textContent('body')).includes(says.world)));
});
