import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, type ApiEvent } from '../src/api.ts';
import { encodeSession } from '../src/session-text.ts';
import { SHOPPER_ACTIONS as ACTIONS } from '@lf/contract';
import {
  SKUS,
  bodyOf,
  sendJson,
  startLoopback,
  type Loopback,
  worldOf,
  writeRecBundle,
} from '@lf/test-doubles';
import { expectDocumented } from './openapi/documented.ts';

/** Query strings tried against each model. */
const RUNS = 10_000;

let endpoint: Loopback;
const RANKING = { items: SKUS.map((_, item) => item + 2), scores: SKUS.map(() => 0.5) };

beforeAll(async () => {
  endpoint = await startLoopback((response, { body }) => {
    const { instances } = JSON.parse(body) as { instances: [unknown[]] };
    sendJson(response, { predictions: [Array.isArray(instances[0][0]) ? [0.5] : RANKING] });
  });
});
afterAll(() => endpoint.close());

const known = fc.constantFrom(...ACTIONS, ...SKUS);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.oneof(known, fc.string({ maxLength: 8 })), { maxLength: 30 }).map(String),
  fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 30 }).map(String),
  fc.nat(3000).map((commas) => ','.repeat(commas)),
);
const query = fc.option(
  fc.oneof(
    fc.record({ session: text }),
    fc.record({ session: text, extra: text }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('session', '__proto__', 'constructor')),
      text,
    ),
  ),
);

/** The same as a query string, and query strings that no client writes. */
const rawQuery = fc.oneof(
  query.map((parameters) => new URLSearchParams(parameters ?? {}).toString()),
  fc.string(),
  fc
    .array(fc.oneof(fc.constantFrom('session=', '&', ',', '%', '%2C', '%ff', '+', '='), text), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);

describe.each(['intent', 'rec'] as const)('in front of a %s model', (kind) => {
  async function serve() {
    return createApi(
      worldOf({
        LF_ENDPOINT_URL: endpoint.url,
        ...(kind === 'rec' ? { LF_API_BUNDLE: await writeRecBundle() } : {}),
      }),
    );
  }

  test(
    'whatever the query string: 200 or 400 as the document says, never a throw',
    { timeout: 300_000 },
    async () => {
      const api = await serve();
      const document = bodyOf(await api({ rawPath: '/openapi.json' }));
      await fc.assert(
        fc.asyncProperty(rawQuery, fc.string(), async (rawQueryString, requestId) => {
          const event: ApiEvent = { rawQueryString, headers: { 'x-request-id': requestId } };
          const answer = await api(event);
          expect([200, 400]).toContain(answer.statusCode);
          expectDocumented(document, '/predict', answer);
        }),
        { numRuns: RUNS },
      );
    },
  );

  test('10,000 events: 400', async () => {
    const session = Array(10_000)
      .fill(kind === 'intent' ? 'add' : 'shoe')
      .join(',');
    const answer = await (await serve())({ queryStringParameters: { session } });
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ code: 'too_many_events', events: 10_000 });
  });

  test('every session of known events within the limit is predicted', async () => {
    const api = await serve();
    const events = kind === 'intent' ? fc.constantFrom(...ACTIONS) : fc.constantFrom(...SKUS);
    await fc.assert(
      fc.asyncProperty(fc.array(events, { minLength: 1, maxLength: 1000 }), async (session) => {
        const answer = await api({ rawQueryString: `session=${encodeSession(session)}` });
        expect(answer.statusCode).toBe(200);
        expect(bodyOf(answer)).not.toHaveProperty('unknown');
      }),
      { numRuns: 50 },
    );
  });

  if (kind === 'rec') {
    test('whatever is searched: 200 or 400 as the document says', async () => {
      const api = await serve();
      const document = bodyOf(await api({ rawPath: '/openapi.json' }));
      const search = fc.record(
        { search: text, limit: fc.oneof(text, fc.integer().map(String)) },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(search, async (queryStringParameters) => {
          const answer = await api({ rawPath: '/items', queryStringParameters });
          expectDocumented(document, '/items', answer);
        }),
        { numRuns: 1000 },
      );
    });
  }
});
