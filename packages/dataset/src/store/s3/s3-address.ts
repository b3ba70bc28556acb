import { InvalidStoreUrlError } from '../../errors.ts';
import { checkKey } from '../keys.ts';

/** Where in S3 a store is. */
export interface S3Address {
  readonly bucket: string;
  /** What all keys of the store begin with: '' or a path that ends in '/'. */
  readonly prefix: string;
}

/** What AWS lets a bucket be called today; older ones may have upper-case letters and underscores too. */
const BUCKET = /^[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$/;

/**
 * Takes `s3://bucket/prefix` apart. Characters count as they are: `%20` is three characters, as in `aws s3`.
 *
 * @throws InvalidStoreUrlError
 */
export function parseS3Url(url: string): S3Address {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]*)\/*(.*)$/s.exec(url) ?? [];
  if (!BUCKET.test(bucket)) {
    throw new InvalidStoreUrlError(
      url,
      `'${bucket}' is no name of a bucket (3 letters, digits, dots or hyphens at least)`,
    );
  }
  const path = rest.replace(/\/+$/, '');
  if (path === '') return { bucket, prefix: '' };
  try {
    return { bucket, prefix: `${checkKey(path)}/` };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidStoreUrlError(url, `its prefix is no key. ${reason}`);
  }
}
