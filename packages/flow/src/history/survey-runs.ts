import { CorruptRecordError } from '../errors.ts';
import type { LockHolder } from '../errors.ts';
import { holdersOf } from '../run/lock.ts';
import { isProcessAlive } from '../run/process.ts';
import { readRunRecord } from '../run/record.ts';
import type { RunRecord } from '../run/record.ts';
import { artifactsIn } from '../store/artifact.ts';
import { decodeJson } from '../store/json.ts';
import { lockPrefix, pinKey, runRecordKey, RUNS_PREFIX } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { isResultKey } from '../task/task.ts';
import { findPin } from './pins.ts';
import type { Pin } from './pins.ts';

/** A process that may have a run now. Null: its claim cannot be read. */
export type RunHolder = LockHolder | null;

/** The folder of a run as it is in the store, whole or not. */
export interface SurveyedRun extends RunAddress {
  /** `none`: it begins just now, or was removed but for what is left. */
  readonly record: RunRecord | 'none' | 'damaged';
  readonly holders: readonly RunHolder[];
  readonly pin: Pin | null;
  /** All that is in its folder. */
  readonly keys: readonly string[];
  /** Keys of the objects that its results name. Null: one of them cannot be read. */
  readonly needs: ReadonlySet<string> | null;
}

/**
 * Surveys all runs, so that a caller can decide what may be removed.
 *
 * Who has a run is asked first, all else is listed after: a process that is not found to have one has written before
 * that listing all that it writes, and one that comes later comes after it too.
 */
export async function surveyRuns(store: FlowStore): Promise<readonly SurveyedRun[]> {
  const holders = new Map<string, readonly RunHolder[]>();
  for (const [folder, run] of foldersOf(await keysOf(store))) {
    const found = await holdersOf({ isAlive: isProcessAlive }, store, run.address);
    if (found.length > 0) holders.set(folder, found);
  }
  const runs: SurveyedRun[] = [];
  for (const [folder, { address, keys }] of foldersOf(await keysOf(store))) {
    runs.push({
      ...address,
      keys,
      holders: holders.get(folder) ?? [],
      record: keys.includes(runRecordKey(address)) ? await recordOf(store, address) : 'none',
      pin: keys.includes(pinKey(address)) ? await findPin(store, address) : null,
      needs: await needsOf(store, keys.filter(isResultKey)),
    });
  }
  return runs;
}

async function keysOf(store: FlowStore): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of store.list(RUNS_PREFIX)) keys.push(key);
  return keys;
}

interface Folder {
  readonly address: RunAddress;
  readonly keys: string[];
}

function foldersOf(keys: readonly string[]): ReadonlyMap<string, Folder> {
  const folders = new Map<string, Folder>();
  for (const key of keys) {
    const [flow = '', runId = '', ...rest] = key.slice(RUNS_PREFIX.length).split('/');
    if (rest.length === 0) continue;
    const name = `${flow}/${runId}`;
    const folder = folders.get(name) ?? { address: { flow, runId }, keys: [] };
    folder.keys.push(key);
    folders.set(name, folder);
  }
  return folders;
}

async function recordOf(store: FlowStore, run: RunAddress): Promise<SurveyedRun['record']> {
  try {
    return await readRunRecord(store, runRecordKey(run));
  } catch (error) {
    if (error instanceof CorruptRecordError) return 'damaged';
    // Removed between the listing and the reading.
    if (!(await store.exists(runRecordKey(run)))) return 'none';
    throw error;
  }
}

/** Of all that is in the files, also where a later version wrote it in another form. */
async function needsOf(
  store: FlowStore,
  resultKeys: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const needs = new Set<string>();
  for (const key of resultKeys) {
    if (!(await store.exists(key))) continue;
    try {
      for (const { uri } of artifactsIn(decodeJson(await store.get(key)))) needs.add(uri);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }
  return needs;
}

/** Whether a key is of a run's lock. */
export const isLockKey = (run: RunAddress, key: string): boolean => key.startsWith(lockPrefix(run));
