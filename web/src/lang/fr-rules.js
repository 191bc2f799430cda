// Les phrases sur les règles d'une politique.
const LE = new Set(['GLF', 'BRN', 'CAN', 'MEX', 'JPN', 'GBR', 'BRA', 'DNK', 'PRT', 'LUX', 'CHL', 'PER', 'MAR', 'VNM', 'KAZ', 'NGA', 'KEN', 'GHA', 'SEN', 'CMR', 'BGD', 'PAK', 'PAN', 'CRI', 'VEN', 'PRY', 'URY', 'QAT', 'KWT', 'LBN', 'KHM', 'LAO', 'MMR', 'NPL', 'LKA', 'BEN', 'TGO', 'MLI', 'NER', 'TCD', 'SDN', 'GAB', 'COG', 'HND', 'GTM', 'NIC', 'SLV', 'BWA', 'MOZ', 'ZWE', 'BLR', 'MNE', 'XKX']);
const LES = new Set(['USA', 'NLD', 'PHL', 'ARE', 'BHS']);
const BARE = new Set(['TWN', 'SGP', 'CYP', 'MLT', 'HKG', 'CUB', 'MDG', 'BHR', 'MUS', 'BRB', 'ISR']);
const vowel = (name) => /^[aeiouhâàéèêëîïôûœAEIOUHÂÀÉÈÊËÎÏÔÛŒ]/.test(name);
const rest = (name) => /^Reste (de|du) /.test(name);
const small = (name) => name.charAt(0).toLowerCase() + name.slice(1);
const named = (name, code, known) => {
  if (rest(name)) return `le ${small(name)}`;
  if (!known || BARE.has(code)) return name;
  if (LES.has(code)) return `les ${name}`;
  return vowel(name) ? `l’${name}` : LE.has(code) ? `le ${name}` : `la ${name}`;
};
const from = (name, code, known) => {
  if (rest(name)) return `du ${small(name)}`;
  if (known && LES.has(code)) return `des ${name}`;
  if (known && LE.has(code) && !vowel(name)) return `du ${name}`;
  return vowel(name) ? `d’${name}` : `de ${name}`;
};
const to = (name, code, known) => `vers ${named(name, code, known)}`;
const flows = (w) => `${w.sector} ${w.both ? `entre ${w.seller} et ${w.buyer}` : `${w.origin} ${w.destination}`}`;
const nouns = { tariff: 'Droit de douane', export_tax: 'Taxe à l’exportation', barrier: 'Obstacles aux échanges', productivity: 'Productivité', subsidy: 'Subvention', labour: 'Travail' };
const weights = { tariff: 'pondérée par les échanges', export_tax: 'pondérée par les échanges', barrier: 'pondérée par les échanges', productivity: 'pondérée par la production', subsidy: 'pondérée par la production', labour: 'pondérée par la valeur ajoutée' };
const place = (kind, w) => (kind === 'labour' ? ` ${w.home}` : w.destination ? `, ${flows(w)}` : `, ${w.sector} ${w.home}`);
const moved = (m, weight) => {
  if (m.kind === 'banned') return 'inchangé, tout est interdit';
  const verb = m.kind === 'stays' ? `reste à ${m.after}` : `passe de ${m.before} à ${m.after}`;
  return `${verb}${m.average ? ` en moyenne (${weight})` : ''}`;
};
const shared = { together: ', en tout', each: ', pour chacun' };

