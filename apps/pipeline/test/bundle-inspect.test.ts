import { type BundleParts, packBundleFile, unpackBundle } from '@lf/contract';
import { join } from 'node:path';
import { constant, encodeOnnx, encodeSavedModel, input, matMul } from '@lf/export';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

const x = input('x', 'float32', ['batch', 2]);
const graph = {
  name: 'line',
  producer: 'test',
  description: '',
  outputs: { y: matMul(x, constant(Float32Array.of(1, 2), [2, 1])) },
};

const manifest: BundleParts['manifest'] = {
  kind: 'intent',
  inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 2] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: ['batch', 1] }],
  maxEvents: 200,
  metrics: { rocAuc: 0.83218 },
  config: {},
  seed: 5,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: { '@lf/pipeline': '0.1.0' },
};

let place: Workplace;
let bundle: string;
beforeAll(async () => {
  place = await Workplace.open();
  bundle = join(place.folder, 'model.tar.gz');
  const files = { 'model.onnx': encodeOnnx(graph), '1/saved_model.pb': encodeSavedModel(graph) };
  await packBundleFile({ manifest, files }, bundle);
});
afterAll(() => place.close());

describe('lf bundle inspect', () => {
  it('tells what a bundle holds, and the versions of its formats', async () => {
    const { code, stdout } = await place.lf(['bundle', 'inspect', bundle]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^kind +intent$/m);
    expect(stdout).toMatch(/^inputs +x float32 \[batch, 2\]$/m);
    expect(stdout).toMatch(/^model\.onnx +ONNX +opset 17, IR 8, by test$/m);
    expect(stdout).toMatch(
      /^1\/saved_model\.pb +TensorFlow SavedModel +tag serve, .*serving_default\(x float32 \[\?, 2\]\) -> y float32 \[\?, 1\]$/m,
    );
    expect(stdout).toMatch(/^rocAuc +0\.8322$/m);
  });

  it('gives the same as JSON, also of an unpacked bundle', async () => {
    const folder = join(place.folder, 'unpacked');
    await unpackBundle(bundle, folder);
    const packed = await place.lf(['bundle', 'inspect', bundle, '--json']);
    const unpacked = await place.lf(['bundle', 'inspect', folder, '--json']);
    const [whole, open] = [packed, unpacked].map(
      ({ stdout }) => JSON.parse(stdout) as Record<string, unknown>,
    );
    expect(whole).toMatchObject({
      manifest: { ...manifest, schemaVersion: 2 },
      archive: { digest: expect.stringMatching(/^sha256:/) as unknown },
      formats: [
        { format: 'onnx', facts: { opset: 17, irVersion: 8 } },
        { format: 'saved_model', facts: { tags: ['serve'] } },
      ],
    });
    expect(open).toEqual({
      path: folder,
      manifest: whole?.['manifest'],
      formats: whole?.['formats'],
    });
  });

  it.each([
    ['a file that is no bundle', { 'notes.txt': 'hello' }, /Reading the bundle|reading stopped/i],
    ['a model that is none', { 'model.onnx': 'hello' }, /Reading a model as ONNX/],
  ])('refuses %s', async (_name, files, message) => {
    const [[name, text] = ['', '']] = Object.entries(files);
    let path = await place.write(name, text);
    if (name === 'model.onnx') {
      path = join(place.folder, 'foreign.tar.gz');
      await packBundleFile({ manifest, files: { [name]: Buffer.from(text) } }, path);
    }
    const { code, stderr } = await place.lf(['bundle', 'inspect', path]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });
});
