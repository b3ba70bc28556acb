import type { IncomingMessage } from 'node:http';
import { ApiKeyError, requireApiKey } from '@lf/serving';
import { RequestError } from '../errors.ts';

/** Paths besides the public API that may want its key: those that answer predictions, and the metrics. */
export const GUARDED = ['invocations', 'metrics'] as const;
export type Guarded = (typeof GUARDED)[number];

/** The key of the service, and what wants it. */
export interface Guard {
  readonly key: string;
  readonly paths: ReadonlySet<Guarded>;
}

/** @throws RequestError 401 */
export function requireKey(
  { headers }: IncomingMessage,
  path: Guarded | undefined,
  guard: Guard | null,
): void {
  if (guard === null || path === undefined || !guard.paths.has(path)) return;
  const sent = headers['x-api-key'];
  try {
    requireApiKey(guard.key, typeof sent === 'string' ? sent : undefined);
  } catch (error) {
    if (!(error instanceof ApiKeyError)) throw error;
    throw new RequestError(401, error.code, error.message);
  }
}
