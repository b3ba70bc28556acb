import { DOUBLE, DuckDBDataChunk, LIST, UINTEGER, UTINYINT, listValue } from '@duckdb/node-api';
import { DuckDBListVector } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { copyToParquet, fileLiteral, identifier } from '../engine/sql.ts';
import { EngineError } from '../errors.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { InvalidColumnsError } from './columns-errors.ts';
import { createColumn, typeOf } from './list-table.ts';
import type { ListTable, ListTableSchema, NumberColumn, NumberType } from './list-table.ts';

const PARQUET_TYPES = {
  uint8: UTINYINT,
  uint32: UINTEGER,
  float64: DOUBLE,
} as const satisfies Record<NumberType, DuckDBType>;

/** The rows of a DuckDB vector. */
const CHUNK_ROWS = 2048;

/** Writes a table as zstd Parquet, for engines that do not read Arrow; row order stays. */
export async function writeParquetFile(
  path: string,
  table: ListTable,
  engineOptions: EngineOptions,
): Promise<void> {
  const columns = [...table.columns];
  await withEngine(engineOptions, { writes: [path] }, async (engine) => {
    const doing = `writing ${path}`;
    const declared = columns.map(
      ([name, column]) => `${identifier(name)} ${PARQUET_TYPES[typeOf(column)].toString()}`,
    );
    await engine.run(
      doing,
      `CREATE TEMP TABLE list_table (${['actions UTINYINT[]', ...declared].join(', ')})`,
    );
    await engine.append(doing, 'list_table', toChunks(table));
    await writeAtomically(path, (hiddenPath) =>
      engine.run(doing, copyToParquet('SELECT * FROM list_table', hiddenPath)),
    );
  });
}

function* toChunks(table: ListTable): Iterable<DuckDBDataChunk> {
  const columns = [...table.columns.values()];
  const types = [LIST(UTINYINT), ...columns.map((column) => PARQUET_TYPES[typeOf(column)])];
  const rowCount = table.offsets.length - 1;
  for (let from = 0; from < rowCount; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, rowCount);
    const chunk = DuckDBDataChunk.create(types, to - from);
    const lists = Array.from({ length: to - from }, (_, index) =>
      listValue(
        Array.from(
          table.values.subarray(table.offsets[from + index], table.offsets[from + index + 1]),
        ),
      ),
    );
    chunk.setColumnValues(0, lists);
    columns.forEach((column, index) => {
      chunk.setColumnValues(index + 1, Array.from(column.subarray(from, to)));
    });
    yield chunk;
  }
}

/**
 * Reads a Parquet file with a column of lists, `actions`, and number columns beside it.
 *
 * @throws InvalidColumnsError if a column is missing or of another kind.
 */
export async function readParquetFile(
  path: string,
  schema: ListTableSchema,
  engineOptions: EngineOptions,
): Promise<ListTable> {
  return withEngine(engineOptions, { reads: [path] }, async (engine) => {
    const file = `read_parquet(${fileLiteral(path)})`;
    const doing = `reading ${path}`;
    const names = Object.entries(schema).map(
      ([name, type]) =>
        `${identifier(name)}::${PARQUET_TYPES[type].toString()} AS ${identifier(name)}`,
    );
    try {
      const [totals] = await engine.rows(
        doing,
        `SELECT count(*) AS rows, coalesce(sum(len(actions)), 0)::BIGINT AS events FROM ${file}`,
      );
      const rowCount = Number(totals?.['rows'] ?? 0);
      const offsets = new Uint32Array(rowCount + 1);
      const actions = new Uint8Array(Number(totals?.['events'] ?? 0));
      const columns = new Map<string, NumberColumn>(
        Object.entries(schema).map(([name, type]) => [name, createColumn(type, rowCount)]),
      );
      let row = 0;
      let end = 0;
      const query = `SELECT ${['actions::UTINYINT[] AS actions', ...names].join(', ')} FROM ${file}`;
      for await (const chunk of engine.chunks(doing, query)) {
        [...columns.values()].forEach((column, index) => {
          const vector = chunk.getColumnVector(index + 1);
          for (let at = 0; at < chunk.rowCount; at++) column[row + at] = Number(vector.getItem(at));
        });
        const lists = chunk.getColumnVector(0);
        if (!(lists instanceof DuckDBListVector))
          throw new InvalidColumnsError(path, 'actions is no list');
        const items = lists.childVector;
        for (let at = 0; at < chunk.rowCount; at++) {
          const from = lists.getEntryOffset(at);
          const length = lists.getEntryLength(at);
          for (let item = from; item < from + length; item++)
            actions[end++] = Number(items.getItem(item));
          offsets[++row] = end;
        }
      }
      return { offsets, values: actions, columns };
    } catch (error) {
      if (error instanceof EngineError)
        throw new InvalidColumnsError(path, error.message, { cause: error });
      throw error;
    }
  });
}
