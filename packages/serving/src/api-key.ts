import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiKeyError } from './errors.ts';

/**
 * Lets callers pass that send the key of the service; without one, everybody.
 *
 * @param expected - the setting
 * @param sent - the header `x-api-key`
 * @throws ApiKeyError
 */
export function requireApiKey(expected: string | undefined, sent: string | undefined): void {
  if (expected === undefined) return;
  if (!sent) throw new ApiKeyError(true);
  // Digests are alike long, and comparing them takes as long for a near miss as for any other
  if (!timingSafeEqual(digestOf(expected), digestOf(sent))) throw new ApiKeyError(false);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
