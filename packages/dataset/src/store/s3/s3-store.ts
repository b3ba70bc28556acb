import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { ObjectConflictError, ObjectDamagedError, ObjectNotFoundError } from '../../errors.ts';
import { writeAtomically } from '../atomic-write.ts';
import { digestFile } from '../digest-file.ts';
import { checkKey } from '../keys.ts';
import type { ObjectHead, ObjectStore } from '../object-store.ts';
import { diskCache } from './disk-cache.ts';
import { downloadRanges } from './download-ranges.ts';
import { listKeys } from './list-keys.ts';
import { fileParts, gather, partBytesFor, streamParts } from './part-sources.ts';
import { parseS3Url } from './s3-address.ts';
import { UnmetRequest, s3Calls } from './s3-calls.ts';
import type { S3Connection } from './s3-calls.ts';
import { S3Error } from './s3-errors.ts';
import { failureOf, statusOf } from './s3-fault.ts';
import { withDefaults } from './s3-options.ts';
import type { S3Options } from './s3-options.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { uploadParts } from './upload-parts.ts';

/** What S3 knows of an object of ours. */
interface KnownObject extends ObjectHead {
  /** Of its bytes, as its writer noted it; absent where another program wrote it, or from a stream. */
  readonly sha256: string | undefined;
  /** Names the write that made it. */
  readonly write: string | undefined;
}

/** An object that is replaced while it is read, or arrives damaged, is read again so often. */
const READINGS = 3;

/**
 * Keeps each object under its key in a bucket of S3, or of a server that speaks the same.
 *
 * The bytes of an object carry their SHA-256 as metadata, and every reading is checked against it.
 *
 * @param url s3://bucket/prefix
 * @throws InvalidStoreUrlError
 */
