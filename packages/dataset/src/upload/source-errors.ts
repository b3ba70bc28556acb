import { DatasetError } from '../errors.ts';
import { describeProblem } from './row-problems.ts';
import type { RowProblem } from './row-problems.ts';

/** What can become a table. */
const READABLE = 'a CSV file (UTF-8), plain or packed by gzip, Zstandard or zip, or a Parquet file';

/** A source file cannot become a table; subclasses say why. */
export class SourceError extends DatasetError {
  override readonly name: string = 'SourceError';
  readonly table: string;
  readonly path: string;

  constructor(code: string, table: string, path: string, message: string, options?: ErrorOptions) {
    super(code, `${table} (${path}): ${message}`, options);
    this.table = table;
    this.path = path;
  }
}

/** The file of a table is not there. */
export class SourceNotFoundError extends SourceError {
  override readonly name = 'SourceNotFoundError';

  constructor(table: string, path: string, options?: ErrorOptions) {
    super('source_not_found', table, path, 'no such file. Check the path.', options);
  }
}

/** A path is a directory, a socket or something else that is not a regular file. */
export class SourceNotAFileError extends SourceError {
  override readonly name = 'SourceNotAFileError';

  constructor(table: string, path: string, what: string) {
    super(
      'source_not_a_file',
      table,
      path,
      `expected ${READABLE}, found ${what}. Give the path of the file itself.`,
    );
  }
}

/** A file holds no byte, or what is packed in it holds none. */
export class EmptySourceError extends SourceError {
  override readonly name = 'EmptySourceError';

  constructor(table: string, path: string) {
    super('source_empty', table, path, 'the file is empty; expected a header line and rows.');
  }
}

/** A file has a header and no rows. */
export class NoRowsError extends SourceError {
  override readonly name = 'NoRowsError';

  constructor(table: string, path: string) {
    super('no_rows', table, path, 'the file has a header and no rows; at least one row is needed.');
  }
}

/** A packed file, or a Parquet file, is truncated or damaged. */
export class CorruptSourceError extends SourceError {
  override readonly name = 'CorruptSourceError';

  /** @param reason ends the sentence: it is cut short, such as. */
  constructor(table: string, path: string, format: string, reason: string, options?: ErrorOptions) {
    super(
      'source_corrupt',
      table,
      path,
      `the ${format} data cannot be read: ${reason}. Copy or download the file again, or make it anew.`,
      options,
    );
  }
}

/** A packed file holds more than it may: a mistake, or made to fill a disk. */
export class UnpackLimitError extends SourceError {
  override readonly name = 'UnpackLimitError';
  readonly limitBytes: number;

  constructor(table: string, path: string, limitBytes: number) {
    super(
      'unpack_limit',
      table,
      path,
      `the file unpacks to more than ${limitBytes} bytes, which is the limit. If that is no mistake, set maxUnpackedBytes higher, or unpack the file first.`,
    );
    this.limitBytes = limitBytes;
  }
}

/** A file is of a kind that is not read. */
export class SourceFormatError extends SourceError {
  override readonly name = 'SourceFormatError';
  /** Such as 'an xz file'. */
  readonly format: string;

  constructor(table: string, path: string, format: string, advice: string) {
    super('source_format', table, path, `expected ${READABLE}; this is ${format}. ${advice}`);
    this.format = format;
  }
}

/** A file became another one while it was read. */
export class SourceChangedError extends SourceError {
  override readonly name = 'SourceChangedError';

  constructor(table: string, path: string) {
    super(
      'source_changed',
      table,
      path,
      'the file changed while it was read; nothing was stored. Wait until it is written, and upload it again.',
    );
  }
}

/** A file cannot be read in a way that no row explains. */
export class UnreadableSourceError extends SourceError {
  override readonly name = 'UnreadableSourceError';

  constructor(table: string, path: string, reason: string, options?: ErrorOptions) {
    super('source_unreadable', table, path, reason, options);
  }
}

/** The header of a file is not the table's. */
export class ColumnsMismatchError extends SourceError {
  override readonly name = 'ColumnsMismatchError';
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly missing: readonly string[];
  readonly extra: readonly string[];

  constructor(
    table: string,
    path: string,
    columns: {
      readonly expected: readonly string[];
      readonly actual: readonly string[];
      readonly missing: readonly string[];
      readonly extra: readonly string[];
      /** What is wrong and what to do. */
      readonly problem: string;
    },
  ) {
    super('columns_mismatch', table, path, columns.problem);
    this.expected = columns.expected;
    this.actual = columns.actual;
    this.missing = columns.missing;
    this.extra = columns.extra;
  }
}

/** Rows of a file break the table's rules; `problems` holds all kinds of failure with counts and examples. */
export class InvalidRowsError extends SourceError {
  override readonly name = 'InvalidRowsError';
  readonly problems: readonly RowProblem[];

  constructor(
    table: string,
    path: string,
    problems: readonly RowProblem[],
    options?: ErrorOptions,
  ) {
    super(
      'invalid_rows',
      table,
      path,
      [
        'some rows break the rules of the table; nothing was stored.',
        ...problems.map(describeProblem),
      ].join('\n'),
      options,
    );
    this.problems = problems;
  }
}

/** More than one source file of an upload failed; `errors` has one error per file. */
export class InvalidSourcesError extends DatasetError {
  override readonly name = 'InvalidSourcesError';
  readonly errors: readonly DatasetError[];

  constructor(errors: readonly DatasetError[]) {
    super(
      'invalid_sources',
      `${errors.length} source files failed; nothing was stored.\n${errors.map((error) => error.message).join('\n')}`,
    );
    this.errors = errors;
  }
}
