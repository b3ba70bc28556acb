import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DiskFullError } from '../errors.ts';
import { ownerMark } from '../leftovers/owner-mark.ts';
import { isDiskFull } from './disk-full.ts';
import { HIDDEN_PREFIX } from './keys.ts';

/**
 * Lets `write` fill a hidden file beside `path`, then puts it in place at once; on failure nothing stays.
 *
 * The name of the hidden file is random so that two writers of one path never share it, and says whose it is, so that
 * one which a killed process left is swept; it decides no content.
 *
 * @throws DiskFullError if there is no space left; else what `write` throws.
 */
export async function writeAtomically(
  path: string,
  write: (hiddenPath: string) => Promise<void>,
): Promise<void> {
  const directory = dirname(path);
  const hiddenPath = join(
    directory,
    `${HIDDEN_PREFIX}${ownerMark()}${randomUUID()}-${basename(path).slice(0, 48)}`,
  );
  try {
    await makeDirectory(directory);
    await write(hiddenPath);
    await sync(hiddenPath);
    await rename(hiddenPath, path);
  } catch (error) {
    // A disk that fails here too must not hide what happened first.
    await rm(hiddenPath, { force: true }).catch(() => undefined);
    if (isDiskFull(error)) throw new DiskFullError('writing a file', path, { cause: error });
    throw error;
  }
  await sync(directory);
}

/** Makes a directory with its parents, each of which a power cut leaves in place. */
async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) {
    await sync(dirname(made));
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
