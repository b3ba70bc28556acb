import { DatasetError } from '../errors.ts';

/** An Arrow or Parquet file does not hold the columns of sessions or labelled sequences. */
export class InvalidColumnsError extends DatasetError {
  override readonly name = 'InvalidColumnsError';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      'invalid_columns',
      `Cannot read columns from ${path}: ${reason}. Write the file with the function that belongs to the one reading it.`,
      options,
    );
    this.path = path;
  }
}
