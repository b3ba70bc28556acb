import { splitMix } from '@lf/kernels';
import { expect, it } from 'vitest';
import {
  filterSessions,
  nextItemCases,
  parseRecConfig,
  restoreRecommender,
  scoreNextItemCases,
  toItemSequences,
  trainRecommender,
  type ModelChoice,
} from '../../src/index.ts';

const ITEMS = 60;

/** Shoppers who look at two things, whatever they are, and go back to the first. */
function returningShoppers(sessions: number, seed: number) {
  const random = splitMix(seed);
  return toItemSequences(
    Array.from({ length: sessions }, () => {
      const first = Math.floor(random() * ITEMS);
      const second = Math.floor(random() * ITEMS);
      return [first, second, first];
    }),
  );
}

const train = returningShoppers(1_500, 1);
const cases = nextItemCases(returningShoppers(300, 2), { protocol: 'last', itemCount: ITEMS });

async function mrrOf(choice: ModelChoice, config = {}) {
  const scores = await scoreNextItemCases({
    choice,
    train,
    itemCount: ITEMS,
    cases,
    config: parseRecConfig(choice, config),
  });
  return scores.mrr20 ?? 0;
}

it('learns from the latest sessions what the single models miss', async () => {
  const blend = await mrrOf('BLEND');
  expect(blend).toBeGreaterThan(0.95);
  for (const single of ['VSTAN', 'MARKOV', 'SESSION_POPULARITY', 'ITEM_KNN'] as const) {
    expect(blend).toBeGreaterThan((await mrrOf(single)) + 0.05);
  }
});

it('ranks as VSTAN does when there is nothing to learn from', async () => {
  const input = { train, itemCount: ITEMS };
  const blend = await trainRecommender({
    ...input,
    choice: 'BLEND',
    config: parseRecConfig('BLEND', { MAX_CASES: 0 }),
  });
  const vstan = await trainRecommender({
    ...input,
    choice: 'VSTAN',
    config: parseRecConfig('VSTAN', { NEIGHBOURS: 200 }),
  });
  const sessions = toItemSequences([[3], [10, 12], [59, 2, 59]]);
  expect(blend.recommend(sessions, { k: 5 }).items).toEqual(
    vstan.recommend(sessions, { k: 5 }).items,
  );
});

it('learns from the validation sessions when it is given some', async () => {
  // Shoppers who stay with the second item: validation tells what the training does not show.
  const staying = toItemSequences(
    Array.from({ length: 300 }, (_, session) => {
      const first = session % ITEMS;
      return [first, (first + 1) % ITEMS, (first + 1) % ITEMS];
    }),
  );
  const recommender = await trainRecommender({
    choice: 'BLEND',
    train,
    validation: staying,
    itemCount: ITEMS,
    config: parseRecConfig('BLEND', {}),
  });
  const { items } = recommender.recommend(toItemSequences([[7, 9]]), { k: 1 });
  expect(items[0]).toBe(9);
});

it('notes what each kind of evidence weighs', async () => {
  const noted: Record<string, number> = {};
  await trainRecommender({
    choice: 'BLEND',
    train,
    itemCount: ITEMS,
    config: parseRecConfig('BLEND', {}),
    tracker: {
      params: () => undefined,
      metrics: (values) => Object.assign(noted, values),
      tags: () => undefined,
      artifact: () => undefined,
      finish: async () => undefined,
    },
  });
  expect(noted['weights/isPrevious']).toBeGreaterThan(1);
  expect(Object.values(noted).every(Number.isFinite)).toBe(true);
});

it('takes in a session encoder, learns what it weighs, and serves it from its files', async () => {
  const noted: Record<string, number> = {};
  const trained = await trainRecommender({
    choice: 'BLEND',
    train,
    itemCount: ITEMS,
    config: parseRecConfig('BLEND', { ENCODER_EPOCHS: 2 }),
    tracker: {
      params: () => undefined,
      metrics: (values) => Object.assign(noted, values),
      tags: () => undefined,
      artifact: () => undefined,
      finish: async () => undefined,
    },
  });
  expect(noted['weights/encoder']).not.toBe(0);
  const files = trained.serialize();
  expect(files.get('embedding.bin')?.byteLength).toBe(4 * 64 * ITEMS);
  const restored = await restoreRecommender(files);
  const sessions = toItemSequences([[3], [10, 12], [59, 2, 59], []]);
  const ranking = restored.recommend(sessions, { k: 5 });
  expect(ranking).toEqual(trained.recommend(sessions, { k: 5 }));
  expect(ranking.items[5]).toBe(10);
  trained.dispose();
  restored.dispose();
});

it('takes in linear evidence, and serves it from its files', async () => {
  const config = parseRecConfig('BLEND', { LINEAR_SOURCES: 20 });
  const trained = await trainRecommender({ choice: 'BLEND', train, itemCount: ITEMS, config });
  const restored = await restoreRecommender(trained.serialize());
  const sessions = toItemSequences([[3], [10, 12], [59, 2, 59], []]);
  const ranking = restored.recommend(sessions, { k: 5 });
  expect(ranking).toEqual(trained.recommend(sessions, { k: 5 }));
  expect(ranking.items[5]).toBe(10);
  trained.dispose();
  restored.dispose();
});

it.each([
  [{}, []],
  [{ LINEAR_SOURCES: 20 }, ['linearItems.bin', 'linearOffsets.bin', 'linearWeights.bin']],
])('has no learnt evidence that it is not asked for (%j)', async (config, learnt) => {
  const plain = await trainRecommender({
    choice: 'BLEND',
    train,
    itemCount: ITEMS,
    config: parseRecConfig('BLEND', config),
  });
  expect([...plain.serialize().keys()].toSorted()).toEqual([
    'items.bin',
    ...learnt,
    'offsets.bin',
    'recommender.json',
    'weights.bin',
  ]);
  plain.dispose();
});

it('learns what linear evidence weighs from sessions that it has not seen, then fits it to all', async () => {
  const config = parseRecConfig('BLEND', { LINEAR_SOURCES: 20 });
  const input = { choice: 'BLEND', itemCount: ITEMS, config } as const;
  const held = Math.floor(1_500 * (1 - config.VALIDATION_RATIO));
  const whole = await trainRecommender({ ...input, train });
  const apart = await trainRecommender({
    ...input,
    train: filterSessions(train, (_length, session) => session < held),
    validation: filterSessions(train, (_length, session) => session >= held),
  });
  const [all, past] = [whole.serialize(), apart.serialize()];
  expect(all.get('weights.bin')).toEqual(past.get('weights.bin'));
  expect(all.get('linearWeights.bin')).not.toEqual(past.get('linearWeights.bin'));
  whole.dispose();
  apart.dispose();
});
