/** Names in a Host header that are answered besides loopback's own; `any` where names do not matter. */
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

/** The hosts that a setting names; `*` among them stands for any. */
export function hostsNamed(names: readonly string[]): AllowedHosts {
  return names.includes('*') ? 'any' : new Set(names.map((name) => name.toLowerCase()));
}

/**
 * Whether a request is answered: a page in a browser may reach loopback under a name of its own (DNS rebinding).
 * A request without a Host header comes from no browser.
 */
export function isAllowedHost(host: string | undefined, allowed: AllowedHosts): boolean {
  if (allowed === 'any' || host === undefined || isLoopbackHost(host)) return true;
  return allowed.has(nameOf(host) ?? '');
}

/** What a refused request is told. @param setting by which its operator names more hosts */
export function hostForbidden(allowed: AllowedHosts, setting: string): string {
  const names = ['localhost', '127.0.0.1', '[::1]', ...(allowed === 'any' ? [] : allowed)];
  return (
    `Expected the Host header to be ${names.join(', ')}, got another. ` +
    `Ask by one of them, or name more by ${setting}.`
  );
}
