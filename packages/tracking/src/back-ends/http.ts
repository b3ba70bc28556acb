import { createReadStream } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackEndError } from '../errors.ts';
import { reasonOf } from '../reason.ts';

/** One request. */
export interface HttpRequest {
  /** What it is for, in an error: `creating the run`. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, bytes, or a local file. */
  readonly body?: string | Uint8Array | { readonly path: string; readonly sizeBytes: number };
  readonly signal: AbortSignal;
  /** False: it may not be done twice, as what makes something new. */
  readonly isRepeatable?: boolean;
  /** Texts that no error may show: keys and passwords. */
  readonly secrets: readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** A server that is silent for longer is taken for hung. */
const SILENT_MS = 30_000;
/** Answers of tracking servers are short; a hostile one fills no memory. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Of a refusal, in an error. */
const MAX_REASON = 300;

/** Short waits bridge a lost packet or a restart; what lasts is left to the follower, which waits longer. */
const ATTEMPTS = 3;
const FIRST_WAIT_MS = 100;
const LONGEST_ASKED_WAIT_MS = 2000;

/**
 * Sends a request, and up to twice again when that may help soon.
 *
 * @returns the answer of a status below 300
 * @throws BackEndError for any other, and when none came: transient after 408, 425, 429, 5xx and a broken connection
 */
export async function sendHttp(request: HttpRequest): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(request);
    } catch (error) {
      const isLast = attempt === ATTEMPTS || request.isRepeatable === false;
      if (isLast || !(error instanceof BackEndError) || !mayPassSoon(error)) throw error;
      const wait = FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random());
      await sleep(Math.max(wait, error.retryAfterMs ?? 0), undefined, {
        signal: request.signal,
      }).catch(() => undefined);
    }
  }
}

function mayPassSoon({ isTransient, httpStatus, retryAfterMs, message }: BackEndError): boolean {
  if (!isTransient || (retryAfterMs ?? 0) > LONGEST_ASKED_WAIT_MS) return false;
  return httpStatus !== null || !/ECONNREFUSED|ENOTFOUND|no answer|time was up/.test(message);
}

async function sendOnce(request: HttpRequest): Promise<HttpAnswer> {
  const { what, url, secrets } = request;
  let answer: HttpAnswer & { readonly retryAfterMs: number | null };
  try {
    answer = await exchange(request);
  } catch (cause) {
    const reason = request.signal.aborted ? 'the time was up' : reasonOf(cause);
    throw new BackEndError(hide(`${what} at ${url.host}: ${reason}`, secrets), {
      isTransient: true,
    });
  }
  const { status, text, retryAfterMs } = answer;
  if (status < 300) return answer;
  const said = text.replace(/\s+/g, ' ').slice(0, MAX_REASON);
  throw new BackEndError(
    hide(`${what}: ${url.host} answered ${status}${hintOf(status)}: ${said}`, secrets),
    {
      isTransient: status >= 500 || [408, 425, 429].includes(status),
      httpStatus: status,
      retryAfterMs,
    },
  );
}

function hintOf(status: number): string {
  if (status === 401 || status === 403) return ' (check the key or password)';
  return status < 400 ? ' (a redirect: set the address that it leads to)' : '';
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

async function exchange(
  request: HttpRequest,
): Promise<HttpAnswer & { readonly retryAfterMs: number | null }> {
  const { method, url, headers, body, signal } = request;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = lengthOf(body);
  const outgoing = send(url, {
    method,
    signal,
    headers: { 'user-agent': 'lf-tracking', ...headers, 'content-length': String(length) },
  });
  outgoing.setTimeout(SILENT_MS, () =>
    outgoing.destroy(new Error(`no answer for ${SILENT_MS / 1000} s`)),
  );
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).on('error', reject);
  });
  const [response] = await Promise.all([answered, sendBody(outgoing, body)]);
  return {
    status: response.statusCode ?? 0,
    text: await readText(response),
    retryAfterMs: retryAfter(response.headers['retry-after']),
  };
}

function lengthOf(body: HttpRequest['body']): number {
  if (body === undefined) return 0;
  if (typeof body === 'string') return Buffer.byteLength(body);
  return 'sizeBytes' in body ? body.sizeBytes : body.length;
}

async function sendBody(
  outgoing: ReturnType<typeof requestHttp>,
  body: HttpRequest['body'],
): Promise<void> {
  if (typeof body === 'object' && 'path' in body) {
    if (body.sizeBytes > 0) {
      const file = createReadStream(body.path, { end: body.sizeBytes - 1 });
      // What breaks also ends the request, unless the server answered before it read all: then the answer tells.
      await pipeline(file, outgoing).catch(() => undefined);
      return;
    }
    outgoing.end();
    return;
  }
  outgoing.end(body);
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      response.destroy();
      throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Seconds, or a date. */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
