import { tmpdir } from 'node:os';
import { ExpectationsError, UnreadableSourceError } from '../../errors.ts';
import { BrokenBytesError, TooManyBytesError } from '../unpack/broken-bytes.ts';
import { UnpackLimitError } from './csv-errors.ts';
import { NoColumnsError } from './csv-file.ts';
import { UnclearDialectError } from './find-dialect.ts';

/** The reason that a file has no table, as an error of its source. */
export function unreadableFile(source: string, path: string, error: unknown): unknown {
  const isOurs =
    error instanceof BrokenBytesError ||
    error instanceof UnclearDialectError ||
    error instanceof NoColumnsError;
  if (error instanceof ExpectationsError) return error;
  if (!isOurs) {
    const isFull = /no space|disk|ENOSPC/i.test(String(error));
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    const failed = code === null ? 'its rows cannot be read.' : `it cannot be read (${code}).`;
    const reason = isFull
      ? `there is no room for its rows in the temporary folder ${tmpdir()}.`
      : failed;
    const advice = isFull
      ? 'Set TMPDIR to a folder with more room.'
      : 'Check that it may be read and does not change meanwhile.';
    return new UnreadableSourceError(source, reason, { cause: error, advice });
  }
  const reason = path === source ? error.message : `${path}: ${error.message}`;
  if (error instanceof TooManyBytesError) {
    return new UnpackLimitError(source, reason, error.limitBytes, { cause: error });
  }
  return new UnreadableSourceError(source, reason, { cause: error, advice: '' });
}
