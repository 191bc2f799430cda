// Sentences of the program, read back into what they say: each is that of the dictionary with the names, numbers and amounts
// that stand in it, in every language; what has no such form stays as it is, and is marked as English.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp } from './dom.mjs';

setUp();
const { state, words } = await import('../src/state.js');
const { setStyle } = await import('../src/format.js');
const { limitWords, meansWords, programWords } = await import('../src/program.js');
const { REASONS, closingOf, plantReason } = await import('../src/plantwords.js');
const { centralWords, distributionWords, parameterName } = await import('../src/parameters.js');
const names = await import('../src/names.js');

const RUN = {
  manifest: { world: { product_names: { GM: 'General Motors' } }, range: { parameters: [{ name: 'duty', title: 'A duty', titles: { en: 'A duty', fr: 'Un droit', ja: '関税' } }, { name: 'plain' }] } }, world: {},
  regions: [['CAN', 'Canada'], ['USA', 'United States'], ['MEX', 'Mexico']], sectors: [['A01', 'Crops and animals'], ['C24', 'Basic metals'], ['C29', 'Motor vehicles']],
};
const NUMBERS = { en: 'point', fr: 'space', ja: 'point' };
function each(langs, look) {
  for (const lang of langs) {
    state.lang = lang;
    setStyle(NUMBERS[lang]);
    look(lang, (text) => (lang === 'fr' ? text.replace('.', ',') : text));
  }
  state.lang = 'en';
  setStyle('point');
}
const region = (at) => names.regionName(RUN, at);
const sector = (at) => names.sectorName(RUN, at);

test('what is held constant', () => {
  each(['fr', 'ja'], (lang, n) => {
    const t = words().program;
    const to = ` ${words().to} `;
    const extent = (noun, some, of) => t.extent(t.nouns[noun], some, of);
    const said = [
      ['Labour supply answers the real wage, elasticity: 0.5 in all regions.', t.labour(n('0.5'), extent('regions'))],
      ['Labour supply answers the real wage, elasticity: 0.25 to 1.50 in 3 of 32 regions.', t.labour(n('0.25') + to + n('1.50'), extent('regions', '3', '32'))],
      ['Elasticity of substitution between value added and inputs: 0.2 in 3 of 24 producing sectors (1 in others).', t.valueAdded(n('0.2'), extent('producers', '3', '24'))],
      ['Elasticity of substitution among inputs: 2 in all sectors.', t.inputs('2', extent('sectors'))],
      ['Productivity rises with the scale of a sector, elasticity: -0.1 in all sectors.', t.scale(n('−0.1'), extent('sectors'))],
      ['The real wage does not fall below the reference in CAN, MEX; what that leaves without work is unemployment.', t.realWage(words().list([0, 2].map((at) => names.inRegion(RUN, at))))],
      ['The wage, in units of world value added, does not fall below the reference in USA; what that leaves without work is unemployment.', t.nominalWage(names.inRegion(RUN, 1))],
      ['Profits of 22 products, 25.8 % of what their makers receive (1 over markup_elasticity), go.', t.profits('22', n('25.8'))],
      ['Profits of 1 product, 7 to 25.8 % of what its makers receive.', t.profits('1', `7${to}${n('25.8')}`)],
      ['In C29 each of 5 products has a supply of its own: what with an elasticity of 2, so', t.supply(sector(2), '5', undefined, undefined, '2', false)],
      ['In C24 3 of 7 products have a supply of its own: what with an elasticity of 0 (the mix is fixed), so', t.supply(sector(1), undefined, ['3', '7'], undefined, '0', true)],
      ['In A01 GM, Light have a supply of its own: what with an elasticity of 1.5, so', t.supply(sector(0), undefined, undefined, 'GM, Light', n('1.5'), false)],
      ['In ZZ GM has a supply of its own: what with an elasticity of 1.5, so', t.supply('ZZ', undefined, undefined, 'GM', n('1.5'), false)],
      ['Years 2026 to 2040, one equilibrium each, compared with the same year; amounts are those of 2039.', t.years('2026', '2040', '2039')],
      ['Capital accumulates: its share of value added is 40 %, 6 % of it wears out in a year, 22.5 % of income is saved, and the base stays where it is.', t.capital('40', '6', n('22.5'), null)],
      ['Capital accumulates: its share of value added is 30 % to 45 %, 6 % of it wears out in a year, 22 % of income is saved, and it is 2.75 times income in the data.', t.capital(`30${to}45`, '6', '22', n('2.75'))],
      ['To be solved together: 1 limit on a volume, 2 targets.', t.together(words().list([t.conditions.limit(1), t.conditions.target(2)]))],
      ['To be solved together: 3 limits on volumes, 1 target, 4 transfers in proportion to income.', t.together(words().list([t.conditions.limit(3), t.conditions.target(1), t.conditions.transfer(4)]))],
    ];
    for (const [text, own] of said) assert.deepEqual(programWords(RUN, text), { text: own, lang: null }, `${lang}: ${text}`);
    for (const odd of ['To be solved together: 1 limit on a volume, 2 wishes.', 'Labour supply answers the real wage, elasticity: 0.5 in some regions.', 'Labour supply answers the real wage, elasticity: 0.5 in 3 of 32 moons.', 'A new sentence.']) assert.deepEqual(programWords(RUN, odd), { text: odd, lang: 'en' }, odd);
  });
  each(['en'], () => assert.deepEqual(programWords(RUN, 'To be solved together: 2 targets.'), { text: 'To be solved together: 2 targets.', lang: null }));
});

