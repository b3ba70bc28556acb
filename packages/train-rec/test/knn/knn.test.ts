import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  parseRecConfig,
  RecConfigError,
  RecDataError,
  restoreRecommender,
  toItemSequences,
  trainRecommender,
  UNKNOWN_ITEM,
  type Recommender,
} from '../../src/index.ts';
import { writeModelFiles } from '@lf/recommenders/training';
import { checkerboard, CHECKERBOARD_ITEMS } from '../checkerboard.ts';

const choice = 'KNN';

/** Items 0, 2, 3 and 5 point east, north-east, north and west; 1 and 4 have no vector. */
function compass(config: Record<string, unknown>): Promise<Recommender> {
  const half = Math.SQRT1_2;
  return restoreRecommender(
    writeModelFiles({
      choice,
      itemCount: 6,
      config: parseRecConfig(choice, { SIZE: 2, ...config }),
      columns: {
        items: Uint32Array.of(0, 2, 3, 5),
        vectors: Float32Array.of(1, 0, half, half, 0, 1, -1, 0),
      },
    }),
  );
}

async function ranked(
  asked: Promise<Recommender>,
  session: number[],
  k = 4,
  excludeSeen = false,
): Promise<number[]> {
  const recommender = await asked;
  const { items } = recommender.recommend(toItemSequences([session]), { k, excludeSeen });
  recommender.dispose();
  return [...items];
}

it.each(['KNN', 'KNN-original'])('takes configs/rec/%s.json', async (name) => {
  const file = new URL(`../../../../configs/rec/${name}.json`, import.meta.url);
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(parseRecConfig(choice, json)).toMatchObject(json ?? {});
  if (name === 'KNN-original')
    expect(parseRecConfig(choice, json)).toEqual(parseRecConfig(choice, {}));
});

it("means by the original flow's own keys what they meant there", () => {
  const original = { MIN_C: 3, SIZE: 48, WINDOW: 5, ITERATIONS: 15, NS_EXPONENT: 0.75 };
  expect(parseRecConfig(choice, original)).toEqual(parseRecConfig(choice, {}));
});

describe('a session asks by', () => {
  it.each([
    // West, then twice north: the mean is nearest to north, then to north-east (.32) and west (.45).
    [{ QUERY: 'mean' }, [5, 3, 3], [3, 5, 2, 0]],
    [{ QUERY: 'last' }, [3, 0], [0, 2, 3, 5]],
    [{ QUERY: 'last' }, [0, 3, 1], [3, 2, 0, 5]],
    // East counts half as much as north: the angle is 63 degrees, nearer to 45 than to 90.
    [{ QUERY: 'recency', QUERY_DECAY: 0.5 }, [0, 3], [2, 3, 0, 5]],
    [{ QUERY: 'recency', QUERY_DECAY: 0 }, [0, 3], [3, 2, 0, 5]],
  ])('%j of %j', async (config, session, expected) => {
    expect(await ranked(compass(config), session)).toEqual(expected);
  });

  it('its cosine, whatever its length', async () => {
    const recommender = await compass({});
    const { scores } = recommender.recommend(toItemSequences([[3, 3, 3]]), { k: 4 });
    expect([...scores]).toEqual([
      1,
      expect.closeTo(Math.SQRT1_2, 6),
      expect.closeTo(0, 6),
      expect.closeTo(0, 6),
    ]);
    recommender.dispose();
  });
});

it('searches the vectors of items to be predicted where the config says so', async () => {
  // Each item is always followed by the next one alone, so they share no neighbours.
  const pairs = toItemSequences(
    Array.from({ length: 3000 }, (_, session) => [2 * (session % 10), 2 * (session % 10) + 1]),
  );
  const recommender = await trainRecommender({
    choice,
    train: pairs,
    itemCount: 20,
    config: parseRecConfig(choice, {
      ...{ CANDIDATES: 'output', MIN_SESSION_LENGTH: 2, SIZE: 16, SAMPLE: 0, THREADS: 1 },
      ...{ ITERATIONS: 40, ALPHA: 0.1 },
    }),
  });
  const restored = await restoreRecommender(recommender.serialize());
  for (let item = 0; item < 20; item += 2) {
    const asked = toItemSequences([[item]]);
    expect(recommender.recommend(asked, { k: 1 }).items[0]).toBe(item + 1);
    expect(restored.recommend(asked, { k: 3 })).toEqual(recommender.recommend(asked, { k: 3 }));
  }
  recommender.dispose();
  restored.dispose();
});

