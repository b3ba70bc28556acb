import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  SKUS,
  bodyOf,
  sendJson,
  startLoopback,
  type Loopback,
  vocabularyBytes,
  worldOf,
  writeRecBundle,
} from '@lf/test-doubles';
import { createApi } from '../src/api.ts';
import { encodeSession } from '../src/session-text.ts';
import { serializeShowcase, SHOWCASE_PATH, type Product } from '../src/showcase/showcase.ts';
import { expectDocumented } from './openapi/documented.ts';

let endpoint: Loopback;
let respond: (response: ServerResponse) => void;

const RANKING = {
  items: SKUS.map((_, item) => item + 2),
  scores: SKUS.map((_, item) => 1 / (item + 1)),
};

beforeEach(async () => {
  respond = (response) => sendJson(response, { predictions: [RANKING] });
  endpoint = await startLoopback((response) => respond(response));
});
afterEach(() => endpoint.close());

async function serve(settings: Record<string, string> = {}) {
  const world = worldOf({
    LF_ENDPOINT_URL: endpoint.url,
    LF_API_BUNDLE: await writeRecBundle(),
    ...settings,
  });
  return { predict: createApi(world), lines: world.lines };
}

const asking = (...skus: string[]) => ({ rawQueryString: `session=${encodeSession(skus)}` });

test("the bundle's kind chooses the model: SKUs in, SKUs with scores out", async () => {
  const { predict, lines } = await serve();
  const answer = await predict(asking('lace', 'boot', 'hat, red'));
  expect(answer.statusCode).toBe(200);
  expect(bodyOf(answer)).toEqual({
    prediction: SKUS.slice(0, 10),
    scores: RANKING.scores.slice(0, 10),
    fallback: false,
    unknown: ['boot'],
    time: expect.any(Number) as number,
    endpoint: endpoint.url,
  });
  expect(JSON.parse(endpoint.received[0]?.body ?? '')).toEqual({ instances: [[4, 5]] });
  expect(lines[0]).toMatchObject({ status: 200, events: 3 });
  expect(JSON.stringify(lines)).not.toContain('lace');
});

test.each([
  ['session=a,b', [2, 3]],
  ['session=a%2Cb', [4]],
  ['session=b%2Ca', [3, 2]],
  ['session=c%2C%2Cd', [5]],
  ['session=a&session=a%2Cb&session=b', [2, 4, 3]],
  ['session=b%2Ca&session=a,a', [2, 2]],
])('%s asks for the ids %j where a, b, "a,b" and "c,,d" are SKUs', async (rawQueryString, ids) => {
  const skus = ['a', 'b', 'a,b', 'c,,d', ...SKUS];
  const bundle = await writeRecBundle({ 'vocabulary.json': vocabularyBytes(skus) });
  const { predict } = await serve({ LF_API_BUNDLE: bundle });
  expect((await predict({ rawQueryString })).statusCode).toBe(200);
  expect(JSON.parse(endpoint.received[0]?.body ?? '')).toEqual({ instances: [ids] });
});

test('with no known SKU the endpoint is not asked', async () => {
  const { predict } = await serve();
  expect(bodyOf(await predict(asking('boot')))).toMatchObject({
    prediction: SKUS.slice(0, 10),
    fallback: true,
  });
  expect(endpoint.received).toEqual([]);
});

test('seen products are left out by LF_API_SEEN_ITEMS=exclude', async () => {
  const { predict } = await serve({ LF_API_SEEN_ITEMS: 'exclude' });
  expect(bodyOf(await predict(asking('shoe')))['prediction']).toEqual(SKUS.slice(1, 11));
});

