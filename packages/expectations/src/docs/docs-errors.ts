import { ExpectationsError } from '../errors.ts';

/** A file in which Data Docs remember a suite or a result cannot be read. */
export class UnreadableRecordError extends ExpectationsError {
  override readonly name = 'UnreadableRecordError';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      'unreadable_record',
      `Cannot read ${path}, in which the Data Docs remember earlier results: ${reason} Delete the file to go on without it.`,
      options,
    );
    this.path = path;
  }
}
