import { describe, expect, it } from 'vitest';
import { calibrationCurve, precisionRecallCurve, rocCurve } from '../../src/index.ts';

/** Thresholds 0, 0.5 and 1. From 0.5 up: one of two ones, one of two zeros; from 1 up: none. */
const judged = { labels: [1, 1, 0, 0], scores: [0.9, 0.4, 0.5, 0.1] };

describe('curves of a classifier', () => {
  it('give true against false positive rates, from (0, 0) to (1, 1)', () => {
    const { x, y } = rocCurve(judged, 3);
    expect(x).toEqual([0, 0, 0.5, 1]);
    expect(y).toEqual([0, 0, 0.5, 1]);
  });

  it('give precision against recall with the counts at each threshold', () => {
    const { x, y, confusion } = precisionRecallCurve(judged, 3);
    expect(x).toEqual([1, 0.5, 0]);
    expect(y).toEqual([0.5, 0.5, 1]);
    expect(confusion?.[1]).toEqual({
      threshold: 0.5,
      truePositives: 1,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 1,
    });
  });

  it('say yes at a threshold that equals the score, for every threshold', () => {
    const thresholds = 201;
    for (let k = 0; k < thresholds; k += 1) {
      const one = precisionRecallCurve({ labels: [1], scores: [k / (thresholds - 1)] });
      expect(one.confusion?.filter(({ truePositives }) => truePositives === 1)).toHaveLength(k + 1);
    }
  });

  it('give observed shares by mean score, without empty bins', () => {
    const { x, y } = calibrationCurve({ labels: [0, 1, 1, 1], scores: [0.1, 0.3, 1, 0.9] }, 2);
    expect(x).toEqual([0.2, 0.95]);
    expect(y).toEqual([0.5, 1]);
  });

  it('have no rate where there is no label of a kind', () => {
    expect(rocCurve({ labels: [1], scores: [1] }, 2).x).toEqual([0, 0, 0]);
    expect(rocCurve({ labels: [], scores: [] }, 2).y).toEqual([0, 0, 0]);
  });

  it('say what is wrong when labels and scores are not as many', () => {
    expect(() => rocCurve({ labels: [1], scores: [] })).toThrow('got 1 labels and 0 scores');
    expect(() => calibrationCurve({ labels: [1], scores: [] })).toThrow('0 scores');
  });
});
