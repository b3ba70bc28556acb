import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbourScorer } from '../../src/neighbours/neighbour-scorer.ts';
import type { NeighbourSettings } from '../../src/neighbours/neighbour-settings.ts';
import { indexSessions } from '../../src/neighbours/session-index.ts';
import {
  exponentialDecay,
  inverseFrequency,
  SHARED_WEIGHTS,
} from '../../src/neighbours/weightings.ts';
import { ScoreSheet } from '../../src/rank/score-sheet.ts';
import { toItemSequences } from '../../src/index.ts';
import { recommendAfter } from '../recommend-after.ts';

const TRAIN = [
  [0, 1, 2],
  [3, 4],
  [1, 5, 1, 0],
  [2, 5],
];

describe('SKNN', () => {
  it('adds up the cosines of the sessions that hold an item', async () => {
    const scores = await recommendAfter('SKNN', TRAIN, [0, 1]);
    // Session 0 shares 2 of 3 items, session 2 shares 2 of 3: 2 / sqrt(3) each.
    const both = 2 / Math.sqrt(3);
    expect(scores.get(0)).toBeCloseTo(2 * both, 6);
    expect(scores.get(1)).toBeCloseTo(2 * both, 6);
    expect(scores.get(2)).toBeCloseTo(both, 6);
    expect(scores.get(5)).toBeCloseTo(both, 6);
    expect(scores.get(3)).toBe(0);
  });

  it('asks the most similar sessions alone, of equals the more recent', async () => {
    const scores = await recommendAfter('SKNN', TRAIN, [0, 1], { NEIGHBOURS: 1 });
    expect(scores.get(5)).toBeGreaterThan(0);
    expect(scores.get(2)).toBe(0);
  });

  it('compares the most recent sessions alone', async () => {
    // 2 is in sessions 0 and 3.
    expect((await recommendAfter('SKNN', TRAIN, [2], { SAMPLE: 1 })).get(0)).toBe(0);
    expect((await recommendAfter('SKNN', TRAIN, [2], { SAMPLE: 2 })).get(0)).toBeGreaterThan(0);
  });
});

describe('VSKNN', () => {
  it('weighs later events more, in the similarity and in the vote', async () => {
    const scores = await recommendAfter(
      'VSKNN',
      [
        [0, 2],
        [1, 3],
      ],
      [0, 1],
      {
        WEIGHTING: 'linear',
        WEIGHTING_SCORE: 'linear',
        IDF: false,
      },
    );
    // 1 is the last of two events: weight 2/2, vote 1 - .1; 0 the first: 1/2, 1 - .2. Norm sqrt(2).
    expect(scores.get(3)).toBeCloseTo((1 / Math.SQRT2) * 0.9, 6);
    expect(scores.get(2)).toBeCloseTo((0.5 / Math.SQRT2) * 0.8, 6);
  });

  it('ends its linear vote ten events back', async () => {
    const session = [0, ...Array.from({ length: 9 }, () => 1)];
    const config = { WEIGHTING_SCORE: 'linear' };
    const scores = await recommendAfter(
      'VSKNN',
      [
        [0, 2],
        [1, 3],
      ],
      session,
      config,
    );
    expect(scores.get(2)).toBe(0);
    expect(scores.get(3)).toBeGreaterThan(0);
  });

  it('counts rare items more with IDF', async () => {
    const train = [
      [0, 1],
      [0, 2],
      [2, 3],
      [2, 4],
    ];
    const scores = await recommendAfter('VSKNN', train, [0], {
      WEIGHTING_SCORE: 'none',
      IDF: true,
    });
    // 1 is in one of four sessions, 2 in three.
    expect(scores.get(1)! / scores.get(2)!).toBeCloseTo(Math.log(5) / Math.log(1 + 4 / 3), 5);
  });
});

describe('STAN', () => {
  it('decays by position in both sessions, and by age', async () => {
    const config = { LAMBDA_SPW: 2, LAMBDA_SNH: 0.5, LAMBDA_INH: 3 };
    const scores = await recommendAfter(
      'STAN',
      [
        [0, 2, 3],
        [1, 4],
      ],
      [0, 1],
      config,
    );
    // Session 0: 0 one step back, three items, age 2/2; 3 two places after 0.
    const older = (Math.exp(-1 / 2) / Math.sqrt(3)) * Math.exp(-1 / 0.5);
    expect(scores.get(3)).toBeCloseTo(older * Math.exp(-2 / 3), 6);
    // Session 1: 1 is the last event, two items, age 1/2; 4 one place after 1.
    const newer = (1 / Math.SQRT2) * Math.exp(-0.5 / 0.5);
    expect(scores.get(4)).toBeCloseTo(newer * Math.exp(-1 / 3), 6);
  });
});

