/** Every error that @lf/expectations throws on purpose: `code` is stable, the message says what to do. */
export class ExpectationsError extends Error {
  override readonly name: string = 'ExpectationsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
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
    const lines = problems.map(({ at, message }) => `  ${at < 0 ? '-' : `[${at}]`} ${message}`);
    super(
      'invalid_suite',
      `Cannot run suite "${suiteName}": ${problems.length} problem(s) in it.\n${lines.join('\n')}`,
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
      `The column "${column}" does not exist; the table has: ${columns.join(', ')}.`,
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
      `Cannot read ${source}: ${reason}${gap}${advice}`.trimEnd(),
      options,
    );
    this.source = source;
  }
}

/** A metric has to see all rows at once, and the rows lie in partitions. */
export class UnmergeableMetricError extends ExpectationsError {
  override readonly name = 'UnmergeableMetricError';

  /** `metric`: what was asked for, in SQL. */
  constructor(metric: string) {
    super(
      'unmergeable_metric',
      `Cannot merge ${metric} across partitions exactly: it needs all rows at once. Check it with validate over the union of the partitions.`,
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
      `Cannot merge partition ${at} with the first: the first has ${expected}; this one has ${came}. Give all of them the same columns and types.`,
    );
    this.at = at;
  }
}
