import type { DeletionClaim, ObjectEntry, ObjectStore } from '@lf/dataset';
import { findRun, removeRun, type RunRemoval, type SurveyedRun } from '@lf/flow';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trackingRoot } from '../datastore.ts';
import { bytesBelow } from './bytes-below.ts';
import type { RunChoice } from './choose-runs.ts';
import { kept, type Planned } from './things.ts';

/** Why a run that was to go stayed. */
const STAYED: Readonly<Record<Exclude<RunRemoval, 'removed'>, string>> = {
  locked: 'a process has taken it meanwhile',
  pinned: 'it was pinned meanwhile',
  changed: 'it has gone on meanwhile',
};

/** The runs, and the removal of those that go: with their models, and what was tracked of them on this machine. */
export async function planRuns(
  store: ObjectStore,
  choices: readonly RunChoice[],
  claim: DeletionClaim | null,
): Promise<readonly Planned[]> {
  const sizes = new Map<string, number>();
  for await (const { key, bytes } of store.entries('runs/')) sizes.set(key, bytes);
  const models = new Map<string, ObjectEntry[]>();
  for await (const entry of store.entries('models/')) {
    const runId = entry.key.split('/')[2] ?? '';
    models.set(runId, [...(models.get(runId) ?? []), entry]);
  }
  const planned: Planned[] = [];
  for (const { run, goes, why, breaksLock } of choices) {
    const ownModels = models.get(run.runId) ?? [];
    const tracked = join(trackingRoot(store), run.runId);
    const bytes =
      run.keys.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0) +
      ownModels.reduce((sum, model) => sum + model.bytes, 0) +
      (await bytesBelow(tracked));
    const name = `${run.flow}/${run.runId}`;
    if (!goes) {
      planned.push(kept('run', name, bytes, why));
      continue;
    }
    const remove = async (): Promise<string | null> => {
      const removal = await removeRun(store, run, {
        breakLock: breaksLock,
        isStill: () => isAsSurveyed(store, run),
        mayDelete: async () => claim?.mayDelete(),
        async elsewhere() {
          for (const { key } of ownModels) await store.delete(key);
          await rm(tracked, { recursive: true, force: true });
        },
      });
      if (removal !== 'removed') return STAYED[removal];
      await removeFolders(store, [
        ...run.keys,
        ...ownModels.map(({ key }) => key),
        `runs/${run.flow}/${run.runId}/_lock/owner.json`,
      ]);
      return null;
    };
    planned.push({ kind: 'run', name, bytes, is: 'unneeded', why, remove });
  }
  return planned;
}

async function isAsSurveyed(store: ObjectStore, run: SurveyedRun): Promise<boolean> {
  const { flow, runId, record } = run;
  if (typeof record === 'string') return !(await store.exists(`runs/${flow}/${runId}/run.json`));
  const now = await findRun(store, runId);
  return now.endedAt === record.endedAt && now.tasks.length === record.tasks.length;
}

/** Folders that removed keys leave in a store of files: a run's own, in which nobody else writes. */
async function removeFolders(store: ObjectStore, keys: readonly string[]): Promise<void> {
  if (!store.url.startsWith('file:')) return;
  const root = fileURLToPath(store.url);
  const folders = new Set<string>();
  for (const key of keys) {
    const parts = key.split('/').slice(0, -1);
    // Not `runs/<flow>` and `models/<kind>`: another run may be about to write there
    while (parts.length > 2) {
      folders.add(parts.join('/'));
      parts.pop();
    }
  }
  const deepestFirst = [...folders].sort((a, b) => b.split('/').length - a.split('/').length);
  for (const folder of deepestFirst) {
    // One that is not empty stays
    await rmdir(join(root, ...folder.split('/'))).catch(() => undefined);
  }
}
