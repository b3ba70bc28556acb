import { ObjectConflictError, openStore, type ObjectStore } from '@lf/dataset';
import { pathToFileURL } from 'node:url';

/**
 * A datastore that reads what is in another one, and keeps all that is written in a folder of this machine: a step that is
 * done again (`lf step`) publishes nothing, whatever its body does with the datastore.
 */
export function scratchDatastore(store: ObjectStore, folder: string): ObjectStore {
  const scratch = openStore(pathToFileURL(folder).href);
  const holderOf = async (key: string): Promise<ObjectStore> =>
    (await scratch.exists(key)) ? scratch : store;
  const conflict = (key: string, expected: string) =>
    new ObjectConflictError(key, scratch.url, expected);
  return {
    ...scratch,
    async create(key, bytes) {
      if (await store.exists(key)) throw conflict(key, 'no object there');
      return scratch.create(key, bytes);
    },
    async replace(key, bytes, etag) {
      if (await scratch.exists(key)) return scratch.replace(key, bytes, etag);
      const { etag: found } = await store.head(key);
      if (found !== etag) throw conflict(key, `its version ${etag}`);
      return scratch.create(key, bytes);
    },
    get: async (key) => (await holderOf(key)).get(key),
    read: async (key) => (await holderOf(key)).read(key),
    getFile: async (key, path) => (await holderOf(key)).getFile(key, path),
    exists: async (key) => (await scratch.exists(key)) || store.exists(key),
    head: async (key) => (await holderOf(key)).head(key),
    digest: async (key) => (await holderOf(key)).digest(key),
    localPath: async (key) => (await holderOf(key)).localPath(key),
    list: (prefix) => merged(scratch.list(prefix), store.list(prefix), (key) => key),
    entries: (prefix) => merged(scratch.entries(prefix), store.entries(prefix), ({ key }) => key),
    async folders(prefix) {
      const names = [...(await scratch.folders(prefix)), ...(await store.folders(prefix))];
      return [...new Set(names)].sort();
    },
  };
}

/** Of both, in ascending order; of those with the same key the first's. */
async function* merged<Item>(
  first: AsyncIterable<Item>,
  second: AsyncIterable<Item>,
  keyOf: (item: Item) => string,
): AsyncGenerator<Item> {
  const items = new Map<string, Item>();
  for await (const item of second) items.set(keyOf(item), item);
  for await (const item of first) items.set(keyOf(item), item);
  yield* [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
