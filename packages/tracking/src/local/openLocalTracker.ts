import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerWriteError } from '../errors.ts';
import { StepCounter } from '../steps.ts';
import type { Tracker } from '../tracker.ts';
import { encodeLine } from './line.ts';
import type { Entry } from './line.ts';
import { TRACKING_FILE, parseTrackedRun } from './readTrackedRun.ts';

export interface LocalTrackerOptions {
  /** Of this one run; made if it is not there. Opened again, the run goes on where it was. */
  readonly directory: string;
  readonly runId: string;
  /** Ms since 1970, e.g. `Date.now`. */
  readonly clock: () => number;
}

/**
 * Tracks a run in a file of JSON lines. Each call has handed its lines to the operating system when
 * it returns, so a killed process loses none of them; the line of a crash in mid-write is skipped
 * by the reader. It takes one writer at a time.
 *
 * @throws TrackerWriteError when the file cannot be opened; later faults are thrown by `finish`
 * @example
 * const tracker = openLocalTracker({ directory: 'runs/one', runId: 'one', clock: Date.now });
 * tracker.metrics({ loss: 0.7 }, 0);
 * await tracker.finish('completed');
 */
export function openLocalTracker({ directory, runId, clock }: LocalTrackerOptions): Tracker {
  const path = join(directory, TRACKING_FILE);
  const { file, earlier } = open(directory, path);
  const steps = stepsAfter(earlier);
  let failure: TrackerWriteError | null = null;
  let isFinished = false;

  const write = (entries: readonly Entry[], prefix = ''): void => {
    if (isFinished || failure !== null) return;
    const atMs = clock();
    try {
      writeWhole(file, prefix + entries.map((entry) => encodeLine(entry, atMs)).join(''));
    } catch (cause) {
      failure = new TrackerWriteError(path, cause);
    }
  };

  // A crash may have left half a line: end it, so that it spoils only itself.
  write([{ type: 'run', runId }], earlier === '' || earlier.endsWith('\n') ? '' : '\n');
  return {
    params: (values) =>
      write(Object.entries(values).map(([name, value]) => ({ type: 'param', name, value }))),
    metrics: (values, step) =>
      write(
        Object.entries(values).map(([name, value]) => ({
          type: 'metric',
          name,
          step: steps.take(name, step),
          value,
        })),
      ),
    tags: (values) =>
      write(Object.entries(values).map(([name, value]) => ({ type: 'tag', name, value }))),
    artifact: (name, uri) => write([{ type: 'artifact', name, uri }]),
    finish: async (status) => {
      if (isFinished) return;
      write([{ type: 'finish', status }]);
      isFinished = true;
      closeSync(file);
      if (failure !== null) throw failure;
    },
  };
}

function open(directory: string, path: string): { file: number; earlier: string } {
  try {
    mkdirSync(directory, { recursive: true });
    const file = openSync(path, 'a');
    return { file, earlier: readFileSync(path, 'utf8') };
  } catch (cause) {
    throw new TrackerWriteError(path, cause);
  }
}

function stepsAfter(earlier: string): StepCounter {
  const steps = new StepCounter();
  for (const [name, points] of Object.entries(parseTrackedRun(earlier)?.metrics ?? {})) {
    for (const { step } of points) steps.take(name, step);
  }
  return steps;
}

/** One write may take less than all of it, on a disk that is nearly full. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done);
  }
}
