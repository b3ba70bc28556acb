import { openStore, type ObjectStore } from '@lf/dataset';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The store that a run writes to, from its root URL. */
export function openDatastore(rootUrl: string): ObjectStore {
  return openStore(rootUrl);
}

/**
 * Where the records and logs of local endpoints lie: beside a `file:` store, else in the user's home,
 * since an endpoint on this machine is of no use to others who share an `s3:` store.
 */
export function endpointStateDirectory(store: ObjectStore): string {
  const url = new URL(store.url);
  return url.protocol === 'file:'
    ? join(fileURLToPath(url), 'endpoints')
    : join(homedir(), '.lf', 'endpoints');
}

/** Media types of artifacts. */
export const ARROW = 'application/vnd.apache.arrow.file';
export const PARQUET = 'application/vnd.apache.parquet';

/** Where the local tracker keeps an attempt of a training. */
export function trackingDirectory(
  store: ObjectStore,
  {
    runId,
    task,
    attempt,
  }: { readonly runId: string; readonly task: string; readonly attempt: number },
): string {
  const url = new URL(store.url);
  const root = url.protocol === 'file:' ? fileURLToPath(url) : join(homedir(), '.lf');
  return join(root, 'tracking', runId, `${task}-${attempt}`);
}
