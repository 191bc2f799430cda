// What is true of every page (pages.mjs), of those of decisions, reconciliations, accounts, markets, stress tests and routes.
import * as fill from '../dev/fill.mjs';
import { pageTests } from './pages.mjs';
import * as study from './study-sample.mjs';

pageTests({
  decision: () => ({ decisions: [fill.readDecision(study.writeDecision())] }),
  undrawn: () => ({ decisions: [fill.readDecision(study.writeDecision({ drawn: false, given: false, indicator: 'equivalent_variation' }))] }),
  reconciliation: () => ({ reconciliations: [fill.readReconciliation(study.writeReconciliation())] }),
  unsolved: () => ({ reconciliations: [fill.readReconciliation(study.writeReconciliation({ unsolved: true }))] }),
  accounts: () => ({ accounts: [fill.readAccounts(study.writeAccounts())] }),
  market: () => ({ markets: [fill.readMarket(study.writeMarket())] }),
  stress: () => ({ stresses: [fill.readStress(study.writeStress())] }),
  detail: () => ({ stresses: [fill.readStress(study.writeStress({ detail: true }))] }),
  routes: () => ({ routes: [fill.readRoutes(study.writeRoutes())] }),
});
