import { UnknownRunError } from '../errors.ts';
import type { RunRecord } from '../run/record.ts';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { pinKey, runRecordKey } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { findRecord } from './find-run.ts';

/** Says that a run stays, however old it gets. */
export interface Pin {
  /** ISO time. */
  readonly since: string;
  /** Why, in the words of who pinned it; null where nothing was said. */
  readonly reason: string | null;
}

/**
 * Lets a run stay until it is unpinned: nothing that removes old runs removes it.
 *
 * @throws UnknownRunError, also if it was removed meanwhile
 */
export async function pinRun(
  store: FlowStore,
  runId: string,
  { reason, now }: { readonly reason: string | null; readonly now: Date },
): Promise<RunRecord> {
  const run = await findRecord(store, runId);
  const pin: Pin = { since: now.toISOString(), reason };
  await store.put(pinKey(run), encodeJson(pin, 'pin'));
  // Who removed it looked for a pin before there was one.
  if (!(await store.exists(runRecordKey(run)))) {
    await store.delete(pinKey(run));
    throw new UnknownRunError(runId, []);
  }
  return run;
}

/**
 * @returns whether it was pinned
 * @throws UnknownRunError
 */
export async function unpinRun(store: FlowStore, runId: string): Promise<boolean> {
  const run = await findRecord(store, runId);
  const wasPinned = await store.exists(pinKey(run));
  await store.delete(pinKey(run));
  return wasPinned;
}

/** Null: it is not pinned. A pin that cannot be read is one. */
export async function findPin(store: FlowStore, run: RunAddress): Promise<Pin | null> {
  const key = pinKey(run);
  if (!(await store.exists(key))) return null;
  const value = decodeJsonOrNull(await store.get(key));
  const { since, reason } = isRecord(value) ? value : {};
  return {
    since: typeof since === 'string' ? since : 'an unknown time',
    reason: typeof reason === 'string' ? reason : null,
  };
}
