import { initialLstmWeights, type LstmWeights, randomStream } from '@lf/kernels';

/** Untrained, but with no weight at rest: biases are drawn as well. */
export function busyWeights(units: number): LstmWeights {
  const random = randomStream(5, 0);
  const draw = (values: Float32Array) => values.map((value) => value + random() - 0.5);
  const weights = initialLstmWeights({ units, actions: 7, seed: 3 });
  return { ...weights, bias: draw(weights.bias), denseBias: draw(weights.denseBias) };
}