test('what is said of draws', () => {
  each(['fr', 'ja'], (lang, n) => {
    const t = words().program.notes;
    const list = (...codes) => words().list(codes.map((at) => (typeof at === 'number' ? sector(at) : at)));
    const said = [
      ['the scenario has years: the central result and the draws are of the last, 2040', t.years('2040')],
      ['there is no range section: trade elasticities are drawn from the standard errors and quantiles of the file a.csv, what is one estimate there as one number', t.set(true, 'file', 'a.csv')],
      ['the range section names nothing uncertain: trade elasticities are drawn from the standard errors and quantiles of the set giri-2021, what is one estimate there as one number', t.set(false, 'set', 'giri-2021')],
      ["there is no range section: every trade elasticity is drawn from a lognormal distribution with the world's as mean and 25.5 % of it as standard deviation, which is an assumption", t.assumed(true, n('25.5'))],
      ["the range section names nothing uncertain: every trade elasticity is drawn from a lognormal distribution with the world's as mean and 25 % of it as standard deviation, which is an assumption", t.assumed(false, '25')],
      ["the set giri-2021 has no uncertainty for A01, C24: a spread of 12.5 % about the world's elasticity is assumed there", t.spread('giri-2021', list(0, 1), n('12.5'), true)],
      ["a.csv has no estimate for C29, ZZ: a spread of 5 % about the world's elasticity holds there", t.spread('a.csv', list(2, 'ZZ'), '5', false)],
      ['a.csv has no estimate for C24: what an entry before it says holds there', t.before('a.csv', list(1))],
      ["a.csv has no estimate for C24: the world's elasticity holds there, without a range", t.none('a.csv', list(1))],
      ['1 variable of the range section is given by --set and not drawn', t.given(1)],
      ['3 variables of the range section are given by --set and not drawn', t.given(3)],
      ["the world's elasticity lies outside the 5 to 95 % of what it is drawn from in C24 4.5 (5 to 9.25), C29 8 (1.5 to 7): the central value is not in the middle of its range", t.outside(words().list([`${sector(1)} ${n('4.5')} (5 ${words().to} ${n('9.25')})`, `${sector(2)} 8 (${n('1.5')} ${words().to} 7)`]))],
    ];
    for (const [text, own] of said) assert.deepEqual(programWords(RUN, text), { text: own, lang: null }, `${lang}: ${text}`);
    const odd = "the world's elasticity lies outside the 5 to 95 % of what it is drawn from in C24 and C29: the central value is not in the middle of its range";
    assert.deepEqual(programWords(RUN, odd), { text: odd, lang: 'en' });
  });
});

