import { resolve } from 'node:path';
import type { BackEnd } from './back-ends/back-end.ts';
import { Follower } from './follow/follower.ts';
import { openLocalRun } from './local/open-local-tracker.ts';
import type { OpenRun } from './local/track-lines.ts';
import { nullTracker } from './null.ts';
import { onProcessEnd } from './process-end.ts';
import type { RunNames } from './record/entry.ts';
import { reasonOf } from './reason.ts';
import { readSource } from './source/read-source.ts';
import { sampleRegularly } from './system/sample-regularly.ts';
import type { RunTracker } from './tracker.ts';

export interface OpenTrackerOptions extends RunNames {
  /** Of this one run; made if it is not there. Opened again, the run goes on where it was. */
  readonly directory: string;
  /** Where else the run is shown, e.g. of `chooseBackEnds`. Default: nowhere. */
  readonly backEnds?: readonly BackEnd[];
  /** Gets what a person should know: each back end's first failure, once. Default: standard error. */
  readonly onWarning?: (message: string) => void;
  /** Ms since 1970. Default: `Date.now`. */
  readonly clock?: () => number;
  /** A folder of the code's git repository; null: no commit is noted. Default: the working directory. */
  readonly sourceFolder?: string | null;
  /** How often the machine is sampled, in ms; 0: never. */
  readonly systemEveryMs?: number;
  /** How long `finish` waits for back ends at most, in ms; what is left then goes by a sync. */
  readonly finishWithinMs?: number;
  /**
   * Whether the run ends with the process if nobody calls `finish`: as failed on SIGTERM, SIGINT and on an exit code
   * that is not 0, else as completed.
   */
  readonly endWithProcess?: boolean;
}

const DEFAULTS = {
  onWarning: (message: string): void => void process.stderr.write(`${message}\n`),
  systemEveryMs: 15_000,
  finishWithinMs: 15_000,
  endWithProcess: true,
} as const;

/** Before a SIGKILL that often follows a SIGTERM after 5 s. */
const SIGNAL_WITHIN_MS = 3000;
/** Of a back end that fails for the first time then. */
const ATTEMPTS_AT_END = 3;

/**
 * Tracks a run on disk and shows it in each back end. Nothing that goes wrong with tracking reaches the caller: it is a
 * warning, what was noted stays on disk, and `syncTrackedRun` sends it later.
 *
 * @example
 * const tracker = openTracker({
 *   directory: 'runs/one',
 *   runId: 'one',
 *   backEnds: chooseBackEnds(process.env),
 * });
 * tracker.metrics({ loss: 0.7 }, 0);
 * await tracker.finish('completed');
 */
export function openTracker(options: OpenTrackerOptions): RunTracker {
  const { onWarning, systemEveryMs, finishWithinMs, endWithProcess } = { ...DEFAULTS, ...options };
  const clock = options.clock ?? Date.now;
  const directory = resolve(options.directory);
  let followers: readonly Follower[] = [];
  const poke = (): void => {
    for (const follower of followers) follower.poke();
  };
  let open: OpenRun;
  try {
    open = openLocalRun({ ...options, directory, clock }, { onAppend: poke, onWarning });
  } catch (error) {
    onWarning(`${reasonOf(error)}; the run is not tracked`);
    return nullTracker;
  }
  const run = { ...namesOf(options), startedMs: open.startedMs };
  followers = (options.backEnds ?? []).map(
    (backEnd) =>
      new Follower({
        directory,
        run,
        backEnd,
        random: Math.random,
        onFailure: (error) =>
          onWarning(
            `${backEnd.name} (${backEnd.target}): ${reasonOf(error)}; the run goes on, and what it notes is kept in ${directory} and can be sent later by a sync`,
          ),
      }),
  );
  poke();
  const sampling =
    systemEveryMs > 0
      ? sampleRegularly({
          directory,
          clock,
          everyMs: systemEveryMs,
          note: (values) => open.note({ type: 'system', values }),
        })
      : null;
  const { sourceFolder = process.cwd() } = options;
  const source =
    sourceFolder === null
      ? Promise.resolve()
      : readSource(sourceFolder).then((found) => {
          if (found !== null) open.note({ type: 'source', ...found });
        });

  const drain = async (deadlineMs: number): Promise<void> => {
    await Promise.all(
      followers.map((follower) => follower.drain({ deadlineMs, attempts: ATTEMPTS_AT_END })),
    );
  };
  let ending: Promise<void> | null = null;
  const finish = async (status: 'completed' | 'failed'): Promise<void> => {
    await Promise.all([source, sampling?.stop()]);
    try {
      await open.tracker.finish(status);
    } catch (error) {
      onWarning(reasonOf(error));
    }
    await drain(finishWithinMs);
    stopListening();
  };
  const stopListening = endWithProcess
    ? onProcessEnd({
        onIdle: (status) => (ending ??= finish(status)),
        onSignal: () => {
          open.end('failed');
          return (ending ??= drain(SIGNAL_WITHIN_MS));
        },
        onExit: (status) => void open.end(status),
      })
    : () => undefined;
  return { ...open.tracker, finish: (status) => (ending ??= finish(status)) };
}

function namesOf({ runId, experiment, name }: RunNames): RunNames {
  return {
    runId,
    ...(experiment !== undefined && { experiment }),
    ...(name !== undefined && { name }),
  };
}
