import { createRandom } from '../../src/random/random.ts';
import type { LabelledBatch } from '../../src/index.ts';

const PADDING = 7;

/** Rows of random codes whose lengths spread over 0..time, padded, with random labels. */
export function randomBatch(options: {
  batch: number;
  time: number;
  seed: number;
  actions?: number;
  minLength?: number;
}): LabelledBatch {
  const { batch, time, seed, actions = 7, minLength = 0 } = options;
  const random = createRandom(seed);
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const lengths = Int32Array.from({ length: batch }, () => minLength + below(time + 1 - minLength));
  const codes = new Uint8Array(batch * time).fill(PADDING);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < lengths[row]!; t++) codes[row * time + t] = below(actions);
  }
  const labels = Uint8Array.from({ length: batch }, () => below(2));
  return { codes, lengths, labels, batch, time };
}
