import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';
import { knnFiles, SKUS, tinyRecBundle } from './tiny-rec-bundle.ts';

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let server: Started;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
beforeAll(async () => {
  bundles = await bundleFolder();
  server = await startServing({
    bundle: await bundles.version('model.tar.gz', 1),
    publicApi: true,
    management: 'loopback',
  });
});
afterAll(async () => {
  agent.destroy();
  await server.drain();
  await bundles.remove();
});

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function fire({
  method,
  path,
  headers = {},
  body,
}: Shot): Promise<{ status: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: server.port, agent, method, path, headers }, (response) => {
      json(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, answer }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A prediction, or a 4xx with a code and a message. */
async function expectAnswer(shot: Shot) {
  const { status, answer } = await fire(shot);
  if (status === 200) return;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  const said = (answer as { error?: unknown }).error ?? answer;
  expect(said).toMatchObject({
    code: expect.any(String) as unknown,
    message: expect.any(String) as unknown,
  });
}

/** Names of items of which one holds 500 commas. */
const MANY_COMMAS = [...SKUS.slice(1), Array<string>(501).fill('0').join(',')];

const RUNS = { numRuns: 200 };
const JSON_TYPE = { 'content-type': 'application/json' };
/** Sessions that are nearly right: a number, a row or a session swapped for anything JSON can say. */
const nearMiss = fc
  .record({
    session: fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 8 }),
    stranger: fc.jsonValue(),
    at: fc.nat(),
    depth: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ session, stranger, at, depth }) => {
    const rows: unknown[] = oneHot(session);
    const index = at % rows.length;
    if (depth === 3) rows[index] = [stranger, 0, 0, 0, 0, 0, 0];
    if (depth === 2) rows[index] = stranger;
    return { instances: depth === 0 ? stranger : [depth === 1 ? stranger : rows] };
  });

describe('whatever is sent', () => {
  it('as JSON to a model gets a prediction or a 4xx that says why', async () => {
    const bodies = fc.oneof(nearMiss, fc.jsonValue()).map((value) => JSON.stringify(value));
    const paths = fc.constantFrom('/invocations', '/v1/models/default:predict');
    await fc.assert(
      fc.asyncProperty(bodies, paths, (body, path) =>
        expectAnswer({ method: 'POST', path, headers: JSON_TYPE, body }),
      ),
      RUNS,
    );
  });

  it('as bytes gets a 4xx that says why', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (body) =>
        expectAnswer({ method: 'POST', path: '/invocations', headers: JSON_TYPE, body }),
      ),
      RUNS,
    );
  });

  it('as a query of /predict gets a prediction or a 4xx that says why', async () => {
    const pieces = fc.constantFrom(
      ...'session=|add|view|remove|,|&|=|%|%00|%ff|+|[]|?|__proto__|;'.split('|'),
    );
    const byte = fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code));
    const queries = fc
      .array(fc.oneof(pieces, byte), { maxLength: 30 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(queries, (query) =>
        expectAnswer({ method: 'GET', path: `/predict?${query.replaceAll('#', '')}` }),
      ),
      RUNS,
    );
  });

  it('to any path of /models, by any method, gets an answer or a 4xx that says why', async () => {
    const name = fc.array(
      fc.constantFrom('a', 'default', '%2f', '%ff', ':', '.', '..', ':predict', '\u00e9'),
      {
        maxLength: 3,
      },
    );
    const paths = fc
      .tuple(
        fc.constantFrom('/models/', '/v1/models/', '/models'),
        name,
        fc.constantFrom('', '/invoke', '/challenger'),
      )
      .map(([head, middle, tail]) => head + middle.join('') + tail);
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'TRACE');
    await fc.assert(
      fc.asyncProperty(methods, paths, fc.jsonValue(), (method, path, body) =>
        expectAnswer({ method, path, headers: JSON_TYPE, body: JSON.stringify(body) }),
      ),
      RUNS,
    );
  });

  it('a megabyte of brackets, of digits and of escapes gets a 4xx', async () => {
    const size = 2 ** 20;
    for (const body of [
      '['.repeat(size),
      `{"instances":${'9'.repeat(size)}}`,
      `"${'\\u0000'.repeat(size / 6)}"`,
    ]) {
      await expectAnswer({ method: 'POST', path: '/invocations', headers: JSON_TYPE, body });
    }
  });

  it('as a query of /predict takes time in proportion to its length', async () => {
    const rec = await startServing({
      bundle: await bundles.write('rec.tar.gz', await tinyRecBundle({}, knnFiles(MANY_COMMAS))),
      publicApi: true,
    });
    const ask = async (query: string) => {
      const startedMs = performance.now();
      await (await rec.get(`/predict?${query}`)).arrayBuffer();
      return performance.now() - startedMs;
    };
    const part = fc.constantFrom(
      ...['0,', '0%2C', 'session=0&', '&', '=&', '%2', '%', '+', ',', '%E2%82%AC', 'session='],
    );
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
          const unit = parts.join('');
          const query = (length: number) =>
            `session=${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}`;
          const short = await ask(query(500));
          const long = await ask(query(30 * 500));
          // The machine may pause for a moment; work that grows with the square took seconds
          expect(long, query(500)).toBeLessThan(10 * 30 * short + 500);
        }),
        RUNS,
      );
    } finally {
      await rec.drain();
    }
  });

  it('leaves the server as it was', async () => {
    const { status } = await fire({
      method: 'POST',
      path: '/invocations',
      headers: JSON_TYPE,
      body: JSON.stringify({ instances: [oneHot([0, 2, 1]), oneHot([0, 1])] }),
    });
    expect(status).toBe(200);
    expect(await server.metric('lf_http_requests_in_flight')).toBe(0);
  });
});
