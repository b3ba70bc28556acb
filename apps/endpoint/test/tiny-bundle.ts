import { describeIntentModel, packBundle, type BundleParts } from '@lf/contract';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export { oneHot } from '@lf/test-doubles';

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 20261123,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
} as const;

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** The path of an ONNX model of intent. */
export const TINY_LSTM = join(FIXTURES, 'tiny-lstm.onnx');

/** A bundle around fixtures/tiny-lstm.onnx; each test changes what it is about. */
export async function tinyBundle(
  changes: Partial<BundleParts['manifest']> = {},
  files?: BundleParts['files'],
): Promise<Uint8Array> {
  return packBundle({
    manifest: {
      ...describeIntentModel(ORIGIN),
      ...changes,
    },
    files: files ?? { 'model.onnx': TINY_LSTM },
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
