import type { TableShape } from '../source/table-shape.ts';
import { conditionSql } from './condition-sql.ts';
import type { Expression, MissingRule } from './expression.ts';
import { parseCondition } from './parse-condition.ts';
import { readConditionObject } from './read-condition-object.ts';

/** Who reads a row condition that is a text, by the names that GX gave them. */
export const CONDITION_PARSERS = [
  'pandas',
  'great_expectations',
  'great_expectations__experimental__',
  'spark',
] as const;

/** A row condition ready for any table. */
export interface RowCondition {
  readonly expression: Expression;
  readonly rule: MissingRule;
}

/**
 * A row condition as a suite has it: a text, or an object of GX 1.8 and later.
 * `parser`: GX's `condition_parser`; Spark's texts follow the rules of SQL for missing values.
 * Throws KwargsValueError.
 */
export function readRowCondition(given: unknown, parser: string | null): RowCondition {
  const rule = parser === 'spark' ? 'sql' : 'pandas';
  if (typeof given !== 'string') return { expression: readConditionObject(given), rule };
  return { expression: parseCondition(given), rule };
}

/** SQL of a row condition; throws KwargsValueError, or MissingColumnError where a column is not there. */
export function rowConditionSql({ expression, rule }: RowCondition, table: TableShape): string {
  return conditionSql(expression, table, rule);
}
