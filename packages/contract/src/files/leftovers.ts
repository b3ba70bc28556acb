import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerStateOf } from './owner-mark.ts';

/** Without a known owner, what nothing has changed for so long is of a process that is gone. */
const A_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what killed processes left in a directory: files and folders of this user whose name begins with `prefix`,
 * of an owner (see {@link ownerMark}) that is gone; where that cannot be told, a day old. Links are never followed.
 *
 * @param rest pattern of our names after the prefix: other files are left alone
 */
export async function removeLeftovers(
  directory: string,
  prefix: string,
  rest = /^/,
): Promise<void> {
  for (const path of await findLeftovers(directory, prefix, rest)) {
    // What cannot be removed stays: it is no reason to fail.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Paths of what {@link removeLeftovers} would remove. */
export async function findLeftovers(
  directory: string,
  prefix: string,
  rest = /^/,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.startsWith(prefix) || !rest.test(name.slice(prefix.length))) continue;
    const path = join(directory, name);
    if (await isLeft(path, name.slice(prefix.length)).catch(() => false)) found.push(path);
  }
  return found;
}

async function isLeft(path: string, mark: string): Promise<boolean> {
  const found = await lstat(path);
  const user = process.getuid?.();
  if ((user !== undefined && found.uid !== user) || !(found.isFile() || found.isDirectory())) {
    return false;
  }
  const owner = ownerStateOf(mark);
  if (owner !== 'unknown') return owner === 'gone';
  const isOld = (time: number): boolean => Date.now() - time > A_DAY_MS;
  if (!isOld(found.mtimeMs)) return false;
  if (found.isFile()) return true;
  // A folder's own time says nothing about the files that grow in it.
  for (const name of await readdir(path, { recursive: true })) {
    if (!isOld((await lstat(join(path, name))).mtimeMs)) return false;
  }
  return true;
}
