import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packBundle, type BundleParts } from '@lf/deploy';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** A bundle around fixtures/tiny-lstm.onnx; each test changes what it is about. */
export async function tinyBundle(
  changes: Partial<BundleParts['manifest']> = {},
  files?: BundleParts['files'],
): Promise<Uint8Array> {
  return packBundle({
    manifest: {
      kind: 'intent',
      inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', 7] }],
      outputs: [{ name: 'probability', dtype: 'float32', shape: ['batch', 1] }],
      metrics: {},
      config: {},
      seed: 20261123,
      dataDigest: `sha256:${'0'.repeat(64)}`,
      versions: {},
      ...changes,
    },
    files: files ?? { 'model.onnx': join(FIXTURES, 'tiny-lstm.onnx') },
  });
}

export interface Case {
  readonly actions: readonly number[];
  readonly probability: number;
}

/** Sessions whose probabilities were computed from the LSTM's equations, without a runtime. */
export async function tinyCases(): Promise<Case[]> {
  return JSON.parse(await readFile(join(FIXTURES, 'tiny-lstm.json'), 'utf8')) as Case[];
}

/** One-hot rows of 7; -1 gives a row of zeros. */
export function oneHot(actions: readonly number[]): number[][] {
  return actions.map((action) => Array.from({ length: 7 }, (_, code) => Number(code === action)));
}
