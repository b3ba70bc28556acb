import type { LstmWeights } from '@lf/kernels';

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
