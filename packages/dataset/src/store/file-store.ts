import { constants, type BigIntStats, type Dirent } from 'node:fs';
import {
  copyFile,
  link,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { ObjectConflictError, ObjectNotFoundError } from '../errors.ts';
import { storageFault } from '../faults/storage-fault.ts';
import { systemCodeOf } from '../faults/system-codes.ts';
import { sweepTree } from '../leftovers/sweep.ts';
import { writeAtomically } from './atomic-write.ts';
import { digestFile } from './digest-file.ts';
import { exclusively } from './exclusive.ts';
import { HIDDEN_PREFIX, checkKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Keeps each object as a file below `root`, an absolute directory that is made on the first write. */
export function fileStore(root: string): ObjectStore {
  const url = pathToFileURL(root).href;
  const pathOf = (key: string): string => join(root, ...checkKey(key).split('/'));
  const conflict = (key: string, expected: string, cause?: unknown): ObjectConflictError =>
    new ObjectConflictError(key, url, expected, { cause });

  /** Lets `change` run while nobody else changes the object conditionally, and only if it is the version `etag`. */
  const changing = async <Result>(
    key: string,
    etag: string,
    change: (path: string) => Promise<Result>,
  ): Promise<Result> => {
    const path = pathOf(key);
    const check = async (): Promise<void> => {
      const found = await fileAt(path);
      if (found === undefined || etagOf(found) !== etag) throw conflict(key, `its version ${etag}`);
    };
    await check();
    return exclusively(path, async () => {
      await check();
      return change(path);
    });
  };

  const keysUnder = async function* (prefix: string): AsyncGenerator<string> {
    // Only the directory part of the prefix needs walking; the rest is compared.
    const parts = prefix.split('/').slice(0, -1);
    if (parts.length > 0) checkKey(parts.join('/'));
    for await (const key of walk(root, parts.map((part) => `${part}/`).join(''))) {
      if (key.startsWith(prefix)) yield key;
    }
  };

  return {
    url,

    async put(key, bytes) {
      const chunks = bytes instanceof Uint8Array ? [bytes] : bytes;
      await writeAtomically(pathOf(key), async (hiddenPath) => {
        // Open before a source can fail: a stream that opens it itself may do so after it was removed
        const file = await open(hiddenPath, 'w');
        await pipeline(Readable.from(chunks, { objectMode: true }), file.createWriteStream());
      });
    },

    async putFile(key, localPath) {
      await writeAtomically(pathOf(key), (hiddenPath) => copyInto(localPath, hiddenPath));
    },

    async create(key, bytes) {
      try {
        return await writeVersion(pathOf(key), bytes, putWhereNothingIs);
      } catch (error) {
        const isTaken = systemCodeOf(error) === 'EEXIST' && (await isFile(pathOf(key)));
        throw isTaken ? conflict(key, 'no object there', error) : error;
      }
    },

    replace: (key, bytes, etag) => changing(key, etag, (path) => writeVersion(path, bytes, rename)),

    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (isNothingThere(error)) throw new ObjectNotFoundError(key, url, { cause: error });
        throw readingFault(error, pathOf(key));
      }
    },

    async read(key) {
      const file = await open(pathOf(key)).catch((error: unknown) => {
        if (isNothingThere(error)) throw new ObjectNotFoundError(key, url, { cause: error });
        throw readingFault(error, pathOf(key));
      });
      try {
        const found = await file.stat({ bigint: true });
        if (!found.isFile()) throw new ObjectNotFoundError(key, url);
        return { bytes: await file.readFile(), etag: etagOf(found) };
      } finally {
        await file.close();
      }
    },

    async getFile(key, localPath) {
      if (!(await isFile(pathOf(key)))) throw new ObjectNotFoundError(key, url);
      await writeAtomically(localPath, (hiddenPath) => copyInto(pathOf(key), hiddenPath));
    },

    exists: (key) => isFile(pathOf(key)),

    async head(key) {
      const found = await fileAt(pathOf(key));
      if (found === undefined) throw new ObjectNotFoundError(key, url);
      return { bytes: Number(found.size), modifiedAt: found.mtime, etag: etagOf(found) };
    },

    async digest(key) {
      const found = await fileAt(pathOf(key));
      if (found === undefined) throw new ObjectNotFoundError(key, url);
      const sha256 = await digestFile(pathOf(key)).catch((error: unknown) => {
        throw readingFault(error, pathOf(key));
      });
      return { bytes: Number(found.size), sha256 };
    },

    list: keysUnder,

    async *entries(prefix) {
      for await (const key of keysUnder(prefix)) {
        const found = await fileAt(pathOf(key));
        if (found !== undefined) {
          yield { key, bytes: Number(found.size), modifiedAt: found.mtime };
        }
      }
    },

    async folders(prefix) {
      const directory = join(root, ...checkKey(prefix.replace(/\/$/, '')).split('/'));
      const entries = await entriesIn(directory);
      return entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith(HIDDEN_PREFIX))
        .map(({ name }) => name)
        .sort();
    },

    async delete(key, options) {
      const removeAt = (path: string): Promise<void> =>
        rm(path, { force: true }).catch((error: unknown) => {
          if (isNothingThere(error)) return;
          throw storageFault(error, { doing: 'removing a file', path });
        });
      if (options === undefined) await removeAt(pathOf(key));
      else if (await isFile(pathOf(key))) await changing(key, options.etag, removeAt);
    },

    async localPath(key) {
      const path = pathOf(key);
      if (!(await isFile(path))) throw new ObjectNotFoundError(key, url);
      return path;
    },

    sweep: () => sweepTree(root),
  };
}

