import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOOTSTRAP } from '../aws-batch/bootstrap.ts';
import type { CodePackage } from '../aws-batch/batch-settings.ts';
import type { StepDefinition } from '../define/step.ts';
import { CANCELLED, type LaunchOptions, type Launcher } from '../run/launcher.ts';
import type { AttemptEnd } from '../run/world.ts';
import { attemptPrefix, ATTEMPT_FILES } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { describeError } from '../task/message.ts';
import type { TaskSpec } from '../task/task.ts';
import { FeedReader, feedsPrefix } from './feed.ts';

/** A container that makes one attempt of a task. */
export interface AttemptContainer {
  readonly task: TaskSpec;
  /** Of the store and the attempt, 16 hexadecimal digits: no other attempt has it. */
  readonly digest: string;
  /**
   * Text of the ES module that it runs first, by Node: it fetches the code package and goes on as the entry program in it.
   * `args` are the arguments after Node's own.
   */
  readonly bootstrap: string;
  readonly args: readonly string[];
}

/** A service that runs containers. */
export interface ContainerRunner {
  /**
   * Runs a container to its end; one of the same digest that is under way is followed.
   *
   * @param of.signal ends the container when it aborts
   * @throws when the container did not end well
   */
  run(
    container: AttemptContainer,
    of: { readonly signal: AbortSignal; readonly say: (line: string) => void },
  ): Promise<void>;
  /** Ends one that an earlier process began; null: it is not under way. */
  findUnderWay(
    container: Pick<AttemptContainer, 'task' | 'digest'>,
  ): Promise<{ readonly cancel: () => Promise<void> } | null>;
}

export interface ContainerLauncherOptions {
  readonly runner: ContainerRunner;
  /** Called when the first container is run, once. */
  readonly code: () => Promise<CodePackage>;
  /** What the entry program is called with for a task; `--task <key>` is added. It is to call `superviseTask`. */
  readonly entryArgs: readonly string[];
  /** Default: every step that needs resources. */
  readonly isFor?: (step: StepDefinition) => boolean;
  /** Between two looks for what a container tells. Default 3 s. */
  readonly pollMs?: number;
}

const DEFAULT_POLL_MS = 3000;

/** Makes attempts in containers of a service; what they tell and leave goes through the store alone. */
export function containerLauncher(options: ContainerLauncherOptions): Launcher {
  const { runner, entryArgs, isFor, pollMs = DEFAULT_POLL_MS } = options;
  let code: Promise<CodePackage> | undefined;
  const containerOf = async (store: FlowStore, task: TaskSpec): Promise<AttemptContainer> => {
    const { url, sha256, system, entry } = await (code ??= options.code());
    const taskKey = `${attemptPrefix(task, task.attempt)}${ATTEMPT_FILES.task}`;
    return {
      ...{ task, digest: digestOf(store, task), bootstrap: BOOTSTRAP },
      args: [url, sha256, system, entry, ...entryArgs, '--task', taskKey],
    };
  };

  const launch = async (attempt: LaunchOptions): Promise<AttemptEnd> => {
    const { store, task, stop, broken } = attempt;
    const say = (text: string): void => attempt.onLine('stderr', text);
    const container = await containerOf(store, task);
    const told = new ToldAttempt(attempt, say);
    const done = new AbortController();
    const listening = listen(told, done.signal, pollMs);
    const signal = AbortSignal.any([stop, broken]);
    let failed: unknown;
    try {
      await runner.run(container, { signal, say });
    } catch (error) {
      failed = error ?? new Error('the container failed');
    }
    done.abort();
    await listening;
    await told.hear();
    if (failed === undefined) return told.end ?? { error: null, stack: null };
    if (signal.aborted) {
      const { error, stack } = describeError(failed);
      const message = error?.message ?? 'the run was stopped';
      return { error: { name: 'TaskError', code: CANCELLED, message, retryable: true }, stack };
    }
    // The step's own error says more than that its container failed
    const { end } = told;
    return end?.error && end.error.code !== 'task_killed' ? end : describeError(failed);
  };

  return {
    ...(isFor && { isFor }),
    launch: async (attempt) => {
      try {
        return await launch(attempt);
      } catch (error) {
        return describeError(error);
      }
    },
    findUnderWay: (store, task) => runner.findUnderWay({ task, digest: digestOf(store, task) }),
    async clean(store, task) {
      const keys: string[] = [];
      for await (const key of store.list(feedsPrefix(task))) keys.push(key);
      for (const key of keys) await store.delete(key);
    },
  };
}

/** What a container has told so far, over all its beginnings. */
class ToldAttempt {
  readonly #attempt: LaunchOptions;
  readonly #say: (text: string) => void;
  #beginning = 1;
  #feed: FeedReader;
  /** How it ended, by its own words; null: it has not told. */
  end: AttemptEnd | null = null;

  constructor(attempt: LaunchOptions, say: (text: string) => void) {
    this.#attempt = attempt;
    this.#say = say;
    this.#feed = this.#feedOf(1);
  }

  async hear(): Promise<void> {
    await this.#drain();
    // Its machine was taken away, and the service has begun it again
    for (let next = this.#feedOf(this.#beginning + 1); await next.hasBegun();) {
      await this.#drain();
      this.#say('its machine was taken away; it is begun again');
      this.#beginning += 1;
      this.#feed = next;
      this.end = null;
      await this.#drain();
      next = this.#feedOf(this.#beginning + 1);
    }
  }

  async #drain(): Promise<void> {
    for await (const entry of this.#feed.read()) {
      if (entry.type === 'line') this.#attempt.onLine(entry.stream, entry.line);
      else if (entry.type === 'progress') this.#attempt.onProgress(entry.progress);
      else this.end = entry.end;
    }
  }

  #feedOf(beginning: number): FeedReader {
    return new FeedReader(this.#attempt.store, { ...this.#attempt.task, beginning });
  }
}

/** Hears a container until it has ended. A look that fails is made again: the end has the last word. */
async function listen(told: ToldAttempt, done: AbortSignal, pollMs: number): Promise<void> {
  while (!done.aborted) {
    await sleep(pollMs, undefined, { signal: done }).catch(() => undefined);
    if (!done.aborted) await told.hear().catch(() => undefined);
  }
}

function digestOf(store: FlowStore, task: TaskSpec): string {
  return createHash('sha256')
    .update(`${store.url} ${attemptPrefix(task, task.attempt)}`)
    .digest('hex')
    .slice(0, 16);
}
