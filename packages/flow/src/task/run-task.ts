import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FlowDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import { makeScratch } from '../run/make-scratch.ts';
import { writeOwner } from '../run/owned-directory.ts';
import { claimPrivateDirectory, ownTemporaryDirectory, tasksIn } from '../run/private-directory.ts';
import { isProcessAlive, thisProcess } from '../run/process.ts';
import { sweepOwned } from '../run/sweep-scratch.ts';
import { scratchStore } from '../store/scratch-store.ts';
import type { FlowStore } from '../store/store.ts';
import { dieWithParent } from './die-with-parent.ts';
import { describeError } from './message.ts';
import type { TaskMessage } from './message.ts';
import { performTask } from './perform-task.ts';
import { standBy } from './stand-by.ts';

/** One that names no owner may be of a process that is about to name itself. */
const A_DAY_MS = 24 * 60 * 60 * 1000;

/** Names the directory that the parent made for the attempt, in the child's environment. */
export const WORK_DIR_VARIABLE = 'LF_TASK_WORK_DIR';

/** Names the folder that takes all that a task writes, in the child's environment: see `rerunTask`. */
export const SCRATCH_VARIABLE = 'LF_TASK_SCRATCH';

/**
 * Does one attempt of a task, then ends this process: with 0 when the result is committed, else
 * with 1. It is all that an entry program does when it is called with the arguments of a task.
 *
 * @param options.flows the flows that this program knows
 * @param options.task key of the task in the store, from the command line's `--task`
 * @param options.standBy `<flow>/<step>` from `--stand-by`, in place of `task`: the process gets ready for that step and
 *   waits to be told its task; see `TaskCommand.standsBy`
 */
export async function runTask(options: {
  readonly flows: readonly FlowDefinition[];
  readonly store: FlowStore;
  readonly task?: string | undefined;
  readonly standBy?: string | undefined;
}): Promise<never> {
  dieWithParent();
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (reason) => void fail(reason));
  try {
    const task = options.task ?? (await awaitTask(options));
    const scratch = process.env[SCRATCH_VARIABLE];
    const store = scratch === undefined ? options.store : scratchStore(options.store, scratch);
    await attempt(options.flows, store, task);
  } catch (error) {
    return await fail(error);
  }
  await tellUsage();
  process.exit(0);
}

function awaitTask({ flows, standBy: place }: Parameters<typeof runTask>[0]): Promise<string> {
  if (place !== undefined) return standBy(flows, place);
  throw new FlowError(
    'no_task',
    'running a task: expected the key of one (--task), or a step to stand by for (--stand-by)',
  );
}

async function attempt(
  flows: readonly FlowDefinition[],
  store: FlowStore,
  task: string,
): Promise<void> {
  const given = process.env[WORK_DIR_VARIABLE];
  const workDir = given ?? join(await makeTaskDirectory(), 'work');
  if (given === undefined) await mkdir(workDir);
  try {
    await performTask({
      ...{ flows, store, task, workDir },
      print: (line) => process.stdout.write(`${line}\n`),
      send: (message) => void send(message),
    });
  } finally {
    if (given === undefined) await rm(dirname(workDir), { recursive: true, force: true });
  }
}

/** For a task that nobody's run has started; what killed ones left goes. */
async function makeTaskDirectory(): Promise<string> {
  const root = ownTemporaryDirectory();
  await claimPrivateDirectory(root);
  const tasks = tasksIn(root);
  await makeScratch(tasks);
  await sweepOwned(tasks, { isAlive: isProcessAlive, maxAgeMs: A_DAY_MS, nowMs: Date.now() });
  const directory = await mkdtemp(join(tasks, 'task-'));
  await writeOwner(directory, await thisProcess());
  return directory;
}

async function fail(reason: unknown): Promise<never> {
  const described = describeError(reason);
  if (process.send === undefined) process.stderr.write(`${described.stack}\n`);
  await tellUsage();
  await send({ type: 'error', ...described });
  process.exit(1);
}

const BYTES_PER_KB = 1024;

/** What the system counted for this process: not what processes that it started took. */
function tellUsage(): Promise<void> {
  return send({
    type: 'usage',
    peakMemoryBytes: process.resourceUsage().maxRSS * BYTES_PER_KB,
  });
}

/** Resolves when the parent has the message, or cannot have it. */
function send(message: TaskMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, {}, () => resolve());
  });
}
