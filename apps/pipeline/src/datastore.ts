import {
  guardWrites,
  openStore,
  S3_ENCRYPTIONS,
  type ObjectStore,
  type S3Options,
} from '@lf/dataset';
import type { Environment } from '@lf/deploy';
import { SCRATCH_VARIABLE } from '@lf/flow';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDatastore } from './scratch-datastore.ts';

/**
 * The store that a run writes to, from its root URL; what S3 needs besides comes by the environment, as for the SDK.
 *
 * @param more what of S3 is otherwise here
 */
export function openDatastore(rootUrl: string, more: S3Options = {}): ObjectStore {
  const opened = openStore(rootUrl, { s3: { ...s3OptionsIn(process.env), ...more } });
  // Of a step that is done again: it writes nothing there
  const scratch = process.env[SCRATCH_VARIABLE];
  return guardWrites(scratch === undefined ? opened : scratchDatastore(opened, scratch), {
    isGuarded: (key) => COLLECTED.test(key),
    onWait: () => process.stderr.write('waiting for lf gc, which removes files now\n'),
  });
}

/** What `lf gc` removes by its age though somebody may be writing it anew; and pins, which it looks for. */
const COLLECTED = /^(artifacts|code|datasets)\/|\/pin\.json$/;

/** The settings of S3 in an environment, checked where the settings were read. */
export function s3OptionsIn(environment: Environment): S3Options {
  const {
    LF_S3_KMS_KEY_ID: kmsKeyId,
    LF_S3_CACHE_DIR: cacheDirectory,
    LF_S3_CACHE_MB: cacheMb,
  } = environment;
  const encryption = S3_ENCRYPTIONS.find((each) => each === environment['LF_S3_ENCRYPTION']);
  return {
    ...(encryption !== undefined && { encryption }),
    ...(kmsKeyId && { kmsKeyId }),
    ...(environment['LF_S3_REQUESTER_PAYS'] === '1' && { requesterPays: true }),
    ...(environment['LF_S3_PATH_STYLE'] === '1' && { pathStyle: true }),
    ...(cacheDirectory && { cacheDirectory: resolve(cacheDirectory) }),
    ...(cacheMb && { cacheBytes: Number(cacheMb) * 2 ** 20 }),
  };
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

/** Below what the local tracker keeps runs. */
export function trackingRoot(store: ObjectStore): string {
  const url = new URL(store.url);
  const root = url.protocol === 'file:' ? fileURLToPath(url) : join(homedir(), '.lf');
  return join(root, 'tracking');
}

/** Where the local tracker keeps an attempt of a training. */
export function trackingDirectory(
  store: ObjectStore,
  {
    runId,
    task,
    attempt,
  }: { readonly runId: string; readonly task: string; readonly attempt: number },
): string {
  return join(trackingRoot(store), runId, `${task}-${attempt}`);
}

/** Where an object is, for a person: its path on this machine, or its URL. */
export async function whereIs(store: ObjectStore, key: string): Promise<string> {
  return new URL(store.url).protocol === 'file:'
    ? store.localPath(key)
    : `${store.url.replace(/\/$/, '')}/${key}`;
}