test('what a limit is on, and by what means: the places are told each in its part', () => {
  each(['en', 'fr', 'ja'], (lang) => {
    const marks = (text, ...found) => {
      for (const at of found) assert.ok(text.toLowerCase().includes(region(at).toLowerCase()), `${lang}: ${text} names ${region(at)}`);
      for (const at of [0, 1, 2]) if (!found.includes(at)) assert.ok(!text.includes(region(at)), `${lang}: ${text} names no ${region(at)}`);
      assert.doesNotMatch(text, /undefined|null/);
    };
    const limits = { 'imports of C24 by USA from CAN': [1, 0], 'exports of C24 from MEX': [2], 'output of C24 in USA': [1], 'imports of C24 in USA': [1], 'price of C29 in CAN': [0], 'trade of C24 from CAN to MEX': [0, 2], 'unit cost of C24 in USA': [1], 'sales of GM in USA': [1], 'value of output of C24 in CAN': [0], 'value of exports of C24 from CAN to MEX': [0, 2], 'value of exports of C24 from CAN': [0], 'value of exports of USA': [1], 'value of imports of C24 into CAN from USA': [0, 1], 'value of imports of C24 into MEX': [2], 'value of imports of MEX': [2], 'price index of CAN': [0], 'real income of USA': [1], 'real wage of MEX': [2], 'wage of CAN': [0], 'employment in USA': [1] };
    const all = new Set();
    for (const [text, found] of Object.entries(limits)) {
      const own = limitWords(RUN, text);
      assert.equal(own.lang, null, text);
      marks(own.text, ...found);
      all.add(own.text);
      if (lang !== 'en') assert.notEqual(own.text, text);
      if (/C24/.test(text)) assert.ok(own.text.toLowerCase().includes(sector(1).toLowerCase()), own.text);
    }
    assert.equal(all.size, Object.keys(limits).length, 'each is told apart');
    for (const together of ['imports of C24 by USA from CAN', 'output of C24 in USA', 'exports of C24 from MEX']) assert.equal(limitWords(RUN, `${together}, together`).text, limitWords(RUN, together).text + words().program.inAll);
    const means = { 'tariff on C24 from CAN to USA': [0, 1], 'export tax on C24 from MEX to USA': [2, 1], 'barrier on C24 from CAN to USA': [0, 1], 'demand for C24 from CAN to MEX': [0, 2], 'subsidy on C24 in MEX': [2], 'productivity for C24 in CAN': [0], 'labour of USA': [1], 'employment in MEX': [2], 'transfer from CAN to USA': [0, 1] };
    const by = new Set();
    for (const [text, found] of Object.entries(means)) {
      const own = meansWords(RUN, text);
      assert.equal(own.lang, null, text);
      marks(own.text, ...found);
      by.add(own.text);
    }
    assert.equal(by.size, Object.keys(means).length);
    assert.equal(meansWords(RUN, 'rent of the quota').text, meansWords(RUN, 'rent of the capacity').text);
    // which way it goes
    assert.notEqual(meansWords(RUN, 'tariff on C24 from CAN to USA').text, meansWords(RUN, 'tariff on C24 from USA to CAN').text);
    assert.notEqual(meansWords(RUN, 'transfer from CAN to USA').text, meansWords(RUN, 'transfer from USA to CAN').text);
    for (const read of [limitWords, meansWords]) for (const odd of ['hours of work', 'tariff on C24 from here to there', 7]) assert.deepEqual(read(RUN, odd), { text: odd, lang: lang === 'en' ? null : 'en' });
  });
});

test('why a number of a plant is none', () => {
  each(['en', 'fr', 'ja'], (lang, n) => {
    const { why } = words().plants;
    const p = words().percent;
    const said = {
      needsSite: ['needs other_site and cost_advantage in the section plants'], needsSiteOrCost: ['needs other_site and cost_advantage, or fixed_cost, in the section plants'], needsAdvantage: ['needs cost_advantage in the section plants'], needsDiscount: ['needs discount in the section plants'],
      isSite: ['it is the other site itself'], sellsNothing: ['it sells nothing that is counted'], sellsAtHome: ['it sells most in its own region, which charges it no tariff'], noMarkup: ['it has no markup: the elasticity between products is 0 or less and products.csv gives no markup_elasticity'],
      samePolicy: ['the policy takes no access: profits are the same with it and without'], earnsMore: ['the policy takes no access: the plant earns more under it'], neverSite: ['never: even with access that is sure the other site earns more'], neverCost: ['never: even with access that is sure it does not earn its fixed cost'],
      alwaysSite: ['always: it earns more than the other site even without access'], alwaysCost: ['always: it earns its fixed cost even without access'], noHazard: ['no hazard is large enough: access must be lost for sure'], goneAnyway: ['it sells nothing under the policy, whatever it costs'],
      uncounted: ['the world has no quantity of it: shares and tariffs are of sales at cost over the price of the product'],
      onlySeller: ['all that USA buys of GM is from there, so sales of the brand cannot be held', region(1), 'General Motors'],
      elsewhere: ['it sells mostly elsewhere: even a tariff of 900 % of MEX leaves 74 % ', `900${p}`, region(2), `74${p}`],
      stillSells: ['even a tariff of 900 % leaves 61.5 % of what it sells in CAN', `900${p}`, `${n('61.5')}${p}`, region(0)],
      lessAlready: ['it sells less than that already without a tariff of ZZZ', 'ZZZ'], subsidyShort: ['even a subsidy of 90 % does not bring it back', `90${p}`], taxShort: ['even a tax of 900 % leaves it larger', `900${p}`],
      noTariffSolved: ['no equilibrium was found at a tariff of 12.5 % of USA: after\n200 steps', `${n('12.5')}${p}`, region(1)], noSubsidySolved: ['no equilibrium was found with a subsidy of -3.25 %: why', `${n('−3.25')}${p}`],
    };
    assert.deepEqual(Object.keys(said).sort(), [...REASONS].sort());
    for (const [key, [text, ...told]] of Object.entries(said)) assert.deepEqual(plantReason(RUN, text.trim()), { text: why[key](...told), lang: null }, `${lang}: ${text}`);
    assert.deepEqual(plantReason(RUN, 'nobody knows'), { text: 'nobody knows', lang: lang === 'en' ? null : 'en' });
    assert.equal(plantReason(RUN, 'so it is the other site itself').text, 'so it is the other site itself', 'not in the middle of something else');
  });
  assert.deepEqual(closingOf(['Something.', 'No plant is below 60 % of its base under this policy: none closes.']), { none: true });
  assert.deepEqual(closingOf(['Closing those below 60.5 % of the base, the worst first: A CAN (38 %); there it ends. Without GM in USA no equilibrium was found: d']), { stopped: ['GM', 'USA'] });
  assert.deepEqual(closingOf(['Closing those below 60 % of the base, the worst first: A CAN (38 %)']), { stopped: null });
  assert.deepEqual([closingOf([]), closingOf(['Something.'])], [null, null]);
});

