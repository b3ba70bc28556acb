import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TrackerWriteError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { RunNames } from '../record/entry.ts';
import type { RunTracker } from '../tracker.ts';
import { TRACKING_FILE } from './read-tracked-run.ts';
import { trackLines, type OpenRun } from './track-lines.ts';

export interface LocalTrackerOptions extends RunNames {
  /** Of this one run; made if it is not there. Opened again, the run goes on where it was. */
  readonly directory: string;
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
export function openLocalTracker(options: LocalTrackerOptions): RunTracker {
  return openLocalRun(options, { onAppend: () => undefined }).tracker;
}

/**
 * @param on.onAppend called after lines were kept
 * @param on.onWarning called with what is left out; it is in the log of the run too
 */
export function openLocalRun(
  options: LocalTrackerOptions,
  on: { readonly onAppend: () => void; readonly onWarning?: (message: string) => void },
): OpenRun {
  const { directory, clock, runId, experiment, name } = options;
  const path = join(directory, TRACKING_FILE);
  const { file, earlier } = open(directory, path);
  const sink = {
    target: path,
    append: (text: string) => {
      writeWhole(file, text);
      on.onAppend();
    },
    keep: (relative: string, bytes: Uint8Array) => keepFile(join(directory, relative), bytes),
    close: () => closeSync(file),
  };
  const run: RunNames = {
    runId,
    ...(experiment !== undefined && { experiment }),
    ...(name !== undefined && { name }),
  };
  const { onWarning } = on;
  return trackLines({ sink, earlier, run, clock, ...(onWarning !== undefined && { onWarning }) });
}

function open(directory: string, path: string): { file: number; earlier: string } {
  try {
    makeFolder(directory);
    const file = openSync(path, 'a');
    return { file, earlier: readFileSync(path, 'utf8') };
  } catch (cause) {
    throw new TrackerWriteError(path, cause);
  }
}

/** One write may take less than all of it, on a disk that is nearly full. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done);
  }
}

/** Whole or not at all: a line names it only afterwards. */
function keepFile(path: string, bytes: Uint8Array): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}
