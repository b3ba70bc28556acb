import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HIDDEN_PREFIX } from '../store/keys.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { ownerStateOf } from './owner-mark.ts';

/** Without a known owner a file counts as left once nothing has changed it for so long. */
const A_DAY_MS = 24 * 60 * 60 * 1000;

/** Ends the name of a write of ours: today's, with its owner, or that of an earlier version. */
const WRITE = /^(\d+\.\d+\.[0-9a-f]{8}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/;

/**
 * Removes what processes that were killed have left in one directory: entries whose name begins with `prefix`, of this
 * user, of an owner that is gone (where it cannot be told: a day old). Links are neither followed nor removed.
 */
export async function sweepDirectory(directory: string, prefix: string, rest = /^/): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.startsWith(prefix) || !rest.test(name.slice(prefix.length))) continue;
    const path = join(directory, name);
    // What cannot be removed stays: it is no reason to fail.
    if (await isLeft(path, name.slice(prefix.length)).catch(() => false)) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** Removes the unfinished writes that killed processes have left in a store. */
export async function sweepStore(store: Pick<ObjectStore, 'sweep'>): Promise<void> {
  await store.sweep();
}

/** Removes the unfinished writes that killed processes have left in a folder and all below it. */
export async function sweepTree(directory: string): Promise<void> {
  await sweepDirectory(directory, HIDDEN_PREFIX, WRITE);
  // A link is no directory here, so it is not followed.
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await sweepTree(join(directory, entry.name));
  }
}

async function isLeft(path: string, mark: string): Promise<boolean> {
  const found = await lstat(path);
  const user = process.getuid?.();
  if ((user !== undefined && found.uid !== user) || !(found.isFile() || found.isDirectory())) {
    return false;
  }
  const owner = ownerStateOf(mark);
  if (owner !== 'unknown') return owner === 'gone';
  const isOld = (time: number): boolean => Date.now() - time > A_DAY_MS;
  if (!isOld(found.mtimeMs)) return false;
  if (found.isFile()) return true;
  // A folder's own time says nothing about the files that grow in it.
  for (const name of await readdir(path, { recursive: true })) {
    if (!isOld((await lstat(join(path, name))).mtimeMs)) return false;
  }
  return true;
}
