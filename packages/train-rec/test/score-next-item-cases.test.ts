import { expect, it } from 'vitest';
import { parseRecConfig, scoreNextItemCases, toItemSequences } from '../src/index.ts';

it('trains on every session and ranks every case, with the seconds each took', async () => {
  let clockMs = 0;
  const scores = await scoreNextItemCases({
    choice: 'POPULARITY',
    train: toItemSequences([[0, 0, 1], [2]]),
    itemCount: 3,
    cases: {
      sessions: toItemSequences([[1], [2, 1]]),
      targets: Int32Array.of(0, 2),
    },
    config: parseRecConfig('POPULARITY', {}),
    now: () => (clockMs += 1_500),
  });
  // item 0 leads; 1 and 2 tie, and 1 goes first: ranks 1 and 3
  expect(scores).toMatchObject({
    model: 'POPULARITY',
    cases: 2,
    hr20: 1,
    mrr20: (1 + 1 / 3) / 2,
    ndcg20: (1 + 1 / 2) / 2,
    coverage: 1,
    trainSeconds: 1.5,
    evaluateSeconds: 1.5,
  });
});
