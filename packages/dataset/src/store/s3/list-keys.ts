import type { RequestPayer } from '@aws-sdk/client-s3';
import type { S3Calls } from './s3-calls.ts';

/** All keys of a store that begin with `prefix`, in ascending order, whatever order the server lists them in. */
export async function listKeys(
  calls: S3Calls,
  prefix: string,
  options: { readonly RequestPayer?: RequestPayer; readonly doing: string },
): Promise<string[]> {
  const { doing, ...payer } = options;
  const whole = `${calls.prefix}${prefix}`;
  // Pages may overlap where objects come and go meanwhile.
  const keys = new Set<string>();
  let token: string | undefined;
  do {
    const place = { Bucket: calls.bucket, Prefix: whole, ...payer };
    const page = await calls.call(doing, ({ client, sdk }) =>
      client.send(
        new sdk.ListObjectsV2Command({
          ...place,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      ),
    );
    for (const { Key } of page.Contents ?? []) {
      // Consoles make 'folder/' objects, which are no keys of ours.
      if (Key?.startsWith(whole) === true && !Key.endsWith('/')) {
        keys.add(Key.slice(calls.prefix.length));
      }
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return [...keys].sort((a, b) => (a < b ? -1 : 1));
}
