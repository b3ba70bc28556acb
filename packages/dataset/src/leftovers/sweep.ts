import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers } from '@lf/contract';
import { HIDDEN_PREFIX } from '../store/keys.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** Ends the name of a write of ours: today's, with its owner, or that of an earlier version. */
const WRITE = /^(\d+\.\d+\.[0-9a-f]{8}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/;

/** Removes the unfinished writes that killed processes have left in a store. */
export async function sweepStore(store: Pick<ObjectStore, 'sweep'>): Promise<void> {
  await store.sweep();
}

/** Removes the unfinished writes that killed processes have left in a folder and all below it. */
export async function sweepTree(directory: string): Promise<void> {
  await removeLeftovers(directory, HIDDEN_PREFIX, WRITE);
  // A link is no directory here, so it is not followed.
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await sweepTree(join(directory, entry.name));
  }
}