describe('VSTAN', () => {
  it('is STAN when its own keys are off', async () => {
    const off = { LAMBDA_SPW: 2, LAMBDA_IPW: 0, LAMBDA_IDF: 0 };
    expect(await recommendAfter('VSTAN', TRAIN, [2, 1], { ...off })).toEqual(
      await recommendAfter('STAN', TRAIN, [2, 1]),
    );
  });

  it('decays a vote by its latest shared item, and raises rare items', async () => {
    const config = { LAMBDA_SPW: 0, LAMBDA_SNH: 0, LAMBDA_INH: 0, LAMBDA_IPW: 2, LAMBDA_IDF: 2 };
    const scores = await recommendAfter(
      'VSTAN',
      [
        [0, 2],
        [1, 3],
      ],
      [0, 1],
      config,
    );
    const rarity = Math.log(1 + 2) ** 2;
    expect(scores.get(2)).toBeCloseTo((Math.exp(-1 / 2) / Math.SQRT2) * rarity, 5);
    expect(scores.get(3)).toBeCloseTo((1 / Math.SQRT2) * rarity, 5);
  });
});

describe('neighbourScorer', () => {
  const itemCount = 8;
  const sessionsOf = (maxLength: number) =>
    fc.array(fc.array(fc.nat(itemCount - 1), { minLength: 1, maxLength }), {
      minLength: 1,
      maxLength: 14,
    });

  /** The same by the formula, over all past sessions, with sorts and maps. */
  function plainScores(
    past: readonly (readonly number[])[],
    session: readonly number[],
    settings: NeighbourSettings,
  ): number[] {
    const stepsOf = (item: number) => session.length - 1 - session.lastIndexOf(item);
    const held = (item: number) => past.filter((items) => items.includes(item)).length;
    const nearest = past
      .map((items, age) => ({
        items,
        age,
        shared: new Set(items.filter((i) => session.includes(i))),
      }))
      .filter(({ shared }) => shared.size > 0)
      .slice(-settings.sample)
      .map((one) => ({
        ...one,
        similarity:
          ([...one.shared].reduce(
            (sum, item) => sum + settings.sharedWeight(stepsOf(item), session.length),
            0,
          ) /
            settings.sizeNorm(new Set(one.items).size)) *
          settings.recencyWeight((past.length - one.age) / past.length),
      }))
      // Sums in another order differ in the last bits, which must not decide who is nearer.
      .sort((a, b) => Math.round((b.similarity - a.similarity) * 1e9) || b.age - a.age)
      .slice(0, settings.neighbours);
    return Array.from({ length: itemCount }, (_, item) =>
      nearest.reduce((sum, { items, shared, similarity }) => {
        if (!items.includes(item)) return sum;
        const steps = Math.min(...[...shared].map(stepsOf));
        const match = [...shared].find((one) => stepsOf(one) === steps)!;
        const distance = items.lastIndexOf(item) - items.lastIndexOf(match);
        return (
          sum +
          similarity *
            settings.matchWeight(steps) *
            settings.distanceWeight(distance) *
            settings.rarityWeight(held(item) / past.length)
        );
      }, 0),
    );
  }

  it('gives what the formula gives over all past sessions', async () => {
    await fc.assert(
      fc.asyncProperty(
        sessionsOf(6),
        fc.array(fc.nat(itemCount - 1), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (past, session, neighbours, sample) => {
          const settings: NeighbourSettings = {
            neighbours,
            sample,
            sharedWeight: SHARED_WEIGHTS.linear,
            sizeNorm: Math.sqrt,
            recencyWeight: exponentialDecay(0.7),
            matchWeight: exponentialDecay(3),
            distanceWeight: exponentialDecay(2),
            rarityWeight: inverseFrequency,
          };
          const sheet = new ScoreSheet(itemCount);
          const index = await indexSessions(toItemSequences(past), itemCount);
          const score = await neighbourScorer(index, settings);
          for (let round = 0; round < 2; round++) {
            sheet.clear();
            score(Uint32Array.from(session), sheet);
            plainScores(past, session, settings).forEach((expected, item) =>
              expect(sheet.scores[item]).toBeCloseTo(expected, 9),
            );
          }
        },
      ),
    );
  });
});

describe('indexSessions', () => {
  it('lists the sessions that hold an item once, the most recent first', async () => {
    const index = await indexSessions(toItemSequences([[1, 1, 0], [1], [-1, 0]]), 2);
    const holders = (item: number) => [
      ...index.postings.subarray(index.postingOffsets[item], index.postingOffsets[item + 1]),
    ];
    expect(holders(0)).toEqual([2, 0]);
    expect(holders(1)).toEqual([1, 0]);
  });

  it('lists the different items of a session by their last events', async () => {
    const index = await indexSessions(toItemSequences([[1, 1, 0, 2, 1], [], [-1, 0]]), 3);
    expect([...index.memberOffsets]).toEqual([0, 3, 3, 4]);
    expect([...index.members]).toEqual([0, 2, 1, 0]);
    expect([...index.memberPlaces]).toEqual([2, 3, 4, 1]);
  });
});
