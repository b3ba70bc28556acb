import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';

/** Names in a Host header that are answered; `any` where names do not matter. */
export type AllowedHosts = 'any' | ReadonlySet<string>;

/** A Host header: a name, an IPv4 address or an IPv6 address in brackets, then perhaps a port. */
const HOST = /^(?<name>\[[^\]]*\]|[^:]*?)\.?(?::\d{1,5})?$/;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The name in a Host header, in lower case and without a port; undefined if it is none. */
function nameOf(host: string): string | undefined {
  return HOST.exec(host)?.groups?.['name']?.toLowerCase();
}

/** Whether a Host header names this machine's loopback. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(nameOf(host) ?? '');
}

/** Whether an address to listen on is reached from this machine alone. */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.test(address.includes(':') ? `[${address}]` : address.toLowerCase());
}

/**
 * Which hosts a server answers: on loopback those of loopback alone, since a page in a browser may reach loopback
 * under a name of its own (DNS rebinding); elsewhere any.
 *
 * @param address that the server listens on
 * @param named names from the settings, of which `*` is any; loopback's own are always answered
 */
export function allowedHosts(address: string, named: readonly string[]): AllowedHosts {
  if (named.includes('*')) return 'any';
  if (named.length === 0 && !isLoopbackAddress(address)) return 'any';
  return new Set(named.map((name) => name.toLowerCase()));
}

/** @throws RequestError 403 for a Host header that names another host; a request without one comes from no browser */
export function requireAllowedHost({ headers }: IncomingMessage, allowed: AllowedHosts): void {
  const { host } = headers;
  if (allowed === 'any' || host === undefined || isLoopbackHost(host)) return;
  if (allowed.has(nameOf(host) ?? '')) return;
  throw new RequestError(
    403,
    'host_forbidden',
    `Expected the Host header to be ${['localhost', '127.0.0.1', '[::1]', ...allowed].join(', ')}, got another. ` +
      'Ask by one of them, or name more by --allowed-hosts.',
  );
}
