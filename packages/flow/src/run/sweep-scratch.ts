import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RUNS_PREFIX } from '../store/layout.ts';
import { ownerOf } from './owned-directory.ts';
import type { World } from './world.ts';

export interface SweepOptions extends Pick<World, 'isAlive'> {
  /** What has not changed for so long is of a run that nobody will resume. */
  readonly maxAgeMs: number;
  readonly nowMs: number;
}

/** Of one step of one run, and of one item of a for-each. */
const ATTEMPT_DEPTH = 3;

/**
 * Removes what killed runs have left in a scratch directory and nobody has resumed since: nothing in it has changed for
 * long, and no attempt in it belongs to a process that may still be there.
 */
export async function sweepScratch(root: string, options: SweepOptions): Promise<void> {
  for (const directory of await findOldScratch(root, options)) {
    await remove(directory);
    await rmdir(dirname(directory)).catch(() => undefined);
  }
}

/** What {@link sweepScratch} would remove: a directory for each run. */
export async function findOldScratch(
  root: string,
  options: SweepOptions,
): Promise<readonly string[]> {
  const found: string[] = [];
  const runs = join(root, RUNS_PREFIX);
  for (const flow of await namesIn(runs)) {
    for (const run of await namesIn(join(runs, flow))) {
      const directory = join(runs, flow, run);
      if ((await isOld(directory, options)) && !(await isOwned(directory, options))) {
        found.push(directory);
      }
    }
  }
  return found;
}

/** Removes directories, each of one process, whose process is gone; of unknown owners, the old ones. */
export async function sweepOwned(parent: string, options: SweepOptions): Promise<void> {
  for (const directory of await findOrphans(parent, options)) await remove(directory);
}

/** What {@link sweepOwned} would remove. */
export async function findOrphans(
  parent: string,
  options: SweepOptions,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await namesIn(parent)) {
    const directory = join(parent, name);
    const owner = await ownerOf(directory);
    const isLeft =
      owner === null ? await isOld(directory, options) : !(await options.isAlive(owner));
    if (isLeft) found.push(directory);
  }
  return found;
}

/** Whether a process that may still be there made one of the attempts in a directory. */
async function isOwned(
  directory: string,
  { isAlive }: Pick<World, 'isAlive'>,
  depth = ATTEMPT_DEPTH,
): Promise<boolean> {
  const owner = await ownerOf(directory);
  if (owner !== null && (await isAlive(owner))) return true;
  if (depth === 0) return false;
  for (const name of await namesIn(directory)) {
    if (await isOwned(join(directory, name), { isAlive }, depth - 1)) {
      return true;
    }
  }
  return false;
}

/** Whether nothing in a directory has changed for long; what cannot be looked at is not old. */
async function isOld(directory: string, { maxAgeMs, nowMs }: SweepOptions): Promise<boolean> {
  try {
    const names = await readdir(directory, { recursive: true });
    for (const path of [directory, ...names.map((name) => join(directory, name))]) {
      if (nowMs - (await lstat(path)).mtimeMs < maxAgeMs) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** What cannot be removed stays: it is no reason to fail. */
async function remove(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true }).catch(() => undefined);
}

/** Names of the directories in a directory; a link is none. */
async function namesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
