import type { RequestPayer } from '@aws-sdk/client-s3';
import type { ObjectEntry } from '../object-store.ts';
import type { S3Calls } from './s3-calls.ts';

/** All objects of a store whose keys begin with `prefix`, in ascending order, whatever order the server lists them in. */
export async function listEntries(
  calls: S3Calls,
  prefix: string,
  options: { readonly RequestPayer?: RequestPayer; readonly doing: string },
): Promise<readonly ObjectEntry[]> {
  const { doing, ...payer } = options;
  const whole = `${calls.prefix}${prefix}`;
  // Pages may overlap where objects come and go meanwhile.
  const entries = new Map<string, ObjectEntry>();
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
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      // Consoles make 'folder/' objects, which are no keys of ours.
      if (Key?.startsWith(whole) === true && !Key.endsWith('/')) {
        const key = Key.slice(calls.prefix.length);
        // What has no time is taken for new: nobody removes it by its age.
        entries.set(key, { key, bytes: Size, modifiedAt: LastModified ?? new Date() });
      }
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Names of what is right below `prefix` and has keys below itself, in ascending order. */
export async function listFolders(
  calls: S3Calls,
  prefix: string,
  options: { readonly RequestPayer?: RequestPayer; readonly doing: string },
): Promise<string[]> {
  const { doing, ...payer } = options;
  const whole = `${calls.prefix}${prefix}`;
  const names = new Set<string>();
  let token: string | undefined;
  do {
    const place = { Bucket: calls.bucket, Prefix: whole, Delimiter: '/', ...payer };
    const page = await calls.call(doing, ({ client, sdk }) =>
      client.send(
        new sdk.ListObjectsV2Command({
          ...place,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      ),
    );
    for (const { Prefix } of page.CommonPrefixes ?? []) {
      if (Prefix?.startsWith(whole) === true) names.add(Prefix.slice(whole.length, -1));
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return [...names].sort();
}
