// What is true of every page (pages.mjs), of those of one run and of several.
import { pageTests, run } from './pages.mjs';

const full = { ranges: true, jobs: true, products: true, years: true };

pageTests({
  run: () => ({ runs: [run(full)] }),
  bare: () => ({ runs: [run({})] }),
  several: () => ({ runs: [run({ seed: 1 }), run({ seed: 2, name: 'second', title: 'Another quota' }), run({ seed: 3, name: 'third', title: 'A third one', deficits: 'zero' })] }),
});
