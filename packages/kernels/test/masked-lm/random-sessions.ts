import {
  initialMaskedLmWeights,
  type MaskedLmSize,
  type MaskedLmWeights,
  type MaskedTrainingBatch,
} from '../../src/index.ts';
import { createRandom } from '../../src/random/random.ts';

/** Weights of which none is zero by chance. */
export function busyWeights(size: MaskedLmSize, seed: number): MaskedLmWeights {
  const random = createRandom(seed);
  const weights = initialMaskedLmWeights(size, seed);
  for (const values of weights.values()) {
    values.forEach((value, i) => (values[i] = value + 0.4 * random.uniform() - 0.2));
  }
  return weights;
}

/** Sessions of 1 to `positions` tokens, each with its last and some other tokens masked. */
export function randomSessions(
  size: Pick<MaskedLmSize, 'items' | 'positions'>,
  sessions: number,
  seed: number,
): MaskedTrainingBatch {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const tokens: number[] = [];
  const positions: number[] = [];
  const offsets = [0];
  const masked: number[] = [];
  const targets: number[] = [];
  for (let session = 0; session < sessions; session++) {
    const length = 1 + below(size.positions);
    for (let place = 0; place < length; place++) {
      const item = below(size.items);
      const isMasked = place === length - 1 || random.uniform() < 0.25;
      if (isMasked) {
        masked.push(tokens.length);
        targets.push(item);
      }
      tokens.push(isMasked ? size.items : item);
      positions.push(place);
    }
    offsets.push(tokens.length);
  }
  return {
    tokens: Int32Array.from(tokens),
    positions: Int32Array.from(positions),
    offsets: Int32Array.from(offsets),
    masked: Int32Array.from(masked),
    targets: Int32Array.from(targets),
  };
}
