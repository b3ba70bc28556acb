import type { IncomingMessage } from 'node:http';
import {
  ApiKeyError,
  hostForbidden,
  hostsNamed,
  isAllowedHost,
  isLoopbackHost,
  requireApiKey,
  type AllowedHosts,
} from '@lf/serving';
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

/** Whether an address to listen on is reached from this machine alone. */
export function isLoopbackAddress(address: string): boolean {
  return isLoopbackHost(address.includes(':') ? `[${address}]` : address);
}

/**
 * Which hosts a server answers: on loopback those of loopback alone, elsewhere any.
 *
 * @param address that the server listens on
 * @param named names from the settings, of which `*` is any; loopback's own are always answered
 */
export function allowedHosts(address: string, named: readonly string[]): AllowedHosts {
  return named.length === 0 && !isLoopbackAddress(address) ? 'any' : hostsNamed(named);
}

/** @throws RequestError 403 for a Host header that names another host */
export function requireAllowedHost({ headers }: IncomingMessage, allowed: AllowedHosts): void {
  if (isAllowedHost(headers.host, allowed)) return;
  throw new RequestError(403, 'host_forbidden', hostForbidden(allowed, '--allowed-hosts'));
}
