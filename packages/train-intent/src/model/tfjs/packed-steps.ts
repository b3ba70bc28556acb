import type { Batch } from '../../batch/make-batch.ts';

/** A batch step by step. Rows are longest first, so the rows of a step are the leading ones. */
export interface PackedSteps {
  /** [step] how many rows are that long, not increasing */
  readonly activeRows: number[];
  /** [step's rows, one step after the other] codes */
  readonly codes: Int32Array;
}

/** Drops the padding: a row that has ended takes no part in later steps. */
export function packByStep(batch: Batch): PackedSteps {
  const { lengths, time } = batch;
  const codes = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  const activeRows: number[] = [];
  let packed = 0;
  for (let step = 0; step < time; step++) {
    let row = 0;
    while (row < batch.size && (lengths[row] ?? 0) > step) {
      codes[packed++] = batch.codes[row * time + step] ?? 0;
      row++;
    }
    activeRows.push(row);
  }
  return { activeRows, codes };
}
