import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../src/evaluate/average-precision.ts';
import { calibrationError } from '../../src/evaluate/calibration-error.ts';
import { challengeScore } from '../../src/evaluate/challenge-score.ts';
import { evaluateProbabilities } from '../../src/index.ts';
import { logLoss } from '../../src/evaluate/log-loss.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';
import { accuracy, bestF1Threshold, f1 } from '../../src/evaluate/threshold.ts';

/** Rows whose scores tie often, with both labels among them. */
const scoredRows = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 8 }), label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((rows) => new Set(rows.map(({ label }) => label)).size === 2)
  .map((rows) => ({
    scores: rows.map(({ score }) => score / 8),
    labels: rows.map(({ label }) => label),
  }));

describe('rocAuc', () => {
  it('is the share of pairs in the right order', () => {
    // pairs: (.35, .1) right, (.35, .4) wrong, (.8, .1) right, (.8, .4) right
    expect(rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
  });

  it('counts a tie as half', () => {
    expect(rocAuc([0.5, 0.5, 0.2], [0, 1, 0])).toBe(0.75);
  });

  it('equals a count over all pairs', () => {
    fc.assert(
      fc.property(scoredRows, ({ scores, labels }) => {
        let pairs = 0;
        let won = 0;
        scores.forEach((a, i) =>
          scores.forEach((b, j) => {
            if (labels[i] !== 1 || labels[j] !== 0) return;
            pairs++;
            won += a > b ? 1 : a === b ? 0.5 : 0;
          }),
        );
        expect(rocAuc(scores, labels)).toBeCloseTo(won / pairs, 12);
      }),
    );
  });

  it('mirrors when the scores are turned round', () => {
    fc.assert(
      fc.property(scoredRows, ({ scores, labels }) => {
        const turned = scores.map((score) => -score);
        expect(rocAuc(scores, labels)! + rocAuc(turned, labels)!).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it('sums precision times the recall it adds', () => {
    // .8: precision 1, recall +1/2; .4: none; .35: precision 2/3, recall +1/2
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo(5 / 6, 12);
  });

  it('lets tied rows enter together', () => {
    // .5: precision 1/2, recall +1/2; .2: precision 2/3, recall +1/2
    expect(averagePrecision([0.5, 0.5, 0.2], [1, 0, 1])).toBeCloseTo(7 / 12, 12);
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(scoredRows, ({ scores, labels }) => {
        const turned = averagePrecision([...scores].reverse(), [...labels].reverse());
        expect(averagePrecision(scores, labels)).toBeCloseTo(turned!, 12);
      }),
    );
  });

  it('is one exactly when every positive row leads', () => {
    expect(averagePrecision([0.9, 0.8, 0.1], [1, 1, 0])).toBe(1);
  });
});

describe('logLoss', () => {
  it('is the mean of minus the log of what was right', () => {
    expect(logLoss([0.8, 0.4], [1, 0])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 12);
  });

  it('clips certainty that was wrong', () => {
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-7), 9);
  });
});

describe('calibrationError', () => {
  it('weighs the distance in each bin by its rows', () => {
    // bin 0: |.05 - 0| of 1 row; bin 1: |.15 - .5| of 2; bin 9: |.95 - 1| of 1
    expect(calibrationError([0.05, 0.15, 0.15, 0.95], [0, 0, 1, 1])).toBeCloseTo(0.2, 12);
  });

  it('puts a probability of one into the last bin', () => {
    expect(calibrationError([1, 0.95], [1, 1])).toBeCloseTo(0.025, 12);
  });
});

describe('thresholds', () => {
  it('counts the right calls', () => {
    expect(accuracy([0.9, 0.5, 0.3], [1, 0, 0], 0.5)).toBeCloseTo(2 / 3, 12);
  });

  it('balances misses and false calls', () => {
    expect(f1([0.9, 0.8, 0.3, 0.2], [1, 0, 1, 0], 0.5)).toBe(0.5); // 1 found of 2, 2 called
  });

  it('finds the threshold of the highest F1', () => {
    expect(bestF1Threshold([0.9, 0.8, 0.3, 0.2], [1, 0, 1, 0])).toBe(0.3); // F1 4 / 5
  });

  it('is not beaten by any other threshold', () => {
    fc.assert(
      fc.property(scoredRows, ({ scores, labels }) => {
        const best = f1(scores, labels, bestF1Threshold(scores, labels))!;
        for (const threshold of scores) {
          expect(f1(scores, labels, threshold)!).toBeLessThanOrEqual(best + 1e-12);
        }
      }),
    );
  });
});

describe('challengeScore', () => {
  it('weighs the accuracy of each cut', () => {
    const accuracies = new Map(
      [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((value, index) => [2 * index, value]),
    );
    // 1 * .9 + .9 * .8 + .8 * .7 + .7 * .6 + .6 * .5 + .5 * .4
    expect(challengeScore(accuracies)).toBeCloseTo(3.1, 12);
  });

  it('is null when a cut has no rows', () => {
    expect(challengeScore(new Map([[0, 1]]))).toBeNull();
  });
});

describe('rows that do not define a metric', () => {
  const metrics = [rocAuc, averagePrecision, (p: number[], y: number[]) => f1(p, y, 0.5)];

  it.each([
    ['one label', [0.2, 0.7], [1, 1]],
    ['the other label', [0.2, 0.7], [0, 0]],
    ['no rows', [], []],
  ])('rank nothing: %s', (_name, scores, labels) => {
    expect(metrics.map((metric) => metric(scores, labels))).toEqual([null, null, null]);
  });

  it('have no mean: no rows', () => {
    expect([logLoss([], []), calibrationError([], []), accuracy([], [], 0.5)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it('evaluates each cut alone, in rising order', () => {
  const evaluation = evaluateProbabilities({
    probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.125),
    labels: Uint8Array.of(1, 0, 0, 0),
    cuts: Uint8Array.of(2, 2, 0, 0),
    threshold: 0.5,
  });
  expect(evaluation.perCut.map(({ cut, rows, rocAuc: auc }) => ({ cut, rows, auc }))).toEqual([
    { cut: 0, rows: 2, auc: null },
    { cut: 2, rows: 2, auc: 1 },
  ]);
  expect(evaluation.overall).toMatchObject({ rows: 4, positives: 1, rocAuc: 1, accuracy: 0.75 });
  expect(evaluation.challengeScore).toBeNull();
});
