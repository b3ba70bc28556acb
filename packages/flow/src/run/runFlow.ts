import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow, OutputsOf } from '../define/flow.ts';
import { checkGraph } from '../define/lint.ts';
import type { FlowDefinition } from '../define/step.ts';
import { FlowError, RunExistsError, RunFailedError, RunInterruptedError } from '../errors.ts';
import { findRun } from '../history/findRun.ts';
import type { JsonRecord } from '../store/json.ts';
import { runRecordKey } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskCommand } from './command.ts';
import type { RunEvent } from './events.ts';
import { execute } from './execution.ts';
import { lockRun } from './lock.ts';
import { writeRunRecord } from './record.ts';
import type { RunRecord, TaskSummary } from './record.ts';
import { salvageScratch } from './scratch.ts';
import { stopOnSignals } from './signals.ts';

/** How a run is done: the same for a new run and for a resumed one. */
export interface ExecutionOptions {
  readonly store: FlowStore;
  /** Starts the entry program for a task; see `taskCommand`. */
  readonly command: TaskCommand;
  /** Tasks at a time. Default 4. */
  readonly maxWorkers?: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting it stops the run like Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Whether SIGINT, SIGTERM and SIGHUP stop the run in order. Default true. */
  readonly handleSignals?: boolean;
  /** Between SIGTERM and SIGKILL of a task that is stopped. Default 5000. */
  readonly graceMs?: number;
  /** For the work directories and the growing logs. Default: a folder of the system's temporary one. */
  readonly scratchDirectory?: string;
  readonly now?: () => Date;
}

export interface RunOptions<Params> extends ExecutionOptions {
  readonly params: Params;
  readonly tags?: readonly string[];
  /** Default: made of the time and a random part. */
  readonly runId?: string;
}

export interface ResumeOptions<Params> extends ExecutionOptions {
  /** Parameters to change. Tasks that read a changed one are redone. */
  readonly params?: Partial<Params>;
  /** Takes the run even if another host's process seems to work on it. */
  readonly breakLock?: boolean;
}

/** A completed run: what to print at its end. */
export interface RunSummary<Steps extends object> {
  readonly flow: string;
  readonly runId: string;
  /** Of this execution. */
  readonly ms: number;
  /** In the order in which they ended. */
  readonly tasks: readonly TaskSummary[];
  /** Outputs by step; of a for-each, a list in item order. */
  readonly outputs: OutputsOf<Steps, keyof Steps>;
}

/**
 * Starts a new run of a flow and does it to its end, one process for each task.
 *
 * @throws GraphError, RunExistsError, RunFailedError, RunInterruptedError
 */
export async function runFlow<Params extends object, Steps extends object>(
  flow: Flow<Params, Steps>,
  options: RunOptions<Params>,
): Promise<RunSummary<Steps>> {
  checkGraph(flow);
  const now = options.now ?? (() => new Date());
  const runId = checkRunId(options.runId ?? newRunId(now()));
  const address = { flow: flow.name, runId };
  if (await options.store.exists(runRecordKey(address))) {
    throw new RunExistsError(flow.name, runId);
  }
  return execution<Steps>(flow, options, false, {
    ...address,
    params: Object.fromEntries(Object.entries(options.params)),
    tags: [...(options.tags ?? [])],
    status: 'running',
    createdAt: now().toISOString(),
    endedAt: null,
    tasks: [],
  });
}

/**
 * Goes on with a run that failed or was stopped, at any moment and in any way: finished tasks are
 * reused, the rest is done. A task is reused if its step's `version`, its inputs and item, and the
 * parameters that it read are unchanged, and its artifacts are in the store with the right bytes.
 *
 * @throws GraphError, UnknownRunError, RunLockedError, RunFailedError, RunInterruptedError
 */
export async function resumeRun<Params extends object, Steps extends object>(
  flow: Flow<Params, Steps>,
  runId: string,
  options: ResumeOptions<Params>,
): Promise<RunSummary<Steps>> {
  checkGraph(flow);
  const found = await findRun(options.store, runId);
  if (found.flow !== flow.name) {
    throw new FlowError(
      'other_flow',
      `resuming run ${runId}: it is a run of flow ${found.flow}, not of ${flow.name}`,
    );
  }
  const params = { ...found.params, ...options.params };
  return execution<Steps>(flow, options, true, { ...found, params, status: 'running' });
}