test.each([
  ['k=3', SKUS.slice(0, 3)],
  ['k=100', SKUS],
  ['exclude=seen', SKUS.slice(1, 11)],
  ['exclude=none&k=1', SKUS.slice(0, 1)],
  ['k=2&exclude=seen', SKUS.slice(1, 3)],
])('%s chooses what is named', async (choices, prediction) => {
  const { predict } = await serve();
  const answer = await predict({ rawQueryString: `session=shoe&${choices}` });
  expect(bodyOf(answer)).toMatchObject({ prediction });
  expect(bodyOf(answer)['scores']).toHaveLength(prediction.length);
  expectDocumented(bodyOf(await predict({ rawPath: '/openapi.json' })), '/predict', answer);
});

test('exclude=none goes before LF_API_SEEN_ITEMS=exclude, and k holds for a fallback', async () => {
  const { predict } = await serve({ LF_API_SEEN_ITEMS: 'exclude' });
  const seen = await predict({ rawQueryString: 'session=shoe&exclude=none&k=1' });
  expect(bodyOf(seen)['prediction']).toEqual(['shoe']);
  const fallback = await predict({ rawQueryString: 'session=boot&k=2' });
  expect(bodyOf(fallback)).toMatchObject({ prediction: SKUS.slice(0, 2), fallback: true });
});

test.each([
  ['k=0', 'parameter_invalid', /whole number from 1 to 100, got '0'/],
  ['k=101', 'parameter_invalid', /got '101'/],
  ['k=3&k=4', 'parameter_invalid', /given once/],
  ['exclude=sold', 'parameter_invalid', /seen or none, got 'sold'/],
  ['exlude=seen', 'unknown_parameter', /session, k, exclude, got 'exlude'. Did you mean 'exclude'/],
  ['limit=3', 'unknown_parameter', /got 'limit'\.$/],
])('%s: 400, and the endpoint is not asked', async (choices, code, message) => {
  const { predict } = await serve();
  const answer = await predict({ rawQueryString: `session=shoe&${choices}` });
  expect(answer.statusCode).toBe(400);
  expect(bodyOf(answer)).toMatchObject({ code, message: expect.stringMatching(message) as string });
  expect(endpoint.received).toEqual([]);
  expectDocumented(bodyOf(await predict({ rawPath: '/openapi.json' })), '/predict', answer);
});

