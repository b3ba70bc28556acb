import { splitMix } from '@lf/kernels';
import { LINEAR, type LinearConfig, linearScorer, ScoreSheet } from '@lf/recommenders/training';
import { describe, expect, it } from 'vitest';
import { toItemSequences, UNKNOWN_ITEM } from '../../src/index.ts';
import { fitLinear } from '../../src/linear/fit-linear.ts';
import { solveRidge } from '../../src/linear/solve-ridge.ts';

const ITEMS = 12;
/** Events that are read, and those that are learnt from after the next one. */
const WINDOW = 10;
const LATER = 5;

function randomSessions(count: number, seed: number): number[][] {
  const random = splitMix(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 16) }, () => {
      const draw = random();
      return Math.floor(draw * draw * ITEMS);
    }),
  );
}

const fit = (sessions: number[][], config: LinearConfig) =>
  fitLinear({ train: toItemSequences(sessions), itemCount: ITEMS, config, seed: 0 });

/**
 * The regression as it is written on paper: a row a prefix, a column an item. An item that never came before the target
 * is no source of it.
 */
function denseWeights(sessions: number[][], config: LinearConfig): Float64Array[] {
  const { LAMBDA_SPW, LAMBDA_INH, LAMBDA_SNH, RIDGE } = config;
  const past: number[][] = [];
  const later: number[][] = [];
  const rowWeights: number[] = [];
  const learnt = sessions.filter((own) => own.length >= 2);
  learnt.forEach((own, session) => {
    for (let end = 1; end < own.length; end++) {
      const x = new Array<number>(ITEMS).fill(0);
      own.slice(0, end).forEach((item, place) => {
        const steps = end - 1 - place;
        if (steps < WINDOW) x[item] = Math.exp(-steps / LAMBDA_SPW);
      });
      const y = new Array<number>(ITEMS).fill(0);
      const ahead = own.slice(end, end + (LAMBDA_INH === 0 ? 1 : LATER));
      ahead.toReversed().forEach((item, place) => {
        const steps = ahead.length - 1 - place;
        y[item] = LAMBDA_INH === 0 ? 1 : Math.exp(-steps / LAMBDA_INH);
      });
      past.push(x);
      later.push(y);
      const age = (learnt.length - 1 - session) / learnt.length;
      rowWeights.push(LAMBDA_SNH === 0 ? 1 : Math.exp(-age / LAMBDA_SNH));
    }
  });
  const sum = (value: (row: number) => number) =>
    rowWeights.reduce((total, weight, row) => total + weight * value(row), 0);
  return Array.from({ length: ITEMS }, (_, target) => {
    const weights = Float64Array.from({ length: ITEMS }, (_item, i) =>
      sum((row) => (past[row]?.[i] ?? 0) * (later[row]?.[target] ?? 0)),
    );
    const matrix = Float64Array.from({ length: ITEMS * ITEMS }, (_item, place) => {
      const [i, j] = [Math.floor(place / ITEMS), place % ITEMS];
      if (weights[i] === 0 || weights[j] === 0) return 0;
      return sum((row) => (past[row]?.[i] ?? 0) * (past[row]?.[j] ?? 0));
    });
    solveRidge(matrix, weights, ITEMS, RIDGE);
    return weights;
  });
}

describe('fitLinear', () => {
  it.each([{}, { LAMBDA_INH: 0 }, { LAMBDA_SNH: 0, RIDGE: 1 }, { LAMBDA_SPW: 6 }])(
    'is the ridge regression on all that came before, where every item may be a source (%j)',
    async (given) => {
      const config = LINEAR.parse({ ...given, SOURCES: ITEMS, LIST_LENGTH: ITEMS });
      const sessions = randomSessions(80, 5);
      const { offsets, items, weights } = await fit(sessions, config);
      const expected = denseWeights(sessions, config);
      for (let source = 0; source < ITEMS; source++) {
        const found = new Float64Array(ITEMS);
        for (let entry = offsets[source] ?? 0; entry < (offsets[source + 1] ?? 0); entry++) {
          found[items[entry] ?? 0] = weights[entry] ?? 0;
        }
        found.forEach((weight, target) => {
          expect(weight).toBeCloseTo(Math.max(0, expected[target]?.[source] ?? NaN), 5);
        });
      }
    },
  );

  it('keeps the items of the highest weights, best first', async () => {
    const sessions = randomSessions(80, 6);
    const whole = await fit(sessions, LINEAR.parse({ SOURCES: ITEMS, LIST_LENGTH: ITEMS }));
    const cut = await fit(sessions, LINEAR.parse({ SOURCES: ITEMS, LIST_LENGTH: 2 }));
    for (let source = 0; source < ITEMS; source++) {
      const start = whole.offsets[source] ?? 0;
      const end = Math.min(start + 2, whole.offsets[source + 1] ?? 0);
      const own = (lists: typeof cut, from: number, to: number) => [
        ...lists.items.subarray(from, to),
        ...lists.weights.subarray(from, to),
      ];
      expect(own(cut, cut.offsets[source] ?? 0, cut.offsets[source + 1] ?? 0)).toEqual(
        own(whole, start, end),
      );
    }
  });

  it('says nothing of an item whose company another item explains', async () => {
    // 2 follows 1, and 0 is there half of the time for nothing
    const sessions = Array.from({ length: 200 }, (_, session) =>
      session % 4 === 0
        ? [0, 1, 2]
        : session % 4 === 1
          ? [1, 2]
          : session % 4 === 2
            ? [0, 3]
            : [4, 5],
    );
    const lists = await fit(sessions, LINEAR.parse({ RIDGE: 0.01, LAMBDA_INH: 0, LAMBDA_SNH: 0 }));
    const sheet = new ScoreSheet(ITEMS);
    const after = (item: number) => {
      sheet.clear();
      linearScorer(lists, Float64Array.of(1))(Uint32Array.of(item), sheet);
      return sheet.scores[2] ?? 0;
    };
    expect(after(1)).toBeCloseTo(1, 2);
    expect(after(0)).toBeLessThan(0.05);
  });

  it('skips unknown items, and takes sessions of one item', async () => {
    const config = LINEAR.parse({});
    const known = await fit(
      [
        [1, 2],
        [2, 3, 1],
      ],
      config,
    );
    const withUnknown = await fit([[1, UNKNOWN_ITEM, 2], [7], [], [2, 3, 1, ITEMS]], config);
    expect(withUnknown).toEqual(known);
    const none = await fit([[1], [2]], config);
    expect([none.items.length, none.offsets.length]).toEqual([0, ITEMS + 1]);
  });
});
