import { INTENT_PARAMETERS } from '@lf/contract';
import type { LstmWeights } from '@lf/kernels';
import { copyWeights } from '../model/weights.ts';

/** Looks at the weights in an epoch: an average of so many differs little from that of every step. */
const LOOKS_PER_EPOCH = 16;

/** The mean of the weights of the last steps, which wanders less than the weights do. */
export interface WeightAverage {
  /** To be called after each step; asks for the weights only when it looks at them. */
  step(weights: () => LstmWeights): void;
  /** A copy of the average. */
  current(): LstmWeights;
  state(): WeightAverageState;
}

/** What it has seen so far. */
export interface WeightAverageState {
  readonly average: LstmWeights;
  readonly steps: number;
  readonly looks: number;
}

/**
 * Averages exponentially: a look counts e times less than one that is a horizon later. The horizon is at
 * most `epochs` long, and at the beginning half of the looks so far, so that first weights are soon forgotten.
 *
 * @param initial what the training starts from
 * @param epochs length of the horizon
 * @param stepsPerEpoch batches of an epoch
 * @param from the state that it goes on from
 */
export function createWeightAverage(
  initial: LstmWeights,
  epochs: number,
  stepsPerEpoch: number,
  from?: WeightAverageState,
): WeightAverage {
  const average = copyWeights(from?.average ?? initial);
  const stepsPerLook = Math.ceil(stepsPerEpoch / LOOKS_PER_EPOCH);
  const longest = Math.max(1, (epochs * stepsPerEpoch) / stepsPerLook);
  let steps = from?.steps ?? 0;
  let looks = from?.looks ?? 0;
  return {
    step(weights) {
      steps++;
      if (steps % stepsPerLook !== 0) return;
      looks++;
      moveTowards(average, weights(), 1 / Math.min(longest, 1 + looks / 2));
    },
    current: () => copyWeights(average),
    state: () => ({ average: copyWeights(average), steps, looks }),
  };
}

function moveTowards(average: LstmWeights, weights: LstmWeights, share: number): void {
  for (const name of INTENT_PARAMETERS) {
    const means = average[name];
    const values = weights[name];
    for (let index = 0; index < means.length; index++) {
      const mean = means[index] ?? 0;
      means[index] = mean + share * ((values[index] ?? 0) - mean);
    }
  }
}
