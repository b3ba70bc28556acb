import { setTimeout as sleep } from 'node:timers/promises';
import { DatasetError } from '../errors.ts';
import { deletionUnderWay } from './deletion-claim.ts';
import type { ObjectStore } from './object-store.ts';

export interface GuardOptions {
  /** Whether an object may be deleted by others between its writing and the moment when something names it. */
  readonly isGuarded: (key: string) => boolean;
  /** Hears that a write waits for a deletion to end, once for each. */
  readonly onWait?: (key: string) => void;
}

const POLL_MS = 250;

/**
 * A store whose writes of some objects outlast a deletion that is under way.
 *
 * Objects that are named by their content may be written anew while another process, which has found the earlier ones
 * old and unused, deletes them. So a write of such an object looks afterwards whether anybody deletes. If nobody does,
 * whoever begins to later finds the object young. If somebody does, it waits for the end and writes again what is gone.
 */
export function guardWrites(store: ObjectStore, options: GuardOptions): ObjectStore {
  const outlast = async (key: string, writeAgain: () => Promise<void>): Promise<void> => {
    let claim = await deletionUnderWay(store);
    if (claim !== null) options.onWait?.(key);
    while (claim !== null) {
      // Of another that comes after it, what is written already is young
      const seen = claim;
      while (claim === seen) {
        await sleep(POLL_MS);
        claim = await deletionUnderWay(store);
      }
      if (await store.exists(key)) return;
      await writeAgain();
      claim = await deletionUnderWay(store);
    }
  };
  return {
    ...store,
    async put(key, bytes) {
      await store.put(key, bytes);
      if (!options.isGuarded(key)) return;
      await outlast(key, async () => {
        if (bytes instanceof Uint8Array) return store.put(key, bytes);
        throw new DatasetError(
          'deleted_while_written',
          `Writing ${key} to ${store.url}: another process deleted it meanwhile, and a stream cannot be written twice. Try again.`,
        );
      });
    },
    async putFile(key, localPath) {
      await store.putFile(key, localPath);
      if (options.isGuarded(key)) await outlast(key, () => store.putFile(key, localPath));
    },
  };
}
