import { open, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackEndError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { hasCode, reasonOf } from '../reason.ts';

/** A file that only grows, whose length is remembered, so that a part that is sent again is written once. */
export interface AppendedFile {
  readonly length: number;
  /** @throws BackEndError */
  append(bytes: Uint8Array): Promise<void>;
}

/**
 * Opens a file at the length that is known to be whole: what follows was written by a batch that comes again. A file
 * that was taken away begins anew with what comes.
 *
 * @throws BackEndError
 */
export async function openAppendedFile(path: string, knownLength: number): Promise<AppendedFile> {
  let length = knownLength;
  await onDisk(path, async () => {
    makeFolder(dirname(path));
    const size = await sizeOf(path);
    if (size > length) await truncate(path, length);
    length = Math.min(size, length);
  });
  return {
    get length() {
      return length;
    },
    append: async (bytes) => {
      await onDisk(path, () => appendWhole(path, bytes));
      length += bytes.length;
    },
  };
}

/** @throws BackEndError in place of the error of the file system */
export async function onDisk<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new BackEndError(`writing ${path}: ${reasonOf(cause)}`, { isTransient: true, cause });
  }
}

async function appendWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'a');
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done);
      done += bytesWritten;
    }
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
