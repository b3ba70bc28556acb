import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { ObjectNotFoundError } from '../../errors.ts';
import type { ObjectHead } from '../object-store.ts';
import { UnmetRequest } from './s3-calls.ts';
import type { S3Connection } from './s3-calls.ts';
import { failureOf, statusOf } from './s3-fault.ts';
import type { S3Place } from './s3-place.ts';

/** What S3 knows of an object of ours. */
export interface KnownObject extends ObjectHead {
  /** Of its bytes, as its writer noted it; absent where another program wrote it, or from a stream. */
  readonly sha256: string | undefined;
  /** Names the write that made it. */
  readonly write: string | undefined;
}

/** @throws ObjectNotFoundError, S3Error */
export async function headObject(place: S3Place, key: string): Promise<KnownObject> {
  const object = place.objectOf(key);
  try {
    const found = await place.calls.call(
      `Looking at ${place.nameOf(key)}`,
      async (connection) => {
        try {
          return await connection.client.send(new connection.sdk.HeadObjectCommand(object));
        } catch (error) {
          throw await explained(connection, object, error);
        }
      },
      ['not_found'],
    );
    return knownOf(found);
  } catch (error) {
    if (error instanceof UnmetRequest) {
      throw new ObjectNotFoundError(key, place.root, { cause: error });
    }
    throw error;
  }
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

/** The version in an answer, which every answer that is about an object has. */
export function etagIn(etag: string | undefined): string {
  if (etag === undefined) throw new TypeError('expected an ETag in the answer of S3');
  return etag;
}
