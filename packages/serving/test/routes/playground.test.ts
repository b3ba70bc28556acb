import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { SKUS, worldOf, writeRecBundle } from '@lf/test-doubles';
import { bundlePage, GENERATED_PAGE } from '../../scripts/bundle-page.ts';
import { createApi } from '../../src/api.ts';

const INTENT = { LF_ENDPOINT_URL: 'http://127.0.0.1:1' };

async function page(settings: Readonly<Record<string, string>> = INTENT) {
  const { statusCode, headers, body } = await createApi(worldOf(settings))({ rawPath: '/' });
  return { statusCode, headers, body };
}

/** What the page is told of its service. */
function described(body: string): unknown {
  return JSON.parse(/type="application\/json">(.*?)<\/script>/s.exec(body)?.[1] ?? '');
}

// The same in a browser: apps/endpoint/browser
describe('the playground', () => {
  test('is what `npm run build:page` makes of playground/', async () => {
    expect(await readFile(GENERATED_PAGE, 'utf8')).toBe(await bundlePage());
  });

  test('knows the actions of an intent model', async () => {
    const { statusCode, headers, body } = await page();
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(described(body)).toEqual({
      endpoint: INTENT.LF_ENDPOINT_URL,
      needsKey: false,
      maxEvents: 1000,
      hasSessions: false,
      kind: 'intent',
      actions: ['add', 'remove', 'purchase', 'detail', 'view'],
    });
  });

  test('knows how many products a rec model has, and whether a key is needed; it is there without one', async () => {
    const { statusCode, body } = await page({
      ...INTENT,
      LF_API_BUNDLE: await writeRecBundle(),
      LF_API_INFERENCE: 'url',
      LF_API_KEY: 'a-key-of-16-chars',
    });
    expect(statusCode).toBe(200);
    expect(described(body)).toMatchObject({
      kind: 'rec',
      total: SKUS.length,
      hidesSeen: false,
      needsKey: true,
      model: { name: 'recommender', dataDigest: 'a'.repeat(12), quality: [] },
    });
    expect(body).not.toContain('a-key-of-16-chars');
  });

  test('may run its own script and style and ask its own service, nothing else', async () => {
    const { headers, body } = await page();
    const policy = headers['content-security-policy'];
    for (const [element, directive] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const content = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(body)?.[1] ?? '';
      const hash = createHash('sha256').update(content).digest('base64');
      expect(policy).toContain(`${directive} 'sha256-${hash}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
  });

  test('is not broken out of by the name of what predicts', async () => {
    const endpoint = 'http://127.0.0.1:1/</script><script>alert(1)</script>$&';
    const { body } = await page({ LF_ENDPOINT_URL: endpoint });
    expect(body.match(/<script/g)).toHaveLength(2);
    expect(described(body)).toMatchObject({ endpoint });
  });
});
