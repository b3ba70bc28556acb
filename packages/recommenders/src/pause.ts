import { setImmediate } from 'node:timers/promises';

/** Rows that a loop handles between two pauses: some milliseconds of work. */
export const PAUSE_ROWS = 65_536;

/**
 * Calls `handle` for the rows 0 .. count - 1 in slices, and lets the event loop turn before each: a server that restores a
 * large model goes on answering.
 *
 * @param handle does the rows `start .. end - 1`
 */
export async function inSlices(
  count: number,
  handle: (start: number, end: number) => void,
): Promise<void> {
  for (let start = 0; start < count; start += PAUSE_ROWS) {
    await setImmediate();
    handle(start, Math.min(count, start + PAUSE_ROWS));
  }
}
