import { fileStore } from './file-store.ts';
import type { FlowStore } from './store.ts';

/**
 * A store that reads what is in another one, and writes into a folder of this machine: what was written is read from
 * there. The other store is never changed, so nothing of it is deleted either.
 */
export function scratchStore(store: FlowStore, folder: string): FlowStore {
  const scratch = fileStore(folder);
  const holderOf = async (key: string): Promise<FlowStore> =>
    (await scratch.exists(key)) ? scratch : store;
  return {
    url: scratch.url,
    put: (key, bytes) => scratch.put(key, bytes),
    putFile: (key, localPath) => scratch.putFile(key, localPath),
    get: async (key) => (await holderOf(key)).get(key),
    exists: async (key) => (await scratch.exists(key)) || store.exists(key),
    async *list(prefix) {
      const written = new Set<string>();
      for await (const key of scratch.list(prefix)) {
        written.add(key);
        yield key;
      }
      for await (const key of store.list(prefix)) if (!written.has(key)) yield key;
    },
    delete: (key) => scratch.delete(key),
    localPath: async (key) => (await holderOf(key)).localPath(key),
  };
}
