import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';
import { INTENT_TENSORS, type BundleParts } from '../../src/index.ts';

/** Parts of a small bundle; each test changes what it is about. */
export function bundleParts(changes: Partial<BundleParts['manifest']> = {}): BundleParts {
  return {
    manifest: {
      kind: 'intent',
      ...INTENT_TENSORS,
      maxEvents: 200,
      metrics: { roc_auc: 0.75 },
      config: { EPOCHS: 2 },
      seed: 7,
      dataDigest: `sha256:${'a'.repeat(64)}`,
      versions: { node: '20.19.0' },
      ...changes,
    },
    files: { 'model.onnx': new Uint8Array([1, 2, 3]), '1/saved_model.pb': new Uint8Array([4]) },
  };
}

interface Entry extends Partial<tar.Headers> {
  readonly name: string;
  readonly content?: string | Uint8Array;
}

/** A gzipped tar as somebody else would make it, sound or not. */
export async function foreignArchive(entries: readonly Entry[]): Promise<Uint8Array> {
  const pack = tar.pack();
  for (const { content, ...headers } of entries) pack.entry(headers, Buffer.from(content ?? ''));
  pack.finalize();
  return buffer(pack.pipe(createGzip()));
}

/** A manifest that promises the given files. */
export function manifestFor(files: Readonly<Record<string, string>>): string {
  const facts = Object.entries(files).map(([path, content]) => [
    path,
    {
      bytes: content.length,
      digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
    },
  ]);
  const promised: unknown = Object.fromEntries(facts);
  return JSON.stringify({ schemaVersion: 2, ...bundleParts().manifest, files: promised });
}
