import { type BundleParts, packBundle, serializeWeights } from '@lf/contract';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initialLstmWeights, type LstmWeights } from '@lf/kernels';
import { temporaryFolder } from './folder.ts';
import { intentManifest } from './manifests.ts';

/** Weights as a training would leave them: no two alike, biases too. */
export function someWeights(units: number, seed = 1): LstmWeights {
  const weights = initialLstmWeights({ units, actions: 7, seed });
  const bias = weights.bias.map((value, index) => value + Math.sin(index + seed) / 3);
  return { ...weights, bias, denseBias: Float32Array.of(-0.3) };
}

/** Writes an intent bundle that predicts without an endpoint; each test changes what it is about. */
export async function writeIntentBundle(
  weights: LstmWeights,
  files: BundleParts['files'] = {},
): Promise<string> {
  const path = join(temporaryFolder(), 'model.tar.gz');
  const bytes = await packBundle({
    manifest: intentManifest(),
    files: { 'weights.bin': serializeWeights(weights), ...files },
  });
  await writeFile(path, bytes);
  return path;
}
