import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Refusal } from './refusal.ts';
import type { S3Request } from './s3-request.ts';

/** What S3 allows a client's clock to be off. */
const MOST_SKEW_MS = 15 * 60 * 1000;

const CHECKSUMS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest(),
  'x-amz-checksum-crc32': (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes;
  },
};

/** Refuses what S3 refuses of any request, and writes without a checksum, which ours must not send. */
export function checkRequest(request: S3Request, now: Date): void {
  const { headers, body, operation } = request;
  if (operation === 'unknown') throw new S3Refusal(405, 'MethodNotAllowed');
  const authorization = headers['authorization'] ?? '';
  const signed =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, SignedHeaders=(\S+), Signature=[0-9a-f]{64}$/.exec(
      authorization,
    );
  if (signed === null) throw new S3Refusal(403, 'AccessDenied');
  const [, keyId = '', region = '', names = ''] = signed;
  if (keyId !== 'test') throw new S3Refusal(403, 'InvalidAccessKeyId');
  if (region !== 'us-east-1') {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', { Region: 'us-east-1' });
  }
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256']) {
    if (!names.split(';').includes(name)) throw new S3Refusal(403, 'AccessDenied');
  }
  const date = (headers['x-amz-date'] ?? '').replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  if (!(Math.abs(now.getTime() - new Date(date).getTime()) <= MOST_SKEW_MS)) {
    throw new S3Refusal(403, 'RequestTimeTooSkewed', { ServerTime: now.toISOString() });
  }
  const payload = headers['x-amz-content-sha256'];
  if (
    payload !== 'UNSIGNED-PAYLOAD' &&
    payload !== createHash('sha256').update(body).digest('hex')
  ) {
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch');
  }
  let checksums = 0;
  for (const [name, sumOf] of Object.entries(CHECKSUMS)) {
    const given = headers[name];
    if (given === undefined) continue;
    checksums += 1;
    if (sumOf(body).toString('base64') !== given) throw new S3Refusal(400, 'BadDigest');
  }
  if ((operation === 'PutObject' || operation === 'UploadPart') && checksums === 0) {
    throw new S3Refusal(400, 'InvalidRequest', { Message: 'a write without a checksum' });
  }
}
