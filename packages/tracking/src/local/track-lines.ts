import { TrackerWriteError } from '../errors.ts';
import { StepCounter } from '../steps.ts';
import type { Tracker } from '../tracker.ts';
import { encodeLine } from './line.ts';
import type { Entry } from './line.ts';
import { parseTrackedRun } from './read-tracked-run.ts';

/** Where lines go. */
export interface LineSink {
  /** What it is, in an error. */
  readonly target: string;
  /** Throws when not all of the text could be kept. */
  append(text: string): void;
  close(): void;
}

/**
 * Tracks a run as lines.
 *
 * @param options.earlier the lines that the sink holds already, of the same run
 */
export function trackLines(options: {
  readonly sink: LineSink;
  readonly earlier: string;
  readonly runId: string;
  readonly clock: () => number;
}): Tracker {
  const { sink, earlier, runId, clock } = options;
  const steps = stepsAfter(earlier);
  let failure: TrackerWriteError | null = null;
  let isFinished = false;

  const write = (entries: readonly Entry[], before = ''): void => {
    if (isFinished || failure !== null) return;
    const atMs = clock();
    try {
      sink.append(before + entries.map((entry) => encodeLine(entry, atMs)).join(''));
    } catch (cause) {
      failure = new TrackerWriteError(sink.target, cause);
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
      sink.close();
      if (failure !== null) throw failure;
    },
  };
}

function stepsAfter(earlier: string): StepCounter {
  const steps = new StepCounter();
  for (const [name, points] of Object.entries(parseTrackedRun(earlier)?.metrics ?? {})) {
    for (const { step } of points) steps.take(name, step);
  }
  return steps;
}
