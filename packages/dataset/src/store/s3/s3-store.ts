import { ObjectConflictError, ObjectNotFoundError } from '../../errors.ts';
import { digestFile } from '../digest-file.ts';
import { checkKey } from '../keys.ts';
import type { ObjectEntry, ObjectStore } from '../object-store.ts';
import { diskCache } from './disk-cache.ts';
import { headObject } from './head-object.ts';
import { listEntries, listFolders } from './list-keys.ts';
import { cachedReader, readIntoFile, readObject } from './read-object.ts';
import { UnmetRequest } from './s3-calls.ts';
import type { S3Options } from './s3-options.ts';
import { s3Place } from './s3-place.ts';
import type { S3Place } from './s3-place.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { putIf, putLocalFile, putObject, requireConditions } from './write-object.ts';

/**
 * Keeps each object under its key in a bucket of S3, or of a server that speaks the same.
 *
 * The bytes of an object carry their SHA-256 as metadata, and every reading is checked against it.
 *
 * @param url s3://bucket/prefix
 * @throws InvalidStoreUrlError
 */
export function s3Store(url: string, options: S3Options = {}): ObjectStore {
  const place = s3Place(url, options);
  const { root, settings, calls, payer } = place;
  const cache = diskCache(settings.cacheDirectory, settings.cacheBytes);
  const localPath = cachedReader(place, cache);
  let areConditionsHonoured = false;
  const entriesUnder = async (prefix: string): Promise<readonly ObjectEntry[]> => {
    const parts = prefix.split('/').slice(0, -1);
    if (parts.length > 0) checkKey(parts.join('/'));
    return listEntries(calls, prefix, { ...payer, doing: `Listing ${root}/${prefix}` });
  };

  return {
    url: root,

    put: (key, bytes) => putObject(place, key, bytes),

    async putFile(key, path) {
      await cache.keep(path, await putLocalFile(place, key, path));
    },

    async create(key, bytes) {
      const condition = { IfNoneMatch: '*' } as const;
      const etag = await putIf(place, key, bytes, { condition, expected: 'no object there' });
      if (areConditionsHonoured) return etag;
      try {
        await requireConditions(place, key, bytes);
      } catch (error) {
        // Nobody owns what no condition guards.
        await remove(place, key);
        throw error;
      }
      areConditionsHonoured = true;
      return etag;
    },

    replace: (key, bytes, etag) =>
      putIf(place, key, bytes, { condition: { IfMatch: etag }, expected: `its version ${etag}` }),

    get: async (key) => (await readObject(place, key)).bytes,

    read: (key) => readObject(place, key),

    getFile: (key, path) => readIntoFile(place, key, path),

    async exists(key) {
      try {
        await headObject(place, key);
        return true;
      } catch (error) {
        if (error instanceof ObjectNotFoundError) return false;
        throw error;
      }
    },

    async head(key) {
      const { bytes, modifiedAt, etag } = await headObject(place, key);
      return { bytes, modifiedAt, etag };
    },

    async digest(key) {
      const { bytes, sha256 } = await headObject(place, key);
      return { bytes, sha256: sha256 ?? (await digestFile(await localPath(key))) };
    },

    async *list(prefix) {
      for (const { key } of await entriesUnder(prefix)) yield key;
    },

    async *entries(prefix) {
      yield* await entriesUnder(prefix);
    },

    folders(prefix) {
      checkKey(prefix.replace(/\/$/, ''));
      return listFolders(calls, prefix, { ...payer, doing: `Listing ${root}/${prefix}` });
    },

    delete: (key, given) => remove(place, key, given),

    localPath,

    sweep: () => sweepUploads(calls, { ...payer, onWarning: settings.onWarning }),
  };
}

async function remove(
  place: S3Place,
  key: string,
  given?: { readonly etag: string },
): Promise<void> {
  const object = {
    ...place.objectOf(key),
    ...(given !== undefined && { IfMatch: given.etag }),
  };
  try {
    await place.calls.call(
      `Deleting ${place.nameOf(key)}`,
      ({ client, sdk }) => client.send(new sdk.DeleteObjectCommand(object)),
      ['not_found', 'precondition'],
    );
  } catch (error) {
    if (!(error instanceof UnmetRequest)) throw error;
    if (error.failure === 'not_found') return;
    throw new ObjectConflictError(key, place.root, `its version ${given?.etag ?? ''}`, {
      cause: error,
    });
  }
}
