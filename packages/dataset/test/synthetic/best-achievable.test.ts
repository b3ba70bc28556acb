import { beforeAll, describe, expect, it } from 'vitest';
import { labelPrefixes } from '../../src/labels/label-prefixes.ts';
import type { LabelledSequences } from '../../src/labels/labelled-sequences.ts';
import { splitByStart } from '../../src/split/split-by-start.ts';
import { measureBestAchievable, simulateSessions } from '../../src/synthetic/index.ts';
import { rocAuc } from '../../src/synthetic/quality/roc-auc.ts';
import { scoreRows, trainCountRegression, trainMarkovChain } from './reference-baselines.ts';

it('computes the area under the ROC curve with ties counted half', () => {
  // Pairs (positive, negative): .8 beats .4 and .6; .6 beats .4 and ties with .6.
  expect(rocAuc(Float64Array.of(0.8, 0.6, 0.4, 0.6), Uint8Array.of(1, 1, 0, 0))).toBe(3.5 / 4);
  expect(rocAuc(Float64Array.of(0.1, 0.2), Uint8Array.of(1, 1))).toBeNaN();
});

describe('at 200,000 events', () => {
  let all: LabelledSequences;
  let train: LabelledSequences;
  let test: LabelledSequences;
  beforeAll(() => {
    all = labelPrefixes(simulateSessions({ events: 200_000, seed: 42 })).sequences;
    ({ train, test } = splitByStart(all, { train: 0.8, validation: 0, test: 0.2 }));
  });

  it('has about 20,000 rows, a third of them positive, and a best ROC-AUC within .80 .. .90', () => {
    const best = measureBestAchievable(all);
    expect(best.rows).toBeGreaterThan(18_000);
    expect(best.baseRate).toBeGreaterThan(0.25);
    expect(best.baseRate).toBeLessThan(0.4);
    expect(best.rocAuc).toBeGreaterThan(0.84);
    expect(best.rocAuc).toBeLessThan(0.89);
    expect(best.perCut.map(({ cut }) => cut)).toEqual([0, 2, 4, 6, 8, 10]);
    for (const cut of best.perCut) expect(cut.rocAuc).toBeGreaterThan(0.78);
    expect(best.perCut.reduce((rows, cut) => rows + cut.rows, 0)).toBe(best.rows);
  });

  it('lies in the last fifth where it lies overall, as nothing drifts', () => {
    const whole = measureBestAchievable(all);
    const last = measureBestAchievable(test);
    expect(Math.abs((last.rocAuc ?? 0) - (whole.rocAuc ?? 0))).toBeLessThan(0.03);
    expect(Math.abs(last.baseRate - whole.baseRate)).toBeLessThan(0.04);
  });

  it('is far above counts and a first-order Markov chain, which are above chance', () => {
    const best = measureBestAchievable(test).rocAuc ?? 0;
    for (const train_ of [trainCountRegression, trainMarkovChain]) {
      const auc = rocAuc(scoreRows(test, train_(train)), test.labels);
      expect(auc).toBeGreaterThan(0.6);
      expect(best - auc).toBeGreaterThan(0.1);
    }
  });
});

it('gives no area where a class is missing', () => {
  const sequences = labelPrefixes(simulateSessions({ events: 2_000, seed: 1 })).sequences;
  const { labels } = sequences;
  const best = measureBestAchievable({ ...sequences, labels: labels.map(() => 0) });
  expect([best.rocAuc, best.baseRate]).toEqual([null, 0]);
});
