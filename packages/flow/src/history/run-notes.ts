import { CorruptRecordError, NotesChangedError } from '../errors.ts';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { runPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

/** What people say of a run: `notes.json` in its folder. No flow reads it. */
export interface RunNotes {
  readonly text: string;
}

/** Notes, and the version that they are. */
export interface VersionedNotes extends RunNotes {
  /** Null: nothing was noted. */
  readonly version: string | null;
}

const keyOf = (run: RunAddress): string => `${runPrefix(run)}notes.json`;

/** @throws CorruptRecordError if the file does not hold notes */
export async function readRunNotes(store: FlowStore, run: RunAddress): Promise<VersionedNotes> {
  const found = await readOrNull(store, keyOf(run));
  if (found === null) return { text: '', version: null };
  const value = decodeJsonOrNull(found.bytes);
  if (!isRecord(value) || typeof value['text'] !== 'string') {
    throw new CorruptRecordError(keyOf(run), "a run's notes");
  }
  return { text: value['text'], version: found.etag };
}

/**
 * Writes notes in place of the version that was read: nobody's words are lost to those of another who wrote at the same
 * time. A store without conditional writes takes the last ones.
 *
 * @throws NotesChangedError when they are not that version any more
 */
export async function writeRunNotes(
  store: FlowStore,
  run: RunAddress,
  { text, version }: VersionedNotes,
): Promise<void> {
  const key = keyOf(run);
  const bytes = encodeJson({ text }, 'notes');
  if (store.create === undefined || store.replace === undefined) {
    await store.put(key, bytes);
    return;
  }
  try {
    if (version === null) await store.create(key, bytes);
    else await store.replace(key, bytes, version);
  } catch (cause) {
    if (codeOf(cause) === 'object_conflict') throw new NotesChangedError(run.runId, { cause });
    throw cause;
  }
}

async function readOrNull(
  store: FlowStore,
  key: string,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null> {
  try {
    return (await store.read?.(key)) ?? { bytes: await store.get(key), etag: '' };
  } catch (error) {
    if (codeOf(error) === 'object_not_found' || !(await store.exists(key))) return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
