/** A wrong value or line: what it is and where it is found. */
export interface RowExample {
  /** The first line in the file, the header being line 1; of a Parquet file the row, from 1. */
  readonly line: number;
  /** What stood there, cut to 120 characters. */
  readonly value: string;
  /** How many rows hold this very value. */
  readonly rows: number;
  /** The first few of their lines. */
  readonly lines: readonly number[];
}

/** Why rows were refused. */
export type RowProblemKind =
  | 'missing_fields'
  | 'too_many_fields'
  | 'broken_quotes'
  | 'bad_utf8'
  | 'nul_byte'
  | 'bare_return'
  | 'byte_order_mark'
  | 'line_too_long'
  | 'empty_value'
  | 'wrong_type'
  | 'unknown_value'
  | 'vector_length'
  | 'absurd_timestamp'
  | 'duplicate_rows'
  | 'ambiguous_prefix';

/** One kind of failure in a file: how often, where, and what to do. */
export interface RowProblem {
  readonly kind: RowProblemKind;
  /** The column at fault, where it is one. */
  readonly column: string | undefined;
  /** Rows with this failure. */
  readonly count: number;
  /** What was expected and what to do. */
  readonly expected: string;
  /** What the numbers of the examples count: lines of a CSV file, rows of a Parquet file. */
  readonly place: 'line' | 'row';
  /** Distinct wrong values in file order, at most `MAX_EXAMPLES`. */
  readonly examples: readonly RowExample[];
}

/** Enough to see a pattern, few enough to read; the count tells the rest. */
export const MAX_EXAMPLES = 20;

/** Where one value is wrong in many rows, a few places are enough. */
export const MAX_LINES = 5;

/** Longer values would bury the message. */
export const MAX_VALUE_LENGTH = 120;

/** Writes a problem as indented lines: kind, count, rule, then the examples. */
export function describeProblem(problem: RowProblem): string {
  const where = problem.column === undefined ? '' : ` in ${problem.column}`;
  const shown = problem.examples.reduce((sum, { rows }) => sum + rows, 0);
  const rest = problem.count - shown;
  return [
    `  ${problem.kind}${where}: ${countRows(problem.count)}; ${problem.expected}`,
    ...problem.examples.map((example) => `    ${describePlaces(example, problem.place)}`),
    ...(rest > 0 ? [`    and ${countRows(rest)} more`] : []),
  ].join('\n');
}

function describePlaces({ line, value, rows, lines }: RowExample, place: string): string {
  if (rows === 1) return `${place} ${line}: ${value}`;
  const more = rows - lines.length;
  return `${place}s ${lines.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${value}`;
}

function countRows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}
