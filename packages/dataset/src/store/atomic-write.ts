import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeDirectory, ownerMark } from '@lf/contract';
import { writingFault } from '../faults/storage-fault.ts';
import { systemCodeOf } from '../faults/system-codes.ts';
import { HIDDEN_PREFIX } from './keys.ts';

/**
 * Lets `write` fill a hidden file beside `path`, then puts it in place at once; on failure nothing stays.
 *
 * The name of the hidden file is random so that two writers of one path never share it, and says whose it is, so that
 * one which a killed process left is swept; it decides no content.
 *
 * @param putInPlace makes the hidden file the one at `path`; a rename unless given
 * @throws StorageError if the system fails, DiskFullError if there is no space left; else what `write` and
 *   `putInPlace` throw.
 */
export async function writeAtomically(
  path: string,
  write: (hiddenPath: string) => Promise<void>,
  putInPlace: (hiddenPath: string, path: string) => Promise<void> = rename,
): Promise<void> {
  const directory = dirname(path);
  const hiddenPath = join(
    directory,
    `${HIDDEN_PREFIX}${ownerMark()}${randomUUID()}-${basename(path).slice(0, 48)}`,
  );
  try {
    // Each directory that a power cut must leave in place
    for (const made of await makeDirectory(directory)) await syncDirectory(dirname(made));
    await write(hiddenPath);
    await sync(hiddenPath);
    await putInPlace(hiddenPath, path);
    await syncDirectory(directory);
  } catch (error) {
    // A disk that fails here too must not hide what happened first.
    await rm(hiddenPath, { force: true }).catch(() => undefined);
    throw writingFault(error, { doing: 'writing a file', path });
  }
}

/** A directory that may be written to and not read, or a disk that syncs none: that must do. */
const UNSYNCABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EINVAL']);

async function syncDirectory(path: string): Promise<void> {
  await sync(path).catch((error: unknown) => {
    if (!UNSYNCABLE.has(systemCodeOf(error) ?? '')) throw error;
  });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
