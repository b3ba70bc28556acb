import { logistic, type Baseline } from './baseline.ts';
import { COUNT_FEATURES, countFeatures, fitStandardizer } from './count-features.ts';
import { solvePositiveDefinite } from './solve-positive-definite.ts';

/** L2 penalty on each weight but the intercept, as scikit-learn's C = 1. */
const PENALTY = 1;
/** Newton's method doubles its right digits each round: far fewer are needed. */
const MAX_ROUNDS = 50;
/** Largest change of a weight at which the fit has converged. */
const TOLERANCE = 1e-8;

/** Logistic regression on the standardised counts of COUNT_FEATURES. */
export const LOGISTIC_REGRESSION: Baseline = {
  name: 'logistic-regression',
  fit(train) {
    const width = COUNT_FEATURES.length;
    const counts = countFeatures(train);
    const standardizer = fitStandardizer(counts, width);
    const weights = fitLogisticRegression(standardizer.apply(counts), train.labels, width);
    return (sequences) => {
      const features = standardizer.apply(countFeatures(sequences));
      const rows = features.length / width;
      return Float32Array.from({ length: rows }, (_, row) =>
        logistic(logitOf(features, row, weights)),
      );
    };
  },
};

/**
 * Weights of least penalised cross-entropy, by Newton's method with halved steps.
 *
 * @param features [row, feature]
 * @param labels [row] 0 or 1
 * @param width features per row
 * @returns [feature + 1], the intercept last
 */
export function fitLogisticRegression(
  features: Float64Array,
  labels: ArrayLike<number>,
  width: number,
): Float64Array {
  let weights = new Float64Array(width + 1);
  let loss = penalisedLoss(features, labels, weights);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const step = newtonStep(features, labels, weights);
    let fraction = 1;
    let next = moved(weights, step, fraction);
    let nextLoss = penalisedLoss(features, labels, next);
    while (nextLoss > loss && fraction > 1e-6) {
      fraction /= 2;
      next = moved(weights, step, fraction);
      nextLoss = penalisedLoss(features, labels, next);
    }
    weights = next;
    loss = nextLoss;
    if (step.every((change) => Math.abs(change) < TOLERANCE)) break;
  }
  return weights;
}

function moved(
  weights: Float64Array,
  step: Float64Array,
  fraction: number,
): Float64Array<ArrayBuffer> {
  return Float64Array.from(weights, (weight, index) => weight - fraction * (step[index] ?? 0));
}

function logitOf(features: Float64Array, row: number, weights: Float64Array): number {
  const width = weights.length - 1;
  let logit = weights[width] ?? 0;
  for (let feature = 0; feature < width; feature++) {
    logit += (features[row * width + feature] ?? 0) * (weights[feature] ?? 0);
  }
  return logit;
}

function penalisedLoss(
  features: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
): number {
  const width = weights.length - 1;
  let loss = 0;
  for (let feature = 0; feature < width; feature++)
    loss += (PENALTY / 2) * (weights[feature] ?? 0) ** 2;
  for (let row = 0; row < labels.length; row++) {
    const logit = logitOf(features, row, weights);
    loss +=
      Math.max(logit, 0) - logit * (labels[row] ?? 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
  return loss;
}

/** Hessian^-1 * gradient of the penalised loss. */
function newtonStep(
  features: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
): Float64Array {
  const size = weights.length;
  const width = size - 1;
  const gradient = weights.map((weight, index) => (index < width ? PENALTY * weight : 0));
  const hessian = new Float64Array(size * size); // [feature + 1, feature + 1]
  for (let index = 0; index < width; index++) hessian[index * size + index] = PENALTY;
  const row = new Float64Array(size).fill(1);
  for (let index = 0; index < labels.length; index++) {
    row.set(features.subarray(index * width, (index + 1) * width));
    const probability = logistic(logitOf(features, index, weights));
    const error = probability - (labels[index] ?? 0);
    const curvature = probability * (1 - probability);
    for (let i = 0; i < size; i++) {
      gradient[i] = (gradient[i] ?? 0) + error * (row[i] ?? 0);
      const scaled = curvature * (row[i] ?? 0);
      for (let j = 0; j < size; j++) {
        hessian[i * size + j] = (hessian[i * size + j] ?? 0) + scaled * (row[j] ?? 0);
      }
    }
  }
  return solvePositiveDefinite(hessian, gradient);
}
