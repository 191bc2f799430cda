// Why a number of a plant is none: the program's reasons, which have a fixed form, read back and said in the reader's
// language. What is not known here stays as the program says it, in English.
import { number } from './format.js';
import { productName, regionName } from './names.js';
import { state, words } from './state.js';

const named = (run, code) => {
  const at = run.regions.findIndex(([one]) => one === code);
  return at < 0 ? code : regionName(run, at);
};
const share = (text) => `${number(Number(text), { decimals: (text.split('.')[1] || '').length })}${words().percent}`;

const NUMBER = '(-?[\\d.e+-]+) %';
const CODE = '(\\S+)';

/** [key of the words, form, what is found to arguments]; the words are in lang/*-plants.js. */
const FORMS = [
  ['needsSite', 'needs other_site and cost_advantage in the section plants'],
  ['needsSiteOrCost', 'needs other_site and cost_advantage, or fixed_cost, in the section plants'],
  ['needsAdvantage', 'needs cost_advantage in the section plants'],
  ['needsDiscount', 'needs discount in the section plants'],
  ['isSite', 'it is the other site itself'],
  ['sellsNothing', 'it sells nothing that is counted'],
  ['sellsAtHome', 'it sells most in its own region, which charges it no tariff'],
  ['noMarkup', 'it has no markup: the elasticity between products is 0 or less and products\\.csv gives no markup_elasticity'],
  ['samePolicy', 'the policy takes no access: profits are the same with it and without'],
  ['earnsMore', 'the policy takes no access: the plant earns more under it'],
  ['neverSite', 'never: even with access that is sure the other site earns more'],
  ['neverCost', 'never: even with access that is sure it does not earn its fixed cost'],
  ['alwaysSite', 'always: it earns more than the other site even without access'],
  ['alwaysCost', 'always: it earns its fixed cost even without access'],
  ['noHazard', 'no hazard is large enough: access must be lost for sure'],
  ['goneAnyway', 'it sells nothing under the policy, whatever it costs'],
  ['uncounted', 'the world has no quantity of it: shares and tariffs are of sales at cost over the price of the product'],
  ['onlySeller', `all that ${CODE} buys of ${CODE} is from there, so sales of the brand cannot be held`, (run, [region, product]) => [named(run, region), productName(run, product)]],
  ['elsewhere', `it sells mostly elsewhere: even a tariff of ${NUMBER} of ${CODE} leaves ${NUMBER}`, (run, [tariff, market, left]) => [share(tariff), named(run, market), share(left)]],
  ['stillSells', `even a tariff of ${NUMBER} leaves ${NUMBER} of what it sells in ${CODE}`, (run, [tariff, left, market]) => [share(tariff), share(left), named(run, market)]],
  ['lessAlready', `it sells less than that already without a tariff of ${CODE}`, (run, [market]) => [named(run, market)]],
  ['subsidyShort', `even a subsidy of ${NUMBER} does not bring it back`, (run, [subsidy]) => [share(subsidy)]],
  ['taxShort', `even a tax of ${NUMBER} leaves it larger`, (run, [tax]) => [share(tax)]],
  ['noTariffSolved', `no equilibrium was found at a tariff of ${NUMBER} of ${CODE}: [^]*`, (run, [tariff, market]) => [share(tariff), named(run, market)]],
  ['noSubsidySolved', `no equilibrium was found with a subsidy of ${NUMBER}: [^]*`, (run, [subsidy]) => [share(subsidy)]],
].map(([key, form, read]) => [key, RegExp(`^${form}$`), read || (() => [])]);

export const REASONS = FORMS.map(([key]) => key);

/** {text, lang}: a reason; lang "en" where it is the program's own words and the reader has another language. */
export function plantReason(run, why) {
  for (const [key, form, read] of FORMS) {
    const found = why.match(form);
    if (found) return { text: words().plants.why[key](...read(run, found.slice(1))), lang: null };
  }
  return { text: why, lang: state.lang === 'en' ? null : 'en' };
}

/** What rounds of closing came to: {none} where no plant closes, {stopped: [product, region]} where no equilibrium was found; null: nobody asked. */
export function closingOf(sentences) {
  for (const sentence of sentences) {
    if (/^No plant is below [\d.]+ % of its base under this policy: none closes\./.test(sentence)) return { none: true };
    const found = sentence.match(/^Closing those below [\d.]+ % of the base, the worst first: [^]*?(?:; there it ends\. Without (\S+) in (\S+) no equilibrium|$)/);
    if (found) return { stopped: found[1] ? [found[1], found[2]] : null };
  }
  return null;
}
