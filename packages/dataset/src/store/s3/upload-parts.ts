import type {
  CreateMultipartUploadCommandInput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { abortOnSignals } from './abort-on-signals.ts';
import type { S3Calls } from './s3-calls.ts';
import { UnmetRequest } from './s3-calls.ts';

/** A part, counted from 1. Its buffer may be filled anew once it is uploaded. */
export interface Part {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Gives the parts in order, one at a time, and undefined after the last; `release` gives a part's buffer back. */
export interface PartSource {
  next(): Promise<Part | undefined>;
  release(part: Part): void;
}

/** How an object is stored, whatever its bytes are. */
export type ObjectInput = Omit<CreateMultipartUploadCommandInput, 'Bucket'> & {
  readonly Key: string;
};

/**
 * Uploads an object in parts, several at once. Nobody sees it before the last one is there; on a failure, or when the
 * process is told to end, the parts are thrown away.
 *
 * @throws S3Error, and what `source` throws
 */
export async function uploadParts(
  calls: S3Calls,
  input: ObjectInput,
  source: PartSource,
  options: {
    readonly parallel: number;
    readonly doing: string;
    /** Throws if the parts are not what they should be. */
    readonly check?: () => Promise<void>;
  },
): Promise<void> {
  const { parallel, doing } = options;
  const place = { Bucket: calls.bucket, Key: input.Key };
  const payer = { RequestPayer: input.RequestPayer };
  const { UploadId } = await calls.call(doing, ({ client, sdk }) =>
    client.send(new sdk.CreateMultipartUploadCommand({ ...input, Bucket: calls.bucket })),
  );
  const upload = { ...place, ...payer, UploadId };
  const abort = async (): Promise<void> => {
    await calls.call(
      `Throwing away the parts of ${input.Key}`,
      ({ client, sdk }) => client.send(new sdk.AbortMultipartUploadCommand(upload)),
      ['not_found'],
    );
  };
  const onSignal = abortOnSignals(abort);
  try {
    const parts = await sendAll(source, parallel, ({ number, bytes }) =>
      calls.call(doing, ({ client, sdk }) =>
        client.send(
          new sdk.UploadPartCommand({
            ...upload,
            PartNumber: number,
            Body: bytes,
            ChecksumAlgorithm: input.ChecksumAlgorithm,
          }),
        ),
      ),
    );
    await options.check?.();
    await complete(calls, input, { ...upload, MultipartUpload: { Parts: parts } }, doing);
  } catch (error) {
    // What went wrong first matters; a sweep finds parts that stay.
    await abort().catch(() => undefined);
    throw error;
  } finally {
    onSignal.dispose();
  }
}

/** What completing an upload needs to know of a part. */
interface SentPart {
  readonly PartNumber: number;
  readonly ETag: string | undefined;
  readonly ChecksumCRC32: string | undefined;
}

async function sendAll(
  source: PartSource,
  parallel: number,
  send: (part: Part) => Promise<UploadPartCommandOutput>,
): Promise<SentPart[]> {
  const sent: SentPart[] = [];
  let hasFailed = false;
  let turn: Promise<unknown> = Promise.resolve();
  // A source gives one part at a time.
  const take = (): Promise<Part | undefined> => {
    const taken = turn.then(() => (hasFailed ? undefined : source.next()));
    turn = taken.catch(() => undefined);
    return taken;
  };
  const work = async (): Promise<void> => {
    for (;;) {
      const part = await take();
      if (part === undefined) return;
      const { ETag, ChecksumCRC32 } = await send(part);
      sent.push({ PartNumber: part.number, ETag, ChecksumCRC32 });
      source.release(part);
    }
  };
  const workers = Array.from({ length: parallel }, () =>
    work().catch((error: unknown) => {
      hasFailed = true;
      throw error;
    }),
  );
  // All of them end before the parts are thrown away.
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return sent.sort((a, b) => a.PartNumber - b.PartNumber);
}

async function complete(
  calls: S3Calls,
  input: ObjectInput,
  upload: {
    readonly Bucket: string;
    readonly Key: string;
    readonly UploadId: string | undefined;
    readonly MultipartUpload: { readonly Parts: SentPart[] };
  },
  doing: string,
): Promise<void> {
  try {
    await calls.call(
      doing,
      ({ client, sdk }) => client.send(new sdk.CompleteMultipartUploadCommand(upload)),
      ['not_found'],
    );
  } catch (error) {
    if (!(error instanceof UnmetRequest)) throw error;
    // An answer was lost and the upload is no more: it was completed if the object is the one of this upload.
    const written = input.Metadata?.['write'];
    const found = await calls.call(doing, ({ client, sdk }) =>
      client.send(
        new sdk.HeadObjectCommand({
          ...{ Bucket: upload.Bucket, Key: upload.Key },
          RequestPayer: input.RequestPayer,
        }),
      ),
    );
    if (!error.isInDoubt || found.Metadata?.['write'] !== written) throw error.cause;
  }
}
