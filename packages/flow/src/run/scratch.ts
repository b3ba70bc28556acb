import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ATTEMPT_FILES, attemptPrefix, runPrefix } from '../store/layout.ts';
import type { RunAddress, TaskAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { makeScratch } from './make-scratch.ts';
import { writeOwner } from './owned-directory.ts';
import type { ProcessIdentity } from './world.ts';

/**
 * Where attempts work and where their logs grow until they are put into the store: outside the
 * store, in the same folders as there, so that after a crash a resumed run still finds the logs.
 */
export interface AttemptScratch {
  readonly workDir: string;
  readonly logPath: string;
  /** Puts the log into the store and removes the directory. */
  close(): Promise<void>;
}

export async function openAttemptScratch(
  store: FlowStore,
  root: string,
  task: TaskAddress & { readonly attempt: number },
  owner: ProcessIdentity,
): Promise<AttemptScratch> {
  const prefix = attemptPrefix(task, task.attempt);
  const directory = join(root, prefix);
  const workDir = join(directory, 'work');
  const logPath = join(directory, ATTEMPT_FILES.log);
  await makeScratch(workDir);
  await writeOwner(directory, owner);
  return {
    workDir,
    logPath,
    close: async () => {
      await store.putFile(`${prefix}${ATTEMPT_FILES.log}`, logPath);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Saves the logs that a killed process left, and removes what else it left. */
export async function salvageScratch(
  store: FlowStore,
  root: string,
  run: RunAddress,
): Promise<void> {
  const prefix = runPrefix(run);
  const directory = join(root, prefix);
  for (const path of await filesUnder(directory)) {
    const isLog = /^[^/]+\/(\d+\/)?\d+\/log\.txt$/.test(path);
    if (isLog) await store.putFile(`${prefix}${path}`, join(directory, path));
  }
  await rm(directory, { recursive: true, force: true });
}

/** Relative paths, '/'-separated; none when there is no such directory. */
async function filesUnder(directory: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(directory, below), { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(directory, path) : [path];
    }),
  );
  return nested.flat();
}
