import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file, or all files below a folder, hold; 0 where nothing is there. Links are not followed. */
export async function bytesBelow(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const name of await readdir(path).catch(() => []))
    bytes += await bytesBelow(join(path, name));
  return bytes;
}
