import { expect, test } from 'vitest';
import { bodyOf, SKUS, vocabularyBytes, worldOf, writeRecBundle } from '@lf/test-doubles';
import { createApi } from '../../src/api.ts';
import { serializeShowcase, SHOWCASE_PATH } from '../../src/showcase/showcase.ts';
import { expectDocumented } from '../openapi/documented.ts';

const SHOE = { name: 'Running shoe', category: 'Shoes', price: '€ 89' };
const SESSIONS = [{ events: ['shoe', 'sock'], next: 'lace' }];

async function apiOf(
  bytes: Uint8Array | undefined,
  settings: Readonly<Record<string, string>> = { LF_API_SESSIONS: 'show' },
) {
  const shown = bytes === undefined ? {} : { [SHOWCASE_PATH]: bytes };
  const bundle = await writeRecBundle({ 'vocabulary.json': vocabularyBytes(), ...shown });
  return createApi(
    worldOf({ LF_API_BUNDLE: bundle, LF_ENDPOINT_URL: 'http://127.0.0.1:1', ...settings }),
  );
}

const SHOWCASE = serializeShowcase({
  data: 'spring 2026',
  sessions: SESSIONS,
  products: new Map([['shoe', SHOE]]),
});

test('the sessions of the bundle are answered, with what is known of their products, as the document says', async () => {
  const api = await apiOf(SHOWCASE);
  const answer = await api({ rawPath: '/sessions' });
  expect(bodyOf(answer)).toEqual({ sessions: SESSIONS, products: { shoe: SHOE } });
  const document = bodyOf(await api({ rawPath: '/openapi.json' }));
  expectDocumented(document, '/sessions', answer);
  for (const [rawPath, rawQueryString] of [
    ['/items', 'search=RUNNING'],
    ['/predict', 'session=nobody-knows-it'],
  ] as const) {
    const told = await api({ rawPath, rawQueryString });
    expect(bodyOf(told)['products']).toEqual({ shoe: SHOE });
    expectDocumented(document, rawPath, told);
  }
  expect((await api({ rawPath: '/' })).body).toContain('"data":"spring 2026"');
});

test('anybody may ask this service: unless it is told to, it shows no sessions, but the products', async () => {
  for (const settings of [{}, { LF_API_SESSIONS: 'hide' }]) {
    const api = await apiOf(SHOWCASE, settings);
    expect((await api({ rawPath: '/sessions' })).statusCode).toBe(404);
    const found = await api({ rawPath: '/items', rawQueryString: 'search=RUNNING' });
    expect(bodyOf(found)['products']).toEqual({ shoe: SHOE });
  }
  const api = await apiOf(SHOWCASE, { LF_API_SESSIONS: 'no' });
  const { code } = bodyOf(await api({ rawPath: '/sessions' }));
  expect(code).toBe('setting_invalid');
});

test('they want the key of the service', async () => {
  const api = await apiOf(SHOWCASE, { LF_API_KEY: 'a-key-of-16-chars', LF_API_SESSIONS: 'show' });
  expect((await api({ rawPath: '/sessions' })).statusCode).toBe(401);
  expect((await api({ rawPath: '/' })).body).not.toContain('Running shoe');
});

test('a bundle without a showcase has no such path, and nothing more to tell', async () => {
  const api = await apiOf(undefined);
  expect((await api({ rawPath: '/sessions' })).statusCode).toBe(404);
  expect(bodyOf(await api({ rawPath: '/items' }))).toEqual({ items: SKUS, total: SKUS.length });
});

test('a broken showcase is a setting to be put right', async () => {
  const api = await apiOf(new TextEncoder().encode('{}'));
  const answer = await api({ rawPath: '/items' });
  expect(answer.statusCode).toBe(500);
  expect(bodyOf(answer)['code']).toBe('setting_invalid');
});
