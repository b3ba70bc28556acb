import { createHash } from 'node:crypto';
import type { ObjectStore } from '@lf/dataset';
import { ObjectConflictError, ObjectNotFoundError } from '@lf/dataset';
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

  /** Writes if `isMet` says so of what is there at that moment, whatever happens between it and the sync. */
  const writeIf = async (
    what: string,
    key: string,
    bytes: Uint8Array,
    isMet: (there: Uint8Array | undefined) => boolean,
  ): Promise<string> => {
    let isWritten: boolean | undefined;
    const put = (): void => {
      if (isWritten !== undefined) return;
      isWritten = isMet(disk.get(key));
      if (isWritten) disk.rename(key, bytes);
    };
    const sync = (): void => {
      if (isWritten === true) disk.sync(key);
    };
    await write(what, key, [put, sync]);
    if (isWritten !== true) throw new ObjectConflictError(key, URL, what);
    return etagOf(bytes);
  };

  return {
    url: URL,
    create: (key, bytes) => writeIf('create', key, bytes, (there) => there === undefined),
    replace: (key, bytes, etag) =>
      writeIf('replace', key, bytes, (there) => there !== undefined && etagOf(there) === etag),
    read: (key) =>
      read('read', key, () => {
        const bytes = bytesAt(key);
        return { bytes, etag: etagOf(bytes) };
      }),
    getFile: () => Promise.reject(new TypeError('local copies are not simulated')),
    sweep: () => Promise.resolve(),
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
    head: (key) =>
      read('head', key, () => {
        const bytes = bytesAt(key);
        const modifiedAt = new Date(simulation.wallMs);
        return { bytes: bytes.length, modifiedAt, etag: etagOf(bytes) };
      }),
    digest: (key) =>
      read('digest', key, () => {
        const bytes = bytesAt(key);
        return {
          bytes: bytes.length,
          sha256: etagOf(bytes),
        };
      }),
    entries: () => {
      throw new TypeError('what no flow asks for is not simulated');
    },
    folders: (prefix) =>
      read('folders', prefix, () => {
        const below = disk.keys(prefix).map((key) => key.slice(prefix.length).split('/'));
        return [
          ...new Set(below.flatMap(([name = '', ...rest]) => (rest.length > 0 ? [name] : []))),
        ];
      }),
    async *list(prefix) {
      yield* await read('list', prefix, () => disk.keys(prefix));
    },
    delete: (key, options) =>
      write('delete', key, [
        () => {
          const there = disk.get(key);
          const isOther = there !== undefined && options && etagOf(there) !== options.etag;
          if (isOther !== true) disk.remove(key);
        },
      ]),
    localPath: (key) =>
      read('localPath', key, () => {
        bytesAt(key);
        return key;
      }),
  };
}

/** No two writers of the simulation write the same bytes, unless they mean the same. */
function etagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
