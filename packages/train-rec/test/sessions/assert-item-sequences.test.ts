import { expect, it } from 'vitest';
import {
  parseRecConfig,
  restoreRecommender,
  toItemSequences,
  trainRecommender,
} from '../../src/index.ts';

it('refuses offsets that do not rise, before a training', async () => {
  const { items } = toItemSequences([[1, 2], [0]]);
  const training = trainRecommender({
    choice: 'POPULARITY',
    train: { offsets: Uint32Array.of(0, 3, 2), items },
    itemCount: 3,
    config: parseRecConfig('POPULARITY', {}),
  });
  await expect(training).rejects.toMatchObject({ code: 'offsets_uneven' });
});

it('takes any number that is not below the item count as an unknown item, and keeps it as one', async () => {
  const recommender = await trainRecommender({
    choice: 'SKNN',
    train: toItemSequences([
      [0, 7, 1],
      [900, 1],
    ]),
    itemCount: 2,
    config: parseRecConfig('SKNN', {}),
  });
  const restored = await restoreRecommender(recommender.serialize());
  expect(restored.recommend(toItemSequences([[0]]), { k: 2 }).items).toEqual(Int32Array.of(0, 1));
});
