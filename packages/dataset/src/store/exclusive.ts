import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerMark, ownerStateOf } from '@lf/contract';
import { DatasetError } from '../errors.ts';
import { HIDDEN_PREFIX } from './keys.ts';

/** A section lasts for one small write: who waits longer meets a process that hangs. */
const MOST_TRIES = 400;

/** Of a random wait: two that gave way to each other do not meet again for long. */
const LONGEST_WAIT_MS = 50;

/**
 * Does `work` while no other process or call does work for the same path.
 *
 * Each first writes a claim of its own beside the path and then looks for others: of two that come at once, at least
 * one sees the other and gives way, so never both go on. Claims of processes that are gone are removed.
 *
 * @throws DatasetError `store_busy` if the others never end
 */
export async function exclusively<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const directory = dirname(path);
  const ending = `-claim-${basename(path).slice(0, 48)}`;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const own = `${HIDDEN_PREFIX}${ownerMark()}${randomUUID()}${ending}`;
    const ownPath = join(directory, own);
    await writeFile(ownPath, '');
    try {
      if (!(await isClaimedByOthers(directory, ending, own))) return await work();
    } finally {
      await rm(ownPath, { force: true });
    }
    await sleep(Math.random() * LONGEST_WAIT_MS);
  }
  throw new DatasetError(
    'store_busy',
    `Changing ${path}: other processes keep it busy. Look for one that hangs; files '${HIDDEN_PREFIX}*${ending}' in its folder name them.`,
  );
}

async function isClaimedByOthers(directory: string, ending: string, own: string): Promise<boolean> {
  for (const name of await readdir(directory)) {
    if (name === own || !name.startsWith(HIDDEN_PREFIX) || !name.endsWith(ending)) continue;
    if (ownerStateOf(name.slice(HIDDEN_PREFIX.length)) !== 'gone') return true;
    await rm(join(directory, name), { force: true });
  }
  return false;
}
