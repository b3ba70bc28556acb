import { randomBytes } from 'node:crypto';
import type { Flow, OutputsOf } from '../define/flow.ts';
import { checkGraph } from '../define/lint.ts';
import type { FlowDefinition } from '../define/step.ts';
import {
  FlowError,
  RunExistsError,
  RunFailedError,
  RunInterruptedError,
  RunTakenError,
} from '../errors.ts';
import { findRecord, findRecordKey } from '../history/find-run.ts';
import type { JsonRecord } from '../store/json.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskCommand } from './command.ts';
import { formatEvent } from './events.ts';
import type { RunEvent } from './events.ts';
import { DEFAULT_HOOK_TIMEOUT_MS, runFailureHooks, runSuccessHooks } from './exit-hooks.ts';
import { execute } from './execution.ts';
import type { Launcher } from './launcher.ts';
import { lockRun } from './lock.ts';
import type { RunLock } from './lock.ts';
import { keepRecord } from './record.ts';
import type { RunRecord, TaskSummary } from './record.ts';
import { ownTemporaryDirectory, scratchIn } from './private-directory.ts';
import { stopOnSignals } from './signals.ts';
import { thisMachine } from './this-machine.ts';
import type { World } from './world.ts';

const DEFAULT_MAX_WORKERS = 4;

const DEFAULT_GRACE_MS = 5000;

/** A week: over a holiday a run can still be resumed with the logs of what was killed. */
const DEFAULT_SCRATCH_MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

/** How a run is done, in whatever world: the same for a new run and for a resumed one. */
export interface ExecutionOptions {
  readonly store: FlowStore;
  /** Tasks at a time. Default 4. */
  readonly maxWorkers?: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting it stops the run like Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Whether SIGINT, SIGTERM and SIGHUP stop the run in order. Default true. */
  readonly handleSignals?: boolean;
  /** How long each hook of the flow (`onSuccess`, `onFailure`) is waited for. Default 60,000. */
  readonly hookTimeoutMs?: number;
}

/** How this machine does a run. */
export interface MachineOptions {
  /** Starts the entry program for a task; see `taskCommand`. */
  readonly command: TaskCommand;
  /** Between SIGTERM and SIGKILL of a task that is stopped. Default 5000. */
  readonly graceMs?: number;
  /** For the work directories and the growing logs. Default: a folder of the system's temporary one. */
  readonly scratchDirectory?: string;
  /** What killed runs have left there, and nobody has resumed for so long, a run removes. Default 7 days. */
  readonly scratchMaxAgeMs?: number;
  readonly now?: () => Date;
  /** Where steps that need resources run, such as `batchLauncher` of @lf/flow/aws-batch. Default: all run on this machine. */
  readonly launcher?: Launcher;
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
  /** A step that is done again with all that follow it, even if nothing that they read has changed. */
  readonly from?: string;
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
  options: RunOptions<Params> & MachineOptions,
): Promise<RunSummary<Steps>> {
  return runFlowIn(machineOf(options), flow, options);
}

