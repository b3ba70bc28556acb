import type { Batch } from '../../batch/make-batch.ts';

/** A batch step by step, its rows longest first, so that the rows of a step are the leading ones. */
export interface PackedSteps {
  /** [packed row] which row of the batch it is */
  readonly order: Uint32Array;
  /** [step] how many rows are that long, not increasing */
  readonly activeRows: number[];
  /** [step's rows, one step after the other] codes */
  readonly codes: Int32Array;
}

/** Drops the padding: a row that has ended takes no part in later steps. */
export function packByStep(batch: Batch): PackedSteps {
  const { lengths, time } = batch;
  const order = Uint32Array.from({ length: batch.size }, (_, row) => row);
  order.sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0) || a - b);
  const codes = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  const activeRows: number[] = [];
  let packed = 0;
  for (let step = 0; step < time; step++) {
    let active = 0;
    for (const row of order) {
      if ((lengths[row] ?? 0) <= step) break;
      codes[packed++] = batch.codes[row * time + step] ?? 0;
      active++;
    }
    activeRows.push(active);
  }
  return { order, activeRows, codes };
}
