import { LstmInputError } from '../errors.ts';
import { kernelParameterCount, paddedUnits } from './gate-order.ts';

/** Rows of a shard; equal to SHARD_ROWS in assembly/layout.ts, as is everything on this page. */
export const SHARD_ROWS = 32;

/** How many shards a batch of `rows` rows has. */
export function shardCount(rows: number): number {
  return Math.ceil(rows / SHARD_ROWS);
}

/** Index of each 32-bit word of the job at address 0. */
export const JOB = {
  nextShard: 1,
  shardCount: 3,
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

/** Closes the ticket counter between two jobs. */
export const CLOSED = 1 << 30;

/** Byte offsets inside a shard's block. */
export const SHARD = {
  lengths: 0,
  labels: 4 * SHARD_ROWS,
  logits: 8 * SHARD_ROWS,
  rowCount: 12 * SHARD_ROWS,
  codes: 12 * SHARD_ROWS + 16,
} as const;

const CACHE_LINE_BYTES = 64;
/** The job and, from byte 128 on, the constants of the module (`--memoryBase`). */
const HEAD_BYTES = 1024;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536; // all that a 32-bit address reaches

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

  let end = HEAD_BYTES;
  const region = (bytes: number): number => {
    const start = end;
    end += roundUp(bytes, CACHE_LINE_BYTES);
    return start;
  };
  const weights = region(4 * parameters);
  const firstMoments = region(4 * parameters);
  const secondMoments = region(4 * parameters);
  const packed = region(4 * (actions + 2 * units) * 4 * units);
  const gradients = region(4 * parameters * (maxShards + 1));
  const shardBytes = roundUp(SHARD.codes + maxTime * SHARD_ROWS, CACHE_LINE_BYTES);
  const shards = region(shardBytes * maxShards);
  const scratchBytes = roundUp(4 * scratchValues, CACHE_LINE_BYTES);
  const scratch = region(scratchBytes * threads);
  const pages = Math.ceil(end / PAGE_BYTES);
  if (pages > MAX_PAGES) {
    throw new LstmInputError(
      'its sizes',
      'at most 4 GiB of memory (reduce maxTime, maxBatch, units or threads)',
      `${(end / 2 ** 30).toFixed(1)} GiB for ${JSON.stringify(size)}`,
    );
  }
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

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
