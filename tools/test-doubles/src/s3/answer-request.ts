import { createHash } from 'node:crypto';
import type { FakeBucket, FakeObject, FakeUpload } from './fake-bucket.ts';
import { etagOf } from './fake-bucket.ts';
import { S3Refusal, xmlOf } from './refusal.ts';
import type { S3Request } from './s3-request.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Of a HEAD's body, which is not sent. */
  readonly length?: number;
}

/** S3 lists no more keys than these at once. */
const PAGE = 1000;

const MOST_PARTS = 10_000;

/** Carries a checked request out. */
export function answerRequest(
  bucket: FakeBucket,
  request: S3Request,
  options: { readonly isStale: boolean },
): Answer {
  if (request.bucket !== bucket.name) throw new S3Refusal(404, 'NoSuchBucket');
  switch (request.operation) {
    case 'PutObject':
      return putObject(bucket, request);
    case 'GetObject':
    case 'HeadObject':
      return getObject(bucket, request);
    case 'DeleteObject':
      return deleteObject(bucket, request);
    case 'ListObjectsV2':
      return listObjects(bucket, request, options.isStale);
    case 'CreateMultipartUpload':
      return xml('InitiateMultipartUploadResult', {
        Bucket: bucket.name,
        Key: request.key,
        UploadId: bucket.begin(request.key, metadataOf(request)),
      });
    case 'UploadPart':
      return uploadPart(bucket, request);
    case 'CompleteMultipartUpload':
      return completeUpload(bucket, request);
    case 'AbortMultipartUpload':
      uploadOf(bucket, request);
      bucket.uploads.delete(request.query.get('uploadId') ?? '');
      return plain(204);
    case 'ListMultipartUploads':
      return xml('ListMultipartUploadsResult', {
        Bucket: bucket.name,
        IsTruncated: false,
        Upload: [...bucket.uploads]
          .filter(([, { key }]) => key.startsWith(request.query.get('prefix') ?? ''))
          .map(([UploadId, { key, initiated }]) => ({
            Key: key,
            UploadId,
            Initiated: initiated.toISOString(),
          })),
      });
    default:
      throw new S3Refusal(501, 'NotImplemented');
  }
}

function putObject(bucket: FakeBucket, request: S3Request): Answer {
  const { key, headers, body } = request;
  const there = bucket.objects.get(key);
  if (headers['if-none-match'] === '*' && there !== undefined)
    throw new S3Refusal(412, 'PreconditionFailed');
  const wanted = headers['if-match'];
  if (wanted !== undefined && there === undefined) throw new S3Refusal(404, 'NoSuchKey');
  if (wanted !== undefined && there?.etag !== wanted)
    throw new S3Refusal(412, 'PreconditionFailed');
  const { etag } = bucket.put(key, body, metadataOf(request));
  const sha256 = headers['x-amz-checksum-sha256'];
  return plain(200, { etag, ...(sha256 !== undefined && { 'x-amz-checksum-sha256': sha256 }) });
}

