import { describe, expect, it } from 'vitest';
import { ENCODER, readModelFiles } from '@lf/recommenders/training';
import {
  parseRecConfig,
  RecConfigError,
  RecDataError,
  toItemSequences,
  trainRecommender,
  type TrainRecommenderOptions,
} from '../../src/index.ts';
import { createEncoderBatches } from '../../src/encoder/epoch-batches.ts';

const ITEMS = 24;

/** Item i is followed by i + 1, and that by i again. */
const BACK_AND_FORTH = toItemSequences(
  Array.from({ length: 480 }, (_, session) => {
    const item = (session * 7) % (ITEMS - 1);
    return [item, item + 1, item];
  }),
);

function train(settings: object, more: Partial<TrainRecommenderOptions> = {}) {
  return trainRecommender({
    choice: 'ENCODER',
    train: BACK_AND_FORTH,
    itemCount: ITEMS,
    config: parseRecConfig('ENCODER', { EMBED_DIM: 16, LR: 0.02, BATCH_SIZE: 32, ...settings }),
    seed: 1,
    ...more,
  });
}

describe.each([
  ['over all items', {}],
  ['over samples', { SAMPLES: 12 }],
])('ENCODER %s', (_, settings) => {
  it('learns that the item before the last comes again', async () => {
    const recommender = await train(settings);
    const sessions = [3, 9, 17].map((item) => [item, item + 1]);
    const { items } = recommender.recommend(toItemSequences(sessions), { k: 1 });
    expect([...items]).toEqual([3, 9, 17]);
    recommender.dispose();
  });

  it('learns what comes next', async () => {
    const recommender = await train(settings);
    const sessions = [3, 9, 17].map((item) => [item]);
    const { items } = recommender.recommend(toItemSequences(sessions), { k: 2, excludeSeen: true });
    expect(
      [4, 10, 18].filter((item, row) => items.subarray(2 * row, 2 * row + 2).includes(item)),
    ).toEqual([4, 10, 18]);
    recommender.dispose();
  });

  it('learns the same bytes on one thread and on three', async () => {
    const learnt = await Promise.all(
      [1, 3].map(async (THREADS) => {
        const recommender = await train({ ...settings, THREADS, EPOCHS: 2 });
        const files = recommender.serialize();
        recommender.dispose();
        return [...files].filter(([name]) => name.endsWith('.bin'));
      }),
    );
    expect(learnt[1]).toEqual(learnt[0]);
  });
});

it('stops when the validation sessions rank no better', async () => {
  const rates: number[] = [];
  const recommender = await train(
    { PATIENCE: 1, EPOCHS: 40 },
    {
      validation: BACK_AND_FORTH,
      onProgress: ({ metrics }) =>
        rates.push(...(metrics ? [metrics['validationHr20'] ?? NaN] : [])),
    },
  );
  recommender.dispose();
  expect(rates.length).toBeGreaterThan(1);
  expect(rates.length).toBeLessThan(40);
  expect(rates.at(-1)).toBeLessThanOrEqual(Math.max(...rates.slice(0, -1)));
});

it('says nothing of an item that no session holds', async () => {
  const recommender = await train({ EPOCHS: 1 }, { itemCount: ITEMS + 1 });
  const embedding = readModelFiles(recommender.serialize()).float32('embedding');
  expect([...embedding.subarray(ITEMS * 16)]).toEqual(Array.from({ length: 16 }, () => 0));
  expect(embedding.subarray(0, 16).every((value) => value !== 0)).toBe(true);
  recommender.dispose();
});

it('asks for every event but the first once an epoch, from those before it', () => {
  const sessions = toItemSequences([[1, 2, 3, 4], [5], [6, 7]]);
  const config = ENCODER.parse({ MAX_LEN: 2, BATCH_SIZE: 3 });
  const batches = createEncoderBatches(sessions, 8, config, { seed: 3, samples: 5 });
  expect(batches.steps).toBe(2);
  const asked = [...batches.epoch(1)].flatMap(({ tokens, offsets, targets, samples }) => {
    expect(samples?.items).toHaveLength(5);
    return [...targets].map((target, row) => [
      ...tokens.subarray(offsets[row], offsets[row + 1]),
      target,
    ]);
  });
  expect(asked.toSorted((a, b) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0))).toEqual([
    [1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [6, 7],
  ]);
});

it('refuses widths that are no multiple of eight', async () => {
  await expect(train({ EMBED_DIM: 12 })).rejects.toThrow(RecConfigError);
});

it('refuses sessions of one event', async () => {
  const training = train({}, { train: toItemSequences([[1], [2]]) });
  await expect(training).rejects.toThrow(RecDataError);
  await expect(training).rejects.toThrow(/two events or more/);
});
