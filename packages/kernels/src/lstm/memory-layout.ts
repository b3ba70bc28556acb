import { LstmInputError } from '../errors.ts';
import { LSTM_NUMBER } from '../generated/lstm-layout.ts';
import { createRegions, wholeCacheLines } from '../wasm/regions.ts';
import { kernelParameterCount, paddedUnits } from './gate-order.ts';

export { LSTM_MODE as MODE, LSTM_WORD as JOB } from '../generated/lstm-layout.ts';

/** Byte offsets inside a shard's block. */
export const SHARD = LSTM_NUMBER;

/** Rows of a shard. */
const SHARD_ROWS = LSTM_NUMBER.shardRows;

/** How many shards a batch of `rows` rows has. */
export function shardCount(rows: number): number {
  return Math.ceil(rows / SHARD_ROWS);
}

/** Rows of each shard of a batch but the last ones: all alike. */
export function rowsPerShard(rows: number): number {
  return Math.ceil(rows / shardCount(rows));
}

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
  // A level keeps gates [R, 4U], cell, tanh(cell) and hidden [R, U]; beside the levels: 6 x [R, U] + [R].
  // Two steps at least, for predictions take turns between two.
  const scratchValues = SHARD_ROWS * (units * (7 * Math.max(2, maxTime) + 6) + 1);

  const regions = createRegions();
  const weights = regions.take(4 * parameters);
  const firstMoments = regions.take(4 * parameters);
  const secondMoments = regions.take(4 * parameters);
  const packed = regions.take(4 * (actions + 2 * units) * 4 * units);
  const gradients = regions.take(4 * parameters * (maxShards + 1));
  const shardBytes = wholeCacheLines(SHARD.levels + maxTime * SHARD.levelBytes);
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
