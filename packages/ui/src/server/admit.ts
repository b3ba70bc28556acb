import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RefusedRequestError } from '../errors.ts';

/** Who may ask: whoever knows the token, from a page of ours or from none. */
export interface Gate {
  readonly port: number;
  readonly token: string;
}

/** Names by which a browser of this machine may call the server. Another one is a site that points its name at it. */
const OWN_NAMES = ['127.0.0.1', 'localhost'];

/** Cookies are shared by all ports of a host: the name keeps two servers apart. */
export const cookieName = ({ port }: Pick<Gate, 'port'>): string => `lf-ui-${port}`;

/**
 * Lets a request in, or refuses it.
 *
 * @returns whether the token came in the address: it is then to be put into a cookie
 * @throws RefusedRequestError
 */
export function admit(gate: Gate, request: IncomingMessage): { readonly isFirst: boolean } {
  const { headers, method = '' } = request;
  const hosts = OWN_NAMES.map((name) => `${name}:${gate.port}`);
  const host = headers.host ?? '';
  if (!hosts.includes(host)) {
    throw new RefusedRequestError(
      403,
      'foreign_host',
      `Expected a request to ${hosts.join(' or ')}, got one to another host. Open the address that lf ui printed.`,
    );
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new RefusedRequestError(
      403,
      'foreign_page',
      'Expected a request of a page of lf ui, got one of another page. Open the address in the address bar.',
    );
  }
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    throw new RefusedRequestError(405, 'method_unknown', 'Expected GET, HEAD or POST.');
  }
  if (method === 'POST' && headers.origin !== `http://${host}`) {
    throw new RefusedRequestError(
      403,
      'foreign_origin',
      `Expected an action from a page of http://${host}, got one from elsewhere. Nothing was done.`,
    );
  }
  if (isToken(gate, cookieOf(headers.cookie, cookieName(gate)))) return { isFirst: false };
  const given = new URL(request.url ?? '/', 'http://x').searchParams.get('token');
  if (method === 'GET' && isToken(gate, given)) return { isFirst: true };
  throw new RefusedRequestError(
    401,
    'token_missing',
    'Expected the token of this server. Open the whole address that lf ui printed, with its token.',
  );
}

function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key = '', value = ''] = part.trim().split('=');
    if (key === name) return value;
  }
  return null;
}

function isToken({ token }: Gate, given: string | null): boolean {
  const [wanted, got] = [Buffer.from(token), Buffer.from(given ?? '')];
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}
