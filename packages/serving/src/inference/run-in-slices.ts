import { setImmediate as turn } from 'node:timers/promises';

/** Where a part of a batch is. */
export interface Slice {
  readonly start: number;
  readonly rows: number;
}

/**
 * Runs a batch part by part, with a turn of the event loop before each but the first: a model runs in the server's own
 * thread, where one run of the largest batch would keep all others waiting for its whole length.
 */
export async function runInSlices(
  batch: number,
  rowsASlice: number,
  run: (slice: Slice) => Promise<void> | void,
): Promise<void> {
  const most = Math.max(1, rowsASlice);
  for (let start = 0; start < batch; start += most) {
    if (start > 0) await turn();
    await run({ start, rows: Math.min(most, batch - start) });
  }
}
