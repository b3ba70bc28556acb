import type { JobDetail } from '@aws-sdk/client-batch';
import { setTimeout as sleep } from 'node:timers/promises';
import { putArrayTasks } from '../remote/array-tasks.ts';
import { FeedReader, feedsPrefix } from '../remote/feed.ts';
import type { LaunchOptions, Launcher } from '../run/launcher.ts';
import type { AttemptEnd } from '../run/world.ts';
import { attemptPrefix, ATTEMPT_FILES } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { describeError } from '../task/message.ts';
import type { TaskSpec } from '../task/task.ts';
import { openBatchCalls } from './batch-calls.ts';
import type { BatchCalls } from './batch-calls.ts';
import { BatchError } from './batch-errors.ts';
import type { BatchSettings, CodePackage } from './batch-settings.ts';
import { definitionBook, definitionOf } from './job-definition.ts';
import { endOfJob, failure, isOver } from './job-end.ts';
import { gather } from './gather.ts';
import { arrayNameOf, childIdOf, jobNameOf, readJobRecord, writeJobRecord } from './job-record.ts';
import { DEFAULT_PACE, JobWatch } from './job-watch.ts';
import type { WatchPace } from './job-watch.ts';

export interface BatchLauncherOptions extends Pick<
  BatchSettings,
  'queue' | 'images' | 'jobRole' | 'entryArgs' | 'environment'
> {
  /** Called when the first job is submitted, once. */
  readonly code: () => Promise<CodePackage>;
  /** Default 5. */
  readonly beginnings?: number;
  /** Default a day. */
  readonly longestJobS?: number;
  readonly pace?: Partial<WatchPace>;
  /** Attempts of a for-each are one array job if none comes for so long. Default 1000. */
  readonly gatherMs?: number;
}

const DEFAULT_BEGINNINGS = 5;
const DEFAULT_LONGEST_JOB_S = 24 * 60 * 60;

/** Tries of a submit that got no answer. */
const MOST_SUBMITS = 5;
const FIRST_SUBMIT_WAIT_MS = 500;

const DEFAULT_GATHER_MS = 1000;

/** AWS Batch takes no larger array. */
const MOST_CHILDREN = 10_000;

/** Lines of a container that never spoke: enough for an error with its cause. */
const LAST_LINES = 20;

