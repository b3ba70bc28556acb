import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '@lf/serving/models';
import { TINY_LSTM, tinyBundle } from './tiny-bundle.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-model-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const input = (name: string, shape: (string | number)[]) => ({
  inputs: [{ name, dtype: 'float32' as const, shape }],
});

describe('loading a model refuses', () => {
  it.each<[string, () => Promise<Uint8Array>, string, string]>([
    ['a web page', async () => Buffer.from('<html>'), 'bundle_unreadable', 'gzipped tar'],
    [
      'weights that are none',
      () => tinyBundle({}, { 'model.onnx': Buffer.from('onnx') }),
      'model_refused',
      'ONNX',
    ],
    [
      'a bundle without model.onnx',
      () => tinyBundle({}, { 'saved_model.pb': Buffer.from('') }),
      'model_refused',
      'neither model.onnx nor trees.json',
    ],
    [
      'another kind than its files',
      () => tinyBundle({ kind: 'rec' }),
      'model_refused',
      'no vocabulary.json',
    ],
    [
      'a manifest that names another input',
      () => tinyBundle(input('y', ['batch', 'time', 7])),
      'model_refused',
      'input y',
    ],
    [
      'a manifest of another width',
      () => tinyBundle(input('x', ['batch', 'time', 9])),
      'model_refused',
      'its first prediction failed',
    ],
    [
      'a manifest of another rank',
      () => tinyBundle(input('x', ['batch', 7])),
      'model_refused',
      'got x float32 [batch, 7]',
    ],
    [
      'a showcase that is none',
      () => tinyBundle({}, { 'model.onnx': TINY_LSTM, 'showcase.json': Buffer.from('{}') }),
      'model_refused',
      'its showcase.json: it must have required property',
    ],
  ])('%s', async (_what, bundle, code, message) => {
    const path = join(folder, 'refused.tar.gz');
    await writeFile(path, await bundle());
    await expect(loadModel(path)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });
});
