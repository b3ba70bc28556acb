import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import {
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FlowError } from '../errors.ts';
import type { FlowStore } from './store.ts';

/** Names of files that are being written, and of nothing else: no object is called so. */
const HIDDEN_PREFIX = '.';

/**
 * A store that keeps each object as a file of a folder of this machine. The folder is made by the first write.
 *
 * A write goes to a hidden file, which is synced and renamed: a reader sees the old object or the new one, also after a
 * power cut. A writer that is killed leaves its hidden file, which no listing shows.
 *
 * @param folder a path, absolute or relative to the working directory
 * @throws FlowError `bad_key` for a key that would be outside the folder, `object_not_found`, `store_failed` where the
 *   system refuses a file
 * @example
 * const store = fileStore('.lf');
 */
export function fileStore(folder: string): FlowStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, ...checkKey(key));

  const write = async (key: string, fill: (hidden: string) => Promise<void>): Promise<void> => {
    const path = pathOf(key);
    const hidden = join(dirname(path), `${HIDDEN_PREFIX}${randomUUID()}.part`);
    try {
      await makeFolder(dirname(path));
      await fill(hidden);
      await sync(hidden);
      await rename(hidden, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(hidden, { force: true }).catch(() => undefined);
      throw refused('writing', path, error);
    }
  };

  const found = async (key: string): Promise<string> => {
    const path = pathOf(key);
    if (await isFile(path)) return path;
    throw new FlowError(
      'object_not_found',
      `reading ${key}: expected an object of that key in ${root}, found none`,
    );
  };

  return {
    url: pathToFileURL(root).href,
    put: (key, bytes) => write(key, (hidden) => writeFile(hidden, bytes)),
    putFile: (key, localPath) => write(key, (hidden) => copyFile(localPath, hidden)),
    get: async (key) => {
      const path = await found(key);
      return readFile(path).catch((error: unknown) => {
        throw refused('reading', path, error);
      });
    },
    exists: (key) => isFile(pathOf(key)),
    list: (prefix) => keysUnder(root, checkKey(prefix.replace(/\/$/, '')).join('/')),
    folders: async (prefix) =>
      (await entriesOf(pathOf(prefix.replace(/\/$/, ''))))
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name),
    delete: (key) =>
      rm(pathOf(key), { force: true }).catch((error: unknown) => {
        throw refused('removing', pathOf(key), error);
      }),
    localPath: found,
  };
}

/** The parts of a key. */
function checkKey(key: string): readonly string[] {
  const parts = key.split('/');
  const isSafe = parts.every(
    (part) => part !== '' && !part.startsWith(HIDDEN_PREFIX) && !/[\0\\]/.test(part),
  );
  if (isSafe) return parts;
  throw new FlowError(
    'bad_key',
    `using the key ${JSON.stringify(key)}: expected names separated by '/', none of them empty or beginning with '.'`,
  );
}

async function* keysUnder(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(root, folder))) {
    const key = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* keysUnder(root, key);
    else yield key;
  }
}

/** In ascending order; empty if there is no such folder. */
async function entriesOf(path: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith(HIDDEN_PREFIX))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isNothingThere(error)) return [];
    throw refused('listing', path, error);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isNothingThere(error)) return false;
    throw refused('reading', path, error);
  }
}

/** Each new folder is synced into its parent: a power cut leaves it in place. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** A folder that may be written to and not read, or a disk that syncs none: that must do. */
const UNSYNCABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EINVAL', 'EISDIR']);

async function syncFolder(path: string): Promise<void> {
  await sync(path).catch((error: unknown) => {
    if (!UNSYNCABLE.has(codeOf(error))) throw error;
  });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const isNothingThere = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function refused(doing: string, path: string, cause: unknown): FlowError {
  return new FlowError(
    'store_failed',
    `${doing} ${path}: the system refused it (${codeOf(cause) || String(cause)}); see that the disk has room and that this user may use the folder`,
    { cause },
  );
}
