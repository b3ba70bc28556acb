import { LstmInputError } from '../errors.ts';
import type { SequenceBatch } from './sequence-batch.ts';

/**
 * Orders rows so that those that begin alike follow each other: by their codes from the first on, a row
 * before the longer ones that it begins, equal rows in their own order. Rows that come so are only read.
 *
 * @param from the first row
 * @param order `[rows]` at least; its first `rows` values become the rows, counted from `from`
 */
export function orderByPrefix(
  batch: SequenceBatch,
  from: number,
  rows: number,
  order: Uint32Array,
): void {
  const { lengths, time } = batch;
  for (let row = 0; row < rows; row++) {
    const length = lengths[from + row] ?? 0;
    if (length < 0 || length > time) {
      throw new LstmInputError(`lengths[${from + row}]`, `0 to ${time} (time)`, `${length}`);
    }
    order[row] = row;
  }
  for (let row = 1; row < rows; row++) {
    if (compareRows(batch, from + row - 1, from + row) > 0) {
      order.subarray(0, rows).sort((a, b) => compareRows(batch, from + a, from + b) || a - b);
      return;
    }
  }
}

/** How many events two rows have in common from the first on. */
export function sharedEvents(
  { codes, lengths, time }: SequenceBatch,
  a: number,
  b: number,
): number {
  const most = Math.min(lengths[a] ?? 0, lengths[b] ?? 0);
  let shared = 0;
  while (shared < most && codes[a * time + shared] === codes[b * time + shared]) shared++;
  return shared;
}

function compareRows(batch: SequenceBatch, a: number, b: number): number {
  const { codes, lengths, time } = batch;
  const shared = sharedEvents(batch, a, b);
  const lengthA = lengths[a] ?? 0;
  const lengthB = lengths[b] ?? 0;
  if (shared === lengthA || shared === lengthB) return lengthA - lengthB;
  return (codes[a * time + shared] ?? 0) - (codes[b * time + shared] ?? 0);
}
