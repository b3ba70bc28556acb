import { readJobRecord, writeJobRecord } from '../aws-batch/job-record.ts';
import { feedsPrefix, FeedReader } from '../remote/feed.ts';
import { decodeJsonOrNull, isRecord } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { attemptsOf } from '../task/reuse.ts';
import type { TaskSpec } from '../task/task.ts';

/** The job of AWS Batch that this process is, as its environment says. */
export interface OwnJob {
  readonly id: string;
  readonly queue: string;
  /** How often it has been begun, from 1: AWS Batch begins a job again when its machine was taken away. */
  readonly beginning: number;
}

/**
 * The attempt that a job makes: the one that it has begun before, or the next one.
 *
 * @returns null: the last one failed in a way that another one would as well, which a state machine cannot know
 */
export async function attemptOfJob(
  store: FlowStore,
  task: Omit<TaskSpec, 'attempt'>,
  job: OwnJob,
): Promise<number | null> {
  const attempts = await attemptsOf(store, task);
  for (const attempt of attempts) {
    const record = await readJobRecord(store, { ...task, attempt });
    if (record?.id === job.id) return attempt;
  }
  const last = attempts.at(-1) ?? 0;
  if (last > 0 && (await hasFailedForGood(store, task, last))) return null;
  const attempt = last + 1;
  // Whoever resumes the run finds the job by it
  await writeJobRecord(
    store,
    { ...task, attempt },
    { queue: job.queue, name: '', id: job.id, child: null },
  );
  return attempt;
}

async function hasFailedForGood(
  store: FlowStore,
  task: Omit<TaskSpec, 'attempt'>,
  attempt: number,
): Promise<boolean> {
  const key = `${attemptPrefix(task, attempt)}${ATTEMPT_FILES.error}`;
  if (!(await store.exists(key))) return false;
  const value = decodeJsonOrNull(await store.get(key));
  return isRecord(value) && value['retryable'] === false;
}

/** Makes the log of what the attempt has told in each of its beginnings: no process follows it that could. */
export async function keepLog(
  store: FlowStore,
  task: TaskSpec,
  beginnings: number,
  lastLine: string | null,
): Promise<void> {
  const lines: string[] = [];
  for (let beginning = 1; beginning <= beginnings; beginning += 1) {
    for await (const entry of new FeedReader(store, { ...task, beginning }).read()) {
      if (entry.type === 'line') lines.push(entry.line);
    }
  }
  if (lastLine !== null) lines.push(lastLine);
  const text = lines.map((line) => `${line}\n`).join('');
  const prefix = attemptPrefix(task, task.attempt);
  await store.put(`${prefix}${ATTEMPT_FILES.log}`, Buffer.from(text));
  const keys: string[] = [];
  for await (const key of store.list(feedsPrefix(task))) keys.push(key);
  for (const key of keys) await store.delete(key);
}
