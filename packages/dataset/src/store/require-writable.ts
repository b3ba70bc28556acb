import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory, ownerMark } from '@lf/contract';
import { writingFault } from '../faults/storage-fault.ts';
import { HIDDEN_PREFIX } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Makes sure, before hours of work, that a store of files can be written to; makes its root if need be. A store of
 * another kind says so itself.
 *
 * @throws StorageError
 */
export async function requireWritable({ url }: Pick<ObjectStore, 'url'>): Promise<void> {
  if (!url.startsWith('file:')) return;
  const root = fileURLToPath(url);
  const path = join(root, `${HIDDEN_PREFIX}${ownerMark()}${randomUUID()}-writable`);
  try {
    await makeDirectory(root);
    await writeFile(path, '');
    await rm(path, { force: true });
  } catch (error) {
    throw writingFault(error, { doing: 'writing to the store', path: root });
  }
}
