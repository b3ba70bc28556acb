import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startLoopback } from '@lf/test-doubles';
import { locateBundle } from '../../src/bundle/locate-bundle.ts';
import { BundleUnavailableError, SettingsError } from '../../src/errors.ts';

const BYTES = Buffer.alloc(1000, 7);
const LIMITS = { maxBytes: 1000, timeoutMs: 10_000 };
const DIGEST = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`;

async function serve(respond: (response: ServerResponse) => void) {
  const server = await startLoopback(respond);
  onTestFinished(() => server.close());
  return server;
}

test('what an address holds comes as it is, up to the limit', async () => {
  const { url } = await serve((response) => response.end(BYTES));
  expect(await locateBundle(url, undefined, LIMITS)).toEqual(BYTES);
  expect(await locateBundle(url, DIGEST, LIMITS)).toEqual(BYTES);
});

test('a path is left alone', async () => {
  expect(await locateBundle('out/model.tar.gz')).toBe('out/model.tar.gz');
});

test('other bytes than the digest says are refused', async () => {
  const { url } = await serve((response) => response.end('other'));
  const located = locateBundle(url, DIGEST, LIMITS);
  await expect(located).rejects.toThrow(SettingsError);
  await expect(located).rejects.toThrow(`expected the digest ${DIGEST}, got sha256:`);
});

test('a redirect is not followed', async () => {
  const target = await serve((response) => response.end(BYTES));
  const { url } = await serve((response) =>
    response.writeHead(302, { location: target.url }).end(),
  );
  await expect(locateBundle(url, undefined, LIMITS)).rejects.toThrow('got a redirect (status 302)');
  expect(target.received).toEqual([]);
});

test('a body without end is cut off at the limit', async () => {
  let sent = 0;
  const { url } = await serve((response) => {
    const more = () => {
      while (!response.destroyed) {
        sent += 1000;
        if (!response.write(BYTES)) break;
      }
    };
    response.on('drain', more);
    more();
  });
  await expect(locateBundle(url, undefined, LIMITS)).rejects.toThrow('at most 1000 bytes');
  // What the sockets buffer is sent, and no more
  expect(sent).toBeLessThan(50_000_000);
});

test('a length beyond the limit is refused at the first bytes', async () => {
  const { url } = await serve((response) => {
    response.writeHead(200, { 'content-length': 6e9 });
    response.write('x');
  });
  await expect(locateBundle(url, undefined, LIMITS)).rejects.toThrow('at most 1000 bytes');
});

test('a body that does not come in time is for another try', async () => {
  const { url } = await serve((response) => {
    response.writeHead(200);
    response.write('x');
  });
  await expect(locateBundle(url, undefined, { ...LIMITS, timeoutMs: 300 })).rejects.toThrow(
    BundleUnavailableError,
  );
});