describe('a bundle whose catalogue has categories', () => {
  const products = new Map<string, Product>(
    SKUS.map((sku, at) => [
      sku,
      at < 12
        ? { name: sku, category: 'Shoes' }
        : { category: at === 12 ? 'Hüte & Kappen' : 'Bags' },
    ]),
  );
  products.set('elsewhere', { category: 'Sold out' });
  const catalogue = serializeShowcase({ sessions: [], products });
  const serveCatalogue = async (settings: Record<string, string> = {}) =>
    serve({
      LF_API_BUNDLE: await writeRecBundle({
        'vocabulary.json': vocabularyBytes(),
        [SHOWCASE_PATH]: catalogue,
      }),
      ...settings,
    });

  test.each([
    ['category=Bags', SKUS.slice(13)],
    ['category=Bags&k=2', SKUS.slice(13, 15)],
    ['category=H%C3%BCte+%26+Kappen', SKUS.slice(12, 13)],
    ['category=Shoes&exclude=seen&k=2', SKUS.slice(1, 3)],
  ])('%s is applied before the cut to k', async (choices, prediction) => {
    const { predict } = await serveCatalogue();
    const answer = await predict({ rawQueryString: `session=shoe&${choices}` });
    expect(answer.statusCode).toBe(200);
    const scores = prediction.map((sku) => RANKING.scores[SKUS.indexOf(sku)]);
    expect(bodyOf(answer)).toMatchObject({ prediction, scores, fallback: false });
    expectDocumented(bodyOf(await predict({ rawPath: '/openapi.json' })), '/predict', answer);
  });

  test('holds for a fallback, most popular first', async () => {
    const { predict } = await serveCatalogue();
    const answer = await predict({ rawQueryString: 'session=boot&category=Bags&k=2' });
    expect(bodyOf(answer)).toMatchObject({ prediction: SKUS.slice(13, 15), fallback: true });
  });

  test.each([
    [
      'category=Bag',
      /a category of the catalogue: Bags, Hüte & Kappen, Shoes \(did you mean 'Bags'\?\), got 'Bag'/,
    ],
    // No product of it is one that the model knows
    ['category=Sold+out', /Bags, Hüte & Kappen, Shoes, got 'Sold out'/],
    ['category=Bags&category=Shoes', /given once/],
  ])('%s: 400, and the endpoint is not asked', async (choices, message) => {
    const { predict } = await serveCatalogue();
    const answer = await predict({ rawQueryString: `session=shoe&${choices}` });
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({
      code: 'parameter_invalid',
      parameter: 'category',
      message: expect.stringMatching(message) as string,
    });
    expect(endpoint.received).toEqual([]);
    expectDocumented(bodyOf(await predict({ rawPath: '/openapi.json' })), '/predict', answer);
  });

  const priced = new Map<string, Product>(
    SKUS.map((sku, at) => [
      sku,
      {
        category: at % 2 === 0 ? 'Shoes' : 'Bags',
        // The first has no price
        ...(at > 0 && { amount: at * 10 + 0.5, price: `€ ${at * 10}.50` }),
        url: `https://shop.example/${encodeURIComponent(sku)}`,
      },
    ]),
  );
  const servePrices = async () =>
    serve({
      LF_API_BUNDLE: await writeRecBundle({
        'vocabulary.json': vocabularyBytes(),
        [SHOWCASE_PATH]: serializeShowcase({ sessions: [], products: priced }),
      }),
    });

  test.each([
    ['price_min=20.5', SKUS.slice(2, 12)],
    ['price_max=20.5', SKUS.slice(1, 3)],
    ['price_min=20.4&price_max=40.5&k=2', SKUS.slice(2, 4)],
    ['price_min=0&category=Shoes&k=2', [SKUS[2], SKUS[4]]],
    ['price_min=1000', []],
  ])(
    '%s is applied before the cut to k, to products that have a price',
    async (choices, expected) => {
      const { predict } = await servePrices();
      const known = await predict({ rawQueryString: `session=shoe&${choices}` });
      expect(bodyOf(known)).toMatchObject({ prediction: expected, fallback: false });
      expect(bodyOf(known)['scores']).toHaveLength(expected.length);
      const fallback = await predict({ rawQueryString: `session=boot&${choices}` });
      expect(bodyOf(fallback)).toMatchObject({ prediction: expected, fallback: true });
      const document = bodyOf(await predict({ rawPath: '/openapi.json' }));
      for (const answer of [known, fallback]) expectDocumented(document, '/predict', answer);
    },
  );

  test('an answer has the price as a number and the page of each product', async () => {
    const { predict } = await servePrices();
    const answer = await predict({ rawQueryString: 'session=shoe&k=2' });
    const [first = '', second = ''] = SKUS;
    expect(bodyOf(answer)['products']).toEqual({
      [first]: { category: 'Shoes', url: `https://shop.example/${first}` },
      [second]: {
        category: 'Bags',
        amount: 10.5,
        price: '€ 10.50',
        url: `https://shop.example/${second}`,
      },
    });
  });

  test.each([
    [
      'price_min=cheap',
      'price_min',
      /a number such as 20 or 49.90; the catalogue has 10.5 to .*, got 'cheap'/,
    ],
    ['price_max=1e3', 'price_max', /got '1e3'/],
    ['price_max=', 'price_max', /got ''/],
    ['price_max=20&price_max=30', 'price_max', /given once/],
    ['price_min=30&price_max=20.5', 'price_min', /at most price_max, 20.5, got '30'/],
  ])('%s: 400, and the endpoint is not asked', async (choices, parameter, message) => {
    const { predict } = await servePrices();
    const answer = await predict({ rawQueryString: `session=shoe&${choices}` });
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({
      code: 'parameter_invalid',
      parameter,
      message: expect.stringMatching(message) as string,
    });
    expect(endpoint.received).toEqual([]);
  });

  test('documents the range of prices; without any, price_min is no parameter', async () => {
    const documented = async ({ predict }: Awaited<ReturnType<typeof serve>>) => {
      const { paths } = bodyOf(await predict({ rawPath: '/openapi.json' })) as {
        paths: { '/predict': { get: { parameters: { name: string; description?: string }[] } } };
      };
      return paths['/predict'].get.parameters.filter(({ name }) => name.startsWith('price'));
    };
    expect(await documented(await servePrices())).toMatchObject([
      { name: 'price_min', description: expect.stringContaining('prices from 10.5 to') as string },
      { name: 'price_max' },
    ]);
    const without = await serveCatalogue();
    expect(await documented(without)).toEqual([]);
    const answer = await without.predict({ rawQueryString: 'session=shoe&price_min=5' });
    expect(bodyOf(answer)).toMatchObject({ code: 'unknown_parameter' });
  });

  test('documents the categories; without any, category is no parameter', async () => {
    const [withSome, without] = [await serveCatalogue(), await serve()];
    const documented = async (api: typeof withSome) => {
      const { paths } = bodyOf(await api.predict({ rawPath: '/openapi.json' })) as {
        paths: { '/predict': { get: { parameters: { name: string; schema?: unknown }[] } } };
      };
      return paths['/predict'].get.parameters.find(({ name }) => name === 'category')?.schema;
    };
    expect(await documented(withSome)).toEqual({ enum: ['Bags', 'Hüte & Kappen', 'Shoes'] });
    expect(await documented(without)).toBeUndefined();
    const answer = await without.predict({ rawQueryString: 'session=shoe&category=Bags' });
    expect(bodyOf(answer)).toMatchObject({ code: 'unknown_parameter' });
  });
});

