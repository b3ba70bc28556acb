import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '@lf/dataset';
import { endpointStateDirectory } from '../datastore.ts';

/**
 * A path of a stored bundle for an endpoint on this machine, which reads it again after a restart or a rollback: the
 * file itself in a `file:` store; else a copy beside the endpoints' records, since a cache may lose it.
 */
export async function bundleOnDisk(store: ObjectStore, modelKey: string): Promise<string> {
  if (store.url.startsWith('file:')) return store.localPath(modelKey);
  const folder = createHash('sha256').update(store.url).digest('hex').slice(0, 12);
  const path = join(dirname(endpointStateDirectory(store)), 'served', folder, modelKey);
  await store.getFile(modelKey, path);
  return path;
}
