import type { RequestPayer, ServerSideEncryption } from '@aws-sdk/client-s3';
import { checkKey } from '../keys.ts';
import { s3Calls } from './s3-calls.ts';
import type { S3Calls } from './s3-calls.ts';
import { parseS3Url } from './s3-address.ts';
import { withDefaults } from './s3-options.ts';
import type { S3Options, S3Settings } from './s3-options.ts';

/** Who pays for a request, where it is not the owner of the bucket. */
export interface Payer {
  readonly RequestPayer?: RequestPayer;
}

/** A place in S3 and how it is used: what every request of a store begins with. */
export interface S3Place {
  /** URL without a '/' at its end. */
  readonly root: string;
  readonly bucket: string;
  readonly settings: S3Settings;
  readonly calls: S3Calls;
  readonly payer: Payer;
  /** How what is written is encrypted. */
  readonly encryption: {
    readonly ServerSideEncryption?: ServerSideEncryption;
    readonly SSEKMSKeyId?: string;
  };
  /**
   * What names an object in a request.
   *
   * @throws InvalidKeyError
   */
  objectOf(key: string): Payer & { readonly Bucket: string; readonly Key: string };
  /** What people call an object. */
  nameOf(key: string): string;
}

/** @throws InvalidStoreUrlError */
export function s3Place(url: string, options: S3Options): S3Place {
  const settings = withDefaults(options);
  const { bucket, prefix } = parseS3Url(url);
  const root = `s3://${bucket}/${prefix}`.replace(/\/$/, '');
  const payer = settings.requesterPays === true ? ({ RequestPayer: 'requester' } as const) : {};
  return {
    ...{ root, bucket, settings, payer },
    calls: s3Calls({ bucket, prefix }, settings),
    encryption: {
      ...(settings.encryption !== undefined && { ServerSideEncryption: settings.encryption }),
      ...(settings.kmsKeyId !== undefined && { SSEKMSKeyId: settings.kmsKeyId }),
    },
    objectOf: (key) => ({ Bucket: bucket, Key: `${prefix}${checkKey(key)}`, ...payer }),
    nameOf: (key) => `${root}/${key}`,
  };
}
