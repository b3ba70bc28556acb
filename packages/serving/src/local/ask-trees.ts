import { predictEncoded, readTreeModel } from '@lf/contract';
import type { Ask } from '../ask.ts';

/**
 * Predicts in this process, from the trees of an intent bundle.
 *
 * @param bytes - of the bundle's `trees.json`
 * @throws TreeModelError of `@lf/contract`
 */
export function createTreesAsk(bytes: Uint8Array): Ask {
  const model = readTreeModel(bytes);
  return async (codes, { context }) => {
    const session = { offsets: Uint32Array.of(0, codes.length), codes: Uint8Array.from(codes) };
    return { predictions: [[...predictEncoded(model, session, context)]] };
  };
}
