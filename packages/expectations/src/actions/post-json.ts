import { cutShort } from '../shown.ts';
import { ActionError, timeoutOf } from './action-error.ts';

/** Where JSON is posted, and how long that may take. */
export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
  /** What it is called in messages. */
  readonly what: string;
}

/** Enough to see what a server complains of. */
const MOST_ANSWER_BYTES = 500;

/** The address, read before anything is sent; throws ActionError, without the path, which may be a secret. */
export function addressOf(url: string, what: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address !== null && /^https?:$/.test(address.protocol)) return address;
  throw new ActionError(`The address of the ${what} must begin with https:// or http://.`);
}

/** The beginning of an answer; the rest is not read. */
async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the answer
  for await (const part of body) {
    parts.push(part);
    length += part.length;
    if (length >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(parts)
    .subarray(0, MOST_ANSWER_BYTES)
    .toString('utf8')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says no more than that it failed
  const { cause } = error;
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  }
  return error.message;
}

/** Posts JSON and waits for an answer of success; throws ActionError. Redirections are not followed. */
export async function postJson(
  { url, headers, timeoutMs, what }: Posting,
  body: unknown,
): Promise<void> {
  const { origin } = addressOf(url, what);
  const limitMs = timeoutOf(timeoutMs);
  let told: string;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await beginningOf(answer.body);
    if (answer.ok) return;
    told = `the server answered ${answer.status}${text === '' ? '' : `: ${cutShort(text)}`}.`;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const reason = isLate ? `no answer came within ${limitMs} ms` : cutShort(reasonOf(error));
    throw new ActionError(`Cannot post the ${what} to ${origin}: ${reason}.`, { cause: error });
  }
  throw new ActionError(`Cannot post the ${what} to ${origin}: ${told}`);
}
