import fc from 'fast-check';
import { bodies } from './bodies.ts';
import { rawQueries } from './queries.ts';
import type { Writing } from './raw-client.ts';

const HOSTS = ['localhost', '127.0.0.1:1', '[::1]', 'evil.example', '', 'a b', 'localhost:99999'];
/** No DELETE: it would take the model away whose answers are compared. */
const METHODS = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get', 'M-SEARCH', 'X'];
const TYPES = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'a/b+json', ''];
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['x-request-id', ['shop-1', 'a b', '\xff', 'x'.repeat(300), '']],
  ['x-session-id', ['s', '', '\x01', 'y'.repeat(9_000)]],
  ['x-amzn-sagemaker-target-variant', ['champion', 'challenger', 'other']],
  ['x-api-key', ['', 'k'.repeat(300)]],
  ['origin', ['https://evil.example', 'null']],
  ['content-encoding', ['gzip', 'identity', '']],
  ['connection', ['close', 'keep-alive', 'upgrade']],
  ['expect', ['100-continue', '200-ok']],
  ['range', ['bytes=0-1']],
  ['x-long', ['z'.repeat(20_000)]],
];

const name = fc
  .array(
    fc.constantFrom(
      'a',
      'default',
      'other',
      '%2f',
      '%ff',
      ':',
      '.',
      '..',
      ':predict',
      '%00',
      '\xe9',
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(''));

function paths(skus: readonly string[]): fc.Arbitrary<string> {
  const query = rawQueries(skus);
  const invocations = fc.constantFrom('/invocations', '/v1/models/default:predict');
  return fc.oneof(
    { weight: 6, arbitrary: invocations },
    { weight: 6, arbitrary: query.map((text) => `/predict?${text}`) },
    { weight: 3, arbitrary: query.map((text) => `/items?${text}`) },
    { weight: 1, arbitrary: query.map((text) => `/predict?${text}\xff`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...['/', '/openapi.json', '/metrics', '/ping', '/models', '*', '//', '/?', '/predict'],
        ...['http://evil.example/metrics', '/%2e%2e/metrics', '/predict/', '/PING', '/items?'],
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('/models/', '/v1/models/', '/models'),
          name,
          fc.constantFrom('', '/invoke', '/challenger'),
        )
        .map((parts) => parts.join('')),
    },
  );
}

/** One request as bytes, its length told rightly. */
interface Request {
  readonly bytes: Buffer;
  readonly isHead: boolean;
}

function requests(skus: readonly string[]): fc.Arbitrary<Request> {
  const header = fc
    .constantFrom(...HEADERS)
    .chain(([key, values]) => fc.constantFrom(...values).map((value) => `${key}: ${value}`));
  return fc
    .record({
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant('GET') },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      path: paths(skus),
      host: fc.oneof(
        { weight: 9, arbitrary: fc.constant('localhost') },
        { weight: 1, arbitrary: fc.constantFrom(...HOSTS) },
      ),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: fc.constantFrom(...TYPES) },
      ),
      headers: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(header, { maxLength: 4 }) },
      ),
      body: bodies,
      isChunked: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    })
    .map(({ method, path, host, type, headers, body, isChunked }) => {
      const isModel = path.includes('invocations') || path.endsWith(':predict');
      const verb = method === 'GET' || method === 'POST' ? (isModel ? 'POST' : 'GET') : method;
      const sent = verb === 'GET' || verb === 'HEAD' ? Buffer.alloc(0) : body;
      const length = isChunked ? 'transfer-encoding: chunked' : `content-length: ${sent.length}`;
      const lines = [`${verb} ${path} HTTP/1.1`, `host: ${host}`, `content-type: ${type}`, length];
      const head = Buffer.from(`${[...lines, ...headers].join('\r\n')}\r\n\r\n`, 'latin1');
      return {
        bytes: Buffer.concat([head, isChunked ? chunked(sent) : sent]),
        isHead: verb === 'HEAD',
      };
    });
}

function chunked(body: Buffer): Buffer {
  const end = Buffer.from('0\r\n\r\n');
  if (body.length === 0) return end;
  return Buffer.concat([
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n'),
    end,
  ]);
}

function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
  ends.sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

/** What a client does to one connection: ask once or several times at once, slowly, or wrongly, or go away. */
export function writings(skus: readonly string[]): fc.Arbitrary<Writing> {
  const request = requests(skus);
  const whole = fc
    .record({
      asked: fc.oneof(
        { weight: 4, arbitrary: request.map((only) => [only]) },
        { weight: 1, arbitrary: fc.array(request, { minLength: 2, maxLength: 6 }) },
      ),
      places: fc.array(fc.nat(), { maxLength: 4 }),
      pauseMs: fc.constantFrom(0, 0, 0, 1, 15),
      isCut: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    })
    .map(({ asked, places, pauseMs, isCut }) => ({
      parts: cutAt(Buffer.concat(asked.map(({ bytes }) => bytes)), places),
      pauseMs,
      isCut,
      expected: asked.length,
      isHead: asked.map(({ isHead }) => isHead),
    }));
  const broken = fc
    .record({
      request,
      edits: fc.array(fc.record({ at: fc.nat(), set: fc.nat(255) }), {
        minLength: 1,
        maxLength: 6,
      }),
      end: fc.option(fc.nat(), { freq: 3 }),
    })
    .map(({ request: { bytes, isHead }, edits, end }) => {
      const changed = Buffer.from(bytes);
      // Among the bytes of the head
      for (const { at, set } of edits) changed[at % Math.min(changed.length, 200)] = set;
      const sent = end === null ? changed : changed.subarray(0, end % (changed.length + 1));
      return { parts: [sent], pauseMs: 0, isCut: false, expected: null, isHead: [isHead] };
    });
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: broken });
}
