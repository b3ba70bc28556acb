import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packBundle, type BundleParts } from '@lf/deploy';
import { temporaryFolder } from './folder.ts';

/** Products, most popular first: one holds a comma, one what a URL would eat, one a blank. */
export const SKUS = [
  'shoe',
  'sock',
  'lace',
  'hat, red',
  'a+b%&=',
  'größe',
  ' blank',
  ...Array.from({ length: 13 }, (_, index) => `sku-${index + 7}`),
];

/** The bytes of `vocabulary.json`. */
export function vocabularyBytes(skus: readonly string[] = SKUS): Uint8Array {
  return Buffer.from(JSON.stringify({ schemaVersion: 1, firstItemId: 2, skus }));
}

/** A manifest of a rec model that names the `k` best; each test changes what it is about. */
function recManifest(k: number = SKUS.length): BundleParts['manifest'] {
  return {
    kind: 'rec',
    inputs: [{ name: 'ids', dtype: 'int32', shape: ['batch', 'time'] }],
    outputs: [
      { name: 'items', dtype: 'int32', shape: ['batch', k] },
      { name: 'scores', dtype: 'float32', shape: ['batch', k] },
    ],
    metrics: {},
    config: {},
    seed: 1,
    dataDigest: `sha256:${'a'.repeat(64)}`,
    versions: {},
  };
}

/** Writes a rec bundle whose model an endpoint has: a vocabulary alone. */
export async function writeRecBundle(
  files: BundleParts['files'] = { 'vocabulary.json': vocabularyBytes() },
  manifest: BundleParts['manifest'] = recManifest(),
): Promise<string> {
  const path = join(temporaryFolder(), 'model.tar.gz');
  await writeFile(path, await packBundle({ manifest, files }));
  return path;
}
