import { ACTIONS } from '@lf/dataset';
import type { LstmWeights } from '@lf/kernels';

/** The arrays of the weights, in the order in which they are stored. */
export const PARAMETER_NAMES = ['kernel', 'recurrent', 'bias', 'dense', 'denseBias'] as const;

/** How many values each array of an LSTM of `units` units holds. */
export function parameterSizes(units: number): Record<(typeof PARAMETER_NAMES)[number], number> {
  return {
    kernel: ACTIONS.length * 4 * units,
    recurrent: units * 4 * units,
    bias: 4 * units,
    dense: units,
    denseBias: 1,
  };
}

/** A deep copy, so that later updates do not reach it. */
export function copyWeights(weights: LstmWeights): LstmWeights {
  return {
    units: weights.units,
    actions: weights.actions,
    kernel: weights.kernel.slice(),
    recurrent: weights.recurrent.slice(),
    bias: weights.bias.slice(),
    dense: weights.dense.slice(),
    denseBias: weights.denseBias.slice(),
  };
}
