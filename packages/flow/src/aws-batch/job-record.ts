import { createHash } from 'node:crypto';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { attemptPrefix } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskSpec } from '../task/task.ts';

/**
 * Which job does an attempt: `job.json`. It is written before the submit, without an id, and after it with one, so that
 * whoever resumes the run finds the job again, whenever the process that submitted it was killed.
 */
export interface JobRecord {
  readonly queue: string;
  readonly name: string;
  readonly id: string | null;
  /** Its place in the array job of that name; null: it is a job of its own. */
  readonly child: number | null;
}

const jobKey = (task: TaskSpec): string => `${attemptPrefix(task, task.attempt)}job.json`;

export async function writeJobRecord(
  store: FlowStore,
  task: TaskSpec,
  record: JobRecord,
): Promise<void> {
  await store.put(jobKey(task), encodeJson(record, 'job'));
}

/** Null: there is none that can be read. */
export async function readJobRecord(store: FlowStore, task: TaskSpec): Promise<JobRecord | null> {
  const key = jobKey(task);
  if (!(await store.exists(key))) return null;
  const value = decodeJsonOrNull(await store.get(key));
  if (!isRecord(value)) return null;
  const { queue, name, id, child } = value;
  if (typeof queue !== 'string' || typeof name !== 'string') return null;
  return {
    ...{ queue, name, id: typeof id === 'string' ? id : null },
    child: typeof child === 'number' ? child : null,
  };
}

/** The id of a child of an array job, as AWS Batch makes it. */
export const childIdOf = (id: string, child: number): string => `${id}:${child}`;

/** AWS takes up to 128 letters, digits, `-` and `_`. */
const MOST_NAME_CHARACTERS = 128;

/** A name that no other attempt has, in any store; its first part is for people. */
export function jobNameOf(store: FlowStore, task: TaskSpec): string {
  const { flow, runId, step, index, attempt } = task;
  const words = ['lf', flow, runId, step, ...(index === null ? [] : [index]), attempt];
  return marked(words, `${store.url} ${jobKey(task)}`);
}

/** The same for attempts of one step that are an array job. */
export function arrayNameOf(store: FlowStore, tasks: readonly TaskSpec[]): string {
  const [first] = tasks;
  const words = ['lf', first?.flow ?? '', first?.runId ?? '', first?.step ?? '', 'array'];
  return marked(words, [store.url, ...tasks.map(jobKey)].join(' '));
}

function marked(parts: readonly (string | number)[], unique: string): string {
  const words = parts.join('-');
  const digest = createHash('sha256').update(unique).digest('hex');
  const mark = `-${digest.slice(0, 12)}`;
  return `${words.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, MOST_NAME_CHARACTERS - mark.length)}${mark}`;
}
