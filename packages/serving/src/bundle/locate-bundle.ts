import { createHash } from 'node:crypto';
import { BundleUnavailableError, SettingsError } from '../errors.ts';

/** A bundle of some megabytes takes seconds at most; API Gateway gives up after 30 s. */
const FETCH_TIMEOUT_MS = 20_000;

/** Ours have some megabytes; the Lambda has 512 MB of memory, and unpacking takes as much again. */
const MAX_BUNDLE_BYTES = 128 * 2 ** 20;

/** How an address is read; both are for tests, which need neither patience nor gigabytes. */
export interface FetchLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const DEFAULT_LIMITS: FetchLimits = { timeoutMs: FETCH_TIMEOUT_MS, maxBytes: MAX_BUNDLE_BYTES };

/** Bytes as they come. */
type Chunks = AsyncIterable<Uint8Array>;

/**
 * Where the bytes of a bundle are: a local path as it is, or what an address holds.
 *
 * @param location - a path, `https://...`, or `s3://<bucket>/<key>`
 * @param digest - `sha256:<hex>` that the bytes of an address must have; undefined: any
 * @throws BundleUnavailableError if the address cannot be read now; SettingsError if it redirects, is too large, or has
 * another digest
 */
export async function locateBundle(
  location: string,
  digest?: string,
  limits: FetchLimits = DEFAULT_LIMITS,
): Promise<string | Uint8Array> {
  const isHttp = /^https?:/.test(location);
  if (!isHttp && !location.startsWith('s3:')) return location;
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const bytes = await (isHttp ? fetchBytes : getObject)(location, signal, limits.maxBytes);
    requireDigest(bytes, digest);
    return bytes;
  } catch (cause) {
    if (cause instanceof SettingsError) throw cause;
    throw new BundleUnavailableError(location, cause);
  }
}

async function fetchBytes(url: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array> {
  // Not packed once more on the way: what comes is what is counted
  const headers = { 'accept-encoding': 'identity' };
  const response = await fetch(url, { signal, redirect: 'manual', headers });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw refused(`the bundle itself, got a redirect (status ${response.status})`);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return collect(response.body, maxBytes, Number(response.headers.get('content-length')));
}

async function getObject(
  address: string,
  abortSignal: AbortSignal,
  maxBytes: number,
): Promise<Uint8Array> {
  const { hostname, pathname } = new URL(address);
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const command = new GetObjectCommand({
    Bucket: hostname,
    Key: decodeURIComponent(pathname.slice(1)),
  });
  const client = new S3Client({});
  try {
    const { Body, ContentLength = 0 } = await client.send(command, { abortSignal });
    if (Body === undefined) throw new Error('an answer without a body');
    return await collect(Body.transformToWebStream(), maxBytes, ContentLength);
  } finally {
    client.destroy();
  }
}

/** All bytes, but never more than may be: what is promised is looked at first, what comes is counted. */
async function collect(chunks: Chunks, maxBytes: number, promised: number): Promise<Uint8Array> {
  const tooLarge = () => refused(`at most ${maxBytes} bytes, got more`);
  const kept: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the stream
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (Math.max(bytes, promised) > maxBytes) throw tooLarge();
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}

function requireDigest(bytes: Uint8Array, expected: string | undefined): void {
  if (expected === undefined) return;
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (digest !== expected) throw refused(`the digest ${expected}, got ${digest}`);
}

/** What an address holds is its operator's business, as a setting is: another try would not help. */
function refused(what: string): SettingsError {
  return new SettingsError([`LF_API_BUNDLE: expected ${what}.`]);
}
