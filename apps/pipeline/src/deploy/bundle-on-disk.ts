import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '@lf/dataset';
import { endpointStateDirectory } from '../datastore.ts';

/**
 * A path of a stored bundle for an endpoint on this machine, which reads it again after a restart or a rollback: the
 * file itself in a `file:` store; else a copy beside the endpoints' records, since a cache may lose it.
 */
export async function bundleOnDisk(store: ObjectStore, modelKey: string): Promise<string> {
  const folder = servedFolder(store);
  if (folder === null) return store.localPath(modelKey);
  const path = join(folder, modelKey);
  await store.getFile(modelKey, path);
  return path;
}

/** Where the copies of a store's bundles are; null: the store is on this machine itself. */
export function servedFolder(store: ObjectStore): string | null {
  if (store.url.startsWith('file:')) return null;
  const folder = createHash('sha256').update(store.url).digest('hex').slice(0, 12);
  return join(dirname(endpointStateDirectory(store)), 'served', folder);
}
