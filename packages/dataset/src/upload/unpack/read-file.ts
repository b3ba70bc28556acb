import { createReadStream } from 'node:fs';
import { meaningOfSystemCode, systemCodeOf } from '../../faults/system-codes.ts';
import type { Source } from '../probe-source.ts';
import { SourceNotFoundError, UnreadableSourceError } from '../source-errors.ts';

/** Large reads keep the main thread idle while DuckDB works. */
export const CHUNK_BYTES = 2 ** 20;

/** What of a source says which file it is: enough to explain why it cannot be read. */
export type SourceFile = Pick<Source, 'path'> & {
  readonly table: Pick<Source['table'], 'name'>;
};

/**
 * The bytes of a file as it is on disk.
 *
 * @param range of bytes, `end` not included; the whole file unless given.
 * @throws SourceNotFoundError, UnreadableSourceError.
 */
export async function* readFileBytes(
  source: SourceFile,
  range?: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  if (range !== undefined && range.end <= range.start) return;
  const file = createReadStream(source.path, {
    highWaterMark: CHUNK_BYTES,
    ...(range === undefined ? {} : { start: range.start, end: range.end - 1 }),
  });
  try {
    for await (const chunk of file) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw fileError(source, error);
  }
}

/** What went wrong with a file itself. */
export function fileError({ table, path }: SourceFile, error: unknown): Error {
  const code = systemCodeOf(error) ?? 'unknown';
  const cause = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new SourceNotFoundError(table.name, path, cause);
  }
  const meaning = meaningOfSystemCode(code) ?? 'the system refuses it';
  const reason = `the file cannot be read: ${meaning} (${code}).`;
  return new UnreadableSourceError(table.name, path, reason, cause);
}
