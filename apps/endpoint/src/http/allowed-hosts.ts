import type { IncomingMessage } from 'node:http';
import {
  hostForbidden,
  hostsNamed,
  isAllowedHost,
  isLoopbackHost,
  type AllowedHosts,
} from '@lf/serving';
import { RequestError } from '../errors.ts';

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