export function s3Store(url: string, options: S3Options = {}): ObjectStore {
  const settings = withDefaults(options);
  const address = parseS3Url(url);
  const calls = s3Calls(address, settings);
  const cache = diskCache(settings.cacheDirectory, settings.cacheBytes);
  const root = `s3://${address.bucket}/${address.prefix}`.replace(/\/$/, '');
  const payer = settings.requesterPays === true ? ({ RequestPayer: 'requester' } as const) : {};
  const encryption = {
    ...(settings.encryption !== undefined && { ServerSideEncryption: settings.encryption }),
    ...(settings.kmsKeyId !== undefined && { SSEKMSKeyId: settings.kmsKeyId }),
  };

  const placeOf = (key: string) => ({
    Bucket: address.bucket,
    Key: `${address.prefix}${checkKey(key)}`,
    ...payer,
  });
  const nameOf = (key: string): string => `${root}/${key}`;

  const headOf = async (key: string): Promise<KnownObject> => {
    const place = placeOf(key);
    const doing = `Looking at ${nameOf(key)}`;
    try {
      return knownOf(
        await calls.call(
          doing,
          async (connection) => {
            try {
              return await connection.client.send(new connection.sdk.HeadObjectCommand(place));
            } catch (error) {
              throw await explained(connection, place, error);
            }
          },
          ['not_found'],
        ),
      );
    } catch (error) {
      throw error instanceof UnmetRequest ? notFound(key, error) : error;
    }
  };

  const notFound = (key: string, cause: unknown): ObjectNotFoundError =>
    new ObjectNotFoundError(key, root, { cause });

  const metadataOf = (sha256: string | undefined) => ({
    Metadata: { write: randomUUID(), ...(sha256 !== undefined && { sha256 }) },
  });

  /** One request with all bytes, which S3 checks against their SHA-256. */
  const putWhole = (
    key: string,
    bytes: Uint8Array,
    condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string } = {},
  ): { readonly write: string; readonly answer: Promise<string> } => {
    const digest = createHash('sha256').update(bytes).digest();
    const metadata = metadataOf(digest.toString('hex'));
    const input = {
      ...placeOf(key),
      ...encryption,
      ...metadata,
      ...condition,
      Body: bytes,
      ChecksumSHA256: digest.toString('base64'),
    };
    const answer = calls
      .call(
        `Writing ${nameOf(key)}`,
        ({ client, sdk }) => client.send(new sdk.PutObjectCommand(input)),
        ['precondition', 'not_found'],
      )
      .then(({ ETag }) => etagIn(ETag));
    return { write: metadata.Metadata.write, answer };
  };

  const putIf = async (
    key: string,
    bytes: Uint8Array,
    condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
    expected: string,
  ): Promise<string> => {
    const { write, answer } = putWhole(key, bytes, condition);
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof UnmetRequest)) throw error;
      if (error.isInDoubt) {
        // The answer to an attempt that succeeded was lost, and the next one met what it had written.
        const found = await headOf(key).catch(() => undefined);
        if (found?.write === write) return found.etag;
      }
      throw new ObjectConflictError(key, root, expected, { cause: error });
    }
  };

  let honoursConditions: Promise<void> | undefined;

  /** A server that lets a second `create` through lets two machines own one run: found out by the first one. */
  const checkConditions = async (key: string, bytes: Uint8Array): Promise<void> => {
    try {
      await putWhole(key, bytes, { IfNoneMatch: '*' }).answer;
    } catch (error) {
      if (error instanceof UnmetRequest) return;
      throw error;
    }
    throw new S3Error('s3_unconditional', `Creating ${nameOf(key)}`, {
      bucket: address.bucket,
      cause: undefined,
    });
  };

  const download = (key: string, found: KnownObject, path: string): Promise<string> =>
    downloadRanges(calls, { ...placeOf(key), IfMatch: found.etag }, path, {
      bytes: found.bytes,
      rangeBytes: settings.partBytes,
      parallel: settings.parallel,
      doing: `Reading ${nameOf(key)}`,
    });

  /** By key and etag: digests that nobody noted and a reading told. */
  const toldDigests = new Map<string, string>();
  const pending = new Map<string, Promise<string>>();

  const cachedPath = async (key: string): Promise<string> => {
    let damage = '';
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const found = await headOf(key);
      const version = `${key}\n${found.etag}`;
      const expected = found.sha256 ?? toldDigests.get(version);
      const cached = expected === undefined ? undefined : await cache.find(expected);
      if (cached !== undefined) return cached;
      try {
        const { path, sha256 } = await cache.add((at) => download(key, found, at), expected);
        toldDigests.set(version, sha256);
        if (path !== undefined) return path;
        toldDigests.delete(version);
        damage = `others of SHA-256 ${sha256}`;
      } catch (error) {
        if (!(error instanceof UnmetRequest)) throw error;
        // Replaced or deleted while it was read: the next look tells.
        damage = 'another object each time';
      }
    }
    throw new ObjectDamagedError(key, root, damage);
  };

  const localPath = (key: string): Promise<string> => {
    const known = pending.get(key);
    if (known !== undefined) return known;
    const path = cachedPath(key).finally(() => pending.delete(key));
    pending.set(key, path);
    return path;
  };

  const read = async (key: string): Promise<{ bytes: Uint8Array; etag: string }> => {
    try {
      return await calls.call(
        `Reading ${nameOf(key)}`,
        async ({ client, sdk }) => {
          const { Body, ETag, Metadata } = await client.send(
            new sdk.GetObjectCommand({ ...placeOf(key), ChecksumMode: 'ENABLED' }),
          );
          const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0);
          const expected = Metadata?.['sha256'];
          if (expected !== undefined && sha256Of(bytes) !== expected) throw new DamagedBytes();
          return { bytes, etag: etagIn(ETag) };
        },
        ['not_found'],
      );
    } catch (error) {
      if (error instanceof UnmetRequest) throw notFound(key, error);
      if (error instanceof S3Error && error.cause instanceof DamagedBytes) {
        throw new ObjectDamagedError(key, root, 'other bytes');
      }
      throw error;
    }
  };

  return {
    url: root,

    async put(key, bytes) {
      const chunks = chunksOf(bytes);
      try {
        const { partBytes, parallel } = settings;
        const whole = bytes instanceof Uint8Array && bytes.length <= partBytes;
        const first = whole
          ? { bytes, rest: new Uint8Array(0), ended: true }
          : await gather(chunks, new Uint8Array(0), partBytes + 1);
        if (first.ended && first.bytes.length <= partBytes) {
          await putWhole(key, first.bytes).answer;
          return;
        }
        const sha256 = bytes instanceof Uint8Array ? sha256Of(bytes) : undefined;
        const start = Buffer.concat([first.bytes, first.rest]);
        const input = inputFor(key, sha256);
        const doing = `Writing ${nameOf(key)}`;
        await uploadParts(calls, input, streamParts(chunks, start, partBytes), { parallel, doing });
      } finally {
        await chunks.return?.();
      }
    },

    async putFile(key, localPath) {
      placeOf(key);
      const { partBytes: least, parallel } = settings;
      const file = await open(localPath);
      try {
        const before = await file.stat({ bigint: true });
        const fileBytes = Number(before.size);
        if (fileBytes <= least) {
          const bytes = await file.readFile();
          await putWhole(key, bytes).answer;
          await cache.keep(localPath, sha256Of(bytes));
          return;
        }
        const doing = `Writing ${nameOf(key)}`;
        const partBytes = partBytesFor(fileBytes, least);
        const sha256 = await digestFile(localPath);
        const input = inputFor(key, sha256);
        await uploadParts(calls, input, fileParts(file, fileBytes, partBytes), {
          ...{ parallel, doing },
          async check() {
            const { mtimeNs, size } = await file.stat({ bigint: true });
            if (mtimeNs === before.mtimeNs && size === before.size) return;
            throw new Error(
              `${doing}: ${localPath} changed while it was read; try again when it is whole`,
            );
          },
        });
        await cache.keep(localPath, sha256);
      } finally {
        await file.close();
      }
    },

    async create(key, bytes) {
      const etag = await putIf(key, bytes, { IfNoneMatch: '*' }, 'no object there');
      honoursConditions ??= checkConditions(key, bytes);
      try {
        await honoursConditions;
      } catch (error) {
        // Nobody owns what a condition did not guard.
        await remove(key);
        throw error;
      }
      return etag;
    },

    replace: (key, bytes, etag) => putIf(key, bytes, { IfMatch: etag }, `its version ${etag}`),

    get: async (key) => (await read(key)).bytes,

    read,

    async getFile(key, localPath) {
      for (let reading = 1; ; reading += 1) {
        const found = await headOf(key);
        try {
          await writeAtomically(localPath, async (hiddenPath) => {
            const sha256 = await download(key, found, hiddenPath);
            if (found.sha256 !== undefined && sha256 !== found.sha256) throw new DamagedBytes();
          });
          return;
        } catch (error) {
          if (!(error instanceof UnmetRequest || error instanceof DamagedBytes)) throw error;
          if (reading === READINGS) throw new ObjectDamagedError(key, root, 'other bytes');
        }
      }
    },

    async exists(key) {
      try {
        await headOf(key);
        return true;
      } catch (error) {
        if (error instanceof ObjectNotFoundError) return false;
        throw error;
      }
    },

    async head(key) {
      const { bytes, modifiedAt, etag } = await headOf(key);
      return { bytes, modifiedAt, etag };
    },

    async digest(key) {
      const { bytes, sha256 } = await headOf(key);
      if (sha256 !== undefined) return { bytes, sha256 };
      return { bytes, sha256: await digestFile(await localPath(key)) };
    },

    async *list(prefix) {
      const parts = prefix.split('/').slice(0, -1);
      if (parts.length > 0) checkKey(parts.join('/'));
      yield* await listKeys(calls, prefix, { ...payer, doing: `Listing ${root}/${prefix}` });
    },

    delete: remove,

    localPath,

    sweep: () => sweepUploads(calls, { ...payer, onWarning: settings.onWarning }),
  };

  async function remove(key: string, given?: { readonly etag: string }): Promise<void> {
    try {
      await calls.call(
        `Deleting ${nameOf(key)}`,
        ({ client, sdk }) =>
          client.send(
            new sdk.DeleteObjectCommand({
              ...placeOf(key),
              ...(given !== undefined && { IfMatch: given.etag }),
            }),
          ),
        ['not_found', 'precondition'],
      );
    } catch (error) {
      if (!(error instanceof UnmetRequest)) throw error;
      if (error.failure === 'not_found') return;
      throw new ObjectConflictError(key, root, `its version ${given?.etag ?? ''}`, {
        cause: error,
      });
    }
  }

  function inputFor(key: string, sha256: string | undefined) {
    return {
      ...placeOf(key),
      ...encryption,
      ...metadataOf(sha256),
      // Node's own, by far the fastest of those that S3 takes for parts.
      ChecksumAlgorithm: 'CRC32',
    } as const;
  }
}

