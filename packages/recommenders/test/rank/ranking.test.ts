import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankByScore } from '../../src/rank/rank-by-score.ts';
import { ScoreSheet } from '../../src/rank/score-sheet.ts';
import { TopSelection } from '../../src/rank/top-selection.ts';
import { toItemSequences } from '../../src/index.ts';

describe('TopSelection', () => {
  it('keeps what sorting all offers would put first, ties by key', () => {
    const offers = fc.uniqueArray(
      fc.record({ key: fc.nat(60), value: fc.integer({ min: 0, max: 6 }) }),
      { selector: ({ key }) => key, maxLength: 40 },
    );
    fc.assert(
      fc.property(
        offers,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('lower' as const, 'higher' as const),
        (pairs, capacity, betterKey) => {
          const best = new TopSelection(capacity, betterKey);
          for (const { key, value } of pairs) best.offer(key, value);
          best.sort();
          const order = betterKey === 'lower' ? 1 : -1;
          const sorted = pairs.toSorted((a, b) => b.value - a.value || (a.key - b.key) * order);
          expect([...best.keys.subarray(0, best.size)]).toEqual(
            sorted.slice(0, capacity).map(({ key }) => key),
          );
        },
      ),
    );
  });

  it('starts anew once cleared', () => {
    const best = new TopSelection(2, 'lower');
    for (const key of [5, 6, 7]) best.offer(key, key);
    best.sort();
    best.clear();
    best.offer(1, 1);
    best.sort();
    expect([...best.keys.subarray(0, best.size)]).toEqual([1]);
  });
});

describe('ScoreSheet', () => {
  it('sums by key and forgets all when cleared', () => {
    const sheet = new ScoreSheet(4);
    sheet.add(2, 1);
    sheet.add(0, 3);
    sheet.add(2, 0.5);
    expect([...sheet.scores]).toEqual([3, 0, 1.5, 0]);
    expect([...sheet.touched.subarray(0, sheet.count)]).toEqual([2, 0]);
    sheet.clear();
    sheet.add(3, 1);
    expect([...sheet.scores]).toEqual([0, 0, 0, 1]);
    expect(sheet.count).toBe(1);
  });
});

describe('rankByScore', () => {
  const recommend = rankByScore(6, (known, sheet) => {
    for (const item of known) {
      sheet.add((item + 1) % 6, 2);
      sheet.add((item + 2) % 6, 2);
    }
  });

  it('fills up with unscored items, the lower index first, at score 0', () => {
    const { items, scores } = recommend(toItemSequences([[3], []]), { k: 4 });
    expect([...items]).toEqual([4, 5, 0, 1, 0, 1, 2, 3]);
    expect([...scores]).toEqual([2, 2, 0, 0, 0, 0, 0, 0]);
  });

  it('leaves seen items out of the scored and of the filled part', () => {
    const { items } = recommend(toItemSequences([[0, 4]]), { k: 6, excludeSeen: true });
    expect([...items]).toEqual([1, 2, 5, 3, -1, -1]);
  });
});
