import { expect, it } from 'vitest';
import { fuzzEndpoint } from './fuzz-endpoint.ts';
import { loadLies } from './load-lies.ts';
import { compareWithLambda } from './same-as-lambda.ts';

it('keeps every law while all kinds of requests and bundles are sent', async () => {
  const { answers, bundles, codes, pings } = await fuzzEndpoint(1, 'knn', { runs: 25 });
  expect(answers).toBeGreaterThan(50);
  expect(bundles.refused).toBeGreaterThan(0);
  expect(codes['ok']).toBeGreaterThan(0);
  expect(pings).toBeGreaterThan(0);
}, 120_000);

it.each(['intent', 'knn'] as const)(
  'answers any query of %s as the Lambda does',
  async (kind) => {
    const { asked, answered } = await compareWithLambda(1, kind, { runs: 300 });
    expect(asked).toBe(300);
    expect(answered).toBeGreaterThan(50);
  },
  60_000,
);

it.each(['intent', 'knn', 'recommender'] as const)(
  'opens a changed bundle of %s, or refuses it with a reason, and the process goes on',
  async (kind) => {
    const { opened, refused } = await loadLies(1, kind, { runs: 150 });
    expect(opened).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(20);
  },
  60_000,
);
