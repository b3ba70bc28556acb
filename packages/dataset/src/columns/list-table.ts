import { InvalidColumnsError } from './columns-errors.ts';

/** Numbers at scale: the types that our columns have. */
export type NumberColumn = Uint8Array | Uint32Array | Float64Array;

/** The type of a column in words that Arrow and Parquet share. */
export type NumberType = 'uint8' | 'uint32' | 'float64';

/** The column of lists that a table has, by the type of its values. */
export const LIST_COLUMNS = { uint8: 'actions', uint32: 'items' } as const;

/** What the lists hold: action codes or items. */
export type ListValues = Uint8Array | Uint32Array;

/** A table in memory: one column of lists, `actions` or `items`, and columns of one number a row beside it. */
export interface ListTable<Values extends ListValues = Uint8Array> {
  /** `[row + 1]` */
  readonly offsets: Uint32Array;
  /** `[event]` */
  readonly values: Values;
  /** Column name -> `[row]`, in the order of the file. */
  readonly columns: ReadonlyMap<string, NumberColumn>;
}

/** The columns beside the lists that a file must have. */
export type ListTableSchema = Readonly<Record<string, NumberType>>;

/** The type of a column in memory. */
export function typeOf(column: NumberColumn): NumberType {
  if (column instanceof Uint8Array) return 'uint8';
  return column instanceof Uint32Array ? 'uint32' : 'float64';
}

/** Makes an empty column of a type. */
export function createColumn(type: NumberType, length: number): NumberColumn {
  switch (type) {
    case 'uint8':
      return new Uint8Array(length);
    case 'uint32':
      return new Uint32Array(length);
    case 'float64':
      return new Float64Array(length);
  }
}

/** @throws InvalidColumnsError unless the table has the column with values of the given kind. */
export function takeColumn<Column extends NumberColumn>(
  table: Pick<ListTable, 'columns'>,
  path: string,
  name: string,
  kind: abstract new (...values: never[]) => Column,
): Column {
  const column = table.columns.get(name);
  if (column instanceof kind) return column;
  throw new InvalidColumnsError(path, `expected the column ${name} as ${kind.name}`);
}

/** A table without rows. */
export function emptyTable<Values extends ListValues>(
  schema: ListTableSchema,
  values: Values,
): ListTable<Values> {
  return {
    offsets: new Uint32Array(1),
    values,
    columns: new Map(Object.entries(schema).map(([name, type]) => [name, createColumn(type, 0)])),
  };
}
