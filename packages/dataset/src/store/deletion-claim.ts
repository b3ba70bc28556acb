import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { ownerMark, ownerStateOf } from '@lf/contract';
import { DatasetError, ObjectConflictError, ObjectNotFoundError } from '../errors.ts';
import type { ObjectStore } from './object-store.ts';

/** Who deletes objects that others may be about to name: one process at a time, told in the store itself. */
const DELETION_KEY = '_gc/claim.json';

/** A deleter of another machine that was killed is waited for no longer than this. */
export const DELETION_LEASE_MS = 60_000;

/** Clocks of two machines may differ by so much. */
const CLOCK_MARGIN_MS = 30_000;

/** Another process deletes in a store now. */
export class DeletionUnderWayError extends DatasetError {
  override readonly name = 'DeletionUnderWayError';

  constructor(storeUrl: string, host: string, until: string) {
    super(
      'deletion_under_way',
      `Deleting in ${storeUrl}: expected no other process to do so, but one on ${host} does until ${until} or later. ` +
        'Wait for it; one that was killed is forgotten a minute and a half after it wrote last.',
    );
  }
}

/** The right to delete, held for a lease that is renewed as the work goes on. */
export interface DeletionClaim {
  /**
   * Called before each deletion: renews the lease where little of it is left.
   *
   * @throws DatasetError `deletion_lost` if the lease ran out, as while this machine slept
   */
  mayDelete(): Promise<void>;
  release(): Promise<void>;
}

type Store = Pick<ObjectStore, 'url' | 'create' | 'replace' | 'read' | 'delete'>;

/**
 * Takes the right to delete. From now until it is released, a guarded write (see `guardWrites`) waits, and makes sure
 * afterwards that what it wrote is there: who then looks for what may go, and finds it old, may delete it.
 *
 * @throws DeletionUnderWayError
 */
export async function claimDeletion(store: Store): Promise<DeletionClaim> {
  const token = randomUUID();
  const claimNow = (): Uint8Array => {
    const until = new Date(Date.now() + DELETION_LEASE_MS).toISOString();
    return new TextEncoder().encode(
      `${JSON.stringify({ token, owner: ownerMark(), host: hostname(), until })}\n`,
    );
  };
  const take = async (): Promise<string> => {
    try {
      return await store.create(DELETION_KEY, claimNow());
    } catch (error) {
      if (!(error instanceof ObjectConflictError)) throw error;
    }
    const found = await readClaim(store);
    if (found === null) return store.create(DELETION_KEY, claimNow());
    if (found.isHeld) throw new DeletionUnderWayError(store.url, found.host, found.until);
    return store.replace(DELETION_KEY, claimNow(), found.etag);
  };
  let takenMs = performance.now();
  let etag = await take();
  return {
    async mayDelete() {
      const heldMs = performance.now() - takenMs;
      if (heldMs >= DELETION_LEASE_MS) {
        throw new DatasetError(
          'deletion_lost',
          `Deleting in ${store.url}: the time for it ran out, as while a machine sleeps. What was removed is removed; begin again.`,
        );
      }
      if (heldMs < DELETION_LEASE_MS / 4) return;
      const renewedMs = performance.now();
      etag = await store.replace(DELETION_KEY, claimNow(), etag);
      takenMs = renewedMs;
    },
    async release() {
      await store.delete(DELETION_KEY, { etag }).catch((error: unknown) => {
        // Another's by now: this one was taken for dead.
        if (!(error instanceof ObjectConflictError)) throw error;
      });
    },
  };
}

/** Names the claim of the process that deletes in the store now, or may; null: none does. */
export async function deletionUnderWay(store: Pick<ObjectStore, 'read'>): Promise<string | null> {
  const found = await readClaim(store);
  return found?.isHeld === true ? found.token : null;
}

interface FoundClaim {
  readonly etag: string;
  readonly token: string;
  readonly host: string;
  readonly until: string;
  readonly isHeld: boolean;
}

async function readClaim(store: Pick<ObjectStore, 'read'>): Promise<FoundClaim | null> {
  let found;
  try {
    found = await store.read(DELETION_KEY);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
  const { etag } = found;
  const { token, owner, host, until } = parsed(found.bytes);
  // NaN if it is not a claim: nobody waits for it.
  const endMs = Date.parse(until) + CLOCK_MARGIN_MS;
  const isHeld = ownerStateOf(owner) !== 'gone' && endMs >= Date.now();
  return { etag, token, host, until, isHeld };
}

function parsed(bytes: Uint8Array): Readonly<Record<'token' | 'owner' | 'host' | 'until', string>> {
  const texts = { token: '', owner: '', host: 'an unknown host', until: 'an unknown time' };
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== 'object' || value === null) return texts;
    for (const [name, text] of Object.entries(value)) {
      if (name in texts && typeof text === 'string') Object.assign(texts, { [name]: text });
    }
  } catch {
    // Told as unknown
  }
  return texts;
}
