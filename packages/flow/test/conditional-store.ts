import { createHash } from 'node:crypto';
import type { FlowStore } from '../src/index.ts';

/** A store in memory that has conditional writes, and may list what was there a moment ago. */
export function conditionalStore(
  options: { readonly listsNothing?: boolean } = {},
): FlowStore & { keys(): string[] } {
  const objects = new Map<string, Uint8Array>();
  const etagOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const refuse = (code: string): Error => Object.assign(new Error(code), { code });
  const bytesAt = (key: string): Uint8Array => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw refuse('object_not_found');
    return bytes;
  };
  const write = (key: string, bytes: Uint8Array): string => {
    objects.set(key, Uint8Array.from(bytes));
    return etagOf(bytes);
  };
  return {
    url: 'memory:',
    put: async (key, bytes) => void write(key, bytes),
    putFile: () => Promise.reject(new Error('no files here')),
    get: async (key) => bytesAt(key),
    exists: async (key) => objects.has(key),
    async *list(prefix) {
      if (options.listsNothing === true) return;
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix));
    },
    delete: async (key, given) => {
      const there = objects.get(key);
      if (there !== undefined && given && etagOf(there) !== given.etag) {
        throw refuse('object_conflict');
      }
      objects.delete(key);
    },
    create: async (key, bytes) => {
      if (objects.has(key)) throw refuse('object_conflict');
      return write(key, bytes);
    },
    replace: async (key, bytes, etag) => {
      const there = objects.get(key);
      if (there === undefined || etagOf(there) !== etag) throw refuse('object_conflict');
      return write(key, bytes);
    },
    read: async (key) => ({ bytes: bytesAt(key), etag: etagOf(bytesAt(key)) }),
    localPath: () => Promise.reject(new Error('no files here')),
    keys: () => [...objects.keys()],
  };
}
