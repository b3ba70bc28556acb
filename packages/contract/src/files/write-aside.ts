import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { TargetUnwritableError } from '../errors.ts';
import { removeLeftovers } from './leftovers.ts';
import { ownerMark } from './owner-mark.ts';

const PREFIX = '.lf-part-';

/** The part of our names after the owner: a UUID. */
const WRITE = /^\d+\.\d+\.[0-9a-f]{8}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Makes a file or folder under a hidden name next to its place and renames it when it is whole. What killed processes
 * left next to it goes first.
 *
 * @param doing what an error begins with, such as 'Unpacking a bundle into'
 * @param make makes it at the hidden path
 * @throws TargetUnwritableError, and what `make` throws
 */
export async function writeAside<Result>(
  doing: string,
  target: string,
  make: (aside: string) => Promise<Result>,
): Promise<Result> {
  const folder = dirname(target);
  await removeLeftovers(folder, PREFIX, WRITE);
  // Without the target's own name, which may be as long as a name can be.
  const aside = join(folder, `${PREFIX}${ownerMark()}${randomUUID()}`);
  try {
    const result = await make(aside);
    await rename(aside, target);
    return result;
  } catch (error) {
    throw unwritable(error, doing, target);
  } finally {
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** An error of the system while something is written as one of ours; any other as it is. */
export function unwritable(error: unknown, doing: string, target: string): unknown {
  const isSystems =
    error instanceof Error && 'syscall' in error && 'code' in error && error.syscall !== 'read';
  return isSystems
    ? new TargetUnwritableError(doing, target, String(error.code), { cause: error })
    : error;
}
