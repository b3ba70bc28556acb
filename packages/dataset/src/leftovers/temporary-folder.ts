import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ownerMark, removeLeftovers } from '@lf/contract';

/** Swept by this process already: once is enough. */
const swept = new Set<string>();

/**
 * Makes a folder that names its owner, and removes those of the same prefix whose owner was killed.
 *
 * @param prefix begins its name, such as `lf-dataset-`
 * @param root the system's temporary directory unless given
 */
export async function makeTemporaryFolder(prefix: string, root = tmpdir()): Promise<string> {
  const start = join(resolve(root), prefix);
  if (!swept.has(start)) {
    swept.add(start);
    await removeLeftovers(resolve(root), prefix);
  }
  return mkdtemp(`${start}${ownerMark()}`);
}
