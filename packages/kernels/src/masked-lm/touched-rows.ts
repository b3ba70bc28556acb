import { TOUCHED_WORDS } from './memory-layout.ts';

/** Gradients that belong to rows of a table: one a token, one a column of the softmax. */
export interface RowGradients {
  /** `[token]` rows and the addresses of their gradients; empty where the table is no input. */
  readonly tokenRows: Int32Array;
  readonly tokenAddresses: Int32Array;
  /** `[column]` rows, -1 where a column is none; empty without samples or where the table is no output. */
  readonly columnRows: Int32Array;
}

/** Where the lists go. */
export interface TouchedLists {
  /** int32 `[touched + 1, TOUCHED_WORDS]`: rows ascending with the starts of their entries below. */
  readonly touched: Int32Array;
  readonly addresses: Int32Array;
  readonly columns: Int32Array;
}

// A key is row, kind (token before column) and index in one float64, which orders by all three.
const INDEX_SPAN = 2 ** 21;
const ROW_SPAN = 2 * INDEX_SPAN;

/**
 * Lists the touched rows of a table with their gradients, tokens before columns, each in their own order: so
 * their sums never depend on the threads.
 *
 * @returns how many rows are touched
 */
export function listTouchedRows(gradients: RowGradients, lists: TouchedLists): number {
  const { tokenRows, tokenAddresses, columnRows } = gradients;
  const keys = new Float64Array(tokenRows.length + columnRows.length);
  let count = 0;
  tokenRows.forEach((row, index) => (keys[count++] = row * ROW_SPAN + index));
  columnRows.forEach((row, index) => {
    if (row >= 0) keys[count++] = row * ROW_SPAN + INDEX_SPAN + index;
  });
  const sorted = keys.subarray(0, count).sort();
  let touched = 0;
  let tokens = 0;
  let columns = 0;
  let current = -1;
  const begin = (row: number): void => {
    const at = touched * TOUCHED_WORDS;
    lists.touched[at] = row;
    lists.touched[at + 1] = tokens;
    lists.touched[at + 2] = columns;
    touched++;
    current = row;
  };
  for (const key of sorted) {
    const row = Math.floor(key / ROW_SPAN);
    if (row !== current) begin(row);
    const rest = key - row * ROW_SPAN;
    if (rest < INDEX_SPAN) lists.addresses[tokens++] = tokenAddresses[rest] ?? 0;
    else lists.columns[columns++] = rest - INDEX_SPAN;
  }
  begin(-1); // the end of the last row's entries
  return touched - 1;
}
