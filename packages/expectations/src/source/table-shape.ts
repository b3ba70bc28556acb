import { MissingColumnError } from '../errors.ts';
import { identifier } from '../sql/quote.ts';

/** What a column's values can be compared with, and how. */
export type ColumnKind =
  | 'boolean'
  | 'integer'
  | 'float'
  | 'decimal'
  | 'text'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'mixed'
  | 'other';

/** One column of the table: its name, DuckDB type, kind, and its name quoted for SQL. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly kind: ColumnKind;
  readonly sql: string;
}

/** The columns of a table, without its rows. */
export interface TableShape {
  readonly columns: readonly Column[];
  /** The column called `name`; throws MissingColumnError. */
  column(name: string): Column;
}

const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/\[|^(STRUCT|MAP|UNION|LIST)/, 'other'],
  [/^BOOLEAN$/, 'boolean'],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/, 'integer'],
  [/^BIGNUM$/, 'integer'],
  [/^(FLOAT|DOUBLE)$/, 'float'],
  [/^DECIMAL/, 'decimal'],
  [/^(VARCHAR|ENUM|UUID)/, 'text'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP/, 'timestamp'],
  [/^TIME/, 'time'],
  [/^(VARIANT|JSON)$/, 'mixed'],
];

/** The kind of a DuckDB type. */
export function kindOf(type: string): ColumnKind {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

/** The shape of a table with these columns, in this order. */
export function tableShape(
  columns: readonly { readonly name: string; readonly type: string }[],
): TableShape {
  const known = columns.map(({ name, type }) => ({
    name,
    type,
    kind: kindOf(type),
    sql: identifier(name),
  }));
  const byName = new Map(known.map((column) => [column.name, column]));
  return {
    columns: known,
    column(name) {
      const column = byName.get(name);
      if (column === undefined) throw new MissingColumnError(name, [...byName.keys()]);
      return column;
    },
  };
}