test('an intent endpoint behind a rec bundle: 502', async () => {
  respond = (response) => sendJson(response, { predictions: [[0.5]] });
  const { predict } = await serve();
  const answer = await predict(asking('shoe'));
  expect(answer.statusCode).toBe(502);
  expect(bodyOf(answer)).toMatchObject({ code: 'endpoint_error', reason: 'bad_answer' });
});

test.each([
  ['no session at all', {}, 'missing_parameter'],
  ['an empty session', { session: ',' }, 'empty_session'],
  ['10,000 SKUs', { session: 'shoe,'.repeat(10_000) }, 'too_many_events'],
])('%s: 400', async (_, queryStringParameters, code) => {
  const { predict } = await serve();
  const answer = await predict({ queryStringParameters });
  expect(answer.statusCode).toBe(400);
  expect(bodyOf(answer)).toMatchObject({ code });
});

describe('the service set wrongly: 500, and the log says how', () => {
  test.each<[string, () => Promise<Record<string, string>>, string]>([
    ['rec without a bundle', async () => ({ LF_API_MODEL: 'rec', LF_API_BUNDLE: '' }), 'got none'],
    [
      'a bundle that is not there',
      async () => ({ LF_API_BUNDLE: '/nowhere/model.tar.gz' }),
      '/nowhere/model.tar.gz',
    ],
    [
      'a bundle without a vocabulary',
      async () => ({ LF_API_BUNDLE: await writeRecBundle({ 'model.onnx': Buffer.from('onnx') }) }),
      'there is no such file',
    ],
    [
      'a vocabulary that is none',
      async () => ({
        LF_API_BUNDLE: await writeRecBundle({ 'vocabulary.json': vocabularyBytes([]) }),
      }),
      '/skus',
    ],
    [
      'another kind than the bundle',
      async () => ({ LF_API_MODEL: 'intent' }),
      "LF_API_MODEL: expected the bundle's kind rec, got 'intent'",
    ],
  ])('%s', async (_, settings, detail) => {
    const { predict, lines } = await serve(await settings());
    const answer = await predict(asking('shoe'));
    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer)['code']).toBe('setting_invalid');
    expect(lines[0]?.detail).toContain(detail);
  });
});
