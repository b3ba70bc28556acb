/** One step of Adam over a few weights; the bias correction is in `stepSize`. */
export type DenseAdam = (settings: {
  readonly stepSize: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}) => void;

/** Keeps the moments of `weights`, which each step changes by what stands in `gradient` then. */
export function createDenseAdam(weights: Float32Array, gradient: Float32Array): DenseAdam {
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  return ({ stepSize, beta1, beta2, epsilon }) => {
    for (let index = 0; index < weights.length; index++) {
      const slope = gradient[index] ?? 0;
      const m = beta1 * (first[index] ?? 0) + (1 - beta1) * slope;
      const v = beta2 * (second[index] ?? 0) + (1 - beta2) * slope * slope;
      first[index] = m;
      second[index] = v;
      weights[index] = (weights[index] ?? 0) - (stepSize * m) / (Math.sqrt(v) + epsilon);
    }
  };
}
