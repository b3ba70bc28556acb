import { intentParameterSizes, INTENT_PARAMETERS } from '@lf/contract';
import type { LstmWeights } from '@lf/kernels';

/** Keras's defaults. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** Remembers the moments of the gradients. */
export interface Adam {
  /** Changes `weights` in place. */
  update(weights: LstmWeights, gradients: LstmWeights, learningRate: number): void;
}

/**
 * Adam (Kingma and Ba, 2015) as Keras computes it: the bias correction is in the step size, and
 * epsilon is added to the root of the uncorrected second moment. TensorFlow.js's own adds it to the
 * corrected one.
 *
 * @param units of the LSTM whose weights are updated
 */
export function createAdam(units: number): Adam {
  const sizes = intentParameterSizes(units);
  const moments = INTENT_PARAMETERS.map((name) => ({
    name,
    first: new Float32Array(sizes[name]),
    second: new Float32Array(sizes[name]),
  }));
  let steps = 0;
  return {
    update(weights, gradients, learningRate) {
      steps++;
      const stepSize = (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
      for (const { name, first, second } of moments) {
        const values = weights[name];
        const slopes = gradients[name];
        for (let index = 0; index < values.length; index++) {
          const slope = slopes[index] ?? 0;
          const m = (first[index] ?? 0) * BETA_1 + slope * (1 - BETA_1);
          const v = (second[index] ?? 0) * BETA_2 + slope * slope * (1 - BETA_2);
          first[index] = m;
          second[index] = v;
          values[index] = (values[index] ?? 0) - (stepSize * m) / (Math.sqrt(v) + EPSILON);
        }
      }
    },
  };
}
