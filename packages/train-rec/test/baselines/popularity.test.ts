import { expect, it } from 'vitest';
import { parseRecConfig, toItemSequences, trainRecommender } from '../../src/index.ts';

it('ranks by training events, of equally frequent items the lower index first', async () => {
  const recommender = await trainRecommender({
    choice: 'POPULARITY',
    train: toItemSequences([
      [3, 3, 1],
      [0, 3],
      [0, 4, 1],
    ]),
    itemCount: 5,
    config: parseRecConfig('POPULARITY', {}),
  });
  const { items, scores } = recommender.recommend(toItemSequences([[2]]), { k: 5 });
  expect([...items]).toEqual([3, 0, 1, 4, 2]);
  expect([...scores]).toEqual([3, 2, 2, 1, 0]);
});
