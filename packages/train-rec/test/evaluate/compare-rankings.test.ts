import { splitMix } from '@lf/kernels';
import { describe, expect, it } from 'vitest';
import {
  compareRankings,
  rankMetrics,
  RecDataError,
  RecOptionError,
  UNRANKED,
} from '../../src/index.ts';

/** Ranks of which three in ten are misses. */
function ranksOf(cases: number, seed: number): Uint32Array {
  const random = splitMix(seed);
  return Uint32Array.from({ length: cases }, () =>
    random() < 0.3 ? UNRANKED : 1 + Math.floor(30 * random()),
  );
}

describe('compareRankings', () => {
  it('tells the difference of the metrics', () => {
    const [first, second] = [ranksOf(500, 1), ranksOf(500, 2)];
    const found = compareRankings(first, second, { k: 20 });
    const [a, b] = [rankMetrics(first, 20), rankMetrics(second, 20)];
    for (const metric of ['hr', 'mrr', 'ndcg'] as const) {
      const { value = NaN, low = NaN, high = NaN } = found[metric] ?? {};
      expect(value).toBeCloseTo((a[metric]?.value ?? NaN) - (b[metric]?.value ?? NaN), 12);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    const turned = compareRankings(second, first, { k: 20 });
    expect(turned.hr?.value).toBeCloseTo(-(found.hr?.value ?? NaN), 12);
  });

  it('pairs the cases: what both rank alike gives no doubt', () => {
    // The first finds one more target in every second case, whatever the others
    const second = ranksOf(400, 3);
    const first = second.map((rank, row) => (row % 2 === 0 ? 1 : rank));
    const alike = compareRankings(second, second.slice(), { k: 20 });
    expect(alike.mrr).toEqual({ value: 0, low: 0, high: 0 });
    const paired = compareRankings(first, second, { k: 20 }).mrr;
    const shuffled = compareRankings(first, second.toReversed(), { k: 20 }).mrr;
    const width = (of: typeof paired) => (of?.high ?? NaN) - (of?.low ?? NaN);
    expect(paired?.low).toBeGreaterThan(0);
    expect(width(paired)).toBeLessThan(width(shuffled));
  });

  it('has the width of the normal interval where the cases are many', () => {
    // Differences of 1 in a quarter of the cases, else 0: their deviation is sqrt(3) / 4
    const cases = 4000;
    const first = Uint32Array.from({ length: cases }, (_, row) => (row % 4 === 0 ? 1 : UNRANKED));
    const found = compareRankings(first, new Uint32Array(cases), { k: 1 }).hr;
    const half = (1.96 * Math.sqrt(3)) / 4 / Math.sqrt(cases);
    expect(found?.value).toBe(0.25);
    expect(found?.low).toBeCloseTo(0.25 - half, 2);
    expect(found?.high).toBeCloseTo(0.25 + half, 2);
  });

  it('draws sessions with all their cases', () => {
    // Ten sessions of 50 cases that all agree are ten observations, not 500
    const cases = 500;
    const groups = Uint32Array.from({ length: cases }, (_, row) => 7 * Math.floor(row / 50));
    const first = Uint32Array.from(groups, (group) => (group % 2 === 0 ? 1 : UNRANKED));
    const nothing = new Uint32Array(cases);
    const width = (given?: Uint32Array) => {
      const { low = NaN, high = NaN } =
        compareRankings(first, nothing, { k: 5, ...(given && { groups: given }) }).hr ?? {};
      return high - low;
    };
    expect(width(groups)).toBeGreaterThan(4 * width());
  });

  it('is the same for the same seed, and null without cases', () => {
    const ranks = [ranksOf(200, 4), ranksOf(200, 5)] as const;
    const of = (seed: number) => compareRankings(...ranks, { k: 20, seed, resamples: 100 });
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
    expect(compareRankings([], [], { k: 20 })).toEqual({ hr: null, mrr: null, ndcg: null });
  });

  it('refuses other cases, and numbers that are not whole', () => {
    expect(() => compareRankings([1, 2], [1], { k: 20 })).toThrow(RecDataError);
    expect(() => compareRankings([1], [1], { k: 20, groups: Uint32Array.of(1, 2) })).toThrow(
      /expected 1 cases, got 2/,
    );
    expect(() => compareRankings([1], [1], { k: 0 })).toThrow(RecOptionError);
    expect(() => compareRankings([1], [1], { k: 1, resamples: 0.5 })).toThrow(RecOptionError);
  });
});
