import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluateRecommender,
  RecDataError,
  RecOptionError,
  toItemSequences,
  type ItemSequences,
  type Recommender,
} from '../../src/index.ts';
import { estimateMean } from '../../src/evaluate/estimate.ts';
import { popularityBands } from '../../src/evaluate/popularity-bands.ts';
import { rankMetrics } from '../../src/evaluate/rank-metrics.ts';
import { listMetrics } from '../../src/evaluate/recommended-items.ts';

/** Recommends the list that the session's first item names. */
function recommenderOf(lists: readonly (readonly number[])[], itemCount: number): Recommender {
  return {
    choice: 'POPULARITY',
    itemCount,
    recommend(sessions: ItemSequences, { k }) {
      const rows = sessions.offsets.length - 1;
      const items = new Int32Array(rows * k).fill(-1);
      for (let row = 0; row < rows; row++) {
        const list = lists[sessions.items[sessions.offsets[row]!]!]!;
        items.set(list.slice(0, k), row * k);
      }
      return { k, items, scores: new Float32Array(rows * k) };
    },
    serialize: () => new Map(),
    dispose: () => undefined,
  };
}

describe('evaluateRecommender', () => {
  const lists = [
    [4, 3, 2],
    [4, 2, 1],
    [0, 4],
  ];
  const evaluation = evaluateRecommender({
    recommender: recommenderOf(lists, 5),
    cases: {
      sessions: toItemSequences([[0], [1, 3], [2], [2, 2, 2]]),
      targets: Int32Array.of(4, 1, -1, 4), // ranks 1, 3, none, 2
    },
    itemCounts: Uint32Array.of(0, 1, 2, 3, 6),
    cutoffs: [3, 1],
  });

  it('measures where the target stands, at each cut-off', () => {
    const [at1, at3] = evaluation.cutoffs;
    expect(at1).toMatchObject({
      k: 1,
      hr: { value: 1 / 4 },
      mrr: { value: 1 / 4 },
      ndcg: { value: 1 / 4 },
    });
    expect(at3).toMatchObject({ k: 3, cases: 4, hr: { value: 3 / 4 } });
    expect(at3?.mrr?.value).toBeCloseTo((1 + 1 / 3 + 1 / 2) / 4, 12);
    expect(at3?.ndcg?.value).toBeCloseTo((1 + 1 / 2 + 1 / Math.log2(3)) / 4, 12);
  });

  it('counts an unseen target as a miss', () => {
    expect(evaluation).toMatchObject({ cases: 4, unseenTargets: 1 });
  });

  it('measures what the lists hold', () => {
    const [at1, at3] = evaluation.cutoffs;
    // At 1: 4, 4, 0, 0, each twice; 12 training events, of which 6 are of item 4.
    expect(at1).toMatchObject({ coverage: 2 / 5, averagePopularity: 12 / 4 / 12 });
    // counts 0 0 0 2 2: (2 * 4 - 6) * 2 + (2 * 5 - 6) * 2 = 12, over 5 * 4
    expect(at1?.gini).toBeCloseTo(12 / 20, 12);
    expect(at3?.coverage).toBe(1);
  });

  it('tells long prefixes from short ones', () => {
    expect(
      evaluation.bySessionLength.map(({ from, to, cases, hr }) => [from, to, cases, hr?.value]),
    ).toEqual([
      [1, 1, 2, 1 / 2],
      [2, 2, 1, 1],
      [3, 4, 1, 1],
    ]);
  });

  it('tells popular targets from rare ones', () => {
    // Of 12 events item 4 begins at 0, item 3 at 6, items 2 and 1 at 9 and 11.
    expect(
      evaluation.byItemPopularity.map(({ band, cases, hr }) => [band, cases, hr?.value]),
    ).toEqual([
      ['head', 2, 1],
      ['middle', 0, undefined],
      ['tail', 1, 1],
      ['unseen', 1, 0],
    ]);
  });

  it('measures null where there are no cases', () => {
    const none = evaluateRecommender({
      recommender: recommenderOf(lists, 5),
      cases: { sessions: toItemSequences([]), targets: new Int32Array(0) },
      itemCounts: new Uint32Array(5),
    });
    expect(none).toMatchObject({ cases: 0, unseenTargets: 0, bySessionLength: [] });
    expect(none.cutoffs.map(({ k, hr, gini }) => [k, hr, gini])).toEqual([
      [5, null, null],
      [10, null, null],
      [20, null, null],
    ]);
  });

  it('refuses cut-offs that are no whole numbers, and targets without prefixes', () => {
    const cases = { sessions: toItemSequences([[0]]), targets: Int32Array.of(1) };
    const recommender = recommenderOf(lists, 5);
    const itemCounts = new Uint32Array(5);
    for (const cutoffs of [[], [0], [2.5]]) {
      expect(() => evaluateRecommender({ recommender, cases, itemCounts, cutoffs })).toThrow(
        RecOptionError,
      );
    }
    expect(() =>
      evaluateRecommender({
        recommender,
        cases: { ...cases, targets: Int32Array.of(1, 2) },
        itemCounts,
      }),
    ).toThrow(RecDataError);
  });

  it('ranks more cases than fit into one batch', () => {
    const rows = Array.from({ length: 1_300 }, (_, row) => [row % 3]);
    const done: number[] = [];
    const { cutoffs } = evaluateRecommender({
      recommender: recommenderOf(lists, 5),
      cases: {
        sessions: toItemSequences(rows),
        targets: Int32Array.from(rows, ([list]) => lists[list!]![0]!),
      },
      itemCounts: Uint32Array.of(1, 1, 1, 1, 1),
      cutoffs: [1],
      onProgress: (cases) => done.push(cases),
    });
    expect(cutoffs[0]).toMatchObject({ cases: 1_300, hr: { value: 1 } });
    expect(done).toEqual([512, 1_024, 1_300]);
  });
});

