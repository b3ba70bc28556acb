import type { ColumnKind, ColumnSchema } from './table-schema.ts';
import type { TABLES, TableName } from './tables.ts';

interface KindType extends Record<ColumnKind, unknown> {
  id: string;
  text: string;
  epochMs: number;
  vector: readonly number[];
  idList: readonly string[];
  number: number;
  count: number;
}

type Value<C extends ColumnSchema> =
  | (C['values'] extends readonly (infer V)[] ? V : KindType[C['kind']])
  | (C['nullable'] extends true ? null : never);

type RowOf<Columns extends readonly ColumnSchema[]> = {
  readonly [C in Columns[number] as C['name']]: Value<C>;
};

/** A row of the table `T` in TypeScript's types, such as `TableRow<'browsing_train'>`. */
export type TableRow<T extends TableName> = RowOf<(typeof TABLES)[T]['columns']> &
  ((typeof TABLES)[T] extends { readonly optional: infer Columns extends readonly ColumnSchema[] }
    ? Partial<RowOf<Columns>>
    : unknown);
