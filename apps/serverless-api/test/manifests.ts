import type { BundleParts } from '@lf/deploy';

type Manifest = BundleParts['manifest'];

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 1,
  dataDigest: `sha256:${'a'.repeat(64)}`,
  versions: {},
} as const;

/** Of an intent model. */
export function intentManifest(): Manifest {
  return {
    ...ORIGIN,
    kind: 'intent',
    inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', 7] }],
    outputs: [{ name: 'probability', dtype: 'float32', shape: ['batch', 1] }],
  };
}

/** Of a rec model that names the `k` best. */
export function recManifest(k: number): Manifest {
  return {
    ...ORIGIN,
    kind: 'rec',
    inputs: [{ name: 'ids', dtype: 'int32', shape: ['batch', 'time'] }],
    outputs: [
      { name: 'items', dtype: 'int32', shape: ['batch', k] },
      { name: 'scores', dtype: 'float32', shape: ['batch', k] },
    ],
  };
}
