import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPrivateDirectory, ownTemporaryDirectory, scratchIn } from '../run/private-directory.ts';
import type { FlowStore } from '../store/store.ts';

/**
 * The log of an attempt that a process of this user and machine still writes: it is put into the store when the attempt
 * ends. Null when there is none, or where `scratchDirectory` was chosen.
 *
 * @param logKey where it will be in the store
 */
export async function readGrowingLog(store: FlowStore, logKey: string): Promise<Buffer | null> {
  const root = ownTemporaryDirectory();
  if (!(await isPrivateDirectory(root))) return null;
  return readFile(join(scratchIn(root, store.url), logKey)).catch(() => null);
}
