import { randomUUID } from 'node:crypto';
import { RunLockedError } from '../errors.ts';
import { lockRun } from '../run/lock.ts';
import { isProcessAlive, thisProcess } from '../run/process.ts';
import { pinKey, runPrefix, runRecordKey } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { isLockKey } from './survey-runs.ts';

export interface RemoveRunOptions {
  /** Whether the run is still the one that was to go: called when it is this process's alone. */
  readonly isStill?: () => Promise<boolean>;
  /** Removes what belongs to the run elsewhere: called when its record is gone and the rest of its folder is not. */
  readonly elsewhere?: () => Promise<void>;
  /** Called before each deletion. */
  readonly mayDelete?: () => Promise<void>;
  /** Takes the folder even if a process of another host seems to have it. Default false. */
  readonly breakLock?: boolean;
}

/** Why a run was not removed, or that it was. */
export type RunRemoval = 'removed' | 'locked' | 'pinned' | 'changed';

/**
 * Removes a run that no process has.
 *
 * Its record goes first: from then on there is no such run, for a listing, a resume or a report, and what is left of it
 * is only a folder without a record. Then goes what it has elsewhere, then the folder, so that whoever is killed in
 * between leaves the folder for the next to find; the lock goes last.
 */
export async function removeRun(
  store: FlowStore,
  run: RunAddress,
  options: RemoveRunOptions = {},
): Promise<RunRemoval> {
  const { isStill, elsewhere, mayDelete = () => Promise.resolve() } = options;
  const world = {
    now: () => new Date(),
    uniqueName: randomUUID,
    self: thisProcess,
    isAlive: isProcessAlive,
  };
  let lock;
  try {
    lock = await lockRun(world, store, run, { breakLock: options.breakLock ?? false });
  } catch (error) {
    if (error instanceof RunLockedError) return 'locked';
    throw error;
  }
  try {
    if (await store.exists(pinKey(run))) return 'pinned';
    if (isStill !== undefined && !(await isStill())) return 'changed';
    const remove = async (key: string): Promise<void> => {
      await mayDelete();
      await store.delete(key);
    };
    await remove(runRecordKey(run));
    await elsewhere?.();
    const keys: string[] = [];
    for await (const key of store.list(runPrefix(run))) keys.push(key);
    for (const key of keys) if (!isLockKey(run, key)) await remove(key);
    return 'removed';
  } finally {
    await lock.release();
  }
}
