import { deserializeWeights } from '@lf/train-intent';
import type { Ask } from '../ask.ts';
import { createIntentForward } from './intent-forward.ts';

/**
 * Predicts in this process, from the weights of an intent bundle.
 *
 * @param weights - the bytes of the bundle's `weights.bin`
 * @throws WeightsFormatError of `@lf/train-intent`
 */
export function createIntentAsk(weights: Uint8Array): Ask {
  const forward = createIntentForward(deserializeWeights(weights));
  return async (instance) => ({ predictions: [[forward(codesOf(instance))]] });
}

/** The code of each one-hot row, `[time, 7]` -> `[time]`. */
function codesOf(instance: unknown): readonly number[] {
  const rows: readonly unknown[] = Array.isArray(instance) ? instance : [];
  return rows.map((row) => (Array.isArray(row) ? row.indexOf(1) : -1)).filter((code) => code >= 0);
}
