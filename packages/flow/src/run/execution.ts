import type { FlowDefinition, StepDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import type { TaskError, TaskFailure } from '../errors.ts';
import { canonicalJson } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import { taskName } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { describeError } from '../task/message.ts';
import { attemptsOf, findReusable } from '../task/reuse.ts';
import { inputsDigestOf } from '../task/task.ts';
import { attemptTask } from './attempts.ts';
import { nextAttempt } from './next-attempt.ts';
import type { RunEvent } from './events.ts';
import { limitConcurrency } from './limiter.ts';
import type { TaskSummary } from './record.ts';
import type { World } from './world.ts';

/** One process's work on a run. */
export interface Execution {
  readonly flow: FlowDefinition;
  readonly runId: string;
  readonly params: JsonRecord;
  readonly store: FlowStore;
  readonly world: World;
  /** Steps that are done again even if there is a result of them. */
  readonly redo: ReadonlySet<string>;
  readonly maxWorkers: number;
  readonly stop: AbortSignal;
  /** Aborted when a task has failed for good. */
  readonly broken: AbortController;
  readonly emit: (event: RunEvent) => void;
  /** @throws RunTakenError when the run is no longer this process's */
  readonly requireOwned: () => Promise<void>;
  /** Called when a task has ended. */
  readonly record: (summary: TaskSummary) => Promise<void>;
}

export interface ExecutionEnd {
  /** By step; of a for-each, a list in item order. Steps that did not finish are absent. */
  readonly outputs: JsonRecord;
  readonly failures: readonly TaskFailure[];
}

/** Ends the wait of steps whose parents did not finish. */
class NotReachedError extends Error {}

/**
 * Does every task of a flow as soon as its parents are finished. After a failure no new task
 * begins, but those that run go on to their end: their results are kept for a resume.
 */
export async function execute(execution: Execution): Promise<ExecutionEnd> {
  const { flow, params, stop } = execution;
  const limit = limitConcurrency(execution.maxWorkers);
  const failures: TaskFailure[] = [];
  let isBroken = false;
  const begun = new Set<string>();
  const finished = new Set<string>();
  const pending = new Map<string, Promise<unknown>>();

  const outputsOf = (name: string): Promise<unknown> => {
    const known = pending.get(name);
    if (known !== undefined) return known;
    const step = flow.steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new FlowError('unknown_step', `flow has no step ${name}`);
    const outputs = runStep(step);
    pending.set(name, outputs);
    return outputs;
  };

  const runStep = async (step: StepDefinition): Promise<unknown> => {
    const inputs: Record<string, unknown> = {};
    for (const parent of step.after) inputs[parent] = await outputsOf(parent);
    const outputs = await runTasks(step, inputs);
    finished.add(step.name);
    return outputs;
  };

  const runTasks = (step: StepDefinition, inputs: JsonRecord): Promise<unknown> => {
    if (step.kind !== 'for-each') return runOne(step, inputs, null, null);
    const items = chooseItems(step, inputs);
    return allOf(items.map((item, index) => runOne(step, inputs, item, index)));
  };

  /** The step that can begin when this one is finished, where it waits for nothing else. */
  const nextAfter = ({ name }: StepDefinition): StepDefinition | undefined =>
    flow.steps.find(
      (step) =>
        !begun.has(step.name) &&
        step.after.every((parent) => parent === name || finished.has(parent)),
    );

  const chooseItems = (step: StepDefinition, inputs: JsonRecord): readonly unknown[] => {
    try {
      const items: unknown = step.over?.({ params, inputs });
      canonicalJson(items, `the items of ${step.name}`);
      if (Array.isArray(items)) return items;
      throw new FlowError('bad_for_each', `choosing the items of ${step.name}: expected a list`);
    } catch (error) {
      throw failed(step.name, 0, describeError(error).error, null);
    }
  };

  const runOne = (
    step: StepDefinition,
    inputs: JsonRecord,
    item: unknown,
    index: number | null,
  ): Promise<unknown> =>
    limit(async () => {
      if (stop.aborted || failures.length > 0 || isBroken) throw new NotReachedError();
      try {
        return await doTask(step, inputs, item, index);
      } catch (error) {
        // Faults of the engine or the store, such as a full disk, are not a task's failure.
        if (!(error instanceof NotReachedError)) isBroken = true;
        throw error;
      }
    });

  const doTask = async (
    step: StepDefinition,
    inputs: JsonRecord,
    item: unknown,
    index: number | null,
  ): Promise<unknown> => {
    const { store, runId, world } = execution;
    begun.add(step.name);
    const address = { flow: flow.name, runId, step: step.name, index };
    const name = taskName(address);
    const place = { step: step.name, index };
    const startedMs = world.elapsedMs();
    const attempts = await attemptsOf(store, address);
    const task = { ...address, params, inputs, item };
    const isWanted = !execution.redo.has(step.name);
    const reusable = async () =>
      findReusable(store, address, isWanted ? attempts : [], {
        version: step.version,
        inputsDigest: inputsDigestOf(task),
        params,
      });
    const last = attempts.at(-1) ?? 0;
    let reused = await reusable();
    const first =
      reused === null ? await nextAttempt(execution, step, task, { last, isWanted }) : last;
    // One that went on elsewhere may have ended since it was looked for
    if (reused === null && first > last && last > 0) reused = await reusable();
    if (reused !== null) {
      execution.emit({ type: 'task_reused', task: name });
      const { attempt, result } = reused;
      await execution.record({
        ...place,
        status: 'reused',
        attempts: 0,
        attempt,
        ms: 0,
        peakMemoryBytes: null,
        artifacts: result.artifacts,
      });
      return result.outputs;
    }
    const end = await attemptTask(execution, step, task, { first, next: nextAfter(step) });
    if (end.type === 'stopped') throw new NotReachedError();
    const ms = world.elapsedMs() - startedMs;
    const { peakMemoryBytes } = end;
    const summary = { ...place, attempts: end.attempts, ms, peakMemoryBytes };
    if (end.type === 'failed') {
      const failure = failed(name, end.attempts, end.error, end.logKey);
      await execution.record({ ...summary, status: 'failed', artifacts: [] });
      throw failure;
    }
    const { attempt } = end;
    const { artifacts, outputs } = end.result;
    execution.emit({ type: 'task_finished', task: name, ms });
    await execution.record({ ...summary, status: 'finished', attempt, artifacts });
    return outputs;
  };

  const failed = (
    task: string,
    attempts: number,
    error: TaskError,
    logKey: string | null,
  ): NotReachedError => {
    failures.push({ task, attempts, error, logKey });
    execution.broken.abort();
    execution.emit({ type: 'task_failed', task, error });
    return new NotReachedError();
  };

  const names = flow.steps.map((step) => step.name);
  const ends = await Promise.allSettled(names.map(outputsOf));
  await execution.world.dismiss?.();
  const outputs: Record<string, unknown> = {};
  for (const [index, end] of ends.entries()) {
    const name = names[index];
    if (end.status === 'fulfilled' && name !== undefined) outputs[name] = end.value;
    if (end.status === 'rejected' && !(end.reason instanceof NotReachedError)) throw end.reason;
  }
  return { outputs, failures };
}

/** Waits for all, also after one fails: nothing of ours may run on behind the caller's back. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
