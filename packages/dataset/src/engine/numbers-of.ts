import type { DuckDBDataChunk } from '@duckdb/node-api';

type Numbers = Uint8Array | Uint32Array | Float64Array;

/**
 * A column of a chunk as DuckDB holds it, without a call for each value.
 *
 * @param column of numbers without NULL, whose places hold any number.
 * @returns `[row]`, valid as long as the chunk.
 * @throws TypeError if the column is of another type.
 */
export function numbersOf<Column extends Numbers>(
  chunk: DuckDBDataChunk,
  column: number,
  type: new (length: number) => Column,
): Column {
  const vector = chunk.getColumnVector(column);
  const items: unknown = 'items' in vector ? vector.items : undefined;
  if (items instanceof type) return items;
  throw new TypeError(`column ${column}: expected ${type.name}, got ${vector.type.toString()}`);
}
