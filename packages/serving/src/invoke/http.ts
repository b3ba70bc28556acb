import { EndpointError, EndpointTimeoutError } from '../errors.ts';
import type { Invoke } from './invoke.ts';

/** Characters of a refusing endpoint's answer that are logged. */
const LOGGED_CHARACTERS = 500;

/** Statuses that another try may not meet: too many requests, and what gateways say of a server that is not there. */
const TRANSIENT: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Asks an endpoint over plain HTTP: `POST <url>/invocations`.
 *
 * @param url - without a slash at its end
 * @param key - for its `x-api-key`; undefined: none is sent
 */
export function createHttpInvoke(url: string, key?: string): Invoke {
  return async (body, { requestId, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const failure = (cause: unknown) =>
      signal.aborted
        ? new EndpointTimeoutError(url, timeoutMs, { cause })
        : unreachable(url, cause);

    const response = await fetch(`${url}/invocations`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-request-id': requestId,
        ...(key === undefined ? {} : { 'x-api-key': key }),
      },
      body,
      // The session goes nowhere else: a redirect is an answer that is not 200
      redirect: 'manual',
      signal,
    }).catch((cause: unknown) => {
      throw failure(cause);
    });
    const text = await response.text().catch((cause: unknown) => {
      throw failure(cause);
    });
    if (response.ok) return text;
    throw new EndpointError('refused', {
      endpoint: url,
      expected: 'status 200',
      got: `status ${response.status}`,
      isTransient: TRANSIENT.has(response.status),
      detail: text.slice(0, LOGGED_CHARACTERS),
    });
  };
}

function unreachable(url: string, cause: unknown): EndpointError {
  return new EndpointError(
    'unreachable',
    {
      endpoint: url,
      expected: 'an HTTP answer',
      got: 'a broken connection',
      detail: causeOf(cause),
      isTransient: true,
    },
    { cause },
  );
}

/** fetch says "fetch failed"; the reason lies in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
