import { RunLockedError, RunTakenError } from '../errors.ts';
import type { LockHolder } from '../errors.ts';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { lockPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { parseIdentity } from './process.ts';
import type { ProcessIdentity, World } from './world.ts';

type Claim = LockHolder & ProcessIdentity;

export interface RunLock {
  release(): Promise<void>;
  /**
   * Looks whether the run is still this process's.
   *
   * @throws RunTakenError when somebody has broken the lock, as from another machine while this one slept
   */
  requireOwned(): Promise<void>;
}

/** What the taking of a lock needs of the world. */
type LockWorld = Pick<World, 'now' | 'uniqueName' | 'self' | 'isAlive'>;

interface LockOptions {
  readonly breakLock: boolean;
}

/** A claim that is written, and its removal. */
interface OwnClaim {
  readonly key: string;
  remove(): Promise<void>;
}

/**
 * Takes a run for this process, so that no two ever have it. Claims of processes that are gone are removed; those of
 * another host or container, and those that cannot be read, count as alive.
 *
 * Where the store has conditional writes, one object names the owner. Else each process first writes a claim of its
 * own, then looks for others: of two that come at once, at least one sees the other and gives way.
 *
 * @throws RunLockedError when a living process has the run
 */
export async function lockRun(
  world: LockWorld,
  store: FlowStore,
  run: RunAddress,
  options: LockOptions,
): Promise<RunLock> {
  const prefix = lockPrefix(run);
  const token = world.uniqueName();
  const claim = { ...(await world.self()), since: world.now().toISOString(), token };
  const bytes = encodeJson(claim, 'lock');
  const own = hasConditions(store)
    ? await becomeOwner(world, store, run, { ...options, bytes })
    : await claimBeside(store, `${prefix}${token}.json`, bytes);
  for (const [key, other] of await claimsIn(store, prefix)) {
    if (key === own.key) continue;
    if (options.breakLock || !(await mayLive(world, other))) {
      await store.delete(key);
    } else {
      await own.remove();
      throw new RunLockedError(run.runId, other, key);
    }
  }
  return {
    release: () => own.remove(),
    async requireOwned() {
      if (await isThere(store, own.key, bytes)) return;
      const [holder = null] = await claimsOf(store, run);
      throw new RunTakenError(run.runId, holder);
    },
  };
}

/** Whether an object holds these bytes: each claim has a token of its own. */
async function isThere(store: FlowStore, key: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return Buffer.compare(await store.get(key), bytes) === 0;
  } catch (error) {
    if (await store.exists(key)) throw error;
    return false;
  }
}

async function claimBeside(store: FlowStore, key: string, bytes: Uint8Array): Promise<OwnClaim> {
  await store.put(key, bytes);
  return { key, remove: () => store.delete(key) };
}

type ConditionalStore = FlowStore & Required<Pick<FlowStore, 'create' | 'replace' | 'read'>>;

function hasConditions(store: FlowStore): store is ConditionalStore {
  return store.create !== undefined && store.replace !== undefined && store.read !== undefined;
}

/** Owners that come and go in this time: who meets more than these waits for somebody. */
const MOST_TRIES = 20;

async function becomeOwner(
  world: LockWorld,
  store: ConditionalStore,
  run: RunAddress,
  { breakLock, bytes }: LockOptions & { readonly bytes: Uint8Array },
): Promise<OwnClaim> {
  const key = `${lockPrefix(run)}owner.json`;
  const owned = (etag: string): OwnClaim => ({
    key,
    // Not the claim of another process that has broken this lock.
    remove: () => unless('object_conflict', store.delete(key, { etag })),
  });
  let last: LockHolder | null = null;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const created = await unless('object_conflict', store.create(key, bytes));
    if (created !== undefined) return owned(created);
    const found = await unless('object_not_found', store.read(key));
    if (found === undefined) continue;
    const other = parseClaim(found.bytes);
    if (!breakLock && (await mayLive(world, other))) {
      throw new RunLockedError(run.runId, other, key);
    }
    last = other;
    const replaced = await unless('object_conflict', store.replace(key, bytes, found.etag));
    if (replaced !== undefined) return owned(replaced);
  }
  throw new RunLockedError(run.runId, last, key);
}

/** What a call gives; undefined if it is rejected with that code. */
async function unless<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}

/** Whether a process that may still be there has a run. */
export async function isLocked(
  world: Pick<World, 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
): Promise<boolean> {
  for (const [, claim] of await claimsIn(store, lockPrefix(run))) {
    if (await mayLive(world, claim)) return true;
  }
  return false;
}

/** Who may have a run now; null for a claim that cannot be read. Nobody: an empty list. */
export async function holdersOf(
  world: Pick<World, 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
): Promise<readonly (LockHolder | null)[]> {
  const holders: (LockHolder | null)[] = [];
  for (const [, claim] of await claimsIn(store, lockPrefix(run))) {
    if (await mayLive(world, claim)) holders.push(claim);
  }
  return holders;
}

/** Who says to have a run; null for a claim that cannot be read. */
export async function claimsOf(
  store: FlowStore,
  run: RunAddress,
): Promise<readonly (Claim | null)[]> {
  return (await claimsIn(store, lockPrefix(run))).map(([, claim]) => claim);
}

async function mayLive({ isAlive }: Pick<World, 'isAlive'>, claim: Claim | null): Promise<boolean> {
  return claim === null || isAlive(claim);
}

/** By key; null for a claim that cannot be read, such as one of a later version. */
export async function claimsIn(
  store: FlowStore,
  prefix: string,
): Promise<[string, Claim | null][]> {
  const claims: [string, Claim | null][] = [];
  for await (const key of store.list(prefix)) {
    try {
      claims.push([key, parseClaim(await store.get(key))]);
    } catch (error) {
      // Released between the listing and the reading; anything else is a fault of the store.
      if (await store.exists(key)) throw error;
    }
  }
  return claims;
}

function parseClaim(bytes: Uint8Array): Claim | null {
  const value = decodeJsonOrNull(bytes);
  const holder = parseIdentity(value);
  const since = isRecord(value) ? value['since'] : undefined;
  return holder === null || typeof since !== 'string' ? null : { ...holder, since };
}
