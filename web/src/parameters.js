// Uncertain parameters in the reader's language: "elasticity of C29" by the sector's name, distributions as sentences.
import { inLanguage, sectorName } from './names.js';
import { number } from './format.js';
import { words } from './state.js';

/**
 * One number may be that of several sectors: of services, of a group, or one that the world names.
 * short: the name of the sector alone, where a chart says that it stands for the elasticity.
 */
export function parameterName(run, name, short = false) {
  const found = name.match(/^elasticity of (.+)$/);
  if (!found) {
    const own = ((run.manifest.range || {}).parameters || []).find((one) => one.name === name);
    return own && own.title ? inLanguage(own.titles, own.title).text : name;
  }
  const sector = run.sectors.findIndex(([code]) => code === found[1]);
  const label = sector < 0 ? words().study.setsOfSectors[found[1]] || found[1] : sectorName(run, sector);
  return short ? label : words().study.elasticityOf(label);
}

/** "2.91" or "15 pp", in the reader's way to write numbers. */
function written(text) {
  const found = text.match(/^(-?\d+(?:\.(\d+))?)( .*)?$/);
  return found ? `${number(Number(found[1]), { decimals: (found[2] || '').length })}${found[3] || ''}` : text;
}

const FORMS = [
  [/^(lognormal|normal) with mean (.+) and standard deviation (.+)$/, (m) => [m[1], m[2], m[3]]],
  [/^(uniform) between (.+) and (.+)$/, (m) => [m[1], m[2], m[3]]],
  [/^(triangular) between (.+) and (.+), likeliest (.+)$/, (m) => [m[1], m[2], m[4], m[3]]],
  [/^(quantiles) at 5, 50 and 95 %: (.+), (.+) and (.+)$/, (m) => [m[1], m[2], m[3], m[4]]],
];

export function distributionWords(text) {
  for (const [form, take] of FORMS) {
    const found = String(text).match(form);
    if (!found) continue;
    const [kind, ...numbers] = take(found);
    return words().study.distributions[kind](...numbers.map(written));
  }
  return text;
}

/** The central value in the unit of its distribution. */
export function centralWords({ central, distribution }) {
  const unit = String(distribution).match(/\d (%|pp)(?! *:)/);
  return unit ? `${number(central * 100)} ${unit[1]}` : number(central);
}
