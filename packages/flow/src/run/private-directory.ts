import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowError } from '../errors.ts';
import { unwritableScratch } from './make-scratch.ts';

/** Where this user's runs work: a name that a resume finds again, so one that others can guess. */
export function ownTemporaryDirectory(): string {
  return join(tmpdir(), `lf-flow-${process.getuid?.() ?? 'user'}`);
}

/** In there: where processes work that do one task and have no parent. */
export function tasksIn(directory: string): string {
  return join(directory, 'tasks');
}

/** In there: where the runs of one store work. */
export function scratchIn(directory: string, storeUrl: string): string {
  return join(directory, createHash('sha256').update(storeUrl).digest('hex').slice(0, 12));
}

/** The same of all stores. */
export async function scratchesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{12}$/.test(name)).map((name) => join(directory, name));
}

/**
 * Makes a directory that only this user may look into, or makes sure that the one that is there is so. In a temporary
 * directory that all may write to, another user could have put a link there, or a directory of theirs.
 *
 * @throws FlowError `unsafe_directory`, `scratch_unwritable`
 */
export async function claimPrivateDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw unwritableScratch(path, error);
  }
  const found = await lstat(path);
  if (isOurs(found)) {
    // Earlier versions left it open to readers.
    if ((found.mode & 0o077) !== 0) await chmod(path, 0o700);
    return;
  }
  throw new FlowError(
    'unsafe_directory',
    `working in ${path}: expected a directory of this user that nobody else may change, found ` +
      `${found.isSymbolicLink() ? 'a link' : found.isDirectory() ? `one of user ${found.uid} with mode ${(found.mode & 0o777).toString(8)}` : 'something else'}; ` +
      'remove it, or set another temporary directory (TMPDIR) or scratchDirectory',
  );
}

/** Whether a directory is there that nobody but this user may change. */
export async function isPrivateDirectory(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found !== null && isOurs(found);
}

function isOurs(found: Stats): boolean {
  const user = process.getuid?.();
  return (
    found.isDirectory() &&
    (user === undefined || (found.uid === user && (found.mode & 0o022) === 0))
  );
}
