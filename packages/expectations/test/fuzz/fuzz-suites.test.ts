import { expect, it } from 'vitest';
import { fuzzSuites } from './fuzz-suites.ts';

it('answers in JSON that comes again, or refuses in its own words, whatever the suite and the table', async () => {
  const counts = await fuzzSuites(1, (seed) => seed <= 60);
  expect(counts.checked).toBe(60);
  expect(counts.refused).toBeGreaterThan(5);
  expect(counts.expectations).toBeGreaterThan(20);
  expect(counts.pages).toBeGreaterThan(5);
}, 120_000);
