import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FlowStore } from '../src/index.ts';

/** The least store that keeps the contract of FlowStore: files in a directory, written aside and renamed. */
export function directoryStore(root: string): FlowStore {
  const at = (key: string): string => join(root, key);
  const aside = async (key: string): Promise<string> => {
    await mkdir(dirname(at(key)), { recursive: true });
    return join(dirname(at(key)), `.${randomUUID()}.part`);
  };
  return {
    url: pathToFileURL(root).href,
    put: async (key, bytes) => {
      const part = await aside(key);
      await writeFile(part, bytes);
      await rename(part, at(key));
    },
    putFile: async (key, localPath) => {
      const part = await aside(key);
      await copyFile(localPath, part);
      await rename(part, at(key));
    },
    get: (key) => readFile(at(key)),
    exists: (key) =>
      stat(at(key)).then(
        (found) => found.isFile(),
        () => false,
      ),
    list: (prefix) => keysUnder(root, prefix.replace(/\/$/, '')),
    folders: async (prefix) => {
      const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    },
    delete: (key) => rm(at(key), { force: true }),
    localPath: async (key) => at(key),
  };
}

async function* keysUnder(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const key = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* keysUnder(root, key);
    else if (!entry.name.endsWith('.part')) yield key;
  }
}
