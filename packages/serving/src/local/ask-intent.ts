import { deserializeWeights } from '@lf/contract';
import type { Ask } from '../ask.ts';
import { createIntentForward } from './intent-forward.ts';

/**
 * Predicts in this process, from the weights of an intent bundle.
 *
 * @param weights - the bytes of the bundle's `weights.bin`
 * @throws WeightsFormatError of `@lf/contract`
 */
export function createIntentAsk(weights: Uint8Array): Ask {
  const forward = createIntentForward(deserializeWeights(weights));
  return async (codes) => ({ predictions: [[forward(codes)]] });
}
