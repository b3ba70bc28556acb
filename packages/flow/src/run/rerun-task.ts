import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkGraph } from '../define/lint.ts';
import type { FlowDefinition, StepDefinition } from '../define/step.ts';
import { FlowError, RerunFailedError } from '../errors.ts';
import { chooseAttempt } from '../history/choose-attempt.ts';
import { showRun } from '../history/show-run.ts';
import type { JsonRecord } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix } from '../store/layout.ts';
import { scratchStore } from '../store/scratch-store.ts';
import type { FlowStore } from '../store/store.ts';
import { SCRATCH_VARIABLE } from '../task/run-task.ts';
import { readTaskResult, readTaskSpec } from '../task/task.ts';
import { attemptTask } from './attempts.ts';
import type { TaskCommand } from './command.ts';
import { compareOutputs } from './compare-outputs.ts';
import type { OutputsComparison } from './compare-outputs.ts';
import type { RunEvent } from './events.ts';
import { makeScratch } from './make-scratch.ts';
import { stopOnSignals } from './signals.ts';
import { thisMachine } from './this-machine.ts';

const DEFAULT_GRACE_MS = 5000;

export interface RerunOptions {
  readonly store: FlowStore;
  /** Starts the entry program for a task; see `taskCommand`. Its `inspect` lets the task wait for a debugger. */
  readonly command: TaskCommand;
  /** Takes all that the task writes: a folder that is empty or not there. Default: a new one in the temporary directory. */
  readonly directory?: string;
  /** The attempt whose inputs and parameters are taken. Default: the one whose result counts, else the newest. */
  readonly attempt?: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting it stops the task. */
  readonly signal?: AbortSignal;
  /** Whether SIGINT, SIGTERM and SIGHUP stop the task in order. Default true. */
  readonly handleSignals?: boolean;
  /** Between SIGTERM and SIGKILL of a task that is stopped. Default 5000. */
  readonly graceMs?: number;
}

/** A task that was done again. */
export interface Rerun {
  readonly flow: string;
  /** The run that the inputs are from. */
  readonly runId: string;
  readonly task: string;
  /** The attempt of that run that it is compared with. */
  readonly attempt: number;
  readonly ms: number;
  readonly outputs: JsonRecord;
  /** Null: that attempt has no result. */
  readonly comparison: OutputsComparison | null;
  /** Of the step now. */
  readonly version: string;
  /** Of the step when the attempt was made; null: it has no result. */
  readonly versionBefore: string | null;
  /** The scratch folder: its artifacts are in it under the same keys as in a store. */
  readonly directory: string;
  readonly resultPath: string;
  readonly logPath: string;
}

/**
 * Does one task of a run again, on the inputs and parameters that it had, in a scratch folder. The run stays as it is: the
 * task reads from its store, and what it writes through its context goes to the folder. There it has a run id of its own,
 * so that what a body names by its run is not the run's either. It runs once, on this machine, without retries.
 *
 * @param task `step`, or `step/index` in a for-each
 * @returns how it went, and whether the outputs are those of the run
 * @throws UnknownRunError, RerunFailedError, FlowError (`other_flow`, `unknown_step`, `task_not_begun`,
 *   `rerun_directory_taken`, `rerun_interrupted`)
 */
export async function rerunTask(
  flow: FlowDefinition,
  runId: string,
  task: string,
  options: RerunOptions,
): Promise<Rerun> {
  checkGraph(flow);
  const { store } = options;
  const run = await showRun(store, runId);
  if (run.flow !== flow.name) {
    throw new FlowError(
      'other_flow',
      `doing ${task} of run ${runId} again: it is a run of flow ${run.flow}, not of ${flow.name}`,
    );
  }
  const step = stepOf(flow, task);
  const { attempt, index } = chooseAttempt(run, task, options.attempt);
  const address = { flow: flow.name, runId, step: step.name, index };
  const taskKey = `${attemptPrefix(address, attempt)}${ATTEMPT_FILES.task}`;
  const { params, inputs, item } = await readTaskSpec(store, taskKey);
  const before = await readTaskResult(store, address, attempt);

  const directory = await claimDirectory(options.directory);
  const again = { ...address, runId: `${runId}.again-${randomBytes(3).toString('hex')}` };
  const work = join(directory, 'work');
  const { command, onEvent = () => undefined } = options;
  const stop = stopOnSignals({
    signal: options.signal,
    handleSignals: options.handleSignals ?? true,
  });
  const startedMs = performance.now();
  try {
    const end = await attemptTask(
      {
        ...{ flow, runId: again.runId, params, redo: new Set<string>(), maxWorkers: 1 },
        store: scratchStore(store, directory),
        world: thisMachine({
          command: { ...command, env: { ...command.env, [SCRATCH_VARIABLE]: directory } },
          scratchDirectory: work,
          graceMs: options.graceMs ?? DEFAULT_GRACE_MS,
          scratchMaxAgeMs: Number.POSITIVE_INFINITY,
          now: () => new Date(),
        }),
        stop: stop.signal,
        broken: new AbortController(),
        emit: onEvent,
        // The scratch folder is this process's alone
        requireOwned: () => Promise.resolve(),
        record: () => Promise.resolve(),
      },
      { ...step, retry: { ...step.retry, retries: 0 } },
      { ...again, params, inputs, item },
      { first: 1, next: undefined },
    );
    const files = join(directory, attemptPrefix(again, 1));
    const logPath = join(files, ATTEMPT_FILES.log);
    if (end.type === 'stopped') {
      throw new FlowError(
        'rerun_interrupted',
        `doing ${task} of run ${runId} again was stopped (${String(stop.signal.reason)}); the run itself is unchanged, what there is is in ${directory}`,
      );
    }
    if (end.type === 'failed') {
      onEvent({ type: 'task_failed', task, error: end.error });
      throw new RerunFailedError(runId, { task, error: end.error, directory, logPath });
    }
    const ms = performance.now() - startedMs;
    onEvent({ type: 'task_finished', task, ms });
    const { outputs, version } = end.result;
    return {
      ...{ flow: flow.name, runId, task, attempt, ms, outputs, version, directory, logPath },
      comparison: before === null ? null : compareOutputs(before.outputs, outputs),
      versionBefore: before?.version ?? null,
      resultPath: join(files, ATTEMPT_FILES.result),
    };
  } finally {
    stop.dispose();
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws FlowError `unknown_step` */
function stepOf({ name, steps }: FlowDefinition, task: string): StepDefinition {
  const [wanted] = task.split('/');
  const step = steps.find((each) => each.name === wanted);
  if (step !== undefined) return step;
  throw new FlowError(
    'unknown_step',
    `doing ${task} again: flow ${name} has ${steps.map((each) => each.name).join(', ')}`,
  );
}

/** @throws FlowError `rerun_directory_taken`, `scratch_unwritable` */
async function claimDirectory(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(join(tmpdir(), 'lf-step-'));
  const directory = resolve(wanted);
  await makeScratch(directory);
  const names = await readdir(directory);
  if (names.length === 0) return directory;
  throw new FlowError(
    'rerun_directory_taken',
    `doing a step again in ${directory}: expected an empty folder, found ${names.length === 1 ? names[0] : `${names.length} files`} in it; name another one`,
  );
}
