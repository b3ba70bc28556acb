import type { FlowDefinition } from '../define/step.ts';
import { RunExistsError } from '../errors.ts';
import { findRecordKey } from '../history/find-run.ts';
import { readRunRecord, type RunRecord, type RunStatus, type TaskSummary } from '../run/record.ts';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { attemptPrefix, runRecordKey, type RunAddress, type TaskAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { attemptsOf } from '../task/reuse.ts';
import { readTaskResult } from '../task/task.ts';
import { readSize } from './for-each-items.ts';
import { releaseForMachine, takeForMachine } from './machine-lock.ts';
import type { RunPlan } from './run-plan.ts';

/** What an attempt in a job took. No two jobs write one file: the run's record is made of these at its end. */
export interface AttemptUsage {
  readonly ms: number;
  readonly peakMemoryBytes: number | null;
}

const usageKey = (task: TaskAddress, attempt: number): string =>
  `${attemptPrefix(task, attempt)}usage.json`;

export async function writeUsage(
  store: FlowStore,
  task: TaskAddress & { readonly attempt: number },
  usage: AttemptUsage,
): Promise<void> {
  await store.put(usageKey(task, task.attempt), encodeJson(usage, 'usage'));
}

/**
 * Writes the record that a run begins with. A first job that is begun again finds it.
 *
 * @throws RunExistsError when a run of another making has the id
 */
export async function beginRun(
  store: FlowStore,
  run: RunAddress,
  plan: RunPlan,
  now: Date,
): Promise<void> {
  const key = await findRecordKey(store, run.runId);
  if (key !== null) {
    const isOurs =
      key === runRecordKey(run) && (await readRunRecord(store, key)).status === 'running';
    if (!isOurs) throw new RunExistsError(run.flow, run.runId);
  }
  await takeForMachine(store, run, now);
  if (key !== null) return;
  const record: RunRecord = {
    ...run,
    params: plan.params,
    tags: plan.tags,
    status: 'running',
    createdAt: now.toISOString(),
    endedAt: null,
    tasks: [],
  };
  await store.put(runRecordKey(run), encodeJson(record, 'run'));
}

/** What a run's record says; null: there is none. */
export async function statusOf(store: FlowStore, run: RunAddress): Promise<RunStatus | null> {
  const key = runRecordKey(run);
  return (await store.exists(key)) ? (await readRunRecord(store, key)).status : null;
}

/** Writes how a run ended, with what became of each of its tasks, and gives it back. */
export async function endRun(
  store: FlowStore,
  flow: FlowDefinition,
  run: RunAddress,
  status: 'completed' | 'failed',
  now: Date,
): Promise<void> {
  const key = runRecordKey(run);
  const record = await readRunRecord(store, key);
  const tasks = await summaries(store, flow, run);
  const ended: RunRecord = { ...record, status, endedAt: now.toISOString(), tasks };
  await store.put(key, encodeJson(ended, 'run'));
  await releaseForMachine(store, run);
}

async function summaries(
  store: FlowStore,
  flow: FlowDefinition,
  run: RunAddress,
): Promise<readonly TaskSummary[]> {
  const found: TaskSummary[] = [];
  for (const { name: step, kind } of flow.steps) {
    const size = kind === 'for-each' ? await readSize(store, { ...run, step }) : null;
    const indexes = kind === 'for-each' ? Array.from({ length: size ?? 0 }, (_, at) => at) : [null];
    for (const index of indexes) {
      const summary = await summaryOf(store, { ...run, step, index });
      if (summary !== null) found.push(summary);
    }
  }
  return found;
}

async function summaryOf(store: FlowStore, task: TaskAddress): Promise<TaskSummary | null> {
  const attempts = await attemptsOf(store, task);
  if (attempts.length === 0) return null;
  const { step, index } = task;
  const results = await Promise.all(attempts.map((each) => readTaskResult(store, task, each)));
  const usages = await Promise.all(attempts.map((each) => readUsage(store, task, each)));
  const place = results.findLastIndex((each) => each !== null);
  const [result, attempt] = [results[place], attempts[place]];
  const peaks = usages.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? []);
  return {
    ...{ step, index, status: result ? 'finished' : 'failed' },
    ...(attempt !== undefined && { attempt }),
    attempts: attempts.length,
    ms: usages.reduce((sum, { ms }) => sum + ms, 0),
    peakMemoryBytes: peaks.length === 0 ? null : Math.max(...peaks),
    artifacts: result?.artifacts ?? [],
  };
}

async function readUsage(
  store: FlowStore,
  task: TaskAddress,
  attempt: number,
): Promise<AttemptUsage> {
  const key = usageKey(task, attempt);
  const value = (await store.exists(key)) ? decodeJsonOrNull(await store.get(key)) : null;
  const { ms, peakMemoryBytes } = isRecord(value) ? value : {};
  return {
    ms: typeof ms === 'number' ? ms : 0,
    peakMemoryBytes: typeof peakMemoryBytes === 'number' ? peakMemoryBytes : null,
  };
}
