import { initialLstmWeights, type LstmWeights } from '@lf/kernels';
import { seededRandom } from '../src/random/seeded-random.ts';

/** Untrained, but with no weight at rest: biases are drawn as well. */
export function busyWeights(units: number): LstmWeights {
  const random = seededRandom(5);
  const draw = (values: Float32Array) => values.map((value) => value + random() - 0.5);
  const weights = initialLstmWeights({ units, actions: 7, seed: 3 });
  return { ...weights, bias: draw(weights.bias), denseBias: draw(weights.denseBias) };
}
