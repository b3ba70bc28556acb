import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCodeOf } from '../../faults/system-codes.ts';
import { NoInputError } from '../import-errors.ts';

/** A file to import, and whether its very path was given. */
export interface InputFile {
  readonly path: string;
  readonly isNamed: boolean;
}

/**
 * The files that the paths name: files as they are given, and those right in folders, by name; hidden ones are none.
 *
 * @throws NoInputError
 */
export async function findFiles(paths: readonly string[]): Promise<readonly InputFile[]> {
  const found = new Map<string, InputFile>();
  for (const path of paths) {
    for (const file of await filesAt(path)) if (!found.has(file.path)) found.set(file.path, file);
  }
  if (found.size === 0) {
    throw new NoInputError(
      `Importing ${paths.join(', ') || 'nothing'}: expected at least one file, found none. Give the files, or a folder that holds them.`,
    );
  }
  return [...found.values()];
}

async function filesAt(path: string): Promise<readonly InputFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ path, isNamed: true }];
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({ path: join(path, name), isNamed: false }));
  } catch (cause) {
    const code = systemCodeOf(cause);
    const why =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'there is none'
        : `the system does not let it be read (${code ?? 'unknown'})`;
    throw new NoInputError(
      `Importing ${path}: expected a file or a folder, but ${why}. Check the path.`,
      { cause },
    );
  }
}

/** Whether a file's name fits a pattern in which `*` stands for anything; upper and lower case are the same. */
export function fitsPattern(path: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const name = basename(path).toLowerCase();
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || name.length < first.length + last.length) return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const part of others) {
    at = name.indexOf(part, at);
    if (at < 0 || at + part.length > end) return false;
    at += part.length;
  }
  return name.endsWith(last);
}
