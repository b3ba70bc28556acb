import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerMark, ownerStateOf } from '@lf/contract';

const PREFIX = 'lf-endpoint-cwd-';
/** Folders of processes that were killed; one that is not empty is left. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) {
    if (!name.startsWith(PREFIX) || ownerStateOf(name.slice(PREFIX.length)) !== 'gone') continue;
    try {
      rmdirSync(join(root, name));
    } catch {
      // Another user's, or not empty
    }
  }
}

/**
 * Makes a new, empty folder the working directory: what a model names by a relative path is not there. Where no folder
 * can be made, as in a container whose files are read-only, the working directory stays.
 *
 * @returns leaves the folder and removes it
 */
export function enterEmptyFolder(): () => void {
  const before = process.cwd();
  let folder: string;
  try {
    sweep(tmpdir());
    folder = mkdtempSync(join(tmpdir(), `${PREFIX}${ownerMark()}`));
    process.chdir(folder);
  } catch {
    return () => undefined;
  }
  return () => {
    try {
      process.chdir(before);
    } catch {
      process.chdir(tmpdir());
    }
    try {
      rmdirSync(folder);
    } catch {
      // Somebody has put a file there
    }
  };
}