function getObject(bucket: FakeBucket, request: S3Request): Answer {
  const object = bucket.objects.get(request.key);
  if (object === undefined) throw new S3Refusal(404, 'NoSuchKey');
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== object.etag)
    throw new S3Refusal(412, 'PreconditionFailed');
  const headers = headersOf(object);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers['range'] ?? '');
  if (range === null) {
    return { status: 200, headers, body: object.body, length: object.body.length };
  }
  const start = Number(range[1]);
  if (start >= object.body.length) throw new S3Refusal(416, 'InvalidRange');
  const end = Math.min(Number(range[2]), object.body.length - 1);
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${object.body.length}` },
    body: object.body.subarray(start, end + 1),
  };
}

function headersOf({ etag, modifiedAt, metadata }: FakeObject): Record<string, string> {
  const headers: Record<string, string> = {
    etag,
    'last-modified': modifiedAt.toUTCString(),
    'content-type': 'application/octet-stream',
  };
  for (const [name, value] of Object.entries(metadata)) headers[`x-amz-meta-${name}`] = value;
  return headers;
}

function deleteObject(bucket: FakeBucket, { key, headers }: S3Request): Answer {
  const wanted = headers['if-match'];
  const there = bucket.objects.get(key);
  if (wanted !== undefined && there !== undefined && there.etag !== wanted) {
    throw new S3Refusal(412, 'PreconditionFailed');
  }
  bucket.objects.delete(key);
  return plain(204);
}

function listObjects(bucket: FakeBucket, { query }: S3Request, isStale: boolean): Answer {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = isStale ? [...bucket.keysBefore].reverse() : [...bucket.objects.keys()].sort();
  const delimiter = query.get('delimiter');
  if (delimiter !== null) return listPrefixes(bucket, { keys, prefix, delimiter, after });
  const matching = keys.filter((key) => key.startsWith(prefix) && (isStale || key > after));
  const page = matching.slice(0, PAGE);
  const isTruncated = matching.length > page.length;
  return xml('ListBucketResult', {
    Name: bucket.name,
    Prefix: prefix,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: page.at(-1) ?? '' }),
    Contents: page.map((key) => ({
      Key: key,
      Size: bucket.objects.get(key)?.body.length ?? 0,
      LastModified: (bucket.objects.get(key)?.modifiedAt ?? new Date(0)).toISOString(),
    })),
  });
}

/** Keys up to the next delimiter count once; those without one are listed as they are. */
function listPrefixes(
  bucket: FakeBucket,
  of: {
    readonly keys: readonly string[];
    readonly prefix: string;
    readonly delimiter: string;
    readonly after: string;
  },
): Answer {
  const { keys, prefix, delimiter, after } = of;
  const rolled = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : key.slice(0, end + delimiter.length);
    });
  const matching = [...new Set(rolled)].sort().filter((each) => each > after);
  const page = matching.slice(0, PAGE);
  const isTruncated = matching.length > page.length;
  return xml('ListBucketResult', {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: page.at(-1) ?? '' }),
    Contents: page
      .filter((each) => !each.endsWith(delimiter))
      .map((key) => ({ Key: key, Size: bucket.objects.get(key)?.body.length ?? 0 })),
    CommonPrefixes: page
      .filter((each) => each.endsWith(delimiter))
      .map((each) => ({ Prefix: each })),
  });
}

function uploadPart(bucket: FakeBucket, request: S3Request): Answer {
  const upload = uploadOf(bucket, request);
  const number = Number(request.query.get('partNumber'));
  if (!(number >= 1 && number <= MOST_PARTS)) throw new S3Refusal(400, 'InvalidArgument');
  const etag = etagOf(request.body);
  const crc32 = request.headers['x-amz-checksum-crc32'] ?? '';
  upload.parts.set(number, { body: request.body, etag, crc32 });
  return plain(200, { etag, 'x-amz-checksum-crc32': crc32 });
}

function completeUpload(bucket: FakeBucket, request: S3Request): Answer {
  const upload = uploadOf(bucket, request);
  const named = [...request.body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(
    ([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"'),
      crc32: /<ChecksumCRC32>(.*?)</.exec(part)?.[1],
    }),
  );
  const bodies: Buffer[] = [];
  for (const [place, { number, etag, crc32 }] of named.entries()) {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag !== etag || part.crc32 !== crc32)
      throw new S3Refusal(400, 'InvalidPart');
    if (place > 0 && number <= (named[place - 1]?.number ?? 0))
      throw new S3Refusal(400, 'InvalidPartOrder');
    if (place < named.length - 1 && part.body.length < bucket.leastPartBytes) {
      throw new S3Refusal(400, 'EntityTooSmall');
    }
    bodies.push(part.body);
  }
  if (bodies.length === 0) throw new S3Refusal(400, 'MalformedXML');
  const md5s = bodies.map((body) => createHash('md5').update(body).digest());
  const etag = `"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-${bodies.length}"`;
  bucket.put(upload.key, Buffer.concat(bodies), upload.metadata, etag);
  bucket.uploads.delete(request.query.get('uploadId') ?? '');
  return xml('CompleteMultipartUploadResult', { Bucket: bucket.name, Key: upload.key, ETag: etag });
}

function uploadOf(bucket: FakeBucket, request: S3Request): FakeUpload {
  const upload = bucket.uploads.get(request.query.get('uploadId') ?? '');
  if (upload?.key !== request.key) throw new S3Refusal(404, 'NoSuchUpload');
  return upload;
}

function metadataOf({ headers }: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
  }
  return metadata;
}

function plain(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) };
}

function xml(name: string, content: Parameters<typeof xmlOf>[1]): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(xmlOf(name, content)),
  };
}
