import { expect, it } from 'vitest';
import { fuzzBundles } from './fuzz-bundles.ts';

it('reads the very same files from a changed bundle, or says why it refuses it', async () => {
  const runs = 200;
  const counts = await fuzzBundles(1, { runs });
  expect(counts.same + counts.refused).toBe(runs);
  expect(counts.refused).toBeGreaterThan(0);
  expect(counts.same).toBeGreaterThan(0);
}, 60_000);
