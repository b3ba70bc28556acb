import { UnknownRunError } from '../errors.ts';
import { isLocked } from '../run/lock.ts';
import { isProcessAlive } from '../run/process.ts';
import { readRunRecord } from '../run/record.ts';
import type { RunRecord } from '../run/record.ts';
import { RUNS_PREFIX, runRecordKey } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { nearestTo } from './nearest.ts';

/**
 * Where the records of runs would be, `[runId, key]`, of all flows. A store that tells its folders is not walked file by
 * file; there may then be nothing under a key, where a run has left files but no record.
 */
export async function runRecordKeys(
  store: FlowStore,
): Promise<readonly (readonly [runId: string, key: string])[]> {
  const keys: [string, string][] = [];
  if (store.folders !== undefined) {
    for (const flow of await store.folders(RUNS_PREFIX)) {
      for (const runId of await store.folders(`${RUNS_PREFIX}${flow}/`)) {
        keys.push([runId, runRecordKey({ flow, runId })]);
      }
    }
    return keys;
  }
  for await (const key of store.list(RUNS_PREFIX)) {
    const [, runId] = /^[^/]+\/([^/]+)\/run\.json$/.exec(key.slice(RUNS_PREFIX.length)) ?? [];
    if (runId !== undefined) keys.push([runId, key]);
  }
  return keys;
}

/** The key of the record of the run of this id, of any flow; null: there is none. */
export async function findRecordKey(store: FlowStore, runId: string): Promise<string | null> {
  return recordKeyIn(store, await runRecordKeys(store), runId);
}

async function recordKeyIn(
  store: FlowStore,
  keys: readonly (readonly [runId: string, key: string])[],
  runId: string,
): Promise<string | null> {
  // A run that was refused, as its id was taken, may have left a folder of another flow
  for (const [id, key] of keys) if (id === runId && (await store.exists(key))) return key;
  return null;
}

/**
 * The record of a run of any flow. A run whose process is gone without saying so is `interrupted`.
 *
 * @throws UnknownRunError with the ids that are nearest
 */
export async function findRun(store: FlowStore, runId: string): Promise<RunRecord> {
  return asItStands(store, await findRecord(store, runId));
}

/**
 * The record of a run as it was last written.
 *
 * @throws UnknownRunError
 */
export async function findRecord(store: FlowStore, runId: string): Promise<RunRecord> {
  const keys = await runRecordKeys(store);
  const key = await recordKeyIn(store, keys, runId);
  if (key === null) {
    const others = new Set(keys.map(([id]) => id).filter((id) => id !== runId));
    throw new UnknownRunError(runId, nearestTo(runId, [...others]));
  }
  return readRunRecord(store, key);
}

/** Nobody writes a record after SIGKILL, so `running` holds only while a living process has the run. */
export async function asItStands(store: FlowStore, record: RunRecord): Promise<RunRecord> {
  if (record.status !== 'running') return record;
  if (await isLocked({ isAlive: isProcessAlive }, store, record)) return record;
  return { ...record, status: 'interrupted' };
}