/** Bytes arrived that are not those of the digest: named so that the request is made again. */
class DamagedBytes extends Error {
  override readonly name = 'XAmzContentChecksumMismatch';
}

/** The answer to a HEAD has no body, so no word of why it failed: a GET of one byte has. */
async function explained(
  { client, sdk }: S3Connection,
  place: { readonly Bucket: string; readonly Key: string },
  error: unknown,
): Promise<unknown> {
  const status = statusOf(error);
  if (status !== 400 && status !== 403 && status !== 301) return error;
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand({ ...place, Range: 'bytes=0-0' }));
    await Body?.transformToByteArray();
    return error;
  } catch (better) {
    return failureOf(better) === 'not_found' || statusOf(better) === 416 ? error : better;
  }
}

function knownOf(found: HeadObjectCommandOutput): KnownObject {
  const sha256 = found.Metadata?.['sha256'];
  return {
    bytes: found.ContentLength ?? 0,
    modifiedAt: found.LastModified ?? new Date(0),
    etag: etagIn(found.ETag),
    sha256: sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined,
    write: found.Metadata?.['write'],
  };
}

function etagIn(etag: string | undefined): string {
  if (etag === undefined) throw new TypeError('expected an ETag in the answer of S3');
  return etag;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function chunksOf(bytes: Uint8Array | AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> {
  if (!(bytes instanceof Uint8Array)) return bytes[Symbol.asyncIterator]();
  return (async function* () {
    yield bytes;
  })();
}
