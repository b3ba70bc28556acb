import { constants, createWriteStream, type Stats } from 'node:fs';
import { copyFile, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { ObjectNotFoundError } from '../errors.ts';
import { storageFault } from '../faults/storage-fault.ts';
import { systemCodeOf } from '../faults/system-codes.ts';
import { writeAtomically } from './atomic-write.ts';
import { digestFile } from './digest-file.ts';
import { HIDDEN_PREFIX, checkKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Keeps each object as a file below `root`, an absolute directory that is made on the first write. */
export function fileStore(root: string): ObjectStore {
  const url = pathToFileURL(root).href;
  const pathOf = (key: string): string => join(root, ...checkKey(key).split('/'));

  return {
    url,

    async put(key, bytes) {
      const chunks = bytes instanceof Uint8Array ? [bytes] : bytes;
      await writeAtomically(pathOf(key), (hiddenPath) =>
        pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(hiddenPath)),
      );
    },

    async putFile(key, localPath) {
      await writeAtomically(pathOf(key), (hiddenPath) => copyInto(localPath, hiddenPath));
    },

    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (isNothingThere(error)) throw new ObjectNotFoundError(key, url, { cause: error });
        throw readingFault(error, pathOf(key));
      }
    },

    exists: (key) => isFile(pathOf(key)),

    async modifiedAt(key) {
      const found = await fileAt(pathOf(key));
      if (found === undefined) throw new ObjectNotFoundError(key, url);
      return found.mtime;
    },

    async digest(key) {
      const found = await fileAt(pathOf(key));
      if (found === undefined) throw new ObjectNotFoundError(key, url);
      const sha256 = await digestFile(pathOf(key)).catch((error: unknown) => {
        throw readingFault(error, pathOf(key));
      });
      return { bytes: found.size, sha256 };
    },

    async *list(prefix) {
      // Only the directory part of the prefix needs walking; the rest is compared.
      const parts = prefix.split('/').slice(0, -1);
      if (parts.length > 0) checkKey(parts.join('/'));
      for await (const key of walk(root, parts.map((part) => `${part}/`).join(''))) {
        if (key.startsWith(prefix)) yield key;
      }
    },

    async delete(key) {
      await rm(pathOf(key), { force: true }).catch((error: unknown) => {
        if (isNothingThere(error)) return;
        throw storageFault(error, { doing: 'removing a file', path: pathOf(key) });
      });
    },

    async localPath(key) {
      const path = pathOf(key);
      if (!(await isFile(path))) throw new ObjectNotFoundError(key, url);
      return path;
    },
  };
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
  let entries;
  try {
    entries = await readdir(join(root, directory), { withFileTypes: true });
  } catch (error) {
    if (isNothingThere(error)) return;
    throw storageFault(error, { doing: 'listing a folder', path: join(root, directory) });
  }
  const names = entries
    .filter((entry) => !entry.name.startsWith(HIDDEN_PREFIX))
    // '/' belongs to the key: 'a.txt' comes before 'a/b' because '.' < '/'.
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    if (name.endsWith('/')) yield* walk(root, directory + name);
    else yield directory + name;
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await fileAt(path)) !== undefined;
}

async function fileAt(path: string): Promise<Stats | undefined> {
  try {
    const found = await stat(path);
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
