/** What a column holds; the SQL types and the checks follow from it. */
export type ColumnKind =
  /** Any non-empty string. */
  | 'id'
  /** Any string. */
  | 'text'
  /** Milliseconds since 1970-01-01 UTC. */
  | 'epochMs'
  /** A bracketed list of 50 numbers. */
  | 'vector'
  /** A bracketed list of ids. */
  | 'idList'
  /** A number with or without decimals. */
  | 'number'
  /** A whole number from 0 to 255. */
  | 'count';

/** One column of a table as it comes in a CSV file. */
export interface ColumnSchema {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether the field may be empty, which reads as null. */
  readonly nullable: boolean;
  /** The only values allowed, where there are few. */
  readonly values?: readonly string[];
  /** All of the value must match this regular expression (RE2). */
  readonly pattern?: string;
}

/** A table: its columns in the order in which they are stored; a file may have them in any. */
export interface TableSchema {
  readonly name: string;
  readonly columns: readonly ColumnSchema[];
  /** Columns that a file may have besides; those that it has are stored behind the others. */
  readonly optional?: readonly ColumnSchema[];
  /** Whether a file with a header and no rows is an error. */
  readonly mayBeEmpty: boolean;
}

/** The table as a file with these columns has it: of the optional ones, those that the file names. */
export function tableWith(table: TableSchema, names: readonly string[]): TableSchema {
  const { optional = [], ...required } = table;
  const present = optional.filter(({ name }) => names.includes(name));
  return { ...required, columns: [...table.columns, ...present] };
}
