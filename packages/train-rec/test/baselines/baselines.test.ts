import { describe, expect, it } from 'vitest';
import { recommendAfter } from '../train-on.ts';

describe('SESSION_POPULARITY', () => {
  it('ranks by events in the session, then by popularity', async () => {
    const ranking = await recommendAfter('SESSION_POPULARITY', [[0, 1, 2, 3]], [3, 2, 3]);
    expect([...ranking]).toEqual([
      [3, 2],
      [2, 1],
      [0, 0],
      [1, 0],
    ]);
  });
});

describe('MARKOV', () => {
  const train = [
    [1, 0, 1, 2],
    [1, 2, 2],
    [0, 3],
  ];

  it('counts what followed the last item, the item itself too', async () => {
    expect([...(await recommendAfter('MARKOV', train, [3, 1]))]).toEqual([
      [2, 2],
      [0, 1],
      [1, 0],
      [3, 0],
    ]);
    expect([...(await recommendAfter('MARKOV', train, [2]))].at(0)).toEqual([2, 1]);
  });

  it('keeps the best followers alone', async () => {
    const ranking = await recommendAfter('MARKOV', train, [1], { LIST_LENGTH: 1 });
    expect([...ranking.values()]).toEqual([2, 0, 0, 0]);
  });
});

describe('ITEM_KNN', () => {
  it('is the cosine of the sessions that hold two items, repeats counted once', async () => {
    const train = [
      [0, 1, 0, 1],
      [0, 2],
      [0, 1, 3],
      [3, 4],
    ];
    const ranking = await recommendAfter('ITEM_KNN', train, [4, 0], { SHRINKAGE: 0 });
    // 0 is in three sessions; with 1 (in two) in two, with 2 (in one) and 3 (in two) in one.
    expect([...ranking.keys()]).toEqual([1, 2, 3, 0, 4]);
    expect(ranking.get(1)).toBeCloseTo(2 / Math.sqrt(6), 6);
    expect(ranking.get(2)).toBeCloseTo(1 / Math.sqrt(3), 6);
    expect(ranking.get(3)).toBeCloseTo(1 / Math.sqrt(6), 6);
    expect(ranking.get(0)).toBe(0);
  });

  it('trusts rare items less as SHRINKAGE grows', async () => {
    const train = [
      [0, 1],
      ...Array.from({ length: 4 }, () => [0, 2]),
      ...Array.from({ length: 9 }, () => [2, 3]),
    ];
    const first = async (SHRINKAGE: number) =>
      [...(await recommendAfter('ITEM_KNN', train, [0], { SHRINKAGE })).keys()][0];
    // With 1: 1 / sqrt(5 * 1) = .447; with 2: 4 / sqrt(5 * 13) = .496. At 0 rarity weighs most already less.
    expect(await first(0)).toBe(2);
    const ranking = await recommendAfter('ITEM_KNN', train, [0], { SHRINKAGE: 3 });
    expect(ranking.get(1)).toBeCloseTo(1 / Math.sqrt(8 * 4), 6);
    expect(ranking.get(2)).toBeCloseTo(4 / Math.sqrt(8 * 16), 6);
  });
});
