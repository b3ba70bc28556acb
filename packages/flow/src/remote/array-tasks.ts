import { createHash } from 'node:crypto';
import { CorruptRecordError, FlowError } from '../errors.ts';
import { decodeJsonOrNull, encodeJson } from '../store/json.ts';
import { runPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

/** Step names begin with a letter, so `_array` is no step. */
const FOLDER = '_array/';

/** AWS Batch tells each child of an array job its place by it, from 0. */
const INDEX_VARIABLE = 'AWS_BATCH_JOB_ARRAY_INDEX';

/**
 * Writes which task each child of an array job does, in the order of their indexes.
 *
 * @returns the key, which is given to all of them as their task
 */
export async function putArrayTasks(
  store: FlowStore,
  run: RunAddress,
  taskKeys: readonly string[],
): Promise<string> {
  const bytes = encodeJson(taskKeys, 'tasks');
  const digest = createHash('sha256').update(bytes).digest('hex');
  const key = `${runPrefix(run)}${FOLDER}${digest.slice(0, 16)}.json`;
  await store.put(key, bytes);
  return key;
}

/**
 * The key of the task that this process is for: the one that it was given or, in a child of an array job, the one that
 * the list there has for it.
 *
 * @throws FlowError `no_array_index`, CorruptRecordError
 */
export async function ownTaskKey(store: FlowStore, given: string): Promise<string> {
  if (!given.includes(`/${FOLDER}`)) return given;
  const index = process.env[INDEX_VARIABLE] ?? '';
  const keys = decodeJsonOrNull(await store.get(given));
  if (!Array.isArray(keys)) throw new CorruptRecordError(given, 'the tasks of an array job');
  const key: unknown = /^\d+$/.test(index) ? keys[Number(index)] : undefined;
  if (typeof key === 'string') return key;
  throw new FlowError(
    'no_array_index',
    `doing a task of ${given}: expected ${INDEX_VARIABLE} from 0 to ${keys.length - 1}, got '${index}'; only a child of an array job of AWS Batch can do it`,
  );
}
