import { shuffle, splitMix } from '@lf/kernels';
import { choiceProbabilities } from '@lf/recommenders/training';

/** One of several candidates was taken. */
export interface ObservedChoice {
  /** `[candidate, feature]` */
  readonly features: Float32Array;
  /** Which candidate was taken, from 0. */
  readonly taken: number;
}

export interface ConditionalLogitOptions {
  readonly epochs: number;
  readonly learningRate: number;
  /** Weight of the squared distance from `start`, against one per choice: it rules where choices are few. */
  readonly pull: number;
  /** `[feature]` */
  readonly start: Float64Array;
  readonly seed: number;
}

const BATCH_CHOICES = 64;

/** Adam's decay rates and its guard against division by zero (Kingma & Ba 2015). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Fits McFadden's conditional logit: weights w under which P(candidate) is proportional to
 * e^(w . features) and the taken candidates are most likely. Adam, with a step that falls to 0.
 *
 * @returns `[feature]` weights; `start` itself without choices
 */
export function fitConditionalLogit(
  choices: readonly ObservedChoice[],
  options: ConditionalLogitOptions,
): Float64Array {
  const { epochs, learningRate, pull, start, seed } = options;
  const width = start.length;
  const weights = start.slice();
  const gradient = new Float64Array(width);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  const order = Uint32Array.from(choices.keys());
  const random = splitMix(seed);
  const steps = epochs * Math.ceil(choices.length / BATCH_CHOICES);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += BATCH_CHOICES) {
      const batch = order.subarray(from, from + BATCH_CHOICES);
      gradient.fill(0);
      for (const index of batch) {
        const choice = choices[index];
        if (choice !== undefined) addGradient(choice, weights, gradient);
      }
      const rate = learningRate * (1 - step / steps);
      step++;
      for (let f = 0; f < width; f++) {
        const pulled = (pull * ((weights[f] ?? 0) - (start[f] ?? 0))) / order.length;
        const slope = (gradient[f] ?? 0) / batch.length + pulled;
        const m = BETA_1 * (mean[f] ?? 0) + (1 - BETA_1) * slope;
        const v = BETA_2 * (square[f] ?? 0) + (1 - BETA_2) * slope * slope;
        mean[f] = m;
        square[f] = v;
        const towards = m / (1 - BETA_1 ** step) / (Math.sqrt(v / (1 - BETA_2 ** step)) + EPSILON);
        weights[f] = (weights[f] ?? 0) - rate * towards;
      }
    }
  }
  return weights;
}

/** Adds the gradient of -log P(taken): expected minus taken features. */
function addGradient(
  { features, taken }: ObservedChoice,
  weights: Float64Array,
  gradient: Float64Array,
): void {
  const width = weights.length;
  const count = features.length / width;
  const probabilities = choiceProbabilities(features, count, weights);
  for (let candidate = 0; candidate < count; candidate++) {
    const excess = (probabilities[candidate] ?? 0) - (candidate === taken ? 1 : 0);
    for (let f = 0; f < width; f++) {
      gradient[f] = (gradient[f] ?? 0) + excess * (features[candidate * width + f] ?? 0);
    }
  }
}
