import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  LIST,
  UINTEGER,
  VARCHAR,
  listValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { copyToParquet, fileLiteral, identifier } from '../engine/sql.ts';
import type {
  PredictionColumns,
  PredictionFormat,
  PredictionKind,
  PredictionRows,
  PredictionValue,
} from './prediction-file.ts';

const TYPES = {
  text: VARCHAR,
  count: UINTEGER,
  number: DOUBLE,
  flag: BOOLEAN,
  texts: LIST(VARCHAR),
  numbers: LIST(DOUBLE),
} as const satisfies Record<PredictionKind, DuckDBType>;

/** Rows that are kept in memory before they go to disk. */
const PART_ROWS = 131_072;

/** The rows of a DuckDB vector. */
const CHUNK_ROWS = 2_048;

/** Rows on their way to the file: the latest in memory, those before as Parquet in the engine's directory. */
export class PredictionParts {
  readonly #engine: Engine;
  readonly #columns: PredictionColumns;
  readonly #types: readonly DuckDBType[];
  readonly #paths: string[] = [];
  #rows = 0;

  constructor(engine: Engine, columns: PredictionColumns) {
    this.#engine = engine;
    this.#columns = columns;
    this.#types = Object.values(columns).map((kind) => TYPES[kind]);
  }

  async add(columns: PredictionRows): Promise<void> {
    const rows = columns[0]?.length ?? 0;
    if (rows === 0) return;
    if (this.#rows === 0) await this.#begin();
    await this.#engine.append('gathering predictions', 'predictions', this.#chunksOf(columns));
    this.#rows += rows;
    if (this.#rows >= PART_ROWS) await this.#toDisk();
  }

  /** All rows in their order, as a query. */
  async end(format: PredictionFormat): Promise<string> {
    if (this.#rows > 0 || this.#paths.length === 0) {
      if (this.#rows === 0) await this.#begin();
      await this.#toDisk();
    }
    const shown = Object.entries(this.#columns).map(([name, kind]) =>
      format === 'csv' && (kind === 'texts' || kind === 'numbers')
        ? `to_json(${identifier(name)})::VARCHAR AS ${identifier(name)}`
        : identifier(name),
    );
    const files = this.#paths.map(fileLiteral).join(', ');
    return `SELECT ${shown.join(', ')} FROM read_parquet([${files}])`;
  }

  async #begin(): Promise<void> {
    const declared = Object.entries(this.#columns).map(
      ([name, kind]) => `${identifier(name)} ${TYPES[kind].toString()}`,
    );
    await this.#engine.run(
      'gathering predictions',
      `CREATE OR REPLACE TEMP TABLE predictions (${declared.join(', ')})`,
    );
  }

  async #toDisk(): Promise<void> {
    const path = join(this.#engine.directory, `predictions-${this.#paths.length}.parquet`);
    await this.#engine.run(
      'gathering predictions',
      copyToParquet('SELECT * FROM predictions', path),
    );
    this.#paths.push(path);
    this.#rows = 0;
  }

  *#chunksOf(columns: PredictionRows): Iterable<DuckDBDataChunk> {
    const rows = columns[0]?.length ?? 0;
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const to = Math.min(from + CHUNK_ROWS, rows);
      const chunk = DuckDBDataChunk.create(this.#types, to - from);
      columns.forEach((values, index) => {
        chunk.setColumnValues(index, values.slice(from, to).map(toDuckDb));
      });
      yield chunk;
    }
  }
}

function toDuckDb(value: PredictionValue): DuckDBValue {
  return typeof value === 'object' && value !== null ? listValue(value) : value;
}
