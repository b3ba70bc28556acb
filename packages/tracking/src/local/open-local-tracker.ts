import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerWriteError } from '../errors.ts';
import type { Tracker } from '../tracker.ts';
import { TRACKING_FILE } from './read-tracked-run.ts';
import { trackLines } from './track-lines.ts';

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
  const sink = {
    target: path,
    append: (text: string) => writeWhole(file, text),
    close: () => closeSync(file),
  };
  return trackLines({ sink, earlier, runId, clock });
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

/** One write may take less than all of it, on a disk that is nearly full. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done);
  }
}
