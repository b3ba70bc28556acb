import { createHash } from 'node:crypto';
import type { ObjectStore } from '@lf/dataset';
import { ObjectNotFoundError } from '@lf/dataset';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';

const URL = 'simulated:';

/** Local files that a process puts into the store, by their paths. */
export type LocalFiles = ReadonlyMap<string, Uint8Array>;

/** The store as one process has it: what `@lf/dataset`'s file store promises, and no more. */
export function storeOf(
  simulation: Simulation,
  process: SimulatedProcess,
  files: LocalFiles = new Map(),
): ObjectStore {
  const { disk } = simulation;
  const read = <T>(what: string, key: string, answer: () => T): Promise<T> =>
    simulation.call(process, { what, key, moments: [], kind: 'read', answer });
  const write = (what: string, key: string, moments: readonly (() => void)[]): Promise<void> =>
    simulation.call(process, { what, key, moments, kind: 'write', answer: () => undefined });
  const bytesAt = (key: string): Uint8Array => {
    const bytes = disk.get(key);
    if (bytes === undefined) throw new ObjectNotFoundError(key, URL);
    return bytes;
  };
  const put = (what: string, key: string, bytes: Uint8Array): Promise<void> =>
    write(what, key, [() => disk.rename(key, bytes), () => disk.sync(key)]);

  return {
    url: URL,
    put: async (key, bytes) => {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('streams are not simulated');
      await put('put', key, Uint8Array.from(bytes));
    },
    putFile: async (key, path) => {
      const bytes = files.get(path);
      if (bytes === undefined) throw new TypeError(`no local file ${path}`);
      await put('putFile', key, bytes);
    },
    get: (key) => read('get', key, () => bytesAt(key)),
    exists: (key) => read('exists', key, () => disk.get(key) !== undefined),
    modifiedAt: (key) =>
      read('modifiedAt', key, () => {
        bytesAt(key);
        return new Date(simulation.wallMs);
      }),
    digest: (key) =>
      read('digest', key, () => {
        const bytes = bytesAt(key);
        return {
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        };
      }),
    async *list(prefix) {
      yield* await read('list', prefix, () => disk.keys(prefix));
    },
    delete: (key) => write('delete', key, [() => disk.remove(key)]),
    localPath: (key) =>
      read('localPath', key, () => {
        bytesAt(key);
        return key;
      }),
  };
}
