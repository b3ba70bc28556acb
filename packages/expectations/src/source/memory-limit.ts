import { ExpectationsError } from '../errors.ts';
import { text } from '../sql/quote.ts';
import type { Opened } from './engine.ts';
import { shown } from '../shown.ts';

const SIZE = /^\d+(\.\d+)?\s*[KMGT]i?B$/i;

/**
 * Bounds the memory of our engine by a size such as `512MB`; beyond, it spills to its work folder where it
 * can, and fails where it cannot. Throws ExpectationsError with code invalid_memory_limit.
 */
export async function limitMemory({ connection, isOurs }: Opened, limit: string): Promise<void> {
  const invalid = (message: string) => new ExpectationsError('invalid_memory_limit', message);
  if (!SIZE.test(limit)) {
    throw invalid(`memoryLimit must be a size such as 512MB or 4GiB, came ${shown(limit)}.`);
  }
  if (!isOurs)
    throw invalid('memoryLimit is not for a connection of yours: set memory_limit on it.');
  await connection.run(`SET memory_limit = ${text(limit)}`);
}
