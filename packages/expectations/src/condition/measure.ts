import { KwargsValueError } from '../errors.ts';
import type { Expression } from './expression.ts';

/** Operations within operations: far more than people write, far less than the stack and DuckDB bear. */
const MOST_LEVELS = 150;

/** Comparisons joined by `and` and `or`: DuckDB takes four times as long for twice as many. */
const MOST_PARTS = 2000;

/** SQL of one operation, and of a letter in a name or text: the longest are some regular expressions. */
const SQL_PER_NODE = 500;
const SQL_PER_CHARACTER = 200;

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** What lies directly within an expression, lists and arguments opened. */
function within(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  const add = (value: unknown) => {
    if (isExpression(value)) found.push(value);
  };
  for (const value of Object.values<unknown>({ ...expression })) {
    if (Array.isArray(value)) for (const each of value) add(each);
    else add(value);
  }
  if (expression.kind === 'call') {
    for (const each of [...expression.given.plain, ...expression.given.named.values()]) add(each);
  }
  return found;
}

function lettersOf(expression: Expression): number {
  const texts = Object.values<unknown>({ ...expression }).map((value) =>
    typeof value === 'string' ? value.length : 0,
  );
  return texts.reduce((sum, length) => sum + length, 0);
}

/**
 * How long the SQL of a condition may become: what holds itself several times, as `a // 2 // 2` does, grows with a
 * power of its length. Throws KwargsValueError for one that is too deep or has too many parts.
 */
export function mostSqlOf(condition: Expression): number {
  let most = 0;
  let parts = 0;
  // Not by recursion: that is what a deep one would end
  const open: (readonly [Expression, number])[] = [[condition, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [expression, level] = next;
    if (level > MOST_LEVELS) {
      throw new KwargsValueError(
        `A row condition may have at most ${MOST_LEVELS} operations within one another, as a + 1 + 1 has two.`,
      );
    }
    if (expression.kind === 'and' || expression.kind === 'or') parts += expression.parts.length;
    most += SQL_PER_NODE + SQL_PER_CHARACTER * lettersOf(expression);
    for (const inner of within(expression)) open.push([inner, level + 1]);
  }
  if (parts > MOST_PARTS) {
    throw new KwargsValueError(
      `A row condition may join at most ${MOST_PARTS} parts by "and" and "or", came ${parts}: write a list, such as a in [1, 2, 3].`,
    );
  }
  return most;
}
