import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseMessage } from '../task/message.ts';
import type { TaskCommand } from './command.ts';
import { isGone, signalGroup, startProcess } from './start-process.ts';
import type { AttemptEnd, AttemptOptions } from './world.ts';

/** How long output may still come after the process is gone: one that it left behind may hold the pipe. */
const DRAIN_MS = 1000;

export interface ChildOptions extends AttemptOptions {
  readonly command: TaskCommand;
  /** Name of the step that the task is of. */
  readonly step: string;
  readonly env: Readonly<Record<string, string>>;
  /** A process that stands by for the step; it is started anew where this one is gone. */
  readonly ready?: ChildProcess | undefined;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** Runs one attempt's process to its end. It leads a process group, which ends with it on time-out and stop. */
export async function runChild(options: ChildOptions): Promise<AttemptEnd> {
  const { command, step, taskKey, env, ready } = options;
  if (ready !== undefined && !isGone(ready)) {
    const handover = { type: 'task', task: taskKey, environment: env };
    // Whether it was heard is told by its answer
    ready.send(handover, () => undefined);
    const { isTaken, end } = await follow(ready, options);
    if (isTaken || options.stop.aborted) return end;
  }
  const debugged = command.inspect?.step === step ? command.inspect : undefined;
  const nodeArgs = debugged === undefined ? [] : [`--inspect-brk=127.0.0.1:${debugged.port}`];
  const child = startProcess(command, { step, args: ['--task', taskKey], env, nodeArgs });
  const timeoutMs = debugged === undefined ? options.timeoutMs : null;
  return (await follow(child, { ...options, timeoutMs })).end;
}

interface Followed {
  readonly end: AttemptEnd;
  /** Of a process that stood by: whether it took the task before it ended. */
  readonly isTaken: boolean;
}

/** Follows a process to its end. */
async function follow(child: ChildProcess, options: ChildOptions): Promise<Followed> {
  const { stop, timeoutMs } = options;
  let isTaken = false;
  let reported: AttemptEnd | null = null;
  child.on('message', (value) => {
    const message = parseMessage(value);
    if (message?.type === 'taken') isTaken = true;
    if (message?.type === 'progress') options.onProgress(message.progress);
    if (message?.type === 'usage') options.onUsage?.(message.peakMemoryBytes);
    if (message?.type === 'error') reported = message;
  });
  const output = Promise.all([
    readLines(child.stdout, (line) => options.onLine('stdout', line)),
    readLines(child.stderr, (line) => options.onLine('stderr', line)),
  ]);
  // The last message may come after the news of the exit.
  const disconnected = new Promise((resolve) => child.once('disconnect', resolve));

  let isTimedOut = false;
  const terminate = (): void => void terminateGroup(child, options.graceMs);
  const timer =
    timeoutMs === null
      ? undefined
      : setTimeout(() => {
          isTimedOut = true;
          terminate();
        }, timeoutMs);
  stop.addEventListener('abort', terminate, { once: true });
  if (stop.aborted) terminate();
  try {
    const exit = await exitOf(child);
    if (exit.code !== 0 || isTimedOut || stop.aborted) killRestOfGroup(child);
    await Promise.race([Promise.all([output, disconnected]), delay(DRAIN_MS)]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const end = isTimedOut ? timedOut(timeoutMs ?? 0) : (reported ?? endOf(exit));
    return { end, isTaken: isTaken || isTimedOut };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', terminate);
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError: Error | null;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (spawnError) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, spawnError });
    });
    child.once('exit', (code, signal) => resolve({ code, signal, spawnError: null }));
  });
}

function endOf({ code, signal, spawnError }: Exit): AttemptEnd {
  if (code === 0) return { error: null, stack: null };
  if (spawnError !== null) {
    return ended('task_not_started', `its process could not start: ${spawnError.message}`, false);
  }
  if (signal !== null) {
    const hint = signal === 'SIGKILL' ? ' (out of memory, or killed by hand)' : '';
    return ended('task_killed', `its process was ended by ${signal}${hint}`, true);
  }
  return ended('task_exited', `its process ended with code ${code ?? 'unknown'}`, true);
}

function timedOut(timeoutMs: number): AttemptEnd {
  return ended('task_timed_out', `it took longer than ${timeoutMs} ms and was stopped`, true);
}

function ended(code: string, message: string, retryable: boolean): AttemptEnd {
  return { error: { name: 'TaskError', code, message, retryable }, stack: null };
}

/** SIGTERM to the child's group, then SIGKILL if the child is still there. */
async function terminateGroup(child: ChildProcess, graceMs: number): Promise<void> {
  if (isGone(child)) return;
  signalGroup(child, 'SIGTERM');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([gone, delay(graceMs)]);
  // A child that is gone is reaped: its pid may be another's by now.
  if (!isGone(child)) signalGroup(child, 'SIGKILL');
}

/** Ends what a failed child left running. Called at its exit, when its number cannot have a new owner yet. */
function killRestOfGroup(child: ChildProcess): void {
  if (process.platform !== 'win32') signalGroup(child, 'SIGKILL');
}

async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  lines.on('line', onLine);
  await new Promise((resolve) => lines.once('close', resolve));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setImmediate(resolve), ms).unref());
}
