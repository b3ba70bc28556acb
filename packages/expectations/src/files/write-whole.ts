import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { ownerMark } from './owner.ts';
import { sweep } from './sweep.ts';
import { unwritable } from './unwritable.ts';

const PREFIX = '.lf-part-';

/** Where this process has swept. */
const swept = new Set<string>();

/**
 * Makes a file whole or not at all: `make` writes it under another name beside it; folders that are missing are made. The
 * first write to a folder removes what killed processes left half-written in it. Throws ExpectationsError.
 */
export async function makeWholeFile(
  path: string,
  make: (aside: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  try {
    if (!swept.has(folder)) sweep(folder, PREFIX);
    swept.add(folder);
    // Without the file's own name, which may be as long as a name can be
    const aside = join(folder, `${PREFIX}${ownerMark()}${randomUUID()}`);
    try {
      await make(aside);
      await rename(aside, path);
    } catch (error) {
      // The first error is the one to tell
      await rm(aside, { force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Writes a file whole or not at all, as `makeWholeFile` does. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  await makeWholeFile(path, (aside) => writeFile(aside, content));
}
