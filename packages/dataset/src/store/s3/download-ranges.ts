import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import { batchedWrites, digestInOrder } from './file-batches.ts';
import type { S3Calls } from './s3-calls.ts';

/**
 * Writes an object straight into a file, several ranges at once. A range that is cut goes on where it stopped.
 *
 * @param object names one version by `IfMatch`
 * @returns SHA-256 (hex) of what is in the file
 * @throws S3Error, StorageError of the file, UnmetRequest `precondition` or `not_found` if there is another version, or none any more
 */
export async function downloadRanges(
  calls: S3Calls,
  object: GetObjectCommandInput,
  path: string,
  options: {
    readonly bytes: number;
    readonly rangeBytes: number;
    readonly parallel: number;
    readonly doing: string;
  },
): Promise<string> {
  const { bytes, rangeBytes, parallel, doing } = options;
  const file = await open(path, 'wx+', 0o600);
  const digest = digestInOrder(file);
  try {
    let next = 0;
    let hasFailed = false;
    const work = async (): Promise<void> => {
      while (next < bytes && !hasFailed) {
        const start = next;
        const end = (next = Math.min(bytes, start + rangeBytes));
        await fetchRange(calls, object, { file, path }, { start, end, doing });
        digest.add(start, end);
      }
    };
    const workers = Array.from({ length: parallel }, () =>
      work().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    );
    // None of them may use the file once it is closed.
    await Promise.allSettled(workers);
    const sha256 = await digest.end();
    await Promise.all(workers);
    return sha256;
  } finally {
    await file.close();
  }
}

/** @param range from `start` up to, but not with, `end` */
async function fetchRange(
  calls: S3Calls,
  object: GetObjectCommandInput,
  { file, path }: { readonly file: FileHandle; readonly path: string },
  { start, end, doing }: { readonly start: number; readonly end: number; readonly doing: string },
): Promise<void> {
  let position = start;
  while (position < end) {
    const from = position;
    await calls.call(
      doing,
      async ({ client, sdk }) => {
        const { Body } = await client.send(
          new sdk.GetObjectCommand({ ...object, Range: `bytes=${position}-${end - 1}` }),
        );
        const batch = batchedWrites(file, path, position);
        try {
          for await (const chunk of chunksOf(Body)) {
            if (batch.end() + chunk.length > end) {
              throw new RangeError(`expected ${end - from} bytes from ${from} on, got more`);
            }
            await batch.add(chunk);
          }
        } finally {
          // What came before a cut need not come again.
          position = await batch.flush();
        }
        if (position < end) throw cutShort(end - position);
      },
      ['precondition', 'not_found'],
    );
  }
}

function cutShort(missing: number): Error {
  return Object.assign(new Error(`the answer ended ${missing} bytes early`), {
    code: 'ERR_STREAM_PREMATURE_CLOSE',
  });
}

async function* chunksOf(body: unknown): AsyncIterable<Uint8Array> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) {
    throw new TypeError('expected a stream of bytes');
  }
  for await (const chunk of body as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('expected chunks of bytes');
    yield chunk;
  }
}
