import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PARTIAL = /^(?:\w+\.csv(?:\.gz)?|shop\.json)\.partial-(\d+)$/;

/** Where this process writes the file at `path` until it is whole. */
export function partialPathOf(path: string): string {
  return `${path}.partial-${process.pid}`;
}

/** Removes what processes that were killed have left in `directory`. */
export async function removeAbandonedPartials(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const writer = Number(PARTIAL.exec(name)?.[1] ?? NaN);
    if (!Number.isNaN(writer) && !isRunning(writer))
      await rm(join(directory, name), { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0); // signal 0 only asks
  } catch (error) {
    // EPERM: it runs, for someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
