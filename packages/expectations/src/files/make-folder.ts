import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unwritable } from './unwritable.ts';

/**
 * Makes a folder with its parents, one by one: Node's own `recursive` never ends where the system makes no folder, such
 * as below /proc. Throws ExpectationsError.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeWithParents(path);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function makeWithParents(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(path) === path) throw error;
    await makeWithParents(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) throw error;
  }
}
