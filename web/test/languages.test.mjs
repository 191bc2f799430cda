// Titles, caveats and notes in the reader's language, rules as sentences made of their fields, and names instead of codes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, drawn, open, openBrowser, shut } from './browser.mjs';
import { sampleReport } from './sample.mjs';
import { studyReport, writeDecision, writeReconciliation } from './study-sample.mjs';

before(openBrowser);
after(closeBrowser);

const LANGUAGES = ['en', 'fr', 'ja'];
const TITLES = { en: 'Steel pays 25 % more', fr: 'L’acier paie 25 % de plus', ja: '鉄鋼への関税が25%上がる' };
const CAVEATS = { en: 'Made up.', fr: 'Inventé.', ja: '架空のもの。' };
const NOTES = { en: 'one\ntwo', fr: 'un\ndeux', ja: '一\n二' };
const blank = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const sel = (...codes) => ({ set: null, codes });
const all = { set: 'all', codes: null };
const base = { file: 'a.yaml', line: 3, against: false, words: 'in English', source: null, covered: 2, changed: 2, value: 1, before: null, after: null, overlaps: 0, overlapped_line: null };
const flow = { importer: sel('USA'), exporter: sel('CAN', 'MEX'), sector: sel('C29') };

const to = async (page, lang) => {
  await page.selectOption('#set-language', lang);
  await drawn(page);
};

