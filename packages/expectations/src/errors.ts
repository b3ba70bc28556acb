import { cutShort, shownName, shownNames } from './shown.ts';

/** Whatever is quoted in it, a message has an end. */
const MOST_MESSAGE_CHARACTERS = 20_000;

/** So many characters of a path, of several paths, or of another program's words. */
const MOST_QUOTED_CHARACTERS = 1000;

/** So many problems of a suite are written into the message; `problems` has all. */
const MOST_PROBLEMS = 50;

/** Every error that @lf/expectations throws on purpose: `code` is stable, the message says what to do. */
export class ExpectationsError extends Error {
  override readonly name: string = 'ExpectationsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(cutShort(message, MOST_MESSAGE_CHARACTERS), options);
    this.code = code;
  }
}

/** One thing that is wrong with a suite: `at` is its position among the expectations, -1 for the suite itself. */
export interface SuiteProblem {
  readonly at: number;
  readonly type: string;
  readonly message: string;
}

/** A suite cannot be run as it is written; `problems` lists everything that is wrong with it. */
export class InvalidSuiteError extends ExpectationsError {
  override readonly name = 'InvalidSuiteError';
  readonly problems: readonly SuiteProblem[];

  constructor(suiteName: string, problems: readonly SuiteProblem[]) {
    const lines = problems
      .slice(0, MOST_PROBLEMS)
      .map(({ at, message }) => `  ${at < 0 ? '-' : `[${at}]`} ${message}`);
    if (problems.length > MOST_PROBLEMS)
      lines.push(`  and ${problems.length - MOST_PROBLEMS} more`);
    super(
      'invalid_suite',
      `Cannot run suite ${shownName(suiteName)}: ${problems.length} problem(s) in it.\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}

/** An expectation names a column that the table lacks. */
export class MissingColumnError extends ExpectationsError {
  override readonly name = 'MissingColumnError';
  readonly column: string;
  readonly columns: readonly string[];

  constructor(column: string, columns: readonly string[]) {
    super(
      'missing_column',
      `The column ${shownName(column)} does not exist; the table has: ${shownNames(columns)}.`,
    );
    this.column = column;
    this.columns = columns;
  }
}

/** The kwargs are well formed but cannot be applied: to each other, or to the type of the column. */
export class KwargsValueError extends ExpectationsError {
  override readonly name = 'KwargsValueError';

  constructor(message: string) {
    super('invalid_kwargs', message);
  }
}

/** The engine could not measure what an expectation asks for: a value of another type, too large a number. */
export class FailedQueryError extends ExpectationsError {
  override readonly name = 'FailedQueryError';

  constructor(reason: string, options?: ErrorOptions) {
    super('failed_query', reason, options);
  }
}

/** The data cannot be opened: no such file, not Parquet, broken CSV. */
export class UnreadableSourceError extends ExpectationsError {
  override readonly name: string = 'UnreadableSourceError';
  readonly source: string;

  constructor(
    source: string,
    reason: string,
    {
      advice = 'Check the path and that the file is complete.',
      ...options
    }: ErrorOptions & { readonly advice?: string } = {},
  ) {
    const gap = reason.includes('\n') ? '\n' : ' ';
    super(
      'unreadable_source',
      `Cannot read ${cutShort(source, MOST_QUOTED_CHARACTERS)}: ${reason}${gap}${advice}`.trimEnd(),
      options,
    );
    this.source = source;
  }
}

/** A metric has to see all rows at once, and the rows lie in partitions. */
export class UnmergeableMetricError extends ExpectationsError {
  override readonly name = 'UnmergeableMetricError';

  /** `metric`: what was asked for, in SQL, of which the message names the function. */
  constructor(metric: string) {
    const [, name] = /^(\w+)\(/.exec(metric) ?? [];
    super(
      'unmergeable_metric',
      `Cannot merge ${name === undefined ? 'a measurement' : `${cutShort(name)}(...)`} across partitions exactly: it needs all rows at once. Check it with validate over the union of the partitions.`,
    );
  }
}

/** A partition has other columns than the first. */
export class PartitionMismatchError extends ExpectationsError {
  override readonly name = 'PartitionMismatchError';
  /** Which partition, from 0. */
  readonly at: number;

  constructor(at: number, expected: string, came: string) {
    super(
      'partition_mismatch',
      `Cannot merge partition ${at} with the first: the first has ${cutShort(expected, MOST_QUOTED_CHARACTERS)}; this one has ${cutShort(came, MOST_QUOTED_CHARACTERS)}. Give all of them the same columns and types.`,
    );
    this.at = at;
  }
}
