import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCodeOf } from '../faults/system-codes.ts';

/**
 * Makes a directory with its parents, one by one: Node's own `recursive` never ends where the system makes no directory,
 * such as below /proc.
 *
 * @returns those that were made, the outermost first
 */
export async function makeDirectory(directory: string): Promise<readonly string[]> {
  try {
    return (await makeOne(directory)) ? [directory] : [];
  } catch (error) {
    const parent = dirname(directory);
    if (systemCodeOf(error) !== 'ENOENT' || parent === directory) throw error;
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
