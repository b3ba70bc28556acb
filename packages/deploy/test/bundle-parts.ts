import { INTENT_TENSORS, type BundleParts } from '@lf/contract';

/** Parts of a small bundle; each test changes what it is about. */
export function bundleParts(changes: Partial<BundleParts['manifest']> = {}): BundleParts {
  return {
    manifest: {
      kind: 'intent',
      ...INTENT_TENSORS,
      maxEvents: 200,
      metrics: {},
      config: {},
      seed: 7,
      dataDigest: `sha256:${'a'.repeat(64)}`,
      versions: {},
      ...changes,
    },
    files: { 'model.onnx': new Uint8Array([1, 2, 3]) },
  };
}
