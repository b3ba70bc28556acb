import { expect, it } from 'vitest';
import { fuzzConfigs } from './fuzz-configs.ts';

it('gives what was written or one error with every wrong key, whatever the JSON', () => {
  const counts = fuzzConfigs(1, { runs: 300 });
  expect(counts.parsed).toBeGreaterThan(5);
  expect(counts.refused).toBeGreaterThan(100);
}, 120_000);
