import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFeatures, COUNT_FEATURES } from '../../src/baselines/count-features.ts';
import { fitLogisticRegression } from '../../src/baselines/logistic-regression.ts';
import { MARKOV_CHAIN } from '../../src/baselines/markov-chain.ts';
import { solvePositiveDefinite } from '../../src/baselines/solve-positive-definite.ts';
import { BASELINES } from '../../src/index.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

const ADD = 2;
const DETAIL = 5;

describe.each(BASELINES)('baseline $name', (baseline) => {
  it('gives one probability a row', () => {
    const train = randomSequences({ rows: 100, maxLength: 6, seed: 1 });
    const test = randomSequences({ rows: 30, maxLength: 9, seed: 2 });
    const probabilities = baseline.fit(train)(test);
    expect(probabilities).toHaveLength(30);
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it('gives the rate of positives where rows tell nothing', () => {
    const rows = Array.from({ length: 400 }, () => [ADD]);
    const train = sequencesOf(
      rows,
      rows.map((_, row) => (row % 4 === 0 ? 1 : 0)),
    );
    const [probability] = baseline.fit(train)(sequencesOf([[ADD]]));
    expect(Math.abs(probability! - 0.25)).toBeLessThan(0.03); // smoothing leaves a little
  });

  it('trains on rows of a single event and no variance', () => {
    const probabilities = baseline.fit(sequencesOf([[ADD], [ADD]], [1, 0]))(
      sequencesOf([[DETAIL]]),
    );
    expect(Number.isFinite(probabilities[0])).toBe(true);
  });
});

it.each(BASELINES.filter(({ name }) => name !== 'majority'))(
  '$name finds what counts',
  (baseline) => {
    const train = randomSequences({ rows: 600, maxLength: 6, seed: 3 });
    const test = randomSequences({ rows: 600, maxLength: 6, seed: 4 });
    expect(rocAuc(baseline.fit(train)(test), test.labels)).toBeGreaterThan(0.6);
  },
);

it('counts actions, events and the cut', () => {
  const features = countFeatures(sequencesOf([[DETAIL, DETAIL, ADD]], [0], [4]));
  expect(Object.fromEntries(COUNT_FEATURES.map((name, index) => [name, features[index]]))).toEqual({
    add: 1,
    remove: 0,
    purchase: 0,
    detail: 2,
    view: 0,
    events: 3,
    cut: 4,
  });
});

describe('fitLogisticRegression', () => {
  it('ends where the penalised gradient is zero', () => {
    const features = Float64Array.of(-1, 0, 1, 2, 0.5, -2);
    const labels = [0, 1, 1, 1, 0, 0];
    const [weight, intercept] = fitLogisticRegression(features, labels, 1);
    const errors = labels.map(
      (label, row) => 1 / (1 + Math.exp(-(features[row]! * weight! + intercept!))) - label,
    );
    const slope = errors.reduce((sum, error, row) => sum + error * features[row]!, weight!);
    expect(slope).toBeCloseTo(0, 8);
    expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 8);
  });
});

it('solves positive definite systems', () => {
  const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: 9,
    maxLength: 9,
  });
  fc.assert(
    fc.property(values, values, (entries, more) => {
      const x = Float64Array.from(more.slice(0, 3));
      // B B^T + I is positive definite for every B.
      const matrix = Float64Array.from({ length: 9 }, (_, at) => {
        const [row, column] = [Math.floor(at / 3), at % 3];
        const product = [0, 1, 2].reduce(
          (sum, k) => sum + entries[row * 3 + k]! * entries[column * 3 + k]!,
          0,
        );
        return product + (row === column ? 1 : 0);
      });
      const right = Float64Array.from({ length: 3 }, (_, row) =>
        [0, 1, 2].reduce((sum, k) => sum + matrix[row * 3 + k]! * x[k]!, 0),
      );
      solvePositiveDefinite(matrix, right).forEach((value, index) =>
        expect(value).toBeCloseTo(x[index]!, 6),
      );
    }),
  );
});

it('weighs the two chains by hand-counted transitions', () => {
  const predict = MARKOV_CHAIN.fit(sequencesOf([[ADD], [DETAIL, ADD]], [1, 0]));
  // start -> add: (1 + 1) / (1 + 7) among buyers, (0 + 1) / (1 + 7) among others; add -> end: equal;
  // prior (1 + 1) / (1 + 1): odds 2
  expect(predict(sequencesOf([[ADD]]))[0]).toBeCloseTo(2 / 3, 6);
});
