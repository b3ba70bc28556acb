import type { Expectation } from '../declare/expectation.ts';
import type { Fields } from '../declare/fields.ts';
import { camelCase } from './names.ts';
import type { CamelCase } from './names.ts';

/** What an expectation is about: `suite.table`, `.column(name)`, `.pair(a, b)` or `.columns(...names)`. */
export type Subject = 'table' | 'column' | 'pair' | 'columns';

/**
 * The kwargs that a subject fills in, and how types about it begin: the beginning is left out of
 * the method's name. One row per subject; the first that fits is the one.
 */
export const SUBJECTS = {
  column: { fills: ['column'], begins: ['expect_column_', 'expect_'] },
  pair: { fills: ['column_A', 'column_B'], begins: ['expect_column_pair_', 'expect_'] },
  columns: { fills: ['column_list'], begins: ['expect_multicolumn_', 'expect_'] },
  table: { fills: [], begins: ['expect_table_', 'expect_'] },
} as const satisfies Record<
  Subject,
  { readonly fills: readonly string[]; readonly begins: readonly [string, string] }
>;

/** The subject of an expectation, by its kwargs; what names itself after the table is about the table. */
export type SubjectOf<Type extends string, F extends Fields> = Type extends `expect_table_${string}`
  ? 'table'
  : F extends { readonly column: unknown }
    ? 'column'
    : F extends { readonly column_A: unknown; readonly column_B: unknown }
      ? 'pair'
      : F extends { readonly column_list: unknown }
        ? 'columns'
        : 'table';

type WithoutBeginning<
  Type extends string,
  S extends Subject,
> = Type extends `${(typeof SUBJECTS)[S]['begins'][0]}${infer Rest}`
  ? Rest
  : Type extends `${(typeof SUBJECTS)[S]['begins'][1]}${infer Rest}`
    ? Rest
    : Type;

/** `expect_column_values_to_be_between` of a column as `valuesToBeBetween`. */
export type MethodName<Type extends string, S extends Subject> = CamelCase<
  WithoutBeginning<Type, S>
>;

/** The subject of an expectation, as `SubjectOf` has it. */
export function subjectOf({ type, kwargs }: Expectation): Subject {
  if (type.startsWith('expect_table_')) return 'table';
  const properties = kwargs['properties'] ?? {};
  const order: readonly Subject[] = ['column', 'pair', 'columns'];
  return (
    order.find((subject) =>
      SUBJECTS[subject].fills.every((name) => Object.hasOwn(properties, name)),
    ) ?? 'table'
  );
}

/** The name of the method of a subject, as `MethodName` has it. */
export function methodName(type: string, subject: Subject): string {
  const begins = SUBJECTS[subject].begins.find((each) => type.startsWith(each)) ?? '';
  return camelCase(type.slice(begins.length));
}
