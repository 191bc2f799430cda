// Les interdictions qui se propagent, et les clauses de non-interdiction.
export const cascade = {
  lead: 'Qui a décidé quoi, tour par tour\u00a0: toutes les décisions d’un tour se fondent sur la solution du tour précédent, et aucune interdiction n’est levée. Cela s’arrête au tour où personne de nouveau n’agit. Le tour 0 est la politique.',
  rounds: (clause) => `Décisions par tour${clause === null ? '' : clause ? ', avec les clauses' : ', sans les clauses'}`,
  parties: 'Les deux parties de chaque clause de non-interdiction, avec et sans elle',
  round: 'Tour', region: 'Région', goods: 'Biens', action: 'Décision', trigger: 'Signal par rapport à la base', clause: 'Clause', measure: 'Grandeur', unit: 'Unité', base: 'Base', without: 'Sans la clause', with: 'Avec la clause',
  actions: { ban: 'interdit', limit: 'limite ses exportations', none: 'n’agit pas', partial: 'interdit envers certains' },
  kinds: { capped: 'plafonnée', exempt: 'exemption', proportional: 'proportionnelle' },
  measures: { price: 'Prix intérieur', use: 'Utilisation', index: 'Utilisation, en indice', partner: 'Reçu du partenaire', calories: 'Calories', cover: 'Jours couverts par les stocks', real_income: 'Revenu réel' },
  abroad: 'Vendu à l’étranger',
  units: { 'base = 1': 'base = 1', 'billion kcal': 'milliards de kcal', days: 'jours', percent: '%' },
  outcome: (rounds, clause) => `${clause === null ? '' : clause ? 'Avec les clauses\u00a0: ' : 'Sans les clauses\u00a0: '}${rounds.length ? `${rounds.join('\u00a0; ')}.` : 'personne n’a suivi.'}`,
  acted: (round, names) => `tour ${round}\u00a0: ${names.join(', ')}`,
  actor: (region, goods) => (goods === null ? region : `${region} (${goods})`),
  between: (exporter, importer, kind) => `${exporter} vers ${importer}, ${kind}`,
};
