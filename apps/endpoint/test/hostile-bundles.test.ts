import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSessions } from '@lf/serving/models';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';
import { recommenderFiles, SKUS, steppedSessions, tinyRecBundle } from './tiny-rec-bundle.ts';

const { parseRecConfig, trainRecommender } = await import('@lf/train-rec');

const instances = [oneHot([0, 2, 1])];
let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let server: Started;
beforeAll(async () => {
  bundles = await bundleFolder();
  const bundle = await bundles.version('model.tar.gz', 1);
  server = await startServing({ bundle, management: 'loopback' });
});
afterAll(async () => {
  await server.drain();
  await bundles.remove();
});

/** Loading is refused with a code and a reason, leaves no session open, and the server answers as before. */
async function refuses(url: string, expected: { code: string; message?: RegExp }): Promise<void> {
  const sessions = openSessions();
  const [response, ping] = await Promise.all([
    server.send('POST', '/models', { model_name: 'other', url }),
    server.get('/ping'),
  ]);
  expect(ping.status).toBe(200);
  expect(await response.json()).toMatchObject({
    error: {
      code: expected.code,
      message: expect.stringMatching(expected.message ?? /./) as string,
    },
  });
  expect(response.status).toBe(422);
  expect(openSessions()).toBe(sessions);
  expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
}

describe('a path that leads to no bundle', () => {
  it('is refused, be it a pipe, a device, a socket, a folder or a dangling link', async () => {
    execFileSync('mkfifo', [bundles.path('pipe')]);
    await symlink(bundles.path('nowhere'), bundles.path('link'));
    await mkdir(bundles.path('folder'));
    const socket = createServer().listen(bundles.path('socket'));
    const paths = ['pipe', 'link', 'socket', 'folder', 'nowhere'].map(bundles.path);
    for (const path of [...paths, '/dev/zero', '/dev/null', 'a\0b', '/etc/passwd']) {
      await refuses(path, { code: 'bundle_unreadable' });
    }
    socket.close();
  });
});

describe('a manifest', () => {
  it('with a config nested 100,000 deep is refused', async () => {
    // Packing it would end the stack, so it is put together
    const parts = await tinyBundle({ config: { deep: 'HERE' } });
    const { gunzipSync, gzipSync } = await import('node:zlib');
    const tar = gunzipSync(parts);
    const size = Number.parseInt(tar.toString('latin1', 124, 135), 8);
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const json = Buffer.from(tar.toString('utf8', 512, 512 + size).replace('"HERE"', deep));
    const head = Buffer.from(tar.subarray(0, 512));
    head.write(json.length.toString(8).padStart(11, '0'), 124);
    head.fill(' ', 148, 156);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const pad = (length: number) => Buffer.alloc((512 - (length % 512)) % 512);
    const rest = tar.subarray(512 + size + pad(size).length);
    const whole = gzipSync(Buffer.concat([head, json, pad(json.length), rest]));
    await refuses(await bundles.write('deep.tar.gz', whole), { code: 'manifest_invalid' });
  });

  it('that promises another input than the model has is refused, and the model is closed', async () => {
    const inputs = [{ name: 'x', dtype: 'float32' as const, shape: ['batch', 'time', 9] }];
    const path = await bundles.write('nine.tar.gz', await tinyBundle({ inputs }));
    await refuses(path, { code: 'model_refused', message: /first prediction failed/ });
    const outputs = [{ name: 'nothing', dtype: 'float32' as const, shape: ['batch', 1] }];
    const other = await bundles.write('output.tar.gz', await tinyBundle({ outputs }));
    await refuses(other, { code: 'model_refused' });
  });
});

describe('a model whose values are in another file', () => {
  it('is refused before the runtime reads that file', async () => {
    const onnx = await readFile(join(import.meta.dirname, 'fixtures', 'tiny-lstm.onnx'));
    // A second graph, which readers merge into the first: an initializer `s` at `../secret`
    const location = Buffer.from([
      0x0a,
      8,
      ...Buffer.from('location'),
      0x12,
      9,
      ...Buffer.from('../secret'),
    ]);
    const tensor = [0x08, 4, 0x10, 1, 0x42, 1, 0x73, 0x6a, location.length, ...location, 0x70, 1];
    const graph = [0x2a, tensor.length, ...tensor];
    const outside = Buffer.concat([onnx, Buffer.from([0x3a, graph.length, ...graph])]);
    const path = await bundles.write(
      'outside.tar.gz',
      await tinyBundle({}, { 'model.onnx': outside }),
    );
    await refuses(path, {
      code: 'model_refused',
      message: /names files outside it \(tensor "s"\)/,
    });
  });
});

describe('a recommender that lies under valid digests', () => {
  const changed = async (name: string, change: (bytes: Uint8Array) => Uint8Array) => {
    const train = steppedSessions();
    const config = parseRecConfig('VSKNN', {});
    const options = { choice: 'VSKNN' as const, train, itemCount: SKUS.length, config };
    const files = recommenderFiles(await trainRecommender(options));
    const content = files[name];
    if (!(content instanceof Uint8Array)) throw new Error(`no file ${name}`);
    const parts = { ...files, [name]: change(content) };
    return bundles.write('lies.tar.gz', await tinyRecBundle({}, parts));
  };
  const text = (from: RegExp, to: string) => (bytes: Uint8Array) =>
    Buffer.from(Buffer.from(bytes).toString('utf8').replace(from, to));

  it.each<[string, string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ['random offsets', 'recommender/offsets.bin', (b) => b.map((_, i) => (i * 97) % 251), /rise/],
    [
      'reversed offsets',
      'recommender/offsets.bin',
      (b) => new Uint8Array(new Uint32Array(b.slice().buffer).reverse().buffer),
      /rise from 0/,
    ],
    [
      'an itemCount of 1e12',
      'recommender/recommender.json',
      text(/"itemCount": 12/, '"itemCount": 1e12'),
      /itemCount/,
    ],
    [
      'an itemCount of 1e6',
      'recommender/recommender.json',
      text(/"itemCount": 12/, '"itemCount": 1e6'),
      /1000000 items instead of 12/,
    ],
    [
      'SKUs without end',
      'vocabulary.json',
      text(/"skus":\[/, `"skus":[${'"",'.repeat(2 ** 22 + 100)}`),
      /more than 4194304 SKUs/,
    ],
    ['the same SKU twice', 'vocabulary.json', text(/sku-1"/, 'sku-0"'), /twice/],
    ['an empty SKU', 'vocabulary.json', text(/sku-1"/, '"'), /skus/],
  ])('by %s is refused', async (_what, name, change, message) => {
    await refuses(await changed(name, change), { code: 'model_refused', message });
  });
});
