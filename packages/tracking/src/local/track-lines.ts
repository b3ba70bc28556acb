import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { TrackerWriteError } from '../errors.ts';
import type { Entry, RunNames } from '../record/entry.ts';
import { decodeLine, encodeLine } from '../record/line.ts';
import { reasonOf } from '../reason.ts';
import { StepCounter } from '../steps.ts';
import type { RunTracker } from '../tracker.ts';
import { countInBins } from '../values/histogram.ts';
import { toPng } from '../values/picture.ts';
import { tableJson } from '../values/table.ts';
import { describeFile } from './describe-file.ts';

/** Where lines and files go. */
export interface LineSink {
  /** What it is, in an error. */
  readonly target: string;
  /** Throws when not all of the text could be kept. */
  append(text: string): void;
  /** Keeps a file under a path that is relative to the run. Throws when it could not be kept. */
  keep(path: string, bytes: Uint8Array): void;
  close(): void;
}

/** A run that is being written. */
export interface OpenRun {
  readonly tracker: RunTracker;
  /** Ms since 1970; of a run that goes on, when it first began. */
  readonly startedMs: number;
  /** Notes what no caller of the tracker does, such as system metrics. */
  readonly note: (entry: Entry) => void;
  /** Ends the tracking at once; a file that is still read is not tracked. Gives what went wrong. */
  readonly end: (status: 'completed' | 'failed') => TrackerWriteError | null;
}

/** A longer line of the log is cut, so that one print of a tensor does not fill the file. In UTF-16 units. */
const MAX_LOG_LINE = 16_384;

/**
 * Tracks a run as lines.
 *
 * @param options.earlier the lines that the sink holds already, of the same run
 */
export function trackLines(options: {
  readonly sink: LineSink;
  readonly earlier: string;
  readonly run: RunNames;
  readonly clock: () => number;
  readonly onWarning?: (message: string) => void;
}): OpenRun {
  const { sink, earlier, run, clock } = options;
  const steps = stepsAfter(earlier);
  const openedMs = clock();
  const startedMs = beginningOf(earlier) ?? openedMs;
  const reading = new Set<Promise<void>>();
  let failure: TrackerWriteError | null = null;
  let isFinished = false;

  const attempt = (write: (atMs: number) => void, atMs = clock()): void => {
    if (isFinished || failure !== null) return;
    try {
      write(atMs);
    } catch (cause) {
      failure = new TrackerWriteError(sink.target, cause);
    }
  };
  /** What cannot be shown costs the run nothing else. */
  const leaveOut = (what: string, error: unknown): void => {
    const message = `${what}: ${reasonOf(error)}; it is not tracked`;
    write([{ type: 'log', level: 'warning', message }]);
    options.onWarning?.(message);
  };
  const write = (entries: readonly Entry[]): void =>
    attempt((atMs) => {
      if (entries.length === 0) return;
      sink.append(entries.map((entry) => encodeLine(entry, atMs)).join(''));
    });

  const orNull = <Value>(make: () => Value, what: string): Value | null => {
    try {
      return make();
    } catch (error) {
      leaveOut(what, error);
      return null;
    }
  };
  /** Named by its bytes: the same picture is kept once, and a name of a metric is never a name of a file. */
  const keep = (bytes: Uint8Array, ending: string): string => {
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    const path = `media/${digest}.${ending}`;
    attempt(() => sink.keep(path, bytes));
    return path;
  };

  const end = (status: 'completed' | 'failed'): TrackerWriteError | null => {
    if (isFinished) return null;
    write([{ type: 'finish', status }]);
    isFinished = true;
    sink.close();
    return failure;
  };

  const file: RunTracker['file'] = async (name, path, details) => {
    try {
      const { digest, sizeBytes } = await describeFile(path);
      const uri = pathToFileURL(path).href;
      write([{ type: 'artifact', name, uri, ...details, digest, sizeBytes, path }]);
    } catch (error) {
      leaveOut(`the artifact ${name}`, error);
    }
  };

  attempt((atMs) => {
    // A crash may have left half a line: end it, so that it spoils only itself.
    const end = earlier === '' || earlier.endsWith('\n') ? '' : '\n';
    sink.append(end + encodeLine({ type: 'run', ...run }, atMs));
  }, openedMs);
  const tracker: RunTracker = {
    params: (values) =>
      write(Object.entries(values).map(([name, value]) => ({ type: 'param', name, value }))),
    metrics: (values, step) =>
      write(
        Object.entries(values).map(([name, value]) => ({
          type: 'metric',
          name,
          step: steps.take(`metric ${name}`, step),
          value,
        })),
      ),
    tags: (values) =>
      write(Object.entries(values).map(([name, value]) => ({ type: 'tag', name, value }))),
    artifact: (name, uri, details) => write([{ type: 'artifact', name, uri, ...details }]),
    histogram: (name, values, step) => {
      const { edges, counts } = 'edges' in values ? values : countInBins(values);
      const taken = steps.take(`histogram ${name}`, step);
      write([{ type: 'histogram', name, step: taken, edges, counts }]);
    },
    image: (name, picture, step) => {
      const png = orNull(() => toPng(picture), `the image ${name}`);
      if (png === null) return;
      const { width, height } = png;
      const path = keep(png.bytes, 'png');
      write([
        { type: 'image', name, step: steps.take(`image ${name}`, step), path, width, height },
      ]);
    },
    table: (name, table, step) => {
      const json = orNull(() => tableJson(table), `the table ${name}`);
      if (json === null) return;
      const path = keep(Buffer.from(json), 'table.json');
      const rows = table.rows.length;
      write([{ type: 'table', name, step: steps.take(`table ${name}`, step), path, rows }]);
    },
    curve: (name, curve, step) =>
      write([{ type: 'curve', name, step: steps.take(`curve ${name}`, step), curve }]),
    log: (message, level = 'info') =>
      write([{ type: 'log', level, message: message.slice(0, MAX_LOG_LINE) }]),
    file: (name, path, details) => {
      const read = file(name, path, details);
      reading.add(read);
      return read.finally(() => reading.delete(read));
    },
    finish: async (status) => {
      if (isFinished) return;
      await Promise.all(reading);
      const broken = end(status);
      if (broken !== null) throw broken;
    },
  };
  return { tracker, startedMs, note: (entry) => write([entry]), end };
}

function stepsAfter(earlier: string): StepCounter {
  const steps = new StepCounter();
  for (const line of earlier.split('\n')) {
    const entry = decodeLine(line)?.entry;
    if (entry !== undefined && 'step' in entry)
      steps.take(`${entry.type} ${entry.name}`, entry.step);
  }
  return steps;
}

/** As `readTrackedRun` tells it: back ends name a run by when it began. */
function beginningOf(earlier: string): number | null {
  for (const line of earlier.split('\n')) {
    const decoded = decodeLine(line);
    if (decoded?.entry.type === 'run') return decoded.atMs;
  }
  return null;
}
