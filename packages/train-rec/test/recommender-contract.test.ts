import { describe, expect, it } from 'vitest';
import {
  MODEL_CHOICES,
  parseRecConfig,
  RecDataError,
  RecOptionError,
  restoreRecommender,
  toItemSequences,
  trainRecommender,
  UNKNOWN_ITEM,
  type ModelChoice,
} from '../src/index.ts';
import { checkerboard, CHECKERBOARD_ITEMS } from './checkerboard.ts';

/** Models that do not look at which items stand together: they cannot tell the colours. */
const COLOUR_BLIND: readonly ModelChoice[] = ['POPULARITY', 'SESSION_POPULARITY'];

/** Configs for a set so small, where the defaults are made for shops. */
const CONFIGS: Partial<Record<ModelChoice, Readonly<Record<string, unknown>>>> = {};

const SESSIONS = toItemSequences([[0, 2, 4], [1, 3], [], [7, UNKNOWN_ITEM, 5], [UNKNOWN_ITEM]]);

function trained(choice: ModelChoice, seed = 7) {
  return trainRecommender({
    choice,
    train: checkerboard(),
    itemCount: CHECKERBOARD_ITEMS,
    config: parseRecConfig(choice, CONFIGS[choice] ?? {}),
    seed,
  });
}

describe.each(MODEL_CHOICES.filter((choice) => !COLOUR_BLIND.includes(choice)))('%s', (choice) => {
  it.each([false, true])(
    'recommends the items of the colour that the session is of (excludeSeen: %s)',
    async (excludeSeen) => {
      const recommender = await trained(choice);
      const k = 5;
      const { items } = recommender.recommend(
        toItemSequences([
          [0, 2, 4],
          [1, 3, 5],
        ]),
        { k, excludeSeen },
      );
      expect([...items].map((item) => item % 2)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
      recommender.dispose();
    },
  );
});

describe.each(MODEL_CHOICES)('%s', (choice) => {
  it('gives k different items a session, best first', async () => {
    const recommender = await trained(choice);
    const k = 6;
    const { items, scores } = recommender.recommend(SESSIONS, { k });
    expect(items).toHaveLength(5 * k);
    for (let session = 0; session < 5; session++) {
      const row = [...items.subarray(session * k, (session + 1) * k)];
      const rowScores = [...scores.subarray(session * k, (session + 1) * k)];
      const real = row.filter((item) => item >= 0);
      expect(new Set(real).size).toBe(real.length);
      expect(Math.max(...real)).toBeLessThan(CHECKERBOARD_ITEMS);
      expect(rowScores).toEqual(rowScores.toSorted((a, b) => b - a));
    }
    recommender.dispose();
  });

  it('gives a longer list that begins with the shorter one', async () => {
    const recommender = await trained(choice);
    const short = recommender.recommend(toItemSequences([[4, 6]]), { k: 3 });
    const long = recommender.recommend(toItemSequences([[4, 6]]), { k: 9 });
    expect([...long.items.subarray(0, 3)]).toEqual([...short.items]);
    recommender.dispose();
  });

  it('ends a row with -1 and -Infinity when there are fewer items than k', async () => {
    const recommender = await trained(choice);
    const k = CHECKERBOARD_ITEMS + 3;
    const { items, scores } = recommender.recommend(toItemSequences([[0, 2]]), { k });
    expect([...items.subarray(CHECKERBOARD_ITEMS)]).toEqual([-1, -1, -1]);
    expect([...scores.subarray(CHECKERBOARD_ITEMS)]).toEqual([-Infinity, -Infinity, -Infinity]);
    recommender.dispose();
  });

  it('leaves out what the session holds when asked to', async () => {
    const recommender = await trained(choice);
    const k = CHECKERBOARD_ITEMS;
    const { items } = recommender.recommend(SESSIONS, { k, excludeSeen: true });
    expect([...items.subarray(0, k)]).not.toEqual(expect.arrayContaining([0]));
    const seen = [[0, 2, 4], [1, 3], [], [7, 5], []];
    seen.forEach((own, session) => {
      const row = [...items.subarray(session * k, (session + 1) * k)];
      expect(row.filter((item) => own.includes(item))).toEqual([]);
    });
    recommender.dispose();
  });

  it('skips unknown items', async () => {
    const recommender = await trained(choice);
    const withUnknown = recommender.recommend(
      toItemSequences([[UNKNOWN_ITEM, 3, CHECKERBOARD_ITEMS, 5]]),
      { k: 4 },
    );
    const without = recommender.recommend(toItemSequences([[3, 5]]), { k: 4 });
    expect(withUnknown).toEqual(without);
    recommender.dispose();
  });

  it('ranks a session alike whatever else is in the batch', async () => {
    const recommender = await trained(choice);
    const all = recommender.recommend(SESSIONS, { k: 4 });
    const alone = recommender.recommend(toItemSequences([[1, 3]]), { k: 4 });
    expect([...all.items.subarray(4, 8)]).toEqual([...alone.items]);
    recommender.dispose();
  });

  it('answers an empty batch with empty rows', async () => {
    const recommender = await trained(choice);
    expect(recommender.recommend(toItemSequences([]), { k: 4 }).items).toHaveLength(0);
    recommender.dispose();
  });

  it('is the same, byte for byte, for the same seed', async () => {
    const [first, second] = [await trained(choice), await trained(choice)];
    expect(second.serialize()).toEqual(first.serialize());
    first.dispose();
    second.dispose();
  });

  it('gives the same answers after it is serialized and restored', async () => {
    const recommender = await trained(choice);
    const restored = await restoreRecommender(recommender.serialize());
    expect(restored.choice).toBe(choice);
    expect(restored.itemCount).toBe(CHECKERBOARD_ITEMS);
    expect(restored.recommend(SESSIONS, { k: 7 })).toEqual(
      recommender.recommend(SESSIONS, { k: 7 }),
    );
    recommender.dispose();
    restored.dispose();
  });

  it.each([0, -1, 1.5])('refuses %d as k', async (k) => {
    const recommender = await trained(choice);
    expect(() => recommender.recommend(SESSIONS, { k })).toThrow(RecOptionError);
    recommender.dispose();
  });

  it('refuses to train on no sessions', async () => {
    const training = trainRecommender({
      choice,
      train: toItemSequences([]),
      itemCount: 3,
      config: parseRecConfig(choice, {}),
    });
    await expect(training).rejects.toThrow(RecDataError);
  });
});
