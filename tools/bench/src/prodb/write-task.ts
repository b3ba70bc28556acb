import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createRandom,
  initialMaskedLmWeights,
  maskedLmShapes,
  type MaskedLmSize,
  type MaskedTrainingBatch,
} from '@lf/kernels';
import { sessionCount, sessionItems, type ItemSequences } from '@lf/train-rec';
import type { SharedTask } from './shared-task.ts';

/** prodb's sizes and settings. */
export const PRODB = {
  batch: 32,
  time: 20,
  dimensions: 64,
  heads: 8,
  feedForward: 64,
  layers: 4,
  learningRate: 0.001,
  dropout: 0.1,
} as const;

const MASKING_PROBABILITY = 0.25;

export function prodbSize(items: number): MaskedLmSize {
  return { ...PRODB, positions: PRODB.time, items, isTied: false };
}

/** The first batches of an epoch, masked by chance, one item a session at least. */
export function maskedBatches(
  train: ItemSequences,
  items: number,
  steps: number,
): MaskedTrainingBatch[] {
  const random = createRandom(1);
  return Array.from({ length: steps }, (_, step) => {
    const tokens: number[] = [];
    const positions: number[] = [];
    const offsets = [0];
    const masked: number[] = [];
    const targets: number[] = [];
    for (let row = 0; row < PRODB.batch; row++) {
      const session = (step * PRODB.batch + row) % sessionCount(train);
      const shown = sessionItems(train, session).subarray(-PRODB.time);
      const chances = Array.from(shown, () => random.uniform());
      const surest = chances.indexOf(Math.min(...chances));
      shown.forEach((item, place) => {
        const isMasked = place === surest || (chances[place] ?? 1) < MASKING_PROBABILITY;
        if (isMasked) {
          masked.push(tokens.length);
          targets.push(item);
        }
        tokens.push(isMasked ? items : item);
        positions.push(place);
      });
      offsets.push(tokens.length);
    }
    return {
      tokens: Int32Array.from(tokens),
      positions: Int32Array.from(positions),
      offsets: Int32Array.from(offsets),
      masked: Int32Array.from(masked),
      targets: Int32Array.from(targets),
    };
  });
}

/** Writes what Keras reads: initial weights and batches padded to `time`, -1 where there is nothing. */
export async function writeTask(
  folder: string,
  train: ItemSequences,
  items: number,
  batches: readonly MaskedTrainingBatch[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const size = prodbSize(items);
  const weights = initialMaskedLmWeights(size, 1);
  for (const [name, values] of weights) await writeArray(join(folder, `${name}.bin`), values);
  const padded = () => new Int32Array(batches.length * PRODB.batch * PRODB.time).fill(-1);
  const [tokens, targets] = [padded(), padded()];
  batches.forEach((batch, step) => {
    const rowOf = (token: number, session: number) =>
      (step * PRODB.batch + session) * PRODB.time + token - (batch.offsets[session] ?? 0);
    let session = 0;
    batch.tokens.forEach((item, token) => {
      while (token >= (batch.offsets[session + 1] ?? Infinity)) session++;
      tokens[rowOf(token, session)] = item;
      const asked = batch.masked.indexOf(token);
      if (asked >= 0) targets[rowOf(token, session)] = batch.targets[asked] ?? -1;
    });
  });
  await writeArray(join(folder, 'tokens.bin'), tokens);
  await writeArray(join(folder, 'targets.bin'), targets);
  const task: SharedTask = {
    ...PRODB,
    items,
    sessions: sessionCount(train),
    steps: batches.length,
    weights: Object.fromEntries(maskedLmShapes(size)),
  };
  await writeFile(join(folder, 'task.json'), JSON.stringify(task));
}

function writeArray(path: string, values: Int32Array | Float32Array): Promise<void> {
  return writeFile(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
