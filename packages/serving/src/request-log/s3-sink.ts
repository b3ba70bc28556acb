import { randomBytes } from 'node:crypto';
import type { Environment } from '../settings.ts';
import { bufferLines } from './line-buffer.ts';
import type { LineSink } from './request-log.ts';

/** An object each minute, or a MiB: few requests, and little is lost with a machine. */
const EVERY_MS = 60_000;
const BATCH_BYTES = 2 ** 20;
/** S3 may be away for some minutes. */
const MAX_BUFFERED_BYTES = 2 ** 24;
const PUT_TIMEOUT_MS = 20_000;

/**
 * Keeps lines in a bucket, an object for each batch. A batch that could not be written is tried again; what the bucket
 * may take is for its lifecycle rules to say.
 */
export function s3Sink(of: {
  readonly bucket: string;
  readonly prefix: string;
  readonly environment: Environment;
  readonly now: () => Date;
  readonly onFailed: (error: unknown, lines: number, isLost: boolean) => void;
  readonly everyMs?: number;
}): LineSink {
  const { bucket, prefix, environment, now, onFailed, everyMs = EVERY_MS } = of;
  const process_ = `${process.pid.toString(36)}-${randomBytes(4).toString('hex')}`;
  // The SDK reads AWS_REGION alone; the original's setting is AWS_DEFAULT_REGION
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  let sequence = 0;

  // Now, so that the last batch of a process that ends does not wait for it
  const loading = import('@aws-sdk/client-s3');
  loading.catch(() => undefined);

  const put = async (text: string): Promise<void> => {
    const { PutObjectCommand, S3Client } = await loading;
    const moment = now().toISOString();
    const day = moment.slice(0, 10);
    const second = moment.replaceAll(/\D/g, '').slice(0, 14);
    sequence += 1;
    const name = `requests-${second}-${process_}-${sequence.toString(36).padStart(5, '0')}.jsonl`;
    const client = new S3Client({
      forcePathStyle: environment['LF_S3_PATH_STYLE'] === '1',
      ...(region && { region }),
    });
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: [prefix, day, name].filter((part) => part !== '').join('/'),
          Body: text,
          ContentType: 'application/x-ndjson',
        }),
        { abortSignal: AbortSignal.timeout(PUT_TIMEOUT_MS) },
      );
    } finally {
      client.destroy();
    }
  };

  return bufferLines(put, {
    maxBufferedBytes: MAX_BUFFERED_BYTES,
    batchBytes: BATCH_BYTES,
    everyMs,
    retries: true,
    onFailed,
  });
}