export const rule = {
  named,
  receiver: 'from',
  from,
  to,
  setOf: {
    in: (name, group) => (group ? `dans le groupe ${name}` : `dans ${name}`),
    from: (name, group) => (group ? `du groupe ${name}` : `de ${name}`),
    to: (name, group) => (group ? `vers le groupe ${name}` : `vers ${name}`),
    plain: (name, group) => (group ? `le groupe ${name}` : name),
  },
  allRegions: 'toutes les régions',
  allSectors: 'tous les secteurs',
  allProducts: 'tous les produits',
  regions: (n) => `${n} régions`,
  sectors: (n) => `${n} secteurs`,
  products: (n) => `${n} produits`,
  without: (all, products) => `${all} sans ${products}`,
  withOwn: (goods) => `${goods} (ventes intérieures comprises)`,
  restOf: (sector) => `${sector} (le reste)`,
  sets: { goods: 'biens', services: 'services' },
  groupNames: { CUSMA: 'ACEUM', EU: 'Union européenne', CPTPP: 'PTPGP', RCEP: 'RCEP', G7: 'G7', PROVINCES: 'Provinces' },
  groups: { CUSMA: 'ACEUM', EU: 'UE', CPTPP: 'PTPGP', PROVINCES: 'provinces' },
  rate: (kind, w, m) => `${nouns[kind]}${place(kind, w)}\u00a0: ${moved(m, weights[kind])}${['productivity', 'labour', 'barrier'].includes(kind) && m.kind !== 'banned' ? ', par rapport aux données' : ''}.`,
  demand: (w, falls, amount) => `Demande, ${flows(w)}\u00a0: ${falls ? 'baisse' : 'hausse'} de ${amount} à prix donnés\u00a0; les autres vendeurs compensent en proportion.`,
  finalDemand: (w, falls, amount) => `Demande finale, ${w.sector} ${w.home}\u00a0: ${falls ? 'baisse' : 'hausse'} de ${amount} à prix donnés\u00a0; les autres secteurs compensent en proportion.`,
  ban: (w) => `Échanges interdits\u00a0: ${flows(w)}.`,
  clause: {
    capped: (w) => `Clause de non-interdiction (plafonnée), ${flows(w)}\u00a0: les interdictions ne valent pas jusqu’au volume de la référence.`,
    exempt: (w) => `Clause de non-interdiction (exemption), ${flows(w)}\u00a0: les interdictions ne valent pas.`,
    proportional: (w) => `Clause de non-interdiction (proportionnelle), ${flows(w)}\u00a0: les interdictions laissent à l’importateur la part qu’il avait de tout ce que vend l’exportateur.`,
  },
  quota: (w, limit, limits, owner) => `Contingent, ${flows(w)}\u00a0: volume d’au plus ${limit}${shared[limits] || ''}\u00a0; ${owner}.`,
  capacity: (of, w, limit, limits, owner) => `Capacité ${of === 'exports' ? 'd’exportation' : 'de production'}, ${w.sector} ${w.home}\u00a0: volume d’au plus ${limit}${shared[limits] || ''}\u00a0; ${owner}.`,
  ofReference: (x) => `${x} de la référence`,
  ofIncome: (x) => `${x} du revenu`,
  money: (x, unit) => `${x} ${unit}`,
  owner: { nobody: () => 'la rente ne va à personne\u00a0: elle se perd en route', importer: () => 'la rente va à l’importateur', exporter: () => 'la rente va à l’exportateur', itself: () => 'la rente reste dans la région', region: (name) => `bénéficiaire de la rente\u00a0: ${name}` },
  preference: (w, use, m) => (use ? `Préférence, ${flows(w)}\u00a0: son utilisation passe de ${use[0]} à ${use[1]} de la valeur en douane, et le droit appliqué ${moved(m, 'pondérée par les échanges')}.` : `Préférence, ${flows(w)}\u00a0: elle prend fin, tout est interdit.`),
  transfer: (payer, receiver, paid, each, split) => `Transfert de ${paid}\u00a0: ${each ? 'chaque région payeuse, ' : ''}${payer}, au profit ${receiver}${split ? ', réparti selon la valeur ajoutée' : ''}.`,
  target: (outcome, change, by) => `Objectif\u00a0: ${outcome} à ${change} par rapport à la référence, au moyen de ${by}.`,
  outcomes: {
    output: (w) => `la production, ${w.sector} ${w.home},`,
    exports: (w) => `les exportations, ${w.sector} ${w.of},`,
    imports: (w) => `les importations, ${w.sector} ${w.home},`,
    trade: (w) => `les échanges, ${flows(w)},`,
    price: (w) => `le prix, ${w.sector} ${w.home},`,
    real_income: (w) => `le revenu réel ${w.home}`,
    real_wage: (w) => `le salaire réel ${w.home}`,
    employment: (w) => `l’emploi ${w.home}`,
    wage: (w) => `le salaire ${w.home}`,
    price_index: (w) => `l’indice des prix ${w.home}`,
    output_value: (w) => `la valeur de la production, ${w.sector} ${w.home},`,
    unit_cost: (w) => `le coût unitaire, ${w.sector} ${w.home},`,
    sales: (w) => `les ventes, ${w.sector} ${w.home},`,
    exports_value: (w) => `la valeur des exportations${w.sector ? `, ${w.sector}` : ''} ${w.of}${w.buyers ? ` ${w.buyers}` : ''},`,
    imports_value: (w) => `la valeur des importations${w.sector ? `, ${w.sector}` : ''} ${w.home}${w.sellers ? `, en provenance ${w.sellers}` : ''},`,
  },
  instruments: {
    tariff: (w) => `ce droit de douane\u00a0: ${flows(w)}`,
    export_tax: (w) => `cette taxe à l’exportation\u00a0: ${flows(w)}`,
    barrier: (w) => `ces coûts des échanges\u00a0: ${flows(w)}`,
    demand: (w) => `cette demande\u00a0: ${flows(w)}`,
    subsidy: (w) => `cette subvention\u00a0: ${w.sector} ${w.home}`,
    productivity: (w) => `cette productivité\u00a0: ${w.sector} ${w.home}`,
    labour: (w) => `la quantité de travail ${w.home}`,
    transfer: (w) => `un transfert ${w.origin} ${w.destination}`,
  },
  net: (sector, origin, market, before, after) => `${sector}, en provenance ${origin}\u00a0: ${after} au lieu de ${before} ${market}.`,
  netTitle: 'Ce qui est payé au total',
};
