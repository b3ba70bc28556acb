import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  RequestPayer,
} from '@aws-sdk/client-s3';
import type { S3Calls } from './s3-calls.ts';
import { UnmetRequest } from './s3-calls.ts';
import { S3Error } from './s3-errors.ts';

/** A younger upload may be under way, on another machine too. */
const A_DAY_MS = 24 * 60 * 60 * 1000;

type Marker = Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'>;

/**
 * Throws away the parts of uploads that began more than a day ago and never ended: nobody sees them, and they cost
 * money. A server or a role that cannot list them is no reason to fail.
 */
export async function sweepUploads(
  calls: S3Calls,
  options: { readonly RequestPayer?: RequestPayer; readonly onWarning: (message: string) => void },
): Promise<void> {
  const { onWarning, ...payer } = options;
  const doing = `Looking for unfinished uploads in s3://${calls.bucket}/${calls.prefix}`;
  let next: Marker | undefined = {};
  while (next !== undefined) {
    const place: ListMultipartUploadsCommandInput = {
      Bucket: calls.bucket,
      Prefix: calls.prefix,
      ...payer,
      ...next,
    };
    let page: ListMultipartUploadsCommandOutput;
    try {
      page = await calls.call(
        doing,
        ({ client, sdk }) => client.send(new sdk.ListMultipartUploadsCommand(place)),
        ['s3_unsupported', 's3_denied'],
      );
    } catch (error) {
      if (!(error instanceof UnmetRequest)) throw error;
      if (error.failure === 's3_denied') {
        onWarning(
          `warning: ${new S3Error('s3_denied', doing, { bucket: calls.bucket, cause: error }).message} Until then such uploads stay, and cost money.`,
        );
      }
      return;
    }
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Date.now() - (Initiated?.getTime() ?? Date.now()) < A_DAY_MS) continue;
      const upload = { Bucket: calls.bucket, Key, UploadId, ...payer };
      await calls
        .call(
          doing,
          ({ client, sdk }) => client.send(new sdk.AbortMultipartUploadCommand(upload)),
          ['not_found'],
        )
        .catch((error: unknown) => {
          if (!(error instanceof UnmetRequest)) throw error;
        });
    }
    const { NextKeyMarker, NextUploadIdMarker } = page;
    next =
      page.IsTruncated === true && NextKeyMarker !== undefined
        ? {
            KeyMarker: NextKeyMarker,
            ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
          }
        : undefined;
  }
}
