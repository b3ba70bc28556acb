import { expect, it } from 'vitest';
import { initialLstmWeights } from '../../src/index.ts';
import { randomBatch } from './random-batch.ts';
import { PARTS, referenceLossAndGradients, toReference } from './reference-lstm.ts';

it('the gradients of the reference are the slopes of its loss', () => {
  const data = randomBatch({ batch: 5, time: 6, seed: 3 });
  const weights = toReference(initialLstmWeights({ units: 3, actions: 7, seed: 9 }));
  const { gradients } = referenceLossAndGradients(weights, data);
  const step = 1e-5;
  for (const part of PARTS) {
    weights[part].forEach((weight, i) => {
      weights[part][i] = weight + step;
      const above = referenceLossAndGradients(weights, data).loss;
      weights[part][i] = weight - step;
      const below = referenceLossAndGradients(weights, data).loss;
      weights[part][i] = weight;
      expect(gradients[part][i]).toBeCloseTo((above - below) / (2 * step), 8);
    });
  }
});

it('one step of one unit is what a hand computes', () => {
  // z = 1 for every gate: c = s * tanh 1, h = s * tanh c with s = 1 / (1 + 1 / e).
  const weights = {
    kernel: new Float64Array(28).fill(1),
    recurrent: new Float64Array(4),
    bias: new Float64Array(4),
    dense: Float64Array.of(2),
    denseBias: Float64Array.of(-0.5),
  };
  const one = { codes: Uint8Array.of(4), lengths: Int32Array.of(1), batch: 1, time: 1 };
  const { probabilities } = referenceLossAndGradients(weights, {
    ...one,
    labels: Uint8Array.of(1),
  });
  const s = 0.731058578630005;
  const h = s * Math.tanh(s * 0.761594155955765);
  expect(probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(0.5 - 2 * h)), 12);
});