/** Every write makes a new file: its number, its time in nanoseconds and its size tell versions apart. */
function etagOf({ ino, mtimeNs, size }: Pick<BigIntStats, 'ino' | 'mtimeNs' | 'size'>): string {
  return `${ino}-${mtimeNs}-${size}`;
}

/** Writes a small file and tells its version. */
async function writeVersion(
  path: string,
  bytes: Uint8Array,
  putInPlace: (hiddenPath: string, path: string) => Promise<void>,
): Promise<string> {
  let etag = '';
  await writeAtomically(
    path,
    (hiddenPath) => writeFile(hiddenPath, bytes),
    async (hiddenPath) => {
      // Before others see it: what is at the path afterwards may be theirs.
      etag = etagOf(await stat(hiddenPath, { bigint: true }));
      await putInPlace(hiddenPath, path);
    },
  );
  return etag;
}

/** What a disk without links says, such as exFAT. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** As the system says it. */
function taken(path: string): Error {
  return Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST', syscall: 'link', path });
}

/** A link, unlike a rename, never replaces. */
async function putWhereNothingIs(hiddenPath: string, path: string): Promise<void> {
  try {
    await link(hiddenPath, path);
  } catch (error) {
    if (!WITHOUT_LINKS.has(systemCodeOf(error) ?? '')) throw error;
    await exclusively(path, async () => {
      if (await isFile(path)) throw taken(path);
      await rename(hiddenPath, path);
    });
    return;
  }
  await rm(hiddenPath);
}

/** Copies, by reflink where the disk can; the copy gets the mode of a new file and not the source's. */
async function copyInto(localPath: string, path: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const { mode } = await file.stat();
    await copyFile(localPath, path, constants.COPYFILE_FICLONE);
    await file.chmod(mode);
  } finally {
    await file.close();
  }
}

async function* walk(root: string, directory: string): AsyncIterable<string> {
  const names = (await entriesIn(join(root, directory)))
    .filter((entry) => !entry.name.startsWith(HIDDEN_PREFIX))
    // '/' belongs to the key: 'a.txt' comes before 'a/b' because '.' < '/'.
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    if (name.endsWith('/')) yield* walk(root, directory + name);
    else yield directory + name;
  }
}

/** None where there is no such directory. */
async function entriesIn(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isNothingThere(error)) return [];
    throw storageFault(error, { doing: 'listing a folder', path });
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await fileAt(path)) !== undefined;
}

async function fileAt(path: string): Promise<BigIntStats | undefined> {
  try {
    const found = await stat(path, { bigint: true });
    return found.isFile() ? found : undefined;
  } catch (error) {
    if (isNothingThere(error)) return undefined;
    throw readingFault(error, path);
  }
}

function readingFault(error: unknown, path: string): unknown {
  return storageFault(error, { doing: 'reading a file', path });
}

function isNothingThere(error: unknown): boolean {
  return NOTHING_THERE.has(systemCodeOf(error) ?? '');
}

const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);
