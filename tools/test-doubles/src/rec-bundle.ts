import { packBundle, serializeVocabulary, type BundleParts } from '@lf/contract';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { recManifest } from './manifests.ts';

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
  return serializeVocabulary(skus);
}

/** Writes a rec bundle whose model an endpoint has: a vocabulary alone. */
export async function writeRecBundle(
  files: BundleParts['files'] = { 'vocabulary.json': vocabularyBytes() },
): Promise<string> {
  const path = join(temporaryFolder(), 'model.tar.gz');
  await writeFile(path, await packBundle({ manifest: recManifest(SKUS.length), files }));
  return path;
}