describe('rankMetrics', () => {
  const ranks = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });

  it('never falls as k grows, and orders MRR <= NDCG <= HR', () => {
    fc.assert(
      fc.property(ranks, fc.integer({ min: 1, max: 30 }), (places, k) => {
        const [short, long] = [rankMetrics(places, k), rankMetrics(places, k + 1)];
        for (const metric of ['hr', 'mrr', 'ndcg'] as const) {
          expect(long[metric]!.value).toBeGreaterThanOrEqual(short[metric]!.value);
        }
        expect(short.mrr!.value).toBeLessThanOrEqual(short.ndcg!.value + 1e-12);
        expect(short.ndcg!.value).toBeLessThanOrEqual(short.hr!.value + 1e-12);
      }),
    );
  });

  it('are all one exactly when every target leads', () => {
    expect(rankMetrics([1, 1], 1)).toMatchObject({
      hr: { value: 1 },
      mrr: { value: 1 },
      ndcg: { value: 1 },
    });
  });
});

describe('estimateMean', () => {
  it('gives the normal interval of independent cases', () => {
    // mean .25, sum of squares 4 * .1875 = .75, error sqrt(.75 * 4 / 3) / 4 = .25
    const estimate = estimateMean(Float64Array.of(0, 0, 0, 1));
    expect(estimate?.value).toBe(0.25);
    expect(estimate?.low).toBe(0);
    expect(estimate?.high).toBeCloseTo(0.25 + 1.959964 * 0.25, 9);
  });

  it('widens when the cases of a session agree', () => {
    const values = Float64Array.from({ length: 400 }, (_, row) => Number(row % 8 < 4));
    const sessions = Uint32Array.from({ length: 400 }, (_, row) => Math.floor(row / 4));
    const [alone, together] = [estimateMean(values)!, estimateMean(values, sessions)!];
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(together) / width(alone)).toBeCloseTo(2, 1); // sqrt(4 cases a session)
  });

  it('knows nothing of the spread from one session', () => {
    expect(estimateMean(Float64Array.of(1, 0), Uint32Array.of(5, 5))).toEqual({
      value: 0.5,
      low: 0,
      high: 1,
    });
  });

  it('is null without cases', () => {
    expect(estimateMean(new Float64Array(0))).toBeNull();
  });
});

describe('listMetrics', () => {
  it('has a Gini coefficient of 0 when all items are recommended equally often', () => {
    expect(listMetrics(Uint32Array.of(3, 3, 3), Uint32Array.of(1, 2, 3))).toEqual({
      coverage: 1,
      averagePopularity: 1 / 3,
      gini: 0,
    });
  });

  it('has one of (n - 1) / n when one item fills all lists', () => {
    expect(listMetrics(Uint32Array.of(0, 0, 0, 9), new Uint32Array(4)).gini).toBeCloseTo(0.75, 12);
  });
});

describe('popularityBands', () => {
  it('cuts the training events, not the items, in thirds', () => {
    const bandOf = popularityBands(Uint32Array.of(6, 3, 1, 1, 1, 0));
    expect([0, 1, 2, 3, 4, 5, -1].map(bandOf)).toEqual([
      'head',
      'middle',
      'tail',
      'tail',
      'tail',
      'unseen',
      'unseen',
    ]);
  });
});
