import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ObjectConflictError } from '../../errors.ts';
import { storageFault } from '../../faults/storage-fault.ts';
import { digestFile } from '../digest-file.ts';
import { etagIn, headObject } from './head-object.ts';
import { fileParts, gather, partBytesFor, streamParts } from './part-sources.ts';
import { UnmetRequest } from './s3-calls.ts';
import { S3Error } from './s3-errors.ts';
import type { S3Place } from './s3-place.ts';
import { uploadParts } from './upload-parts.ts';
import type { ObjectInput } from './upload-parts.ts';

/** On what a write depends. */
type Condition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

/** Puts bytes or a stream: in one request what is no longer than a part, in parts what is. */
export async function putObject(
  place: S3Place,
  key: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const { partBytes, parallel } = place.settings;
  if (bytes instanceof Uint8Array && bytes.length <= partBytes) {
    await putWhole(place, key, bytes).answer;
    return;
  }
  const chunks = chunksOf(bytes);
  try {
    const first = await gather(chunks, new Uint8Array(0), partBytes + 1);
    if (first.ended && first.bytes.length <= partBytes) {
      await putWhole(place, key, first.bytes).answer;
      return;
    }
    const sha256 = bytes instanceof Uint8Array ? sha256Of(bytes) : undefined;
    const start = Buffer.concat([first.bytes, first.rest]);
    const doing = `Writing ${place.nameOf(key)}`;
    await uploadParts(
      place.calls,
      inputFor(place, key, sha256),
      streamParts(chunks, start, partBytes),
      { parallel, doing },
    );
  } finally {
    await chunks.return?.();
  }
}

/**
 * Puts a local file.
 *
 * @returns its digest
 * @throws S3Error, StorageError where it cannot be read
 */
export async function putLocalFile(
  place: S3Place,
  key: string,
  localPath: string,
): Promise<string> {
  // A wrong key is told before the file is read.
  place.objectOf(key);
  const { partBytes: least, parallel } = place.settings;
  const fault = (error: unknown): unknown =>
    storageFault(error, { doing: 'reading a file', path: localPath });
  const file = await open(localPath).catch((error: unknown) => {
    throw fault(error);
  });
  try {
    const before = await file.stat({ bigint: true });
    const fileBytes = Number(before.size);
    if (fileBytes <= least) {
      const bytes = await file.readFile();
      await putWhole(place, key, bytes).answer;
      return sha256Of(bytes);
    }
    const doing = `Writing ${place.nameOf(key)}`;
    const partBytes = partBytesFor(fileBytes, least);
    const sha256 = await digestFile(localPath);
    const input = inputFor(place, key, sha256);
    await uploadParts(place.calls, input, fileParts(file, fileBytes, partBytes), {
      ...{ parallel, doing },
      async check() {
        const { mtimeNs, size } = await file.stat({ bigint: true });
        if (mtimeNs === before.mtimeNs && size === before.size) return;
        throw new Error(
          `${doing}: ${localPath} changed while it was read; try again when it is whole`,
        );
      },
    });
    return sha256;
  } catch (error) {
    throw fault(error);
  } finally {
    await file.close();
  }
}

/**
 * Puts a small object on a condition.
 *
 * @param expected what the condition is, for the error
 * @returns its etag
 * @throws ObjectConflictError
 */
export async function putIf(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  of: { readonly condition: Condition; readonly expected: string },
): Promise<string> {
  const { write, answer } = putWhole(place, key, bytes, of.condition);
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof UnmetRequest)) throw error;
    if (error.isInDoubt) {
      // The answer to an attempt that succeeded was lost, and the next one met what it had written.
      const found = await headObject(place, key).catch(() => undefined);
      if (found?.write === write) return found.etag;
    }
    throw new ObjectConflictError(key, place.root, of.expected, { cause: error });
  }
}

/**
 * Creates an object once more that is there: a server that lets that through would let two machines own one run.
 *
 * @throws S3Error `s3_unconditional`
 */
export async function requireConditions(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await putWhole(place, key, bytes, { IfNoneMatch: '*' }).answer;
  } catch (error) {
    if (error instanceof UnmetRequest) return;
    throw error;
  }
  throw new S3Error('s3_unconditional', `Creating ${place.nameOf(key)}`, {
    bucket: place.bucket,
    cause: undefined,
  });
}

/** One request with all bytes, which S3 checks against their SHA-256; `write` names it in the object's metadata. */
function putWhole(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  condition?: Condition,
): { readonly write: string; readonly answer: Promise<string> } {
  const digest = createHash('sha256').update(bytes).digest();
  const { Metadata } = metadataOf(digest.toString('hex'));
  const input = {
    ...place.objectOf(key),
    ...place.encryption,
    ...condition,
    ...{ Metadata, Body: bytes, ChecksumSHA256: digest.toString('base64') },
  };
  const answer = place.calls
    .call(
      `Writing ${place.nameOf(key)}`,
      ({ client, sdk }) => client.send(new sdk.PutObjectCommand(input)),
      condition === undefined ? [] : ['precondition', 'not_found'],
    )
    .then(({ ETag }) => etagIn(ETag));
  return { write: Metadata.write, answer };
}

function inputFor(place: S3Place, key: string, sha256: string | undefined): ObjectInput {
  return {
    ...place.objectOf(key),
    ...place.encryption,
    ...metadataOf(sha256),
    // Node's own, by far the fastest of those that S3 takes for parts.
    ChecksumAlgorithm: 'CRC32',
  };
}

function metadataOf(sha256: string | undefined) {
  return { Metadata: { write: randomUUID(), ...(sha256 !== undefined && { sha256 }) } };
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
