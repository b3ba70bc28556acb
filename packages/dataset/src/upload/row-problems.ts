/** Where a rule was broken and by what. */
export interface RowExample {
  /** Line in the file, the header being line 1; a quoted field with line breaks counts as one line. */
  readonly line: number;
  /** What stood there, cut to 120 characters. */
  readonly value: string;
}

/** Why rows were refused. */
export type RowProblemKind =
  | 'missing_fields'
  | 'too_many_fields'
  | 'broken_quotes'
  | 'bad_utf8'
  | 'line_too_long'
  | 'empty_value'
  | 'wrong_type'
  | 'unknown_value'
  | 'vector_length'
  | 'absurd_timestamp'
  | 'duplicate_rows';

/** One kind of failure in a file: how often, where, and what to do. */
export interface RowProblem {
  readonly kind: RowProblemKind;
  /** The column at fault, where it is one. */
  readonly column: string | undefined;
  /** Rows with this failure; a lower bound if `countIsExact` is false. */
  readonly count: number;
  readonly countIsExact: boolean;
  /** What was expected and what to do. */
  readonly expected: string;
  /** The first failures in file order, at most `MAX_EXAMPLES`. */
  readonly examples: readonly RowExample[];
}

/** Enough to see a pattern, few enough to read; the count tells the rest. */
export const MAX_EXAMPLES = 20;

/** Longer values would bury the message. */
export const MAX_VALUE_LENGTH = 120;

/** Writes a problem as indented lines: kind, count, rule, then the examples. */
export function describeProblem(problem: RowProblem): string {
  const where = problem.column === undefined ? '' : ` in ${problem.column}`;
  const count = `${problem.countIsExact ? '' : 'at least '}${problem.count} ${problem.count === 1 ? 'row' : 'rows'}`;
  const rest = problem.count - problem.examples.length;
  return [
    `  ${problem.kind}${where}: ${count}; ${problem.expected}`,
    ...problem.examples.map(({ line, value }) => `    line ${line}: ${value}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ].join('\n');
}