test('title, caveat, notes and reference are in the reader’s language, and marked where they are not', async () => {
  const more = { scenario: { titles: TITLES, notes: NOTES.en, notes_in: NOTES, against: 'other', against_title: 'The other', against_titles: { en: 'The other', fr: 'L’autre', ja: '他方' } }, world: { titles: { en: 'A world', fr: 'Un monde' }, caveat_in: CAVEATS } };
  const { file } = sampleReport({ against: 'other', title: TITLES.en, more });
  const page = await open(file, { hash: 'lang=en' });
  const other = { en: 'The other', fr: 'L’autre', ja: '他方' };
  for (const lang of LANGUAGES) {
    if (lang !== 'en') await to(page, lang);
    assert.equal(blank(await page.textContent('.kicker span')), TITLES[lang]);
    assert.ok(blank(await page.title()).startsWith(TITLES[lang]));
    assert.ok((await page.textContent('.top > .caveat')).includes(CAVEATS[lang]));
    assert.equal(await page.locator('.top > .caveat [lang]').count(), 0, 'what is in the reader’s language needs no mark');
    assert.ok((await page.textContent('h1')).includes(other[lang]));
    assert.ok(!(await page.textContent('h1')).includes('“other”'));
    const made = await page.textContent('#section-made');
    for (const note of NOTES[lang].split('\n')) assert.ok(made.includes(note), note);
    assert.ok((await page.locator('.certificate').allTextContents()).join().includes(lang === 'fr' ? 'Un monde' : 'A world'), 'what a language lacks is English');
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
  // a title in Japanese alone is marked as that for everybody else
  const alone = await open(sampleReport({ more: { scenario: { titles: { ja: TITLES.ja } } } }).file, { hash: 'lang=fr' });
  assert.equal(await alone.getAttribute('.kicker span', 'lang'), 'ja');
  await shut(alone);
  const plain = await open(sampleReport({ title: 'Just a title' }).file, { hash: 'lang=fr' });
  assert.equal(await plain.textContent('.kicker span'), 'Just a title');
  await shut(plain);
});

const RULES = [
  { ...base, rule: 'tariff', ...flow, before: 0.027, after: 0.277 },
  { ...base, rule: 'barrier', importer: all, exporter: { set: 'CUSMA', codes: ['CAN', 'USA', 'MEX', 'KOR', 'REU'] }, sector: { set: 'goods', codes: ['A01', 'C24', 'C29'] }, both_ways: true, before: 0, after: -0.05 },
  { ...base, rule: 'productivity', region: sel('CAN'), sector: sel('A01'), before: 0, after: 0.1, covered: 1 },
  { ...base, rule: 'subsidy', region: sel('CAN'), sector: sel('C29'), before: 0, after: 0, changed: 0 },
  { ...base, rule: 'labour', region: sel('KOR'), before: 0, after: 0.02, covered: 1 },
  { ...base, rule: 'export_tax', ...flow },
  { ...base, rule: 'demand', ...flow, amount: -87, unit: '%' },
  { ...base, rule: 'final_demand', region: sel('USA'), sector: sel('C24'), amount: 10, unit: '%' },
  { ...base, rule: 'ban', ...flow },
  { ...base, rule: 'quota', ...flow, limit_pct: 70, limits: 'each', owner: 'exporter' },
  { ...base, rule: 'quota', ...flow, limit: 2000, limits: 'together', owner: 'KOR' },
  { ...base, rule: 'capacity', region: sel('CAN'), sector: sel('A01'), of: 'exports', limit_pct: 110, owner: 'itself' },
  { ...base, rule: 'preference', ...flow, utilisation_before: 0.9, utilisation_after: 0.8, before: 0.1, after: 0.11 },
  { ...base, rule: 'transfer', from: sel('CAN', 'USA'), to: sel('MEX'), amount: 0.5, unit: '%', each: true },
  { ...base, rule: 'transfer', from: sel('CAN'), to: sel('MEX'), amount: 500, unit: 'money' },
  { ...base, rule: 'target', outcome: 'output', outcome_region: sel('CAN'), outcome_sector: sel('C29'), by: 'subsidy', by_region: sel('CAN'), by_sector: sel('C29'), amount: 0, unit: '%' },
  { ...base, rule: 'target', outcome: 'trade', outcome_importer: sel('USA'), outcome_exporter: sel('CAN'), outcome_sector: sel('C29'), by: 'barrier', by_importer: sel('USA'), by_exporter: sel('CAN'), by_sector: sel('C29'), amount: 300, unit: '%' },
];

const SAYS = {
  en: ['The tariff on motor vehicles from Canada and from Mexico to the United States rises from 2.70 % to 27.70 % on average (trade-weighted).', /^Trade barriers on goods between CUSMA and all regions fall from 0 % to −5.00 %/, /^Productivity of crops, livestock and hunting in Canada rises from 0 % to 10.00 %/, /^The subsidy .* stays at 0/, /^Labour in Korea rises/, /^The export tax .* stays: all of it is banned/, /falls by 87.0 % at given prices/, /^Final demand for basic metals in the United States rises by 10.0 %/, /^Trade in motor vehicles .* is banned/, /at most 70.0 % of the reference, each by itself; the rent goes to the exporter/, /at most 2,000 million USD, all together; the rent goes to Korea/, /^The volume of exports .* from Canada .* the region itself/, /goes from 90.00 % to 80.00 % of customs value, and the applied tariff rises from 10.00 % to 11.00 %/, /^Each of Canada and the United States pays 0.50 % of income to Mexico/, /^Canada pays 500 million USD to Mexico/, /^The change in output of motor vehicles in Canada is held at 0 % .* by the subsidy on motor vehicles in Canada/, /^The change in trade in motor vehicles from Canada to the United States is held at \+300 %/],
  fr: ['Droit de douane, automobile du Canada et du Mexique vers les États-Unis : passe de 2,70 % à 27,70 % en moyenne (pondérée par les échanges).', /biens entre le groupe ACEUM et toutes les régions/, /cultures, élevage et chasse au Canada/, /reste à 0/, /Corée du Sud/, /tout est interdit/, /baisse de 87,0 %/, /métallurgie aux États-Unis : hausse/, /^Échanges interdits/, /pour chacun ; la rente va à l’exportateur/, /2 000 millions de dollars US, en tout/, /^Capacité d’exportation/, /son utilisation passe de 90,00 % à 80,00 %/, /chaque région payeuse/, /^Transfert de 500 millions de dollars US : le Canada, au profit du Mexique/, /au moyen de cette subvention : automobile au Canada/, /\+300 %/],
  ja: ['カナダ、メキシコから米国への自動車に対する関税が2.70%から27.70%へ上がる（貿易額による加重平均）。', /財に対する貿易障壁が0%から−5.00%へ下がる/, /カナダの農業・畜産・狩猟の生産性/, /のまま/, /韓国の労働/, /すべて禁止されている/, /87.0%減る/, /米国の一次金属の最終需要/, /貿易を禁止する/, /基準の70.0%以下（それぞれ）。レントは輸出側が受け取る/, /2,000百万米ドル以下（合計で）。レントは韓国が受け取る/, /輸出量/, /90.00%から80.00%となり、実行関税率が10.00%から11.00%へ上がる/, /それぞれがメキシコに所得の0.50%を支払う/, /500百万米ドル/, /カナダの自動車の生産を、カナダの自動車への補助金によって基準比0%に保つ/, /\+300%/],
};

test('every kind of rule is a sentence in the reader’s language, with names; one without fields stays as the program says it', async () => {
  const unknown = { ...base, rule: 'new_kind', words: 'something new happens', importer: sel('USA') };
  const net = [{ importer: 'USA', exporter: 'CAN', sector: 'C29', base_pct: 12.6, new_pct: 26.3, value: 100 }];
  const { file } = sampleReport({ more: { scenario: { rules: [...RULES, unknown] }, manifest: { net } } });
  const page = await open(file, { hash: 'lang=en' });
  const nets = { en: 'Motor vehicles from Canada pay 26.3 % instead of 12.6 % in the United States.', fr: 'Automobile, en provenance du Canada : 26,3 % au lieu de 12,6 % aux États-Unis.', ja: 'カナダからの自動車は、米国で12.6%ではなく26.3%を支払う。' };
  for (const lang of LANGUAGES) {
    if (lang !== 'en') await to(page, lang);
    const said = await page.locator('.rules > li > span').evaluateAll((list) => list.map((span) => [span.textContent, span.lang]));
    assert.equal(said.length, RULES.length + 1);
    SAYS[lang].forEach((wanted, at) => {
      const text = blank(said[at][0]);
      if (typeof wanted === 'string') assert.equal(text, wanted);
      else assert.match(text, wanted, `${lang} ${at}`);
      assert.equal(said[at][1], '', 'it needs no mark');
      assert.doesNotMatch(text, /undefined|null|NaN|\bC29\b|\bUSA\b/, text);
    });
    assert.deepEqual(said[RULES.length], ['something new happens', lang === 'en' ? '' : 'en']);
    assert.equal(blank(await page.textContent('.net li')), nets[lang]);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

const OF_PRODUCTS = [
  { ...base, rule: 'tariff', importer: sel('USA'), exporter: sel('CAN'), sector: sel('C29'), without_product: sel('TOYOTA', 'GM'), before: 0, after: 0.1, operation: 'add' },
  { ...base, rule: 'barrier', importer: sel('CAN'), exporter: { set: 'all', codes: null }, product: sel('GM'), own: true, before: 0, after: -0.05, covered: 4 },
  { ...base, rule: 'productivity', region: sel('CAN'), product: sel('C29.rest'), before: 0, after: 0.01, covered: 1 },
  { ...base, rule: 'capacity', region: sel('MEX'), product: sel('GM'), of: 'output', limit_pct: 90, owner: 'itself' },
  { ...base, rule: 'quota', importer: sel('USA'), exporter: sel('CAN'), sector: sel('C29'), without_product: sel('TOYOTA'), limit_pct: 70, limits: 'together', owner: 'importer' },
  { ...base, rule: 'target', outcome: 'output', outcome_region: sel('CAN'), outcome_sector: sel('C29'), outcome_without_product: sel('GM'), by: 'barrier', by_importer: sel('CAN'), by_exporter: sel('USA'), by_product: sel('GM'), by_own: true, amount: 0, unit: '%' },
  { ...base, rule: 'target', outcome: 'sales_pct', outcome_region: sel('CAN'), outcome_product: sel('GM'), by: 'subsidy', by_region: sel('CAN'), by_product: sel('GM'), amount: -1, unit: '%' },
  { ...base, rule: 'target', outcome: 'exports_pct', outcome_region: sel('CAN'), outcome_sector: sel('C29'), outcome_partner: sel('USA'), by: 'subsidy', by_region: sel('CAN'), by_sector: sel('C29'), amount: -1, unit: '%' },
  { ...base, rule: 'target', outcome: 'imports_pct', outcome_region: sel('CAN'), by: 'labour', by_region: sel('CAN'), amount: -1, unit: '%' },
];
const OF_PRODUCTS_SAYS = {
  en: ['The tariff on motor vehicles without Toyota group and General Motors from Canada to the United States rises', 'Trade barriers on General Motors (own sales included) from all regions to Canada fall', 'Productivity of the rest of motor vehicles in Canada rises', 'The volume of output of General Motors in Mexico is at most 90.0 %', 'motor vehicles without Toyota group from Canada to the United States is at most 70.0 % of the reference, all together; the rent goes to the importer', 'The change in output of motor vehicles without General Motors in Canada is held at 0 % against the reference by trade barriers on General Motors (own sales included) from the United States to Canada.', 'The change in sales of General Motors in Canada is held at', 'The change in the value of exports of motor vehicles from Canada to the United States is held', 'The change in the value of imports in Canada is held'],
  fr: ['automobile sans Toyota group et General Motors du Canada vers', 'General Motors (ventes intérieures comprises) de toutes les régions vers le Canada', 'automobile (le reste) au Canada', 'Capacité de production, General Motors au Mexique', 'Contingent, automobile sans Toyota group du Canada', 'la production, automobile sans General Motors au Canada, à 0 %', 'les ventes, General Motors au Canada,', 'la valeur des exportations, automobile du Canada vers les États-Unis,', 'la valeur des importations au Canada,'],
  ja: ['自動車（Toyota group、General Motorsを除く）', 'General Motors（域内の販売を含む）', 'その他の自動車の生産性', 'メキシコのGeneral Motorsの生産量', '自動車（Toyota groupを除く）の貿易量', '自動車（General Motorsを除く）の生産を', 'カナダのGeneral Motorsの売上を', 'カナダから米国への自動車の輸出額を', 'カナダの輸入額を'],
};
// As limits.csv words them
const OF_LIMITS = [
  ['imports of TOYOTA by USA from CAN', 'rent of the quota', 'imports of Toyota group in the United States from Canada', 'importations, Toyota group aux États-Unis, en provenance du Canada', 'カナダから米国へのToyota groupの輸入'],
  ['imports of C29 without TOYOTA, GM by USA from CAN, together', 'rent of the quota', 'imports of motor vehicles without Toyota group and General Motors in the United States from Canada, together', 'importations, automobile sans Toyota group et General Motors', 'カナダから米国への自動車（Toyota group、General Motorsを除く）の輸入'],
  ['output of C29.rest in CAN', 'productivity for C29.rest in CAN', 'output of the rest of motor vehicles in Canada', 'production, automobile (le reste) au Canada', 'カナダのその他の自動車の生産'],
  ['sales of GM in MEX', 'barrier on GM from USA to MEX, own sales included,', 'sales of General Motors in Mexico', 'ventes, General Motors au Mexique', 'メキシコのGeneral Motorsの売上'],
  ['value of exports of C29 from CAN to USA', 'subsidy on GM in CAN', 'the value of exports of motor vehicles from Canada to the United States', 'valeur des exportations, automobile du Canada vers les États-Unis', 'カナダから米国への自動車の輸出額'],
  ['value of imports of C29 into CAN from USA', 'subsidy on GM in CAN', 'the value of imports of motor vehicles in Canada from the United States', 'valeur des importations, automobile au Canada, en provenance des États-Unis', 'カナダの米国からの自動車の輸入額'],
  ['unit cost of GM in CAN', 'subsidy on GM in CAN', 'the unit cost of General Motors in Canada', 'coût unitaire, General Motors au Canada', 'カナダのGeneral Motorsの単位費用'],
  ['imports of VOLVO by USA from CAN', 'rent of the quota', 'imports of VOLVO by USA from CAN', 'imports of VOLVO by USA from CAN', 'imports of VOLVO by USA from CAN'],
];

test('rules, limits and targets by product, with what is left out and own sales, in the reader’s language', async () => {
  const net = [{ importer: 'USA', exporter: 'CAN', sector: 'C29', product: 'rest', base_pct: 1, new_pct: 2, value: 1 }, { importer: 'USA', exporter: 'CAN', sector: 'C29', product: 'GM', base_pct: 1, new_pct: 2, value: 1 }];
  const { file } = sampleReport({ products: true, more: { scenario: { rules: OF_PRODUCTS }, manifest: { net }, limits: OF_LIMITS.map(([what, instrument]) => [1, 'target', what, instrument, 1, 1, 1, 1, 1, 0, null]) } });
  const page = await open(file, { hash: 'lang=en' });
  for (const lang of LANGUAGES) {
    if (lang !== 'en') await to(page, lang);
    const said = await page.locator('.rules > li > span').evaluateAll((list) => list.map((span) => [span.textContent, span.lang]));
    OF_PRODUCTS_SAYS[lang].forEach((wanted, at) => {
      assert.ok(blank(said[at][0]).includes(wanted), `${lang}: ${said[at][0]} lacks ${wanted}`);
      assert.equal(said[at][1], '');
      assert.doesNotMatch(said[at][0], /undefined|null|NaN|\bC29\b/);
    });
    const limits = await page.locator('#limits-table tbody tr').evaluateAll((list) => list.map((row) => [...row.children].map((cell) => [cell.textContent, cell.lang])));
    OF_LIMITS.forEach((one, at) => {
      assert.ok(blank(limits[at][2][0]).startsWith(one[2 + LANGUAGES.indexOf(lang)]), `${lang}: ${limits[at][2][0]}`);
      const known = at < OF_LIMITS.length - 1;
      assert.equal(limits[at][2][1], known || lang === 'en' ? '' : 'en');
      assert.equal(limits[at][3][1], '', `${lang}: ${limits[at][3][0]}`);
    });
    const nets = (await page.locator('.net li').allTextContents()).map(blank);
    assert.ok(nets[0].startsWith({ en: 'The rest of motor vehicles from Canada', fr: 'Automobile (le reste), en provenance', ja: 'カナダからのその他の自動車は' }[lang]), nets[0]);
    assert.match(nets[1], /General Motors/);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
});

test('a rule on both sides is told once', async () => {
  const shared = { ...base, rule: 'tariff', ...flow, before: 0.01, after: 0.02, line: 4 };
  const own = { ...base, rule: 'ban', ...flow, line: 5 };
  const { file } = sampleReport({ against: 'other', more: { scenario: { rules: [{ ...shared, against: true }, shared, own] } } });
  const page = await open(file, { hash: 'lang=en' });
  const text = await page.textContent('#section-made');
  assert.ok(text.includes('1 rule is the same on both sides'));
  assert.equal(await page.locator('.rules > li').count(), 2);
  await shut(page);
});

test('levers, contingencies and parameters go by their titles; the set of elasticities that was chosen is told', async () => {
  const written = writeDecision();
  const page = await open(studyReport(written, 'decide', (data) => {
    const { decision, manifest } = data.decisions[0];
    decision.levers.forEach((lever, at) => (lever.titles = { en: `Choice ${at}`, fr: `Choix numéro ${at}`, ja: `選択${at}` }));
    decision.contingencies.forEach((one, at) => (one.titles = { fr: `Cas ${at}`, en: `Case ${at}` }));
    manifest.decision = { ...manifest.decision, deficits: 'fixed', elasticities: 'bolhuis-2023' };
  }).file, { hash: 'lang=en' });
  const wanted = { en: [/Choice \d/, 'Bolhuis et al. (2023)'], fr: [/Choix numéro \d/, 'Bolhuis et al. (2023)'], ja: [/選択\d/, 'Bolhuis et al. (2023)'] };
  for (const lang of LANGUAGES) {
    if (lang !== 'en') await to(page, lang);
    const text = await page.textContent('#page');
    assert.match(await page.textContent('h1'), wanted[lang][0]);
    for (const place of ['.reasons', '#payoffs-table', '#levers-table', '#break-even-table']) assert.match(await page.textContent(place), wanted[lang][0], place);
    assert.ok((await page.textContent('.top')).includes(wanted[lang][1]), text.slice(0, 400));
    assert.match(await page.textContent('.key'), lang === 'fr' ? /Cas 0/ : /Case 0/);
  }
  assert.deepEqual(page.faults, []);
  await shut(page);
  const parameter = { name: 'car_duty', title: 'Duty on cars', titles: { en: 'Duty on cars', fr: 'Droit sur les voitures' }, distribution: 'uniform between 15 pp and 35 pp', central: 0.25, source: 'a.yaml:3' };
  const range = await open(sampleReport({ ranges: true, more: { manifest: { range: { draws: 10, certified: 10, failed: {}, cut: 0, floor: 0.5, seed: 1, assumed: false, parameters: [parameter], drivers: null, notes: [] } } } }).file, { hash: 'lang=fr' });
  assert.match(await range.textContent('#parameters-table'), /Droit sur les voitures/);
  assert.match(await range.textContent('#drivers-table'), /Droit sur les voitures/);
  assert.doesNotMatch(await range.textContent('#drivers-table'), /car_duty/);
  await shut(range);
});

test('the words of the trade: French and Japanese as a ministry writes them', async () => {
  const page = await open(sampleReport({ ranges: true }).file, { hash: 'lang=fr' });
  const text = async () => (await page.evaluate(() => document.body.innerText)).replace(/[\u00a0\u202f]/g, ' ');
  for (const wanted of ['D’où vient la variation', 'Composantes de la variation', 'Indicateur', 'Ce qui est maintenu constant', 'millions de dollars US']) assert.ok((await text()).includes(wanted), wanted);
  await to(page, 'ja');
  assert.match(await text(), /試行の90 %が.*の範囲/);
  await shut(page);
  const other = await open(studyReport(writeReconciliation(), 'reconcile').file, { hash: 'lang=ja' });
  assert.match(await other.textContent('#page'), /モデル設定/);
  assert.doesNotMatch(await other.evaluate(() => document.getElementById('page').innerText), /変形/);
  await shut(other);
});

test('sentences of a fixed form and what limits are on are said in the reader’s language; others stay English and are marked', async () => {
  const sentences = [
    'Compared with the equilibrium without policy; trade deficits are fixed on both sides.',
    'Labour supply answers the real wage, elasticity: 0.5 in all regions.',
    'Elasticity of substitution between value added and inputs: 0.2 to 0.5 in 3 of 24 producing sectors (1 in others).',
    'The real wage does not fall below the reference in CAN, MEX; what that leaves without work is unemployment.',
    'Years 2026 to 2040, one equilibrium each, compared with the same year; amounts are those of 2040.',
    'Capital accumulates: its share of value added is 40 %, 6 % of it wears out in a year, 22 % of income is saved, and the base stays where it is.',
    'To be solved together: 1 limit on a volume, 2 targets.',
    'Profits of 22 products, 25.8 % of what their makers receive (1 over markup_elasticity), go to the regions that own them; those of the data are in its incomes already, so that their changes count.',
    'Something that nobody here has heard of.',
  ];
  const { file } = sampleReport({ more: { scenario: { closure: sentences } } });
  const page = await open(file, { hash: 'lang=fr' });
  const list = page.locator('#section-made ul').first().locator('li');
  const found = (await list.evaluateAll((items) => items.map((li) => [li.textContent, li.lang]))).map(([text, lang]) => [blank(text), lang]);
  assert.equal(found.length, sentences.length);
  assert.match(found[0][0], /^Le monde avec la politique est comparé à/);
  assert.equal(found[1][0], 'L’offre de travail répond au salaire réel, élasticité : 0,5 dans toutes les régions.');
  assert.equal(found[2][0], 'Élasticité de substitution entre valeur ajoutée et intrants : 0,2 à 0,5 dans 3 secteurs producteurs (1 ailleurs) sur 24.');
  assert.equal(found[3][0], 'Le salaire réel ne descend pas sous la référence au Canada et au Mexique ; ceux que cela laisse sans travail sont au chômage.');
  assert.match(found[4][0], /^Années 2026 à 2040/);
  assert.match(found[5][0], /40 %, il s’en use 6 % par an, 22 % du revenu/);
  assert.equal(found[6][0], 'À résoudre ensemble : 1 limite de volume et 2 objectifs.');
  assert.match(found[7][0], /^Les profits de 22 produits, 25,8 % de ce que reçoivent les producteurs/);
  assert.deepEqual(found.map(([, lang]) => lang), ['', '', '', '', '', '', '', '', 'en']);
  assert.deepEqual(found[8][0], sentences[8]);
  const limit = await page.locator('#limits-table tbody tr').first().locator('th, td').allTextContents();
  assert.deepEqual([limit[1], limit[2], limit[3]].map(blank), ['contingent', 'importations, métallurgie aux États-Unis, en provenance du Canada', 'rente de la limite']);
  await to(page, 'ja');
  assert.match((await list.allTextContents())[7], /^22製品の利潤/);
  assert.match((await list.allTextContents())[3], /^カナダで、メキシコで実質賃金が基準を下回らない/);
  assert.equal(await page.locator('#limits-table tbody tr').first().locator('td').nth(1).textContent(), 'カナダから米国への一次金属の輸入');
  assert.deepEqual(page.faults, []);
  await shut(page);
});
