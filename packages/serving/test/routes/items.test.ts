import { expect, test } from 'vitest';
import { SKUS, bodyOf, worldOf, writeRecBundle } from '@lf/test-doubles';
import { createApi } from '../../src/api.ts';

async function items(queryStringParameters: Record<string, string>, settings = {}) {
  const api = createApi(
    worldOf({
      LF_API_BUNDLE: await writeRecBundle(),
      LF_ENDPOINT_URL: 'http://127.0.0.1:1',
      ...settings,
    }),
  );
  const answer = await api({ rawPath: '/items', queryStringParameters });
  return { status: answer.statusCode, body: bodyOf(answer) };
}

test('the most popular products come first, 20 unless a limit is given', async () => {
  expect(await items({})).toEqual({ status: 200, body: { items: SKUS, total: SKUS.length } });
  expect((await items({ limit: '3' })).body['items']).toEqual(SKUS.slice(0, 3));
});

test('a search finds parts of SKUs, whatever their case', async () => {
  expect((await items({ search: 'SKU-1' })).body['items']).toEqual(
    SKUS.filter((sku) => sku.includes('sku-1')),
  );
  expect((await items({ search: 'boot' })).body).toEqual({ items: [], total: SKUS.length });
});

test.each([
  { limit: '0' },
  { limit: '101' },
  { limit: 'ten' },
  { limit: '1e1' },
  { search: 'x'.repeat(257) },
])('%j: 400', async (query) => {
  expect(await items(query)).toMatchObject({ status: 400, body: { code: 'parameter_invalid' } });
});

test('an intent model has no products: 404 with what is there', async () => {
  const settings = { LF_API_BUNDLE: '' };
  expect(await items({}, settings)).toMatchObject({
    status: 404,
    body: { code: 'path_unknown', allowed: ['/predict', '/openapi.json', '/'] },
  });
});
