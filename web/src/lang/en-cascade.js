// Bans that spread, and no-ban clauses.
export const cascade = {
  lead: 'Who decided what, round by round: all decisions of a round are made of the solution of the round before, and no ban is lifted. It ends with a round in which nobody new acts. Round 0 is the policy.',
  rounds: (clause) => `Decisions by round${clause === null ? '' : clause ? ', with the clauses' : ', without the clauses'}`,
  parties: 'Both parties of each no-ban clause, with it and without',
  round: 'Round', region: 'Region', goods: 'Goods', action: 'Decision', trigger: 'Trigger over the base', clause: 'Clause', measure: 'What', unit: 'Unit', base: 'Base', without: 'Without the clause', with: 'With the clause',
  actions: { ban: 'bans', limit: 'limits its exports', none: 'does not act', partial: 'bans sales to some' },
  kinds: { capped: 'capped', exempt: 'exempt', proportional: 'proportional' },
  measures: { price: 'Price at home', use: 'Use', index: 'Use, as an index', partner: 'From the partner', calories: 'Calories', cover: 'Days that stocks last', real_income: 'Real income' },
  abroad: 'Sold abroad',
  units: { 'base = 1': 'base = 1', 'billion kcal': 'billion kcal', days: 'days', percent: '%' },
  outcome: (rounds, clause) => `${clause === null ? '' : clause ? 'With the clauses: ' : 'Without the clauses: '}${rounds.length ? `${rounds.join('; ')}.` : 'nobody followed.'}`,
  acted: (round, names) => `round ${round}: ${names.join(', ')}`,
  actor: (region, goods) => (goods === null ? region : `${region} (${goods})`),
  between: (exporter, importer, kind) => `${exporter} to ${importer}, ${kind}`,
};