/** `runFlow` in any world. */
export async function runFlowIn<Params extends object, Steps extends object>(
  world: World,
  flow: Flow<Params, Steps>,
  options: RunOptions<Params>,
): Promise<RunSummary<Steps>> {
  checkGraph(flow);
  const { store, tags = [] } = options;
  const runId = checkRunId(options.runId ?? newRunId(world.now()));
  const address = { flow: flow.name, runId };
  return underLock(world, flow, options, address, 'started', async () => {
    if ((await findRecordKey(store, runId)) !== null) throw new RunExistsError(flow.name, runId);
    return {
      ...address,
      params: Object.fromEntries(Object.entries(options.params)),
      tags: [...tags],
      status: 'running',
      createdAt: world.now().toISOString(),
      endedAt: null,
      tasks: [],
    };
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
  options: ResumeOptions<Params> & MachineOptions,
): Promise<RunSummary<Steps>> {
  return resumeRunIn(machineOf(options), flow, runId, options);
}

/** `resumeRun` in any world. */
export async function resumeRunIn<Params extends object, Steps extends object>(
  world: World,
  flow: Flow<Params, Steps>,
  runId: string,
  options: ResumeOptions<Params>,
): Promise<RunSummary<Steps>> {
  checkGraph(flow);
  const { store } = options;
  if (options.from !== undefined) stepsFrom(flow, options.from);
  const found = await findRecord(store, runId);
  if (found.flow !== flow.name) {
    throw new FlowError(
      'other_flow',
      `resuming run ${runId}: it is a run of flow ${found.flow}, not of ${flow.name}`,
    );
  }
  return underLock(world, flow, options, found, 'resumed', async () => {
    // Read again: until the lock was ours, another process may have changed it.
    const { params, ...run } = await findRecord(store, runId);
    return { ...run, params: { ...params, ...options.params } };
  });
}

/** @param begin gives the record that the run begins with; called when the run is ours alone */
async function underLock<Steps extends object>(
  world: World,
  flow: FlowDefinition,
  options: ExecutionOptions & Pick<ResumeOptions<object>, 'breakLock' | 'from'>,
  { runId }: RunAddress,
  how: 'started' | 'resumed',
  begin: () => Promise<RunRecord>,
): Promise<RunSummary<Steps>> {
  const { store, signal, breakLock = false, onEvent = warnOf } = options;
  checkMaxWorkers(options.maxWorkers ?? DEFAULT_MAX_WORKERS);
  const address = { flow: flow.name, runId };
  const lock = await lockRun(world, store, address, { breakLock });
  const stop = stopOnSignals({ signal, handleSignals: options.handleSignals ?? true });
  const letGo = async (): Promise<void> => {
    stop.dispose();
    await lock.release();
  };
  const startedMs = world.elapsedMs();
  let start: RunRecord;
  try {
    start = await begin();
  } catch (error) {
    // Hooks are not called for a run that never began
    await letGo();
    throw error;
  }
  const timeoutMs = options.hookTimeoutMs ?? DEFAULT_HOOK_TIMEOUT_MS;
  const hooks = { world, timeoutMs, emit: onEvent };
  const told = { ...address, params: start.params, resumed: how === 'resumed' };
  let summary: RunSummary<Steps>;
  try {
    summary = await doRun<Steps>(world, flow, options, {
      start,
      how,
      stop: stop.signal,
      lock,
    }).finally(letGo);
  } catch (error) {
    // Whoever has the run now calls them
    if (error instanceof RunTakenError) throw error;
    const ms = world.elapsedMs() - startedMs;
    await runFailureHooks(flow, { ...told, ms, error }, hooks);
    throw error;
  }
  await runSuccessHooks(flow, { ...summary, ...told }, hooks);
  return summary;
}

/** Who listens to no events still hears of a hook that failed. */
function warnOf(event: RunEvent): void {
  if (event.type === 'hook_failed') process.emitWarning(formatEvent(event) ?? '');
}

async function doRun<Steps extends object>(
  world: World,
  flow: FlowDefinition,
  options: ExecutionOptions & Pick<ResumeOptions<object>, 'from'>,
  of: {
    readonly start: RunRecord;
    readonly how: 'started' | 'resumed';
    readonly stop: AbortSignal;
    readonly lock: RunLock;
  },
): Promise<RunSummary<Steps>> {
  const { start, how, stop } = of;
  const requireOwned = (): Promise<void> => of.lock.requireOwned();
  const { store, onEvent = () => undefined } = options;
  const address = { flow: flow.name, runId: start.runId };
  const startedMs = world.elapsedMs();
  const begun = { ...start, status: 'running', endedAt: null } as const;
  const notes = await keepRecord(store, begun, requireOwned);
  await world.salvage(store, address);
  onEvent({ type: 'run_started', ...address, resumed: how === 'resumed' });
  const { outputs, failures } = await execute({
    flow,
    runId: start.runId,
    params: start.params,
    store,
    world,
    redo: options.from === undefined ? new Set() : stepsFrom(flow, options.from),
    maxWorkers: options.maxWorkers ?? DEFAULT_MAX_WORKERS,
    stop,
    broken: new AbortController(),
    emit: onEvent,
    requireOwned,
    record: notes.add,
  });
  await world.salvage(store, address);
  const isWhole = flow.steps.every(({ name }) => Object.hasOwn(outputs, name));
  const status = failures.length > 0 ? 'failed' : isWhole ? 'completed' : 'interrupted';
  const { tasks } = await notes.end(status, world.now().toISOString());
  const ms = world.elapsedMs() - startedMs;
  onEvent({ type: 'run_ended', ...address, status, ms });
  if (status === 'failed') throw new RunFailedError(flow.name, start.runId, failures);
  if (status === 'interrupted') {
    throw new RunInterruptedError(flow.name, start.runId, String(stop.reason));
  }
  return { ...address, ms, tasks, outputs: typed<Steps>(outputs) };
}

/** The outputs have the types of the flow whose steps returned them: JSON keeps `Storable` values as they are. */
function typed<Steps extends object>(outputs: JsonRecord): OutputsOf<Steps, keyof Steps> {
  return outputs as OutputsOf<Steps, keyof Steps>;
}

function machineOf(options: MachineOptions & { readonly store: FlowStore }): World {
  const root = ownTemporaryDirectory();
  return thisMachine({
    command: options.command,
    scratchDirectory: options.scratchDirectory ?? scratchIn(root, options.store.url),
    ...(options.scratchDirectory === undefined && { privateDirectory: root }),
    graceMs: options.graceMs ?? DEFAULT_GRACE_MS,
    scratchMaxAgeMs: options.scratchMaxAgeMs ?? DEFAULT_SCRATCH_MAX_AGE_MS,
    now: options.now ?? (() => new Date()),
    ...(options.launcher !== undefined && { launcher: options.launcher }),
  });
}

/** An id that no other run has, made of the time and a random part. */
export function newRunId(now: Date): string {
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

/** A step and all that come after it. */
function stepsFrom({ name, steps }: FlowDefinition, from: string): ReadonlySet<string> {
  if (!steps.some((step) => step.name === from)) {
    throw new FlowError(
      'unknown_step',
      `resuming from step ${from}: flow ${name} has ${steps.map((step) => step.name).join(', ')}`,
    );
  }
  const found = new Set([from]);
  // Steps are defined after their parents.
  for (const step of steps) {
    if (step.after.some((parent) => found.has(parent))) found.add(step.name);
  }
  return found;
}

function checkMaxWorkers(maxWorkers: number): void {
  if (Number.isInteger(maxWorkers) && maxWorkers >= 1) return;
  throw new FlowError(
    'bad_max_workers',
    `starting a run: maxWorkers must be a whole number of at least 1, got ${maxWorkers}`,
  );
}
