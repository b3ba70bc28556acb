import {
  ObjectConflictError,
  raceCreates,
  requireWritable,
  S3Error,
  type ObjectStore,
} from '@lf/dataset';
import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatastore } from '../datastore.ts';
import { SettingsError } from '../errors.ts';
import { checkDatastoreRoot } from '../settings/datastore-root.ts';
import { failed, ok, warning, type Check, type Finding } from './finding.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Whoever asks a doctor waits less long than whoever trains a model. */
const RETRIES = { attempts: 2, firstWaitMs: 200, budgetMs: 5_000 };

/** Of no object. */
const NO_ETAG = '"00000000000000000000000000000000"';

const OTHER_SERVER = 'use AWS S3, or a server that honours conditional writes';

/** Whether the datastore is there, and can do what runs need of it; nothing is written but a key below `_probe/`. */
export const datastoreCheck: Check = {
  name: 'datastore',
  purposes: ['run', 'batch', 'schedule', 'deploy'],
  async find({ datastore: { root, from } }) {
    const where = `${root}, from ${from}`;
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    try {
      const store = openDatastore(root, { retries: RETRIES, onWarning });
      if (!root.startsWith('s3:')) {
        checkDatastoreRoot(store, root);
        return [await folderFinding(store, where)];
      }
      const findings = await probe(store, where);
      return [...findings, ...warnings.map((each) => warning(each, 'timedatectl set-ntp true'))];
    } catch (error) {
      return [explained(error, where)];
    }
  },
};

/** A folder that is not there yet is not made: a doctor changes nothing. */
async function folderFinding(store: ObjectStore, where: string): Promise<Finding> {
  const folder = fileURLToPath(store.url);
  if (existsSync(folder)) {
    await requireWritable(store);
    return ok(`${where}: can be written`);
  }
  let above = dirname(folder);
  while (!existsSync(above)) above = dirname(above);
  return access(above, constants.W_OK).then(
    () => ok(`${where}: is made by the first run`),
    () =>
      failed(
        `${where}: this user may not write to ${above}`,
        `ls -ld ${above}; or set LF_DATASTORE_ROOT`,
      ),
  );
}

async function probe(store: ObjectStore, where: string): Promise<readonly Finding[]> {
  const key = `_probe/${randomUUID()}`;
  const bytes = new TextEncoder().encode(key);
  await store.put(key, bytes);
  const missing = await missingOf(store, key, bytes).finally(() => store.delete(key));
  if (missing !== undefined) return [failed(`${where}: ${missing}`, OTHER_SERVER)];
  const winners = await raceCreates(store);
  return [
    winners === 1
      ? ok(`${where}: lists, writes, reads and deletes; of 8 writers at once 1 won`)
      : failed(
          `${where}: of 8 writers at once ${winners} won, so two machines could own one run`,
          OTHER_SERVER,
        ),
  ];
}

/** What the server does not do of what a run needs, about an object that is there. */
async function missingOf(
  store: ObjectStore,
  key: string,
  bytes: Uint8Array,
): Promise<string | undefined> {
  const keys: string[] = [];
  for await (const each of store.list(key)) keys.push(each);
  if (keys[0] !== key) return 'what was just written is not in the listing';
  const { bytes: found, etag } = await store.read(key);
  if (Buffer.compare(found, bytes) !== 0) return 'other bytes are read than were written';
  await store.replace(key, bytes, etag);
  const isGuarded = await store.replace(key, bytes, NO_ETAG).then(
    () => false,
    (error: unknown) => {
      if (error instanceof ObjectConflictError) return true;
      throw error;
    },
  );
  return isGuarded ? undefined : 'If-Match is ignored, so two machines could own one run';
}

function explained(error: unknown, where: string): Finding {
  if (!(error instanceof Error)) return failed(`${where}: ${String(error)}`);
  if (error instanceof SettingsError) {
    return failed(
      `${where}: expected ${error.problems.map(({ expected }) => expected).join('; ')}`,
    );
  }
  // Its message says what to do
  if (error instanceof S3Error && error.code === 's3_denied') {
    return failed(error.message, `${lfCommand('iam', '--for', 'run')} prints the policy`);
  }
  return failed(error instanceof S3Error ? error.message : `${where}: ${error.message}`);
}
