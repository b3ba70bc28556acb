import { LstmInputError } from '../errors.ts';

/**
 * Orders rows by descending length, equal lengths in their own order, by counting.
 *
 * @param lengths `[batch]`, each at most `time`
 * @param order `[batch]` at least; its first `batch` values become the rows in order
 * @param starts `[time + 2]` at least; working space
 */
export function orderByLength(
  lengths: ArrayLike<number>,
  batch: number,
  time: number,
  order: Uint32Array,
  starts: Uint32Array,
): void {
  starts.fill(0, 0, time + 2);
  for (let row = 0; row < batch; row++) {
    const length = lengths[row] ?? 0;
    if (length < 0 || length > time) {
      throw new LstmInputError(`lengths[${row}]`, `0 to ${time} (time)`, `${length}`);
    }
    // A row of length n stands after all rows of a greater length: slot time - n + 1.
    const slot = time - length + 1;
    starts[slot] = (starts[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot <= time + 1; slot++) {
    starts[slot] = (starts[slot] ?? 0) + (starts[slot - 1] ?? 0);
  }
  for (let row = 0; row < batch; row++) {
    const slot = time - (lengths[row] ?? 0);
    const place = starts[slot] ?? 0;
    order[place] = row;
    starts[slot] = place + 1;
  }
}
