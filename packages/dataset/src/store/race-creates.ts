import { randomUUID } from 'node:crypto';
import { ObjectConflictError } from '../errors.ts';
import type { ObjectStore } from './object-store.ts';

/** Servers whose check and write are two steps let several of so many through. */
const RACERS = 8;

/**
 * Counts how many of eight writers who create the same object at once are let through: one, or the store is no place
 * for locks. What it wrote is deleted again.
 */
export async function raceCreates(store: ObjectStore): Promise<number> {
  const key = `_probe/${randomUUID()}`;
  try {
    const races = Array.from({ length: RACERS }, (_, racer) =>
      store.create(key, new TextEncoder().encode(String(racer))).then(
        () => 1,
        (error: unknown) => {
          if (error instanceof ObjectConflictError) return 0;
          throw error;
        },
      ),
    );
    // All have ended before the object is deleted: one that is late would leave it.
    await Promise.allSettled(races);
    const wins: number[] = await Promise.all(races);
    return wins.reduce((sum, won) => sum + won, 0);
  } finally {
    await store.delete(key);
  }
}
