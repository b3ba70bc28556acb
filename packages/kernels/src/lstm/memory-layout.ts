import { LstmInputError } from '../errors.ts';
import { createRegions, wholeCacheLines } from '../wasm/regions.ts';
import { kernelParameterCount, paddedUnits } from './gate-order.ts';

/** Rows of a shard; equal to SHARD_ROWS in assembly/lstm/layout.ts, as is everything on this page. */
export const SHARD_ROWS = 32;

/** How many shards a batch of `rows` rows has. */
export function shardCount(rows: number): number {
  return Math.ceil(rows / SHARD_ROWS);
}

/** Index of each 32-bit word of the job after those of TASKS. */
export const JOB = {
  units: 5,
  actions: 6,
  weights: 7,
  packed: 8,
  gradients: 9,
  shards: 10,
  shardBytes: 11,
  scratch: 12,
  scratchBytes: 13,
  inverseBatch: 14,
} as const;

/** What a job does. */
export const MODE = { predict: 0, train: 1 } as const;

/** Byte offsets inside a shard's block. */
export const SHARD = {
  lengths: 0,
  labels: 4 * SHARD_ROWS,
  logits: 8 * SHARD_ROWS,
  rowCount: 12 * SHARD_ROWS,
  codes: 12 * SHARD_ROWS + 16,
} as const;

/** Where each region lies in linear memory, in bytes. */
export interface MemoryLayout {
  readonly parameters: number;
  readonly maxShards: number;
  readonly weights: number;
  readonly firstMoments: number;
  readonly secondMoments: number;
  readonly packed: number;
  readonly gradients: number;
  readonly shards: number;
  readonly shardBytes: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly pages: number;
}

/** Lays out the memory of a kernel; throws LstmInputError if it would pass 4 GiB. */
export function memoryLayout(size: {
  readonly units: number;
  readonly actions: number;
  readonly maxBatch: number;
  readonly maxTime: number;
  readonly threads: number;
}): MemoryLayout {
  const { actions, maxBatch, maxTime, threads } = size;
  const units = paddedUnits(size.units);
  const parameters = kernelParameterCount(size.units, actions);
  const maxShards = shardCount(maxBatch);
  // A step keeps gates [R, 4U], cell, tanh(cell) and hidden [R, U]; beside the steps: 3 x [R, U] + [R].
  // Two steps at least, for predictions take turns between two.
  const scratchValues = SHARD_ROWS * (units * (7 * Math.max(2, maxTime) + 3) + 1);

  const regions = createRegions();
  const weights = regions.take(4 * parameters);
  const firstMoments = regions.take(4 * parameters);
  const secondMoments = regions.take(4 * parameters);
  const packed = regions.take(4 * (actions + 2 * units) * 4 * units);
  const gradients = regions.take(4 * parameters * (maxShards + 1));
  const shardBytes = wholeCacheLines(SHARD.codes + maxTime * SHARD_ROWS);
  const shards = regions.take(shardBytes * maxShards);
  const scratchBytes = wholeCacheLines(4 * scratchValues);
  const scratch = regions.take(scratchBytes * threads);
  const pages = regions.pages(
    (expected, received) =>
      new LstmInputError(
        'its sizes',
        `${expected} (reduce maxTime, maxBatch, units or threads)`,
        `${received} for ${JSON.stringify(size)}`,
      ),
  );
  return {
    parameters,
    maxShards,
    weights,
    firstMoments,
    secondMoments,
    packed,
    gradients,
    shards,
    shardBytes,
    scratch,
    scratchBytes,
    pages,
  };
}
