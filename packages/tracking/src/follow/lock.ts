import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { BackEndError } from '../errors.ts';
import { hasCode } from '../reason.ts';
import { followFile, makeFolderOf } from './position.ts';

/** A lock of another machine cannot be asked whether its process lives; after this it does not. */
const FOREIGN_LOCK_MS = 24 * 60 * 60 * 1000;

/**
 * Takes the right to send a run to a back end, so that a run and a sync at the same time do not send twice. A lock that
 * a killed process left is taken over.
 *
 * @returns what gives it back
 * @throws BackEndError when another process has it
 */
export async function takeLock(directory: string, backEnd: string): Promise<() => Promise<void>> {
  const path = followFile(directory, `${backEnd}.lock`);
  makeFolderOf(path);
  const mine = JSON.stringify({ pid: process.pid, host: hostname() });
  for (const isLast of [false, true]) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(mine);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      if (isLast || !(await isAbandoned(path))) {
        throw new BackEndError(`another process sends this run (${path})`, { isTransient: true });
      }
      await rm(path, { force: true });
    }
  }
  throw new BackEndError(`another process sends this run (${path})`, { isTransient: true });
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('host' in owner)) {
      return true;
    }
    if (owner.host !== hostname()) return Date.now() - mtimeMs > FOREIGN_LOCK_MS;
    return typeof owner.pid !== 'number' || !isAlive(owner.pid);
  } catch {
    // Given back meanwhile, or torn by a crash.
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