test('parameters and what they are drawn from', () => {
  each(['en', 'fr', 'ja'], (lang, n) => {
    const { distributions, elasticityOf, setsOfSectors } = words().study;
    assert.deepEqual([parameterName(RUN, 'elasticity of C24'), parameterName(RUN, 'elasticity of C24', true)], [elasticityOf(sector(1)), sector(1)]);
    const [set] = Object.keys(setsOfSectors);
    assert.deepEqual([parameterName(RUN, `elasticity of ${set}`, true), parameterName(RUN, 'elasticity of mine')], [setsOfSectors[set], elasticityOf('mine')]);
    assert.deepEqual(['duty', 'plain', 'other'].map((name) => parameterName(RUN, name)), [{ en: 'A duty', fr: 'Un droit', ja: '関税' }[lang], 'plain', 'other']);
    const forms = [
      ['lognormal with mean 2.91 and standard deviation 0.7275', distributions.lognormal(n('2.91'), n('0.7275'))], ['normal with mean 15 pp and standard deviation -2.5 pp', distributions.normal('15 pp', n('−2.5 pp'))],
      ['uniform between 1 and 2.50', distributions.uniform('1', n('2.50'))], ['triangular between 15 pp and 35 pp, likeliest 25 pp', distributions.triangular('15 pp', '25 pp', '35 pp')], ['quantiles at 5, 50 and 95 %: 1.5, 2 and 4', distributions.quantiles(n('1.5'), '2', '4')], ['something else', 'something else'],
    ];
    for (const [text, own] of forms) assert.equal(distributionWords(text), own, `${lang}: ${text}`);
    assert.deepEqual([[0.25, 'uniform between 15 pp and 35 pp'], [0.125, 'uniform between 1 % and 35 %'], [2.91, 'lognormal with mean 2.91 and standard deviation 1'], [2, 'quantiles at 5, 50 and 95 %: 1, 2 and 3']].map(([central, distribution]) => centralWords({ central, distribution })), [n('25.0 pp'), n('12.5 %'), n('2.91'), n('2.00')]);
  });
});

test('what a variant cannot carry: sentence by sentence, those that are known in the reader\'s language', async () => {
  const { variantLacks, variantTitle, variantWhat } = await import('../src/variants.js');
  each(['en', 'fr', 'ja'], (lang) => {
    const known = Object.entries(words().reconcile.lacks);
    if (lang !== 'en') assert.ok(known.length > 1);
    const lacks = [...known.map(([sentence]) => sentence), 'Something new is left out.'];
    assert.deepEqual(variantLacks({ lacks: lacks.join(' ') }), [...known.map(([, own]) => own), 'Something new is left out.'], lang);
    assert.deepEqual([variantLacks({ lacks: '' }), variantLacks({})], [[], []]);
    assert.equal(variantTitle({ name: 'elasticities-x', title: 'elasticities of giri-2021' }).includes('Giri et al. (2021)'), true);
    assert.equal(variantTitle({ name: 'new', title: 'a new one: the run of 2026, and more' }), 'a new one');
    assert.equal(variantTitle({ name: 'inputs', title: 'with inputs' }), words().reconcile.titles.inputs || 'with inputs');
    assert.deepEqual(variantWhat({ name: 'new', what: 'Nobody knows.' }), { text: 'Nobody knows.', lang: lang === 'en' ? null : 'en' });
    const what = variantWhat({ name: 'elasticities-x', what: "The elasticities of mine.csv for 22 of 30 sectors, the world's for the others." });
    assert.ok(['mine.csv', '22', '30'].every((part) => what.text.includes(part)) && what.lang === null, what.text);
    if (lang !== 'en') assert.equal(what.text, words().reconcile.what['elasticities-']('mine.csv', '22', '30'));
    if (lang === 'fr') assert.ok(variantWhat({ name: 'labour', what: 'Labour supply answers the real wage with an elasticity of 0.5 in every region.' }).text.includes('0,5'));
  });
});
