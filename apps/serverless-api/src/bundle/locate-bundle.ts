import { BundleUnavailableError } from '../errors.ts';

/** A bundle of some megabytes takes seconds at most; API Gateway gives up after 30 s. */
const FETCH_TIMEOUT_MS = 20_000;

/**
 * Where the bytes of a bundle are: a local path as it is, or what an address holds.
 *
 * @param location - a path, `https://...`, or `s3://<bucket>/<key>`
 * @throws BundleUnavailableError if the address cannot be read now
 */
export async function locateBundle(location: string): Promise<string | Uint8Array> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  try {
    if (/^https?:/.test(location)) return await fetchBytes(location, signal);
    if (location.startsWith('s3:')) return await getObject(location, signal);
  } catch (cause) {
    throw new BundleUnavailableError(location, cause);
  }
  return location;
}

async function fetchBytes(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function getObject(address: string, abortSignal: AbortSignal): Promise<Uint8Array> {
  const { hostname, pathname } = new URL(address);
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const command = new GetObjectCommand({
    Bucket: hostname,
    Key: decodeURIComponent(pathname.slice(1)),
  });
  const client = new S3Client({});
  try {
    const { Body } = await client.send(command, { abortSignal });
    if (Body === undefined) throw new Error('an answer without a body');
    return await Body.transformToByteArray();
  } finally {
    client.destroy();
  }
}