it('puts the lower item first where two are as near', async () => {
  expect(await ranked(compass({}), [3])).toEqual([3, 2, 0, 5]); // east and west are both at 90 degrees
});

it('leaves out what a session holds, without shortening its row', async () => {
  expect(await ranked(compass({}), [3, 3, 2], 2, true)).toEqual([0, 5]);
});

it('answers nothing for a session whose items have no vector', async () => {
  expect(await ranked(compass({}), [1, 4, UNKNOWN_ITEM])).toEqual([-1, -1, -1, -1]);
  expect(await ranked(compass({}), [0, 5])).toEqual([-1, -1, -1, -1]); // they cancel out
});

it('finds the same neighbours by the approximate index where it looks at every list', async () => {
  const exact = await ranked(compass({ INDEX: 'exact' }), [0], 4);
  const approximate = await ranked(compass({ INDEX: 'approximate' }), [0], 4);
  expect(approximate).toEqual(exact);
});

describe('training', () => {
  const train = checkerboard();
  const fit = (config: Record<string, unknown>, sessions = train) =>
    trainRecommender({
      choice,
      train: sessions,
      itemCount: CHECKERBOARD_ITEMS,
      config: parseRecConfig(choice, config),
    });

  it('gives no vector to items of fewer events than MIN_C', async () => {
    const rare = toItemSequences([
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 3],
    ]);
    expect(new Set(await ranked(fit({ MIN_C: 3 }, rare), [0]))).toEqual(new Set([0, 1, -1]));
  });

  it('does not see unknown items', async () => {
    const known = [
      [0, 1, 2, 0],
      [1, 2, 0, 1],
      [2, 0, 1],
    ];
    const config = { MIN_SESSION_LENGTH: 1, WINDOW: 1, ALPHA: 0.05, ALPHA_END: 0.05 };
    const without = await fit(config, toItemSequences(known));
    const between = known.map((items) => items.flatMap((item) => [item, UNKNOWN_ITEM]));
    const withUnknown = await fit(config, toItemSequences(between));
    expect(withUnknown.serialize()).toEqual(without.serialize());
    for (const recommender of [without, withUnknown]) recommender.dispose();
  });

  it('says how far it is', async () => {
    const messages: string[] = [];
    const metrics: Record<string, number>[] = [];
    const recommender = await trainRecommender({
      choice,
      train,
      itemCount: CHECKERBOARD_ITEMS,
      config: parseRecConfig(choice, { ITERATIONS: 4 }),
      onProgress: (progress) => {
        messages.push(progress.message);
        metrics.push({ doneRatio: progress.doneRatio, ...progress.metrics });
      },
    });
    recommender.dispose();
    expect(messages.at(-1)).toMatch(/^prod2vec: epoch 4 of 4, \d+ thousand events a second$/);
    expect(metrics.at(-1)).toMatchObject({ doneRatio: 1 });
    expect(metrics.at(-1)?.['loss']).toBeGreaterThan(0);
  });

  it('refuses a learning rate that rises', async () => {
    await expect(fit({ ALPHA: 0.01, ALPHA_END: 0.02 })).rejects.toThrow(RecConfigError);
  });

  it('refuses sessions whose items are all too rare', async () => {
    const training = fit({ MIN_C: 1000 });
    await expect(training).rejects.toThrow(RecDataError);
    await expect(training).rejects.toMatchObject({ code: 'items_rare' });
  });
});
