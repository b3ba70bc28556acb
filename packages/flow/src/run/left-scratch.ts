import { ownTemporaryDirectory, scratchesIn, tasksIn } from './private-directory.ts';
import { isProcessAlive } from './process.ts';
import { findOldScratch, findOrphans } from './sweep-scratch.ts';

/**
 * Directories of this user's, in the system's temporary one, in which killed processes worked: of tasks without a parent,
 * and of runs that nobody has resumed since.
 *
 * @param of.maxAgeMs for so long a run's may still be resumed with its logs
 */
export async function findLeftScratch(of: {
  readonly maxAgeMs: number;
  readonly nowMs: number;
}): Promise<readonly string[]> {
  const options = { ...of, isAlive: isProcessAlive };
  const root = ownTemporaryDirectory();
  const found = [...(await findOrphans(tasksIn(root), options))];
  for (const scratch of await scratchesIn(root)) {
    found.push(...(await findOldScratch(scratch, options)));
  }
  return found;
}
