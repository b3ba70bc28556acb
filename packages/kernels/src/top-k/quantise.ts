import { PANEL_ROWS, STATE } from './memory-layout.ts';

/** Below it a value has no precision left to be counted in units; such rows and queries are not. */
const LEAST_VALUE = 1e-30;
const ROW_LEVELS = 127;

/** Levels of a query's 16 bits: so many that no sum of `size` products passes 31 bits. */
function queryLevels(size: number): number {
  return Math.min(32_767, Math.floor(2 ** 31 / (ROW_LEVELS * size)) - 1);
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** The regions that a stored row is written to. */
export interface RowRegions {
  /** `[row, size]` */
  readonly rows: Float32Array;
  /** `[panel, size / 2, row in panel, 2]` */
  readonly packed: Int8Array;
  readonly scales: Float32Array;
  /** How far a row's product can lie from that of its 8 bits, per length of the query. */
  readonly slacks: Float32Array;
}

/**
 * Writes the 8 bits, scale and slack of stored row `row`, whose floats are in `rows`. Loops without a view of the row: all
 * rows are quantised before the first search, and nothing is made for each.
 *
 * @returns whether all of its floats are finite; of others nothing is to be made
 */
export function quantiseRow(row: number, size: number, regions: RowRegions): boolean {
  const { rows, packed } = regions;
  const start = row * size;
  let largest = 0;
  for (let column = 0; column < size; column++) {
    const magnitude = Math.abs(rows[start + column] ?? 0);
    if (magnitude > largest) largest = magnitude;
  }
  const scale = largest < LEAST_VALUE ? 0 : Math.fround(largest / ROW_LEVELS);
  const inverse = scale === 0 ? 0 : 1 / scale;
  const panel = Math.floor(row / PANEL_ROWS) * PANEL_ROWS * size + (row % PANEL_ROWS) * 2;
  let squares = 0;
  let rest = 0;
  for (let column = 0; column < size; column++) {
    const value = rows[start + column] ?? 0;
    // Rounded to -127 ... 127, above zero by way of a whole number
    const bits = ((value * inverse + (ROW_LEVELS + 1.5)) | 0) - (ROW_LEVELS + 1);
    packed[panel + (column >> 1) * PANEL_ROWS * 2 + (column & 1)] = bits;
    const off = value - bits * scale;
    squares += value * value;
    rest += off * off;
  }
  // |f| <= sqrt(D) / 2 units and |q| >= levels units; float32 rounds a sum of D products by at most
  // D * 2^-24 of |x| |q|, and the rest of the comparison by less than 16 * 2^-24.
  const ofQuery = (1.01 * Math.sqrt(size)) / (2 * queryLevels(size));
  const rounding = (size + 16) * 2 ** -23;
  regions.scales[row] = scale;
  regions.slacks[row] =
    Math.sqrt(rest) * (1 + 2 ** -20) + Math.sqrt(squares) * (ofQuery + rounding) + LEAST_VALUE;
  return Number.isFinite(squares);
}

/** Writes the 16 bits and the state of query `query`, whose floats stand in `queries`. */
export function quantiseQuery(
  query: number,
  size: number,
  regions: {
    readonly queries: Float32Array;
    readonly packedQueries: Int16Array;
    readonly states: Float32Array;
  },
): void {
  const values = regions.queries.subarray(query * size, (query + 1) * size);
  const largest = largestOf(values);
  const isTiny = largest < LEAST_VALUE;
  const unit = isTiny ? 1 : Math.fround(largest / queryLevels(size));
  let squares = 0;
  values.forEach((value, column) => {
    regions.packedQueries[query * size + column] = isTiny ? 0 : Math.round(value / unit);
    squares += value * value;
  });
  const state = query * STATE.floats;
  regions.states[state + STATE.unit] = unit;
  // Infinite: every row is worth its float32 product.
  regions.states[state + STATE.norm] = isTiny ? Infinity : Math.sqrt(squares) / unit;
}
