import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory with its parents, one by one: Node's own `recursive` never ends where the system makes no directory,
 * such as below /proc.
 *
 * @returns those that were made, the outermost first
 * @throws the error of the system, for the caller to tell in its own words
 */
export async function makeDirectory(directory: string): Promise<readonly string[]> {
  try {
    return (await makeOne(directory)) ? [directory] : [];
  } catch (error) {
    const parent = dirname(directory);
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || parent === directory) throw error;
    const made = await makeDirectory(parent);
    return (await makeOne(directory)) ? [...made, directory] : made;
  }
}

/** Whether it was not there before. */
async function makeOne(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    // Some systems name another reason, such as a read-only disk, for a directory that is there
    if (await isDirectory(directory)) return false;
    throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