async function execution<Steps extends object>(
  flow: FlowDefinition,
  options: ExecutionOptions & { readonly breakLock?: boolean },
  isResumed: boolean,
  start: RunRecord,
): Promise<RunSummary<Steps>> {
  const { store, onEvent = () => undefined, now = () => new Date() } = options;
  const maxWorkers = checkMaxWorkers(options.maxWorkers ?? 4);
  const scratchDirectory = options.scratchDirectory ?? join(tmpdir(), 'lf-flow');
  const address = { flow: flow.name, runId: start.runId };
  const startedMs = now().getTime();
  const earlierMs = new Map(start.tasks.map((task) => [keyOf(task), task.ms]));
  let record: RunRecord = { ...start, tasks: [], endedAt: null };
  // One write after another: an older record must not overtake a newer one.
  let written: Promise<void> = Promise.resolve();
  const save = (change: Partial<RunRecord>): Promise<void> => {
    record = { ...record, ...change };
    const current = record;
    written = written.then(() => writeRunRecord(store, current));
    return written;
  };

  const lock = await lockRun(store, address, {
    now: now(),
    breakLock: options.breakLock ?? false,
  });
  const stop = stopOnSignals({
    signal: options.signal,
    handleSignals: options.handleSignals ?? true,
  });
  try {
    await salvageScratch(store, scratchDirectory, address);
    await save({});
    onEvent({ type: 'run_started', ...address, resumed: isResumed });
    const { outputs, failures } = await execute({
      flow,
      runId: start.runId,
      params: start.params,
      store,
      command: options.command,
      maxWorkers,
      graceMs: options.graceMs ?? 5000,
      scratchDirectory,
      stop: stop.signal,
      nowMs: () => now().getTime(),
      emit: onEvent,
      record: (task) => {
        const ms = task.status === 'reused' ? (earlierMs.get(keyOf(task)) ?? 0) : task.ms;
        return save({ tasks: [...record.tasks, { ...task, ms }] });
      },
    });
    const status =
      stop.signal.aborted && !isWhole(flow, outputs)
        ? 'interrupted'
        : failures.length > 0
          ? 'failed'
          : 'completed';
    await save({ status, endedAt: now().toISOString() });
    const ms = now().getTime() - startedMs;
    onEvent({ type: 'run_ended', ...address, status, ms });
    if (status === 'failed') throw new RunFailedError(flow.name, start.runId, failures);
    if (status === 'interrupted') {
      throw new RunInterruptedError(flow.name, start.runId, String(stop.signal.reason));
    }
    return { ...address, ms, tasks: record.tasks, outputs: typed<Steps>(outputs) };
  } finally {
    stop.dispose();
    await lock.release();
  }
}

/** The outputs have the types of the flow whose steps returned them: JSON keeps `Storable` values as they are. */
function typed<Steps extends object>(outputs: JsonRecord): OutputsOf<Steps, keyof Steps> {
  return outputs as OutputsOf<Steps, keyof Steps>;
}

function isWhole(flow: FlowDefinition, outputs: JsonRecord): boolean {
  return flow.steps.every(({ name }) => Object.hasOwn(outputs, name));
}

function keyOf({ step, index }: Pick<TaskSummary, 'step' | 'index'>): string {
  return `${step}/${index ?? ''}`;
}

function newRunId(now: Date): string {
  const [day = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${day}-${time}-${randomBytes(3).toString('hex')}`;
}

function checkRunId(runId: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(runId)) return runId;
  throw new FlowError(
    'bad_run_id',
    `starting a run: the id '${runId}' must be one of letters, digits, '.', '_' and '-', and begin with a letter or digit`,
  );
}

function checkMaxWorkers(maxWorkers: number): number {
  if (Number.isInteger(maxWorkers) && maxWorkers >= 1) return maxWorkers;
  throw new FlowError(
    'bad_max_workers',
    `starting a run: maxWorkers must be a whole number of at least 1, got ${maxWorkers}`,
  );
}