/** Runs steps that need resources as jobs of AWS Batch, one for each attempt. */
export function batchLauncher(options: BatchLauncherOptions): Launcher {
  const settings: BatchSettings = {
    beginnings: DEFAULT_BEGINNINGS,
    longestJobS: DEFAULT_LONGEST_JOB_S,
    ...options,
  };
  const calls = once(openBatchCalls);
  const code = once(options.code);
  const definitions = definitionBook(calls);
  const watch = new JobWatch(calls, { ...DEFAULT_PACE, ...options.pace });

  const launch = async (attempt: LaunchOptions): Promise<AttemptEnd> => {
    const say = (text: string): void => attempt.onLine('stderr', text);
    // One that has ended since the run looked for it has its end to tell
    const found = await findJob(calls, attempt.store, attempt.task, { isOver: true });
    if (found !== null) say(`job ${found} of AWS Batch goes on: followed again`);
    const id = found ?? (await submitted(attempt));
    if (found === null) say(`job ${id} of AWS Batch submitted to ${settings.queue}`);
    return followJob(attempt, id, say);
  };

  /** Submits one attempt as a job, several of one step as an array job. @returns the id of each one's job */
  const submitJobs = async (attempts: readonly LaunchOptions[]): Promise<readonly string[]> => {
    const [{ store, task, step, stop } = missing()] = attempts;
    const definition = definitionOf(step, settings);
    await definitions.arnOf(definition, task);
    const { url, sha256, system, entry } = await code();
    stop.throwIfAborted();
    const { queue } = settings;
    const tasks = attempts.map((attempt) => attempt.task);
    const isArray = tasks.length > 1;
    const name = isArray ? arrayNameOf(store, tasks) : jobNameOf(store, task);
    const note = (id: string | null): Promise<unknown> =>
      Promise.all(
        tasks.map((each, at) =>
          writeJobRecord(store, each, {
            ...{ queue, name, child: isArray ? at : null },
            id: id !== null && isArray ? childIdOf(id, at) : id,
          }),
        ),
      );
    await note(null);
    const keys = tasks.map((each) => `${attemptPrefix(each, each.attempt)}${ATTEMPT_FILES.task}`);
    const taskKey = isArray ? await putArrayTasks(store, task, keys) : (keys[0] ?? '');
    const batch = await calls();
    const job = {
      jobName: name,
      jobQueue: queue,
      parameters: { code: url, sha256, system, entry, task: taskKey },
      tags: { 'lf:flow': task.flow, 'lf:run': task.runId, 'lf:step': task.step },
      ...(isArray && { arrayProperties: { size: tasks.length } }),
    };
    const submit = async (): Promise<string> => {
      const jobDefinition = await definitions.arnOf(definition, task);
      return submitOnce(batch, { ...job, jobDefinition });
    };
    const id = await submit().catch(async (error: unknown) => {
      const mayBeGone =
        error instanceof BatchError &&
        (error.code === 'batch_refused' || error.code === 'batch_queue_not_found');
      const isThere = async (): Promise<boolean> =>
        (await batch.findDefinition(definition.jobDefinitionName ?? '').catch(() => '')) !== null;
      if (!mayBeGone || (await isThere())) throw error;
      // A collection has deregistered it since this launcher found it.
      definitions.forget(definition);
      return submit();
    });
    await note(id);
    return tasks.map((_, at) => (isArray ? childIdOf(id, at) : id));
  };

  const gathered = gather(submitJobs, {
    groupOf: ({ task: { flow, runId, step } }) => `${flow}/${runId}/${step}`,
    compare: (a, b) => (a.task.index ?? 0) - (b.task.index ?? 0),
    quietMs: options.gatherMs ?? DEFAULT_GATHER_MS,
    most: MOST_CHILDREN,
  });
  const submitted = async (attempt: LaunchOptions): Promise<string> => {
    const { task, stop } = attempt;
    const id =
      task.index === null ? (await submitJobs([attempt]))[0] : await gathered(attempt, stop);
    return id ?? missing();
  };

  const followJob = (
    attempt: LaunchOptions,
    id: string,
    say: (text: string) => void,
  ): Promise<AttemptEnd> => {
    const { store, task } = attempt;
    const feedOf = (beginning: number): FeedReader => new FeedReader(store, { ...task, beginning });
    let beginning = 1;
    let feed = feedOf(beginning);
    let told: AttemptEnd | null = null;
    let status = '';
    let isReachable = true;
    let isCancelled = false;
    const drain = async (): Promise<void> => {
      for await (const entry of feed.read()) {
        if (entry.type === 'line') attempt.onLine(entry.stream, entry.line);
        else if (entry.type === 'progress') attempt.onProgress(entry.progress);
        else told = entry.end;
      }
    };
    const look = async (job: JobDetail): Promise<AttemptEnd | null> => {
      const now = job.status ?? '';
      const lost = job.attempts ?? [];
      // The machine of an earlier beginning is gone: what it still said comes before what the next one says.
      while (!isOver(job) && lost.length >= beginning) {
        await drain();
        say(
          `its machine was taken away (${lost[beginning - 1]?.statusReason ?? 'unknown'}); it is begun again`,
        );
        beginning += 1;
        feed = feedOf(beginning);
        told = null;
      }
      if (now !== status) say(`job ${id} ${now}${job.statusReason ? `: ${job.statusReason}` : ''}`);
      status = now;
      await drain();
      if (!isOver(job)) return null;
      const stream = job.container?.logStreamName;
      const isSilent = told === null && !feed.hasSpoken && stream !== undefined;
      const lastLines =
        isSilent && now === 'FAILED'
          ? await (await calls()).lastLines(stream, LAST_LINES).catch(() => [])
          : [];
      for (const line of lastLines) attempt.onLine('stderr', line);
      return endOfJob({ job, told, lastLines, isCancelled });
    };
    return new Promise<AttemptEnd>((resolve) => {
      const cancel = (): void => {
        if (isCancelled) return;
        isCancelled = true;
        const reason = attempt.stop.aborted ? 'the run was stopped' : 'another step has failed';
        say(`job ${id} is ended: ${reason}`);
        void calls()
          .then((batch) => batch.terminate(id, `lf: ${reason}`))
          .then(
            () => watch.hurry(),
            (error: unknown) =>
              end(failure('BatchError', 'task_cancelled', orphaned(id, error), true)),
          );
      };
      const end = (how: AttemptEnd): void => {
        unwatch();
        attempt.stop.removeEventListener('abort', cancel);
        attempt.broken.removeEventListener('abort', cancel);
        if (how.error?.code === 'task_cancelled') say(how.error.message);
        resolve(how);
      };
      // One look after another: parts of the feed must not overtake each other.
      let looked: Promise<void> = Promise.resolve();
      const unwatch = watch.watch(id, (answer) => {
        if (answer === 'unreachable') {
          if (isReachable)
            say('AWS Batch cannot be asked now; the job goes on, and so does the waiting');
          isReachable = false;
          return;
        }
        isReachable = true;
        looked = looked.then(async () => {
          try {
            const how = answer instanceof BatchError ? notFollowed(id, answer) : await look(answer);
            if (how !== null) end(how);
          } catch (error) {
            end(describeError(error));
          }
        });
      });
      attempt.stop.addEventListener('abort', cancel, { once: true });
      attempt.broken.addEventListener('abort', cancel, { once: true });
      if (attempt.stop.aborted || attempt.broken.aborted) cancel();
    });
  };

  return {
    launch: async (attempt) => {
      try {
        return await launch(attempt);
      } catch (error) {
        if (attempt.stop.aborted) {
          return failure('TaskError', 'task_cancelled', 'the run was stopped', true);
        }
        return describeError(error);
      }
    },
    async findUnderWay(store, task) {
      const id = await findJob(calls, store, task);
      if (id === null) return null;
      return {
        cancel: async () =>
          (await calls()).terminate(id, 'lf: the run does the step in another way now'),
      };
    },
    async clean(store, task) {
      const keys: string[] = [];
      for await (const key of store.list(feedsPrefix(task))) keys.push(key);
      for (const key of keys) await store.delete(key);
    },
  };
}

