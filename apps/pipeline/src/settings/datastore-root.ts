import type { ObjectStore } from '@lf/dataset';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SettingsError } from '../errors.ts';

/** What else may be wrong with a folder's path, by the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of this path is a file',
  ENAMETOOLONG: 'a name in it is longer than the system allows',
  ELOOP: 'its links lead in a circle',
  EACCES: 'this user may not look into it',
};

/**
 * Makes sure that the datastore is a folder, or can become one on the first write.
 *
 * @throws SettingsError
 */
export function checkDatastoreRoot({ url }: Pick<ObjectStore, 'url'>, value: string): void {
  if (!url.startsWith('file:')) return;
  const path = fileURLToPath(url);
  const reason = reasonAgainst(path);
  if (reason === null) return;
  const expected = `a folder, there already or to be made; ${reason}. Name another folder`;
  throw new SettingsError([{ setting: 'LF_DATASTORE_ROOT', value, expected }]);
}

function reasonAgainst(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined || found.isDirectory()
      ? null
      : 'something that is no folder is there';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return REASONS[String(error.code)] ?? `the system says ${String(error.code)}`;
  }
}
