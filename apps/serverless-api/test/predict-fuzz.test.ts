import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS } from '../src/models/intent/actions.ts';
import { createPredict } from '../src/predict.ts';
import { sendJson, startLoopback, type Loopback } from './loopback.ts';
import { bodyOf, worldOf } from './world.ts';

let endpoint: Loopback;

beforeAll(async () => {
  endpoint = await startLoopback((response) => sendJson(response, { predictions: [[0.5]] }));
});
afterAll(() => endpoint.close());

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...ACTIONS), fc.string({ maxLength: 8 })), { maxLength: 30 })
    .map(String),
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

test('whatever the query string: 200 or 400 as JSON, never a throw', async () => {
  const predict = createPredict(worldOf({ LF_ENDPOINT_URL: endpoint.url }));
  await fc.assert(
    fc.asyncProperty(query, fc.string(), async (queryStringParameters, requestId) => {
      const answer = await predict({
        queryStringParameters,
        headers: { 'x-request-id': requestId },
      });
      expect([200, 400]).toContain(answer.statusCode);
      const body = bodyOf(answer);
      if (answer.statusCode === 200) expect(body['prediction']).toBe(0.5);
      else
        expect(body).toMatchObject({
          code: expect.any(String) as string,
          message: expect.any(String) as string,
        });
    }),
    { numRuns: 500 },
  );
});

test('every session of known actions within the limit is predicted', async () => {
  const predict = createPredict(worldOf({ LF_ENDPOINT_URL: endpoint.url }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 1000 }),
      async (actions) => {
        expect(
          (await predict({ queryStringParameters: { session: actions.join(',') } })).statusCode,
        ).toBe(200);
      },
    ),
    { numRuns: 50 },
  );
});