/** The job of an attempt, if nobody has ended it and, unless `isOver`, it goes on. */
async function findJob(
  calls: () => Promise<BatchCalls>,
  store: FlowStore,
  task: TaskSpec,
  mayBe: { readonly isOver?: boolean } = {},
): Promise<string | null> {
  const record = await readJobRecord(store, task);
  if (record === null) return null;
  const batch = await calls();
  // Killed between submit and note: the name tells.
  const { id, child } = record;
  const [made] = id === null ? await batch.findJobs(record.queue, record.name) : [id];
  if (made === undefined) return null;
  const jobs = await batch.describe([
    id === null && child !== null ? childIdOf(made, child) : made,
  ]);
  const [job] = jobs;
  if (job?.jobId === undefined || (isOver(job) && mayBe.isOver !== true)) return null;
  return job.isTerminated === true || job.isCancelled === true ? null : job.jobId;
}

/** Submits a job, so that there is one: a submit without an answer may have made one all the same. */
async function submitOnce(
  batch: BatchCalls,
  job: Parameters<BatchCalls['submit']>[0],
): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await batch.submit(job);
    } catch (error) {
      if (!(error instanceof BatchError) || !error.retryable || tries === MOST_SUBMITS) throw error;
      await sleep(FIRST_SUBMIT_WAIT_MS * 2 ** (tries - 1) * (0.5 + Math.random()));
      const [made] =
        error.code === 'batch_throttled'
          ? []
          : await batch.findJobs(job.jobQueue ?? '', job.jobName ?? '');
      if (made !== undefined) return made;
    }
  }
}

/** @throws TypeError: what calls this has a list that is not empty */
function missing(): never {
  throw new TypeError('submitting jobs of AWS Batch: expected at least one attempt');
}

function orphaned(id: string, error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return `job ${id} could not be ended and costs money until it is: aws batch terminate-job --job-id ${id} --reason stopped (${words})`;
}

/** Tried again, the attempt would be made twice: the job may go on. A resume finds it. */
function notFollowed(id: string, { name, code, message }: BatchError): AttemptEnd {
  const goesOn =
    code === 'batch_job_lost' ? '' : ` The job ${id} goes on; resume the run to follow it again.`;
  return failure(name, code, `${message}${goesOn}`, false);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    if (done === undefined) {
      done = work();
      // What failed once may succeed at the next try.
      done.catch(() => (done = undefined));
    }
    return done;
  };
}
