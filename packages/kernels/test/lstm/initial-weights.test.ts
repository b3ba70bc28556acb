import { expect, it } from 'vitest';
import { initialLstmWeights } from '../../src/index.ts';

const weights = initialLstmWeights({ units: 48, actions: 7, seed: 1 });

it('draws kernels within the limits of Glorot and fills them', () => {
  const limit = Math.sqrt(6 / (7 + 192));
  const kernel = Array.from(weights.kernel);
  expect(Math.max(...kernel)).toBeLessThanOrEqual(limit);
  expect(Math.min(...kernel)).toBeGreaterThanOrEqual(-limit);
  expect(Math.max(...kernel)).toBeGreaterThan(limit * 0.98);
  const variance = kernel.reduce((sum, w) => sum + w * w, 0) / kernel.length;
  expect(variance).toBeCloseTo((limit * limit) / 3, 3);
  expect(Math.max(...weights.dense.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 49));
});

it('makes the recurrent rows orthonormal', () => {
  for (let a = 0; a < 48; a++) {
    for (let b = 0; b < 48; b++) {
      let dot = 0;
      for (let n = 0; n < 192; n++) {
        dot += weights.recurrent[a * 192 + n]! * weights.recurrent[b * 192 + n]!;
      }
      expect(dot).toBeCloseTo(a === b ? 1 : 0, 6);
    }
  }
});

it('sets the bias of the forget gate to one and all others to zero', () => {
  const ones = Array.from(weights.bias, (value, n) => value === (n >= 48 && n < 96 ? 1 : 0));
  expect(ones).not.toContain(false);
  expect(weights.denseBias[0]).toBe(0);
});

it('depends on the seed alone', () => {
  expect(initialLstmWeights({ units: 48, actions: 7, seed: 1 })).toEqual(weights);
  expect(initialLstmWeights({ units: 48, actions: 7, seed: 2 })).not.toEqual(weights);
});
