import { ScoreSheet } from '@lf/recommenders/training';
import { grown } from '../grown.ts';
import type { LinearSums } from './linear-sums.ts';

/** The sums of products of any two items, of which most are 0 and not kept. */
export interface GramRows {
  /** What the products of an item with itself add up to. */
  square(item: number): number;
  /**
   * Writes the lower triangle of a part of the matrix.
   *
   * @param items in rising order
   * @param matrix `[row, column]`, rows and columns in the order of `items`
   */
  read(items: Uint32Array, matrix: Float64Array): void;
}

/** A row this many times as long as what is read of it is searched, not walked. */
const LONG_ROW = 12;

export function gramRows(sums: LinearSums, itemCount: number): GramRows {
  const offsets = new Uint32Array(itemCount + 1);
  let columns = new Uint32Array(8 * itemCount);
  let values = new Float32Array(8 * itemCount);
  const sheet = new ScoreSheet(itemCount);
  for (let item = 0; item < itemCount; item++) {
    sums.addProducts(item, sheet);
    const start = offsets[item] ?? 0;
    const end = start + sheet.count;
    if (end > columns.length) {
      columns = grown(columns, new Uint32Array(2 * end));
      values = grown(values, new Float32Array(2 * end));
    }
    columns.set(sheet.touched.subarray(0, sheet.count), start);
    const own = columns.subarray(start, end).sort();
    own.forEach((column, place) => {
      values[start + place] = sheet.scores[column] ?? 0;
    });
    offsets[item + 1] = end;
    sheet.clear();
  }

  /** Where the column of a row is, or where it would be. */
  function search(column: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((columns[middle] ?? 0) < column) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    square(item) {
      const at = search(item, offsets[item] ?? 0, offsets[item + 1] ?? 0);
      return at < (offsets[item + 1] ?? 0) && columns[at] === item ? (values[at] ?? 0) : 0;
    },
    read(items, matrix) {
      const size = items.length;
      for (let row = 0; row < size; row++) {
        const item = items[row] ?? 0;
        const end = offsets[item + 1] ?? 0;
        let at = offsets[item] ?? 0;
        const isLong = end - at > LONG_ROW * (row + 1);
        for (let column = 0; column <= row; column++) {
          const other = items[column] ?? 0;
          if (isLong) at = search(other, at, end);
          else while (at < end && (columns[at] ?? 0) < other) at++;
          matrix[row * size + column] = at < end && columns[at] === other ? (values[at] ?? 0) : 0;
        }
      }
    },
  };
}
