import { describe, expect, it } from 'vitest';
import { choiceProbabilities } from '@lf/recommenders/training';
import { fitConditionalLogit } from '../../src/blend/conditional-logit.ts';

/** Two candidates, of which one has the feature; it was taken in three of every four choices. */
const choices = Array.from({ length: 400 }, (_, index) => ({
  features: Float32Array.of(1, 0),
  taken: index % 4 === 0 ? 1 : 0,
}));

const options = { epochs: 200, learningRate: 0.1, pull: 0, start: Float64Array.of(0), seed: 1 };

describe('fitConditionalLogit', () => {
  it('finds the weights under which the choices are most likely', () => {
    // P = e^w / (e^w + 1) = 3/4
    expect(fitConditionalLogit(choices, options)[0]).toBeCloseTo(Math.log(3), 1);
  });

  it('solves for each of several features', () => {
    // Candidates (1, 0), (0, 1), (0, 0) taken 6 : 3 : 1, so the weights are ln 6 and ln 3.
    const three = Array.from({ length: 500 }, (_, index) => ({
      features: Float32Array.of(1, 0, 0, 1, 0, 0),
      taken: index % 10 < 6 ? 0 : index % 10 < 9 ? 1 : 2,
    }));
    const weights = fitConditionalLogit(three, { ...options, start: Float64Array.of(0, 0) });
    expect(weights[0]).toBeCloseTo(Math.log(6), 1);
    expect(weights[1]).toBeCloseTo(Math.log(3), 1);
  });

  it('stays near the start when it is pulled there, and at it without choices', () => {
    const start = Float64Array.of(-2);
    const few = choices.slice(0, 4);
    const pulled = fitConditionalLogit(few, { ...options, start, pull: 100 })[0]!;
    expect(pulled).toBeGreaterThan(-2);
    expect(pulled).toBeLessThan(-1.9);
    expect(fitConditionalLogit([], { ...options, start })).toEqual(start);
  });

  it('gives the same weights for the same seed', () => {
    expect(fitConditionalLogit(choices, options)).toEqual(fitConditionalLogit(choices, options));
  });
});

describe('choiceProbabilities', () => {
  it('is the softmax of the weighted features', () => {
    const features = Float32Array.of(1, 2, 0, 1, 9, 9);
    const [first, second] = choiceProbabilities(features, 2, Float64Array.of(0.5, -1));
    // utilities -1.5 and -1
    expect(first).toBeCloseTo(1 / (1 + Math.exp(0.5)), 12);
    expect(first! + second!).toBeCloseTo(1, 12);
  });

  it('bears utilities beyond what e^x can hold', () => {
    const probabilities = choiceProbabilities(Float32Array.of(1, 2), 2, Float64Array.of(5_000));
    expect([...probabilities]).toEqual([0, 1]);
  });
});
