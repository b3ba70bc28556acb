import type { FlowDefinition, StepDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import { superviseAttempt, type SuperviseOptions } from '../remote/supervise-task.ts';
import { NO_RESULT, OTHER_RESULT } from '../run/attempts.ts';
import { encodeJson } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix, taskName } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { findStep } from '../task/perform-task.ts';
import { readTaskResult, writeTaskSpec } from '../task/task.ts';
import type { TaskSpec } from '../task/task.ts';
import { inputsOf, putItems, readItem } from './for-each-items.ts';
import { attemptOfJob, keepLog, type OwnJob } from './job-attempt.ts';
import { requireMachine } from './machine-lock.ts';
import { beginRun, endRun, statusOf, writeUsage } from './machine-record.ts';
import { readRunPlan, type RunPlan } from './run-plan.ts';
import { choicesAfter, lastStepOf } from './sequence.ts';
import { BEGIN, END, FAILED, parseStateTask } from './state-task.ts';

export interface AdvanceOptions extends Pick<
  SuperviseOptions,
  'flows' | 'store' | 'command' | 'flushMs'
> {
  /** Key of the plan that the run is done by. */
  readonly plan: string;
  /** What the state machine asks for, such as `runs/intent/<run>/train_model`. */
  readonly task: string;
  readonly job: OwnJob;
  readonly now?: () => Date;
}

/** What a job of a state machine has done. */
export interface Advanced extends RunAddress {
  /** Whether the state machine may go on. */
  readonly isDone: boolean;
  /** How the run has ended by it; null: it goes on, or fails if `isDone` is false. */
  readonly ended: 'completed' | 'failed' | null;
}

/** A run, the flow that it is of and what it is done with. */
interface Work {
  readonly flow: FlowDefinition;
  readonly run: RunAddress;
  readonly plan: RunPlan;
}

/**
 * Does one job of a run that a state machine leads: no process of ours lives as long as such a run, so each job does what
 * a run's process does around a task. It begins the run's record, gathers the inputs, makes an attempt, keeps its log,
 * chooses the items of the for-eaches that follow, and ends the run.
 *
 * @throws RunExistsError, RunLockedError, FlowError
 */
export async function advanceRun(options: AdvanceOptions): Promise<Advanced> {
  const { store, flows, now = () => new Date() } = options;
  const task = parseStateTask(options.task);
  const { step: name, index } = task;
  const run = { flow: task.flow, runId: task.runId };
  const plan = await readRunPlan(store, options.plan);
  const flow = flowOf(flows, run, plan);
  const work = { flow, run, plan };
  const isLastOfAll = name === END || lastStepOf(flow)?.name === name;
  // A machine may be taken away between a run's end and that of its last job, which is then begun again
  if (isLastOfAll && (await statusOf(store, run)) === 'completed') {
    return { ...run, isDone: true, ended: 'completed' };
  }
  const isFirst = name === BEGIN || flow.steps[0]?.name === name;
  // Where the first job could not even start, its failure is the first thing that the run's record tells
  const isUnknown = name === FAILED && (await statusOf(store, run)) === null;
  if (isFirst || isUnknown) await beginRun(store, run, plan, now());
  else await requireMachine(store, run);
  if (name === BEGIN) {
    await chooseItems(store, work, null);
    return { ...run, isDone: true, ended: null };
  }
  if (name === END || name === FAILED) {
    const ended = name === END ? 'completed' : 'failed';
    await endRun(store, flow, run, ended, now());
    return { ...run, isDone: true, ended };
  }
  const step = findStep(flows, { ...run, step: name, index, attempt: 0, ...NOTHING });
  const isDone = await doTask(options, work, step, index);
  const isEnd = isDone && isLastOfAll;
  if (isEnd) await endRun(store, flow, run, 'completed', now());
  return { ...run, isDone, ended: isEnd ? 'completed' : null };
}

const NOTHING = { params: {}, inputs: {}, item: null };

async function doTask(
  options: AdvanceOptions,
  { flow, run, plan }: Work,
  step: StepDefinition,
  index: number | null,
): Promise<boolean> {
  const { store, job } = options;
  const address = { ...run, step: step.name, index };
  const task = {
    ...address,
    params: plan.params,
    inputs: await inputsOf(store, flow, run, step),
    item: index === null ? null : await readItem(store, address, index),
  };
  const attempt = await attemptOfJob(store, task, job);
  if (attempt === null) {
    process.stderr.write(`${taskName(task)} would fail again as it did: it is not retried\n`);
    return false;
  }
  const spec: TaskSpec = { ...task, attempt };
  const startedMs = performance.now();
  const { isDone, end, isStopped, peakMemoryBytes } = await superviseAttempt({
    ...options,
    task: await writeTaskSpec(store, spec),
    beginning: job.beginning,
  });
  const ms = performance.now() - startedMs;
  await writeUsage(store, spec, { ms, peakMemoryBytes });
  const fault = isDone ? await choiceFault(store, { flow, run, plan }, step) : null;
  if (isDone) {
    await keepLog(store, spec, job.beginning, fault);
    if (fault !== null) process.stderr.write(`${fault}\n`);
    return fault === null;
  }
  const result = await readTaskResult(store, spec, attempt);
  const failure = end.error ?? (result === null ? NO_RESULT : OTHER_RESULT);
  process.stderr.write(`${taskName(spec)}: ${failure.message} (${failure.code})\n`);
  await keepLog(store, spec, job.beginning, end.stack ?? failure.message);
  if (!isStopped) {
    const key = `${attemptPrefix(spec, attempt)}${ATTEMPT_FILES.error}`;
    await store.put(key, encodeJson(failure, 'error'));
  }
  return false;
}

/** Why the items of a for-each after a step cannot be chosen; null: they are. */
async function choiceFault(
  store: FlowStore,
  work: Work,
  step: StepDefinition,
): Promise<string | null> {
  try {
    await chooseItems(store, work, step);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function chooseItems(
  store: FlowStore,
  { flow, run, plan }: Work,
  after: StepDefinition | null,
): Promise<void> {
  for (const step of choicesAfter(flow, after)) {
    const inputs = await inputsOf(store, flow, run, step);
    await putItems(store, run, step, { params: plan.params, inputs });
  }
}

function flowOf(flows: readonly FlowDefinition[], run: RunAddress, plan: RunPlan): FlowDefinition {
  const flow = flows.find(({ name }) => name === run.flow);
  if (flow !== undefined && plan.flow === run.flow) return flow;
  throw new FlowError(
    'other_flow',
    `doing a step of run ${run.runId} of flow ${run.flow}: the plan is of flow ${plan.flow}, and this program has ${flows.map(({ name }) => name).join(', ')}`,
  );
}
