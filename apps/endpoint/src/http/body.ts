import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { jsonFault } from '@lf/config';
import { RequestError } from '../errors.ts';
import type { Intake } from './intake.ts';

/**
 * A client that is still sending when it is refused would lose the answer with the connection,
 * so what is too much is read and dropped, up to this many times the limit.
 */
const DROPPED_LIMITS = 8;

const tooLarge = (maxBodyBytes: number) =>
  new RequestError(
    413,
    'body_too_large',
    `Expected a body of at most ${maxBodyBytes} bytes. Split the request.`,
  );

/** The client went away before it had sent its request: nobody is there to answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}

/**
 * Reads a request's body.
 *
 * @throws RequestError 413 if it is larger than `maxBodyBytes`, 408 if it comes too slowly, 503 if too many come at once;
 *   ClientGoneError
 */
export async function readBody(
  request: IncomingMessage,
  maxBodyBytes: number,
  intake: Intake,
): Promise<Buffer> {
  const promised = Number(request.headers['content-length'] ?? 0);
  if (promised > maxBodyBytes * DROPPED_LIMITS) throw tooLarge(maxBodyBytes);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const fail = (error: Error) => {
      intake.end(reading);
      chunks = [];
      isOver = true;
      reject(error);
    };
    const reading = intake.begin(fail);
    // An error costs as much as a small request: only where the client is gone
    const gone = () => {
      if (!request.readableEnded) fail(new ClientGoneError());
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      intake.took(reading, chunk.byteLength);
      if (bytes <= maxBodyBytes && !isOver) chunks.push(chunk);
      else chunks = [];
      if (bytes > maxBodyBytes * DROPPED_LIMITS) fail(tooLarge(maxBodyBytes));
    });
    request.once('end', () => {
      intake.end(reading);
      if (bytes > maxBodyBytes) reject(tooLarge(maxBodyBytes));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes));
    });
    request.once('close', gone);
    request.once('error', gone);
  });
}

/** @throws RequestError 415 unless the body is plain JSON in UTF-8 */
export function requireJsonType(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  const [media = '', ...parameters] = type
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const isJson = media === 'application/json' || media.endsWith('+json');
  if (!isJson || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))) {
    throw new RequestError(
      415,
      'content_type_unsupported',
      `Expected the header Content-Type: application/json, got ${type === '' ? 'none' : JSON.stringify(type.slice(0, 100))}.`,
      { accept: 'application/json' },
    );
  }
  if (encoding.toLowerCase() !== 'identity') {
    throw new RequestError(
      415,
      'content_encoding_unsupported',
      'Expected a body that is not compressed.',
      { 'accept-encoding': 'identity' },
    );
  }
}

/** @param expected the body's form, for the message. @throws RequestError 400 */
export function parseJson(body: Buffer, expected = '{"instances": [...]}'): unknown {
  if (body.byteLength === 0) {
    throw new RequestError(400, 'body_missing', `Expected a JSON body ${expected}, got none.`);
  }
  if (!isUtf8(body)) {
    throw new RequestError(400, 'json_malformed', 'The body is not UTF-8.');
  }
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'json_malformed', `The body is not JSON: ${jsonFault(text)}.`);
  }
}
