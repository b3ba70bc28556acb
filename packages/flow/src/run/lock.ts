import { RunLockedError } from '../errors.ts';
import type { LockHolder } from '../errors.ts';
import { decodeJson, encodeJson, isRecord } from '../store/json.ts';
import { lockPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import type { ProcessIdentity, World } from './world.ts';

type Claim = LockHolder & ProcessIdentity;

export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes a run for this process. Each process first writes a claim of its own, then looks for others:
 * of two that come at once, at least one sees the other and gives way, so never both go on. Claims
 * of processes that are gone are removed; those of another host or container count as alive.
 *
 * @throws RunLockedError when a living process has the run
 */
export async function lockRun(
  world: Pick<World, 'now' | 'uniqueName' | 'self' | 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
  options: { readonly breakLock: boolean },
): Promise<RunLock> {
  const prefix = lockPrefix(run);
  const ownKey = `${prefix}${world.uniqueName()}.json`;
  const claim: Claim = {
    ...(await world.self()),
    since: world.now().toISOString(),
  };
  await store.put(ownKey, encodeJson(claim, 'lock'));
  for (const [key, other] of await claimsIn(store, prefix)) {
    if (key === ownKey) continue;
    if (other === null || options.breakLock || !(await world.isAlive(other))) {
      await store.delete(key);
    } else {
      await store.delete(ownKey);
      throw new RunLockedError(run.runId, other);
    }
  }
  return { release: () => store.delete(ownKey) };
}

/** The living process that has a run, or null. */
export async function lockHolderOf(
  { isAlive }: Pick<World, 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
): Promise<LockHolder | null> {
  for (const [, claim] of await claimsIn(store, lockPrefix(run))) {
    if (claim !== null && (await isAlive(claim))) return claim;
  }
  return null;
}

async function claimsIn(store: FlowStore, prefix: string): Promise<[string, Claim | null][]> {
  const claims: [string, Claim | null][] = [];
  for await (const key of store.list(prefix)) {
    try {
      claims.push([key, parseClaim(decodeJson(await store.get(key)))]);
    } catch (error) {
      // Released between the listing and the reading; anything else is a fault of the store.
      if (await store.exists(key)) throw error;
    }
  }
  return claims;
}

function parseClaim(value: unknown): Claim | null {
  if (!isRecord(value)) return null;
  const { pid, host, since, boot, space, bornAt } = value;
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string') return null;
  const textOrNull = (part: unknown): string | null => (typeof part === 'string' ? part : null);
  return {
    ...{ pid, host, since },
    ...{ boot: textOrNull(boot), space: textOrNull(space), bornAt: textOrNull(bornAt) },
  };
}
