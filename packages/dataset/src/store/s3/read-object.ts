import { createHash } from 'node:crypto';
import { ObjectDamagedError, ObjectNotFoundError } from '../../errors.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { VersionedObject } from '../object-store.ts';
import type { DiskCache } from './disk-cache.ts';
import { downloadRanges } from './download-ranges.ts';
import { etagIn, headObject } from './head-object.ts';
import type { KnownObject } from './head-object.ts';
import { UnmetRequest } from './s3-calls.ts';
import { S3Error } from './s3-errors.ts';
import type { S3Place } from './s3-place.ts';

/** An object that is replaced while it is read, or arrives damaged, is read again so often. */
const READINGS = 3;

/** Bytes arrived that are not those of the digest: named so that the request is made again. */
class DamagedBytes extends Error {
  override readonly name = 'XAmzContentChecksumMismatch';
}

/** @throws ObjectNotFoundError, ObjectDamagedError, S3Error */
export async function readObject(place: S3Place, key: string): Promise<VersionedObject> {
  const object = { ...place.objectOf(key), ChecksumMode: 'ENABLED' } as const;
  try {
    return await place.calls.call(
      `Reading ${place.nameOf(key)}`,
      async ({ client, sdk }) => {
        const { Body, ETag, Metadata } = await client.send(new sdk.GetObjectCommand(object));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0);
        const expected = Metadata?.['sha256'];
        const found = createHash('sha256').update(bytes).digest('hex');
        if (expected !== undefined && found !== expected) throw new DamagedBytes();
        return { bytes, etag: etagIn(ETag) };
      },
      ['not_found'],
    );
  } catch (error) {
    if (error instanceof UnmetRequest) {
      throw new ObjectNotFoundError(key, place.root, { cause: error });
    }
    if (error instanceof S3Error && error.cause instanceof DamagedBytes) {
      throw new ObjectDamagedError(key, place.root, 'other bytes');
    }
    throw error;
  }
}

/**
 * Copies an object into a local file.
 *
 * @throws ObjectNotFoundError, ObjectDamagedError, S3Error
 */
export async function readIntoFile(place: S3Place, key: string, localPath: string): Promise<void> {
  for (let reading = 1; ; reading += 1) {
    const found = await headObject(place, key);
    try {
      await writeAtomically(localPath, async (hiddenPath) => {
        const sha256 = await download(place, key, found, hiddenPath);
        if (found.sha256 !== undefined && sha256 !== found.sha256) throw new DamagedBytes();
      });
      return;
    } catch (error) {
      if (!(error instanceof UnmetRequest || error instanceof DamagedBytes)) throw error;
      if (reading === READINGS) throw new ObjectDamagedError(key, place.root, 'other bytes');
    }
  }
}

/** Gives paths of copies in the cache, each fetched once. */
export function cachedReader(place: S3Place, cache: DiskCache): (key: string) => Promise<string> {
  /** By key and etag: digests that nobody noted and a reading told. */
  const toldDigests = new Map<string, string>();
  const pending = new Map<string, Promise<string>>();

  const fetchPath = async (key: string): Promise<string> => {
    let damage = '';
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const found = await headObject(place, key);
      const version = `${key}\n${found.etag}`;
      const expected = found.sha256 ?? toldDigests.get(version);
      const cached = expected === undefined ? undefined : await cache.find(expected);
      if (cached !== undefined) return cached;
      try {
        const { path, sha256 } = await cache.add((at) => download(place, key, found, at), expected);
        if (path !== undefined) {
          toldDigests.set(version, sha256);
          return path;
        }
        damage = `others of SHA-256 ${sha256}`;
      } catch (error) {
        if (!(error instanceof UnmetRequest)) throw error;
        // Replaced or deleted while it was read: the next look tells.
        damage = 'another object each time';
      }
    }
    throw new ObjectDamagedError(key, place.root, damage);
  };

  return (key) => {
    const known = pending.get(key);
    if (known !== undefined) return known;
    const path = fetchPath(key).finally(() => pending.delete(key));
    pending.set(key, path);
    return path;
  };
}

function download(place: S3Place, key: string, found: KnownObject, path: string): Promise<string> {
  const { partBytes, parallel } = place.settings;
  return downloadRanges(place.calls, { ...place.objectOf(key), IfMatch: found.etag }, path, {
    bytes: found.bytes,
    rangeBytes: partBytes,
    parallel,
    doing: `Reading ${place.nameOf(key)}`,
  });
}
