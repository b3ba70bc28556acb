import { identifier, literal } from '../engine/sql.ts';
import type { ColumnKind, ColumnSchema } from './table-schema.ts';
import { VECTOR_LENGTH } from './tables.ts';

/** The DuckDB (and Parquet) type of each kind of column. */
export const SQL_TYPES = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  epochMs: 'BIGINT',
  vector: 'FLOAT[]',
  idList: 'VARCHAR[]',
  number: 'DOUBLE',
  count: 'UTINYINT',
} as const satisfies Record<ColumnKind, string>;

/** 2000-01-01 and 2100-01-01 UTC: outside of them no shop's clock was right. */
export const EARLIEST_MS = 946_684_800_000;
export const LATEST_MS = 4_102_444_800_000;

/** Whole numbers only: DuckDB's own cast would round 1.5 and read 0x10 and 1e3. */
const WHOLE_NUMBER: Partial<Record<ColumnKind, string>> = {
  epochMs: '-?[0-9]{1,19}',
  count: '[0-9]{1,3}',
};

/** The typed value of a raw field (VARCHAR), NULL if the field is empty or does not hold the kind. */
export function parsedColumn(column: ColumnSchema): string {
  const raw = identifier(column.name);
  const type = SQL_TYPES[column.kind];
  if (type === 'VARCHAR') return raw;
  const pattern = WHOLE_NUMBER[column.kind];
  const cast = `TRY_CAST(${raw} AS ${type})`;
  return pattern === undefined
    ? cast
    : `CASE WHEN regexp_full_match(${raw}, ${literal(pattern)}) THEN ${cast} END`;
}

/** What a wrong value of each kind should have been. */
export const EXPECTED_VALUES = {
  id: 'expected a non-empty string',
  text: 'expected a string',
  epochMs: 'expected whole milliseconds since 1970',
  vector: `expected a bracketed list of ${VECTOR_LENGTH} finite numbers, such as "[0.1, 0.2, ...]"`,
  idList: 'expected a bracketed list of ids, such as "[a, b]"',
  number: 'expected a finite number',
  count: 'expected a whole number from 0 to 255',
} as const satisfies Record<ColumnKind, string>;
