import { nearestName, type ConfigIssue } from '@lf/config';
import { DatasetError } from '../errors.ts';
import { printable } from '../upload/printable.ts';
import { describeAccount, rowsLost } from './account.ts';
import type { ImportAccount } from './account.ts';

/** An import map has wrong keys or values; the message lists all of them. */
export class InvalidImportMapError extends DatasetError {
  override readonly name = 'InvalidImportMapError';
  readonly issues: readonly ConfigIssue[];

  constructor(message: string, issues: readonly ConfigIssue[] = [], options?: ErrorOptions) {
    super('invalid_import_map', message, options);
    this.issues = issues;
  }
}

/** A preset was asked for that there is not. */
export class UnknownPresetError extends DatasetError {
  override readonly name = 'UnknownPresetError';

  constructor(preset: string, known: readonly string[]) {
    const nearest = nearestName(preset, known);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    super(
      'unknown_preset',
      `Choosing a preset: expected one of ${known.join(', ')}, got '${printable(preset)}'.${hint}`,
    );
  }
}

/** The paths to import name no file that can be read as events. */
export class NoInputError extends DatasetError {
  override readonly name = 'NoInputError';

  constructor(message: string, options?: ErrorOptions) {
    super('no_input', message, options);
  }
}

/** Names listed in a message; a file may have thousands of columns. */
const MOST_NAMES = 30;
const LONGEST_NAME = 100;

/** A map names a column that a file has not, or has twice. */
export class UnknownColumnError extends DatasetError {
  override readonly name = 'UnknownColumnError';
  readonly column: string;
  readonly path: string;

  constructor(
    path: string,
    { column, key, columns }: { column: string; key: string; columns: readonly string[] },
  ) {
    const count = columns.filter((each) => each === column).length;
    const nearest = nearestName(column, columns);
    const hint = nearest === undefined ? '' : ` Did you mean '${printable(nearest)}'?`;
    const list = listed(columns);
    super(
      'unknown_column',
      count > 1
        ? `Mapping ${path}: expected one column '${printable(column)}' (${key} of the map), the file has ${count}. Rename one of them.`
        : `Mapping ${path}: expected a column '${printable(column)}' (${key} of the map), the file has ${list}.${hint}`,
    );
    this.column = column;
    this.path = path;
  }
}

/** No map can be proposed for the files: what it needs is in no column. */
export class NoGuessError extends DatasetError {
  override readonly name = 'NoGuessError';

  constructor(
    path: string,
    {
      missing,
      columns,
    }: { readonly missing: readonly string[]; readonly columns: readonly string[] },
  ) {
    super(
      'no_guess',
      `Guessing what the columns of ${path} are: expected columns that say ${missing.join(' and ')}, found none among ${listed(columns)}. Write a map, and give it with --map; or choose a --preset.`,
    );
  }
}

/** Not one row of the files became an event; the account says why. */
export class NothingImportedError extends DatasetError {
  override readonly name = 'NothingImportedError';
  readonly account: ImportAccount;

  constructor(account: ImportAccount) {
    super(
      'nothing_imported',
      `Importing: expected at least one event, but no row became one; nothing was written.\n${describeAccount(account)}\nCorrect the map, or let --guess propose one.`,
    );
    this.account = account;
  }
}

/** More rows were lost than the caller allows; the account says why. */
export class TooManyLostError extends DatasetError {
  override readonly name = 'TooManyLostError';
  readonly account: ImportAccount;

  constructor(account: ImportAccount, maxLostShare: number) {
    const lost = rowsLost(account);
    super(
      'too_many_lost',
      `Importing: expected at most ${maxLostShare * 100} % of the rows to be lost, but ${lost} of ${account.rowsRead} are; nothing was written.\n${describeAccount(account)}\nCorrect the export, or the map: what it drops itself is not counted as lost.`,
    );
    this.account = account;
  }
}

function listed(columns: readonly string[]): string {
  const more = columns.length - MOST_NAMES;
  const names = columns.slice(0, MOST_NAMES).map((name) => printable(name).slice(0, LONGEST_NAME));
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
