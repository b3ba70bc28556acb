import { fitLogisticRegression } from '../baselines/logistic-regression.ts';

/** Log odds are `slope * score + intercept`. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Platt's scaling: the two numbers of least log loss.
 *
 * @param scores [row] of rows that the model has not learnt from
 * @param labels [row] 0 or 1
 */
export function calibrate(scores: Float64Array, labels: Uint8Array): Calibration {
  const [slope = 1, intercept = 0] = fitLogisticRegression(scores, labels, 1);
  return { slope, intercept };
}
