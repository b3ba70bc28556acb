import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonValue } from '../back-ends/back-end.ts';
import { BackEndError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { reasonOf } from '../reason.ts';

/** How far a back end has read the record, and what it remembers. */
export interface Position {
  /** In bytes. */
  readonly offset: number;
  readonly state: JsonValue;
}

const START: Position = { offset: 0, state: null };

/** Where a back end's position, lock and files of a run are. */
export function followFile(directory: string, name: string): string {
  return join(directory, 'back-ends', name);
}

/** @throws BackEndError where the system makes no folder */
export function makeFolderOf(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw new BackEndError(`writing ${path}: ${reasonOf(cause)}`, { isTransient: true, cause });
  }
}

/** Where a back end is; at the start when it never sent anything, or when its file is damaged. */
export async function readPosition(directory: string, backEnd: string): Promise<Position> {
  try {
    const path = followFile(directory, `${backEnd}.json`);
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isPosition(value) ? value : START;
  } catch {
    return START;
  }
}

/** Whole or not at all. */
export async function writePosition(
  directory: string,
  backEnd: string,
  position: Position,
): Promise<void> {
  const path = followFile(directory, `${backEnd}.json`);
  makeFolderOf(path);
  await writeFile(`${path}.part`, JSON.stringify(position));
  await rename(`${path}.part`, path);
}

function isPosition(value: unknown): value is Position {
  return (
    typeof value === 'object' &&
    value !== null &&
    'offset' in value &&
    typeof value.offset === 'number' &&
    Number.isSafeInteger(value.offset) &&
    value.offset >= 0 &&
    'state' in value
  );
}
